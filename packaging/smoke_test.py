"""Whether a packed program works: commands, server, worker processes, every kind of file.

`python packaging/smoke_test.py PROGRAM`, on any system, with nothing but Python for this script
itself; the program is started without Python in its PATH. Prints how long each step took.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any, Final

DEADLINE: Final = 180.0
"""Seconds; only a failure waits that long."""
_SVG: Final = (
    b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path d="M1 1h7v7"/></svg>'
)


@dataclass(frozen=True)
class Server:
    """A packed program that serves."""

    address: str
    token: str
    process: "subprocess.Popen[bytes]"

    def ask(self, path: str, body: bytes | None = None, kind: str = "application/json") -> bytes:
        """The answer. Raises HTTPError for anything but success."""
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": kind}
        request = urllib.request.Request(self.address + path, body, headers)
        with urllib.request.urlopen(request, timeout=DEADLINE) as answer:
            content: bytes = answer.read()
        return content

    def ask_json(self, path: str, body: bytes | None = None) -> dict[str, Any]:
        """The same as JSON."""
        answer: dict[str, Any] = json.loads(self.ask(path, body))
        return answer


def clean_environment(folder: Path, **variables: str) -> dict[str, str]:
    """An environment in which no Python is found, with a home in `folder`."""
    kept = (
        "SYSTEMROOT", "WINDIR", "TEMP", "TMP", "COMSPEC", "LANG", "USERPROFILE", "APPDATA",
        "LOCALAPPDATA", "PROGRAMDATA", "NUMBER_OF_PROCESSORS", "APPIMAGE_EXTRACT_AND_RUN",
    )  # fmt: skip
    empty = folder / "empty"
    empty.mkdir(exist_ok=True)
    windows = str(Path(os.environ.get("SYSTEMROOT", "")) / "System32")
    return {
        **{name: os.environ[name] for name in kept if name in os.environ},
        "PATH": windows if sys.platform == "win32" else str(empty),
        "HOME": str(folder),
        "CROSSROAD_DATA_DIR": str(folder / "data"),
        **variables,
    }


def run(program: Path, *words: str, environment: Mapping[str, str]) -> str:
    """What a command prints. Raises SystemExit if it fails."""
    done = subprocess.run(
        [program, *words], env=environment, capture_output=True, timeout=DEADLINE, check=False
    )
    if done.returncode != 0:
        raise SystemExit(f"{words} ended with {done.returncode}: {done.stderr.decode()}")
    return done.stdout.decode()


@contextmanager
def serving(program: Path, environment: Mapping[str, str]) -> Iterator[Server]:
    """`crossroad serve`, from the moment it answers; ended at the end."""
    process = subprocess.Popen(
        [program, "serve", "--no-browser"], env=environment, stdout=subprocess.DEVNULL
    )
    try:
        told = _wait_for_server(Path(environment["CROSSROAD_DATA_DIR"]) / "server.json", process)
        yield Server(told["address"], told["token"], process)
    finally:
        process.terminate()
        process.wait(DEADLINE)


def run_demo(server: Server) -> str:
    """The id of a finished job: simulated genomes, analysed by a worker process."""
    job_id = str(server.ask_json("/api/demo", b"")["job_id"])
    end = time.monotonic() + DEADLINE
    while (state := server.ask_json(f"/api/job/{job_id}/status"))["status"] != "completed":
        if state["status"] == "failed" or time.monotonic() > end:
            raise SystemExit(f"The demo did not end well: {state}")
        time.sleep(0.05)
    return job_id


def check_results(server: Server, job_id: str) -> None:
    """Asks for every figure, table, export and archive of a job."""
    base = f"/api/job/{job_id}"
    summary = server.ask_json(f"{base}/summary")
    for key in summary["plot_keys"]:
        server.ask(f"{base}/plot_data/{key}")
    for table in summary["tables"]:
        server.ask(f"{base}/table/{table['name']}")
    for ending in ("csv", "tsv", "parquet", "xlsx"):
        server.ask(f"{base}/table/mergedOut.{ending}")
    _require(b"<!doctype html" in server.ask("/").lower(), "the page is not there")
    _require("paths" in server.ask_json("/schema/openapi.json"), "there is no OpenAPI document")
    _require(server.ask("/api/pdf", _SVG, "image/svg+xml")[:5] == b"%PDF-", "there is no PDF")
    for archive in ("download_zip", "download_crossroad"):
        packed = server.ask(f"{base}/{archive}")
        _require(zipfile.ZipFile(BytesIO(packed)).testzip() is None, f"{archive} is damaged")


def check_tree(server: Server, job_id: str) -> None:
    """Asks for the tree of the genomes: what it is made with is loaded then, and only then."""
    server.ask(f"/api/job/{job_id}/plot_data/genome_tree")


def check_program(program: Path, folder: Path) -> dict[str, float]:
    """Seconds by step. Raises SystemExit, or an error of the network, if something fails."""
    environment = clean_environment(folder)
    times: dict[str, float] = {}
    with _timed(times, "version"):
        _require(run(program, "--version", environment=environment).strip() != "", "no version")
    with _timed(times, "simulate and analyze"):
        run(program, "simulate", "-o", str(folder / "set"), "--quiet", environment=environment)
        fasta = next(path for path in folder.glob("set*") if path.suffix in (".fa", ".fasta"))
        out = str(folder / "out")
        run(program, "analyze", str(fasta), "-o", out, "--quiet", environment=environment)
        _require((folder / "out/output/run.json").is_file(), "analyze made no result")
    start = time.monotonic()
    with serving(program, environment) as server:
        times["server ready"] = time.monotonic() - start
        with _timed(times, "demo by a worker process"):
            job_id = run_demo(server)
        with _timed(times, "first tree of genomes"):
            check_tree(server, job_id)
        with _timed(times, "all figures, tables and files"):
            check_results(server, job_id)
    return times


def main() -> None:
    """Checks the program that is named."""
    if len(sys.argv) != 2:
        sys.exit("Usage: python packaging/smoke_test.py PROGRAM")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        times = check_program(Path(sys.argv[1]).absolute(), Path(folder))
    for step, seconds in times.items():
        sys.stdout.write(f"{step}: {seconds:.2f} s\n")


@contextmanager
def _timed(times: dict[str, float], step: str) -> Iterator[None]:
    start = time.monotonic()
    yield
    times[step] = time.monotonic() - start


def _wait_for_server(path: Path, process: "subprocess.Popen[bytes]") -> dict[str, Any]:
    end = time.monotonic() + DEADLINE
    while time.monotonic() < end and process.poll() is None:
        try:
            told: dict[str, Any] = json.loads(path.read_text())
            urllib.request.urlopen(f"{told['address']}/health", timeout=5).close()
        except (OSError, ValueError, urllib.error.URLError):
            time.sleep(0.01)
        else:
            return told
    raise SystemExit(f"The server did not start (exit code {process.poll()}).")


def _require(is_so: bool, otherwise: str) -> None:
    if not is_so:
        raise SystemExit(f"Not as it should be: {otherwise}.")


if __name__ == "__main__":
    main()
