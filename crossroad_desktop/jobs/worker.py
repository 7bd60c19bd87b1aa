"""One child process that runs one job.

In: a command and the id of a job. Out: its newest progress, what it said at its end, and its end
itself, with everything it may have started.
"""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

import psutil

from crossroad_desktop.jobs import processes
from crossroad_desktop.jobs.processes import JOB_VARIABLE, ProcessIdentity

SECONDS_TO_END: Final = 1.0
"""What a child process gets to put its things away before it is killed."""

EXIT_DOES_NOT_FIT: Final = 1
"""Exit code of a child process that says itself why there are no results."""
EXIT_INTERRUPTED: Final = 130
"""Exit code of one that was asked to end (SIGTERM) and put its things away."""


def worker_command() -> list[str]:
    """What runs a job when its id is appended: this program, frozen or not."""
    if getattr(sys, "frozen", False):
        program = Path(sys.executable)
        if sys.platform == "win32":
            # Of the two there, that of the window has no standard output to tell progress on.
            program = program.with_name("crossroad.exe")
        return [str(program), "run-job"]
    return [sys.executable, "-m", "crossroad_desktop", "run-job"]


class Worker:
    """A running child process and what it has said so far.

    Its standard input is a pipe from us that stays open and empty: when this process dies, however
    it dies, the child reads the end of it and ends too.
    """

    def __init__(
        self,
        job_id: str,
        command: Sequence[str],
        environment: Mapping[str, str],
        crash_log: Path,
        on_end: Callable[[], None],
    ) -> None:
        """Starts the process; `on_end` is called from another thread when it has ended.

        Raises OSError if it cannot be started.
        """
        self.job_id = job_id
        self.progress: tuple[float, str] | None = None
        """Newest fraction and message."""
        self.told: tuple[float, str] | None = None
        """Those that were passed on last."""
        self.summary: dict[str, Any] | None = None
        """What the child found; it says so only when all results are in place."""
        self.error: str | None = None
        """What the child says was wrong."""
        self.is_cancelled = False
        self._end_by: float | None = None
        self._is_cleared = False
        self._relatives: list[psutil.Process] = []
        self._on_end = on_end
        with crash_log.open("wb") as errors:
            self._process = subprocess.Popen(
                [*command, job_id],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                env={**os.environ, **environment, JOB_VARIABLE: job_id},
                **_own_session(),
            )
        self._reader = threading.Thread(target=self._read, name=f"reads {job_id}", daemon=True)
        self._reader.start()

    @property
    def identity(self) -> ProcessIdentity | None:
        """The child process; None if it is gone already."""
        return processes.identify(self._process.pid)

    @property
    def exit_code(self) -> int | None:
        """None while it runs; below 0 for the signal that ended it."""
        return self._process.poll()

    @property
    def has_crashed(self) -> bool:
        """Whether it ended by our fault, or from outside without our asking."""
        expected = (0, EXIT_DOES_NOT_FIT, EXIT_INTERRUPTED, None)
        return self.exit_code not in expected and self._end_by is None

    @property
    def was_interrupted(self) -> bool:
        """Whether somebody else asked it to end: the system that shuts down, a log-out."""
        return self.exit_code == EXIT_INTERRUPTED and self._end_by is None

    def ask_to_end(self) -> None:
        """Asks the whole tree to end; `end_if_overdue` must follow, until it has ended."""
        if self._end_by is not None:
            return
        self._end_by = time.monotonic() + SECONDS_TO_END
        self._relatives = processes.descendants(self._process.pid)
        self._process.terminate()
        processes.terminate(self._relatives)

    def end_if_overdue(self) -> None:
        """Kills the tree if it was asked to end and had its time."""
        if self._end_by is not None and time.monotonic() > self._end_by:
            self._relatives += processes.descendants(self._process.pid)
            self._process.kill()
            processes.kill(self._relatives)

    def has_ended(self) -> bool:
        """Whether it has ended; then nothing that it started runs any more."""
        if self._is_cleared:
            return True
        if self._process.poll() is None:
            return False
        self._is_cleared = True
        processes.kill(self._relatives)
        processes.kill_session(self._process.pid)
        self._reader.join(SECONDS_TO_END)
        self._close_pipes()
        return True

    def describe_end(self) -> str:
        """Why there are no results, if the child itself said nothing."""
        code = self.exit_code or 0
        if code < 0:
            return (
                f"The analysis was ended from outside ({_signal_name(-code)}), usually because "
                "memory ran out. Close other programs or analyse fewer genomes at a time, then run "
                "it again."
            )
        return (
            f"The analysis ended by a fault of CrossRoad Desktop (exit code {code}). Run it again; "
            "if that does not help, report it with the file crash.log in the folder of the job."
        )

    def _read(self) -> None:
        assert self._process.stdout is not None
        # A pipe that was closed while we wait for a line is an end like any other.
        with suppress(ValueError, OSError):
            for line in self._process.stdout:
                self._take(line)
            self._process.wait()
        self._on_end()

    def _take(self, line: bytes) -> None:
        try:
            said = json.loads(line)
        except ValueError:
            return
        match said:
            case {"progress": int() | float() as fraction, "message": str(message)}:
                self.progress = (float(fraction), message)
            case {"summary": dict(summary)}:
                self.summary = summary
            case {"error": str(error)}:
                self.error = error

    def _close_pipes(self) -> None:
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None and not self._reader.is_alive():
                pipe.close()


def _own_session() -> dict[str, Any]:
    """A Ctrl+C in our terminal is not the child's business; we end it ourselves."""
    if sys.platform == "win32":
        flags = subprocess.CREATE_NEW_PROCESS_GROUP | subprocess.CREATE_NO_WINDOW
        return {"creationflags": flags}
    return {"start_new_session": True}


def _signal_name(number: int) -> str:
    with suppress(ValueError):
        return signal.Signals(number).name
    return f"signal {number}"
