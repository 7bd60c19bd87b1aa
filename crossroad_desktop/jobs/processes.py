"""Processes of this machine: which one it was, whether it lives, and how a whole tree ends.

In: process ids. Out: identities that stay true when the system gives an id to another process.
"""

import os
import signal
import sys
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

import psutil

JOB_VARIABLE: Final = "CROSSROAD_RUNNING_JOB"
"""Environment variable that tells the processes of a job: their own children inherit it."""


@dataclass(frozen=True)
class ProcessIdentity:
    """One process, for ever: ids are given again, but not with the same moment of creation."""

    pid: int
    created: float


def this_process() -> ProcessIdentity:
    """The process that asks."""
    return ProcessIdentity(os.getpid(), float(psutil.Process().create_time()))


def identify(pid: int) -> ProcessIdentity | None:
    """The process that has this id now; None if there is none."""
    try:
        return ProcessIdentity(pid, float(psutil.Process(pid).create_time()))
    except psutil.NoSuchProcess:
        return None


def is_alive(identity: ProcessIdentity) -> bool:
    """Whether the process still runs; one that only waits to be reaped does not."""
    try:
        process = psutil.Process(identity.pid)
        if float(process.create_time()) != identity.created:
            return False
        return bool(process.status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False


def processes_of_job(job_id: str) -> list[psutil.Process]:
    """All processes that work for a job, whoever started them, but for the one that asks."""
    return [
        process
        for process in psutil.process_iter()
        if process.pid != os.getpid() and _works_for(process, job_id)
    ]


def descendants(pid: int) -> list[psutil.Process]:
    """The children of a process, their children and so on, as far as they live."""
    try:
        return list(psutil.Process(pid).children(recursive=True))
    except psutil.NoSuchProcess:
        return []


def tree(root: ProcessIdentity) -> list[psutil.Process]:
    """A process and its descendants; nothing if it is gone, even if another one has its id."""
    if not is_alive(root):
        return []
    with suppress(psutil.NoSuchProcess):
        return [psutil.Process(root.pid), *descendants(root.pid)]
    return []


def terminate(processes: Iterable[psutil.Process]) -> None:
    """Asks processes to end; on Windows they end at once."""
    for process in processes:
        with suppress(psutil.Error):
            process.terminate()


def kill(processes: Iterable[psutil.Process]) -> None:
    """Ends processes at once."""
    for process in processes:
        with suppress(psutil.Error):
            process.kill()


def kill_session(leader: int) -> None:
    """Ends what is left of a session whose first process had the id `leader`."""
    if sys.platform != "win32":
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(leader, signal.SIGKILL)


def end_strangers(processes: list[psutil.Process], seconds: float = 1.0) -> None:
    """Ends processes that are not our children: asks, waits, and kills what is still there."""
    terminate(processes)
    _, alive = psutil.wait_procs(processes, timeout=seconds)
    kill(alive)
    psutil.wait_procs(alive, timeout=seconds)


def _works_for(process: psutil.Process, job_id: str) -> bool:
    # Processes of other users, and some of the system, do not show their environment.
    with suppress(psutil.Error, OSError):
        return bool(process.environ().get(JOB_VARIABLE) == job_id)
    return False
