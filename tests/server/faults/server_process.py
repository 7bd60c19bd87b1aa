"""A real server process for tests: started, called, killed, and never left behind.

In: a data folder and settings. Out: `crossroad serve` as a child process, with its address and
token from `server.json`, and how tests wait for what it does.
"""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import httpx
import psutil

from crossroad_desktop.jobs.processes import JOB_VARIABLE
from crossroad_desktop.simulate import SimulationParameters, simulate, simulation_files

DEADLINE: Final = 40.0  # seconds; only a failure ever waits that long
ENDED: Final = ("completed", "failed")


def wait_until(is_so: Callable[[], object], seconds: float = DEADLINE, what: str = "it") -> None:
    """Looks until it is so; the one place where these tests let time pass."""
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end, f"{what} did not happen in {seconds} s"
        threading.Event().wait(0.02)


@dataclass
class ServerProcess:
    """`crossroad serve` on one data folder; it can be ended and started again."""

    data_dir: Path
    environment: dict[str, str] = field(default_factory=dict)
    options: Sequence[str] = ()
    process: subprocess.Popen[bytes] | None = None
    address: str = ""
    token: str = ""

    @property
    def port(self) -> int:
        return int(self.address.rsplit(":", 1)[1])

    @property
    def pid(self) -> int:
        assert self.process is not None
        return self.process.pid

    @property
    def job_dir(self) -> Path:
        return Path(self.environment.get("CROSSROAD_JOB_DIR", self.data_dir / "jobOut"))

    @property
    def printed(self) -> str:
        """All that its last start has printed."""
        path = self.data_dir.with_name(self.data_dir.name + ".printed")
        return path.read_text(errors="replace")

    @property
    def log(self) -> str:
        path = self.data_dir / "crossroad.log"
        return path.read_text(errors="replace") if path.exists() else ""

    def launch(self) -> None:
        """Starts the process and does not wait for it."""
        kept = {k: v for k, v in os.environ.items() if not k.startswith("CROSSROAD_")}
        self.data_dir.mkdir(parents=True, exist_ok=True)
        with self.data_dir.with_name(self.data_dir.name + ".printed").open("wb") as printed:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "crossroad_desktop", "serve", "--no-browser", *self.options],
                stdin=subprocess.DEVNULL,
                stdout=printed,
                stderr=printed,
                env={**kept, "CROSSROAD_DATA_DIR": str(self.data_dir), **self.environment},
            )

    def start(self) -> "ServerProcess":
        """Returns when it answers."""
        self.launch()
        wait_until(self._is_ready, what="the start")
        return self

    def client(self, **options: Any) -> httpx.Client:
        """Calls it with its token."""
        headers = {"Authorization": f"Bearer {self.token}", **options.pop("headers", {})}
        # To read the certificates of the web takes longer than most of these tests.
        options = {"verify": False, "trust_env": False, "timeout": DEADLINE, **options}
        return httpx.Client(base_url=self.address, headers=headers, **options)

    def kill(self) -> None:
        """Ends it as a power cut would."""
        assert self.process is not None
        self.process.kill()
        self.process.wait(DEADLINE)

    def stop(self, number: int = signal.SIGTERM) -> tuple[int, float]:
        """Asks it to end; its exit code, and the seconds it took."""
        assert self.process is not None
        begin = time.monotonic()
        self.process.send_signal(number)
        code = self.process.wait(DEADLINE)
        return code, time.monotonic() - begin

    def end(self) -> None:
        """Ends it and all that it started, whatever they do."""
        if self.process is None:
            return
        children: list[psutil.Process] = []
        if self.process.poll() is None:
            children = psutil.Process(self.pid).children(recursive=True)
            self.process.kill()
        for child in [*children, *job_processes(self.data_dir)]:
            try:
                child.kill()
            except psutil.NoSuchProcess:
                continue
        self.process.wait(DEADLINE)

    def open_files(self) -> list[str]:
        """Files below the data folder that it holds open, but for the list of jobs and its log."""
        own = ("jobs.sqlite3", "crossroad.log")
        return [
            file.path
            for file in psutil.Process(self.pid).open_files()
            if file.path.startswith(str(self.job_dir)) and not Path(file.path).name.startswith(own)
        ]

    def memory(self) -> int:
        """Bytes of real memory that it uses now."""
        return int(psutil.Process(self.pid).memory_info().rss)

    def submit(self, client: httpx.Client, fasta: Path, **others: Any) -> str:
        """The id of an accepted job."""
        answer = client.post("/analyze_ssr/", **form(fasta, **others))
        assert answer.status_code == 202, answer.text
        return str(answer.json()["job_id"])

    def wait_for(self, client: httpx.Client, job_id: str, *statuses: str) -> dict[str, Any]:
        """How the job stands when it has one of these statuses before its end, or has ended."""
        state: dict[str, Any] = {}

        def is_there() -> bool:
            state.update(client.get(f"/api/job/{job_id}/status").json())
            assert state["status"] not in ENDED or not statuses, state
            return state["status"] in (statuses or ENDED)

        wait_until(is_there, what=f"{job_id} {statuses or ENDED}")
        return state

    def folders(self) -> set[str]:
        """Names of all that lies in the job folder, but for the list of jobs."""
        names = {path.name for path in self.job_dir.iterdir()}
        return {name for name in names if not name.startswith("jobs.sqlite3")}

    def _is_ready(self) -> bool:
        assert self.process is not None
        assert self.process.poll() is None, f"the server ended:\n{self.printed}"
        try:
            content = json.loads((self.data_dir / "server.json").read_text())
        except (OSError, ValueError):
            return False
        if content["pid"] != self.pid:
            return False
        self.address, self.token = content["address"], content["token"] or ""
        return True


@contextmanager
def serving(
    data_dir: Path, *options: str, start: bool = True, **environment: str
) -> Iterator[ServerProcess]:
    """A server, started unless told otherwise, that is gone at the end of the block."""
    server = ServerProcess(data_dir, environment, options)
    try:
        if start:
            server.start()
        yield server
    finally:
        server.end()


def form(fasta: Path, **others: Any) -> dict[str, Any]:
    """What httpx is to send: the FASTA, other files, and texts."""
    files: dict[str, Any] = {"fasta_file": (fasta.name, fasta.read_bytes())}
    texts = {name: value for name, value in others.items() if isinstance(value, str)}
    for name, value in others.items():
        if isinstance(value, Path):
            files[name] = (value.name, value.read_bytes())
    return {"files": files, "data": {"perf_params": '{"minLen": 1}', **texts}}


def job_processes(data_dir: Path) -> list[psutil.Process]:
    """All processes that work for a job of this data folder, whoever started them."""
    return [process for process in psutil.process_iter() if _works_for(process, data_dir)]


def make_genomes(prefix: Path, genomes: int = 3, length: int = 3_000, seed: int = 3) -> Path:
    """A simulated FASTA, with categories and genes beside it."""
    parameters = SimulationParameters(genomes=genomes, length=length, seed=seed, loci_per_kb=3)
    simulate(parameters, prefix)
    return simulation_files(prefix).fasta


def _works_for(process: psutil.Process, data_dir: Path) -> bool:
    try:
        environment = process.environ()
    except (psutil.Error, OSError):
        return False
    return JOB_VARIABLE in environment and environment.get("CROSSROAD_DATA_DIR") == str(data_dir)
