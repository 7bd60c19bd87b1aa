"""A browser, servers with the built front end, and finished jobs that these tests share."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, NoReturn

import pytest
from playwright.sync_api import Browser, Page, Playwright, expect

from crossroad_desktop.simulate import SimulationParameters, simulate, simulation_files
from tests.e2e.axe import AXE
from tests.e2e.browser import Watch, opened
from tests.e2e.data_sets import DataSets
from tests.server.contract.running_server import Files, Server, form_files, running_server

Opening = Callable[..., AbstractContextManager[tuple[Page, Watch]]]

_OPTIONS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--font-render-hinting=none",
)  # fmt: skip


@pytest.fixture(scope="session")
def browser(playwright: Playwright, missing: Callable[[str], NoReturn]) -> Iterator[Browser]:
    """Chromium of the system, without a window."""
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None:
        missing("chromium is not installed: apt install chromium")
    # Only a failure ever waits that long, or a machine that is busy with other things.
    expect.set_options(timeout=15_000)
    started = playwright.chromium.launch(executable_path=program, args=list(_OPTIONS))
    yield started
    started.close()


@pytest.fixture(scope="session")
def axe(missing: Callable[[str], NoReturn]) -> str:
    """The program that checks a page."""
    if not AXE.is_file():
        missing("axe-core is not installed: run npm ci in frontend/")
    return AXE.read_text("utf-8")


@pytest.fixture(scope="session")
def shared_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server whose finished jobs tests look at; none changes or deletes them."""
    with running_server(tmp_path_factory.mktemp("e2e") / "data") as running:
        yield running


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """A server of the test's own."""
    with running_server(tmp_path / "data") as running:
        yield running


@pytest.fixture(scope="session")
def genomes(tmp_path_factory: pytest.TempPathFactory) -> Files:
    """Twelve simulated genomes with categories and genes, as files of an upload."""
    prefix = tmp_path_factory.mktemp("genomes") / "set"
    simulate(SimulationParameters(genomes=12, length=12_000, seed=7, loci_per_kb=3), prefix)
    return form_files(simulation_files(prefix))


@pytest.fixture(scope="session")
def demo(shared_server: Server) -> str:
    """Id of the finished demo job."""
    answer = shared_server.post("/api/demo")
    assert answer.status_code == 202, answer.text
    job_id = str(answer.json()["job_id"])
    assert shared_server.wait_for_end(job_id)["status"] == "completed"
    return job_id


@pytest.fixture(scope="session")
def genomes_only(shared_server: Server, genomes: Files) -> str:
    """Id of a finished job that had a FASTA file only."""
    return shared_server.complete({"fasta_file": genomes["fasta_file"]}, name="FASTA only")


@pytest.fixture(scope="session")
def data_sets(
    shared_server: Server,
    tmp_path_factory: pytest.TempPathFactory,
    missing: Callable[[str], NoReturn],
) -> DataSets:
    """Finished jobs by the names of their data sets."""
    return DataSets(shared_server, tmp_path_factory.mktemp("data_sets"), missing)


@pytest.fixture
def open_page(browser: Browser) -> Opening:
    """`with open_page(server) as (page, watch)`: see `opened`."""

    def open_it(server: Server, **more: Any) -> AbstractContextManager[tuple[Page, Watch]]:
        return opened(browser, server, **more)

    return open_it
