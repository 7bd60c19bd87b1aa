"""Extra anchor sequence: surroundings of tracts that the anchor lacks, lent by other genomes.

Pieces are kept in layers. In one layer no two pieces share more than a few words, so that a word
says in which piece it stands; a piece that shares more (the same surroundings with something
deleted, say) goes to the next layer.
"""

from typing import Final

import numpy as np

from crossroad_desktop.pipeline.loci.anchors import Anchor
from crossroad_desktop.pipeline.loci.kmers import WordIndex, word_length
from crossroad_desktop.pipeline.loci.sequences import NOWHERE, Bases, N, Positions, encode

MOST_LAYERS: Final = 6
"""Every layer is looked through for every waiting tract; what needs more goes to the last one."""
_MOST_SHARED: Final = 0.1
"""Share of a piece's words that its layer may have already."""
_EXPECTED_BASES: Final = 100_000
"""What a layer may grow to: the words of its index are long enough for that."""
_PIECE_GAP: Final = 512
"""N between pieces: no search that begins in one reaches the next."""


class Layer:
    """A growing anchor of pieces."""

    def __init__(self) -> None:
        self._index = WordIndex(word_length(_EXPECTED_BASES))
        self._bases: list[Bases] = []
        self._size = 0
        self._piece_starts: list[int] = []
        self._piece_genomes: list[int] = []
        self._piece_offsets: list[int] = []
        self._tract_starts: list[Positions] = []
        self._tract_ends: list[Positions] = []
        self._anchor: Anchor | None = None

    @property
    def anchor(self) -> Anchor:
        """What has been lent so far."""
        if self._anchor is None:
            self._anchor = Anchor(
                np.concatenate([*self._bases, np.zeros(0, np.uint8)]),
                self._index,
                np.array(self._piece_starts, np.int64),
                np.concatenate([*self._tract_starts, NOWHERE]),
                np.maximum.accumulate(np.concatenate([*self._tract_ends, NOWHERE])),
            )
        return self._anchor

    def has_room_for(self, piece: Bases) -> bool:
        """Whether the piece shares few words with those that are here."""
        return self._index.share_known(encode(piece)) <= _MOST_SHARED

    def add(self, piece: Bases, genome: int, offset: int, start: Positions, end: Positions) -> int:
        """Adds a piece of a genome that begins there at `offset`, with its tracts (in the genome,
        by start); returns what must be added to a position in the genome to get that here."""
        shift = self._size - offset
        self._index.add(encode(piece), self._size)
        self._bases += [piece, np.full(_PIECE_GAP, N, np.uint8)]
        self._piece_starts.append(self._size)
        self._piece_genomes.append(genome)
        self._piece_offsets.append(offset)
        self._tract_starts.append(start + shift)
        self._tract_ends.append(end + shift)
        self._size += len(piece) + _PIECE_GAP
        self._anchor = None
        return shift

    def origin(self, start: Positions) -> tuple[Positions, Positions]:
        """From which genome a position of this layer is, and what must be added to get its
        position there."""
        piece = np.searchsorted(np.array(self._piece_starts, np.int64), start, "right") - 1
        genomes = np.array(self._piece_genomes, np.int64)
        shifts = np.array(self._piece_offsets, np.int64) - np.array(self._piece_starts, np.int64)
        return genomes[piece], shifts[piece]


def layer_for(piece: Bases, layers: list[Layer]) -> int:
    """Number of the layer that a piece is added to; a new one is made where it is needed."""
    for number, layer in enumerate(layers):
        if layer.has_room_for(piece):
            return number
    if len(layers) < MOST_LAYERS:
        layers.append(Layer())
    return len(layers) - 1
