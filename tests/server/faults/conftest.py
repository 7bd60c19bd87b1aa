"""A server of its own for each test, genomes, and disks that are small or can only be read."""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NoReturn

import pytest

from tests.server.faults.server_process import ServerProcess, make_genomes, serving

Mount = Callable[[Path, str], None]


@pytest.fixture
def server(tmp_path: Path) -> Iterator[ServerProcess]:
    with serving(tmp_path / "data") as server:
        yield server


@pytest.fixture(scope="session")
def fasta(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A job of a third of a second."""
    return make_genomes(tmp_path_factory.mktemp("genomes") / "set")


@pytest.fixture(scope="session")
def large_fasta(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A job that runs for a second or two, and a table of many rows."""
    return make_genomes(tmp_path_factory.mktemp("large") / "set", genomes=400, length=100_000)


@pytest.fixture
def mount(missing: Callable[[str], NoReturn]) -> Iterator[Mount]:
    """Mounts an empty disk in memory at a folder, with options; `remount` among them changes it."""
    mounted: list[Path] = []

    def mount(folder: Path, options: str) -> None:
        if os.geteuid() != 0 or shutil.which("mount") is None:
            missing("a small disk must be mounted; run the tests as root on Linux")
        folder.mkdir(parents=True, exist_ok=True)
        command = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)]
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode != 0:
            missing(f"a small disk must be mounted, but {done.stderr.strip()}")
        if folder not in mounted:
            mounted.append(folder)

    yield mount
    for folder in mounted:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)
