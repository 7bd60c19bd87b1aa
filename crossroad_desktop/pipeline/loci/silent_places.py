"""Copies of places in the anchor at which no genome has a tract.

In: places of the anchor. Out: the same and the copies of them that stand turned round elsewhere in
the anchor, as in the second of two inverted terminal repeats.
"""

import numpy as np

from crossroad_desktop.pipeline.loci.anchors import Anchor
from crossroad_desktop.pipeline.loci.batches import join_genomes
from crossroad_desktop.pipeline.loci.chains import lay_over_reversed
from crossroad_desktop.pipeline.loci.clustering import Places
from crossroad_desktop.pipeline.loci.locating import KnownPlaces, locate_places, places_of
from crossroad_desktop.pipeline.loci.memory import Memory
from crossroad_desktop.pipeline.loci.motif_classes import MotifClasses
from crossroad_desktop.pipeline.loci.sequences import NOWHERE, Positions


def find_silent_places(
    places: Places, on_anchor: Positions, anchor: Anchor, classes: MotifClasses
) -> tuple[Places, list[tuple[int, int]]]:
    """All places, silent ones at the end, and pairs of places that are copies of one another.

    The anchor is laid over itself the other way round, and its places are looked for there.
    """
    batch = join_genomes([anchor.bases], 0)
    layout = lay_over_reversed(batch, anchor)
    if not layout.has_strand(-1) or not len(on_anchor):
        return places, []
    motifs = [classes.motifs[motif].encode() for motif in places.motif[on_anchor].tolist()]
    wanted = places_of(anchor, on_anchor, places.start[on_anchor], places.end[on_anchor], motifs)
    nothing = KnownPlaces(len(batch.bases), wanted, NOWHERE, NOWHERE, NOWHERE)
    view = batch.reversed_bases
    found = locate_places(view, layout, -1, wanted, nothing, Memory())
    size = len(batch.bases)
    origin = wanted.number[found.place]
    motif = classes.mates()[places.motif[origin]]
    return _add(places, on_anchor, origin, motif, size - found.end, size - found.start)


def _add(
    places: Places,
    on_anchor: Positions,
    origin: Positions,
    motif: Positions,
    start: Positions,
    end: Positions,
) -> tuple[Places, list[tuple[int, int]]]:
    """A copy that overlaps a place of its class is that place, else it is a new one."""
    here = Places(places.motif[on_anchor], places.start[on_anchor], places.end[on_anchor])
    there = _overlapping(here, motif, start, end)
    known = there >= 0
    pairs = list(zip(origin[known].tolist(), on_anchor[there[known]].tolist(), strict=True))
    new = np.flatnonzero(~known)
    numbers = len(places) + np.arange(len(new))
    pairs += list(zip(origin[new].tolist(), numbers.tolist(), strict=True))
    return (
        Places(
            np.append(places.motif, motif[new]),
            np.append(places.start, start[new]),
            np.append(places.end, end[new]),
        ),
        pairs,
    )


def _overlapping(places: Places, motif: Positions, start: Positions, end: Positions) -> Positions:
    """Row of a place of the class that overlaps or touches each interval, -1 if none; places by
    class, start."""
    far = int(max(places.end.max(), end.max(initial=0))) + 2
    row = np.searchsorted(places.motif * far + places.start, motif * far + end, "right") - 1
    row = np.maximum(row, 0)
    touches = (places.motif[row] == motif) & (places.end[row] >= start)
    return np.where(touches & (places.start[row] <= end), row, -1)
