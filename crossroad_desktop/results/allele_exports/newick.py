"""Newick: the neighbour-joining tree of the genomes, which the figure `genome_tree` draws.

One line. Inner nodes are named by their bootstrap support in percent of 100 replicates.
"""

from collections.abc import Iterator
from typing import Final

from crossroad_desktop.comparison.distances import Measure
from crossroad_desktop.comparison.trees import write_newick
from crossroad_desktop.results.allele_cells import AlleleCells
from crossroad_desktop.results.genome_tree import read_tree

_REPLICATES: Final = 100


def write_tree(cells: AlleleCells, measure: Measure) -> Iterator[bytes]:
    """The file. Raises ParameterError for too few or too many genomes, and if two of them share no
    locus."""
    tree = read_tree(cells, measure, _REPLICATES)
    yield write_newick(tree, cells.genome_ids).encode()
