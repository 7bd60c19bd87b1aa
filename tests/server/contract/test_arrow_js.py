"""Streams of plot_data in Arrow's own JavaScript: croSSRoad's version of it, and the newest."""

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, NoReturn

import pytest

from crossroad_desktop.results.plot_data import PLOT_KEYS
from tests.server.contract.running_server import Server

SOURCE: Final = Path(__file__).parents[1] / "arrow_js"
VERSIONS: Final = ("arrow-of-crossroad", "arrow-newest")

# Two packages with what they need are installed first.
pytestmark = pytest.mark.slow

Read = Callable[[str, list[Path]], list[dict[str, Any]]]


@pytest.fixture(scope="session")
def read_in_javascript(
    tmp_path_factory: pytest.TempPathFactory, missing: Callable[[str], NoReturn]
) -> Read:
    """Reads files with one version of apache-arrow, installed from the lock file."""
    folder = tmp_path_factory.mktemp("arrow_js")
    for name in ("package.json", "package-lock.json", "read.js"):
        shutil.copy(SOURCE / name, folder)
    if shutil.which("node") is None or shutil.which("npm") is None:
        missing("install node 20 or newer with npm")
    command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline"]
    installed = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=100)
    if installed.returncode != 0:
        missing(f"npm ci must reach a registry of packages: {installed.stderr[-500:]}")

    def read(version: str, files: list[Path]) -> list[dict[str, Any]]:
        done = subprocess.run(
            ["node", "read.js", version, *map(str, files)],
            cwd=folder,
            capture_output=True,
            text=True,
            timeout=60,
        )
        assert done.returncode == 0, done.stderr
        tables: list[dict[str, Any]] = json.loads(done.stdout)
        return tables

    return read


def test_the_lock_file_holds_no_address_of_a_download() -> None:
    packages = json.loads((SOURCE / "package-lock.json").read_text())["packages"]

    assert not [name for name, entry in packages.items() if "resolved" in entry]
    assert packages["node_modules/arrow-of-crossroad"]["version"] == "19.0.1"


@pytest.mark.parametrize("version", VERSIONS)
def test_every_key_reads_the_same_in_javascript(
    server: Server, finished: str, tmp_path: Path, read_in_javascript: Read, version: str
) -> None:
    files, expected = [], []
    for key in PLOT_KEYS:
        url = f"/api/job/{finished}/plot_data/{key}"
        files.append(tmp_path / f"{key}.arrow")
        files[-1].write_bytes(server.get(url).content)
        expected.append(server.arrow(url))

    for key, table, read in zip(
        PLOT_KEYS, expected, read_in_javascript(version, files), strict=True
    ):
        assert [name for name, _ in read["fields"]] == table.column_names, key
        assert read["rows"] == [list(row.values()) for row in table.to_pylist()], key


@pytest.mark.parametrize("version", VERSIONS)
def test_a_filtered_stream_and_an_empty_one_read_the_same(
    server: Server, finished: str, tmp_path: Path, read_in_javascript: Read, version: str
) -> None:
    base = f"/api/job/{finished}/plot_data/plot_source"
    urls = [f"{base}?genome=SIM0003&motif_length=3", f"{base}?genome=none"]
    files = [tmp_path / "few.arrow", tmp_path / "none.arrow"]
    for url, file in zip(urls, files, strict=True):
        file.write_bytes(server.get(url).content)
    few, none = read_in_javascript(version, files)

    assert few["rows"] == [list(row.values()) for row in server.arrow(urls[0]).to_pylist()]
    assert few["rows"]
    assert none["rows"] == []
    assert none["fields"] == few["fields"]


@pytest.mark.parametrize("version", VERSIONS)
def test_pages_of_tables_read_the_same(
    server: Server, finished: str, tmp_path: Path, read_in_javascript: Read, version: str
) -> None:
    url = f"/api/job/{finished}/table/mergedOut?sort=-start&limit=20"
    (tmp_path / "page.arrow").write_bytes(server.get(url).content)
    (page,) = read_in_javascript(version, [tmp_path / "page.arrow"])

    assert page["rows"] == [list(row.values()) for row in server.arrow(url).to_pylist()]
