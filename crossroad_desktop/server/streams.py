"""Answers that are made while they are sent: Arrow, exports, files.

A stream holds a database connection or a file. Its steps run in threads, and what it holds is freed
at its end, also when the client has gone. The first piece is made before the answer begins, so that
errors are still errors.
"""

import asyncio
import threading
from collections.abc import AsyncIterator, Callable, Iterator

from litestar.response import Stream

from crossroad_desktop.results.arrow_result import ArrowResult, encode_stream

ARROW_STREAM = "application/vnd.apache.arrow.stream"


async def answer_arrow(open_result: Callable[[], ArrowResult]) -> Stream:
    """The result as an Arrow IPC stream, with its number of rows in `X-Total-Rows`."""

    def start() -> tuple[int, Iterator[bytes]]:
        result = open_result()
        return result.total_rows, encode_stream(result)

    total_rows, pieces = await asyncio.to_thread(start)
    return await answer_pieces(pieces, ARROW_STREAM, {"X-Total-Rows": str(total_rows)})


async def answer_pieces(
    pieces: Iterator[bytes], media_type: str, headers: dict[str, str], status_code: int = 200
) -> Stream:
    """The pieces as they come; the iterator's `close` is called at the end, however it comes."""
    steps = _Steps(pieces)
    first = await asyncio.to_thread(steps.next)
    return Stream(
        _send(first, steps), media_type=media_type, headers=headers, status_code=status_code
    )


class _Steps:
    """An iterator used by several threads, one after the other."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._lock = threading.Lock()

    def next(self) -> bytes | None:
        with self._lock:
            return next(self._pieces, None)

    def close(self) -> None:
        # Waits for the step that another thread may be in: a running generator cannot be closed.
        with self._lock:
            close: Callable[[], object] = getattr(self._pieces, "close", lambda: None)
            close()


async def _send(first: bytes | None, steps: _Steps) -> AsyncIterator[bytes]:
    try:
        piece = first
        while piece is not None:
            if piece:
                yield piece
            piece = await asyncio.to_thread(steps.next)
    finally:
        # In a thread, and not awaited: when the client has gone this task is being cancelled.
        threading.Thread(target=steps.close, name="closes a stream").start()
