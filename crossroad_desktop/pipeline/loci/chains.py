"""Genomes laid over an anchor: where their words stand in the same order as the anchor's.

In: a batch of genomes, an anchor with its index. Out: a `Layout` of chains of segments. A chain is
a stretch of a genome on one strand; a segment is a part of it in which the distance to the anchor
(the diagonal) stays the same.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from crossroad_desktop.pipeline.loci.anchors import Anchor
from crossroad_desktop.pipeline.loci.batches import Batch
from crossroad_desktop.pipeline.loci.seeds import (
    BACK_STEP_SEEDS,
    LEAST_SEEDS,
    Parts,
    Seeds,
    find_reverse_seeds,
    find_seeds,
    find_seeds_in,
    no_seeds,
    steps_back,
)
from crossroad_desktop.pipeline.loci.sequences import NOWHERE, Marks, Positions

_CHAIN_GAP: Final = 10_000
"""Two neighbouring seeds of one chain are at most so far apart, in both sequences."""
_BACK_STEP_ROUNDS: Final = 4
"""What is left when some seeds are taken out may step back too: so often it is looked at."""
_DRIFT: Final = 100
"""A seed counts if 2 of the 3 seeds before and the 3 behind lie so near to its diagonal ..."""
_NEIGHBOURHOOD: Final = 2000
"""... and so near to it in the genome, in bp."""
_UNCOVERED: Final = 150
"""A part of a genome without a seed for so long is tried on the other strand."""


@dataclass(frozen=True)
class Layout:
    """How a batch lies over an anchor.

    Segments by chain, then anchor position. Positions in the batch are those of the strand of the
    chain: on strand -1 they count in its reverse complement.
    """

    anchor_start: Positions
    anchor_end: Positions
    diagonal: Positions
    """Anchor position - position in the batch."""
    chain: Positions
    strand: NDArray[np.int8]
    """1 or -1, per chain."""
    covered: Positions
    """Bases that lie in chains, per genome of the batch."""

    def has_strand(self, strand: int) -> bool:
        """Whether any chain lies on this strand."""
        return bool((self.strand == strand).any())


def lay_over(batch: Batch, anchor: Anchor, parts: Parts | None = None) -> Layout:
    """Lays a batch over an anchor, on both strands; only the given parts (starts, ends; by start)
    if there are any."""
    if parts is None:
        parts = (batch.starts, batch.ends)
        forward = find_seeds(batch, anchor)
    else:
        forward = find_seeds_in(batch, anchor, parts)
    forward, forward_chain = _make_chains(forward)
    gaps = _uncovered(forward, parts)
    back, back_chain = _make_chains(find_reverse_seeds(batch, anchor, gaps))
    return _as_layout(batch, anchor, forward, forward_chain, back, back_chain)


def lay_over_reversed(batch: Batch, anchor: Anchor) -> Layout:
    """Lays a whole batch over an anchor the other way round only."""
    back, back_chain = _make_chains(find_reverse_seeds(batch, anchor, (batch.starts, batch.ends)))
    return _as_layout(batch, anchor, no_seeds(), NOWHERE, back, back_chain)


def _as_layout(
    batch: Batch,
    anchor: Anchor,
    forward: Seeds,
    forward_chain: Positions,
    back: Seeds,
    back_chain: Positions,
) -> Layout:
    count = int(forward_chain[-1]) + 1 if len(forward) else 0
    segments = [_segments(forward, forward_chain, anchor), _segments(back, back_chain, anchor)]
    segments[1][3][:] += count
    anchor_start, anchor_end, diagonal, chain = (
        np.concatenate(column) for column in zip(*segments, strict=True)
    )
    strand = np.ones(count + (int(back_chain[-1]) + 1 if len(back) else 0), np.int8)
    strand[count:] = -1
    covered = _covered(batch, forward, forward_chain) + _covered(batch, back, back_chain)
    return Layout(anchor_start, anchor_end, diagonal, chain, strand, covered)


def _make_chains(seeds: Seeds) -> tuple[Seeds, Positions]:
    """The seeds that are in a chain, and the number of their chain, ascending."""
    seeds = _drop_strays(seeds)
    for _ in range(_BACK_STEP_ROUNDS):
        keep = _outside_back_steps(seeds)
        if keep.all():
            break
        seeds = seeds.keep(keep)
    if not len(seeds):
        return seeds, NOWHERE
    step, advance = np.diff(seeds.place), np.diff(seeds.anchor)
    far = (advance <= 0) | (advance > _CHAIN_GAP) | (step > _CHAIN_GAP)
    far &= np.diff(seeds.run) != 0
    chain = np.cumsum(np.append(False, far | (np.diff(seeds.part) != 0)))
    large = np.bincount(chain) >= LEAST_SEEDS
    number = np.cumsum(large) - 1
    keep = large[chain]
    return seeds.keep(keep), number[chain[keep]]


def _drop_strays(seeds: Seeds) -> Seeds:
    diagonal, near = seeds.diagonal, np.zeros(len(seeds), np.int8)
    for apart in (1, 2, 3):
        if len(seeds) > apart:
            agree = np.abs(diagonal[apart:] - diagonal[:-apart]) <= _DRIFT
            agree &= seeds.place[apart:] - seeds.place[:-apart] <= _NEIGHBOURHOOD
            agree &= seeds.part[apart:] == seeds.part[:-apart]
            near[apart:] += agree
            near[:-apart] += agree
    return seeds.keep(near >= 2)


def _outside_back_steps(seeds: Seeds) -> Marks:
    """Seeds that are not by chance ahead of or behind the others, and that lie in no repeat that
    the genome has more units of than the anchor."""
    keep = np.ones(len(seeds), np.bool_)
    back = steps_back(seeds.anchor[:-1], seeds.anchor[1:])
    back &= (np.diff(seeds.place) < _CHAIN_GAP) & (np.diff(seeds.part) == 0)
    first, last = _runs_of_seeds(seeds)
    for row in np.flatnonzero(back).tolist():
        before, behind = slice(first[row], row + 1), slice(row + 1, last[row + 1] + 1)
        shorter, longer = sorted((before, behind), key=lambda run: run.stop - run.start)
        if shorter.stop - shorter.start < LEAST_SEEDS <= longer.stop - longer.start:
            keep[shorter] = False
            continue
        around = slice(max(0, row - BACK_STEP_SEEDS), row + BACK_STEP_SEEDS)
        anchor, same = seeds.anchor[around], seeds.part[around] == seeds.part[row]
        inside = (anchor >= seeds.anchor[row + 1]) & (anchor <= seeds.anchor[row])
        keep[around] &= ~(inside & same)
    return keep


def _runs_of_seeds(seeds: Seeds) -> tuple[Positions, Positions]:
    """First and last seed of the run on one diagonal that each seed is in."""
    change = (np.diff(seeds.diagonal) != 0) | (np.diff(seeds.part) != 0)
    starts = np.flatnonzero(np.append(True, change)[: len(seeds)])
    number = np.cumsum(np.append(0, change))[: len(seeds)]
    return starts[number], np.append(starts[1:], len(seeds))[number] - 1


def _segments(
    seeds: Seeds, chain: Positions, anchor: Anchor
) -> tuple[Positions, Positions, Positions, Positions]:
    """Anchor start and end, diagonal and chain of each run of seeds."""
    if not len(seeds):
        return NOWHERE, NOWHERE, NOWHERE, NOWHERE
    diagonal = seeds.diagonal
    change = (np.diff(diagonal) != 0) | (np.diff(chain) != 0)
    first = np.append(True, change | (np.diff(seeds.run) != 0))
    last = np.append(first[1:], True)
    ends = seeds.anchor[last] + anchor.index.k
    return seeds.anchor[first], ends, diagonal[first], chain[first]


def _covered(batch: Batch, seeds: Seeds, chain: Positions) -> Positions:
    """Bases between neighbouring seeds of a chain, per genome; not those of a gap without seeds."""
    if len(seeds) < 2:
        return np.zeros(len(batch), np.int64)
    step = np.diff(seeds.place)
    laid = (np.diff(chain) == 0) & ((np.diff(seeds.run) == 0) | (step <= _UNCOVERED))
    sums = np.bincount(seeds.genome[1:][laid], step[laid], len(batch))
    return sums.astype(np.int64)


def _uncovered(seeds: Seeds, parts: Parts) -> Parts:
    """What lies between seeds that are far apart, inside the parts."""
    order = np.argsort(seeds.place, kind="stable")
    place, run = seeds.place[order], np.append(seeds.run[order], [-1, -2])
    edges = np.concatenate(parts)
    edges.sort()
    points = np.insert(place, np.searchsorted(place, edges), edges)
    wide = np.diff(points) > _UNCOVERED
    starts, ends = points[:-1][wide], points[1:][wide]
    part = np.searchsorted(parts[0], starts, "right") - 1
    inside = (part >= 0) & (ends <= parts[1][np.maximum(part, 0)])
    before = np.searchsorted(place, starts, "right") - 1
    inside &= run[before] != run[before + 1]
    return starts[inside], ends[inside]
