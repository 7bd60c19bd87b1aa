"""The filters common to figures and tables: which rows they leave, and which tables take them."""

import csv
import io
import itertools
from typing import Any

import pytest

from crossroad_desktop.errors import ParameterError
from crossroad_desktop.results.column_filters import ColumnFilter
from crossroad_desktop.results.exports import open_export
from crossroad_desktop.results.filtered_table import list_tables
from crossroad_desktop.results.filters import Filters, accepted_filters
from crossroad_desktop.results.folder import ResultFolder
from crossroad_desktop.results.table_page import PageCache, open_page

from .conftest import Finished
from .plain import Plain, read

GENOME_FILTERS = ["category", "genome", "year_from", "year_to", "metadata"]
EXAMPLES = {
    "category": ["I"],
    "genome": ["SIM0003", "SIM0005"],
    "gene": ["gene001"],
    "motif_class": ["A", "AT"],
    "motif_length": [1, 2],
    "year_from": 2018,
    "year_to": 2019,
    "metadata": [["country", "Germany"], ["year", "2018", "2019"]],
    "repeat_from": 7,
    "repeat_to": 10,
}


def page(finished: Finished, table: str, common: Filters, **more: Any) -> list[dict[str, Any]]:
    result = open_page(finished.output, table, limit=10_000, common=common, **more)
    total = result.total_rows
    rows: list[dict[str, Any]] = result.read_all().to_pylist()
    assert total == len(rows)
    return rows


@pytest.mark.parametrize("name", EXAMPLES)
def test_pages_follow_the_filters_of_figures(run: Finished, name: str) -> None:
    filters = Filters(**{name: EXAMPLES[name]})  # type: ignore[arg-type]
    plain = Plain(run, filters)
    rows = page(run, "mergedOut", filters)
    assert rows == [{k: v for k, v in row.items() if k != "class"} for row in plain.ssrs]
    assert 0 < len(rows) < len(run.rows("mergedOut"))


def test_filters_and_column_filters_must_both_hold(run: Finished) -> None:
    filters = Filters(metadata=[["country", "Germany"]], repeat_from=5)
    own = [ColumnFilter("length_of_motif", "eq", ("2",))]
    expected = [row for row in Plain(run, filters).ssrs if row["length_of_motif"] == 2]
    found = page(run, "mergedOut", filters, filters=own, sort=["-start"])
    assert sorted(r["start"] for r in found) == sorted(r["start"] for r in expected)
    assert [r["start"] for r in found] == sorted((r["start"] for r in found), reverse=True)


def test_the_cache_of_pages_tells_filters_apart(run: Finished) -> None:
    cache = PageCache()
    for name in ("I", "IIb", "no such category"):
        filters = Filters(category=[name])
        found = page(run, "mergedOut", filters, cache=cache)
        assert len(found) == len(Plain(run, filters).ssrs)


def test_files_follow_the_filters_of_figures(run: Finished) -> None:
    filters = Filters(category=["I"], repeat_to=6)
    content = b"".join(open_export(run.output, "mergedOut", "csv", common=filters)).decode()
    rows = list(csv.DictReader(io.StringIO(content)))
    expected = Plain(run, filters).ssrs
    assert [(r["genomeID"], r["start"]) for r in rows] == [
        (r["genomeID"], str(r["start"])) for r in expected
    ]


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_table_takes_exactly_the_filters_that_it_lists(run: Finished, name: str) -> None:
    folder = ResultFolder(run.output)
    filters = Filters(**{name: EXAMPLES[name]})  # type: ignore[arg-type]
    for table in list_tables(folder):
        if name in accepted_filters(folder, table.name):
            everything = open_page(run.output, table.name, limit=0).total_rows
            assert len(page(run, table.name, filters)) <= everything
        else:
            with pytest.raises(ParameterError, match=f"{table.name} has no column.* remove"):
                open_page(run.output, table.name, common=filters)


def test_what_tables_take_depends_on_their_columns(run: Finished, fasta_only: Finished) -> None:
    folder = ResultFolder(run.output)
    assert accepted_filters(folder, "mergedOut") == list(EXAMPLES)
    assert sorted(accepted_filters(folder, "genomes")) == sorted(GENOME_FILTERS)
    assert accepted_filters(folder, "pattern_summary") == []
    # Its repeat numbers are a list as text, its genomes too.
    assert accepted_filters(folder, "all_variations") == ["gene", "motif_class", "motif_length"]
    without_genes = accepted_filters(ResultFolder(fasta_only.output), "reformatted")
    assert sorted({*EXAMPLES} - {*without_genes}) == ["gene"]


def test_missing_values_are_selected_by_undefined(varied: Finished) -> None:
    filters = Filters(metadata=[["year", "undefined"], ["category", "undefined", "II"]])
    expected = [f"g{number:02}" for number in range(16) if number % 4 == 3 and number != 0]
    assert [r["genomeID"] for r in read(varied, "ssr_gc", filters)] == expected
    assert read(varied, "ssr_gc", Filters(metadata=[["category", "undefined"]]))[0]["genomeID"] == (
        "g05"
    )


def test_genomes_without_a_year_are_in_no_range_of_years(varied: Finished) -> None:
    rows = read(varied, "ssr_gc", Filters(year_from=0, year_to=9999))
    assert [r["genomeID"] for r in rows] == [f"g{n:02}" for n in range(16) if n % 4 != 3]


@pytest.mark.parametrize(
    "metadata",
    [[["nowhere", "Peru"]], [['country" --', "Peru"]], [["host", "host 1"], ["host", "host 2"]]],
)
def test_metadata_that_do_not_fit_are_told(varied: Finished, metadata: list[list[str]]) -> None:
    with pytest.raises(ParameterError, match="metadata names"):
        read(varied, "ssr_gc", Filters(metadata=metadata))
    with pytest.raises(ParameterError, match="metadata names"):
        open_page(varied.output, "mergedOut", common=Filters(metadata=metadata))


def test_values_of_metadata_are_never_part_of_a_query(varied: Finished) -> None:
    filters = Filters(metadata=[["host", "' OR 1=1 --", "é\x00Ж"]])
    assert page(varied, "mergedOut", filters) == []


def test_the_table_of_genomes_has_left_out_ones_and_numbers_of_ssrs(varied: Finished) -> None:
    rows = page(varied, "genomes", Filters())
    assert [{k: v for k, v in row.items() if k != "ssrs"} for row in rows] == varied.rows("genomes")
    counts = [
        sum(r["genomeID"] == row["genomeID"] for r in varied.rows("mergedOut")) for row in rows
    ]
    assert [row["ssrs"] for row in rows] == [*counts[:16], None, None]
    some = page(varied, "genomes", Filters(metadata=[["host", "host 1"]]), sort=["-ssrs"])
    assert [row["host"] for row in some] == ["host 1"] * 6
    assert all(
        first["ssrs"] >= second["ssrs"]
        for first, second in itertools.pairwise(some)
        if second["ssrs"] is not None
    )
    assert some[-1]["genomeID"] == "g16"


def test_the_file_of_the_genomes_is_in_the_order_of_the_fasta(varied: Finished) -> None:
    content = b"".join(open_export(varied.output, "genomes", "tsv")).decode()
    rows = list(csv.DictReader(io.StringIO(content), delimiter="\t"))
    assert [row["genomeID"] for row in rows] == [f"g{number:02}" for number in range(18)]
    assert rows[17]["ssrs"] == "undefined"
