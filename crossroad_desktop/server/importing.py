"""An existing result, of croSSRoad or of ours, as a completed job.

In: a folder, a zip or a .crossroad file on this machine, or an upload of one of the latter. Out: a
job whose output folder holds copies of the result files; of everything else nothing is taken.
"""

import asyncio
import lzma
import zipfile
import zlib
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import BinaryIO, Final

from crossroad_desktop.errors import InputError, StorageError
from crossroad_desktop.jobs.folders import new_job_id
from crossroad_desktop.jobs.store import Job
from crossroad_desktop.pipeline.output_folder import unfinished_path
from crossroad_desktop.pipeline.tables import RESULT_FILES
from crossroad_desktop.results.folder import ResultFolder, tables_of
from crossroad_desktop.results.import_folder import ensure_parquet
from crossroad_desktop.results.result_file import Manifest, is_result_file, read_manifest
from crossroad_desktop.server.services import Services
from crossroad_desktop.server.uploads import RESULT_FORM, Form, receive_form

_PIECE: Final = 1 << 20
_ENCRYPTED: Final = 1
_DAMAGED_ZIP: Final = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, NotImplementedError, UnicodeError,
)  # fmt: skip
_LARGEST_RESULT: Final = 200 << 30
# Result tables shrink to a twentieth or so; what expands further, and much, is a trap.
_MOST_EXPANSION: Final = 150
_EXPANDED_FREELY: Final = 1 << 28


def import_result(services: Services, source: Path, name: str) -> Job:
    """The new job, completed.

    Raises InputError if there is no result at `source`, StorageError if it cannot be copied.
    """
    job_id = new_job_id()
    services.folders.create(job_id)
    try:
        return _take_over(services, job_id, source, name)
    except BaseException:
        services.folders.remove(job_id)
        raise


async def import_upload(
    services: Services, body: AsyncIterator[bytes], content_type: str, content_length: int | None
) -> Job:
    """The new job, completed, from a form with a zip. Whatever refuses it leaves nothing behind.

    Raises as `receive_form` and `import_result` do.
    """
    job_id = new_job_id()
    await asyncio.to_thread(services.folders.create, job_id)
    try:
        folder = services.folders.input(job_id)
        limit = services.settings.max_upload_bytes
        form = await receive_form(body, content_type, content_length, folder, limit, RESULT_FORM)
    except BaseException:
        await asyncio.shield(asyncio.to_thread(services.folders.remove, job_id))
        raise
    # Shielded: it ends with a job, or with nothing, also when the client has gone.
    return await asyncio.shield(asyncio.to_thread(_import_sent_zip, services, job_id, form))


def _import_sent_zip(services: Services, job_id: str, form: Form) -> Job:
    try:
        if "result" not in form.file_names:
            raise InputError("No zip was sent; put it into the field result_zip.")
        source = services.folders.input(job_id) / form.file_names["result"]
        return _take_over(services, job_id, source, form.texts.get("name", "").strip())
    except BaseException as problem:
        services.folders.remove(job_id)
        if isinstance(problem, InputError):
            raise InputError(str(problem), field="result_zip") from problem
        raise


def _take_over(services: Services, job_id: str, source: Path, name: str) -> Job:
    output = services.folders.output(job_id)
    unfinished = unfinished_path(output)
    try:
        manifest = read_manifest(source)
        _copy_result(source, unfinished)
        ensure_parquet(unfinished, services.limits)
        # A program that is killed before this leaves no folder that looks like a result.
        unfinished.rename(output)
        _remove_input(services, job_id)
    except InputError as problem:
        # Where it is copied to means nothing to the user.
        raise InputError(str(problem).replace(unfinished.name, source.name)) from problem
    except OSError as problem:
        raise StorageError(
            f"The result cannot be copied ({problem.strerror or problem}); free some space."
        ) from problem
    return _register(services, job_id, output, name or _name_of(source, manifest))


def _name_of(source: Path, manifest: Manifest | None) -> str:
    return source.stem if manifest is None or not manifest.name.strip() else manifest.name


def _remove_input(services: Services, job_id: str) -> None:
    """Removes the zip that was sent: its content is in the results."""
    for path in services.folders.input(job_id).iterdir():
        path.unlink()


def _copy_result(source: Path, output: Path) -> None:
    copied: set[str] = set()
    with _open_source(source) as files:
        left = _most_bytes(source)
        for name, file in files:
            if name in copied:
                raise InputError(f"{source.name} holds more than one {name}; give one result.")
            target = output / name
            target.parent.mkdir(parents=True, exist_ok=True)
            with target.open("wb") as copy:
                left -= _copy_bounded(file, copy, left, source.name)
            copied.add(name)
    if not copied:
        raise InputError(
            f"{source.name} holds no results of croSSRoad: choose the folder or the zip that holds "
            "main and intrim."
        )


def _most_bytes(source: Path) -> int:
    if source.is_dir():
        return _LARGEST_RESULT
    expanded = max(_EXPANDED_FREELY, _MOST_EXPANSION * source.stat().st_size)
    return min(_LARGEST_RESULT, expanded)


def _copy_bounded(source: BinaryIO, target: BinaryIO, limit: int, shown_name: str) -> int:
    """Bytes copied, `limit` at most."""
    copied = 0
    while piece := source.read(_PIECE):
        copied += len(piece)
        if copied > limit:
            raise InputError(
                f"{shown_name} expands to more than results do; unpack it yourself and import the "
                "folder, if it is what you mean."
            )
        target.write(piece)
    return copied


@contextmanager
def _open_source(source: Path) -> Iterator[Iterator[tuple[str, BinaryIO]]]:
    if source.is_dir():
        yield _files_of_folder(source)
    elif source.is_file() and zipfile.is_zipfile(source):
        with _told_as_input(source), zipfile.ZipFile(source) as archive:
            yield _files_of_zip(archive)
    else:
        raise InputError(
            f"{source.name} is neither a folder nor a zip nor a .crossroad file; choose one of "
            "these."
        )


@contextmanager
def _told_as_input(source: Path) -> Iterator[None]:
    try:
        yield
    except _DAMAGED_ZIP as problem:
        if is_result_file(source):
            raise InputError(
                f"{source.name} is damaged, or was not copied as a whole; copy or download it "
                "again."
            ) from problem
        raise InputError(
            f"{source.name}: the zip is damaged, or packed in an unusual way; make it again, or "
            "unpack it and choose the folder."
        ) from problem


def _files_of_folder(folder: Path) -> Iterator[tuple[str, BinaryIO]]:
    root = next(
        (place for place in (folder, folder / "output") if _looks_like_result(place)), folder
    )
    for name in sorted(RESULT_FILES):
        path = root / name
        if path.is_file() and not path.is_symlink():
            with path.open("rb") as file:
                yield name, file


def _files_of_zip(archive: zipfile.ZipFile) -> Iterator[tuple[str, BinaryIO]]:
    for entry in archive.infolist():
        name = _name_in_result(entry.filename)
        if name is not None and not entry.is_dir():
            if entry.flag_bits & _ENCRYPTED:
                raise InputError(f"{entry.filename[:200]} needs a password; make a zip without.")
            with archive.open(entry) as file:
                yield name, file  # type: ignore[misc]  # read() is all that is used


def _name_in_result(path: str) -> str | None:
    # The result may lie in folders of its own: output/main/..., job_x/output/main/...
    parts = PurePosixPath(path).parts
    endings = ("/".join(parts[first:]) for first in range(len(parts)))
    return next((ending for ending in endings if ending in RESULT_FILES), None)


def _looks_like_result(folder: Path) -> bool:
    return (folder / "main").is_dir() or (folder / "intrim").is_dir()


def _register(services: Services, job_id: str, output: Path, name: str) -> Job:
    record = ResultFolder(output).record
    tables = tables_of(output).present
    ssrs = next((tables[key].row_count for key in ("reformatted", "mergedOut") if key in tables), 0)
    found, parameters = record.get("found"), record.get("parameters")
    genomes = found.get("analysed_genomes") if isinstance(found, dict) else None
    return services.store.add_ended(
        job_id,
        name=name[:200],
        parameters=parameters if isinstance(parameters, dict) else {},
        input_names={},
        warnings=record.get("warnings", []),
        genomes=genomes,
        ssrs=ssrs,
        bytes_on_disk=services.folders.bytes_on_disk(job_id),
    )
