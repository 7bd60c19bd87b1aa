"""What is drawn on a real terminal, and what where there is none or its reader has gone."""

import os
import re
import select
import shlex
import struct
import subprocess
import time
from pathlib import Path

import pytest

from tests.cli.conftest import DEADLINE, Answer, Crossroad, Write, command
from tests.cli.small_inputs import CATEGORIES, GENES, GENOMES

fcntl = pytest.importorskip("fcntl", reason="a POSIX terminal is needed")
pty = pytest.importorskip("pty", reason="a POSIX terminal is needed")
termios = pytest.importorskip("termios", reason="a POSIX terminal is needed")

_ESCAPE = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


@pytest.mark.parametrize("width", [60, 80, 120])
def test_a_bar_with_percentage_and_genomes_is_drawn_on_a_terminal(write: Write, width: int) -> None:
    exit_code, drawn = _on_terminal(width, "analyze", write("genomes.fa", GENOMES), "-o", "out")

    assert exit_code == 0
    bars = [line for line in drawn if "━" in line]
    assert bars
    assert any(re.search(r" \d+% ", line) for line in bars)
    assert any(re.search(r"\b2 genomes\b", line) for line in bars)
    assert max(map(len, drawn)) <= width
    assert "Results are in out/output" in drawn


def test_the_bar_is_gone_when_the_run_is_over(write: Write) -> None:
    shown = _text_on_terminal(80, "analyze", write("genomes.fa", GENOMES), "-o", "out")

    # The line is cleared and the cursor shown again before the summary is printed.
    assert "━" not in shown[shown.rindex("\x1b[2K") :]
    assert shown.rindex("\x1b[?25h") > shown.rindex("\x1b[?25l")


def test_a_message_on_a_terminal_is_not_broken_into_lines(write: Write) -> None:
    name = write("a" * 100 + ".fa", "")

    drawn = _on_terminal(80, "check", name)[1]

    assert f"crossroad: {name}: the file is empty; choose the FASTA file with the genomes." in drawn


def test_quiet_draws_nothing_on_a_terminal(write: Write) -> None:
    name = write("genomes.fa", GENOMES)

    assert _text_on_terminal(80, "analyze", name, "-o", "out", "--quiet") == ""


def test_plain_lines_are_printed_where_there_is_no_terminal(
    process: Crossroad, write: Write
) -> None:
    answer = process("analyze", write("genomes.fa", GENOMES), "-o", "out")

    lines = answer.errors.splitlines()
    assert lines[0] == "  0%  Reading genomes and finding SSRs"
    assert lines[-1].startswith("100%  Done (2 genomes")
    assert all(re.fullmatch(r" {0,2}\d+%  [A-Z][\w ]+( \(.*\))?", line) for line in lines)
    percentages = [int(line.split("%")[0]) for line in lines]
    assert percentages == sorted(percentages)
    assert not {"\x1b", "\r", "━"} & set(answer.errors + answer.output)


def test_progress_of_a_demo_never_falls(process: Crossroad) -> None:
    answer = process("demo")

    percentages = [int(line.split("%")[0]) for line in answer.errors.splitlines()]
    assert percentages == sorted(percentages)
    assert percentages[-1] == 100


def test_the_last_line_of_a_simulation_says_that_it_is_finished(crossroad: Crossroad) -> None:
    answer = crossroad("simulate", "-o", "simulated", "--genomes", "2", "--length", "2000")

    assert answer.errors.splitlines()[-1] == "100%  Simulating genomes (2 genomes)"


def test_a_long_path_is_printed_on_one_line(crossroad: Crossroad, write: Write) -> None:
    output = "/".join(["a folder with a long name"] * 6)

    answer = crossroad("analyze", write("genomes.fa", GENOMES), "-o", output)

    assert answer.output.splitlines()[0] == f"Results are in {output}/output"


def test_lines_of_the_summary_do_not_end_in_spaces(crossroad: Crossroad, write: Write) -> None:
    answer = crossroad("analyze", write("genomes.fa", GENOMES), "-o", "out")

    assert answer.output.splitlines() == [
        "Results are in out/output",
        "Genomes         2 analysed, 2.4 kb",
        f"SSRs            {_count_ssrs()}",
        "Conserved SSRs  0 in every analysed genome",
        "Loci            1 (0 polymorphic, 0 typed in all)",
    ]


_PRINTING = {
    "help": ("--help",),
    "help of a command": ("analyze", "--help"),
    "version": ("--version",),
    "summary": ("analyze", "genomes.fa", "-c", "categories.tsv", "-b", "genes.bed", "-o", "out"),
    "summary as JSON": ("analyze", "genomes.fa", "-o", "out", "--json"),
    "check": ("check", "genomes.fa"),
    "check as JSON": ("check", "genomes.fa", "--json"),
    "simulate": ("simulate", "-o", "simulated", "--genomes", "2", "--length", "2000"),
}


@pytest.mark.parametrize("arguments", _PRINTING.values(), ids=_PRINTING)
def test_a_reader_that_has_gone_is_no_failure(write: Write, arguments: tuple[str, ...]) -> None:
    write("genomes.fa", GENOMES)
    write("categories.tsv", CATEGORIES)
    write("genes.bed", GENES)

    answer = _with_closed_output(*arguments)

    assert answer.messages == []
    assert answer.exit_code == 0


def test_an_error_is_told_although_the_reader_of_the_output_has_gone(write: Write) -> None:
    answer = _with_closed_output("check", write("genomes.fa", ""))

    assert answer.messages == [
        "crossroad: genomes.fa: the file is empty; choose the FASTA file with the genomes."
    ]
    assert answer.exit_code == 1


@pytest.mark.parametrize("redirection", ["2>&-", "2>/dev/full", "2>&1 >/dev/null | head -c 1"])
def test_a_run_is_not_lost_with_the_reader_of_its_progress(write: Write, redirection: str) -> None:
    write("genomes.fa", GENOMES)
    line = f"{shlex.join(command('analyze', 'genomes.fa', '-o', 'out'))} {redirection}"

    subprocess.run(["sh", "-c", line], capture_output=True, timeout=DEADLINE, check=True)

    assert Path("out/output/run.json").is_file()


@pytest.mark.parametrize("redirection", [">&-", ">/dev/full"])
def test_an_output_that_takes_nothing_loses_no_result(write: Write, redirection: str) -> None:
    write("genomes.fa", GENOMES)
    line = f"{shlex.join(command('analyze', 'genomes.fa', '-o', 'out'))} {redirection}"

    done = subprocess.run(["sh", "-c", line], capture_output=True, text=True, timeout=DEADLINE)

    assert "Traceback" not in done.stderr
    assert Path("out/output/run.json").is_file()


def _with_closed_output(*arguments: str) -> Answer:
    """The answer where nobody reads stdout any more, as with `| head -1` after its first line."""
    reading, writing = os.pipe()
    os.close(reading)
    try:
        done = subprocess.run(
            command(*arguments), stdout=writing, stderr=subprocess.PIPE, text=True, timeout=DEADLINE
        )
    finally:
        os.close(writing)
    return Answer(done.returncode, "", done.stderr)


def _on_terminal(width: int, *arguments: str) -> tuple[int, list[str]]:
    """Exit code, and every line ever drawn on a terminal of that width, without colours."""
    exit_code, shown = _run_on_terminal(width, *arguments)
    return exit_code, re.split(r"[\r\n]+", _ESCAPE.sub("", shown))


def _text_on_terminal(width: int, *arguments: str) -> str:
    return _run_on_terminal(width, *arguments)[1]


def _run_on_terminal(width: int, *arguments: str) -> tuple[int, str]:
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, width, 0, 0))
    # The terminal knows its width; these would overrule it.
    surroundings = {
        name: value for name, value in os.environ.items() if name not in ("COLUMNS", "LINES")
    }
    run = subprocess.Popen(
        command(*arguments), stdin=theirs, stdout=theirs, stderr=theirs, env=surroundings
    )
    os.close(theirs)
    try:
        shown = _read_to_end(ours)
        return run.wait(timeout=DEADLINE), shown.decode()
    finally:
        run.kill()
        run.wait()
        os.close(ours)


def _read_to_end(terminal: int) -> bytes:
    end = time.monotonic() + DEADLINE
    shown = b""
    while True:
        assert select.select([terminal], [], [], max(0.0, end - time.monotonic()))[0], shown
        try:
            part = os.read(terminal, 1 << 16)
        except OSError:
            # How Linux tells that the other side of a terminal is closed.
            part = b""
        if not part:
            return shown
        shown += part


def _count_ssrs() -> int:
    return Path("out/output/intrim/reformatted.tsv").read_bytes().count(b"\n") - 1
