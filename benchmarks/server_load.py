"""How fast the server answers while it is busy: latency of status under load, and its memory.

In: nothing; genomes are simulated. Out: lines on stdout, one per kind of request, and the peak
memory of the server process. Fifty jobs of ten clients, twenty clients that poll status, five that
read a whole table, all at the same time, on loopback.

Usage: python benchmarks/server_load.py [--jobs 50]
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import psutil

from crossroad_desktop.simulate import SimulationParameters, simulate, simulation_files

TARGET_P99_SECONDS = 0.050
_DEADLINE_SECONDS = 300.0
_SUBMITTERS, _POLLERS, _READERS = 10, 20, 5


@dataclass
class Timings:
    """Seconds of each request, by kind."""

    seconds: dict[str, list[float]] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def measure(self, kind: str, ask: Callable[[], httpx.Response]) -> httpx.Response:
        """The answer, after its time was noted. Raises for an error status."""
        begin = time.perf_counter()
        answer = ask().raise_for_status()
        taken = time.perf_counter() - begin
        with self.lock:
            self.seconds.setdefault(kind, []).append(taken)
        return answer


@dataclass(frozen=True)
class Server:
    """A running server."""

    address: str
    token: str
    pid: int

    def client(self) -> httpx.Client:
        """Calls it with its token."""
        headers = {"Authorization": f"Bearer {self.token}"}
        return httpx.Client(base_url=self.address, headers=headers, timeout=60)


def main() -> None:
    """Starts a server, loads it, and prints what was measured."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--jobs", type=int, default=50, help="jobs to submit (default: 50)")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="crossroad-load-") as folder:
        process = launch(Path(folder) / "data")
        try:
            server = wait_until_ready(Path(folder) / "data" / "server.json", process)
            idle = _measure_idle(server)
            _report(idle, "idle")
            busy, peak = _measure_busy(server, Path(folder), options.jobs)
            _report(busy, "busy")
        finally:
            process.terminate()
            process.wait(20)
    sys.stdout.write(f"server memory, peak: {peak / 1e6:.0f} MB\n")
    p99 = _percentile(busy.seconds["status"], 99)
    verdict = "met" if p99 < TARGET_P99_SECONDS else "MISSED"
    sys.stdout.write(f"target p99 of status below {TARGET_P99_SECONDS * 1000:.0f} ms: {verdict}\n")


def launch(data_dir: Path) -> subprocess.Popen[bytes]:
    """A server with its data in this folder, and no other setting."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("CROSSROAD_")}
    return subprocess.Popen(
        [sys.executable, "-m", "crossroad_desktop", "serve", "--no-browser"],
        stdout=subprocess.DEVNULL,
        env={**kept, "CROSSROAD_DATA_DIR": str(data_dir)},
    )


def wait_until_ready(server_file: Path, process: subprocess.Popen[bytes]) -> Server:
    """The server, as soon as it answers. Raises RuntimeError if it does not start."""
    end = time.monotonic() + _DEADLINE_SECONDS
    while process.poll() is None and time.monotonic() < end:
        if server_file.exists():
            content = json.loads(server_file.read_text())
            return Server(content["address"], content["token"], content["pid"])
        threading.Event().wait(0.05)
    raise RuntimeError("the server did not start")


def _make_genomes(prefix: Path, genomes: int, length: int) -> Path:
    simulate(SimulationParameters(genomes=genomes, length=length, loci_per_kb=3), prefix)
    return simulation_files(prefix).fasta


def _submit(client: httpx.Client, fasta: Path, timings: Timings) -> str:
    files = {"fasta_file": (fasta.name, fasta.read_bytes())}
    texts = {"perf_params": '{"minLen": 1}'}
    answer = timings.measure(
        "submit", lambda: client.post("/analyze_ssr/", files=files, data=texts)
    )
    return str(answer.json()["job_id"])


def _wait_for_all(client: httpx.Client) -> None:
    end = time.monotonic() + _DEADLINE_SECONDS
    while time.monotonic() < end:
        health = client.get("/health").json()
        if not health["running"] and not health["queued"]:
            return
        threading.Event().wait(0.1)
    raise RuntimeError("the jobs did not end")


def _measure_idle(server: Server) -> Timings:
    timings = Timings()
    with server.client() as client:
        for _ in range(200):
            timings.measure("jobs", lambda: client.get("/api/jobs"))
    return timings


def _measure_busy(server: Server, folder: Path, jobs: int) -> tuple[Timings, int]:
    timings = Timings()
    small = _make_genomes(folder / "small", 3, 3_000)
    with server.client() as client:
        first = _submit(client, _make_genomes(folder / "large", 40, 60_000), Timings())
        _wait_for_all(client)
    done = threading.Event()
    with ThreadPoolExecutor(_SUBMITTERS + _POLLERS + _READERS + 1) as pool:
        peak = pool.submit(_watch_memory, server.pid, done)
        others = [pool.submit(_poll, server, first, done, timings) for _ in range(_POLLERS)]
        others += [pool.submit(_read, server, first, done, timings) for _ in range(_READERS)]
        shares = [jobs // _SUBMITTERS + (n < jobs % _SUBMITTERS) for n in range(_SUBMITTERS)]
        try:
            for submitter in [pool.submit(_submit_some, server, small, n, timings) for n in shares]:
                submitter.result()
            with server.client() as client:
                _wait_for_all(client)
        finally:
            done.set()
        for other in others:
            other.result()
        return timings, peak.result()


def _submit_some(server: Server, fasta: Path, count: int, timings: Timings) -> None:
    with server.client() as client:
        for _ in range(count):
            _submit(client, fasta, timings)


def _poll(server: Server, job_id: str, done: threading.Event, timings: Timings) -> None:
    # As often as a page does that shows one job.
    with server.client() as client:
        while not done.wait(0.5):
            timings.measure("status", lambda: client.get(f"/api/job/{job_id}/status"))


def _read(server: Server, job_id: str, done: threading.Event, timings: Timings) -> None:
    with server.client() as client:
        while not done.wait(0.5):
            timings.measure("table", lambda: client.get(f"/api/job/{job_id}/plot_data/plot_source"))


def _watch_memory(pid: int, done: threading.Event) -> int:
    process, peak = psutil.Process(pid), 0
    while not done.wait(0.05):
        peak = max(peak, process.memory_info().rss)
    return peak


def _report(timings: Timings, when: str) -> None:
    for kind, seconds in sorted(timings.seconds.items()):
        median, p99 = statistics.median(seconds), _percentile(seconds, 99)
        sys.stdout.write(
            f"{when}, {kind}: {len(seconds)} requests, median {median * 1000:.1f} ms, "
            f"p99 {p99 * 1000:.1f} ms, most {max(seconds) * 1000:.1f} ms\n"
        )


def _percentile(values: list[float], percent: int) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, len(ordered) * percent // 100)]


if __name__ == "__main__":
    main()
