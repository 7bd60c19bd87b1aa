"""`crossroad demo`: simulated genomes, analysed, and what was found beside the truth."""

import argparse
import shutil
from dataclasses import asdict, astuple
from pathlib import Path

from crossroad_desktop.cli.analyze import OUTPUT_FOLDER, analyze_into, describe, holds_result
from crossroad_desktop.cli.display import (
    partial_progress,
    print_summary,
    print_table,
    print_warnings,
    shown_progress,
)
from crossroad_desktop.cli.folders import made_folder
from crossroad_desktop.cli.simulate import simulation_progress
from crossroad_desktop.cli.truth import TruthComparison, compare_with_truth
from crossroad_desktop.errors import OutputError
from crossroad_desktop.pipeline.inputs import InputFiles
from crossroad_desktop.pipeline.output_folder import (
    lock_path,
    remove_folder,
    unfinished_path,
)
from crossroad_desktop.pipeline.parameters import AnalysisParameters
from crossroad_desktop.pipeline.progress import ReportProgress
from crossroad_desktop.pipeline.summary import AnalysisSummary
from crossroad_desktop.simulate import (
    SimulationParameters,
    SimulationSummary,
    simulate,
    simulation_files,
)

_INPUT_FOLDER = "input"
_RESULT_FOLDER = "result"
_HOTSPOTS_SHOWN = 8
_SIMULATION_SHARE = 0.3


def run_demo(options: argparse.Namespace) -> None:
    """Runs the demo in the folder of the options."""
    folder: Path = options.output
    _clear_former_demo(folder)
    prefix = folder / _INPUT_FOLDER / "demo"
    parameters = AnalysisParameters(flanks=True)
    with shown_progress(options) as report, made_folder(folder):
        try:
            simulation, summary = _simulate_and_analyze(folder, prefix, parameters, report)
        except BaseException:
            for made in (_INPUT_FOLDER, _RESULT_FOLDER):
                remove_folder(folder / made)
            raise
    output = folder / _RESULT_FOLDER / OUTPUT_FOLDER
    comparison = compare_with_truth(simulation_files(prefix).truth, output, parameters)
    print_warnings(options, summary.warnings)
    print_summary(
        options,
        f"{simulation.genomes} simulated genomes (not real ones), analysed",
        [
            ("Genomes in", str(prefix.parent)),
            ("Results in", str(output)),
            *describe(summary),
            *_describe_comparison(summary, comparison),
        ],
        {**asdict(summary), "truth": asdict(comparison), "simulation": asdict(simulation)},
    )
    _print_hotspots(options, comparison)
    if options.open:
        # Loads what only a window needs.
        from crossroad_desktop.cli.open import open_window

        open_window(folder / _RESULT_FOLDER)


def _simulate_and_analyze(
    folder: Path, prefix: Path, parameters: AnalysisParameters, report: ReportProgress
) -> tuple[SimulationSummary, AnalysisSummary]:
    simulation = simulate(
        SimulationParameters(),
        prefix,
        simulation_progress(partial_progress(report, 0.0, _SIMULATION_SHARE)),
    )
    simulated = simulation_files(prefix)
    files = InputFiles(simulated.fasta, simulated.categories, simulated.genes)
    analysis_report = partial_progress(report, _SIMULATION_SHARE, 1.0)
    summary = analyze_into(files, parameters, folder / _RESULT_FOLDER, analysis_report)
    return simulation, summary


def _describe_comparison(
    summary: AnalysisSummary, comparison: TruthComparison
) -> list[tuple[str, str]]:
    by_chance = summary.ssrs - comparison.found_ssrs
    return [
        (
            "Truth: SSRs",
            f"{comparison.found_ssrs:,} of {comparison.planted_ssrs:,} planted ones found, base "
            f"for base ({by_chance:,} more arose by chance)",
        ),
        (
            "Truth: alleles",
            f"{comparison.found_alleles:,} of {comparison.planted_alleles:,} repeat numbers at "
            "planted loci right, also below the threshold",
        ),
        (
            "Truth: hotspots",
            f"{comparison.found_hotspots:,} of {len(comparison.hotspots):,} planted ones found",
        ),
    ]


def _print_hotspots(options: argparse.Namespace, comparison: TruthComparison) -> None:
    shown = comparison.hotspots[:_HOTSPOTS_SHOWN]
    print_table(
        options,
        f"The {len(shown)} planted hotspots that vary most",
        ("Gene", "Motif", "Genomes", "Repeats planted", "Repeats found"),
        [
            (
                row.gene,
                row.motif,
                str(row.genomes),
                " ".join(map(str, row.planted_repeats)),
                " ".join(map(str, row.found_repeats)) or "not found",
            )
            for row in shown
        ],
    )


def _is_unfinished(path: Path) -> bool:
    """Whether it is what a simulation that was killed left."""
    return path.is_dir() and path.name.startswith(".simulate-")


def _clear_former_demo(folder: Path) -> None:
    if not folder.exists():
        return
    if not _is_former_demo(folder):
        raise OutputError(f"{folder} holds something else than a demo; choose another folder (-o).")
    try:
        shutil.rmtree(folder)
    except OSError as problem:
        raise OutputError(
            f"{folder}: the former demo cannot be removed ({problem.strerror}); "
            "choose another folder (-o)."
        ) from problem


def _is_former_demo(folder: Path) -> bool:
    """Whether the folder is empty, or holds nothing but what a demo writes."""
    if not folder.is_dir():
        return False
    if not any(folder.iterdir()):
        return True
    prefix = folder / _INPUT_FOLDER / "demo"
    result = folder / _RESULT_FOLDER
    output = result / OUTPUT_FOLDER
    allowed = {
        folder: {_INPUT_FOLDER, _RESULT_FOLDER},
        prefix.parent: {path.name for path in astuple(simulation_files(prefix))},
        result: {"job.log", *(path(output).name for path in (unfinished_path, lock_path)),
                 OUTPUT_FOLDER},
    }  # fmt: skip
    has_nothing_else = all(
        {path.name for path in place.iterdir() if not _is_unfinished(path)} <= names
        for place, names in allowed.items()
        if place.is_dir()
    )
    return has_nothing_else and (not output.exists() or holds_result(result))
