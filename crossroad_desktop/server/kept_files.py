"""Input files that are here already: those of a check, or of a former job.

In: a form that names a check or a job. Out: their files in the folder of the new one too, but for
those that were sent anew or shall not be kept.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from crossroad_desktop.errors import InputError, NotFoundError, ParameterError
from crossroad_desktop.jobs.control import require_inputs
from crossroad_desktop.jobs.folders import link_or_copy
from crossroad_desktop.server.field_problems import FILE_FIELDS
from crossroad_desktop.server.services import Services
from crossroad_desktop.server.uploads import Form, safe_file_name

_ROLES_FILE: Final = ".roles.json"
"""Beside the files of a check: their names by role. No file that is sent gets a name with a dot in
front, so none is written over: it may be the input file of a job too."""


def take_over_files(services: Services, form: Form, folder: Path) -> None:
    """Puts the files that the form names by `check_token` or `job_id` into `folder`.

    Raises NotFoundError if there is no such check or job, InputError if the job has not its files
    any more, ParameterError if both are named or `keep` does not fit.
    """
    source, names = _find_source(services, form)
    for role in sorted(_kept_roles(form) & (names.keys() - form.file_names.keys())):
        name = safe_file_name(names[role], role, set(form.file_names.values()))
        link_or_copy(source / names[role], folder / name)
        form.file_names[role] = name


def note_roles(folder: Path, file_names: Mapping[str, str]) -> None:
    """Makes the files in the folder of a check ones that can be taken over."""
    (folder / _ROLES_FILE).write_text(json.dumps(dict(file_names)))


def _find_source(services: Services, form: Form) -> tuple[Path, dict[str, str]]:
    token = form.texts.get("check_token", "").strip()
    job_id = form.texts.get("job_id", "").strip()
    if token and job_id:
        raise ParameterError("Send check_token or job_id, not both.", field="job_id")
    if token:
        return _files_of_check(services, token)
    if job_id:
        return _files_of_job(services, job_id)
    return Path(), {}


def _files_of_check(services: Services, token: str) -> tuple[Path, dict[str, str]]:
    try:
        folder = services.checked_files(token)
        return folder, json.loads((folder / _ROLES_FILE).read_bytes())
    except FileNotFoundError:
        raise NotFoundError(
            "These checked files are not kept any more; send them again.", field="check_token"
        ) from None


def _files_of_job(services: Services, job_id: str) -> tuple[Path, dict[str, str]]:
    try:
        job = services.job(job_id)
        require_inputs(services.folders, job)
    except (NotFoundError, InputError) as problem:
        raise type(problem)(str(problem), field="job_id") from problem
    return services.folders.input(job_id), job.input_names


def _kept_roles(form: Form) -> set[str]:
    if "keep" not in form.texts:
        return set(FILE_FIELDS)
    wanted = {role.strip() for role in form.texts["keep"].split(",")} - {""}
    if unknown := sorted(wanted - FILE_FIELDS.keys()):
        raise ParameterError(
            f"keep names {unknown[0][:40]!r}: it can name {', '.join(FILE_FIELDS)}.", field="keep"
        )
    return wanted
