"""How the program ends: on a signal, within a limited time, and without the interpreter's own way.

Signals reach Python code only when the main thread runs Python, which a window's loop may not do
for long. So they are read from a pipe, by a thread.
"""

import contextlib
import faulthandler
import logging
import os
import signal
import socket
import sys
import threading
from collections.abc import Callable, Sequence
from types import FrameType
from typing import Final, NoReturn

SECONDS_TO_END: Final = 6.0
"""After this long a program that was asked to end is ended, whatever holds it up."""

_log = logging.getLogger(__name__)


def call_on_signals(numbers: Sequence[int], act: Callable[[], None]) -> None:
    """From now on these signals call `act`, in a thread, and perhaps twice. Must be called from
    the main thread."""
    reader, writer = socket.socketpair()
    writer.setblocking(False)

    def pass_on(number: int, _frame: FrameType | None) -> None:
        # The loop of GTK takes the pipe for itself, but runs this at once.
        with contextlib.suppress(OSError):
            writer.send(bytes([number]))

    for number in numbers:
        signal.signal(number, pass_on)
    signal.set_wakeup_fd(writer.fileno(), warn_on_full_buffer=False)

    def watch() -> None:
        # Kept open by this thread.
        with reader, writer:
            while told := reader.recv(1):
                if told[0] in numbers:
                    _log.info("Asked to end by signal %s.", told[0])
                    act()

    threading.Thread(target=watch, name="signals", daemon=True).start()


def end_in_time(tidy: Callable[[], None], seconds: float = SECONDS_TO_END) -> None:
    """Ends the process `seconds` from now, with exit code 1, if it has not ended by itself: then
    what each thread did is written to stderr, and `tidy` may take 3 s."""

    def end() -> None:
        _log.error("The window did not close in time; the program ends without it.")
        if sys.stderr is not None:
            faulthandler.dump_traceback(sys.stderr)
        tidier = threading.Thread(target=tidy, daemon=True)
        tidier.start()
        tidier.join(3.0)
        leave(1)

    timer = threading.Timer(seconds, end)
    timer.daemon = True
    timer.start()


def leave(exit_code: int = 0) -> NoReturn:
    """Ends the process now: all is stopped and closed. DuckDB would print pages of debugging aid
    while the interpreter winds itself up."""
    logging.shutdown()
    for stream in (sys.stdout, sys.stderr):
        # A windowed program on Windows has none.
        if stream is not None:
            stream.flush()
    os._exit(exit_code)
