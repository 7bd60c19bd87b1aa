"""A new job from an upload: received, checked, queued; or nothing is left of it.

In: the body of a request. Out: a job in the table, whose input files are in its folder.
"""

import asyncio
import json
import os
import shutil
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

from crossroad_desktop.errors import (
    CrossroadError,
    NotFoundError,
    ParameterError,
)
from crossroad_desktop.jobs.folders import new_job_id
from crossroad_desktop.jobs.store import Job
from crossroad_desktop.pipeline.inputs import InputFiles, LoadedInputs, load_inputs
from crossroad_desktop.pipeline.parameters import AnalysisParameters
from crossroad_desktop.pipeline.progress import ignore_progress
from crossroad_desktop.server.services import Services, parse_flag, parse_sent_parameters
from crossroad_desktop.server.uploads import (
    Form,
    receive_form,
    require_fasta,
    safe_file_name,
)

_LONGEST_JOB_NAME = 200
_LONGEST_RECORD = 100_000_000
ROLES_FILE = "roles.json"
"""Beside the files of a check: their names by role."""


async def submit(
    services: Services, body: AsyncIterator[bytes], content_type: str, content_length: int | None
) -> Job:
    """The accepted job, queued. Whatever refuses it leaves no folder behind."""
    job_id = new_job_id()
    await asyncio.to_thread(services.folders.create, job_id)
    try:
        folder = services.folders.input(job_id)
        limit = services.settings.max_upload_bytes
        form = await receive_form(body, content_type, content_length, folder, limit)
        parameters = await asyncio.to_thread(_check, services, job_id, form)
        # Not in the thread: it would go on and add the job while we, cancelled, remove its folder.
        job = _add(services, job_id, form, parameters)
    except BaseException:
        # Shielded: the client may have gone, and this task may be cancelled with it.
        await asyncio.shield(asyncio.to_thread(services.folders.remove, job_id))
        raise
    services.runner.wake()
    return job


def parameters_of(form: Form) -> AnalysisParameters:
    """The parameters in a form. Raises ParameterError."""
    reference = form.texts.get("reference_id", "").strip()
    return parse_sent_parameters(
        _read_json(form.texts.get("perf_params", "")),
        reference_id=reference or None,
        flanks=parse_flag("flanks", form.texts.get("flanks")),
        keep_intermediate=parse_flag("keep_intermediate", form.texts.get("keep_intermediate")),
    )


def input_paths(folder: Path, names: Mapping[str, str]) -> InputFiles:
    """The input files of a job, from their names by role."""
    paths = {role: folder / name for role, name in names.items()}
    return InputFiles(paths["fasta"], paths.get("categories"), paths.get("genes"))


def _check(services: Services, job_id: str, form: Form) -> AnalysisParameters:
    _take_checked_files(services, job_id, form)
    require_fasta(form)
    parameters = parameters_of(form)
    folder = services.folders.input(job_id)
    check_inputs(input_paths(folder, form.file_names), parameters, folder)
    return parameters


def _add(services: Services, job_id: str, form: Form, parameters: AnalysisParameters) -> Job:
    name = form.texts.get("name", "").strip() or form.file_names["fasta"]
    return services.store.add(
        job_id,
        name=name[:_LONGEST_JOB_NAME],
        parameters=asdict(parameters),
        input_names=form.file_names,
    )


def _take_checked_files(services: Services, job_id: str, form: Form) -> None:
    """Moves the files of a check, if the form names one, to the job."""
    token = form.texts.get("check_token", "").strip()
    if not token:
        return
    names: dict[str, str] = {}
    try:
        kept = services.checked_files(token)
        names = json.loads((kept / ROLES_FILE).read_bytes())
        for role in names.keys() - form.file_names.keys():
            taken = set(form.file_names.values())
            form.file_names[role] = safe_file_name(names[role], role, taken)
            target = services.folders.input(job_id) / form.file_names[role]
            shutil.copyfile(kept / names[role], target)
    except FileNotFoundError:
        raise NotFoundError("These checked files are not kept any more; send them again.") from None


def check_inputs(files: InputFiles, parameters: AnalysisParameters, folder: Path) -> None:
    """Raises InputError, as an analysis would, for files in `folder` that do not fit."""
    with without_path(folder):
        load_checked(files, parameters)


def load_checked(files: InputFiles, parameters: AnalysisParameters) -> LoadedInputs:
    """What the files hold. The server reads them itself, so no record may take all its memory."""
    longest = max(_LONGEST_RECORD, parameters.max_len)
    return load_inputs(files, parameters, lambda *_: None, ignore_progress, longest_record=longest)


@contextmanager
def without_path(folder: Path) -> Iterator[None]:
    """Problems told in the `with` block name files without the folder they were stored in."""
    try:
        yield
    except CrossroadError as problem:
        raise type(problem)(str(problem).replace(f"{folder}{os.sep}", "")) from problem


def _read_json(text: str) -> Mapping[str, object]:
    if not text.strip():
        return {}
    try:
        content = json.loads(text)
    except (ValueError, RecursionError):
        raise ParameterError('perf_params is not JSON; send {"mono": 12} or the like.') from None
    if not isinstance(content, dict):
        raise ParameterError('perf_params must be a JSON object such as {"mono": 12}.')
    return content
