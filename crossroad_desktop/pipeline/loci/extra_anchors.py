"""Tracts that the anchor has no place for are given one elsewhere.

In: the tracts that are not placed. Out: their places in layers of extra anchor sequence, or the
reason why there is none. A genome's tracts are tried on what others have lent before; what is left
founds new pieces. Genomes come by the number of their waiting tracts, then by id, so that the
result does not depend on their order in the file.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from crossroad_desktop.pipeline.loci.batches import BATCH_BASES, Batch, join_genomes
from crossroad_desktop.pipeline.loci.chains import lay_over
from crossroad_desktop.pipeline.loci.columns import Genomes, Tracts, Unplaced
from crossroad_desktop.pipeline.loci.kmers import repeats_itself
from crossroad_desktop.pipeline.loci.layers import Layer, layer_for
from crossroad_desktop.pipeline.loci.memory import Memory
from crossroad_desktop.pipeline.loci.open_parts import CONTEXT
from crossroad_desktop.pipeline.loci.placing import place_tracts
from crossroad_desktop.pipeline.loci.sequences import (
    NOWHERE,
    Bases,
    Positions,
    encode,
    join_overlapping,
)
from crossroad_desktop.pipeline.loci.transfer import REACH

MOST_CELLS: Final = 20_000_000
"""Loci that the anchor lacks x genomes: when there are so many, no more loci are founded."""
_MOST_HOPELESS: Final = 50_000
"""So many surroundings that found no locus are remembered."""


@dataclass
class Placements:
    """Where every tract is, filled step by step; one row per tract."""

    anchor: NDArray[np.int8]
    """-1: nowhere; 0: the anchor; 1, 2, ...: a layer of extra anchor sequence."""
    start: NDArray[np.int32]
    end: NDArray[np.int32]
    strand: NDArray[np.int8]
    """1 or -1: the strand of the genome that reads like the anchor."""
    reason: NDArray[np.int8]
    """`Unplaced`: why a tract is nowhere."""

    def set(
        self,
        rows: Positions,
        anchor: int,
        start: Positions,
        end: Positions,
        strand: NDArray[np.int8],
    ) -> None:
        """Places tracts."""
        self.anchor[rows] = anchor
        self.start[rows], self.end[rows], self.strand[rows] = start, end, strand


def no_placements(count: int) -> Placements:
    """All tracts nowhere, because their flanks are not found."""
    return Placements(
        np.full(count, -1, np.int8),
        np.full(count, -1, np.int32),
        np.full(count, -1, np.int32),
        np.zeros(count, np.int8),
        np.full(count, Unplaced.FLANKS_NOT_FOUND, np.int8),
    )


def place_on_layers(
    genomes: Genomes,
    tracts: Tracts,
    placements: Placements,
    tell: Callable[[float], None],
) -> list[Layer]:
    """Places what waits; returns the layers."""
    waiting = np.flatnonzero(
        (placements.anchor < 0) & (placements.reason == Unplaced.FLANKS_NOT_FOUND)
    )
    counts = np.bincount(tracts.genome[waiting], minlength=len(genomes.ids))
    order = sorted(np.flatnonzero(counts).tolist(), key=lambda g: (-counts[g], genomes.ids[g]))
    edges = np.searchsorted(tracts.genome[waiting], np.arange(len(genomes.ids) + 1))
    founder = _Founder(tracts, placements, MOST_CELLS // max(len(genomes.ids), 1))
    pieces, block = list[Bases](), list[int]()
    for done, genome in enumerate(order):
        tell(done / len(order))
        pieces.append(genomes.read(genome))
        block.append(genome)
        if sum(map(len, pieces)) >= BATCH_BASES or genome == order[-1]:
            rows = [waiting[edges[number] : edges[number + 1]] for number in block]
            founder.add_block(join_genomes(pieces, 0), block, rows)
            pieces, block = [], []
    return founder.layers


class _Founder:
    """The layers while they grow."""

    def __init__(self, tracts: Tracts, placements: Placements, most_founded: int) -> None:
        self.layers: list[Layer] = []
        self._tracts = tracts
        self._placements = placements
        self._memories: list[Memory] = []
        self._room = most_founded
        self._hopeless: set[bytes] = set()

    def add_block(self, batch: Batch, genomes: list[int], rows: list[Positions]) -> None:
        """Genomes in their order, with their waiting tracts."""
        before = [layer.anchor for layer in self.layers]
        self._try_layers(batch, rows, range(len(self.layers)))
        for place, (genome, own) in enumerate(zip(genomes, rows, strict=True)):
            left = self._still_waiting(own)
            grown = [
                number
                for number, layer in enumerate(self.layers)
                if number >= len(before) or layer.anchor is not before[number]
            ]
            if len(left) and grown:
                alone = [left if other == place else NOWHERE for other in range(len(rows))]
                self._try_layers(batch, alone, grown)
                left = self._still_waiting(left)
            if len(left):
                self._lend(batch, place, genome, left)

    def _still_waiting(self, rows: Positions) -> Positions:
        nowhere = self._placements.anchor[rows] < 0
        nowhere &= self._placements.reason[rows] == Unplaced.FLANKS_NOT_FOUND
        return np.asarray(rows[nowhere])

    def _try_layers(self, batch: Batch, rows: list[Positions], layers: range | list[int]) -> None:
        for number in layers:
            left = [self._still_waiting(own) for own in rows]
            flat = np.concatenate([*left, NOWHERE])
            if not len(flat):
                return
            offsets = np.repeat(batch.starts, [len(own) for own in left])
            start, end = self._tracts.start[flat] + offsets, self._tracts.end[flat] + offsets
            layer = self.layers[number].anchor
            layout = lay_over(batch, layer, _surroundings(batch, start, end))
            placed = place_tracts(
                batch,
                start,
                end,
                self._tracts.motif_length[flat].astype(np.int64),
                layout,
                layer,
                self._memory(number),
            )
            found = placed.strand != 0
            self._placements.set(
                flat[found],
                number + 1,
                placed.start[found],
                placed.end[found],
                placed.strand[found],
            )

    def _memory(self, layer: int) -> Memory:
        while len(self._memories) <= layer:
            self._memories.append(Memory())
        return self._memories[layer]

    def _lend(self, batch: Batch, place: int, genome: int, rows: Positions) -> None:
        offset = int(batch.starts[place])
        start = self._tracts.start[rows].astype(np.int64)
        end = self._tracts.end[rows].astype(np.int64)
        bases = batch.bases[offset : int(batch.ends[place])]
        hopeful = self._drop_hopeless(bases, rows, start, end)
        rows, start, end = rows[hopeful], start[hopeful], end[hopeful]
        rows, start, end = rows[: self._room], start[: self._room], end[: self._room]
        piece_starts, piece_ends = join_overlapping(
            np.maximum(start - CONTEXT, 0), np.minimum(end + CONTEXT, len(bases))
        )
        for low, high in zip(piece_starts.tolist(), piece_ends.tolist(), strict=True):
            inside = np.flatnonzero((start >= low) & (end <= high))
            piece = bases[low:high].copy()
            number = layer_for(piece, self.layers)
            shift = self.layers[number].add(piece, genome, low, start[inside], end[inside])
            strand = np.ones(len(inside), np.int8)
            self._placements.set(
                rows[inside], number + 1, start[inside] + shift, end[inside] + shift, strand
            )
            self._room -= len(inside)

    def _drop_hopeless(
        self, bases: Bases, rows: Positions, start: Positions, end: Positions
    ) -> Positions:
        """Which tracts can found a locus: those with words on both sides that their surroundings
        have only once. The others are marked."""
        hopeful = []
        for row, (low, high) in enumerate(zip(start.tolist(), end.tolist(), strict=True)):
            key = bases[max(low - REACH, 0) : high + REACH].tobytes()
            if key not in self._hopeless:
                around = max(low - CONTEXT, 0)
                codes = encode(bases[around : high + CONTEXT])
                if not repeats_itself(codes, low - around, high - around):
                    hopeful.append(row)
                    continue
                if len(self._hopeless) < _MOST_HOPELESS:
                    self._hopeless.add(key)
            self._placements.reason[rows[row]] = Unplaced.FLANKS_REPEAT
        return np.array(hopeful, np.int64)


def _surroundings(batch: Batch, start: Positions, end: Positions) -> tuple[Positions, Positions]:
    genome = batch.genome_of(start)
    return join_overlapping(
        np.maximum(start - CONTEXT, batch.starts[genome]),
        np.minimum(end + CONTEXT, batch.ends[genome]),
    )
