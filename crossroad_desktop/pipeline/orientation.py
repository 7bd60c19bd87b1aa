"""Which genomes lie on the other strand than the anchor.

In: batches of genomes as they pass while the FASTA is read. Out: one decision per analysed genome.

The anchor is the reference, else the first analysed genome; it is never turned. Of every genome
k-mers are sampled; each votes for the strand on which the anchor has it (see strand_votes.py).
Genomes that the anchor is too far from are compared with genomes decided before. Whoever gets too
few votes, or votes for both strands, stays as written and is called ambiguous: nothing is guessed.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np
from numpy.typing import NDArray

from crossroad_desktop.pipeline.fasta import GenomeBatch
from crossroad_desktop.pipeline.oriented_frame import reverse_complement
from crossroad_desktop.pipeline.strand_votes import (
    Samples,
    Votes,
    count_votes,
    index_strands,
    join_samples,
    sample_windows,
)

LEAST_VOTES: Final = 12
LEAST_SHARE: Final = 0.8
"""Of the votes, for the strand that wins."""
ROUNDS: Final = 4
"""Comparisons at most; the first is with the anchor."""
COMPARED_GENOMES: Final = 4
"""Genomes at most that the undecided ones are compared with after that."""

_CHANCE_MARGIN: Final = 4

ReadGenomes = Callable[[Sequence[int]], list[NDArray[np.uint8]]]
"""Gets numbers of analysed genomes, ascending; gives their bases as written."""


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
    def flipped_count(self) -> int:
        """Genomes that are turned."""
        return int(np.count_nonzero(self.is_flipped))

    @property
    def ambiguous_count(self) -> int:
        """Genomes that stay undecided."""
        return int(np.count_nonzero(self.is_ambiguous))

    @property
    def anchor(self) -> int:
        """Number of the genome that the others are compared with."""
        return int(np.flatnonzero(self.status == _ANCHOR)[0])


class StrandSampler:
    """Takes samples of the genomes as they pass, and keeps the bases of the anchor alone."""

    def __init__(self, reference_id: str | None) -> None:
        self._reference_id = reference_id
        self._parts: list[Samples] = []
        self._anchor: NDArray[np.uint8] | None = None
        self._anchor_number = 0
        self._genome_count = 0

    def visit(self, batch: GenomeBatch, is_kept: NDArray[np.bool_]) -> None:
        """Samples the analysed genomes of a batch."""
        numbers = (np.cumsum(is_kept) - 1 + self._genome_count).astype(np.int32)
        self._parts.append(sample_windows(batch, is_kept, numbers))
        self._genome_count += int(np.count_nonzero(is_kept))
        for row in np.flatnonzero(is_kept):
            if self._anchor is None and self._reference_id in (None, batch.ids[row]):
                start, length = int(batch.offsets[row]), int(batch.lengths[row])
                self._anchor = batch.bases[start : start + length].copy()
                self._anchor_number = int(numbers[row])

    def decide(self, read_genomes: ReadGenomes) -> Orientation:
        """The orientation of all genomes that passed; the anchor must be among them.

        `read_genomes` is asked only if some stay undecided after the comparison with the anchor.
        """
        if self._anchor is None:
            raise ValueError("the anchor is not among the genomes")
        samples = join_samples(self._parts)
        ballot = _Ballot(self._genome_count, self._anchor_number)
        pool = [self._anchor]
        for _ in range(ROUNDS):
            votes = count_votes(samples, index_strands(pool), self._genome_count)
            decided = ballot.count(votes)
            if not len(decided) or not ballot.is_undecided.any():
                break
            samples = _select(samples, ballot.is_undecided)
            pool = ballot.read_oriented(_spread_by_votes(decided, ballot.votes), read_genomes)
        return ballot.result()


class _Ballot:
    """What is decided so far, round by round."""

    def __init__(self, genome_count: int, anchor: int) -> None:
        self._status = np.full(genome_count, _AMBIGUOUS, np.int8)
        self._anchor = anchor
        self._share = np.full(genome_count, np.nan)
        self.votes = np.zeros(genome_count, np.int64)

    @property
    def is_undecided(self) -> NDArray[np.bool_]:
        return self.result().is_ambiguous

    def count(self, votes: Votes) -> NDArray[np.int64]:
        """Decides what can be decided; numbers of these genomes."""
        total = votes.forward + votes.backward
        is_clear = self.is_undecided & _is_clear(votes)
        # What stays undecided keeps the comparison in which it had most in common.
        is_better = self.is_undecided & ((total > self.votes) | is_clear)
        self.votes[is_better] = total[is_better]
        self._share[is_better] = votes.forward[is_better] / np.maximum(total[is_better], 1)
        wins_forward = votes.forward > votes.backward
        self._status[is_clear] = np.where(wins_forward, _FORWARD, _REVERSED)[is_clear]
        is_clear[self._anchor] = False
        self._status[self._anchor] = _ANCHOR
        return np.flatnonzero(is_clear)

    def read_oriented(
        self, numbers: NDArray[np.int64], read_genomes: ReadGenomes
    ) -> list[NDArray[np.uint8]]:
        genomes = read_genomes([int(number) for number in numbers])
        return [
            reverse_complement(bases) if self._status[number] == _REVERSED else bases
            for number, bases in zip(numbers, genomes, strict=True)
        ]

    def result(self) -> Orientation:
        return Orientation(self._status, self._share, self.votes)


def _is_clear(votes: Votes) -> NDArray[np.bool_]:
    total = votes.forward + votes.backward
    winner = np.maximum(votes.forward, votes.backward)
    is_beyond_chance = winner >= LEAST_VOTES + _CHANCE_MARGIN * votes.by_chance
    return is_beyond_chance & (winner >= LEAST_SHARE * total)


def _spread_by_votes(decided: NDArray[np.int64], votes: NDArray[np.int64]) -> NDArray[np.int64]:
    """Some of the genomes just decided, ascending: the one with the fewest votes, which is nearest
    to what is undecided, and others with more."""
    by_votes = decided[np.argsort(votes[decided], kind="stable")]
    count = min(COMPARED_GENOMES, len(by_votes))
    return np.sort(by_votes[np.arange(count) * len(by_votes) // count])


def _select(samples: Samples, is_wanted: NDArray[np.bool_]) -> Samples:
    rows = is_wanted[samples.genome]
    return Samples(samples.genome[rows], samples.window[rows])
