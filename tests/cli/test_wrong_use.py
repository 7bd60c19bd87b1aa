"""Parameters out of their limits and wrong options: exit code 2, one message, nothing written."""

from pathlib import Path

import pytest

from tests.cli.conftest import Analyze, Crossroad, Write
from tests.cli.small_inputs import GENOMES

_THRESHOLDS = ("mono", "di", "tri", "tetra", "penta", "hexa")
_FROM_2 = "it must be a whole number from 2 to 1000."
_FROM_0 = "it must be a whole number, 0 or more."


@pytest.mark.parametrize("name", _THRESHOLDS)
@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("0", "0"),
        ("1", "1"),
        ("-1", "-1"),
        ("1001", "1001"),
        ("x", "'x'"),
        ("", "''"),
        ("2.5", "'2.5'"),
        ("12.0", "'12.0'"),
        ("1e1", "'1e1'"),
    ],
)
def test_a_threshold_out_of_its_limits_is_refused(
    analyze: Analyze, name: str, value: str, shown: str
) -> None:
    answer = analyze(f"--{name}", value)

    assert answer.messages == [f"crossroad: {name} is {shown}: {_FROM_2}"]
    assert answer.exit_code == 2
    assert answer.output == ""
    assert not Path("out").exists()


@pytest.mark.parametrize("name", _THRESHOLDS)
@pytest.mark.parametrize("value", ["2", "12", "1000"])
def test_a_threshold_within_its_limits_is_used(analyze: Analyze, name: str, value: str) -> None:
    answer = analyze(f"--{name}", value)

    assert answer.messages == []
    assert answer.exit_code == 0
    length = _THRESHOLDS.index(name) + 1
    thresholds = Path("out/output/intrim/perf_params.txt").read_text().splitlines()
    assert thresholds[length - 1] == f"{length}\t{value}"


_COUNTS = {
    "--min-len": "min_len",
    "--max-len": "max_len",
    "--unfair": "unfair",
    "--min-repeat-count": "min_repeat_count",
    "--min-genome-count": "min_genome_count",
}


@pytest.mark.parametrize(("option", "name"), _COUNTS.items())
@pytest.mark.parametrize(("value", "shown"), [("-1", "-1"), ("x", "'x'"), ("2.5", "'2.5'")])
def test_a_count_that_is_none_is_refused(
    analyze: Analyze, option: str, name: str, value: str, shown: str
) -> None:
    answer = analyze(option, value)

    assert answer.messages == [f"crossroad: {name} is {shown}: {_FROM_0}"]
    assert answer.exit_code == 2


def test_a_count_beyond_any_genome_is_refused(analyze: Analyze) -> None:
    answer = analyze("--max-len", "99999999999")

    assert answer.messages == [
        "crossroad: max_len is 99999999999: it must be a whole number from 0 to 2147483647."
    ]
    assert answer.exit_code == 2


def test_a_smallest_length_above_the_largest_is_refused(analyze: Analyze) -> None:
    answer = analyze("--min-len", "2000", "--max-len", "1000")

    assert answer.messages == [
        "crossroad: min_len is 2,000 and max_len 1,000: no genome can be both; make max_len the "
        "larger one."
    ]
    assert answer.exit_code == 2


def test_no_threads_are_refused(analyze: Analyze) -> None:
    answer = analyze("-t", "0")

    assert answer.messages == ["crossroad: threads is 0: it must be from 1 to 1024."]
    assert answer.exit_code == 2


_WRONG_USE = {
    "unknown option": (
        ("analyze", "genomes.fa", "-o", "out", "--flank-length", "5"),
        "crossroad: unrecognized arguments: --flank-length 5",
    ),
    "shortened option": (
        ("analyze", "genomes.fa", "-o", "out", "--keep"),
        "crossroad: unrecognized arguments: --keep",
    ),
    "unknown option of check": (
        ("check", "genomes.fa", "-o", "out"),
        "crossroad: unrecognized arguments: -o out",
    ),
    "unknown command": (
        ("analyse",),
        "crossroad: argument COMMAND: invalid choice: 'analyse' (choose from ",
    ),
    "option without value": (
        ("analyze", "genomes.fa", "-o"),
        "crossroad analyze: argument -o/--output-dir: expected one argument",
    ),
    "no OUT": (
        ("analyze", "genomes.fa"),
        "crossroad analyze: the following arguments are required: -o/--output-dir",
    ),
    "no arguments of analyze": (
        ("analyze",),
        "crossroad analyze: the following arguments are required: -o/--output-dir",
    ),
    "threads that are no number": (
        ("analyze", "genomes.fa", "-o", "out", "-t", "x"),
        "crossroad analyze: argument -t/--threads: invalid int value: 'x'",
    ),
    "number of genomes that is none": (
        ("simulate", "-o", "out", "--genomes", "x"),
        "crossroad simulate: argument --genomes: invalid int value: 'x'",
    ),
}


@pytest.mark.parametrize(("arguments", "message"), _WRONG_USE.values(), ids=_WRONG_USE)
def test_wrong_options_are_refused_in_one_line(
    crossroad: Crossroad, write: Write, arguments: tuple[str, ...], message: str
) -> None:
    write("genomes.fa", GENOMES)

    answer = crossroad(*arguments)

    assert answer.exit_code == 2
    (told,) = answer.messages
    assert told.startswith(message)
    # Which commands there are to choose from is not of interest here.
    program = message.split(":")[0]
    assert told == f"{message}; see {program} --help" or message.endswith("(choose from ")
    assert not Path("out").exists()


_ONE_MESSAGE = {
    "no FASTA": (
        ("analyze", "-o", "out"),
        "No FASTA file was named; give it as first argument.",
    ),
    "no FASTA to check": (("check",), "No FASTA file was named; give it as first argument."),
    "two FASTA": (
        ("analyze", "genomes.fa", "-fa", "more.fa", "-o", "out"),
        "Two FASTA files were named (genomes.fa and more.fa); give one.",
    ),
    "two FASTA arguments": (
        ("analyze", "genomes.fa", "more.fa", "-o", "out"),
        "Two FASTA files were named (genomes.fa and more.fa); give one.",
    ),
    "no genome to simulate": (
        ("simulate", "-o", "out", "--genomes", "0"),
        "genomes is 0; allowed is a whole number from 1 to 1000000.",
    ),
    "no share": (
        ("simulate", "-o", "out", "--gc", "nan"),
        "gc is nan; allowed is a number from 0.1 to 0.9.",
    ),
    "years in the wrong order": (
        ("simulate", "-o", "out", "--first-year", "2020", "--last-year", "2018"),
        "first_year is 2020, after last_year 2018; first_year must not be later than last_year.",
    ),
}


@pytest.mark.parametrize(("arguments", "message"), _ONE_MESSAGE.values(), ids=_ONE_MESSAGE)
def test_wrong_use_is_told_in_one_message(
    crossroad: Crossroad, write: Write, arguments: tuple[str, ...], message: str
) -> None:
    write("genomes.fa", GENOMES)

    answer = crossroad(*arguments)

    assert answer.messages == [f"crossroad: {message}"]
    assert answer.exit_code == 2
    assert answer.output == ""
    assert [path.name for path in Path().iterdir()] == ["genomes.fa"]


def test_a_result_to_open_that_is_not_there_is_told(crossroad: Crossroad) -> None:
    answer = crossroad("open", "gone.zip")

    assert answer.messages == [
        "crossroad: gone.zip: there is no such folder or file; name a result."
    ]
    assert answer.exit_code == 1
