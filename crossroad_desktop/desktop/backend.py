"""The server inside the program: its log, its port, its start and its stop.

In: settings. Out: a server that answers, or the reason why there is none.
"""

import contextlib
import faulthandler
import logging
from collections.abc import Sequence
from dataclasses import replace
from typing import TextIO

from litestar.types import ControllerRouterHandler

from crossroad_desktop.desktop.diagnostics import crash_log_path
from crossroad_desktop.errors import OutputError, StorageError
from crossroad_desktop.frontend_files import find_front_end
from crossroad_desktop.server.running import RunningServer, log_to_file
from crossroad_desktop.settings import Settings


class Backend:
    """The server of one data folder, from `start` to `stop`."""

    def __init__(self, settings: Settings, routes: Sequence[ControllerRouterHandler] = ()) -> None:
        self.settings = settings
        self._routes = tuple(routes)
        self._server: RunningServer | None = None
        self._log: logging.Handler | None = None
        self._crash_log: TextIO | None = None

    @property
    def is_running(self) -> bool:
        """Whether there is a server."""
        return self._server is not None

    @property
    def server(self) -> RunningServer:
        """The server that was started."""
        assert self._server is not None
        return self._server

    @property
    def port(self) -> int:
        """The port it answers at; 0 without a server."""
        return 0 if self._server is None else int(self._server.address.rsplit(":", 1)[1])

    def start(self, preferred_port: int = 0) -> None:
        """Starts the server, at the preferred port unless the settings name one or it is taken.

        Raises CrossroadError if it cannot start.
        """
        self._log = log_to_file(self.settings)
        self._note_crashes()
        port = self.settings.port or preferred_port
        try:
            self._server = self._started(port)
        except StorageError:
            raise
        except OutputError:
            if self.settings.port or not port:
                raise
            logging.getLogger(__name__).info("Port %d is taken; another one is used.", port)
            self._server = self._started(0)

    def stop(self) -> None:
        """Stops the server; running jobs go back to the queue. May be called twice."""
        server, self._server = self._server, None
        if server is not None:
            server.stop()
        faulthandler.disable()
        logs, self._log, self._crash_log = (self._log, self._crash_log), None, None
        for log in logs:
            if isinstance(log, logging.Handler):
                logging.getLogger().removeHandler(log)
            if log is not None:
                # On a full disk the last lines are lost, but the program must end.
                with contextlib.suppress(OSError):
                    log.close()

    def _started(self, port: int) -> RunningServer:
        server = RunningServer(
            replace(self.settings, port=port), front_end=find_front_end(), routes=self._routes
        )
        server.start()
        return server

    def _note_crashes(self) -> None:
        # A full disk is no reason not to start.
        with contextlib.suppress(OSError):
            self._crash_log = crash_log_path(self.settings).open("a", encoding="utf-8")
            faulthandler.enable(self._crash_log)
