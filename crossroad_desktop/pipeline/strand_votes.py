"""On which strand genomes lie, as votes of sampled k-mers.

In: bases of genomes; what they are compared with. Out: votes for either strand, one count per
genome.

A window of 15 bases is one 32-bit number, two bits a base. Genomes are sampled at places counted
half from their start and half from their end, and a k-mer is the middle of its window. So a record
and its reverse complement are sampled at the same places, and their votes are exchanged exactly:
no call depends on how a record was written. k is odd, so no k-mer is its own reverse complement.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

Windows = NDArray[np.uint32]

WINDOW_BASES: Final = 15
COMPARED_BASES: Final = 1 << 17
"""Of a longer genome only stretches of this length in all are compared with."""

_STRETCHES: Final = 64
"""In so many stretches, evenly spread."""
_LONGEST_SIMPLE_UNIT: Final = 6
"""bp; a repeat of such units says nothing of a strand."""
_WINDOW_MASK: Final = np.uint32((1 << 2 * WINDOW_BASES) - 1)
# Bits 1 and 2 of the ASCII codes: A 00, C 01, T 10, G 11; the complement differs in the upper one.
_COMPLEMENT: Final = np.uint32(0x2AAAAAAA)
# Bit 3 of the ASCII codes is set in N alone.
_UNKNOWN_FIRST: Final = np.uint64(0x0808080808080808)
_UNKNOWN_REST: Final = np.uint64(0x0008080808080808)
_HASH_FACTOR: Final = np.uint32(2654435761)
"""2^32 divided by the golden ratio: the upper bits of products with it are spread evenly (Knuth,
The Art of Computer Programming 3, 6.4)."""
_FORWARD: Final = 1
_BACKWARD: Final = 2
_N: Final = ord("N")


@dataclass(frozen=True)
class Density:
    """At how many places a genome is sampled: once in so many bases, but at least so often."""

    places: int
    bases_per_place: int


FEW: Final = Density(96, 2048)
"""Enough for genomes that differ in up to 5 % of their bases; 60 votes or more if they are equal.
More would cost more than 3 % of a run: each place is a miss of the processor's cache."""
MANY: Final = Density(2048, 64)
"""For those that differ more."""


@dataclass(frozen=True)
class Samples:
    """Sampled windows of some genomes, in any order."""

    genome: NDArray[np.int32]
    window: Windows
    """Only windows without N."""


@dataclass(frozen=True)
class StrandIndex:
    """On which strands of what is compared with each k-mer lies.

    One slot per k-mer: where two fall into one, the other is lost, on both strands alike.
    """

    k: int
    kmer: Windows
    """By slot: the smaller one of a k-mer and its reverse complement."""
    strands: NDArray[np.uint8]
    """By slot: bit 0 is set if this lies on the forward strand, bit 1 if on the other."""
    share_by_chance: float
    """Share of random k-mers that would be found."""


@dataclass(frozen=True)
class Votes:
    """One row per genome: sampled k-mers found on one strand only."""

    forward: NDArray[np.int64]
    backward: NDArray[np.int64]
    by_chance: NDArray[np.float64]
    """Votes that a random sequence would get in all."""


def sample_windows(
    bases: NDArray[np.uint8],
    offsets: NDArray[np.int64],
    lengths: NDArray[np.int64],
    numbers: NDArray[np.int32],
    density: Density,
) -> Samples:
    """Windows of the genomes that lie at `offsets` in a buffer; behind each must be one byte."""
    row, start = _sampled_places(offsets, lengths, density)
    window, is_known = _windows_at(bases, start)
    return Samples(numbers[row[is_known]], window[is_known])


def join_samples(parts: Sequence[Samples]) -> Samples:
    """The samples of several batches; `parts` must not be empty."""
    return Samples(
        np.concatenate([part.genome for part in parts]),
        np.concatenate([part.window for part in parts]),
    )


def index_strands(genomes: Sequence[NDArray[np.uint8]]) -> StrandIndex:
    """The k-mers of some genomes, all read forward.

    k is so long that fewer than 1 of 1,000 random k-mers are found by chance. Simple repeats are
    left out: poly-A says nothing of a strand.
    """
    window = np.concatenate([_all_windows(_choose_stretches(bases)) for bases in genomes])
    k = _kmer_length(len(window))
    kmer, is_turned = _smaller_strand(window, k)
    is_telling = ~_is_simple_repeat(kmer, k)
    kmer, is_turned = kmer[is_telling], is_turned[is_telling]
    slot_count = 1 << (4 * max(len(window), 1)).bit_length()
    slots, strands = np.zeros(slot_count, np.uint32), np.zeros(slot_count, np.uint8)
    place = _slot(kmer, slot_count)
    slots[place] = kmer
    is_stored = slots[place] == kmer
    strands[place[is_stored & ~is_turned]] |= _FORWARD
    strands[place[is_stored & is_turned]] |= _BACKWARD
    return StrandIndex(k, slots, strands, 2 * len(kmer) / 4**k)


def count_votes(samples: Samples, index: StrandIndex, genome_count: int) -> Votes:
    """Votes of each genome; a k-mer that lies on both strands does not vote."""
    kmer, is_turned = _smaller_strand(samples.window, index.k)
    place = _slot(kmer, len(index.kmer))
    strands = index.strands[place] * (index.kmer[place] == kmer)
    seen_on = 1 + is_turned.astype(np.uint8)

    def count(genomes: NDArray[np.int32]) -> NDArray[np.int64]:
        return np.bincount(genomes, minlength=genome_count)

    return Votes(
        forward=count(samples.genome[strands == seen_on]),
        backward=count(samples.genome[strands == 3 - seen_on]),
        by_chance=count(samples.genome) * np.float64(index.share_by_chance),
    )


def _sampled_places(
    offsets: NDArray[np.int64], lengths: NDArray[np.int64], density: Density
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Row of the record, and start in the buffer, of every window that is looked at."""
    windows = np.maximum(lengths - WINDOW_BASES + 1, 0)
    wanted = np.maximum(density.places, lengths // density.bases_per_place)
    half = np.minimum(wanted, windows) // 2
    step = windows // np.maximum(2 * half, 1)
    row = np.repeat(np.arange(len(half)), half)
    distance = (np.arange(len(row)) - np.repeat(np.cumsum(half) - half, half)) * step[row]
    from_start = offsets[row] + distance
    from_end = offsets[row] + windows[row] - 1 - distance
    return np.concatenate([row, row]), np.concatenate([from_start, from_end])


def _windows_at(
    bases: NDArray[np.uint8], start: NDArray[np.int64]
) -> tuple[Windows, NDArray[np.bool_]]:
    """The windows that begin there, and which of them hold no N; behind each must be one byte."""
    eights = _eights(bases)
    return _join_eights(eights[start], eights[start + 8])


def _all_windows(bases: NDArray[np.uint8]) -> Windows:
    """The windows without N; the last byte is in none."""
    eights = _eights(bases)
    window, is_known = _join_eights(eights[:-8], eights[8:])
    return window[is_known]


def _eights(bases: NDArray[np.uint8]) -> NDArray[np.uint64]:
    """Eight bases from every byte on, the first in the lowest bits; none in less than 8 bytes."""
    count = max(len(bases) - 7, 0)
    return np.ndarray((count,), "<u8", np.ascontiguousarray(bases), strides=(1,))


def _join_eights(
    first: NDArray[np.uint64], rest: NDArray[np.uint64]
) -> tuple[Windows, NDArray[np.bool_]]:
    is_known = ((first & _UNKNOWN_FIRST) | (rest & _UNKNOWN_REST)) == 0
    window = (_pack_eight(first) | _pack_eight(rest) << np.uint64(16)).astype(np.uint32)
    return window & _WINDOW_MASK, is_known


def _pack_eight(letters: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """The two bits of each of eight letters, side by side."""
    pairs = (letters >> np.uint64(1)) & np.uint64(0x0303030303030303)
    pairs = (pairs | pairs >> np.uint64(6)) & np.uint64(0x000F000F000F000F)
    pairs = (pairs | pairs >> np.uint64(12)) & np.uint64(0x000000FF000000FF)
    return (pairs | pairs >> np.uint64(24)) & np.uint64(0xFFFF)


def _choose_stretches(bases: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The genome itself, or evenly spread stretches of a long one, each followed by N."""
    if len(bases) <= COMPARED_BASES:
        return np.append(bases, np.uint8(_N))
    length = COMPARED_BASES // _STRETCHES
    first = np.linspace(0, len(bases) - length, _STRETCHES).astype(np.int64)
    stretches = np.lib.stride_tricks.sliding_window_view(bases, length)[first]
    return np.pad(stretches, ((0, 0), (0, 1)), constant_values=_N).ravel()


def _kmer_length(windows: int) -> int:
    """Odd, 11 to 15: random k-mers are found by chance in less than 1 of 1,000 cases."""
    k = -(-max(windows, 1).bit_length() // 2) + 5
    return min(max(k + (k + 1) % 2, 11), WINDOW_BASES)


def _smaller_strand(window: Windows, k: int) -> tuple[Windows, NDArray[np.bool_]]:
    """The smaller one of the middle k-mer and its reverse complement, and whether it is the
    latter."""
    shift, mask = np.uint32(WINDOW_BASES - k), np.uint32((1 << 2 * k) - 1)
    forward = (window >> shift) & mask
    backward = (_reverse_complement(window) >> shift) & mask
    return np.minimum(forward, backward), backward < forward


def _reverse_complement(window: Windows) -> Windows:
    pairs = window ^ _COMPLEMENT
    for distance, mask in ((2, 0x33333333), (4, 0x0F0F0F0F)):
        high = (pairs >> np.uint32(distance)) & np.uint32(mask)
        pairs = high | (pairs & np.uint32(mask)) << np.uint32(distance)
    return pairs.byteswap() >> np.uint32(32 - 2 * WINDOW_BASES)


def _is_simple_repeat(kmer: Windows, k: int) -> NDArray[np.bool_]:
    is_simple = np.zeros(len(kmer), np.bool_)
    for unit in range(1, _LONGEST_SIMPLE_UNIT + 1):
        mask = np.uint32((1 << 2 * (k - unit)) - 1)
        is_simple |= (kmer ^ kmer >> np.uint32(2 * unit)) & mask == 0
    return is_simple


def _slot(kmer: Windows, slot_count: int) -> Windows:
    shift = np.uint32(32 - (slot_count.bit_length() - 1))
    return (kmer * _HASH_FACTOR) >> shift
