"""The segments of a layout right before and right behind places, in one chain.

In: a layout, intervals. Out: the diagonals of the nearest segments that hold a whole word before
the start and behind the end, and whether there are both.
"""

import numpy as np

from crossroad_desktop.pipeline.loci.chains import Layout
from crossroad_desktop.pipeline.loci.sequences import Marks, Positions

Neighbours = tuple[Marks, Positions, Positions]
"""Found, left diagonal, right diagonal."""


class GenomeSide:
    """Segments of one strand of a layout, found by their place in the batch on that strand."""

    def __init__(self, layout: Layout, strand: int, k: int) -> None:
        use = np.flatnonzero(layout.strand[layout.chain] == strand)
        start = (layout.anchor_start - layout.diagonal)[use]
        order = np.argsort(start, kind="stable")
        self._k = k
        self._start = start[order]
        self._reach = np.maximum.accumulate((layout.anchor_end - layout.diagonal)[use][order])
        self._diagonal = layout.diagonal[use][order]
        self._chain = layout.chain[use][order]

    def around(self, start: Positions, end: Positions) -> Neighbours:
        """Neighbours of intervals of the batch."""
        if not len(self._start):
            nothing = np.zeros(len(start), np.int64)
            return nothing > 0, nothing, nothing
        left = np.searchsorted(self._start, start - self._k, "right") - 1
        right = np.searchsorted(self._reach, end + self._k, "left")
        found = (left >= 0) & (right < len(self._start))
        left, right = np.maximum(left, 0), np.minimum(right, len(self._start) - 1)
        found &= self._chain[left] == self._chain[right]
        return found, self._diagonal[left], self._diagonal[right]


class AnchorSide:
    """Segments of a layout, found by chain and place in the anchor."""

    def __init__(self, layout: Layout, k: int) -> None:
        self._k = k
        self._layout = layout
        self._far = int(layout.anchor_end.max(initial=0)) + 1_000_000
        self._start = layout.chain * self._far + layout.anchor_start
        self._end = layout.chain * self._far + layout.anchor_end

    def around(self, chain: Positions, start: Positions, end: Positions) -> Neighbours:
        """Neighbours, in the given chains, of intervals of the anchor."""
        layout = self._layout
        if not len(layout.chain):
            nothing = np.zeros(len(start), np.int64)
            return nothing > 0, nothing, nothing
        left = np.searchsorted(self._start, chain * self._far + start - self._k, "right") - 1
        right = np.searchsorted(self._end, chain * self._far + end + self._k, "left")
        found = (left >= 0) & (right < len(self._start))
        left, right = np.maximum(left, 0), np.minimum(right, len(self._start) - 1)
        found &= (layout.chain[left] == chain) & (layout.chain[right] == chain)
        return found, layout.diagonal[left], layout.diagonal[right]
