"""The bases that genomes have between the flanks of a locus.

In: the surroundings of the tract in each genome, and in the genome that gives the position. Out:
what stands between the same flanks in all of them. A tract ends where its pattern ends, and a
substitution moves that; only between the same flanks can genomes be compared base by base. An
allele holds all full units of each of its genomes, and they have one repeat number.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from crossroad_desktop.results.allele_exports.sequences import Surroundings

_COMPARED: Final = 16
"""bp of a flank that are looked for."""
_BASES_PER_MISMATCH: Final = 5
"""One substitution is allowed in so many."""
_FROM_TRACT: Final = (0, 7, 14)
"""bp between the tract of the reference and the bases that are looked for; with the last, they are
the outer half of the 30 bp that are known."""
_DISTANCES: Final = tuple(
    sorted(product(_FROM_TRACT, _FROM_TRACT), key=lambda pair: (sum(pair), pair))
)
"""On the left and on the right, the least first."""
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
    """One per surroundings; None where the flanks are not seen, or hold a part of the repeat."""


class _Flanks(NamedTuple):
    """What alleles stand between."""

    left: str
    before: int
    """bp from there to the tract, in the reference."""
    right: str
    behind: int
    """bp from the tract to there, in the reference."""


def cut_alleles(
    found: Sequence[Surroundings],
    places: NDArray[np.int64],
    reference: Surroundings,
    motif_length: int,
) -> CutAlleles:
    """The alleles between the nearest flanks that enough of the genomes show, and with all repeat
    numbers; if none are such, between those that most of them show.

    `places` has how often each surroundings occurs. Where a flank goes on with the repeat after an
    interruption, genomes without the interruption show it further out only; and so do those in
    which a substitution beside the tract makes it longer.
    """
    numbers = [len(one.tract) // motif_length for one in found]

    def places_seen(cut: CutAlleles) -> int:
        return int(places[_are_seen(cut)].sum())

    tried: list[CutAlleles] = []
    for distances in _DISTANCES:
        cut = _cut_at(found, reference, motif_length, distances)
        number = len(reference.tract) // motif_length
        tried.append(_with_one_number_each(cut, number, numbers, places))
        seen = {numbers[row] for row in _are_seen(tried[-1])}
        if places_seen(tried[-1]) >= _ENOUGH * places.sum() and seen == set(numbers):
            return tried[-1]
    return max(tried, key=places_seen)


def _are_seen(cut: CutAlleles) -> list[int]:
    return [row for row, allele in enumerate(cut.found) if allele is not None]


def _with_one_number_each(
    cut: CutAlleles, of_reference: int, numbers: Sequence[int], places: NDArray[np.int64]
) -> CutAlleles:
    """The same without those whose bases are an allele of another repeat number: that of the
    reference or, in other alleles, of most places."""
    number_of = {cut.reference: of_reference}
    for row in np.argsort(-places, kind="stable").tolist():
        allele = cut.found[row]
        if allele is not None:
            number_of.setdefault(allele, numbers[row])
    kept = [
        None if allele is None or number_of[allele] != number else allele
        for allele, number in zip(cut.found, numbers, strict=True)
    ]
    return replace(cut, found=kept)


def _cut_at(
    found: Sequence[Surroundings],
    reference: Surroundings,
    motif_length: int,
    distances: tuple[int, int],
) -> CutAlleles:
    left, tract, right = reference
    # Near the end of a record a flank is short.
    before, behind = min(distances[0], len(left)), min(distances[1], len(right))
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
            one.tract
            if distances == (0, 0) and one[::2] == (left, right)
            else _between(one, flanks, motif_length)
            for one in found
        ],
    )


def _between(found: Surroundings, flanks: _Flanks, motif_length: int) -> str | None:
    """The bases between the flanks; of places that fit as well, those nearest to the tract. None if
    full units of the tract are in a flank: the allele would have less of them than its genome."""
    bases = "".join(found)
    tract_start = len(found.left_flank)
    tract_end = tract_start + len(found.tract)
    left = _find(bases, flanks.left, tract_start - flanks.before - len(flanks.left))
    right = _find(bases, flanks.right, tract_end + flanks.behind)
    if left is None or right is None or left + len(flanks.left) > right:
        return None
    start = left + len(flanks.left)
    inside = max(min(right, tract_end) - max(start, tract_start), 0)
    full_units = len(found.tract) // motif_length * motif_length
    return bases[start:right] if inside >= full_units else None


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
