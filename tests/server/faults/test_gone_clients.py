"""Clients that go in the middle: what they held is freed."""

import socket
from contextlib import ExitStack
from pathlib import Path
from typing import Final

import psutil
import pytest

from tests.server.faults.server_process import ServerProcess, wait_until

SECONDS: Final = 2.0
STREAMS: Final = [
    "plot_data/plot_source",
    "table/reformatted.csv",
    "table/reformatted.tsv",
    "table/reformatted.parquet",
    pytest.param("table/reformatted.xlsx", marks=pytest.mark.slow),
    "download/large.bin",
    "download_zip",
]


def send(server: ServerProcess, stack: ExitStack, request: str, body: bytes = b"") -> socket.socket:
    connection = stack.enter_context(socket.create_connection(("127.0.0.1", server.port), 60))
    head = f"{request}\r\nHost: {server.address[7:]}\r\nAuthorization: Bearer {server.token}\r\n"
    connection.sendall(head.encode() + body)
    return connection


def threads(server: ServerProcess) -> int:
    return psutil.Process(server.pid).num_threads()


def test_a_client_that_goes_in_mid_upload_leaves_nothing(server: ServerProcess) -> None:
    beginning = (
        b"Content-Type: multipart/form-data; boundary=B\r\nContent-Length: 100000000\r\n\r\n"
        b'--B\r\nContent-Disposition: form-data; name="fasta_file"; filename="x.fa"\r\n\r\n>a\n'
    )
    with ExitStack() as stack:
        for _ in range(10):
            send(server, stack, "POST /analyze_ssr/ HTTP/1.1", beginning + b"ACGT" * 50_000)
        wait_until(lambda: len(server.open_files()) == 10)
    wait_until(lambda: server.open_files() == [], SECONDS)
    wait_until(lambda: server.folders() == set(), SECONDS)


@pytest.mark.parametrize("path", STREAMS)
def test_a_client_that_goes_in_mid_stream_leaves_nothing_open(
    server: ServerProcess, large_fasta: Path, path: str
) -> None:
    with server.client() as client:
        job_id = server.submit(client, large_fasta)
        assert server.wait_for(client, job_id)["status"] == "completed"
        # Larger than what sockets take ahead.
        (server.job_dir / job_id / "output" / "large.bin").write_bytes(bytes(50_000_000))
        assert client.get(f"/api/job/{job_id}/{path}").status_code == 200
        wait_until(lambda: server.open_files() == [], SECONDS)
        idle = threads(server)
        with ExitStack() as stack:
            target = f"GET /api/job/{job_id}/{path} HTTP/1.1"
            streams = [send(server, stack, target, b"\r\n") for _ in range(6)]
            for stream in streams:
                assert stream.recv(100).startswith(b"HTTP/1.1 200")
        wait_until(lambda: server.open_files() == [], SECONDS)
        # Each open DuckDB has threads of its own; those of the pool stay.
        wait_until(lambda: threads(server) <= idle + 8, SECONDS)
        assert client.get(f"/api/job/{job_id}/{path}").status_code == 200
        assert client.delete(f"/api/job/{job_id}").status_code in (200, 204)
        assert server.folders() == set()


def test_clients_that_go_while_following_a_job_are_forgotten(
    server: ServerProcess, large_fasta: Path
) -> None:
    with server.client() as client:
        job_id = server.submit(client, large_fasta)
        process = psutil.Process(server.pid)
        before = len(process.net_connections())
        with ExitStack() as stack:
            for _ in range(20):
                stream = send(server, stack, f"GET /api/job/{job_id}/events HTTP/1.1", b"\r\n")
                assert stream.recv(100).startswith(b"HTTP/1.1 200")
        wait_until(lambda: len(process.net_connections()) <= before, SECONDS)
        assert server.wait_for(client, job_id)["status"] == "completed"
