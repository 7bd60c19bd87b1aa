"""What is in the files of an analysis, before it is run.

In: an upload as for an analysis. Out: what each file holds and what does not fit. The files are
kept under a token for a while, so that the analysis need not send them again.
"""

import asyncio
import json
import secrets
import shutil
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Final

import numpy as np

from crossroad_desktop.pipeline.categories import UNDEFINED
from crossroad_desktop.pipeline.inputs import LoadedInputs
from crossroad_desktop.pipeline.parameters import AnalysisParameters
from crossroad_desktop.server.messages import CheckedFiles, CheckedGenome, MetadataColumn
from crossroad_desktop.server.services import Services
from crossroad_desktop.server.submission import (
    ROLES_FILE,
    input_paths,
    load_checked,
    parameters_of,
    without_path,
)
from crossroad_desktop.server.uploads import Form, receive_form, require_fasta

_SECONDS_KEPT: Final = 24 * 3600
_N_LIMITS: Final = (0, 10, 100, 1_000, 10_000, 100_000)
_GENOMES_LISTED: Final = 5_000
# Measured on viral genomes at the default thresholds; enough to choose a disk and to be patient.
_SECONDS_AT_LEAST: Final = 0.5
_BASES_PER_SECOND: Final = 60e6
_OUTPUT_BYTES_PER_BASE: Final = 0.3


async def check_upload(
    services: Services, body: AsyncIterator[bytes], content_type: str, content_length: int | None
) -> CheckedFiles:
    """What was found; raises as an analysis would, and then keeps nothing."""
    token = secrets.token_hex(16)
    folder = services.checked_files(token)
    await asyncio.to_thread(_prepare, folder)
    try:
        limit = services.settings.max_upload_bytes
        form = await receive_form(body, content_type, content_length, folder, limit)
        return await asyncio.to_thread(_check, form, folder, token)
    except BaseException:
        await asyncio.shield(asyncio.to_thread(shutil.rmtree, folder, True))
        raise


def _prepare(folder: Path) -> None:
    kept = folder.parent
    kept.mkdir(parents=True, exist_ok=True)
    too_old = time.time() - _SECONDS_KEPT
    for path in kept.iterdir():
        if path.stat().st_mtime < too_old:
            shutil.rmtree(path, ignore_errors=True)
    folder.mkdir()


def _check(form: Form, folder: Path, token: str) -> CheckedFiles:
    require_fasta(form)
    parameters = parameters_of(form)
    with without_path(folder):
        files = input_paths(folder, form.file_names)
        inputs = load_checked(files, parameters)
    (folder / ROLES_FILE).write_text(json.dumps(form.file_names))
    return _report(inputs, parameters, token)


def _report(inputs: LoadedInputs, parameters: AnalysisParameters, token: str) -> CheckedFiles:
    statistics = inputs.statistics
    kept = statistics.is_kept
    has_length = (statistics.lengths >= parameters.min_len) & (
        statistics.lengths <= parameters.max_len
    )
    bases = int(statistics.lengths[kept].sum())
    fit = inputs.gene_fit
    return CheckedFiles(
        check_token=token,
        genomes=len(statistics.ids),
        analysed_genomes=inputs.analysed_count,
        bases=bases,
        genome_list=[
            CheckedGenome(
                statistics.ids[i],
                int(statistics.lengths[i]),
                int(statistics.n_counts[i]),
                float(statistics.gc_percent[i]),
                _why_left_out(int(statistics.lengths[i]), int(statistics.n_counts[i]), parameters),
            )
            for i in range(min(len(statistics.ids), _GENOMES_LISTED))
        ],
        passing_by_n_limit={
            str(limit): int(np.count_nonzero(has_length & (statistics.n_counts <= limit)))
            for limit in _N_LIMITS
        },
        columns=[_column(inputs, name) for name in inputs.metadata.columns]
        if inputs.has_categories
        else [],
        genes=None if inputs.genes is None else len(inputs.genes),
        reading_frames=fit.reading_frames,
        shifted_reading_frames=fit.shifted_reading_frames,
        estimated_seconds=round(_SECONDS_AT_LEAST + bases / _BASES_PER_SECOND, 1),
        estimated_output_bytes=int(bases * _OUTPUT_BYTES_PER_BASE) + 100_000,
        warnings=inputs.warnings,
    )


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
