"""Files that the page gives the user, written where the user said.

A file appears whole or not at all: it grows beside its place and takes its name at the end.
"""

from collections.abc import AsyncIterator, Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Final

from crossroad_desktop.desktop.client import answer_of
from crossroad_desktop.errors import ParameterError, StorageError
from crossroad_desktop.server.running import RunningServer

_PIECE: Final = 1 << 20


async def save_pieces(target: Path, pieces: AsyncIterator[bytes]) -> None:
    """Writes all pieces into `target`. Raises StorageError."""
    with _growing(target) as file:
        async for piece in pieces:
            file.write(piece)


def save_answer(
    server: RunningServer, address: str, target: Path
) -> Generator[tuple[int, int], None, None]:
    """Writes what the server gives at `address` into `target`; yields the bytes that are written
    and those there will be (0 if not known), a megabyte at a time.

    Raises StorageError, ParameterError for an address elsewhere, InputError if there is nothing.
    """
    if not address.startswith("/api/"):
        raise ParameterError(f"{address[:60]!r} is no address of a file.")
    with answer_of(server, "GET", address) as answer, _growing(target) as file:
        total, done = int(answer.headers.get("Content-Length") or 0), 0
        while piece := answer.read(_PIECE):
            file.write(piece)
            done += len(piece)
            yield done, total


@contextmanager
def _growing(target: Path) -> Iterator[BinaryIO]:
    part = target.with_name(target.name + ".part")
    try:
        with part.open("wb") as file:
            yield file
        part.replace(target)
    except OSError as problem:
        raise StorageError(
            f"{target} cannot be written ({problem.strerror or problem}); choose another place."
        ) from problem
    finally:
        part.unlink(missing_ok=True)
