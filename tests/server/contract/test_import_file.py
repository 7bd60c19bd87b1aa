"""POST /api/import_file: an existing result that is sent as a zip."""

import io
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import httpx
import pytest

from tests.server.contract.running_server import (
    Server,
    assert_is_error,
    assert_names_no_path,
    running_server,
)

MERGED = "main/mergedOut.tsv"


def zip_of(contents: Mapping[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in contents.items():
            archive.writestr(name, content)
    return packed.getvalue()


@pytest.fixture(scope="module")
def contents(output: Path) -> dict[str, bytes]:
    """The files of a result, by name."""
    return {
        path.relative_to(output).as_posix(): path.read_bytes()
        for path in sorted(output.rglob("*"))
        if path.is_file()
    }


def send(server: Server, packed: bytes, name: str = "") -> httpx.Response:
    files = {"result_zip": ("Old run.zip", packed), "name": (None, name)}
    return server.post("/api/import_file", files=files)


@pytest.mark.parametrize("inside", ["", "job_x/output/"])
def test_a_zip_that_is_sent_becomes_a_completed_job(
    server: Server, finished: str, contents: dict[str, bytes], inside: str
) -> None:
    packed = zip_of({inside + name: content for name, content in contents.items()})
    answer = send(server, packed)
    state = answer.json()

    assert answer.status_code == 201, answer.text
    assert (state["status"], state["name"]) == ("completed", "Old run")
    ours = server.arrow(f"{state['results_base_url']}upset").to_pylist()
    assert ours == server.arrow(f"/api/job/{finished}/plot_data/upset").to_pylist()
    assert list((server.job_dir / state["job_id"] / "input").iterdir()) == []


def test_the_job_has_the_name_that_was_sent(server: Server, contents: dict[str, bytes]) -> None:
    assert send(server, zip_of(contents), "Spring").json()["name"] == "Spring"


@pytest.fixture
def folders(server: Server) -> Iterator[None]:
    """Fails if the test leaves a job behind."""
    before = server.job_folders()
    yield
    assert server.job_folders() == before


def encrypted(contents: Mapping[str, bytes]) -> bytes:
    """A zip that says that its files are encrypted."""
    packed = bytearray(zip_of(contents))
    for signature, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = packed.find(signature)
        while start >= 0:
            packed[start + flags] |= 1
            start = packed.find(signature, start + 4)
    return bytes(packed)


def damaged(contents: Mapping[str, bytes]) -> bytes:
    packed = bytearray(zip_of(contents))
    start = packed.find(MERGED.encode()) + len(MERGED)
    packed[start : start + 40] = bytes(40)
    return bytes(packed)


def one_file_twice() -> bytes:
    return zip_of({f"a/{MERGED}": b"genomeID\n", f"b/{MERGED}": b"genomeID\n"})


@pytest.mark.parametrize(
    ("packed", "told"),
    [
        (b"", "No zip"),
        (b"no zip", "neither a folder nor a zip"),
        (zip_of({}), "holds no results"),
        (zip_of({"readme.txt": b"x"}), "holds no results"),
        (zip_of({f"../../{MERGED}": b"no table", "../../escaped": b"x"}), MERGED),
        (zip_of({"main/hssr_data.csv": b"x"}), "Old run.zip holds no results"),
        (encrypted({MERGED: b"genomeID\n"}), "password"),
        (damaged({MERGED: b"genomeID\tmotif\n" * 500}), "damaged"),
        (one_file_twice(), "more than one"),
    ],
    ids=[
        "empty", "text", "empty zip", "other files", "leads out", "no SSRs", "encrypted", "damaged",
        "twice",
    ],
)  # fmt: skip
@pytest.mark.usefixtures("folders")
def test_what_is_no_result_is_refused_and_leaves_nothing(
    server: Server, packed: bytes, told: str
) -> None:
    answer = send(server, packed)

    assert told in assert_is_error(answer, 422)
    assert answer.json()["errors"][0]["field"] == "result_zip"
    assert_names_no_path(server, answer.text)
    assert not list(server.data_dir.rglob("escaped*"))


@pytest.mark.usefixtures("folders")
def test_a_zip_that_expands_without_end_is_refused(server: Server) -> None:
    packed = io.BytesIO()
    with (
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open(MERGED, "w", force_zip64=True) as file,
    ):
        for _ in range(260):
            file.write(bytes(1 << 20))
    answer = send(server, packed.getvalue())

    assert "expands" in assert_is_error(answer, 422)


@pytest.mark.usefixtures("folders")
def test_other_fields_are_refused(server: Server) -> None:
    answer = server.post("/api/import_file", files={"fasta_file": ("x.fa", b">a\nACGT\n")})

    assert "'fasta_file'" in assert_is_error(answer, 400)
    assert answer.json()["errors"][0]["field"] == "fasta_file"


def test_a_zip_over_the_limit_is_refused(tmp_path: Path, contents: dict[str, bytes]) -> None:
    with running_server(tmp_path / "data", CROSSROAD_MAX_UPLOAD_BYTES="10kB") as strict:
        answer = send(strict, zip_of(contents))

        assert "10,000 bytes" in assert_is_error(answer, 413)
        assert strict.job_folders() == []
