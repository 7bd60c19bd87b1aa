"""The packed program in its window, as a process of its own: demo, figures, end.

`python -m tests.packaging.window_check FOLDER RESULT WORD...` starts the words of the command with
their data in FOLDER and runs the demo; then opens RESULT by a second start. Prints figures as JSON.
"""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil
from playwright.sync_api import Page, sync_playwright

from tests.desktop.desktop_program import free_port
from tests.packaging.bundle import PACKAGING
from tests.server.contract.running_server import wait_until

assert str(PACKAGING) in sys.path
from smoke_test import clean_environment  # noqa: E402  # found there

_FIRST_PAINT = """() => new Promise((resolve) => {
  const look = () => {
    const [paint] = performance.getEntriesByName('first-contentful-paint');
    if (paint) resolve((performance.timeOrigin + paint.startTime) / 1000);
    else requestAnimationFrame(look);
  };
  look();
})"""


def main() -> None:
    folder, result, *command = sys.argv[1:]
    with _display() as display:
        sys.stdout.write(json.dumps(check_window(Path(folder), display, command, result)) + "\n")


def check_window(folder: Path, display: str, command: list[str], result: str) -> dict[str, Any]:
    port = free_port()
    environment = clean_environment(
        folder, DISPLAY=display, QTWEBENGINE_REMOTE_DEBUGGING=str(port),
        QTWEBENGINE_DISABLE_SANDBOX="1", QTWEBENGINE_CHROMIUM_FLAGS="--disable-gpu",
    )  # fmt: skip
    figures: dict[str, Any] = {}
    start = time.time()
    process = subprocess.Popen(command, env=environment)
    try:
        with sync_playwright() as playwright:
            page = _page(playwright, port, process)
            figures["page ready, s"] = round(page.evaluate(_FIRST_PAINT) - start, 2)
            figures["idle memory, MB"] = round(_memory(process.pid) / 1e6)
            _run_demo(page)
            second = subprocess.run([*command, result], env=environment, timeout=60, check=False)
            assert second.returncode == 0
            page.wait_for_function("() => document.body.innerText.includes('From elsewhere')")
            process.send_signal(signal.SIGTERM)
            figures["exit code"] = process.wait(30)
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()
    return figures


def _page(playwright: Any, port: int, process: "subprocess.Popen[bytes]") -> Page:
    address = f"http://127.0.0.1:{port}"
    wait_until(lambda: process.poll() is not None or _listens(port), 60)
    assert process.poll() is None
    browser = playwright.chromium.connect_over_cdp(address, no_defaults=True)
    wait_until(lambda: browser.contexts and browser.contexts[0].pages)
    page: Page = browser.contexts[0].pages[0]
    page.get_by_role("navigation", name="Main").wait_for(state="attached")
    return page


def _listens(port: int) -> bool:
    return any(
        found.laddr and found.laddr.port == port and found.status == psutil.CONN_LISTEN
        for found in psutil.net_connections("tcp")
    )


def _run_demo(page: Page) -> None:
    page.get_by_role("button", name="Demo data").click()
    page.wait_for_url("**/#/results/*/overview", timeout=60_000)
    page.locator("[data-figure] svg[role=img]").first.wait_for()


def _memory(pid: int) -> int:
    """Bytes of a process and all it has started; what they share is divided among them."""
    tree = [psutil.Process(pid), *psutil.Process(pid).children(recursive=True)]
    return sum(int(process.memory_full_info().pss) for process in tree)


@contextmanager
def _display() -> Iterator[str]:
    reader, writer = os.pipe()
    words = ["-displayfd", str(writer), "-screen", "0", "1440x900x24", "-nolisten", "tcp"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    server = subprocess.Popen(["Xvfb", *words], pass_fds=[writer], **quiet)
    os.close(writer)
    with os.fdopen(reader) as told:
        name = f":{told.readline().strip()}"
    manager = subprocess.Popen(["openbox"], env={**os.environ, "DISPLAY": name}, **quiet)
    try:
        yield name
    finally:
        for process in (manager, server):
            process.terminate()
            process.wait()


if __name__ == "__main__":
    main()
