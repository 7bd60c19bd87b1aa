"""Which column of a table each filter of the filter bar looks at.

In: a finished run, a table, a filter. Out: whether the table can answer, or why it cannot.
"""

from typing import Final

import pyarrow as pa

from crossroad_desktop.errors import NotFoundError, ParameterError
from crossroad_desktop.pipeline.locus_tables import (
    ALLELES,
    GENOME_LOCI,
    LOCI,
    MINISATELLITES,
    ORIENTATION,
)
from crossroad_desktop.results.folder import GENOMES, ResultFolder

GENOME_FILTERS: Final = ("category", "genome", "metadata", "year_from", "year_to")
"""The filters that choose genomes; the others choose rows."""
ONE_ROW_PER_GENOME: Final = (GENOMES, "genome_stats")
"""Tables that have a row for every FASTA record, also for those that are not analysed."""
_FILTER_COLUMNS: Final = {
    "motif_class": "motif",
    "motif_length": "length_of_motif",
    "repeat_from": "repeat",
    "repeat_to": "repeat",
}
_SINGLE_GENOMES: Final = (*ONE_ROW_PER_GENOME, ORIENTATION.name, GENOME_LOCI.name)
_CATALOGUE: Final = (LOCI.name, ALLELES.name)


def has_column_for(folder: ResultFolder, table: str, filter_name: str) -> bool:
    """Whether the filter can be asked of the table."""
    if table in _CATALOGUE:
        # Without genes the column gene is there, and empty.
        return filter_name != "gene" or folder.has("ssr_genecombo")
    schema = folder.schema(table)
    if filter_name in GENOME_FILTERS:
        return table == "mutational_hotspot" or genome_column(folder, table) is not None
    if filter_name == "gene":
        return "gene" in schema.names or _joins_genes(folder, table)
    column = _FILTER_COLUMNS[filter_name]
    # In some tables repeat is a text that lists several numbers.
    is_number = column == "motif" or column in _whole_numbers(schema)
    return column in schema.names and is_number


def require_column_for(folder: ResultFolder, table: str, filter_name: str) -> None:
    """Raises ParameterError if the table has no column for the filter, NotFoundError if it would
    have one in a run with genes."""
    if has_column_for(folder, table, filter_name):
        return
    if filter_name in GENOME_FILTERS:
        raise ParameterError(
            f"{table} has no column of single genomes; remove the filters "
            f"{', '.join(GENOME_FILTERS)}."
        )
    if filter_name == "gene" and (table in _CATALOGUE or _has_places(folder, table)):
        raise NotFoundError(folder.why_absent("ssr_genecombo"))
    column = _FILTER_COLUMNS.get(filter_name, filter_name)
    raise ParameterError(f"{table} has no column {column}; remove the filter {filter_name}.")


def _whole_numbers(schema: pa.Schema) -> list[str]:
    return [part.name for part in schema if pa.types.is_integer(part.type)]


def _has_places(folder: ResultFolder, table: str) -> bool:
    # Longer units are in no pair of SSR and gene.
    return table != MINISATELLITES.name and {"genomeID", "start", "stop", "motif"} <= set(
        folder.schema(table).names
    )


def _joins_genes(folder: ResultFolder, table: str) -> bool:
    return _has_places(folder, table) and folder.has("ssr_genecombo")


def genome_column(folder: ResultFolder, table: str) -> str | None:
    """Name of the column that holds one genome per row; None if there is none."""
    schema = folder.schema(table)
    for name in ("seqID", "genomeID"):
        # Where it is no dictionary, it may be a text that lists several genomes.
        if name in schema.names and (
            table in _SINGLE_GENOMES or pa.types.is_dictionary(schema.field(name).type)
        ):
            return name
    return None
