"""Carried tracts become loci.

In: for each tract that could be placed its class, genome and anchor interval. Out: intervals of the
anchor, one per place, and the place of each tract.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from crossroad_desktop.pipeline.loci.sequences import Marks, Positions

_SHARED_GENOMES: Final = 0.15
"""Neighbours of which more of the genomes have both are two loci."""
_AGREEING: Final = 0.02
"""An end of a locus is the outermost one that so many of its tracts agree on."""


@dataclass(frozen=True)
class Places:
    """Where loci are in the anchor."""

    motif: Positions
    """Rotation class on the strand of the anchor."""
    start: Positions
    end: Positions
    """What lies between the flanks; empty where the anchor has nothing."""

    def __len__(self) -> int:
        return len(self.motif)

    def take(self, rows: Positions | Marks) -> "Places":
        """Some of the places."""
        return Places(self.motif[rows], self.start[rows], self.end[rows])

    def add(self, motif: Positions, start: Positions, end: Positions) -> "Places":
        """With more places at the end."""
        return Places(
            np.append(self.motif, motif),
            np.append(self.start, start),
            np.append(self.end, end),
        )


def cluster_tracts(
    motif: Positions, unit: Positions, genome: Positions, start: Positions, end: Positions
) -> tuple[Places, Positions]:
    """Places, by class and start, and the place of each tract.

    Intervals of one class that overlap are one place. So are neighbours less than a unit apart one
    of which has no unit in the anchor (where exactly it belongs is then a matter of taste), unless
    many genomes have both.
    """
    if not len(motif):
        return Places(motif, start, end), motif
    order = np.lexsort((end, start, motif))
    number = np.empty(len(motif), np.int64)
    number[order] = _number_overlapping(motif[order], start[order], end[order])
    number = _join_neighbours(number, motif, unit, genome, start, end)
    first = np.unique(number, return_index=True)[1]
    return (
        Places(motif[first], _outermost(number, start), -_outermost(number, -end)),
        number,
    )


def _number_overlapping(motif: Positions, start: Positions, end: Positions) -> Positions:
    """Numbers of groups of overlapping intervals; rows by class, start."""
    far = int(end.max()) + 2
    reach = np.maximum.accumulate(motif * far + np.maximum(end, start + 1))
    return np.cumsum(np.append(False, (motif * far + start)[1:] >= reach[:-1]))


def _join_neighbours(
    number: Positions,
    motif: Positions,
    unit: Positions,
    genome: Positions,
    start: Positions,
    end: Positions,
) -> Positions:
    count = int(number.max()) + 1
    low = np.full(count, np.iinfo(np.int64).max)
    high = np.full(count, -1, np.int64)
    np.minimum.at(low, number, start)
    np.maximum.at(high, number, end)
    motif_of, unit_of = np.zeros((2, count), np.int64)
    motif_of[number], unit_of[number] = motif, unit
    small = high - low < unit_of
    near = (motif_of[1:] == motif_of[:-1]) & (low[1:] - high[:-1] < unit_of[1:])
    near &= small[1:] | small[:-1]
    order = np.argsort(number, kind="stable")
    edges = np.searchsorted(number[order], np.arange(count + 1))
    joined = np.zeros(count, np.int64)
    for later in (np.flatnonzero(near) + 1).tolist():
        if joined[later - 1]:
            continue
        before, own = (
            genome[order[edges[place] : edges[place + 1]]] for place in (later - 1, later)
        )
        shared = len(np.intersect1d(before, own))
        joined[later] = shared <= _SHARED_GENOMES * max(len(before), len(own))
    return np.asarray((np.arange(count) - np.cumsum(joined))[number])


def _outermost(number: Positions, value: Positions) -> Positions:
    """Least value of each group that enough of its members have."""
    order = np.lexsort((value, number))
    groups, values = number[order], value[order]
    new = np.append(True, (np.diff(groups) != 0) | (np.diff(values) != 0))
    size = np.diff(np.append(np.flatnonzero(new), len(order)))
    groups, values = groups[new], values[new]
    largest = np.zeros(int(number.max()) + 1, np.int64)
    np.maximum.at(largest, groups, size)
    needed = np.minimum(largest, _AGREEING * np.bincount(number))
    enough = size >= needed[groups]
    groups, values = groups[enough], values[enough]
    least = values[np.unique(groups, return_index=True)[1]]
    return np.asarray(least)
