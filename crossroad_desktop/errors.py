"""The errors that a user can act on; everything else is our own fault.

Each message says what is wrong, where, and what to do. They are raised where the problem is found
and turned into an answer in three places only: the command line, the job runner and the server.
"""

from collections.abc import Sequence


class CrossroadError(Exception):
    """An expected problem; its text is shown to the user as it is.

    `field` is the parameter or the field of a form that it is about, `line` the line of the file;
    None where that is not known, or is no single one.
    """

    def __init__(
        self, message: str = "", *, field: str | None = None, line: int | None = None
    ) -> None:
        super().__init__(message)
        self.field = field
        self.line = line


class InputError(CrossroadError):
    """An input file does not fit: not FASTA, a bad BED line, an unknown reference ..."""


class ParameterError(CrossroadError):
    """A parameter is unknown, not a number, or out of its limits."""


class OutputError(CrossroadError):
    """Results cannot be written: the folder is in use, the disk is full, no permission."""


class StorageError(OutputError):
    """The place where jobs are kept gives way: disk full, list of jobs read-only or locked ..."""


class NotFoundError(CrossroadError):
    """There is no such job, table or file."""


class ConflictError(CrossroadError):
    """What is asked for does not fit the state of the job: it runs, it has ended ..."""


class Cancelled(CrossroadError):
    """The user stopped the run; nothing of it is left behind."""


def count_of(count: int, noun: str) -> str:
    """A count with its noun, in the plural where it must be.

    >>> count_of(1, "genome"), count_of(1200, "genome")
    ('1 genome', '1,200 genomes')
    """
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def list_offenders(offenders: Sequence[str], shown: int = 5) -> str:
    """The first offenders joined by commas, then how many more there are.

    >>> list_offenders(["a", "b", "c"], shown=2)
    'a, b and 1 more'
    """
    text = ", ".join(offenders[:shown])
    hidden = len(offenders) - shown
    return f"{text} and {hidden:,} more" if hidden > 0 else text
