"""A run that is stopped or disturbed leaves nothing that looks finished."""

import os
import select
import signal
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from crossroad_desktop.cli import demo
from crossroad_desktop.pipeline.fasta import BLOCK_BYTES
from crossroad_desktop.pipeline.table_writer import TableWriter
from tests.cli.conftest import DEADLINE, Analyze, Answer, Crossroad, Write, files_below, read_until
from tests.cli.small_inputs import CATEGORIES, FIRST, GENES, GENOMES

Start = Callable[..., subprocess.Popen[bytes]]

_STOPPED = "crossroad: Interrupted; nothing of this run was kept."
# Two blocks and a bit: the first is searched for SSRs when the second has come.
_FIRST_HALF = "".join(
    f">g{number}\n{FIRST}\n" for number in range(2 * BLOCK_BYTES // len(FIRST) + 100)
).encode()
_WHILE_RUNNING = [".output.lock", "output.unfinished"]
_READING = b"Reading genomes and finding SSRs"


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_run_stopped_while_it_reads_leaves_nothing(start: Start, stop: signal.Signals) -> None:
    with _halfway(start, "analyze", "-o", "out") as (run, said):
        run.send_signal(stop)
        said += run.communicate(timeout=DEADLINE)[1]

    assert run.returncode == 130
    assert said.decode().splitlines()[-1] == _STOPPED
    assert b"Traceback" not in said
    assert list(files_below(".")) == []


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_a_former_result_survives_a_run_that_is_stopped(
    start: Start, analyze: Analyze, stop: signal.Signals
) -> None:
    analyze()
    before = files_below("out")

    with _halfway(start, "analyze", "-o", "out", "--force") as (run, _):
        run.send_signal(stop)
        run.communicate(timeout=DEADLINE)

    assert run.returncode == 130
    assert files_below("out") == before


def test_a_run_that_is_killed_leaves_nothing_that_looks_finished(
    start: Start, analyze: Analyze
) -> None:
    with _halfway(start, "analyze", "-o", "out") as (run, _):
        assert sorted(path.name for path in Path("out").iterdir()) == _WHILE_RUNNING
        run.kill()
        run.communicate(timeout=DEADLINE)

    assert sorted(path.name for path in Path("out").iterdir()) == _WHILE_RUNNING
    again = analyze()
    assert again.messages == [
        "crossroad: out holds what is left of a run that was killed, or that still goes on; choose "
        "another folder, or --force to remove it if none does."
    ]
    assert again.exit_code == 1
    assert analyze("--force").exit_code == 0
    assert sorted(path.name for path in Path("out").iterdir()) == ["job.log", "output"]


def test_a_run_does_not_replace_what_another_finished_meanwhile(
    start: Start, crossroad: Crossroad, write: Write
) -> None:
    write("other.fa", GENOMES)
    with _halfway(start, "analyze", "-o", "out") as (run, _):
        other = crossroad("analyze", "other.fa", "-o", "out", "--force")
        left_by_other = files_below("out")
    # The pipe is closed: the first run has read all its genomes and goes on.
    run.communicate(timeout=DEADLINE)

    # Either the second is refused, or the first, which nobody allowed to replace anything.
    assert sorted([other.exit_code, run.returncode]) == [0, 1]
    if other.exit_code == 0:
        assert files_below("out") == left_by_other


def test_a_check_that_is_stopped_says_so(start: Start) -> None:
    with _halfway(start, "check") as (run, _):
        run.send_signal(signal.SIGINT)
        said = run.communicate(timeout=DEADLINE)[1]

    assert run.returncode == 130
    assert said.decode().splitlines() == [_STOPPED]
    assert list(files_below(".")) == []


def test_a_run_stopped_at_any_table_leaves_nothing(analyze: Analyze) -> None:
    def run() -> Answer:
        options = ("--force", "-f", "--keep-intermediate", "-r", "g1", "-g", "1")
        return analyze(*options, categories=CATEGORIES, genes=GENES)

    with _stopped_at_piece(0) as written:
        assert run().exit_code == 0
    before = files_below("out")
    assert len(written) > 10

    for number in range(1, len(written) + 1):
        with _stopped_at_piece(number):
            answer = run()
        assert answer.messages == [_STOPPED], number
        assert answer.exit_code == 130
        assert files_below("out") == before, number


def test_a_new_folder_vanishes_with_the_run_that_is_stopped(analyze: Analyze) -> None:
    with _stopped_at_piece(2):
        answer = analyze()

    assert answer.exit_code == 130
    assert not Path("out").exists()


def test_a_second_interrupt_does_not_stop_the_clearing_up(
    analyze: Analyze, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The user is impatient: SIGINT again while the first file is cleared away.
    unlink = os.unlink
    pressed = []

    def press_again(*arguments: Any, **options: Any) -> None:
        if not pressed:
            pressed.append(arguments)
            signal.raise_signal(signal.SIGINT)
        unlink(*arguments, **options)

    monkeypatch.setattr(os, "unlink", press_again)

    with _stopped_at_piece(2):
        answer = analyze()

    assert pressed
    assert answer.messages == [_STOPPED]
    assert answer.exit_code == 130
    assert not Path("out").exists()


@pytest.mark.parametrize("step", ["simulate", "analyze_into"])
def test_a_demo_that_is_stopped_leaves_nothing(
    crossroad: Crossroad, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def stop(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(demo, step, stop)

    answer = crossroad("demo")

    assert answer.messages == [_STOPPED]
    assert answer.exit_code == 130
    assert files_below(".") == {}


def test_an_interrupt_when_all_is_in_place_changes_nothing(
    analyze: Analyze, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Ctrl-C right after the last table: the results are there, and that is what must be told.
    rename = os.rename

    def press(*arguments: Any, **options: Any) -> None:
        rename(*arguments, **options)
        signal.raise_signal(signal.SIGINT)

    monkeypatch.setattr(os, "rename", press)

    answer = analyze()

    assert (answer.exit_code, answer.messages) == (0, [])
    assert answer.output.startswith("Results are in out/output")
    assert sorted(path.name for path in Path("out").iterdir()) == ["job.log", "output"]


def test_a_simulation_that_is_stopped_leaves_nothing(start: Start) -> None:
    run = start("simulate", "-o", "new/big", "--genomes", "1000000")
    read_until(run.stderr.fileno(), b"Simulating genomes")

    run.send_signal(signal.SIGINT)

    rest = run.communicate(timeout=DEADLINE)[1]
    assert run.returncode == 130
    assert rest.decode().splitlines()[-1] == _STOPPED
    assert files_below(".") == {}


@contextmanager
def _halfway(start: Start, *arguments: str) -> Iterator[tuple[subprocess.Popen[bytes], bytes]]:
    """A run that has read half of its genomes and waits for the rest; what it has said so far.

    The genomes come through a named pipe, so the run certainly is in the middle of its work.
    """
    Path("genomes.fa").unlink(missing_ok=True)
    os.mkfifo("genomes.fa")
    run = start(*arguments, "genomes.fa")
    # Open for both, so that opening waits for no reader and the run never sees an end.
    pipe = os.open("genomes.fa", os.O_RDWR | os.O_NONBLOCK)
    try:
        _write_all(pipe, _FIRST_HALF)
        yield run, read_until(run.stderr.fileno(), _READING)
    finally:
        os.close(pipe)
        Path("genomes.fa").unlink()


def _write_all(pipe: int, content: bytes) -> None:
    rest = memoryview(content)
    while rest:
        assert select.select([], [pipe], [], DEADLINE)[1], "nobody reads the genomes"
        rest = rest[os.write(pipe, rest[: 1 << 16]) :]


@contextmanager
def _stopped_at_piece(number: int) -> Iterator[list[pa.Table]]:
    """Runs are interrupted at that piece of a table, counted from 1; what is written until then."""
    written: list[pa.Table] = []
    write = TableWriter.write

    def write_or_stop(writer: TableWriter, piece: pa.Table) -> None:
        written.append(piece)
        if len(written) == number:
            raise KeyboardInterrupt
        write(writer, piece)

    # The fixture of the same name also holds the working folder, which must not be undone.
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TableWriter, "write", write_or_stop)
        yield written
