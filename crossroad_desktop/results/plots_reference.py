"""The figure of one genome: its genes and SSRs in their places.

In: the reference, or the one genome that the filter names. Without genes the SSRs alone are shown,
and what would need genes is null.
"""

from typing import Final

import pyarrow as pa

from crossroad_desktop.errors import NotFoundError, ParameterError
from crossroad_desktop.results.connection import table_source
from crossroad_desktop.results.plot_key import COUNT, FLAG, SSRS, TEXT, PlotContext, PlotKey

_PAIRS: Final = "ssr_genecombo"
_HOTSPOTS: Final = "mutational_hotspot"


def lay_out_reference(context: PlotContext) -> str:
    """Genes and SSRs of one genome: the reference, or the one that the filter names."""
    context.parameters["shown"] = _shown_genome(context)
    has_genes = context.folder.has(_PAIRS)
    parts = _genes_and_ssrs(context) if has_genes else _ssrs_alone(context)
    return f"""
        WITH parts(kind, first, last, gene, motif, repeat, ssr_position) AS ({parts}),
        hotspots AS ({_hotspots(context)}),
        classed AS (SELECT * FROM parts LEFT JOIN motif_classes USING (motif))
        SELECT kind, first AS start, last AS "end", gene, motif, motif_class,
               CAST(length(motif) AS INTEGER) AS motif_length, repeat, ssr_position,
               {_is_polymorphic(context)} AS is_polymorphic, CAST(NULL AS VARCHAR) AS strand
        FROM classed ORDER BY kind, first, last, motif, gene
    """


def _genes_and_ssrs(context: PlotContext) -> str:
    genes = " UNION ".join(
        f"SELECT gene, {start} AS first, {end} AS last "
        f"FROM {context.rows(table, has_motifs=False)} WHERE genomeID = $shown"
        for table, start, end in ((_PAIRS, "start2", "end2"), ("genes_non_ssr", "start", '"end"'))
    )
    # An SSR outside genes is in none of those that the filter names.
    outside = (
        ""
        if context.filters.gene
        else f"""
            UNION ALL SELECT 'ssr', start, stop, NULL, motif, repeat, 'intergenic'
            FROM {context.rows("ssr_non_gene")} WHERE genomeID = $shown"""
    )
    return f"""
            SELECT 'gene', first, last, gene, CAST(NULL AS VARCHAR), CAST(NULL AS INTEGER),
                   CAST(NULL AS VARCHAR)
            FROM ({genes})
            UNION ALL SELECT 'ssr', start1, end1, gene, motif, repeat, ssr_position
            FROM {context.rows(_PAIRS)} WHERE genomeID = $shown{outside}"""


def _ssrs_alone(context: PlotContext) -> str:
    return f"""
            SELECT 'ssr', start, stop, CAST(NULL AS VARCHAR), motif, repeat, CAST(NULL AS VARCHAR)
            FROM {context.ssrs()} WHERE genomeID = $shown"""


def _hotspots(context: PlotContext) -> str:
    if not context.folder.has(_HOTSPOTS):
        return "SELECT NULL AS gene, NULL AS motif_class WHERE false"
    hotspots = table_source(context.folder, _HOTSPOTS)
    return f"SELECT DISTINCT gene, motif_class FROM {hotspots} JOIN motif_classes USING (motif)"


def _is_polymorphic(context: PlotContext) -> str:
    if not context.folder.has(_HOTSPOTS):
        return "CAST(NULL AS BOOLEAN)"
    return """EXISTS (
                   SELECT 1 FROM hotspots WHERE hotspots.gene = classed.gene
                   AND (kind = 'gene' OR hotspots.motif_class = classed.motif_class))"""


def _shown_genome(context: PlotContext) -> str:
    if len(context.filters.genome) > 1:
        raise ParameterError("reference_ssr_distribution shows one genome; filter for one only.")
    if context.filters.genome:
        return context.filters.genome[0]
    if context.folder.reference_id is None:
        raise NotFoundError(
            "reference_ssr_distribution needs a reference: choose a reference genome, "
            "or filter for one genome."
        )
    return context.folder.reference_id


REFERENCE_PLOTS: Final = (
    PlotKey(
        "reference_ssr_distribution",
        (SSRS,),
        "Genes and SSRs of the reference.",
        lay_out_reference,
        pa.schema(
            [
                ("kind", TEXT),
                ("start", COUNT),
                ("end", COUNT),
                ("gene", TEXT),
                ("motif", TEXT),
                ("motif_class", TEXT),
                ("motif_length", COUNT),
                ("repeat", COUNT),
                ("ssr_position", TEXT),
                ("is_polymorphic", FLAG),
                ("strand", TEXT),
            ]
        ),
    ),
)
