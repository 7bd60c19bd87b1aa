"""Columns of figures that are made from allele cells: what is known of genomes, diversity of loci.

In: allele cells and row numbers. Out: Arrow columns, and statistics of loci. What is not known, -1
or nan, is null; a text that stands in many rows is stored once.
"""

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from crossroad_desktop.comparison.diversity import Diversity, measure_diversity
from crossroad_desktop.pipeline.categories import UNDEFINED
from crossroad_desktop.results.allele_cells import AlleleCells

Columns = dict[str, pa.Array]


def genome_columns(cells: AlleleCells, by: str, genome: NDArray[np.int32]) -> Columns:
    """genomeID, category, group (of the metadata column `by`) and year of the genomes with these
    numbers; null for -1."""
    return {
        "genomeID": spread(cells.genome_ids, genome),
        "category": spread(cells.metadata["category"], genome),
        "group": spread(cells.metadata[by], genome),
        "year": spread_years(cells, genome),
    }


def spread(texts: Sequence[str], number: NDArray[np.int32]) -> pa.Array:
    """The texts with these numbers; null for -1."""
    coded = pa.array(texts, pa.string()).dictionary_encode()
    return coded.take(_numbers_or_null(number))


def spread_years(cells: AlleleCells, genome: NDArray[np.int32]) -> pa.Array:
    """The years of the genomes with these numbers; null if not known, and for -1."""
    years = [None if text == UNDEFINED else int(text) for text in cells.metadata["year"]]
    return pa.array(years, pa.int32()).take(_numbers_or_null(genome))


def measure_loci(cells: AlleleCells) -> Diversity:
    """The diversity of each locus, over all genomes of the cells."""
    genome, locus = np.nonzero(cells.repeat >= 0)
    observed = cells.repeat[genome, locus]
    return measure_diversity(locus.astype(np.int32), observed, cells.repeat.shape[1])


def known_values(values: NDArray[np.float64]) -> pa.Array:
    """The values; null for nan."""
    return pa.array(values, mask=np.isnan(values))


def _numbers_or_null(number: NDArray[np.int32]) -> pa.Array:
    return pa.array(number, pa.int32(), mask=number < 0)
