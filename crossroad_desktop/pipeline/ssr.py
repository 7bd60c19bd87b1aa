"""SSRs of a batch of genomes, found with bit planes.

In: bases of a batch in one flat buffer. Out: one row per SSR.

An SSR of motif length k with at least n repeats is a maximal interval [start, end) with every base
in ACGT, base i equal to base i-k from start+k on, end-start >= k*n, and a primitive motif (the
definition of PERF, Avvaru et al. 2018, Bioinformatics 34:943). A partial unit at the end lies
inside the interval; SSRs of different k may overlap.

Method. Two bits tell A, C, G and T apart and a third marks N, so a stretch of sequence is three bit
planes of 64 bases a word. For each k, XOR of a plane with itself moved by k marks the bases
that differ from the base k further on; OR-ing this with itself moved by 1, 2, 4 ... marks every
place from which k*(n-1) consecutive comparisons do NOT all agree. The runs of unmarked places are
the SSRs. All of it is a few word-wise passes per k, whatever the sequence holds, and only the
words where a run begins or ends are looked at bit by bit.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from crossroad_desktop.pipeline.fasta import GenomeBatch
from crossroad_desktop.pipeline.motifs import encode_motifs, motif_table

Words = NDArray[np.uint64]
Positions = NDArray[np.int64]

FLANK_LENGTH: Final = 10
"""bp kept on each side of an SSR where flanks are asked for."""

CHUNK_BASES: Final = 1 << 21
"""Bases scanned at once: the planes of one chunk stay in the processor's cache."""

_WORD_BITS: Final = 64
# Bits of the ASCII codes: 1 and 2 differ between A (00), C (01), G (11) and T (10); 3 is set in N.
_BASE_BITS: Final = (0b0010, 0b0100)
_UNKNOWN_BIT: Final = 0b1000
_N: Final = ord("N")


@dataclass(frozen=True)
class SsrRows:
    """One row per SSR: genomes in file order, in a genome by k*n ascending, then by start."""

    genome: NDArray[np.int32]
    """Number of the record in the FASTA file, from 0."""
    start: NDArray[np.int32]
    end: NDArray[np.int32]
    """0-based, half-open, in bp; a partial unit at the end is inside."""
    motif: NDArray[np.uint16]
    """Motif code (see motifs.py) of the first bases of the SSR."""
    flanks: NDArray[np.uint8] | None
    """Shape (rows, 20): ASCII codes of the 10 bases before and the 10 after the SSR; N from the
    first unknown base or the record's end on. None if not asked for."""

    def __len__(self) -> int:
        return len(self.start)

    @property
    def motif_length(self) -> NDArray[np.int32]:
        """bp."""
        return motif_table().lengths[self.motif].astype(np.int32)

    @property
    def repeat(self) -> NDArray[np.int32]:
        """Number of full units."""
        return (self.end - self.start) // self.motif_length


def find_ssrs(
    batch: GenomeBatch,
    genome_numbers: NDArray[np.int32],
    min_repeats: Mapping[int, int],
    with_flanks: bool = False,
    chunk_bases: int = CHUNK_BASES,
) -> SsrRows:
    """SSRs of all records of a batch.

    `genome_numbers` has the number of each record; `min_repeats` the least number of units by
    motif length.
    """
    starts, ends, motifs = _find_tracts(batch.bases, min_repeats, chunk_bases)
    record = np.searchsorted(batch.offsets, starts, side="right") - 1
    order = order_rows(record, starts, motifs, min_repeats)
    starts, ends, motifs, record = starts[order], ends[order], motifs[order], record[order]
    offsets = batch.offsets[record]
    return SsrRows(
        genome=genome_numbers[record],
        start=(starts - offsets).astype(np.int32),
        end=(ends - offsets).astype(np.int32),
        motif=motifs,
        flanks=_gather_flanks(batch.bases, starts, ends) if with_flanks else None,
    )


def order_rows(
    genome: NDArray[np.integer],
    start: NDArray[np.integer],
    motif: NDArray[np.uint16],
    min_repeats: Mapping[int, int],
) -> NDArray[np.int64]:
    """What sorts SSRs as SsrRows has them; equal starts by motif length."""
    least_lengths = np.zeros(7, np.int64)
    for motif_length, repeats in min_repeats.items():
        least_lengths[motif_length] = motif_length * repeats
    lengths = motif_table().lengths[motif]
    return np.lexsort((lengths, start, least_lengths[lengths], genome))


def join_ssr_rows(parts: list[SsrRows]) -> SsrRows:
    """The rows of several batches, one after the other; `parts` must not be empty."""
    flanks = [part.flanks for part in parts if part.flanks is not None]
    return SsrRows(
        genome=np.concatenate([part.genome for part in parts]),
        start=np.concatenate([part.start for part in parts]),
        end=np.concatenate([part.end for part in parts]),
        motif=np.concatenate([part.motif for part in parts]),
        flanks=np.concatenate(flanks) if flanks else None,
    )


def _find_tracts(
    bases: NDArray[np.uint8], min_repeats: Mapping[int, int], chunk_bases: int
) -> tuple[Positions, Positions, NDArray[np.uint16]]:
    """Starts and ends in the flat buffer, and motif codes, of all SSRs; by motif length, start."""
    runs: dict[int, list[tuple[Positions, Positions]]] = {k: [] for k in min_repeats}
    for first, planes in _pack_chunks(bases, min_repeats, chunk_bases):
        for motif_length, repeats in min_repeats.items():
            begin, stop = planes.find_periodic_runs(motif_length, motif_length * (repeats - 1))
            runs[motif_length].append((begin + first, stop + first))
    found = [
        _finish_tracts(bases, motif_length, motif_length * repeats, runs[motif_length])
        for motif_length, repeats in min_repeats.items()
    ]
    starts, ends, motifs = zip(*found, strict=True)
    return np.concatenate(starts), np.concatenate(ends), np.concatenate(motifs)


def _finish_tracts(
    bases: NDArray[np.uint8],
    motif_length: int,
    least_length: int,
    runs: list[tuple[Positions, Positions]],
) -> tuple[Positions, Positions, NDArray[np.uint16]]:
    starts = np.concatenate([begin for begin, _ in runs] or [np.zeros(0, np.int64)])
    stops = np.concatenate([stop for _, stop in runs] or [np.zeros(0, np.int64)])
    # A run cut by a chunk's end goes on at the next chunk's start.
    seams = np.flatnonzero(starts[1:] == stops[:-1])
    starts, stops = np.delete(starts, seams + 1), np.delete(stops, seams)
    motifs = encode_motifs(bases, starts, motif_length)
    is_primitive = motif_table().is_primitive[motifs]
    # The last window of a run reaches least_length bases from its own start.
    ends = stops - 1 + least_length
    return starts[is_primitive], ends[is_primitive], motifs[is_primitive]


def _pack_chunks(
    bases: NDArray[np.uint8], min_repeats: Mapping[int, int], chunk_bases: int
) -> "Iterator[tuple[int, _Planes]]":
    look_ahead = max(k * repeats for k, repeats in min_repeats.items())
    planes = _Planes(min(chunk_bases, len(bases)), look_ahead)
    for first in range(0, len(bases), chunk_bases):
        planes.pack(bases[first : first + chunk_bases + look_ahead])
        yield first, planes


class _Planes:
    """Bit planes of one chunk and what follows it; the memory is used again for every chunk."""

    def __init__(self, chunk_bases: int, look_ahead: int) -> None:
        word_count = (chunk_bases + look_ahead) // _WORD_BITS + 2
        self._chunk_bases = chunk_bases
        self._low, self._high, self._unknown = np.zeros((3, word_count), np.uint64)
        self._differs, self._moved, self._carry = np.zeros((3, word_count), np.uint64)

    def pack(self, bases: NDArray[np.uint8]) -> None:
        for plane, bit in zip((self._low, self._high), _BASE_BITS, strict=True):
            _pack_bit(bases, bit, plane)
        _pack_bit(bases, _UNKNOWN_BIT, self._unknown)
        _set_from(self._unknown, len(bases))

    def find_periodic_runs(self, period: int, comparisons: int) -> tuple[Positions, Positions]:
        """Runs [begin, stop) of places in the chunk from which that many consecutive bases equal
        the base one period further on."""
        differs, moved, carry = self._differs, self._moved, self._carry
        _advance(self._unknown, period, differs, carry)
        np.bitwise_or(differs, self._unknown, out=differs)
        for plane in (self._low, self._high):
            _advance(plane, period, moved, carry)
            np.bitwise_xor(moved, plane, out=moved)
            np.bitwise_or(differs, moved, out=differs)
        covered = 1
        while covered < comparisons:
            step = min(covered, comparisons - covered)
            _advance(differs, step, moved, carry)
            np.bitwise_or(differs, moved, out=differs)
            covered += step
        _set_from(differs, self._chunk_bases)
        return self._edges_of_zeros(differs)

    def _edges_of_zeros(self, plane: Words) -> tuple[Positions, Positions]:
        # A bit is an edge if it differs from the bit before; before the first, all bits are set.
        edges, carry = self._moved, self._carry
        np.left_shift(plane, np.uint64(1), out=edges)
        np.right_shift(plane[:-1], np.uint64(_WORD_BITS - 1), out=carry[1:])
        carry[0] = 1
        np.bitwise_or(edges, carry, out=edges)
        np.bitwise_xor(edges, plane, out=edges)
        words = np.flatnonzero(edges)
        bits = np.unpackbits(edges[words].view(np.uint8).reshape(-1, 8), axis=1, bitorder="little")
        row, bit = np.nonzero(bits)
        positions = words[row] * _WORD_BITS + bit
        return positions[0::2], positions[1::2]


def _pack_bit(bases: NDArray[np.uint8], bit: int, plane: Words) -> None:
    packed = np.packbits(bases & np.uint8(bit), bitorder="little")
    plane_bytes = plane.view(np.uint8)
    plane_bytes[: len(packed)] = packed
    plane_bytes[len(packed) :] = 0


def _set_from(plane: Words, first: int) -> None:
    """Sets all bits from number `first` on."""
    word, bit = divmod(first, _WORD_BITS)
    plane[word] |= np.uint64((2**_WORD_BITS - 1) ^ ((1 << bit) - 1))
    plane[word + 1 :] = np.uint64(2**_WORD_BITS - 1)


def _advance(plane: Words, distance: int, out: Words, carry: Words) -> None:
    """Moves bit i + distance of the plane to bit i; zeros come in at the end."""
    words, bits = divmod(distance, _WORD_BITS)
    whole = len(plane) - words
    if whole <= 0:
        out[:] = 0
        return
    out[whole:] = 0
    if bits == 0:
        out[:whole] = plane[words:]
        return
    np.right_shift(plane[words:], np.uint64(bits), out=out[:whole])
    np.left_shift(plane[words + 1 :], np.uint64(_WORD_BITS - bits), out=carry[: whole - 1])
    np.bitwise_or(out[: whole - 1], carry[: whole - 1], out=out[: whole - 1])


def _gather_flanks(
    bases: NDArray[np.uint8], starts: Positions, ends: Positions
) -> NDArray[np.uint8]:
    padding = np.full(FLANK_LENGTH, _N, np.uint8)
    padded = np.concatenate([padding, bases, padding])
    offsets = np.arange(FLANK_LENGTH)
    before = starts[:, None] + offsets
    after = ends[:, None] + FLANK_LENGTH + offsets
    left, right = padded[before], padded[after]
    # Behind an N lies another record, or bases that are not known to be neighbours.
    is_cut_off = np.logical_or.accumulate((left == _N)[:, ::-1], axis=1)[:, ::-1]
    left[is_cut_off] = _N
    right[np.logical_or.accumulate(right == _N, axis=1)] = _N
    return np.concatenate([left, right], axis=1)
