"""Words of genomes found in an anchor.

In: a batch of genomes, an anchor with its index. Out: `Seeds`, one per word that counts, on one
strand; a batch without any gives none.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from crossroad_desktop.pipeline.loci.anchors import Anchor
from crossroad_desktop.pipeline.loci.batches import Batch
from crossroad_desktop.pipeline.loci.kmers import (
    STRIDE,
    codes_at,
    codes_on_stride,
    reverse_codes_at,
)
from crossroad_desktop.pipeline.loci.sequences import NOWHERE, Marks, Positions, ranges

OPEN_GAP: Final = 60
"""A segment has no stretch without a seed that is longer, in bp."""
LEAST_SEEDS: Final = 3
"""A chain has at least so many seeds."""
_BACK_STEP: Final = 400
"""A step back by less is a long repeat with more units than the anchor has, not a break."""
BACK_STEP_SEEDS: Final = 60
"""So many seeds on each side of a step back may lie in that repeat."""
_FINE_STRIDE: Final = 4
"""Parts of a genome are searched at every base that is a multiple of this."""
_BLOCK: Final = 1_000_000
"""So many words are looked up at once."""
_FAR: Final = 1 << 40
"""More than any position; keeps columns apart that are searched as one."""

Parts = tuple[Positions, Positions]
"""Starts and ends of intervals of a batch, by start."""


@dataclass(frozen=True)
class Seeds:
    """Words found in the anchor, by part, then place in the batch (on one strand)."""

    place: Positions
    anchor: Positions
    part: Positions
    """Seeds with different parts are of different genomes, or of different pieces of anchor."""
    run: Positions
    """Between two neighbours of one run the batch is covered."""

    def __len__(self) -> int:
        return len(self.place)

    @property
    def diagonal(self) -> Positions:
        """Anchor position - position in the batch."""
        return self.anchor - self.place

    @property
    def genome(self) -> Positions:
        """In which genome of the batch each is."""
        return self.part // _FAR

    def keep(self, which: Marks) -> "Seeds":
        """Only these."""
        return Seeds(self.place[which], self.anchor[which], self.part[which], self.run[which])


def no_seeds() -> Seeds:
    """None at all."""
    return Seeds(NOWHERE, NOWHERE, NOWHERE, NOWHERE)


def find_seeds(batch: Batch, anchor: Anchor) -> Seeds:
    """Seeds of a whole batch on the strand as written."""
    hits, found = anchor.index.find(codes_on_stride(batch.codes, anchor.index.k))
    return _as_seeds(batch, anchor, hits * STRIDE, found)


def find_seeds_in(batch: Batch, anchor: Anchor, parts: Parts) -> Seeds:
    """Seeds of parts of a batch on the strand as written, more of them: of every fourth word."""
    first = -(-parts[0] // _FINE_STRIDE)
    places = ranges(first, -(-parts[1] // _FINE_STRIDE)) * _FINE_STRIDE
    hits, found = anchor.index.find(codes_at(batch.codes, places, anchor.index.k))
    return _as_seeds(batch, anchor, places[hits], found)


def find_reverse_seeds(batch: Batch, anchor: Anchor, parts: Parts) -> Seeds:
    """The same on the other strand: of every fourth word of a part, counted from its end."""
    size, k = len(batch.bases), anchor.index.k
    counts = np.cumsum(-(-(parts[1] - parts[0]) // _FINE_STRIDE))
    total = int(counts[-1]) if len(counts) else 0
    places, anchors = [NOWHERE], [NOWHERE]
    for first in range(0, total, _BLOCK):
        number = np.arange(first, min(first + _BLOCK, total))
        owner = np.searchsorted(counts, number, "right")
        number -= np.append(0, counts)[owner]
        ends = np.minimum(parts[1] + k, size)[owner] - number * _FINE_STRIDE
        hits, found = anchor.index.find(reverse_codes_at(batch.codes, ends, k))
        places.append(size - ends[hits])
        anchors.append(found)
    place, found = np.concatenate(places), np.concatenate(anchors)
    order = np.argsort(place, kind="stable")
    return _as_seeds(batch, anchor, place[order], found[order], -1)


def _as_seeds(
    batch: Batch, anchor: Anchor, place: Positions, found: Positions, strand: int = 1
) -> Seeds:
    """Seeds from what was found; those inside a run of one diagonal are left out."""
    forward = place if strand > 0 else len(batch.bases) - 1 - place
    some, run = _ends_of_runs(place, found)
    piece = np.searchsorted(anchor.piece_starts, found[some], "right")
    part = batch.genome_of(forward[some]) * _FAR + piece
    # Pieces may stand for overlapping surroundings: each has its own chains.
    order = np.argsort(part, kind="stable")
    return Seeds(place[some][order], found[some][order], part[order], run[order])


def _ends_of_runs(place: Positions, found: Positions) -> tuple[Positions, Positions]:
    """The first and last three seeds of each run on one diagonal without a wide gap, those around
    steps back, and the number of their run. What lies between has nothing to add."""
    if not len(place):
        return place, place
    change = np.diff(found - place) != 0
    change |= np.diff(place) > OPEN_GAP
    last = np.append(np.flatnonzero(change), len(place) - 1)
    first = np.append(0, last[:-1] + 1)
    near_first = [np.minimum(first + step, last) for step in range(LEAST_SEEDS)]
    near_last = [np.maximum(last - step, first) for step in range(LEAST_SEEDS)]
    back = last[:-1][steps_back(found[last[:-1]], found[first[1:]])]
    around = ranges(back - BACK_STEP_SEEDS, back + BACK_STEP_SEEDS)
    around = around[(around >= 0) & (around < len(place))]
    some = np.unique(np.concatenate([*near_first, *near_last, around]))
    return some, np.searchsorted(last, some)


def steps_back(before: Positions, behind: Positions) -> Marks:
    """Where the anchor positions `behind` are a little before those `before` them."""
    return (behind <= before) & (behind > before - _BACK_STEP)
