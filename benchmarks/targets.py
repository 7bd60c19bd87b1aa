"""What the benchmark should show, and whether it does.

In: measurements. Out: one line per target, with the figure reached.
"""

from collections.abc import Callable
from dataclasses import dataclass

from contestants import BARE_SCAN, CROSSROAD, OURS, PERF, PYTRF
from results import Measurement, Measurements

SCAN = "search in memory"
READ_AND_SCAN = "read and search"
PIPELINE = "analysis without flanks"
PIPELINE_WITH_FLANKS = "analysis with everything"
MANY_GENOMES = "analysis of many genomes"


@dataclass(frozen=True)
class Target:
    """One target and what was reached."""

    text: str
    reached: float | None
    """None if something it needs was not measured."""
    limit: float
    unit: str
    is_least: bool
    """Whether the limit is the least that will do, not the most."""

    @property
    def is_met(self) -> bool | None:
        """None if it was not measured."""
        if self.reached is None:
            return None
        return self.reached >= self.limit if self.is_least else self.reached <= self.limit


def judge_targets(
    measurements: Measurements, scanned: str, pipeline: str, few: str, many: str
) -> list[Target]:
    """All targets; names are those of data sets, `few` and `many` the 400 and 4,000 genomes."""
    return [
        *_judge_search(measurements, scanned),
        *_judge_pipeline(measurements, pipeline),
        *_judge_limits(measurements, few, seconds=4, megabytes=500),
        *_judge_limits(measurements, many, seconds=35, megabytes=600),
        *_judge_growth(measurements, few, many),
    ]


def _judge_search(measurements: Measurements, data: str) -> list[Target]:
    ours, perf, pytrf = (measurements.find(SCAN, data, name) for name in (OURS, PERF, PYTRF))
    speed = ours.megabases_per_cpu_second if ours else None
    return [
        Target(
            "search, against PERF, per CPU second", _ratio(perf, ours, _cpu), 150, "times", True
        ),
        Target(
            "search, against pytrf, per CPU second", _ratio(pytrf, ours, _cpu), 5, "times", True
        ),
        Target("search", speed, 300, "Mb per CPU s", True),
    ]


def _judge_pipeline(measurements: Measurements, data: str) -> list[Target]:
    ours, theirs = (
        measurements.find(PIPELINE_WITH_FLANKS, data, name) for name in (OURS, CROSSROAD)
    )
    ratio = _ratio(theirs, ours, _wall)
    return [Target("12 genomes, everything, against croSSRoad", ratio, 100, "times", True)]


def _judge_limits(
    measurements: Measurements, data: str, seconds: float, megabytes: float
) -> list[Target]:
    ours, bare = (measurements.find(MANY_GENOMES, data, name) for name in (OURS, BARE_SCAN))
    if ours is None:
        return []
    name = f"{ours.data.genomes:,} genomes, everything"
    ratio = _ratio(ours, bare, _wall)
    return [
        Target(name, ours.wall_seconds, seconds, "s", False),
        Target(f"{name}, memory", ours.peak_megabytes, megabytes, "MB", False),
        Target(f"{name}, against a bare search", ratio, 8, "times", False),
    ]


def _judge_growth(measurements: Measurements, few: str, many: str) -> list[Target]:
    ours_few, ours_many = (measurements.find(MANY_GENOMES, data, OURS) for data in (few, many))
    if ours_few is None or ours_many is None:
        return []
    name = (
        f"time per genome, {ours_many.data.genomes:,} against {ours_few.data.genomes:,} "
        "genomes (constant: 1)"
    )
    ratio = _ratio(ours_many, ours_few, lambda m: m.wall_seconds / m.data.genomes)
    return [Target(name, ratio, 1.1, "times", False)]


def _ratio(
    above: Measurement | None,
    below: Measurement | None,
    figure: Callable[[Measurement], float],
) -> float | None:
    return figure(above) / figure(below) if above and below else None


def _wall(measurement: Measurement) -> float:
    return measurement.wall_seconds


def _cpu(measurement: Measurement) -> float:
    return measurement.cpu_seconds
