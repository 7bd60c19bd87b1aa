"""What the page asks of the window it is shown in: file dialogs, saving, closing, zoom.

These are routes behind the guard of the server. The bridge of pywebview builds functions from text,
which our content security policy forbids; and bytes need no other form here.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Generator, Sequence
from pathlib import Path
from typing import Any, Literal, Protocol

import msgspec
from litestar import Request, post
from litestar.params import JSONBody
from litestar.response import Stream
from litestar.types import ControllerRouterHandler

from crossroad_desktop.desktop.dialogs import What
from crossroad_desktop.desktop.saving import save_pieces
from crossroad_desktop.errors import CrossroadError, ParameterError

AnyRequest = Request[Any, Any, Any]
Answer = Literal["keep", "stop", "stay"]


class PageWindow(Protocol):
    """The window, as far as its page may use it; every call may take as long as a dialog."""

    def ask_save_path(self, name: str) -> Path | None: ...
    def ask_paths(self, what: What) -> Sequence[Path]: ...
    def save_answer(self, address: str, target: Path) -> Generator[tuple[int, int], None, None]: ...
    def answer_closing(self, answer: Answer) -> None: ...
    def zoom(self, step: int) -> float: ...
    def notify(self, title: str, text: str) -> None: ...
    def dropped_paths(self, names: Sequence[str]) -> Sequence[Path]: ...


class SavedFile(msgspec.Struct):
    """Where a file was saved; None if the user did not want it."""

    saved: str | None


class Address(msgspec.Struct):
    """A file that the server gives."""

    address: str
    name: str


class Paths(msgspec.Struct):
    """Files or folders of this machine."""

    paths: list[str]


class Choice(msgspec.Struct):
    """What is to be chosen."""

    what: What


class Names(msgspec.Struct):
    """Names of what was dropped on the page, without their folders."""

    names: list[str]


class Closing(msgspec.Struct):
    """What happens to the jobs when the window closes."""

    answer: Answer


class ZoomStep(msgspec.Struct):
    """1 is larger, -1 smaller, 0 the actual size."""

    step: int


class Zoom(msgspec.Struct):
    """How large the page is now; 1 is its actual size."""

    zoom: float


class Note(msgspec.Struct):
    """A notification of the desktop."""

    title: str
    text: str


def make_page_routes(window: PageWindow) -> list[ControllerRouterHandler]:
    """The routes of one window; they are no part of the REST interface."""

    @post("/window/save", include_in_schema=False, request_max_body_size=None, status_code=200)
    async def save(request: AnyRequest) -> SavedFile:
        name = _file_name(request.query_params.get("name", ""))
        target = await asyncio.to_thread(window.ask_save_path, name)
        if target is None:
            return SavedFile(None)
        await save_pieces(target, request.stream())
        return SavedFile(str(target))

    @post("/window/save_address", include_in_schema=False, status_code=200)
    async def save_address(data: JSONBody[Address]) -> Stream:
        name = _file_name(data.name)
        target = await asyncio.to_thread(window.ask_save_path, name)
        lines = _told_lines(window, data.address, target)
        return Stream(lines, media_type="application/x-ndjson")

    @post("/window/choose", include_in_schema=False, status_code=200)
    async def choose(data: JSONBody[Choice]) -> Paths:
        return Paths([str(path) for path in await asyncio.to_thread(window.ask_paths, data.what)])

    @post("/window/dropped", include_in_schema=False, status_code=200, sync_to_thread=True)
    def dropped(data: JSONBody[Names]) -> Paths:
        return Paths([str(path) for path in window.dropped_paths(data.names)])

    @post("/window/close", include_in_schema=False, status_code=204, sync_to_thread=True)
    def close(data: JSONBody[Closing]) -> None:
        window.answer_closing(data.answer)

    @post("/window/zoom", include_in_schema=False, status_code=200, sync_to_thread=True)
    def zoom(data: JSONBody[ZoomStep]) -> Zoom:
        return Zoom(window.zoom(data.step))

    @post("/window/notify", include_in_schema=False, status_code=204, sync_to_thread=True)
    def notify(data: JSONBody[Note]) -> None:
        window.notify(data.title[:200], data.text[:500])

    return [save, save_address, choose, dropped, close, zoom, notify]


async def _told_lines(
    window: PageWindow, address: str, target: Path | None
) -> AsyncIterator[bytes]:
    """A line of JSON per piece that is written, and one at the end: `saved`, or `error`."""
    if target is None:
        yield _line({"saved": None})
        return
    pieces = window.save_answer(address, target)
    try:
        while (told := await asyncio.to_thread(next, pieces, None)) is not None:
            yield _line({"bytes": told[0], "total": told[1]})
        yield _line({"saved": str(target)})
    except CrossroadError as problem:
        yield _line({"error": str(problem)})
    finally:
        # Also when the page has gone: nothing half-written stays.
        pieces.close()


def _line(content: object) -> bytes:
    return json.dumps(content).encode() + b"\n"


def _file_name(text: str) -> str:
    """A name that the page proposes, without folders. Raises ParameterError if nothing is left."""
    name = text.replace("\\", "/").rsplit("/", 1)[-1].strip()
    if not name or name in (".", ".."):
        raise ParameterError("The file to save has no name.")
    return name
