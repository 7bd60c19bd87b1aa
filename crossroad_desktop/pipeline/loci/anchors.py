"""The sequence that gives the coordinates: which genome is it, and what is known of it.

In: genomes and their tracts. Out: `choose_anchor`'s genome; an `Anchor` per sequence.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from crossroad_desktop.pipeline.loci.kmers import WordIndex, word_length
from crossroad_desktop.pipeline.loci.sequences import Bases, Positions, encode

MOST_WORDS: Final = 8_000_000
"""An anchor with more words, in bases, is indexed at every 3rd, 5th ... base only."""


@dataclass(frozen=True)
class Anchor:
    """A sequence that genomes are laid over."""

    bases: Bases
    index: WordIndex
    piece_starts: Positions
    """Where the pieces begin that it is made of; a whole genome is one piece."""
    tract_start: Positions
    """Its own tracts, by start: those that stand close together are placed together."""
    tract_end: Positions
    """Largest end so far, so that it ascends too."""


def choose_anchor(ids: Sequence[str], lengths: Positions, unknown: Positions) -> int:
    """The genome with least N; of equals the one whose length is nearest the median, then the one
    with the smaller id. So the choice depends on the set of genomes, not on their order.

    `lengths` and `unknown` (N) are bases, one per id.
    """
    middle = float(np.median(lengths))
    return min(
        range(len(ids)),
        key=lambda genome: (unknown[genome], abs(lengths[genome] - middle), ids[genome]),
    )


def whole_anchor(bases: Bases, start: Positions, end: Positions) -> Anchor:
    """A genome as anchor, with its own tracts by start."""
    index = WordIndex(word_length(len(bases)))
    # An odd step, so that the words looked up at every 8th base of a genome meet all of them.
    index.add(encode(bases), 0, len(bases) // MOST_WORDS // 2 * 2 + 1)
    return Anchor(bases, index, np.zeros(1, np.int64), start, np.maximum.accumulate(end))
