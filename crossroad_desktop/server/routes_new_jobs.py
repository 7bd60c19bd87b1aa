"""Routes that make jobs: submit, check first, demo, run again, import."""

from pathlib import Path
from typing import Final

from litestar import post
from litestar.params import FromPath, JSONBody

from crossroad_desktop.jobs.control import require_inputs, rerun_job
from crossroad_desktop.jobs.store import Job
from crossroad_desktop.pipeline.parameters import parse_parameters
from crossroad_desktop.server.checking import check_upload
from crossroad_desktop.server.demo import submit_demo
from crossroad_desktop.server.examples import CHECKED_EXAMPLE, IMPORTED_EXAMPLE
from crossroad_desktop.server.field_problems import told_at_parameters
from crossroad_desktop.server.form_messages import CheckedFiles
from crossroad_desktop.server.importing import import_result, import_upload
from crossroad_desktop.server.messages import (
    ImportRequest,
    JobState,
    Rerun,
    SubmittedJob,
)
from crossroad_desktop.server.openapi import (
    SUBMITTED_EXAMPLE,
    ResultUploadOperation,
    UploadOperation,
)
from crossroad_desktop.server.routes_jobs import (
    AnyRequest,
    answer_response,
    error_responses,
    services_of,
)
from crossroad_desktop.server.services import job_state, job_urls, own_names
from crossroad_desktop.server.submission import load_checked, submit


@post(
    "/analyze_ssr",
    status_code=202,
    request_max_body_size=None,
    responses={
        **answer_response(SubmittedJob, 202, SUBMITTED_EXAMPLE),
        **error_responses(404, 413, 422, 507),
    },
    operation_class=UploadOperation,
    summary="Submit an analysis",
    description="Answers when the files are received and fit; the analysis itself follows.",
)
async def submit_analysis(request: AnyRequest) -> SubmittedJob:
    """Takes the files, checks them, and puts the analysis into the queue."""
    job = await submit(
        services_of(request), request.stream(), _content_type(request), _content_length(request)
    )
    return _submitted(job)


@post(
    "/api/check",
    status_code=200,
    request_max_body_size=None,
    responses={
        **answer_response(CheckedFiles, 200, CHECKED_EXAMPLE),
        **error_responses(404, 413, 422, 507),
    },
    operation_class=UploadOperation,
    summary="Look at files before an analysis",
    description="The same form as for an analysis; nothing is run.",
)
async def check_files(request: AnyRequest) -> CheckedFiles:
    """What is in the files; they are kept for a day under a token."""
    return await check_upload(
        services_of(request), request.stream(), _content_type(request), _content_length(request)
    )


@post(
    "/api/demo",
    status_code=202,
    sync_to_thread=True,
    responses={
        **answer_response(SubmittedJob, 202, SUBMITTED_EXAMPLE),
        **error_responses(507),
    },
    summary="Submit an analysis of simulated genomes",
    description="The genomes of `crossroad demo`; the first one is the reference.",
)
def submit_demo_analysis(request: AnyRequest) -> SubmittedJob:
    """Simulates genomes, and puts their analysis into the queue."""
    return _submitted(submit_demo(services_of(request)))


@post(
    "/api/job/{job_id:str}/rerun",
    status_code=202,
    sync_to_thread=True,
    responses={
        **answer_response(SubmittedJob, 202, SUBMITTED_EXAMPLE),
        **error_responses(404, 422, 507),
    },
    summary="Run a job again",
)
def rerun(request: AnyRequest, job_id: FromPath[str], data: JSONBody[Rerun]) -> SubmittedJob:
    """A new job on the same input files, with some parameters changed."""
    services = services_of(request)
    former = services.job(job_id)
    require_inputs(services.folders, former)
    changes = own_names(data.parameters)
    with told_at_parameters():
        parameters = parse_parameters({**former.parameters, **changes})
    load_checked(services.folders.input(job_id), former.input_names, parameters)
    job = rerun_job(services.store, services.folders, job_id, changes)
    services.runner.wake()
    return _submitted(job)


@post(
    "/api/import",
    status_code=201,
    sync_to_thread=True,
    responses={
        **answer_response(JobState, 201, IMPORTED_EXAMPLE),
        **error_responses(400, 422, 507),
    },
    summary="Take over an existing result",
)
def import_job(request: AnyRequest, data: JSONBody[ImportRequest]) -> JobState:
    """A completed job with copies of the result files in a folder or zip on this machine."""
    job = import_result(services_of(request), Path(data.path), data.name)
    return job_state(job)


@post(
    "/api/import_file",
    status_code=201,
    request_max_body_size=None,
    responses={
        **answer_response(JobState, 201, IMPORTED_EXAMPLE),
        **error_responses(413, 422, 507),
    },
    operation_class=ResultUploadOperation,
    summary="Take over an existing result that is sent",
    description="The same with a zip that is uploaded.",
)
async def import_sent_job(request: AnyRequest) -> JobState:
    """A completed job with the result files in a zip."""
    job = await import_upload(
        services_of(request), request.stream(), _content_type(request), _content_length(request)
    )
    return job_state(job)


ROUTES: Final = [
    submit_analysis, check_files, submit_demo_analysis, rerun, import_job, import_sent_job,
]  # fmt: skip


def _content_type(request: AnyRequest) -> str:
    return request.headers.get("content-type", "")


def _content_length(request: AnyRequest) -> int | None:
    length = request.headers.get("content-length", "")
    return int(length) if length.isdigit() else None


def _submitted(job: Job) -> SubmittedJob:
    return SubmittedJob(job_id=job.id, status=job.status.value, **job_urls(job.id))
