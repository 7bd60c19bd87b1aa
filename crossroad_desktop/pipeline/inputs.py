"""The input files, read together and checked against each other.

In: paths of the FASTA and, if there are any, of categories and genes. Out: what is in them, and
warnings; each batch of genomes is shown to a visitor as it passes, so that genomes are read
once and never all in memory. Genes come in the oriented frame, batches as they are written.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
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
    StrandIds,
    StrandSampler,
    name_strands,
)
from crossroad_desktop.pipeline.oriented_frame import mirror_genes
from crossroad_desktop.pipeline.parameters import AnalysisParameters
from crossroad_desktop.pipeline.progress import Progress, ReportProgress
from crossroad_desktop.pipeline.tables import RESERVED_COLUMN_NAMES

VisitBatch = Callable[[GenomeBatch, GenomeStatistics, NDArray[np.int32]], None]
"""Gets a batch of all records, its statistics, and the number of each record in the file."""

_READING: Final = "Reading genomes and finding SSRs"
_ORIENTING: Final = "Finding the strand of genomes"


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
    def strands(self) -> StrandIds | None:
        """Ids of the genomes by what was found of their strand; None if that was not asked for."""
        if self.orientation is None:
            return None
        return name_strands(self.orientation, self.analysed_ids)

    @property
    def is_flipped(self) -> NDArray[np.bool_]:
        """One per record of the FASTA: whether it is turned, so that all results are about its
        reverse complement."""
        is_flipped = np.zeros(len(self.statistics.ids), np.bool_)
        if self.orientation is not None:
            is_flipped[self.statistics.is_kept] = self.orientation.is_flipped
        return is_flipped

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

    The few genomes that orientation may want once more come from `read_again`, else from the file
    if it is no pipe.
    Raises InputError for anything that makes an analysis impossible or meaningless; what may be
    an oversight becomes a warning.
    """
    annotations = _read_annotations(files)
    sampler = StrandSampler(parameters.reference_id) if parameters.orient == "auto" else None
    visitors = [visit] if sampler is None else [sampler.visit, visit]
    statistics, tally, record = _read_fasta(
        files, parameters, annotations.genes, visitors, progress, reading_share, longest_record
    )
    inputs = _check_inputs(files, parameters, annotations, statistics, tally, record)
    if sampler is None:
        return inputs
    bases = int(statistics.lengths.sum())
    progress(Progress(_ORIENTING, reading_share, len(statistics.ids), bases))
    if read_again is None and files.fasta.is_file():
        read_again = _read_from(files.fasta, statistics)
    return _orient(inputs, sampler, read_again, files.fasta.name)


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
    visitors: Sequence[VisitBatch],
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
            for visit in visitors:
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


def _check_inputs(
    files: InputFiles,
    parameters: AnalysisParameters,
    annotations: _Annotations,
    statistics: GenomeStatistics,
    tally: Tally,
    record: InputRecord,
) -> LoadedInputs:
    """What was read, once it fits together; on which strands the genomes lie is not known yet."""
    fasta_name = files.fasta.name
    categories_name = files.categories.name if files.categories else ""
    genes_name = files.genes.name if files.genes else ""
    require_unique_ids(statistics.ids, fasta_name)
    require_storable_lengths(statistics, fasta_name)
    filtered = count_filtered(statistics, parameters)
    require_genomes(statistics, filtered, tally, parameters, fasta_name)
    require_reference(statistics, parameters, fasta_name)
    metadata, unmatched = match_categories(annotations.categories, statistics.ids, categories_name)
    warnings = [
        *warn_of_genomes(fasta_name, statistics, filtered, tally, parameters),
        *annotations.warnings,
        *unmatched,
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
        genes=annotations.genes,
        gene_fit=tally.fit,
        orientation=None,
        warnings=warnings,
    )


def _read_from(fasta: Path, statistics: GenomeStatistics) -> ReadGenomes:
    """Reads analysed genomes from the file once more."""
    records = np.flatnonzero(statistics.is_kept)

    def read(genomes: Sequence[int]) -> Iterator[NDArray[np.uint8]]:
        with InputFile(fasta) as file:
            yield from read_records(file, [int(records[genome]) for genome in genomes])

    return read


def _orient(
    inputs: LoadedInputs, sampler: StrandSampler, read_again: ReadGenomes | None, fasta_name: str
) -> LoadedInputs:
    """The inputs with the strands of their genomes, and genes in the oriented frame."""
    oriented = replace(inputs, orientation=sampler.decide(read_again))
    genes = inputs.genes
    if genes is not None:
        statistics = inputs.statistics
        genes = mirror_genes(genes, statistics.ids, statistics.lengths, oriented.is_flipped)
    warnings = [*inputs.warnings, *warn_of_orientation(fasta_name, oriented.strands)]
    return replace(oriented, genes=genes, warnings=warnings)


def _record(role: str, file: InputFile) -> InputRecord:
    # A name that is not UTF-8 cannot stand in JSON.
    name = file.path.name.encode("utf-8", "replace").decode()
    return InputRecord(role, name, file.bytes_read, file.sha256)
