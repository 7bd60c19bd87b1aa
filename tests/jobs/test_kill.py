"""The server is killed with -9: the next start finds everything, and nothing works for nobody."""

import os
import random
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

from crossroad_desktop.jobs.control import cancel_job
from crossroad_desktop.jobs.folders import new_job_id
from crossroad_desktop.jobs.processes import JOB_VARIABLE, ProcessIdentity, this_process
from crossroad_desktop.jobs.runner import JobRunner
from crossroad_desktop.jobs.store import JobStatus, JobStore
from crossroad_desktop.pipeline.inputs import InputFiles
from crossroad_desktop.pipeline.parameters import AnalysisParameters
from crossroad_desktop.pipeline.run import analyze

from .conftest import DEADLINE, Queue, no_process_of, stand_in_command, wait_until
from .test_runner import contents

INTERRUPTED = "CrossRoad Desktop was closed by force each time this job ran"
Server = subprocess.Popen[bytes]
StartServer = Callable[..., Server]


@pytest.fixture
def start_server(queue: Queue) -> Iterator[StartServer]:
    """Starts a process that runs the jobs of `queue`; ready when this returns, unless told not to
    wait for that."""
    started: list[Server] = []

    def start(*stand_in: str, wait: bool = True) -> Server:
        server = subprocess.Popen(
            [sys.executable, "-m", "tests.jobs.server_process", *stand_in],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, **queue.settings.as_environment()},
            cwd=Path(__file__).parents[2],
        )
        started.append(server)
        assert server.stdout is not None
        if wait:
            assert server.stdout.readline() == b"ready\n"
        return server

    yield start
    for server in started:
        server.kill()
        server.communicate()


def kill(server: Server) -> None:
    server.send_signal(signal.SIGKILL)
    server.wait(DEADLINE)


def test_workers_end_when_their_server_is_killed(queue: Queue, start_server: StartServer) -> None:
    server = start_server()
    ids = [queue.add(), queue.add()]
    for job_id in ids:
        queue.wait_for_message(job_id, "Reading")
    kill(server)
    wait_until(lambda: all(no_process_of(job_id) for job_id in ids), seconds=5)


def test_a_job_interrupted_once_is_done_by_the_next_server(
    queue: Queue, start_server: StartServer
) -> None:
    server = start_server()
    job_id = queue.add()
    queue.wait_for_message(job_id, "Reading")
    kill(server)
    assert queue.store.get(job_id).status is JobStatus.RUNNING
    start_server()
    # Read by the first worker: the second one needs the beginning again.
    os.write(queue.fifos[job_id], b">genome\n")
    queue.wait_for_message(job_id, "Reading")
    queue.end_genome(job_id, b"ACGT" * 1000)
    job = queue.wait_for(job_id)
    assert (job.status, job.error_details) == (JobStatus.COMPLETED, None)
    assert queue.files(job_id) == {"input", "output", "job.log", "steps.json"}


def test_a_job_interrupted_twice_fails_with_a_plain_message(
    queue: Queue, start_server: StartServer
) -> None:
    job_id = queue.add()
    for _ in range(2):
        server = start_server("hold")
        queue.wait_for_message(job_id, "Holding")
        kill(server)
    start_server("complete")
    job = queue.wait_for(job_id)
    assert job.error_details is not None
    assert job.error_details.startswith(INTERRUPTED)
    assert queue.files(job_id) == {"input"}


def test_a_worker_that_outlives_its_server_is_ended_before_the_job_starts_again(
    queue: Queue, start_server: StartServer
) -> None:
    """The stand-in does not look at its input, ignores SIGTERM and has a child that does too."""
    server = start_server("hang")
    job_id = queue.add()
    queue.wait_for_message(job_id, "Hanging")
    kill(server)
    assert not no_process_of(job_id)
    start_server("complete")
    assert queue.wait_for(job_id).status is JobStatus.COMPLETED
    assert no_process_of(job_id)


def test_a_worker_that_was_never_noted_is_ended_too(queue: Queue) -> None:
    """The server was killed between the start of the worker and its entry in the table."""
    job_id = queue.add()
    queue.store.claim_next(2, ProcessIdentity(os.getpid(), 1.0))
    orphan = subprocess.Popen(
        [*stand_in_command("hang"), job_id],
        stdout=subprocess.PIPE,
        env={**os.environ, **queue.settings.as_environment(), JOB_VARIABLE: job_id},
    )
    assert orphan.stdout is not None
    orphan.stdout.readline()
    queue.start("complete")
    assert queue.wait_for(job_id).status is JobStatus.COMPLETED
    orphan.wait(DEADLINE)
    orphan.stdout.close()


@pytest.mark.parametrize("created", [1.0, None])
def test_a_process_id_that_now_belongs_to_another_process_is_left_alone(
    queue: Queue, created: float | None
) -> None:
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as bystander:
        moment = psutil.Process(bystander.pid).create_time() - 0.01 if created is None else created
        job_id = queue.add()
        queue.store.claim_next(2, ProcessIdentity(bystander.pid, moment))
        queue.store.set_worker(job_id, ProcessIdentity(bystander.pid, moment))
        queue.start("complete")
        assert queue.wait_for(job_id).status is JobStatus.COMPLETED
        assert bystander.poll() is None
        bystander.kill()


def test_another_living_server_keeps_its_jobs_and_its_folders(
    queue: Queue, start_server: StartServer
) -> None:
    start_server("hang")
    ids = [queue.add(), queue.add(), queue.add()]
    for job_id in ids[:2]:
        queue.wait_for_message(job_id, "Hanging")
    uploading = new_job_id()
    queue.folders.create(uploading)

    runner = queue.start("complete")
    runner.wake()
    assert queue.store.count(JobStatus.RUNNING) == 2
    assert queue.store.get(ids[2]).status is JobStatus.QUEUED
    assert queue.folders.folder(uploading).exists()
    job = runner.cancel(ids[0])
    assert job.cancelled
    queue.wait_for(ids[2], JobStatus.RUNNING, JobStatus.COMPLETED)
    assert queue.store.get(ids[1]).status is JobStatus.RUNNING


def test_a_living_server_takes_over_from_a_killed_one(
    queue: Queue, start_server: StartServer
) -> None:
    first = start_server("hang")
    job_id = queue.add()
    queue.wait_for_message(job_id, "Hanging")
    start_server("complete")
    kill(first)
    assert queue.wait_for(job_id).status is JobStatus.COMPLETED


def test_a_running_job_of_a_killed_server_can_be_cancelled_without_one(
    queue: Queue, start_server: StartServer
) -> None:
    server = start_server("hang")
    job_id = queue.add()
    queue.wait_for_message(job_id, "Hanging")
    kill(server)
    job = cancel_job(queue.store, queue.folders, job_id)
    assert (job.status, job.cancelled) == (JobStatus.FAILED, True)
    assert no_process_of(job_id)
    assert queue.files(job_id) == {"input"}


def test_what_was_cancelled_is_not_started_again(queue: Queue) -> None:
    job_id = queue.add()
    queue.store.claim_next(2, ProcessIdentity(os.getpid(), 1.0))
    queue.store.request_cancel(job_id)
    queue.start("complete")
    assert queue.store.get(job_id).cancelled


def test_folders_without_a_job_are_removed_at_the_start(queue: Queue) -> None:
    known = queue.add()
    upload = new_job_id()
    (queue.folders.create(upload) / "input" / "genomes.fa.part").write_bytes(b">g")
    half_removed = new_job_id()
    queue.folders.create(half_removed)
    queue.folders.hide(half_removed)
    (queue.settings.job_dir / "notes of the user").mkdir()
    queue.start("complete")
    queue.wait_for(known)
    folders = {path.name for path in queue.settings.job_dir.iterdir() if path.is_dir()}
    assert folders == {known, "notes of the user"}


def test_results_are_found_again_when_the_table_is_lost(queue: Queue, genomes: InputFiles) -> None:
    runner = queue.start()
    done = queue.wait_for(queue.add(genomes.fasta, min_len=1))
    runner.stop()
    waiting = queue.add(genomes.fasta)
    queue.store.close()
    queue.settings.database_path.write_bytes(b"no database" * 1000)

    with JobStore(queue.settings.database_path).open() as store:
        assert store.notice is not None
        again = JobRunner(queue.settings, store, queue.folders)
        again.start()
        found, lost = store.get(done.id), store.get(waiting)
        again.stop()
    assert (found.status, found.genomes, found.ssrs) == (done.status, done.genomes, done.ssrs)
    assert (found.warnings, found.input_names) == (done.warnings, done.input_names)
    assert found.name == "genomes.fa"
    assert lost.status is JobStatus.FAILED
    assert lost.error_details is not None
    assert "The list of jobs was damaged" in lost.error_details
    assert (queue.folders.input(waiting) / "genomes.fa").is_file()


def check_after_kills(queue: Queue, ids: list[str], direct: dict[str, bytes]) -> None:
    """Every job ended as if nothing had happened, or says why not; nothing else is left."""
    for job_id in ids:
        job = queue.wait_for(job_id)
        if job.status is JobStatus.COMPLETED:
            assert contents(queue.folders.output(job_id)) == direct
            assert queue.files(job_id) == {"input", "output", "job.log", "steps.json"}
        else:
            assert job.error_details is not None
            assert job.error_details.startswith(INTERRUPTED)
            assert queue.files(job_id) <= {"input", "job.log", "steps.json"}
        assert no_process_of(job_id)
    assert queue.folders.ids() == set(ids) == queue.store.ids()
    assert not list(queue.settings.job_dir.glob(".removed-*"))


def kill_at_random(
    queue: Queue, start_server: StartServer, fasta: Path, seed: int, kills: int, jobs: int
) -> list[str]:
    moments = random.Random(seed)
    ids = [queue.add(fasta, min_len=1) for _ in range(jobs)]
    for _ in range(kills):
        server = start_server(wait=False)
        # An upload that the server did not live to see the end of.
        queue.folders.create(new_job_id())
        with suppress(subprocess.TimeoutExpired):
            server.wait(moments.uniform(0.2, 1.6))
        kill(server)
    start_server()
    return ids


@pytest.fixture
def direct(genomes: InputFiles, tmp_path: Path) -> dict[str, bytes]:
    fasta = tmp_path / "genomes.fa"
    shutil.copyfile(genomes.fasta, fasta)
    analyze(InputFiles(fasta), AnalysisParameters(min_len=1), tmp_path / "direct")
    return contents(tmp_path / "direct")


def test_a_server_killed_at_a_random_moment_loses_nothing(
    queue: Queue, start_server: StartServer, genomes: InputFiles, direct: dict[str, bytes]
) -> None:
    ids = kill_at_random(queue, start_server, genomes.fasta, seed=1, kills=2, jobs=3)
    check_after_kills(queue, ids, direct)
    assert this_process() not in queue.store.entered()


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(2, 8))
def test_servers_killed_again_and_again_lose_nothing(
    queue: Queue,
    start_server: StartServer,
    genomes: InputFiles,
    direct: dict[str, bytes],
    seed: int,
) -> None:
    ids = kill_at_random(queue, start_server, genomes.fasta, seed, kills=8, jobs=8)
    check_after_kills(queue, ids, direct)
