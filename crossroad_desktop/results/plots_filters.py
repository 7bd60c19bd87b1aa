"""What the filter bar shows: how much the filters leave, and the values that there are to choose.

The values of one kind are counted under all other filters, not under the filter of that kind:
what has not been chosen yet is listed too.
"""

from dataclasses import replace
from typing import Any, Final

import pyarrow as pa

from crossroad_desktop.results.filters import Filters
from crossroad_desktop.results.genomes import count_records, genomes_query
from crossroad_desktop.results.plot_key import (
    COUNT,
    LARGE_COUNT,
    NUMBER,
    SSRS,
    TEXT,
    THIRD_COLUMN,
    Choice,
    MetadataColumn,
    PlotContext,
    PlotKey,
    Text,
    WholeNumber,
    ssr_table,
)

_PAIRS: Final = "ssr_genecombo"
_OUTSIDE: Final = "ssr_non_gene"
_GENOME_DIMENSIONS: Final = ("category", "year", "metadata")
_OWN_FILTERS: Final[dict[str, dict[str, Any]]] = {
    "category": {"category": ()},
    "genome": {"genome": ()},
    "gene": {"gene": ()},
    "motif_class": {"motif_class": ()},
    "motif_length": {"motif_length": ()},
    "repeat": {"repeat_from": None, "repeat_to": None},
    "year": {"year_from": None, "year_to": None},
}
_ROW_VALUES: Final = {"gene": "gene", "motif_length": "length_of_motif", "repeat": "repeat"}


def count_filtered(context: PlotContext) -> str:
    """One row: genomes, SSRs, motifs and genes under the filters, and all there are."""
    all_ssrs = context.folder.row_count(ssr_table(context.folder))
    return f"""
        WITH sums AS (SELECT genomeID, count(*) AS ssrs FROM {context.ssrs()} GROUP BY genomeID),
        rates AS (
            SELECT place, length_genome,
                   coalesce(ssrs, 0) * 1e6 / nullif(length_genome, 0) AS rate
            FROM genomes LEFT JOIN sums USING (genomeID)),
        per_genome AS (
            SELECT count(*) AS genomes, coalesce(sum(length_genome), 0) AS bases,
                   min(rate) AS least, avg(rate ORDER BY place) AS mean, max(rate) AS largest
            FROM rates),
        motif_sums AS (
            SELECT motif, count(*) AS ssrs, sum(length_of_ssr) AS bp
            FROM {context.ssrs()} GROUP BY motif),
        per_motif AS (
            SELECT coalesce(sum(ssrs), 0) AS ssrs, coalesce(sum(bp), 0) AS bp,
                   count(*) AS motifs, count(DISTINCT motif_class) AS motif_classes
            FROM motif_sums JOIN motif_classes USING (motif))
        SELECT genomes, ssrs,
               (SELECT count(*) FROM ({genomes_query(context.folder)}) WHERE is_analysed)
               AS all_genomes,
               {all_ssrs} AS all_ssrs, bp AS ssr_bp, bases, motif_classes, motifs,
               {_genes_with_ssr(context)} AS genes_with_ssr,
               {_ssrs_in_genes(context)} AS ssrs_in_genes, least AS "least_ssrs_per_Mb",
               mean AS "mean_ssrs_per_Mb", largest AS "largest_ssrs_per_Mb"
        FROM per_genome CROSS JOIN per_motif
    """


def list_values(context: PlotContext) -> str:
    """The values of one dimension, those with most SSRs first."""
    column = _metadata_column(context)
    context.parameters["search"] = str(context.options["search"])
    found = _values_of_ssrs(context) if column is None else _values_of_genomes(context, column)
    return f"""
        WITH {found}
        SELECT value, CAST(genomes AS INTEGER) AS genomes, CAST(ssrs AS BIGINT) AS ssrs
        FROM found WHERE contains(lower(value), lower($search))
        ORDER BY ssrs DESC, value LIMIT {context.number("top")}
    """


def leave_out_own_filter(context: PlotContext) -> Filters:
    """The filters without that of the dimension whose values are listed."""
    column = _metadata_column(context)
    dimension = str(context.options["dimension"])
    own = _OWN_FILTERS.get(column if column in _GENOME_DIMENSIONS else dimension, {})
    others = tuple(part for part in context.filters.metadata if part[0] != column)
    return replace(context.filters, metadata=others, **own)


def _metadata_column(context: PlotContext) -> str | None:
    """The metadata column whose values are listed; `genomeID` for the genomes themselves."""
    dimension = str(context.options["dimension"])
    if dimension == "genome":
        return "genomeID"
    if dimension not in _GENOME_DIMENSIONS:
        return None
    return context.column("by") if dimension == "metadata" else dimension


def _values_of_genomes(context: PlotContext, column: str) -> str:
    value = "genomes.genomeID" if column == "genomeID" else context.group_of(column)
    return f"""sums AS (
            SELECT genomeID, count(*) AS ssrs FROM {context.ssrs()} GROUP BY genomeID),
        found AS (
            SELECT {value} AS value, count(*) AS genomes, coalesce(sum(ssrs), 0) AS ssrs
            FROM genomes LEFT JOIN sums USING (genomeID) GROUP BY ALL)"""


def _values_of_ssrs(context: PlotContext) -> str:
    dimension = str(context.options["dimension"])
    rows = context.rows(_PAIRS) if dimension == "gene" else context.ssrs()
    column = _ROW_VALUES.get(dimension, "motif")
    value, joined = f"CAST({column} AS VARCHAR)", ""
    if dimension == "motif_class":
        value, joined = "motif_class", " JOIN motif_classes USING (motif)"
    # One bit per genome: far less work than a row per value and genome.
    last = max(count_records(context.folder) - 1, 0)
    return f"""cells AS (
            SELECT {column}, bitstring_agg(place, 0, {last}) AS carriers, count(*) AS ssrs
            FROM {rows} AS rows JOIN (SELECT genomeID, place FROM genomes) USING (genomeID)
            GROUP BY ALL),
        found AS (
            SELECT {value} AS value, bit_count(bit_or(carriers)) AS genomes, sum(ssrs) AS ssrs
            FROM cells{joined} GROUP BY ALL)"""


def _genes_with_ssr(context: PlotContext) -> str:
    if not context.folder.has(_PAIRS):
        return "NULL"
    return f"(SELECT count(DISTINCT gene) FROM {context.rows(_PAIRS)})"


def _ssrs_in_genes(context: PlotContext) -> str:
    if not context.folder.has(_PAIRS):
        return "NULL"
    if context.filters.gene:
        return "ssrs"
    if context.folder.has(_OUTSIDE):
        return f"ssrs - (SELECT count(*) FROM {context.rows(_OUTSIDE)})"
    pairs = context.rows(_PAIRS)
    return f"(SELECT count(*) FROM (SELECT DISTINCT genomeID, start1, end1, motif FROM {pairs}))"


FILTER_PLOTS: Final = (
    PlotKey(
        "filter_counts",
        (SSRS,),
        "How much the filters leave.",
        count_filtered,
        pa.schema(
            [
                ("genomes", COUNT),
                ("ssrs", LARGE_COUNT),
                ("all_genomes", COUNT),
                ("all_ssrs", LARGE_COUNT),
                ("ssr_bp", LARGE_COUNT),
                ("bases", LARGE_COUNT),
                ("motif_classes", COUNT),
                ("motifs", COUNT),
                ("genes_with_ssr", COUNT),
                ("ssrs_in_genes", LARGE_COUNT),
                ("least_ssrs_per_Mb", NUMBER),
                ("mean_ssrs_per_Mb", NUMBER),
                ("largest_ssrs_per_Mb", NUMBER),
            ]
        ),
    ),
    PlotKey(
        "filter_values",
        (SSRS,),
        "The values that a filter can have.",
        list_values,
        pa.schema([("value", TEXT), ("genomes", COUNT), ("ssrs", LARGE_COUNT)]),
        {
            "dimension": Choice((*_OWN_FILTERS, "metadata")),
            "by": MetadataColumn(THIRD_COLUMN),
            "top": WholeNumber(500, 1, 5000),
            "search": Text(),
        },
        use_filters=leave_out_own_filter,
    ),
)
