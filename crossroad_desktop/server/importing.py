"""An existing result, of croSSRoad or of ours, as a completed job.

In: a folder or a zip on this machine. Out: a job whose output folder holds copies of the result
files; of everything else in the folder or zip nothing is taken.
"""

import zipfile
from collections.abc import Iterator
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
from crossroad_desktop.server.services import Services

_PIECE: Final = 1 << 20
_LARGEST_FILE: Final = 20 << 30


def import_result(services: Services, source: Path, name: str) -> Job:
    """The new job, completed.

    Raises InputError if there is no result at `source`, StorageError if it cannot be copied.
    """
    job_id = new_job_id()
    services.folders.create(job_id)
    output = services.folders.output(job_id)
    unfinished = unfinished_path(output)
    try:
        _copy_result(source, unfinished)
        ensure_parquet(unfinished, services.limits)
        # A program that is killed before this leaves no folder that looks like a result.
        unfinished.rename(output)
        return _register(services, job_id, output, name or source.stem)
    except OSError as problem:
        services.folders.remove(job_id)
        raise StorageError(
            f"The result cannot be copied ({problem.strerror or problem}); free some space."
        ) from problem
    except BaseException:
        services.folders.remove(job_id)
        raise


def _copy_result(source: Path, output: Path) -> None:
    count = 0
    with _open_source(source) as files:
        for name, file in files:
            target = output / name
            target.parent.mkdir(parents=True, exist_ok=True)
            with target.open("wb") as copy:
                _copy_bounded(file, copy, name)
            count += 1
    if count == 0:
        raise InputError(
            f"{source.name} holds no results of croSSRoad: choose the folder or the zip that holds "
            "main and intrim."
        )


def _copy_bounded(source: BinaryIO, target: BinaryIO, name: str) -> None:
    left = _LARGEST_FILE
    while piece := source.read(_PIECE):
        left -= len(piece)
        if left < 0:
            raise InputError(f"{name} is larger than {_LARGEST_FILE >> 30} GiB.")
        target.write(piece)


@contextmanager
def _open_source(source: Path) -> Iterator[Iterator[tuple[str, BinaryIO]]]:
    if source.is_dir():
        yield _files_of_folder(source)
    elif zipfile.is_zipfile(source):
        with zipfile.ZipFile(source) as archive:
            yield _files_of_zip(archive)
    else:
        raise InputError(f"{source.name} is neither a folder nor a zip; choose one of these.")


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
        if name is not None:
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
    found = record.get("found")
    genomes = found.get("analysed_genomes") if isinstance(found, dict) else None
    return services.store.add_ended(
        job_id,
        name=name[:200],
        parameters=record.get("parameters", {}),
        input_names={},
        warnings=record.get("warnings", []),
        genomes=genomes,
        ssrs=ssrs,
        bytes_on_disk=services.folders.bytes_on_disk(job_id),
    )
