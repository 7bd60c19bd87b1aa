"""Pages of tables: every row once, in a stable order, whatever the filters."""

from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crossroad_desktop.errors import NotFoundError, ParameterError
from crossroad_desktop.results import table_page
from crossroad_desktop.results.column_filters import OPERATIONS, ColumnFilter, Operation
from crossroad_desktop.results.table_page import PageCache, open_page

from .conftest import Finished

WEIRD = ["007", "NA", "", "it's", '"', "é", "Ж%_", "a\\b", "=1+1", "AT", "at", "undefined", "a\nb"]


@pytest.fixture(scope="module")
def weird(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A table of genes whose texts and one column name are as unpleasant as can be."""
    output = tmp_path_factory.mktemp("weird") / "output [1] *'?"
    (output / "parquet").mkdir(parents=True)
    names = [WEIRD[i % len(WEIRD)] for i in range(100)]
    table = pa.table(
        {
            "genomeID": pa.array(names).dictionary_encode(),
            'a"; DROP TABLE x; --': pa.array(names[::-1]),
            "year": pa.array(
                [None if i % 7 == 0 else 2000 + i % 5 for i in range(100)], pa.int32()
            ),
            "GC_per": pa.array([i % 3 / 2 for i in range(100)], pa.float64()),
        }
    )
    pq.write_table(table, output / "parquet" / "mergedOut.parquet", row_group_size=17)
    return output


def read(output: Path, **request: Any) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = open_page(output, "mergedOut", **request).read_all().to_pylist()
    return rows


def all_rows(output: Path) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = pq.read_table(output / "parquet" / "mergedOut.parquet").to_pylist()
    return rows


@pytest.mark.parametrize("sort", [[], ["year"], ["-year"], ["GC_per", "-genomeID"], ["-genomeID"]])
@pytest.mark.parametrize("size", [13, 250])
@pytest.mark.parametrize("heap", [0, 40])
def test_pages_cover_all_rows_once_in_a_stable_order(
    weird: Path, sort: list[str], size: int, heap: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(table_page, "_SORTED_BY_HEAP", heap)
    expected = all_rows(weird)
    for key in reversed(sort):
        name, is_descending = key.lstrip("-"), key.startswith("-")
        known = [row for row in expected if row[name] is not None]
        known.sort(key=lambda row: row[name].encode() if isinstance(row[name], str) else row[name],
                   reverse=is_descending)  # fmt: skip
        expected = known + [row for row in expected if row[name] is None]
    cache = PageCache()
    seen = []
    for offset in range(0, 120, size):
        page = open_page(weird, "mergedOut", offset, size, sort, cache=cache)
        assert page.total_rows == 100
        seen += page.read_all().to_pylist()
    assert seen == expected


def literal(row: dict[str, Any], name: str, operation: str, value: str) -> bool:
    cell = row[name]
    text = "undefined" if cell is None else str(cell)
    if operation == "contains":
        return value.lower() in text.lower()
    if isinstance(cell, str):
        wanted: Any = value
    else:
        wanted = None if value == "undefined" else float(value)
    if operation == "ne":
        return bool(cell != wanted)
    if operation in ("eq", "in"):
        return bool(cell == wanted)
    if cell is None:
        return False
    if isinstance(cell, str):
        cell, wanted = cell.encode(), wanted.encode()
    return bool({"lt": cell < wanted, "le": cell <= wanted, "gt": cell > wanted}.get(
        operation, cell >= wanted))  # fmt: skip


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_filters_mean_what_they_say(weird: Path, data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(["genomeID", 'a"; DROP TABLE x; --', "year", "GC_per"]))
    operation: Operation = data.draw(st.sampled_from([o for o in OPERATIONS if o != "text"]))
    numbers = ["2001", "2003", "0.5", "-1", "1e2"]
    if operation in ("eq", "ne", "in"):
        numbers = [*numbers, "undefined"]
    is_text = name not in ("year", "GC_per") or operation == "contains"
    value = data.draw(st.sampled_from(WEIRD) if is_text else st.sampled_from(numbers))
    filters = [ColumnFilter(name, operation, (value,))]
    expected = [row for row in all_rows(weird) if literal(row, name, operation, value)]
    page = open_page(weird, "mergedOut", 0, 1000, ["-year"], filters)
    assert page.total_rows == len(expected)
    found = page.read_all().to_pylist()
    assert sorted(map(repr, found)) == sorted(map(repr, expected))
    assert read(weird, limit=1000, filters=filters) == expected


def test_in_takes_several_values_and_text_searches_all_columns(weird: Path) -> None:
    filters = [ColumnFilter("genomeID", "in", ("é", "'", "it's"))]
    assert {row["genomeID"] for row in read(weird, filters=filters)} == {"é", "it's"}
    found = read(weird, filters=[ColumnFilter("", "text", ("É",))])
    assert found == [row for row in all_rows(weird) if "é" in str(row)]


def test_the_row_number_is_the_place_in_the_whole_table(weird: Path) -> None:
    rows = read(weird, sort=["-GC_per"], limit=5, with_row_number=True)
    assert [row["file_row_number"] for row in rows] == [2, 5, 8, 11, 14]


@pytest.mark.parametrize(
    "request_", [
        {"sort": ["x"]}, {"sort": ["year; DROP TABLE x"]}, {"sort": ['year" DESC --']},
        {"columns": ["x"]}, {"offset": -1}, {"limit": 10_001},
        {"filters": [ColumnFilter("x", "eq", ("1",))]},
        {"filters": [ColumnFilter("year", "eq", ("1 OR 1=1",))]},
        {"filters": [ColumnFilter("year", "lt", ("undefined",))]},
        {"filters": [ColumnFilter("year", "= 1 OR", ("1",))]},  # type: ignore[arg-type]
        {"filters": [ColumnFilter("year", "eq", ())]},
        {"filters": [ColumnFilter("year", "eq", ("1", "2"))]},
        {"filters": [ColumnFilter("GC_per", "eq", ("nan",))]},
    ],
)  # fmt: skip
def test_what_does_not_fit_is_refused(weird: Path, request_: dict[str, Any]) -> None:
    with pytest.raises(ParameterError):
        open_page(weird, "mergedOut", **request_)


@pytest.mark.parametrize("table", ["../mergedOut", "x", "mergedOut'", "/etc/passwd", "perf_out"])
def test_tables_that_are_not_there_are_told(weird: Path, table: str) -> None:
    with pytest.raises(NotFoundError):
        open_page(weird, table)


def test_every_table_has_pages(run: Finished) -> None:
    for path in (run.output / "parquet").glob("*.parquet"):
        page = open_page(run.output, path.stem, limit=10_000).read_all()
        names = pq.read_schema(path).names
        assert page.select(names).to_pylist() == run.rows(path.stem)[:10_000]
        assert page.column_names == [*names, *(["ssrs"] if path.stem == "genomes" else [])]


def test_the_cache_forgets_the_oldest_orders_and_a_changed_table() -> None:
    cache = PageCache(max_bytes=100)
    row = np.zeros(10, np.int32)
    for name in "abc":
        cache.keep_order((name,), row)
    assert cache.order(("a",)) is None
    assert cache.order(("c",)) is not None
