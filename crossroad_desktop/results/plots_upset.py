"""Figures of which groups of genomes share SSRs: UpSet, and what is behind one of its bars.

A group has a key (a motif class, a motif, or an SSR) if at least `min_share` percent of its genomes
have it, and at least one. The groups with most genomes are shown; the others are merged.
"""

from typing import Final

import pyarrow as pa

from crossroad_desktop.results.plot_key import (
    CATEGORY_COLUMN,
    COUNT,
    SSRS,
    TEXT,
    Choice,
    MetadataColumn,
    Option,
    PlotContext,
    PlotKey,
    Texts,
    WholeNumber,
)
from crossroad_desktop.results.plots_motifs import (
    CLASS_KEY,
    KEYS,
    MOTIF_KEY,
    RANK_KEYS,
    SSR_KEY,
    carriers,
    describe_keys,
    key_columns,
)

MOST_GROUPS: Final = 12
OTHER_GROUPS: Final = "other"
"""The groups beyond MOST_GROUPS together; a group that has this name is one of them."""


def intersect_groups(context: PlotContext) -> str:
    """Sizes of the groups and of their exclusive intersections."""
    keys = key_columns(context)
    return f"""
        WITH {_group_sets(context)},
        ranked AS (
            SELECT names, count(*) AS keys,
                   row_number() OVER (ORDER BY count(*) DESC, names) AS place
            FROM sets GROUP BY names),
        totals AS (SELECT name, count(*) AS keys FROM (SELECT {keys}, unnest(names) AS name
                   FROM sets) GROUP BY name)
        SELECT CAST(intersection AS INTEGER) AS intersection, name AS "group",
               CAST(keys AS INTEGER) AS keys, CAST(genomes AS INTEGER) AS group_genomes
        FROM (
            SELECT 0 AS intersection, name, coalesce(totals.keys, 0) AS keys
            FROM sizes LEFT JOIN totals USING (name)
            UNION ALL
            SELECT place, unnest(names), keys FROM ranked
            WHERE place <= {context.number("top")})
        JOIN sizes USING (name) ORDER BY intersection, "group"
    """


def list_shared_keys(context: PlotContext) -> str:
    """The keys that exactly some groups have; all keys that a group has if none is named."""
    groups = sorted(set(context.texts("groups")))
    context.parameters["groups"] = groups
    wanted = "names = list_sort($groups)" if groups else "len($groups) = 0"
    return f"""
        WITH {_group_sets(context)}, found AS (SELECT * FROM sets WHERE {wanted})
        {describe_keys(context)} FROM found {RANK_KEYS} LIMIT {context.number("top")}
    """


def _group_sets(context: PlotContext) -> str:
    """SQL of common tables: sizes (name, genomes); sets (key's columns, genomes and ssrs of the
    key, names: the sorted groups that have it)."""
    keys = key_columns(context)
    return f"""named AS (SELECT genomeID, {context.group("by")} AS name FROM genomes),
        kept AS (
            SELECT name FROM named GROUP BY name ORDER BY count(*) DESC, name LIMIT {MOST_GROUPS}),
        grouped AS (
            SELECT genomeID, CASE WHEN name IN (SELECT name FROM kept) THEN name
                             ELSE '{OTHER_GROUPS}' END AS name
            FROM named),
        sizes AS (SELECT name, count(*) AS genomes FROM grouped GROUP BY name),
        counts AS (
            SELECT {keys}, name, count(*) AS carriers, sum(ssrs) AS ssrs
            FROM {carriers(context)} JOIN grouped USING (genomeID) GROUP BY ALL),
        sets AS (
            SELECT {keys}, sum(carriers) AS genomes, sum(ssrs) AS ssrs,
                   list(name ORDER BY name) FILTER (
                       carriers * 100 >= sizes.genomes * {context.number("min_share")}) AS names
            FROM counts JOIN sizes USING (name) GROUP BY {keys} HAVING names IS NOT NULL)"""


_SET_OPTIONS: Final[dict[str, Option]] = {
    "key": Choice((CLASS_KEY, MOTIF_KEY, SSR_KEY)),
    "by": MetadataColumn(CATEGORY_COLUMN),
    "min_share": WholeNumber(0, 0, 100),
}

UPSET_PLOTS: Final = (
    PlotKey(
        "upset",
        (SSRS,),
        "Motif classes that groups share.",
        intersect_groups,
        pa.schema(
            [("intersection", COUNT), ("group", TEXT), ("keys", COUNT), ("group_genomes", COUNT)]
        ),
        {**_SET_OPTIONS, "top": WholeNumber(30, 1, 1000)},
    ),
    PlotKey(
        "upset_keys",
        (SSRS,),
        "The motif classes that exactly some groups have.",
        list_shared_keys,
        KEYS,
        {**_SET_OPTIONS, "groups": Texts(), "top": WholeNumber(1000, 1, 5000)},
    ),
)
