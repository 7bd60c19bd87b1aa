"""Other genomes as models of places that are damaged in the anchor.

Where the anchor has no tract of its own at a place, its bases there do not say where the tract of
the others begins and ends. So a genome that has the tract lends its stretch as a template: flanks
are then compared with the template, while the anchor still says where to look.

In: a tract for each such place. Out: stretches of bases, one per place.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from crossroad_desktop.pipeline.complements import reverse_complement
from crossroad_desktop.pipeline.loci.clustering import Places
from crossroad_desktop.pipeline.loci.columns import Genomes, Tracts
from crossroad_desktop.pipeline.loci.laying import Laid
from crossroad_desktop.pipeline.loci.neighbours import GenomeSide
from crossroad_desktop.pipeline.loci.sequences import (
    NOWHERE,
    Bases,
    Positions,
    windows,
)
from crossroad_desktop.pipeline.loci.transfer import find_crowds

_MARGIN: Final = 128
"""bp on each side of the crowd of the tract: more than any flank that is compared."""
_LONGEST: Final = 1000
"""A longer stretch, in bp, is no template."""


@dataclass(frozen=True)
class Templates:
    """One row per place that has a template."""

    place: Positions
    stretches: list[Bases]
    start: Positions
    """Of the tract, in the stretch."""
    end: Positions
    crowd_start: Positions
    """Of the tracts too close to be told apart by their flanks."""
    crowd_end: Positions

    def __len__(self) -> int:
        return len(self.place)


def no_templates() -> Templates:
    """None at all."""
    return Templates(NOWHERE, [], NOWHERE, NOWHERE, NOWHERE, NOWHERE)


def join_templates(parts: list[Templates]) -> Templates:
    """All rows of all parts."""
    parts = [no_templates(), *parts]
    return Templates(
        np.concatenate([part.place for part in parts]),
        [stretch for part in parts for stretch in part.stretches],
        *(
            np.concatenate([getattr(part, name) for part in parts])
            for name in ("start", "end", "crowd_start", "crowd_end")
        ),
    )


def turned_templates(templates: Templates, rows: Positions, place: Positions) -> Templates:
    """These rows on the other strand, for other places."""
    stretches = [reverse_complement(templates.stretches[row]) for row in rows.tolist()]
    size = np.array([len(stretch) for stretch in stretches], np.int64)
    return Templates(
        place,
        stretches,
        size - templates.end[rows],
        size - templates.start[rows],
        size - templates.crowd_end[rows],
        size - templates.crowd_start[rows],
    )


def model_tracts(
    tracts: Tracts,
    anchor: NDArray[np.int8],
    place_of_tract: NDArray[np.int32],
    rank: Positions,
    places: int,
    own: int,
) -> Positions:
    """Of each place the tract that shows best where it begins and ends: that of the genome `own`
    if it has one, else one of middle length, of the genome with the smallest rank."""
    rows = np.flatnonzero((place_of_tract >= 0) & (anchor == 0))
    place, genome = place_of_tract[rows].astype(np.int64), tracts.genome[rows]
    length = (tracts.end - tracts.start)[rows].astype(np.int64)
    if not len(rows):
        return np.zeros(places, np.int64)
    order = np.lexsort((length, place))
    first = np.searchsorted(place[order], np.arange(places), "left")
    stop = np.searchsorted(place[order], np.arange(places), "right")
    middle = length[order][np.minimum((first + stop - 1) // 2, len(rows) - 1)][place]
    best = np.lexsort((rank[genome], length != middle, genome != own, place))
    model = np.zeros(places, np.int64)
    model[place[best][::-1]] = rows[best][::-1]
    return model


def lend_templates(
    genomes: Genomes,
    tracts: Tracts,
    laid: Laid,
    places: Places,
    rows: Positions,
    place: Positions,
) -> Templates:
    """Templates of places of the anchor, from the tracts `rows`, one per `place`.

    `places` are all places of the anchor. A tract without seeds on both sides lends nothing.
    """
    order = np.argsort(places.start, kind="stable")
    crowds = find_crowds(places.start[order], places.end[order], np.zeros_like(order))
    crowd_start, crowd_end = np.empty_like(places.start), np.empty_like(places.end)
    crowd_start[order], crowd_end[order] = crowds.start, crowds.end
    genome, strand = tracts.genome[rows], laid.placements.strand[rows]
    parts = []
    for key in np.unique(genome * 2 + (strand > 0)).tolist():
        some = np.flatnonzero(genome * 2 + (strand > 0) == key)
        side = 1 if key % 2 else -1
        lender = _Lender(genomes, laid, key // 2, side)
        parts.append(
            lender.lend(
                tracts,
                rows[some],
                place[some],
                places,
                crowd_start[place[some]],
                crowd_end[place[some]],
            )
        )
    return join_templates(parts)


class _Lender:
    """One genome on one strand."""

    def __init__(self, genomes: Genomes, laid: Laid, genome: int, strand: int) -> None:
        bases = genomes.read(genome)
        batch = laid.batches[genome]
        self._size = len(bases)
        self._strand = strand
        self._bases = bases if strand > 0 else reverse_complement(bases)
        self._side = GenomeSide(laid.layouts[batch.number], strand, laid.anchor.index.k)
        self._offset = batch.start if strand > 0 else batch.size - batch.start - self._size

    def lend(
        self,
        tracts: Tracts,
        rows: Positions,
        place: Positions,
        places: Places,
        anchor_crowd_start: Positions,
        anchor_crowd_end: Positions,
    ) -> Templates:
        start, end = tracts.start[rows].astype(np.int64), tracts.end[rows].astype(np.int64)
        if self._strand < 0:
            start, end = self._size - end, self._size - start
        before = np.maximum(places.start[place] - anchor_crowd_start, 0)
        behind = np.maximum(anchor_crowd_end - places.end[place], 0)
        beside = self._side.around(start - before + self._offset, end + behind + self._offset)
        crowd_start = np.minimum(anchor_crowd_start - beside.left - self._offset, start)
        crowd_end = np.maximum(anchor_crowd_end - beside.right - self._offset, end)
        low, high = crowd_start - _MARGIN, crowd_end + _MARGIN
        keep = np.flatnonzero(beside.near & (high - low <= _LONGEST))
        stretches = [
            windows(self._bases, low[row : row + 1], 0, int(high[row] - low[row]))[0]
            for row in keep.tolist()
        ]
        return Templates(
            place[keep],
            stretches,
            (start - low)[keep],
            (end - low)[keep],
            (crowd_start - low)[keep],
            (crowd_end - low)[keep],
        )
