"""The packed program: with no Python in the PATH, and no network."""

import ast
import importlib.util
import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from crossroad_desktop.cli import main as crossroad
from tests.packaging.bundle import CONTENTS, PACKAGING, ROOT, run_offline

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]

PACKAGE = ROOT / "crossroad_desktop"


def imported_modules() -> Iterator[str]:
    """What the program imports anywhere, also inside functions; and all of its own modules."""
    for path in sorted(PACKAGE.rglob("*.py")):
        own = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        if not own.endswith("__main__"):
            yield own
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                yield from (alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                yield node.module


def test_the_bundle_holds_every_module_that_is_used(program: Path) -> None:
    used = {name for name in imported_modules() if is_on_this_system(name)}
    assert {"crossroad_desktop.server.app", "typst", "xlsxwriter", "duckdb"} <= used
    run_offline([program, "--import-modules", *sorted(used), "webview.platforms.qt"])


def test_commands_server_and_worker_processes_need_neither_python_nor_network(
    program: Path,
) -> None:
    said = run_offline([sys.executable, PACKAGING / "smoke_test.py", program])

    assert "demo by a worker process" in said


def test_the_window_shows_the_demo_and_a_result_of_another_machine(
    program: Path, tmp_path: Path
) -> None:
    result = foreign_result(tmp_path / "other")
    before = files_of(program.parent)
    words = [sys.executable, "-m", "tests.packaging.window_check", tmp_path, result]
    said = json.loads(run_offline([*words, program, "open"]))

    assert said["exit code"] == 0
    # An empty folder that Qt WebEngine makes is all that the program adds to its own.
    assert {path.name for path in files_of(program.parent) - before} <= {"locales"}


def test_the_licences_of_all_bundled_packages_are_there(program: Path) -> None:
    text = (program.parent / "_internal" / "THIRD_PARTY_LICENSES.txt").read_text(encoding="utf-8")
    bundled = {path.name.partition("-")[0] for path in CONTENTS.glob("*.dist-info")}

    assert {"numpy", "pyarrow", "duckdb", "litestar"} <= bundled
    titles = text.lower().replace("-", "_").replace(".", "_")
    for name in bundled - {"crossroad_desktop"}:
        assert f"\n{name.lower().replace('.', '_')} " in titles, name
    for words in ("Python 3", "Built into the page", "svelte", "GNU LGPL"):
        assert words in text


def test_nothing_in_the_bundle_is_under_the_gpl(program: Path) -> None:
    names = {path.name for path in program.parent.rglob("*")}

    assert not [name for name in names if name.startswith(("libreadline", "readline.", "PyQt"))]


def test_the_bundle_holds_no_development_tools(program: Path) -> None:
    assert program.is_file()
    for name in ("pytest", "playwright", "hypothesis", "mypy", "PyInstaller", "pip"):
        assert not list(CONTENTS.glob(f"{name}*")), name


def files_of(folder: Path) -> set[Path]:
    return set(folder.rglob("*"))


def is_on_this_system(module: str) -> bool:
    """Whether a module can be found: those of other systems cannot."""
    try:
        return importlib.util.find_spec(module) is not None
    except ModuleNotFoundError:
        return False


def foreign_result(folder: Path) -> Path:
    """A result that was made elsewhere, as a folder."""
    folder.mkdir()
    assert crossroad(["demo", "-o", str(folder / "demo"), "--quiet"]) == 0
    return (folder / "demo" / "result").rename(folder / "From elsewhere")
