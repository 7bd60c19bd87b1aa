"""What may stand in OUT before a run, and what stands there after it."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import pytest

from tests.cli.conftest import Analyze, Crossroad, Write, files_below
from tests.cli.small_inputs import CATEGORIES, GENES, GENOMES, SECOND

_FORMER = "crossroad: out holds a former result; choose another folder, or --force to replace it."
_FOREIGN = (
    "crossroad: out is not empty and holds no result of CrossRoad Desktop; choose another folder."
)
_EMPTY = "crossroad: genomes.fa: the file is empty; choose the FASTA file with the genomes."
_OTHER_GENOMES = f">g1\n{SECOND}\n>g2\n{SECOND}\n"


def test_a_finished_run_leaves_output_and_log_only(analyze: Analyze) -> None:
    answer = analyze("-f", "--keep-intermediate", categories=CATEGORIES, genes=GENES)

    assert answer.exit_code == 0
    assert sorted(path.name for path in Path("out").iterdir()) == ["job.log", "output"]
    assert sorted(path.name for path in Path("out/output").iterdir()) == [
        "intrim",
        "main",
        "parquet",
        "run.json",
    ]


def test_an_empty_folder_is_used(analyze: Analyze) -> None:
    Path("out").mkdir()

    assert analyze().exit_code == 0


def test_parents_that_are_missing_are_made(crossroad: Crossroad, write: Write) -> None:
    answer = crossroad("analyze", write("genomes.fa", GENOMES), "-o", "a/b/c")

    assert answer.exit_code == 0
    assert Path("a/b/c/output/run.json").is_file()


def test_a_failing_run_leaves_none_of_the_folders_it_made(
    crossroad: Crossroad, write: Write
) -> None:
    answer = crossroad("analyze", write("genomes.fa", ""), "-o", "a/b/c")

    assert answer.messages == [_EMPTY]
    assert list(files_below(".")) == ["genomes.fa"]


def test_a_failing_run_leaves_an_empty_folder_as_it_was(analyze: Analyze) -> None:
    Path("out").mkdir()

    assert analyze(fasta="").exit_code == 1
    assert files_below("out") == {}
    assert Path("out").is_dir()


_IN_THE_WAY = {
    "file": ("out", "out is a file; name a folder for the results."),
    "file as parent": (
        "out/below",
        "out/below: cannot make this folder (Not a directory); choose another one.",
    ),
    "the FASTA": ("genomes.fa", "genomes.fa is a file; name a folder for the results."),
}


@pytest.mark.parametrize(("output", "message"), _IN_THE_WAY.values(), ids=_IN_THE_WAY)
@pytest.mark.parametrize("force", [(), ("--force",)])
def test_a_file_in_the_way_is_not_touched(
    crossroad: Crossroad, write: Write, output: str, message: str, force: tuple[str, ...]
) -> None:
    write("out", "mine")
    write("genomes.fa", GENOMES)

    answer = crossroad("analyze", "genomes.fa", "-o", output, *force)

    assert answer.messages == [f"crossroad: {message}"]
    assert answer.exit_code == 1
    assert files_below(".") == {"genomes.fa": GENOMES.encode(), "out": b"mine"}


_FOREIGN_FILES = {
    "a file": "thesis.doc",
    "a folder output": "output/thesis.doc",
    "a job.log": "job.log",
    "a run.json that is not JSON": "output/run.json",
    "a file beside what a killed run left": "output.unfinished/../thesis.doc",
}


@pytest.mark.parametrize("name", _FOREIGN_FILES.values(), ids=_FOREIGN_FILES)
@pytest.mark.parametrize("force", [(), ("--force",)])
def test_foreign_files_are_never_touched(
    analyze: Analyze, name: str, force: tuple[str, ...]
) -> None:
    Path("out", name).parent.parent.mkdir(parents=True, exist_ok=True)
    Path("out", name).parent.mkdir(parents=True, exist_ok=True)
    Path("out", name).write_bytes(b"mine")
    before = files_below("out")

    answer = analyze(*force)

    assert answer.messages == [_FOREIGN]
    assert answer.exit_code == 1
    assert files_below("out") == before


def test_the_result_of_another_program_is_not_touched(analyze: Analyze) -> None:
    Path("out/output").mkdir(parents=True)
    Path("out/output/run.json").write_text('{"program": "Another"}')

    answer = analyze("--force")

    assert answer.messages == [_FOREIGN]


def test_a_former_result_is_kept_without_force(analyze: Analyze) -> None:
    analyze()
    before = files_below("out")

    answer = analyze(fasta=_OTHER_GENOMES)

    assert answer.messages == [_FORMER]
    assert answer.exit_code == 1
    assert files_below("out") == before


def test_a_former_result_is_replaced_with_force(analyze: Analyze) -> None:
    analyze(categories=CATEGORIES)
    before = files_below("out/output")

    answer = analyze("--force", fasta=_OTHER_GENOMES)

    assert answer.messages == []
    assert answer.exit_code == 0
    after = files_below("out/output")
    assert after["intrim/reformatted.tsv"] != before["intrim/reformatted.tsv"]
    assert "main/mergedOut.tsv" in before.keys() - after.keys()
    assert sorted(path.name for path in Path("out").iterdir()) == ["job.log", "output"]


def test_what_a_user_put_beside_a_former_result_stays(analyze: Analyze) -> None:
    analyze()
    Path("out/notes.txt").write_text("mine")

    assert analyze("--force").exit_code == 0
    assert Path("out/notes.txt").read_text() == "mine"


_FAILING = {
    "empty FASTA": ({"fasta": ""}, (), 1),
    "bad genes, found before the genomes are read": ({"genes": "g1\t1\n"}, (), 1),
    "unknown reference, found after they are read": ({}, ("-r", "nobody"), 1),
    "wrong threshold": ({}, ("--mono", "0"), 2),
}


@pytest.mark.parametrize(("files", "options", "code"), _FAILING.values(), ids=_FAILING)
def test_a_former_result_survives_a_run_that_fails(
    analyze: Analyze, files: dict[str, str], options: tuple[str, ...], code: int
) -> None:
    analyze(genes=GENES)
    before = files_below("out")

    answer = analyze("--force", *options, **files)

    assert answer.exit_code == code
    assert files_below("out") == before


@pytest.mark.parametrize("failing", [1, 2])
@pytest.mark.parametrize("problem", [KeyboardInterrupt(), OSError(5, "Input/output error")])
def test_a_former_result_survives_a_run_that_fails_when_it_takes_its_place(
    analyze: Analyze, monkeypatch: pytest.MonkeyPatch, failing: int, problem: BaseException
) -> None:
    analyze()
    before = files_below("out")
    calls = []

    def fail_once(move: Callable[..., None]) -> Callable[..., None]:
        def fail_or_move(*arguments: object) -> None:
            calls.append(arguments)
            if len(calls) == failing:
                raise problem
            move(*arguments)

        return fail_or_move

    monkeypatch.setattr(os, "rename", fail_once(os.rename))
    monkeypatch.setattr(os, "replace", fail_once(os.replace))

    answer = analyze("--force", fasta=_OTHER_GENOMES)

    assert answer.exit_code in (1, 130)
    assert files_below("out") == before


def test_what_a_killed_run_left_is_told_and_stays_without_force(analyze: Analyze) -> None:
    Path("out/output.unfinished/main").mkdir(parents=True)
    Path("out/output.unfinished/main/mergedOut.tsv").write_text("genomeID\t")
    before = files_below("out")

    answer = analyze()

    assert answer.messages == [
        "crossroad: out holds what is left of a run that was killed, or that still goes on; choose "
        "another folder, or --force to remove it if none does."
    ]
    assert answer.exit_code == 1
    assert files_below("out") == before


def test_what_a_killed_run_left_is_removed_with_force(analyze: Analyze) -> None:
    Path("out/output.unfinished/main").mkdir(parents=True)
    Path("out/output.unfinished/main/mergedOut.tsv").write_text("genomeID\t")

    answer = analyze("--force")

    assert answer.exit_code == 0
    assert sorted(path.name for path in Path("out").iterdir()) == ["job.log", "output"]


def test_a_result_beside_what_a_killed_run_left_is_replaced_with_force(analyze: Analyze) -> None:
    analyze()
    Path("out/output.unfinished/main").mkdir(parents=True)

    assert analyze().messages == [_FORMER]
    assert analyze("--force").exit_code == 0
    assert sorted(path.name for path in Path("out").iterdir()) == ["job.log", "output"]


def test_a_run_that_was_killed_while_it_took_the_place_of_another_can_be_repeated(
    analyze: Analyze,
) -> None:
    analyze()
    Path("out/output").rename("out/output.replaced")
    Path("out/output.unfinished/main").mkdir(parents=True)

    answer = analyze("--force")

    assert answer.messages == []
    assert answer.exit_code == 0
    assert sorted(path.name for path in Path("out").iterdir()) == ["job.log", "output"]


def test_a_former_result_that_a_killed_run_set_aside_comes_back(analyze: Analyze) -> None:
    analyze()
    before = files_below("out")
    Path("out/output").rename("out/output.replaced")

    assert analyze("--force", fasta="").messages == [_EMPTY]
    assert files_below("out") == before


def test_files_of_a_user_in_a_former_result_are_never_removed(analyze: Analyze) -> None:
    analyze()
    Path("out/output/main/notes.txt").write_text("mine")
    before = files_below("out")

    answer = analyze("--force")

    assert answer.messages == [
        "crossroad: out/output holds files that no run made: main/notes.txt. Move them away, or "
        "choose another folder."
    ]
    assert files_below("out") == before


def test_an_input_inside_the_result_to_be_replaced_is_refused(
    analyze: Analyze, crossroad: Crossroad
) -> None:
    analyze("--keep-intermediate")
    before = files_below("out")
    kept = "out/output/intrim/filtered_genomes.fa"

    answer = crossroad("analyze", kept, "-o", "out", "--force")

    assert answer.messages == [
        f"crossroad: {kept} lies in the result that is to be replaced; copy it elsewhere first."
    ]
    assert files_below("out") == before


def test_a_folder_that_may_not_be_written_is_told(
    process: Crossroad, write: Write, bound_by_permissions: tuple[str, ...]
) -> None:
    write("genomes.fa", GENOMES)
    Path("locked").mkdir(mode=0o500)

    new = process("analyze", "genomes.fa", "-o", "locked/out", prefix=bound_by_permissions)
    same = process("analyze", "genomes.fa", "-o", "locked", prefix=bound_by_permissions)

    assert new.messages == [
        "crossroad: locked/out: cannot make this folder (Permission denied); choose another one."
    ]
    assert same.messages == [
        "crossroad: locked/output: cannot write there (Permission denied); choose another folder."
    ]
    assert (new.exit_code, same.exit_code) == (1, 1)
    assert files_below("locked") == {}


@pytest.mark.parametrize("name", ["with space", "größe", "[bold]", "it's", "a,b", "日本"])
def test_any_name_will_do(crossroad: Crossroad, write: Write, name: str) -> None:
    answer = crossroad(
        "analyze", write(f"{name}.fa", GENOMES), "-c", write(f"{name}.tsv", CATEGORIES),
        "-b", write(f"{name}.bed", GENES), "-o", name,
    )  # fmt: skip

    assert answer.messages == []
    assert answer.exit_code == 0
    assert answer.output.splitlines()[0] == f"Results are in {name}/output"


def test_a_name_with_brackets_is_told_as_it_is(crossroad: Crossroad, write: Write) -> None:
    answer = crossroad("analyze", write("[red]ö.fa", ""), "-o", "out")

    assert answer.messages == [
        "crossroad: [red]ö.fa: the file is empty; choose the FASTA file with the genomes."
    ]


def test_a_name_that_is_not_utf_8_will_do(
    crossroad: Crossroad, missing: Callable[[str], NoReturn]
) -> None:
    name = os.fsdecode(b"gr\xf6sse.fa")
    try:
        Path(name).write_text(GENOMES)
    except (OSError, UnicodeError):
        missing("names that are not UTF-8 are needed; run on a Linux file system")

    answer = crossroad("analyze", name, "-o", "out")

    assert answer.messages == []
    assert answer.exit_code == 0
