"""The tables of docs/performance.md.

In: measurements, targets, and where the time goes. Out: Markdown between two marker comments; the
text around them is written by hand and stays.
"""

import os
import platform
import statistics
from collections.abc import Mapping, Sequence
from importlib import metadata
from pathlib import Path

from contestants import OURS, PLAIN_READ, PLAIN_WRITE
from results import Measurement, Measurements
from targets import MANY_GENOMES, SCAN, Target

BEGIN = "<!-- benchmark tables: begin; written by benchmarks/run.py -->"
END = "<!-- benchmark tables: end -->"


def write_report(path: Path, tables: str) -> None:
    """Puts the tables between the markers; raises ValueError if the file has none."""
    before, begin, rest = path.read_text(encoding="utf-8").partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"{path.name}: the two marker comments are missing; put them back.")
    text = f"{before}{BEGIN}\n\n{tables}\n{END}{after}"
    path.write_text(text, encoding="utf-8", newline="\n")


def format_report(
    measurements: Measurements,
    targets: Sequence[Target],
    steps: Mapping[str, Mapping[str, float]],
    many: str,
    versions: Mapping[str, str],
) -> str:
    """All tables, each with a heading."""
    scans = [m for m in measurements if m.task == SCAN]
    processes = [m for m in measurements if m.task != SCAN]
    return "\n".join(
        [
            _describe_machine(versions),
            _section("Targets", _format_targets(targets)),
            _section("The search alone, on sequences in memory", _format_scans(scans)),
            _section("Whole programs, from start to end", _format_processes(processes)),
            _section("Where the time goes", _format_steps(steps["parts"])),
            _describe_floor(measurements, many),
            _describe_tables(steps["tables"]),
        ]
    )


def _section(heading: str, rows: Sequence[Sequence[str]]) -> str:
    lines = [f"| {' | '.join(row)} |" for row in rows]
    rule = "|" + "---|" * len(rows[0])
    return "\n".join([f"### {heading}", "", lines[0], rule, *lines[1:], ""])


def _describe_machine(versions: Mapping[str, str]) -> str:
    own = {name: metadata.version(name) for name in ("numpy", "pyarrow")}
    names = ", ".join(f"{name} {version}" for name, version in {**own, **versions}.items())
    return (
        f"{os.cpu_count()} processor cores, {platform.system()}, Python "
        f"{platform.python_version()}, {names}.\n"
    )


def _format_targets(targets: Sequence[Target]) -> list[list[str]]:
    words = {True: "met", False: "**missed**", None: "not measured"}
    rows = [["what", "target", "reached", ""]]
    for target in targets:
        sign = "≥" if target.is_least else "≤"
        reached = "" if target.reached is None else f"{_short(target.reached)} {target.unit}"
        rows.append(
            [target.text, f"{sign} {target.limit:g} {target.unit}", reached, words[target.is_met]]
        )
    return rows


def _format_scans(measurements: Sequence[Measurement]) -> list[list[str]]:
    rows = [["data", "program", "runs", "CPU s (least-most)", "Mb per CPU s", "SSRs found"]]
    for measurement in measurements:
        row = [_describe_data(measurement), measurement.program]
        if measurement.samples:
            seconds = [sample.cpu_seconds for sample in measurement.samples]
            row += [str(len(seconds)), _spread(seconds)]
            row += [_short(measurement.megabases_per_cpu_second), _count_rows(measurement)]
        rows.append(row + [""] * (len(rows[0]) - len(row)))
    return rows


def _format_processes(measurements: Sequence[Measurement]) -> list[list[str]]:
    rows = [["task", "data", "program", "runs", "s (least-most)", "CPU s", "peak MB", "SSRs found"]]
    for measurement in measurements:
        row = [measurement.task, _describe_data(measurement), measurement.program]
        if measurement.samples:
            seconds = [sample.wall_seconds for sample in measurement.samples]
            peak = measurement.peak_megabytes
            row += [str(len(seconds)), _spread(seconds), _short(measurement.cpu_seconds)]
            row += ["" if peak is None else f"{peak:,.0f}", _count_rows(measurement)]
        rows.append(row + [""] * (len(rows[0]) - len(row)))
    return rows


def _format_steps(parts: Mapping[str, float]) -> list[list[str]]:
    total = sum(parts.values())
    rows = [["part", "s", "share"]]
    for part, seconds in parts.items():
        rows.append([part, f"{seconds:.2f}", f"{100 * seconds / total:.0f} %"])
    return [*rows, ["Sum", f"{total:.2f}", "100 %"]]


def _describe_floor(measurements: Measurements, many: str) -> str:
    ours = measurements.find(MANY_GENOMES, many, OURS)
    read = measurements.find(MANY_GENOMES, many, PLAIN_READ)
    write = measurements.find(MANY_GENOMES, many, PLAIN_WRITE)
    if ours is None or read is None or write is None:
        return ""
    floor = read.wall_seconds + write.wall_seconds
    return (
        f"Reading the {ours.data.bases / 1e6:,.0f} Mb FASTA once and writing as many bytes as the "
        f"results ({ours.samples[0].output_bytes / 1e6:,.0f} MB) once takes "
        f"{read.wall_seconds:.2f} s + {write.wall_seconds:.2f} s = {floor:.2f} s; the analysis "
        f"takes {ours.wall_seconds:.2f} s, {_short(ours.wall_seconds / floor)} times that.\n"
    )


def _describe_tables(tables: Mapping[str, float]) -> str:
    largest = sorted(tables.items(), key=lambda table: -table[1])[:4]
    listed = ", ".join(f"`{name}` {seconds:.2f} s" for name, seconds in largest)
    return f"Tables that take longest, with their Parquet: {listed}.\n"


def _describe_data(measurement: Measurement) -> str:
    data = measurement.data
    return f"{data.genomes:,} genomes, {_short(data.bases / 1e6)} Mb"


def _count_rows(measurement: Measurement) -> str:
    rows = measurement.samples[0].rows
    return "" if rows is None else f"{rows:,}"


def _spread(seconds: Sequence[float]) -> str:
    return f"{_short(statistics.median(seconds))} ({_short(min(seconds))}-{_short(max(seconds))})"


def _short(figure: float) -> str:
    """Three digits that count."""
    if figure >= 100:
        return f"{figure:,.0f}"
    return f"{figure:.1f}" if figure >= 10 else f"{figure:.{2 if figure >= 1 else 3}f}"
