"""Trees: additive distances give their tree back, and Newick is read back by another program."""

import random
from collections import Counter
from itertools import combinations

import dendropy
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from crossroad_desktop.comparison.trees import (
    Tree,
    join_neighbours,
    leaf_places,
    root_distances,
    splits_of,
    write_newick,
)

NAMES = ["NC_063383.1", "a b", "it's", "(x):y", "Zürich", "no_1,2", "'", "12"]


class RandomTree:
    """A tree of genomes that grows one genome after the other, on any of its branches."""

    def __init__(self, genomes: int, seed: int) -> None:
        self.genomes = genomes
        choose = random.Random(seed)
        self.branches: list[tuple[frozenset[int], float]] = [
            (frozenset({genome}), choose.randint(1, 30) / 2) for genome in range(3)
        ]
        for genome in range(3, genomes):
            split, length = self.branches.pop(choose.randrange(len(self.branches)))
            # The side of the branch that the new genome does not join keeps its set.
            self.branches = [
                (part | {genome} if part > split else part, size) for part, size in self.branches
            ]
            self.branches += [
                (split, length / 4),
                (split | {genome}, length * 3 / 4),
                (frozenset({genome}), choose.randint(1, 30) / 2),
            ]

    def distances(self) -> NDArray[np.float64]:
        distance = np.zeros((self.genomes, self.genomes))
        for i, j in combinations(range(self.genomes), 2):
            apart = sum(size for part, size in self.branches if (i in part) != (j in part))
            distance[i, j] = distance[j, i] = apart
        return distance

    def lengths(self) -> dict[frozenset[int], float]:
        """Length of each branch by the genomes on the side without genome 0."""
        everything = frozenset(range(self.genomes))
        return {part if 0 not in part else everything - part: size for part, size in self.branches}


def lengths_of(tree: Tree) -> dict[frozenset[int], float]:
    lengths: Counter[frozenset[int]] = Counter()
    for split, length in zip(splits_of(tree)[1:], tree.length[1:].tolist(), strict=True):
        # The root lies on a branch: both of its parts have the same split.
        lengths[frozenset(bit for bit in range(split.bit_length()) if split >> bit & 1)] += length
    return dict(lengths)


@settings(deadline=None)
@given(st.integers(3, 12), st.integers(0, 10**6))
def test_additive_distances_give_their_tree_back(genomes: int, seed: int) -> None:
    truth = RandomTree(genomes, seed)
    found = lengths_of(join_neighbours(truth.distances()))
    expected = truth.lengths()
    assert set(found) == set(expected)
    for split, length in expected.items():
        assert found[split] == pytest.approx(length, abs=1e-9)


@settings(deadline=None)
@given(st.integers(3, 12), st.integers(0, 10**6))
def test_the_root_is_halfway_between_the_farthest_genomes(genomes: int, seed: int) -> None:
    distance = RandomTree(genomes, seed).distances()
    tree = join_neighbours(distance)
    from_root = root_distances(tree)
    assert from_root.max() == pytest.approx(distance.max() / 2)
    far = [node for node in range(len(tree)) if from_root[node] > distance.max() / 2 - 1e-9]
    assert len({_branch_of_root(tree, node) for node in far if tree.genome[node] >= 0}) > 1


@settings(deadline=None)
@given(st.integers(3, 12), st.integers(0, 10**6))
def test_parents_come_first_and_smaller_branches_before_larger_ones(
    genomes: int, seed: int
) -> None:
    tree = join_neighbours(RandomTree(genomes, seed).distances())
    assert tree.parent[0] == -1
    assert all(tree.parent[node] < node for node in range(1, len(tree)))
    assert sorted(tree.genome[tree.genome >= 0].tolist()) == list(range(genomes))
    for parent in range(len(tree)):
        sizes = [_leaves(tree, node) for node in np.flatnonzero(tree.parent == parent)]
        assert sizes == sorted(sizes)


def test_leaves_are_numbered_from_top_to_bottom_and_parents_lie_between() -> None:
    tree = Tree(
        np.array([-1, 0, 0, 2, 2, 4, 4], np.int32),
        np.array([-1, 3, -1, 1, -1, 0, 2], np.int32),
        np.array([0, 5, 1, 2, 0.5, 1, 1]),
        np.full(7, np.nan),
    )
    assert leaf_places(tree).tolist() == [0.875, 0, 1.75, 1, 2.5, 2, 3]
    assert root_distances(tree).tolist() == [0, 5, 1, 3, 1.5, 2.5, 2.5]
    assert splits_of(tree) == [0, 0b1000, 0b1000, 0b0010, 0b1010, 0b1110, 0b0100]


def test_a_negative_branch_is_drawn_without_length() -> None:
    # The lengths that fit these distances are 5, 5 and -4.
    distance = np.array([[0, 10, 1], [10, 0, 1], [1, 1, 0]], float)
    assert sorted(lengths_of(join_neighbours(distance)).values()) == [0, 5, 5]


@pytest.mark.parametrize("genomes", [3, 4, 9])
def test_genomes_without_any_distance_have_a_tree_without_length(genomes: int) -> None:
    tree = join_neighbours(np.zeros((genomes, genomes)))
    assert not tree.length.any()
    assert (tree.genome >= 0).sum() == genomes


def test_a_tree_may_be_a_thousand_branches_deep() -> None:
    order = np.arange(600.0)
    distance = np.maximum.outer(order, order)
    np.fill_diagonal(distance, 0)
    tree = join_neighbours(distance)
    depth = np.zeros(len(tree), int)
    for node in range(1, len(tree)):
        depth[node] = depth[tree.parent[node]] + 1
    assert depth.max() > 500
    assert write_newick(tree, [str(genome) for genome in range(600)]).count("(") > 500


@settings(deadline=None)
@given(st.integers(3, len(NAMES)), st.integers(0, 10**6))
def test_another_program_reads_the_newick(genomes: int, seed: int) -> None:
    truth = RandomTree(genomes, seed)
    tree = join_neighbours(truth.distances())
    text = write_newick(tree, NAMES)
    read = dendropy.Tree.get(
        data=text, schema="newick", preserve_underscores=True, rooting="force-rooted"
    )
    taxa = {taxon.label: taxon for taxon in read.taxon_namespace}
    assert set(taxa) == set(NAMES[:genomes])
    apart = read.phylogenetic_distance_matrix()
    for i, j in combinations(range(genomes), 2):
        found = apart.patristic_distance(taxa[NAMES[i]], taxa[NAMES[j]])
        assert found == pytest.approx(truth.distances()[i, j], rel=1e-8)


def test_support_is_the_name_of_inner_nodes_in_newick() -> None:
    tree = Tree(
        np.array([-1, 0, 0, 2, 2], np.int32),
        np.array([-1, 0, -1, 1, 2], np.int32),
        np.array([0, 2, 0.25, 1 / 3, 1e-12]),
        np.array([np.nan, np.nan, 66.66666666, np.nan, np.nan]),
    )
    assert write_newick(tree, ["a", "b", "c"]) == "(a:2,(b:0.3333333333,c:1e-12)66.67:0.25);\n"


def _branch_of_root(tree: Tree, node: int) -> int:
    while tree.parent[node] > 0:
        node = int(tree.parent[node])
    return node


def _leaves(tree: Tree, node: int) -> int:
    children = np.flatnonzero(tree.parent == node)
    return sum(_leaves(tree, child) for child in children) if children.size else 1
