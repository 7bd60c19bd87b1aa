"""Finished runs that the tests of results share."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from crossroad_desktop.pipeline.inputs import InputFiles
from crossroad_desktop.pipeline.locus_tables import LOCUS_TABLES
from crossroad_desktop.pipeline.parameters import AnalysisParameters
from crossroad_desktop.pipeline.run import analyze
from crossroad_desktop.results.import_folder import ensure_parquet
from crossroad_desktop.simulate import SimulationParameters, simulate, simulation_files

Row = dict[str, Any]


@dataclass(frozen=True)
class Finished:
    """The output folder of a run."""

    output: Path

    def rows(self, table: str) -> list[Row]:
        rows: list[Row] = pq.read_table(self.output / "parquet" / f"{table}.parquet").to_pylist()
        return rows


@pytest.fixture(scope="session")
def run(tmp_path_factory: pytest.TempPathFactory) -> Finished:
    """Genes, categories, a reference and flanks; never changed by a test."""
    folder = tmp_path_factory.mktemp("run")
    simulate(SimulationParameters(genomes=8, length=8_000, seed=4, loci_per_kb=4), folder / "set")
    files = simulation_files(folder / "set")
    parameters = AnalysisParameters(flanks=True, reference_id="SIM0002", minisatellites=True)
    inputs = InputFiles(files.fasta, files.categories, files.genes)
    analyze(inputs, parameters, folder / "output")
    return Finished(folder / "output")


@pytest.fixture(scope="session")
def fasta_only(tmp_path_factory: pytest.TempPathFactory) -> Finished:
    """Three genomes, nothing else: `none` has no SSR and `short` is left out by the filter."""
    folder = tmp_path_factory.mktemp("fasta")
    fasta = folder / "genomes.fa"
    fasta.write_text(f">007\n{'AT' * 8}C{'G' * 14}\n>none\n{'ACGTTGCA' * 4}\n>short\nATATATATAT\n")
    parameters = AnalysisParameters(min_len=20, hexa=4)
    analyze(InputFiles(fasta, None, None), parameters, folder / "output")
    return Finished(folder / "output")


@pytest.fixture(scope="session")
def varied(tmp_path_factory: pytest.TempPathFactory) -> Finished:
    """18 genomes of 18 countries, without genes: years and a category are missing, `g00` has no
    SSR, `g16` (with N) and `g17` (too short) are left out by the filter."""
    folder = tmp_path_factory.mktemp("varied")
    sequences = ["ACGTTGCA" * 4 + _repeats(number) for number in range(16)]
    sequences += [f"{'ACGTTGCA' * 4}NN", "ATATAT"]
    ids = [f"g{number:02}" for number in range(18)]
    (folder / "genomes.fa").write_text(
        "".join(f">{name}\n{text}\n" for name, text in zip(ids, sequences, strict=True))
    )
    lines = ["genomeID\tcategory\tcountry\tyear\thost"]
    for number, name in enumerate(ids):
        category = "" if number == 5 else ("I", "II")[number % 2]
        year = "" if number % 4 == 3 else str(2010 + number % 5)
        lines.append(f"{name}\t{category}\tC{number:02}\t{year}\thost {number % 3}")
    (folder / "categories.tsv").write_text("\n".join(lines) + "\n")
    inputs = InputFiles(folder / "genomes.fa", folder / "categories.tsv", None)
    analyze(inputs, AnalysisParameters(min_len=20, hexa=4), folder / "output")
    return Finished(folder / "output")


def _repeats(number: int) -> str:
    if number == 0:
        return ""
    return "AT" * (6 + number % 3) + "C" + "AAG" * (4 + number % 2) * (number % 4 > 0)


@pytest.fixture(scope="session")
def imported(run: Finished, tmp_path_factory: pytest.TempPathFactory) -> Finished:
    """The text files of `run` as croSSRoad would have left them, some with CRLF, then imported."""
    output = tmp_path_factory.mktemp("imported") / "output"
    shutil.copytree(run.output, output)
    shutil.rmtree(output / "parquet")
    (output / "run.json").unlink()
    for name in ("main/mergedOut.tsv", "main/hssr_data.csv", "intrim/locicons.txt"):
        path = output / name
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    ensure_parquet(output)
    return Finished(output)


@pytest.fixture(scope="session")
def catalogue(run: Finished, tmp_path_factory: pytest.TempPathFactory) -> Finished:
    """`run` with a made-up locus catalogue, in which every state and every kind of gap occurs."""
    # What it is made of needs the names of this module.
    from .catalogue import add_catalogue

    output = tmp_path_factory.mktemp("catalogue") / "output"
    shutil.copytree(run.output, output)
    add_catalogue(output)
    return Finished(output)


@pytest.fixture(scope="session")
def without_catalogue(run: Finished, tmp_path_factory: pytest.TempPathFactory) -> Finished:
    """`run` as it was before there were loci."""
    output = tmp_path_factory.mktemp("without") / "output"
    shutil.copytree(run.output, output)
    for path in (output / "parquet").glob("*.parquet"):
        if path.stem in {*(table.name for table in LOCUS_TABLES), "allele_sequences"}:
            path.unlink()
    return Finished(output)


@pytest.fixture
def copy_of(tmp_path: Path) -> Callable[[Finished], Finished]:
    """Results that a test may change."""

    def copy(finished: Finished) -> Finished:
        shutil.copytree(finished.output, tmp_path / "output")
        return Finished(tmp_path / "output")

    return copy
