"""Our routes on jobs: list, cancel, rerun, delete, log, summary."""

import time
from pathlib import Path

import pytest

from crossroad_desktop.jobs.processes import processes_of_job
from crossroad_desktop.results.plot_data import PLOT_KEYS
from tests.server.contract.conftest import REFERENCE
from tests.server.contract.running_server import (
    Files,
    Server,
    assert_is_error,
    assert_names_no_path,
    wait_until,
)


def test_jobs_are_listed_with_their_sizes(server: Server, finished: str) -> None:
    jobs = server.get("/api/jobs?limit=500").json()["jobs"]
    (job,) = [job for job in jobs if job["job_id"] == finished]
    state = server.state(finished)

    assert {name: job[name] for name in state} == state
    assert set(job) - set(state) == {"genomes", "ssrs", "bytes_on_disk"}
    assert job["genomes"] == 8
    assert job["ssrs"] > 0
    assert job["bytes_on_disk"] > 0


def test_jobs_are_listed_page_by_page_the_newest_first(
    narrow_server: Server, genomes_only: Files
) -> None:
    submitted = [narrow_server.complete(genomes_only) for _ in range(3)]
    listed = []
    before = ""
    while page := narrow_server.get(f"/api/jobs?limit=2{before}").json()["jobs"]:
        assert len(page) <= 2
        listed += [job["job_id"] for job in page]
        before = f"&before={listed[-1]}"

    assert listed[:3] == submitted[::-1]
    assert len(set(listed)) == len(listed)


@pytest.mark.parametrize("query", ["limit=0", "limit=501", "limit=ten", "limit=-1"])
def test_a_limit_that_does_not_fit_is_a_bad_request(server: Server, query: str) -> None:
    assert "limit" in assert_is_error(server.get(f"/api/jobs?{query}"), 400)


def test_a_running_job_is_stopped_within_two_seconds(server: Server) -> None:
    job_id = server.add_endless_job()
    wait_until(lambda: processes_of_job(job_id))
    begin = time.monotonic()
    answer = server.post(f"/api/job/{job_id}/cancel")
    seconds = time.monotonic() - begin

    assert answer.status_code == 200
    assert answer.json() == server.state(job_id)
    assert answer.json()["status"] == "failed"
    assert answer.json()["cancelled"] is True
    assert answer.json()["error_details"] == "Cancelled by the user"
    assert seconds < 2.0
    assert not processes_of_job(job_id)
    assert not list((server.job_dir / job_id).glob("output*"))


def test_a_queued_job_never_runs_once_it_is_stopped(
    narrow_server: Server, genomes_only: Files
) -> None:
    busy = narrow_server.add_endless_job()
    waiting = narrow_server.accept(genomes_only)
    answer = narrow_server.post(f"/api/job/{waiting}/cancel")
    narrow_server.cancel(busy)
    narrow_server.complete(genomes_only)

    assert answer.status_code == 200
    assert answer.json()["cancelled"] is True
    assert answer.json()["queue_position"] is None
    assert narrow_server.state(waiting) == answer.json()
    assert answer.json()["started_at"] is None


def test_an_ended_job_cannot_be_stopped(server: Server, finished: str) -> None:
    detail = assert_is_error(server.post(f"/api/job/{finished}/cancel"), 409)

    assert "completed" in detail
    assert server.state(finished)["status"] == "completed"


def test_a_job_is_run_again_with_changed_parameters(server: Server, finished: str) -> None:
    changes = {
        "mono": 10, "tri": "5", "reference_id": "SIM0003", "flanks": False, "orient": "off",
        "loci": False, "minisatellites": True,
    }  # fmt: skip
    answer = server.post(f"/api/job/{finished}/rerun", json={"parameters": changes})
    job_id = answer.json()["job_id"]

    assert answer.status_code == 202
    assert job_id != finished
    assert answer.json()["results_base_url"] == f"/api/job/{job_id}/plot_data/"
    assert server.wait_for_end(job_id)["status"] == "completed"
    former, latter = (
        server.get(f"/api/job/{which}/summary").json() for which in (finished, job_id)
    )
    assert latter["parameters"] == {
        **former["parameters"], **changes, "tri": 5
    }  # fmt: skip
    assert latter["inputs"] == former["inputs"]


def test_a_job_that_is_run_again_unchanged_gives_the_same(
    server: Server, finished: str, output: Path
) -> None:
    job_id = server.post(f"/api/job/{finished}/rerun", json={}).json()["job_id"]
    server.wait_for_end(job_id)
    again = server.job_dir / job_id / "output" / "main"

    for path in sorted((output / "main").glob("*.*")):
        assert (again / path.name).read_bytes() == path.read_bytes()


def test_a_reference_can_be_taken_away(server: Server, finished: str) -> None:
    answer = server.post(f"/api/job/{finished}/rerun", json={"parameters": {"reference_id": None}})

    assert server.wait_for_end(answer.json()["job_id"])["reference_id"] is None


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"mono": 1}, "mono is 1"), ({"nano": 12}, "'nano'"), ({"mono": None}, "mono is None"),
        ({"flanks": "perhaps"}, "flanks"), ({"flanks": 7}, "flanks"),
        ({"reference_id": 5}, "reference_id"), ({"reference_id": ["SIM0001"]}, "reference_id"),
        ({"keep_intermediate": "yes"}, "keep_intermediate"), ({"orient": True}, "orient is True"),
        ({"orient": "both"}, "orient"), ({"loci": "yes"}, "loci"),
        ({"minisatellites": 100}, "minisatellites"),
    ],
)  # fmt: skip
def test_changes_that_do_not_fit_are_bad_requests(
    server: Server, finished: str, changes: dict[str, object], told: str
) -> None:
    before = server.job_folders()
    answer = server.post(f"/api/job/{finished}/rerun", json={"parameters": changes})

    assert told in assert_is_error(answer, 400)
    assert server.job_folders() == before


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"null", b"{bad", b'{"parameters": 1}', b'{"mono": 12}']
)
def test_a_wish_that_has_no_such_form_is_a_bad_request(
    server: Server, finished: str, body: bytes
) -> None:
    answer = server.post(
        f"/api/job/{finished}/rerun", content=body, headers={"Content-Type": "application/json"}
    )

    assert_is_error(answer, 400)


def test_a_job_without_its_inputs_cannot_be_run_again(server: Server, genomes_only: Files) -> None:
    job_id = server.complete(genomes_only)
    for path in (server.job_dir / job_id / "input").iterdir():
        path.unlink()
    answer = server.post(f"/api/job/{job_id}/rerun", json={})

    assert "input files" in assert_is_error(answer, 422)


def test_a_deleted_job_is_gone(server: Server, genomes_only: Files) -> None:
    job_id = server.complete(genomes_only)
    answer = server.request("DELETE", f"/api/job/{job_id}")

    assert answer.status_code == 204
    assert answer.content == b""
    assert not (server.job_dir / job_id).exists()
    assert_is_error(server.get(f"/api/job/{job_id}/status"), 404)
    assert_is_error(server.request("DELETE", f"/api/job/{job_id}"), 404)
    assert job_id not in server.get("/api/jobs?limit=500").text


def test_a_running_job_is_not_deleted(server: Server) -> None:
    job_id = server.add_endless_job()
    detail = assert_is_error(server.request("DELETE", f"/api/job/{job_id}"), 409)
    server.cancel(job_id)

    assert "running" in detail
    assert (server.job_dir / job_id).is_dir()
    assert server.request("DELETE", f"/api/job/{job_id}").status_code == 204


def test_the_log_tells_the_steps(server: Server, finished: str) -> None:
    answer = server.get(f"/api/job/{finished}/logs")

    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert "Reading genomes" in answer.text
    assert answer.text.endswith("\n")
    assert_names_no_path(server, answer.text)


def test_a_job_that_waits_has_an_empty_log(narrow_server: Server, genomes_only: Files) -> None:
    busy = narrow_server.add_endless_job()
    waiting = narrow_server.accept(genomes_only)
    answer = narrow_server.get(f"/api/job/{waiting}/logs")
    narrow_server.cancel(waiting)
    narrow_server.cancel(busy)

    assert answer.status_code == 200
    assert answer.text == ""


def test_the_summary_says_what_there_is(server: Server, finished: str) -> None:
    summary = server.get(f"/api/job/{finished}/summary").json()

    assert list(summary) == [
        "job_id", "version", "found", "anchor", "locus_anchor", "parameters", "inputs",
        "warnings", "tables",
        "absent_tables", "plot_keys", "absent_plot_keys", "third_column", "metadata_columns",
        "filtered", "categories", "is_imported",
    ]  # fmt: skip
    assert summary["found"]["analysed_genomes"] == 8
    assert (summary["anchor"], summary["locus_anchor"]) == (REFERENCE, REFERENCE)
    assert {entry["role"] for entry in summary["inputs"]} == {"fasta", "categories", "genes"}
    assert summary["plot_keys"] == list(PLOT_KEYS)
    assert summary["absent_plot_keys"] == {}
    assert summary["third_column"] == "country"
    assert summary["metadata_columns"] == ["category", "country", "year"]
    assert summary["filtered"] == {"too_short": 0, "too_long": 0, "too_many_n": 0, "left_out": 0}
    assert summary["categories"] == ["I", "IIa", "IIb"]
    assert summary["is_imported"] is False
    for table in summary["tables"]:
        page = server.get(f"/api/job/{finished}/table/{table['name']}?limit=1")
        assert int(page.headers["x-total-rows"]) == table["rows"]
        assert (server.job_dir / finished / "output" / table["file"]).is_file()


def test_the_summary_says_why_the_rest_is_not_there(server: Server, finished_genomes: str) -> None:
    summary = server.get(f"/api/job/{finished_genomes}/summary").json()

    assert set(summary["plot_keys"]) | set(summary["absent_plot_keys"]) == set(PLOT_KEYS)
    assert not set(summary["plot_keys"]) & set(summary["absent_plot_keys"])
    assert "BED" in summary["absent_plot_keys"]["hotspot"]
    assert "BED" in summary["absent_tables"]["mutational_hotspot"]
    assert summary["third_column"] is None
    assert summary["metadata_columns"] == []
    assert summary["categories"] == ["undefined"]
    for key in summary["plot_keys"]:
        # One figure shows one genome: without a reference, that of the filter.
        genome = "?genome=SIM0001" if key == "reference_ssr_distribution" else ""
        found = server.get(f"/api/job/{finished_genomes}/plot_data/{key}{genome}")
        assert found.status_code == 200, key
