"""How the tests of the command line call `crossroad`: in this process, or as a real process."""

import os
import re
import select
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NoReturn, Protocol

import pytest

from crossroad_desktop.cli import main
from tests.cli.small_inputs import GENOMES

DEADLINE: Final = 30.0  # seconds; only a failure ever waits that long
_PROGRESS_LINE: Final = re.compile(r" *\d+%  ")
_DECIDES_WHAT_IS_DRAWN: Final = (
    "CLICOLOR_FORCE", "FORCE_COLOR", "NO_COLOR", "PYTHONUNBUFFERED", "TTY_COMPATIBLE",
    "TTY_INTERACTIVE",
)  # fmt: skip


@dataclass(frozen=True)
class Answer:
    """What one call of `crossroad` gave."""

    exit_code: int
    output: str
    """All of stdout."""
    errors: str
    """All of stderr."""

    @property
    def messages(self) -> list[str]:
        """The lines of stderr but those that show progress."""
        return [line for line in self.errors.splitlines() if not _PROGRESS_LINE.match(line)]


Crossroad = Callable[..., Answer]
Write = Callable[[str, str | bytes], str]


class Analyze(Protocol):
    """`crossroad analyze genomes.fa -c categories.tsv -b genes.bed -o out`; None: no such file."""

    def __call__(
        self,
        *options: str,
        fasta: str | bytes = GENOMES,
        categories: str | bytes | None = None,
        genes: str | bytes | None = None,
    ) -> Answer: ...


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The empty working folder of a test, in a terminal of 80 columns."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("TERM", "xterm-256color")
    for name in _DECIDES_WHAT_IS_DRAWN:
        monkeypatch.delenv(name, raising=False)
    # main() takes SIGTERM over, which must not outlive the test.
    handler = signal.getsignal(signal.SIGTERM)
    yield tmp_path
    signal.signal(signal.SIGTERM, handler)


@pytest.fixture
def crossroad(capsys: pytest.CaptureFixture[str]) -> Crossroad:
    """Calls the command in this process."""

    def call(*arguments: str) -> Answer:
        capsys.readouterr()
        try:
            exit_code = main(arguments)
        except SystemExit as end:
            exit_code = end.code
        printed = capsys.readouterr()
        return Answer(exit_code, printed.out, printed.err)

    return call


@pytest.fixture
def write() -> Write:
    """Writes a file into the working folder; the answer is its name."""

    def put(name: str, content: str | bytes) -> str:
        Path(name).write_bytes(content.encode() if isinstance(content, str) else content)
        return name

    return put


@pytest.fixture
def analyze(crossroad: Crossroad, write: Write) -> Analyze:
    """Writes the input files and analyses them into `out`."""

    def call(
        *options: str,
        fasta: str | bytes = GENOMES,
        categories: str | bytes | None = None,
        genes: str | bytes | None = None,
    ) -> Answer:
        arguments = [write("genomes.fa", fasta)]
        if categories is not None:
            arguments += ["-c", write("categories.tsv", categories)]
        if genes is not None:
            arguments += ["-b", write("genes.bed", genes)]
        return crossroad("analyze", *arguments, "-o", "out", *options)

    return call


@pytest.fixture
def process() -> Crossroad:
    """Calls the command as a process of its own."""

    def call(*arguments: str, prefix: tuple[str, ...] = ()) -> Answer:
        done = subprocess.run(
            [*prefix, *command(*arguments)], capture_output=True, text=True, timeout=DEADLINE
        )
        return Answer(done.returncode, done.stdout, done.stderr)

    return call


@pytest.fixture
def start() -> Iterator[Callable[..., subprocess.Popen[bytes]]]:
    """Starts the command as a process of its own, which is killed if the test leaves it."""
    started: list[subprocess.Popen[bytes]] = []

    def call(*arguments: str) -> subprocess.Popen[bytes]:
        started.append(
            subprocess.Popen(
                command(*arguments),
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                # Tests that run in the background of a shell inherit that SIGINT is ignored.
                preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
            )
        )
        return started[-1]

    yield call
    for run in started:
        run.kill()
        run.communicate()


def command(*arguments: str) -> list[str]:
    """The words that start `crossroad` with these arguments."""
    return [sys.executable, "-m", "crossroad_desktop", *arguments]


def read_until(descriptor: int, wanted: bytes) -> bytes:
    """All that comes out of the descriptor up to and with `wanted`; fails if it never comes."""
    end = time.monotonic() + DEADLINE
    text = b""
    while wanted not in text:
        is_ready = select.select([descriptor], [], [], max(0.0, end - time.monotonic()))[0]
        part = os.read(descriptor, 1 << 16) if is_ready else b""
        assert part, f"{wanted!r} did not come; there was {text!r}"
        text += part
    return text


def files_below(folder: Path | str) -> dict[str, bytes]:
    """The bytes of all files below the folder by relative path; folders have none."""
    root = Path(folder)
    return {
        path.relative_to(root).as_posix(): path.read_bytes() if path.is_file() else b""
        for path in sorted(root.rglob("*"))
    }


@pytest.fixture
def bound_by_permissions(missing: Callable[[str], NoReturn]) -> tuple[str, ...]:
    """Words before a command that keep root, too, from reading and writing what is forbidden."""
    if os.geteuid() != 0:
        return ()
    if shutil.which("setpriv") is None:
        missing("root may read everything; install setpriv (package util-linux) or be another user")
    return ("setpriv", "--bounding-set", "-dac_override,-dac_read_search")
