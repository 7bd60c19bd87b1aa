"""Samples of a comparison, and what is made of them.

In: contestants. Out: one measurement per contestant, and a CSV of all.
"""

import csv
import statistics
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from contestants import Contestant
from data_sets import DataSet
from processes import ProcessFailed, Sample

COLUMNS = (
    "task", "data", "program", "genomes", "megabases", "runs", "ssrs",
    "wall_median_s", "wall_min_s", "wall_max_s", "cpu_median_s", "cpu_min_s", "cpu_max_s",
    "peak_memory_mb", "output_mb", "megabases_per_cpu_s",
)  # fmt: skip


@dataclass(frozen=True)
class Measurement:
    """All runs of one program on one data set; no samples if it is not installed or failed."""

    task: str
    data: DataSet
    program: str
    samples: Sequence[Sample]

    @property
    def wall_seconds(self) -> float:
        """Median."""
        return statistics.median(sample.wall_seconds for sample in self.samples)

    @property
    def cpu_seconds(self) -> float:
        """Median."""
        return statistics.median(sample.cpu_seconds for sample in self.samples)

    @property
    def peak_megabytes(self) -> float | None:
        """Largest of all runs."""
        peaks = [s.peak_megabytes for s in self.samples if s.peak_megabytes is not None]
        return max(peaks, default=None)

    @property
    def megabases_per_cpu_second(self) -> float:
        """Of the median."""
        return self.data.bases / 1e6 / self.cpu_seconds


class Measurements(list[Measurement]):
    """All measurements of one run of the benchmark."""

    def find(self, task: str, data: str, program: str) -> Measurement | None:
        """The measurement with samples, or None."""
        for measurement in self:
            if (measurement.task, measurement.data.name, measurement.program) == (
                task,
                data,
                program,
            ):
                return measurement if measurement.samples else None
        return None


def measure_in_turn(
    task: str, data: DataSet, contestants: Sequence[Contestant]
) -> list[Measurement]:
    """Every contestant's runs; they take turns, so that a slow minute of the machine hits all.

    Raises ProcessFailed if one of ours fails; a peer that fails is left out from then on.
    """
    samples: dict[str, list[Sample]] = {contestant.program: [] for contestant in contestants}
    racing = [contestant for contestant in contestants if contestant.run is not None]
    racing = [c for c in racing if not c.needs_warm_up or _try(task, data, c) is not None]
    for number in range(max(contestant.runs for contestant in contestants)):
        for contestant in [c for c in racing if number < c.runs]:
            sample = _try(task, data, contestant)
            if sample is None:
                racing.remove(contestant)
            else:
                samples[contestant.program].append(sample)
    return [Measurement(task, data, program, runs) for program, runs in samples.items()]


def write_csv(path: Path, measurements: Sequence[Measurement]) -> None:
    """Writes one row per measurement; what was not measured is empty."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(_csv_row(measurement) for measurement in measurements)


def _try(task: str, data: DataSet, contestant: Contestant) -> Sample | None:
    assert contestant.run is not None
    try:
        sample = contestant.run()
    except ProcessFailed as problem:
        if not contestant.is_peer:
            raise
        sys.stderr.write(f"{contestant.program} is left out of '{task}': {problem}\n")
        return None
    sys.stderr.write(
        f"{task}, {data.name}, {contestant.program}: {sample.wall_seconds:.3f} s, "
        f"CPU {sample.cpu_seconds:.3f} s\n"
    )
    return sample


def _csv_row(measurement: Measurement) -> list[str]:
    data, samples = measurement.data, measurement.samples
    row = [measurement.task, data.name, measurement.program, str(data.genomes)]
    row += [f"{data.bases / 1e6:.3f}", str(len(samples))]
    if not samples:
        return row + [""] * (len(COLUMNS) - len(row))
    peak = measurement.peak_megabytes
    return [
        *row,
        "" if samples[0].rows is None else str(samples[0].rows),
        *_spread([sample.wall_seconds for sample in samples]),
        *_spread([sample.cpu_seconds for sample in samples]),
        "" if peak is None else f"{peak:.1f}",
        f"{samples[0].output_bytes / 1e6:.1f}" if samples[0].output_bytes else "",
        "" if samples[0].rows is None else f"{measurement.megabases_per_cpu_second:.1f}",
    ]


def _spread(seconds: list[float]) -> list[str]:
    figures: list[Callable[[list[float]], float]] = [statistics.median, min, max]
    return [f"{figure(seconds):.4f}" for figure in figures]
