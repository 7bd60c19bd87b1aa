"""What a check found, as a message.

In: what the input files hold, as the analysis read them. Out: `CheckedFiles`.
"""

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Final

import numpy as np

from crossroad_desktop.pipeline.categories import UNDEFINED, find_delimiter
from crossroad_desktop.pipeline.input_file import InputFile, decode
from crossroad_desktop.pipeline.inputs import InputRecord, LoadedInputs
from crossroad_desktop.pipeline.orientation import STRANDS, StrandIds
from crossroad_desktop.pipeline.parameters import AnalysisParameters
from crossroad_desktop.server.estimates import estimate_analysis, estimate_extras
from crossroad_desktop.server.form_messages import (
    CheckedFile,
    CheckedFiles,
    CheckedGenome,
    CheckedReference,
    CheckedStrands,
    MetadataColumn,
)

_N_LIMITS: Final = (0, 10, 100, 1_000, 10_000, 100_000)
_GENOMES_LISTED: Final = 5_000
_EXAMPLES: Final = 5
_BYTES_OF_A_HEADER: Final = 1 << 16
_KINDS: Final = {"fasta": "FASTA", "genes": "BED"}


def report_files(
    inputs: LoadedInputs,
    parameters: AnalysisParameters,
    folder: Path,
    token: str,
    free_bytes: int,
) -> CheckedFiles:
    """The answer to a check of the files in `folder`, which are kept under `token`."""
    statistics = inputs.statistics
    bases = int(statistics.lengths[statistics.is_kept].sum())
    estimate = estimate_analysis(bases, parameters)
    fit = inputs.gene_fit
    gene_ids = inputs.genes.genome_ids if inputs.genes is not None else None
    category_ids = inputs.category_ids if inputs.has_categories else None
    without_metadata, unknown_metadata = _unmatched(statistics.ids, category_ids)
    without_genes, unknown_genes = _unmatched(statistics.ids, gene_ids)
    return CheckedFiles(
        check_token=token,
        genomes=len(statistics.ids),
        analysed_genomes=inputs.analysed_count,
        bases=bases,
        genome_list=_list_genomes(inputs, parameters),
        passing_by_n_limit=_count_passing(inputs, parameters),
        columns=[_column(inputs, name) for name in inputs.metadata.columns]
        if inputs.has_categories
        else [],
        genes=None if inputs.genes is None else len(inputs.genes),
        reading_frames=fit.reading_frames,
        shifted_reading_frames=fit.shifted_reading_frames,
        estimated_seconds=estimate.seconds,
        estimated_output_bytes=estimate.output_bytes,
        estimated_extras=estimate_extras(bases),
        warnings=inputs.warnings,
        files={record.role: _describe_file(record, folder) for record in inputs.records},
        free_bytes=free_bytes,
        third_column=inputs.metadata.dynamic if inputs.has_categories else None,
        reference=_describe_reference(inputs, parameters.reference_id),
        strands=_describe_strands(inputs.strands),
        ids_without_metadata=len(without_metadata),
        ids_without_metadata_examples=without_metadata[:_EXAMPLES],
        ids_without_genes=len(without_genes),
        ids_without_genes_examples=without_genes[:_EXAMPLES],
        unknown_metadata_ids=len(unknown_metadata),
        unknown_metadata_ids_examples=unknown_metadata[:_EXAMPLES],
        unknown_gene_ids=len(unknown_genes),
        unknown_gene_ids_examples=unknown_genes[:_EXAMPLES],
    )


def _unmatched(
    genome_ids: Sequence[str], other_ids: Sequence[str] | None
) -> tuple[list[str], list[str]]:
    """The genomes that another file does not name, and what it names that is no genome."""
    if other_ids is None:
        return [], []
    return _missing_from(set(other_ids), genome_ids), _missing_from(set(genome_ids), other_ids)


def _missing_from(known: Collection[str], ids: Sequence[str]) -> list[str]:
    return [genome_id for genome_id in ids if genome_id not in known]


def _list_genomes(inputs: LoadedInputs, parameters: AnalysisParameters) -> list[CheckedGenome]:
    statistics = inputs.statistics
    strands = _strand_of_records(inputs)
    return [
        CheckedGenome(
            statistics.ids[i],
            int(statistics.lengths[i]),
            int(statistics.n_counts[i]),
            float(statistics.gc_percent[i]),
            _why_left_out(int(statistics.lengths[i]), int(statistics.n_counts[i]), parameters),
            strands.get(i),
        )
        for i in range(min(len(statistics.ids), _GENOMES_LISTED))
    ]


def _strand_of_records(inputs: LoadedInputs) -> dict[int, str]:
    """What was found of the strand of each analysed genome, by its number in the file."""
    if inputs.orientation is None:
        return {}
    records = np.flatnonzero(inputs.statistics.is_kept).tolist()
    return {
        record: STRANDS[status].value
        for record, status in zip(records, inputs.orientation.status, strict=True)
    }


def _describe_strands(strands: StrandIds | None) -> CheckedStrands | None:
    if strands is None:
        return None
    return CheckedStrands(
        anchor=strands.anchor,
        flipped=len(strands.flipped),
        flipped_examples=strands.flipped[:_EXAMPLES],
        ambiguous=len(strands.ambiguous),
        ambiguous_examples=strands.ambiguous[:_EXAMPLES],
    )


def _count_passing(inputs: LoadedInputs, parameters: AnalysisParameters) -> dict[str, int]:
    lengths, n_counts = inputs.statistics.lengths, inputs.statistics.n_counts
    has_length = (lengths >= parameters.min_len) & (lengths <= parameters.max_len)
    return {
        str(limit): int(np.count_nonzero(has_length & (n_counts <= limit))) for limit in _N_LIMITS
    }


def _why_left_out(length: int, n_count: int, parameters: AnalysisParameters) -> str | None:
    if length < parameters.min_len:
        return f"shorter than {parameters.min_len:,} bp"
    if length > parameters.max_len:
        return f"longer than {parameters.max_len:,} bp"
    if n_count > parameters.unfair:
        return f"more than {parameters.unfair:,} N"
    return None


def _column(inputs: LoadedInputs, name: str) -> MetadataColumn:
    values = [value for value in inputs.metadata.columns[name].to_pylist() if value != UNDEFINED]
    distinct = list(dict.fromkeys(values))
    return MetadataColumn(name, len(values), len(distinct), distinct[:20])


def _describe_reference(inputs: LoadedInputs, genome_id: str | None) -> CheckedReference | None:
    if genome_id is None:
        return None
    statistics = inputs.statistics
    row = statistics.ids.index(genome_id)
    year = _known_value(inputs, "year", row)
    return CheckedReference(
        genome_id=genome_id,
        length=int(statistics.lengths[row]),
        n_count=int(statistics.n_counts[row]),
        genes=_count_genes(inputs, genome_id),
        category=_known_value(inputs, "category", row),
        third=_known_value(inputs, inputs.metadata.dynamic, row),
        year=None if year is None else int(year),
    )


def _known_value(inputs: LoadedInputs, column: str, row: int) -> str | None:
    value: str = inputs.metadata.columns[column][row].as_py()
    return None if value == UNDEFINED else value


def _count_genes(inputs: LoadedInputs, genome_id: str) -> int | None:
    if inputs.genes is None:
        return None
    if genome_id not in inputs.genes.genome_ids:
        return 0
    return int(np.count_nonzero(inputs.genes.genome == inputs.genes.genome_ids.index(genome_id)))


def _describe_file(record: InputRecord, folder: Path) -> CheckedFile:
    path = folder / record.name
    with InputFile(path) as file:
        kind = _KINDS.get(record.role) or _kind_of_table(file)
        is_packed = file.is_packed
    return CheckedFile(record.name, record.bytes, f"{kind}, gzip" if is_packed else kind)


def _kind_of_table(file: InputFile) -> str:
    text, _ = decode(file.read(_BYTES_OF_A_HEADER))
    return "TSV" if find_delimiter(text) == "\t" else "CSV"
