"""One server with a completed job for all security tests, and what all of its answers must be."""

import re
import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import httpx
import pytest

from tests.server.faults.server_process import ServerProcess, make_genomes, serving

MORE_HEADERS: Final = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "x-frame-options": "DENY",
}
TRACES: Final = re.compile(r"Traceback|File \"|line \d+, in |site-packages|/tmp/|/root/|/home/")


@dataclass(frozen=True)
class RawAnswer:
    """An answer as it came over the wire."""

    status_code: int
    headers: dict[str, str]
    body: bytes


def check_answer(answer: httpx.Response | RawAnswer, *machine_paths: Path) -> None:
    """No answer tells of the machine, and a browser may do with none what it must not."""
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("default-src 'self'")
    assert "script" not in policy
    assert MORE_HEADERS.items() <= {k.lower(): v for k, v in answer.headers.items()}.items()
    body = answer.content if isinstance(answer, httpx.Response) else answer.body
    text = body.decode(errors="replace")
    assert TRACES.search(text) is None, text[:500]
    assert not any(str(path) in text for path in machine_paths), text[:500]


def send_raw(port: int, request: bytes, seconds: float = 10.0) -> RawAnswer:
    """The answer to these very bytes; status code 0 if the connection was closed without one."""
    with socket.create_connection(("127.0.0.1", port), seconds) as connection:
        received = b""
        try:
            connection.sendall(request)
            while piece := connection.recv(1 << 16):
                received += piece
        except ConnectionError:
            # It was closed before all had been sent; an answer may have come nevertheless.
            pass
    head, _, body = received.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    pairs = (line.partition(": ") for line in lines)
    status = int(first.split()[1]) if first else 0
    return RawAnswer(status, {name.lower(): value for name, _, value in pairs}, body)


@pytest.fixture(scope="package")
def fasta(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_genomes(tmp_path_factory.mktemp("genomes") / "set")


@pytest.fixture(scope="package")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServerProcess]:
    with serving(tmp_path_factory.mktemp("security") / "data") as server:
        yield server


@pytest.fixture(scope="package")
def job_id(server: ServerProcess, fasta: Path) -> str:
    """A completed job with categories."""
    categories = fasta.with_name("set.categories.tsv")
    with server.client() as client:
        job_id = server.submit(client, fasta, categories_file=categories)
        assert server.wait_for(client, job_id)["status"] == "completed"
        return job_id


@pytest.fixture
def client(server: ServerProcess) -> Iterator[httpx.Client]:
    """Calls the server with its token, and looks at every answer."""

    def look(answer: httpx.Response) -> None:
        answer.read()
        check_answer(answer, server.data_dir)

    with server.client(event_hooks={"response": [look]}) as client:
        yield client


@pytest.fixture
def ask(server: ServerProcess) -> Callable[..., RawAnswer]:
    """Sends a request line, a Host and other headers as they are; with the token unless told."""

    def ask(
        target: str, *headers: str, host: str | None = None, method: str = "GET", token: bool = True
    ) -> RawAnswer:
        lines = [f"{method} {target} HTTP/1.1", f"Host: {host or server.address[7:]}", *headers]
        if token:
            lines.append(f"Authorization: Bearer {server.token}")
        request = "\r\n".join([*lines, "Connection: close", "", ""])
        answer = send_raw(server.port, request.encode("latin-1"))
        # What is no HTTP at all is refused before our code sees it.
        if answer.headers.get("content-type") != "text/plain; charset=utf-8":
            check_answer(answer, server.data_dir)
        return answer

    return ask
