"""Places that hold two loci, because the anchor has lost one of two neighbours of one motif.

In: places and their tracts. Out: for each such place two tracts of one genome that show that there
are two loci.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from crossroad_desktop.pipeline.loci.columns import Tracts
from crossroad_desktop.pipeline.loci.sequences import Marks, Positions

_LEAST_GAP: Final = 2
"""bp between two loci; less is a tract with a mutation inside."""
_FARTHEST: Final = 100
_LEAST_SHARE: Final = 0.2
"""Share of the genomes with a tract at a place that must have two."""
_LEAST_GENOMES: Final = 2


@dataclass(frozen=True)
class Doubled:
    """One row per place that is two."""

    place: Positions
    first: Positions
    """Row of the tract that is first in its genome ..."""
    second: Positions
    """... and of the one behind it in the same genome."""

    def keep(self, which: Marks) -> "Doubled":
        """Only these."""
        return Doubled(self.place[which], self.first[which], self.second[which])


def find_doubled_places(
    tracts: Tracts, place_of_tract: NDArray[np.int32], ids_rank: Positions
) -> Doubled:
    """Places at which many genomes have two tracts side by side. The genome with the smallest
    `ids_rank` of these shows it."""
    rows = np.flatnonzero(place_of_tract >= 0)
    place, genome = place_of_tract[rows].astype(np.int64), tracts.genome[rows].astype(np.int64)
    order = np.lexsort((tracts.start[rows], genome, place))
    rows, place, genome = rows[order], place[order], genome[order]
    count = int(place.max(initial=-1)) + 1
    new_cell = np.append(True, (np.diff(place) != 0) | (np.diff(genome) != 0))[: len(rows)]
    cells = np.bincount(place[new_cell], minlength=count)
    gap = tracts.start[rows[1:]] - tracts.end[rows[:-1]]
    pair = np.flatnonzero(~new_cell[1:] & (gap >= _LEAST_GAP) & (gap < _FARTHEST))
    pairs = np.bincount(place[pair], minlength=count)
    double = (pairs >= _LEAST_GENOMES) & (pairs >= _LEAST_SHARE * cells)
    pair = pair[double[place[pair]]]
    pair = pair[np.lexsort((pair, ids_rank[genome[pair]], place[pair]))]
    pair = pair[np.append(True, np.diff(place[pair]) != 0)[: len(pair)]]
    return Doubled(place[pair], rows[pair], rows[pair + 1])
