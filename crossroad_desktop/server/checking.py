"""What is in the files of an analysis, before it is run.

In: an upload as for an analysis. Out: what each file holds and what does not fit. The files are
kept under a token for a while, so that the analysis need not send them again.
"""

import asyncio
import secrets
import shutil
import time
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path
from typing import Final

from crossroad_desktop.server.check_report import report_files
from crossroad_desktop.server.form_messages import CheckedFiles
from crossroad_desktop.server.kept_files import note_roles, take_over_files
from crossroad_desktop.server.services import Services
from crossroad_desktop.server.submission import load_checked, parameters_of
from crossroad_desktop.server.uploads import Form, receive_form, require_fasta

_SECONDS_KEPT: Final = 24 * 3600


async def check_upload(
    services: Services, body: AsyncIterator[bytes], content_type: str, content_length: int | None
) -> CheckedFiles:
    """What was found; raises as an analysis would, and then keeps nothing."""
    token = secrets.token_hex(16)
    folder = services.checked_files(token)
    await asyncio.to_thread(_prepare, services, folder)
    try:
        limit = services.settings.max_upload_bytes
        form = await receive_form(body, content_type, content_length, folder, limit)
        return await asyncio.to_thread(_check, services, form, folder, token)
    except BaseException:
        await asyncio.shield(asyncio.to_thread(shutil.rmtree, folder, True))
        raise


def remove_old_checks(services: Services) -> None:
    """Removes the files of checks of which nobody can want anything any more."""
    kept = services.checked_files_folder
    too_old = time.time() - _SECONDS_KEPT
    for path in kept.iterdir() if kept.is_dir() else ():
        # Another check that ends in an error may remove its folder meanwhile.
        with suppress(FileNotFoundError):
            if path.stat().st_mtime < too_old:
                shutil.rmtree(path, ignore_errors=True)


def _prepare(services: Services, folder: Path) -> None:
    remove_old_checks(services)
    folder.mkdir(parents=True)


def _check(services: Services, form: Form, folder: Path, token: str) -> CheckedFiles:
    take_over_files(services, form, folder)
    require_fasta(form)
    parameters = parameters_of(form)
    inputs = load_checked(folder, form.file_names, parameters)
    note_roles(folder, form.file_names)
    return report_files(inputs, parameters, folder, token, services.folders.free_bytes())
