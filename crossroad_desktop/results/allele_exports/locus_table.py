"""The loci with counts and statistics of the genomes that the filters leave.

In: `AlleleCells`. Out: the columns of loci.tsv, in which whatever counts genomes counts those of
the cells only.
"""

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from crossroad_desktop.comparison.diversity import Diversity, measure_diversity
from crossroad_desktop.pipeline.locus_tables import STATES
from crossroad_desktop.results.allele_cells import NO_OBSERVATION, AlleleCells


def locus_table(cells: AlleleCells) -> pa.Table:
    """One row per locus, with the columns and the order of loci.tsv; null where a statistic needs
    more observations."""
    genomes, loci = np.nonzero(cells.repeat != NO_OBSERVATION)
    numbers = cells.repeat[genomes, loci]
    diversity = measure_diversity(loci.astype(np.int32), numbers, cells.loci.num_rows)
    table = cells.loci
    for name, column in (_state_counts(cells) | _statistics(diversity)).items():
        place = table.schema.names.index(name)
        table = table.set_column(place, table.schema.field(name), column)
    return table


def _state_counts(cells: AlleleCells) -> dict[str, pa.Array]:
    counts = {
        f"genomes_{state}": _counted(cells.state == number) for number, state in enumerate(STATES)
    }
    is_conserved = (cells.state == STATES.index("typed")).all(axis=0)
    return counts | {"conserved": pa.array(is_conserved)}


def _counted(cells: NDArray[np.bool_]) -> pa.Array:
    return pa.array(cells.sum(axis=0).astype(np.int32))


def _statistics(diversity: Diversity) -> dict[str, pa.Array]:
    return {
        "alleles": pa.array(diversity.alleles),
        "min": _known(diversity.least),
        "max": _known(diversity.most),
        "modal": _known(diversity.modal),
        "heterozygosity": pa.array(diversity.heterozygosity, from_pandas=True),
        "PIC": pa.array(diversity.pic, from_pandas=True),
        "Shannon": pa.array(diversity.shannon, from_pandas=True),
        "polymorphic": pa.array(diversity.alleles > 1),
    }


def _known(numbers: NDArray[np.int32]) -> pa.Array:
    return pa.array(numbers, mask=numbers == NO_OBSERVATION)
