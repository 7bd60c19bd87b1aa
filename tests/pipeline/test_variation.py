"""Variation and hotspots against a second implementation that works on rows of text."""

import csv
import random
from collections import defaultdict
from pathlib import Path

import pytest

from crossroad_desktop.pipeline.motifs import list_rotations

from .conftest import Bench, Run

_Row = dict[str, str]


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("reference", [None, "g3"])
def test_variation_and_hotspots_follow_the_written_rules(
    bench: Bench, seed: int, reference: str | None
) -> None:
    fasta, categories, genes = _varied_genomes(random.Random(seed))
    run = bench.run(fasta, categories, genes, reference_id=reference, min_genome_count=1 + seed % 2)
    pairs = _read(run, "main/ssr_genecombo.tsv")
    compared = _difference(pairs, reference) if reference else pairs
    if reference:
        assert _read(run, "main/ref_ssr_genecombo.csv") == compared
    groups = _groups(compared)
    assert _read(run, "intrim/all_variations.csv") == groups
    assert len(groups) > 5
    expected = _hotspots(groups, len({row["genomeID"] for row in pairs}), 1 + seed % 2)
    for path, rows in expected.items():
        assert _read(run, path) == rows, path
    hot = {
        (row["motif"], row["gene"], genome_id)
        for row in expected["intrim/mh_tmp.csv"]
        for genome_id in row["genomeID"].split(": ")
    }
    assert _read(run, "main/hssr_data.csv") == [
        row for row in pairs if (row["motif"], row["gene"], row["genomeID"]) in hot
    ]


def test_the_simulated_sets_do_vary(bench: Bench) -> None:
    # Otherwise the comparison above would compare empty tables.
    sizes = defaultdict(int)
    for seed in range(6):
        fasta, categories, genes = _varied_genomes(random.Random(seed))
        run = bench.run(fasta, categories, genes)
        for name in ("cyclical_variation", "repeatvariation", "hotspot_single_matches"):
            sizes[name] += len(_read(run, f"intrim/{name}.csv"))
    assert all(size > 5 for size in sizes.values()), sizes


def test_gene_lines_that_stand_twice_count_once_in_the_difference(bench: Bench) -> None:
    genome = "CGTCGATCGC" + "A" * 12 + "GCTAGCTTCG"
    genes = "r\t0\t30\tgene1\nr\t0\t30\tgene1\nr\t1\t30\tgene1\n"
    run = bench.run({"r": genome}, genes=genes, reference_id="r")
    assert len(_read(run, "main/ssr_genecombo.tsv")) == 3
    assert [row["start2"] for row in _read(run, "main/ref_ssr_genecombo.csv")] == ["0", "1"]


def test_limits_of_hotspots_are_exclusive(bench: Bench) -> None:
    genomes = {f"g{n}": "CG" + "A" * (12 + n) + "CG" for n in range(3)}
    genes = "".join(f"g{n}\t0\t15\tgene1\n" for n in range(3))
    for repeat_limit, genome_limit, count in ((2, 2, 1), (3, 2, 0), (2, 3, 0), (0, 0, 1)):
        run = bench.run(
            genomes, genes=genes, min_repeat_count=repeat_limit, min_genome_count=genome_limit
        )
        assert run.summary.hotspots == count


def _varied_genomes(chooser: random.Random) -> tuple[dict[str, str], str, str]:
    """Genomes with the same genes, repeats of varying length and phase in them."""
    motifs = [chooser.choice(["A", "AC", "ATC", "GATA", "CAGATA", "TTG"]) for _ in range(8)]
    genomes, categories, genes = {}, "genomeID\tcategory\thost\tyear\n", ""
    for number in range(6):
        name, sequence = f"g{number}", ""
        for place, motif in enumerate(motifs):
            least = {1: 12, 2: 6, 3: 4, 4: 3, 6: 2}[len(motif)]
            turn = chooser.randrange(len(motif))
            turned = motif[turn:] + motif[:turn]
            start = len(sequence)
            count = least + chooser.choice([-1, 0, 0, 1, 2])
            sequence += f"CGTCG{'T' if motif == 'A' else ''}{turned * count}NGCTAGC"
            genes += f"{name}\t{start + chooser.randrange(9)}\t{len(sequence)}\tgene{place % 4}\n"
        genomes[name] = sequence.replace("N", "GC")
        host = chooser.choice(["mouse", "NA", "bat"])
        categories += f"{name}\t{chooser.choice('IV')}\t{host}\t{chooser.choice([2001, 2002])}\n"
    return genomes, categories, genes


def _read(run: Run, path: str) -> list[_Row]:
    delimiter = "," if Path(path).suffix == ".csv" else "\t"
    with (run.output / path).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=delimiter))


def _difference(pairs: list[_Row], reference: str) -> list[_Row]:
    of_reference = [row for row in pairs if row["genomeID"] == reference]
    known = {(row["gene"], row["loci"]) for row in of_reference}
    others = [row for row in pairs if (row["gene"], row["loci"]) not in known]
    distinct = {tuple(row.values()): row for row in [*of_reference, *others]}
    return sorted(distinct.values(), key=lambda row: (row["gene"], row["loci"]))


def _groups(pairs: list[_Row]) -> list[_Row]:
    members = defaultdict(list)
    for row in pairs:
        members[row["motif"], row["gene"]].append(row)
    fields = ["genomeID", "repeat", "length_of_motif", "loci", "length_of_ssr", "category",
              "year", "ssr_position", "host"]  # fmt: skip
    groups = []
    for (motif, gene), rows in sorted(members.items()):
        values = {field: list(dict.fromkeys(row[field] for row in rows)) for field in fields}
        groups.append(
            {
                "motif": motif,
                "gene": gene,
                **{field: ": ".join(distinct) for field, distinct in values.items()},
                "repeat_count": str(len(values["repeat"])),
                "genomeID_count": str(len(values["genomeID"])),
            }
        )
    return groups


def _hotspots(groups: list[_Row], total: int, genome_limit: int) -> dict[str, list[_Row]]:
    families = defaultdict(list)
    for row in groups:
        families[_family(row)].append(row)
    varying = [
        row
        for row in groups
        if int(row["genomeID_count"]) > genome_limit and int(row["repeat_count"]) > 1
    ]
    turned = [row for row in groups if len(families[_family(row)]) >= 2]
    cyclical = [
        row
        for row in turned
        if sum(int(other["genomeID_count"]) for other in families[_family(row)]) <= total
    ]
    varying_families = {_family(row) for row in varying}
    single = [row for row in turned if _family(row) in varying_families]
    hotspots = single + [row for row in varying if row not in single]
    kept = ("motif", "gene", "length_of_motif", "loci", "length_of_ssr", "repeat_count",
            "genomeID_count")  # fmt: skip
    return {
        "intrim/cyclical_variation.csv": [_with_rotations(row) for row in cyclical],
        "intrim/repeatvariation.csv": [_with_rotations(row) for row in varying],
        "intrim/hotspot_single_matches.csv": [_with_rotations(row) for row in single],
        "intrim/mh_tmp.csv": hotspots,
        "main/mutational_hotspot.csv": [{name: row[name] for name in kept} for row in hotspots],
    }


def _family(row: _Row) -> tuple[str, str]:
    return row["gene"], list_rotations(row["motif"])[0]


def _with_rotations(row: _Row) -> _Row:
    rotations = ", ".join(list_rotations(row["motif"]))
    return {**row, "motif_variations": rotations, "concat_column": f"{row['gene']}_{rotations}"}
