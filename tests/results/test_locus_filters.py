"""The filter bar on the tables of the catalogue: pages and files follow it as figures do."""

from typing import Any, cast

import pytest

from crossroad_desktop.errors import ParameterError
from crossroad_desktop.pipeline.locus_tables import LOCUS_TABLES
from crossroad_desktop.results.column_filters import ColumnFilter, Operation
from crossroad_desktop.results.filters import Filters, accepted_filters
from crossroad_desktop.results.folder import ResultFolder
from crossroad_desktop.results.table_page import open_page

from .catalogue import LONG_MOTIF, PlainCells
from .conftest import Finished, Row
from .plain import class_of
from .test_locus_plots import FILTERS

OF_GENOMES = {"category", "genome", "metadata", "year_from", "year_to"}
EXAMPLES: dict[str, Any] = {
    "category": ["I"],
    "genome": ["SIM0003", "SIM0005"],
    "gene": ["gene001"],
    "motif_class": ["AT", class_of(LONG_MOTIF)],
    "motif_length": [1, 9],
    "year_from": 2018,
    "year_to": 2019,
    "metadata": [["country", "Germany"]],
    "repeat_from": 3,
    "repeat_to": 10,
}


def page(finished: Finished, table: str, filters: Filters) -> list[Row]:
    rows: list[Row] = (
        open_page(finished.output, table, limit=10_000, common=filters).read_all().to_pylist()
    )
    return rows


@pytest.mark.parametrize("filters", FILTERS, ids=lambda filters: str(filters)[8:60])
def test_the_page_of_loci_has_the_loci_of_the_figures(
    catalogue: Finished, filters: Filters
) -> None:
    assert page(catalogue, "loci", filters) == PlainCells(catalogue, filters).loci


@pytest.mark.parametrize("filters", FILTERS, ids=lambda filters: str(filters)[8:60])
def test_the_page_of_alleles_has_the_alleles_with_such_a_repeat_number(
    catalogue: Finished, filters: Filters
) -> None:
    of_loci = Filters(
        gene=filters.gene, motif_class=filters.motif_class, motif_length=filters.motif_length
    )
    loci = {row["locus_id"] for row in PlainCells(catalogue, of_loci).loci}
    genomes = PlainCells(catalogue, filters).genomes
    limits = (filters.repeat_from, filters.repeat_to)
    expected = [
        row
        for row in catalogue.rows("alleles")
        if row["locus_id"] in loci
        and row["genomeID"] in genomes
        and (limits == (None, None) or _is_between(row["repeat"], *limits))
    ]
    assert page(catalogue, "alleles", filters) == expected


@pytest.mark.parametrize("table", ["orientation", "genome_loci", "minisatellites"])
def test_tables_of_genomes_follow_the_filters_of_genomes(catalogue: Finished, table: str) -> None:
    found = page(catalogue, table, Filters(category=["I"]))
    genomes = PlainCells(catalogue, Filters(category=["I"])).genomes
    assert found == [row for row in catalogue.rows(table) if row["genomeID"] in genomes]
    assert 0 < len(found) < len(catalogue.rows(table))


def test_longer_units_are_found_by_their_class(catalogue: Finished) -> None:
    chosen = Filters(motif_class=[class_of(LONG_MOTIF)], repeat_from=3)
    found = page(catalogue, "minisatellites", chosen)
    assert found == [row for row in catalogue.rows("minisatellites") if row["repeat"] >= 3]
    other = Filters(motif_class=[class_of("ACATTATAC")])
    assert page(catalogue, "minisatellites", other) == []


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_table_of_the_catalogue_takes_exactly_the_filters_that_it_lists(
    catalogue: Finished, name: str
) -> None:
    folder = ResultFolder(catalogue.output)
    filters = Filters(**{name: EXAMPLES[name]})
    for table in (spec.name for spec in LOCUS_TABLES):
        if name in accepted_filters(folder, table):
            assert len(page(catalogue, table, filters)) <= folder.row_count(table)
        else:
            with pytest.raises(ParameterError, match=f"{table} has no column.* remove"):
                open_page(catalogue.output, table, common=filters)


def test_what_the_tables_take_depends_on_their_columns(catalogue: Finished) -> None:
    folder = ResultFolder(catalogue.output)
    accepted = {spec.name: set(accepted_filters(folder, spec.name)) for spec in LOCUS_TABLES}
    assert accepted == {
        "orientation": OF_GENOMES,
        "minisatellites": {*EXAMPLES} - {"gene"},
        "loci": {*EXAMPLES},
        "alleles": {*EXAMPLES},
        "genome_loci": OF_GENOMES,
        "unplaced_ssrs": OF_GENOMES | {"gene", "motif_class"},
    }


def test_a_missing_text_is_found_as_undefined(catalogue: Finished) -> None:
    outside = [row for row in catalogue.rows("loci") if row["gene"] is None]
    for operation, expected in (
        ("eq", outside),
        ("ne", [row for row in catalogue.rows("loci") if row not in outside]),
    ):
        wanted = ColumnFilter("gene", cast(Operation, operation), ("undefined",))
        page_of = open_page(catalogue.output, "loci", filters=[wanted])
        assert page_of.read_all().to_pylist() == expected
    assert outside


def _is_between(number: int | None, least: int | None, most: int | None) -> bool:
    return number is not None and (least or 0) <= number <= (10**9 if most is None else most)
