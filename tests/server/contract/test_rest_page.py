"""docs/rest.md is true: its commands run, its routes, fields and codes are those there are."""

import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Final, NoReturn

import pyarrow.ipc
import pytest

from tests.docs.pages import DOCS, find_section, quoted, read_sections
from tests.server.contract.running_server import Server

PAGE: Final = "rest.md"


@pytest.fixture(scope="module")
def commands(missing: Callable[[str], NoReturn]) -> list[str]:
    """The blocks of the whole run, in order."""
    for program in ("curl", "python3", "sh"):
        if shutil.which(program) is None:
            missing(f"install {program}")
    return [block.text for block in find_section(PAGE, "A whole run").blocks if block.kind == "sh"]


def test_the_whole_run_goes_as_shown(server: Server, commands: list[str], tmp_path: Path) -> None:
    crossroad = tmp_path / "bin" / "crossroad"
    crossroad.parent.mkdir()
    crossroad.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m crossroad_desktop "$@"\n')
    crossroad.chmod(0o755)
    script = tmp_path / "run.sh"
    script.write_text("set -e\n" + "\n".join(commands))
    done = subprocess.run(
        ["sh", str(script)],
        cwd=tmp_path,
        env={
            **os.environ,
            "CROSSROAD_DATA_DIR": str(server.data_dir),
            "PATH": f"{crossroad.parent}{os.pathsep}{os.environ['PATH']}",
        },
        capture_output=True,
        text=True,
        timeout=60,
    )

    assert done.returncode == 0, done.stdout + done.stderr
    job_id = json.loads((tmp_path / "submitted.json").read_text())["job_id"]
    state = json.loads((tmp_path / "status.json").read_text())
    assert state["status"] == "completed", state
    last = (tmp_path / "events.txt").read_text().strip().splitlines()[-1]
    assert json.loads(last.removeprefix("data: ")) == state
    with pyarrow.ipc.open_stream(tmp_path / "ssrs.arrow") as reader:
        ssrs = reader.read_all()
    assert ssrs.column_names == ["genomeID", "motif", "start"]
    assert set(ssrs["genomeID"].to_pylist()) == {"SIM0001", "SIM0002"}
    assert {len(motif) for motif in ssrs["motif"].to_pylist()} == {3}
    header, *lines = (tmp_path / "long.csv").read_text().splitlines()
    repeats = [int(line.split(",")[header.split(",").index("repeat")]) for line in lines]
    assert repeats == sorted(repeats, reverse=True)
    assert repeats[-1] >= 5
    with zipfile.ZipFile(tmp_path / f"ssr_analysis_{job_id}_full.zip") as archive:
        assert "main/mergedOut.tsv" in archive.namelist()
    assert server.get(f"/api/job/{job_id}/status").status_code == 404


def test_every_route_of_the_page_is_there(server: Server) -> None:
    described = server.get("/schema/openapi.json").json()["paths"]
    routes = {tuple(quoted(row[0])[0].split()) for row in find_section(PAGE, "Routes").table}
    served = {
        (method.upper(), path.replace("/analyze_ssr", "/analyze_ssr/"))
        for path, operations in described.items()
        for method in operations
    }

    assert routes <= served
    assert served == routes


def test_every_field_of_the_state_is_explained(server: Server, finished: str) -> None:
    explained = [name for row in find_section(PAGE, "State").table for name in quoted(row[0])]

    assert sorted(explained) == sorted(server.state(finished))


def test_every_field_of_the_summary_is_explained(server: Server, finished: str) -> None:
    explained = [quoted(row[0])[0] for row in find_section(PAGE, "Summary").table]

    assert ["job_id", *explained] == list(server.get(f"/api/job/{finished}/summary").json())


def test_every_field_and_parameter_of_a_submission_is_explained(server: Server) -> None:
    document = server.get("/schema/openapi.json").json()
    body = document["paths"]["/analyze_ssr"]["post"]["requestBody"]["content"]
    form = body["multipart/form-data"]["schema"]["properties"]
    fields, parameters = find_section(PAGE, "Submit").tables
    named = {name for row in parameters[1:] for name in quoted(row[0])}

    assert {quoted(row[0])[0] for row in fields[1:]} == set(form)
    described = form["perf_params"]["description"].partition(": ")[2].partition(".")[0]
    assert named == set(described.split(", "))


@pytest.mark.parametrize(
    ("title", "message"),
    [("Check", "CheckedFiles"), ("Sequence", "Sequence"), ("Steps", "Step")],
)
def test_every_field_of_an_answer_is_explained(server: Server, title: str, message: str) -> None:
    schemas = server.get("/schema/openapi.json").json()["components"]["schemas"]
    explained = [name for row in find_section(PAGE, title).table for name in quoted(row[0])]

    assert explained == list(schemas[message]["properties"])


@pytest.mark.parametrize("title", ["Plot data", "Tables"])
def test_every_query_parameter_is_explained(server: Server, title: str) -> None:
    path = {"Plot data": "plot_data/{plot_key}", "Tables": "table/{name}"}[title]
    document = server.get("/schema/openapi.json").json()
    operation = document["paths"]["/api/job/{job_id}/" + path]["get"]
    served = {entry["name"] for entry in operation["parameters"] if entry["in"] == "query"}
    rows = find_section(PAGE, title).tables[-1][1:]

    assert {name for row in rows for name in quoted(row[0])} == served


def test_every_code_is_explained(server: Server) -> None:
    document = server.get("/schema/openapi.json").json()["paths"]
    served = {
        int(code)
        for operations in document.values()
        for operation in operations.values()
        for code in operation["responses"]
    }
    rows = find_section(PAGE, "Errors").tables[-1][1:]
    explained = {int(code) for row in rows for code in re.findall(r"\d+", row[0])}

    assert {code for code in served if code >= 400} == explained - {405}


def test_examples_of_answers_are_json() -> None:
    blocks = [part for part in read_sections(DOCS / PAGE) for part in part.blocks]
    examples = [json.loads(block.text) for block in blocks if block.kind == "json"]

    assert len(examples) == 2
