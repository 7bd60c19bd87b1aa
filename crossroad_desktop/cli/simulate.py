"""`crossroad simulate`: genomes with known truth."""

import argparse
from collections.abc import Callable
from dataclasses import asdict, fields

from crossroad_desktop.cli.display import print_summary, shown_progress
from crossroad_desktop.pipeline.progress import Progress, ReportProgress
from crossroad_desktop.simulate import SimulationParameters, simulate


def run_simulate(options: argparse.Namespace) -> None:
    """Simulates genomes as the options say."""
    parameters = SimulationParameters(
        **{field.name: getattr(options, field.name) for field in fields(SimulationParameters)}
    )
    with shown_progress(options) as report:
        summary = simulate(
            parameters, options.output, simulation_progress(report), replace=options.force
        )
    facts = [(name.replace("_", " "), str(value)) for name, value in asdict(summary).items()]
    title = f"Simulated genomes (not real ones) are in {options.output}.fa"
    print_summary(options, title, facts, asdict(summary))


def simulation_progress(report: ReportProgress) -> Callable[[int, int], None]:
    """A function that passes the number of simulated genomes, and of all, on as progress."""

    def tell(done: int, total: int) -> None:
        report(Progress("Simulating genomes", done / total, done))

    return tell
