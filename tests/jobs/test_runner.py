"""Jobs run one after the other, two at a time; they end well, badly, or when they are told to."""

import os
import shutil
import signal
import sqlite3
import time
from itertools import pairwise
from pathlib import Path

import psutil
import pytest

from crossroad_desktop.errors import ConflictError, NotFoundError
from crossroad_desktop.jobs.processes import processes_of_job
from crossroad_desktop.jobs.runner import JobRunner
from crossroad_desktop.jobs.store import Job, JobStatus, JobStore
from crossroad_desktop.pipeline.inputs import InputFiles
from crossroad_desktop.pipeline.parameters import AnalysisParameters
from crossroad_desktop.pipeline.run import analyze

from .conftest import MakeDisk, Queue, no_process_of, wait_until


def contents(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_a_job_gives_the_same_files_as_the_analysis_itself(
    queue: Queue, genomes: InputFiles, tmp_path: Path
) -> None:
    queue.start()
    job_id = queue.add(genomes.fasta, min_len=1)
    copied = InputFiles(queue.folders.input(job_id) / "genomes.fa")
    summary = analyze(copied, AnalysisParameters(min_len=1), tmp_path / "direct")

    job = queue.wait_for(job_id)

    assert (job.status, job.progress, job.message) == (JobStatus.COMPLETED, 1.0, "Done")
    assert contents(queue.folders.output(job_id)) == contents(tmp_path / "direct")
    assert (job.genomes, job.ssrs) == (summary.analysed_genomes, summary.ssrs)
    assert job.warnings == summary.warnings
    assert job.bytes_on_disk == sum(
        len(content) for content in contents(queue.folders.folder(job_id)).values()
    )
    assert job.started_at is not None
    assert job.finished_at is not None
    assert job.created_at <= job.started_at <= job.finished_at
    assert queue.files(job_id) == {"input", "output", "job.log", "steps.json"}
    assert "Reading genomes" in queue.folders.log(job_id).read_text()


def test_a_job_whose_data_does_not_fit_fails_with_the_reason(queue: Queue, tmp_path: Path) -> None:
    queue.start()
    (tmp_path / "bad.fa").write_text("no fasta")
    job = queue.wait_for(queue.add(tmp_path / "bad.fa"))
    assert job.status is JobStatus.FAILED
    assert not job.cancelled
    assert job.error_details is not None
    assert job.error_details.startswith("genomes.fa")
    assert queue.files(job.id) == {"input", "job.log", "steps.json"}
    assert job.error_details in queue.folders.log(job.id).read_text()


def test_progress_names_the_step_and_the_genomes(queue: Queue) -> None:
    queue.start()
    job_id = queue.add()
    batch = b"".join(b"\n>g%d\n%s" % (number, b"ACGTTGCA" * 50_000) for number in range(60))
    os.write(queue.fifos[job_id], batch)
    queue.wait_for_message(job_id, "Reading genomes and finding SSRs: ")
    assert queue.store.get(job_id).message.endswith(" genomes")
    queue.end_genome(job_id, b"ACGT")
    assert queue.wait_for(job_id).status is JobStatus.COMPLETED


def test_progress_never_falls_and_other_lines_are_ignored(queue: Queue) -> None:
    seen: list[Job] = []
    queue.start("fall_back")
    job_id = queue.add()

    def watch() -> bool:
        seen.append(queue.store.get(job_id))
        return seen[-1].has_ended

    wait_until(watch)
    progress = [job.progress for job in seen]
    assert progress == sorted(progress)
    assert set(progress) <= {0.0, 0.6, 1.0}
    assert "less far" in {job.message for job in seen}
    assert seen[-1].status is JobStatus.COMPLETED


def test_progress_is_written_at_most_five_times_a_second(queue: Queue) -> None:
    written: list[float] = []

    class CountingStore(JobStore):
        def report(self, job_id: str, progress: float, message: str) -> None:
            written.append(time.monotonic())
            super().report(job_id, progress, message)

    with CountingStore(queue.settings.database_path).open() as store:
        runner = queue.start("chatter", store=store)
        queue.wait_for(queue.add())
        runner.stop()
    assert len(written) >= 3
    assert all(later - earlier >= 0.2 for earlier, later in pairwise(written))


def test_jobs_start_in_order_and_only_as_many_as_may_run(queue: Queue) -> None:
    queue.start("hang")
    first, second, third, fourth = (queue.add(name=str(number)) for number in range(4))
    queue.wait_for(first, JobStatus.RUNNING)
    queue.wait_for(second, JobStatus.RUNNING)
    queue.wait_for_message(second, "Hanging")
    assert [queue.store.get(job_id).queue_position for job_id in (third, fourth)] == [1, 2]
    queue.runners[0].cancel(first)
    queue.wait_for(third, JobStatus.RUNNING)
    assert queue.store.get(fourth).queue_position == 1
    assert queue.store.count(JobStatus.RUNNING) == 2


def test_cancelling_ends_the_whole_tree_even_if_it_will_not_in_two_seconds(queue: Queue) -> None:
    runner = queue.start("hang")
    job_id = queue.add()
    queue.wait_for_message(job_id, "Hanging")
    wait_until(lambda: len(processes_of_job(job_id)) == 2)
    start = time.monotonic()
    job = runner.cancel(job_id)
    assert time.monotonic() - start < 2.0
    assert (job.status, job.cancelled) == (JobStatus.FAILED, True)
    assert (job.message, job.error_details) == ("Cancelled", "Cancelled by the user")
    assert no_process_of(job_id)
    assert queue.files(job_id) == {"input"}


def test_cancelling_a_real_analysis_leaves_no_partial_output(queue: Queue) -> None:
    runner = queue.start()
    job_id = queue.add()
    queue.wait_for_message(job_id, "Reading")
    assert queue.folders.output(job_id).with_name("output.unfinished").exists()
    runner.cancel(job_id)
    assert no_process_of(job_id)
    assert queue.files(job_id) == {"input", "job.log", "steps.json"}


def test_a_queued_job_is_cancelled_without_ever_starting(queue: Queue) -> None:
    runner = queue.start("hang")
    running = [queue.add(), queue.add()]
    waiting = queue.add()
    for job_id in running:
        queue.wait_for(job_id, JobStatus.RUNNING)
    job = runner.cancel(waiting)
    assert job.cancelled
    assert job.started_at is None


def test_what_has_ended_or_never_was_cannot_be_cancelled(queue: Queue) -> None:
    runner = queue.start("complete")
    job_id = queue.add()
    queue.wait_for(job_id)
    with pytest.raises(ConflictError, match="has ended already"):
        runner.cancel(job_id)
    with pytest.raises(NotFoundError):
        runner.cancel("job_000000000000")


def test_a_cancelled_job_starts_as_a_new_one_afterwards(queue: Queue) -> None:
    runner = queue.start("hang")
    job_id = queue.add()
    queue.wait_for(job_id, JobStatus.RUNNING)
    runner.cancel(job_id)
    assert queue.wait_for(queue.add(), JobStatus.RUNNING).status is JobStatus.RUNNING


def test_stopping_puts_running_jobs_back_to_their_place(queue: Queue) -> None:
    runner = queue.start("hang")
    first, second, third = queue.add(), queue.add(), queue.add()
    for job_id in (first, second):
        queue.wait_for_message(job_id, "Hanging")
    start = time.monotonic()
    runner.stop()
    assert time.monotonic() - start < 2.0
    jobs = [queue.store.get(job_id) for job_id in (first, second, third)]
    assert [job.queue_position for job in jobs] == [1, 2, 3]
    assert all(no_process_of(job_id) for job_id in (first, second))
    assert queue.files(first) == {"input"}
    queue.start("complete")
    assert queue.wait_for(first).status is JobStatus.COMPLETED


def test_a_worker_that_is_killed_fails_the_job_with_a_plain_message(queue: Queue) -> None:
    queue.start()
    job_id = queue.add()
    queue.wait_for_message(job_id, "Reading")
    (worker,) = processes_of_job(job_id)
    worker.send_signal(signal.SIGKILL)
    job = queue.wait_for(job_id)
    assert job.error_details == (
        "The analysis was ended from outside (SIGKILL), usually because memory ran out. Close "
        "other programs or analyse fewer genomes at a time, then run it again."
    )
    assert "output.unfinished" not in queue.files(job_id)


def test_a_worker_that_the_system_asks_to_end_is_started_again_once(queue: Queue) -> None:
    queue.start()
    job_id = queue.add()
    for tried in range(2):
        if tried:
            os.write(queue.fifos[job_id], b">genome\n")
        queue.wait_for_message(job_id, "Reading")
        (worker,) = processes_of_job(job_id)
        worker.terminate()
        wait_until(lambda: not queue.store.get(job_id).message.startswith("Reading"))
    job = queue.wait_for(job_id)
    assert job.error_details is not None
    assert job.error_details.startswith("CrossRoad Desktop was closed by force each time")
    assert queue.files(job_id) == {"input", "job.log", "steps.json"}


def test_a_runner_that_could_not_start_can_be_stopped(queue: Queue) -> None:
    store = JobStore(queue.settings.database_path)
    JobRunner(queue.settings, store, queue.folders).stop()


def test_what_a_worker_leaves_running_is_ended_too(queue: Queue) -> None:
    queue.start("leave_child")
    job_id = queue.add()
    assert queue.wait_for(job_id).status is JobStatus.COMPLETED
    assert no_process_of(job_id)


def test_a_worker_that_crashes_fails_the_job_and_keeps_what_it_printed(queue: Queue) -> None:
    queue.start("crash")
    job = queue.wait_for(queue.add())
    assert job.error_details is not None
    assert "exit code 3" in job.error_details
    assert queue.folders.crash_log(job.id).read_text() == "what the library printed\n"


def test_a_worker_that_cannot_be_started_fails_the_job(queue: Queue) -> None:
    runner = JobRunner(queue.settings, queue.store, queue.folders, ["/nonexistent/program"])
    queue.runners.append(runner)
    runner.start()
    job = queue.wait_for(queue.add())
    assert job.error_details is not None
    assert job.error_details.startswith("The analysis could not be started (No such file")


def test_a_folder_deleted_by_hand_before_the_start_is_told(queue: Queue) -> None:
    job_id = queue.add()
    shutil.rmtree(queue.folders.folder(job_id))
    queue.start()
    assert queue.wait_for(job_id).error_details == (
        "The folder of this job was deleted; start the analysis again with its input files."
    )


def test_a_folder_deleted_by_hand_during_the_run_is_told(queue: Queue) -> None:
    queue.start()
    job_id = queue.add()
    queue.wait_for_message(job_id, "Reading")
    shutil.rmtree(queue.folders.folder(job_id))
    queue.end_genome(job_id, b"ACGT" * 1000)
    job = queue.wait_for(job_id)
    assert job.error_details is not None
    assert job.error_details.startswith("The folder of this job was deleted")
    assert not queue.folders.folder(job_id).exists()


def test_an_input_deleted_by_hand_is_named_without_its_folder(
    queue: Queue, genomes: InputFiles
) -> None:
    job_id = queue.add(genomes.fasta)
    (queue.folders.input(job_id) / "genomes.fa").unlink()
    queue.start()
    assert queue.wait_for(job_id).error_details == (
        "genomes.fa: no such file; check the name and the folder."
    )


def test_a_full_disk_fails_the_job_and_the_queue_goes_on(
    make_disk: MakeDisk, request: pytest.FixtureRequest, genomes: InputFiles, tmp_path: Path
) -> None:
    make_disk("size=900k")
    queue: Queue = request.getfixturevalue("queue")
    queue.start()
    big = tmp_path / "big.fa"
    big.write_bytes(b">g\n" + b"ACACACACACACACACTTGGTTGGTTGGAAC" * 12_000)
    job = queue.wait_for(queue.add(big, keep_intermediate=True))
    assert job.error_details == (
        "The disk is full; free some space, then run the job again. Nothing of this run was kept."
    )
    assert "output" not in queue.files(job.id)
    assert "output.unfinished" not in queue.files(job.id)
    assert queue.wait_for(queue.add(genomes.fasta)).status is JobStatus.COMPLETED


def test_a_locked_table_stops_nothing_for_good(queue: Queue) -> None:
    # Other tests of this process may have started browsers and servers.
    others = set(psutil.Process().children())
    with JobStore(queue.settings.database_path, busy_seconds=0.05).open() as store:
        runner = queue.start("complete", store=store)
        other = sqlite3.connect(queue.settings.database_path, isolation_level=None)
        job_id = queue.add()
        other.execute("BEGIN IMMEDIATE")
        runner.wake()
        wait_until(lambda: set(psutil.Process().children()) <= others)
        other.execute("ROLLBACK")
        other.close()
        assert queue.wait_for(job_id).status is JobStatus.COMPLETED
        runner.stop()
