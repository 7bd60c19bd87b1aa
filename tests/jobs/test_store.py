"""The table of jobs: order, claims, and which change is possible when."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from crossroad_desktop.errors import ConflictError, NotFoundError
from crossroad_desktop.jobs.folders import new_job_id
from crossroad_desktop.jobs.processes import ProcessIdentity
from crossroad_desktop.jobs.store import Job, JobStatus, JobStore

ME = ProcessIdentity(1000, 1.5)
OTHER = ProcessIdentity(1001, 2.5)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[JobStore]:
    with JobStore(tmp_path / "jobs.sqlite3").open() as store:
        yield store


def add(store: JobStore, name: str = "genomes") -> str:
    job_id = new_job_id()
    store.add(job_id, name=name, parameters={"mono": 12}, input_names={"fasta": "g.fa"})
    return job_id


def claim(store: JobStore, max_running: int = 2) -> Job:
    job = store.claim_next(max_running, ME)
    assert job is not None
    return job


def test_a_new_job_waits_at_the_end_of_the_queue(store: JobStore) -> None:
    add(store)
    job = store.add(
        "job_000000000000",
        name="Püre",
        parameters={"mono": 12, "reference_id": "r1"},
        input_names={"fasta": "g.fa"},
    )
    assert job == store.get("job_000000000000")
    assert (job.status, job.progress, job.queue_position) == (JobStatus.QUEUED, 0.0, 2)
    assert (job.name, job.reference_id) == ("Püre", "r1")
    assert (job.parameters, job.input_names) == (
        {"mono": 12, "reference_id": "r1"}, {"fasta": "g.fa"},
    )  # fmt: skip
    assert job.created_at.endswith("+00:00")
    assert (job.started_at, job.finished_at, job.error_details) == (None, None, None)
    assert not job.has_ended


def test_an_unknown_job_is_not_found(store: JobStore) -> None:
    with pytest.raises(NotFoundError, match="There is no job 'job_x'"):
        store.get("job_x")


def test_jobs_are_listed_newest_first_page_by_page(store: JobStore) -> None:
    ids = [add(store) for _ in range(5)]
    assert [job.id for job in store.list_jobs()] == ids[::-1]
    page = store.list_jobs(limit=2)
    assert [job.id for job in page] == [ids[4], ids[3]]
    assert [job.id for job in store.list_jobs(limit=2, before=ids[3])] == [ids[2], ids[1]]
    assert store.list_jobs(before=ids[0]) == []


def test_the_oldest_is_claimed_and_no_more_than_may_run(store: JobStore) -> None:
    ids = [add(store) for _ in range(3)]
    assert [claim(store).id, claim(store).id] == ids[:2]
    assert store.claim_next(2, ME) is None
    store.fail(ids[0], "no reason")
    third = claim(store)
    assert (third.id, third.status, third.message) == (ids[2], JobStatus.RUNNING, "Starting")
    assert third.started_at is not None
    assert store.claim_next(9, ME) is None


def test_claims_by_many_at_once_are_unique_and_within_the_limit(tmp_path: Path) -> None:
    path = tmp_path / "jobs.sqlite3"
    stores = [JobStore(path).open() for _ in range(4)]
    ids = [add(stores[0]) for _ in range(40)]
    claimed: list[str] = []
    running_at_once: list[int] = []

    def work(store: JobStore) -> None:
        while store.count(JobStatus.QUEUED):
            if (job := store.claim_next(2, ME)) is not None:
                claimed.append(job.id)
                running_at_once.append(store.count(JobStatus.RUNNING))
                store.complete(job.id, [], 1, 1, 1)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, stores))
    assert sorted(claimed) == sorted(ids)
    assert max(running_at_once) <= 2
    for store in stores:
        store.close()


def test_one_store_serves_many_threads(store: JobStore) -> None:
    barrier = threading.Barrier(8)

    def work(_: int) -> None:
        barrier.wait()
        for _ in range(10):
            job_id = add(store)
            store.list_jobs()
            store.fail(job_id, "for a test")

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(work, range(8)))
    assert store.count(JobStatus.FAILED) == 80


def test_progress_never_falls_and_stays_below_one(store: JobStore) -> None:
    job_id = add(store)
    claim(store)
    store.report(job_id, 0.5, "half")
    store.report(job_id, 0.25, "quarter")
    job = store.get(job_id)
    assert (job.progress, job.message) == (0.5, "quarter")
    store.report(job_id, 17, "too far")
    assert store.get(job_id).progress == 1.0


def test_a_job_that_has_ended_changes_no_more(store: JobStore) -> None:
    job_id = add(store)
    claim(store)
    store.complete(job_id, ["w"], 3, 4, 5)
    ended = store.get(job_id)
    store.report(job_id, 0.1, "late")
    store.fail(job_id, "late")
    store.requeue(job_id, was_interrupted=True)
    with pytest.raises(ConflictError, match="has ended already"):
        store.request_cancel(job_id)
    assert store.get(job_id) == ended
    assert (ended.status, ended.progress, ended.warnings) == (JobStatus.COMPLETED, 1.0, ["w"])
    assert (ended.genomes, ended.ssrs, ended.bytes_on_disk) == (3, 4, 5)


def test_a_requeued_job_keeps_its_place_and_its_progress(store: JobStore) -> None:
    first, second = add(store), add(store)
    claim(store)
    store.report(first, 0.6, "far")
    store.requeue(first, was_interrupted=True)
    job = store.get(first)
    assert (job.queue_position, job.progress, job.started_at) == (1, 0.6, None)
    assert store.get(second).queue_position == 2
    claim(store)
    assert [job.interruptions for job in store.running_jobs()] == [1]


def test_cancelling_ends_a_queued_job_and_tells_the_runner_of_a_running_one(
    store: JobStore,
) -> None:
    running, waiting = add(store), add(store)
    claim(store, max_running=1)
    ended = store.request_cancel(waiting)
    assert (ended.status, ended.cancelled, ended.error_details) == (
        JobStatus.FAILED, True, "Cancelled by the user",
    )  # fmt: skip
    assert store.request_cancel(running).status is JobStatus.RUNNING
    assert [job.cancel_requested for job in store.running_jobs()] == [True]


def test_a_job_is_taken_over_once(store: JobStore) -> None:
    add(store)
    claim(store)
    (job,) = store.running_jobs()
    assert store.take_over(job, OTHER)
    assert not store.take_over(job, OTHER)
    assert store.running_jobs()[0].runner == OTHER


def test_the_moment_a_process_was_made_is_kept_exactly(store: JobStore) -> None:
    job_id = add(store)
    claim(store)
    created = 1_700_000_000.123456789
    store.set_worker(job_id, ProcessIdentity(7, created))
    assert store.running_jobs()[0].worker == ProcessIdentity(7, created)


def test_deleting_forgets_a_job_unless_it_runs(store: JobStore) -> None:
    hidden: list[str] = []
    running, waiting = add(store), add(store)
    claim(store, max_running=1)
    with pytest.raises(ConflictError, match="is running; cancel it first"):
        store.delete(running, hidden.append)
    store.delete(waiting, hidden.append)
    with pytest.raises(NotFoundError):
        store.delete(waiting, hidden.append)
    assert hidden == [waiting]
    assert store.ids() == {running}


def test_a_job_stays_if_its_folder_cannot_be_removed(store: JobStore) -> None:
    job_id = add(store)

    def refuse(_: str) -> None:
        raise ConflictError("a file is open")

    with pytest.raises(ConflictError, match="a file is open"):
        store.delete(job_id, refuse)
    assert store.get(job_id).status is JobStatus.QUEUED


def test_a_job_that_was_not_run_here_can_be_added(store: JobStore) -> None:
    done = store.add_ended(
        "job_000000000000", name="old", parameters={}, input_names={}, warnings=["w"], genomes=2,
        ssrs=3, bytes_on_disk=4,
    )  # fmt: skip
    assert (done.status, done.genomes, done.ssrs) == (JobStatus.COMPLETED, 2, 3)
    lost = store.add_ended(
        "job_000000000001", name="lost", parameters={}, input_names={}, error_details="lost"
    )
    assert (lost.status, lost.error_details) == (JobStatus.FAILED, "lost")
