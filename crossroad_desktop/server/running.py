"""A server from its start to its stop, in a thread or in the foreground.

The socket is bound first, so the port is known before the application is built, and nobody else can
take it in between.
"""

import contextlib
import json
import logging
import logging.handlers
import os
import secrets
import socket
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import uvicorn
from litestar.types import ControllerRouterHandler

from crossroad_desktop.errors import ConflictError, NotFoundError, OutputError, StorageError
from crossroad_desktop.jobs.folders import JobFolders
from crossroad_desktop.jobs.runner import JobRunner
from crossroad_desktop.jobs.store import JobStatus, JobStore
from crossroad_desktop.results.connection import DEFAULT_LIMITS, QueryLimits
from crossroad_desktop.server.app import make_app
from crossroad_desktop.server.checking import remove_old_checks
from crossroad_desktop.server.services import Services
from crossroad_desktop.settings import Settings

_SECONDS_FOR_OPEN_ANSWERS: Final = 1
_LOG_BYTES: Final = 2_000_000
_LOG_FILES: Final = 4


class RunningServer:
    """The server of one data folder; between `start` and `stop` it answers and runs jobs."""

    def __init__(
        self,
        settings: Settings,
        *,
        with_token: bool = True,
        foreign_origins: Sequence[str] = (),
        front_end: Path | None = None,
        routes: Sequence[ControllerRouterHandler] = (),
    ) -> None:
        """`routes` are answered too, behind the same guard: those of the desktop window."""
        self._settings = settings
        self._token = secrets.token_urlsafe(32) if with_token else None
        self._foreign_origins = tuple(foreign_origins)
        self._front_end = front_end
        self._routes = tuple(routes)
        self._socket: socket.socket | None = None
        self._server: uvicorn.Server | None = None
        self._thread: threading.Thread | None = None
        self._store = JobStore(settings.database_path)
        self._folders = JobFolders(settings.job_dir)
        self._runner = JobRunner(settings, self._store, self._folders)

    @property
    def address(self) -> str:
        """`http://127.0.0.1:PORT`; known from `start` on."""
        assert self._socket is not None
        host, port = self._socket.getsockname()[:2]
        return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"

    @property
    def url(self) -> str:
        """The address to open in a browser, with the token."""
        return f"{self.address}/" + (f"?token={self._token}" if self._token else "")

    @property
    def token(self) -> str | None:
        """What callers must know; None if no token is asked for."""
        return self._token

    @property
    def notice(self) -> str | None:
        """What the user should know of the list of jobs: that it was damaged."""
        return self._store.notice

    def unfinished_jobs(self) -> tuple[int, int]:
        """How many jobs run and how many wait."""
        return self._store.count(JobStatus.RUNNING), self._store.count(JobStatus.QUEUED)

    def cancel_unfinished_jobs(self, seconds: float = 4.0) -> None:
        """Cancels all jobs that run or wait; returns when they have ended, or after `seconds`."""
        for job in self._store.list_jobs(limit=sys.maxsize):
            if not job.has_ended:
                # It may end by itself at this moment.
                with contextlib.suppress(ConflictError, NotFoundError):
                    self._store.request_cancel(job.id)
        self._runner.wake()
        deadline = time.monotonic() + seconds
        while any(self.unfinished_jobs()) and time.monotonic() < deadline:
            threading.Event().wait(0.05)

    def start(self, seconds: float = 20.0) -> None:
        """Starts to answer and to run jobs; returns when it does.

        Raises OutputError if the port is taken, StorageError if the data folder cannot be used.
        """
        _make_folders(self._settings)
        self._socket = _bind(self._settings.host, self._settings.port)
        try:
            self._store.open()
            self._runner.start()
            self._serve(seconds)
            self._write_server_file()
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """Stops in less than 3 s; running jobs go back to the queue."""
        self._remove_server_file()
        if self._server is not None:
            self._server.should_exit = True
        # The jobs end while open answers get their second.
        self._runner.stop()
        if self._thread is not None and self._server is not None:
            self._thread.join(_SECONDS_FOR_OPEN_ANSWERS + 0.5)
            self._server.force_exit = True
            self._thread.join(0.5)
        if self._socket is not None:
            self._socket.close()
        self._store.close()

    def wait(self) -> None:
        """Returns when the server has stopped by itself; in practice never."""
        while self._thread is not None and self._thread.is_alive():
            self._thread.join(0.5)

    def _serve(self, seconds: float) -> None:
        assert self._socket is not None
        host, port = self._socket.getsockname()[:2]
        services = Services(
            self._settings, self._store, self._folders, self._runner,
            _query_limits(self._settings), self._front_end,
        )  # fmt: skip
        # Without this they would stay until somebody checks files again.
        remove_old_checks(services)
        app: Any = make_app(services, host, port, self._token, self._foreign_origins, self._routes)
        config = uvicorn.Config(
            app,
            log_config=None,
            access_log=False,
            server_header=False,
            lifespan="on",
            # Not what happens to be installed: h11 refuses two Host headers and endless ones.
            http="h11",
            ws="none",
            timeout_graceful_shutdown=_SECONDS_FOR_OPEN_ANSWERS,
        )
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._run, name="server", daemon=True)
        self._thread.start()
        end = time.monotonic() + seconds
        while not self._server.started:
            self._thread.join(0.01)
            if not self._thread.is_alive() or time.monotonic() > end:
                raise OutputError("The server did not start; its log file says why.")

    def _run(self) -> None:
        assert self._server is not None
        assert self._socket is not None
        self._server.run(sockets=[self._socket])

    def _write_server_file(self) -> None:
        content = {"url": self.url, "address": self.address, "token": self._token,
                   "pid": os.getpid()}  # fmt: skip
        path = self._settings.server_file
        part = path.with_name(path.name + f".{os.getpid()}")
        part.unlink(missing_ok=True)
        # Nobody else may read the token, not even for the moment between making and narrowing.
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            json.dump(content, file)
        part.replace(path)

    def _remove_server_file(self) -> None:
        with contextlib.suppress(OSError, ValueError):
            content = json.loads(self._settings.server_file.read_text())
            if content.get("pid") == os.getpid():
                self._settings.server_file.unlink()


def log_to_file(settings: Settings) -> logging.Handler:
    """From now on the program's log goes to a file in the data folder, which is kept small.

    Gives what writes it: whoever changes the data folder takes it away again.

    Raises StorageError if the folder cannot be used.
    """
    _make_folders(settings)
    handler = logging.handlers.RotatingFileHandler(
        settings.log_path, maxBytes=_LOG_BYTES, backupCount=_LOG_FILES, encoding="utf-8", delay=True
    )
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    return handler


def _make_folders(settings: Settings) -> None:
    try:
        settings.data_dir.mkdir(parents=True, exist_ok=True)
        settings.job_dir.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise StorageError(
            f"{settings.data_dir}: cannot be used ({problem.strerror}); choose another data folder "
            "with CROSSROAD_DATA_DIR."
        ) from problem


def _bind(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # With the protocol named: without it asyncio leaves Nagle's algorithm on, which holds answers
    # up for 40 ms.
    bound = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        if sys.platform == "win32":
            # There SO_REUSEADDR would let another program take over the port.
            bound.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        else:
            bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind((host, port))
    except OSError as problem:
        bound.close()
        raise OutputError(
            f"Port {port} at {host} cannot be used ({problem.strerror}); choose another one with "
            "--port, or 0 for any."
        ) from problem
    return bound


def _query_limits(settings: Settings) -> QueryLimits:
    folder = settings.data_dir / "temporary"
    folder.mkdir(exist_ok=True)
    memory = settings.memory_limit_bytes or DEFAULT_LIMITS.memory_bytes
    return QueryLimits(memory_bytes=memory, temporary_folder=folder)
