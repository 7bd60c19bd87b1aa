"""Measures speed and memory, ours and that of the peers, in one run on one machine.

In: what is installed; real data if there is any. Out: `benchmarks/results.csv` with all medians and
peak memories, and the tables in `docs/performance.md`.

Usage: python benchmarks/run.py [--peers-python PATH]; see README.md beside this file.
"""

import argparse
import json
import statistics
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from contestants import (
    Contestant,
    Setting,
    large_runs,
    pipelines,
    reading_scanners,
    scanners,
)
from data_sets import DataSet, make_descendants, prepare_real, simulate
from processes import ProcessFailed, run_process
from report import format_report, write_report
from results import Measurements, measure_in_turn, write_csv
from targets import (
    MANY_GENOMES,
    PIPELINE,
    PIPELINE_WITH_FLANKS,
    READ_AND_SCAN,
    SCAN,
    judge_targets,
)

_FOLDER = Path(__file__).resolve().parent
_REPOSITORY = _FOLDER.parent
_SHARED = _REPOSITORY.parent / "shared"

Steps = Mapping[str, Mapping[str, float]]
"""Seconds by kind of work, and by table: see steps.py."""

_ASK_VERSIONS = """
import importlib.metadata, json
names = ["perf_ssr", "pytrf", "crossroad-cli", "biopython"]
print(json.dumps({name: importlib.metadata.version(name) for name in names}))
"""


@dataclass(frozen=True)
class Genomes:
    """All data sets of one run."""

    scanned: DataSet
    pipeline: DataSet | None
    """None without real data."""
    few: DataSet
    many: DataSet


def main() -> None:
    """Runs everything and writes the results."""
    options = _parse_options()
    with tempfile.TemporaryDirectory(prefix="crossroad-benchmark-", dir=options.work) as work:
        setting = Setting(
            work=Path(work),
            peers_python=options.peers_python and options.peers_python.absolute(),
            bare_scan=options.bare_scan if options.bare_scan.is_file() else None,
            runs=options.runs,
            slow_runs=options.slow_runs,
            timeout_seconds=options.timeout,
        )
        genomes = _prepare_genomes(options, setting.work)
        # First, so that a part that cannot be timed any more is noticed before the long wait.
        steps = _measure_steps(genomes.many, setting)
        measurements = measure_all(genomes, setting)
    write_csv(options.results, measurements)
    names = (genomes.scanned.name, genomes.pipeline.name if genomes.pipeline else "")
    targets = judge_targets(measurements, *names, genomes.few.name, genomes.many.name)
    versions = _ask_versions(setting.peers_python)
    tables = format_report(measurements, targets, steps, genomes.many.name, versions)
    write_report(options.report, tables)
    sys.stdout.write(tables)


def measure_all(genomes: Genomes, setting: Setting) -> Measurements:
    """All comparisons, one after the other."""
    measurements = Measurements()

    def measure(task: str, data: DataSet, contestants: Sequence[Contestant]) -> None:
        measurements.extend(measure_in_turn(task, data, contestants))

    scanned = genomes.scanned
    measure(SCAN, scanned, scanners(scanned, setting, setting.runs))
    measure(SCAN, genomes.few, scanners(genomes.few, setting, setting.slow_runs))
    measure(READ_AND_SCAN, scanned, reading_scanners(scanned, setting))
    if genomes.pipeline is not None:
        data = genomes.pipeline
        measure(PIPELINE, data, pipelines(data, setting, with_flanks=False))
        measure(PIPELINE_WITH_FLANKS, data, pipelines(data, setting, with_flanks=True))
    for data in (genomes.few, genomes.many):
        measure(MANY_GENOMES, data, large_runs(data, setting))
    return measurements


def _parse_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    add = parser.add_argument
    add("--peers-python", type=Path, help="Python that has PERF, pytrf and croSSRoad")
    add("--data", type=Path, default=_SHARED / "data", help="folder of the real data")
    add(
        "--generator",
        type=Path,
        default=_SHARED / "tools" / "make_genomes.py",
        help="program that makes descendants of the real genomes",
    )
    add(
        "--bare-scan",
        type=Path,
        default=_SHARED / "prototypes" / "ssr_bitplanes.py",
        help="module with the bare search, a yardstick",
    )
    add("--genomes", type=int, nargs=2, default=(400, 4000), help="numbers of descendants")
    add("--runs", type=int, default=5, help="runs of each program")
    add("--slow-runs", type=int, default=2, help="runs of what takes minutes: croSSRoad's flanks")
    add("--timeout", type=float, default=600, help="seconds after which a run is stopped")
    add("--work", type=Path, help="folder for temporary files (default: the system's)")
    add("--results", type=Path, default=_FOLDER / "results.csv")
    add("--report", type=Path, default=_REPOSITORY / "docs" / "performance.md")
    return parser.parse_args()


def _prepare_genomes(options: argparse.Namespace, work: Path) -> Genomes:
    few, many = options.genomes
    if (options.data / "mpox" / "mpox.fa.gz").is_file() and options.generator.is_file():
        everything, twelve = prepare_real(options.data, work)
        return Genomes(
            everything,
            twelve,
            make_descendants(options.data, options.generator, few, work),
            make_descendants(options.data, options.generator, many, work),
        )
    sys.stderr.write("No real data: simulated genomes instead, and no comparison to croSSRoad.\n")
    return Genomes(simulate(38, work), None, simulate(few, work), simulate(many, work))


def _measure_steps(data: DataSet, setting: Setting) -> Steps:
    files = [str(path) for path in (data.fasta, data.categories, data.genes)]
    output = str(setting.work / "steps")
    command = [sys.executable, str(_FOLDER / "steps.py"), *files, data.reference_id, output]
    answers: list[Steps] = [
        json.loads(run_process(command, setting.timeout_seconds).stdout)
        for _ in range(setting.runs)
    ]
    return {
        kind: {
            name: statistics.median(answer[kind][name] for answer in answers)
            for name in answers[0][kind]
        }
        for kind in answers[0]
    }


def _ask_versions(peers_python: Path | None) -> Mapping[str, str]:
    if peers_python is None:
        return {}
    try:
        answer = run_process([str(peers_python), "-c", _ASK_VERSIONS], timeout_seconds=60).stdout
    except ProcessFailed:
        return {}
    versions: Mapping[str, str] = json.loads(answer)
    return versions


if __name__ == "__main__":
    main()
