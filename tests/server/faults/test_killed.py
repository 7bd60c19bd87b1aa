"""The server or a worker is killed at any moment: no accepted job is lost, nothing is left over."""

import contextlib
import gzip
import random
import signal
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.server.faults.server_process import (
    ENDED,
    ServerProcess,
    form,
    job_processes,
    make_genomes,
    serving,
    wait_until,
)

PLAIN_WORDS = ("closed by force", "ended from outside", "disk is full")


class Visitor(threading.Thread):
    """Submits jobs and asks for everything, until the server is gone or it is told to stop."""

    def __init__(self, server: ServerProcess, fasta: Path) -> None:
        super().__init__(daemon=True)
        self.accepted: list[str] = []
        self.stopping = threading.Event()
        self._server = server
        self._fasta = fasta

    def run(self) -> None:
        try:
            with self._server.client() as client:
                while not self.stopping.is_set():
                    self._visit(client)
        except (httpx.HTTPError, OSError):
            return  # It was killed, as it should be.

    def _visit(self, client: httpx.Client) -> None:
        if len(self.accepted) < 4:
            others = {"categories_file": self._fasta.with_name("set.categories.tsv")}
            self.accepted.append(self._server.submit(client, self._fasta, **others))
        for job in client.get("/api/jobs").json()["jobs"]:
            if job["status"] == "completed":
                client.get(job["download_all_url"])
                client.get(f"{job['results_base_url']}plot_source")


def leftovers(job_dir: Path) -> list[str]:
    """Files and folders that only an interrupted step leaves."""
    return [
        str(path.relative_to(job_dir))
        for path in job_dir.rglob("*")
        if path.name.endswith((".part", ".unfinished", ".replaced"))
        or path.name.startswith((".zip-", ".importing-", ".removed-"))
    ]


def check_all_in_order(server: ServerProcess, accepted: list[str]) -> None:
    with server.client() as client:
        for job_id in accepted:
            state = server.wait_for(client, job_id)
            if state["status"] == "failed":
                assert any(words in state["error_details"] for words in PLAIN_WORDS), state
            else:
                check_results(client, job_id)
        rows = {job["job_id"] for job in client.get("/api/jobs?limit=500").json()["jobs"]}
        # A job may be accepted just before the answer is lost, but none is lost after the answer.
        assert set(accepted) <= rows
        wait_until(lambda: all(j["status"] in ENDED for j in listed(client)), what="the end of all")
    assert server.folders() == rows
    assert leftovers(server.job_dir) == []
    wait_until(lambda: job_processes(server.data_dir) == [], what="the end of all processes")


def listed(client: httpx.Client) -> list[dict[str, Any]]:
    jobs: list[dict[str, Any]] = client.get("/api/jobs?limit=500").json()["jobs"]
    return jobs


def check_results(client: httpx.Client, job_id: str) -> None:
    for path in ("plot_data/plot_source", "download_zip", "summary"):
        assert client.get(f"/api/job/{job_id}/{path}").status_code == 200


def is_at(server: ServerProcess, name: str) -> bool:
    return any(server.job_dir.glob(f"*/{name}"))


MOMENTS: dict[str, Callable[[ServerProcess], object]] = {
    "upload": lambda server: is_at(server, "input/*.part"),
    "queue": lambda server: is_at(server, "input"),
    "start of a run": lambda server: is_at(server, "crash.log"),
    "run": lambda server: is_at(server, "output.unfinished"),
    "end of a run": lambda server: is_at(server, "output"),
    "zip": lambda server: is_at(server, ".zip-*"),
}


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_a_server_killed_at_twenty_moments_loses_no_job_and_leaves_nothing(
    tmp_path: Path, fasta: Path
) -> None:
    random_numbers = random.Random(7)
    accepted: list[str] = []
    with serving(tmp_path / "data", start=False) as server:
        for _ in range(20):
            server.start()
            visitor = Visitor(server, fasta)
            visitor.start()
            threading.Event().wait(random_numbers.uniform(0.0, 1.5))
            server.kill()
            visitor.join(20)
            accepted += visitor.accepted
        server.start()
        check_all_in_order(server, accepted)
    assert accepted


@pytest.mark.slow
@pytest.mark.parametrize("moment", MOMENTS)
def test_a_server_killed_in_the_middle_of_a_step_leaves_nothing_of_it(
    tmp_path: Path, large_fasta: Path, moment: str
) -> None:
    with serving(tmp_path / "data") as server:
        visitor = Visitor(server, large_fasta)
        visitor.start()
        wait_until(lambda: MOMENTS[moment](server), what=moment)
        server.kill()
        visitor.join(20)
        wait_until(lambda: job_processes(server.data_dir) == [], 5, "the end of the orphans")
        server.start()
        check_all_in_order(server, visitor.accepted)


def test_a_job_whose_server_was_killed_ends_as_if_nothing_had_happened(
    server: ServerProcess, large_fasta: Path
) -> None:
    with server.client() as client:
        job_id = server.submit(client, large_fasta)
        server.wait_for(client, job_id, "running")
    server.kill()
    wait_until(lambda: job_processes(server.data_dir) == [], 5, "the end of the orphans")
    server.start()
    check_all_in_order(server, [job_id])
    with server.client() as client:
        state = server.wait_for(client, job_id)
        assert (state["status"], state["progress"]) == ("completed", 1.0)


def test_an_upload_that_was_cut_by_a_kill_leaves_no_folder(
    server: ServerProcess, fasta: Path
) -> None:
    content = httpx.Request("POST", server.address, **form(fasta)).read()
    boundary = content[: content.index(b"\r\n")].removeprefix(b"--").decode()

    def cut() -> Any:
        yield content[:4_000]
        wait_until(lambda: is_at(server, "input/*.part"))
        server.kill()
        yield content[4_000:]

    headers = {"Content-Type": f"multipart/form-data; boundary={boundary}"}
    with server.client(headers=headers) as client, pytest.raises(httpx.HTTPError):
        client.post("/analyze_ssr/", content=cut())
    assert len(server.folders()) == 1
    server.start()
    assert server.folders() == set()


def test_a_killed_zip_leaves_nothing_and_is_made_anew(server: ServerProcess, fasta: Path) -> None:
    with server.client() as client:
        job_id = server.submit(client, fasta)
        server.wait_for(client, job_id)
        output = server.job_dir / job_id / "output"
        (output / "large.bin").write_bytes(random.Random(1).randbytes(100_000_000))
        fetching = threading.Thread(target=fetch_until_it_breaks, args=(client, job_id))
        fetching.start()
        wait_until(lambda: is_at(server, ".zip-*"))
        server.kill()
        fetching.join(20)
    (output / "large.bin").unlink()
    server.start()
    assert leftovers(server.job_dir) == []
    with server.client() as client:
        assert client.get(f"/api/job/{job_id}/download_zip").status_code == 200


def fetch_until_it_breaks(client: httpx.Client, job_id: str) -> None:
    with pytest.raises(httpx.HTTPError):
        client.get(f"/api/job/{job_id}/download_zip")


@pytest.mark.parametrize(
    "number",
    [
        signal.SIGKILL,
        pytest.param(signal.SIGSEGV, marks=pytest.mark.slow),
        pytest.param(signal.SIGTERM, marks=pytest.mark.slow),
    ],
)
def test_a_killed_worker_is_replaced_or_told_in_plain_words(
    server: ServerProcess, large_fasta: Path, fasta: Path, number: int
) -> None:
    with server.client() as client:
        job_id = server.submit(client, large_fasta)
        server.wait_for(client, job_id, "running")
        wait_until(lambda: job_processes(server.data_dir))
        for worker in job_processes(server.data_dir):
            worker.send_signal(number)
        state = server.wait_for(client, job_id)
        assert not state["cancelled"]
        if state["status"] == "completed":
            check_results(client, job_id)
        else:
            check_failed(server, client, state)
        assert server.wait_for(client, server.submit(client, fasta))["status"] == "completed"


def check_failed(server: ServerProcess, client: httpx.Client, state: dict[str, Any]) -> None:
    job_id = state["job_id"]
    assert "run it again" in state["error_details"].lower()
    assert "Traceback" not in state["error_details"]
    assert not {"output", "output.unfinished"} & {
        path.name for path in (server.job_dir / job_id).iterdir()
    }
    assert client.get(f"/api/job/{job_id}/download_zip").status_code == 409
    again = client.post(f"/api/job/{job_id}/rerun", json={}).json()["job_id"]
    assert server.wait_for(client, again)["status"] == "completed"


@pytest.mark.parametrize(
    "number", [signal.SIGTERM, pytest.param(signal.SIGINT, marks=pytest.mark.slow)]
)
def test_a_stopped_server_ends_in_three_seconds_and_its_jobs_go_on_later(
    server: ServerProcess, large_fasta: Path, number: int
) -> None:
    with server.client() as client:
        done = server.submit(client, large_fasta)
        server.wait_for(client, done)
        jobs = [server.submit(client, large_fasta) for _ in range(4)]
        wait_until(lambda: client.get("/health").json()["running"])
        with (
            client.stream("GET", f"/api/job/{jobs[3]}/events") as events,
            client.stream("GET", f"/api/job/{done}/plot_data/plot_source") as table,
            client.stream("GET", f"/api/job/{done}/table/reformatted.csv") as export,
        ):
            parts = [stream.iter_raw(1_000) for stream in (events, table, export)]
            assert all(next(part) for part in parts)
            code, seconds = server.stop(number)
    assert code in (0, 130)
    assert seconds < 3.0
    assert not (server.data_dir / "server.json").exists()
    assert job_processes(server.data_dir) == []
    assert leftovers(server.job_dir) == []
    assert "Traceback" not in server.printed
    server.start()
    check_all_in_order(server, [done, *jobs])
    with server.client() as client:
        assert {server.wait_for(client, job)["status"] for job in jobs} == {"completed"}


@pytest.mark.slow
@pytest.mark.parametrize("what", ["the check of an upload", "a zip"])
def test_a_server_stops_in_three_seconds_while_it_works_on(
    server: ServerProcess, fasta: Path, tmp_path: Path, what: str
) -> None:
    large = make_genomes(tmp_path / "large", genomes=40, length=100_000)
    bomb = tmp_path / "large.fa.gz"
    bomb.write_bytes(gzip.compress(large.read_bytes(), 1) * 400)
    with server.client() as client:
        job_id = server.submit(client, fasta)
        server.wait_for(client, job_id)
        output = server.job_dir / job_id / "output"
        (output / "large.bin").write_bytes(random.Random(1).randbytes(200_000_000))
        if what == "a zip":
            asking = threading.Thread(target=fetch_whatever, args=(client, "GET", job_id))
            asking.start()
            wait_until(lambda: is_at(server, ".zip-*"))
        else:
            asking = threading.Thread(target=fetch_whatever, args=(client, "POST", bomb))
            asking.start()
            wait_until(lambda: is_at(server, "input/large.fa.gz"))
        code, seconds = server.stop()
        asking.join(20)
    assert code in (0, 130)
    assert seconds < 3.0
    server.start()
    assert server.folders() == {job_id}
    assert leftovers(server.job_dir) == []


def fetch_whatever(client: httpx.Client, method: str, about: str | Path) -> None:
    with contextlib.suppress(httpx.HTTPError):
        if isinstance(about, Path):
            client.request(method, "/analyze_ssr/", **form(about))
        else:
            client.request(method, f"/api/job/{about}/download_zip")


def test_a_server_stops_in_three_seconds_while_an_upload_is_half_there(
    server: ServerProcess, fasta: Path
) -> None:
    content = httpx.Request("POST", server.address, **form(fasta)).read()
    boundary = content[: content.index(b"\r\n")].removeprefix(b"--").decode()
    stopped: list[tuple[int, float]] = []

    def half() -> Any:
        yield content[:4_000]
        wait_until(lambda: is_at(server, "input/*.part"))
        stopped.append(server.stop())
        yield content[4_000:]

    headers = {"Content-Type": f"multipart/form-data; boundary={boundary}"}
    with server.client(headers=headers) as client, pytest.raises(httpx.HTTPError):
        client.post("/analyze_ssr/", content=half()).raise_for_status()
    ((code, seconds),) = stopped
    assert code in (0, 130)
    assert seconds < 3.0
    server.start()
    assert server.folders() == set()
