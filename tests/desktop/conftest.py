"""A display with a window manager, and programs on it."""

import importlib.util
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import NoReturn

import pytest
from playwright.sync_api import Playwright

from crossroad_desktop.cli import main
from tests.desktop.desktop_program import Desktop, Display, running_desktop
from tests.server.contract.running_server import wait_until

Starting = Callable[..., AbstractContextManager[Desktop]]

_PROGRAMS = ("Xvfb", "openbox", "xdotool")


@pytest.fixture(scope="session")
def display(missing: Callable[[str], NoReturn]) -> Iterator[Display]:
    """An X server of our own, so that no window of the user is in the way."""
    for program in _PROGRAMS:
        if shutil.which(program) is None:
            missing(f"{program} is not installed: apt install xvfb openbox xdotool")
    if importlib.util.find_spec("PySide6") is None or importlib.util.find_spec("qtpy") is None:
        missing("Qt is not installed: pip install -e '.[qt]'")
    reader, writer = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writer), "-screen", "0", "1440x900x24", "-nolisten", "tcp"],
        pass_fds=[writer], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    os.close(writer)
    with os.fdopen(reader) as told:
        name = f":{told.readline().strip()}"
    manager = subprocess.Popen(
        ["openbox"], env={**os.environ, "DISPLAY": name}, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )  # fmt: skip
    shown = Display(name)
    # The window manager has taken over when it says which window is active.
    wait_until(lambda: _has_manager(name))
    yield shown
    for process in (manager, server):
        process.terminate()
        process.wait()


@pytest.fixture(scope="session")
def demo_result(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a finished result."""
    folder = tmp_path_factory.mktemp("demo") / "demo"
    assert main(["demo", "-o", str(folder), "--quiet"]) == 0
    return folder / "result"


@pytest.fixture
def start(tmp_path: Path, display: Display, playwright: Playwright) -> Starting:
    """`with start() as desktop`: see `running_desktop`; the same folder each time in one test."""

    def start_it(*words: str, **variables: str) -> AbstractContextManager[Desktop]:
        return running_desktop(
            tmp_path, playwright, *words, **{"DISPLAY": display.name, **variables}
        )

    return start_it


def _has_manager(name: str) -> bool:
    asked = subprocess.run(
        ["xdotool", "get_num_desktops"], env={**os.environ, "DISPLAY": name}, check=False,
        capture_output=True,
    )  # fmt: skip
    return asked.returncode == 0
