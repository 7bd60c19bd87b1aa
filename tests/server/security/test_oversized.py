"""Requests that are too large, too many or never end: a limit is met, and others are served."""

import gzip
import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import Final

import httpx
import psutil
import pytest

from tests.server.faults.server_process import (
    ServerProcess,
    form,
    make_genomes,
    serving,
    wait_until,
)
from tests.server.security.conftest import check_answer, send_raw

MEBIBYTE: Final = 1 << 20
MEMORY_LIMIT: Final = 1024 * MEBIBYTE
BOUNDARY: Final = "a-boundary"
UPLOAD_HEAD: Final = (
    f"--{BOUNDARY}\r\n"
    'Content-Disposition: form-data; name="fasta_file"; filename="genomes.fa"\r\n\r\n'
).encode()
MULTIPART: Final = {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}


@pytest.fixture(scope="module")
def small_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServerProcess]:
    """A server that takes uploads of 20 MB at most."""
    folder = tmp_path_factory.mktemp("small") / "data"
    with serving(folder, CROSSROAD_MAX_UPLOAD_BYTES="20MB") as server:
        yield server


class LongLine:
    """A form with one line of 10 GB; half way it looks at what the server has kept."""

    def __init__(self, server: ServerProcess) -> None:
        self.kept_half_way: set[str] | None = None
        self._server = server

    def __iter__(self) -> Iterator[bytes]:
        yield UPLOAD_HEAD + b">genome\n"
        piece = b"ACGT" * (MEBIBYTE // 4)
        for number in range(10 * 1024):
            if number == 5 * 1024:
                self.kept_half_way = self._server.folders()
            yield piece


@pytest.mark.slow
def test_of_a_line_of_10_gb_nothing_is_kept_past_the_limit(small_server: ServerProcess) -> None:
    line = LongLine(small_server)
    with small_server.client() as client:
        answer = client.post("/analyze_ssr/", content=line, headers=MULTIPART)
    assert answer.status_code == 413
    assert "20,000,000 bytes" in answer.json()["detail"]
    # What comes after the limit is only read away, or not taken at all.
    assert not line.kept_half_way
    check_answer(answer, small_server.data_dir)
    assert small_server.memory() < MEMORY_LIMIT
    assert small_server.folders() == set()


def test_an_upload_past_the_limit_is_refused_and_nothing_is_kept(
    small_server: ServerProcess,
) -> None:
    content = UPLOAD_HEAD + b">genome\n" + b"ACGT" * 6_000_000
    for options in ({"content": content}, {"content": iter([content])}):
        with small_server.client() as client:
            answer = client.post("/analyze_ssr/", headers=MULTIPART, **options)
        assert answer.status_code == 413
        check_answer(answer, small_server.data_dir)
        assert small_server.folders() == set()


def test_an_upload_that_says_it_is_too_large_is_refused_at_once(
    small_server: ServerProcess,
) -> None:
    request = (
        f"POST /analyze_ssr/ HTTP/1.1\r\nHost: {small_server.address[7:]}\r\n"
        f"Authorization: Bearer {small_server.token}\r\nContent-Length: 10000000000\r\n"
        f"Content-Type: {MULTIPART['Content-Type']}\r\nConnection: close\r\n\r\n"
    ).encode()
    answer = send_raw(small_server.port, request)
    assert answer.status_code == 413
    check_answer(answer, small_server.data_dir)
    wait_until(lambda: small_server.folders() == set())


@pytest.mark.parametrize("length", ["-1", "1e9", "0x10", "²", "1, 2", "9" * 400])
def test_a_nonsense_content_length_is_refused(server: ServerProcess, length: str) -> None:
    request = (
        f"POST /analyze_ssr/ HTTP/1.1\r\nHost: {server.address[7:]}\r\n"
        f"Authorization: Bearer {server.token}\r\nContent-Length: {length}\r\n"
        f"Content-Type: {MULTIPART['Content-Type']}\r\nConnection: close\r\n\r\n"
    ).encode("latin-1", "replace")
    assert send_raw(server.port, request).status_code in (400, 413)


def test_thousands_of_form_fields_are_refused(client: httpx.Client, fasta: Path) -> None:
    fields = {f"field{number}": "x" for number in range(5_000)}
    assert client.post("/analyze_ssr/", **form(fasta, **fields)).status_code == 400
    repeated = [("flanks", (None, "true"))] * 5_000
    assert client.post("/analyze_ssr/", files=repeated).status_code == 400


def test_thousands_of_headers_in_one_field_are_refused(client: httpx.Client) -> None:
    part = b"\r\n".join(b"X-%d: y" % number for number in range(5_000))
    content = f"--{BOUNDARY}\r\n".encode() + part + b"\r\n\r\n"
    answer = client.post("/analyze_ssr/", content=content, headers=MULTIPART)
    assert answer.status_code == 400


@pytest.mark.parametrize(
    "field", ["name", "reference_id", "perf_params", "flanks", "orient", "loci", "check_token"]
)
def test_a_field_of_1_mb_is_refused(client: httpx.Client, fasta: Path, field: str) -> None:
    answer = client.post("/analyze_ssr/", **form(fasta, **{field: "x" * MEBIBYTE}))
    assert answer.status_code == 413
    assert len(answer.content) < 1_000


def test_a_huge_header_is_refused(server: ServerProcess) -> None:
    for header in ("X-Large: " + "a" * 500_000, "Cookie: " + "a=b; " * 100_000):
        request = f"GET /health HTTP/1.1\r\nHost: {server.address[7:]}\r\n{header}\r\n\r\n"
        assert send_raw(server.port, request.encode()).status_code in (0, 400, 431)
    long_target = "GET /" + "a" * 500_000 + f" HTTP/1.1\r\nHost: {server.address[7:]}\r\n\r\n"
    assert send_raw(server.port, long_target.encode()).status_code in (0, 400, 414)


def test_half_requests_hold_nobody_up(client: httpx.Client, server: ServerProcess) -> None:
    own, bearer = f"Host: {server.address[7:]}", f"Authorization: Bearer {server.token}"
    half_head = f"GET /api/jobs HTTP/1.1\r\n{own}\r\nX-Slow: ".encode()
    half_upload = (
        f"POST /analyze_ssr/ HTTP/1.1\r\n{own}\r\n{bearer}\r\nContent-Length: 1000000\r\n"
        f"Content-Type: {MULTIPART['Content-Type']}\r\n\r\n"
    ).encode() + UPLOAD_HEAD
    half_json = (
        f"POST /api/job/job_aaaaaaaaaaaa/rerun HTTP/1.1\r\n{own}\r\n{bearer}\r\n"
        "Content-Type: application/json\r\nContent-Length: 1000\r\n\r\n{"
    ).encode()
    before = server.folders()
    with ExitStack() as stack:
        for beginning in [half_head, half_upload, half_json] * 60:
            connection = socket.create_connection(("127.0.0.1", server.port), 10)
            stack.enter_context(connection)
            connection.sendall(beginning)
        wait_until(lambda: len(server.folders()) == len(before) + 60)
        begin = time.monotonic()
        for path in ("/health", "/api/jobs", "/", "/schema/openapi.json"):
            assert client.get(path).status_code == 200
        assert time.monotonic() - begin < 5.0
    wait_until(lambda: server.folders() == before)
    wait_until(lambda: server.open_files() == [])


def write_bomb(path: Path, beginning: bytes, lines: bytes, gigabytes: int) -> None:
    """A small gzip file that expands to so many GB: the beginning, and these lines ever again.

    Its members are the same bytes, so it is made in no time.
    """
    member = gzip.compress(lines * (64 * MEBIBYTE // len(lines)), 6)
    with path.open("wb") as file:
        file.write(gzip.compress(beginning))
        for _ in range(gigabytes * 16):
            file.write(member)


class Watch:
    """The most memory that a process uses while something is waited for; ends it past a limit."""

    def __init__(self, process: psutil.Process, limit: int) -> None:
        self.peak = 0
        self._process = process
        self._limit = limit

    def wait(self, future: Future[httpx.Response], seconds: float) -> None:
        end = time.monotonic() + seconds
        while not future.done() and time.monotonic() < end:
            try:
                self.peak = max(self.peak, self._process.memory_info().rss)
            except psutil.NoSuchProcess:
                return
            if self.peak > self._limit:
                self._process.kill()
                return
            threading.Event().wait(0.05)


BOMBS: Final = {
    "one line": b"ACGTTGCA" * 1_024,
    "many lines": (b"ACGTTGCA" * 10 + b"\n") * 128,
    "many records": b"".join(b">r%d\n%s\n" % (number, b"ACGT" * 2_000) for number in range(8)),
    "no record": b"ACGT\n" * 256,
    "only line ends": b"\n" * 1_024,
}


@pytest.mark.slow
@pytest.mark.parametrize("kind", BOMBS)
def test_a_gzip_bomb_is_refused_in_bounded_time_and_memory(tmp_path: Path, kind: str) -> None:
    bomb = tmp_path / "bomb.fa.gz"
    beginning = b"" if kind == "no record" else b">first\n"
    write_bomb(bomb, beginning, BOMBS[kind], gigabytes=40)
    limits = {"CROSSROAD_MAX_UPLOAD_BYTES": "500MB"}
    with serving(tmp_path / "data", **limits) as server, ThreadPoolExecutor(1) as pool:
        watch = Watch(psutil.Process(server.pid), MEMORY_LIMIT)
        future = pool.submit(
            httpx.post,
            f"{server.address}/analyze_ssr/",
            headers={"Authorization": f"Bearer {server.token}"},
            timeout=60,
            **form(bomb),
        )
        watch.wait(future, 30)
        refused_in_time = future.done()
        if not refused_in_time:
            server.kill()
        assert watch.peak < MEMORY_LIMIT, "the memory grew with what the file expands to"
        assert refused_in_time, "it was still being expanded after 30 s"
        answer = future.result()
        assert answer.status_code in (413, 422), answer.text
        check_answer(answer, server.data_dir)
        assert server.folders() == set()


@pytest.mark.slow
def test_uploads_that_are_being_checked_hold_nobody_up(tmp_path: Path) -> None:
    large = make_genomes(tmp_path / "large", genomes=400, length=60_000)
    with serving(tmp_path / "data", CROSSROAD_MAX_JOBS="1") as server, server.client() as client:
        with ThreadPoolExecutor(8) as pool:
            answers = [
                pool.submit(
                    httpx.post,
                    f"{server.address}/analyze_ssr/",
                    headers={"Authorization": f"Bearer {server.token}"},
                    timeout=60,
                    # It is checked to its end, and then there is no such genome.
                    **form(large, reference_id="nobody"),
                )
                for _ in range(12)
            ]
            longest = 0.0
            while not all(answer.done() for answer in answers):
                begin = time.monotonic()
                assert client.get("/api/jobs").status_code == 200
                assert client.get("/").status_code == 200
                longest = max(longest, time.monotonic() - begin)
            assert {answer.result().status_code for answer in answers} == {422}
        assert longest < 5.0
        assert server.folders() == set()
