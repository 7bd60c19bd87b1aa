"""A result as one .crossroad file: saved here, opened there, and all is as it was."""

import io
import json
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import httpx
import pytest

from tests.server.contract.running_server import (
    Files,
    Server,
    assert_is_error,
    assert_names_no_path,
    running_server,
)

MANIFEST = {
    "format": "crossroad-result",
    "format_version": 1,
    "name": "Everything",
    "created_at": "2026-01-31T09:00:00.000+00:00",
    "program_version": "0.1",
}


def saved(server: Server, job_id: str) -> httpx.Response:
    answer = server.get(f"/api/job/{job_id}/download_crossroad")
    assert answer.status_code == 200, answer.text
    return answer


def unpacked(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def packed(contents: Mapping[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in contents.items():
            archive.writestr(name, content)
    return file.getvalue()


def manifest_of(changes: Mapping[str, object]) -> bytes:
    return json.dumps({**MANIFEST, **changes}).encode()


def send(server: Server, content: bytes, file_name: str = "renamed.crossroad") -> httpx.Response:
    return server.post("/api/import_file", files={"result_zip": (file_name, content)})


@pytest.fixture(scope="module")
def other_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Another machine, as far as the program can tell."""
    with running_server(tmp_path_factory.mktemp("other") / "data") as running:
        yield running


@pytest.fixture(scope="module")
def file(server: Server, finished: str) -> bytes:
    return saved(server, finished).content


@pytest.fixture(scope="module")
def taken_over(other_server: Server, file: bytes) -> dict[str, Any]:
    """The state of the job that the file became on the other machine."""
    answer = send(other_server, file)
    assert answer.status_code == 201, answer.text
    state: dict[str, Any] = answer.json()
    return state


def test_the_file_holds_its_manifest_and_all_of_the_output(
    server: Server, finished: str, file: bytes, output: Path
) -> None:
    contents = unpacked(file)
    state = server.get(f"/api/job/{finished}/status").json()
    manifest = json.loads(contents.pop("manifest.json"))

    assert next(iter(unpacked(file))) == "manifest.json"
    assert manifest == {
        "format": "crossroad-result",
        "format_version": 1,
        "name": "Everything",
        "created_at": state["created_at"],
        "program_version": server.get("/health").json()["version"],
    }
    assert contents == {
        path.relative_to(output).as_posix(): path.read_bytes()
        for path in output.rglob("*")
        if path.is_file()
    }


def test_the_file_names_no_place_of_this_machine(server: Server, file: bytes) -> None:
    for name, content in unpacked(file).items():
        assert str(server.data_dir).encode() not in content, name


def test_the_same_job_gives_the_same_bytes(server: Server, finished: str, file: bytes) -> None:
    (server.job_dir / finished / "result.crossroad").unlink()

    assert saved(server, finished).content == file


def test_it_is_saved_under_the_name_of_the_job(server: Server, genomes_only: Files) -> None:
    job_id = server.complete(genomes_only, name='Pox: clade I/II "2022" ü')
    answer = saved(server, job_id)

    assert answer.headers["content-type"] == "application/x-crossroad-result"
    disposition = unquote(answer.headers["content-disposition"])
    assert "filename*=UTF-8''Pox_ clade I_II _2022_ ü.crossroad" in disposition


def test_a_renamed_job_is_saved_under_its_new_name(server: Server, genomes_only: Files) -> None:
    job_id = server.complete(genomes_only, name="Before")
    saved(server, job_id)
    server.request("PATCH", f"/api/job/{job_id}", json={"name": "After"})
    answer = saved(server, job_id)

    assert json.loads(unpacked(answer.content)["manifest.json"])["name"] == "After"
    assert 'filename="After.crossroad"' in answer.headers["content-disposition"]


def test_name_parameters_and_warnings_are_kept(
    server: Server, finished: str, taken_over: dict[str, Any]
) -> None:
    state = server.get(f"/api/job/{finished}/status").json()

    assert taken_over["status"] == "completed"
    for field in ("name", "parameters", "warnings", "reference_id"):
        assert taken_over[field] == state[field], field


def test_the_summary_is_the_same(
    server: Server, finished: str, other_server: Server, taken_over: dict[str, Any]
) -> None:
    here = server.get(f"/api/job/{finished}/summary").json()
    there = other_server.get(f"/api/job/{taken_over['job_id']}/summary").json()
    changed = {"job_id": taken_over["job_id"], "is_imported": True}

    assert there == {**here, **changed}


def test_every_plot_key_and_table_is_the_same(
    server: Server, finished: str, other_server: Server, taken_over: dict[str, Any]
) -> None:
    summary = server.get(f"/api/job/{finished}/summary").json()
    views = [f"plot_data/{key}" for key in summary["plot_keys"]]
    views += [f"table/{table['name']}?limit=10000" for table in summary["tables"]]
    assert len(views) > 20
    for view in views:
        here = server.get(f"/api/job/{finished}/{view}")
        there = other_server.get(f"/api/job/{taken_over['job_id']}/{view}")
        assert (there.status_code, there.content) == (200, here.content), view


def test_every_file_is_the_same(
    server: Server, finished: str, other_server: Server, taken_over: dict[str, Any]
) -> None:
    here = server.get(f"/api/job/{finished}/files").json()
    there = other_server.get(f"/api/job/{taken_over['job_id']}/files").json()

    assert there == here
    # Saved there it is the file that was opened, but for the time of the job.
    again = unpacked(saved(other_server, taken_over["job_id"]).content)
    first = unpacked(saved(server, finished).content)
    del again["manifest.json"], first["manifest.json"]
    assert again == first


def test_a_path_on_the_machine_is_opened_too(
    other_server: Server, file: bytes, tmp_path: Path
) -> None:
    path = tmp_path / "From a colleague.CROSSROAD"
    path.write_bytes(file)
    answer = other_server.post("/api/import", json={"path": str(path)})

    assert answer.status_code == 201
    assert answer.json()["name"] == "Everything"


def test_a_name_that_is_given_goes_before_that_of_the_file(
    other_server: Server, file: bytes
) -> None:
    files = {"result_zip": ("x.crossroad", file), "name": (None, "Mine")}

    assert other_server.post("/api/import_file", files=files).json()["name"] == "Mine"


def test_a_file_that_was_renamed_to_zip_is_still_known(other_server: Server, file: bytes) -> None:
    assert send(other_server, file, "received.zip").json()["name"] == "Everything"


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"no zip at all", "damaged, or was not copied as a whole"),
        (packed({"word/document.xml": b"<x/>"}), "not a result that CrossRoad Desktop saved"),
        (packed({"manifest.json": b"{}"}), "not a result that CrossRoad Desktop saved"),
        (packed({"manifest.json": b"[1]"}), "not a result that CrossRoad Desktop saved"),
        (packed({"manifest.json": b"{"}), "damaged"),
        (packed({"manifest.json": b"[" * 60_000}), "damaged"),
        (packed({"manifest.json": manifest_of({"name": 7})}), "its manifest is damaged"),
        (packed({"manifest.json": manifest_of({"format_version": "1"})}), "manifest is damaged"),
        (packed({"manifest.json": manifest_of({})}), "holds no results"),
        (
            packed({"manifest.json": manifest_of({"format_version": 2, "program_version": "9.1"})}),
            "saved by a newer CrossRoad Desktop (9.1; this is ",
        ),
    ],
    ids=[
        "text", "other zip", "no format", "a list", "no JSON", "deep", "number", "text as version",
        "empty", "newer",
    ],
)  # fmt: skip
def test_what_is_no_result_file_is_refused_and_leaves_nothing(
    server: Server, content: bytes, told: str
) -> None:
    before = server.job_folders()
    answer = send(server, content)

    assert told in assert_is_error(answer, 422)
    assert "renamed.crossroad" in answer.json()["detail"]
    assert_names_no_path(server, answer.text)
    assert server.job_folders() == before


@pytest.mark.parametrize("share", [0.1, 0.5, 0.99])
def test_a_file_that_was_not_copied_as_a_whole_is_refused(
    server: Server, file: bytes, share: float
) -> None:
    before = server.job_folders()
    answer = send(server, file[: int(len(file) * share)])

    assert "copy or download it again" in assert_is_error(answer, 422)
    assert server.job_folders() == before


def test_a_file_with_changed_bytes_is_refused(server: Server, file: bytes) -> None:
    middle = file.index(b"parquet/mergedOut.parquet") + 300
    answer = send(server, file[:middle] + bytes(50) + file[middle + 50 :])

    assert "copy or download it again" in assert_is_error(answer, 422)


def test_half_a_letter_in_a_name_does_no_harm(other_server: Server, file: bytes) -> None:
    contents = unpacked(file)
    contents["manifest.json"] = manifest_of({"name": "a\ud800b"})
    answer = send(other_server, packed(contents))

    assert answer.status_code == 201
    assert answer.json()["name"] == "a?b"
