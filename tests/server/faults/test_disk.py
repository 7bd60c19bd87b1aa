"""The disk is full, the list of jobs cannot be used, folders vanish: told in plain words."""

import os
import random
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.server.faults.conftest import Mount
from tests.server.faults.server_process import (
    ServerProcess,
    form,
    job_processes,
    serving,
    wait_until,
)


def check_plain(text: str, *folders: Path) -> None:
    assert text
    assert "Traceback" not in text
    assert "Error" not in text
    assert not any(str(folder) in text for folder in folders)


def fill(folder: Path, leave: int) -> Path:
    """A file that leaves only so many bytes of the disk."""
    path = folder / "jobs.sqlite3-ballast"
    state = os.statvfs(folder)
    with path.open("wb") as file:
        file.truncate(0)
        left = state.f_bavail * state.f_frsize - leave
        while left > 0:
            left -= file.write(bytes(min(left, 1 << 20)))
    return path


@pytest.mark.parametrize("spare", [0, 200_000])
def test_a_full_disk_refuses_an_upload_and_keeps_nothing_of_it(
    tmp_path: Path, mount: Mount, large_fasta: Path, spare: int
) -> None:
    mount(tmp_path / "data", "size=8m")
    with serving(tmp_path / "data") as server, server.client() as client:
        fill(server.job_dir, spare)
        answer = client.post("/analyze_ssr/", **form(large_fasta))
        assert answer.status_code == 507
        check_plain(answer.json()["detail"], server.data_dir)
        assert "disk" in answer.json()["detail"].lower()
        assert server.folders() == set()
        assert client.get("/api/jobs").json() == {"jobs": []}
        assert server.open_files() == []


def test_a_disk_that_fills_up_in_a_run_fails_the_job_and_keeps_the_inputs(
    tmp_path: Path, mount: Mount, large_fasta: Path
) -> None:
    size = large_fasta.stat().st_size
    mount(tmp_path / "data", f"size={size + 1_500_000}")
    with serving(tmp_path / "data") as server, server.client() as client:
        job_id = server.submit(client, large_fasta)
        state = server.wait_for(client, job_id)
        assert state["status"] == "failed"
        assert "disk is full" in state["error_details"]
        check_plain(state["error_details"], server.data_dir)
        names = {path.name for path in (server.job_dir / job_id).iterdir()}
        assert not {name for name in names if name.startswith("output")}
        assert client.delete(f"/api/job/{job_id}").status_code in (200, 204)
        assert server.folders() == set()


def test_a_disk_that_is_full_for_a_zip_leaves_no_zip_and_gives_one_later(
    tmp_path: Path, mount: Mount, fasta: Path
) -> None:
    mount(tmp_path / "data", "size=40m")
    with serving(tmp_path / "data") as server, server.client() as client:
        job_id = server.submit(client, fasta)
        server.wait_for(client, job_id)
        large = server.job_dir / job_id / "output" / "large.bin"
        large.write_bytes(random.Random(1).randbytes(3_000_000))
        ballast = fill(server.job_dir, 1_000_000)
        answer = client.get(f"/api/job/{job_id}/download_zip")
        assert answer.status_code == 507
        check_plain(answer.json()["detail"], server.data_dir)
        names = {path.name for path in (server.job_dir / job_id).iterdir()}
        assert names <= {"input", "output", "job.log", "steps.json"}
        ballast.unlink()
        assert client.get(f"/api/job/{job_id}/download_zip").status_code == 200


def test_a_disk_that_is_full_when_the_server_starts_is_told(tmp_path: Path, mount: Mount) -> None:
    mount(tmp_path / "data", "size=1m")
    (tmp_path / "data" / "jobOut").mkdir()
    fill(tmp_path / "data" / "jobOut", 0)
    with serving(tmp_path / "data", start=False) as server:
        check_start_fails(server, "disk")


def check_start_fails(server: ServerProcess, *words: str) -> None:
    server.launch()
    assert server.process is not None
    assert server.process.wait(30) == 1
    assert server.printed.startswith("crossroad: ")
    for word in words:
        assert word in server.printed
    check_plain(server.printed)
    assert not (server.data_dir / "server.json").exists()


def test_a_list_of_jobs_that_can_only_be_read_is_told(
    tmp_path: Path, mount: Mount, fasta: Path
) -> None:
    jobs = tmp_path / "jobs"
    mount(jobs, "size=20m")
    with serving(tmp_path / "data", CROSSROAD_JOB_DIR=str(jobs)) as server:
        with server.client() as client:
            job_id = server.submit(client, fasta)
            server.wait_for(client, job_id)
        server.stop()
        mount(jobs, "remount,ro")
        check_start_fails(server, "jobs.sqlite3", "written")
        mount(jobs, "remount,rw")
        server.start()
        with server.client() as client:
            assert client.get(f"/api/job/{job_id}/status").json()["status"] == "completed"


def test_a_list_of_jobs_that_refuses_a_row_leaves_no_folder_and_still_shows_results(
    server: ServerProcess, fasta: Path
) -> None:
    with server.client() as client:
        job_id = server.submit(client, fasta)
        server.wait_for(client, job_id)
        with closing(sqlite3.connect(server.job_dir / "jobs.sqlite3")) as connection:
            connection.execute(
                "CREATE TRIGGER refuse BEFORE INSERT ON jobs BEGIN SELECT RAISE(ABORT, 'no'); END"
            )
        answer = client.post("/analyze_ssr/", **form(fasta))
        assert answer.status_code in (500, 507)
        check_plain(answer.json()["detail"], server.data_dir)
        assert server.folders() == {job_id}
        assert client.get(f"/api/job/{job_id}/plot_data/plot_source").status_code == 200


@pytest.mark.slow
def test_a_locked_list_of_jobs_is_told_at_the_start(tmp_path: Path, fasta: Path) -> None:
    with serving(tmp_path / "data") as server:
        with server.client() as client:
            job_id = server.submit(client, fasta)
            server.wait_for(client, job_id)
        server.stop()
        with closing(
            sqlite3.connect(server.job_dir / "jobs.sqlite3", isolation_level=None)
        ) as held:
            held.execute("BEGIN EXCLUSIVE")
            check_start_fails(server, "jobs.sqlite3", "locked by another program")
        server.start()
        with server.client() as client:
            assert client.get(f"/api/job/{job_id}/status").json()["status"] == "completed"


@pytest.mark.slow
def test_while_the_list_of_jobs_is_locked_nothing_is_half_accepted(
    server: ServerProcess, fasta: Path
) -> None:
    with server.client() as client:
        with closing(
            sqlite3.connect(server.job_dir / "jobs.sqlite3", isolation_level=None)
        ) as held:
            held.execute("BEGIN EXCLUSIVE")
            answer = client.post("/analyze_ssr/", **form(fasta))
            assert answer.status_code == 507
            assert "locked" in answer.json()["detail"]
            check_plain(answer.json()["detail"], server.data_dir)
            assert server.folders() == set()
        job_id = server.submit(client, fasta)
        assert server.wait_for(client, job_id)["status"] == "completed"


def overwrite(path: Path) -> None:
    path.write_bytes(random.Random(1).randbytes(20_000))


def cut(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def scribble(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[4_096:] = random.Random(1).randbytes(len(content) - 4_096)
    path.write_bytes(bytes(content))


def empty(path: Path) -> None:
    path.write_bytes(b"")


@pytest.mark.parametrize(
    "damage",
    [overwrite, *(pytest.param(way, marks=pytest.mark.slow) for way in (cut, scribble, empty))],
)
def test_a_damaged_list_of_jobs_is_kept_aside_and_results_are_found_again(
    tmp_path: Path, fasta: Path, damage: Callable[[Path], None]
) -> None:
    with serving(tmp_path / "data") as server:
        with server.client() as client:
            jobs = [server.submit(client, fasta) for _ in range(2)]
            for job_id in jobs:
                assert server.wait_for(client, job_id)["status"] == "completed"
            before = client.get(f"/api/job/{jobs[0]}/plot_data/plot_source").content
        server.stop()
        path = server.job_dir / "jobs.sqlite3"
        damage(path)
        damaged = path.read_bytes()
        server.start()
        if damage is not empty:
            assert "damaged" in server.printed
            assert path.with_name("jobs.sqlite3.damaged-1").read_bytes() == damaged
        check_plain(server.printed)
        with server.client() as client:
            states = {job["job_id"]: job for job in client.get("/api/jobs").json()["jobs"]}
            assert set(states) == set(jobs)
            assert {state["status"] for state in states.values()} == {"completed"}
            after = client.get(f"/api/job/{jobs[0]}/plot_data/plot_source").content
            assert after == before
            assert server.wait_for(client, server.submit(client, fasta))["status"] == "completed"


def test_jobs_that_were_queued_when_the_list_was_damaged_are_not_silently_gone(
    tmp_path: Path, large_fasta: Path
) -> None:
    with serving(tmp_path / "data") as server:
        with server.client() as client:
            jobs = [server.submit(client, large_fasta) for _ in range(4)]
        server.kill()
        wait_until(lambda: job_processes(server.data_dir) == [])
        for ending in ("-wal", "-shm"):
            (server.job_dir / f"jobs.sqlite3{ending}").unlink(missing_ok=True)
        overwrite(server.job_dir / "jobs.sqlite3")
        server.start()
        with server.client() as client:
            states = {job["job_id"]: job for job in client.get("/api/jobs").json()["jobs"]}
        assert set(states) == set(jobs)
        for state in states.values():
            if state["status"] == "failed":
                assert "Its input files are still in its folder" in state["error_details"]


def _is_removed(folder: Path) -> bool:
    """Removes the folder; a job that runs may write into it meanwhile."""
    shutil.rmtree(folder, ignore_errors=True)
    return not folder.exists()


class Gone:
    """A job whose folder was deleted by hand."""

    def __init__(self, server: ServerProcess, client: httpx.Client, job_id: str) -> None:
        self._client = client
        self._job_id = job_id
        wait_until(lambda: _is_removed(server.job_dir / job_id))

    def get(self, path: str) -> httpx.Response:
        return self._client.get(f"/api/job/{self._job_id}/{path}")

    def check_the_rest_works(self, server: ServerProcess, fasta: Path) -> None:
        assert self.get("status").status_code == 200
        assert self.get("logs").status_code in (200, 404)
        rerun: Any = self._client.post(f"/api/job/{self._job_id}/rerun", json={})
        assert rerun.status_code == 422
        check_plain(rerun.json()["detail"], server.data_dir)
        assert self._client.delete(f"/api/job/{self._job_id}").status_code in (200, 204)
        assert self.get("status").status_code == 404
        new_id = server.submit(self._client, fasta)
        assert server.wait_for(self._client, new_id)["status"] == "completed"
        assert server.folders() == {
            job["job_id"] for job in self._client.get("/api/jobs").json()["jobs"]
        }


def test_the_deleted_folder_of_a_completed_job_is_told(server: ServerProcess, fasta: Path) -> None:
    with server.client() as client:
        job_id = server.submit(client, fasta)
        server.wait_for(client, job_id)
        gone = Gone(server, client, job_id)
        for path in ("plot_data/plot_source", "table/reformatted", "download_zip", "files",
                     "summary", "download/run.json", "table/reformatted.csv"):  # fmt: skip
            answer = gone.get(path)
            assert answer.status_code == 404, path
            check_plain(answer.json()["detail"], server.data_dir)
        gone.check_the_rest_works(server, fasta)


def test_the_deleted_folder_of_a_queued_job_fails_only_that_job(
    tmp_path: Path, large_fasta: Path, fasta: Path
) -> None:
    with serving(tmp_path / "data", CROSSROAD_MAX_JOBS="1") as server, server.client() as client:
        first, second = (server.submit(client, large_fasta) for _ in range(2))
        gone = Gone(server, client, second)
        state = server.wait_for(client, second)
        assert state["status"] == "failed"
        assert "folder of this job was deleted" in state["error_details"]
        assert server.wait_for(client, first)["status"] == "completed"
        gone.check_the_rest_works(server, fasta)


def test_the_deleted_folder_of_a_running_job_fails_only_that_job(
    server: ServerProcess, large_fasta: Path, fasta: Path
) -> None:
    with server.client() as client:
        job_id = server.submit(client, large_fasta)
        server.wait_for(client, job_id, "running")
        wait_until(lambda: any(server.job_dir.glob("*/output.unfinished")))
        gone = Gone(server, client, job_id)
        state = server.wait_for(client, job_id)
        assert state["status"] == "failed"
        check_plain(state["error_details"], server.data_dir)
        assert "folder" in state["error_details"]
        gone.check_the_rest_works(server, fasta)
