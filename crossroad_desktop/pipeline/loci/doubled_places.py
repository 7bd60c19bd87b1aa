"""Places that hold two loci, because the anchor has lost one of two neighbours of one motif.

In: places and their tracts. Out: for each such place two tracts of one genome that show that there
are two loci.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from crossroad_desktop.pipeline.loci.columns import Genomes, Tracts
from crossroad_desktop.pipeline.loci.sequences import Marks, Positions

_LEAST_GAP: Final = 2
"""bp between two loci; less is a tract with a mutation inside."""
_FARTHEST: Final = 100
"""bp between two loci; tracts further apart are two copies of one place, as in cells.py."""
_MOST_LIKE_PATTERN: Final = 0.5
"""Share of the bases between two loci that may go on with the pattern of the first."""


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
    genomes: Genomes, tracts: Tracts, place_of_tract: NDArray[np.int32], rank: Positions
) -> Doubled:
    """Places at which some genome has two tracts side by side with foreign bases between. The
    genome of the smallest `rank` shows it."""
    rows = np.flatnonzero(place_of_tract >= 0)
    place, genome = place_of_tract[rows].astype(np.int64), tracts.genome[rows].astype(np.int64)
    order = np.lexsort((tracts.start[rows], genome, place))
    rows, place, genome = rows[order], place[order], genome[order]
    gap = tracts.start[rows[1:]] - tracts.end[rows[:-1]]
    same = (np.diff(place) == 0) & (np.diff(genome) == 0)
    pair = np.flatnonzero(same & (gap >= _LEAST_GAP) & (gap < _FARTHEST))
    pair = pair[np.lexsort((pair, rank[genome[pair]], place[pair]))]
    pair = pair[np.append(True, np.diff(place[pair]) != 0)[: len(pair)]]
    doubled = Doubled(place[pair], rows[pair], rows[pair + 1])
    return doubled.keep(_are_foreign_between(genomes, tracts, doubled))


def _are_foreign_between(genomes: Genomes, tracts: Tracts, doubled: Doubled) -> Marks:
    """Whether the bases between the two tracts do not go on with the pattern of the first. Those of
    a tract with two or three mutations inside mostly do."""
    foreign = np.zeros(len(doubled.place), np.bool_)
    lender = tracts.genome[doubled.first]
    for genome in np.unique(lender).tolist():
        bases = genomes.read(genome)
        for row in np.flatnonzero(lender == genome).tolist():
            unit = int(tracts.motif_length[doubled.first[row]])
            end = int(tracts.end[doubled.first[row]])
            between = bases[end : int(tracts.start[doubled.second[row]])]
            pattern = np.resize(bases[end - unit : end], len(between))
            foreign[row] = np.mean(between == pattern) <= _MOST_LIKE_PATTERN
    return foreign
