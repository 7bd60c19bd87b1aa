"""The steps of a job's run with their times: told while it runs, kept when it has ended.

In: the names of steps, as the run reports them. Out: a small JSON file in the folder of the job,
which its child process writes, and what any other process reads from it. Steps may take turns
(tables are written between comparisons); each is told once, with the time of all its turns.
"""

import json
import time
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from crossroad_desktop.jobs.job import Job

_SECONDS_BETWEEN_DETAILS: Final = 0.5


@dataclass
class Step:
    """One step of a run."""

    name: str
    started_at: str
    """When its first turn began; ISO 8601, UTC."""
    seconds: float | None = None
    """Of all its turns that have ended; None while it is at work for the first time."""
    detail: str | None = None
    """What it did last: how many genomes it has read, which file it writes."""
    resumed_at: str | None = None
    """When the turn began that has not ended: the step is at work, or the run was ended in it."""
    earlier_seconds: float = 0.0
    """Of the turns before that one; as it is read, not as it is kept."""


class StepTimes:
    """Notes the steps of one run in a file, as far as that can be written."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._steps: dict[str, Step] = {}
        self._current: Step | None = None
        self._resumed = 0.0
        self._written = 0.0
        self._write()

    def report(self, name: str, detail: str | None) -> None:
        """The run is in this step now."""
        is_new_turn = self._current is None or self._current.name != name
        if is_new_turn:
            self._end_turn()
            self._begin_turn(name)
        assert self._current is not None
        self._current.detail = detail or self._current.detail
        if is_new_turn or time.monotonic() > self._written + _SECONDS_BETWEEN_DETAILS:
            self._write()

    def end(self) -> None:
        """The run has ended."""
        self._end_turn()
        self._write()

    def _begin_turn(self, name: str) -> None:
        now = _now()
        self._current = self._steps.setdefault(name, Step(name, now))
        self._current.resumed_at = now
        self._resumed = time.monotonic()

    def _end_turn(self) -> None:
        if self._current is None:
            return
        taken = time.monotonic() - self._resumed
        self._current.seconds = round((self._current.seconds or 0.0) + taken, 3)
        self._current.resumed_at = None
        self._current = None

    def _write(self) -> None:
        self._written = time.monotonic()
        content = json.dumps([asdict(step) for step in self._steps.values()])
        part = unfinished_path(self._path)
        # On a full disk the results cannot be written either, and that is what is told.
        with suppress(OSError):
            part.write_text(content, encoding="utf-8")
            part.replace(self._path)


def unfinished_path(path: Path) -> Path:
    """Where a file of steps is written until it is whole."""
    return path.with_name(f".{path.name}")


def read_steps(path: Path, job: Job) -> list[Step]:
    """The steps of the job's run in order of first appearance; none before it has begun.

    The one at work has no `seconds`. If the run was ended in it, it has those until the end.
    """
    try:
        steps = [Step(**entry) for entry in json.loads(path.read_bytes())]
    except (OSError, ValueError, TypeError):
        return []
    for step in steps:
        if step.resumed_at is None:
            continue
        step.earlier_seconds = step.seconds or 0.0
        step.seconds = None
        if job.finished_at is not None:
            turn = _seconds_between(step.resumed_at, job.finished_at)
            step.seconds = round(step.earlier_seconds + turn, 3)
    return steps


def _seconds_between(begin: str, end: str) -> float:
    lasted = datetime.fromisoformat(end) - datetime.fromisoformat(begin)
    return max(lasted.total_seconds(), 0.0)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")
