"""What a job is: one analysis that was asked for, and how it stands.

In: rows of the table of jobs. Out: `Job`, for whoever shows jobs, and `RunningJob`, for the runner.
"""

import json
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from crossroad_desktop.jobs.database import Row
from crossroad_desktop.jobs.processes import ProcessIdentity


class JobStatus(StrEnum):
    """Where a job stands; one that was cancelled is failed."""

    QUEUED = "queued"
    RUNNING = "running"
    COMPLETED = "completed"
    FAILED = "failed"


@dataclass(frozen=True)
class Job:
    """One analysis that was asked for, as it stood when it was read."""

    id: str
    name: str
    status: JobStatus
    message: str
    """What is being done, in the user's words."""
    progress: float
    """0.0 to 1.0; never falls, not even when the job is started again."""
    error_details: str | None
    """Why it failed and what to do."""
    cancelled: bool
    parameters: dict[str, Any]
    """Those of AnalysisParameters, by name."""
    input_names: dict[str, str]
    """File names in the input folder, by role: fasta, categories, genes."""
    warnings: list[str]
    genomes: int | None
    """Analysed genomes; with `ssrs` and `bytes_on_disk` known when the job is completed."""
    ssrs: int | None
    bytes_on_disk: int | None
    created_at: str
    """ISO 8601, UTC; so are the next two."""
    started_at: str | None
    finished_at: str | None
    queue_position: int | None
    """1 is the next one to start; None unless queued."""

    @property
    def reference_id(self) -> str | None:
        """Genome that the others are compared with."""
        return self.parameters.get("reference_id")

    @property
    def has_ended(self) -> bool:
        """Whether it is completed or failed: nothing more will happen to it."""
        return self.status in (JobStatus.COMPLETED, JobStatus.FAILED)


@dataclass(frozen=True)
class RunningJob:
    """What the runner must know of a running job."""

    id: str
    runner: ProcessIdentity
    """The process that claimed it."""
    worker: ProcessIdentity | None
    """Its child process, if it got so far."""
    cancel_requested: bool
    interruptions: int
    """How often it was found running with nobody at work."""


def job_of_row(row: Row) -> Job:
    """A job from a row of the table, with its place in the queue."""
    return Job(
        id=row["id"],
        name=row["name"],
        status=JobStatus(row["status"]),
        message=row["message"],
        progress=row["progress"],
        error_details=row["error_details"],
        cancelled=bool(row["cancelled"]),
        parameters=json.loads(row["parameters"]),
        input_names=json.loads(row["input_names"]),
        warnings=json.loads(row["warnings"]),
        genomes=row["genomes"],
        ssrs=row["ssrs"],
        bytes_on_disk=row["bytes_on_disk"],
        created_at=row["created_at"],
        started_at=row["started_at"],
        finished_at=row["finished_at"],
        queue_position=row["queue_position"],
    )


def running_job_of_row(row: Row) -> RunningJob:
    """What the runner must know, from a row of the table."""
    worker = None
    if row["worker_pid"] is not None:
        worker = ProcessIdentity(row["worker_pid"], row["worker_created"])
    return RunningJob(
        row["id"],
        ProcessIdentity(row["runner_pid"], row["runner_created"]),
        worker,
        bool(row["cancel_requested"]),
        row["interruptions"],
    )
