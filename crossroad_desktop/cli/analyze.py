"""`crossroad analyze`: one analysis into a folder.

OUT becomes a job folder: `OUT/output/` with the result tables, and `OUT/job.log`.
"""

import argparse
import json
import signal
import threading
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa

from crossroad_desktop.cli.display import (
    format_bases,
    print_summary,
    print_warnings,
    shown_progress,
)
from crossroad_desktop.cli.folders import made_folder
from crossroad_desktop.cli.signals import STOP_SIGNALS
from crossroad_desktop.errors import OutputError, ParameterError, count_of, list_offenders
from crossroad_desktop.pipeline.inputs import InputFiles
from crossroad_desktop.pipeline.output_folder import lock_path, replaced_path, unfinished_path
from crossroad_desktop.pipeline.parameters import AnalysisParameters, parse_parameters
from crossroad_desktop.pipeline.progress import Progress, ReportProgress
from crossroad_desktop.pipeline.run import analyze
from crossroad_desktop.pipeline.summary import PROGRAM, AnalysisSummary
from crossroad_desktop.pipeline.tables import RESULT_FILES

OUTPUT_FOLDER = "output"
_MOST_THREADS = 1024

_PARAMETER_OPTIONS = (
    "mono", "di", "tri", "tetra", "penta", "hexa", "min_len", "max_len", "unfair",
    "min_repeat_count", "min_genome_count", "reference_id", "flanks", "keep_intermediate",
    "orient", "loci", "minisatellites",
)  # fmt: skip


def run_analyze(options: argparse.Namespace) -> None:
    """Analyses the files named in the options."""
    if options.threads is not None:
        _limit_threads(options.threads)
    files = input_files(options)
    parameters = analysis_parameters(options)
    with shown_progress(options) as report:
        summary = analyze_into(files, parameters, options.output, report, options.force)
    print_warnings(options, summary.warnings)
    print_summary(
        options,
        f"Results are in {options.output / OUTPUT_FOLDER}",
        describe(summary),
        {**asdict(summary), "output": str(options.output / OUTPUT_FOLDER)},
    )


def analyze_into(
    files: InputFiles,
    parameters: AnalysisParameters,
    folder: Path,
    report: ReportProgress,
    replace: bool = False,
) -> AnalysisSummary:
    """The summary of an analysis whose results are in `folder`/output, with its log beside.

    Raises OutputError if there is something else in the folder, or a former result and not
    `replace`. If the run fails, a folder made for it is removed.
    """
    _require_room(folder, replace)
    _require_inputs_elsewhere(files, folder)
    with made_folder(folder):
        log = _JobLog(report)
        summary = analyze(files, parameters, folder / OUTPUT_FOLDER, log.report, replace)
        log.write(folder / "job.log", summary.warnings)
    return summary


def input_files(options: argparse.Namespace) -> InputFiles:
    """The files named in the options; FASTA may be an argument or an option."""
    named = [*options.fasta, *([options.fasta_option] if options.fasta_option else [])]
    if not named:
        raise ParameterError("No FASTA file was named; give it as first argument.")
    if len(named) > 1:
        raise ParameterError(f"Two FASTA files were named ({named[0]} and {named[1]}); give one.")
    return InputFiles(named[0], options.categories, options.genes)


def analysis_parameters(options: argparse.Namespace) -> AnalysisParameters:
    """The parameters given in the options; what a command has no option for keeps its default."""
    given = {name: getattr(options, name) for name in _PARAMETER_OPTIONS if hasattr(options, name)}
    return parse_parameters(given)


def describe(summary: AnalysisSummary) -> list[tuple[str, str]]:
    """Names and values for people."""
    genomes = f"{summary.analysed_genomes:,} analysed, {format_bases(summary.bases)}"
    if summary.genomes > summary.analysed_genomes:
        genomes += f" ({summary.genomes - summary.analysed_genomes:,} left out by the filter)"
    facts = [("Genomes", genomes)]
    if summary.flipped_genomes:
        turned = count_of(summary.flipped_genomes, "genome")
        facts.append(("Turned", f"{turned}, to the strand of {summary.anchor}"))
    facts += [
        ("SSRs", f"{summary.ssrs:,}"),
        ("Conserved SSRs", f"{summary.conserved_ssrs:,} in every analysed genome"),
    ]
    if summary.ssr_gene_pairs is not None:
        in_genes = summary.ssrs - (summary.ssrs_outside_genes or 0)
        facts += [
            ("SSRs in genes", f"{in_genes:,} ({summary.ssr_gene_pairs:,} pairs of SSR and gene)"),
            ("Hotspots", f"{summary.hotspots:,} (motif and gene, repeat number varies)"),
        ]
    if summary.minisatellites is not None:
        facts.append(("Longer units", f"{summary.minisatellites:,} repeats of 7 to 100 bp units"))
    if summary.loci is not None:
        facts.append(("Loci", _describe_loci(summary)))
    if summary.conserved_places is not None:
        facts.append(("With flanks", f"{summary.conserved_places:,} places of conserved SSRs"))
    return facts


def _describe_loci(summary: AnalysisSummary) -> str:
    return (
        f"{summary.loci:,} ({summary.polymorphic_loci:,} polymorphic, "
        f"{summary.conserved_loci:,} typed in all)"
    )


def holds_result(folder: Path) -> bool:
    """Whether `folder`/output is a result of ours, also one that a killed run had set aside."""
    output = folder / OUTPUT_FOLDER
    for place in (output, replaced_path(output)):
        try:
            record = json.loads((place / "run.json").read_bytes())
        except (OSError, ValueError):
            continue
        if isinstance(record, dict) and record.get("program") == PROGRAM:
            return True
    return False


def _require_room(folder: Path, replace: bool) -> None:
    if not folder.exists():
        return
    if not folder.is_dir():
        raise OutputError(f"{folder} is a file; name a folder for the results.")
    names = {path.name for path in folder.iterdir()} - {lock_path(Path(OUTPUT_FOLDER)).name}
    is_leftover = names == {unfinished_path(Path(OUTPUT_FOLDER)).name}
    if replace and holds_result(folder):
        _require_no_foreign_files(folder / OUTPUT_FOLDER)
    if not names or (replace and (is_leftover or holds_result(folder))):
        return
    if is_leftover:
        raise OutputError(
            f"{folder} holds what is left of a run that was killed, or that still goes on; choose "
            "another folder, or --force to remove it if none does."
        )
    if not holds_result(folder):
        raise OutputError(
            f"{folder} is not empty and holds no result of {PROGRAM}; choose another folder."
        )
    raise OutputError(
        f"{folder} holds a former result; choose another folder, or --force to replace it."
    )


def _require_inputs_elsewhere(files: InputFiles, folder: Path) -> None:
    output = (folder / OUTPUT_FOLDER).resolve()
    for path in (files.fasta, files.categories, files.genes):
        if path is not None and path.resolve().is_relative_to(output):
            raise OutputError(
                f"{path} lies in the result that is to be replaced; copy it elsewhere first."
            )


def _require_no_foreign_files(output: Path) -> None:
    foreign = sorted(
        path.relative_to(output).as_posix()
        for path in output.rglob("*")
        if not path.is_dir() and path.relative_to(output).as_posix() not in RESULT_FILES
    )
    if foreign:
        raise OutputError(
            f"{output} holds files that no run made: {list_offenders(foreign)}. Move them away, or "
            "choose another folder."
        )


class _JobLog:
    """Passes progress on and remembers when each step began."""

    def __init__(self, report: ReportProgress) -> None:
        self._report = report
        self._lines: list[str] = []
        self._steps: set[str] = set()

    def report(self, progress: Progress) -> None:
        if progress.fraction >= 1.0:
            # All is written and about to appear: from here on there is nothing to interrupt.
            _ignore_interrupts()
        if progress.step not in self._steps:
            self._steps.add(progress.step)
            self._note(progress.step)
        self._report(progress)

    def write(self, path: Path, warnings: list[str]) -> None:
        for warning in warnings:
            self._note(f"Warning: {warning}")
        try:
            path.write_text("".join(self._lines), encoding="utf-8", newline="\n")
        except OSError as problem:
            path.unlink(missing_ok=True)
            raise OutputError(
                f"{path}: cannot be written ({problem.strerror}); the results themselves are whole."
            ) from problem

    def _note(self, message: str) -> None:
        moment = datetime.now(UTC).isoformat(timespec="milliseconds")
        self._lines.append(f"{moment} {message}\n")


def _ignore_interrupts() -> None:
    # main() puts the handlers back.
    if threading.current_thread() is threading.main_thread():
        for number in STOP_SIGNALS:
            signal.signal(number, signal.SIG_IGN)


def _limit_threads(count: int) -> None:
    if not 1 <= count <= _MOST_THREADS:
        raise ParameterError(f"threads is {count}: it must be from 1 to {_MOST_THREADS}.")
    pa.set_cpu_count(count)
