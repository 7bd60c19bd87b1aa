"""Each aggregate against a second computation in plain Python."""

from collections import Counter, defaultdict
from typing import Any

import pytest

from crossroad_desktop.pipeline.motifs import motif_table
from crossroad_desktop.results.filters import Filters

from .conftest import Finished
from .plain import FILTERS, Plain, class_of, keys_of, read


@pytest.fixture(params=FILTERS, ids=lambda filters: str(filters)[8:60])
def plain(request: pytest.FixtureRequest, run: Finished) -> Plain:
    return Plain(run, request.param)


def test_genomes_by_group(run: Finished, plain: Plain) -> None:
    counts = Counter(genome["of"][:2] for genome in plain.genomes.values())
    rows = read(run, "category_sankey", plain.filters)
    assert {(r["x_group"], r["y_group"]): r["genomes"] for r in rows} == counts
    years = Counter(str(genome["of"][2]) for genome in plain.genomes.values())
    rows = read(run, "category_sankey", plain.filters, x="year", y="year")
    assert {r["x_group"]: r["genomes"] for r in rows} == years


def test_gc(run: Finished, plain: Plain) -> None:
    rows = read(run, "ssr_gc", plain.filters)
    assert [r["genomeID"] for r in rows] == list(plain.genomes)
    for row in rows:
        ssrs = [r for r in plain.ssrs if r["genomeID"] == row["genomeID"]]
        bp = sum(r["length_of_ssr"] for r in ssrs)
        genome = plain.genomes[row["genomeID"]]
        assert (row["ssrs"], row["ssr_bp"]) == (len(ssrs), bp)
        assert row["genome_GC_per"] == genome["genome_GC_per"]
        weighted = sum(r["GC_per"] * r["length_of_ssr"] for r in ssrs) / bp if bp else None
        assert row["ssr_GC_per"] == pytest.approx(weighted)
        assert row["ssrs_per_Mb"] == pytest.approx(len(ssrs) * 1e6 / genome["length_genome"])


@pytest.mark.parametrize(
    ("key", "rate"),
    [("relative_abundance", "ssrs_per_Mb"), ("repeat_distribution", "ssr_bp_per_Mb")],
)
def test_density(run: Finished, plain: Plain, key: str, rate: str) -> None:
    sums: Counter[tuple[str, int]] = Counter()
    for ssr in plain.ssrs:
        weight = 1 if key == "relative_abundance" else ssr["length_of_ssr"]
        sums[ssr["genomeID"], ssr["length_of_motif"]] += weight
    lengths = plain.filters.motif_length or range(1, 7)
    if plain.filters.motif_class:
        lengths = sorted({len(name) for name in plain.filters.motif_class})
    rows = read(run, key, plain.filters)
    assert [(r["genomeID"], r["motif_length"]) for r in rows] == [
        (genome, length) for genome in plain.genomes for length in lengths
    ]
    for row in rows:
        expected = sums[row["genomeID"], row["motif_length"]] * 1e6 / row["length_genome"]
        assert row[rate] == pytest.approx(expected)


@pytest.mark.parametrize("key", ["ssr", "motif", "motif_class"])
def test_conservation(run: Finished, plain: Plain, key: str) -> None:
    carriers = defaultdict(set)
    for row in plain.ssrs:
        carriers[keys_of(row, key)].add(row["genomeID"])
    expected = Counter(map(len, carriers.values()))
    for plot in ("ssr_conservation", "motif_conservation"):
        rows = read(run, plot, plain.filters, key=key)
        assert {r["genomes"]: r["keys"] for r in rows} == expected
        for row in rows:
            total = len(plain.genomes)
            shared = "unique" if row["genomes"] == 1 else "shared"
            assert row["conservation"] == ("conserved" if row["genomes"] == total else shared)
            assert row["analysed_genomes"] == total


def test_genomes_without_ssrs_count_as_analysed(fasta_only: Finished) -> None:
    rows = read(fasta_only, "ssr_conservation", Filters())
    assert rows == [{"genomes": 1, "keys": 2, "conservation": "unique", "analysed_genomes": 2}]
    assert [r["ssrs"] for r in read(fasta_only, "ssr_gc", Filters())] == [2, 0]


def test_unknown_metadata_is_a_group_of_its_own(fasta_only: Finished) -> None:
    rows = read(fasta_only, "ssr_gc", Filters())
    assert {(r["category"], r["group"], r["year"]) for r in rows} == {
        ("undefined", "undefined", None)
    }


@pytest.mark.parametrize("key", ["ssr", "motif_class"])
@pytest.mark.parametrize("min_share", [0, 50, 100])
def test_upset(run: Finished, plain: Plain, key: str, min_share: int) -> None:
    sizes = Counter(genome["of"][0] for genome in plain.genomes.values())
    carriers = defaultdict(set)
    for row in plain.ssrs:
        carriers[keys_of(row, key), row["category"]].add(row["genomeID"])
    groups_of = defaultdict(set)
    for (name, group), genomes in carriers.items():
        if len(genomes) * 100 >= min_share * sizes[group]:
            groups_of[name].add(group)
    rows = read(run, "upset", plain.filters, key=key, min_share=str(min_share), top="1000")
    totals = {r["group"]: r["keys"] for r in rows if r["intersection"] == 0}
    assert totals == {g: sum(g in groups for groups in groups_of.values()) for g in sizes}
    assert {r["group"]: r["group_genomes"] for r in rows} == sizes
    found = defaultdict(set)
    for row in rows:
        if row["intersection"]:
            found[row["intersection"], row["keys"]].add(row["group"])
    expected = Counter(frozenset(groups) for groups in groups_of.values())
    assert {frozenset(groups): keys for (_, keys), groups in found.items()} == expected
    ordered = [keys for (_, keys) in sorted(found)]
    assert ordered == sorted(ordered, reverse=True)


@pytest.mark.parametrize("top", [3, 501])
def test_matrix(run: Finished, plain: Plain, top: int) -> None:
    totals = Counter(row["class"] for row in plain.ssrs)
    shown = sorted(totals, key=lambda name: (-totals[name], name))[:top]
    cells = Counter((r["genomeID"], r["class"]) for r in plain.ssrs if r["class"] in shown)
    rows = read(run, "motif_distribution", plain.filters, top=str(top))
    assert {(r["genomeID"], r["motif_class"]): r["ssrs"] for r in rows} == cells


def test_years(run: Finished, plain: Plain) -> None:
    carriers = Counter(
        (gene, motif_class, plain.genomes[genome]["of"][2], max(repeats))
        for (genome, gene, motif_class), repeats in plain.alleles().items()
    )
    rows = read(run, "temporal_faceted_scatter", plain.filters)
    found = {(r["gene"], r["motif_class"], r["year"], r["repeat"]): r["genomes"] for r in rows}
    assert found == carriers


def test_alleles(run: Finished, plain: Plain) -> None:
    alleles = plain.alleles()
    rows = read(run, "gene_motif_dot_plot", plain.filters, top="500")
    found = {(r["genomeID"], r["gene"], r["motif_class"]): (r["repeat"], r["ssrs"]) for r in rows}
    assert found == {key: (max(repeats), len(repeats)) for key, repeats in alleles.items()}
    reference = {key[1:]: max(n) for key, n in Plain(run, Filters()).alleles().items()
                 if key[0] == "SIM0002"}  # fmt: skip
    assert all(r["reference_repeat"] == reference.get((r["gene"], r["motif_class"])) for r in rows)
    assert all(r["year"] == plain.genomes[r["genomeID"]]["of"][2] for r in rows)
    carriers = defaultdict(list)
    for (genome, *column), repeats in alleles.items():
        carriers[*column, max(repeats)].append(plain.genomes[genome]["of"][2])
    rows = read(run, "hotspot_alleles", plain.filters)
    assert {(r["gene"], r["motif_class"], r["repeat"]) for r in rows} == set(carriers)
    for row in rows:
        years = carriers[row["gene"], row["motif_class"], row["repeat"]]
        assert (row["genomes"], row["least_year"], row["largest_year"]) == (
            len(years), min(years), max(years))  # fmt: skip
        assert row["reference_repeat"] == reference.get((row["gene"], row["motif_class"]))


def test_deviating_genomes(run: Finished, plain: Plain) -> None:
    alleles = {key: max(repeats) for key, repeats in plain.alleles().items()}
    frequencies: dict[Any, Counter[int]] = defaultdict(Counter)
    for (_, *column), repeat in alleles.items():
        frequencies[tuple(column)][repeat] += 1
    modal = {k: min(n, key=lambda r, n=n: (-n[r], r)) for k, n in frequencies.items()}  # type: ignore[misc]
    deviates: dict[Any, bool] = defaultdict(bool)
    for (genome, gene, motif_class), repeat in alleles.items():
        deviates[gene, genome] |= repeat != modal[gene, motif_class]
    expected = defaultdict(list)
    for (gene, genome), value in deviates.items():
        expected[gene, plain.genomes[genome]["of"][1]].append(value)
    sizes = Counter(genome["of"][1] for genome in plain.genomes.values())
    rows = read(run, "hotspot_genes_by_group", plain.filters)
    assert len(rows) == len(expected)
    for row in rows:
        values = expected[row["gene"], row["group"]]
        size = sizes[row["group"]]
        assert (row["genomes_with_ssr"], row["deviating_genomes"]) == (len(values), sum(values))
        assert row["group_genomes"] == size
        assert row["deviating_per"] == pytest.approx(100 * sum(values) / size)


def test_genes(run: Finished, plain: Plain) -> None:
    copies = {(r["genomeID"], r["gene"], r["start2"], r["end2"]) for r in run.rows("ssr_genecombo")}
    copies |= {(r["genomeID"], r["gene"], r["start"], r["end"]) for r in run.rows("genes_non_ssr")}
    copies = {copy for copy in copies if copy[0] in plain.genomes}
    counts = Counter((r["gene"], r["ssr_position"]) for r in plain.pairs)
    rows = read(run, "gene_ssrs", plain.filters)
    assert {(r["gene"], r["ssr_position"]): r["ssrs"] for r in rows} == counts
    for row in rows:
        of_gene: list[Any] = [copy for copy in copies if copy[1] == row["gene"]]
        genomes = len({copy[0] for copy in of_gene})
        length = sum(copy[3] - copy[2] for copy in of_gene) / len(of_gene)
        with_ssr = {r["genomeID"] for r in plain.pairs if r["gene"] == row["gene"]}
        assert row["genomes_with_gene"] == genomes
        assert row["genomes_with_any_ssr"] == len(with_ssr)
        assert row["gene_length"] == pytest.approx(length)
        assert row["ssrs_per_genome_kb"] == pytest.approx(row["ssrs"] / genomes / length * 1000)


def test_reference(run: Finished) -> None:
    rows = read(run, "reference_ssr_distribution", Filters())
    ssrs = {(r["start"], r["end"], r["motif"]) for r in rows if r["kind"] == "ssr"}
    expected = {(r["start"], r["stop"], r["motif"])
                for r in run.rows("mergedOut") if r["genomeID"] == "SIM0002"}  # fmt: skip
    assert ssrs == expected
    inside = {(r["start1"], r["motif"], r["gene"])
              for r in run.rows("ssr_genecombo") if r["genomeID"] == "SIM0002"}  # fmt: skip
    assert {(r["start"], r["motif"], r["gene"]) for r in rows if r["gene"] and r["motif"]} == inside
    assert all((r["gene"] is None) == (r["ssr_position"] == "intergenic") for r in rows)
    hotspots = Plain(run, Filters()).hotspots
    genes = {gene for gene, _ in hotspots}
    assert {r["is_polymorphic"] for r in rows} == {True, False}
    for row in rows:
        is_hotspot = (row["gene"], row["motif_class"]) in hotspots
        is_gene = row["kind"] == "gene"
        assert row["is_polymorphic"] == (row["gene"] in genes if is_gene else is_hotspot)
        assert row["strand"] is None
    other = read(run, "reference_ssr_distribution", Filters(genome=["SIM0001"]))
    assert other
    assert other != rows


def test_the_class_of_a_motif_is_that_of_the_pipeline() -> None:
    table = motif_table()
    for code, text in enumerate(table.texts):
        assert class_of(text) == table.texts[table.class_codes[code]]
