"""Parts of genomes that the anchor does not explain smoothly: only they can hold what it lacks.

In: a batch and how it lies over the anchor. Out: intervals of the batch, by start, with context.
"""

from typing import Final

import numpy as np

from crossroad_desktop.pipeline.loci.batches import Batch
from crossroad_desktop.pipeline.loci.chains import Layout
from crossroad_desktop.pipeline.loci.seeds import OPEN_GAP
from crossroad_desktop.pipeline.loci.sequences import Positions, join_overlapping

CONTEXT: Final = 250
"""bp taken along on each side of what the anchor lacks."""
_JUMP: Final = 8
"""A part is open where the diagonal changes by so much, in bp, or where there is a gap between
seeds."""


def find_open_parts(batch: Batch, layout: Layout) -> tuple[Positions, Positions]:
    """Starts and ends; the two ends of a genome are always open."""
    strand = layout.strand[layout.chain]
    start = layout.anchor_start - layout.diagonal
    end = layout.anchor_end - layout.diagonal
    size = len(batch.bases)
    genome_ends = np.concatenate([batch.starts, batch.ends])
    low = np.concatenate([np.where(strand > 0, start, size - end), genome_ends])
    high = np.concatenate([np.where(strand > 0, end, size - start), genome_ends])
    diagonal = np.append(layout.diagonal, np.zeros_like(genome_ends))
    kind = np.append(strand, np.zeros_like(genome_ends))
    order = np.lexsort((kind == 0, low))
    low, reach = low[order], np.maximum.accumulate(high[order])
    breaks = np.abs(np.diff(diagonal[order])) >= _JUMP
    breaks |= np.diff(kind[order]) != 0
    breaks |= low[1:] - reach[:-1] > OPEN_GAP
    left = np.minimum(reach[:-1], low[1:])[breaks] - CONTEXT
    right = np.maximum(reach[:-1], low[1:])[breaks] + CONTEXT
    return _inside_genomes(batch, left, right)


def _inside_genomes(batch: Batch, left: Positions, right: Positions) -> tuple[Positions, Positions]:
    """The intervals cut at the ends of their genomes; those between genomes are left out."""
    genome = np.maximum(batch.genome_of(left + CONTEXT), 0)
    left = np.maximum(left, batch.starts[genome])
    right = np.minimum(right, batch.ends[genome])
    real = left < right
    return join_overlapping(left[real], right[real])
