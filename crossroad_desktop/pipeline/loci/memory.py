"""Answers kept by the bases that they follow from.

Genomes of one outbreak are the same almost everywhere. What is computed of a window of bases, and
of numbers that say what is asked, is therefore computed once and recalled after that. The answers
are the same with and without a memory.
"""

from collections.abc import Callable
from typing import Final

import numpy as np

from crossroad_desktop.pipeline.loci.sequences import Bases, Positions

_MOST_ANSWERS: Final = 150_000
"""Keeps the memory small: a key is a window of bases and some 100 bytes more."""
_LONGEST_WINDOW: Final = 3_000
"""Longer windows, in bp, are not kept: they are long arrays and rare."""


class Memory:
    """Answers by key; forgets all of them when it is full."""

    def __init__(self) -> None:
        self._answers: dict[bytes, tuple[int, ...]] = {}

    def answer(
        self, keys: list[bytes], compute: Callable[[Positions], Positions], width: int
    ) -> Positions:
        """One row of `width` numbers per key. `compute` gets the rows that are not known, one
        per different key, and returns theirs."""
        answers = np.zeros((len(keys), width), np.int64)
        if not keys:
            return answers
        first = dict[bytes, int]()
        for row, key in enumerate(keys):
            if key not in self._answers:
                first.setdefault(key, row)
        fresh = dict[bytes, tuple[int, ...]]()
        if first:
            computed = compute(np.array(list(first.values()), np.int64))
            fresh = dict(zip(first, map(tuple, computed.tolist()), strict=True))
        for row, key in enumerate(keys):
            answers[row] = self._answers[key] if key in self._answers else fresh[key]
        self._keep(fresh)
        return answers

    def _keep(self, fresh: dict[bytes, tuple[int, ...]]) -> None:
        if len(self._answers) + len(fresh) > _MOST_ANSWERS:
            self._answers.clear()
        for key, answer in fresh.items():
            if len(key) <= _LONGEST_WINDOW and len(self._answers) < _MOST_ANSWERS:
                self._answers[key] = answer


def window_keys(bases: Bases, low: Positions, high: Positions, asked: Positions) -> list[bytes]:
    """The bases of each window [low, high), then the numbers asked (one row each), as one key."""
    low, high = np.maximum(low, 0), np.minimum(high, len(bases))
    numbers = np.ascontiguousarray(asked)
    return [
        bases[start:end].tobytes() + row.tobytes()
        for start, end, row in zip(low.tolist(), high.tolist(), numbers, strict=True)
    ]
