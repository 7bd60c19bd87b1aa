"""The results as files: the zip, single files, ranges of them, and pages of the front end."""

import io
import zipfile
from pathlib import Path

import pytest

from tests.server.contract.running_server import Files, Server, assert_is_error


def _zip(job_id: str) -> str:
    return f"/api/job/{job_id}/download_zip"


def _disk_files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_the_zip_is_saved_under_the_name_of_the_job(server: Server, finished: str) -> None:
    answer = server.get(_zip(finished))

    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/zip"
    assert (
        answer.headers["content-disposition"]
        == f'attachment; filename="ssr_analysis_{finished}_full.zip"'
    )
    assert int(answer.headers["content-length"]) == len(answer.content)
    assert answer.headers["accept-ranges"] == "bytes"


def test_the_zip_holds_all_of_the_output_and_nothing_else(
    server: Server, finished: str, output: Path
) -> None:
    with zipfile.ZipFile(io.BytesIO(server.get(_zip(finished)).content)) as archive:
        assert archive.testzip() is None
        packed = {name: archive.read(name) for name in archive.namelist()}

    assert packed == _disk_files(output)


def test_the_zip_is_made_once_and_leaves_nothing_beside_it(server: Server, finished: str) -> None:
    first = server.get(_zip(finished)).content
    names = sorted(path.name for path in (server.job_dir / finished).iterdir())

    assert server.get(_zip(finished)).content == first
    assert [name for name in names if "zip" in name] == ["results.zip"]


@pytest.mark.parametrize("path", ["download_zip", "download/run.json"])
@pytest.mark.parametrize(
    ("wanted", "start", "end"),
    [("bytes=0-99", 0, 100), ("bytes=10-19", 10, 20), ("bytes=50-", 50, None),
     ("bytes=-20", -20, None), ("bytes=5-99999999999", 5, None)],
)  # fmt: skip
def test_a_range_is_that_part_of_the_file(
    server: Server, finished: str, path: str, wanted: str, start: int, end: int | None
) -> None:
    url = f"/api/job/{finished}/{path}"
    whole = server.get(url).content
    answer = server.get(url, headers={"Range": wanted})
    first = start if start >= 0 else len(whole) + start

    assert answer.status_code == 206
    assert answer.content == whole[start:end]
    assert answer.headers["content-length"] == str(len(answer.content))
    assert (
        answer.headers["content-range"]
        == f"bytes {first}-{first + len(answer.content) - 1}/{len(whole)}"
    )


@pytest.mark.parametrize("path", ["download_zip", "download/run.json"])
@pytest.mark.parametrize("wanted", ["bytes=99999999999-", "bytes=-0", "bytes=7-3"])
def test_a_range_that_is_not_there_cannot_be_satisfied(
    server: Server, finished: str, path: str, wanted: str
) -> None:
    url = f"/api/job/{finished}/{path}"
    size = len(server.get(url).content)
    answer = server.get(url, headers={"Range": wanted})

    assert answer.status_code == 416
    assert answer.headers["content-range"] == f"bytes */{size}"


@pytest.mark.parametrize("wanted", ["bytes=", "lines=1-2", "bytes=0-1,5-6", "bytes=a-b"])
def test_what_is_no_single_range_gives_the_whole(
    server: Server, finished: str, wanted: str
) -> None:
    answer = server.get(_zip(finished), headers={"Range": wanted})

    assert answer.status_code == 200
    assert answer.content == server.get(_zip(finished)).content


@pytest.mark.parametrize("path", ["/health", "/", "/api/jobs"])
def test_a_head_request_is_answered_like_get_or_not_at_all(server: Server, path: str) -> None:
    answer = server.request("HEAD", path)

    assert answer.content == b""
    if answer.status_code != 200:
        assert answer.status_code == 405
        assert "GET" in answer.headers["allow"]


def test_files_are_listed_with_their_sizes(server: Server, finished: str, output: Path) -> None:
    files = server.get(f"/api/job/{finished}/files").json()["files"]

    assert {file["path"]: file["bytes"] for file in files} == {
        path: len(content) for path, content in _disk_files(output).items()
    }
    assert files == sorted(files, key=lambda file: file["path"].split("/"))


def test_every_listed_file_can_be_fetched(server: Server, finished: str, output: Path) -> None:
    for path, content in _disk_files(output).items():
        answer = server.get(f"/api/job/{finished}/download/{path}")

        assert answer.status_code == 200
        assert answer.content == content
        name = path.rsplit("/", 1)[-1]
        assert answer.headers["content-disposition"] == f'attachment; filename="{name}"'
        assert answer.headers["content-type"].count("charset") <= 1


@pytest.mark.parametrize(
    "path",
    [
        "nope", "main", "main/", "../job.log", "%2e%2e/job.log", "..%2fjob.log", "..%5cjob.log",
        "main/%2e%2e/%2e%2e/job.log", "/etc/passwd", "%2fetc%2fpasswd", "run.json%00", "%00",
        "C:/windows/win.ini", "x" * 5_000, "main/../../../../jobs.sqlite3",
    ],
    ids=lambda path: path[:30],
)  # fmt: skip
def test_nothing_outside_the_output_can_be_fetched(
    server: Server, finished: str, path: str
) -> None:
    assert_is_error(server.get(f"/api/job/{finished}/download/{path}"), 404)


def test_links_that_lead_out_are_no_files_of_the_result(
    server: Server, genomes_only: Files, tmp_path: Path
) -> None:
    job_id = server.complete(genomes_only)
    (tmp_path / "secret.txt").write_text("secret")
    output = server.job_dir / job_id / "output"
    (output / "link.txt").symlink_to(tmp_path / "secret.txt")
    (output / "folder").symlink_to(tmp_path)
    listed = [file["path"] for file in server.get(f"/api/job/{job_id}/files").json()["files"]]
    with zipfile.ZipFile(io.BytesIO(server.get(_zip(job_id)).content)) as archive:
        packed = archive.namelist()

    for path in ("link.txt", "folder/secret.txt"):
        assert_is_error(server.get(f"/api/job/{job_id}/download/{path}"), 404)
        assert path not in listed
        assert path not in packed


def test_pages_have_a_tag_and_are_not_sent_twice(server: Server) -> None:
    first = server.get("/")
    tag = first.headers["etag"]
    again = server.get("/", headers={"If-None-Match": tag})
    other = server.get("/", headers={"If-None-Match": '"other"'})

    assert first.status_code == 200
    assert first.headers["content-type"] == "text/html; charset=utf-8"
    assert first.headers["cache-control"] == "no-cache"
    assert again.status_code == 304
    assert again.content == b""
    assert again.headers["etag"] == tag
    assert other.content == first.content
