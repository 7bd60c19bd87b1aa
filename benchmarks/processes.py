"""What one process costs, by the account of the operating system.

In: a command. Out: its wall clock, its CPU time and its peak memory, with what it printed. Linux
and macOS only: the account comes from `os.wait4`.

This module and everything `run.py` imports stay with the standard library: on Linux a new process
inherits the peak memory of its parent, so a large parent would hide what a small child needs.
"""

import os
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

_MAXRSS_UNIT = 1 if sys.platform == "darwin" else 1024


class ProcessFailed(Exception):
    """A command ended with an error or was stopped at its time limit."""


@dataclass(frozen=True)
class Sample:
    """One run of one program."""

    wall_seconds: float
    cpu_seconds: float
    """User and system time of the process and of all processes it started and waited for."""
    peak_megabytes: float | None = None
    """Most memory of the largest single process, in units of 1,000,000 bytes; None if it was not
    a process of its own."""
    rows: int | None = None
    """SSRs found; None if the program counts none."""
    output_bytes: int = 0
    """Size of all files written."""


@dataclass(frozen=True)
class ProcessRun:
    """A process that ended well."""

    wall_seconds: float
    cpu_seconds: float
    peak_megabytes: float
    stdout: str


@dataclass(frozen=True)
class Command:
    """A program with its arguments, and how to read its result."""

    arguments: Sequence[str]
    output: Path | None = None
    """File or folder it makes; removed before and after every run, outside the measured time."""
    count_rows: Callable[[str, Path | None], int] | None = None
    """Gets what was printed, and `output`; gives the number of SSRs."""
    first_on_path: Path | None = None
    """Folder whose programs are found before all others."""


def run_command(command: Command, timeout_seconds: float) -> Sample:
    """The cost of one run. Raises ProcessFailed."""
    _remove(command.output)
    process = run_process(command.arguments, timeout_seconds, _environment(command.first_on_path))
    rows = command.count_rows(process.stdout, command.output) if command.count_rows else None
    output_bytes = _size(command.output)
    _remove(command.output)
    return Sample(
        process.wall_seconds, process.cpu_seconds, process.peak_megabytes, rows, output_bytes
    )


def run_process(
    arguments: Sequence[str], timeout_seconds: float, environment: Mapping[str, str] | None = None
) -> ProcessRun:
    """What a process cost and printed, start and end included.

    Raises ProcessFailed if it ends with another code than 0, or, with all its children, is killed
    because its time is up.
    """
    with tempfile.TemporaryFile() as stdout, tempfile.TemporaryFile() as stderr:
        began = time.perf_counter()
        process = subprocess.Popen(
            arguments,
            stdin=subprocess.DEVNULL,
            stdout=stdout,
            stderr=stderr,
            env=environment,
            start_new_session=True,
        )
        status, usage = _wait(process.pid, timeout_seconds)
        wall_seconds = time.perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0:
            raise ProcessFailed(_describe_failure(arguments, process.returncode, stderr))
        return ProcessRun(
            wall_seconds,
            usage.ru_utime + usage.ru_stime,
            usage.ru_maxrss * _MAXRSS_UNIT / 1e6,
            _read_text(stdout),
        )


def _wait(process_id: int, timeout_seconds: float) -> tuple[int, resource.struct_rusage]:
    # The process leads a group of its own: its children end with it.
    watchdog = threading.Timer(timeout_seconds, os.killpg, (process_id, signal.SIGKILL))
    watchdog.start()
    try:
        _, status, usage = os.wait4(process_id, 0)
    except BaseException:
        os.killpg(process_id, signal.SIGKILL)
        raise
    finally:
        watchdog.cancel()
    return status, usage


def _describe_failure(arguments: Sequence[str], code: int, stderr: BinaryIO) -> str:
    reason = "stopped at the time limit" if code == -signal.SIGKILL else f"exit code {code}"
    last_lines = "\n".join(_read_text(stderr).splitlines()[-5:])
    return f"{' '.join(arguments)}: {reason}\n{last_lines}"


def _read_text(file: BinaryIO) -> str:
    file.seek(0)
    return file.read().decode("utf-8", "replace")


def _environment(first_on_path: Path | None) -> dict[str, str] | None:
    if first_on_path is None:
        return None
    return {**os.environ, "PATH": f"{first_on_path}{os.pathsep}{os.environ['PATH']}"}


def _size(output: Path | None) -> int:
    if output is None:
        return 0
    files = [output] if output.is_file() else output.rglob("*")
    return sum(path.stat().st_size for path in files if path.is_file())


def _remove(output: Path | None) -> None:
    if output is None:
        return
    if output.is_dir():
        shutil.rmtree(output)
    else:
        output.unlink(missing_ok=True)
