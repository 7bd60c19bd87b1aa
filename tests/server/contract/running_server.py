"""The server as a process of its own, and how tests call it."""

import io
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import httpx
import pyarrow as pa
import pyarrow.ipc

from crossroad_desktop.jobs.folders import JobFolders, new_job_id
from crossroad_desktop.jobs.store import JobStore
from crossroad_desktop.pipeline.inputs import InputFiles

DEADLINE: Final = 30.0  # seconds; only a failure ever waits that long
ENDED: Final = ("completed", "failed")

Files = Mapping[str, tuple[str, bytes]]
State = dict[str, Any]


def wait_until(is_so: Callable[[], object], seconds: float = DEADLINE) -> None:
    """Looks until it is so; the one place where these tests let time pass."""
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end, "it did not happen in time"
        threading.Event().wait(0.01)


@dataclass
class Server:
    """A server that answers, with its address, its token and its folders."""

    process: subprocess.Popen[bytes]
    data_dir: Path
    job_dir: Path
    address: str
    token: str | None
    http: httpx.Client
    """Sends the token."""
    fifos: dict[str, int] = field(default_factory=dict)

    def request(self, method: str, path: str, **sent: Any) -> httpx.Response:
        return self.http.request(method, path, **sent)

    def get(self, path: str, **sent: Any) -> httpx.Response:
        return self.http.get(path, **sent)

    def post(self, path: str, **sent: Any) -> httpx.Response:
        return self.http.post(path, **sent)

    def anonymous(self, method: str, path: str, **sent: Any) -> httpx.Response:
        """As someone who has nothing but the address would ask."""
        return httpx.request(method, self.address + path, timeout=DEADLINE, **sent)

    def submit(self, files: Files, **texts: str) -> httpx.Response:
        # Texts as parts too: a form of texts only must be multipart as well.
        parts = {name: (None, text) for name, text in texts.items()}
        return self.post("/analyze_ssr/", files={**files, **parts})

    def accept(self, files: Files, **texts: str) -> str:
        """The id of a new job."""
        answer = self.submit(files, **texts)
        assert answer.status_code == 202, answer.text
        return str(answer.json()["job_id"])

    def complete(self, files: Files, **texts: str) -> str:
        """The id of a job that is completed."""
        job_id = self.accept(files, **texts)
        state = self.wait_for_end(job_id)
        assert state["status"] == "completed", state
        return job_id

    def state(self, job_id: str) -> State:
        answer = self.get(f"/api/job/{job_id}/status")
        assert answer.status_code == 200, answer.text
        state: State = answer.json()
        return state

    def follow(self, job_id: str) -> Iterator[State]:
        """The state of a job whenever it changes, until it has ended."""
        with self.http.stream("GET", f"/api/job/{job_id}/events") as answer:
            for line in answer.iter_lines():
                if line.startswith("data: "):
                    yield json.loads(line.removeprefix("data: "))

    def wait_for_end(self, job_id: str) -> State:
        *_, last = self.follow(job_id)
        return last

    def wait_for_status(self, job_id: str, status: str) -> State:
        wait_until(lambda: self.state(job_id)["status"] == status)
        return self.state(job_id)

    def arrow(self, path: str, **sent: Any) -> pa.Table:
        answer = self.get(path, **sent)
        assert answer.status_code == 200, answer.text
        return read_arrow(answer)

    def job_folders(self) -> list[str]:
        """Names of all folders in the folder of jobs."""
        return sorted(path.name for path in self.job_dir.iterdir() if path.is_dir())

    def add_endless_job(self) -> str:
        """The id of a running job whose only genome never ends; cancel it, or call `end_genome`."""
        folders = JobFolders(self.job_dir)
        job_id = new_job_id()
        fifo = folders.create(job_id) / "input" / "genomes.fa"
        os.mkfifo(fifo)
        # Also for reading: then it opens at once, and stays open when the worker is gone.
        self.fifos[job_id] = os.open(fifo, os.O_RDWR)
        os.write(self.fifos[job_id], b">endless\n")
        with JobStore(self.job_dir / "jobs.sqlite3").open(is_owner=False) as store:
            store.add(job_id, name="endless", parameters={}, input_names={"fasta": "genomes.fa"})
        self.wait_for_status(job_id, "running")
        return job_id

    def end_genome(self, job_id: str, sequence: bytes) -> None:
        """Gives the genome that never ends the rest of its bases, and an end."""
        # Before the worker has opened the file, an end would not be seen.
        wait_until(lambda: self.state(job_id)["message"].startswith("Reading"))
        fifo = self.fifos.pop(job_id)
        os.write(fifo, sequence)
        os.close(fifo)

    def cancel(self, job_id: str) -> None:
        answer = self.post(f"/api/job/{job_id}/cancel")
        assert answer.status_code == 200, answer.text

    def stop(self) -> None:
        for fifo in self.fifos.values():
            os.close(fifo)
        self.http.close()
        self.process.send_signal(signal.SIGINT)
        try:
            self.process.communicate(timeout=DEADLINE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.communicate()
            raise


@contextmanager
def running_server(folder: Path, *options: str, **variables: str) -> Iterator[Server]:
    """A server with its data in an empty folder; `variables` are CROSSROAD_... settings."""
    inherited = {name: value for name, value in os.environ.items() if "CROSSROAD" not in name}
    environment = {**inherited, "CROSSROAD_DATA_DIR": str(folder), **variables}
    with (folder.parent / f"{folder.name}.stderr").open("wb") as errors:
        process = subprocess.Popen(
            [sys.executable, "-m", "crossroad_desktop", "serve", "--no-browser", *options],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=errors,
            # Tests that run in the background of a shell inherit that SIGINT is ignored.
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
        )
    try:
        assert process.stdout is not None
        # The line is printed when the server answers.
        assert process.stdout.readline(), Path(errors.name).read_text()
        server = _connect(process, folder, environment)
    except BaseException:
        process.kill()
        process.communicate()
        raise
    try:
        yield server
    finally:
        server.stop()


def _connect(
    process: subprocess.Popen[bytes], folder: Path, environment: Mapping[str, str]
) -> Server:
    told = json.loads((folder / "server.json").read_text())
    headers = {"Authorization": f"Bearer {told['token']}"} if told["token"] else {}
    client = httpx.Client(base_url=told["address"], headers=headers, timeout=DEADLINE)
    job_dir = Path(environment.get("CROSSROAD_JOB_DIR", folder / "jobOut"))
    return Server(process, folder, job_dir, told["address"], told["token"], client)


def form_files(inputs: InputFiles) -> Files:
    """The files of an upload."""
    paths = {
        "fasta_file": inputs.fasta,
        "categories_file": inputs.categories,
        "gene_bed": inputs.genes,
    }
    return {
        name: (path.name, path.read_bytes()) for name, path in paths.items() if path is not None
    }


def read_arrow(answer: httpx.Response) -> pa.Table:
    """The rows of an Arrow IPC stream, which must have its end."""
    with pyarrow.ipc.open_stream(io.BytesIO(answer.content)) as reader:
        return reader.read_all()


def assert_is_error(answer: httpx.Response, status_code: int) -> str:
    """The detail, after a look at the one form that all errors have."""
    assert answer.status_code == status_code, answer.text
    assert answer.headers["content-type"] == "application/json"
    content = answer.json()
    assert set(content) == {"status_code", "detail", "errors"}
    assert content["status_code"] == status_code
    detail = content["detail"]
    assert isinstance(detail, str)
    assert len(detail.split()) > 2
    for problem in content["errors"]:
        assert {"field", "message"} <= set(problem) <= {"field", "message", "line"}
        assert all(isinstance(problem[name], str) for name in ("field", "message"))
    assert "Traceback" not in answer.text
    return detail


def assert_names_no_path(server: Server, text: str) -> None:
    """Fails if a text shows where the program or its data lie on this machine."""
    with suppress(ValueError):
        text = json.dumps(json.loads(text), ensure_ascii=False)
    for path in (server.data_dir, server.job_dir, Path(sys.prefix), Path(__file__).parents[3]):
        assert str(path) not in text
