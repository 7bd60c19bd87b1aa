"""The parts of the window that work without one."""

import json
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from crossroad_desktop.desktop.about import FRONT_END_PARTS, describe_versions, list_parts
from crossroad_desktop.desktop.closing import Closing
from crossroad_desktop.desktop.diagnostics import crash_log_path, save_diagnostics
from crossroad_desktop.desktop.instance import Instance, hand_over
from crossroad_desktop.desktop.static_pages import error_page
from crossroad_desktop.desktop.window_state import (
    WindowState,
    load_window_state,
    save_window_state,
)
from crossroad_desktop.errors import ConflictError, StorageError
from crossroad_desktop.settings import choose_data_dir, default_data_dir, load_settings
from tests.server.contract.running_server import wait_until

PROJECT = Path(__file__).parents[2]


def test_the_window_state_is_read_as_it_was_written(tmp_path: Path) -> None:
    state = WindowState(1000, 700, -8, 30, True, 1.21, 40_123)
    save_window_state(tmp_path, state)
    assert load_window_state(tmp_path) == state


@pytest.mark.parametrize(
    "content",
    [
        b"", b"{", b"[]", b"\xff", b"null", b'{"width": "wide"}', b'{"width": 1}', b'{"x": true}',
        b'{"zoom": 1e9}', b'{"port": 70000}', b'{"is_maximized": 1}', b'{"colour": 1}',
        b"[" * 100_000,
    ],
    ids=range(13),
)  # fmt: skip
def test_a_damaged_window_state_is_the_default(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "window_state.json").write_bytes(content)
    assert load_window_state(tmp_path) == WindowState()


def test_what_fits_of_a_window_state_is_kept(tmp_path: Path) -> None:
    (tmp_path / "window_state.json").write_text('{"width": 900, "height": -5, "zoom": 2}')
    assert load_window_state(tmp_path) == WindowState(width=900, zoom=2)


def test_only_one_start_is_the_first(tmp_path: Path) -> None:
    first, second = Instance(tmp_path), Instance(tmp_path)
    assert first.claim()
    assert not second.claim()
    first.release()
    assert second.claim()
    second.release()


def test_a_later_start_hands_over_what_it_is_asked_for(tmp_path: Path) -> None:
    told: list[Path | None] = []
    first = Instance(tmp_path)
    first.claim()
    first.listen(told.append)
    hand_over(tmp_path, None)
    hand_over(tmp_path, Path("/results/räksmörgås 1"))
    first.release()
    assert told == [None, Path("/results/räksmörgås 1")]
    assert not (tmp_path / "window.json").exists()


def test_only_this_user_can_read_where_the_first_start_listens(tmp_path: Path) -> None:
    first = Instance(tmp_path)
    first.claim()
    first.listen(lambda _: None)
    mode = (tmp_path / "window.json").stat().st_mode
    first.release()
    assert mode & 0o077 == 0


def test_a_caller_without_the_key_is_not_heard(tmp_path: Path) -> None:
    told: list[Path | None] = []
    first = Instance(tmp_path)
    first.claim()
    first.listen(told.append)
    contact = json.loads((tmp_path / "window.json").read_text())
    (tmp_path / "window.json").write_text(json.dumps({**contact, "key": "00" * 32}))
    with pytest.raises(ConflictError, match="does not answer"):
        hand_over(tmp_path, Path("/mine"), seconds=0.2)
    (tmp_path / "window.json").write_text(json.dumps(contact))
    hand_over(tmp_path, None)
    first.release()
    assert told == [None]


def test_a_first_start_that_does_not_answer_is_told(tmp_path: Path) -> None:
    first = Instance(tmp_path)
    first.claim()
    with pytest.raises(ConflictError, match="does not answer; end it, then start it again"):
        hand_over(tmp_path, None, seconds=0.1)
    first.release()


def test_a_folder_that_cannot_be_locked_is_no_obstacle(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    assert Instance(tmp_path / "file/data").claim()


def test_closing_without_unfinished_jobs_needs_no_question() -> None:
    ended: list[bool] = []
    closing = Closing(lambda: (0, 0), _unreachable, lambda: ended.append(True))
    assert closing.may_close()
    assert closing.may_close()
    assert ended == [True]


def test_closing_with_unfinished_jobs_asks_once() -> None:
    asked: list[tuple[int, int]] = []
    closing = Closing(lambda: (1, 2), lambda *jobs: asked.append(jobs) or True, lambda: None)
    assert not closing.may_close()
    wait_until(lambda: asked == [(1, 2)])
    assert closing.may_close()


def test_whoever_stays_is_asked_the_next_time() -> None:
    asked: list[tuple[int, int]] = []
    closing = Closing(lambda: (1, 0), lambda *jobs: asked.append(jobs) or True, lambda: None)
    for count in (1, 2):
        assert not closing.may_close()
        wait_until(lambda count=count: len(asked) == count)
        closing.stay()


def _unreachable(_running: int, _queued: int) -> bool:
    raise AssertionError("nobody is to be asked")


_HANGS = """
import sys, threading
from crossroad_desktop.desktop.ending import end_in_time
end_in_time(lambda: print("tidied", flush=True), seconds=0.2)
threading.Event().wait()
"""
_STUBBORN = """
import os, signal, sys, threading
from crossroad_desktop.desktop.ending import call_on_signals, leave
call_on_signals([signal.SIGTERM], lambda: leave(7))
print("ready", flush=True)
sum(iter(lambda: 1, 0)) if sys.argv[1:] else threading.Event().wait()
"""


def test_a_program_that_hangs_is_ended_after_it_was_tidied() -> None:
    done = subprocess.run([sys.executable, "-c", _HANGS], capture_output=True, timeout=30)
    assert (done.returncode, done.stdout) == (1, b"tidied\n")
    # What each thread did, for whoever looks for the reason.
    assert b"most recent call first" in done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")
@pytest.mark.parametrize("words", [[], ["busy"]], ids=["waiting", "busy"])
def test_a_signal_is_heard_whatever_the_main_thread_does(words: list[str]) -> None:
    process = subprocess.Popen([sys.executable, "-c", _STUBBORN, *words], stdout=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stdout.readline() == b"ready\n"
    process.terminate()
    try:
        assert process.wait(30) == 7
    finally:
        process.kill()
        process.stdout.close()


def test_all_packages_have_a_licence() -> None:
    parts = {part.name: part for part in list_parts()}
    assert {"litestar", "duckdb", "pywebview", "numpy", "svelte"} <= set(parts)
    assert all(part.licence for part in parts.values())
    assert "crossroad-desktop" not in parts


def test_packages_of_the_page_are_those_it_is_built_from() -> None:
    package = json.loads((PROJECT / "frontend/package.json").read_text())
    built_in = {*package["dependencies"], "svelte"}
    assert {name for name, _ in FRONT_END_PARTS} == built_in


def test_diagnostics_hold_logs_and_versions_and_nothing_else(tmp_path: Path) -> None:
    settings = load_settings({"CROSSROAD_DATA_DIR": str(tmp_path / "data")})
    (settings.job_dir / "job_1/input").mkdir(parents=True)
    (settings.job_dir / "job_1/job.log").write_text("genome of a patient")
    settings.server_file.write_text('{"token": "secret"}')
    for path in (settings.log_path, tmp_path / "data/crossroad.log.1", crash_log_path(settings)):
        path.write_text(path.name)

    save_diagnostics(settings, tmp_path / "diagnostics.zip")

    with zipfile.ZipFile(tmp_path / "diagnostics.zip") as archive:
        texts = {name: archive.read(name).decode() for name in archive.namelist()}
    assert sorted(texts) == ["crash.log", "crossroad.log", "crossroad.log.1", "versions.txt"]
    assert describe_versions()[0] in texts["versions.txt"]
    assert not re.search(f"secret|patient|{tmp_path}", "".join(texts.values()))


def test_diagnostics_that_cannot_be_written_are_told(tmp_path: Path) -> None:
    settings = load_settings({"CROSSROAD_DATA_DIR": str(tmp_path)})
    with pytest.raises(StorageError, match=r"cannot be written \(Is a directory\); choose another"):
        save_diagnostics(settings, tmp_path)


def test_the_error_page_shows_names_as_they_are() -> None:
    page = error_page("<b>x</b>: cannot", "/data/<i>", "/data/log")
    assert "&lt;b&gt;x&lt;/b&gt;: cannot" in page
    assert "/data/&lt;i&gt;" in page


def test_the_chosen_data_folder_is_the_default(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _config_below(tmp_path, monkeypatch)
    before = default_data_dir()
    choose_data_dir(tmp_path / "mine")
    assert default_data_dir() == tmp_path / "mine" != before
    assert load_settings({}).job_dir == tmp_path / "mine/jobOut"
    assert load_settings({"CROSSROAD_DATA_DIR": "/other"}).data_dir == Path("/other")


@pytest.mark.parametrize("content", [b"", b"[]", b"\xff", b'{"data_dir": 3}', b'{"data_dir": ""}'])
def test_a_damaged_choice_is_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes
) -> None:
    _config_below(tmp_path, monkeypatch)
    before = default_data_dir()
    choose_data_dir(tmp_path / "mine")
    (file,) = (tmp_path / "config").rglob("settings.json")
    file.write_bytes(content)
    assert default_data_dir() == before


def test_a_choice_that_cannot_be_kept_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "config").write_text("mine")
    _config_below(tmp_path, monkeypatch)
    with pytest.raises(StorageError, match=r"cannot be kept .*; set CROSSROAD_DATA_DIR instead"):
        choose_data_dir(tmp_path / "mine")


def _config_below(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if sys.platform != "linux":
        pytest.skip("elsewhere the folder for settings cannot be set")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(folder / "config"))
