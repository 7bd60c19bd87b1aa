"""Runs the examples of the manual.

An example is a series of fenced blocks below one heading: `input NAME` (a file), `command` (a call
of `crossroad analyze`), then what it gives: `messages`, `output PATH` (a whole file of the result),
`columns PATH` (some columns of it, two or more blanks between them).
"""

import csv
import re
import shlex
from dataclasses import dataclass
from pathlib import Path

from crossroad_desktop.cli.analyze import analysis_parameters, input_files
from crossroad_desktop.cli.arguments import make_parser
from crossroad_desktop.errors import CrossroadError
from crossroad_desktop.pipeline.run import analyze

from .pages import Block, Section

INPUT, COMMAND, MESSAGES, OUTPUT, COLUMNS = "input", "command", "messages", "output", "columns"


@dataclass(frozen=True)
class Result:
    """What a command gave."""

    messages: list[str]
    folder: Path

    def show(self, block: Block) -> str:
        """What stands in the manual if it is true."""
        if block.kind == MESSAGES:
            return "".join(f"{message}\n" for message in self.messages)
        path = self.folder / block.target
        if block.kind == OUTPUT:
            return path.read_text(encoding="utf-8")
        return _show_columns(path, split_columns(block.text.splitlines()[0]))


def run_examples(section: Section, folder: Path) -> list[tuple[Block, str]]:
    """Each block that shows a result, and what it should show; files go to `folder`, which must be
    the working folder."""
    shown: list[tuple[Block, str]] = []
    result: Result | None = None
    for number, block in enumerate(section.blocks):
        if block.kind == INPUT:
            (folder / block.target).write_text(block.text, encoding="utf-8", newline="\n")
        elif block.kind == COMMAND:
            result = run_command(block.text, folder / f"out{number}")
        elif block.kind in (MESSAGES, OUTPUT, COLUMNS):
            assert result is not None, "there is no command before this block"
            shown.append((block, result.show(block)))
    return shown


def run_command(line: str, folder: Path) -> Result:
    """Runs `crossroad analyze ...`, but with its results in `folder`."""
    options = make_parser().parse_args(shlex.split(line)[1:])
    try:
        summary = analyze(input_files(options), analysis_parameters(options), folder)
    except CrossroadError as problem:
        return Result([f"crossroad: {problem}"], folder)
    return Result([f"Warning: {warning}" for warning in summary.warnings], folder)


def split_columns(line: str) -> list[str]:
    """The cells of a line of a `columns` block."""
    return re.split(r" {2,}", line.strip())


def _show_columns(path: Path, columns: list[str]) -> str:
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="," if path.suffix == ".csv" else "\t"))
    cells = [columns, *([row[column] for column in columns] for row in rows)]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    return "".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        + "\n"
        for row in cells
    )
