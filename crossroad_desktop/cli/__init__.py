"""The command `crossroad`: arguments in, exit code out.

0 done; 1 the data does not fit; 2 wrong use; 70 our own fault; 130 interrupted. Expected problems
become one message on stderr here, and nowhere else in this package.
"""

import signal
import sys
from collections.abc import Sequence
from types import FrameType

from rich.markup import escape

from crossroad_desktop.cli.arguments import make_parser
from crossroad_desktop.cli.display import message_console
from crossroad_desktop.errors import Cancelled, CrossroadError, ParameterError

_DONE, _DATA_DOES_NOT_FIT, _WRONG_USE, _OUR_FAULT, _INTERRUPTED = 0, 1, 2, 70, 130


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit code of one call; `arguments` are those of the process unless given."""
    parser = make_parser()
    parsed = parser.parse_args(arguments)
    if parsed.command is None:
        parser.print_help()
        return _WRONG_USE
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        parsed.run(parsed)
    except (KeyboardInterrupt, Cancelled):
        _complain("Interrupted; nothing of this run was kept.", parsed.debug)
        return _INTERRUPTED
    except ParameterError as problem:
        _complain(str(problem), parsed.debug)
        return _WRONG_USE
    except CrossroadError as problem:
        _complain(str(problem), parsed.debug)
        return _DATA_DOES_NOT_FIT
    except BrokenPipeError:
        # The reader of our output (head, less) has gone: nothing is left to say to it.
        sys.stdout = None
        return _DONE
    except Exception as problem:  # noqa: BLE001  # the last stop before a traceback
        _complain(
            f"CrossRoad Desktop failed by its own fault ({type(problem).__name__}: {problem}). "
            "Run it again with --debug and report what it prints.",
            parsed.debug,
        )
        return _OUR_FAULT
    return _DONE


def _complain(message: str, debug: bool) -> None:
    console = message_console()
    console.print(f"[bold red]crossroad:[/] {escape(message)}", soft_wrap=True, highlight=False)
    if debug and sys.exc_info()[0] is not None:
        console.print_exception(show_locals=False)


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt
