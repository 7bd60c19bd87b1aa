"""The programs that are compared, each as something that can be run and measured.

In: what is installed and where. Out: contestants for each part of the benchmark; one that is not
installed has nothing to run, and its figures stay empty.

All search with the same thresholds, croSSRoad's default of 12, 6, 4, 3, 3 and 2 units; they
are passed on explicitly, since the releases of croSSRoad differ in their defaults.
"""

import json
import shutil
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from data_sets import DataSet
from processes import Command, Sample, run_command, run_process

OURS = "CrossRoad Desktop"
OURS_WITHOUT_FLANKS = "CrossRoad Desktop, no flanks"
CROSSROAD = "croSSRoad"
PERF = "PERF"
PYTRF = "pytrf"
BARE_SCAN = "bare search"
PLAIN_READ = "plain read of the file"
PLAIN_WRITE = "plain write of as many bytes"

THRESHOLDS = (12, 6, 4, 3, 3, 2)
"""Least number of units for motifs of 1 to 6 bp."""

PROGRAMS_OF_CROSSROAD = ("seqtk", "seqkit", "bedtools")

_THRESHOLD_OPTIONS = ("--mono", "--di", "--tri", "--tetra", "--penta", "--hexa")
_THRESHOLD_LIST = ",".join(map(str, THRESHOLDS))
_FOLDER = Path(__file__).parent
_BLOCK_BYTES = 1 << 22


@dataclass(frozen=True)
class Contestant:
    """One program in one comparison."""

    program: str
    run: Callable[[], Sample] | None
    """Runs it once; None if it is not installed."""
    runs: int
    is_peer: bool = False
    """Written by others: if it fails, the benchmark goes on without it."""
    needs_warm_up: bool = True


@dataclass(frozen=True)
class Setting:
    """Where the programs are, and how long and how often they run."""

    work: Path
    """Folder for everything that is written."""
    peers_python: Path | None
    bare_scan: Path | None
    runs: int
    slow_runs: int
    """Runs of what takes minutes."""
    timeout_seconds: float

    @property
    def can_run_crossroad(self) -> bool:
        """Whether croSSRoad and the programs that it starts are there."""
        return self.peers_python is not None and all(map(shutil.which, PROGRAMS_OF_CROSSROAD))


def scanners(data: DataSet, setting: Setting, perf_runs: int) -> list[Contestant]:
    """The search alone, on sequences in memory."""
    peers, bare_scan = setting.peers_python, setting.bare_scan

    def contestant(name: str, program: str, python: Path | str | None, runs: int) -> Contestant:
        run = None if python is None else lambda: _scan_in_memory(python, program, data, setting)
        return Contestant(name, run, runs, is_peer=program != "ours", needs_warm_up=False)

    own_python = sys.executable
    return [
        contestant(OURS, "ours", own_python, setting.runs),
        contestant(PERF, "perf", peers, perf_runs),
        contestant(PYTRF, "pytrf", peers, setting.runs),
        contestant(BARE_SCAN, "bare-scan", own_python if bare_scan else None, setting.runs),
    ]


def reading_scanners(data: DataSet, setting: Setting) -> list[Contestant]:
    """Whole processes that read a FASTA file and find SSRs; PERF and pytrf as their commands."""
    peers = setting.peers_python
    rows = setting.work / "rows.tsv"
    units = setting.work / "units.tsv"
    units.write_text("".join(f"{k}\t{n}\n" for k, n in enumerate(THRESHOLDS, start=1)))
    ours = Command(_read_and_scan("ours", data), count_rows=lambda printed, _: int(printed))
    contestants = [_contestant(OURS, ours, setting)]
    for name, arguments in (
        (PERF, ["-i", str(data.fasta), "-u", str(units), "-o", str(rows), "-t", "1"]),
        (PYTRF, ["findstr", "-r", *map(str, THRESHOLDS), "-o", str(rows), str(data.fasta)]),
    ):
        program = str(peers.with_name(name)) if peers else None
        command = Command([program, *arguments], rows, _count_lines) if program else None
        contestants.append(_contestant(name, command, setting, is_peer=True))
    return contestants


def pipelines(data: DataSet, setting: Setting, with_flanks: bool) -> list[Contestant]:
    """Ours and croSSRoad with categories, genes and a reference, one thread each."""
    ours = ours_command(data, setting, with_flanks, ["-t", "1", "--no-loci"])
    theirs = _crossroad_command(data, setting, with_flanks) if setting.can_run_crossroad else None
    return [
        _contestant(OURS, ours, setting),
        _contestant(
            CROSSROAD,
            theirs,
            setting,
            runs=setting.slow_runs if with_flanks else setting.runs,
            is_peer=True,
            needs_warm_up=not with_flanks,
        ),
    ]


def large_runs(data: DataSet, setting: Setting) -> list[Contestant]:
    """Ours on many genomes, the bare search, and the least that any program must do.

    The filter for N is opened wide, so that all genomes are analysed.
    """
    everything = ours_command(data, setting, True, ["--unfair", "100000", "--no-loci"])
    without_flanks = ours_command(data, setting, False, ["--unfair", "100000", "--no-loci"])
    output_bytes = run_command(everything, setting.timeout_seconds).output_bytes
    bare_scan = None
    if setting.bare_scan:
        arguments = [*_read_and_scan("bare-scan", data), str(setting.bare_scan)]
        bare_scan = Command(arguments, count_rows=lambda printed, _: int(printed))
    return [
        _contestant(OURS, everything, setting),
        _contestant(OURS_WITHOUT_FLANKS, without_flanks, setting),
        _contestant(BARE_SCAN, bare_scan, setting, is_peer=True),
        Contestant(PLAIN_READ, lambda: _read_plainly(data.fasta), setting.runs),
        Contestant(
            PLAIN_WRITE, lambda: _write_plainly(setting.work / "plain", output_bytes), setting.runs
        ),
    ]


def ours_command(
    data: DataSet, setting: Setting, with_flanks: bool, more: Sequence[str]
) -> Command:
    """`crossroad analyze` with categories, genes and a reference."""
    output = setting.work / "ours"
    arguments = [
        sys.executable, "-m", "crossroad_desktop", "analyze", str(data.fasta),
        "-c", str(data.categories), "-b", str(data.genes), "-r", data.reference_id,
        *_threshold_arguments(), "-o", str(output), "--quiet", "--json", *more,
    ]  # fmt: skip
    if with_flanks:
        arguments.append("--flanks")
    return Command(arguments, output, lambda printed, _: int(json.loads(printed)["ssrs"]))


def _crossroad_command(data: DataSet, setting: Setting, with_flanks: bool) -> Command:
    output = setting.work / "crossroad"
    arguments = [
        str(setting.peers_python), "-m", "crossroad.cli.main", "-fa", str(data.fasta),
        "-c", str(data.categories), "-b", str(data.genes), "-ref", data.reference_id,
        *_threshold_arguments(), "-o", str(output), "-t", "1",
    ]  # fmt: skip
    if with_flanks:
        arguments.append("-f")
    bin_folder = setting.peers_python.parent if setting.peers_python else None
    return Command(arguments, output, _count_reformatted, bin_folder)


def _contestant(
    program: str,
    command: Command | None,
    setting: Setting,
    runs: int | None = None,
    is_peer: bool = False,
    needs_warm_up: bool = True,
) -> Contestant:
    run = None if command is None else lambda: run_command(command, setting.timeout_seconds)
    return Contestant(program, run, runs or setting.runs, is_peer, needs_warm_up)


def _scan_in_memory(python: Path | str, program: str, data: DataSet, setting: Setting) -> Sample:
    script = str(_FOLDER / "scan_in_memory.py")
    arguments = [str(python), script, program, str(data.fasta), _THRESHOLD_LIST]
    if program == "bare-scan":
        arguments.append(str(setting.bare_scan))
    figures = json.loads(run_process(arguments, setting.timeout_seconds).stdout)
    return Sample(figures["wall_seconds"], figures["cpu_seconds"], rows=figures["rows"])


def _read_and_scan(program: str, data: DataSet) -> list[str]:
    script = str(_FOLDER / "read_and_scan.py")
    return [sys.executable, script, program, str(data.fasta), _THRESHOLD_LIST]


def _threshold_arguments() -> list[str]:
    pairs = zip(_THRESHOLD_OPTIONS, THRESHOLDS, strict=True)
    return [word for option, units in pairs for word in (option, str(units))]


def _read_plainly(path: Path) -> Sample:
    wall_began, cpu_began = time.perf_counter(), time.process_time()
    with path.open("rb", buffering=0) as file:
        while file.read(_BLOCK_BYTES):
            pass
    return Sample(time.perf_counter() - wall_began, time.process_time() - cpu_began)


def _write_plainly(path: Path, count: int) -> Sample:
    block = b"\n" * _BLOCK_BYTES
    wall_began, cpu_began = time.perf_counter(), time.process_time()
    with path.open("wb", buffering=0) as file:
        for written in range(0, count, _BLOCK_BYTES):
            file.write(block[: count - written])
    sample = Sample(
        time.perf_counter() - wall_began, time.process_time() - cpu_began, output_bytes=count
    )
    path.unlink()
    return sample


def _count_lines(_: str, output: Path | None) -> int:
    assert output is not None
    with output.open("rb") as file:
        return sum(1 for _ in file)


def _count_reformatted(_: str, output: Path | None) -> int:
    assert output is not None
    (table,) = output.glob("*/output/intrim/reformatted.tsv")
    return _count_lines("", table) - 1
