"""`crossroad export`: the allele matrix as a file, whole or not at all."""

import json
from pathlib import Path

import pytest

from crossroad_desktop.results.allele_exports.formats import ALLELE_FORMATS
from crossroad_desktop.results.allele_exports.open_export import AlleleExport, open_allele_export
from tests.cli.conftest import Crossroad, files_below
from tests.results.allele_exports.made_result import write_result


@pytest.fixture(autouse=True)
def result(folder: Path) -> Path:
    """The folder `run/output` with genomes put together by hand."""
    return write_result(folder / "run" / "output")


def expected(result: Path, asked: AlleleExport) -> bytes:
    return b"".join(open_allele_export(result, asked))


@pytest.mark.parametrize("file_format", ALLELE_FORMATS)
def test_every_format_becomes_a_file(crossroad: Crossroad, result: Path, file_format: str) -> None:
    answer = crossroad("export", "run", file_format)
    name = f"alleles_{file_format}.{ALLELE_FORMATS[file_format].ending}"

    assert (answer.exit_code, answer.errors) == (0, "")
    assert answer.output.splitlines()[0] == f"The allele matrix is in {name}"
    assert Path(name).read_bytes() == expected(result, AlleleExport(file_format))


def test_the_output_folder_may_be_named_itself(crossroad: Crossroad, result: Path) -> None:
    crossroad("export", "run/output", "csv", "-o", "a.csv")

    assert Path("a.csv").read_bytes() == expected(result, AlleleExport("csv"))


def test_populations_and_measure_are_chosen(crossroad: Crossroad, result: Path) -> None:
    crossroad("export", "run", "arlequin", "--by", "country", "-o", "a.arp")
    crossroad("export", "run", "phylip", "--measure", "stepwise", "-o", "a.dist")

    assert Path("a.arp").read_bytes() == expected(result, AlleleExport("arlequin", by="country"))
    asked = AlleleExport("phylip", measure="stepwise")
    assert Path("a.dist").read_bytes() == expected(result, asked)


def test_a_dash_writes_to_stdout(process: Crossroad, result: Path) -> None:
    answer = process("export", "run", "structure", "-o", "-")

    assert answer.output.encode() == expected(result, AlleleExport("structure"))
    assert (answer.exit_code, answer.errors) == (0, "")
    assert set(Path().iterdir()) == {Path("run")}


def test_the_summary_is_told_as_json(crossroad: Crossroad) -> None:
    answer = crossroad("export", "run", "nexus", "--json")

    assert json.loads(answer.output) == {
        "file": "alleles_nexus.nex",
        "format": "nexus",
        "bytes": Path("alleles_nexus.nex").stat().st_size,
    }


def test_a_file_of_the_result_is_never_replaced(crossroad: Crossroad) -> None:
    loci = Path("run/output/parquet/loci.parquet")
    before = loci.read_bytes()
    refused = crossroad("export", "run", "csv", "-o", str(loci), "--force")

    assert refused.exit_code == 1
    assert "lies in the result, whose files stay as they are" in refused.messages[0]
    assert loci.read_bytes() == before


def test_a_file_that_is_there_is_replaced_with_force_only(crossroad: Crossroad) -> None:
    Path("mine.csv").write_text("mine")
    refused = crossroad("export", "run", "csv", "-o", "mine.csv")

    assert refused.exit_code == 1
    assert refused.messages == [
        "crossroad: mine.csv is there already; choose another name, or add --force."
    ]
    assert Path("mine.csv").read_text() == "mine"
    assert crossroad("export", "run", "csv", "-o", "mine.csv", "--force").exit_code == 0
    assert Path("mine.csv").read_text().startswith("genomeID,")


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (
            ("export", "elsewhere", "csv"),
            1,
            "elsewhere: there is no result of CrossRoad; name a job folder, or the folder output "
            "in it.",
        ),
        (
            ("export", "run", "genepop", "--by", "host"),
            2,
            "by is 'host'; the columns of the genomes are category, country, year.",
        ),
        (
            ("export", "run", "csv", "-o", "no/such/folder.csv"),
            1,
            "no/such/folder.csv: cannot be written (No such file or directory); make room or "
            "choose another place.",
        ),
    ],
)
def test_what_does_not_fit_leaves_no_file(
    crossroad: Crossroad, arguments: tuple[str, ...], code: int, message: str
) -> None:
    before = files_below(".")
    answer = crossroad(*arguments)

    assert (answer.exit_code, answer.messages) == (code, [f"crossroad: {message}"])
    assert files_below(".") == before


def test_what_a_format_cannot_hold_leaves_the_former_file(
    crossroad: Crossroad, result: Path
) -> None:
    Path("tree.nwk").write_text("former")
    write_result(
        result.parent / "two" / "output", {"anchor.1": "5 3 14 4 3", "lender": "5 1 9 4 3"}
    )

    answer = crossroad("export", "run/two", "newick", "-o", "tree.nwk", "--force")

    assert answer.messages == ["crossroad: A tree needs at least 3 genomes; this result has 2."]
    assert Path("tree.nwk").read_text() == "former"


def test_an_unknown_format_is_refused_with_those_that_there_are(crossroad: Crossroad) -> None:
    answer = crossroad("export", "run", "fstat")

    assert answer.exit_code == 2
    assert "choose from" in answer.errors
    assert "genepop" in answer.errors
