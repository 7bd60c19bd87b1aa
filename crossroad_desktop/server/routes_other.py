"""Health, room on the disk, what can be set, and the front end."""

import asyncio
from pathlib import Path
from typing import Final

from litestar import Response, get
from litestar.params import FromPath

from crossroad_desktop import __version__
from crossroad_desktop.errors import NotFoundError
from crossroad_desktop.jobs.store import JobStatus
from crossroad_desktop.server.examples import PARAMETERS_EXAMPLE, STORAGE_EXAMPLE
from crossroad_desktop.server.files import entity_tag, find_inside, media_type_of
from crossroad_desktop.server.form_messages import ParameterList
from crossroad_desktop.server.messages import Health, Storage
from crossroad_desktop.server.parameter_list import list_parameters
from crossroad_desktop.server.routes_jobs import (
    AnyRequest,
    answer_response,
    error_responses,
    services_of,
)

_WITHOUT_FRONT_END: Final = """<!doctype html>
<html lang="en"><meta charset="utf-8"><title>CrossRoad Desktop</title>
<h1>CrossRoad Desktop is running</h1>
<p>The server is there, but its front end has not been built. In a checkout of the project run</p>
<pre>python packaging/build_frontend.py</pre>
<p>and reload this page. Scripts can use the REST interface meanwhile: its description is at
<a href="/schema/openapi.json">/schema/openapi.json</a>.</p>
</html>
"""


@get(
    "/health",
    sync_to_thread=True,
    responses=error_responses(),
    security=[{}],
    summary="Whether the server answers",
)
def get_health(request: AnyRequest) -> Health:
    """Needs no token."""
    store = services_of(request).store
    return Health("ok", __version__, store.count(JobStatus.RUNNING), store.count(JobStatus.QUEUED))


@get(
    "/api/parameters",
    sync_to_thread=False,
    responses={**answer_response(ParameterList, 200, PARAMETERS_EXAMPLE), **error_responses()},
    summary="What can be set of an analysis",
)
def get_parameters() -> ParameterList:
    """Names, defaults, limits and meanings; and values that belong together."""
    return list_parameters()


@get(
    "/api/storage",
    sync_to_thread=True,
    responses={**answer_response(Storage, 200, STORAGE_EXAMPLE), **error_responses()},
    summary="Room for jobs",
)
def get_storage(request: AnyRequest) -> Storage:
    """What is free, and what all jobs take."""
    folders = services_of(request).folders
    return Storage(folders.free_bytes(), folders.all_bytes_on_disk())


@get("/", include_in_schema=False)
async def get_start_page(request: AnyRequest) -> Response[bytes]:
    """The front end's page, or how to build it."""
    front_end = services_of(request).front_end
    if front_end is None:
        return _answer(request, _WITHOUT_FRONT_END.encode(), "text/html")
    return await _answer_static(request, front_end, "index.html")


@get("/{path:path}", include_in_schema=False)
async def get_static_file(request: AnyRequest, path: FromPath[str]) -> Response[bytes]:
    """A file of the front end."""
    front_end = services_of(request).front_end
    if front_end is None:
        raise NotFoundError("There is nothing at this address.")
    return await _answer_static(request, front_end, path)


ROUTES: Final = [get_health, get_parameters, get_storage, get_start_page, get_static_file]


async def _answer_static(request: AnyRequest, folder: Path, name: str) -> Response[bytes]:
    try:
        path = await asyncio.to_thread(find_inside, folder, name)
    except NotFoundError:
        raise NotFoundError("There is nothing at this address.") from None
    return _answer(request, await asyncio.to_thread(path.read_bytes), media_type_of(path))


def _answer(request: AnyRequest, content: bytes, media_type: str) -> Response[bytes]:
    tag = entity_tag(content)
    headers = {"ETag": tag, "Cache-Control": "no-cache"}
    if request.headers.get("if-none-match") == tag:
        return Response(b"", status_code=304, headers=headers, media_type=media_type)
    return Response(content, headers=headers, media_type=media_type)
