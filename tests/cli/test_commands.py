"""What each command prints where, and with which exit code."""

import json
import random
import re
from pathlib import Path

import pytest

import crossroad_desktop
from crossroad_desktop.cli import check
from tests.cli.conftest import Analyze, Crossroad, Write, files_below
from tests.cli.small_inputs import CATEGORIES, FIRST, GENES, GENOMES

_EMPTY = "crossroad: genomes.fa: the file is empty; choose the FASTA file with the genomes."


def test_the_version_is_printed(crossroad: Crossroad, process: Crossroad) -> None:
    in_process, in_its_own = crossroad("--version"), process("--version")

    assert in_process.output == f"crossroad {crossroad_desktop.__version__}\n"
    assert in_its_own == in_process
    assert in_process.exit_code == 0
    assert in_process.errors == ""


@pytest.mark.parametrize("command", [(), ("analyze",), ("check",), ("demo",), ("simulate",)])
def test_help_fits_into_80_columns(crossroad: Crossroad, command: tuple[str, ...]) -> None:
    answer = crossroad(*command, "--help")

    assert answer.exit_code == 0
    assert answer.errors == ""
    assert answer.output.startswith(" ".join(("usage: crossroad", *command)))
    assert max(map(len, answer.output.splitlines())) <= 80


def test_names_of_options_of_crossroad_are_understood(crossroad: Crossroad, write: Write) -> None:
    write("genomes.fa", GENOMES)
    write("categories.tsv", CATEGORIES)
    write("genes.bed", GENES)

    ours = crossroad(
        "analyze", "genomes.fa", "-c", "categories.tsv", "-b", "genes.bed", "-r", "g1",
        "-o", "ours",
    )  # fmt: skip
    theirs = crossroad(
        "analyze", "-fa", "genomes.fa", "-cat", "categories.tsv", "-bed", "genes.bed",
        "-ref", "g1", "-o", "theirs",
    )  # fmt: skip

    assert (ours.exit_code, theirs.exit_code) == (0, 0)
    assert files_below("theirs/output") == files_below("ours/output")
    assert "main/ref_ssr_genecombo.csv" in files_below("ours/output")


_WITH_JSON = {
    "analyze": ("analyze", "genomes.fa", "-o", "out"),
    "check": ("check", "genomes.fa"),
    "demo": ("demo",),
    "simulate": ("simulate", "-o", "simulated", "--genomes", "2", "--length", "2000"),
}


@pytest.mark.parametrize("arguments", _WITH_JSON.values(), ids=_WITH_JSON)
@pytest.mark.parametrize("quiet", [(), ("--quiet",)])
def test_json_is_one_object_on_stdout(
    crossroad: Crossroad, write: Write, arguments: tuple[str, ...], quiet: tuple[str, ...]
) -> None:
    write("genomes.fa", GENOMES)

    answer = crossroad(*arguments, "--json", *quiet)

    assert answer.exit_code == 0
    assert isinstance(json.loads(answer.output), dict)
    assert answer.output.count("\n") == 1
    assert answer.messages == []
    assert bool(answer.errors) == (not quiet)


def test_warnings_stand_in_the_json_and_on_stderr(analyze: Analyze) -> None:
    answer = analyze("--json", categories=CATEGORIES + "gß\tx\ty\t2018\ng4\tx\ty\t2018\n")

    warning = "categories.tsv: 2 of 4 genome ids are not in the FASTA and were ignored: gß, g4."
    assert json.loads(answer.output)["warnings"] == [warning]
    assert answer.messages == [f"Warning: {warning}"]


def test_an_error_leaves_stdout_empty_with_json(analyze: Analyze) -> None:
    answer = analyze("--json", fasta="")

    assert answer.output == ""
    assert answer.messages == [_EMPTY]


@pytest.mark.parametrize("arguments", _WITH_JSON.values(), ids=_WITH_JSON)
def test_quiet_prints_nothing(
    crossroad: Crossroad, write: Write, arguments: tuple[str, ...]
) -> None:
    write("genomes.fa", GENOMES + ">short\nACGT\n")

    answer = crossroad(*arguments, "--quiet")

    assert (answer.exit_code, answer.output, answer.errors) == (0, "", "")


def test_quiet_prints_errors(analyze: Analyze) -> None:
    answer = analyze("--quiet", fasta="")

    assert answer.errors == f"{_EMPTY}\n"


@pytest.mark.parametrize(
    ("options", "fasta", "code", "kind"),
    [((), "", 1, "InputError"), (("--mono", "0"), GENOMES, 2, "ParameterError")],
)
def test_a_traceback_is_shown_with_debug_only(
    analyze: Analyze, options: tuple[str, ...], fasta: str, code: int, kind: str
) -> None:
    plain = analyze(*options, fasta=fasta)
    debug = analyze(*options, "--debug", fasta=fasta)

    assert (plain.exit_code, debug.exit_code) == (code, code)
    assert len(plain.messages) == 1
    assert debug.messages[0] == plain.messages[0]
    assert "Traceback" in debug.errors
    assert kind in debug.errors


def test_our_own_fault_is_called_so(
    crossroad: Crossroad, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("[red] out of luck")

    monkeypatch.setattr(check, "load_inputs", fail)

    plain = crossroad("check", write("genomes.fa", GENOMES))
    debug = crossroad("check", "genomes.fa", "--debug")

    assert plain.messages == [
        "crossroad: CrossRoad Desktop failed by its own fault (RuntimeError: [red] out of luck). "
        "Run it again with --debug and report what it prints."
    ]
    assert plain.exit_code == 70
    assert "Traceback" in debug.errors


def test_a_process_ends_with_the_exit_code(process: Crossroad, write: Write) -> None:
    write("genomes.fa", GENOMES)

    assert process("analyze", "genomes.fa", "-o", "out").exit_code == 0
    assert process("analyze", "genomes.fa", "-o", "out").exit_code == 1
    assert process("analyze", "genomes.fa", "-o", "out", "--mono", "x").exit_code == 2


_CHECKED = {
    "all fits": {"categories": CATEGORIES, "genes": GENES},
    "nothing but genomes": {},
    "warnings": {"categories": "genomeID\nx1\nx2\n", "genes": GENES.replace("g", "x")},
    "empty FASTA": {"fasta": ""},
    "duplicate ids": {"fasta": GENOMES + GENOMES},
    "no genome passes": {"fasta": ">a\nACGT\n>b\nACGT\n"},
    "no genomeID": {"categories": "sample\ng1\n"},
    "bad genes": {"genes": "g1\t5\t1\tA\n"},
}


@pytest.mark.parametrize("files", _CHECKED.values(), ids=_CHECKED)
def test_check_says_what_analyze_says_and_writes_nothing(
    analyze: Analyze, crossroad: Crossroad, files: dict[str, str]
) -> None:
    analysed = analyze(**files)
    before = files_below(".")
    arguments = ["genomes.fa"]
    arguments += ["-c", "categories.tsv"] if "categories" in files else []
    arguments += ["-b", "genes.bed"] if "genes" in files else []

    checked = crossroad("check", *arguments)

    assert checked.messages == analysed.messages
    assert checked.exit_code == analysed.exit_code
    assert files_below(".") == before


def test_check_shows_what_is_in_the_files(crossroad: Crossroad, write: Write) -> None:
    answer = crossroad(
        "check", write("genomes.fa", GENOMES + ">short\nAC\n"), "-c",
        write("categories.tsv", CATEGORIES), "-b", write("genes.bed", GENES),
    )  # fmt: skip

    assert [re.sub(r" +$", "", line) for line in answer.output.splitlines()] == [
        "The files can be analysed",
        "Genomes   3, of them 2 to be analysed",
        "Lengths   1,210 to 1,210 bp, 2.4 kb in all",
        "GC        50.41 to 50.5 %",
        "Strands   all as g1",
        "category  2 of 3 genomes; 2 values: clade I, clade II",
        "country   2 of 3 genomes; 2 values: Italy, Peru",
        "year      2 of 3 genomes; 2 values: 2018, 2019",
        "Genes     2 in 2 genomes",
    ]


def test_check_and_summary_tell_which_genomes_are_turned(
    crossroad: Crossroad, write: Write
) -> None:
    unrelated = "".join(random.Random(9).choices("ACGT", k=1_200))
    fasta = write(
        "genomes.fa",
        f"{GENOMES}>turned\n{FIRST.translate(str.maketrans('ACGT', 'TGCA'))[::-1]}\n"
        f">foreign\n{unrelated}\n",
    )

    checked = crossroad("check", fasta)
    analysed = crossroad("analyze", fasta, "-o", "out", "--no-loci")

    assert re.findall("Strands +(.*)", checked.output) == [
        "1 on the other strand than g1, to be turned: turned; 1 cannot be told: foreign"
    ]
    assert re.findall("Turned +(.*)", analysed.output) == ["1 genome, to the strand of g1"]
    assert (
        checked.messages
        == analysed.messages
        == [
            "Warning: genomes.fa: 1 genome has too little in common with g1, or parts on both "
            "strands, so the strand cannot be told; left as written: foreign."
        ]
    )


def test_a_demo_finds_all_that_was_planted(crossroad: Crossroad) -> None:
    answer = crossroad("demo", "--json")

    truth = json.loads(answer.output)["truth"]
    assert answer.exit_code == 0
    assert truth["found_ssrs"] == truth["planted_ssrs"] > 1_000
    assert truth["found_alleles"] == truth["planted_alleles"] > 1_000
    assert len(truth["hotspots"]) > 10
    assert all(row["found_repeats"] == row["planted_repeats"] for row in truth["hotspots"])
    assert sorted(path.name for path in Path("crossroad-demo").iterdir()) == ["input", "result"]


def test_a_demo_says_that_its_genomes_are_simulated(crossroad: Crossroad) -> None:
    answer = crossroad("demo")

    lines = [" ".join(line.split()) for line in answer.output.splitlines()]
    assert lines[0] == "40 simulated genomes (not real ones), analysed"
    assert "Genomes in crossroad-demo/input" in lines
    assert "Results in crossroad-demo/result/output" in lines


def test_a_demo_twice_gives_the_same(crossroad: Crossroad) -> None:
    first = crossroad("demo", "--json", "--quiet")
    files = files_below("crossroad-demo")

    second = crossroad("demo", "--json", "--quiet")

    assert second == first
    again = files_below("crossroad-demo")
    assert again.keys() == files.keys()
    different = [name for name in files if files[name] != again[name]]
    assert different in ([], ["result/job.log"])


_NO_DEMO = {
    "file": "demo",
    "another file": "demo/thesis.doc",
    "another file beside a demo": "demo/input/../thesis.doc",
    # A folder of one's own is easily called input, and there is no --force to ask for this.
    "an input folder that no demo made": "demo/input/thesis.doc",
    "a result folder that no demo made": "demo/input/../result/thesis.doc",
}


@pytest.mark.parametrize("name", _NO_DEMO.values(), ids=_NO_DEMO)
def test_a_demo_never_touches_what_no_demo_made(crossroad: Crossroad, name: str) -> None:
    for parent in reversed(Path(name).parents):
        parent.mkdir(exist_ok=True)
    Path(name).write_bytes(b"mine")
    before = files_below(".")

    answer = crossroad("demo", "-o", "demo")

    assert answer.messages == [
        "crossroad: demo holds something else than a demo; choose another folder (-o)."
    ]
    assert answer.exit_code == 1
    assert files_below(".") == before


def test_a_simulation_can_be_analysed(crossroad: Crossroad) -> None:
    simulated = crossroad("simulate", "-o", "my/virus", "--genomes", "6", "--length", "4000")
    analysed = crossroad(
        "analyze", "my/virus.fa", "-c", "my/virus.categories.tsv", "-b", "my/virus.genes.bed",
        "-r", "SIM0001", "-f", "-o", "out", "--json",
    )  # fmt: skip

    assert simulated.exit_code == 0
    assert analysed.messages == []
    assert json.loads(analysed.output)["analysed_genomes"] == 6


def test_a_simulation_is_not_overwritten_without_force(crossroad: Crossroad) -> None:
    arguments = ("simulate", "-o", "virus", "--genomes", "2", "--length", "2000")
    crossroad(*arguments)
    before = files_below(".")

    again = crossroad(*arguments, "--seed", "2")

    assert again.messages == [
        "crossroad: virus.fa, virus.categories.tsv, virus.genes.bed, virus.truth.tsv, "
        "virus.summary.json: already there and not overwritten; choose another prefix, or --force "
        "to replace them."
    ]
    assert again.exit_code == 1
    assert files_below(".") == before
    assert crossroad(*arguments, "--seed", "2", "--force").exit_code == 0
    assert files_below(".").keys() == before.keys()
    assert files_below(".") != before


def test_a_folder_is_no_prefix(crossroad: Crossroad) -> None:
    answer = crossroad("simulate", "-o", "..")

    assert answer.messages == [
        "crossroad: ..: not a file name; add a name for the files, such as ../demo."
    ]
    assert answer.exit_code == 1
