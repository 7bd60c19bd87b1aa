"""What genomes have at loci: copies become alleles with a state.

In: copies of places, from tracts and from the search, batch by batch. Out: the rows of the
catalogue's alleles, with a row for every locus and genome.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Final

import numpy as np
from numpy.typing import NDArray

from crossroad_desktop.pipeline.loci.columns import Alleles, State
from crossroad_desktop.pipeline.loci.sequences import Marks, Positions

_NEAR: Final = 100
"""Two runs of one place that are less than this apart, in bp, are one interrupted tract."""
_TOUCHING: Final = 12
"""Two places of one locus nearer than this in a genome are the same place there, in bp."""


@dataclass(frozen=True)
class Copies:
    """One row per copy of a locus in a genome."""

    locus: NDArray[np.int32]
    genome: NDArray[np.int32]
    place: NDArray[np.int32]
    """Which place of the locus led to it."""
    repeat: NDArray[np.int32]
    start: NDArray[np.int32]
    end: NDArray[np.int32]
    strand: NDArray[np.int8]
    tract: NDArray[np.int32]
    """-1 where it is no tract."""

    def __len__(self) -> int:
        return len(self.locus)

    def take(self, rows: Positions) -> "Copies":
        """These rows, in this order."""
        return Copies(*(getattr(self, field.name)[rows] for field in fields(self)))


def join_copies(parts: list[Copies]) -> Copies:
    """All rows of all parts; there must be a part."""
    return Copies(
        *(np.concatenate([getattr(part, field.name) for part in parts]) for field in fields(Copies))
    )


def merge_same_places(copies: Copies, width: Positions) -> Copies:
    """One copy per place of a genome, the longest, also where a tract is interrupted or two places
    of the anchor lead there. `width` is bp between the flanks, per place. By locus, genome, start.
    """
    if not len(copies):
        return copies
    copies = copies.take(np.lexsort((copies.end, copies.start, copies.genome, copies.locus)))
    cell = np.cumsum(np.append(False, _differs(copies.locus) | _differs(copies.genome)))
    far = int(copies.end.max()) + int(width.max()) + _NEAR + 1
    behind = np.maximum(copies.end, copies.start) + cell * far
    reach = np.maximum.accumulate(behind)[:-1]
    near = np.where(_differs(copies.place), _TOUCHING, _NEAR + width[copies.place[1:]])
    apart = (cell[1:] != cell[:-1]) | (copies.start[1:] + cell[1:] * far >= reach + near)
    spot = np.cumsum(np.append(False, apart))
    order = np.lexsort((copies.start, -copies.repeat, spot))
    longest = np.append(True, _differs(spot[order]))
    return copies.take(order[longest])


def make_alleles(
    copies: Copies,
    unit: Positions,
    genomes: int,
    min_repeats: Mapping[int, int],
) -> Alleles:
    """A row per copy (by locus, genome, start), and one per locus and genome without any. `unit` is
    the motif length of each locus in bp."""
    cell = copies.locus.astype(np.int64) * genomes + copies.genome
    absent = np.ones(len(unit) * genomes, np.bool_)
    absent[cell] = False
    missing = np.flatnonzero(absent)
    several = np.zeros(len(copies), np.bool_)
    several[1:] |= cell[1:] == cell[:-1]
    several[:-1] |= cell[1:] == cell[:-1]
    state = _states(copies, several, unit, min_repeats)
    order = np.argsort(np.append(cell, missing), kind="stable")

    def column(values: NDArray[np.generic], filler: int) -> NDArray[np.generic]:
        filled = np.full(len(order), filler, values.dtype)
        filled[: len(values)] = values
        return filled[order]

    both = np.append(cell, missing)[order]
    return Alleles(
        locus=(both // genomes).astype(np.int32),
        genome=(both % genomes).astype(np.int32),
        state=column(state, State.MISSING).astype(np.int8),
        repeat=column(copies.repeat, -1).astype(np.int32),
        start=column(copies.start, -1).astype(np.int32),
        end=column(copies.end, -1).astype(np.int32),
        strand=column(copies.strand, 0).astype(np.int8),
        tract=column(copies.tract, -1).astype(np.int32),
    )


def _states(
    copies: Copies, several: Marks, unit: Positions, min_repeats: Mapping[int, int]
) -> NDArray[np.int8]:
    thresholds = np.zeros(int(unit.max(initial=0)) + 1, np.int64)
    for length in np.unique(unit).tolist():
        thresholds[length] = min_repeats[length]
    is_typed = copies.repeat >= thresholds[unit[copies.locus]]
    state = np.where(
        is_typed,
        State.TYPED,
        np.where(copies.repeat > 0, State.BELOW_THRESHOLD, State.ABSENT),
    )
    return np.where(several, State.MULTIPLE, state).astype(np.int8)


def _differs(values: NDArray[np.generic]) -> Marks:
    return np.asarray(values[1:] != values[:-1])
