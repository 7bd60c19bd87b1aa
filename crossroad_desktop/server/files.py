"""Files as answers: whole or a range of bytes, never from outside the folder that is meant.

In: a path, the request's `Range`. Out: pieces of bytes with the fitting status and headers.
"""

import asyncio
import hashlib
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final
from urllib.parse import quote

from litestar import Response
from litestar.response import Stream

from crossroad_desktop.errors import NotFoundError
from crossroad_desktop.results.result_file import MEDIA_TYPE
from crossroad_desktop.server.streams import answer_pieces

_PIECE: Final = 1 << 18
# The registries of some systems give wrong types, and a module script is refused with them.
# Litestar adds the charset to types of text.
_MEDIA_TYPES: Final[Mapping[str, str]] = {
    ".crossroad": MEDIA_TYPE,
    ".css": "text/css",
    ".csv": "text/csv",
    ".fa": "text/plain",
    ".html": "text/html",
    ".ico": "image/x-icon",
    ".js": "text/javascript",
    ".json": "application/json",
    ".log": "text/plain",
    ".mjs": "text/javascript",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".tsv": "text/tab-separated-values",
    ".txt": "text/plain",
    ".wasm": "application/wasm",
    ".woff2": "font/woff2",
    ".zip": "application/zip",
}


def find_inside(folder: Path, given: str) -> Path:
    """The file that a relative path names in a folder.

    Raises NotFoundError if there is none: also where the path, or a link on its way, leads out.
    """
    missing = NotFoundError(f"There is no file {given[:200]!r} in this result.")
    if "\x00" in given or "\\" in given:
        raise missing
    try:
        path = (folder / given.lstrip("/")).resolve(strict=True)
        if path.is_file() and path.is_relative_to(folder.resolve(strict=True)):
            return path
    except (OSError, ValueError, RuntimeError):
        raise missing from None
    raise missing


async def answer_file(
    path: Path, requested_range: str | None, download_name: str | None = None
) -> Stream | Response[bytes]:
    """The file, or the range of it that was asked for (206), or 416."""
    size = (await asyncio.to_thread(path.stat)).st_size
    headers = {"Accept-Ranges": "bytes"}
    if download_name is not None:
        headers["Content-Disposition"] = content_disposition(download_name)
    media_type = media_type_of(path)
    chosen = parse_range(requested_range, size)
    if chosen is None:
        headers["Content-Range"] = f"bytes */{size}"
        return Response(b"", status_code=416, headers=headers, media_type=media_type)
    start, end = chosen
    headers["Content-Length"] = str(end - start)
    is_part = requested_range is not None and (start, end) != (0, size)
    if is_part:
        headers["Content-Range"] = f"bytes {start}-{end - 1}/{size}"
    pieces = _read_pieces(path, start, end)
    return await answer_pieces(pieces, media_type, headers, 206 if is_part else 200)


def content_disposition(name: str) -> str:
    """The header that has a browser save the answer under a name (RFC 6266)."""
    plain = re.sub(r'[^ -~]|["\\]', "_", name)
    if plain == name:
        return f'attachment; filename="{name}"'
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name)}"


def media_type_of(path: Path) -> str:
    """The media type, by the ending of the name."""
    return _MEDIA_TYPES.get(path.suffix.lower(), "application/octet-stream")


def parse_range(text: str | None, size: int) -> tuple[int, int] | None:
    """First byte and end (exclusive) of what was asked for; None if there are no such bytes.

    Without a range, with one that is none, or with several, it is the whole (RFC 9110).
    """
    match = re.fullmatch(r"bytes=(\d{0,18})-(\d{0,18})", (text or "").strip())
    if match is None or not (match[1] or match[2]):
        return 0, size
    if not match[1]:
        return (max(0, size - int(match[2])), size) if int(match[2]) and size else None
    start = int(match[1])
    end = min(int(match[2]) + 1, size) if match[2] else size
    return (start, end) if start < end else None


def entity_tag(content: bytes) -> str:
    """A tag that changes with the content."""
    return f'"{hashlib.sha256(content).hexdigest()[:32]}"'


def _read_pieces(path: Path, start: int, end: int) -> Iterator[bytes]:
    with path.open("rb") as file:
        file.seek(start)
        left = end - start
        while left > 0:
            piece = file.read(min(_PIECE, left))
            if not piece:
                return
            left -= len(piece)
            yield piece
