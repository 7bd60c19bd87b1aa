"""What the routes use: jobs, their folders and results, taken from one place.

In: ids and wishes as the routes parsed them. Out: jobs as messages, and results.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from crossroad_desktop.errors import ConflictError, NotFoundError, ParameterError
from crossroad_desktop.jobs.folders import JobFolders, is_job_id
from crossroad_desktop.jobs.runner import JobRunner
from crossroad_desktop.jobs.store import Job, JobStatus, JobStore
from crossroad_desktop.pipeline.parameters import LIMITS, AnalysisParameters, parse_parameters
from crossroad_desktop.results.connection import QueryLimits
from crossroad_desktop.results.table_page import PageCache
from crossroad_desktop.server.field_problems import (
    WIRE_NAMES,
    parameter_field,
    told_at_parameters,
)
from crossroad_desktop.server.messages import JobState, ListedJob
from crossroad_desktop.settings import Settings

_OUR_NAMES: Final = {sent: ours for ours, sent in WIRE_NAMES.items()}
SENT_PARAMETERS: Final = tuple(WIRE_NAMES.get(name, name) for name in LIMITS)
"""Names in perf_params, in order."""


@dataclass(frozen=True)
class Services:
    """Everything that lives as long as the server."""

    settings: Settings
    store: JobStore
    folders: JobFolders
    runner: JobRunner
    limits: QueryLimits
    front_end: Path | None
    """The built front end; None if there is none."""
    pages: PageCache = field(default_factory=PageCache)

    def job(self, job_id: str) -> Job:
        """Raises NotFoundError, also for what cannot be an id."""
        if not is_job_id(job_id):
            raise NotFoundError(f"There is no job {job_id[:60]!r}.")
        return self.store.get(job_id)

    def checked_files(self, token: str) -> Path:
        """Where the files of a check are kept. Raises NotFoundError for what is no token."""
        if not re.fullmatch("[0-9a-f]{32}", token):
            raise NotFoundError(
                "There is no such check; send the files again.", field="check_token"
            )
        return self.checked_files_folder / token

    @property
    def checked_files_folder(self) -> Path:
        """Where the files of all checks are kept."""
        return self.settings.data_dir / "checked"

    def output(self, job_id: str) -> Path:
        """The results of a job. Raises NotFoundError, ConflictError while it is not completed."""
        job = self.job(job_id)
        if job.status is not JobStatus.COMPLETED:
            raise ConflictError(_why_no_result(job))
        output = self.folders.output(job_id)
        if not output.is_dir():
            raise NotFoundError(
                f"The results of {job_id} are not in its folder any more; run it again."
            )
        return output


def job_state(job: Job) -> JobState:
    """How a job stands, as a message."""
    return JobState(**_state_fields(job))


def listed_job(job: Job) -> ListedJob:
    """How a job stands, with its sizes, as a message."""
    return ListedJob(
        **_state_fields(job), genomes=job.genomes, ssrs=job.ssrs, bytes_on_disk=job.bytes_on_disk
    )


def job_urls(job_id: str) -> dict[str, str]:
    """The addresses of a job that other programs build on."""
    return {
        "status_url": f"/api/job/{job_id}/status",
        "results_base_url": f"/api/job/{job_id}/plot_data/",
        "download_all_url": f"/api/job/{job_id}/download_zip",
    }


def parse_sent_parameters(sent: Mapping[str, object], **others: object) -> AnalysisParameters:
    """Parameters from the names that other programs use; `thread` is a hint and ignored.

    Raises ParameterError for an unknown name or a value that does not fit.
    """
    values: dict[str, object] = {}
    for name, value in sent.items():
        if name == "thread":
            continue
        if name not in SENT_PARAMETERS:
            known = ", ".join(sorted(SENT_PARAMETERS))
            raise ParameterError(
                f"There is no parameter {name[:40]!r}; known are {known}.",
                field=parameter_field(name),
            )
        values[_OUR_NAMES.get(name, name)] = value
    try:
        with told_at_parameters():
            return parse_parameters({**values, **others})
    except ParameterError as problem:
        text = str(problem)
        for name, sent_name in WIRE_NAMES.items():
            text = text.replace(name, sent_name)
        raise ParameterError(text, field=problem.field) from problem


def own_names(sent: Mapping[str, object]) -> dict[str, object]:
    """Values by our names of parameters, where croSSRoad's (minLen) may stand for them."""
    return {_OUR_NAMES.get(name, name): value for name, value in sent.items()}


def _state_fields(job: Job) -> dict[str, Any]:
    return {
        "job_id": job.id,
        "status": job.status.value,
        "message": job.message,
        "progress": job.progress,
        "error_details": job.error_details,
        "reference_id": job.reference_id,
        "name": job.name,
        "queue_position": job.queue_position,
        "cancelled": job.cancelled,
        "created_at": job.created_at,
        "started_at": job.started_at,
        "finished_at": job.finished_at,
        "warnings": job.warnings,
        "parameters": job.parameters,
        "inputs": job.input_names,
        **job_urls(job.id),
    }


def _why_no_result(job: Job) -> str:
    if job.status is JobStatus.FAILED:
        return f"{job.id} has no results: {job.error_details}"
    return f"{job.id} is {job.status.value}; its results are there when it is completed."
