"""The segments of a layout right before and right behind places, in one chain.

In: a layout, intervals. Out: the diagonals of the nearest segments that hold a whole word before
the start and behind the end, and whether there are both.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from crossroad_desktop.pipeline.loci.chains import Layout
from crossroad_desktop.pipeline.loci.sequences import Marks, Positions

_BEYOND: Final = 1_000_000
"""Places asked for lie less far behind the last segment, in bp."""

_NEAR: Final = 2000
"""bp to the next seed; beyond, two sequences need not be the same place at all."""


@dataclass(frozen=True)
class Neighbours:
    """One row per interval."""

    found: Marks
    """Whether there is a segment on both sides."""
    left: Positions
    """Diagonal of the one before."""
    right: Positions
    """Diagonal of the one behind."""
    near: Marks
    """Found, and both are near."""


def _none(count: int) -> Neighbours:
    nothing = np.zeros(count, np.int64)
    return Neighbours(nothing > 0, nothing, nothing, nothing > 0)


class GenomeSide:
    """Segments of one strand of a layout, found by their place in the batch on that strand."""

    def __init__(self, layout: Layout, strand: int, k: int) -> None:
        use = np.flatnonzero(layout.strand[layout.chain] == strand)
        start = (layout.anchor_start - layout.diagonal)[use]
        end = (layout.anchor_end - layout.diagonal)[use]
        self._k = k
        self._far = int(end.max(initial=0)) + _BEYOND
        # By chain, then place; in a chain both ends ascend.
        self._diagonal, self._chain = layout.diagonal[use], layout.chain[use]
        self._start = self._chain * self._far + start
        self._end = self._chain * self._far + end
        # By place alone, over all chains.
        self._by_start = np.argsort(start, kind="stable")
        self._starts = start[self._by_start]
        self._by_end = np.argsort(end, kind="stable")
        self._ends = end[self._by_end]

    def around(self, start: Positions, end: Positions) -> Neighbours:
        """Neighbours of intervals of the batch: in the chain of the nearest segment before, else in
        that of the nearest one behind."""
        if not len(self._start):
            return _none(len(start))
        last = len(self._start) - 1
        before = np.searchsorted(self._starts, start - self._k, "right") - 1
        behind = np.searchsorted(self._ends, end + self._k, "left")
        left = self._by_start[np.maximum(before, 0)]
        right = self._in_chain_behind(self._chain[left], end)
        found = (before >= 0) & (right >= 0)
        other = self._by_end[np.minimum(behind, last)]
        other_left = self._in_chain_before(self._chain[other], start)
        use_other = ~found & (behind <= last) & (other_left >= 0)
        left = np.where(use_other, other_left, left)
        right = np.where(use_other, other, right)
        found |= use_other
        near = found & (start - self._end[left] + self._chain[left] * self._far <= _NEAR)
        near &= self._start[right] - self._chain[right] * self._far - end <= _NEAR
        return Neighbours(found, self._diagonal[left], self._diagonal[right], near)

    def _in_chain_before(self, chain: Positions, start: Positions) -> Positions:
        row = np.searchsorted(self._start, chain * self._far + start - self._k, "right") - 1
        return np.where((row >= 0) & (self._chain[row] == chain), row, -1)

    def _in_chain_behind(self, chain: Positions, end: Positions) -> Positions:
        row = np.searchsorted(self._end, chain * self._far + end + self._k, "left")
        inside = np.minimum(row, len(self._end) - 1)
        return np.where((row == inside) & (self._chain[inside] == chain), row, -1)


class AnchorSide:
    """Segments of a layout, found by chain and place in the anchor."""

    def __init__(self, layout: Layout, k: int) -> None:
        self._k = k
        self._layout = layout
        self._far = int(layout.anchor_end.max(initial=0)) + _BEYOND
        self._start = layout.chain * self._far + layout.anchor_start
        self._end = layout.chain * self._far + layout.anchor_end

    def around(self, chain: Positions, start: Positions, end: Positions) -> Neighbours:
        """Neighbours, in the given chains, of intervals of the anchor."""
        layout = self._layout
        if not len(layout.chain):
            return _none(len(start))
        left = np.searchsorted(self._start, chain * self._far + start - self._k, "right") - 1
        right = np.searchsorted(self._end, chain * self._far + end + self._k, "left")
        found = (left >= 0) & (right < len(self._start))
        left, right = np.maximum(left, 0), np.minimum(right, len(self._start) - 1)
        found &= (layout.chain[left] == chain) & (layout.chain[right] == chain)
        near = found & (start - layout.anchor_end[left] <= _NEAR)
        near &= layout.anchor_start[right] - end <= _NEAR
        return Neighbours(found, layout.diagonal[left], layout.diagonal[right], near)
