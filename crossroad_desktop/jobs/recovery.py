"""What a killed program left behind, put in order at the next start.

In: the table and the folders as they were found. Out: no process at work for nobody, no job that
runs with nobody at work, no folder without a job, no job lost.
"""

import json
from typing import Any, Final

from crossroad_desktop.jobs import processes
from crossroad_desktop.jobs.folders import JobFolders
from crossroad_desktop.jobs.processes import ProcessIdentity
from crossroad_desktop.jobs.store import CANCELLED, JobStore, RunningJob

_TRIES: Final = 2
_INTERRUPTED: Final = (
    "CrossRoad Desktop was closed by force each time this job ran, so it was not tried again. Run "
    "it again; if the computer runs out of memory, analyse fewer genomes at a time."
)
_LOST: Final = (
    "The list of jobs was damaged before this job was completed. Its input files are still in its "
    "folder; start the analysis again with them."
)


def is_abandoned(job: RunningJob) -> bool:
    """Whether the process that claimed the job is gone."""
    return not processes.is_alive(job.runner)


def recover_job(
    store: JobStore, folders: JobFolders, job: RunningJob, runner: ProcessIdentity
) -> None:
    """Puts a job that runs with nobody at work back to its place in the queue, once; then it fails.

    What still works for it is ended first, and what it has written is removed. Nothing happens if
    another process is doing this.
    """
    if not store.take_over(job, runner):
        return
    _end_leftovers(job)
    folders.discard_output(job.id)
    folders.discard_crash_log(job.id)
    if job.cancel_requested:
        store.fail(job.id, CANCELLED, cancelled=True)
    elif job.interruptions + 1 < _TRIES:
        folders.discard_steps(job.id)
        store.requeue(job.id, was_interrupted=True)
    else:
        store.fail(job.id, _INTERRUPTED)


def tidy_folders(store: JobStore, folders: JobFolders, runner: ProcessIdentity) -> None:
    """Removes folders without a job, but takes results without a job for what they are: a job.

    Does nothing while another process of ours lives: it may be filling a folder whose job is not
    in the table yet. `runner` must have entered the store before.
    """
    # This order: who fills a folder has entered before, and adds the job before it leaves.
    found = folders.ids()
    if _others(store, runner):
        return
    for job_id in sorted(found - store.ids()):
        if folders.output(job_id).is_dir():
            _adopt(store, folders, job_id)
        elif store.notice is not None:
            store.add_ended(job_id, name=job_id, parameters={}, input_names={}, error_details=_LOST)
        else:
            folders.remove(job_id)
    folders.remove_hidden()
    folders.remove_unfinished()


def _others(store: JobStore, runner: ProcessIdentity) -> bool:
    others = [process for process in store.entered() if process != runner]
    alive = [process for process in others if processes.is_alive(process)]
    for process in others:
        if process not in alive:
            store.leave(process)
    return bool(alive)


def _end_leftovers(job: RunningJob) -> None:
    leftovers = set(processes.processes_of_job(job.id))
    if job.worker is not None:
        leftovers |= set(processes.tree(job.worker))
    processes.end_strangers(list(leftovers))


def _adopt(store: JobStore, folders: JobFolders, job_id: str) -> None:
    record = _record(folders, job_id)
    named = _inputs_named(record)
    there = {path.name for path in folders.input(job_id).glob("*")}
    found = record.get("found", {})
    store.add_ended(
        job_id,
        name=named.get("fasta", job_id),
        parameters=record.get("parameters", {}),
        # Those of an imported result are not there, and its record may name any path.
        input_names={role: name for role, name in named.items() if name in there},
        warnings=record.get("warnings", []),
        genomes=found.get("analysed_genomes"),
        ssrs=found.get("ssrs"),
        bytes_on_disk=folders.bytes_on_disk(job_id),
    )


def _inputs_named(record: dict[str, Any]) -> dict[str, str]:
    entries = record.get("inputs")
    return {
        str(entry["role"]): str(entry["name"])
        for entry in (entries if isinstance(entries, list) else [])
        if isinstance(entry, dict) and {"role", "name"} <= entry.keys()
    }


def _record(folders: JobFolders, job_id: str) -> dict[str, Any]:
    try:
        record = json.loads((folders.output(job_id) / "run.json").read_bytes())
    except (OSError, ValueError):
        return {}
    return record if isinstance(record, dict) else {}
