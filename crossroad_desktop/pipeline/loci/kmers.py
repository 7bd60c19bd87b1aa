"""Words of k bases: their codes, and where those stand that occur once in an anchor.

In: sequences. Out: codes (2 bits a base; -1 where a word has an N or leaves the sequence), and an
index from codes to positions.
"""

from typing import Final

import numpy as np

from crossroad_desktop.pipeline.loci.sequences import Bases, Marks, Positions

STRIDE: Final = 8
"""A genome's word is looked up at every base that is a multiple of this."""
_SHORTEST: Final = 11
_LONGEST: Final = 17
_SLOTS_PER_WORD: Final = 4
_MIXER: Final = np.uint64(0x9E3779B97F4A7C15)
_SIMPLE_PERIODS: Final = range(1, 7)
_LEAST_OWN_WORDS: Final = 8
"""A tract needs so many words on each side that its surroundings have only once."""


def word_length(bases: int) -> int:
    """k for an anchor of so many bases: a random word is in it by chance less than once in 1,000
    look-ups."""
    return int(np.clip(np.ceil(np.log(max(bases, 2)) / np.log(4)) + 5, _SHORTEST, _LONGEST))


def codes_at(codes: Bases, at: Positions, k: int) -> Positions:
    """Codes of the words that begin at the positions; `codes` are 0-3, and 4 for N."""
    words = np.zeros(len(at), np.int64)
    unknown = (at < 0) | (at + k > len(codes))
    inside = np.where(unknown, 0, at)
    if len(codes) < k:
        return np.full(len(at), -1, np.int64)
    for place in range(k):
        letters = codes[inside + place]
        words = words << 2 | (letters & 3)
        unknown |= letters > 3
    words[unknown] = -1
    return words


def reverse_codes_at(codes: Bases, ends: Positions, k: int) -> Positions:
    """Codes of the reverse complements of the words that end (exclusive) at the positions."""
    words = np.zeros(len(ends), np.int64)
    unknown = (ends < k) | (ends > len(codes))
    inside = np.where(unknown, k, ends)
    if len(codes) < k:
        return np.full(len(ends), -1, np.int64)
    for place in range(1, k + 1):
        letters = codes[inside - place]
        words = words << 2 | (~letters & 3)
        unknown |= letters > 3
    words[unknown] = -1
    return words


def codes_on_stride(codes: Bases, k: int) -> Positions:
    """Codes of the words at 0, 8, 16 ...: made from whole blocks of 8 bases."""
    count = -(-len(codes) // STRIDE)
    padded = np.full((count + 2) * STRIDE, 4, np.uint8)
    padded[: len(codes)] = codes
    pairs = (padded[::2] & 3) << 2 | (padded[1::2] & 3)
    blocks = (pairs[::2] << 4 | pairs[1::2]).view(">u2").astype(np.int64)
    words = (blocks[:-2] << 32 | blocks[1:-1] << 16 | blocks[2:]) >> (48 - 2 * k)
    words[_unknown_on_stride(padded, count, k)] = -1
    return words


def _unknown_on_stride(padded: Bases, count: int, k: int) -> Marks:
    unknown = np.zeros(count, np.bool_)
    places = np.flatnonzero(padded > 3)
    if len(places):
        first = np.maximum(-(-(places - k + 1) // STRIDE), 0)
        for step in range(-(-k // STRIDE) + 1):
            block = first + step
            inside = (block * STRIDE <= places) & (block < count)
            unknown[block[inside]] = True
    return unknown


class WordIndex:
    """Positions of the words that occur once in a growing sequence and are no simple repeat.

    A word has one slot of a table. Two words that want the same slot: the second is left out. So a
    seed may be lost, but none is wrong.
    """

    def __init__(self, k: int, expected: int) -> None:
        self.k = k
        self._codes = np.zeros(0, np.int64)
        self._allocate(expected)

    def add(self, codes: Bases, offset: int) -> None:
        """Adds the words of a piece that begins at `offset`, which must be behind all others.

        What is repeated inside the piece is left out, as is what is in the index already."""
        words = codes_at(codes, np.arange(max(len(codes) - self.k + 1, 0)), self.k)
        self._store(words, offset)
        self._grow_table()
        once = _only_once(words)
        once = once[~_is_simple(codes, once, self.k)]
        self._insert(words[once], once + offset)

    def share_known(self, codes: Bases) -> float:
        """How much (0-1) of a piece's words is in the index."""
        words = codes_at(codes, np.arange(max(len(codes) - self.k + 1, 0)), self.k)
        return len(self.find(words)[0]) / max(len(words), 1)

    def find(self, words: Positions) -> tuple[Positions, Positions]:
        """Which of the words are in the index, and their positions."""
        found = self._table[self._slots(words)]
        rows = np.flatnonzero(found >= 0)
        found = found[rows]
        right = self._codes[found] == words[rows]
        return rows[right], found[right].astype(np.int64)

    def _store(self, words: Positions, offset: int) -> None:
        needed = offset + len(words)
        if needed > len(self._codes):
            grown = np.full(max(needed, len(self._codes) * 2 if offset else 0), -1, np.int64)
            grown[: len(self._codes)] = self._codes
            self._codes = grown
        self._codes[offset:needed] = words

    def _grow_table(self) -> None:
        if len(self._codes) * 2 > len(self._table):
            known = self._table[self._table >= 0].astype(np.int64)
            self._allocate(len(self._codes))
            self._insert(self._codes[known], known)

    def _allocate(self, words: int) -> None:
        self._bits = max(12, int(np.ceil(np.log2(max(words, 1) * _SLOTS_PER_WORD))))
        self._table = np.full(1 << self._bits, -1, np.int32)

    def _insert(self, words: Positions, positions: Positions) -> None:
        slots = self._slots(words)
        free = self._table[slots] < 0
        self._table[slots[free][::-1]] = positions[free][::-1]

    def _slots(self, words: Positions) -> Positions:
        mixed = words.astype(np.uint64) * _MIXER
        return (mixed >> np.uint64(64 - self._bits)).astype(np.int64)


def _only_once(words: Positions) -> Positions:
    """Positions, ascending, of the words that are not repeated and have no N."""
    bits = max(1, len(words).bit_length())
    # One plain sort of code and position together is many times faster than an argsort.
    both = np.sort(words << bits | np.arange(len(words)))
    code, position = both >> bits, both & ((1 << bits) - 1)
    differs = code[1:] != code[:-1]
    once = np.append(True, differs) & np.append(differs, True)[: len(code)] if len(code) else code
    return np.sort(position[(code >= 0) & (once != 0)])


def _is_simple(codes: Bases, at: Positions, k: int) -> Marks:
    """Words with a period of 1-6 bp all along, one exception allowed: they say nothing about where
    they belong."""
    simple = np.zeros(len(at), np.bool_)
    for period in _SIMPLE_PERIODS:
        if len(codes) <= period:
            break
        same = np.append(0, np.cumsum(codes[period:] == codes[:-period], dtype=np.int32))
        simple |= same[at + k - period] - same[at] >= k - period - 1
    return simple


def repeats_itself(codes: Bases, start: int, end: int) -> bool:
    """Whether a short sequence has, before `start` or behind `end`, too few words that occur only
    once in it and are no simple repeat."""
    words = codes_at(codes, np.arange(max(len(codes) - _SHORTEST + 1, 0)), _SHORTEST)
    once = _only_once(words)
    once = once[~_is_simple(codes, once, _SHORTEST)]
    before = int(np.count_nonzero(once + _SHORTEST <= start))
    return min(before, int(np.count_nonzero(once >= end))) < _LEAST_OWN_WORDS
