"""Categories files: what does not fit is refused, what may be an oversight is told."""

import csv
import gzip
from pathlib import Path

import pytest

from tests.cli.conftest import Analyze
from tests.cli.small_inputs import CATEGORIES, GENES

_GIVE_NAME = "Give the column with the genome ids (first word after '>' in the FASTA) this name."

_REFUSED = {
    "no genomeID column": (
        CATEGORIES.replace("genomeID", "sample"),
        "categories.tsv: there is no column genomeID; its columns are sample, category, country, "
        f"year. {_GIVE_NAME}",
    ),
    "BED": (
        GENES,
        "categories.tsv: there is no column genomeID; its columns are g1, 900, 1100, A. "
        f"{_GIVE_NAME}",
    ),
    "more columns than are listed": (
        ",".join("abcdefghij") + "\n",
        "categories.tsv: there is no column genomeID; its columns are a, b, c, d, e, f, g, h and 2 "
        f"more. {_GIVE_NAME}",
    ),
    "empty": ("", "categories.tsv: the file is empty; it needs a header line with genomeID."),
    "blank lines": (
        "\n \n\t\t\n",
        "categories.tsv: the file is empty; it needs a header line with genomeID.",
    ),
    "header alone": (
        "genomeID\tcategory\n",
        "categories.tsv: there is a header, but no row below it.",
    ),
    "duplicate rows": (
        CATEGORIES + "g1\tclade I\tItaly\t2018\n\ng2\tclade II\tPeru\t2019\n",
        "categories.tsv: each genome may have one row, but these stand in more: g1 (line 4), "
        "g2 (line 6). Keep one row of each.",
    ),
    "row with too many cells": (
        CATEGORIES + "g3\tclade I\tItaly\t2018\tIgG\n",
        "categories.tsv, line 4: 5 cells, but the header has 4; remove the extra ones or name them "
        "in the header.",
    ),
    "row without id": (
        CATEGORIES + "\tclade I\tItaly\t2018\n",
        "categories.tsv, line 4: the genome id is empty; write it in the column genomeID.",
    ),
    "quote that is never closed": (
        CATEGORIES.replace("clade I\t", '"clade I\t'),
        'categories.tsv, line 2: a cell begins with " and never ends; remove the quote or close '
        "it.",
    ),
    "quote that is never closed in a large file": (
        CATEGORIES.replace("clade I\t", '"clade I\t') + "g3\tclade I\tItaly\t2018\n" * 10_000,
        'categories.tsv, line 2: a cell begins with " and never ends; remove the quote or close '
        "it.",
    ),
    "Excel workbook": (
        b"PK\x03\x04" + bytes(100),
        "categories.tsv looks like a ZIP archive or an Excel workbook; save the table as "
        "tab-separated text.",
    ),
    "old Excel workbook": (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100),
        "categories.tsv looks like an old Excel workbook (.xls); save the table as tab-separated "
        "text.",
    ),
    "web page": (
        "<html></html>\n",
        "categories.tsv looks like a web page or XML; save the table as tab-separated text.",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("categories", "message"), _REFUSED.values(), ids=_REFUSED)
def test_a_file_that_does_not_fit_is_refused(
    analyze: Analyze, categories: str | bytes, message: str
) -> None:
    answer = analyze(categories=categories)

    assert answer.messages == [f"crossroad: {message}"]
    assert answer.exit_code == 1
    assert not Path("out").exists()


_COMMAS = 'genomeID,category,country,year\n"g1","clade I","Italy","2018"\ng2,clade II,Peru,2019\n'
_SAME_TABLE = {
    "commas and quotes": _COMMAS,
    "semicolons": CATEGORIES.replace("\t", ";"),
    "commas after a blank line": "\n" + _COMMAS,
    "CR LF": CATEGORIES.replace("\n", "\r\n"),
    "CR": CATEGORIES.replace("\n", "\r"),
    "byte order mark": "\ufeff" + CATEGORIES,
    "gzip": gzip.compress(CATEGORIES.encode(), mtime=0),
    "blank lines": CATEGORIES.replace("\n", "\n\n\t\n"),
    "empty cells at the ends": CATEGORIES.replace("\n", "\t\t\n"),
    "spaces around cells": CATEGORIES.replace("g1\t", " g1 \t").replace("Peru", " Peru "),
    "no-break space behind an id": CATEGORIES.replace("g1\t", "g1\u00a0\t"),
    "genome_id": CATEGORIES.replace("genomeID", "Genome_ID"),
    "no line end at the end": CATEGORIES.rstrip("\n"),
    "year as a number with decimals": CATEGORIES.replace("2018", "2018.0"),
    "year as a date": CATEGORIES.replace("2018", "2018-05-03"),
}


@pytest.mark.parametrize("categories", _SAME_TABLE.values(), ids=_SAME_TABLE)
def test_how_a_file_is_written_changes_no_value(analyze: Analyze, categories: str | bytes) -> None:
    assert analyze(categories=CATEGORIES).exit_code == 0
    expected = Path("out/output/main/mergedOut.tsv").read_text()

    answer = analyze("--force", categories=categories)

    assert answer.messages == []
    assert answer.exit_code == 0
    assert Path("out/output/main/mergedOut.tsv").read_text() == expected
    assert "\tclade II\tPeru\t2019\t" in expected


def test_quoted_cells_may_hold_delimiters_and_quotes(analyze: Analyze) -> None:
    categories = 'genomeID,category,host,year\ng1,"bat, ""wild""",pig,2018\ng2,ape,cow,2019\n'

    answer = analyze(categories=categories)

    assert answer.messages == []
    assert {row["category"] for row in _rows("main/mergedOut.tsv")} == {'bat, "wild"', "ape"}


def test_short_rows_leave_the_last_columns_undefined(analyze: Analyze) -> None:
    answer = analyze(categories="genomeID\tcategory\tcountry\tyear\ng1\tI\ng2\tII\tPeru\t2019\n")

    assert answer.messages == []
    values = {(row["genomeID"], row["country"], row["year"]) for row in _rows("main/mergedOut.tsv")}
    assert values == {("g1", "undefined", "undefined"), ("g2", "Peru", "2019")}


_TOLD = {
    "no id matches": (
        CATEGORIES.replace("\ng", "\nx"),
        "categories.tsv: none of its 2 genome ids is in the FASTA, so nothing is known of any "
        "genome (it has x1, x2; the FASTA has g1, g2).",
    ),
    "some ids do not match": (
        CATEGORIES + "x1\tI\tPeru\t2018\nx2\tI\tPeru\t2018\n",
        "categories.tsv: 2 of 4 genome ids are not in the FASTA and were ignored: x1, x2.",
    ),
    "genome without row": (
        "genomeID\tcategory\ng2\tI\n",
        "categories.tsv: 1 of 2 genomes has no row and is 'undefined': g1.",
    ),
    "Latin-1": (
        CATEGORIES.replace("Peru", "Per\xfa").encode("latin-1"),
        "categories.tsv is not UTF-8 and was read as Windows-1252 (Latin-1).",
    ),
    "the same name twice": (
        "genomeID\thost\thost\ng1\ta\tb\ng2\ta\tb\n",
        "categories.tsv: column 'host' is called 'host_categories' in the results.",
    ),
}


@pytest.mark.parametrize(("categories", "warning"), _TOLD.values(), ids=_TOLD)
def test_what_may_be_an_oversight_is_told(
    analyze: Analyze, categories: str | bytes, warning: str
) -> None:
    answer = analyze(categories=categories)

    assert answer.messages == [f"Warning: {warning}"]
    assert answer.exit_code == 0
    assert f"Warning: {warning}\n" in Path("out/job.log").read_text()


def test_latin_1_letters_are_read(analyze: Analyze) -> None:
    analyze(categories=CATEGORIES.replace("Peru", "Per\xfa").encode("latin-1"))

    assert {row["country"] for row in _rows("main/mergedOut.tsv")} == {"Italy", "Per\xfa"}


@pytest.mark.parametrize(
    "name",
    [
        *("motif", "start", "stop", "gene", "ssr_position", "repeat_count", "genomeID2"),
        *("N_count", "motif_variations", "concat_column"),
    ],
)
def test_a_column_with_the_name_of_a_result_column_is_renamed(analyze: Analyze, name: str) -> None:
    answer = analyze(categories=CATEGORIES.replace("country", name), genes=GENES)

    warning = f"categories.tsv: column {name!r} is called '{name}_categories' in the results."
    assert answer.messages == [f"Warning: {warning}"]
    assert {row[f"{name}_categories"] for row in _rows("main/mergedOut.tsv")} == {"Italy", "Peru"}
    for table in Path("out/output").rglob("*.[ct]sv"):
        header = _header(table)
        assert len(set(header)) == len(header), table


def _rows(table: str) -> list[dict[str, str]]:
    with Path("out/output", table).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def _header(table: Path) -> list[str]:
    with table.open(encoding="utf-8", newline="") as file:
        return next(csv.reader(file, delimiter="," if table.suffix == ".csv" else "\t"))
