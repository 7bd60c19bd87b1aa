"""The genomes read once, and all repeats in them.

In: input files and parameters. Out: what the inputs hold, SSRs and longer repeats in the oriented
frame; the analysed genomes in a temporary file where a later step wants to read them again.
"""

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from crossroad_desktop.pipeline.fasta import (
    GenomeBatch,
    GenomeStatistics,
    format_records,
    select_records,
)
from crossroad_desktop.pipeline.genome_store import GenomeStore
from crossroad_desktop.pipeline.inputs import InputFiles, LoadedInputs, load_inputs
from crossroad_desktop.pipeline.minisatellites import (
    MinisatelliteRows,
    find_minisatellites,
    join_minisatellites,
    mirror_minisatellites,
)
from crossroad_desktop.pipeline.oriented_frame import mirror_ssrs
from crossroad_desktop.pipeline.output_folder import append_bytes, reading_share
from crossroad_desktop.pipeline.parameters import AnalysisParameters
from crossroad_desktop.pipeline.progress import ReportProgress
from crossroad_desktop.pipeline.ssr import SsrRows, find_ssrs, join_ssr_rows


@dataclass(frozen=True)
class Scanned:
    """What was read and found, in the oriented frame."""

    inputs: LoadedInputs
    ssrs: SsrRows
    minisatellites: MinisatelliteRows | None
    """None if they were not asked for."""


def read_and_scan(
    files: InputFiles,
    parameters: AnalysisParameters,
    folder: Path,
    store: GenomeStore,
    progress: ReportProgress,
) -> Scanned:
    """The inputs, and the repeats of all analysed genomes.

    Genomes are scanned as they are written, since only at the end it is known which are turned.
    """
    scan = _Scan(parameters, folder, store)
    inputs = load_inputs(
        files, parameters, scan.visit, progress, reading_share(parameters),
        read_again=store.read_some if scan.is_stored else None,
    )  # fmt: skip
    lengths, is_flipped = inputs.statistics.lengths, inputs.is_flipped
    ssrs = join_ssr_rows(scan.ssrs)
    minisatellites = None
    if parameters.minisatellites:
        found = join_minisatellites(scan.minisatellites)
        minisatellites = mirror_minisatellites(found, is_flipped, lengths)
    return Scanned(
        inputs, mirror_ssrs(ssrs, lengths, is_flipped, parameters.min_repeats), minisatellites
    )


@dataclass
class _Scan:
    """What is found while the batches pass."""

    parameters: AnalysisParameters
    folder: Path
    store: GenomeStore
    ssrs: list[SsrRows] = field(default_factory=list)
    minisatellites: list[MinisatelliteRows] = field(default_factory=list)

    @property
    def is_stored(self) -> bool:
        return self.parameters.loci or self.parameters.keep_intermediate

    def visit(
        self, batch: GenomeBatch, statistics: GenomeStatistics, numbers: NDArray[np.int32]
    ) -> None:
        parameters = self.parameters
        kept = select_records(batch, statistics.is_kept)
        kept_numbers = numbers[statistics.is_kept]
        self.ssrs.append(find_ssrs(kept, kept_numbers, parameters.min_repeats, parameters.flanks))
        if parameters.minisatellites:
            self.minisatellites.append(find_minisatellites(kept, kept_numbers))
        if self.is_stored:
            self.store.append(kept)
        if parameters.keep_intermediate:
            append_bytes(self.folder / "intrim" / "clean_genome.fa", format_records(batch))
