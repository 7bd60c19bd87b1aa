"""Which genomes lie on the other strand, and that results do not depend on it."""

import gzip
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from crossroad_desktop.pipeline.inputs import InputFiles
from crossroad_desktop.pipeline.parameters import AnalysisParameters
from crossroad_desktop.pipeline.run import analyze

from .conftest import Run

_COMPLEMENT = str.maketrans("ACGTacgt", "TGCAtgca")
_ORIENTATION_FILES = {"main/orientation.tsv", "parquet/orientation.parquet"}


def _reverse(sequence: str) -> str:
    return sequence.translate(_COMPLEMENT)[::-1]


def _random_sequence(length: int, seed: int, letters: str = "ACGT") -> str:
    return "".join(random.Random(seed).choices(letters, k=length))


def _mutate(sequence: str, share: float, seed: int) -> str:
    chance = random.Random(seed)
    return "".join(chance.choice("ACGT") if chance.random() < share else base for base in sequence)


def _statuses(run: Run) -> dict[str, str]:
    return {row["genomeID"]: row["status"] for row in run.rows("main/orientation.tsv")}


def _tables(run: Run) -> dict[str, bytes]:
    return {path: data for path, data in run.files().items() if path not in _ORIENTATION_FILES}


@dataclass(frozen=True)
class _Set:
    """Genomes by id, and the lines of their BED file."""

    genomes: dict[str, str]
    genes: list[list[str]]
    categories: Path

    def flipped(self, turned: Sequence[str]) -> "_Set":
        genomes = {
            name: _reverse(sequence) if name in turned else sequence
            for name, sequence in self.genomes.items()
        }
        return _Set(genomes, [self._flip(row, turned) for row in self.genes], self.categories)

    def run(self, folder: Path, parameters: AnalysisParameters) -> Run:
        folder.mkdir()
        fasta, bed = folder / "genomes.fa", folder / "genes.bed"
        fasta.write_text("".join(f">{name}\n{text}\n" for name, text in self.genomes.items()))
        bed.write_text("".join("\t".join(row) + "\n" for row in self.genes))
        files = InputFiles(fasta, self.categories, bed)
        return Run(folder / "output", analyze(files, parameters, folder / "output"))

    def _flip(self, row: list[str], turned: Sequence[str]) -> list[str]:
        name, start, end, *rest = row
        if name not in turned or name not in self.genomes:
            return row
        length = len(self.genomes[name])
        return [name, str(length - int(end)), str(length - int(start)), *rest]


def _read_set(folder: Path, stem: str) -> _Set:
    fasta = folder / f"{stem}.fa"
    data = (
        fasta.read_bytes()
        if fasta.is_file()
        else gzip.decompress(fasta.with_name(fasta.name + ".gz").read_bytes())
    )
    records = [record.split("\n", 1) for record in data.decode().split(">")[1:]]
    bed = folder / f"{stem}.genes.bed"
    return _Set(
        {head.split()[0]: body.replace("\n", "") for head, body in records},
        [line.split("\t") for line in bed.read_text().splitlines()],
        folder / f"{stem}.categories.tsv",
    )


_REAL_SETS = {
    "mpox": ("mpox", "NC_063383.1", 20),
    "zika": ("small", "KX447509", 20),
    "mpoxslice": ("small", "NC_063383.1_slice", 20),
    "mumps": ("second", None, 20),
    "ecoli_pair": ("bacteria", None, 1),
}


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.parametrize("name", _REAL_SETS)
def test_flipped_genomes_give_the_same_tables(shared_data: Path, tmp_path: Path, name: str) -> None:
    folder, reference, subsets = _REAL_SETS[name]
    real = _read_set(shared_data / folder, name)
    anchor = reference or next(iter(real.genomes))
    parameters = AnalysisParameters(
        unfair=100_000, reference_id=reference, flanks=True, keep_intermediate=True, loci=False
    )
    expected = _tables(real.run(tmp_path / "as_written", parameters))
    del expected["intrim/clean_genome.fa"]
    others = [genome_id for genome_id in real.genomes if genome_id != anchor]
    for seed in range(subsets):
        turned = random.Random(seed).sample(others, random.Random(seed).randint(1, len(others)))
        run = real.flipped(turned).run(tmp_path / str(seed), parameters)
        statuses = _statuses(run)
        assert {genome_id for genome_id, status in statuses.items() if status == "reversed"} == set(
            turned
        )
        found = _tables(run)
        del found["intrim/clean_genome.fa"]
        assert found.keys() == expected.keys()
        assert [path for path in found if found[path] != expected[path]] == []
