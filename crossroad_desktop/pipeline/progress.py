"""How far a run is, told to whoever asked."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Progress:
    """One report."""

    step: str
    """What is being done, in the user's words: "Writing tables"."""
    fraction: float
    """Share of the whole run that is done, 0.0 to 1.0; never falls."""
    genomes: int = 0
    """Genomes read so far."""
    bases: int = 0
    """bp read so far."""
    detail: str = ""
    """What in this step: the file being written."""


ReportProgress = Callable[[Progress], None]
"""Called at least once per batch of genomes and per piece of a table. It may raise `Cancelled`: the
run then stops there and leaves nothing behind."""


def ignore_progress(_: Progress) -> None:
    """For callers who do not want to know."""
