"""One analysis, from the input files to a finished folder of results.

In: input files and parameters. Out: `main/`, `intrim/`, `parquet/` and `run.json` in the output
folder, which appears under its name only when everything is written.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

import numpy as np
import pyarrow as pa

from crossroad_desktop.pipeline import locus_tables, tables
from crossroad_desktop.pipeline.annotations import Genes
from crossroad_desktop.pipeline.fasta import format_record
from crossroad_desktop.pipeline.flanks import (
    ConservedSsrs,
    find_conserved,
    locate_conserved,
    summarise_patterns,
)
from crossroad_desktop.pipeline.genes import SsrGenePairs, intersect_genes
from crossroad_desktop.pipeline.genome_store import GenomeStore, OrientedGenomes
from crossroad_desktop.pipeline.inputs import InputFiles, LoadedInputs
from crossroad_desktop.pipeline.loci.columns import Genomes
from crossroad_desktop.pipeline.locus_results import write_loci
from crossroad_desktop.pipeline.minisatellite_rows import minisatellite_rows
from crossroad_desktop.pipeline.minisatellites import MinisatelliteRows
from crossroad_desktop.pipeline.output_folder import (
    ResultFiles,
    append_bytes,
    unfinished_folder,
)
from crossroad_desktop.pipeline.parameters import AnalysisParameters
from crossroad_desktop.pipeline.progress import Progress, ReportProgress, ignore_progress
from crossroad_desktop.pipeline.result_rows import (
    ResultRows,
    Rows,
    gene_rows,
    genome_rows,
    in_pieces,
    occurrence_rows,
    orientation_rows,
    padded_sequences,
    pattern_rows,
    variation_rows,
)
from crossroad_desktop.pipeline.scanning import read_and_scan
from crossroad_desktop.pipeline.ssr import SsrRows
from crossroad_desktop.pipeline.summary import AnalysisSummary, summarise, write_record
from crossroad_desktop.pipeline.table_spec import TableSpec
from crossroad_desktop.pipeline.table_writer import write_parquet
from crossroad_desktop.pipeline.variation import (
    group_variation,
    select_difference,
    select_hotspot_pairs,
    select_hotspots,
)

_STORE_FILE: Final = "genomes.unfinished"


def analyze(
    files: InputFiles,
    parameters: AnalysisParameters,
    output_dir: Path,
    progress: ReportProgress = ignore_progress,
    replace: bool = False,
) -> AnalysisSummary:
    """The summary of an analysis whose result files now lie in `output_dir`.

    Whatever ends the run early (an error, `Cancelled` from `progress`, an interrupt) leaves
    `output_dir` as it was. Raises InputError, or OutputError if the results cannot be written.
    A folder with something in it is only replaced if `replace` is true.
    """
    with (
        unfinished_folder(output_dir, replace) as folder,
        GenomeStore(folder / _STORE_FILE) as store,
    ):
        scanned = read_and_scan(files, parameters, folder, store, progress)
        inputs, ssrs = scanned.inputs, scanned.ssrs
        genomes = OrientedGenomes(inputs.analysed_ids, store, inputs.is_analysed_flipped)
        results = ResultFiles(folder, inputs, parameters, progress)
        rows = ResultRows(inputs.statistics, inputs.metadata, ssrs)
        results.tell("Comparing genomes")
        conserved = find_conserved(ssrs, inputs.analysed_count)
        _write_genomes(results, inputs, genomes, parameters)
        write_parquet(folder / tables.GENOMES_FILE, rows.genome_rows_with_metadata())
        _write_ssrs(results, rows, inputs.has_categories)
        _write_conserved(results, conserved)
        if inputs.genes is not None:
            _write_gene_tables(results, rows, inputs.genes, inputs, parameters)
        if scanned.minisatellites is not None:
            _write_minisatellites(results, scanned.minisatellites, inputs.statistics.ids)
        counts = write_loci(results, genomes, scanned, parameters) if parameters.loci else None
        # What is still to be written may need its room on the disk.
        store.remove()
        if parameters.flanks:
            _write_flanks(results, ssrs, conserved, inputs.statistics.ids)
        summary = summarise(inputs, ssrs, conserved, results.row_counts, counts)
        write_record(folder / "run.json", inputs, parameters, summary, results.row_counts)
        progress(Progress("Done", 1.0, summary.genomes, int(inputs.statistics.lengths.sum())))
    return summary


def _write_genomes(
    results: ResultFiles, inputs: LoadedInputs, genomes: Genomes, parameters: AnalysisParameters
) -> None:
    _write_whole(results, tables.GENOME_STATS, genome_rows(inputs.statistics))
    if inputs.orientation is not None:
        orientation = orientation_rows(inputs.orientation, inputs.statistics)
        _write_whole(results, locus_tables.ORIENTATION, orientation)
    thresholds = parameters.min_repeats
    lengths = pa.array(list(thresholds), pa.int32())
    repeats = pa.array(list(thresholds.values()), pa.int32())
    threshold_rows = pa.table({"motif_length": lengths, "min_repeat": repeats})
    _write_whole(results, tables.PERF_PARAMS, threshold_rows)
    if results.keeps_intermediate:
        for number, genome_id in enumerate(genomes.ids):
            record = format_record(genome_id, genomes.read(number))
            append_bytes(results.folder / "intrim" / "filtered_genomes.fa", record)


def _write_ssrs(results: ResultFiles, rows: ResultRows, has_categories: bool) -> None:
    everything = np.arange(len(rows.ssrs))

    def write(spec: TableSpec, make: Callable[[Rows], pa.Table]) -> None:
        results.write(spec, in_pieces(everything, make), len(everything))

    write(tables.REFORMATTED, lambda part: rows.ssr_rows(part, with_metadata=False))
    write(tables.MERGED, lambda part: rows.ssr_rows(part, with_metadata=True))
    write(tables.PERF_OUT, rows.perf_rows)
    write(tables.MERGED_BED, lambda part: rows.ssr_rows(part, has_categories))


def _write_minisatellites(
    results: ResultFiles, repeats: MinisatelliteRows, genome_ids: Sequence[str]
) -> None:
    pieces = in_pieces(
        np.arange(len(repeats)), lambda part: minisatellite_rows(part, repeats, genome_ids)
    )
    results.write(locus_tables.MINISATELLITES, pieces, len(repeats))


def _write_conserved(results: ResultFiles, conserved: ConservedSsrs) -> None:
    sequences = pa.table({"sequence": pa.array(conserved.sequences, pa.string())})
    _write_whole(results, tables.LOCICONS, sequences)


def _write_gene_tables(
    results: ResultFiles,
    rows: ResultRows,
    genes: Genes,
    inputs: LoadedInputs,
    parameters: AnalysisParameters,
) -> None:
    results.tell("Comparing SSRs with genes")
    pairs = intersect_genes(rows.ssrs, genes, inputs.statistics.ids)
    _write_overlaps(results, rows, genes, pairs, inputs.has_categories)
    results.tell("Comparing genomes")
    everything = np.arange(len(pairs))
    compared = everything
    if parameters.reference_id is not None:
        reference = inputs.statistics.ids.index(parameters.reference_id)
        compared = select_difference(pairs, rows.ssrs, genes, reference)
        _write_pairs(results, tables.REF_SSR_GENECOMBO, rows, compared, pairs, genes)
    results.tell("Comparing genomes")
    variation = group_variation(
        compared, pairs, rows.ssrs, genes, inputs.statistics.ids, inputs.metadata
    )
    genomes_with_pairs = len(np.unique(rows.ssrs.genome[pairs.ssr]))
    hotspots = select_hotspots(variation, genomes_with_pairs, parameters)
    groups = variation_rows(variation, genes.names, inputs.metadata.dynamic)
    for spec, selected in (
        (tables.ALL_VARIATIONS, np.arange(len(variation))),
        (tables.CYCLICAL_VARIATION, hotspots.rotated),
        (tables.REPEAT_VARIATION, hotspots.varying),
        (tables.HOTSPOT_SINGLE_MATCHES, hotspots.rotated_varying),
        (tables.MH_TMP, hotspots.hotspots),
        (tables.MUTATIONAL_HOTSPOT, hotspots.hotspots),
    ):
        _write_whole(results, spec, groups.take(pa.array(selected)))
    in_hotspots = select_hotspot_pairs(
        hotspots.hotspots, variation, compared, pairs, rows.ssrs, genes
    )
    _write_pairs(results, tables.HSSR_DATA, rows, in_hotspots, pairs, genes)


def _write_overlaps(
    results: ResultFiles,
    rows: ResultRows,
    genes: Genes,
    pairs: SsrGenePairs,
    has_categories: bool,
) -> None:
    everything = np.arange(len(pairs))
    outside = _rows_without(len(rows.ssrs), pairs.ssr)
    unhit = _rows_without(len(genes), pairs.gene)
    _write_pairs(results, tables.SSR_GENECOMBO, rows, everything, pairs, genes)
    _write_pairs(results, tables.INTERSECT_BED, rows, everything, pairs, genes)
    for spec in (tables.SSR_NON_GENE, tables.NO_OVERLAP_BED):
        pieces = in_pieces(outside, lambda part: rows.ssr_rows(part, has_categories))
        results.write(spec, pieces, len(outside))
    for spec in (tables.GENES_NON_SSR, tables.NO_OVERLAP_GENES_BED):
        results.write(spec, in_pieces(unhit, lambda part: gene_rows(part, genes)), len(unhit))


def _rows_without(count: int, left_out: Rows) -> Rows:
    """Row numbers below `count`, ascending, but those that are left out."""
    is_left = np.ones(count, np.bool_)
    is_left[left_out] = False
    return np.flatnonzero(is_left)


def _write_flanks(
    results: ResultFiles, ssrs: SsrRows, conserved: ConservedSsrs, genome_ids: Sequence[str]
) -> None:
    step = "Locating conserved SSRs"
    results.tell(step)
    occurrences = locate_conserved(ssrs, conserved, lambda: results.tell(step))
    pieces = in_pieces(
        np.arange(len(occurrences)),
        lambda part: occurrence_rows(part, occurrences, conserved, genome_ids),
    )
    results.write(tables.FLANKED, pieces, len(occurrences))
    summary = pattern_rows(summarise_patterns(occurrences))
    _write_whole(results, tables.PATTERN_SUMMARY, summary)
    if results.keeps_intermediate:
        records = (
            f">{number}\n{padded}\n"
            for number, padded in enumerate(padded_sequences(conserved), start=1)
        )
        append_bytes(results.folder / "intrim" / "flank_sequences.fa", "".join(records).encode())


def _write_pairs(
    results: ResultFiles,
    spec: TableSpec,
    rows: ResultRows,
    selected: Rows,
    pairs: SsrGenePairs,
    genes: Genes,
) -> None:
    pieces = in_pieces(selected, lambda part: rows.pair_rows(part, pairs, genes))
    results.write(spec, pieces, len(selected))


def _write_whole(results: ResultFiles, spec: TableSpec, table: pa.Table) -> None:
    results.write(spec, [table] if table.num_rows else [], table.num_rows)
