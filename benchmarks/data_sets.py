"""The genomes the benchmark runs on.

In: the folder of real data, if there is one. Out: data sets, all as plain files in a work folder:
real monkeypox viruses, and simulated descendants of twelve of them; without real data, genomes
from `crossroad simulate`.
"""

import gzip
import shutil
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from processes import run_process

GENOME_LENGTH = 197_000
"""bp of the ancestor where there is no real data: that of monkeypox virus."""

SEED = "1"

_COMPLEMENT = str.maketrans("ACGTacgt", "TGCAtgca")
_LINE_WIDTH = 80


@dataclass(frozen=True)
class DataSet:
    """Files of one analysis."""

    name: str
    fasta: Path
    categories: Path
    genes: Path
    genomes: int
    bases: int
    reference_id: str
    """The first genome without N."""


def prepare_real(data: Path, folder: Path) -> tuple[DataSet, DataSet]:
    """All monkeypox genomes, and the twelve of `mpox12.ids.txt`."""
    source = data / "mpox"
    categories, genes = source / "mpox.categories.tsv", source / "mpox.genes.bed"
    everything, twelve = folder / "mpox.fa", folder / "mpox12.fa"
    with gzip.open(source / "mpox.fa.gz", "rb") as packed, everything.open("wb") as unpacked:
        shutil.copyfileobj(packed, unpacked)
    wanted = set(read_template_ids(data))
    with everything.open() as file, twelve.open("w") as selected:
        selected.writelines(_lines_of(file, wanted))
    return (
        describe("mpox", everything, categories, genes),
        describe("mpox12", twelve, categories, genes),
    )


def make_descendants(data: Path, generator: Path, count: int, folder: Path) -> DataSet:
    """Mutated descendants of the twelve genomes; the same ones every time."""
    source, prefix = data / "mpox", folder / f"descendants{count}"
    command = [
        sys.executable, str(generator), str(folder / "mpox.fa"),
        "--templates", ",".join(read_template_ids(data)),
        "--bed", str(source / "mpox.genes.bed"),
        "--categories", str(source / "mpox.categories.tsv"),
        "--n", str(count), "--seed", SEED, "--truth", "none", "--out", str(prefix),
    ]  # fmt: skip
    run_process(command, timeout_seconds=600)
    return describe_prefix(prefix)


def simulate(count: int, folder: Path) -> DataSet:
    """Genomes of our own simulation, as long as those of monkeypox virus."""
    prefix = folder / f"simulated{count}"
    command = [
        sys.executable, "-m", "crossroad_desktop", "simulate", "-o", str(prefix),
        "--genomes", str(count), "--length", str(GENOME_LENGTH), "--seed", SEED, "--quiet",
    ]  # fmt: skip
    run_process(command, timeout_seconds=600)
    return describe_prefix(prefix)


def describe(name: str, fasta: Path, categories: Path, genes: Path) -> DataSet:
    """The data set, its genomes and bases counted."""
    genomes = bases = 0
    genome_id = reference_id = ""
    has_unknown = True
    with fasta.open() as file:
        for line in file:
            if line.startswith(">"):
                reference_id = reference_id or ("" if has_unknown else genome_id)
                genome_id, has_unknown = line[1:].split()[0], False
                genomes += 1
            else:
                sequence = line.strip().upper()
                bases += len(sequence)
                has_unknown = has_unknown or bool(sequence.strip("ACGT"))
    reference_id = reference_id or genome_id
    return DataSet(name, fasta, categories, genes, genomes, bases, reference_id)


def read_template_ids(data: Path) -> Sequence[str]:
    """Ids of the twelve genomes."""
    return (data / "mpox" / "mpox12.ids.txt").read_text().split()


def describe_prefix(prefix: Path) -> DataSet:
    """The data set whose files begin with a prefix."""
    fasta, categories, genes = (
        prefix.with_name(prefix.name + suffix)
        for suffix in (".fa", ".categories.tsv", ".genes.bed")
    )
    return describe(prefix.name, fasta, categories, genes)


def turn_every_second(source: Path, target: Path) -> dict[str, int]:
    """Writes the genomes, those with odd numbers from their other strand; gives the lengths of
    these by id."""
    lengths: dict[str, int] = {}
    with source.open() as lines, target.open("w") as written:
        for number, (genome_id, sequence) in enumerate(_read_records(lines)):
            if number % 2:
                lengths[genome_id] = len(sequence)
                sequence = sequence.translate(_COMPLEMENT)[::-1]
            written.write(f">{genome_id}\n")
            for start in range(0, len(sequence), _LINE_WIDTH):
                written.write(sequence[start : start + _LINE_WIDTH] + "\n")
    return lengths


def _lines_of(lines: Iterator[str], wanted: set[str]) -> Iterator[str]:
    is_wanted = False
    for line in lines:
        if line.startswith(">"):
            is_wanted = line[1:].split()[0] in wanted
        if is_wanted:
            yield line


def _read_records(lines: Iterator[str]) -> Iterator[tuple[str, str]]:
    genome_id, parts = "", list[str]()
    for line in lines:
        if line.startswith(">"):
            if genome_id:
                yield genome_id, "".join(parts)
            genome_id, parts = line[1:].split()[0], []
        else:
            parts.append(line.strip())
    yield genome_id, "".join(parts)
