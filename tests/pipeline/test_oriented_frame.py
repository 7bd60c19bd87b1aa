"""Results do not depend on the strand on which genomes are written."""

import gzip
import json
import os
import random
import threading
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crossroad_desktop.pipeline.annotations import Genes
from crossroad_desktop.pipeline.fasta import read_genomes
from crossroad_desktop.pipeline.input_file import InputFile
from crossroad_desktop.pipeline.inputs import InputFiles
from crossroad_desktop.pipeline.oriented_frame import mirror_genes, mirror_ssrs
from crossroad_desktop.pipeline.parameters import AnalysisParameters
from crossroad_desktop.pipeline.run import analyze
from crossroad_desktop.pipeline.ssr import find_ssrs

from .conftest import Bench, Run

_COMPLEMENT: Final = str.maketrans("ACGTacgt", "TGCAtgca")
_OF_STRANDS: Final = {"main/orientation.tsv", "parquet/orientation.parquet"}
_AS_WRITTEN: Final = "intrim/clean_genome.fa"
_EVERYTHING: Final = AnalysisParameters(
    unfair=100_000, flanks=True, keep_intermediate=True, minisatellites=True
)


def reverse(sequence: str) -> str:
    return sequence.translate(_COMPLEMENT)[::-1]


def statuses(run: Run) -> dict[str, str]:
    return {row["genomeID"]: row["status"] for row in run.rows("main/orientation.tsv")}


@dataclass(frozen=True)
class GenomeSet:
    """Genomes by id, the rows of their BED file, and their categories."""

    genomes: dict[str, str]
    genes: list[list[str]]
    categories: Path | None = None

    def turned(self, ids: Collection[str]) -> "GenomeSet":
        """The set with these genomes, and their genes, written from the other strand."""
        genomes = {
            name: reverse(text) if name in ids else text for name, text in self.genomes.items()
        }
        return GenomeSet(genomes, [self._turn(row, ids) for row in self.genes], self.categories)

    def run(self, folder: Path, parameters: AnalysisParameters) -> Run:
        folder.mkdir()
        fasta, bed = folder / "genomes.fa", folder / "genes.bed"
        fasta.write_text("".join(f">{name}\n{text}\n" for name, text in self.genomes.items()))
        bed.write_text("".join("\t".join(row) + "\n" for row in self.genes))
        files = InputFiles(fasta, self.categories, bed if self.genes else None)
        return Run(folder / "output", analyze(files, parameters, folder / "output"))

    def _turn(self, row: list[str], ids: Collection[str]) -> list[str]:
        name, start, end, *rest = row
        if name not in ids or name not in self.genomes:
            return row
        length = len(self.genomes[name])
        return [name, str(length - int(end)), str(length - int(start)), *rest]


def read_set(fasta: Path) -> GenomeSet:
    """A real data set; its BED and categories lie beside the FASTA."""
    data = fasta.read_bytes()
    text = (gzip.decompress(data) if fasta.suffix == ".gz" else data).decode()
    records = [record.split("\n", 1) for record in text.split(">")[1:]]
    stem = fasta.name.split(".")[0]
    bed = fasta.with_name(f"{stem}.genes.bed")
    return GenomeSet(
        {head.split()[0]: body.replace("\n", "") for head, body in records},
        [line.split("\t") for line in bed.read_text().splitlines()],
        fasta.with_name(f"{stem}.categories.tsv"),
    )


def differing_files(run: Run, other: Run) -> list[str]:
    """Files that are not the same in both, but for those that tell how genomes are written."""
    files, others = run.files(), other.files()
    names = (files.keys() | others.keys()) - _OF_STRANDS - {_AS_WRITTEN}
    return sorted(name for name in names if files.get(name) != others.get(name))


@pytest.mark.slow
@pytest.mark.timeout(1800)
@pytest.mark.parametrize(
    ("file", "reference", "subsets"),
    [
        ("mpox/mpox.fa.gz", "NC_063383.1", 20),
        ("small/mpoxslice.fa", None, 20),
        ("small/zika.fa", "KX447509", 20),
        ("second/mumps.fa", None, 20),
        ("bacteria/ecoli_pair.fa.gz", None, 1),
    ],
)
def test_every_table_of_a_turned_set_equals_that_of_the_set(
    shared_data: Path, tmp_path: Path, file: str, reference: str | None, subsets: int
) -> None:
    real = read_set(shared_data / file)
    parameters = AnalysisParameters(
        unfair=100_000, flanks=True, keep_intermediate=True, reference_id=reference
    )
    expected = real.run(tmp_path / "as_written", parameters)
    others = [name for name in real.genomes if name != expected.summary.anchor]
    for seed in range(subsets):
        chance = random.Random(seed)
        turned = set(chance.sample(others, chance.randint(1, len(others))))
        run = real.turned(turned).run(tmp_path / str(seed), parameters)
        assert {name for name, status in statuses(run).items() if status == "reversed"} == turned
        assert differing_files(run, expected) == []


def test_tables_do_not_depend_on_how_genomes_are_written(tmp_path: Path) -> None:
    made = _made_set(genomes=8, seed=3)
    expected = made.run(tmp_path / "as_written", _EVERYTHING)
    run = made.turned({"g1", "g4", "g5", "g7"}).run(tmp_path / "turned", _EVERYTHING)

    assert len(expected.rows("intrim/reformatted.tsv")) > 100
    assert len(expected.rows("main/ssr_genecombo.tsv")) > 20
    assert run.summary.flipped_genomes == 4
    assert differing_files(run, expected) == []
    assert run.text("main/orientation.tsv") != expected.text("main/orientation.tsv")


def test_a_set_on_one_strand_is_the_same_with_auto_and_off(tmp_path: Path) -> None:
    made = _made_set(genomes=6, seed=4)
    auto = made.run(tmp_path / "auto", _EVERYTHING)
    off = made.run(tmp_path / "off", _with(_EVERYTHING, orient="off"))

    assert set(statuses(auto).values()) == {"anchor", "forward"}
    assert differing_files(auto, off) == []
    assert auto.files().keys() - off.files().keys() == _OF_STRANDS
    assert off.summary.flipped_genomes is off.summary.anchor is None


@pytest.mark.slow
def test_real_sets_on_one_strand_are_the_same_with_auto_and_off(
    shared_data: Path, tmp_path: Path
) -> None:
    for file in ("small/zika.fa", "second/mumps.fa", "small/mpoxslice.fa"):
        real = read_set(shared_data / file)
        name = Path(file).stem
        auto = real.run(tmp_path / name, _EVERYTHING)
        off = real.run(tmp_path / f"{name}_off", _with(_EVERYTHING, orient="off"))
        assert auto.summary.flipped_genomes == auto.summary.ambiguous_genomes == 0
        assert differing_files(auto, off) == []


def test_genomes_of_another_virus_are_never_turned(shared_data: Path, tmp_path: Path) -> None:
    zika = read_set(shared_data / "small/zika.fa").genomes
    mumps = read_set(shared_data / "second/mumps.fa").genomes
    foreign = dict(list(mumps.items())[:4])
    mixed = GenomeSet({**zika, **foreign}, []).turned([*list(zika)[3:9], list(foreign)[1]])
    run = mixed.run(tmp_path / "run", AnalysisParameters(unfair=100_000, loci=False))

    found = statuses(run)
    assert {name for name, status in found.items() if status == "ambiguous"} == set(foreign)
    assert {name for name, status in found.items() if status == "reversed"} == set(list(zika)[3:9])
    (warning,) = [text for text in run.summary.warnings if "strand" in text]
    assert ", ".join(foreign) in warning


def test_n_and_lower_case_are_no_obstacle(bench: Bench) -> None:
    base = "".join(random.Random(1).choices("ACGT", k=20_000))
    holes = "".join("N" * 100 if i % 5 == 0 else base[i * 100 : i * 100 + 100] for i in range(200))
    genomes = {"a": base, "b": reverse(base).lower(), "c": holes, "d": reverse(holes), "e": base}
    run = bench.run(genomes, unfair=10**6, loci=False)

    assert list(statuses(run).values()) == ["anchor", "reversed", "forward", "reversed", "forward"]


def test_one_genome_is_the_anchor(bench: Bench) -> None:
    run = bench.run({"a": "".join(random.Random(1).choices("ACGT", k=2_000))}, loci=False)

    assert statuses(run) == {"a": "anchor"}
    assert (run.summary.flipped_genomes, run.summary.anchor, run.summary.warnings) == (0, "a", [])


def test_the_anchor_is_the_first_genome_that_passes_the_filter(bench: Bench) -> None:
    base = "".join(random.Random(1).choices("ACGT", k=2_000))
    run = bench.run({"short": "ACGT", "a": reverse(base), "b": base}, min_len=100, loci=False)

    assert statuses(run) == {"a": "anchor", "b": "reversed"}
    found = json.loads(run.text("run.json"))["found"]
    assert (found["anchor"], found["flipped_genomes"], found["ambiguous_genomes"]) == ("a", 1, 0)


def test_kept_genomes_are_turned_and_cleaned_ones_as_written(bench: Bench) -> None:
    base = "".join(random.Random(1).choices("ACGT", k=2_000))
    genomes = {"a": base, "short": "ACGT", "b": reverse(base)}
    run = bench.run(genomes, min_len=100, keep_intermediate=True, loci=False)

    assert run.text("intrim/filtered_genomes.fa") == f">a\n{base}\n>b\n{base}\n"
    assert run.text(_AS_WRITTEN) == f">a\n{base}\n>short\nACGT\n>b\n{reverse(base)}\n"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
@pytest.mark.parametrize("loci", [True, False])
def test_genomes_that_come_through_a_pipe_are_read_once(tmp_path: Path, loci: bool) -> None:
    base, foreign = ("".join(random.Random(seed).choices("ACGT", k=2_000)) for seed in (1, 2))
    pipe = tmp_path / "genomes.fa"
    os.mkfifo(pipe)
    text = f">a\n{base}\n>b\n{foreign}\n>c\n{reverse(base)}\n"
    writer = threading.Thread(target=pipe.write_text, args=(text,))
    writer.start()
    output = tmp_path / "output"
    run = Run(output, analyze(InputFiles(pipe), AnalysisParameters(loci=loci), output))
    writer.join()

    assert statuses(run) == {"a": "anchor", "b": "ambiguous", "c": "reversed"}


@pytest.mark.parametrize("loci", [True, False])
def test_nothing_is_left_of_the_stored_genomes(bench: Bench, loci: bool) -> None:
    base = "".join(random.Random(1).choices("ACGT", k=2_000))
    run = bench.run({"a": base, "b": reverse(base)}, loci=loci)

    assert list(run.output.parent.rglob("*unfinished*")) == []


_BASES = st.text("ACGTN", max_size=60)
_TRACTS = st.builds(
    lambda unit, count, part: (unit * count + unit)[: len(unit) * count + part],
    st.text("ACGT", min_size=1, max_size=6),
    st.integers(2, 14),
    st.integers(0, 5),
)


@settings(deadline=None)
@given(st.lists(st.lists(_BASES | _TRACTS, max_size=6).map("".join), min_size=1, max_size=4))
def test_mirrored_ssrs_are_those_of_the_reverse_complement(
    tmp_path_factory: pytest.TempPathFactory, genomes: list[str]
) -> None:
    folder = tmp_path_factory.mktemp("mirror")
    min_repeats = AnalysisParameters().min_repeats
    is_flipped = np.arange(len(genomes)) % 2 == 0
    ways = []
    for name in ("written", "turned"):
        path = folder / name
        path.write_text(
            "".join(
                f">{number}\n{reverse(text) if name == 'turned' and number % 2 == 0 else text}\n"
                for number, text in enumerate(genomes)
            )
        )
        with InputFile(path) as file:
            (batch,) = read_genomes(file)
        numbers = np.arange(len(genomes), dtype=np.int32)
        ways.append((find_ssrs(batch, numbers, min_repeats, with_flanks=True), batch.lengths))

    (written, lengths), (turned, _) = ways
    mirrored = mirror_ssrs(written, lengths, is_flipped, min_repeats)
    for column in ("genome", "start", "end", "motif", "flanks"):
        np.testing.assert_array_equal(getattr(mirrored, column), getattr(turned, column))


def test_genes_keep_their_order_and_those_beyond_the_end_are_mirrored_too() -> None:
    genes = Genes(
        genome_ids=["b", "nobody", "a"],
        names=["x"],
        genome=np.array([0, 1, 2, 0, 0], np.int32),
        name=np.zeros(5, np.int32),
        start=np.array([10, 10, 10, 95, 0], np.int32),
        end=np.array([30, 30, 30, 120, 100], np.int32),
    )
    found = mirror_genes(genes, ["a", "b"], np.array([100, 100]), np.array([False, True]))

    assert found.start.tolist() == [70, 10, 10, -20, 0]
    assert found.end.tolist() == [90, 30, 30, 5, 100]


def test_a_gene_beyond_the_end_overlaps_the_same_ssrs_in_either_frame(tmp_path: Path) -> None:
    base = "".join(random.Random(2).choices("ACGT", k=2_000)) + "G" + "ATC" * 8
    length = len(base)
    genes = [
        ["a", "500", "550", "x"],
        ["b", "500", "550", "x"],
        ["b", str(length - 5), "99999", "y"],
    ]
    genes += [["b", str(length + 7), "99999", "z"]]
    forward = GenomeSet({"a": base, "b": base}, genes)
    expected = forward.run(tmp_path / "forward", AnalysisParameters(loci=False))
    turned = GenomeSet({"a": reverse(base), "b": base}, genes)
    run = turned.run(tmp_path / "turned", AnalysisParameters(loci=False))

    assert statuses(run) == {"a": "anchor", "b": "reversed"}
    pairs = [
        [
            (row["genomeID"], row["gene"], row["repeat"])
            for row in each.rows("main/ssr_genecombo.tsv")
        ]
        for each in (expected, run)
    ]
    assert pairs[0] == pairs[1] == [("b", "y", "8")]


def _with(parameters: AnalysisParameters, **changes: str) -> AnalysisParameters:
    return AnalysisParameters(**{**vars(parameters), **changes})  # type: ignore[arg-type]


def _made_set(genomes: int, seed: int) -> GenomeSet:
    """Descendants of one sequence with many SSRs, whose repeat numbers differ, and genes."""
    chance = random.Random(seed)
    spacers = ["".join(chance.choices("ACGT", k=chance.randint(60, 400))) for _ in range(40)]
    units = ["".join(chance.choices("ACGT", k=chance.randint(1, 9))) for _ in spacers]
    made, genes = {}, []
    for number in range(genomes):
        text = ""
        for place, (spacer, unit) in enumerate(zip(spacers, units, strict=True)):
            tract = (unit * 30)[: len(unit) * chance.randint(3, 16) + chance.randint(0, 3)]
            if place % 2:
                start, end = len(text) + len(spacer) - 30, len(text) + len(spacer) + 40
                genes.append([f"g{number}", str(start), str(end), f"gene{place}"])
            text += spacer + tract
        made[f"g{number}"] = text + spacers[0]
    return GenomeSet(made, genes)
