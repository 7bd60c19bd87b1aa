"""The first look at every genome: it is laid over the anchor, and its tracts are placed there.

In: genomes and tracts. Out: layouts by batch, and where every tract is.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from crossroad_desktop.pipeline.loci.anchors import Anchor, whole_anchor
from crossroad_desktop.pipeline.loci.batches import (
    Batch,
    BatchTracts,
    read_batches,
    tracts_of_batch,
)
from crossroad_desktop.pipeline.loci.chains import Layout, lay_over
from crossroad_desktop.pipeline.loci.columns import Genomes, Tracts, Unplaced
from crossroad_desktop.pipeline.loci.extra_anchors import Placements, no_placements
from crossroad_desktop.pipeline.loci.memory import Memory
from crossroad_desktop.pipeline.loci.motif_classes import MotifClasses
from crossroad_desktop.pipeline.loci.placing import Placed, flanks_are_known, place_tracts


@dataclass(frozen=True)
class Laid:
    """All genomes over the anchor."""

    number: int
    """Which genome is the anchor."""
    anchor: Anchor
    layouts: list[Layout]
    """One per batch."""
    placements: Placements
    classes: MotifClasses
    motif: NDArray[np.int32]
    """Class of each tract, on the strand of its genome."""
    covered: NDArray[np.float64]
    """Share (0-1) of each genome that lies in chains."""
    batches: list["BatchPlace"]
    """Where each genome is, by genome."""


@dataclass(frozen=True)
class BatchPlace:
    """Where a genome is in its batch."""

    number: int
    """Of the batch."""
    start: int
    size: int
    """Of the whole batch, in bases."""


def lay_genomes(
    genomes: Genomes, tracts: Tracts, anchor: int, tell: Callable[[float], None]
) -> Laid:
    """Lays every genome over the anchor and places its tracts."""
    base = _anchor_of(genomes, tracts, anchor)
    laid = Laid(
        anchor,
        base,
        [],
        no_placements(len(tracts)),
        MotifClasses(),
        np.zeros(len(tracts), np.int32),
        np.zeros(len(genomes.ids), np.float64),
        [],
    )
    memory = Memory()
    for batch in read_batches(genomes):
        tell(batch.first / len(genomes.ids))
        own = tracts_of_batch(tracts, batch)
        layout = lay_over(batch, base)
        laid.batches.extend(
            BatchPlace(len(laid.layouts), start, len(batch.bases))
            for start in batch.starts.tolist()
        )
        laid.layouts.append(layout)
        laid.motif[own.rows] = laid.classes.number_units(batch.bases, own.start, own.unit)
        lengths = np.maximum(batch.ends - batch.starts, 1)
        laid.covered[batch.first : batch.first + len(batch)] = np.minimum(
            layout.covered / lengths, 1
        )
        _place(batch, own, layout, anchor, laid, memory)
    return laid


def _anchor_of(genomes: Genomes, tracts: Tracts, anchor: int) -> Anchor:
    low, high = np.searchsorted(tracts.genome, [anchor, anchor + 1])
    return whole_anchor(
        genomes.read(anchor),
        tracts.start[low:high].astype(np.int64),
        tracts.end[low:high].astype(np.int64),
    )


def _place(
    batch: Batch,
    own: BatchTracts,
    layout: Layout,
    anchor: int,
    laid: Laid,
    memory: Memory,
) -> None:
    placed = place_tracts(batch, own.start, own.end, own.unit, layout, laid.anchor, memory)
    known = flanks_are_known(batch.bases, own.start, own.end)
    if batch.first <= anchor < batch.first + len(batch):
        _place_where_they_are(batch, own, anchor - batch.first, known, placed)
    rows = np.arange(own.rows.start, own.rows.stop)
    found = placed.strand != 0
    laid.placements.set(
        rows[found], 0, placed.start[found], placed.end[found], placed.strand[found]
    )
    laid.placements.reason[rows[~found & ~known]] = Unplaced.FLANK_NOT_KNOWN


def _place_where_they_are(
    batch: Batch, own: BatchTracts, genome: int, known: NDArray[np.bool_], placed: Placed
) -> None:
    """The anchor's own tracts need no search."""
    low, high = np.searchsorted(own.start, [batch.starts[genome], batch.ends[genome]])
    rows = np.arange(low, high)[known[low:high]]
    placed.start[rows] = own.start[rows] - batch.starts[genome]
    placed.end[rows] = own.end[rows] - batch.starts[genome]
    placed.strand[rows] = 1
