"""A queue of jobs in an empty folder, genomes to analyse, and how tests wait."""

import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, NoReturn

import pytest

from crossroad_desktop.jobs.folders import JobFolders, new_job_id
from crossroad_desktop.jobs.processes import JOB_VARIABLE, kill, processes_of_job
from crossroad_desktop.jobs.runner import JobRunner
from crossroad_desktop.jobs.store import Job, JobStatus, JobStore
from crossroad_desktop.pipeline.inputs import InputFiles
from crossroad_desktop.settings import Settings
from crossroad_desktop.simulate import SimulationParameters, simulate, simulation_files

DEADLINE: Final = 40.0  # seconds; only a failure ever waits that long
STAND_IN: Final = Path(__file__).with_name("stand_in.py")


def wait_until(is_so: Callable[[], object], seconds: float = DEADLINE) -> None:
    """Looks until it is so; the one place where tests let time pass."""
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end, "it did not happen in time"
        threading.Event().wait(0.01)


@dataclass
class Queue:
    """The table, the folders, and runners of them."""

    settings: Settings
    store: JobStore
    folders: JobFolders
    runners: list[JobRunner] = field(default_factory=list)
    fifos: dict[str, int] = field(default_factory=dict)

    def add(self, fasta: Path | None = None, name: str = "genomes", **parameters: object) -> str:
        """The id of a new job; its FASTA is a copy of this, or has no end until `end_genome`."""
        job_id = new_job_id()
        target = self.folders.create(job_id) / "input" / "genomes.fa"
        if fasta is None:
            os.mkfifo(target)
            # Also for reading: then it opens at once, and stays open when the worker is gone.
            self.fifos[job_id] = os.open(target, os.O_RDWR)
            os.write(self.fifos[job_id], b">genome\n")
        else:
            shutil.copyfile(fasta, target)
        self.store.add(
            job_id, name=name, parameters=parameters, input_names={"fasta": "genomes.fa"}
        )
        return job_id

    def end_genome(self, job_id: str, sequence: bytes) -> None:
        """Gives the FASTA without end the rest of its only record, and an end."""
        fifo = self.fifos.pop(job_id)
        os.write(fifo, sequence)
        os.close(fifo)

    def start(self, *stand_in: str, store: JobStore | None = None) -> JobRunner:
        """A started runner, of real analyses or of the stand-in with these words."""
        command = stand_in_command(*stand_in) if stand_in else None
        runner = JobRunner(self.settings, store or self.store, self.folders, command)
        runner.start()
        self.runners.append(runner)
        return runner

    def wait_for(self, job_id: str, *statuses: JobStatus) -> Job:
        """The job, as soon as it has one of these statuses; ended, if none is given."""
        wanted = statuses or (JobStatus.COMPLETED, JobStatus.FAILED)
        wait_until(lambda: self.store.get(job_id).status in wanted)
        return self.store.get(job_id)

    def wait_for_message(self, job_id: str, beginning: str) -> None:
        wait_until(lambda: self.store.get(job_id).message.startswith(beginning))

    def files(self, job_id: str) -> set[str]:
        """What lies in the folder of the job, without what is in `input` and `output`."""
        return {path.name for path in self.folders.folder(job_id).iterdir()}


def stand_in_command(*words: str) -> Sequence[str]:
    """A quick child process in place of an analysis."""
    return [sys.executable, "-I", "-S", str(STAND_IN), *words]


def no_process_of(job_id: str) -> bool:
    return not processes_of_job(job_id)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path / "data", job_dir=tmp_path / "jobs")


@pytest.fixture
def queue(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Queue]:
    monkeypatch.delenv(JOB_VARIABLE, raising=False)
    with JobStore(settings.database_path).open() as store:
        queue = Queue(settings, store, JobFolders(settings.job_dir))
        yield queue
        for runner in queue.runners:
            runner.stop()
        for job_id in queue.folders.ids():
            # Stand-ins that outlive their killed server on purpose.
            kill(processes_of_job(job_id))
        for fifo in queue.fifos.values():
            os.close(fifo)


@pytest.fixture(scope="session")
def genomes(tmp_path_factory: pytest.TempPathFactory) -> InputFiles:
    prefix = tmp_path_factory.mktemp("genomes") / "set"
    simulate(SimulationParameters(genomes=4, length=4_000, seed=3, loci_per_kb=3), prefix)
    files = simulation_files(prefix)
    return InputFiles(files.fasta, files.categories, files.genes)


MakeDisk = Callable[[str], None]


@pytest.fixture
def make_disk(settings: Settings, missing: Callable[[str], NoReturn]) -> Iterator[MakeDisk]:
    """Mounts an empty disk in memory, with these options, as the folder of all jobs."""
    disk = settings.job_dir
    disk.mkdir(parents=True)
    mounted = []

    def make(options: str) -> None:
        if os.geteuid() != 0 or shutil.which("mount") is None:
            missing("a small disk must be mounted; run the tests as root on Linux")
        command = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(disk)]
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode != 0:
            missing(f"a small disk must be mounted, but {done.stderr.strip()}")
        mounted.append(disk)

    yield make
    for place in mounted:
        subprocess.run(["umount", "--lazy", str(place)], check=True)
