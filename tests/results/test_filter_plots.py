"""What the filter bar shows, against a second computation in plain Python."""

from collections import Counter, defaultdict
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from crossroad_desktop.errors import NotFoundError, ParameterError
from crossroad_desktop.results.filters import Filters

from .conftest import Finished
from .plain import FILTERS, GENE_FILTERS, Plain, read

ALL = [*FILTERS, *GENE_FILTERS, Filters(genome=["SIM0001", "SIM0004"], metadata=[["year", "2018"]])]
OWN: dict[str, dict[str, Any]] = {
    "category": {"category": ()},
    "genome": {"genome": ()},
    "gene": {"gene": ()},
    "motif_class": {"motif_class": ()},
    "motif_length": {"motif_length": ()},
    "repeat": {"repeat_from": None, "repeat_to": None},
    "year": {"year_from": None, "year_to": None},
    "metadata": {},
}
COLUMNS = {"motif_class": "class", "motif_length": "length_of_motif"}


@pytest.fixture(params=ALL, ids=lambda filters: str(filters.given))
def filters(request: pytest.FixtureRequest) -> Filters:
    chosen: Filters = request.param
    return chosen


def test_counts_are_those_of_the_filtered_rows(run: Finished, filters: Filters) -> None:
    plain = Plain(run, filters)
    (row,) = read(run, "filter_counts", filters)
    inside = {(r["genomeID"], r["start1"], r["motif"]) for r in plain.pairs}
    per_genome = [
        sum(r["genomeID"] == name for r in plain.ssrs) * 1e6 / genome["length_genome"]
        for name, genome in plain.genomes.items()
    ]
    mean = sum(per_genome) / len(per_genome) if per_genome else None
    assert row == {
        "genomes": len(plain.genomes),
        "ssrs": len(plain.ssrs),
        "all_genomes": 8,
        "all_ssrs": len(run.rows("mergedOut")),
        "ssr_bp": sum(r["length_of_ssr"] for r in plain.ssrs),
        "bases": sum(genome["length_genome"] for genome in plain.genomes.values()),
        "motif_classes": len({r["class"] for r in plain.ssrs}),
        "motifs": len({r["motif"] for r in plain.ssrs}),
        "genes_with_ssr": len({r["gene"] for r in plain.pairs}),
        "ssrs_in_genes": len(inside),
        "least_ssrs_per_Mb": min(per_genome, default=None),
        "mean_ssrs_per_Mb": pytest.approx(mean),
        "largest_ssrs_per_Mb": max(per_genome, default=None),
    }


def test_ssrs_in_genes_are_counted_without_the_table_of_those_outside(
    run: Finished, imported: Finished, tmp_path: Path
) -> None:
    output = tmp_path / "output"
    (output / "parquet").mkdir(parents=True)
    for path in (imported.output / "parquet").iterdir():
        if path.stem != "ssr_non_gene":
            (output / "parquet" / path.name).write_bytes(path.read_bytes())
    chosen = Filters(motif_length=[1, 2])
    assert read(Finished(output), "filter_counts", chosen) == read(run, "filter_counts", chosen)


def test_counts_without_genes_say_nothing_of_genes(fasta_only: Finished) -> None:
    (row,) = read(fasta_only, "filter_counts", Filters())
    assert (row["genomes"], row["ssrs"], row["all_genomes"], row["all_ssrs"]) == (2, 2, 2, 2)
    assert (row["genes_with_ssr"], row["ssrs_in_genes"]) == (None, None)
    assert row["least_ssrs_per_Mb"] == 0


def test_counts_of_nothing_are_zero(run: Finished) -> None:
    (row,) = read(run, "filter_counts", Filters(genome=["no such genome"]))
    everything = {"all_genomes": 8, "all_ssrs": len(run.rows("mergedOut"))}
    rates = dict.fromkeys(("least_ssrs_per_Mb", "mean_ssrs_per_Mb", "largest_ssrs_per_Mb"))
    assert row == {**dict.fromkeys(row, 0), **everything, **rates}


def count_values(plain: Plain, dimension: str) -> list[dict[str, Any]]:
    genomes, ssrs = defaultdict(set), Counter[str]()
    if dimension in ("category", "genome", "year", "metadata"):
        name = {"genome": "genomeID", "metadata": "country"}.get(dimension, dimension)
        of_genome = {key: plain.value(row, name) for key, row in plain.genomes.items()}
        for genome, value in of_genome.items():
            genomes[value].add(genome)
        for row in plain.ssrs:
            ssrs[of_genome[row["genomeID"]]] += 1
    else:
        for row in plain.pairs if dimension == "gene" else plain.ssrs:
            value = str(row[COLUMNS.get(dimension, dimension)])
            genomes[value].add(row["genomeID"])
            ssrs[value] += 1
    return [
        {"value": value, "genomes": len(genomes[value]), "ssrs": ssrs[value]}
        for value in sorted(genomes, key=lambda value: (-ssrs[value], value))
    ]


@pytest.mark.parametrize("dimension", OWN)
def test_values_are_counted_under_all_other_filters(
    run: Finished, filters: Filters, dimension: str
) -> None:
    own = {"metadata": "country", "year": "year", "category": "category"}.get(dimension)
    others = [part for part in filters.metadata if part[0] != own]
    left = Plain(run, replace(filters, metadata=others, **OWN[dimension]))
    rows = read(run, "filter_values", filters, dimension=dimension)
    assert rows == count_values(left, dimension)
    assert rows


def test_category_and_year_are_the_same_as_metadata_columns(run: Finished) -> None:
    chosen = Filters(category=["I"], year_from=2019, metadata=[["country", "Germany"]])
    for name in ("category", "year"):
        direct = read(run, "filter_values", chosen, dimension=name)
        assert read(run, "filter_values", chosen, dimension="metadata", by=name) == direct


def test_groups_without_ssrs_are_values_too(varied: Finished) -> None:
    rows = read(varied, "filter_values", Filters(), dimension="genome")
    assert rows[-1] == {"value": "g00", "genomes": 1, "ssrs": 0}
    rows = read(varied, "filter_values", Filters(), dimension="year")
    assert {row["value"]: row["genomes"] for row in rows}["undefined"] == 4


def test_values_are_searched_whatever_the_case_and_limited(varied: Finished) -> None:
    found = read(varied, "filter_values", Filters(), dimension="metadata", by="host", search="T 1")
    assert [row["value"] for row in found] == ["host 1"]
    assert read(varied, "filter_values", Filters(), search="%") == []
    everything = read(varied, "filter_values", Filters(), dimension="genome")
    assert read(varied, "filter_values", Filters(), dimension="genome", top="3") == everything[:3]


def test_values_of_one_genome_without_a_list_of_genomes(tmp_path: Path) -> None:
    parquet = tmp_path / "parquet"
    parquet.mkdir()
    genome = {"genomeID": ["one"], "length_genome": [12], "N_count": [0], "genome_GC_per": [0.0]}
    ssr = {"genomeID": ["one", "one"], "start": [0, 6], "motif": ["A", "T"]}
    pq.write_table(pa.table(genome), parquet / "genome_stats.parquet")
    pq.write_table(pa.table(ssr), parquet / "reformatted.parquet")
    rows = read(Finished(tmp_path), "filter_values", Filters(), dimension="motif_class")
    assert rows == [{"value": "A", "genomes": 1, "ssrs": 2}]


def test_values_of_genes_need_genes(varied: Finished) -> None:
    with pytest.raises(NotFoundError, match="BED"):
        read(varied, "filter_values", Filters(), dimension="gene")
    with pytest.raises(ParameterError, match="by is 'nowhere'"):
        read(varied, "filter_values", Filters(), dimension="metadata", by="nowhere")
