"""How the window ends: by its cross, with unfinished jobs, by a signal; nothing stays behind."""

import signal
import socket

import psutil
import pytest
from playwright.sync_api import Locator, Page, expect

from crossroad_desktop.jobs.store import JobStatus, JobStore
from tests.desktop.conftest import Starting
from tests.desktop.desktop_program import TITLE, Desktop, Display
from tests.server.contract.running_server import wait_until

pytestmark = pytest.mark.slow


def test_closing_the_window_ends_the_program(start: Starting, display: Display) -> None:
    with start() as desktop:
        desktop.front_end()
        port = int(desktop.server_file()["address"].rsplit(":", 1)[1])
        _close(display)
        assert desktop.exit_code() == 0
        assert not (desktop.data_dir / "server.json").exists()
        assert not (desktop.data_dir / "window.json").exists()
        with socket.socket() as free:
            free.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            free.bind(("127.0.0.1", port))


def test_jobs_that_are_kept_wait_for_the_next_start(start: Starting, display: Display) -> None:
    with start() as desktop:
        page, job = _page_with_running_job(desktop)
        children = psutil.Process(desktop.process.pid).children(recursive=True)
        _ask_to_close(display, page).get_by_role("button", name="Keep them and close").click()
        assert desktop.exit_code() == 0
        assert _status(desktop, job) == JobStatus.QUEUED
        psutil.wait_procs(children, timeout=10)
        assert not any(child.is_running() for child in children)


def test_jobs_that_are_stopped_are_cancelled(start: Starting, display: Display) -> None:
    with start() as desktop:
        page, job = _page_with_running_job(desktop)
        _ask_to_close(display, page).get_by_role("button", name="Cancel the jobs").click()
        assert desktop.exit_code() == 0
        with JobStore(desktop.data_dir / "jobOut/jobs.sqlite3").open(is_owner=False) as store:
            assert store.get(job).cancelled


def test_whoever_stays_is_asked_again(start: Starting, display: Display) -> None:
    with start() as desktop:
        page, job = _page_with_running_job(desktop)
        question = _ask_to_close(display, page)
        expect(question).to_contain_text("1 job running")
        question.get_by_role("button", name="Stay").click()
        expect(question).to_have_count(0)
        assert desktop.server.state(job)["status"] == "running"
        _ask_to_close(display, page)


def test_closing_once_more_is_an_answer_too(start: Starting, display: Display) -> None:
    with start() as desktop:
        page, job = _page_with_running_job(desktop)
        _ask_to_close(display, page)
        _close(display)
        assert desktop.exit_code() == 0
        assert _status(desktop, job) == JobStatus.QUEUED


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_signal_ends_the_program_and_keeps_its_jobs(start: Starting, number: int) -> None:
    with start() as desktop:
        _, job = _page_with_running_job(desktop)
        desktop.process.send_signal(number)
        assert desktop.exit_code() == 0
        assert _status(desktop, job) == JobStatus.QUEUED
        assert not (desktop.data_dir / "server.json").exists()


def test_a_program_that_was_killed_starts_again(start: Starting) -> None:
    with start() as desktop:
        _, job = _page_with_running_job(desktop)
        desktop.process.kill()
        desktop.process.wait()
    with start() as desktop:
        desktop.front_end()
        assert job in desktop.server.job_folders()


def _page_with_running_job(desktop: Desktop) -> tuple[Page, str]:
    page = desktop.front_end()
    return page, desktop.server.add_endless_job()


def _ask_to_close(display: Display, page: Page) -> Locator:
    _close(display)
    question = page.get_by_role("dialog", name="Close CrossRoad?")
    question.wait_for()
    return question


def _close(display: Display) -> None:
    wait_until(lambda: display.active_window() == TITLE)
    display.close_active_window()


def _status(desktop: Desktop, job: str) -> JobStatus:
    with JobStore(desktop.data_dir / "jobOut/jobs.sqlite3").open(is_owner=False) as store:
        return store.get(job).status
