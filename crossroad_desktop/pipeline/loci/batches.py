"""Several genomes as one sequence, so that a step treats all of them in one go.

In: genomes, read one at a time. Out: batches of them in file order, N between. The N are so many
that no window around a place in one genome reaches into the next: what is computed of a genome
does not depend on its neighbours.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np

from crossroad_desktop.pipeline.complements import reverse_complement
from crossroad_desktop.pipeline.loci.columns import Genomes, Tracts
from crossroad_desktop.pipeline.loci.sequences import (
    Bases,
    N,
    Positions,
    encode,
)

BATCH_BASES: Final = 4_000_000
"""A batch is complete when it has so many bases; a longer genome is a batch of its own."""
GAP: Final = 1024
"""Least N between two genomes: more than the widest window that any step looks at."""
_GRID: Final = 64
"""Genomes begin at multiples of this, so that every n-th base is the same one in any batch."""


@dataclass(frozen=True)
class Batch:
    """Consecutive genomes in one sequence."""

    first: int
    """Number of the first genome."""
    bases: Bases
    starts: Positions
    """Where each genome begins in `bases`."""
    ends: Positions

    def __len__(self) -> int:
        return len(self.starts)

    @cached_property
    def codes(self) -> Bases:
        """The bases as 0-3, and 4 for N."""
        return encode(self.bases)

    @cached_property
    def reversed_bases(self) -> Bases:
        """The other strand of the whole batch."""
        return reverse_complement(self.bases)

    def genome_of(self, positions: Positions) -> Positions:
        """Which genome of the batch, from 0, a position lies in."""
        return np.searchsorted(self.starts, positions, "right") - 1


@dataclass(frozen=True)
class BatchTracts:
    """The tracts of a batch, by start, at their places in it."""

    rows: slice
    """Which rows of all tracts these are."""
    start: Positions
    end: Positions
    unit: Positions
    """Motif length in bp."""

    def __len__(self) -> int:
        return len(self.start)


def read_batches(genomes: Genomes) -> Iterator[Batch]:
    """All genomes in file order; always in the same batches."""
    first, pieces, size = 0, list[Bases](), 0
    for genome in range(len(genomes.ids)):
        pieces.append(genomes.read(genome))
        size += len(pieces[-1])
        if size >= BATCH_BASES:
            yield join_genomes(pieces, first)
            first, pieces, size = genome + 1, [], 0
    if pieces:
        yield join_genomes(pieces, first)


def join_genomes(pieces: list[Bases], first: int) -> Batch:
    """The genomes as one sequence; `first` is the number of the first of them."""
    lengths = np.array([len(piece) for piece in pieces], np.int64)
    steps = -(-(lengths + GAP) // _GRID) * _GRID
    starts = np.cumsum(steps) - steps
    bases = np.full(int(steps.sum()), N, np.uint8)
    for start, piece in zip(starts.tolist(), pieces, strict=True):
        bases[start : start + len(piece)] = piece
    return Batch(first, bases, starts, starts + lengths)


def tracts_of_batch(tracts: Tracts, batch: Batch) -> BatchTracts:
    """The rows of the tracts that lie in these genomes."""
    low, high = np.searchsorted(tracts.genome, [batch.first, batch.first + len(batch)])
    rows = slice(int(low), int(high))
    offsets = batch.starts[tracts.genome[rows].astype(np.int64) - batch.first]
    return BatchTracts(
        rows,
        tracts.start[rows] + offsets,
        tracts.end[rows] + offsets,
        tracts.motif_length[rows].astype(np.int64),
    )
