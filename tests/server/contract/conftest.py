"""Servers, genomes and finished jobs that the tests of the contract share."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from crossroad_desktop.simulate import SimulationParameters, simulate, simulation_files
from tests.server.contract.running_server import Files, Server, form_files, running_server

REFERENCE = "SIM0002"


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server with nothing changed but where its data lie."""
    with running_server(tmp_path_factory.mktemp("server") / "data") as running:
        yield running


@pytest.fixture(scope="session")
def upload(tmp_path_factory: pytest.TempPathFactory) -> Files:
    """Eight genomes with categories and genes."""
    prefix = tmp_path_factory.mktemp("genomes") / "set"
    simulate(SimulationParameters(genomes=8, length=8_000, seed=4, loci_per_kb=4), prefix)
    return form_files(simulation_files(prefix))


@pytest.fixture(scope="session")
def genomes_only(upload: Files) -> Files:
    """The same genomes, nothing else."""
    return {"fasta_file": upload["fasta_file"]}


@pytest.fixture(scope="session")
def finished(server: Server, upload: Files) -> str:
    """A completed job with everything: genes, categories, a reference, flanks."""
    return server.complete(upload, reference_id=REFERENCE, flanks="true", name="Everything")


@pytest.fixture(scope="session")
def finished_genomes(server: Server, genomes_only: Files) -> str:
    """A completed job that had a FASTA file only."""
    return server.complete(genomes_only)


@pytest.fixture(scope="session")
def output(server: Server, finished: str) -> Path:
    """The results of `finished` on disk."""
    return server.job_dir / finished / "output"


@pytest.fixture(scope="module")
def narrow_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server that runs one job at a time."""
    folder = tmp_path_factory.mktemp("narrow") / "data"
    with running_server(folder, CROSSROAD_MAX_JOBS="1") as running:
        yield running
