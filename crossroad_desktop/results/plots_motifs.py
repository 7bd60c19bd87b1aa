"""Figures of which genomes have which SSRs: conservation, UpSet, matrix.

What is counted is a key: a motif class, a motif, or an SSR (motif and repeat number). A genome has
a key if it has at least one SSR of that kind. The denominator is all analysed genomes that the
filters leave, those without any SSR among them.
"""

from typing import Final

import pyarrow as pa

from crossroad_desktop.results.plot_key import (
    CATEGORY_COLUMN,
    COUNT,
    SSRS,
    TEXT,
    THIRD_COLUMN,
    Choice,
    MetadataColumn,
    PlotContext,
    PlotKey,
    WholeNumber,
)

_SSR: Final = "ssr"
_MOTIF: Final = "motif"
_MOTIF_CLASS: Final = "motif_class"


def count_prevalence(context: PlotContext) -> str:
    """How many keys occur in exactly how many genomes."""
    return f"""
        WITH per_key AS (
            SELECT count(*) AS genomes FROM {_presence(context)} GROUP BY ALL_KEYS),
        total AS (SELECT count(*) AS analysed FROM genomes)
        SELECT CAST(genomes AS INTEGER) AS genomes, CAST(count(*) AS INTEGER) AS keys,
               CASE WHEN genomes = analysed THEN 'conserved'
                    WHEN genomes = 1 THEN 'unique' ELSE 'shared' END AS conservation,
               CAST(analysed AS INTEGER) AS analysed_genomes
        FROM per_key CROSS JOIN total GROUP BY ALL ORDER BY genomes
    """.replace("ALL_KEYS", _key_columns(context))


def intersect_groups(context: PlotContext) -> str:
    """Sizes of the groups and of their exclusive intersections.

    A group has a key if at least `min_share` percent of its genomes have it, and at least one.
    """
    keys = _key_columns(context)
    return f"""
        WITH grouped AS (SELECT genomeID, {context.group("by")} AS name FROM genomes),
        sizes AS (SELECT name, count(*) AS genomes FROM grouped GROUP BY name),
        counts AS (
            SELECT {keys}, name, count(*) AS carriers
            FROM {_presence(context)} JOIN grouped USING (genomeID) GROUP BY ALL),
        members AS (
            SELECT {keys}, name FROM counts JOIN sizes USING (name)
            WHERE carriers * 100 >= genomes * {int(context.options["min_share"])}),
        sets AS (SELECT list(name ORDER BY name) AS names FROM members GROUP BY {keys}),
        ranked AS (
            SELECT names, count(*) AS keys,
                   row_number() OVER (ORDER BY count(*) DESC, names) AS place
            FROM sets GROUP BY names),
        totals AS (SELECT name, count(*) AS keys FROM members GROUP BY name)
        SELECT CAST(intersection AS INTEGER) AS intersection, name AS "group",
               CAST(keys AS INTEGER) AS keys, CAST(genomes AS INTEGER) AS group_genomes
        FROM (
            SELECT 0 AS intersection, name, coalesce(totals.keys, 0) AS keys
            FROM sizes LEFT JOIN totals USING (name)
            UNION ALL
            SELECT place, unnest(names), keys FROM ranked
            WHERE place <= {int(context.options["top"])})
        JOIN sizes USING (name) ORDER BY intersection, "group"
    """


def count_motifs(context: PlotContext) -> str:
    """SSRs by genome and motif class, for the most frequent classes; zeros are left out."""
    return f"""
        WITH per_motif AS (SELECT motif, count(*) AS ssrs FROM {context.ssrs()} GROUP BY motif),
        per_class AS (
            SELECT motif_class, sum(ssrs) AS ssrs FROM per_motif JOIN motif_classes USING (motif)
            GROUP BY motif_class ORDER BY ssrs DESC, motif_class
            LIMIT {int(context.options["top"])}),
        shown AS (SELECT motif, motif_class FROM motif_classes JOIN per_class USING (motif_class)),
        cells AS (
            SELECT genomeID, motif, count(*) AS ssrs FROM {context.ssrs()}
            WHERE motif IN (SELECT motif FROM shown) GROUP BY ALL)
        SELECT genomes.genomeID, genomes.category, {context.group("by")} AS "group", motif_class,
               CAST(length(motif_class) AS INTEGER) AS motif_length,
               CAST(sum(ssrs) AS INTEGER) AS ssrs
        FROM cells JOIN shown USING (motif) JOIN genomes USING (genomeID)
        GROUP BY place, genomes.genomeID, genomes.category, "group", motif_class
        ORDER BY place, motif_length, motif_class
    """


def _presence(context: PlotContext) -> str:
    """SQL of one row per key and genome that has it."""
    if context.options["key"] != _MOTIF_CLASS:
        return f"(SELECT DISTINCT {_key_columns(context)}, genomeID FROM {context.ssrs()})"
    return (
        "(SELECT DISTINCT motif_class, genomeID "
        f"FROM (SELECT DISTINCT motif, genomeID FROM {context.ssrs()}) "
        "JOIN motif_classes USING (motif))"
    )


def _key_columns(context: PlotContext) -> str:
    columns = {_SSR: "motif, repeat", _MOTIF: "motif", _MOTIF_CLASS: "motif_class"}
    return columns[str(context.options["key"])]


_PREVALENCE: Final = pa.schema(
    [("genomes", COUNT), ("keys", COUNT), ("conservation", TEXT), ("analysed_genomes", COUNT)]
)

MOTIF_PLOTS: Final = (
    PlotKey(
        "ssr_conservation",
        (SSRS,),
        "SSRs by the number of genomes that have them.",
        count_prevalence,
        _PREVALENCE,
        {"key": Choice((_SSR, _MOTIF, _MOTIF_CLASS))},
    ),
    PlotKey(
        "motif_conservation",
        (SSRS,),
        "Motifs by the number of genomes that have them.",
        count_prevalence,
        _PREVALENCE,
        {"key": Choice((_MOTIF, _MOTIF_CLASS, _SSR))},
    ),
    PlotKey(
        "upset",
        (SSRS,),
        "Motif classes that groups share.",
        intersect_groups,
        pa.schema(
            [("intersection", COUNT), ("group", TEXT), ("keys", COUNT), ("group_genomes", COUNT)]
        ),
        {
            "key": Choice((_MOTIF_CLASS, _MOTIF, _SSR)),
            "by": MetadataColumn(CATEGORY_COLUMN),
            "min_share": WholeNumber(0, 0, 100),
            "top": WholeNumber(30, 1, 1000),
        },
    ),
    PlotKey(
        "motif_distribution",
        (SSRS,),
        "SSRs by genome and motif class.",
        count_motifs,
        pa.schema(
            [
                ("genomeID", TEXT),
                ("category", TEXT),
                ("group", TEXT),
                ("motif_class", TEXT),
                ("motif_length", COUNT),
                ("ssrs", COUNT),
            ]
        ),
        {"by": MetadataColumn(THIRD_COLUMN), "top": WholeNumber(60, 1, 501)},
    ),
)
