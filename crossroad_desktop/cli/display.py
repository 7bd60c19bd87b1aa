"""What the terminal shows: progress while a command runs, and what it found.

Progress and warnings go to stderr, summaries to stdout. On a terminal progress is a bar with
rate and time left; elsewhere (a log file, a pipe) it is a plain line per step.
"""

import json
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Protocol

from rich.box import SIMPLE
from rich.console import Console
from rich.markup import escape
from rich.progress import (
    BarColumn,
    TaskProgressColumn,
    TextColumn,
    TimeRemainingColumn,
)
from rich.progress import (
    Progress as Bar,
)
from rich.table import Table

from crossroad_desktop.pipeline.progress import Progress, ReportProgress, ignore_progress

_SECONDS_BETWEEN_LINES = 2.0


class DisplayOptions(Protocol):
    """The options that every command has."""

    quiet: bool
    json: bool


def message_console() -> Console:
    """Where progress, warnings and errors go."""
    return Console(stderr=True, highlight=False)


@contextmanager
def shown_progress(options: DisplayOptions) -> Iterator[ReportProgress]:
    """A function that shows each report it gets, in the way that fits where stderr goes."""
    if options.quiet:
        yield ignore_progress
    elif sys.stderr.isatty() and not message_console().is_dumb_terminal:
        with _bar() as bar:
            yield _report_to_bar(bar)
    else:
        yield _report_lines()


def partial_progress(report: ReportProgress, start: float, end: float) -> ReportProgress:
    """Passes reports of a part of a command on, from share `start` to `end` of the whole."""

    def tell(progress: Progress) -> None:
        report(replace(progress, fraction=start + (end - start) * progress.fraction))

    return tell


def print_summary(
    options: DisplayOptions, title: str, facts: Sequence[tuple[str, str]], as_json: object
) -> None:
    """Prints facts (name and value) as a table, or `as_json` as one line of JSON, or nothing."""
    if options.json:
        # ASCII only: any terminal and any pipe can take it.
        sys.stdout.write(json.dumps(as_json) + "\n")
    elif not options.quiet:
        console = _OutputConsole(highlight=False)
        width = max(len(name) for name, _ in facts)
        console.print(f"[bold green]{escape(title)}[/]", soft_wrap=True)
        for name, value in facts:
            console.print(f"[bold]{escape(name):<{width}}[/]  {escape(value)}", soft_wrap=True)


def print_table(
    options: DisplayOptions,
    title: str,
    header: Sequence[str],
    rows: Sequence[Sequence[str]],
) -> None:
    """Prints a titled table for people; nothing where JSON or silence is asked for."""
    if options.quiet or options.json or not rows:
        return
    table = Table(
        title=escape(title), title_justify="left", title_style="bold", box=SIMPLE, pad_edge=False
    )
    for name in header:
        table.add_column(escape(name))
    for row in rows:
        table.add_row(*map(escape, row))
    console = _OutputConsole(highlight=False)
    console.print()
    console.print(table)


def print_warnings(options: DisplayOptions, warnings: Sequence[str]) -> None:
    """Prints each warning on a line of its own."""
    if options.quiet:
        return
    console = message_console()
    for warning in warnings:
        console.print(f"[bold yellow]Warning:[/] {escape(warning)}", soft_wrap=True)


def format_bases(count: float) -> str:
    """A number of bases with the unit that fits.

    >>> format_bases(197_209)
    '197.2 kb'
    """
    for limit, unit in ((1e9, "Gb"), (1e6, "Mb"), (1e3, "kb")):
        if count >= limit:
            return f"{count / limit:.1f} {unit}"
    return f"{count:.0f} bp"


class _OutputConsole(Console):
    """Prints to stdout, and leaves it to the caller what a reader that has gone means."""

    def on_broken_pipe(self) -> None:
        raise BrokenPipeError


def _bar() -> Bar:
    return Bar(
        TextColumn("{task.description}"),
        BarColumn(bar_width=28),
        TaskProgressColumn(),
        TextColumn("{task.fields[done]}"),
        TimeRemainingColumn(compact=True),
        console=message_console(),
        transient=True,
    )


def _report_to_bar(bar: Bar) -> ReportProgress:
    task = bar.add_task("Starting", total=1.0, done="")
    start = time.monotonic()

    rate, bases = "", 0

    def report(progress: Progress) -> None:
        nonlocal rate, bases
        if progress.bases > bases:
            # While tables are written no base is read, and the rate stays as it was.
            bases = progress.bases
            seconds = max(time.monotonic() - start, 1e-3)
            rate = f", {format_bases(bases / seconds)}/s"
        done = f"{progress.genomes:,} genomes{rate}" if progress.genomes else ""
        bar.update(task, description=progress.step, completed=progress.fraction, done=done)

    return report


def _describe_done(progress: Progress) -> str:
    read = f", {format_bases(progress.bases)}" if progress.bases else ""
    return f"{progress.genomes:,} genomes{read}"


def _report_lines() -> ReportProgress:
    console = message_console()
    step, shown_at = "", 0.0

    def report(progress: Progress) -> None:
        nonlocal step, shown_at
        now = time.monotonic()
        is_recent = progress.step == step and now - shown_at < _SECONDS_BETWEEN_LINES
        if is_recent and progress.fraction < 1.0:
            return
        step, shown_at = progress.step, now
        done = f" ({_describe_done(progress)})" if progress.genomes else ""
        console.print(f"{progress.fraction:4.0%}  {progress.step}{done}", soft_wrap=True)

    return report
