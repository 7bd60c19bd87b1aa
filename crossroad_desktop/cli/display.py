"""What a command says: progress while it runs, what it found, and warnings.

Progress and warnings go to stderr, summaries to stdout. On a terminal progress is a bar with
rate and time left; elsewhere (a log file, a pipe) it is a plain line per step.
"""

import json
import os
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Protocol, TextIO

from crossroad_desktop.errors import OutputError, count_of
from crossroad_desktop.pipeline.progress import Progress, ReportProgress, ignore_progress

_SECONDS_BETWEEN_LINES = 2.0


class DisplayOptions(Protocol):
    """The options that every command has."""

    quiet: bool
    json: bool


@contextmanager
def shown_progress(options: DisplayOptions) -> Iterator[ReportProgress]:
    """A function that shows each report it gets, in the way that fits where stderr goes."""
    if options.quiet:
        yield ignore_progress
    elif sys.stderr is not None and _is_terminal(sys.stderr):
        from crossroad_desktop.cli.terminal import shown_bar

        with shown_bar(sys.stderr) as report:
            yield report
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
    """Prints facts (name and value) in lines, or `as_json` as one line of JSON, or nothing."""
    if options.json:
        # ASCII only: any terminal and any pipe can take it.
        print_line(sys.stdout, "", json.dumps(as_json))
    elif not options.quiet:
        width = max((len(name) for name, _ in facts), default=0)
        print_line(sys.stdout, "bold green", title)
        for name, value in facts:
            print_line(sys.stdout, "bold", f"{name:<{width}}", f"  {value}")


def print_table(
    options: DisplayOptions, title: str, header: Sequence[str], rows: Sequence[Sequence[str]]
) -> None:
    """Prints a titled table for people; nothing where JSON or silence is asked for."""
    if options.quiet or options.json or not rows:
        return
    from crossroad_desktop.cli import terminal

    terminal.print_table(sys.stdout, title, header, rows)


def print_warnings(options: DisplayOptions, warnings: Sequence[str]) -> None:
    """Prints each warning on a line of its own."""
    if not options.quiet:
        for warning in warnings:
            print_line(sys.stderr, "bold yellow", "Warning:", f" {warning}")


def print_line(stream: TextIO | None, style: str, label: str, text: str = "") -> None:
    """Prints a line; on a terminal its label has the style.

    A stderr that is closed or full is no reason to stop: what was to be said is lost.
    """
    if stream is None:
        return
    try:
        if _is_terminal(stream):
            from crossroad_desktop.cli.terminal import print_styled

            print_styled(stream, style, label, text)
        else:
            stream.write(f"{label}{text}\n")
            if stream is sys.stderr:
                stream.flush()
    except OSError as problem:
        if isinstance(problem, BrokenPipeError) and stream is not sys.stderr:
            raise
        if stream is not sys.stderr:
            raise OutputError(
                f"What was found cannot be printed ({problem.strerror})."
            ) from problem
        # What is still buffered would fail once more when the program ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def format_bases(count: float) -> str:
    """A number of bases with the unit that fits.

    >>> format_bases(197_209)
    '197.2 kb'
    """
    for limit, unit in ((1e9, "Gb"), (1e6, "Mb"), (1e3, "kb")):
        if count >= limit:
            return f"{count / limit:.1f} {unit}"
    return f"{count:.0f} bp"


def describe_rate(bases: int, seconds: float) -> str:
    """Bases per second, to be put behind something else."""
    return f", {format_bases(bases / max(seconds, 1e-3))}/s"


def _is_terminal(stream: TextIO) -> bool:
    return stream.isatty() and os.environ.get("TERM") != "dumb"


def _report_lines() -> ReportProgress:
    steps: set[str] = set()
    shown_at = 0.0

    def report(progress: Progress) -> None:
        nonlocal shown_at
        now = time.monotonic()
        is_recent = progress.step in steps and now - shown_at < _SECONDS_BETWEEN_LINES
        if is_recent and progress.fraction < 1.0:
            return
        steps.add(progress.step)
        shown_at = now
        done = f" ({_describe_done(progress)})" if progress.genomes else ""
        print_line(sys.stderr, "", f"{progress.fraction:4.0%}  {progress.step}{done}")

    return report


def _describe_done(progress: Progress) -> str:
    read = f", {format_bases(progress.bases)}" if progress.bases else ""
    return count_of(progress.genomes, "genome") + read
