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
    """Adds the silent places to the others, and to the groups of what they are copies of; without
    any, all stays as it is.

    The anchor is laid over itself the other way round, and its places are looked for there.
    """
    on_anchor = np.flatnonzero(places.start < len(anchor.bases))
    origin, copies = _find_turned(places, on_anchor, anchor, classes, templates)
    if not len(origin):
        return WithSilent(places, group, templates)
    there = _overlapping(places.take(on_anchor), copies)
    known, new = np.flatnonzero(there >= 0), np.flatnonzero(there < 0)
    group = _merge_groups(group, origin[known], on_anchor[there[known]])
    return WithSilent(
        places.add(copies.motif[new], copies.start[new], copies.end[new]),
        np.append(group, group[origin[new]]),
        join_templates([templates, _turn_templates(templates, origin[new], len(places))]),
    )


def _find_turned(
    places: Places,
    on_anchor: Positions,
    anchor: Anchor,
    classes: MotifClasses,
    templates: Templates,
) -> tuple[Positions, Places]:
    """The places that stand in the anchor turned round too, and where."""
    batch = join_genomes([anchor.bases], 0)
    layout = lay_over_reversed(batch, anchor)
    if not layout.has_strand(-1) or not len(on_anchor):
        return NOWHERE, Places(NOWHERE, NOWHERE, NOWHERE)
    own = places.take(on_anchor)
    motifs = [classes.motifs[motif].encode() for motif in own.motif.tolist()]
    wanted = places_of(anchor, on_anchor, own.start, own.end, motifs, templates)
    nothing = KnownPlaces(len(batch.bases), wanted, NOWHERE, NOWHERE, NOWHERE)
    found = locate_places(batch.reversed_bases, layout, -1, wanted, nothing, Memory())
    size = len(batch.bases)
    origin = wanted.number[found.place]
    motif = classes.mates()[places.motif[origin]]
    copies = Places(motif, size - found.end, size - found.start)
    # A word and its reverse complement by chance look like a chain, in which places are found.
    real = have_a_flank_in_common(places.take(origin), copies, anchor.bases)
    return origin[real], copies.take(real)


def _turn_templates(templates: Templates, origin: Positions, first: int) -> Templates:
    """The templates of the places `origin`, turned round for their copies, which are numbered from
    `first` on."""
    rows = np.flatnonzero(np.isin(templates.place, origin))
    number_of = {place: first + row for row, place in enumerate(origin.tolist())}
    numbers = np.array([number_of[place] for place in templates.place[rows].tolist()], np.int64)
    return turned_templates(templates, rows, numbers)


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
