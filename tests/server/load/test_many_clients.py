"""Fifty jobs of ten clients, while twenty poll and five read tables: all in order, nothing lost."""

import sqlite3
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Final

import pyarrow as pa
import pytest

from tests.server.faults.server_process import (
    ENDED,
    ServerProcess,
    job_processes,
    make_genomes,
    serving,
)

MEMORY_LIMIT: Final = 300_000_000
SUBMITTERS: Final = 10
JOBS_OF_EACH: Final = 5
POLLERS: Final = 20
READERS: Final = 5


class Observer:
    """Looks at the table of jobs and at the memory of the server, all the time."""

    def __init__(self, server: ServerProcess) -> None:
        self.most_running = 0
        self.most_workers = 0
        self.most_memory = 0
        self._server = server
        self._stopping = threading.Event()

    def watch(self) -> None:
        path = self._server.job_dir / "jobs.sqlite3"
        with closing(sqlite3.connect(path, timeout=20)) as connection:
            while not self._stopping.is_set():
                query = "SELECT count(*) FROM jobs WHERE status = 'running'"
                self.most_running = max(self.most_running, connection.execute(query).fetchone()[0])
                self.most_memory = max(self.most_memory, self._server.memory())
                self.most_workers = max(
                    self.most_workers, len(job_processes(self._server.data_dir))
                )
                self._stopping.wait(0.05)

    def stop(self) -> None:
        self._stopping.set()


@pytest.fixture
def server(tmp_path: Path) -> Iterator[ServerProcess]:
    with serving(tmp_path / "data") as server:
        yield server


@pytest.mark.slow
@pytest.mark.timeout(240)
def test_fifty_jobs_run_two_at_a_time_in_their_order_while_many_clients_ask(
    server: ServerProcess, tmp_path: Path
) -> None:
    fasta = make_genomes(tmp_path / "set")
    first = submit_one(server, make_genomes(tmp_path / "table", genomes=40, length=60_000))
    observer = Observer(server)
    all_ended = threading.Event()
    with ThreadPoolExecutor(SUBMITTERS + POLLERS + READERS + 1) as pool:
        watching = pool.submit(observer.watch)
        readers = [pool.submit(read_tables, server, first, all_ended) for _ in range(READERS)]
        pollers = [pool.submit(poll, server, all_ended) for _ in range(POLLERS)]
        submitters = [pool.submit(submit_some, server, fasta) for _ in range(SUBMITTERS)]
        try:
            accepted = [job_id for submitter in submitters for job_id in submitter.result(120)]
            with server.client() as client:
                for job_id in accepted:
                    assert server.wait_for(client, job_id)["status"] == "completed"
        finally:
            all_ended.set()
            observer.stop()
        polled = sum(poller.result(60) for poller in pollers)
        tables = sum(reader.result(60) for reader in readers)
        watching.result(60)
    assert len(set(accepted)) == SUBMITTERS * JOBS_OF_EACH
    assert polled > POLLERS
    assert tables >= READERS
    check_table(server, {first, *accepted})
    assert 1 <= observer.most_running <= 2
    assert observer.most_workers <= 2
    assert observer.most_memory < MEMORY_LIMIT


def submit_one(server: ServerProcess, fasta: Path) -> str:
    with server.client() as client:
        job_id = server.submit(client, fasta)
        assert server.wait_for(client, job_id)["status"] == "completed"
        return job_id


def submit_some(server: ServerProcess, fasta: Path) -> list[str]:
    with server.client() as client:
        return [server.submit(client, fasta) for _ in range(JOBS_OF_EACH)]


def poll(server: ServerProcess, all_ended: threading.Event) -> int:
    """How many answers came; progress of no job ever falls."""
    progress: dict[str, float] = {}
    answers = 0
    with server.client() as client:
        while not all_ended.wait(0.2):
            for job in client.get("/api/jobs?limit=100").json()["jobs"][:5]:
                state = client.get(job["status_url"]).json()
                assert state["progress"] >= progress.get(state["job_id"], 0.0)
                progress[state["job_id"]] = state["progress"]
                answers += 1
    return answers


def read_tables(server: ServerProcess, job_id: str, all_ended: threading.Event) -> int:
    """How many whole tables came; all are the same."""
    whole: set[int] = set()
    count = 0
    with server.client() as client:
        while not all_ended.wait(0.05):
            answer = client.get(f"/api/job/{job_id}/plot_data/plot_source")
            table = pa.ipc.open_stream(answer.content).read_all()
            assert table.num_rows == int(answer.headers["x-total-rows"])
            whole.add(hash(answer.content))
            count += 1
    assert len(whole) == 1
    return count


def check_table(server: ServerProcess, expected: set[str]) -> None:
    """All jobs are there, and started in the order in which they were accepted."""
    with closing(sqlite3.connect(server.job_dir / "jobs.sqlite3")) as connection:
        query = "SELECT id, status, started_at, finished_at FROM jobs ORDER BY number"
        rows = connection.execute(query).fetchall()
    assert {row[0] for row in rows} == expected == server.folders()
    assert {row[1] for row in rows} <= set(ENDED)
    assert [row[2] for row in rows] == sorted(row[2] for row in rows)
    check_overlap([(row[2], row[3]) for row in rows])


def check_overlap(spans: list[tuple[str, str]]) -> None:
    """Never three at once. An end counts before a start of the same millisecond."""
    events = sorted([(start, 1) for start, _ in spans] + [(end, -1) for _, end in spans])
    running = 0
    for _, change in events:
        running += change
        assert running <= 2


def test_ten_jobs_at_once_are_all_done_in_their_order(
    server: ServerProcess, tmp_path: Path
) -> None:
    fasta = make_genomes(tmp_path / "set")
    with ThreadPoolExecutor(10) as pool:
        submitted = [pool.submit(submit_one, server, fasta) for _ in range(10)]
        jobs = {job.result(60) for job in submitted}
    check_table(server, jobs)
    assert server.memory() < MEMORY_LIMIT
