"""The loci with counts and statistics of the genomes that the filters leave.

In: `AlleleCells`. Out: the columns of loci.tsv, in which whatever counts genomes counts those of
the cells only.
"""

import pyarrow as pa

from crossroad_desktop.pipeline.locus_rows import diversity_columns
from crossroad_desktop.pipeline.locus_tables import LOCI, STATES
from crossroad_desktop.results.allele_cells import AlleleCells
from crossroad_desktop.results.cell_columns import measure_loci


def locus_table(cells: AlleleCells) -> pa.Table:
    """One row per locus, in the order of loci.tsv; null where a statistic has no observations."""
    diversity = measure_loci(cells)
    columns = dict(zip(cells.loci.schema.names, cells.loci.columns, strict=True))
    columns |= diversity_columns(diversity)
    for number, state in enumerate(STATES):
        columns[f"genomes_{state}"] = pa.array((cells.state == number).sum(axis=0))
    is_typed = cells.state == STATES.index("typed")
    columns["conserved"] = pa.array(is_typed.all(axis=0))
    columns["polymorphic"] = pa.array(diversity.alleles > 1)
    return pa.table({column.name: columns[column.name] for column in LOCI.columns})
