"""SSRs that every analysed genome has, and where they lie with the same bases around them.

In: SSR rows with the bases beside them. Out: the list of conserved SSRs (motif and repeat number),
each place where one occurs together with its flanks, and what all places of one have in common.

No genome is searched again: an occurrence of a motif repeated r times lies inside an SSR row of the
same motif (or a rotation of it) with at least r repeats, so all follow by arithmetic.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from crossroad_desktop.pipeline.motifs import motif_table
from crossroad_desktop.pipeline.ssr import FLANK_LENGTH, SsrRows

LEAST_PATTERN_LENGTH: Final = 14
"""Shortest common pattern that is reported, in bp."""

_N: Final = ord("N")
_BASES_SPELLED_AT_ONCE: Final = 1 << 19


@dataclass(frozen=True)
class ConservedSsrs:
    """One row per conserved SSR, sorted by its sequence; row i is pattern number i + 1."""

    motif: NDArray[np.uint16]
    """Motif code."""
    repeat: NDArray[np.int32]
    sequences: list[str]
    """The motif written `repeat` times."""

    def __len__(self) -> int:
        return len(self.sequences)


@dataclass(frozen=True)
class Occurrences:
    """One row per place of a conserved SSR with ACGT in 10 bp on both sides; by genome, pattern,
    start."""

    genome: NDArray[np.int32]
    pattern: NDArray[np.int32]
    """Row of the conserved SSR."""
    start: NDArray[np.int32]
    end: NDArray[np.int32]
    """0-based, half-open, in bp, flanks included."""
    matched: NDArray[np.int32]
    """Index into `sequences`."""
    sequences: list[str]
    """The different sequences, flanks included."""

    def __len__(self) -> int:
        return len(self.start)


@dataclass(frozen=True)
class CommonPatterns:
    """One row per conserved SSR whose places share at least 14 bp."""

    pattern: NDArray[np.int32]
    """Row of the conserved SSR."""
    genome_count: NDArray[np.int32]
    """Genomes with at least one place."""
    sequences: list[str]
    """Longest common end of the left flanks, the SSR, longest common begin of the right flanks."""


def find_conserved(ssrs: SsrRows, genome_count: int) -> ConservedSsrs:
    """The motif and repeat number pairs present in all of `genome_count` analysed genomes."""
    texts = motif_table().texts
    allele = (ssrs.motif.astype(np.int64) << 32) | ssrs.repeat
    order = np.lexsort((ssrs.genome, allele))
    allele, genome = allele[order], ssrs.genome[order]
    is_new = np.ones(len(allele), np.bool_)
    is_new[1:] = (allele[1:] != allele[:-1]) | (genome[1:] != genome[:-1])
    alleles, genomes = np.unique(allele[is_new], return_counts=True)
    conserved = alleles[genomes == genome_count]
    motif, repeat = (conserved >> 32).astype(np.uint16), (conserved & 0xFFFFFFFF).astype(np.int32)
    sequences = [texts[code] * count for code, count in zip(motif, repeat, strict=True)]
    order = np.array(sorted(range(len(sequences)), key=sequences.__getitem__), np.int64)
    return ConservedSsrs(motif[order], repeat[order], [sequences[i] for i in order])


def locate_conserved(
    ssrs: SsrRows, conserved: ConservedSsrs, tick: Callable[[], None] = lambda: None
) -> Occurrences:
    """Every place where a conserved SSR lies with 10 bases of ACGT on both sides.

    `ssrs` must have its flanks; `tick` is called now and then during the work.
    """
    if ssrs.flanks is None:
        raise ValueError("SSR rows were made without flanks")
    reach_left, reach_right = _known_bases(ssrs.flanks)
    row, pattern = _pair_by_rotation(ssrs, conserved)
    lengths = motif_table().lengths[conserved.motif].astype(np.int64)
    unit = lengths[pattern]
    core = unit * conserved.repeat[pattern]
    # Places are counted from the SSR's start; both flanks must lie in the SSR or the known bases.
    phase = _phase_difference(ssrs.motif[row], conserved.motif[pattern], unit)
    lowest = FLANK_LENGTH - reach_left[row]
    last = (ssrs.end - ssrs.start)[row] + reach_right[row] - FLANK_LENGTH - core
    first = phase + np.maximum(-(-(lowest - phase) // unit), 0) * unit
    pair, step = _expand(np.maximum((last - first) // unit + 1, 0))
    place = first[pair] + step * unit[pair]
    row, pattern, core = row[pair], pattern[pair], core[pair]
    begin = ssrs.start[row] + place - FLANK_LENGTH
    order = np.lexsort((begin, pattern, ssrs.genome[row]))
    row, pattern, begin = row[order], pattern[order], begin[order]
    matched, sequences = _spell(ssrs, row, place[order], core[order], tick)
    return Occurrences(
        genome=ssrs.genome[row],
        pattern=pattern.astype(np.int32),
        start=begin.astype(np.int32),
        end=(begin + core[order] + 2 * FLANK_LENGTH).astype(np.int32),
        matched=matched,
        sequences=sequences,
    )


def summarise_patterns(occurrences: Occurrences) -> CommonPatterns:
    """What the places of each conserved SSR have in common, where that is at least 14 bp."""
    order = np.argsort(occurrences.pattern, kind="stable")
    patterns, firsts = np.unique(occurrences.pattern[order], return_index=True)
    kept: list[tuple[int, int, str]] = []
    for number, rows in zip(patterns, np.split(order, firsts)[1:], strict=True):
        matched = np.unique(occurrences.matched[rows])
        common = _common_part([occurrences.sequences[index] for index in matched])
        if len(common) >= LEAST_PATTERN_LENGTH:
            genomes = len(np.unique(occurrences.genome[rows]))
            kept.append((int(number), genomes, common))
    return CommonPatterns(
        pattern=np.array([row[0] for row in kept], np.int32),
        genome_count=np.array([row[1] for row in kept], np.int32),
        sequences=[row[2] for row in kept],
    )


def _known_bases(flanks: NDArray[np.uint8]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """How many bases right before and right after each SSR are ACGT, up to 10."""
    unknown = flanks == _N
    left = _distance_to_first(unknown[:, FLANK_LENGTH - 1 :: -1])
    right = _distance_to_first(unknown[:, FLANK_LENGTH:])
    return left, right


def _distance_to_first(flags: NDArray[np.bool_]) -> NDArray[np.int64]:
    distance: NDArray[np.int64] = np.where(flags.any(axis=1), flags.argmax(axis=1), flags.shape[1])
    return distance


def _pair_by_rotation(
    ssrs: SsrRows, conserved: ConservedSsrs
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """SSR rows and conserved SSRs of one repeat (rotations on one strand), long enough for it."""
    rotation = motif_table().rotation_codes
    by_rotation = np.argsort(rotation[conserved.motif], kind="stable")
    keys = rotation[conserved.motif][by_rotation]
    wanted = rotation[ssrs.motif]
    first = np.searchsorted(keys, wanted, "left")
    count = np.searchsorted(keys, wanted, "right") - first
    row, place = _expand(count)
    pattern = by_rotation[first[row] + place]
    is_long_enough = ssrs.repeat[row] >= conserved.repeat[pattern]
    return row[is_long_enough], pattern[is_long_enough]


def _phase_difference(
    motif: NDArray[np.uint16], wanted: NDArray[np.uint16], unit: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Bases from the start of an SSR to the first place where the wanted rotation begins."""
    phases = motif_table().phases.astype(np.int64)
    return (phases[wanted] - phases[motif]) % unit


def _expand(counts: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """For each row repeated `counts` times: the row, and the number of the repetition from 0."""
    row = np.repeat(np.arange(len(counts)), counts)
    return row, np.arange(len(row)) - np.repeat(np.cumsum(counts) - counts, counts)


def _spell(
    ssrs: SsrRows,
    row: NDArray[np.int64],
    place: NDArray[np.int64],
    core: NDArray[np.int64],
    tick: Callable[[], None],
) -> tuple[NDArray[np.int32], list[str]]:
    """The sequence of `core` bp at each place of its SSR, with its flanks, as indices into the
    different sequences."""
    matched = np.zeros(len(row), np.int32)
    numbers: dict[str, int] = {}
    for length in np.unique(core):
        members = np.flatnonzero(core == length)
        at_once = max(1, _BASES_SPELLED_AT_ONCE // (int(length) + 2 * FLANK_LENGTH))
        for first in range(0, len(members), at_once):
            tick()
            part = members[first : first + at_once]
            spelled = _spell_equal_lengths(ssrs, row[part], place[part], int(length))
            distinct = [
                numbers.setdefault(text.decode(), len(numbers))
                for text in spelled.dictionary.to_pylist()
            ]
            matched[part] = np.array(distinct, np.int32)[spelled.indices.to_numpy()]
    return matched, list(numbers)


def _spell_equal_lengths(
    ssrs: SsrRows, row: NDArray[np.int64], place: NDArray[np.int64], core: int
) -> pa.DictionaryArray:
    assert ssrs.flanks is not None
    table = motif_table()
    ssr_length = (ssrs.end - ssrs.start)[row][:, None]
    offset = place[:, None] + np.arange(-FLANK_LENGTH, core + FLANK_LENGTH)
    motif = ssrs.motif[row][:, None]
    inside = table.letters[motif, offset % table.lengths[motif]]
    beside = np.where(offset < 0, offset, offset - ssr_length) + FLANK_LENGTH
    outside = ssrs.flanks[row[:, None], beside.clip(0, 2 * FLANK_LENGTH - 1)]
    letters = np.where((offset >= 0) & (offset < ssr_length), inside, outside)
    width = pa.binary(letters.shape[1])
    return pa.Array.from_buffers(width, len(row), [None, pa.py_buffer(letters)]).dictionary_encode()


def _common_part(texts: list[str]) -> str:
    """The core of texts that share it, extended as far as all agree on each side."""
    letters = np.frombuffer("".join(texts).encode(), np.uint8).reshape(len(texts), -1)
    agrees = (letters == letters[0]).all(axis=0)[None]
    left = int(_distance_to_first(~agrees[:, FLANK_LENGTH - 1 :: -1])[0])
    right = int(_distance_to_first(~agrees[:, -FLANK_LENGTH:])[0])
    return texts[0][FLANK_LENGTH - left : len(texts[0]) - FLANK_LENGTH + right]
