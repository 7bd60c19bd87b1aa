"""The tree of genomes by their repeat numbers, and how well their loci agree on its branches.

In: repeat numbers, genomes x loci. Out: a tree with bootstrap support (Felsenstein 1985): loci are
drawn with replacement, as many as there are, and each draw gives a tree of its own.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from crossroad_desktop.comparison.distances import (
    EncodedAlleles,
    Measure,
    encode_alleles,
    measure_distances,
)
from crossroad_desktop.comparison.trees import Tree, find_splits, join_neighbours, splits_of

_SEED: Final = 1
"""Any number, but always the same: the same data have the same support."""


def grow_tree(repeat: NDArray[np.int32], measure: Measure, replicates: int) -> Tree:
    """The neighbour-joining tree, rooted at its midpoint, with the support of its branches in
    percent of the replicates (0: none is computed).

    `repeat`: genomes x loci, -1 without observation; every two genomes must share a locus. Two
    genomes that share none of the loci of a draw have the distance of all loci in it.
    """
    encoded = encode_alleles(repeat, measure)
    distance = measure_distances(encoded).distance
    tree = join_neighbours(distance)
    if not replicates:
        return tree
    counts = Counter[int]()
    for drawn, order in _draw(encoded, distance, replicates):
        counts.update(find_splits(drawn, order))
    is_inner = (tree.genome < 0) & (tree.parent >= 0)
    support = np.array([100 * counts[split] / replicates for split in splits_of(tree)])
    return replace(tree, support=np.where(is_inner, support, np.nan))


def _draw(
    encoded: EncodedAlleles, whole: NDArray[np.float64], replicates: int
) -> Iterator[tuple[NDArray[np.float64], NDArray[np.int64]]]:
    """The distances by the loci of each draw, and an order of the genomes.

    Without a new order each time, genomes that are alike would be joined in the same way in all
    trees, and a branch that nothing speaks for would have full support.
    """
    random = np.random.default_rng(_SEED)
    genomes, loci = encoded.observed.shape
    for _ in range(replicates):
        weights = random.multinomial(loci, np.full(loci, 1 / loci))
        drawn = measure_distances(encoded, weights).distance
        yield np.where(np.isnan(drawn), whole, drawn), random.permutation(genomes)
