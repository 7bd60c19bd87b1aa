"""Runs of bases that equal the base some way further on, found byte by byte.

In: bases in one flat buffer. Out: maximal intervals that are periodic, for every motif length k.

Method. A repeat of n units has T = k*(n-1) consecutive bases that equal the base k further on. With
8 bases a byte in a plane of bits, any 15 consecutive bases hold one whole byte. So for T >= 15 each
k is compared byte by byte with the planes moved by k, which is an eighth of a comparison base by
base; the moves by 0 to 7 bits are made once, the rest of the way is whole bytes. Unrelated
bytes are equal once in 65,536 times, and only chains of equal bytes are looked at base by base.
From T = 11 on there may be no whole byte that begins at a multiple of 8, but then there is one that
begins 4 bases later: these k are compared twice.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

Bytes = NDArray[np.uint8]
Positions = NDArray[np.int64]

BLOCK_BASES: Final = 1 << 20
"""Bases scanned at once: the bits of one block stay in the processor's cache."""

_BYTE: Final = 8
_HALF_BYTE: Final = 4
# Bits of the ASCII codes: 1 and 2 differ between A (00), C (01), G (11) and T (10); 3 is set in N.
_BASE_BITS: Final = (0b0010, 0b0100)
_UNKNOWN_BIT: Final = 0b1000
_N: Final = ord("N")


@dataclass(frozen=True)
class PeriodicRuns:
    """One row per interval: by motif length, then by start."""

    start: Positions
    end: Positions
    """0-based, half-open, in the flat buffer; a partial unit at the end is inside."""
    motif_length: NDArray[np.int64]
    """bp; the motif itself may be a repetition of a shorter one."""


def find_periodic_runs(
    bases: Bytes, min_units: Mapping[int, int], block_bases: int = BLOCK_BASES
) -> PeriodicRuns:
    """All maximal intervals without N in which every base equals the base one unit before.

    `min_units` has the least number of units by motif length in bp, such that the least
    length without its first unit is 11 bp or more; `block_bases` is a multiple of 8.
    """
    chains = list(_find_chains(bases, min_units, block_bases))
    start, stop, motif_length = _join_chains(chains, len(bases))
    # Less than a byte is missing on each side, or the byte beside would have been equal too.
    start -= _count_equal(bases, start - 1, motif_length, -1)
    stop += _count_equal(bases, stop, motif_length, 1)
    units = np.zeros(max(min_units) + 1, np.int64)
    units[list(min_units)] = list(min_units.values())
    end = stop + motif_length
    is_long = end - start >= motif_length * units[motif_length]
    return PeriodicRuns(start[is_long], end[is_long], motif_length[is_long])


def _find_chains(
    bases: Bytes, min_units: Mapping[int, int], block_bases: int
) -> Iterator[tuple[Positions, Positions, int]]:
    """Starts and stops of chains of equal bytes, and the motif length, block by block."""
    look_ahead = max(min_units) + 2 * _BYTE
    for first in range(0, len(bases), block_bases):
        block = bases[first : first + block_bases + look_ahead]
        planes = _pack(block, min(block_bases, len(bases) - first), look_ahead)
        for motif_length, units in min_units.items():
            is_short = motif_length * (units - 1) < 2 * _BYTE - 1
            for phase in (0, _HALF_BYTE) if is_short else (0,):
                places = planes.find_equal_bytes(phase, motif_length)
                if len(places):
                    start, stop = _chain(places)
                    yield start + (first + phase), stop + (first + phase), motif_length


@dataclass(frozen=True)
class _Planes:
    """Bits of one block and of what follows it. Row r of a plane has the bits moved by r: in its
    byte j are those of the bases 8*j+r to 8*j+r+7."""

    low: Bytes
    high: Bytes
    unknown: Bytes
    low_before: Bytes
    """`low` but for N, which has the other bit: so an N differs from an N further on."""
    own_bytes: int
    """Bytes of the block itself."""

    def find_equal_bytes(self, phase: int, distance: int) -> Positions:
        """Numbers of the bytes of row `phase` whose bases equal those `distance` further on."""
        skipped, row = divmod(phase + distance, _BYTE)
        here, there = slice(0, self.own_bytes), slice(skipped, skipped + self.own_bytes)
        differs = self.low_before[phase, here] ^ self.low[row, there]
        differs |= self.high[phase, here] ^ self.high[row, there]
        places = np.flatnonzero(differs == 0)
        # An N looks like a base: only here, where few places are left, it is asked for.
        unknown = self.unknown[phase, places] | self.unknown[row, places + skipped]
        is_known = np.flatnonzero(unknown == 0)
        return places[is_known]


def _pack(block: Bytes, own_bases: int, look_ahead: int) -> _Planes:
    own_bytes = -(-own_bases // _BYTE)
    width = own_bytes + -(-look_ahead // _BYTE) + 1
    low, high = (_pack_bit(block, bit, width) for bit in _BASE_BITS)
    unknown = _pack_bit(block, _UNKNOWN_BIT, width)
    unknown[len(block) // _BYTE] |= 0xFF << len(block) % _BYTE & 0xFF
    unknown[len(block) // _BYTE + 1 :] = 0xFF
    return _Planes(
        low=_move_bits(low),
        high=_move_bits(high),
        unknown=_move_bits(unknown),
        low_before=_move_bits(low & ~unknown),
        own_bytes=own_bytes,
    )


def _pack_bit(block: Bytes, bit: int, width: int) -> Bytes:
    plane = np.zeros(width, np.uint8)
    packed = np.packbits(block & np.uint8(bit), bitorder="little")
    plane[: len(packed)] = packed
    return plane


def _move_bits(plane: Bytes) -> Bytes:
    moved = np.empty((_BYTE, len(plane)), np.uint8)
    moved[0] = plane
    for bits in range(1, _BYTE):
        np.right_shift(plane, bits, out=moved[bits])
        moved[bits, :-1] |= plane[1:] << np.uint8(_BYTE - bits)
    return moved


def _chain(places: Positions) -> tuple[Positions, Positions]:
    """First and last bases + 1 of neighbouring bytes."""
    gaps = np.flatnonzero(np.diff(places) > 1)
    starts = places[np.concatenate([[0], gaps + 1])]
    stops = places[np.concatenate([gaps, [len(places) - 1]])] + 1
    return starts * _BYTE, stops * _BYTE


def _join_chains(
    chains: list[tuple[Positions, Positions, int]], base_count: int
) -> tuple[Positions, Positions, NDArray[np.int64]]:
    """Starts, stops and motif lengths of all chains, those that touch or overlap joined: a block
    or a phase ends inside a run, another one goes on with it."""
    if not chains:
        return np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0, np.int64)
    # Each motif length gets a stretch of numbers of its own, so that one sort does for all.
    stretch = base_count + 2 * _BYTE
    starts = np.concatenate([start + length * stretch for start, _, length in chains])
    stops = np.concatenate([stop + length * stretch for _, stop, length in chains])
    order = np.argsort(starts, kind="stable")
    starts, stops = starts[order], np.maximum.accumulate(stops[order])
    is_first = np.concatenate([[True], starts[1:] > stops[:-1]])
    is_last = np.concatenate([is_first[1:], [True]])
    motif_length, start = np.divmod(starts[is_first], stretch)
    return start, stops[is_last] - motif_length * stretch, motif_length


def _count_equal(
    bases: Bytes, first: Positions, distance: NDArray[np.int64], direction: int
) -> NDArray[np.int64]:
    """How many bases, up to 7, equal the base `distance` further on, from `first` in a direction
    (1 or -1)."""
    count = np.zeros(len(first), np.int64)
    goes_on = np.ones(len(first), np.bool_)
    for step in range(_BYTE - 1):
        place = first + direction * step
        goes_on &= (place >= 0) & (place + distance < len(bases))
        here = bases.take(place, mode="clip")
        goes_on &= (here == bases.take(place + distance, mode="clip")) & (here != _N)
        count += goes_on
    return count
