"""Where no window can be shown, or no server can start: what the user gets instead."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import pytest
from playwright.sync_api import expect

from tests.desktop.conftest import Starting
from tests.desktop.desktop_program import Desktop
from tests.server.contract.running_server import wait_until
from tests.server.contract.small_disk import small_disk

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("display_name", [":4999", ""], ids=["a dead display", "no display"])
def test_without_a_display_the_browser_is_used(
    start: Starting, tmp_path: Path, display_name: str
) -> None:
    with start(**_recording_browser(tmp_path), DISPLAY=display_name, WAYLAND_DISPLAY="") as desktop:
        address = _opened_address(desktop)
        assert address == desktop.server_file()["url"]
        assert desktop.server.get("/health").json()["status"] == "ok"
        assert "No window can be shown here" in desktop.said()
        assert "display" in desktop.said()


def test_without_the_toolkit_the_browser_is_used(start: Starting, tmp_path: Path) -> None:
    broken = tmp_path / "modules" / "PySide6"
    broken.mkdir(parents=True)
    message = "libEGL.so.1: cannot open shared object file"
    (broken / "__init__.py").write_text(f"raise ImportError({message!r})\n")
    project = str(Path(__file__).parents[2])
    path = f"{broken.parent}:{project}"
    with start(**_recording_browser(tmp_path), PYTHONPATH=path) as desktop:
        assert _opened_address(desktop).startswith("http://127.0.0.1:")
        assert "No window can be shown here" in desktop.said()


def test_a_second_start_opens_the_browser_again(
    start: Starting, tmp_path: Path, demo_result: Path
) -> None:
    with start(**_recording_browser(tmp_path), DISPLAY="") as desktop:
        _opened_address(desktop)
        (tmp_path / "opened").unlink()
        assert desktop.start_again(str(demo_result)).returncode == 0
        assert "#/results/" in _opened_address(desktop)


def test_a_data_folder_that_cannot_be_used_is_told_and_can_be_changed(
    start: Starting, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("mine")
    (tmp_path / "config/crossroad-desktop").mkdir(parents=True)
    choice = tmp_path / "config/crossroad-desktop/settings.json"
    choice.write_text(json.dumps({"data_dir": str(tmp_path / "file/data")}))
    with start(CROSSROAD_DATA_DIR="") as desktop:
        page = desktop.page()
        alert = page.get_by_role("alert")
        expect(alert).to_contain_text(f"{tmp_path / 'file/data'}: cannot be used (Not a directory)")
        (desktop.answers / "paths").write_text(str(tmp_path / "other"))
        page.get_by_role("button", name="Choose another data folder").click()
        page.get_by_role("navigation", name="Main").wait_for(state="attached")
        assert (tmp_path / "other/server.json").is_file()
        assert json.loads(choice.read_text()) == {"data_dir": str(tmp_path / "other")}


def test_a_data_folder_that_the_environment_sets_is_not_changed_in_the_window(
    start: Starting, tmp_path: Path
) -> None:
    (tmp_path / "data").write_text("mine")
    with start() as desktop:
        page = desktop.page()
        page.get_by_role("button", name="Choose another data folder").click()
        expect(page.get_by_role("alert")).to_contain_text("It is set by CROSSROAD_DATA_DIR")
        page.get_by_role("button", name="Quit").click()
        assert desktop.exit_code() == 0


def test_a_data_folder_that_can_only_be_read_is_told(
    start: Starting, tmp_path: Path, missing: Callable[[str], NoReturn]
) -> None:
    with small_disk(tmp_path / "data", 1 << 20, missing):
        (tmp_path / "data/jobOut").mkdir()
        subprocess.run(["mount", "-o", "remount,ro", str(tmp_path / "data")], check=True)
        with start() as desktop:
            page = desktop.page()
            expect(page.get_by_role("alert")).to_contain_text("can be written")
            page.get_by_role("button", name="Quit").click()
            assert desktop.exit_code() == 0


def test_a_full_disk_is_told(
    start: Starting, tmp_path: Path, missing: Callable[[str], NoReturn]
) -> None:
    with small_disk(tmp_path / "data", 1 << 16, missing):
        (tmp_path / "data/filler").write_bytes(bytes(1 << 15))
        with start() as desktop:
            page = desktop.page()
            expect(page.get_by_role("alert")).to_contain_text("free some space")
            page.get_by_role("button", name="Quit").click()
            assert desktop.exit_code() == 0


def test_a_port_that_was_asked_for_and_is_taken_is_told(start: Starting) -> None:
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with start(CROSSROAD_PORT=str(port)) as desktop:
            page = desktop.page()
            expect(page.get_by_role("alert")).to_contain_text(f"Port {port} at 127.0.0.1 cannot")
            taken.close()
            page.get_by_role("button", name="Try again").click()
            page.get_by_role("navigation", name="Main").wait_for(state="attached")


def test_damaged_files_of_the_program_do_not_keep_it_from_starting(
    start: Starting, tmp_path: Path
) -> None:
    (tmp_path / "config/crossroad-desktop").mkdir(parents=True)
    (tmp_path / "config/crossroad-desktop/settings.json").write_bytes(b"\xff{")
    data = tmp_path / "share/crossroad-desktop"
    data.mkdir(parents=True)
    for name in ("window_state.json", "window.json", "server.json"):
        (data / name).write_bytes(b"\x00[1,")
    with start(CROSSROAD_DATA_DIR="") as desktop:
        desktop.page().get_by_role("navigation", name="Main").wait_for(state="attached")
        assert json.loads((data / "server.json").read_text())["pid"] == desktop.process.pid


def _recording_browser(folder: Path) -> dict[str, str]:
    """A browser that only notes which address it was to show."""
    program = folder / "browser"
    program.write_text(
        f'#!/bin/sh\necho "$1" > {folder}/noted && mv {folder}/noted {folder}/opened\n'
    )
    program.chmod(0o755)
    return {"BROWSER": f"{program} %s"}


def _opened_address(desktop: Desktop) -> str:
    opened = desktop.folder / "opened"
    wait_until(lambda: opened.is_file() or desktop.process.poll() is not None)
    assert opened.is_file(), desktop.said()
    return opened.read_text().strip()
