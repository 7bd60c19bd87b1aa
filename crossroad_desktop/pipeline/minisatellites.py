"""Perfect repeats with units of 7 to 100 bp of a batch of genomes.

In: bases of a batch in one flat buffer. Out: one row per repeat.

The definition is that of ssr.py, for motif lengths k of 7 to 100 and at least MIN_UNITS[k] units:
maximal intervals [start, end) with every base in ACGT, base i equal to base i-k from start+k on,
end-start >= k*MIN_UNITS[k], and a primitive motif. `minisatellite_scan.py` finds the intervals.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from crossroad_desktop.pipeline.complements import reverse_complement_text
from crossroad_desktop.pipeline.fasta import GenomeBatch
from crossroad_desktop.pipeline.minisatellite_scan import (
    BLOCK_BASES,
    PeriodicRuns,
    find_periodic_runs,
)

MIN_UNITS: Final[Mapping[int, int]] = {
    **dict.fromkeys(range(7, 20), 3),
    **dict.fromkeys(range(20, 101), 2),
}
"""Least number of units by motif length in bp: 3, or 2 that are 40 bp together."""

_PRIMES: Final = tuple(
    number
    for number in range(2, max(MIN_UNITS) + 1)
    if all(number % divisor for divisor in range(2, number))
)


@dataclass(frozen=True)
class MinisatelliteRows:
    """One row per repeat: genomes in file order, in a genome by motif length, then by start."""

    genome: NDArray[np.int32]
    """Number of the record in the FASTA file, from 0."""
    start: NDArray[np.int32]
    end: NDArray[np.int32]
    """0-based, half-open, in bp; a partial unit at the end is inside."""
    motif: NDArray[np.int32]
    """Place in `motifs` of the first bases of the repeat."""
    motifs: list[str]
    """Every motif once, in the order in which the rows have them."""

    def __len__(self) -> int:
        return len(self.start)

    @property
    def motif_length(self) -> NDArray[np.int32]:
        """bp."""
        return _lengths(self.motifs)[self.motif]

    @property
    def repeat(self) -> NDArray[np.int32]:
        """Number of full units."""
        return (self.end - self.start) // self.motif_length


def find_minisatellites(
    batch: GenomeBatch, genome_numbers: NDArray[np.int32], block_bases: int = BLOCK_BASES
) -> MinisatelliteRows:
    """Repeats with units of 7 to 100 bp of all records of a batch.

    `genome_numbers` has the number of each record, ascending; `block_bases` is a multiple of 8.
    """
    runs = find_periodic_runs(batch.bases, MIN_UNITS, block_bases)
    rows, motif, motifs = _read_motifs(batch.bases, runs)
    record = np.searchsorted(batch.offsets, runs.start[rows], side="right") - 1
    offsets = batch.offsets[record]
    return _in_order(
        genome_numbers[record],
        (runs.start[rows] - offsets).astype(np.int32),
        (runs.end[rows] - offsets).astype(np.int32),
        motif,
        motifs,
    )


def join_minisatellites(parts: list[MinisatelliteRows]) -> MinisatelliteRows:
    """The rows of several batches, one after the other; `parts` must not be empty."""
    first_codes = np.cumsum([0, *(len(part.motifs) for part in parts[:-1])])
    motif = [part.motif + first for part, first in zip(parts, first_codes, strict=True)]
    return _in_order(
        np.concatenate([part.genome for part in parts]),
        np.concatenate([part.start for part in parts]),
        np.concatenate([part.end for part in parts]),
        np.concatenate(motif),
        [text for part in parts for text in part.motifs],
    )


def mirror_minisatellites(
    rows: MinisatelliteRows, is_flipped: NDArray[np.bool_], lengths: NDArray[np.int64]
) -> MinisatelliteRows:
    """The rows as the scan finds them when some genomes are read from their other strand.

    `is_flipped` and `lengths` (bp) have one entry per record of the FASTA file.
    """
    turned = is_flipped[rows.genome]
    length = lengths[rows.genome].astype(np.int32)
    motif, motifs = _mirror_motifs(rows, turned)
    return _in_order(
        rows.genome,
        np.where(turned, length - rows.end, rows.start),
        np.where(turned, length - rows.start, rows.end),
        motif,
        motifs,
    )


def _mirror_motifs(
    rows: MinisatelliteRows, turned: NDArray[np.bool_]
) -> tuple[NDArray[np.int64], list[str]]:
    # The last bases of a repeat are its motif, moved on by the partial unit at the end.
    partial = np.where(turned, (rows.end - rows.start) % rows.motif_length, -1)
    keys, motif = np.unique(np.stack([rows.motif, partial], axis=1), axis=0, return_inverse=True)
    motifs = []
    for code, moved in keys.tolist():
        text = rows.motifs[code]
        if moved >= 0:
            text = reverse_complement_text(text[moved:] + text[:moved])
        motifs.append(text)
    return motif.reshape(-1), motifs


def _in_order(
    genome: NDArray[np.int32],
    start: NDArray[np.int32],
    end: NDArray[np.int32],
    motif: NDArray[np.int64],
    motifs: list[str],
) -> MinisatelliteRows:
    """The rows sorted; `motifs` may hold a motif more than once, or one that no row has."""
    order = np.lexsort((start, _lengths(motifs)[motif], genome))
    numbers: dict[str, int] = {}
    once = np.array([numbers.setdefault(text, len(numbers)) for text in motifs], np.int64)
    used, first_row, code = np.unique(once[motif[order]], return_index=True, return_inverse=True)
    by_first_row = np.argsort(first_row)
    texts = list(numbers)
    return MinisatelliteRows(
        genome=genome[order],
        start=start[order],
        end=end[order],
        motif=np.argsort(by_first_row)[code].astype(np.int32),
        motifs=[texts[number] for number in used[by_first_row]],
    )


def _lengths(motifs: list[str]) -> NDArray[np.int32]:
    return np.array([len(text) for text in motifs], np.int32)


def _read_motifs(
    bases: NDArray[np.uint8], runs: PeriodicRuns
) -> tuple[NDArray[np.int64], NDArray[np.int64], list[str]]:
    """Rows of the runs whose motif is primitive, the place of each one's motif, and the motifs."""
    kept, motifs = [np.zeros(0, np.int64)], list[str]()
    for motif_length in np.unique(runs.motif_length).tolist():
        rows = np.flatnonzero(runs.motif_length == motif_length)
        letters = bases[runs.start[rows, None] + np.arange(motif_length)]
        is_primitive = _are_primitive(letters)
        kept.append(rows[is_primitive])
        motifs += [row.tobytes().decode() for row in letters[is_primitive]]
    return np.concatenate(kept), np.arange(len(motifs)), motifs


def _are_primitive(motifs: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Whether each row of letters is no repetition of a shorter motif."""
    length = motifs.shape[1]
    is_primitive = np.ones(len(motifs), np.bool_)
    for prime in _PRIMES:
        if length % prime == 0:
            turned = np.roll(motifs, length // prime, axis=1)
            is_primitive &= (turned != motifs).any(axis=1)
    return is_primitive
