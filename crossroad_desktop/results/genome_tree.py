"""Distances and trees of the genomes that the filters leave, or why there are none.

In: allele cells. Out: distances, or a tree whose `genome` numbers are rows of the cells. Refusals
name the genomes that are in the way.
"""

from functools import lru_cache
from typing import Final

import numpy as np

from crossroad_desktop.comparison.bootstrap import grow_tree
from crossroad_desktop.comparison.distances import (
    Distances,
    Measure,
    encode_alleles,
    find_unconnected,
    measure_distances,
)
from crossroad_desktop.comparison.trees import LEAST_GENOMES, Tree
from crossroad_desktop.errors import ParameterError, list_offenders
from crossroad_desktop.results.allele_cells import AlleleCells

MOST_GENOMES: Final = 1000
"""Neighbour joining takes time with the third power of their number."""
MOST_REPLICATES: Final = 1000
_KEPT_TREES: Final = 16
"""So many trees asked for last are not grown again."""


def measure_genomes(cells: AlleleCells, measure: Measure) -> Distances:
    """The distances of all pairs; nan of two genomes that share no locus."""
    return measure_distances(encode_alleles(cells.repeat, measure))


def read_tree(cells: AlleleCells, measure: Measure, replicates: int) -> Tree:
    """The neighbour-joining tree with bootstrap support, as `grow_tree` makes it.

    Raises ParameterError for too few or too many genomes, and if two of them share no locus.
    """
    _check_count(cells)
    _check_shared(cells, measure)
    return _grow(cells.repeat.tobytes(), cells.repeat.shape, measure, replicates)


@lru_cache(maxsize=_KEPT_TREES)
def _grow(content: bytes, shape: tuple[int, int], measure: Measure, replicates: int) -> Tree:
    # By content: filters that come to the same genomes and loci come to the same tree, and a run
    # that was made anew to another one.
    return grow_tree(np.frombuffer(content, np.int32).reshape(shape), measure, replicates)


def _check_count(cells: AlleleCells) -> None:
    genomes = len(cells.genome_ids)
    if genomes < LEAST_GENOMES:
        raise ParameterError(
            f"A tree needs at least {LEAST_GENOMES} genomes; {cells.subject} {genomes}."
            f"{_widen(cells)}"
        )
    if genomes > MOST_GENOMES:
        raise ParameterError(
            f"A tree can have {MOST_GENOMES:,} genomes; {cells.subject} {genomes:,}. "
            "Filter by category, year or another column."
        )


def _widen(cells: AlleleCells) -> str:
    return " Widen them." if cells.filters.given else ""


def _check_shared(cells: AlleleCells, measure: Measure) -> None:
    if not (cells.repeat >= 0).any():
        raise ParameterError(
            "A tree needs loci at which the genomes have a repeat number; "
            f"{cells.subject} none.{_widen(cells)}"
        )
    distance = measure_genomes(cells, measure).distance
    offenders = [cells.genome_ids[genome] for genome in find_unconnected(distance)]
    if offenders:
        raise ParameterError(
            "A tree needs a distance of every two genomes; some share no locus at which both have "
            f"a repeat number. Leave out, with the filters: {list_offenders(offenders)}."
        )
