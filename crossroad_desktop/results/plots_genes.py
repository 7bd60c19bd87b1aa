"""Figures of SSRs in genes: hotspots, alleles, time.

The allele of a genome at a gene and motif class is the largest repeat number it has there. Hotspot
figures look at all SSRs of the genes and motif classes of mutational_hotspot.csv, not at
hssr_data.csv, which leaves out the genomes that carry the reference allele.
"""

from typing import Final

import pyarrow as pa

from crossroad_desktop.results.connection import table_source
from crossroad_desktop.results.plot_key import (
    COUNT,
    NUMBER,
    TEXT,
    THIRD_COLUMN,
    MetadataColumn,
    PlotContext,
    PlotKey,
    WholeNumber,
)

_PAIRS: Final = "ssr_genecombo"
_HOTSPOTS: Final = "mutational_hotspot"


def follow_years(context: PlotContext) -> str:
    """Genomes by hotspot, year and allele. Not from hssr_data.csv: without the genomes that carry
    the reference allele, medians would tell of a change where there is none."""
    return f"""
        WITH {_alleles(context)}
        SELECT gene, motif_class, CAST(length(motif_class) AS INTEGER) AS motif_length,
               genomes.year, repeat, CAST(count(*) AS INTEGER) AS genomes
        FROM alleles JOIN genomes USING (genomeID)
        GROUP BY ALL ORDER BY gene, motif_class, genomes.year NULLS LAST, repeat
    """


def tabulate_alleles(context: PlotContext) -> str:
    """The allele of each genome at the most variable hotspots."""
    return f"""
        WITH {_alleles(context)},
        columns AS (
            SELECT gene, motif_class FROM alleles GROUP BY ALL
            ORDER BY count(DISTINCT repeat) DESC, count(*) DESC, gene, motif_class
            LIMIT {context.number("top")}),
        {_reference_alleles(context)}
        SELECT genomes.genomeID, genomes.category, {context.group("by")} AS "group",
               genomes.year, gene, motif_class, repeat, CAST(ssrs AS INTEGER) AS ssrs,
               reference_repeat
        FROM alleles JOIN columns USING (gene, motif_class)
        JOIN genomes USING (genomeID) LEFT JOIN reference USING (gene, motif_class)
        ORDER BY place, gene, motif_class
    """


def count_alleles(context: PlotContext) -> str:
    """Genomes by hotspot and repeat number."""
    return f"""
        WITH {_alleles(context)}, {_reference_alleles(context)}
        SELECT gene, motif_class, CAST(length(motif_class) AS INTEGER) AS motif_length, repeat,
               CAST(count(*) AS INTEGER) AS genomes, reference_repeat,
               min(genomes.year) AS least_year, max(genomes.year) AS largest_year
        FROM alleles JOIN genomes USING (genomeID)
        LEFT JOIN reference USING (gene, motif_class)
        GROUP BY gene, motif_class, repeat, reference_repeat ORDER BY gene, motif_class, repeat
    """


def count_deviating(context: PlotContext) -> str:
    """Genomes by hotspot gene and group, and how many of them deviate from the modal allele."""
    return f"""
        WITH {_alleles(context)},
        frequencies AS (SELECT gene, motif_class, repeat, count(*) AS n FROM alleles GROUP BY ALL),
        modal AS (
            SELECT gene, motif_class,
                   first(repeat ORDER BY n DESC, repeat) AS modal
            FROM frequencies GROUP BY ALL),
        deviating AS (
            SELECT gene, genomeID, bool_or(repeat <> modal) AS deviates
            FROM alleles JOIN modal USING (gene, motif_class) GROUP BY ALL),
        groups AS (SELECT genomeID, {context.group("by")} AS "group" FROM genomes),
        sizes AS (SELECT "group", count(*) AS group_genomes FROM groups GROUP BY ALL)
        SELECT gene, "group", CAST(group_genomes AS INTEGER) AS group_genomes,
               CAST(count(*) AS INTEGER) AS genomes_with_ssr,
               CAST(count(*) FILTER (deviates) AS INTEGER) AS deviating_genomes,
               count(*) FILTER (deviates) * 100.0 / group_genomes AS deviating_per
        FROM deviating JOIN groups USING (genomeID) JOIN sizes USING ("group")
        GROUP BY gene, "group", group_genomes ORDER BY gene, "group"
    """


def measure_genes(context: PlotContext) -> str:
    """SSRs by gene and position, per genome that has the gene and per kb of it."""
    return f"""
        WITH pairs AS (SELECT * FROM {context.rows(_PAIRS)}
                       WHERE genomeID IN (SELECT genomeID FROM genomes)),
        copies AS (
            SELECT genomeID, gene, start2 AS gene_start, end2 AS gene_end
            FROM {context.rows(_PAIRS, has_motifs=False)}
            UNION SELECT genomeID, gene, start, "end"
            FROM {context.rows("genes_non_ssr", has_motifs=False)}),
        genes AS (
            SELECT gene, count(DISTINCT genomeID) AS genomes,
                   CAST(sum(gene_end - gene_start) AS DOUBLE) / count(*) AS gene_length
            FROM copies WHERE genomeID IN (SELECT genomeID FROM genomes) GROUP BY gene),
        counts AS (
            SELECT gene, ssr_position, count(*) AS ssrs, count(DISTINCT genomeID) AS carriers
            FROM pairs GROUP BY ALL),
        ssr_genomes AS (SELECT gene, count(DISTINCT genomeID) AS any_position
                        FROM pairs GROUP BY gene)
        SELECT gene, ssr_position, CAST(ssrs AS INTEGER) AS ssrs,
               CAST(carriers AS INTEGER) AS genomes_with_ssr,
               CAST(any_position AS INTEGER) AS genomes_with_any_ssr,
               CAST(genomes AS INTEGER) AS genomes_with_gene, gene_length,
               CAST(ssrs AS DOUBLE) / genomes AS ssrs_per_genome,
               ssrs * 1000.0 / genomes / nullif(gene_length, 0) AS ssrs_per_genome_kb
        FROM counts JOIN genes USING (gene) JOIN ssr_genomes USING (gene)
        ORDER BY gene, ssr_position
    """


def _alleles(context: PlotContext) -> str:
    """SQL of a common table `alleles`: genomeID, gene, motif_class, repeat (largest), ssrs."""
    hotspots = table_source(context.folder, _HOTSPOTS)
    return f"""hotspots AS (
            SELECT DISTINCT gene, motif_class
            FROM {hotspots} JOIN motif_classes USING (motif)),
        alleles AS (
            SELECT genomeID, gene, motif_class, max(repeat) AS repeat, count(*) AS ssrs
            FROM {context.rows(_PAIRS)} JOIN motif_classes USING (motif)
            JOIN hotspots USING (gene, motif_class)
            WHERE genomeID IN (SELECT genomeID FROM genomes) GROUP BY ALL)"""


def _reference_alleles(context: PlotContext) -> str:
    """SQL of a common table `reference`: gene, motif_class, reference_repeat, whatever the filters;
    it is empty without a reference."""
    context.parameters["reference"] = context.folder.reference_id or ""
    return f"""reference AS (
            SELECT gene, motif_class, max(repeat) AS reference_repeat
            FROM {table_source(context.folder, _PAIRS)} JOIN motif_classes USING (motif)
            WHERE genomeID = $reference GROUP BY ALL)"""


_BY_GROUP: Final = {"by": MetadataColumn(THIRD_COLUMN)}

GENE_PLOTS: Final = (
    PlotKey(
        "temporal_faceted_scatter",
        (_PAIRS, _HOTSPOTS),
        "Repeat numbers of hotspots by year.",
        follow_years,
        pa.schema(
            [
                ("gene", TEXT),
                ("motif_class", TEXT),
                ("motif_length", COUNT),
                ("year", COUNT),
                ("repeat", COUNT),
                ("genomes", COUNT),
            ]
        ),
    ),
    PlotKey(
        "gene_motif_dot_plot",
        (_PAIRS, _HOTSPOTS),
        "Repeat numbers by genome and hotspot.",
        tabulate_alleles,
        pa.schema(
            [
                ("genomeID", TEXT),
                ("category", TEXT),
                ("group", TEXT),
                ("year", COUNT),
                ("gene", TEXT),
                ("motif_class", TEXT),
                ("repeat", COUNT),
                ("ssrs", COUNT),
                ("reference_repeat", COUNT),
            ]
        ),
        {**_BY_GROUP, "top": WholeNumber(40, 1, 500)},
    ),
    PlotKey(
        "hotspot_alleles",
        (_PAIRS, _HOTSPOTS),
        "Genomes by hotspot and repeat number.",
        count_alleles,
        pa.schema(
            [
                ("gene", TEXT),
                ("motif_class", TEXT),
                ("motif_length", COUNT),
                ("repeat", COUNT),
                ("genomes", COUNT),
                ("reference_repeat", COUNT),
                ("least_year", COUNT),
                ("largest_year", COUNT),
            ]
        ),
    ),
    PlotKey(
        "hotspot_genes_by_group",
        (_PAIRS, _HOTSPOTS),
        "Genomes that deviate at hotspot genes, by group.",
        count_deviating,
        pa.schema(
            [
                ("gene", TEXT),
                ("group", TEXT),
                ("group_genomes", COUNT),
                ("genomes_with_ssr", COUNT),
                ("deviating_genomes", COUNT),
                ("deviating_per", NUMBER),
            ]
        ),
        _BY_GROUP,
    ),
    PlotKey(
        "gene_ssrs",
        (_PAIRS, "genes_non_ssr"),
        "SSRs per genome and kb of gene.",
        measure_genes,
        pa.schema(
            [
                ("gene", TEXT),
                ("ssr_position", TEXT),
                ("ssrs", COUNT),
                ("genomes_with_ssr", COUNT),
                ("genomes_with_any_ssr", COUNT),
                ("genomes_with_gene", COUNT),
                ("gene_length", NUMBER),
                ("ssrs_per_genome", NUMBER),
                ("ssrs_per_genome_kb", NUMBER),
            ]
        ),
    ),
)
