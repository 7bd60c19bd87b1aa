"""Which field of a form a problem is about.

In: problems as the analysis tells them, on a file or on a parameter. Out: the same problems with
the name of the form's field, and without any folder of this machine.
"""

import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from crossroad_desktop.errors import CrossroadError, ParameterError
from crossroad_desktop.server.choices import CHOICE_FIELDS

FILE_FIELDS: Final[Mapping[str, str]] = {
    "fasta": "fasta_file",
    "categories": "categories_file",
    "genes": "gene_bed",
}
"""Field of the form by the role of the file in it."""

WIRE_NAMES: Final[Mapping[str, str]] = {"min_len": "minLen", "max_len": "maxLen"}
"""croSSRoad's names of parameters, as other programs send them, by ours where they differ."""

_FIELDS_OF_THEIR_OWN: Final = ("reference_id", *CHOICE_FIELDS)


@contextmanager
def told_at_fields(folder: Path, file_names: Mapping[str, str]) -> Iterator[None]:
    """Problems told in the `with` block name the field and, for a file, the line.

    `file_names` are the names of the files in `folder`, by role. The messages lose the folder.
    """
    try:
        yield
    except CrossroadError as problem:
        text = str(problem).replace(f"{folder}{os.sep}", "")
        field, line = problem.field, problem.line
        if field is None:
            field, line = _find_file(text, file_names)
        raise type(problem)(text, field=field, line=line) from problem


@contextmanager
def told_at_parameters() -> Iterator[None]:
    """Problems with parameters told in the `with` block name the field that they were sent in."""
    try:
        yield
    except ParameterError as problem:
        field = None if problem.field is None else parameter_field(problem.field)
        raise ParameterError(str(problem), field=field) from problem


def parameter_field(name: str) -> str:
    """The field in which a parameter was sent, `perf_params.minLen`; also for unknown names."""
    if name in _FIELDS_OF_THEIR_OWN:
        return name
    return f"perf_params.{WIRE_NAMES.get(name, name)[:40]}"


def _find_file(text: str, file_names: Mapping[str, str]) -> tuple[str | None, int | None]:
    """Field and line of the file whose name stands at the front of a message."""
    for role, name in file_names.items():
        found = re.match(rf"{re.escape(name)}(?:, line (\d+))?(?::| looks like | is )", text)
        if found is not None:
            return FILE_FIELDS[role], int(found[1]) if found[1] else None
    return None, None
