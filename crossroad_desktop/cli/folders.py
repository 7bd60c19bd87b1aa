"""Folders that are made for a command and vanish with it if it fails."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from crossroad_desktop.errors import OutputError


@contextmanager
def made_folder(folder: Path) -> Iterator[None]:
    """Makes the folder and its parents; if the `with` block is left by an exception, those that
    were made and are empty are removed again.

    Raises OutputError if the folder cannot be made.
    """
    new = [place for place in (folder, *folder.parents) if not place.exists()]
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        _remove_empty(new)
        raise OutputError(
            f"{folder}: cannot make this folder ({problem.strerror}); choose another one."
        ) from problem
    try:
        yield
    except BaseException:
        _remove_empty(new)
        raise


def _remove_empty(folders: list[Path]) -> None:
    for folder in folders:
        with suppress(OSError):
            folder.rmdir()
