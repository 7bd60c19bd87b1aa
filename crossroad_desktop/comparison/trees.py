"""Trees of genomes: neighbour joining, midpoint root, the splits of a tree, Newick.

In: distances of all pairs of genomes. Out: a tree as columns, one row per node, ready to be drawn.
Neighbour joining (Saitou and Nei 1987) is that of scikit-bio.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from crossroad_desktop.deferred_pandas import show_pandas

if TYPE_CHECKING:
    from skbio import TreeNode

LEAST_GENOMES: Final = 3
"""Neighbour joining begins with three."""
_ZERO_LENGTH: Final = 1e-9
"""What is shorter is 0 but for rounding."""
_NEEDS_QUOTES: Final = frozenset(" \t\n()[]{}/\\,;:=*'\"`+<>")


@dataclass(frozen=True)
class Tree:
    """One row per node; node 0 is the root. A node is followed by all of its descendants, the
    smaller ones of its branches first, equal ones in the order of their first genome."""

    parent: NDArray[np.int32]
    """-1 for the root."""
    genome: NDArray[np.int32]
    """Row of the distances; -1 for inner nodes."""
    length: NDArray[np.float64]
    """Of the branch to the parent; 0 for the root."""
    support: NDArray[np.float64] = field(default_factory=lambda: np.empty(0))
    """Percent of the bootstrap replicates that have the branch; nan for leaves, the root, and
    without replicates."""

    def __len__(self) -> int:
        return len(self.parent)


def join_neighbours(distance: NDArray[np.float64]) -> Tree:
    """The tree of at least LEAST_GENOMES genomes, rooted halfway between the two genomes that are
    farthest apart on it; without support.

    All distances must be defined. Branches that come out negative are 0. Of equally good joins the
    genomes' order decides; if all distances are 0 the root is where the last ones were joined.
    """
    return _as_columns(_join(distance).root_at_midpoint())


def find_splits(distance: NDArray[np.float64], order: NDArray[np.int64]) -> set[int]:
    """The splits of the genomes that the branches of their tree make, as `splits_of` gives them;
    a branch of length 0 makes none.

    The genomes are joined in the given order, which decides between equally good joins.
    """
    genomes = len(order)
    sets: dict[int, int] = {}
    found = set()
    for node in _join(distance[np.ix_(order, order)]).postorder():
        if node.is_tip():
            sets[id(node)] = 1 << int(order[int(node.name)])
            continue
        below = 0
        for child in node.children:
            below |= sets[id(child)]
        sets[id(node)] = below
        if (node.length or 0) > _ZERO_LENGTH:
            found.add(_canonical(below, genomes))
    return found


def splits_of(tree: Tree) -> list[int]:
    """Which genomes the branch above each node parts from the others: a number whose bit i stands
    for genome i, of the side without genome 0."""
    sets = [1 << genome if genome >= 0 else 0 for genome in tree.genome.tolist()]
    for node in range(len(tree) - 1, 0, -1):
        sets[tree.parent[node]] |= sets[node]
    genomes = int((tree.genome >= 0).sum())
    return [_canonical(below, genomes) for below in sets]


def root_distances(tree: Tree) -> NDArray[np.float64]:
    """How far each node is from the root, along its branches."""
    distance = np.zeros(len(tree))
    for node in range(1, len(tree)):
        distance[node] = distance[tree.parent[node]] + tree.length[node]
    return distance


def leaf_places(tree: Tree) -> NDArray[np.float64]:
    """Where each node is drawn across the branches: leaves 0, 1 ... in their order, inner nodes in
    the middle between the first and the last of their children."""
    place = np.full(len(tree), np.nan)
    is_leaf = tree.genome >= 0
    place[is_leaf] = np.arange(is_leaf.sum())
    for node, children in reversed(list(enumerate(_children(tree)))):
        if children:
            place[node] = (place[children[0]] + place[children[-1]]) / 2
    return place


def write_newick(tree: Tree, names: Sequence[str]) -> str:
    """The tree as one line; support is the name of inner nodes, lengths have up to 10 digits.

    Names stand in quotes where the format asks for it. Those with an underscore do not: strictly it
    would mean a blank there, but programs read and write accession numbers so.
    """
    parts = [""] * len(tree)
    children = _children(tree)
    for node in range(len(tree) - 1, -1, -1):
        if tree.genome[node] >= 0:
            text = _quote(names[tree.genome[node]])
        else:
            text = f"({','.join(parts[child] for child in children[node])}){_label(tree, node)}"
        parts[node] = f"{text}:{tree.length[node]:.10g}" if node else f"{text};"
    return parts[0] + "\n"


def _join(distance: NDArray[np.float64]) -> "TreeNode":
    # It loads pandas, scipy and h5py: more than a second, which only trees are worth.
    show_pandas()
    from skbio import DistanceMatrix
    from skbio.tree import nj

    names = [str(genome) for genome in range(len(distance))]
    return nj(DistanceMatrix(distance, names, validate=False), neg_as_zero=True)


def _as_columns(root: "TreeNode") -> Tree:
    ranks: dict[int, tuple[int, int]] = {}
    for node in root.postorder():
        node.children.sort(key=lambda child: ranks[id(child)])
        below = [ranks[id(child)] for child in node.children]
        ranks[id(node)] = (
            (sum(count for count, _ in below), min(first for _, first in below))
            if below
            else (1, int(node.name))
        )
    nodes = list(root.preorder())
    number = {id(node): place for place, node in enumerate(nodes)}
    return Tree(
        np.array([number.get(id(node.parent), -1) for node in nodes], np.int32),
        np.array([int(node.name) if node.is_tip() else -1 for node in nodes], np.int32),
        np.array([0.0, *(node.length or 0.0 for node in nodes[1:])]),
        np.full(len(nodes), np.nan),
    )


def _canonical(below: int, genomes: int) -> int:
    return below ^ ((1 << genomes) - 1) if below & 1 else below


def _children(tree: Tree) -> list[list[int]]:
    children: list[list[int]] = [[] for _ in range(len(tree))]
    for node in range(1, len(tree)):
        children[tree.parent[node]].append(node)
    return children


def _label(tree: Tree, node: int) -> str:
    return "" if np.isnan(tree.support[node]) else f"{tree.support[node]:.4g}"


def _quote(name: str) -> str:
    if name and not _NEEDS_QUOTES & set(name):
        return name
    return "'" + name.replace("'", "''") + "'"
