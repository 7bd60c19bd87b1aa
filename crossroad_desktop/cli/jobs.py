"""`crossroad jobs`: the queue, with or without a running server; and `crossroad run-job`.

Both only need the table of jobs: a running server sees there what is wanted of it.
"""

import argparse
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final, NoReturn

from crossroad_desktop.cli.display import print_summary, print_table
from crossroad_desktop.errors import ConflictError, ParameterError
from crossroad_desktop.jobs.control import cancel_job, delete_job, rerun_job
from crossroad_desktop.jobs.folders import JobFolders
from crossroad_desktop.jobs.run_job import end_with_parent, run_job
from crossroad_desktop.jobs.store import Job, JobStatus, JobStore
from crossroad_desktop.results.archive import make_zip
from crossroad_desktop.settings import load_settings

_TABLE_HEADER = ("Job", "Name", "Status", "Done", "Created", "What it does")


@dataclass(frozen=True)
class _Jobs:
    store: JobStore
    folders: JobFolders


def run_jobs(options: argparse.Namespace) -> None:
    """Does what the options ask: `list`, or something with one job."""
    if options.action == "list":
        if options.job_id is not None:
            raise ParameterError(f"`crossroad jobs list` takes no id; try show {options.job_id}.")
    elif options.job_id is None:
        raise ParameterError(f"Which job? crossroad jobs {options.action} ID; list shows the ids.")
    with _opened() as jobs:
        JOB_ACTIONS[options.action](jobs, options)


def _list(jobs: _Jobs, options: argparse.Namespace) -> None:
    listed = jobs.store.list_jobs(options.limit)
    if options.json:
        print_summary(options, "", [], {"jobs": [_as_json(job) for job in listed]})
    elif not listed:
        print_summary(
            options, "There are no jobs yet", [("Folder", str(jobs.folders.job_dir))], None
        )
    print_table(options, "Jobs", _TABLE_HEADER, [_table_row(job) for job in listed])


def _show(jobs: _Jobs, options: argparse.Namespace) -> None:
    job = jobs.store.get(options.job_id)
    folder = str(jobs.folders.folder(job.id))
    print_summary(
        options, job.id, [*_facts(job), ("Folder", folder)], {**_as_json(job), "folder": folder}
    )


def _cancel(jobs: _Jobs, options: argparse.Namespace) -> None:
    job = cancel_job(jobs.store, jobs.folders, options.job_id)
    title = f"{job.id} is cancelled" if job.cancelled else f"{job.id} is being cancelled"
    print_summary(options, title, [("Name", job.name)], _as_json(job))


def _delete(jobs: _Jobs, options: argparse.Namespace) -> None:
    job = jobs.store.get(options.job_id)
    delete_job(jobs.store, jobs.folders, job.id)
    print_summary(options, f"{job.id} is deleted", [("Name", job.name)], {"deleted": job.id})


def _rerun(jobs: _Jobs, options: argparse.Namespace) -> None:
    job = rerun_job(jobs.store, jobs.folders, options.job_id)
    title = f"{job.id} is queued; it starts when CrossRoad Desktop runs and its turn comes"
    print_summary(options, title, [("Name", job.name)], _as_json(job))


def _zip(jobs: _Jobs, options: argparse.Namespace) -> None:
    job = jobs.store.get(options.job_id)
    if job.status is not JobStatus.COMPLETED:
        raise ConflictError(f"{job.id} is {job.status}; only completed jobs have results to pack.")
    path = Path(f"ssr_analysis_{job.id}_full.zip")
    make_zip(jobs.folders.output(job.id), path)
    print_summary(options, f"All results are in {path}", [("Name", job.name)], {"zip": str(path)})


JOB_ACTIONS: Final[Mapping[str, Callable[[_Jobs, argparse.Namespace], None]]] = {
    "list": _list,
    "show": _show,
    "cancel": _cancel,
    "delete": _delete,
    "rerun": _rerun,
    "zip": _zip,
}


def run_run_job(options: argparse.Namespace) -> NoReturn:
    """What the runner of jobs starts: runs the job and says how far it is on stdout."""
    end_with_parent()
    raise SystemExit(run_job(load_settings(os.environ), options.job_id, sys.stdout))


@contextmanager
def _opened() -> Iterator[_Jobs]:
    settings = load_settings(os.environ)
    # A running server may be using the file, so a damaged one is not put aside here.
    with JobStore(settings.database_path).open(is_owner=False) as store:
        yield _Jobs(store, JobFolders(settings.job_dir))


def _as_json(job: Job) -> dict[str, Any]:
    return {**asdict(job), "reference_id": job.reference_id}


def _table_row(job: Job) -> tuple[str, ...]:
    what = job.message if job.error_details is None else job.error_details
    created = job.created_at[:16].replace("T", " ")
    return (job.id, job.name, job.status, f"{job.progress:.0%}", created, what)


def _facts(job: Job) -> list[tuple[str, str]]:
    facts: list[tuple[str, object]] = [
        ("Name", job.name),
        ("Status", _status(job)),
        ("Done", f"{job.progress:.0%} ({job.message})"),
        ("Problem", job.error_details),
        ("Genomes", None if job.genomes is None else f"{job.genomes:,} analysed"),
        ("SSRs", None if job.ssrs is None else f"{job.ssrs:,}"),
        ("Reference", job.reference_id),
        ("Files", ", ".join(job.input_names.values()) or None),
        ("Created", job.created_at),
        ("Started", job.started_at),
        ("Ended", job.finished_at),
        *(("Warning", warning) for warning in job.warnings),
    ]
    return [(name, str(value)) for name, value in facts if value is not None]


def _status(job: Job) -> str:
    if job.status is JobStatus.QUEUED:
        return f"queued, number {job.queue_position} in the queue"
    return "cancelled" if job.cancelled else job.status
