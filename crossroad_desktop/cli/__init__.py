"""The command `crossroad`: arguments in, exit code out.

0 done; 1 the data does not fit; 2 wrong use; 70 our own fault; 130 interrupted. Expected problems
become one message on stderr here, and nowhere else in this package.
"""

import io
import os
import signal
import sys
import traceback
from collections.abc import Sequence
from types import FrameType

from crossroad_desktop.cli.signals import STOP_SIGNALS
from crossroad_desktop.deferred_pandas import hide_pandas
from crossroad_desktop.errors import Cancelled, CrossroadError, ParameterError

_DONE, _DATA_DOES_NOT_FIT, _WRONG_USE, _OUR_FAULT, _INTERRUPTED = 0, 1, 2, 70, 130


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit code of one call; `arguments` are those of the process unless given."""
    hide_pandas()
    # NumPy looks at it when it is loaded. Our matrices are small: threads that wait for each other
    # take four times the work of one as soon as jobs run beside them.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A name that this terminal cannot show is no reason to stop.
            stream.reconfigure(errors="backslashreplace")
    try:
        try:
            exit_code = _run(arguments)
        finally:
            if sys.stdout is not None:
                sys.stdout.flush()
    except BrokenPipeError:
        # The reader of our output (head, less) has gone: nothing is left to say to it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return _DONE
    except OSError as problem:
        _complain(f"What was found cannot be printed ({problem.strerror}).", debug=False)
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return _DATA_DOES_NOT_FIT
    return exit_code


def _run(arguments: Sequence[str] | None) -> int:
    former_handlers = {number: signal.signal(number, _interrupt) for number in STOP_SIGNALS}
    debug = False
    try:
        # Inside, so that an interrupt during the third of a second this takes is told as one.
        from crossroad_desktop.cli.arguments import make_parser

        words = sys.argv[1:] if arguments is None else arguments
        # Without a command, as after a double click, it is the window.
        words = list(words) or ["open"]
        parsed = make_parser(words[0]).parse_args(words)
        debug = parsed.debug
        parsed.run(parsed)
    except BrokenPipeError:
        raise
    except (KeyboardInterrupt, Cancelled):
        _complain("Interrupted; nothing of this run was kept.", debug)
        return _INTERRUPTED
    except ParameterError as problem:
        _complain(str(problem), debug)
        return _WRONG_USE
    except CrossroadError as problem:
        _complain(str(problem), debug)
        return _DATA_DOES_NOT_FIT
    except Exception as problem:  # noqa: BLE001  # the last stop before a traceback
        _complain(
            f"CrossRoad Desktop failed by its own fault ({type(problem).__name__}: {problem}). "
            "Run it again with --debug and report what it prints.",
            debug,
        )
        return _OUR_FAULT
    finally:
        for number, handler in former_handlers.items():
            signal.signal(number, handler)
    return _DONE


def _complain(message: str, debug: bool) -> None:
    from crossroad_desktop.cli.display import print_line

    print_line(sys.stderr, "bold red", "crossroad:", f" {message}")
    if debug and sys.exc_info()[0] is not None:
        traceback.print_exc()


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt
