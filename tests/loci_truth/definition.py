"""Repeats by their definition: what a genome has, read letter by letter.

In: bases. Out: rows, or the repeat between two places.
"""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from .letters import Bases, N, is_primitive


class Repeat(NamedTuple):
    """0-based, half-open; a partial unit at the end is inside."""

    start: int
    end: int
    motif_length: int


class Run(NamedTuple):
    """The longest run of a motif class in a stretch; 0 units from start to start if none."""

    units: int
    start: int
    end: int


def find_repeats(bases: Bases, min_units: Mapping[int, int]) -> list[Repeat]:
    """All maximal runs in which each base equals the base one unit before, by start and length.

    They hold no N, at least `min_units` units, and their unit is no repetition of a shorter one.
    """
    found = []
    for motif_length, units in min_units.items():
        is_same = (bases[motif_length:] == bases[:-motif_length]) & (bases[motif_length:] != N)
        edges = np.flatnonzero(np.diff(is_same.astype(np.int8), prepend=0, append=0))
        starts, ends = edges[0::2], edges[1::2] + motif_length
        for row in np.flatnonzero(ends - starts >= motif_length * units):
            start, end = int(starts[row]), int(ends[row])
            if is_primitive(bases[start : start + motif_length].tobytes().decode()):
                found.append(Repeat(start, end, motif_length))
    return sorted(found)


def longest_run(sequence: str, start: int, end: int, rotation: str) -> Run:
    """The longest maximal run of a class with at least one whole unit in [start, end).

    `rotation` is any motif of the class on the sequence's strand. The run may reach beyond the
    stretch; among equals the first counts.
    """
    motif_length = len(rotation)
    rotations = {rotation[turned:] + rotation[:turned] for turned in range(motif_length)}
    best = Run(0, start, start)
    place = start
    while place + motif_length <= end:
        if sequence[place : place + motif_length] not in rotations:
            place += 1
            continue
        run = _extend(sequence, place, motif_length)
        best = run if run.units > best.units else best
        place = run.end - motif_length + 1
    return best


def _extend(sequence: str, start: int, motif_length: int) -> Run:
    end = start + motif_length
    while start > 0 and sequence[start - 1] == sequence[start - 1 + motif_length]:
        start -= 1
    while end < len(sequence) and sequence[end] == sequence[end - motif_length]:
        end += 1
    return Run((end - start) // motif_length, start, end)
