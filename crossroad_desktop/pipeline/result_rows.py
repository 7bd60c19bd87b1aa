"""Rows of the wide result tables, made from the narrow columns of the steps.

In: SSR rows, genes, pairs, genome statistics and metadata, and the numbers of the rows wanted. Out:
Arrow tables with croSSRoad's columns (declared in tables.py). A million SSRs are 14 MB in our
columns and 100 MB or more as text, so a wide table exists only piece by piece, while it is written.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from crossroad_desktop.pipeline.annotations import Genes
from crossroad_desktop.pipeline.categories import UNDEFINED, GenomeMetadata
from crossroad_desktop.pipeline.coded_columns import code_texts
from crossroad_desktop.pipeline.fasta import GenomeStatistics
from crossroad_desktop.pipeline.flanks import CommonPatterns, ConservedSsrs, Occurrences
from crossroad_desktop.pipeline.genes import POSITIONS, SsrGenePairs
from crossroad_desktop.pipeline.motifs import motif_table
from crossroad_desktop.pipeline.orientation import STRANDS, Orientation
from crossroad_desktop.pipeline.ssr import FLANK_LENGTH, SsrRows
from crossroad_desktop.pipeline.table_writer import ROWS_PER_PIECE
from crossroad_desktop.pipeline.variation import Variation, describe_rotations

Rows = NDArray[np.int64]
Columns = dict[str, pa.Array]


@dataclass(frozen=True)
class ResultRows:
    """Looks rows up; each method gives an Arrow table of the rows asked for, in their order."""

    statistics: GenomeStatistics
    metadata: GenomeMetadata
    ssrs: SsrRows

    def genome_rows_with_metadata(self) -> pa.Table:
        """Columns of genomes.parquet, one row per FASTA record."""
        everything = np.arange(len(self.statistics.ids), dtype=np.int32)
        return pa.table(
            {
                "genomeID": self._all_genome_ids,
                "is_analysed": pa.array(self.statistics.is_kept),
                **self._genome_values(everything),
                **{name: self._metadata(name, everything) for name in self.metadata.columns},
            }
        )

    def ssr_rows(self, rows: Rows, with_metadata: bool) -> pa.Table:
        """Columns of reformatted.tsv; with metadata and genome values, of mergedOut.tsv."""
        genome = self.ssrs.genome[rows]
        columns = {
            "genomeID": self._genome_ids(genome),
            "start": pa.array(self.ssrs.start[rows]),
            "stop": pa.array(self.ssrs.end[rows]),
            **self._ssr_values(rows),
        }
        if with_metadata:
            columns |= {name: self._metadata(name, genome) for name in self.metadata.columns}
            columns |= self._genome_values(genome)
        return pa.table(columns)

    def pair_rows(self, rows: Rows, pairs: SsrGenePairs, genes: Genes) -> pa.Table:
        """Columns of ssr_genecombo.tsv for some rows of the pairs."""
        ssr, gene = pairs.ssr[rows], pairs.gene[rows]
        genome = self.ssrs.genome[ssr]
        metadata = ("category", self.metadata.dynamic, "year")
        return pa.table(
            {
                "genomeID": self._genome_ids(genome),
                "start1": pa.array(self.ssrs.start[ssr]),
                "end1": pa.array(self.ssrs.end[ssr]),
                **self._ssr_values(ssr),
                **{name: self._metadata(name, genome) for name in metadata},
                **self._genome_values(genome),
                "genomeID2": self._genome_ids(genome),
                "start2": pa.array(genes.start[gene]),
                "end2": pa.array(genes.end[gene]),
                "gene": code_texts(genes.name[gene], genes.names),
                "ssr_position": code_texts(pairs.position[rows], POSITIONS),
            }
        )

    def perf_rows(self, rows: Rows) -> pa.Table:
        """Columns of perf_out.tsv."""
        motif = self.ssrs.motif[rows]
        table = motif_table()
        is_reverse = table.rotation_codes[motif] != table.class_codes[motif]
        return pa.table(
            {
                "genomeID": self._genome_ids(self.ssrs.genome[rows]),
                "start": pa.array(self.ssrs.start[rows]),
                "stop": pa.array(self.ssrs.end[rows]),
                "class": code_texts(table.class_codes[motif], _motif_texts()),
                "length": pa.array(self.ssrs.end[rows] - self.ssrs.start[rows]),
                "strand": code_texts(is_reverse, ["+", "-"]),
                "repeat": pa.array(self._repeat[rows]),
                "motif": code_texts(motif, _motif_texts()),
            }
        )

    def _genome_ids(self, genome: NDArray[np.int32]) -> pa.DictionaryArray:
        return code_texts(genome, self._all_genome_ids)

    def _metadata(self, name: str, genome: NDArray[np.int32]) -> pa.Array:
        return self._metadata_by_genome[name].take(pa.array(genome))

    def _genome_values(self, genome: NDArray[np.int32]) -> Columns:
        return {
            "length_genome": pa.array(self.statistics.lengths[genome].astype(np.int32)),
            "N_count": pa.array(self.statistics.n_counts[genome].astype(np.int32)),
            "genome_GC_per": pa.array(self.statistics.gc_percent[genome]),
        }

    def _ssr_values(self, rows: Rows) -> Columns:
        motif, allele = self.ssrs.motif[rows], self._alleles.numbers[rows]
        return {
            "repeat": pa.array(self._repeat[rows]),
            "motif": code_texts(motif, _motif_texts()),
            "GC_per": pa.array(_motif_gc_percent()[motif]),
            "AT_per": pa.array(np.round(100 - _motif_gc_percent()[motif], 1)),
            "length_of_motif": pa.array(motif_table().lengths[motif].astype(np.int32)),
            "loci": code_texts(allele, self._alleles.texts),
            "length_of_ssr": pa.array(self._alleles.lengths[allele]),
        }

    @cached_property
    def _all_genome_ids(self) -> pa.StringArray:
        return pa.array(self.statistics.ids, pa.string())

    @cached_property
    def _metadata_by_genome(self) -> dict[str, pa.Array]:
        columns: dict[str, pa.Array] = dict(self.metadata.columns)
        years = columns["year"].cast(pa.string())
        columns["year"] = pc.if_else(pc.equal(years, UNDEFINED), None, years).cast(pa.int32())
        return columns

    @cached_property
    def _repeat(self) -> NDArray[np.int32]:
        return self.ssrs.repeat

    @cached_property
    def _alleles(self) -> "_Alleles":
        texts = motif_table().texts
        keys, numbers = np.unique(
            self.ssrs.motif.astype(np.int64) << 32 | self._repeat, return_inverse=True
        )
        motifs, repeats = keys >> 32, keys & 0xFFFFFFFF
        loci = [f"({texts[code]}){count}" for code, count in zip(motifs, repeats, strict=True)]
        lengths = (repeats * motif_table().lengths[motifs]).astype(np.int32)
        return _Alleles(numbers.astype(np.int32), pa.array(loci, pa.string()), lengths)


@dataclass(frozen=True)
class _Alleles:
    numbers: NDArray[np.int32]
    """Index into `texts` and `lengths`, one per SSR row."""
    texts: pa.StringArray
    """`(motif)repeat`."""
    lengths: NDArray[np.int32]
    """repeat x motif length, in bp."""


def genome_rows(statistics: GenomeStatistics) -> pa.Table:
    """Columns of genome_stats.tsv."""
    return pa.table(
        {
            "genomeID": pa.array(statistics.ids, pa.string()),
            "length_genome": pa.array(statistics.lengths.astype(np.int32)),
            "N_count": pa.array(statistics.n_counts.astype(np.int32)),
            "genome_GC_per": pa.array(statistics.gc_percent),
        }
    )


def orientation_rows(orientation: Orientation, statistics: GenomeStatistics) -> pa.Table:
    """Columns of orientation.tsv."""
    analysed = np.flatnonzero(statistics.is_kept)
    return pa.table(
        {
            "genomeID": pa.array([statistics.ids[number] for number in analysed], pa.string()),
            "length": pa.array(statistics.lengths[analysed].astype(np.int32)),
            "flipped": pa.array(orientation.is_flipped),
            "forward_share": pa.array(np.round(orientation.forward_share, 4), from_pandas=True),
            "votes": pa.array(orientation.votes.astype(np.int32)),
            "status": code_texts(orientation.status, STRANDS),
        }
    )


def gene_rows(rows: Rows, genes: Genes) -> pa.Table:
    """Columns of genes_non_ssr.tsv for some rows of the genes."""
    return pa.table(
        {
            "genomeID": code_texts(genes.genome[rows], genes.genome_ids),
            "start": pa.array(genes.start[rows]),
            "end": pa.array(genes.end[rows]),
            "gene": code_texts(genes.name[rows], genes.names),
        }
    )


def variation_rows(variation: Variation, names: Sequence[str], dynamic: str) -> pa.Table:
    """Columns of cyclical_variation.csv and the like for all groups; `names` are the genes'."""
    texts = motif_table().texts
    motifs = [texts[code] for code in variation.motif]
    genes = [names[number] for number in variation.gene]
    rotations = describe_rotations(variation)
    joined = dict(variation.joined)
    columns: dict[str, Any] = {
        "motif": pa.array(motifs, pa.string()),
        "gene": pa.array(genes, pa.string()),
        "genomeID": joined.pop("genomeID"),
        "repeat": joined.pop("repeat"),
        "length_of_motif": pa.array(motif_table().lengths[variation.motif].astype(np.int32)),
        **{name: joined[name] for name in ("loci", "length_of_ssr", "category", "year")},
        "ssr_position": joined["ssr_position"],
        dynamic: joined[dynamic],
        "repeat_count": pa.array(variation.repeat_count),
        "genomeID_count": pa.array(variation.genome_count),
        "motif_variations": pa.array(rotations, pa.string()),
        "concat_column": pa.array(
            [f"{gene}_{turns}" for gene, turns in zip(genes, rotations, strict=True)], pa.string()
        ),
    }
    return pa.table(columns)


def occurrence_rows(
    rows: Rows, occurrences: Occurrences, conserved: ConservedSsrs, genome_ids: Sequence[str]
) -> pa.Table:
    """Columns of flanked.tsv for some rows of the occurrences; start and end 1-based inclusive."""
    pattern = occurrences.pattern[rows]
    return pa.table(
        {
            "seqID": code_texts(occurrences.genome[rows], genome_ids),
            "patternName": pa.array(pattern + np.int32(1)),
            "pattern": code_texts(pattern, padded_sequences(conserved)),
            "strand": code_texts(np.zeros(len(rows), np.int32), ["+"]),
            "start": pa.array(occurrences.start[rows] + np.int32(1)),
            "end": pa.array(occurrences.end[rows]),
            "matched": code_texts(occurrences.matched[rows], occurrences.sequences),
        }
    )


def padded_sequences(conserved: ConservedSsrs) -> list[str]:
    """Each conserved SSR with 10 N on both sides, as croSSRoad searches for them."""
    margin = "N" * FLANK_LENGTH
    return [f"{margin}{sequence}{margin}" for sequence in conserved.sequences]


def pattern_rows(patterns: CommonPatterns) -> pa.Table:
    """Columns of pattern_summary.csv."""
    return pa.table(
        {
            "PatternName": pa.array(patterns.pattern + np.int32(1)),
            "TotalSeqIDs": pa.array(patterns.genome_count),
            "PatternSize": pa.array([len(text) for text in patterns.sequences], pa.int32()),
            "Pattern": pa.array(patterns.sequences, pa.string()),
        }
    )


def in_pieces(rows: Rows, make: Callable[[Rows], pa.Table]) -> Iterator[pa.Table]:
    """Tables of at most ROWS_PER_PIECE of the rows, one after the other; none for no rows."""
    for first in range(0, len(rows), ROWS_PER_PIECE):
        yield make(rows[first : first + ROWS_PER_PIECE])


def _motif_texts() -> pa.StringArray:
    return pa.array(motif_table().texts, pa.string())


def _motif_gc_percent() -> NDArray[np.float64]:
    table = motif_table()
    # Tie-free: with motifs of 1 to 6 bp no percentage lies half-way between two tenths.
    return np.round(100.0 * table.gc_counts / table.lengths, 1)
