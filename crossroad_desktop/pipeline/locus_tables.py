"""The output tables of orientation, longer units and the locus catalogue, once each.

Positions are those in the oriented frame: of a genome that was turned, those of its reverse
complement. The words are those of science: see the glossary of the manual.
"""

from typing import Final

import pyarrow as pa

from crossroad_desktop.pipeline.table_spec import (
    CODED_TEXT,
    COUNT,
    FLAG,
    NUMBER,
    PERCENT,
    TEXT,
    Column,
    TableSpec,
    Written,
)

STATES: Final = ("typed", "below_threshold", "absent", "multiple", "missing")
"""What a genome may have at a locus; a cell of the catalogue has one of these."""

_GENOME_TEXT = Column("genomeID", TEXT, "genome id: first word after `>` in the FASTA")
_GENOME_CODED = Column("genomeID", CODED_TEXT, _GENOME_TEXT.meaning)
_LOCUS_ID = Column("locus_id", CODED_TEXT, "name of the locus")

ORIENTATION: Final = TableSpec(
    "orientation",
    "main",
    "orientation.tsv",
    (
        _GENOME_TEXT,
        Column("length", COUNT, "length of the genome in bp, N included"),
        Column("flipped", FLAG, "whether the genome was turned: it lay on the other strand"),
        Column(
            "forward_share",
            NUMBER,
            "votes for the strand as written / all votes, 4 digits; `undefined` without a vote",
        ),
        Column("votes", COUNT, "sampled k-mers found on one strand only of what it is compared to"),
        Column(
            "status",
            CODED_TEXT,
            "`anchor`: what the others are compared with; `forward`; `reversed`: turned; "
            "`ambiguous`: not decided, left as written",
        ),
    ),
    "One row per analysed genome, in file order: on which strand it lies.",
    Written.WITH_ORIENTATION,
)
MINISATELLITES: Final = TableSpec(
    "minisatellites",
    "main",
    "minisatellites.tsv",
    (
        _GENOME_CODED,
        Column("start", COUNT, "first base of the repeat, counted from 0"),
        Column("stop", COUNT, "end of the repeat, exclusive; a partial last unit is inside"),
        Column("repeat", COUNT, "number of full units"),
        Column("motif", CODED_TEXT, "the repeat unit as it stands at the start of the repeat"),
        Column("GC_per", PERCENT, "percent G and C in the motif, 1 digit"),
        Column("AT_per", PERCENT, "percent A and T in the motif, 1 digit"),
        Column("length_of_motif", COUNT, "length of the motif in bp, 7 to 100"),
        Column("loci", CODED_TEXT, "motif and repeat number, as `(ACATTATAT)7`"),
        Column(
            "length_of_ssr", COUNT, "repeat x length_of_motif in bp; without a partial last unit"
        ),
    ),
    "One row per perfect repeat with units of 7 to 100 bp: genomes in file order; in a genome by "
    "length_of_motif, then by start.",
    Written.WITH_MINISATELLITES,
)
LOCI: Final = TableSpec(
    "loci",
    "main",
    "loci.tsv",
    (
        Column("locus_id", TEXT, _LOCUS_ID.meaning),
        Column(
            "motif_class",
            CODED_TEXT,
            "motif class: first of all rotations of the motif and its reverse complement",
        ),
        Column("motif", CODED_TEXT, "the repeat unit on the strand of `genomeID`"),
        Column("motif_length", COUNT, "length of the motif in bp"),
        Column("gene", CODED_TEXT, "genes that the locus overlaps there, joined by `: `"),
        Column("gene_before", CODED_TEXT, "outside genes: the nearest gene before the locus"),
        Column("distance_before", COUNT, "bp between that gene and the locus"),
        Column("gene_after", CODED_TEXT, "outside genes: the nearest gene behind the locus"),
        Column("distance_after", COUNT, "bp between the locus and that gene"),
        Column("genomeID", CODED_TEXT, "genome in which the position is given: the anchor, or, for "
               "what the anchor lacks, another"),
        Column("start", COUNT, "where the left flank ends there, counted from 0"),
        Column("end", COUNT, "where the right flank starts there"),
        Column("left_flank", TEXT, "30 bp before the locus there"),
        Column("right_flank", TEXT, "30 bp behind the locus there"),
        Column("genomes_typed", COUNT, "genomes with the state `typed`"),
        Column("genomes_below_threshold", COUNT, "genomes with the state `below_threshold`"),
        Column("genomes_absent", COUNT, "genomes with the state `absent`"),
        Column("genomes_multiple", COUNT, "genomes with the state `multiple`"),
        Column("genomes_missing", COUNT, "genomes with the state `missing`"),
        Column("alleles", COUNT, "distinct repeat numbers, of genomes with exactly one"),
        Column("min", COUNT, "least repeat number"),
        Column("max", COUNT, "largest repeat number"),
        Column("modal", COUNT, "most frequent repeat number; the smaller one of equals"),
        Column("heterozygosity", NUMBER, "unbiased expected heterozygosity, n/(n-1) (1 - sum p²)"),
        Column("PIC", NUMBER, "polymorphism information content"),
        Column("Shannon", NUMBER, "Shannon index of the repeat numbers, -sum p ln p"),
        Column("conserved", FLAG, "whether all analysed genomes are `typed`"),
        Column("polymorphic", FLAG, "whether there are two or more distinct repeat numbers"),
    ),
    "One row per locus: those on the anchor by position, then the others by genome id, position.",
    Written.WITH_LOCI,
)  # fmt: skip
ALLELES: Final = TableSpec(
    "alleles",
    "main",
    "alleles.tsv",
    (
        _LOCUS_ID,
        _GENOME_CODED,
        Column(
            "state",
            CODED_TEXT,
            "`typed`, `below_threshold`, `absent`, `multiple` or `missing`",
        ),
        Column("repeat", COUNT, "full units of the motif class between the flanks"),
        Column("length_bp", COUNT, "end - start"),
        Column("start", COUNT, "first base of the repeat, counted from 0; where the flanks meet if "
               "there is none"),
        Column("end", COUNT, "end of the repeat, exclusive; a partial last unit is inside"),
        Column("strand", CODED_TEXT, "`+` or `-`: the strand on which the genome has the locus"),
    ),
    "One row per locus and genome; of a genome with several places, one row per place; a missing "
    "one has no values. By locus as in loci.tsv, then genomes in file order, then start.",
    Written.WITH_LOCI,
)  # fmt: skip
GENOME_LOCI: Final = TableSpec(
    "genome_loci",
    "main",
    "genome_loci.tsv",
    (
        _GENOME_TEXT,
        Column("covered_per", PERCENT, "percent of the genome that could be laid over the anchor, "
               "1 digit"),
        Column("typed", COUNT, "loci with the state `typed`"),
        Column("below_threshold", COUNT, "loci with the state `below_threshold`"),
        Column("absent", COUNT, "loci with the state `absent`"),
        Column("multiple", COUNT, "loci with the state `multiple`"),
        Column("missing", COUNT, "loci with the state `missing`"),
    ),
    "One row per analysed genome, in file order: how much of the catalogue it has.",
    Written.WITH_LOCI,
)  # fmt: skip
UNPLACED_SSRS: Final = TableSpec(
    "unplaced_ssrs",
    "intrim",
    "unplaced_ssrs.tsv",
    (
        _GENOME_CODED,
        Column("start", COUNT, "first base of the repeat, counted from 0"),
        Column("stop", COUNT, "end of the repeat, exclusive"),
        Column("motif", CODED_TEXT, "the repeat unit as it stands at the start of the repeat"),
        Column("reason", CODED_TEXT, "`flank not known`: N or the record's end within 24 bp; "
               "`flanks repeat themselves`; `flanks not found`"),
    ),
    "Repeats that belong to no locus, and why.",
    Written.WITH_LOCI,
)  # fmt: skip
LOCUS_TABLES: Final = (ORIENTATION, MINISATELLITES, LOCI, ALLELES, GENOME_LOCI, UNPLACED_SSRS)

ALLELE_MATRIX_FILE: Final = "main/allele_matrix.csv"
"""Analysed genomes x loci, both in the order of their tables; first column genomeID, then one per
locus_id. A cell is the repeat number (0: absent), all of them with `/` between for several places,
and empty where the locus is missing."""

ALLELE_SEQUENCES_FILE: Final = "parquet/allele_sequences.parquet"
"""One row per row of alleles.tsv that is not missing: locus_id, genomeID, start (as there), then
left_flank (30 bp), tract, right_flank (30 bp) on the strand of the locus. For figures."""

ALLELE_SEQUENCES_SCHEMA: Final = pa.schema(
    [
        ("locus_id", CODED_TEXT),
        ("genomeID", CODED_TEXT),
        ("start", COUNT),
        ("left_flank", TEXT),
        ("tract", TEXT),
        ("right_flank", TEXT),
    ]
)
