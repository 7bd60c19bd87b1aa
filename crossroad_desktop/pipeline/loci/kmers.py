"""Words of k bases: their codes, and where those stand that occur once in an anchor.

In: sequences. Out: codes (2 bits a base; -1 where a word has an N or leaves the sequence), and an
index from codes to positions.
"""

from typing import Final

import numpy as np

from crossroad_desktop.pipeline.loci.sequences import Bases, Marks, Positions

STRIDE: Final = 8
"""A genome's word is looked up at every base that is a multiple of this."""
_SHORTEST: Final = 13
"""Keeps chance out of small genomes, whose seeds may be few and far apart."""
_LONGEST: Final = 17
"""Enough for anchors of 16 million bp. Longer words are lost to more mutations."""
_SLOTS_PER_WORD: Final = 2
"""So that most words have a slot to themselves."""
_LEAST_WORDS: Final = 4096
"""Words that an index has room for from the start."""
_MIXER: Final = np.uint64(0x9E3779B97F4A7C15)
"""2^64 divided by the golden ratio: the upper bits of products with it are spread evenly (Knuth,
The Art of Computer Programming 3, 6.4)."""
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


def codes_along(codes: Bases, k: int, step: int = 1) -> Positions:
    """Codes of the words at 0, `step`, 2 `step` ... that lie whole in the sequence."""
    count = max(-(-(len(codes) - k + 1) // step), 0)
    words = np.zeros(count, np.int64)
    unknown = np.zeros(count, np.bool_)
    for place in range(k if count else 0):
        letters = codes[place : place + (count - 1) * step + 1 : step]
        words <<= 2
        words |= letters & 3
        unknown |= letters > 3
    words[unknown] = -1
    return words


class WordIndex:
    """Positions of the words that occur once in a growing sequence and are no simple repeat.

    A word has one slot of a table. Two words that want the same slot: the second is left out. So a
    seed may be lost, but none is wrong.
    """

    def __init__(self, k: int) -> None:
        self.k = k
        self._words = np.zeros(0, np.int64)
        self._positions = np.zeros(0, np.int32)
        self._allocate(_LEAST_WORDS)

    def add(self, codes: Bases, offset: int, step: int = 1) -> None:
        """Adds every `step`-th word of a piece that begins at `offset`.

        What is repeated inside the piece is left out, as is what is in the index already."""
        words = codes_along(codes, self.k, step)
        rows = _only_once(words)
        rows = rows[~_is_simple(words[rows], self.k)]
        self._words = np.append(self._words, words[rows])
        self._positions = np.append(self._positions, (rows * step + offset).astype(np.int32))
        if len(self._words) * _SLOTS_PER_WORD > len(self._table):
            self._allocate(2 * len(self._words))
            self._insert(np.arange(len(self._words)))
        else:
            self._insert(np.arange(len(self._words) - len(rows), len(self._words)))

    def share_known(self, codes: Bases) -> float:
        """How much (0-1) of a piece's words is in the index."""
        words = codes_along(codes, self.k)
        return len(self.find(words)[0]) / max(len(words), 1)

    def find(self, words: Positions) -> tuple[Positions, Positions]:
        """Which of the words are in the index, and their positions."""
        found = self._table[self._slots(words)]
        rows = np.flatnonzero(found >= 0)
        found = found[rows]
        right = self._words[found] == words[rows]
        return rows[right], self._positions[found[right]].astype(np.int64)

    def _allocate(self, words: int) -> None:
        self._bits = int(np.ceil(np.log2(words * _SLOTS_PER_WORD)))
        self._table = np.full(1 << self._bits, -1, np.int32)

    def _insert(self, rows: Positions) -> None:
        slots = self._slots(self._words[rows])
        free = self._table[slots] < 0
        # Of several the first is written last, and stays.
        self._table[slots[free][::-1]] = rows[free][::-1]

    def _slots(self, words: Positions) -> Positions:
        mixed = words.astype(np.uint64)
        mixed *= _MIXER
        mixed >>= np.uint64(64 - self._bits)
        return mixed.astype(np.int64)


def _only_once(words: Positions) -> Positions:
    """Rows, ascending, of the words that are not repeated and have no N."""
    if not len(words):
        return words
    bits = max(1, len(words).bit_length())
    # One plain sort of code and row together is many times faster than an argsort.
    both = words << bits
    both |= np.arange(len(words))
    both.sort()
    code = both >> bits
    differs = code[1:] != code[:-1]
    once = np.append(True, differs) & np.append(differs, True) & (code >= 0)
    both = both[once]
    both &= (1 << bits) - 1
    both.sort()
    return np.asarray(both)


def _is_simple(words: Positions, k: int) -> Marks:
    """Words with a period of 1-6 bp all along, one exception allowed: they say nothing about where
    they belong."""
    simple = np.zeros(len(words), np.bool_)
    for period in _SIMPLE_PERIODS:
        differs = words ^ (words >> (2 * period))
        differs |= differs >> 1
        differs &= ((1 << (2 * (k - period))) - 1) // 3
        simple |= (differs & (differs - 1)) == 0
    return simple


def repeats_itself(codes: Bases, start: int, end: int) -> bool:
    """Whether a short sequence has, before `start` or behind `end`, too few words that occur only
    once in it and are no simple repeat."""
    words = codes_along(codes, _SHORTEST)
    once = _only_once(words)
    once = once[~_is_simple(words[once], _SHORTEST)]
    before = int(np.count_nonzero(once + _SHORTEST <= start))
    return min(before, int(np.count_nonzero(once >= end))) < _LEAST_OWN_WORDS
