"""Figures with a value per genome, or that count genomes: groups, SSR density, GC."""

from typing import Final

import pyarrow as pa

from crossroad_desktop.pipeline.parameters import MOTIF_LENGTHS
from crossroad_desktop.results.plot_key import (
    CATEGORY_COLUMN,
    COUNT,
    LARGE_COUNT,
    NUMBER,
    SSRS,
    TEXT,
    THIRD_COLUMN,
    MetadataColumn,
    PlotContext,
    PlotKey,
)

_GROUP_OPTION: Final = {"by": MetadataColumn(THIRD_COLUMN)}
_GENOME_COLUMNS: Final = (
    ("genomeID", TEXT),
    ("category", TEXT),
    ("group", TEXT),
    ("year", COUNT),
    ("length_genome", COUNT),
)


def count_groups(context: PlotContext) -> str:
    """Genomes by two metadata columns; pairs without genomes are left out."""
    return f"""
        SELECT {context.group("x")} AS x_group, {context.group("y")} AS y_group,
               CAST(count(*) AS INTEGER) AS genomes
        FROM genomes GROUP BY ALL ORDER BY genomes DESC, x_group, y_group
    """


def weigh_gc(context: PlotContext) -> str:
    """SSRs and their GC content per genome, genomes without SSRs among them.

    Sums are of whole numbers (GC in tenths of a percent), so that threads change no digit.
    """
    return f"""
        WITH sums AS (
            SELECT genomeID, count(*) AS ssrs, sum(length_of_ssr) AS bp,
                   sum(CAST(round(GC_per * 10) AS BIGINT) * length_of_ssr) AS weighted
            FROM {context.ssrs()} GROUP BY genomeID)
        SELECT {_genome_columns(context)}, genome_GC_per,
               CAST(coalesce(ssrs, 0) AS INTEGER) AS ssrs,
               CAST(coalesce(bp, 0) AS BIGINT) AS ssr_bp,
               CAST(weighted AS DOUBLE) / 10 / CAST(bp AS DOUBLE) AS ssr_GC_per,
               coalesce(ssrs, 0) * 1e6 / nullif(length_genome, 0) AS ssrs_per_Mb
        FROM genomes LEFT JOIN sums USING (genomeID) ORDER BY place
    """


def measure_density(context: PlotContext) -> str:
    """SSRs per Mb of each genome by motif length, zeros among them."""
    return _per_motif_length(
        context, "CAST(coalesce(ssrs, 0) AS INTEGER) AS ssrs", "ssrs", "ssrs_per_Mb"
    )


def measure_covered(context: PlotContext) -> str:
    """bp of SSRs per Mb of each genome by motif length, zeros among them."""
    return _per_motif_length(
        context, "CAST(coalesce(bp, 0) AS BIGINT) AS ssr_bp", "bp", "ssr_bp_per_Mb"
    )


def _per_motif_length(context: PlotContext, column: str, sums: str, rate: str) -> str:
    lengths = sorted(set(context.filters.motif_length) & set(MOTIF_LENGTHS)) or MOTIF_LENGTHS
    if context.filters.motif_class:
        lengths = sorted({len(name) for name in context.filters.motif_class} & set(lengths))
    return f"""
        WITH sums AS (
            SELECT genomeID, length_of_motif, count(*) AS ssrs,
                   CAST(sum(length_of_ssr) AS BIGINT) AS bp
            FROM {context.ssrs()} GROUP BY ALL),
        lengths AS (SELECT unnest(CAST({list(lengths)} AS INTEGER[])) AS motif_length)
        SELECT {_genome_columns(context)}, motif_length, {column},
               coalesce({sums}, 0) * 1e6 / nullif(length_genome, 0) AS {rate}
        FROM genomes CROSS JOIN lengths LEFT JOIN sums
        ON sums.genomeID = genomes.genomeID AND length_of_motif = motif_length
        ORDER BY place, motif_length
    """


def _genome_columns(context: PlotContext) -> str:
    return (
        f'genomes.genomeID, genomes.category, {context.group("by")} AS "group", '
        "genomes.year, length_genome"
    )


GENOME_PLOTS: Final = (
    PlotKey(
        "category_sankey",
        ("mergedOut",),
        "Genomes by group.",
        count_groups,
        pa.schema([("x_group", TEXT), ("y_group", TEXT), ("genomes", COUNT)]),
        {"x": MetadataColumn(CATEGORY_COLUMN), "y": MetadataColumn(THIRD_COLUMN)},
    ),
    PlotKey(
        "ssr_gc",
        (SSRS,),
        "GC of SSRs and genomes.",
        weigh_gc,
        pa.schema(
            [
                *_GENOME_COLUMNS,
                ("genome_GC_per", NUMBER),
                ("ssrs", COUNT),
                ("ssr_bp", LARGE_COUNT),
                ("ssr_GC_per", NUMBER),
                ("ssrs_per_Mb", NUMBER),
            ]
        ),
        _GROUP_OPTION,
    ),
    PlotKey(
        "relative_abundance",
        (SSRS,),
        "SSRs per Mb by motif length.",
        measure_density,
        pa.schema(
            [*_GENOME_COLUMNS, ("motif_length", COUNT), ("ssrs", COUNT), ("ssrs_per_Mb", NUMBER)]
        ),
        _GROUP_OPTION,
    ),
    PlotKey(
        "repeat_distribution",
        (SSRS,),
        "bp of SSRs per Mb by motif length.",
        measure_covered,
        pa.schema(
            [
                *_GENOME_COLUMNS,
                ("motif_length", COUNT),
                ("ssr_bp", LARGE_COUNT),
                ("ssr_bp_per_Mb", NUMBER),
            ]
        ),
        _GROUP_OPTION,
    ),
)
