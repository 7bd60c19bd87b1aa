"""The second look at every genome: all loci are looked for, and read.

In: genomes, how they lie, the loci. Out: one row per copy of a locus in a genome.
"""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from crossroad_desktop.pipeline.loci.anchor_places import Found, join_found, no_found
from crossroad_desktop.pipeline.loci.batches import (
    Batch,
    BatchTracts,
    read_batches,
    tracts_of_batch,
)
from crossroad_desktop.pipeline.loci.cells import Copies, join_copies, merge_same_places
from crossroad_desktop.pipeline.loci.chains import Layout, lay_over
from crossroad_desktop.pipeline.loci.columns import Genomes, Tracts
from crossroad_desktop.pipeline.loci.founding import FoundLoci
from crossroad_desktop.pipeline.loci.known_places import KnownPlaces
from crossroad_desktop.pipeline.loci.laying import Laid
from crossroad_desktop.pipeline.loci.locating import locate_places
from crossroad_desktop.pipeline.loci.memory import Memory
from crossroad_desktop.pipeline.loci.open_parts import find_open_parts
from crossroad_desktop.pipeline.loci.sequences import (
    NOWHERE,
    Marks,
    Positions,
)
from crossroad_desktop.pipeline.loci.tracts_inside import longest_tracts_inside


def find_copies(
    genomes: Genomes,
    tracts: Tracts,
    laid: Laid,
    loci: FoundLoci,
    tell: Callable[[float], None],
) -> Copies:
    """All copies, by batch; in it by locus, genome, start. A tract that was in no locus and lies
    between the flanks of one is added to it."""
    memory, parts = Memory(), []
    for batch, layout in zip(read_batches(genomes), laid.layouts, strict=True):
        tell(batch.first / len(genomes.ids))
        own = tracts_of_batch(tracts, batch)
        typed = _copies_of_tracts(batch, own, laid, loci)
        found, strand = _locate_all(batch, layout, own, loci, memory)
        read = _copies_found(batch, own, found, strand, laid, loci)
        rest = _copies_of_divided(batch, own, laid, loci)
        parts.append(merge_same_places(join_copies([typed, read, rest]), loci.width))
    return join_copies(parts)


def _locate_all(
    batch: Batch, layout: Layout, own: BatchTracts, loci: FoundLoci, memory: Memory
) -> tuple[Found, Positions]:
    """What is found on either strand, and the strand of each row; with the numbers of the places,
    and positions in the batch as written."""
    home = loci.place_of_tract[own.rows].astype(np.int64)
    at_home = np.flatnonzero(home >= 0)
    open_parts = find_open_parts(batch, layout)
    parts, strands = [no_found()], [NOWHERE]
    for number, places in enumerate(loci.by_anchor):
        if not len(places):
            continue
        over = layout if number == 0 else lay_over(batch, places.anchor, open_parts)
        known = KnownPlaces(
            len(batch.bases), places, home[at_home], own.start[at_home], own.end[at_home]
        )
        for strand in (1, -1):
            if not over.has_strand(strand):
                continue
            view = batch.bases if strand > 0 else batch.reversed_bases
            found = locate_places(view, over, strand, places, known, memory)
            if strand < 0:
                found = _turn(found, len(batch.bases))
            parts.append(replace(found, place=places.number[found.place]))
            strands.append(np.full(len(found.place), strand))
    return join_found(parts), np.concatenate(strands)


def _turn(found: Found, size: int) -> Found:
    return Found(
        found.place,
        size - found.end,
        size - found.start,
        found.repeat,
        size - found.run_end,
        size - found.run_start,
    )


def _copies_found(
    batch: Batch,
    own: BatchTracts,
    found: Found,
    strand: Positions,
    laid: Laid,
    loci: FoundLoci,
) -> Copies:
    """The copies that the search adds to those of tracts. A tract in no locus is adopted by the
    place whose flanks it lies between; where a tract of another locus lies there, this one has
    none."""
    motif = loci.motif[found.place]
    motif = np.where(strand > 0, motif, loci.classes.mates()[motif])
    unit = loci.classes.lengths()[motif]
    tract = _tracts_between(own, laid, found, motif, unit)
    at_home, adopted = _adopt(own, tract, found.place, loci)
    is_empty = ((tract >= 0) | (found.repeat == 0)) & ~adopted
    own_start, own_end = np.append(own.start, 0)[tract], np.append(own.end, 0)[tract]
    start = np.where(adopted, own_start, np.where(is_empty, found.start, found.run_start))
    end = np.where(adopted, own_end, np.where(is_empty, found.start, found.run_end))
    repeat = np.where(adopted, (end - start) // unit, np.where(is_empty, 0, found.repeat))
    rows = np.where(adopted, tract + own.rows.start, -1)
    keep = ~at_home & (repeat >= 0)
    return _copies(batch, loci, found.place, repeat, start, end, strand, rows, keep)


def _tracts_between(
    own: BatchTracts, laid: Laid, found: Found, motif: Positions, unit: Positions
) -> Positions:
    """Row in the batch of the longest tract of the class between the flanks, -1 if none."""
    tract_motif = laid.motif[own.rows].astype(np.int64)
    tract = longest_tracts_inside(
        tract_motif, own.start, own.end, motif, found.start, found.end, unit
    )
    # Between N and a flank a tract is only what is left of one.
    return np.where(found.repeat < 0, -1, tract)


def _adopt(
    own: BatchTracts, tract: Positions, place: Positions, loci: FoundLoci
) -> tuple[Marks, Marks]:
    """Adds tracts in no locus to the places that they lie at. Gives where the tract was in this
    locus already, and where it is now."""
    home = np.append(loci.place_of_tract[own.rows], -1)[tract]
    has_home = home >= 0
    adopted = _first_claims(np.where(has_home, -1, tract), place)
    loci.place_of_tract[own.rows.start + tract[adopted]] = place[adopted]
    return has_home & (loci.locus[home] == loci.locus[place]), adopted


def _first_claims(tract: Positions, place: Positions) -> Marks:
    """Which rows have a tract (>= 0) that no row with a smaller place has."""
    order = np.lexsort((place, tract))
    first = np.append(True, np.diff(tract[order]) != 0)[: len(order)]
    claims = np.zeros(len(tract), np.bool_)
    claims[order[first]] = True
    return claims & (tract >= 0)


def _copies_of_divided(batch: Batch, own: BatchTracts, laid: Laid, loci: FoundLoci) -> Copies:
    """Tracts of divided places that were found in neither part stay where they were."""
    left = (loci.divided_place[own.rows] >= 0) & (loci.place_of_tract[own.rows] < 0)
    rows = own.rows.start + np.flatnonzero(left)
    loci.place_of_tract[rows] = loci.divided_place[rows]
    return _copies_of_tracts(batch, own, laid, loci, left)


def _copies_of_tracts(
    batch: Batch, own: BatchTracts, laid: Laid, loci: FoundLoci, which: Marks | None = None
) -> Copies:
    """The tracts that were placed by their flanks; only some of them if `which` says so."""
    rows = np.arange(own.rows.start, own.rows.stop)
    place = loci.place_of_tract[own.rows].astype(np.int64)
    keep = place >= 0 if which is None else which
    repeat = (own.end - own.start) // own.unit
    strand = laid.placements.strand[own.rows]
    return _copies(batch, loci, place, repeat, own.start, own.end, strand, rows, keep)


def _copies(
    batch: Batch,
    loci: FoundLoci,
    place: Positions,
    repeat: Positions,
    start: Positions,
    end: Positions,
    strand: NDArray[np.signedinteger],
    tract: Positions,
    keep: Marks,
) -> Copies:
    genome = batch.genome_of(start[keep])
    offset = batch.starts[genome]
    return Copies(
        loci.locus[place[keep]].astype(np.int32),
        (genome + batch.first).astype(np.int32),
        place[keep].astype(np.int32),
        repeat[keep].astype(np.int32),
        (start[keep] - offset).astype(np.int32),
        (end[keep] - offset).astype(np.int32),
        (strand[keep] * loci.strand[place[keep]]).astype(np.int8),
        tract[keep].astype(np.int32),
    )
