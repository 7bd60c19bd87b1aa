"""Figures with a value per genome, or that count genomes: groups, SSR density, GC; all of them."""

from typing import Final

import pyarrow as pa

from crossroad_desktop.pipeline.parameters import MOTIF_LENGTHS
from crossroad_desktop.results.plot_key import (
    CATEGORY_COLUMN,
    COUNT,
    FLAG,
    LARGE_COUNT,
    NUMBER,
    SSRS,
    TEXT,
    THIRD_COLUMN,
    MetadataColumn,
    PlotContext,
    PlotKey,
    WholeNumber,
)

_GROUP_OPTION: Final = {"by": MetadataColumn(THIRD_COLUMN)}
_LIMITS: Final = (
    ("min_len", "length_genome", "<", "shorter than", "bp"),
    ("max_len", "length_genome", ">", "longer than", "bp"),
    ("unfair", "N_count", ">", "more than", "N"),
)
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


def list_genomes(context: PlotContext) -> str:
    """All genomes of the FASTA; for those that are left out, why, and no number of SSRs."""
    return f"""
        WITH sums AS (
            SELECT genomeID, count(*) AS ssrs, sum(length_of_ssr) AS bp
            FROM {context.ssrs()} GROUP BY genomeID),
        counted AS (
            SELECT genomes.*, CASE WHEN is_analysed THEN coalesce(ssrs, 0) END AS ssrs,
                   CASE WHEN is_analysed THEN coalesce(bp, 0) END AS bp
            FROM genomes LEFT JOIN sums USING (genomeID))
        SELECT genomeID, is_analysed, {_left_out(context)} AS left_out, length_genome, N_count,
               genome_GC_per, CAST(ssrs AS INTEGER) AS ssrs,
               ssrs * 1e6 / nullif(length_genome, 0) AS "ssrs_per_Mb", CAST(bp AS BIGINT) AS ssr_bp,
               category, {context.group("by")} AS "group", year
        FROM counted AS genomes ORDER BY place
    """


def spread_ssrs(context: PlotContext) -> str:
    """SSRs in windows along each genome, as wide in all of them; empty windows are left out."""
    bins = context.number("bins")
    return f"""
        WITH widths AS (
            SELECT CAST(greatest(ceil(max(length_genome) / {bins}.0), 1) AS INTEGER) AS width
            FROM genomes),
        counts AS (
            SELECT genomeID, start // width AS bin, count(*) AS ssrs
            FROM {context.ssrs()} CROSS JOIN widths GROUP BY ALL)
        SELECT genomes.genomeID, genomes.category, {context.group("by")} AS "group", length_genome,
               bin, bin * width AS start,
               least(CAST(bin + 1 AS BIGINT) * width, length_genome) AS "end",
               CAST(ssrs AS INTEGER) AS ssrs
        FROM counts JOIN genomes USING (genomeID) CROSS JOIN widths ORDER BY place, bin
    """


def _left_out(context: PlotContext) -> str:
    """SQL of why a genome is left out: null for one that is not, or if the limits are unknown."""
    reasons = [
        f"CASE WHEN {column} {sign} {limit} THEN '{words} {limit:,} {unit}' END"
        for name, column, sign, words, unit in _LIMITS
        if isinstance(limit := (context.folder.parameters or {}).get(name), int)
    ]
    if not reasons:
        return "CAST(NULL AS VARCHAR)"
    return f"CASE WHEN NOT is_analysed THEN nullif(concat_ws(', ', {', '.join(reasons)}), '') END"


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
    PlotKey(
        "ssr_density",
        (SSRS,),
        "SSRs along the genomes.",
        spread_ssrs,
        pa.schema(
            [
                ("genomeID", TEXT),
                ("category", TEXT),
                ("group", TEXT),
                ("length_genome", COUNT),
                ("bin", COUNT),
                ("start", COUNT),
                ("end", COUNT),
                ("ssrs", COUNT),
            ]
        ),
        {**_GROUP_OPTION, "bins": WholeNumber(100, 10, 500)},
    ),
    PlotKey(
        "genomes",
        (SSRS,),
        "All genomes, and why some are left out.",
        list_genomes,
        pa.schema(
            [
                ("genomeID", TEXT),
                ("is_analysed", FLAG),
                ("left_out", TEXT),
                ("length_genome", COUNT),
                ("N_count", COUNT),
                ("genome_GC_per", NUMBER),
                ("ssrs", COUNT),
                ("ssrs_per_Mb", NUMBER),
                ("ssr_bp", LARGE_COUNT),
                ("category", TEXT),
                ("group", TEXT),
                ("year", COUNT),
            ]
        ),
        _GROUP_OPTION,
        with_left_out=True,
    ),
)
