"""A new job from an upload: received, checked, queued; or nothing is left of it.

In: the body of a request. Out: a job in the table, whose input files are in its folder.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from dataclasses import asdict
from pathlib import Path

from crossroad_desktop.errors import ParameterError
from crossroad_desktop.jobs.folders import new_job_id
from crossroad_desktop.jobs.store import Job
from crossroad_desktop.pipeline.inputs import InputFiles, LoadedInputs, load_inputs
from crossroad_desktop.pipeline.parameters import AnalysisParameters
from crossroad_desktop.pipeline.progress import ignore_progress
from crossroad_desktop.server.choices import read_choices
from crossroad_desktop.server.field_problems import told_at_fields
from crossroad_desktop.server.kept_files import take_over_files
from crossroad_desktop.server.services import Services, parse_sent_parameters
from crossroad_desktop.server.uploads import Form, receive_form, require_fasta

_LONGEST_JOB_NAME = 200
_LONGEST_RECORD = 100_000_000


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
        **read_choices(form.texts),
    )


def _input_paths(folder: Path, names: Mapping[str, str]) -> InputFiles:
    """The input files of a job, from their names by role."""
    paths = {role: folder / name for role, name in names.items()}
    return InputFiles(paths["fasta"], paths.get("categories"), paths.get("genes"))


def _check(services: Services, job_id: str, form: Form) -> AnalysisParameters:
    folder = services.folders.input(job_id)
    take_over_files(services, form, folder)
    require_fasta(form)
    parameters = parameters_of(form)
    load_checked(folder, form.file_names, parameters)
    return parameters


def _add(services: Services, job_id: str, form: Form, parameters: AnalysisParameters) -> Job:
    name = form.texts.get("name", "").strip() or form.file_names["fasta"]
    return services.store.add(
        job_id,
        name=name[:_LONGEST_JOB_NAME],
        parameters=asdict(parameters),
        input_names=form.file_names,
    )


def load_checked(
    folder: Path, file_names: Mapping[str, str], parameters: AnalysisParameters
) -> LoadedInputs:
    """What the files in the folder, by role, hold. Raises InputError as an analysis would.

    The server reads them itself, so no record may take all its memory.
    """
    longest = max(_LONGEST_RECORD, parameters.max_len)
    with told_at_fields(folder, file_names):
        return load_inputs(
            _input_paths(folder, file_names), parameters, lambda *_: None, ignore_progress,
            longest_record=longest,
        )  # fmt: skip


def _read_json(text: str) -> Mapping[str, object]:
    if not text.strip():
        return {}
    try:
        content = json.loads(text)
    except (ValueError, RecursionError):
        raise ParameterError(
            'perf_params is not JSON; send {"mono": 12} or the like.', field="perf_params"
        ) from None
    if not isinstance(content, dict):
        raise ParameterError(
            'perf_params must be a JSON object such as {"mono": 12}.', field="perf_params"
        )
    return content
