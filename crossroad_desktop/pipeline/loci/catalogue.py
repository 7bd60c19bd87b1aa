"""The locus catalogue: `build_catalogue()` has the steps in order.

In: the analysed genomes, oriented, and their tracts. Out: a `Catalogue`. Every genome is treated
alone, but for what it lends to the others; so the time is linear in the number of genomes, and the
order of the file does not matter.
"""

from collections.abc import Callable, Mapping
from typing import Final

import numpy as np

from crossroad_desktop.pipeline.loci.cells import make_alleles
from crossroad_desktop.pipeline.loci.columns import Catalogue, Genomes, Tracts
from crossroad_desktop.pipeline.loci.describing import describe_loci
from crossroad_desktop.pipeline.loci.extra_anchors import place_on_layers
from crossroad_desktop.pipeline.loci.finding import find_copies
from crossroad_desktop.pipeline.loci.founding import make_loci
from crossroad_desktop.pipeline.loci.laying import lay_genomes

Tell = Callable[[float], None]

_LAID: Final = 0.3
_PLACED: Final = 0.4
"""Shares of the time that are over when genomes are laid, and when tracts are placed."""


def build_catalogue(
    genomes: Genomes,
    tracts: Tracts,
    anchor: int,
    min_repeats: Mapping[int, int],
    tell: Tell,
) -> Catalogue:
    """The loci of the genomes and all alleles.

    `anchor` is the genome that gives the coordinates, `min_repeats` the detection threshold by
    motif length. `tell` gets the share of the work that is done (0-1); it may raise to end it.
    """
    laid = lay_genomes(genomes, tracts, anchor, _telling(tell, 0, _LAID))
    layers = place_on_layers(genomes, tracts, laid.placements, _telling(tell, _LAID, _PLACED))
    loci = make_loci(genomes, tracts, laid, layers)
    copies = find_copies(genomes, tracts, laid, loci, _telling(tell, _PLACED, 1))
    unplaced = np.flatnonzero(loci.place_of_tract < 0).astype(np.int32)
    return Catalogue(
        anchor=anchor,
        loci=describe_loci(loci, layers, anchor),
        alleles=make_alleles(copies, loci.unit, len(genomes.ids), min_repeats),
        unplaced=unplaced,
        unplaced_reason=laid.placements.reason[unplaced],
        covered=laid.covered,
    )


def _telling(tell: Tell, first: float, last: float) -> Tell:
    """Tells the share of one step as that of the whole."""
    return lambda share: tell(first + (last - first) * share)
