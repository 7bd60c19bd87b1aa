"""The table of jobs: the queue, and the record of what became of each job.

In: jobs, and what happens to them. Out: jobs as they stand now. All SQL is here; every change is
one transaction, so any number of threads and processes may use the same table.
"""

import json
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, Self

from crossroad_desktop.errors import ConflictError, NotFoundError
from crossroad_desktop.jobs.database import (
    Connection,
    Row,
    as_storage_errors,
    open_database,
    transaction,
)
from crossroad_desktop.jobs.job import Job, JobStatus, RunningJob, job_of_row, running_job_of_row
from crossroad_desktop.jobs.processes import ProcessIdentity

__all__ = ["CANCELLED", "Job", "JobStatus", "JobStore", "RunningJob"]

CANCELLED: Final = "Cancelled by the user"
_WAITING: Final = "Waiting for its turn"


class JobStore:
    """The table in its file. Usable between `open` and `close`, by any thread."""

    def __init__(self, path: Path, busy_seconds: float = 5.0) -> None:
        self.notice: str | None = None
        """What the user should know of the file, since `open`: that it was damaged."""
        self._path = path
        self._busy_seconds = busy_seconds
        self._connection: Connection | None = None
        self._lock = threading.RLock()

    def open(self, *, is_owner: bool = True) -> Self:
        """The store itself, after the file was made or brought up to date.

        The owner is the server; it puts a damaged file aside and begins a new one. Raises
        StorageError if the file cannot be read and written.
        """
        self._connection, self.notice = open_database(self._path, self._busy_seconds, is_owner)
        return self

    def close(self) -> None:
        """Closes the file."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()
            self._connection = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def add(
        self,
        job_id: str,
        *,
        name: str,
        parameters: Mapping[str, object],
        input_names: Mapping[str, str],
    ) -> Job:
        """The new job, last in the queue; from now on it is accepted."""
        self._change(
            "INSERT INTO jobs (id, name, status, message, parameters, input_names, created_at)"
            " VALUES (?, ?, 'queued', ?, ?, ?, ?)",
            (job_id, name, _WAITING, _json(parameters), _json(input_names), _now()),
        )
        return self.get(job_id)

    def add_ended(
        self,
        job_id: str,
        *,
        name: str,
        parameters: Mapping[str, object],
        input_names: Mapping[str, str],
        warnings: Sequence[str] = (),
        genomes: int | None = None,
        ssrs: int | None = None,
        bytes_on_disk: int | None = None,
        error_details: str | None = None,
    ) -> Job:
        """A job that was not run here: an imported result, or one found again in its folder.

        It is completed, or failed if there are `error_details`.
        """
        with self._write() as connection:
            self.add(job_id, name=name, parameters=parameters, input_names=input_names)
            if error_details is None:
                self.complete(job_id, warnings, genomes, ssrs, bytes_on_disk)
            else:
                _fail(connection, job_id, error_details, is_cancelled=False)
        return self.get(job_id)

    def get(self, job_id: str) -> Job:
        """Raises NotFoundError if there is none."""
        rows = self._read(f"{_SELECT} WHERE id = ?", (job_id,))
        if not rows:
            raise NotFoundError(f"There is no job {job_id!r}.")
        return job_of_row(rows[0])

    def list_jobs(self, limit: int = 50, before: str | None = None) -> list[Job]:
        """Jobs, the newest first; those older than job `before`, if it is given."""
        if before is None:
            rows = self._read(f"{_SELECT} ORDER BY number DESC LIMIT ?", (limit,))
        else:
            older = "WHERE number < (SELECT number FROM jobs WHERE id = ?)"
            rows = self._read(f"{_SELECT} {older} ORDER BY number DESC LIMIT ?", (before, limit))
        return [job_of_row(row) for row in rows]

    def ids(self) -> set[str]:
        """The ids of all jobs."""
        return {row["id"] for row in self._read("SELECT id FROM jobs")}

    def count(self, status: JobStatus) -> int:
        """How many jobs stand so."""
        rows = self._read("SELECT count(*) AS n FROM jobs WHERE status = ?", (status,))
        return int(rows[0]["n"])

    def claim_next(self, max_running: int, runner: ProcessIdentity) -> Job | None:
        """The oldest queued job, now running and `runner`'s; None if there is none, or no room."""
        if not self.count(JobStatus.QUEUED):
            return None
        row = self._change(
            "UPDATE jobs SET status = 'running', message = 'Starting', started_at = ?,"
            " runner_pid = ?, runner_created = ?, worker_pid = NULL, worker_created = NULL"
            " WHERE id = (SELECT id FROM jobs WHERE status = 'queued' ORDER BY number LIMIT 1)"
            " AND (SELECT count(*) FROM jobs WHERE status = 'running') < ? RETURNING id",
            (_now(), runner.pid, runner.created, max_running),
        )
        return None if row is None else self.get(row["id"])

    def set_worker(self, job_id: str, worker: ProcessIdentity) -> None:
        """Notes the child process of a running job."""
        self._change(
            "UPDATE jobs SET worker_pid = ?, worker_created = ? WHERE id = ?",
            (worker.pid, worker.created, job_id),
        )

    def rename(self, job_id: str, name: str) -> Job:
        """The job under its new name."""
        self._change("UPDATE jobs SET name = ? WHERE id = ?", (name, job_id))
        return self.get(job_id)

    def report(self, job_id: str, progress: float, message: str) -> None:
        """Notes how far a running job is; progress that would fall stays."""
        self._change(
            "UPDATE jobs SET progress = max(progress, min(?, 1.0)), message = ?"
            " WHERE id = ? AND status = 'running'",
            (progress, message, job_id),
        )

    def complete(
        self,
        job_id: str,
        warnings: Sequence[str],
        genomes: int | None,
        ssrs: int | None,
        bytes_on_disk: int | None,
    ) -> None:
        """The results are there."""
        self._change(
            "UPDATE jobs SET status = 'completed', message = 'Done', progress = 1.0,"
            " error_details = NULL, warnings = ?, genomes = ?, ssrs = ?, bytes_on_disk = ?,"
            " finished_at = ? WHERE id = ? AND status IN ('queued', 'running')",
            (_json(warnings), genomes, ssrs, bytes_on_disk, _now(), job_id),
        )

    def fail(self, job_id: str, details: str, *, cancelled: bool = False) -> None:
        """There will be no results; `details` say why, and what to do."""
        with self._write() as connection:
            _fail(connection, job_id, details, cancelled)

    def requeue(self, job_id: str, *, was_interrupted: bool) -> None:
        """Puts a running job back to its place in the queue."""
        self._change(
            "UPDATE jobs SET status = 'queued', message = ?, interruptions = interruptions + ?,"
            " started_at = NULL, runner_pid = NULL, runner_created = NULL"
            " WHERE id = ? AND status = 'running'",
            (_WAITING, was_interrupted, job_id),
        )

    def request_cancel(self, job_id: str) -> Job:
        """The job: ended if it was queued; if it runs, its runner knows now that it is to end it.

        Raises ConflictError if it has ended already.
        """
        with self._write() as connection:
            job = self.get(job_id)
            if job.has_ended:
                raise ConflictError(f"{job_id} has ended already ({job.status}).")
            if job.status is JobStatus.QUEUED:
                _fail(connection, job_id, CANCELLED, is_cancelled=True)
            else:
                connection.execute("UPDATE jobs SET cancel_requested = 1 WHERE id = ?", (job_id,))
        return self.get(job_id)

    def delete(self, job_id: str, hide_folder: Callable[[str], object]) -> None:
        """Forgets a job; `hide_folder` is called with its id, and if it fails all stays as it was.

        Raises ConflictError if the job runs.
        """
        with self._write() as connection:
            if self.get(job_id).status is JobStatus.RUNNING:
                raise ConflictError(f"{job_id} is running; cancel it first.")
            connection.execute("DELETE FROM jobs WHERE id = ?", (job_id,))
            hide_folder(job_id)

    def running_jobs(self) -> list[RunningJob]:
        """All that run, whoever runs them, the oldest first."""
        rows = self._read("SELECT * FROM jobs WHERE status = 'running' ORDER BY number")
        return [running_job_of_row(row) for row in rows]

    def take_over(self, job: RunningJob, runner: ProcessIdentity) -> bool:
        """Whether the job is now `runner`'s: false if it ended, or another one was faster."""
        row = self._change(
            "UPDATE jobs SET runner_pid = ?, runner_created = ? WHERE id = ?"
            " AND status = 'running' AND runner_pid = ? AND runner_created = ? RETURNING id",
            (runner.pid, runner.created, job.id, job.runner.pid, job.runner.created),
        )
        return row is not None

    def enter(self, process: ProcessIdentity) -> None:
        """Notes that a process may make job folders from now on."""
        self._change(
            "INSERT OR IGNORE INTO processes VALUES (?, ?)", (process.pid, process.created)
        )

    def leave(self, process: ProcessIdentity) -> None:
        """Forgets the process."""
        self._change(
            "DELETE FROM processes WHERE pid = ? AND created = ?", (process.pid, process.created)
        )

    def entered(self) -> list[ProcessIdentity]:
        """All that entered and have not left; some may have been killed since."""
        rows = self._read("SELECT pid, created FROM processes")
        return [ProcessIdentity(row["pid"], row["created"]) for row in rows]

    def _read(self, query: str, values: Sequence[object] = ()) -> list[Row]:
        with self._locked() as connection:
            return connection.execute(query, values).fetchall()

    def _change(self, statement: str, values: Sequence[object]) -> Row | None:
        with self._write() as connection:
            rows = connection.execute(statement, values).fetchall()
            return rows[0] if rows else None

    @contextmanager
    def _write(self) -> Iterator[Connection]:
        with self._locked() as connection:
            if connection.in_transaction:
                yield connection
            else:
                with transaction(connection):
                    yield connection

    @contextmanager
    def _locked(self) -> Iterator[Connection]:
        # No folder in the message: it may travel to a browser.
        with self._lock, as_storage_errors(self._path.name):
            if self._connection is None:
                raise RuntimeError("the store of jobs is not open")
            yield self._connection


_SELECT: Final = """
    SELECT *, CASE status WHEN 'queued' THEN (
        SELECT count(*) FROM jobs AS earlier
        WHERE earlier.status = 'queued' AND earlier.number <= jobs.number
    ) END AS queue_position
    FROM jobs
"""


def _fail(connection: Connection, job_id: str, details: str, is_cancelled: bool) -> None:
    connection.execute(
        "UPDATE jobs SET status = 'failed', message = ?, error_details = ?, cancelled = ?,"
        " finished_at = ? WHERE id = ? AND status IN ('queued', 'running')",
        ("Cancelled" if is_cancelled else "Failed", details, is_cancelled, _now(), job_id),
    )


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")
