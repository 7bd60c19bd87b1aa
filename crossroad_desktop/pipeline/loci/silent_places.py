"""Copies of places in the anchor at which no genome has a tract.

In: places of the anchor. Out: the same and the copies of them that stand turned round elsewhere in
the anchor, as in the second of two inverted terminal repeats.
"""

from dataclasses import dataclass

import numpy as np

from crossroad_desktop.pipeline.loci.anchor_places import places_of
from crossroad_desktop.pipeline.loci.anchors import Anchor
from crossroad_desktop.pipeline.loci.batches import join_genomes
from crossroad_desktop.pipeline.loci.chains import lay_over_reversed
from crossroad_desktop.pipeline.loci.clustering import Places
from crossroad_desktop.pipeline.loci.copies import have_a_flank_in_common
from crossroad_desktop.pipeline.loci.known_places import KnownPlaces
from crossroad_desktop.pipeline.loci.locating import locate_places
from crossroad_desktop.pipeline.loci.memory import Memory
from crossroad_desktop.pipeline.loci.motif_classes import MotifClasses
from crossroad_desktop.pipeline.loci.sequences import NOWHERE, Positions
from crossroad_desktop.pipeline.loci.templates import Templates, join_templates, turned_templates


@dataclass(frozen=True)
class WithSilent:
    """All places, silent ones at the end."""

    places: Places
    group: Positions
    """Equal for places that are copies of one another."""
    templates: Templates


def find_silent_places(
    places: Places,
    group: Positions,
    anchor: Anchor,
    classes: MotifClasses,
    templates: Templates,
) -> WithSilent:
    """Adds the silent places to the others, and to the groups of what they are copies of.

    The anchor is laid over itself the other way round, and its places are looked for there.
    """
    batch = join_genomes([anchor.bases], 0)
    layout = lay_over_reversed(batch, anchor)
    on_anchor = np.flatnonzero(places.start < len(anchor.bases))
    if not layout.has_strand(-1) or not len(on_anchor):
        return WithSilent(places, group, templates)
    motifs = [classes.motifs[motif].encode() for motif in places.motif[on_anchor].tolist()]
    start, end = places.start[on_anchor], places.end[on_anchor]
    wanted = places_of(anchor, on_anchor, start, end, motifs, templates)
    nothing = KnownPlaces(len(batch.bases), wanted, NOWHERE, NOWHERE, NOWHERE)
    found = locate_places(batch.reversed_bases, layout, -1, wanted, nothing, Memory())
    size = len(batch.bases)
    origin = wanted.number[found.place]
    motif = classes.mates()[places.motif[origin]]
    copies = Places(motif, size - found.end, size - found.start)
    here = Places(places.motif[on_anchor], start, end)
    # A word and its reverse complement by chance look like a chain, in which places are found.
    real = have_a_flank_in_common(places.take(origin), copies, anchor.bases)
    origin, copies = origin[real], copies.take(real)
    there = _overlapping(here, copies)
    known, new = np.flatnonzero(there >= 0), np.flatnonzero(there < 0)
    group = _merge_groups(group, origin[known], on_anchor[there[known]])
    rows = np.flatnonzero(np.isin(templates.place, origin[new]))
    numbers = len(places) + np.arange(len(new))
    number_of = dict(zip(origin[new].tolist(), numbers.tolist(), strict=True))
    turned = np.array([number_of[place] for place in templates.place[rows].tolist()], np.int64)
    return WithSilent(
        places.add(copies.motif[new], copies.start[new], copies.end[new]),
        np.append(group, group[origin[new]]),
        join_templates([templates, turned_templates(templates, rows, turned)]),
    )


def _merge_groups(group: Positions, one: Positions, other: Positions) -> Positions:
    group = group.copy()
    for pair in zip(one.tolist(), other.tolist(), strict=True):
        low, high = sorted(int(group[place]) for place in pair)
        group[group == high] = low
    return group


def _overlapping(places: Places, copies: Places) -> Positions:
    """Row of a place of the class that overlaps or touches each copy, -1 if none."""
    order = np.lexsort((places.start, places.motif))
    motif, start, end = places.motif[order], places.start[order], places.end[order]
    far = int(max(end.max(), copies.end.max(initial=0))) + 2
    key = copies.motif * far + copies.end
    row = np.maximum(np.searchsorted(motif * far + start, key, "right") - 1, 0)
    touches = (motif[row] == copies.motif) & (end[row] >= copies.start)
    return np.where(touches & (start[row] <= copies.end), order[row], -1)
