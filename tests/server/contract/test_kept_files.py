"""Input files that need not be sent again: those of a check, and those of a former job."""

import os
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.server.contract.running_server import (
    Files,
    Server,
    assert_is_error,
    assert_names_no_path,
    running_server,
)

OTHER_GENES = ("other.bed", b"SIM0001\t0\t900\tspike\n")


@pytest.fixture
def token(server: Server, upload: Files) -> str:
    return str(check(server, dict(upload))["check_token"])


def check(server: Server, files: Files, **texts: str) -> dict[str, object]:
    answer = _post_check(server, files, **texts)
    assert answer.status_code == 200, answer.text
    content: dict[str, object] = answer.json()
    return content


def _post_check(server: Server, files: Files, **texts: str) -> httpx.Response:
    # A form of texts only must be multipart too.
    return server.post(
        "/api/check", files={**files, **{name: (None, text) for name, text in texts.items()}}
    )


def test_a_check_of_checked_files_finds_the_same_under_a_new_token(
    server: Server, upload: Files, token: str
) -> None:
    first, second = check(server, dict(upload)), check(server, {}, check_token=token)

    assert second["check_token"] not in (token, first["check_token"])
    for name in ("genomes", "genome_list", "genes", "files", "warnings"):
        assert second[name] == first[name]


def test_both_tokens_can_be_used_afterwards(server: Server, token: str) -> None:
    second = str(check(server, {}, check_token=token)["check_token"])

    for kept in (token, second):
        job_id = server.accept({}, check_token=kept)
        assert server.wait_for_end(job_id)["status"] == "completed"


def test_a_file_that_is_sent_replaces_that_of_its_role(server: Server, token: str) -> None:
    found = check(server, {"gene_bed": OTHER_GENES}, check_token=token)

    assert found["genes"] == 1
    assert found["files"]["genes"]["name"] == "other.bed"  # type: ignore[index]
    assert found["genomes"] == 8


@pytest.mark.parametrize(
    ("keep", "roles"),
    [
        ("fasta", {"fasta"}),
        ("fasta,genes", {"fasta", "genes"}),
        ("fasta, categories, genes", {"fasta", "categories", "genes"}),
    ],
)
def test_only_files_that_shall_be_kept_are_kept(
    server: Server, token: str, keep: str, roles: set[str]
) -> None:
    found = check(server, {}, check_token=token, keep=keep)

    assert set(found["files"]) == roles  # type: ignore[call-overload]


def test_nothing_is_kept_if_nothing_is_named(server: Server, token: str) -> None:
    answer = _post_check(server, {}, check_token=token, keep="")

    assert_is_error(answer, 422)
    assert answer.json()["errors"][0]["field"] == "fasta_file"


def test_a_role_that_is_none_is_a_bad_request(server: Server, token: str) -> None:
    answer = _post_check(server, {}, check_token=token, keep="fasta,bed")

    assert "'bed'" in assert_is_error(answer, 400)
    assert answer.json()["errors"][0]["field"] == "keep"


def test_a_job_is_run_again_with_other_files(server: Server, finished: str) -> None:
    texts = {"job_id": finished, "keep": "fasta,categories", "reference_id": "SIM0001"}
    job_id = server.complete({"gene_bed": OTHER_GENES}, **texts)
    inputs = server.get(f"/api/job/{job_id}/summary").json()["inputs"]

    assert [entry["name"] for entry in inputs if entry["role"] == "genes"] == ["other.bed"]
    assert {entry["role"] for entry in inputs} == {"fasta", "categories", "genes"}
    assert server.state(job_id)["reference_id"] == "SIM0001"


def test_files_of_a_job_are_the_same_ones_on_disk(server: Server, finished: str) -> None:
    job_id = server.complete({}, job_id=finished)
    former = server.job_dir / finished / "input"

    for path in (server.job_dir / job_id / "input").iterdir():
        assert path.samefile(former / path.name)


def test_files_outlive_the_job_that_they_came_from(server: Server, genomes_only: Files) -> None:
    former = server.complete(genomes_only)
    token = str(check(server, {}, job_id=former)["check_token"])
    server.request("DELETE", f"/api/job/{former}")

    assert check(server, {}, check_token=token)["genomes"] == 8


@pytest.mark.parametrize(
    "names",
    [
        # A name that the server itself could want for its notes.
        {"fasta_file": "roles.json"},
        # One file on disks that do not tell A from a.
        {"fasta_file": "A.txt", "categories_file": "a.txt"},
        # What the second of two equal names would be called is taken too.
        {"fasta_file": "genes_x", "categories_file": "x", "gene_bed": "x"},
    ],
)
def test_files_of_any_names_stay_what_they_are(
    server: Server, upload: Files, names: dict[str, str]
) -> None:
    sent = {field: (name, upload[field][1]) for field, name in names.items()}
    job_id = server.accept(sent)
    stored = {path: path.read_bytes() for path in (server.job_dir / job_id / "input").iterdir()}
    token = check(server, {}, job_id=job_id)["check_token"]
    again = check(server, {}, check_token=str(token))

    assert sorted(stored.values()) == sorted(content for _, content in sent.values())
    assert len({path.name.casefold() for path in stored}) == len(names)
    assert all(path.read_bytes() == content for path, content in stored.items())
    assert again["genomes"] == 8


@pytest.mark.parametrize("path", ["/api/check", "/analyze_ssr"])
@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("check_token", "0" * 32, 404),
        ("check_token", "../x", 404),
        ("job_id", "job_000000000000", 404),
        ("job_id", "../../etc", 404),
    ],
)
def test_what_is_not_there_cannot_be_taken_over(
    server: Server, path: str, field: str, value: str, code: int
) -> None:
    before = server.job_folders()
    answer = server.post(path, files={field: (None, value)})

    assert_is_error(answer, code)
    assert_names_no_path(server, answer.text)
    assert answer.json()["errors"][0]["field"] == field
    assert server.job_folders() == before


def test_a_job_without_its_inputs_gives_none(server: Server, genomes_only: Files) -> None:
    job_id = server.complete(genomes_only)
    for path in (server.job_dir / job_id / "input").iterdir():
        path.unlink()
    answer = _post_check(server, {}, job_id=job_id)

    assert "input files" in assert_is_error(answer, 422)
    assert answer.json()["errors"][0]["field"] == "job_id"


def test_files_come_from_one_place_only(server: Server, finished: str, token: str) -> None:
    answer = _post_check(server, {}, job_id=finished, check_token=token)

    assert "not both" in assert_is_error(answer, 400)


@pytest.fixture
def kept_before(server: Server) -> Iterator[None]:
    """Fails if the test leaves the files of a check behind."""
    kept = server.data_dir / "checked"
    before = set(kept.iterdir()) if kept.exists() else set()
    yield
    assert set(kept.iterdir()) == before


def test_a_start_removes_the_files_of_checks_of_former_days(tmp_path: Path) -> None:
    kept = tmp_path / "data" / "checked"
    for name, age in (("old", 2 * 24 * 3600), ("new", 60)):
        (kept / name).mkdir(parents=True)
        (kept / name / "a.fa").write_text(">a\n")
        then = time.time() - age
        os.utime(kept / name, (then, then))
    with running_server(tmp_path / "data"):
        assert [path.name for path in kept.iterdir()] == ["new"]


@pytest.mark.usefixtures("kept_before")
def test_a_refused_check_of_a_job_keeps_nothing(server: Server, finished: str) -> None:
    assert_is_error(_post_check(server, {}, job_id=finished, reference_id="nobody"), 422)
