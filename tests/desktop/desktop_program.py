"""The program with its window as a process of its own, and how tests drive it."""

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import httpx
from playwright.sync_api import Browser, Page, Playwright

from tests.server.contract.running_server import DEADLINE, Server, wait_until

LAUNCHER: Final = [sys.executable, "-m", "tests.desktop.answered_program"]
TITLE: Final = "CrossRoad Desktop"


@dataclass
class Display:
    """An X server with a window manager, for one test run."""

    name: str

    def xdotool(self, *words: str) -> str:
        environment = {**os.environ, "DISPLAY": self.name}
        return subprocess.run(
            ["xdotool", *words], env=environment, check=True, capture_output=True, text=True
        ).stdout.strip()

    def active_window(self) -> str:
        """The title of the window that has the focus."""
        try:
            return self.xdotool("getactivewindow", "getwindowname")
        except subprocess.CalledProcessError:
            return ""

    def finds(self, title: str) -> bool:
        """Whether a window with this title is shown."""
        try:
            return bool(self.xdotool("search", "--onlyvisible", "--name", title))
        except subprocess.CalledProcessError:
            return False

    def close_active_window(self) -> None:
        """As a click on the cross in its frame."""
        self.xdotool("key", "--clearmodifiers", "alt+F4")


@dataclass
class Desktop:
    """A start of the program in a folder of its own."""

    folder: Path
    """Home, data folder and answers of dialogs lie in it."""
    environment: dict[str, str]
    process: subprocess.Popen[bytes]
    debugging_port: int
    playwright: Playwright
    browsers: list[Browser] = field(default_factory=list)
    _server: Server | None = None

    @property
    def data_dir(self) -> Path:
        return Path(self.environment["CROSSROAD_DATA_DIR"])

    @property
    def answers(self) -> Path:
        return self.folder / "answers"

    def page(self) -> Page:
        """The page in the window, as soon as it can be reached."""
        if not self.browsers:
            address = f"http://127.0.0.1:{self.debugging_port}"
            wait_until(lambda: self.process.poll() is not None or _answers(address))
            assert self.process.poll() is None, self.said()
            connect: Any = self.playwright.chromium.connect_over_cdp
            self.browsers.append(connect(address, no_defaults=True))
        wait_until(lambda: self.browsers[0].contexts and self.browsers[0].contexts[0].pages)
        return self.browsers[0].contexts[0].pages[0]

    def front_end(self) -> Page:
        """The page, when it shows the front end and the window can tell it something."""
        page = self.page()
        page.get_by_role("navigation", name="Main").wait_for(state="attached")
        page.wait_for_function("'pywebview' in window")
        return page

    def server_file(self) -> dict[str, Any]:
        """Address and token of the server, as soon as it runs."""
        path = self.data_dir / "server.json"
        wait_until(path.is_file)
        told: dict[str, Any] = json.loads(path.read_text())
        return told

    @property
    def server(self) -> Server:
        """The server inside, to be called as others would."""
        if self._server is None:
            told = self.server_file()
            headers = {"Authorization": f"Bearer {told['token']}"}
            http = httpx.Client(base_url=told["address"], headers=headers, timeout=DEADLINE)
            self._server = Server(
                self.process, self.data_dir, self.data_dir / "jobOut", told["address"],
                told["token"], http,
            )  # fmt: skip
        return self._server

    def start_again(self, *words: str) -> "subprocess.CompletedProcess[bytes]":
        """A second start beside the first one."""
        return subprocess.run(
            [*LAUNCHER, "open", *words], env=self.environment, timeout=DEADLINE, check=False,
            capture_output=True,
        )  # fmt: skip

    def said(self) -> str:
        """What it printed on stderr."""
        return (self.folder / "stderr").read_text(errors="replace")

    def exit_code(self) -> int:
        """Waits for the end."""
        return self.process.wait(DEADLINE)

    def stop(self) -> None:
        if self._server is not None:
            for fifo in self._server.fifos.values():
                os.close(fifo)
            self._server.http.close()
        for browser in self.browsers:
            browser.close()
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(DEADLINE)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
                raise


@contextmanager
def running_desktop(
    folder: Path, playwright: Playwright, *words: str, **variables: str
) -> Iterator[Desktop]:
    """The program with its data in `folder`; `words` is its command line, `variables` go before
    its environment, an empty one is taken out of it."""
    (folder / "answers").mkdir(parents=True, exist_ok=True)
    port = free_port()
    environment = {
        **{name: value for name, value in os.environ.items() if "CROSSROAD" not in name},
        "HOME": str(folder),
        "XDG_CONFIG_HOME": str(folder / "config"),
        "XDG_DATA_HOME": str(folder / "share"),
        "CROSSROAD_DATA_DIR": str(folder / "data"),
        "ANSWERS": str(folder / "answers"),
        "QTWEBENGINE_REMOTE_DEBUGGING": str(port),
        "QTWEBENGINE_DISABLE_SANDBOX": "1",
        "QTWEBENGINE_CHROMIUM_FLAGS": "--disable-gpu",
        **variables,
    }
    environment = {name: value for name, value in environment.items() if value}
    with (folder / "stderr").open("wb") as errors:
        process = subprocess.Popen(
            [*LAUNCHER, *(words or ("open",))], env=environment, stdout=subprocess.DEVNULL,
            stderr=errors,
        )  # fmt: skip
    desktop = Desktop(folder, environment, process, port, playwright)
    try:
        yield desktop
    finally:
        desktop.stop()


def free_port() -> int:
    """A port that nobody has at this moment."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def _answers(address: str) -> bool:
    try:
        return httpx.get(f"{address}/json/version", timeout=2).status_code == 200
    except httpx.HTTPError:
        return False
