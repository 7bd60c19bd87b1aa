"""The steps of a run with their times, while it runs and afterwards."""

import dataclasses
import json
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from crossroad_desktop.jobs.job import Job, JobStatus
from crossroad_desktop.jobs.steps import Step, StepTimes, read_steps
from crossroad_desktop.pipeline.inputs import InputFiles

from .conftest import Queue, no_process_of, wait_until

READING = "Reading genomes and finding SSRs"


def steps_of(queue: Queue, job_id: str) -> list[Step]:
    return read_steps(queue.folders.steps(job_id), queue.store.get(job_id))


def test_a_completed_job_has_all_its_steps_in_order(queue: Queue, genomes: InputFiles) -> None:
    job_id = queue.add(genomes.fasta, min_len=1)
    queue.start()
    job = queue.wait_for(job_id, JobStatus.COMPLETED)
    steps = steps_of(queue, job_id)

    assert [step.name for step in steps] == [
        READING, "Finding the strand of genomes", "Comparing genomes", "Writing tables",
        "Cataloguing loci",
    ]  # fmt: skip
    assert steps[0].detail == "4 genomes"
    assert steps[3].detail is not None
    assert all(step.seconds is not None and step.seconds >= 0 for step in steps)
    assert job.started_at is not None
    assert job.finished_at is not None
    starts = [job.started_at, *(step.started_at for step in steps), job.finished_at]
    assert starts == sorted(starts)


def test_the_step_at_work_has_no_seconds_yet(queue: Queue) -> None:
    job_id = queue.add()
    assert steps_of(queue, job_id) == []
    queue.start()
    wait_until(lambda: steps_of(queue, job_id))
    (step,) = steps_of(queue, job_id)

    assert step.name == READING
    assert step.seconds is None


def test_a_cancelled_job_keeps_its_steps_until_its_end(queue: Queue) -> None:
    job_id = queue.add()
    runner = queue.start()
    wait_until(lambda: steps_of(queue, job_id))
    job = runner.cancel(job_id)
    (step,) = steps_of(queue, job_id)

    assert no_process_of(job_id)
    assert job.finished_at is not None
    lasted = datetime.fromisoformat(job.finished_at) - datetime.fromisoformat(step.started_at)
    assert step.seconds == pytest.approx(lasted.total_seconds(), abs=0.002)


def test_a_failed_job_keeps_its_steps_until_its_end(queue: Queue, tmp_path: Path) -> None:
    (tmp_path / "short.fa").write_text(">a\nACGT\n")
    job_id = queue.add(tmp_path / "short.fa")
    queue.start()
    queue.wait_for(job_id, JobStatus.FAILED)
    (step,) = steps_of(queue, job_id)

    assert step.name == READING
    assert step.seconds is not None


def test_a_job_that_waits_again_has_no_steps(queue: Queue) -> None:
    job_id = queue.add()
    runner = queue.start()
    wait_until(lambda: steps_of(queue, job_id))
    runner.stop()

    assert queue.store.get(job_id).status is JobStatus.QUEUED
    assert steps_of(queue, job_id) == []
    queue.store.request_cancel(job_id)
    assert steps_of(queue, job_id) == []


@pytest.fixture
def ended_job(queue: Queue, genomes: InputFiles) -> Job:
    job_id = queue.add(genomes.fasta)
    queue.store.fail(job_id, "for the test")
    return queue.store.get(job_id)


def test_a_step_that_takes_turns_is_told_once(tmp_path: Path, ended_job: Job) -> None:
    times = StepTimes(tmp_path / "steps.json")
    for name, detail in (("a", None), ("b", "1"), ("a", "2"), ("b", None)):
        times.report(name, detail)
    times.end()
    steps = read_steps(tmp_path / "steps.json", ended_job)

    assert [(step.name, step.detail) for step in steps] == [("a", "2"), ("b", "1")]
    assert all(step.seconds is not None for step in steps)


STEPS_WITH_LOCI = (
    READING, "Finding the strand of genomes", "Comparing genomes", "Writing tables",
    "Cataloguing loci", "Writing tables",
)  # fmt: skip


def test_a_run_has_the_steps_that_it_tells_of_whatever_they_are_called(
    tmp_path: Path, ended_job: Job
) -> None:
    times = StepTimes(tmp_path / "steps.json")
    for name in STEPS_WITH_LOCI:
        times.report(name, None)
    times.end()
    steps = read_steps(tmp_path / "steps.json", ended_job)

    assert [step.name for step in steps] == list(STEPS_WITH_LOCI[:-1])
    assert all(step.resumed_at is None for step in steps)


def test_a_step_in_its_second_turn_tells_what_the_first_one_took(
    tmp_path: Path, queue: Queue, genomes: InputFiles
) -> None:
    job = queue.store.get(queue.add(genomes.fasta))
    first = Step("write", "2026-01-01T00:00:01+00:00", 1.5, None, "2026-01-01T00:00:09+00:00")
    (tmp_path / "steps.json").write_text(json.dumps([dataclasses.asdict(first)]))
    (step,) = read_steps(tmp_path / "steps.json", job)

    assert step.seconds is None
    assert (step.resumed_at, step.earlier_seconds) == (first.resumed_at, 1.5)


def test_a_step_that_was_never_ended_lasted_until_the_end(tmp_path: Path, ended_job: Job) -> None:
    assert ended_job.finished_at is not None
    begin = datetime.fromisoformat(ended_job.finished_at) - timedelta(seconds=7)
    moment = begin.isoformat(timespec="milliseconds")
    step = Step("a", moment, 1.5, None, resumed_at=moment)
    (tmp_path / "steps.json").write_text(json.dumps([dataclasses.asdict(step)]))

    assert [read.seconds for read in read_steps(tmp_path / "steps.json", ended_job)] == [8.5]


@pytest.mark.parametrize("content", ["", "{", "[1]", '[{"name": "a"}]', "{}"])
def test_a_damaged_file_gives_no_steps(tmp_path: Path, ended_job: Job, content: str) -> None:
    (tmp_path / "steps.json").write_text(content)

    assert read_steps(tmp_path / "steps.json", ended_job) == []


def test_steps_that_cannot_be_written_do_not_end_the_run(tmp_path: Path) -> None:
    times = StepTimes(tmp_path / "missing" / "steps.json")
    times.report("a", None)
    times.end()

    assert not (tmp_path / "missing").exists()
