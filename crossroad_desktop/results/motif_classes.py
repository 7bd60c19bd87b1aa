"""Which motifs belong to a motif class that the user chose.

In: motif classes as text, of SSRs (1 to 6 bp) and of longer units (7 to 100 bp). Out: their motifs.
"""

from collections.abc import Sequence
from typing import Final

from crossroad_desktop.errors import ParameterError
from crossroad_desktop.pipeline.complements import reverse_complement_text
from crossroad_desktop.pipeline.minisatellites import MIN_UNITS
from crossroad_desktop.pipeline.motifs import motif_table
from crossroad_desktop.pipeline.parameters import MOTIF_LENGTHS

_LONGEST_UNIT: Final = max(MIN_UNITS)


def check_classes(classes: Sequence[str]) -> None:
    """Raises ParameterError for what is no motif class."""
    for name in classes:
        is_text = 0 < len(name) <= _LONGEST_UNIT and set(name) <= set("ACGT")
        if not is_text or not _is_class(name):
            raise ParameterError(
                f"{name!r} is not a motif class; that of a motif is the alphabetically first of "
                "its rotations and those of its reverse complement, as AC for GT."
            )


def list_motifs(classes: Sequence[str]) -> list[str]:
    """All motifs of some motif classes, sorted; ParameterError for what is no motif class."""
    check_classes(classes)
    return sorted({motif for name in classes for motif in _members(name)})


def _is_class(name: str) -> bool:
    if len(name) in MOTIF_LENGTHS:
        table = motif_table()
        code = table.texts.index(name)
        return int(table.class_codes[code]) == code
    # A unit that repeats a shorter one comes upon itself before it has been turned once.
    is_primitive = (name + name).find(name, 1) == len(name)
    return is_primitive and name == min(_members(name))


def _members(name: str) -> set[str]:
    words = (name, reverse_complement_text(name))
    return {word[i:] + word[:i] for word in words for i in range(len(word))}
