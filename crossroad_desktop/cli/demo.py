"""`crossroad demo`: simulated genomes, analysed, and what was found beside the truth."""

import argparse
import csv
import shutil
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

import pyarrow.parquet as pq

from crossroad_desktop.cli.analyze import OUTPUT_FOLDER, analyze_into, describe
from crossroad_desktop.cli.display import print_summary, print_warnings, shown_progress
from crossroad_desktop.cli.simulate import simulation_progress
from crossroad_desktop.errors import OutputError
from crossroad_desktop.pipeline.inputs import InputFiles
from crossroad_desktop.pipeline.parameters import AnalysisParameters
from crossroad_desktop.simulate import SimulationParameters, simulate, simulation_files

_INPUT_FOLDER = "input"


@dataclass(frozen=True)
class TruthComparison:
    """What an analysis of simulated genomes found of what was planted."""

    planted_ssrs: int
    """Planted SSRs whose repeat number reaches the threshold, over all genomes."""
    found_ssrs: int
    """Those found with exactly their motif, start and end."""
    planted_hotspots: int
    """Motif and gene pairs whose planted repeat numbers vary as a hotspot must."""
    found_hotspots: int
    """Those among the hotspots found."""


def run_demo(options: argparse.Namespace) -> None:
    """Runs the demo in the folder of the options."""
    folder: Path = options.output
    _clear_former_demo(folder)
    parameters = AnalysisParameters(flanks=True)
    with shown_progress(options) as report:
        prefix = folder / _INPUT_FOLDER / "demo"
        simulation = simulate(SimulationParameters(), prefix, simulation_progress(report))
        simulated = simulation_files(prefix)
        files = InputFiles(simulated.fasta, simulated.categories, simulated.genes)
        summary = analyze_into(files, parameters, folder / "result", report)
        comparison = compare_with_truth(
            simulated.truth, folder / "result" / OUTPUT_FOLDER, parameters
        )
    print_warnings(options, summary.warnings)
    print_summary(
        options,
        f"Simulated genomes (not real ones) are in {folder / _INPUT_FOLDER}, "
        f"results in {folder / 'result' / OUTPUT_FOLDER}",
        describe(summary) + _describe_comparison(comparison),
        {**asdict(summary), **asdict(comparison), "simulation": asdict(simulation)},
    )


def compare_with_truth(
    truth: Path, output_dir: Path, parameters: AnalysisParameters
) -> TruthComparison:
    """How much of the truth file the result tables in `output_dir` hold."""
    planted = _planted_ssrs(truth, parameters.min_repeats)
    found = _found_ssrs(output_dir)
    planted_hotspots = _planted_hotspots(planted, parameters)
    table = pq.read_table(output_dir / "parquet" / "mutational_hotspot.parquet")
    hotspots = set(zip(table["motif"].to_pylist(), table["gene"].to_pylist(), strict=True))
    return TruthComparison(
        planted_ssrs=len(planted),
        found_ssrs=len(planted.keys() & found),
        planted_hotspots=len(planted_hotspots),
        found_hotspots=len(planted_hotspots & hotspots),
    )


_Ssr = tuple[str, str, int, int]
"""Genome id, motif, start, end."""


def _planted_ssrs(truth: Path, min_repeats: Mapping[int, int]) -> dict[_Ssr, tuple[str, int]]:
    """Gene and repeat number of each planted SSR that reaches its threshold."""
    planted = {}
    with truth.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            repeat = int(row["repeat"])
            if repeat >= min_repeats[len(row["motif"])]:
                ssr = (row["genomeID"], row["motif"], int(row["start"]), int(row["end"]))
                planted[ssr] = (row["gene"], repeat)
    return planted


def _found_ssrs(output_dir: Path) -> set[_Ssr]:
    columns = ["genomeID", "motif", "start", "stop"]
    table = pq.read_table(output_dir / "parquet" / "reformatted.parquet", columns=columns)
    return set(zip(*(table[name].to_pylist() for name in columns), strict=True))


def _planted_hotspots(
    planted: Mapping[_Ssr, tuple[str, int]], parameters: AnalysisParameters
) -> set[tuple[str, str]]:
    repeats, genomes = defaultdict(set), defaultdict(set)
    for (genome, motif, _, _), (gene, repeat) in planted.items():
        repeats[motif, gene].add(repeat)
        genomes[motif, gene].add(genome)
    return {
        group
        for group in repeats
        if group[1] != "intergenic"
        and len(repeats[group]) > parameters.min_repeat_count
        and len(genomes[group]) > parameters.min_genome_count
    }


def _describe_comparison(comparison: TruthComparison) -> list[tuple[str, str]]:
    return [
        (
            "Truth: SSRs",
            f"{comparison.found_ssrs:,} of {comparison.planted_ssrs:,} planted ones found, base "
            "for base",
        ),
        (
            "Truth: hotspots",
            f"{comparison.found_hotspots:,} of {comparison.planted_hotspots:,} planted ones found",
        ),
    ]


def _clear_former_demo(folder: Path) -> None:
    if not folder.exists():
        return
    names = {path.name for path in folder.iterdir()} if folder.is_dir() else {folder.name}
    if names - {_INPUT_FOLDER, "result"} or (names and _INPUT_FOLDER not in names):
        raise OutputError(f"{folder} holds something else than a demo; choose another folder (-o).")
    try:
        shutil.rmtree(folder)
    except OSError as problem:
        raise OutputError(
            f"{folder}: the former demo cannot be removed ({problem.strerror}); "
            "choose another folder (-o)."
        ) from problem
