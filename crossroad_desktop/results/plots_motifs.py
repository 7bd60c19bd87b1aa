"""Figures of which genomes have which SSRs: conservation, matrix, repeat numbers.

What is counted is a key: a motif class, a motif, or an SSR (motif and repeat number). A genome has
a key if it has at least one SSR of that kind. The denominator is all analysed genomes that the
filters leave, those without any SSR among them.
"""

from typing import Final

import pyarrow as pa

from crossroad_desktop.results.plot_key import (
    COUNT,
    LARGE_COUNT,
    SSRS,
    TEXT,
    THIRD_COLUMN,
    Choice,
    MetadataColumn,
    PlotContext,
    PlotKey,
    WholeNumber,
)

SSR_KEY: Final = "ssr"
MOTIF_KEY: Final = "motif"
CLASS_KEY: Final = "motif_class"
MANY: Final = 999_999_999


def count_prevalence(context: PlotContext) -> str:
    """How many keys occur in exactly how many genomes."""
    return f"""
        WITH per_key AS (
            SELECT count(*) AS genomes FROM {carriers(context)} GROUP BY ALL_KEYS),
        total AS (SELECT count(*) AS analysed FROM genomes)
        SELECT CAST(genomes AS INTEGER) AS genomes, CAST(count(*) AS INTEGER) AS keys,
               CASE WHEN genomes = analysed THEN 'conserved'
                    WHEN genomes = 1 THEN 'unique' ELSE 'shared' END AS conservation,
               CAST(analysed AS INTEGER) AS analysed_genomes
        FROM per_key CROSS JOIN total GROUP BY ALL ORDER BY genomes
    """.replace("ALL_KEYS", key_columns(context))


def list_keys(context: PlotContext) -> str:
    """The keys that occur in `least` to `most` genomes."""
    return f"""
        WITH found AS (
            SELECT {key_columns(context)}, count(*) AS genomes, sum(ssrs) AS ssrs
            FROM {carriers(context)} GROUP BY ALL
            HAVING count(*) BETWEEN {context.number("least")} AND {context.number("most")})
        {describe_keys(context)} FROM found {RANK_KEYS} LIMIT {context.number("top")}
    """


def count_motifs(context: PlotContext) -> str:
    """SSRs by genome and motif class, for the most frequent classes; zeros are left out."""
    return f"""
        WITH {_shown_motifs(context)},
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


def count_repeats(context: PlotContext) -> str:
    """SSRs and genomes by motif class and repeat number, for the most frequent classes."""
    return f"""
        WITH {_shown_motifs(context)},
        cells AS (
            SELECT motif, repeat, genomeID, count(*) AS ssrs FROM {context.ssrs()}
            WHERE motif IN (SELECT motif FROM shown) GROUP BY ALL)
        SELECT motif_class, CAST(length(motif_class) AS INTEGER) AS motif_length, repeat,
               CAST(sum(ssrs) AS INTEGER) AS ssrs,
               CAST(count(DISTINCT genomeID) AS INTEGER) AS genomes
        FROM cells JOIN shown USING (motif)
        GROUP BY motif_class, total, repeat ORDER BY total DESC, motif_class, repeat
    """


def carriers(context: PlotContext) -> str:
    """SQL of one row per key and genome that has it: the key's columns, genomeID, ssrs."""
    if context.options["key"] != CLASS_KEY:
        return (
            f"(SELECT {key_columns(context)}, genomeID, count(*) AS ssrs "
            f"FROM {context.ssrs()} GROUP BY ALL)"
        )
    return (
        "(SELECT motif_class, genomeID, sum(ssrs) AS ssrs "
        f"FROM (SELECT motif, genomeID, count(*) AS ssrs FROM {context.ssrs()} GROUP BY ALL) "
        "JOIN motif_classes USING (motif) GROUP BY ALL)"
    )


def key_columns(context: PlotContext) -> str:
    """The columns that make up a key, as SQL."""
    columns = {SSR_KEY: "motif, repeat", MOTIF_KEY: "motif", CLASS_KEY: "motif_class"}
    return columns[str(context.options["key"])]


def describe_keys(context: PlotContext) -> str:
    """SELECT of the columns KEYS, from rows with the key's columns, genomes and ssrs."""
    key = {SSR_KEY: "'(' || motif || ')' || repeat", MOTIF_KEY: "motif", CLASS_KEY: "motif_class"}
    motif_class = (
        "motif_class"
        if context.options["key"] == CLASS_KEY
        else "(SELECT c.motif_class FROM motif_classes AS c WHERE c.motif = found.motif)"
    )
    return f"""SELECT {key[str(context.options["key"])]} AS key, {motif_class} AS motif_class,
               CAST(length({motif_class}) AS INTEGER) AS motif_length,
               CAST(genomes AS INTEGER) AS genomes, CAST(ssrs AS BIGINT) AS ssrs"""


def _shown_motifs(context: PlotContext) -> str:
    """SQL of common tables, of which `shown` has the motifs of the `top` classes: motif,
    motif_class, total (SSRs of the class)."""
    return f"""per_motif AS (SELECT motif, count(*) AS ssrs FROM {context.ssrs()} GROUP BY motif),
        per_class AS (
            SELECT motif_class, sum(ssrs) AS total FROM per_motif JOIN motif_classes USING (motif)
            GROUP BY motif_class ORDER BY total DESC, motif_class
            LIMIT {context.number("top")}),
        shown AS (
            SELECT motif, motif_class, total
            FROM motif_classes JOIN per_class USING (motif_class))"""


KEYS: Final = pa.schema(
    [
        ("key", TEXT),
        ("motif_class", TEXT),
        ("motif_length", COUNT),
        ("genomes", COUNT),
        ("ssrs", LARGE_COUNT),
    ]
)
RANK_KEYS: Final = "ORDER BY genomes DESC, ssrs DESC, key"
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
        {"key": Choice((SSR_KEY, MOTIF_KEY, CLASS_KEY))},
    ),
    PlotKey(
        "motif_conservation",
        (SSRS,),
        "Motifs by the number of genomes that have them.",
        count_prevalence,
        _PREVALENCE,
        {"key": Choice((MOTIF_KEY, CLASS_KEY, SSR_KEY))},
    ),
    PlotKey(
        "conservation_keys",
        (SSRS,),
        "The SSRs or motifs that so many genomes have.",
        list_keys,
        KEYS,
        {
            "key": Choice((SSR_KEY, MOTIF_KEY, CLASS_KEY)),
            "least": WholeNumber(1, 1, MANY),
            "most": WholeNumber(MANY, 1, MANY),
            "top": WholeNumber(1000, 1, 5000),
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
    PlotKey(
        "repeat_numbers",
        (SSRS,),
        "SSRs by motif class and repeat number.",
        count_repeats,
        pa.schema(
            [
                ("motif_class", TEXT),
                ("motif_length", COUNT),
                ("repeat", COUNT),
                ("ssrs", COUNT),
                ("genomes", COUNT),
            ]
        ),
        {"top": WholeNumber(24, 1, 500)},
    ),
)
