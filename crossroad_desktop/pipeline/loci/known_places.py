"""Places that need no search in a genome, because a tract of it belongs to them already.

In: tracts of a batch and their places. Out: `KnownPlaces`, to be asked.
"""

from typing import Final

import numpy as np

from crossroad_desktop.pipeline.loci.anchor_places import AnchorPlaces
from crossroad_desktop.pipeline.loci.sequences import Marks, Positions

_NEAR: Final = 200
"""A tract so near to where its place is expected is there, in bp."""


class KnownPlaces:
    """Where tracts are that belong to places already: these need no search."""

    def __init__(
        self, size: int, places: AnchorPlaces, number: Positions, start: Positions, end: Positions
    ) -> None:
        self._size = size
        row_of = np.full(int(max(places.number.max(initial=0), number.max(initial=0))) + 1, -1)
        row_of[places.number] = np.arange(len(places))
        place = row_of[number]
        here = place >= 0
        self._width = places.end - places.start
        self._far = 2 * size
        key = place[here] * self._far + start[here]
        order = np.argsort(key, kind="stable")
        self._key = key[order]
        self._end = end[here][order]

    def near(self, place: Positions, expected: Positions, strand: int) -> Marks:
        """Whether a tract of the place starts (on the given strand) near the expected start."""
        if not len(self._key):
            return np.zeros(len(place), np.bool_)
        forward = expected if strand > 0 else self._size - expected
        at = np.searchsorted(self._key, place * self._far + forward)
        known = np.zeros(len(place), np.bool_)
        for row in (at - 1, at):
            row = np.clip(row, 0, len(self._key) - 1)
            same = self._key[row] // self._far == place
            start = self._key[row] % self._far if strand > 0 else self._end[row]
            known |= same & (np.abs(start - forward) < _NEAR + self._width[place])
        return known
