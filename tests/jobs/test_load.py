"""Many jobs at once: never more than may run, in order, and none lost."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from crossroad_desktop.jobs.store import JobStatus

from .conftest import Queue, wait_until

CLIENTS, JOBS_OF_A_CLIENT = 10, 5


@pytest.fixture(params=["one store", "a store for each client"])
def events(request: pytest.FixtureRequest, queue: Queue) -> list[tuple[str, str]]:
    """What the workers noted when 50 jobs were submitted by 10 clients: start or end, and id."""
    runner = queue.start("complete")

    def submit(_: int) -> None:
        store = queue.store
        if request.param != "one store":
            store = type(queue.store)(queue.settings.database_path).open(is_owner=False)
        client = Queue(queue.settings, store, queue.folders)
        for _ in range(JOBS_OF_A_CLIENT):
            client.add(fasta=queue.settings.database_path)
            runner.wake()
        if store is not queue.store:
            store.close()

    with ThreadPoolExecutor(CLIENTS) as pool:
        list(pool.map(submit, range(CLIENTS)))
    wait_until(lambda: queue.store.count(JobStatus.COMPLETED) == CLIENTS * JOBS_OF_A_CLIENT)
    lines = (queue.settings.job_dir.parent / "events").read_text().splitlines()
    return [(line.split()[0], line.split()[1]) for line in lines]


def test_fifty_jobs_of_ten_clients_run_two_at_a_time_in_order(
    queue: Queue, events: list[tuple[str, str]]
) -> None:
    accepted = [job.id for job in reversed(queue.store.list_jobs(limit=100))]
    started = [job_id for what, job_id in events if what == "start"]
    assert sorted(started) == sorted(accepted)
    # Not the order of their first lines: on a busy machine one may be overtaken on the way to it.
    by_start = sorted(accepted, key=lambda job_id: str(queue.store.get(job_id).started_at))
    assert by_start == accepted

    running = most = 0
    for what, _ in events:
        running += 1 if what == "start" else -1
        most = max(most, running)
    assert most == 2
