"""What the child process of a job does: one analysis, told line by line.

In: the id of a job in the table. Out: its results in `output/`, its log in `job.log`, the times of
its steps in `steps.json`, and lines of JSON: `{"progress": 0.31, "message": "..."}`, many of them,
and at last either `{"summary": {...}}`, when all results are in place, or `{"error": "..."}`.
"""

import errno
import json
import os
import stat
import sys
import threading
import traceback
from contextlib import suppress
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, TextIO

from crossroad_desktop.errors import CrossroadError
from crossroad_desktop.jobs.folders import JobFolders
from crossroad_desktop.jobs.steps import StepTimes
from crossroad_desktop.jobs.store import Job, JobStore
from crossroad_desktop.jobs.worker import EXIT_DOES_NOT_FIT
from crossroad_desktop.pipeline.inputs import InputFiles
from crossroad_desktop.pipeline.parameters import parse_parameters
from crossroad_desktop.pipeline.progress import Progress
from crossroad_desktop.pipeline.run import analyze
from crossroad_desktop.pipeline.summary import AnalysisSummary
from crossroad_desktop.settings import Settings

_DONE, _OUR_FAULT = 0, 70


def run_job(settings: Settings, job_id: str, out: TextIO) -> int:
    """The exit code: 0 done, 1 the job cannot be done, 70 our own fault.

    Expected problems and our own faults alike become one `error` line on `out`; the traceback of
    the latter goes to stderr. Interrupts pass through and leave no partial output.
    """
    folders = JobFolders(settings.job_dir)
    try:
        _limit_memory(settings.memory_limit_bytes)
        summary = _analyze(_read_job(settings, job_id), folders, out)
    except CrossroadError as problem:
        return _fail(out, folders, job_id, _explain(problem, folders.folder(job_id)))
    except MemoryError:
        return _fail(out, folders, job_id, _NO_MEMORY)
    except Exception as problem:  # noqa: BLE001  # the last stop before a traceback
        traceback.print_exc()
        _fail(out, folders, job_id, _OWN_FAULT.format(type(problem).__name__))
        return _OUR_FAULT
    _say(out, {"summary": asdict(summary)})
    return _DONE


def end_with_parent() -> None:
    """From now on this process ends at once when the one that started it has died.

    That one holds the other end of our standard input and never writes. Without such a pipe, in a
    terminal or under a batch system, nothing is watched.
    """
    if stat.S_ISFIFO(os.fstat(0).st_mode):
        threading.Thread(target=_exit_at_end_of_input, name="watches parent", daemon=True).start()


_NO_MEMORY: Final = (
    "There was not enough memory for this analysis. Close other programs, raise "
    "CROSSROAD_MEMORY_LIMIT if it is set, or analyse fewer genomes at a time."
)
_OWN_FAULT: Final = (
    "The analysis failed by a fault of CrossRoad Desktop ({}). Please report it with the file "
    "crash.log in the folder of the job."
)
_DISK_FULL: Final = (
    "The disk is full; free some space, then run the job again. Nothing of this run was kept."
)


def _read_job(settings: Settings, job_id: str) -> Job:
    # The server is the owner of the file and may be using it: we only look.
    with JobStore(settings.database_path).open(is_owner=False) as store:
        return store.get(job_id)


def _analyze(job: Job, folders: JobFolders, out: TextIO) -> AnalysisSummary:
    parameters = parse_parameters(job.parameters)
    log = _Log(folders.log(job.id))
    lines = _ProgressLines(out, log, StepTimes(folders.steps(job.id)))
    summary = analyze(
        _input_files(job, folders.input(job.id)),
        parameters,
        folders.output(job.id),
        lines.report,
        # What a former try of this job left.
        replace=True,
    )
    for warning in summary.warnings:
        log.note(f"Warning: {warning}")
    return summary


def _input_files(job: Job, folder: Path) -> InputFiles:
    paths = {role: folder / name for role, name in job.input_names.items()}
    return InputFiles(paths["fasta"], paths.get("categories"), paths.get("genes"))


class _ProgressLines:
    """Passes progress on as JSON lines, and notes each step in the log, and its times."""

    def __init__(self, out: TextIO, log: "_Log", times: StepTimes) -> None:
        self._out = out
        self._log = log
        self._times = times
        self._steps: set[str] = set()

    def report(self, progress: Progress) -> None:
        if progress.step not in self._steps:
            self._steps.add(progress.step)
            self._log.note(progress.step)
        self._note_time(progress)
        _say(self._out, {"progress": progress.fraction, "message": _describe(progress)})

    def _note_time(self, progress: Progress) -> None:
        if progress.fraction >= 1.0:
            # "Done" is the end of the steps, and none of them.
            self._times.end()
        else:
            self._times.report(progress.step, _detail_of(progress))


class _Log:
    """Adds lines with the time to a file, as far as that can be written.

    On a full disk the results cannot be written either, and that is what is told.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def note(self, text: str) -> None:
        moment = datetime.now(UTC).isoformat(timespec="milliseconds")
        with (
            suppress(OSError),
            self._path.open("a", encoding="utf-8", newline="\n") as file,
        ):
            file.write(f"{moment} {text}\n")


def _describe(progress: Progress) -> str:
    detail = _detail_of(progress)
    return f"{progress.step}: {detail}" if detail else progress.step


def _detail_of(progress: Progress) -> str | None:
    if progress.detail:
        return progress.detail
    return f"{progress.genomes:,} genomes" if progress.genomes else None


def _fail(out: TextIO, folders: JobFolders, job_id: str, details: str) -> int:
    _Log(folders.log(job_id)).note(f"Failed: {details}")
    _say(out, {"error": details})
    return EXIT_DOES_NOT_FIT


def _explain(problem: CrossroadError, folder: Path) -> str:
    """The message without the path of the job's folder, which means nothing to the user."""
    cause = problem.__cause__
    if isinstance(cause, OSError) and cause.errno in (errno.ENOSPC, errno.EDQUOT):
        return _DISK_FULL
    text = str(problem)
    for path in (folder / "input", folder):
        text = text.replace(f"{path}{os.sep}", "")
    return text.replace(str(folder), "the folder of the job")


def _say(out: TextIO, content: dict[str, object]) -> None:
    # ASCII, so that the encoding of the pipe does not matter.
    out.write(json.dumps(content) + "\n")
    out.flush()


def _exit_at_end_of_input() -> None:
    # Not sys.stdin: a thread that waits in it hinders the interpreter from ending.
    while os.read(0, 1024):
        pass
    os._exit(EXIT_DOES_NOT_FIT)


def _limit_memory(limit: int | None) -> None:
    if limit is None or sys.platform != "linux":
        return
    import resource

    # Not the address space: libraries and thread stacks reserve much that they never use.
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    resource.setrlimit(resource.RLIMIT_DATA, (limit, hard))
