"""The bases that genomes have between the flanks of a locus.

In: the surroundings of the tract in each genome, and in the genome that gives the position. Out:
what stands between the same flanks in all of them. A tract ends where its pattern ends, and a
substitution moves that; only between the same flanks can genomes be compared base by base.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from crossroad_desktop.results.allele_exports.sequences import Surroundings

_COMPARED: Final = 16
"""bp of a flank that are looked for."""
_BASES_PER_MISMATCH: Final = 5
"""One substitution is allowed in so many."""
_DISTANCES: Final = (0, 7, 14)
"""bp between the tract of the reference and the bases that are looked for; with the last, they are
the outer half of the 30 bp that are known."""
_ENOUGH: Final = 0.95
"""Share of the places; a larger distance that finds the flanks in more of them is not worth what it
takes in of them."""


@dataclass(frozen=True)
class CutAlleles:
    """What stands between the flanks."""

    taken_in: int
    """bp of the left flank of the reference that the alleles begin with."""
    base_before: str
    """In the reference; nothing at the start of a record."""
    base_behind: str
    """In the reference; nothing at its end."""
    reference: str
    found: list[str | None]
    """One per surroundings; None where the flanks are not seen."""


class _Flanks(NamedTuple):
    """What alleles stand between."""

    left: str
    before: int
    """bp from there to the tract, in the reference."""
    right: str
    behind: int
    """bp from the tract to there, in the reference."""


def cut_alleles(
    found: Sequence[Surroundings], places: NDArray[np.int64], reference: Surroundings
) -> CutAlleles:
    """The alleles between the nearest flanks that enough of the genomes show.

    `places` has how often each surroundings occurs. Where a flank goes on with the repeat after an
    interruption, genomes without the interruption show it further out only.
    """

    def places_seen(cut: CutAlleles) -> int:
        return int(places[[allele is not None for allele in cut.found]].sum())

    tried: list[CutAlleles] = []
    for distance in _DISTANCES:
        tried.append(_cut_at(found, reference, distance))
        if places_seen(tried[-1]) >= _ENOUGH * places.sum():
            return tried[-1]
    return max(tried, key=places_seen)


def _cut_at(found: Sequence[Surroundings], reference: Surroundings, distance: int) -> CutAlleles:
    left, tract, right = reference
    # Near the end of a record a flank is short.
    before, behind = min(distance, len(left)), min(distance, len(right))
    outer_left, inner_left = left[: len(left) - before], left[len(left) - before :]
    inner_right, outer_right = right[:behind], right[behind:]
    flanks = _Flanks(outer_left[-_COMPARED:], before, outer_right[:_COMPARED], behind)
    return CutAlleles(
        taken_in=before,
        base_before=outer_left[-1:],
        base_behind=outer_right[:1],
        reference=inner_left + tract + inner_right,
        found=[
            # Most genomes: nothing to look for.
            one.tract if distance == 0 and one[::2] == (left, right) else _between(one, flanks)
            for one in found
        ],
    )


def _between(found: Surroundings, flanks: _Flanks) -> str | None:
    """The bases between the flanks; of places that fit as well, those nearest to the tract."""
    bases = "".join(found)
    start = len(found.left_flank) - flanks.before
    end = len(found.left_flank) + len(found.tract) + flanks.behind
    left = _find(bases, flanks.left, start - len(flanks.left))
    right = _find(bases, flanks.right, end)
    if left is None or right is None or left + len(flanks.left) > right:
        return None
    return bases[left + len(flanks.left) : right]


def _find(bases: str, word: str, expected: int) -> int | None:
    """Where the word stands with the fewest substitutions, nearest to the expected place."""
    if expected >= 0 and bases.startswith(word, expected):
        return expected
    if not word or len(word) > len(bases):
        return None
    text = np.frombuffer(bases.encode(), np.uint8)
    places = np.lib.stride_tricks.sliding_window_view(text, len(word))
    mismatches = (places != np.frombuffer(word.encode(), np.uint8)).sum(axis=1)
    distances = np.abs(np.arange(len(places)) - expected)
    best = int(np.lexsort((distances, mismatches))[0])
    return best if mismatches[best] <= len(word) // _BASES_PER_MISMATCH else None
