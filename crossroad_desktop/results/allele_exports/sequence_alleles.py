"""The bases that a genome has between the flanks of a locus.

In: the surroundings of a tract in one genome, and those in the genome that gives the position. Out:
what stands between the same flanks. A tract ends where its pattern ends, which a substitution
moves; between the same flanks, two genomes are compared base by base.
"""

from typing import Final

import numpy as np

from crossroad_desktop.results.allele_exports.sequences import Surroundings

_COMPARED: Final = 16
"""bp of a flank, nearest to the tract, that are looked for."""
_BASES_PER_MISMATCH: Final = 5
"""One substitution is allowed in so many."""


def cut_allele(found: Surroundings, reference: Surroundings) -> str | None:
    """The bases of `found` between the flanks of `reference`; None where these are not seen in it.

    Of several places that fit as well, the one nearest to the tract of `found` is taken.
    """
    if (found.left_flank, found.right_flank) == (reference.left_flank, reference.right_flank):
        return found.tract
    bases = "".join(found)
    tract_start = len(found.left_flank)
    left = reference.left_flank[-_COMPARED:]
    right = reference.right_flank[:_COMPARED]
    before = _find(bases, left, tract_start - len(left))
    end = _find(bases, right, tract_start + len(found.tract))
    if before is None or end is None or before + len(left) > end:
        return None
    return bases[before + len(left) : end]


def _find(bases: str, word: str, expected: int) -> int | None:
    """Where the word stands with the fewest substitutions, nearest to the expected place."""
    if not word:
        return min(max(expected, 0), len(bases))
    if len(word) > len(bases):
        return None
    text = np.frombuffer(bases.encode(), np.uint8)
    places = np.lib.stride_tricks.sliding_window_view(text, len(word))
    mismatches = (places != np.frombuffer(word.encode(), np.uint8)).sum(axis=1)
    distance = np.abs(np.arange(len(places)) - expected)
    best = int(np.lexsort((distance, mismatches))[0])
    return best if mismatches[best] <= len(word) // _BASES_PER_MISMATCH else None
