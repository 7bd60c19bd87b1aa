"""Placed tracts become loci: places on the anchor and on its layers, grouped.

In: where every tract is. Out: `FoundLoci`: the places by anchor, which of them are one locus, and
the place of every tract.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from crossroad_desktop.pipeline.loci.anchor_places import AnchorPlaces, places_of
from crossroad_desktop.pipeline.loci.batches import GAP
from crossroad_desktop.pipeline.loci.clustering import Places, cluster_tracts
from crossroad_desktop.pipeline.loci.columns import Genomes, Tracts
from crossroad_desktop.pipeline.loci.copies import group_copies
from crossroad_desktop.pipeline.loci.doubled_places import find_doubled_places
from crossroad_desktop.pipeline.loci.halves import Halves, place_halves
from crossroad_desktop.pipeline.loci.layers import Layer
from crossroad_desktop.pipeline.loci.laying import Laid
from crossroad_desktop.pipeline.loci.motif_classes import MotifClasses
from crossroad_desktop.pipeline.loci.place_strands import find_place_strands
from crossroad_desktop.pipeline.loci.sequences import Bases, N, Positions
from crossroad_desktop.pipeline.loci.silent_places import find_silent_places
from crossroad_desktop.pipeline.loci.templates import Templates, lend_templates, model_tracts


@dataclass(frozen=True)
class FoundLoci:
    """Loci and their places; a place is known by its number."""

    by_anchor: list[AnchorPlaces]
    """The anchor's places, then those of each layer."""
    motif: Positions
    """Class of each place, on the strand of its anchor."""
    width: Positions
    """bp between the flanks of each place."""
    start: Positions
    """Of each place in its anchor, as the tables give it; of a divided one, of its part."""
    end: Positions
    locus: Positions
    """Locus of each place."""
    strand: NDArray[np.int8]
    """Of each place 1, or -1 where the locus lies the other way round than at its first place."""
    first_place: Positions
    """Of each locus the place that gives its position."""
    unit: Positions
    """Motif length of each locus, in bp."""
    place_of_tract: NDArray[np.int32]
    """-1: in no locus. Filled further while loci are read."""
    divided_place: NDArray[np.int32]
    """Of tracts of a place that was divided: that place. -1 for all others."""
    classes: MotifClasses


def make_loci(genomes: Genomes, tracts: Tracts, laid: Laid, layers: list[Layer]) -> FoundLoci:
    """Clusters the placed tracts, divides places that are two loci, adds silent places, groups
    copies, and numbers the loci: those on the anchor by position, then the others by id of the
    genome, position."""
    pieces = [laid.anchor.bases, *(layer.anchor.bases for layer in layers)]
    offsets = _offsets(pieces)
    places, place_of_tract = _cluster(tracts, laid, offsets)
    group = group_copies(places, _pan(pieces, offsets), laid.classes)
    drawn = _draw_templates(genomes, tracts, laid, places, place_of_tract, group)
    places, group = drawn.places, drawn.group
    silent = find_silent_places(places, group, laid.anchor, laid.classes, drawn.templates)
    places, group = silent.places, silent.group
    anchor = np.searchsorted(offsets, places.start, "right") - 1
    by_anchor = _part_by_anchor(places, anchor, offsets, laid, layers, silent.templates)
    shown = place_halves(places, by_anchor[0], drawn.halves)
    locus, first_place = _number_loci(group, anchor, shown, layers, offsets, _ranks(genomes))
    return FoundLoci(
        by_anchor,
        places.motif,
        places.end - places.start,
        shown.start - offsets[anchor],
        shown.end - offsets[anchor],
        locus,
        find_place_strands(by_anchor, places.motif, first_place[locus], laid.classes),
        first_place,
        laid.classes.lengths()[places.motif[first_place]],
        place_of_tract,
        drawn.divided_place,
        laid.classes,
    )


@dataclass(frozen=True)
class _Drawn:
    places: Places
    group: Positions
    templates: Templates
    divided_place: NDArray[np.int32]
    halves: Halves


def _draw_templates(
    genomes: Genomes,
    tracts: Tracts,
    laid: Laid,
    places: Places,
    place_of_tract: NDArray[np.int32],
    group: Positions,
) -> _Drawn:
    """Templates of the places at which the anchor has no tract. A place that is two loci gets one
    for each; its tracts wait until the loci are read."""
    on_anchor = places.start < len(laid.anchor.bases)
    rank = _ranks(genomes)
    doubled = find_doubled_places(genomes, tracts, place_of_tract, rank)
    alone = np.bincount(group, minlength=len(group))[group[doubled.place]] == 1
    doubled = doubled.keep(alone & on_anchor[doubled.place])
    damaged = np.setdiff1d(np.flatnonzero(on_anchor), doubled.place)
    model = model_tracts(
        tracts, laid.placements.anchor, place_of_tract, rank, len(places), laid.number
    )
    damaged = damaged[tracts.genome[model[damaged]] != laid.number]
    divided_place = _free_tracts(place_of_tract, doubled.place)
    new = len(places) + np.arange(len(doubled.place))
    places = places.add(
        places.motif[doubled.place], places.start[doubled.place], places.end[doubled.place]
    )
    templates = lend_templates(
        genomes,
        tracts,
        laid,
        places,
        np.concatenate([model[damaged], doubled.first, doubled.second]),
        np.concatenate([damaged, doubled.place, new]),
    )
    halves = _order_halves(doubled.place, new, laid.placements.strand[doubled.first])
    return _Drawn(places, np.append(group, new), templates, divided_place, halves)


def _order_halves(first: Positions, second: Positions, strand: NDArray[np.int8]) -> Halves:
    """The halves as the anchor has them, from those of genomes that lie on the `strand`."""
    is_forward = strand > 0
    return Halves(np.where(is_forward, first, second), np.where(is_forward, second, first))


def _free_tracts(place_of_tract: NDArray[np.int32], divided: Positions) -> NDArray[np.int32]:
    """The places of the tracts of divided places, which are in none from now on; -1 for others."""
    is_divided = np.isin(place_of_tract, divided)
    divided_place = np.where(is_divided, place_of_tract, -1).astype(np.int32)
    place_of_tract[is_divided] = -1
    return divided_place


def _offsets(pieces: list[Bases]) -> Positions:
    """Where the anchor and each layer begin when they are one sequence."""
    sizes = np.array([len(piece) + GAP for piece in pieces], np.int64)
    return np.cumsum(sizes) - sizes


def _pan(pieces: list[Bases], offsets: Positions) -> Bases:
    pan = np.full(int(offsets[-1]) + len(pieces[-1]), N, np.uint8)
    for piece, offset in zip(pieces, offsets.tolist(), strict=True):
        pan[offset : offset + len(piece)] = piece
    return pan


def _cluster(tracts: Tracts, laid: Laid, offsets: Positions) -> tuple[Places, NDArray[np.int32]]:
    placements = laid.placements
    rows = np.flatnonzero(placements.anchor >= 0)
    shift = offsets[placements.anchor[rows]]
    motif = laid.motif[rows].astype(np.int64)
    turned = placements.strand[rows] < 0
    motif[turned] = laid.classes.mates()[motif[turned]]
    places, number = cluster_tracts(
        motif,
        tracts.motif_length[rows].astype(np.int64),
        tracts.genome[rows].astype(np.int64),
        placements.start[rows] + shift,
        placements.end[rows] + shift,
    )
    place_of_tract = np.full(len(tracts), -1, np.int32)
    place_of_tract[rows] = number
    return places, place_of_tract


def _part_by_anchor(
    places: Places,
    anchor: Positions,
    offsets: Positions,
    laid: Laid,
    layers: list[Layer],
    templates: Templates,
) -> list[AnchorPlaces]:
    """The places of the anchor and of each layer, at their positions there."""
    motifs = [motif.encode() for motif in laid.classes.motifs]
    by_anchor = []
    for number, base in enumerate([laid.anchor, *(layer.anchor for layer in layers)]):
        rows = np.flatnonzero(anchor == number)
        start, end = places.start[rows] - offsets[number], places.end[rows] - offsets[number]
        own = [motifs[motif] for motif in places.motif[rows].tolist()]
        by_anchor.append(places_of(base, rows, start, end, own, templates))
    return by_anchor


def _number_loci(
    group: Positions,
    anchor: Positions,
    places: Places,
    layers: list[Layer],
    offsets: Positions,
    rank: Positions,
) -> tuple[Positions, Positions]:
    """Locus of each place, and the place of each locus that gives its position; `rank` is the place
    of each genome by its id."""
    genome, start = np.full(len(group), -1, np.int64), places.start.copy()
    for number, layer in enumerate(layers, 1):
        rows = np.flatnonzero(anchor == number)
        lender, shift = layer.origin(start[rows] - offsets[number])
        # By id, not by place in the file, on which nothing may depend.
        genome[rows] = rank[lender]
        start[rows] += shift - offsets[number]
    order = np.lexsort((places.motif, places.end, start, genome))
    first = np.unique(group[order], return_index=True)[1]
    first_place = order[np.sort(first)]
    locus_of_group = np.zeros(len(group), np.int64)
    locus_of_group[group[first_place]] = np.arange(len(first_place))
    return locus_of_group[group], first_place


def _ranks(genomes: Genomes) -> Positions:
    """Place of each genome when they are sorted by id."""
    return np.argsort(np.argsort(np.array(genomes.ids)))
