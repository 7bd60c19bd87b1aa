"""Routes on jobs: submit, follow, cancel, run again, delete.

The paths, fields and codes of the first ones are fixed: other programs speak them.
"""

import asyncio
from collections.abc import AsyncIterator, Collection, Mapping
from pathlib import Path
from typing import Annotated, Any, Final

import msgspec
from litestar import Request, delete, get, post
from litestar.openapi.datastructures import ResponseSpec
from litestar.openapi.spec import Example
from litestar.params import FromPath, JSONBody, QueryParameter
from litestar.response import Stream

from crossroad_desktop.errors import ParameterError
from crossroad_desktop.jobs.control import delete_job, require_inputs, rerun_job
from crossroad_desktop.jobs.store import Job
from crossroad_desktop.pipeline.parameters import parse_parameters
from crossroad_desktop.server.checking import check_upload
from crossroad_desktop.server.importing import import_result
from crossroad_desktop.server.messages import (
    CheckedFiles,
    ErrorMessage,
    ImportRequest,
    JobList,
    JobState,
    Rerun,
    SubmittedJob,
)
from crossroad_desktop.server.openapi import (
    STATE_EXAMPLE,
    SUBMITTED_EXAMPLE,
    UploadOperation,
    error_example,
)
from crossroad_desktop.server.services import Services, job_state, job_urls, listed_job, own_names
from crossroad_desktop.server.submission import (
    check_inputs,
    input_paths,
    submit,
)

AnyRequest = Request[Any, Any, Any]

_SECONDS_BETWEEN_EVENTS: Final = 0.25
_MAX_LISTED: Final = 500


def services_of(request: AnyRequest) -> Services:
    """What the routes use, from the application."""
    services: Services = request.app.state.services
    return services


def refuse_other_names(request: AnyRequest, known: Collection[str]) -> None:
    """Raises ParameterError for query parameters that are not known: a misspelt filter must not
    give the unfiltered rows."""
    unknown = sorted(set(request.query_params) - set(known))
    if unknown:
        raise ParameterError(
            f"There is no query parameter {unknown[0][:40]!r}; known are "
            f"{', '.join(sorted(known))}."
        )


def answer_response(kind: type, code: int, example: Example) -> Mapping[int, ResponseSpec]:
    """The answer of a route that succeeded, with an example, for the OpenAPI document."""
    told = ResponseSpec(kind, description="Done.", generate_examples=False, examples=[example])
    return {code: told}


def error_responses(*codes: int) -> Mapping[int, ResponseSpec]:
    """The errors that a route may answer beside those of every route, for the OpenAPI document."""
    return {
        code: ResponseSpec(
            ErrorMessage,
            description=_MEANINGS[code],
            generate_examples=False,
            examples=[error_example(code)],
        )
        for code in sorted({*codes, *_ANYWHERE})
    }


_MEANINGS: Final = {
    400: "A parameter is unknown, malformed or out of range.",
    401: "The token of this start is missing.",
    403: "The request comes from another web page.",
    404: "There is no such job, key or file, or the inputs of the job do not give it.",
    409: "The job is not in the state that this needs.",
    413: "The upload is larger than the limit.",
    421: "The header Host names another machine.",
    422: "The input files do not fit.",
    500: "The program is at fault, or a file of the results is damaged.",
    507: "The disk is full.",
}
_ANYWHERE: Final = frozenset({400, 401, 403, 421, 500})


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
    length = request.headers.get("content-length", "")
    job = await submit(
        services_of(request),
        request.stream(),
        request.headers.get("content-type", ""),
        int(length) if length.isdigit() else None,
    )
    return _submitted(job)


@post(
    "/api/check",
    status_code=200,
    request_max_body_size=None,
    responses=error_responses(413, 422, 507),
    operation_class=UploadOperation,
    summary="Look at files before an analysis",
    description="The same form as for an analysis; nothing is run.",
)
async def check_files(request: AnyRequest) -> CheckedFiles:
    """What is in the files; they are kept for a day under a token."""
    length = request.headers.get("content-length", "")
    return await check_upload(
        services_of(request),
        request.stream(),
        request.headers.get("content-type", ""),
        int(length) if length.isdigit() else None,
    )


@post(
    "/api/import",
    status_code=201,
    sync_to_thread=True,
    responses=error_responses(400, 422, 507),
    summary="Take over an existing result",
)
def import_job(request: AnyRequest, data: JSONBody[ImportRequest]) -> JobState:
    """A completed job with copies of the result files in a folder or zip on this machine."""
    job = import_result(services_of(request), Path(data.path), data.name)
    return job_state(job)


@get(
    "/api/job/{job_id:str}/status",
    sync_to_thread=True,
    responses={**answer_response(JobState, 200, STATE_EXAMPLE), **error_responses(404)},
    summary="How a job stands",
)
def get_status(request: AnyRequest, job_id: FromPath[str]) -> JobState:
    """How the job stands now."""
    return job_state(services_of(request).job(job_id))


@get("/api/jobs", sync_to_thread=True, responses=error_responses(), summary="All jobs")
def list_jobs(
    request: AnyRequest,
    limit: Annotated[int, QueryParameter(ge=1, le=_MAX_LISTED)] = 50,
    before: Annotated[str | None, QueryParameter(description="Only jobs older than this.")] = None,
) -> JobList:
    """The newest jobs first."""
    refuse_other_names(request, {"limit", "before"})
    jobs = services_of(request).store.list_jobs(limit, before)
    return JobList([listed_job(job) for job in jobs])


@get(
    "/api/job/{job_id:str}/events",
    responses={
        200: ResponseSpec(
            dict[str, str],
            media_type="text/event-stream",
            description="The events; each has the state in `data`.",
            generate_examples=False,
        ),
        **error_responses(404),
    },
    summary="Follow a job",
    description="Server-Sent Events: each is the job's state as JSON; the last one is its end.",
)
async def follow_job(request: AnyRequest, job_id: FromPath[str]) -> Stream:
    """The state of the job whenever it changes, until it has ended."""
    services = services_of(request)
    await asyncio.to_thread(services.job, job_id)
    return Stream(_events(services, job_id), media_type="text/event-stream")


@post(
    "/api/job/{job_id:str}/cancel",
    status_code=200,
    sync_to_thread=True,
    responses=error_responses(404, 409),
    summary="Stop a job",
)
def cancel_job(request: AnyRequest, job_id: FromPath[str]) -> JobState:
    """Stops a queued or running job; nothing of its output is kept."""
    services = services_of(request)
    services.job(job_id)
    return job_state(services.runner.cancel(job_id))


@post(
    "/api/job/{job_id:str}/rerun",
    status_code=202,
    sync_to_thread=True,
    responses=error_responses(404, 422, 507),
    summary="Run a job again",
)
def rerun(request: AnyRequest, job_id: FromPath[str], data: JSONBody[Rerun]) -> SubmittedJob:
    """A new job on the same input files, with some parameters changed."""
    services = services_of(request)
    former = services.job(job_id)
    require_inputs(services.folders, former)
    changes = own_names(data.parameters)
    folder = services.folders.input(job_id)
    parameters = parse_parameters({**former.parameters, **changes})
    check_inputs(input_paths(folder, former.input_names), parameters, folder)
    job = rerun_job(services.store, services.folders, job_id, changes)
    services.runner.wake()
    return _submitted(job)


@delete(
    "/api/job/{job_id:str}",
    sync_to_thread=True,
    responses=error_responses(404, 409),
    summary="Delete a job",
)
def remove_job(request: AnyRequest, job_id: FromPath[str]) -> None:
    """Removes the job with its files."""
    services = services_of(request)
    services.job(job_id)
    delete_job(services.store, services.folders, job_id)


ROUTES: Final = [
    submit_analysis, check_files, import_job, get_status, list_jobs, follow_job, cancel_job, rerun,
    remove_job,
]  # fmt: skip


def _submitted(job: Job) -> SubmittedJob:
    return SubmittedJob(job_id=job.id, status=job.status.value, **job_urls(job.id))


async def _events(services: Services, job_id: str) -> AsyncIterator[bytes]:
    last = b""
    while True:
        job = await asyncio.to_thread(services.store.get, job_id)
        state = msgspec.json.encode(job_state(job))
        if state != last:
            last = state
            yield b"data: " + state + b"\n\n"
        if job.has_ended:
            return
        await asyncio.sleep(_SECONDS_BETWEEN_EVENTS)
