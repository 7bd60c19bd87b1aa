"""A name for every locus that follows from the place itself, not from its row in a table.

In: motif classes, genes and flanks of the loci. Out: `OPG153_ATC_3fa1c2`: the gene, or its
neighbours as `OPG152-OPG153`; the motif class, or its length if it is long; six hexadecimal digits
that stand for the class and the flanks.

Of each flank one 12-mer counts, that with the smallest hash (a minimizer; Roberts et al. 2004,
Bioinformatics 20:3363), and the two are sorted: a locus keeps its name when its edge moves by some
bases, when a base elsewhere in the flank is substituted, and on the other strand. Genomes that join
change no name as long as the anchor stays the same; without a reference it may be another one then.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from crossroad_desktop.pipeline.locus_genes import NAME_SEPARATOR, LocusGenes

_WORD: Final = 12
"""Bases of what counts of a flank."""
_LONGEST_CLASS: Final = 12
"""bp of a motif class that is written out in a name."""
_DIGITS: Final = 6
_NO_WORD: Final = np.uint64(2**64 - 1)
_MIX: Final = np.uint64(0x9E3779B97F4A7C15)
"""An odd number without a pattern, so that words alike get hashes far apart. With another one all
loci would have other names."""


def name_loci(
    motif_classes: Sequence[str],
    left_flanks: Sequence[str],
    right_flanks: Sequence[str],
    genes: LocusGenes,
) -> list[str]:
    """One name per locus, all different: later ones of equal names get `.2`, `.3` ..."""
    words = np.sort(np.stack([_smallest_words(left_flanks), _smallest_words(right_flanks)]), axis=0)
    names = []
    taken: Counter[str] = Counter()
    for row, motif_class in enumerate(motif_classes):
        digest = hashlib.blake2b(motif_class.encode() + words[:, row].tobytes(), digest_size=8)
        shown = motif_class if len(motif_class) <= _LONGEST_CLASS else f"{len(motif_class)}bp"
        parts = [_describe_place(genes, row), shown, digest.hexdigest()[:_DIGITS]]
        name = "_".join(part for part in parts if part)
        taken[name] += 1
        names.append(name if taken[name] == 1 else f"{name}.{taken[name]}")
    return names


def _describe_place(genes: LocusGenes, row: int) -> str:
    inside = genes.inside[row]
    if inside is not None:
        return _clean(inside.split(NAME_SEPARATOR, 1)[0])
    neighbours = [genes.before[row], genes.after[row]]
    return "-".join(_clean(name) for name in neighbours if name is not None)


def _clean(name: str) -> str:
    # A name stands in addresses, headers of matrices and files of other programs.
    return re.sub(r"[^\w.]+", "_", name).strip("_")


def _smallest_words(flanks: Sequence[str]) -> NDArray[np.uint64]:
    """Smallest hash of the 12-mers of each flank, on either strand; a fixed number without any."""
    width = max([_WORD, *(len(flank) for flank in flanks)])
    letters = np.full((len(flanks), width), ord("N"), np.uint8)
    for row, flank in enumerate(flanks):
        letters[row, : len(flank)] = np.frombuffer(flank.encode(), np.uint8)
    smallest = np.full(len(flanks), _NO_WORD)
    for first in range(width - _WORD + 1):
        np.minimum(smallest, _hash_words(letters[:, first : first + _WORD]), out=smallest)
    return smallest


def _hash_words(words: NDArray[np.uint8]) -> NDArray[np.uint64]:
    # ASCII bits 1 and 2: A 0, C 1, G 3, T 2; the complement of a base has bit 1 of these inverted.
    codes = (words >> 1 & 3).astype(np.uint64)
    forward = np.zeros(len(words), np.uint64)
    backward = np.zeros(len(words), np.uint64)
    for place in range(_WORD):
        forward = forward << np.uint64(2) | codes[:, place]
        backward = backward << np.uint64(2) | (codes[:, _WORD - 1 - place] ^ np.uint64(2))
    mixed = (np.minimum(forward, backward) + np.uint64(1)) * _MIX
    mixed ^= mixed >> np.uint64(29)
    return np.where((words == ord("N")).any(axis=1), _NO_WORD, mixed)
