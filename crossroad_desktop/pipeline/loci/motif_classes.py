"""Motifs that are rotations of each other on one strand, as numbers.

In: where units stand. Out: a number each; equal numbers are one repeat, read in another phase.
Two numbers are mates if one is the other on the opposite strand.
"""

import numpy as np

from crossroad_desktop.pipeline.complements import reverse_complement_text
from crossroad_desktop.pipeline.loci.sequences import (
    Bases,
    Positions,
)


class MotifClasses:
    """The rotation classes met so far, numbered from 0 as they come, each followed by its mate."""

    def __init__(self) -> None:
        self.motifs: list[str] = []
        """Alphabetically first rotation of each class."""
        self._mates: list[int] = []
        self._numbers: dict[str, int] = {}

    def number_units(self, bases: Bases, starts: Positions, lengths: Positions) -> Positions:
        """Class of the units that begin at `starts`; all their bases must be A, C, G or T."""
        numbers = np.zeros(len(starts), np.int64)
        for length in np.unique(lengths).tolist():
            rows = np.flatnonzero(lengths == length)
            units = bases[starts[rows, None] + np.arange(length)].view(f"S{length}")[:, 0]
            distinct, which = np.unique(units, return_inverse=True)
            known = [self._number(smallest_rotation(unit.decode())) for unit in distinct.tolist()]
            numbers[rows] = np.array(known, np.int64)[which]
        return numbers

    def mates(self) -> Positions:
        """Of each class the number of its mate; its own if it reads the same on both strands."""
        return np.array(self._mates, np.int64)

    def lengths(self) -> Positions:
        """bp of the unit of each class."""
        return np.array([len(motif) for motif in self.motifs], np.int64)

    def motif_class(self, number: int) -> str:
        """First of all rotations of the motif and of its reverse complement."""
        return min(self.motifs[number], self.motifs[self._mates[number]])

    def _number(self, motif: str) -> int:
        if motif not in self._numbers:
            mate = smallest_rotation(reverse_complement_text(motif))
            number = len(self.motifs)
            self._add(motif, number if mate == motif else number + 1)
            if mate != motif:
                self._add(mate, number)
        return self._numbers[motif]

    def _add(self, motif: str, mate: int) -> None:
        self._numbers[motif] = len(self.motifs)
        self.motifs.append(motif)
        self._mates.append(mate)


def smallest_rotation(motif: str) -> str:
    """The alphabetically first rotation.

    >>> smallest_rotation("TCA")
    'ATC'
    """
    return min(motif[turn:] + motif[:turn] for turn in range(len(motif)))
