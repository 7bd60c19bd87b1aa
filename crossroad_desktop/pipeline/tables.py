"""Every output table, once: file, folder, columns, types, meaning.

The names of files and columns are croSSRoad's, whose users have scripts that read them; they stand
here and nowhere else. Those of the tables that are ours alone stand in locus_tables.py. The manual
page of the output files is checked against this module.
"""

from typing import Final

from crossroad_desktop.pipeline.locus_tables import (
    ALLELE_MATRIX_FILE,
    ALLELE_SEQUENCES_FILE,
    LOCUS_TABLES,
)
from crossroad_desktop.pipeline.parameters import AnalysisParameters
from crossroad_desktop.pipeline.table_spec import (
    CATEGORY,
    CODED_TEXT,
    COUNT,
    DYNAMIC,
    METADATA,
    PERCENT,
    TEXT,
    YEAR,
    Column,
    TableSpec,
    Written,
)

_GENOME = Column("genomeID", CODED_TEXT, "genome id: first word after `>` in the FASTA")
_GENOME_VALUES = (
    Column("length_genome", COUNT, "length of the genome in bp, N included"),
    Column("N_count", COUNT, "number of N in the genome"),
    Column("genome_GC_per", PERCENT, "percent G and C among the bases that are not N, 2 digits"),
)
_SSR_VALUES = (
    Column("repeat", COUNT, "number of full units"),
    Column("motif", CODED_TEXT, "the repeat unit as it stands at the start of the SSR"),
    Column("GC_per", PERCENT, "percent G and C in the motif, 1 digit"),
    Column("AT_per", PERCENT, "percent A and T in the motif, 1 digit"),
    Column("length_of_motif", COUNT, "length of the motif in bp"),
    Column("loci", CODED_TEXT, "motif and repeat number, as `(ATC)14`"),
    Column("length_of_ssr", COUNT, "repeat x length_of_motif in bp; without a partial last unit"),
)
_SSR = (
    _GENOME,
    Column("start", COUNT, "first base of the SSR, counted from 0"),
    Column("stop", COUNT, "end of the SSR, exclusive; a partial last unit is inside"),
    *_SSR_VALUES,
)
_GENE = (
    Column("genomeID", CODED_TEXT, "genome id in the BED file"),
    Column("start", COUNT, "start of the gene, counted from 0"),
    Column("end", COUNT, "end of the gene, exclusive"),
    Column("gene", CODED_TEXT, "name of the gene"),
)
_PAIR = (
    _GENOME,
    Column("start1", COUNT, "start of the SSR, counted from 0"),
    Column("end1", COUNT, "end of the SSR, exclusive"),
    *_SSR_VALUES,
    CATEGORY,
    DYNAMIC,
    YEAR,
    *_GENOME_VALUES,
    Column("genomeID2", CODED_TEXT, "genome id of the gene; equal to genomeID"),
    Column("start2", COUNT, "start of the gene, counted from 0"),
    Column("end2", COUNT, "end of the gene, exclusive"),
    Column("gene", CODED_TEXT, "name of the gene"),
    Column(
        "ssr_position",
        CODED_TEXT,
        "`intersect_start`: the SSR begins before the gene; else `intersect_stop`: it ends after "
        "the gene; else `IN`",
    ),
)
_JOINED = "; distinct values in order of first appearance, joined by `: `"
_HOTSPOT_COLUMNS = (
    Column("motif", TEXT, "motif of the group"),
    Column("gene", TEXT, "gene of the group"),
    Column("genomeID", TEXT, "genomes of the group" + _JOINED),
    Column("repeat", TEXT, "repeat numbers" + _JOINED),
    Column("length_of_motif", COUNT, "length of the motif in bp"),
    Column("loci", TEXT, "motif and repeat number" + _JOINED),
    Column("length_of_ssr", TEXT, "lengths in bp without a partial last unit" + _JOINED),
    Column("category", TEXT, "categories of the genomes" + _JOINED),
    Column("year", TEXT, "years of the genomes" + _JOINED),
    Column("ssr_position", TEXT, "positions in the gene" + _JOINED),
    Column(DYNAMIC.name, TEXT, "values of the third column of the categories file" + _JOINED),
    Column("repeat_count", COUNT, "number of distinct repeat numbers"),
    Column("genomeID_count", COUNT, "number of distinct genomes"),
)
_ROTATION_COLUMNS = (
    Column("motif_variations", TEXT, "all rotations of the motif, sorted, joined by `, `"),
    Column("concat_column", TEXT, "gene, `_`, motif_variations"),
)

GENOME_STATS: Final = TableSpec(
    "genome_stats",
    "intrim",
    "genome_stats.tsv",
    (Column("genomeID", TEXT, _GENOME.meaning), *_GENOME_VALUES),
    "One row per FASTA record, in file order, also for those that the filter leaves out.",
    Written.ALWAYS,
)
PERF_PARAMS: Final = TableSpec(
    "perf_params",
    "intrim",
    "perf_params.txt",
    (
        Column("motif_length", COUNT, "motif length in bp"),
        Column("min_repeat", COUNT, "least number of repeats of such a motif"),
    ),
    "The thresholds of the run; no header line.",
    Written.ALWAYS,
    has_header=False,
    has_parquet=False,
)
REFORMATTED: Final = TableSpec(
    "reformatted",
    "intrim",
    "reformatted.tsv",
    _SSR,
    "One row per SSR: genomes in file order; in a genome by length_of_motif x its threshold, "
    "then by start.",
    Written.ALWAYS,
)
LOCICONS: Final = TableSpec(
    "locicons",
    "intrim",
    "locicons.txt",
    (Column("sequence", TEXT, "motif written `repeat` times"),),
    "SSRs (motif and repeat number) that every analysed genome has, sorted; no header line. The "
    "line number, counted from 1, is the patternName of the flank tables.",
    Written.ALWAYS,
    has_header=False,
)
MERGED: Final = TableSpec(
    "mergedOut",
    "main",
    "mergedOut.tsv",
    (*_SSR, METADATA, *_GENOME_VALUES),
    "The SSRs with what is known of their genomes; rows and order of reformatted.tsv.",
    Written.WITH_CATEGORIES,
)
SSR_GENECOMBO: Final = TableSpec(
    "ssr_genecombo",
    "main",
    "ssr_genecombo.tsv",
    _PAIR,
    "One row per SSR and gene that overlap by at least one base; SSR order, then BED order.",
    Written.WITH_GENES,
)
SSR_NON_GENE: Final = TableSpec(
    "ssr_non_gene",
    "intrim",
    "ssr_non_gene.tsv",
    (*_SSR, METADATA, *_GENOME_VALUES),
    "SSRs that overlap no gene; without a categories file the columns of reformatted.tsv.",
    Written.WITH_GENES,
)
GENES_NON_SSR: Final = TableSpec(
    "genes_non_ssr",
    "intrim",
    "genes_non_ssr.tsv",
    _GENE,
    "Genes that overlap no SSR, in BED order; those of genomes not analysed are among them.",
    Written.WITH_GENES,
)
REF_SSR_GENECOMBO: Final = TableSpec(
    "ref_ssr_genecombo",
    "main",
    "ref_ssr_genecombo.csv",
    _PAIR,
    "The pairs of the reference, and of other genomes those whose gene and loci the reference does "
    "not have; by gene, then loci.",
    Written.WITH_REFERENCE,
)
ALL_VARIATIONS: Final = TableSpec(
    "all_variations",
    "intrim",
    "all_variations.csv",
    _HOTSPOT_COLUMNS,
    "One row per motif and gene, sorted by both; from ref_ssr_genecombo.csv with a reference, else "
    "from ssr_genecombo.tsv.",
    Written.WITH_GENES,
)
CYCLICAL_VARIATION: Final = TableSpec(
    "cyclical_variation",
    "intrim",
    "cyclical_variation.csv",
    (*_HOTSPOT_COLUMNS, *_ROTATION_COLUMNS),
    "Rows of all_variations.csv whose gene has a rotation of the motif in another row, together in "
    "no more genomes than have an SSR in a gene.",
    Written.WITH_GENES,
)
REPEAT_VARIATION: Final = TableSpec(
    "repeatvariation",
    "intrim",
    "repeatvariation.csv",
    (*_HOTSPOT_COLUMNS, *_ROTATION_COLUMNS),
    "Rows of all_variations.csv with genomeID_count > min_genome_count and repeat_count > "
    "min_repeat_count.",
    Written.WITH_GENES,
)
HOTSPOT_SINGLE_MATCHES: Final = TableSpec(
    "hotspot_single_matches",
    "intrim",
    "hotspot_single_matches.csv",
    (*_HOTSPOT_COLUMNS, *_ROTATION_COLUMNS),
    "Rows of all_variations.csv whose gene has a rotation of the motif in another row, one of them "
    "in repeatvariation.csv.",
    Written.WITH_GENES,
)
MH_TMP: Final = TableSpec(
    "mh_tmp",
    "intrim",
    "mh_tmp.csv",
    _HOTSPOT_COLUMNS,
    "hotspot_single_matches.csv, then the other rows of repeatvariation.csv.",
    Written.WITH_GENES,
)
MUTATIONAL_HOTSPOT: Final = TableSpec(
    "mutational_hotspot",
    "main",
    "mutational_hotspot.csv",
    tuple(
        column
        for column in _HOTSPOT_COLUMNS
        if column.name
        in {
            "motif",
            "gene",
            "length_of_motif",
            "loci",
            "length_of_ssr",
            "repeat_count",
            "genomeID_count",
        }
    ),
    "The hotspots: rows of mh_tmp.csv without the columns that say where they were seen.",
    Written.WITH_GENES,
)
HSSR_DATA: Final = TableSpec(
    "hssr_data",
    "main",
    "hssr_data.csv",
    _PAIR,
    "Rows of ssr_genecombo.tsv whose motif, gene and genome belong to a hotspot.",
    Written.WITH_GENES,
)
FLANKED: Final = TableSpec(
    "flanked",
    "main/flanks",
    "flanked.tsv",
    (
        Column("seqID", CODED_TEXT, _GENOME.meaning),
        Column("patternName", COUNT, "line number in locicons.txt, from 1"),
        Column("pattern", CODED_TEXT, "the SSR with 10 N on each side"),
        Column("strand", CODED_TEXT, "always `+`"),
        Column("start", COUNT, "first base of the left flank, counted from 1"),
        Column("end", COUNT, "last base of the right flank, counted from 1"),
        Column("matched", CODED_TEXT, "the sequence found, flanks included"),
    ),
    "Every place of a conserved SSR with 10 bases of ACGT on both sides; by genome, pattern, "
    "start.",
    Written.WITH_FLANKS,
)
PATTERN_SUMMARY: Final = TableSpec(
    "pattern_summary",
    "main/flanks",
    "pattern_summary.csv",
    (
        Column("PatternName", COUNT, "line number in locicons.txt, from 1"),
        Column("TotalSeqIDs", COUNT, "genomes with at least one such place"),
        Column("PatternSize", COUNT, "length of Pattern in bp, at least 14"),
        Column("Pattern", TEXT, "the SSR with the bases that all its places share on each side"),
    ),
    "What the flanks of each conserved SSR have in common.",
    Written.WITH_FLANKS,
)
PERF_OUT: Final = TableSpec(
    "perf_out",
    "intrim",
    "perf_out.tsv",
    (
        *_SSR[:3],
        Column("class", CODED_TEXT, "motif class"),
        Column("length", COUNT, "stop - start in bp; a partial last unit counts"),
        Column("strand", CODED_TEXT, "`+` if the motif is a rotation of its class, else `-`"),
        *_SSR_VALUES[:2],
    ),
    "The SSRs in PERF's format; no header line.",
    Written.KEPT,
    has_header=False,
    has_parquet=False,
)
MERGED_BED: Final = TableSpec(
    "mergedOut_bed",
    "intrim",
    "mergedOut.bed",
    MERGED.columns,
    "mergedOut.tsv (without categories: reformatted.tsv) without header.",
    Written.KEPT_WITH_GENES,
    has_header=False,
    has_parquet=False,
)
INTERSECT_BED: Final = TableSpec(
    "intersect_output",
    "intrim",
    "intersect_output.bed",
    SSR_GENECOMBO.columns[:-1],
    "ssr_genecombo.tsv without header and ssr_position.",
    Written.KEPT_WITH_GENES,
    has_header=False,
    has_parquet=False,
)
NO_OVERLAP_BED: Final = TableSpec(
    "no_overlap_output",
    "intrim",
    "no_overlap_output.bed",
    SSR_NON_GENE.columns,
    "ssr_non_gene.tsv without header.",
    Written.KEPT_WITH_GENES,
    has_header=False,
    has_parquet=False,
)
NO_OVERLAP_GENES_BED: Final = TableSpec(
    "no_overlap_genes_output",
    "intrim",
    "no_overlap_genes_output.bed",
    GENES_NON_SSR.columns,
    "genes_non_ssr.tsv without header.",
    Written.KEPT_WITH_GENES,
    has_header=False,
    has_parquet=False,
)

ALL_TABLES: Final = (
    GENOME_STATS,
    PERF_PARAMS,
    REFORMATTED,
    MERGED,
    LOCICONS,
    SSR_GENECOMBO,
    SSR_NON_GENE,
    GENES_NON_SSR,
    REF_SSR_GENECOMBO,
    ALL_VARIATIONS,
    CYCLICAL_VARIATION,
    REPEAT_VARIATION,
    HOTSPOT_SINGLE_MATCHES,
    MH_TMP,
    MUTATIONAL_HOTSPOT,
    HSSR_DATA,
    FLANKED,
    PATTERN_SUMMARY,
    PERF_OUT,
    MERGED_BED,
    INTERSECT_BED,
    NO_OVERLAP_BED,
    NO_OVERLAP_GENES_BED,
    *LOCUS_TABLES,
)

GENOMES_FILE: Final = "parquet/genomes.parquet"
"""One row per FASTA record with its metadata: genomeID, is_analysed, length_genome, N_count,
genome_GC_per, then the columns of the categories file. For figures: no text table has the metadata
of genomes without any SSR."""

RESULT_FILES: Final = frozenset(
    {
        "run.json",
        "intrim/clean_genome.fa",
        "intrim/filtered_genomes.fa",
        "intrim/flank_sequences.fa",
        *(f"{table.folder}/{table.file}" for table in ALL_TABLES),
        GENOMES_FILE,
        ALLELE_MATRIX_FILE,
        ALLELE_SEQUENCES_FILE,
        *(f"parquet/{table.name}.parquet" for table in ALL_TABLES if table.has_parquet),
    }
)
"""Every file that a run may write, by its path in the output folder."""

RESERVED_COLUMN_NAMES: Final = frozenset({"file_row_number", "is_analysed"}) | frozenset(
    column.name
    for table in (MERGED, SSR_GENECOMBO, HOTSPOT_SINGLE_MATCHES)
    for column in table.columns
) - {CATEGORY.name, YEAR.name, "genomeID"}
"""Names that a column of the categories file cannot keep in the results."""


def tables_of_run(
    has_categories: bool, has_genes: bool, parameters: AnalysisParameters
) -> list[TableSpec]:
    """The tables that a run with these inputs and parameters writes."""
    kept = parameters.keep_intermediate
    applies = {
        Written.ALWAYS: True,
        Written.WITH_CATEGORIES: has_categories,
        Written.WITH_GENES: has_genes,
        Written.WITH_REFERENCE: has_genes and parameters.reference_id is not None,
        Written.WITH_FLANKS: parameters.flanks,
        Written.WITH_ORIENTATION: parameters.orient == "auto",
        Written.WITH_LOCI: parameters.loci,
        Written.WITH_MINISATELLITES: parameters.minisatellites,
        Written.KEPT: kept,
        Written.KEPT_WITH_GENES: kept and has_genes,
    }
    return [table for table in ALL_TABLES if applies[table.written]]
