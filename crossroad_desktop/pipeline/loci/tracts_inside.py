"""Which tract lies between two flanks.

In: tracts and intervals of one batch, each with its motif class. Out: a tract per interval.
"""

from typing import Final

import numpy as np

from crossroad_desktop.pipeline.loci.sequences import Positions

_MOST_TRIED: Final = 4
"""So many tracts of the class that begin before the interval's end are looked at."""


def longest_tracts_inside(
    tract_motif: Positions,
    tract_start: Positions,
    tract_end: Positions,
    motif: Positions,
    start: Positions,
    end: Positions,
    unit: Positions,
) -> Positions:
    """Row of the longest tract of the class with at least a whole unit inside each interval; -1 if
    there is none."""
    longest = np.full(len(start), -1, np.int64)
    if not len(tract_start) or not len(start):
        return longest
    far = int(max(tract_end.max(), end.max())) + 1
    key = tract_motif * far + tract_start
    order = np.argsort(key, kind="stable")
    last = np.searchsorted(key[order], motif * far + end, "left") - 1
    size = np.zeros(len(start), np.int64)
    for back in range(_MOST_TRIED):
        row = order[np.maximum(last - back, 0)]
        inside = np.minimum(tract_end[row], end) - np.maximum(tract_start[row], start)
        length = tract_end[row] - tract_start[row]
        better = (last >= back) & (tract_motif[row] == motif) & (inside >= unit) & (length > size)
        longest[better], size[better] = row[better], length[better]
    return longest
