"""What is drawn with rich: colours, tables and the progress bar.

Loaded only where it is needed; a pipe or a log file gets plain text without it.
"""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TextIO

from rich.box import SIMPLE
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, TaskProgressColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bar
from rich.table import Table

from crossroad_desktop.cli.display import describe_rate
from crossroad_desktop.pipeline.progress import Progress, ReportProgress


def print_styled(stream: TextIO, style: str, label: str, text: str) -> None:
    """Prints a line whose label has the style; it is not broken, so that it can be copied."""
    console = _Console(file=stream, highlight=False)
    console.print(f"[{style}]{escape(label)}[/]{escape(text)}", soft_wrap=True)


def print_table(
    stream: TextIO, title: str, header: Sequence[str], rows: Sequence[Sequence[str]]
) -> None:
    """Prints a titled table."""
    table = Table(
        title=escape(title), title_justify="left", title_style="bold", box=SIMPLE, pad_edge=False
    )
    for name in header:
        table.add_column(escape(name))
    for row in rows:
        table.add_row(*map(escape, row))
    console = _Console(file=stream, highlight=False)
    console.print()
    console.print(table)


@contextmanager
def shown_bar(stream: TextIO) -> Iterator[ReportProgress]:
    """A function that shows each report as a bar, which vanishes in the end."""
    with Bar(
        TextColumn("{task.description}"),
        BarColumn(bar_width=28),
        TaskProgressColumn(),
        TextColumn("{task.fields[done]}"),
        TimeRemainingColumn(compact=True),
        console=_Console(file=stream, highlight=False),
        transient=True,
    ) as bar:
        yield _report_to(bar)


class _Console(Console):
    """Leaves it to the caller what a reader that has gone means."""

    def on_broken_pipe(self) -> None:
        raise BrokenPipeError


def _report_to(bar: Bar) -> ReportProgress:
    task = bar.add_task("Starting", total=1.0, done="")
    start = time.monotonic()
    rate, bases = "", 0

    def report(progress: Progress) -> None:
        nonlocal rate, bases
        if progress.bases > bases:
            # While tables are written no base is read, and the rate stays as it was.
            bases = progress.bases
            rate = describe_rate(bases, time.monotonic() - start)
        done = progress.detail or (
            f"{progress.genomes:,} genomes{rate}" if progress.genomes else ""
        )
        bar.update(task, description=progress.step, completed=progress.fraction, done=done)

    return report
