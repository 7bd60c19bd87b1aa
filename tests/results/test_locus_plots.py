"""Figures of loci, alleles, distances and trees: against the cells as plain Python finds them."""

import math
from collections import Counter
from collections.abc import Callable
from itertools import combinations

import pyarrow.parquet as pq
import pytest

from crossroad_desktop.errors import NotFoundError, OutputError, ParameterError
from crossroad_desktop.pipeline.locus_tables import STATES
from crossroad_desktop.results import plots_trees
from crossroad_desktop.results.allele_cells import read_allele_cells
from crossroad_desktop.results.filters import Filters
from crossroad_desktop.results.folder import ResultFolder
from crossroad_desktop.results.genome_tree import MOST_GENOMES, read_tree
from tests.comparison import literal

from .catalogue import LONG_MOTIF, PlainCells
from .conftest import Finished, Row
from .plain import class_of, read

FILTERS = [
    Filters(),
    Filters(category=["I", "IIb"]),
    Filters(genome=["SIM0001", "SIM0004", "SIM0006"]),
    Filters(genome=["SIM0005"]),
    Filters(gene=["gene002"]),
    Filters(gene=["gene001", "gene004"], year_from=2018),
    Filters(motif_class=["ATC", class_of(LONG_MOTIF)]),
    Filters(motif_length=[1, 9]),
    Filters(repeat_from=6, repeat_to=9),
    Filters(repeat_to=0, category=["I"]),
    Filters(metadata=[["country", "Germany", "Nigeria"]], repeat_from=12),
]


@pytest.fixture(params=FILTERS, ids=lambda filters: str(filters)[8:60])
def cells(request: pytest.FixtureRequest, catalogue: Finished) -> tuple[Filters, PlainCells]:
    return request.param, PlainCells(catalogue, request.param)


def known(genome: Row) -> Row:
    """What figures say of a genome."""
    category, country, year = genome["of"]
    return {
        "genomeID": genome["genomeID"], "category": category, "group": country, "year": year,
    }  # fmt: skip


def diversity(observed: list[int]) -> Row:
    return {
        "alleles": len(set(observed)),
        "min": min(observed, default=None),
        "max": max(observed, default=None),
        "modal": literal.modal_repeat(observed) if observed else None,
        "heterozygosity": literal.heterozygosity(observed),
        "PIC": literal.polymorphism_information(observed),
        "Shannon": literal.shannon_index(observed),
    }


def assert_same(found: list[Row], expected: list[Row]) -> None:
    assert len(found) == len(expected)
    for ours, theirs in zip(found, expected, strict=True):
        assert set(ours) == set(theirs)
        for name, value in theirs.items():
            if isinstance(value, str) or value is None:
                assert ours[name] == value, (name, ours)
            else:
                assert ours[name] == pytest.approx(float(value), abs=1e-9), (name, ours)


def test_loci_are_those_of_the_genomes_left(
    catalogue: Finished, cells: tuple[Filters, PlainCells]
) -> None:
    filters, plain = cells
    expected = []
    for locus in plain.loci:
        name = locus["locus_id"]
        states = Counter(plain.states(name))
        observed = plain.observed(name)
        kept = (
            "locus_id", "motif_class", "motif", "motif_length", "gene", "gene_before",
            "distance_before", "gene_after", "distance_after", "genomeID", "start", "end",
        )  # fmt: skip
        expected.append(
            {column: locus[column] for column in kept}
            | {"genomes": len(plain.genomes)}
            | {f"genomes_{state}": states[state] for state in STATES}
            | diversity(observed)
            | {
                "conserved": states["typed"] == len(plain.genomes),
                "polymorphic": len(set(observed)) > 1,
                "allele_sizes": " ".join(
                    f"{size}:{count}" for size, count in sorted(Counter(observed).items())
                ),
            }
        )
    assert_same(read(catalogue, "loci", filters), expected)


def test_diversity_is_measured_in_all_genomes_and_in_each_group(
    catalogue: Finished, cells: tuple[Filters, PlainCells]
) -> None:
    filters, plain = cells
    groups: dict[str, list[str]] = {}
    for genome in plain.genomes.values():
        groups.setdefault(genome["category"], []).append(genome["genomeID"])
    expected = []
    for locus in plain.loci:
        for group, members in [(None, list(plain.genomes)), *sorted(groups.items())]:
            observed = plain.observed(locus["locus_id"], members)
            kept = ("locus_id", "motif_class", "motif_length", "gene")
            expected.append(
                {column: locus[column] for column in kept}
                | {"group": group, "genomes": len(observed)}
                | diversity(observed)
            )
    assert_same(read(catalogue, "locus_diversity", filters, by="category"), expected)


@pytest.mark.parametrize("show", ["polymorphic", "all"])
@pytest.mark.parametrize("order", ["position", "heterozygosity", "alleles"])
@pytest.mark.parametrize("most", [2, 250])
def test_the_matrix_has_the_most_variable_loci_in_the_order_asked_for(
    catalogue: Finished, cells: tuple[Filters, PlainCells], show: str, order: str, most: int
) -> None:
    filters, plain = cells
    observed = {locus["locus_id"]: plain.observed(locus["locus_id"]) for locus in plain.loci}
    shown = [name for name in observed if show == "all" or len(set(observed[name])) > 1]

    def varies(name: str) -> float:
        if order == "alleles":
            return len(set(observed[name]))
        return float(literal.heterozygosity(observed[name]) or 0)

    chosen = sorted(shown, key=lambda name: -varies(name))[:most]
    chosen = [name for name in observed if name in chosen] if order == "position" else chosen
    by_name = {locus["locus_id"]: locus for locus in plain.loci}
    expected = [
        known(genome)
        | {
            "locus_id": name,
            "motif_class": by_name[name]["motif_class"],
            "gene": by_name[name]["gene"],
            "state": plain.state(name, genome["genomeID"]),
            "repeat": plain.single(name, genome["genomeID"]),
            "repeats": "/".join(map(str, plain.numbers(name, genome["genomeID"]))) or None,
        }
        for genome in plain.genomes.values()
        for name in chosen
    ]
    options = {"show": show, "order": order, "loci": str(most)}
    assert read(catalogue, "allele_matrix", filters, **options) == expected


@pytest.mark.parametrize("locus", ["L1_ATC", "L3_AATGTATAT", "L6_C"])
def test_a_locus_is_shown_in_all_genomes_whatever_filters_say_of_motifs(
    catalogue: Finished, cells: tuple[Filters, PlainCells], locus: str
) -> None:
    filters, plain = cells
    bases = {
        (row["genomeID"], row["start"]): row
        for row in pq.read_table(
            catalogue.output / "parquet" / "allele_sequences.parquet"
        ).to_pylist()
        if row["locus_id"] == locus
    }
    expected = []
    for genome in plain.genomes.values():
        for place in plain.places[locus, genome["genomeID"]]:
            of_place = bases.get((genome["genomeID"], place["start"]), {})
            kept = ("state", "repeat", "length_bp", "start", "end", "strand")
            expected.append(
                known(genome)
                | {name: place[name] for name in kept}
                | {name: of_place.get(name) for name in ("left_flank", "tract", "right_flank")}
            )
    assert read(catalogue, "alleles", filters, locus=locus) == expected


def test_without_a_name_it_is_the_first_locus(catalogue: Finished) -> None:
    first = read(catalogue, "alleles", Filters(), locus="L0_AT")
    assert read(catalogue, "alleles", Filters()) == first


def test_alleles_without_kept_bases_have_none(
    catalogue: Finished, copy_of: Callable[[Finished], Finished]
) -> None:
    other = copy_of(catalogue)
    (other.output / "parquet" / "allele_sequences.parquet").unlink()
    rows = read(other, "alleles", Filters(), locus="L0_AT")
    assert {row["tract"] for row in rows} == {None}
    assert {row["repeat"] for row in rows} >= {7, 8, 9}


def test_an_unknown_locus_is_told(catalogue: Finished) -> None:
    with pytest.raises(ParameterError, match=r"locus is 'nowhere'.*loci\.tsv"):
        read(catalogue, "alleles", Filters(), locus="nowhere")


def test_orientation_is_told_of_the_genomes_left(
    catalogue: Finished, cells: tuple[Filters, PlainCells]
) -> None:
    filters, plain = cells
    rows = {row["genomeID"]: row for row in catalogue.rows("orientation")}
    expected = [known(genome) | rows[genome["genomeID"]] for genome in plain.genomes.values()]
    assert read(catalogue, "orientation", filters) == expected


@pytest.mark.parametrize("measure", ["alleles", "stepwise"])
def test_every_pair_of_genomes_has_a_distance(
    catalogue: Finished, cells: tuple[Filters, PlainCells], measure: str
) -> None:
    filters, plain = cells
    rows = {
        genome: [plain.single(locus["locus_id"], genome) for locus in plain.loci]
        for genome in plain.genomes
    }
    expected = []
    for first, second in combinations(plain.genomes, 2):
        weights = [1] * len(plain.loci)
        apart, loci = literal.distance(rows[first], rows[second], measure, weights)
        expected.append({"genome_1": first, "genome_2": second, "distance": apart, "loci": loci})
    assert_same(read(catalogue, "genome_distance", filters, measure=measure), expected)


@pytest.mark.parametrize("measure", ["alleles", "stepwise"])
def test_the_tree_has_the_genomes_as_leaves_and_their_lengths_add_up(
    catalogue: Finished, measure: str
) -> None:
    filters = Filters(motif_length=[1, 2, 3])
    rows = read(catalogue, "genome_tree", filters, measure=measure, by="category")
    plain = PlainCells(catalogue, filters)
    assert [row["node"] for row in rows] == list(range(len(rows)))
    assert {row["genomeID"] for row in rows} - {None} == set(plain.genomes)
    root, *others = rows
    assert (root["parent"], root["length"], root["distance"]) == (None, 0, 0)
    for row in others:
        parent = rows[row["parent"]]
        assert row["distance"] == pytest.approx(parent["distance"] + row["length"])
        assert (row["support"] is None) == (row["genomeID"] is not None)
    leaves = [row for row in rows if row["genomeID"] is not None]
    assert [row["leaf"] for row in leaves] == list(range(len(leaves)))
    for row in leaves:
        genome = plain.genomes[row["genomeID"]]
        assert (row["category"], row["year"]) == (genome["category"], genome["year"])
        assert row["group"] == row["category"]


def test_a_tree_without_bootstrap_has_no_support(catalogue: Finished) -> None:
    rows = read(catalogue, "genome_tree", Filters(), bootstrap="0")
    assert {row["support"] for row in rows} == {None}


def test_the_same_cells_have_the_very_same_tree(catalogue: Finished) -> None:
    folder = ResultFolder(catalogue.output)
    everything = read_allele_cells(folder, Filters())
    again = read_allele_cells(folder, Filters(genome=everything.genome_ids))
    assert read_tree(everything, "alleles", 20) is read_tree(again, "alleles", 20)
    assert read_tree(again, "alleles", 20) is not read_tree(again, "stepwise", 20)


def test_a_tree_of_two_genomes_is_refused(catalogue: Finished) -> None:
    with pytest.raises(ParameterError, match=r"at least 3 genomes; the filters leave 2\."):
        read(catalogue, "genome_tree", Filters(genome=["SIM0001", "SIM0004"]))


def test_a_tree_of_genomes_that_share_no_locus_names_them(catalogue: Finished) -> None:
    plain = PlainCells(catalogue, Filters(motif_class=["C"]))
    without = [name for name in plain.genomes if plain.single("L6_C", name) is None]
    assert without
    with pytest.raises(ParameterError, match=rf"share no locus.*Leave out.*{without[0]}"):
        read(catalogue, "genome_tree", Filters(motif_class=["C"]))


def test_a_tree_without_loci_says_so(catalogue: Finished) -> None:
    with pytest.raises(ParameterError, match=r"needs loci .* the filters leave none"):
        read(catalogue, "genome_tree", Filters(motif_length=[4]))


def test_more_genomes_than_can_be_shown_are_refused(
    catalogue: Finished, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plots_trees, "MOST_COMPARED", 7)
    with pytest.raises(ParameterError, match="compares 7 genomes at most; this result has 8"):
        read(catalogue, "genome_distance", Filters())
    monkeypatch.setattr("crossroad_desktop.results.genome_tree.MOST_GENOMES", 7)
    with pytest.raises(ParameterError, match="can have 7 genomes; this result has 8"):
        read(catalogue, "genome_tree", Filters())
    assert MOST_GENOMES == 1000


@pytest.mark.parametrize(
    "key", ["loci", "alleles", "allele_matrix", "locus_diversity", "genome_distance", "genome_tree"]
)
def test_a_run_without_loci_says_how_to_get_them(without_catalogue: Finished, key: str) -> None:
    with pytest.raises(NotFoundError, match="run the analysis again with loci switched on"):
        read(without_catalogue, key, Filters())


def test_a_filter_of_genes_needs_genes(
    catalogue: Finished, copy_of: Callable[[Finished], Finished]
) -> None:
    other = copy_of(catalogue)
    (other.output / "parquet" / "ssr_genecombo.parquet").unlink()
    with pytest.raises(NotFoundError, match="BED"):
        read(other, "loci", Filters(gene=["gene001"]))


def test_places_are_found_by_their_cell(catalogue: Finished) -> None:
    cells = read_allele_cells(ResultFolder(catalogue.output), Filters())
    plain = PlainCells(catalogue, Filters())
    assert cells.genome_ids == list(plain.genomes)
    for genome, name in enumerate(cells.genome_ids):
        for locus, locus_id in enumerate(cells.locus_ids):
            rows = cells.places_of(genome, locus)
            expected = [r for r in plain.places[locus_id, name] if r["repeat"] is not None]
            for column in ("repeat", "length_bp", "start", "end"):
                found = getattr(cells.places, column)[rows].tolist()
                assert found == [row[column] for row in expected]
            forward = cells.places.is_forward[rows].tolist()
            assert forward == [row["strand"] == "+" for row in expected]


def test_a_motif_class_that_is_none_is_refused(catalogue: Finished) -> None:
    for name in (LONG_MOTIF, "ATCATCATC", "AAN", "", "A" * 101):
        with pytest.raises(ParameterError, match="is not a motif class"):
            read(catalogue, "loci", Filters(motif_class=[name]))


def test_heterozygosity_of_one_observation_is_not_known(catalogue: Finished) -> None:
    rows = read(catalogue, "loci", Filters(genome=["SIM0001"]))
    assert {row["heterozygosity"] for row in rows if row["alleles"] == 1} == {None}
    assert not any(isinstance(value, float) and math.isnan(value)
                   for row in rows for value in row.values())  # fmt: skip


@pytest.mark.parametrize("table", ["loci", "alleles", "allele_sequences"])
@pytest.mark.parametrize("key", ["alleles", "allele_matrix"])
def test_a_damaged_table_is_told(
    catalogue: Finished, copy_of: Callable[[Finished], Finished], table: str, key: str
) -> None:
    if (table, key) == ("allele_sequences", "allele_matrix"):
        pytest.skip("a matrix shows no bases")
    other = copy_of(catalogue)
    (other.output / "parquet" / f"{table}.parquet").write_bytes(b"PAR1 no more")
    with pytest.raises(OutputError, match="damaged; run the analysis again"):
        read(other, key, Filters())
