"""The input files, read together and checked against each other.

In: paths of the FASTA and, if there are any, of categories and genes. Out: what is in them, and
warnings; each batch of genomes is shown to a visitor as it passes, so that genomes are read
once and never all in memory. Genes come in the oriented frame, batches as they are written.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from crossroad_desktop.pipeline.annotations import (
    GeneFit,
    Genes,
    RowsByGenome,
    measure_fit,
    read_genes,
)
from crossroad_desktop.pipeline.categories import (
    Categories,
    GenomeMetadata,
    match_categories,
    read_categories,
)
from crossroad_desktop.pipeline.fasta import (
    LONGEST_RECORD,
    GenomeBatch,
    GenomeStatistics,
    join_statistics,
    measure_genomes,
    read_genomes,
    read_records,
)
from crossroad_desktop.pipeline.input_checks import (
    FilterCounts,
    Tally,
    count_filtered,
    require_genomes,
    require_reference,
    require_storable_lengths,
    require_unique_ids,
    warn_of_genes,
    warn_of_genomes,
    warn_of_orientation,
    warn_of_reference,
)
from crossroad_desktop.pipeline.input_file import InputFile
from crossroad_desktop.pipeline.orientation import (
    Orientation,
    ReadGenomes,
    StrandSampler,
)
from crossroad_desktop.pipeline.oriented_frame import mirror_genes
from crossroad_desktop.pipeline.parameters import AnalysisParameters
from crossroad_desktop.pipeline.progress import Progress, ReportProgress
from crossroad_desktop.pipeline.tables import RESERVED_COLUMN_NAMES

VisitBatch = Callable[[GenomeBatch, GenomeStatistics, NDArray[np.int32]], None]
"""Gets a batch of all records, its statistics, and the number of each record in the file."""

_READING: Final = "Reading genomes and finding SSRs"
_ORIENTING: Final = "Comparing the strands of genomes"


@dataclass(frozen=True)
class InputFiles:
    """The files of one analysis."""

    fasta: Path
    categories: Path | None = None
    genes: Path | None = None


@dataclass(frozen=True)
class InputRecord:
    """What is kept of an input file for the record."""

    role: str
    """fasta, categories or genes."""
    name: str
    """File name without folders."""
    bytes: int
    sha256: str


@dataclass(frozen=True)
class LoadedInputs:
    """What the input files hold."""

    records: list[InputRecord]
    statistics: GenomeStatistics
    filtered: FilterCounts
    metadata: GenomeMetadata
    has_categories: bool
    category_ids: list[str]
    """Genome ids of the categories file, in file order; none without."""
    genes: Genes | None
    """In the oriented frame."""
    gene_fit: GeneFit
    """How the genes fit the genomes; all 0 without genes."""
    orientation: Orientation | None
    """On which strand each analysed genome lies; None if that was not asked for."""
    warnings: list[str]

    @property
    def analysed_count(self) -> int:
        """Genomes that pass the filter."""
        return int(np.count_nonzero(self.statistics.is_kept))

    @property
    def analysed_ids(self) -> list[str]:
        """Ids of the genomes that pass the filter, in file order."""
        return [self.statistics.ids[number] for number in np.flatnonzero(self.statistics.is_kept)]

    @property
    def is_flipped(self) -> NDArray[np.bool_]:
        """One per record of the FASTA: whether it is turned, so that all results are about its
        reverse complement."""
        return _flipped_records(self.orientation, self.statistics)

    @property
    def is_analysed_flipped(self) -> NDArray[np.bool_]:
        """The same, one per analysed genome."""
        return self.is_flipped[self.statistics.is_kept]


@dataclass(frozen=True)
class _Annotations:
    categories: Categories | None
    genes: Genes | None
    records: list[InputRecord]
    warnings: list[str]


def load_inputs(
    files: InputFiles,
    parameters: AnalysisParameters,
    visit: VisitBatch,
    progress: ReportProgress,
    reading_share: float = 1.0,
    longest_record: int = LONGEST_RECORD,
    read_again: ReadGenomes | None = None,
) -> LoadedInputs:
    """Reads and checks all files; `reading_share` is the progress that is reached at the end, and
    `longest_record` the longest record in bytes that is taken.

    The few genomes that orientation may want once more come from `read_again`, or from the file.
    Raises InputError for anything that makes an analysis impossible or meaningless; what may be
    an oversight becomes a warning.
    """
    annotations = _read_annotations(files)
    sampler = StrandSampler(parameters.reference_id) if parameters.orient == "auto" else None
    statistics, tally, record = _read_fasta(
        files, parameters, annotations.genes, _visit_both(sampler, visit), progress, reading_share,
        longest_record,
    )  # fmt: skip
    fasta_name = files.fasta.name
    categories_name = files.categories.name if files.categories else ""
    genes_name = files.genes.name if files.genes else ""
    require_unique_ids(statistics.ids, fasta_name)
    require_storable_lengths(statistics, fasta_name)
    filtered = count_filtered(statistics, parameters)
    require_genomes(statistics, filtered, tally, parameters, fasta_name)
    require_reference(statistics, parameters, fasta_name)
    metadata, unmatched = match_categories(annotations.categories, statistics.ids, categories_name)
    orientation = None
    if sampler is not None:
        bases = int(statistics.lengths.sum())
        progress(Progress(_ORIENTING, reading_share, len(statistics.ids), bases))
        orientation = sampler.decide(read_again or _read_from(files.fasta, statistics))
    warnings = [
        *warn_of_genomes(fasta_name, statistics, filtered, tally, parameters),
        *annotations.warnings,
        *unmatched,
        *warn_of_orientation(fasta_name, orientation, statistics),
        *warn_of_genes(genes_name, annotations.genes, statistics, tally.fit),
        *warn_of_reference(parameters, annotations.genes),
    ]
    return LoadedInputs(
        records=[record, *annotations.records],
        statistics=statistics,
        filtered=filtered,
        metadata=metadata,
        has_categories=annotations.categories is not None,
        category_ids=list(annotations.categories.rows) if annotations.categories else [],
        genes=_oriented_genes(annotations.genes, orientation, statistics),
        gene_fit=tally.fit,
        orientation=orientation,
        warnings=warnings,
    )


def _read_annotations(files: InputFiles) -> _Annotations:
    records, warnings = [], []
    categories = genes = None
    if files.categories is not None:
        with InputFile(files.categories) as file:
            categories, more = read_categories(file, tuple(RESERVED_COLUMN_NAMES))
            records.append(_record("categories", file))
            warnings += more
    if files.genes is not None:
        with InputFile(files.genes) as file:
            genes, more = read_genes(file)
            records.append(_record("genes", file))
            warnings += more
    return _Annotations(categories, genes, records, warnings)


def _read_fasta(
    files: InputFiles,
    parameters: AnalysisParameters,
    genes: Genes | None,
    visit: VisitBatch,
    progress: ReportProgress,
    reading_share: float,
    longest_record: int,
) -> tuple[GenomeStatistics, Tally, InputRecord]:
    rows_by_genome = RowsByGenome(genes) if genes is not None else None
    parts: list[GenomeStatistics] = []
    tally = Tally(GeneFit())
    genome_count = base_count = 0
    with InputFile(files.fasta) as file:
        progress(Progress(_READING, 0.0))
        for batch in read_genomes(file, longest_record=longest_record):
            statistics = measure_genomes(batch, parameters)
            numbers = np.arange(genome_count, genome_count + len(batch.ids), dtype=np.int32)
            visit(batch, statistics, numbers)
            parts.append(statistics)
            if genes is not None and rows_by_genome is not None:
                tally.fit += measure_fit(batch, genes, rows_by_genome)
            tally.replaced += int(batch.replaced.sum())
            tally.replaced_genomes += int(np.count_nonzero(batch.replaced))
            tally.uracils += batch.uracils
            tally.ids_not_utf8 += batch.ids_not_utf8
            genome_count += len(batch.ids)
            base_count += int(batch.lengths.sum())
            share = reading_share * min(1.0, file.bytes_read / max(file.size, 1))
            progress(Progress(_READING, share, genome_count, base_count))
        return join_statistics(parts), tally, _record("fasta", file)


def _visit_both(sampler: StrandSampler | None, visit: VisitBatch) -> VisitBatch:
    if sampler is None:
        return visit

    def sample_and_visit(
        batch: GenomeBatch, statistics: GenomeStatistics, numbers: NDArray[np.int32]
    ) -> None:
        sampler.visit(batch, statistics.is_kept)
        visit(batch, statistics, numbers)

    return sample_and_visit


def _read_from(fasta: Path, statistics: GenomeStatistics) -> ReadGenomes:
    """Reads analysed genomes from the file once more."""
    records = np.flatnonzero(statistics.is_kept)

    def read(genomes: Sequence[int]) -> Iterator[NDArray[np.uint8]]:
        with InputFile(fasta) as file:
            yield from read_records(file, [int(records[genome]) for genome in genomes])

    return read


def _flipped_records(
    orientation: Orientation | None, statistics: GenomeStatistics
) -> NDArray[np.bool_]:
    is_flipped = np.zeros(len(statistics.ids), np.bool_)
    if orientation is not None:
        is_flipped[statistics.is_kept] = orientation.is_flipped
    return is_flipped


def _oriented_genes(
    genes: Genes | None, orientation: Orientation | None, statistics: GenomeStatistics
) -> Genes | None:
    if genes is None:
        return None
    is_flipped = _flipped_records(orientation, statistics)
    return mirror_genes(genes, statistics.ids, statistics.lengths, is_flipped)


def _record(role: str, file: InputFile) -> InputRecord:
    # A name that is not UTF-8 cannot stand in JSON.
    name = file.path.name.encode("utf-8", "replace").decode()
    return InputRecord(role, name, file.bytes_read, file.sha256)
