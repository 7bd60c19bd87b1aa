"""Bases as arrays: codes, windows around many positions, many intervals cut out at once.

In and out: ASCII codes of A, C, G, T, N. Positions are 0-based, intervals half-open, in bp.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

Bases = NDArray[np.uint8]
Positions = NDArray[np.int64]
Marks = NDArray[np.bool_]

N: Final = ord("N")
_CODES: Final = bytes(b"ACGT".find(letter) if letter in b"ACGT" else 4 for letter in range(256))

NOWHERE: Final = np.zeros(0, np.int64)


def encode(bases: Bases) -> Bases:
    """0-3 for A, C, G, T; 4 for N."""
    return np.frombuffer(bases.tobytes().translate(_CODES), np.uint8).reshape(bases.shape)


def windows(bases: Bases, at: Positions, before: int, after: int) -> Bases:
    """One row of `before` + `after` bases around each position; N outside the sequence."""
    places = at[:, None] + np.arange(-before, after)
    outside = (places < 0) | (places >= len(bases))
    if not len(bases):
        return np.full(places.shape, N, np.uint8)
    taken: Bases = bases[np.clip(places, 0, len(bases) - 1)]
    taken[outside] = N
    return taken


def ranges(starts: Positions, ends: Positions) -> Positions:
    """All positions of the intervals, one interval after the other; inverted ones are empty."""
    lengths = np.maximum(ends - starts, 0)
    firsts = np.cumsum(lengths) - lengths
    return np.asarray(np.arange(int(lengths.sum())) + np.repeat(starts - firsts, lengths))


def join_overlapping(starts: Positions, ends: Positions) -> tuple[Positions, Positions]:
    """The intervals by start, those that overlap or touch made one."""
    if not len(starts):
        return starts, ends
    order = np.argsort(starts, kind="stable")
    starts, reach = starts[order], np.maximum.accumulate(ends[order])
    first = np.append(True, starts[1:] > reach[:-1])
    last = np.append(np.flatnonzero(first)[1:] - 1, len(starts) - 1)
    return starts[first], reach[last]
