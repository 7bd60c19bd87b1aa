"""Demo, steps, sequence, parameters, another name, room on the disk."""

import random
import shutil
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import NoReturn

import pytest

from crossroad_desktop.pipeline.parameters import AnalysisParameters, parse_parameters
from crossroad_desktop.server.services import SENT_PARAMETERS, parse_sent_parameters
from tests.server.contract.running_server import (
    Files,
    Server,
    assert_is_error,
    assert_names_no_path,
    running_server,
    wait_until,
)
from tests.server.contract.small_disk import small_disk


@pytest.fixture(scope="module")
def demo(server: Server) -> str:
    """The id of a completed demo."""
    answer = server.post("/api/demo")
    assert answer.status_code == 202, answer.text
    job_id = str(answer.json()["job_id"])
    assert answer.json()["status_url"] == f"/api/job/{job_id}/status"
    assert server.wait_for_end(job_id)["status"] == "completed"
    return job_id


def test_the_demo_is_an_analysis_of_simulated_genomes(server: Server, demo: str) -> None:
    state = server.state(demo)
    summary = server.get(f"/api/job/{demo}/summary").json()

    assert state["name"] == "Demo, 40 simulated genomes"
    assert state["reference_id"] == "SIM0001"
    assert summary["parameters"]["flanks"] is True
    assert summary["found"]["analysed_genomes"] == 40
    assert summary["absent_plot_keys"] == {}
    assert summary["is_imported"] is False


def test_a_demo_can_be_run_again(server: Server, demo: str) -> None:
    answer = server.post(f"/api/job/{demo}/rerun", json={"parameters": {"mono": 10}})

    assert answer.status_code == 202
    assert server.wait_for_end(answer.json()["job_id"])["status"] == "completed"


def test_a_demo_that_finds_no_room_leaves_nothing(
    tmp_path: Path, missing: Callable[[str], NoReturn]
) -> None:
    with (
        small_disk(tmp_path / "jobs", 1_000_000, missing),
        running_server(tmp_path / "data", CROSSROAD_JOB_DIR=str(tmp_path / "jobs")) as server,
    ):
        answer = server.post("/api/demo")

        assert "free some space" in assert_is_error(answer, 507)
        assert_names_no_path(server, answer.text)
        assert server.job_folders() == []
        assert server.get("/api/jobs").json() == {"jobs": []}


def test_steps_of_a_finished_job_have_their_times(server: Server, finished: str) -> None:
    answer = server.get(f"/api/job/{finished}/steps")
    steps = answer.json()["steps"]

    assert [step["name"] for step in steps] == [
        "Reading genomes and finding SSRs", "Finding the strand of genomes", "Comparing genomes",
        "Writing tables", "Comparing SSRs with genes", "Cataloguing loci",
        "Locating conserved SSRs",
    ]  # fmt: skip
    assert all(step["seconds"] >= 0 for step in steps)
    assert steps[0]["detail"] == "8 genomes"
    assert {(step["resumed_at"], step["earlier_seconds"]) for step in steps} == {(None, 0)}
    assert set(steps[0]) == {
        "name", "started_at", "seconds", "detail", "resumed_at", "earlier_seconds",
    }  # fmt: skip


def test_steps_of_a_running_job_grow(server: Server) -> None:
    job_id = server.add_endless_job()
    wait_until(lambda: server.get(f"/api/job/{job_id}/steps").json()["steps"])
    (step,) = server.get(f"/api/job/{job_id}/steps").json()["steps"]
    server.cancel(job_id)
    (ended,) = server.get(f"/api/job/{job_id}/steps").json()["steps"]

    assert step["name"] == ended["name"] == "Reading genomes and finding SSRs"
    assert step["seconds"] is None
    assert step["resumed_at"] == ended["resumed_at"] == step["started_at"]
    assert ended["seconds"] >= 0


def test_steps_of_an_imported_result_are_not_known(server: Server, output: Path) -> None:
    job_id = server.post("/api/import", json={"path": str(output)}).json()["job_id"]

    assert server.get(f"/api/job/{job_id}/steps").json() == {"steps": []}
    assert server.get(f"/api/job/{job_id}/summary").json()["is_imported"] is True


def test_an_ssr_is_shown_where_it_stands(server: Server, finished: str) -> None:
    rows = server.arrow(
        f"/api/job/{finished}/plot_data/plot_source?columns=genomeID,motif,repeat,start"
    ).to_pylist()
    for row in (rows[0], rows[-1]):
        start, end = row["start"], row["start"] + len(row["motif"]) * row["repeat"]
        asked = {"genome": row["genomeID"], "start": start, "end": end, "flank": 24}
        shown = server.get(f"/api/job/{finished}/sequence", params=asked).json()

        assert shown["sequence"] == row["motif"] * row["repeat"]
        assert len(shown["before"]) == min(24, start)
        assert len(shown["after"]) == min(24, shown["length_genome"] - end)
        assert shown["genome_id"] == row["genomeID"]
        assert (shown["start"], shown["end"]) == (start, end)


def test_bases_of_a_turned_genome_are_those_that_its_results_are_about(server: Server) -> None:
    forward = "".join(random.Random(3).choices("ACGT", k=3_000)) + "ATC" * 7 + "GTTTAG"
    backward = forward.translate(str.maketrans("ACGT", "TGCA"))[::-1]
    fasta = f">a\n{forward}\n>b\n{backward}\n".encode()
    job_id = server.complete({"fasta_file": ("x.fa", fasta)}, loci="false")
    shown = [
        server.get(
            f"/api/job/{job_id}/sequence",
            params={"genome": genome, "start": 3_000, "end": 3_021, "flank": 6},
        ).json()
        for genome in "ab"
    ]

    assert [answer.pop("genome_id") for answer in shown] == ["a", "b"]
    assert [answer.pop("is_turned") for answer in shown] == [False, True]
    assert shown[0] == shown[1]
    assert (shown[0]["sequence"], shown[0]["after"]) == ("ATC" * 7, "GTTTAG")


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"start": 0, "end": 4}, 400),
        ({"genome": "SIM0001", "start": 0}, 400),
        ({"genome": "SIM0001", "start": -1, "end": 4}, 400),
        ({"genome": "SIM0001", "start": 4, "end": 3}, 400),
        ({"genome": "SIM0001", "start": 0, "end": 1_000_000}, 400),
        ({"genome": "SIM0001", "start": 0, "end": 99_999}, 400),
        ({"genome": "SIM0001", "start": 0, "end": 4, "flank": 100_000}, 400),
        ({"genome": "SIM0001", "start": 0, "end": 4, "flank": "x"}, 400),
        ({"genome": "SIM0001", "start": 0, "end": 4, "strand": "-"}, 400),
        ({"genome": "nobody", "start": 0, "end": 4}, 404),
    ],
    ids=str,
)
def test_what_is_no_stretch_of_a_genome_is_refused(
    server: Server, finished: str, asked: dict[str, object], code: int
) -> None:
    answer = server.get(f"/api/job/{finished}/sequence", params=asked)

    assert_is_error(answer, code)
    assert_names_no_path(server, answer.text)


def test_the_genomes_of_an_imported_result_are_not_kept(server: Server, output: Path) -> None:
    job_id = server.post("/api/import", json={"path": str(output)}).json()["job_id"]
    asked = {"genome": "SIM0001", "start": 0, "end": 4}

    assert "imported" in assert_is_error(
        server.get(f"/api/job/{job_id}/sequence", params=asked), 404
    )


def test_genomes_that_were_deleted_are_told(server: Server, genomes_only: Files) -> None:
    job_id = server.complete(genomes_only)
    shutil.rmtree(server.job_dir / job_id / "input")
    asked = {"genome": "SIM0001", "start": 0, "end": 4}
    answer = server.get(f"/api/job/{job_id}/sequence", params=asked)

    assert "any more" in assert_is_error(answer, 404)
    assert_names_no_path(server, answer.text)


def test_parameters_are_told_as_they_are_declared(server: Server) -> None:
    parameters = server.get("/api/parameters").json()["parameters"]
    defaults = {entry["name"]: entry["default"] for entry in parameters}

    assert tuple(defaults) == SENT_PARAMETERS
    assert parse_sent_parameters(defaults) == AnalysisParameters()
    for entry in parameters:
        others = {"minLen": 0, "maxLen": entry["most"]}
        for value in (entry["least"], entry["most"]):
            parse_sent_parameters({**others, entry["name"]: value})
        assert entry["unit"]
        assert entry["meaning"].endswith(".")


def test_choices_are_told_as_they_are_declared(server: Server) -> None:
    choices = server.get("/api/parameters").json()["choices"]
    declared = {
        name: value
        for name, value in asdict(AnalysisParameters()).items()
        if isinstance(value, bool | str)
    }

    assert [choice["name"] for choice in choices] == list(declared)
    for choice in choices:
        assert choice["default"] == str(declared[choice["name"]]).lower()
        assert choice["default"] in choice["values"]
        assert choice["meaning"].endswith(".")


def test_every_value_of_a_choice_is_taken_by_a_check(server: Server) -> None:
    genome = {"fasta_file": ("x.fa", b">a\n" + b"ACGT" * 400 + b"\n")}

    for choice in server.get("/api/parameters").json()["choices"]:
        for value in choice["values"]:
            answer = server.post("/api/check", files=genome, data={choice["name"]: value})
            assert answer.status_code == 200, answer.text


def test_presets_are_thresholds_of_the_six_motif_lengths(server: Server) -> None:
    presets = {entry["name"]: entry for entry in server.get("/api/parameters").json()["presets"]}
    names = ["mono", "di", "tri", "tetra", "penta", "hexa"]

    assert list(presets) == ["Default", "croSSRoad 0.3.5 and older", "Sensitive"]
    assert parse_parameters(presets["Default"]["values"]) == AnalysisParameters()
    assert list(presets["croSSRoad 0.3.5 and older"]["values"].values()) == [10, 6, 4, 3, 2, 2]
    for preset in presets.values():
        assert list(preset["values"]) == names
        assert preset["meaning"].endswith(".")
    sensitive = presets["Sensitive"]["values"]
    assert all(sensitive[name] <= presets["Default"]["values"][name] for name in names)


def test_a_job_gets_another_name(server: Server, genomes_only: Files) -> None:
    job_id = server.complete(genomes_only)
    answer = server.request("PATCH", f"/api/job/{job_id}", json={"name": " Año 2, β\n"})

    assert answer.status_code == 200
    assert answer.json() == server.state(job_id)
    assert answer.json()["name"] == "Año 2, β"
    assert answer.json()["status"] == "completed"


@pytest.mark.parametrize(
    "body",
    [{}, {"name": ""}, {"name": "  "}, {"name": "x" * 201}, {"name": 1}, {"x": "y"}],
    ids=str,
)
def test_a_name_that_is_none_is_a_bad_request(
    server: Server, finished: str, body: dict[str, object]
) -> None:
    before = server.state(finished)
    answer = server.request("PATCH", f"/api/job/{finished}", json=body)

    assert_is_error(answer, 400)
    assert answer.json()["errors"]
    assert server.state(finished) == before


def test_a_job_that_is_not_there_gets_no_name(server: Server) -> None:
    answer = server.request("PATCH", "/api/job/job_000000000000", json={"name": "x"})

    assert_is_error(answer, 404)


def test_room_is_told_and_shared_files_count_once(tmp_path: Path, genomes_only: Files) -> None:
    with running_server(tmp_path / "data") as server:
        job_id = server.complete(genomes_only)
        one = server.get("/api/storage").json()
        server.wait_for_end(server.post(f"/api/job/{job_id}/rerun", json={}).json()["job_id"])
        two = server.get("/api/storage").json()
        on_disk = server.get("/api/jobs").json()["jobs"][0]["bytes_on_disk"]

    input_bytes = len(genomes_only["fasta_file"][1])
    assert one["free_bytes"] > 0
    assert one["jobs_bytes"] > on_disk > input_bytes
    assert two["jobs_bytes"] - one["jobs_bytes"] < on_disk
