"""Routes on the files of a job: one of them, all as a zip, all as one .crossroad file."""

import asyncio
from pathlib import Path
from typing import Final

from litestar import Response, get
from litestar.params import FromPath
from litestar.response import Stream

from crossroad_desktop.jobs.store import Job
from crossroad_desktop.results.archive import list_files, make_zip
from crossroad_desktop.results.result_file import (
    ENDING,
    MEDIA_TYPE,
    Manifest,
    make_result_file,
    read_manifest,
)
from crossroad_desktop.server.files import answer_file, find_inside
from crossroad_desktop.server.messages import FileList, StoredFile
from crossroad_desktop.server.openapi import file_responses
from crossroad_desktop.server.routes_jobs import AnyRequest, error_responses, services_of
from crossroad_desktop.server.services import Services
from crossroad_desktop.server.uploads import safe_file_name


@get(
    "/api/job/{job_id:str}/files",
    sync_to_thread=True,
    responses=error_responses(404, 409),
    summary="The files of a finished job",
)
def get_files(request: AnyRequest, job_id: FromPath[str]) -> FileList:
    """All files with their sizes."""
    output = services_of(request).output(job_id)
    return FileList(
        [
            StoredFile(path.relative_to(output).as_posix(), path.stat().st_size)
            for path in list_files(output)
        ]
    )


@get(
    "/api/job/{job_id:str}/download/{path:path}",
    responses={**file_responses("application/octet-stream"), **error_responses(404, 409)},
    summary="One file of a finished job",
)
async def download_file(
    request: AnyRequest, job_id: FromPath[str], path: FromPath[str]
) -> Stream | Response[bytes]:
    """The file, or a range of its bytes."""
    services = services_of(request)
    output = await asyncio.to_thread(services.output, job_id)
    file = await asyncio.to_thread(find_inside, output, path)
    return await answer_file(file, request.headers.get("range"), file.name)


@get(
    "/api/job/{job_id:str}/download_zip",
    responses={**file_responses("application/zip"), **error_responses(404, 409, 507)},
    summary="All results as a zip",
)
async def download_zip(request: AnyRequest, job_id: FromPath[str]) -> Stream | Response[bytes]:
    """All of the output folder; made once, then kept beside it."""
    path = await asyncio.to_thread(_zip_of, services_of(request), job_id)
    return await answer_file(path, request.headers.get("range"), f"ssr_analysis_{job_id}_full.zip")


@get(
    "/api/job/{job_id:str}/download_crossroad",
    responses={**file_responses(MEDIA_TYPE), **error_responses(404, 409, 507)},
    summary="The result as one file that another CrossRoad Desktop opens",
)
async def download_result_file(
    request: AnyRequest, job_id: FromPath[str]
) -> Stream | Response[bytes]:
    """All of the output folder with the name of the job; made once, then kept beside it."""
    services = services_of(request)
    path, job = await asyncio.to_thread(_result_file_of, services, job_id)
    return await answer_file(path, request.headers.get("range"), _file_name_of(job))


ROUTES: Final = [get_files, download_file, download_zip, download_result_file]


def _zip_of(services: Services, job_id: str) -> Path:
    output = services.output(job_id)
    path = services.folders.folder(job_id) / "results.zip"
    if not _is_newer(path, output):
        make_zip(output, path)
    return path


def _result_file_of(services: Services, job_id: str) -> tuple[Path, Job]:
    output, job = services.output(job_id), services.job(job_id)
    path = services.folders.folder(job_id) / f"result{ENDING}"
    manifest = Manifest(job.name, job.created_at)
    # The job may have got another name since.
    if not _is_newer(path, output) or read_manifest(path) != manifest:
        make_result_file(output, manifest, path)
    return path, job


def _file_name_of(job: Job) -> str:
    name = job.name.replace("/", "_").replace("\\", "_")
    return safe_file_name(f"{name}{ENDING}", "result", set())


def _is_newer(path: Path, output: Path) -> bool:
    return path.is_file() and path.stat().st_mtime >= output.stat().st_mtime
