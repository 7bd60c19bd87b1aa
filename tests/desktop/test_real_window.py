"""The real window, driven through its debugging port: work, a second start, what is remembered."""

import os
import shutil
import socket
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.desktop.conftest import Starting
from tests.desktop.desktop_program import TITLE, Desktop, Display
from tests.server.contract.running_server import wait_until

pytestmark = pytest.mark.slow


def test_an_analysis_from_the_first_click_to_the_saved_files(start: Starting) -> None:
    with start() as desktop:
        page = desktop.front_end()
        faults = _watched(page)
        page.get_by_role("button", name="Demo data").click()
        page.wait_for_url("**/#/job/*")
        job = page.url.rsplit("/", 1)[1]
        assert desktop.server.wait_for_end(job)["status"] == "completed"

        _go(page, f"#/results/{job}/overview")
        page.locator("[data-figure] svg[role=img]").first.wait_for()
        page.get_by_role("button", name="Export").first.click()
        page.get_by_role("button", name="CSV").first.click()
        wait_until(lambda: list(desktop.answers.glob("*.csv")))

        _go(page, f"#/results/{job}/ssrs/table")
        rows = page.get_by_role("grid").first.get_by_role("row")
        rows.nth(5).wait_for()
        seen = rows.last.inner_text()
        rows.last.hover()
        page.mouse.wheel(0, 4000)
        expect(rows.last).not_to_have_text(seen)

        _go(page, f"#/results/{job}/files")
        page.get_by_role("link", name="All files as a zip").click()
        saved = desktop.answers / f"ssr_analysis_{job}_full.zip"
        expect(page.get_by_role("region", name="Notices")).to_contain_text(str(saved))
        with zipfile.ZipFile(saved) as archive:
            assert archive.testzip() is None
            assert any(name.endswith("run.json") for name in archive.namelist())
        assert faults == []


def test_a_second_start_brings_the_window_to_the_front_with_its_result(
    start: Starting, display: Display, demo_result: Path
) -> None:
    with start() as desktop:
        page = desktop.front_end()
        wait_until(lambda: display.active_window() == TITLE)
        display.xdotool("getactivewindow", "windowminimize")
        wait_until(lambda: display.active_window() != TITLE)

        second = desktop.start_again()

        assert (second.returncode, second.stderr) == (0, b"")
        wait_until(lambda: display.active_window() == TITLE)

        assert desktop.start_again(str(demo_result)).returncode == 0
        page.wait_for_url("**/#/results/*/overview")
        page.locator("[data-figure] svg[role=img]").first.wait_for()


def test_a_result_that_is_none_is_told_in_the_window(start: Starting, tmp_path: Path) -> None:
    other = tmp_path / "notes.txt"
    other.write_text("mine")
    with start("open", str(other)) as desktop:
        notices = desktop.front_end().get_by_role("region", name="Notices")
        expect(notices).to_contain_text("notes.txt is neither a folder nor a zip")


def test_theme_size_and_place_are_remembered(start: Starting, display: Display) -> None:
    with start() as desktop:
        page = desktop.front_end()
        page.get_by_role("button", name="Dark").click()
        wait_until(lambda: display.active_window() == TITLE)
        display.xdotool("getactivewindow", "windowsize", "1000", "700", "windowmove", "200", "100")
        wait_until(lambda: _size(page)[0] == 1000)
        address = desktop.server_file()["address"]
        place = display.xdotool("getactivewindow", "getwindowgeometry")
        display.close_active_window()
        assert desktop.exit_code() == 0

    with start() as desktop:
        page = desktop.front_end()
        assert desktop.server_file()["address"] == address
        assert page.evaluate("document.documentElement.dataset.theme") == "dark"
        wait_until(lambda: display.active_window() == TITLE)
        assert display.xdotool("getactivewindow", "getwindowgeometry") == place


def test_a_port_that_is_taken_is_replaced(start: Starting) -> None:
    with start() as desktop:
        desktop.front_end()
        port = int(desktop.server_file()["address"].rsplit(":", 1)[1])
    with socket.socket() as taken:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        taken.bind(("127.0.0.1", port))
        taken.listen()
        with start() as desktop:
            desktop.front_end()
            assert not desktop.server_file()["address"].endswith(f":{port}")


def test_zoom_follows_the_keys_and_is_remembered(start: Starting) -> None:
    with start() as desktop:
        page = desktop.front_end()
        before = _size(page)[0]
        page.keyboard.press("Control++")
        page.wait_for_function("(before) => window.innerWidth < before", arg=before)
        larger = _size(page)[0]
    with start() as desktop:
        page = desktop.front_end()
        page.wait_for_function("(larger) => window.innerWidth === larger", arg=larger)
        page.keyboard.press("Control+0")
        page.wait_for_function("(before) => window.innerWidth === before", arg=before)


def test_about_lists_the_packages_and_the_folders(start: Starting, display: Display) -> None:
    with start() as desktop:
        page = desktop.front_end()
        wait_until(lambda: display.active_window() == TITLE)
        _choose_from_menu(desktop, display, menu=110, entry=2)
        about = page.get_by_role("dialog")
        expect(about).to_contain_text(str(desktop.data_dir))
        expect(about.get_by_role("row").filter(has_text="duckdb")).to_contain_text("MIT")


def test_a_result_that_is_dropped_is_opened_where_it_lies(
    start: Starting, display: Display, demo_result: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "räksmörgås 1 %20"
    shutil.copytree(demo_result, folder)
    with start() as desktop, _drag_source(display, folder):
        page = desktop.front_end()
        wait_until(lambda: display.active_window() == TITLE)
        _drag_to_the_middle(display, page)
        page.wait_for_url("**/#/results/*/overview")
        (job,) = desktop.server.get("/api/jobs").json()["jobs"]
        assert job["name"] == folder.name


def test_genomes_that_are_dropped_find_their_place(
    start: Starting, display: Display, demo_result: Path
) -> None:
    with start() as desktop, _drag_source(display, demo_result.parent / "input/demo.fa"):
        page = desktop.front_end()
        wait_until(lambda: display.active_window() == TITLE)
        _drag_to_the_middle(display, page)
        expect(page.get_by_role("main")).to_contain_text("demo.fa")


def test_the_end_of_a_job_is_told_on_the_desktop(
    start: Starting, display: Display, tmp_path: Path
) -> None:
    notify = tmp_path / "bin/notify-send"
    notify.parent.mkdir()
    notify.write_text(f'#!/bin/sh\nprintf "%s|" "$@" > {tmp_path}/told\n')
    notify.chmod(0o755)
    with start(PATH=f"{notify.parent}:{os.environ['PATH']}") as desktop:
        page = desktop.front_end()
        job = desktop.server.add_endless_job()
        _go(page, "#/jobs")
        # The page looks for jobs of others now and then only.
        page.reload()
        expect(page.get_by_role("main")).to_contain_text("endless")
        wait_until(lambda: display.active_window() == TITLE)
        display.xdotool("getactivewindow", "windowminimize")
        page.wait_for_function("'pywebview' in window && !document.hasFocus()")
        desktop.server.end_genome(job, b"GATTACA" * 500)
        wait_until((tmp_path / "told").is_file)
        assert "endless is done" in (tmp_path / "told").read_text()


def _watched(page: Page) -> list[str]:
    """What the page tells of faults from now on; refusals of its security policy are some."""
    faults: list[str] = []
    page.on("console", lambda told: faults.append(told.text) if told.type == "error" else None)
    page.on("pageerror", lambda error: faults.append(str(error)))
    return faults


@contextmanager
def _drag_source(display: Display, path: Path) -> Iterator[None]:
    """A small window at the upper left from which the path can be dragged."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.desktop.drag_source", str(path)],
        env={**os.environ, "DISPLAY": display.name},
    )
    try:
        wait_until(lambda: display.finds("Drag source"))
        yield
    finally:
        process.terminate()
        process.wait()


def _drag_to_the_middle(display: Display, page: Page) -> None:
    """Moves in steps, as a hand does, and lets go when the page is ready to take it."""
    display.xdotool("mousemove", "40", "70", "mousedown", "1")
    for step in range(1, 21):
        display.xdotool("mousemove", str(40 + 30 * step), str(70 + 20 * step))
    expect(page.get_by_role("main")).to_contain_text("Drop them")
    # A last move: its answer says that a drop is welcome.
    for step in range(10):
        display.xdotool("mousemove", str(640 + 2 * step), "470", "sleep", "0.1")
    display.xdotool("mouseup", "1")


def _go(page: Page, place: str) -> None:
    page.evaluate("(place) => { location.hash = place }", place)


def _size(page: Page) -> tuple[int, int]:
    width, height = page.evaluate("[window.innerWidth, window.innerHeight]")
    return width, height


def _choose_from_menu(desktop: Desktop, display: Display, menu: int, entry: int) -> None:
    """Clicks the menu that lies so far from the left, then goes down to its entry."""
    assert desktop.process.poll() is None
    window = display.xdotool("getactivewindow")
    display.xdotool("mousemove", "--window", window, str(menu), "10", "click", "1")
    for _ in range(entry):
        display.xdotool("key", "Down")
    display.xdotool("key", "Return")
