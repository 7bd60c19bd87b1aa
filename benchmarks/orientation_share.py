"""What orientation costs: its share of a whole analysis.

    python benchmarks/orientation_share.py [--genomes 400] [--runs 7] [--data DIR]
        [--generator FILE]

Makes descendants of monkeypox viruses (without real data, simulated genomes take their place) and
analyses them several times in this process: as they are made, and with every second one written
from the other strand; the genomes alone, and with genes, categories, a reference and flanks. Always
without the locus catalogue, which takes so long that nothing else would show. Prints medians of
CPU milliseconds as CSV.
"""

import argparse
import csv
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from functools import wraps
from pathlib import Path
from typing import Any

from data_sets import DataSet, make_descendants, prepare_real, simulate, turn_every_second

from crossroad_desktop.pipeline import inputs, scanning
from crossroad_desktop.pipeline.inputs import InputFiles
from crossroad_desktop.pipeline.orientation import StrandSampler
from crossroad_desktop.pipeline.parameters import AnalysisParameters
from crossroad_desktop.pipeline.run import analyze

_STEPS: Sequence[tuple[Any, str]] = (
    (StrandSampler, "visit"),
    (StrandSampler, "decide"),
    (inputs, "mirror_genes"),
    (scanning, "mirror_ssrs"),
)
"""The functions that do what would not be done without orientation."""


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__)
    shared = Path(__file__).resolve().parents[2] / "shared"
    parser.add_argument("--genomes", type=int, default=400)
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--data", type=Path, default=shared / "data")
    parser.add_argument("--generator", type=Path, default=shared / "tools" / "make_genomes.py")
    options = parser.parse_args()
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(["genomes", "strands", "files", "run_ms", "orientation_ms", "share_percent"])
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        if options.data.is_dir():
            prepare_real(options.data, folder)
            data_set = make_descendants(options.data, options.generator, options.genomes, folder)
        else:
            data_set = simulate(options.genomes, folder)
        for line in measure(data_set, options.runs, folder):
            writer.writerow([data_set.genomes, *line])
            sys.stdout.flush()


def measure(data_set: DataSet, runs: int, folder: Path) -> Iterator[tuple[str, str, str, str, str]]:
    """Strands, files, and medians: milliseconds of a run and of orientation, share in percent."""
    seconds = _time_steps()
    half_turned = folder / "half_turned.fa"
    turn_every_second(data_set.fasta, half_turned)
    alone = AnalysisParameters(unfair=100_000, loci=False)
    compared = AnalysisParameters(
        unfair=100_000, loci=False, flanks=True, reference_id=data_set.reference_id
    )
    for strands, fasta in (("as made", data_set.fasta), ("half turned", half_turned)):
        annotated = InputFiles(fasta, data_set.categories, data_set.genes)
        for name, files, parameters in (
            ("genomes alone", InputFiles(fasta), alone),
            ("all, with flanks", annotated, compared),
        ):
            whole, oriented = _repeat(files, parameters, runs, folder / "output", seconds)
            share = statistics.median(
                part / all_ for part, all_ in zip(oriented, whole, strict=True)
            )
            yield (
                strands,
                name,
                f"{statistics.median(whole) * 1e3:.0f}",
                f"{statistics.median(oriented) * 1e3:.1f}",
                f"{share * 100:.2f}",
            )


def _repeat(
    files: InputFiles,
    parameters: AnalysisParameters,
    runs: int,
    output: Path,
    seconds: list[float],
) -> tuple[list[float], list[float]]:
    """CPU seconds of each run, and of orientation in it; a first run to warm up does not count."""
    whole, oriented = [], []
    for _ in range(runs + 1):
        seconds.clear()
        began = time.process_time()
        analyze(files, parameters, output, replace=True)
        whole.append(time.process_time() - began)
        oriented.append(sum(seconds))
    return whole[1:], oriented[1:]


def _time_steps() -> list[float]:
    """Gets the CPU seconds of every call of a step from now on."""
    seconds: list[float] = []
    for owner, name in _STEPS:
        setattr(owner, name, _timed(getattr(owner, name), seconds))
    return seconds


def _timed(step: Callable[..., Any], seconds: list[float]) -> Callable[..., Any]:
    @wraps(step)
    def timed(*arguments: Any) -> Any:
        began = time.process_time()
        try:
            return step(*arguments)
        finally:
            seconds.append(time.process_time() - began)

    return timed


if __name__ == "__main__":
    main()
