"""Routes on jobs that are there: follow, cancel, rename, delete.

The path, fields and codes of the state are fixed: other programs speak them.
"""

import asyncio
from collections.abc import AsyncIterator, Collection, Mapping
from dataclasses import asdict
from typing import Annotated, Any, Final

import msgspec
from litestar import Request, delete, get, patch, post
from litestar.openapi.datastructures import ResponseSpec
from litestar.openapi.spec import Example
from litestar.params import FromPath, JSONBody, QueryParameter
from litestar.response import Stream

from crossroad_desktop.errors import ParameterError
from crossroad_desktop.jobs.control import delete_job
from crossroad_desktop.jobs.steps import read_steps
from crossroad_desktop.server.examples import STEPS_EXAMPLE
from crossroad_desktop.server.messages import (
    ErrorMessage,
    JobList,
    JobState,
    NewName,
    Step,
    StepList,
)
from crossroad_desktop.server.openapi import STATE_EXAMPLE, error_example
from crossroad_desktop.server.services import Services, job_state, listed_job

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


@get(
    "/api/job/{job_id:str}/steps",
    sync_to_thread=True,
    responses={**answer_response(StepList, 200, STEPS_EXAMPLE), **error_responses(404)},
    summary="The steps of a job with their times",
    description="Grows while the job runs, and is kept when it has ended.",
)
def get_steps(request: AnyRequest, job_id: FromPath[str]) -> StepList:
    """The steps that the run has begun; none before it has begun."""
    services = services_of(request)
    job = services.job(job_id)
    steps = read_steps(services.folders.steps(job_id), job)
    return StepList([Step(**asdict(step)) for step in steps])


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


@patch(
    "/api/job/{job_id:str}",
    sync_to_thread=True,
    responses={**answer_response(JobState, 200, STATE_EXAMPLE), **error_responses(404)},
    summary="Give a job another name",
)
def rename(request: AnyRequest, job_id: FromPath[str], data: JSONBody[NewName]) -> JobState:
    """The job under its new name, without white space around it."""
    services = services_of(request)
    services.job(job_id)
    name = data.name.strip()
    if not name:
        raise ParameterError("The name is empty; write one.", field="name")
    return job_state(services.store.rename(job_id, name))


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
    get_status, list_jobs, follow_job, get_steps, cancel_job, rename, remove_job,
]  # fmt: skip


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
