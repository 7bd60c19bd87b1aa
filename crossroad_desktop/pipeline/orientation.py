"""Which genomes lie on the other strand than the anchor.

In: batches of genomes as they pass while the FASTA is read. Out: one decision per analysed genome.

The anchor is the reference, else the first analysed genome; it is never turned. Of every genome
k-mers are sampled; each votes for the strand on which the anchor has it (see strand_votes.py).
Genomes that the anchor is too far from are compared with genomes decided before. Whoever gets too
few votes, or votes for both strands, stays as written and is called ambiguous: nothing is guessed.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np
from numpy.typing import NDArray

from crossroad_desktop.pipeline.complements import reverse_complement
from crossroad_desktop.pipeline.fasta import GenomeBatch, GenomeStatistics
from crossroad_desktop.pipeline.strand_votes import (
    FEW,
    MANY,
    Samples,
    StrandIndex,
    Votes,
    count_votes,
    index_strands,
    join_samples,
    sample_windows,
)

LEAST_VOTES: Final = 12
"""For the strand that wins, beside what chance may give."""
LEAST_SHARE: Final = 0.8
"""Of the votes, for the strand that wins."""
ROUNDS: Final = 3
"""Comparisons with genomes decided before, at most."""
COMPARED_GENOMES: Final = 4
"""Genomes in each of these, at most."""

_CLEAR: Final = 0.9
"""Least share where there are few samples."""
_CHANCE_MARGIN: Final = 4
"""So many times the votes that a random sequence would get must be outdone as well."""

ReadGenomes = Callable[[Sequence[int]], Iterable[NDArray[np.uint8]]]
"""Gets numbers of analysed genomes, ascending; gives their bases as written, one by one."""


class Strand(StrEnum):
    """What was found of a genome: `status` in orientation.tsv."""

    ANCHOR = "anchor"
    FORWARD = "forward"
    REVERSED = "reversed"
    AMBIGUOUS = "ambiguous"


STRANDS: Final = tuple(Strand)
_ANCHOR, _FORWARD, _REVERSED, _AMBIGUOUS = range(4)


@dataclass(frozen=True)
class Orientation:
    """One row per analysed genome, in file order."""

    status: NDArray[np.int8]
    """Index into STRANDS."""
    forward_share: NDArray[np.float64]
    """Share (0-1) of the votes that are for the strand as written; NaN without a vote."""
    votes: NDArray[np.int64]

    @property
    def is_flipped(self) -> NDArray[np.bool_]:
        """Whether the genome is turned."""
        is_flipped: NDArray[np.bool_] = self.status == _REVERSED
        return is_flipped

    @property
    def is_ambiguous(self) -> NDArray[np.bool_]:
        """Whether it could not be decided, so the genome stays as written."""
        is_ambiguous: NDArray[np.bool_] = self.status == _AMBIGUOUS
        return is_ambiguous

    @property
    def anchor(self) -> int:
        """Number of the genome that the others are compared with."""
        return int(np.flatnonzero(self.status == _ANCHOR)[0])


@dataclass(frozen=True)
class StrandIds:
    """Ids of genomes by what was found of their strand, in file order."""

    anchor: str
    flipped: list[str]
    ambiguous: list[str]


def name_strands(orientation: Orientation, genome_ids: Sequence[str]) -> StrandIds:
    """Who was found to lie how; `genome_ids` are those of the analysed genomes."""

    def name(is_named: NDArray[np.bool_]) -> list[str]:
        return [genome_ids[number] for number in np.flatnonzero(is_named).tolist()]

    return StrandIds(
        anchor=genome_ids[orientation.anchor],
        flipped=name(orientation.is_flipped),
        ambiguous=name(orientation.is_ambiguous),
    )


class StrandSampler:
    """Takes samples of the genomes as they pass, and keeps the bases of the anchor alone."""

    def __init__(self, reference_id: str | None) -> None:
        self._reference_id = reference_id
        self._parts: list[Samples] = []
        self._anchor: NDArray[np.uint8] | None = None
        self._anchor_number = 0
        self._genome_count = 0

    def visit(self, batch: GenomeBatch, statistics: GenomeStatistics, _: NDArray[np.int32]) -> None:
        """Samples the analysed genomes of a batch."""
        kept = np.flatnonzero(statistics.is_kept)
        numbers = self._genome_count + np.arange(len(kept), dtype=np.int32)
        self._parts.append(
            sample_windows(batch.bases, batch.offsets[kept], batch.lengths[kept], numbers, FEW)
        )
        self._genome_count += len(kept)
        for row, number in zip(kept, numbers, strict=True):
            if self._anchor is None and self._reference_id in (None, batch.ids[row]):
                start, length = int(batch.offsets[row]), int(batch.lengths[row])
                self._anchor = batch.bases[start : start + length].copy()
                self._anchor_number = int(number)

    def decide(self, read_again: ReadGenomes | None) -> Orientation:
        """The orientation of all genomes that passed; the anchor must be among them.

        `read_again` is asked only for what a few samples and the anchor leave undecided; without
        it, this stays so.
        """
        if self._anchor is None:
            raise ValueError("the anchor is not among the genomes")
        ballot = _Ballot(self._genome_count, self._anchor_number)
        index = index_strands([self._anchor])
        ballot.count(count_votes(join_samples(self._parts), index, self._genome_count), _CLEAR)
        if read_again is not None and ballot.is_undecided.any():
            _decide_others(ballot, index, read_again)
        return ballot.result()


def _decide_others(ballot: "_Ballot", index: StrandIndex, read_again: ReadGenomes) -> None:
    """More samples of the genomes that are undecided; then comparison with those decided last."""
    samples = _sample_again(np.flatnonzero(ballot.is_undecided), read_again)
    decided = ballot.count(count_votes(samples, index, len(ballot)), LEAST_SHARE)
    decided = decided if len(decided) else ballot.list_decided()
    for _ in range(ROUNDS):
        if not len(decided) or not ballot.is_undecided.any():
            return
        compared = ballot.spread_by_votes(decided)
        index = index_strands(ballot.orient(compared, read_again(compared.tolist())))
        decided = ballot.count(count_votes(samples, index, len(ballot)), LEAST_SHARE)


def _sample_again(numbers: NDArray[np.int64], read_again: ReadGenomes) -> Samples:
    parts = []
    for number, bases in zip(numbers, read_again(numbers.tolist()), strict=True):
        length = np.array([len(bases)])
        ended = np.append(bases, np.uint8(ord("N")))
        parts.append(sample_windows(ended, length * 0, length, np.array([number], np.int32), MANY))
    return join_samples(parts)


class _Ballot:
    """What is decided so far, round by round."""

    def __init__(self, genome_count: int, anchor: int) -> None:
        self._status = np.full(genome_count, _AMBIGUOUS, np.int8)
        self._anchor = anchor
        self._share = np.full(genome_count, np.nan)
        self._votes = np.zeros(genome_count, np.int64)

    @property
    def is_undecided(self) -> NDArray[np.bool_]:
        return self.result().is_ambiguous

    def __len__(self) -> int:
        return len(self._status)

    def count(self, votes: Votes, least_share: float) -> NDArray[np.int64]:
        """Decides what can be decided; numbers of these genomes."""
        total = votes.forward + votes.backward
        is_clear = self.is_undecided & _is_clear(votes, least_share)
        # What stays undecided keeps the comparison in which it had most in common.
        is_better = self.is_undecided & ((total > self._votes) | is_clear)
        self._votes[is_better] = total[is_better]
        self._share[is_better] = votes.forward[is_better] / np.maximum(total[is_better], 1)
        wins_forward = votes.forward > votes.backward
        self._status[is_clear] = np.where(wins_forward, _FORWARD, _REVERSED)[is_clear]
        is_clear[self._anchor] = False
        self._status[self._anchor] = _ANCHOR
        return np.flatnonzero(is_clear)

    def spread_by_votes(self, numbers: NDArray[np.int64]) -> NDArray[np.int64]:
        """Some of the genomes, ascending: the one with the fewest votes, which should be nearest
        to what is undecided, and others with more."""
        by_votes = numbers[np.argsort(self._votes[numbers], kind="stable")]
        count = min(COMPARED_GENOMES, len(by_votes))
        return np.sort(by_votes[np.arange(count) * len(by_votes) // count])

    def orient(
        self, numbers: NDArray[np.int64], genomes: Iterable[NDArray[np.uint8]]
    ) -> list[NDArray[np.uint8]]:
        """The genomes with these numbers, which are decided, in the oriented frame."""
        return [
            reverse_complement(bases) if self._status[number] == _REVERSED else bases
            for number, bases in zip(numbers, genomes, strict=True)
        ]

    def list_decided(self) -> NDArray[np.int64]:
        """Numbers of all genomes decided so far, but the anchor."""
        return np.flatnonzero((self._status != _AMBIGUOUS) & (self._status != _ANCHOR))

    def result(self) -> Orientation:
        return Orientation(self._status, self._share, self._votes)


def _is_clear(votes: Votes, least_share: float) -> NDArray[np.bool_]:
    total = votes.forward + votes.backward
    winner = np.maximum(votes.forward, votes.backward)
    is_beyond_chance = winner >= LEAST_VOTES + _CHANCE_MARGIN * votes.by_chance
    return is_beyond_chance & (winner >= least_share * total)
