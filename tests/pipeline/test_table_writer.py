"""Text of result tables against the standard library's CSV writer, and failures while writing."""

import csv
import gc
import io
import warnings
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crossroad_desktop.pipeline import tables
from crossroad_desktop.pipeline.table_spec import Column, TableSpec, Written
from crossroad_desktop.pipeline.table_writer import TableWriter, format_lines

_CELLS = st.text(st.sampled_from("aé\"\t,; \n'0"), max_size=6)


def text_of(table: pa.Table, delimiter: str) -> str:
    return b"".join(bytes(block) for block in format_lines(table, delimiter)).decode()


@given(
    rows=st.lists(st.tuples(_CELLS, _CELLS, st.integers(-(2**31), 2**31 - 1)), max_size=20),
    delimiter=st.sampled_from([",", "\t"]),
    is_coded=st.booleans(),
)
@settings(max_examples=300, deadline=None)
def test_lines_are_those_of_a_csv_writer_that_quotes_only_where_needed(
    rows: list[tuple[str, str, int]], delimiter: str, is_coded: bool
) -> None:
    first = pa.array([row[0] for row in rows], pa.string())
    table = pa.table(
        {
            "first": first.dictionary_encode() if is_coded else first,
            "second": pa.array([row[1] for row in rows], pa.string()),
            "number": pa.array([row[2] for row in rows], pa.int32()),
        }
    )
    expected = io.StringIO()
    csv.writer(expected, delimiter=delimiter, lineterminator="\n").writerows(rows)
    assert text_of(table, delimiter) == expected.getvalue()


@pytest.mark.parametrize(
    ("value", "text"),
    [(33.0, "33.0"), (0.0, "0.0"), (32.99, "32.99"), (100.0, "100.0"), (66.7, "66.7")],
)
def test_percentages_have_at_least_one_decimal(value: float, text: str) -> None:
    assert text_of(pa.table({"x": pa.array([value, value])}), ",") == f"{text}\n{text}\n"


def test_a_missing_number_is_undefined() -> None:
    assert text_of(pa.table({"x": pa.array([1, None], pa.int32())}), ",") == "1\nundefined\n"


def test_a_slice_of_a_table_is_written_as_that_slice() -> None:
    table = pa.table({"x": ["a", "b", "c", "d"], "y": [1, 2, 3, 4]}).slice(1, 2)
    assert text_of(table, "\t") == "b\t2\nc\t3\n"


def test_a_column_name_with_the_delimiter_is_quoted_in_the_header(tmp_path: Path) -> None:
    spec = tables.ALL_VARIATIONS.for_run(None, "city, country")
    with TableWriter(spec, tmp_path):
        pass
    header = (tmp_path / "intrim" / "all_variations.csv").read_text()
    assert next(csv.reader(io.StringIO(header))) == spec.schema.names


def test_columns_of_the_categories_file_stand_in_for_the_placeholder() -> None:
    spec = tables.MERGED.for_run(["host", "year"], "host")
    names = spec.schema.names
    assert names[10:12] == ["host", "year"]
    assert spec.schema.field("year").type == pa.int32()
    assert tables.SSR_NON_GENE.for_run(None, "x").schema.names == names[:10]


def test_a_failure_leaves_no_writer_that_complains_later(tmp_path: Path) -> None:
    spec = TableSpec("t", "main", "t.csv", (Column("x", pa.int32(), "x"),), "t", Written.ALWAYS)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with (  # noqa: PT012  # the failure must come from inside the writer's block
            pytest.raises(RuntimeError),
            TableWriter(spec, tmp_path) as writer,
        ):
            writer.write(pa.table({"x": pa.array([1], pa.int32())}))
            raise RuntimeError("the run was stopped")
        del writer
        gc.collect()


def test_pieces_become_one_parquet_file(tmp_path: Path) -> None:
    spec = TableSpec("t", "main", "t.csv", (Column("x", pa.int32(), "x"),), "t", Written.ALWAYS)
    with TableWriter(spec, tmp_path) as writer:
        for first in (0, 3):
            writer.write(pa.table({"x": pa.array(range(first, first + 3), pa.int32())}))
    assert writer.row_count == 6
    assert pq.read_table(tmp_path / "parquet" / "t.parquet")["x"].to_pylist() == list(range(6))
    assert (tmp_path / "main" / "t.csv").read_text() == "x\n0\n1\n2\n3\n4\n5\n"
