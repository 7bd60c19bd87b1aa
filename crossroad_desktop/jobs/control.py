"""What users do to jobs: cancel, delete, run again. It works with and without a running server.

In: the table, the folders and the id of a job. Out: the job afterwards. Whoever runs a job learns
from the table what is wanted of it.
"""

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from typing import Final

from crossroad_desktop.errors import ConflictError, InputError
from crossroad_desktop.jobs.folders import JobFolders, link_or_copy, new_job_id
from crossroad_desktop.jobs.processes import this_process
from crossroad_desktop.jobs.recovery import is_abandoned, recover_job
from crossroad_desktop.jobs.store import Job, JobStore
from crossroad_desktop.pipeline.parameters import parse_parameters

_SECONDS_TO_CANCEL: Final = 4.0
_SECONDS_BETWEEN_LOOKS: Final = 0.1


def cancel_job(
    store: JobStore,
    folders: JobFolders,
    job_id: str,
    wait: Callable[[float], object] | None = None,
) -> Job:
    """The job, cancelled, its processes ended and its partial output removed.

    `wait` waits for so many seconds, or less if something happened. The job may still be running
    afterwards if its runner does not answer; it is ended as soon as that one does. Raises
    ConflictError if it had ended, or ended by itself meanwhile.
    """
    wait = wait or threading.Event().wait
    job = store.request_cancel(job_id)
    deadline = time.monotonic() + _SECONDS_TO_CANCEL
    while not job.has_ended and time.monotonic() < deadline:
        _recover_if_abandoned(store, folders, job_id)
        wait(_SECONDS_BETWEEN_LOOKS)
        job = store.get(job_id)
    if job.has_ended and not job.cancelled:
        raise ConflictError(f"{job_id} ended ({job.status}) before it could be cancelled.")
    return job


def delete_job(store: JobStore, folders: JobFolders, job_id: str) -> None:
    """Removes the job and its folder. Raises ConflictError if it runs."""
    store.delete(job_id, folders.hide)
    folders.remove_hidden()


def rerun_job(
    store: JobStore,
    folders: JobFolders,
    job_id: str,
    changes: Mapping[str, object] | None = None,
) -> Job:
    """A new job, queued, with the input files of another one and its parameters, some changed.

    The input files are the same ones on disk where the file system can do that. Raises InputError
    if they are gone, ParameterError for changes that do not fit.
    """
    former = store.get(job_id)
    parameters = parse_parameters({**former.parameters, **(changes or {})})
    require_inputs(folders, former)
    new_id = new_job_id()
    with _entered(store):
        folders.create(new_id)
        try:
            _link_inputs(folders, former, new_id)
            return store.add(
                new_id,
                name=former.name,
                parameters=asdict(parameters),
                input_names=former.input_names,
            )
        except BaseException:
            folders.remove(new_id)
            raise


def _recover_if_abandoned(store: JobStore, folders: JobFolders, job_id: str) -> None:
    for job in store.running_jobs():
        if job.id == job_id and is_abandoned(job):
            recover_job(store, folders, job, this_process())


@contextmanager
def _entered(store: JobStore) -> Iterator[None]:
    """Keeps a starting server from taking the new folder for one that a killed program left."""
    process = this_process()
    is_server = process in store.entered()
    store.enter(process)
    try:
        yield
    finally:
        if not is_server:
            store.leave(process)


def require_inputs(folders: JobFolders, job: Job) -> None:
    """Raises InputError if the input files of a job are not in its folder any more."""
    names = job.input_names.values()
    if not names or not all((folders.input(job.id) / name).is_file() for name in names):
        raise InputError(
            f"The input files of {job.id} are not in its folder any more; start the analysis again "
            "with the files themselves."
        )


def _link_inputs(folders: JobFolders, former: Job, new_id: str) -> None:
    for name in former.input_names.values():
        link_or_copy(folders.input(former.id) / name, folders.input(new_id) / name)
