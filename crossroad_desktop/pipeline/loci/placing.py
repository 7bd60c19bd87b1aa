"""Tracts of genomes carried to the anchor.

In: a batch, its tracts, how it lies over the anchor. Out: for every tract the anchor interval
between its flanks and the strand on which it was found; -1 where it was not.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from crossroad_desktop.pipeline.loci.anchors import Anchor
from crossroad_desktop.pipeline.loci.batches import Batch
from crossroad_desktop.pipeline.loci.chains import Layout
from crossroad_desktop.pipeline.loci.flanks import FLANK, WIDEST
from crossroad_desktop.pipeline.loci.memory import Memory, window_keys
from crossroad_desktop.pipeline.loci.neighbours import GenomeSide
from crossroad_desktop.pipeline.loci.sequences import (
    Bases,
    Marks,
    N,
    Positions,
    windows,
)
from crossroad_desktop.pipeline.loci.transfer import (
    CROWDED,
    REACH,
    UNEXPECTED,
    Crowds,
    Wanted,
    carry,
    carry_quickly,
    find_crowds,
)

_LONE_REACH: Final = 12
"""A single tract of the anchor that reaches so far beyond the genome's makes a crowd too, in bp."""


@dataclass(frozen=True)
class Placed:
    """One row per tract."""

    start: Positions
    """In the anchor; -1: not placed."""
    end: Positions
    strand: NDArray[np.int8]
    """Strand of the genome that reads like the anchor: 1 or -1; 0: not placed."""


def place_tracts(
    batch: Batch,
    start: Positions,
    end: Positions,
    unit: Positions,
    layout: Layout,
    anchor: Anchor,
    memory: Memory,
) -> Placed:
    """Carries tracts (by start); first on the strand as written, the rest on the other one.

    A tract that N or the record's end touches is not placed: it may go on behind it, so its
    repeat number is not known, though an alignment finds a place for it.
    """
    strand = np.zeros(len(start), np.int8)
    low, high = _place_on_strand(batch.bases, start, end, unit, layout, 1, anchor, memory)
    strand[low >= 0] = 1
    rest = np.flatnonzero(low < 0)
    if len(rest) and layout.has_strand(-1):
        size = len(batch.bases)
        rest = rest[np.lexsort((unit[rest], size - end[rest]))]
        low[rest], high[rest] = _place_on_strand(
            batch.reversed_bases,
            size - end[rest],
            size - start[rest],
            unit[rest],
            layout,
            -1,
            anchor,
            memory,
        )
        strand[rest[low[rest] >= 0]] = -1
    cut = _are_cut(batch.bases, start, end)
    low[cut], high[cut], strand[cut] = -1, -1, 0
    return Placed(low, high, strand)


def _place_on_strand(
    bases: Bases,
    start: Positions,
    end: Positions,
    unit: Positions,
    layout: Layout,
    strand: int,
    anchor: Anchor,
    memory: Memory,
) -> tuple[Positions, Positions]:
    """Starts and ends in the anchor; -1 where a tract is not found on this strand."""
    low, high = (np.full(len(start), -1, np.int64) for _ in range(2))
    if not layout.has_strand(strand):
        return low, high
    wanted, rows = _expect(GenomeSide(layout, strand, anchor.index.k), start, end, unit, anchor)
    low[rows], high[rows] = _carry_all(bases, anchor.bases, wanted, memory)
    return low, high


def _expect(
    side: GenomeSide, start: Positions, end: Positions, unit: Positions, anchor: Anchor
) -> tuple[Wanted, Positions]:
    """Where tracts should be in the anchor, by the seeds around them; and which tracts have such
    seeds, or a crowd that has."""
    crowd = find_crowds(start, end, unit)
    beside = side.around(start, end)
    left = np.where(beside.found, start + beside.left, UNEXPECTED)
    right = np.where(beside.found, end + beside.right, UNEXPECTED)
    around = _with_anchor_crowds(side, crowd, anchor)
    rows = np.flatnonzero(beside.found | around.crowded)
    wanted = Wanted(
        start=start,
        end=end,
        unit=unit,
        left=left,
        right=right,
        is_near=beside.near,
        crowd_start=np.where(around.crowded, around.start, start),
        crowd_end=np.where(around.crowded, around.end, end),
        crowd_left=np.where(around.crowded, around.left, left),
        crowd_right=np.where(around.crowded, around.right, right),
        crowd_unit=crowd.unit,
        is_crowded=around.crowded,
    )
    return wanted.take(rows), rows


def _carry_all(
    bases: Bases, anchor: Bases, wanted: Wanted, memory: Memory
) -> tuple[Positions, Positions]:
    quick = carry_quickly(bases, anchor, wanted)
    low, high = np.where(quick, wanted.left, -1), np.where(quick, wanted.right, -1)
    # A tract that reaches further in the anchor's flank has its interval turned round.
    low, high = np.minimum(low, high), np.maximum(low, high)
    rows = np.flatnonzero(~quick)
    slow = wanted.take(rows)
    window_start = np.minimum(slow.crowd_start, slow.start) - REACH
    asked = np.stack(
        [
            slow.start - window_start,
            slow.end - window_start,
            slow.crowd_start - window_start,
            slow.crowd_end - window_start,
            slow.unit,
            slow.crowd_unit,
            slow.left,
            slow.right,
            slow.crowd_left,
            slow.crowd_right,
            slow.is_near,
            slow.is_crowded,
        ],
        axis=1,
    )
    keys = window_keys(bases, window_start, np.maximum(slow.crowd_end, slow.end) + REACH, asked)
    answers = memory.answer(
        keys, lambda some: np.stack(carry(bases, anchor, slow.take(some)), axis=1), 2
    )
    low[rows], high[rows] = answers[:, 0], answers[:, 1]
    return low, high


@dataclass(frozen=True)
class _Around:
    """The crowd of each tract, in the genome and in the anchor."""

    crowded: Marks
    start: Positions
    """In the genome; widened by what the anchor has there."""
    end: Positions
    left: Positions
    """Where the start should be in the anchor."""
    right: Positions


def _with_anchor_crowds(side: GenomeSide, crowd: Crowds, anchor: Anchor) -> _Around:
    beside = side.around(crowd.start, crowd.end)
    left, right = crowd.start + beside.left, crowd.end + beside.right
    more_left, more_right, count = _anchor_tracts_near(
        anchor, np.minimum(left, right), np.maximum(left, right)
    )
    crowded = (crowd.size > 1) | (count > 1)
    crowded |= (count == 1) & ((more_left > _LONE_REACH) | (more_right > _LONE_REACH))
    crowded &= beside.found & (more_left + more_right < WIDEST)
    start, end = crowd.start - more_left, crowd.end + more_right
    beside = side.around(start, end)
    return _Around(crowded & beside.near, start, end, start + beside.left, end + beside.right)


def _anchor_tracts_near(
    anchor: Anchor, low: Positions, high: Positions
) -> tuple[Positions, Positions, Positions]:
    """How far the anchor's tracts near an interval reach beyond its start and end, and how many
    they are."""
    if not len(anchor.tract_start):
        nothing = np.zeros_like(low)
        return nothing, nothing, nothing
    first = np.searchsorted(anchor.tract_end, low - CROWDED, "right")
    stop = np.searchsorted(anchor.tract_start, high + CROWDED, "left")
    count = np.maximum(stop - first, 0)
    last = len(anchor.tract_start) - 1
    reach_left = low - anchor.tract_start[np.minimum(first, last)]
    reach_right = anchor.tract_end[np.clip(stop - 1, 0, last)] - high
    return (
        np.where(count > 0, np.maximum(reach_left, 0), 0),
        np.where(count > 0, np.maximum(reach_right, 0), 0),
        count,
    )


def _are_cut(bases: Bases, start: Positions, end: Positions) -> Marks:
    before, behind = windows(bases, start, 1, 0), windows(bases, end, 0, 1)
    return np.asarray(((before == N) | (behind == N)).any(axis=1))


def flanks_are_known(bases: Bases, start: Positions, end: Positions) -> Marks:
    """Tracts with a whole flank on both sides, without N and inside the record."""
    left = (windows(bases, start, FLANK, 0) != N).all(axis=1)
    return np.asarray(left & (windows(bases, end, 0, FLANK) != N).all(axis=1))
