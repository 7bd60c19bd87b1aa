"""The locus catalogue of a run, from repeats and genomes to its files.

In: SSRs and longer repeats of the analysed genomes, the genomes themselves, genes. Out: loci.tsv,
alleles.tsv, allele_matrix.csv, genome_loci.tsv, unplaced_ssrs.tsv with their Parquet twins, the
sequences of all alleles as Parquet, and how many loci there are.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from numpy.typing import NDArray

from crossroad_desktop.errors import count_of, list_offenders
from crossroad_desktop.pipeline import locus_tables
from crossroad_desktop.pipeline.coded_columns import code_texts
from crossroad_desktop.pipeline.fasta import GenomeStatistics
from crossroad_desktop.pipeline.loci.anchors import choose_anchor
from crossroad_desktop.pipeline.loci.catalogue import build_catalogue
from crossroad_desktop.pipeline.loci.columns import Catalogue, Genomes, Loci, Tracts
from crossroad_desktop.pipeline.locus_genes import find_locus_genes
from crossroad_desktop.pipeline.locus_names import name_loci
from crossroad_desktop.pipeline.locus_rows import (
    UNPLACED_REASONS,
    allele_rows,
    genome_locus_rows,
    locus_rows,
    matrix_lines,
    sequence_rows,
)
from crossroad_desktop.pipeline.minisatellites import MIN_UNITS
from crossroad_desktop.pipeline.motifs import motif_table
from crossroad_desktop.pipeline.output_folder import ResultFiles, append_bytes
from crossroad_desktop.pipeline.parameters import AnalysisParameters
from crossroad_desktop.pipeline.result_rows import in_pieces
from crossroad_desktop.pipeline.scanning import Scanned
from crossroad_desktop.pipeline.summary import LocusCounts

STEP: Final = "Cataloguing loci"
LEAST_COVERED: Final = 0.5
"""Share of a genome that must lie over the anchor: below it `missing` says little."""


@dataclass(frozen=True)
class _Repeats:
    """SSRs and longer repeats."""

    genome: NDArray[np.int32]
    """Number of the record in the FASTA file, from 0."""
    start: NDArray[np.int32]
    end: NDArray[np.int32]
    motif: NDArray[np.int32]
    """Place in `motifs` of the repeat unit as it stands at the start."""
    motifs: list[str]

    @property
    def motif_length(self) -> NDArray[np.int32]:
        """bp."""
        return np.array([len(text) for text in self.motifs], np.int32)[self.motif]


@dataclass(frozen=True)
class _Places:
    """Where loci lie, with the numbers of the records in the FASTA file."""

    genome: NDArray[np.int32]
    start: NDArray[np.int32]
    end: NDArray[np.int32]

    def __len__(self) -> int:
        return len(self.start)


def write_loci(
    results: ResultFiles, genomes: Genomes, scanned: Scanned, parameters: AnalysisParameters
) -> LocusCounts:
    """What was found, once all tables of the catalogue are written."""
    statistics = scanned.inputs.statistics
    records = np.flatnonzero(statistics.is_kept).astype(np.int32)
    repeats = _join_repeats(scanned)
    tracts, order = _sort_tracts(repeats, records)
    catalogue = build_catalogue(
        genomes,
        tracts,
        _find_anchor(statistics, records, parameters),
        {**parameters.min_repeats, **(MIN_UNITS if parameters.minisatellites else {})},
        lambda share: results.tell_catalogue(STEP, share),
    )
    loci = catalogue.loci
    of_loci = find_locus_genes(_place(loci, records), scanned.inputs.genes, statistics.ids)
    names = name_loci(loci.motif_class, loci.left_flank, loci.right_flank, of_loci)
    table = locus_rows(catalogue, names, of_loci, genomes.ids)
    results.write(locus_tables.LOCI, _whole(table), len(table))
    _write_alleles(results, catalogue, names, genomes)
    per_genome = genome_locus_rows(catalogue, genomes.ids)
    results.write(locus_tables.GENOME_LOCI, _whole(per_genome), len(per_genome))
    unplaced = _unplaced_rows(catalogue, repeats, order, statistics.ids)
    results.write(locus_tables.UNPLACED_SSRS, _whole(unplaced), len(unplaced))
    return LocusCounts(
        loci=len(loci),
        polymorphic=pc.sum(table["polymorphic"]).as_py() or 0,
        conserved=pc.sum(table["conserved"]).as_py() or 0,
        anchor_id=genomes.ids[catalogue.anchor],
        warnings=_warn_of_distant(catalogue, genomes.ids),
    )


def _find_anchor(
    statistics: GenomeStatistics, records: NDArray[np.int32], parameters: AnalysisParameters
) -> int:
    ids = [statistics.ids[record] for record in records]
    if parameters.reference_id is not None:
        return ids.index(parameters.reference_id)
    return choose_anchor(ids, statistics.lengths[records], statistics.n_counts[records])


def _join_repeats(scanned: Scanned) -> _Repeats:
    ssrs, longer = scanned.ssrs, scanned.minisatellites
    texts = motif_table().texts
    if longer is None:
        return _Repeats(ssrs.genome, ssrs.start, ssrs.end, ssrs.motif.astype(np.int32), texts)
    return _Repeats(
        np.concatenate([ssrs.genome, longer.genome]),
        np.concatenate([ssrs.start, longer.start]),
        np.concatenate([ssrs.end, longer.end]),
        np.concatenate([ssrs.motif.astype(np.int32), longer.motif + np.int32(len(texts))]),
        texts + longer.motifs,
    )


def _sort_tracts(repeats: _Repeats, records: NDArray[np.int32]) -> tuple[Tracts, NDArray[np.int64]]:
    """The repeats by genome, start, motif length; and which repeat each row is."""
    motif_length = repeats.motif_length
    order = np.lexsort((motif_length, repeats.start, repeats.genome))
    genome = np.searchsorted(records, repeats.genome[order]).astype(np.int32)
    tracts = Tracts(genome, repeats.start[order], repeats.end[order], motif_length[order])
    return tracts, order


def _place(loci: Loci, records: NDArray[np.int32]) -> _Places:
    return _Places(records[loci.genome], loci.start, loci.end)


def _write_alleles(
    results: ResultFiles, catalogue: Catalogue, names: Sequence[str], genomes: Genomes
) -> None:
    alleles, coded_names = catalogue.alleles, pa.array(names, pa.string())
    pieces = in_pieces(
        np.arange(len(alleles)), lambda rows: allele_rows(rows, alleles, coded_names, genomes.ids)
    )
    results.write(locus_tables.ALLELES, pieces, len(alleles))
    for lines in matrix_lines(alleles, names, genomes.ids):
        append_bytes(results.folder / locus_tables.ALLELE_MATRIX_FILE, lines)
    _write_sequences(
        results.folder / locus_tables.ALLELE_SEQUENCES_FILE,
        sequence_rows(genomes, alleles, coded_names),
    )


def _write_sequences(path: Path, pieces: Iterator[pa.Table]) -> None:
    schema = locus_tables.ALLELE_SEQUENCES_SCHEMA
    with path.open("wb") as file, pq.ParquetWriter(file, schema, compression="zstd") as writer:
        for piece in pieces:
            writer.write_table(piece)


def _unplaced_rows(
    catalogue: Catalogue, repeats: _Repeats, order: NDArray[np.int64], ids: Sequence[str]
) -> pa.Table:
    """Columns of unplaced_ssrs.tsv; `ids` are those of all records."""
    rows = order[catalogue.unplaced]
    return pa.table(
        {
            "genomeID": code_texts(repeats.genome[rows], ids),
            "start": pa.array(repeats.start[rows]),
            "stop": pa.array(repeats.end[rows]),
            "motif": code_texts(repeats.motif[rows], repeats.motifs),
            "reason": code_texts(catalogue.unplaced_reason, UNPLACED_REASONS),
        }
    )


def _warn_of_distant(catalogue: Catalogue, ids: Sequence[str]) -> list[str]:
    is_distant = catalogue.covered < LEAST_COVERED
    # One that consists of repeats lies over itself in no way that could be told.
    is_distant[catalogue.anchor] = False
    distant = [ids[genome] for genome in np.flatnonzero(is_distant).tolist()]
    if not distant:
        return []
    return [
        f"Less than {LEAST_COVERED:.0%} of {count_of(len(distant), 'genome')} could be laid over "
        f"{ids[catalogue.anchor]}: {list_offenders(distant)}. Too distant for a common catalogue: "
        "do not read 'missing' there as the loss of a locus."
    ]


def _whole(table: pa.Table) -> list[pa.Table]:
    return [table] if table.num_rows else []
