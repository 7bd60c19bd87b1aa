"""Which jobs run now: at most so many, the oldest first, each in a child process of its own.

In: the table of jobs, which other processes may change too. Out: the same table, kept true. One
thread does it all, so the workers need no lock; it wakes when something happens here, and four
times a second to see what other processes wrote.
"""

import logging
import threading
import time
from collections.abc import Callable, Sequence
from typing import Final

from crossroad_desktop.jobs.control import cancel_job
from crossroad_desktop.jobs.folders import JobFolders
from crossroad_desktop.jobs.processes import this_process
from crossroad_desktop.jobs.recovery import is_abandoned, recover_job, tidy_folders
from crossroad_desktop.jobs.store import CANCELLED, Job, JobStore, RunningJob
from crossroad_desktop.jobs.worker import SECONDS_TO_END, Worker, worker_command
from crossroad_desktop.settings import Settings

_SECONDS_BETWEEN_LOOKS: Final = 0.25
_FOLDER_GONE: Final = (
    "The folder of this job was deleted; start the analysis again with its input files."
)

_log = logging.getLogger(__name__)


class JobRunner:
    """Runs the jobs of a table, from `start` to `stop`."""

    def __init__(
        self,
        settings: Settings,
        store: JobStore,
        folders: JobFolders,
        command: Sequence[str] | None = None,
    ) -> None:
        """`command`, with the id of a job appended, runs that job; see run_job for what it says."""
        self._settings = settings
        self._store = store
        self._folders = folders
        self._command = list(command) if command is not None else worker_command()
        self._identity = this_process()
        self._workers: dict[str, Worker] = {}
        self._told_at = 0.0
        self._has_entered = False
        self._last_problem = ""
        self._woken = threading.Event()
        self._stopping = threading.Event()
        self._job_ended = threading.Condition()
        self._thread = threading.Thread(target=self._run, name="job runner", daemon=True)

    def start(self) -> None:
        """Puts in order what a killed program left, then begins to run jobs.

        Raises StorageError if the table cannot be written.
        """
        self._store.enter(self._identity)
        self._has_entered = True
        self._recover_abandoned()
        tidy_folders(self._store, self._folders, self._identity)
        self._thread.start()

    def wake(self) -> None:
        """Looks at the table now instead of within a quarter of a second."""
        self._woken.set()

    def cancel(self, job_id: str) -> Job:
        """The job, cancelled, nothing of it running any more and no partial output left.

        Takes less than 2 s. Raises NotFoundError, or ConflictError if it has ended already.
        """
        return cancel_job(self._store, self._folders, job_id, self._wait_for_an_end)

    def stop(self, timeout: float = 2.0) -> None:
        """Ends the running jobs, puts them back to their place in the queue, and stops.

        `start` cannot follow; make another runner.
        """
        if self._stopping.is_set():
            return
        self._stopping.set()
        self.wake()
        if self._thread.is_alive():
            self._thread.join(timeout)
        if self._has_entered:
            self._attempt(lambda: self._store.leave(self._identity))

    def _run(self) -> None:
        while not self._stopping.is_set():
            self._woken.clear()
            self._attempt(self._look)
            self._woken.wait(_SECONDS_BETWEEN_LOOKS)
        self._attempt(self._put_back_all)

    def _attempt(self, action: Callable[[], None]) -> None:
        try:
            action()
        except Exception as problem:  # noqa: BLE001  # a full disk or a locked table passes
            # Whatever was not noted is still known here, or found at the next start.
            if str(problem) != self._last_problem:
                _log.exception("The runner of jobs met a problem and goes on.")
            self._last_problem = str(problem)

    def _look(self) -> None:
        self._conclude_ended()
        self._recover_abandoned()
        self._end_cancelled()
        self._tell_progress()
        self._start_queued()

    def _conclude_ended(self) -> None:
        for worker in list(self._workers.values()):
            if worker.has_ended():
                self._conclude(worker)
                self._forget(worker)

    def _conclude(self, worker: Worker) -> None:
        job_id = worker.job_id
        if not worker.has_crashed:
            self._folders.discard_crash_log(job_id)
        if worker.summary is not None and self._folders.output(job_id).is_dir():
            self._store.complete(
                job_id,
                worker.summary["warnings"],
                worker.summary["analysed_genomes"],
                worker.summary["ssrs"],
                self._folders.bytes_on_disk(job_id),
            )
            return
        if worker.was_interrupted:
            # The system ends everything, us too, presumably. It now runs with nobody at work.
            return
        # First: it makes room where the disk is full.
        self._folders.discard_output(job_id)
        if worker.is_cancelled:
            self._store.fail(job_id, CANCELLED, cancelled=True)
        else:
            self._store.fail(job_id, self._explain(worker))

    def _explain(self, worker: Worker) -> str:
        if not self._folders.folder(worker.job_id).is_dir():
            return _FOLDER_GONE
        return worker.error or worker.describe_end()

    def _forget(self, worker: Worker) -> None:
        del self._workers[worker.job_id]
        with self._job_ended:
            self._job_ended.notify_all()

    def _recover_abandoned(self) -> None:
        for job in self._store.running_jobs():
            if self._is_nobodys(job):
                recover_job(self._store, self._folders, job, self._identity)

    def _is_nobodys(self, job: RunningJob) -> bool:
        if job.runner == self._identity:
            return job.id not in self._workers
        return is_abandoned(job)

    def _end_cancelled(self) -> None:
        wanted = {job.id for job in self._store.running_jobs() if job.cancel_requested}
        for worker in self._workers.values():
            if worker.job_id in wanted:
                worker.is_cancelled = True
                worker.ask_to_end()
            worker.end_if_overdue()

    def _tell_progress(self) -> None:
        if time.monotonic() < self._told_at + _SECONDS_BETWEEN_LOOKS:
            return
        self._told_at = time.monotonic()
        for worker in self._workers.values():
            newest = worker.progress
            if newest is not None and newest is not worker.told:
                self._store.report(worker.job_id, *newest)
                worker.told = newest

    def _start_queued(self) -> None:
        while job := self._store.claim_next(self._settings.max_jobs, self._identity):
            if not self._folders.folder(job.id).is_dir():
                self._store.fail(job.id, _FOLDER_GONE)
                continue
            self._folders.discard_output(job.id)
            try:
                worker = self._start(job)
            except OSError as problem:
                self._store.fail(job.id, _cannot_start(problem))
                continue
            self._workers[job.id] = worker
            if (identity := worker.identity) is not None:
                self._store.set_worker(job.id, identity)

    def _start(self, job: Job) -> Worker:
        return Worker(
            job.id,
            self._command,
            self._settings.as_environment(),
            self._folders.crash_log(job.id),
            self.wake,
        )

    def _wait_for_an_end(self, seconds: float) -> None:
        self.wake()
        with self._job_ended:
            self._job_ended.wait(seconds)

    def _put_back_all(self) -> None:
        self._end_all_workers()
        for worker in list(self._workers.values()):
            if worker.summary is not None or worker.is_cancelled:
                self._conclude(worker)
            else:
                self._folders.discard_output(worker.job_id)
                self._folders.discard_crash_log(worker.job_id)
                self._folders.discard_steps(worker.job_id)
                self._store.requeue(worker.job_id, was_interrupted=False)
            self._forget(worker)

    def _end_all_workers(self) -> None:
        for worker in self._workers.values():
            worker.ask_to_end()
        deadline = time.monotonic() + SECONDS_TO_END + 0.5
        while time.monotonic() < deadline:
            self._woken.clear()
            if all(worker.has_ended() for worker in self._workers.values()):
                return
            for worker in self._workers.values():
                worker.end_if_overdue()
            self._woken.wait(_SECONDS_BETWEEN_LOOKS / 5)


def _cannot_start(problem: OSError) -> str:
    return (
        f"The analysis could not be started ({problem.strerror or problem}). Close other programs, "
        "make sure that the disk has room, then run it again."
    )
