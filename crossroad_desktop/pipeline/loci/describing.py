"""Rows of the catalogue's loci: motif, position and flanks.

In: loci and the anchors that have them. Out: `Loci`.
"""

import numpy as np

from crossroad_desktop.pipeline.loci.columns import FLANK_LENGTH, Loci
from crossroad_desktop.pipeline.loci.founding import FoundLoci
from crossroad_desktop.pipeline.loci.layers import Layer


def describe_loci(loci: FoundLoci, layers: list[Layer], anchor: int) -> Loci:
    """One row per locus, in their order."""
    count = len(loci.first_place)
    motif, left_flank, right_flank = ([""] * count for _ in range(3))
    genome = np.full(count, anchor, np.int32)
    start, end = np.zeros(count, np.int32), np.zeros(count, np.int32)
    locus_of = np.full(len(loci.locus), -1, np.int64)
    locus_of[loci.first_place] = np.arange(count)
    for number, places in enumerate(loci.by_anchor):
        rows = np.flatnonzero(locus_of[places.number] >= 0)
        text = places.anchor.bases.tobytes().decode()
        own = places.own
        for row in rows.tolist():
            place = int(locus_of[places.number[row]])
            low, high = int(loci.start[places.number[row]]), int(loci.end[places.number[row]])
            unit = places.motifs[row].decode()
            at = int(own.run_start[row])
            motif[place] = text[at : at + len(unit)] if own.repeat[row] > 0 else unit
            left_flank[place] = text[max(low - FLANK_LENGTH, 0) : low]
            right_flank[place] = text[high : high + FLANK_LENGTH]
        shown = places.number[rows]
        locus = locus_of[shown]
        start[locus], end[locus] = loci.start[shown], loci.end[shown]
        if number:
            genome[locus], shift = layers[number - 1].origin(places.start[rows])
            start[locus] += shift.astype(np.int32)
            end[locus] += shift.astype(np.int32)
    classes = [loci.classes.motif_class(int(loci.motif[place])) for place in loci.first_place]
    return Loci(motif, classes, genome, start, end, left_flank, right_flank)
