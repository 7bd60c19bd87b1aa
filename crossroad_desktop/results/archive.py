"""An output folder as one zip file, which appears whole or not at all.

In: an output folder. Out: a zip with all its files under their paths in the folder (`main/...`),
and nothing else of it: links are left out, wherever they point. The same folder gives the same
bytes.
"""

import errno
import os
import shutil
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import BinaryIO, Final

from crossroad_desktop.errors import NotFoundError, OutputError, StorageError

_LEVEL: Final = 3
_ALREADY_COMPRESSED: Final = frozenset({".gz", ".parquet", ".png", ".xlsx", ".zip"})
_CHUNK: Final = 1 << 20
_NO_FILES: Final[Mapping[str, bytes]] = {}


def make_zip(output_dir: Path, zip_path: Path, first: Mapping[str, bytes] = _NO_FILES) -> None:
    """Writes `zip_path`, which must not lie inside `output_dir`; `first` are files, by name, that
    come before those of the folder.

    Raises NotFoundError if there is no such folder, OutputError if the zip cannot be written.
    """
    if not output_dir.is_dir():
        raise NotFoundError("There are no results to be packed; run the analysis first.")
    if zip_path.resolve().is_relative_to(output_dir.resolve()):
        raise OutputError(f"{zip_path.name} cannot lie inside the folder that it holds.")
    try:
        _write_zip(output_dir, zip_path, first)
    except OSError as problem:
        reason = problem.strerror or str(problem)
        kind = StorageError if problem.errno in (errno.ENOSPC, errno.EDQUOT) else OutputError
        raise kind(
            f"{zip_path.name}: cannot write there ({reason}); free some space or choose another "
            "folder."
        ) from problem


def list_files(output_dir: Path) -> Iterator[Path]:
    """The files of a folder and of those in it, sorted; no links, and nothing behind links."""
    for entry in sorted(os.scandir(output_dir), key=lambda entry: entry.name):
        if entry.is_symlink():
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from list_files(Path(entry.path))
        elif entry.is_file(follow_symlinks=False):
            yield Path(entry.path)


def _write_zip(output_dir: Path, zip_path: Path, first: Mapping[str, bytes]) -> None:
    handle, name = tempfile.mkstemp(dir=zip_path.parent, prefix=".zip-", suffix=".part")
    unfinished = Path(name)
    try:
        with os.fdopen(handle, "wb") as file, _new_archive(file) as archive:
            for name_inside, content in first.items():
                archive.writestr(zipfile.ZipInfo(name_inside), content)
            for path in list_files(output_dir):
                _add(archive, path, path.relative_to(output_dir).as_posix())
        unfinished.replace(zip_path)
    finally:
        unfinished.unlink(missing_ok=True)


def _new_archive(file: BinaryIO) -> zipfile.ZipFile:
    return zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL)


def _add(archive: zipfile.ZipFile, path: Path, name: str) -> None:
    # Both kinds of entry bear the date 1980-01-01; a ZipInfo of its own is stored as it is.
    is_packed = path.suffix in _ALREADY_COMPRESSED
    entry = zipfile.ZipInfo(name) if is_packed else name
    with path.open("rb") as source, archive.open(entry, "w", force_zip64=True) as target:
        shutil.copyfileobj(source, target, _CHUNK)
