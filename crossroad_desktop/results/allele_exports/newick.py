"""Newick: the neighbour-joining tree of the genomes, as `genome_tree` draws it.

One line. Inner nodes are named by their bootstrap support in percent of 100 replicates.
"""

from collections.abc import Iterator
from typing import Final

from crossroad_desktop.comparison.bootstrap import grow_tree
from crossroad_desktop.comparison.distances import Measure, encode_alleles, measure_distances
from crossroad_desktop.comparison.trees import LEAST_GENOMES, write_newick
from crossroad_desktop.errors import ParameterError
from crossroad_desktop.results.allele_cells import AlleleCells
from crossroad_desktop.results.allele_exports.phylip import refuse_unknown
from crossroad_desktop.results.allele_exports.words import refuse_empty

MOST_GENOMES: Final = 1_000

_REPLICATES: Final = 100


def write_tree(cells: AlleleCells, measure: Measure) -> Iterator[bytes]:
    """The file. Raises ParameterError for fewer than LEAST_GENOMES or more than MOST_GENOMES
    genomes, no locus, and genomes without a common locus."""
    refuse_empty(cells, "A tree", LEAST_GENOMES)
    if len(cells.genome_ids) > MOST_GENOMES:
        raise ParameterError(
            f"A tree is made of up to {MOST_GENOMES:,} genomes, and these are "
            f"{len(cells.genome_ids):,}; filter them."
        )
    distance = measure_distances(encode_alleles(cells.repeat, measure)).distance
    refuse_unknown(cells.genome_ids, distance)
    tree = grow_tree(cells.repeat, measure, _REPLICATES)
    yield write_newick(tree, cells.genome_ids).encode()
