"""Downloads: the filtered rows as files, no cell a formula."""

import csv
import io
import tempfile
import zipfile
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from crossroad_desktop.errors import NotFoundError, ParameterError
from crossroad_desktop.results import exports
from crossroad_desktop.results.column_filters import ColumnFilter
from crossroad_desktop.results.exports import ExportFormat, open_export

from .conftest import Finished

CELLS = ["=1+1", "+x", "-2+3", "@SUM", "\tx", "\rx", "+", "-", "007", "NA", 'a"b,c\td', "é", "-1"]
DEFUSED = ["'=1+1", "'+x", "'-2+3", "'@SUM", "'\tx", "'\rx", *CELLS[6:-1], "'-1"]


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    (tmp_path / "output" / "parquet").mkdir(parents=True)
    table = pa.table(
        {
            "genomeID": pa.array(CELLS).dictionary_encode(),
            "=name": pa.array(CELLS),
            "year": pa.array([-5, None, *range(11)], pa.int32()),
            "GC_per": pa.array([-1.5, None, *map(float, range(11))], pa.float64()),
        }
    )
    pq.write_table(table, tmp_path / "output" / "parquet" / "mergedOut.parquet")
    return tmp_path / "output"


def export(output: Path, file_format: ExportFormat, table: str = "mergedOut", **more: Any) -> bytes:
    return b"".join(open_export(output, table, file_format, **more))


@pytest.mark.parametrize(("file_format", "delimiter"), [("csv", ","), ("tsv", "\t")])
def test_formulas_are_text_and_numbers_are_untouched(
    hostile: Path, file_format: ExportFormat, delimiter: str
) -> None:
    text = export(hostile, file_format).decode()
    header, *rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    assert header == ["genomeID", "'=name", "year", "GC_per"]
    assert [row[0] for row in rows] == DEFUSED
    assert [row[1] for row in rows] == DEFUSED
    assert [row[2] for row in rows][:3] == ["-5", "undefined", "0"]
    assert [row[3] for row in rows][:3] == ["-1.5", "undefined", "0.0"]


def test_xlsx_cells_are_texts_and_numbers_but_no_formulas(hostile: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(export(hostile, "xlsx"))) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert "=1+1</t>" in sheet
    assert "<v>-1.5</v>" in sheet
    assert sheet.count("<row ") == len(CELLS) + 1


def test_unfiltered_text_exports_are_the_files_of_the_run(run: Finished) -> None:
    for table, path, file_format in (
        ("mergedOut", "main/mergedOut.tsv", "tsv"),
        ("mutational_hotspot", "main/mutational_hotspot.csv", "csv"),
        ("flanked", "main/flanks/flanked.tsv", "tsv"),
    ):
        assert export(run.output, file_format, table) == (run.output / path).read_bytes()  # type: ignore[arg-type]


def test_parquet_export_holds_the_filtered_and_sorted_rows(run: Finished) -> None:
    filters = [ColumnFilter("length_of_motif", "eq", ("2",))]
    content = export(run.output, "parquet", filters=filters, sort=["-start"])
    rows = [row for row in run.rows("mergedOut") if row["length_of_motif"] == 2]
    rows.sort(key=lambda row: -row["start"])  # type: ignore[operator]
    assert pq.read_table(pa.BufferReader(content)).to_pylist() == rows


def test_columns_are_chosen(run: Finished) -> None:
    assert export(run.output, "tsv", columns=["motif", "year"]).startswith(b"motif\tyear\n")


def test_no_row_is_a_header(run: Finished) -> None:
    filters = [ColumnFilter("motif", "eq", ("no",))]
    assert export(run.output, "csv", filters=filters).count(b"\n") == 1
    content = export(run.output, "parquet", filters=filters)
    assert pq.read_table(pa.BufferReader(content)).num_rows == 0
    assert zipfile.is_zipfile(io.BytesIO(export(run.output, "xlsx", filters=filters)))


def test_what_an_xlsx_file_cannot_hold_is_told(
    run: Finished, hostile: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exports, "XLSX_MAX_ROWS", 10)
    with pytest.raises(ParameterError, match="holds 9 rows and a header"):
        open_export(run.output, "mergedOut", "xlsx")
    monkeypatch.setattr(exports, "XLSX_MAX_ROWS", 1000)
    monkeypatch.setattr(exports, "XLSX_MAX_CHARACTERS", 4)
    with pytest.raises(ParameterError, match="of genomeID in row 11 has 7 characters"):
        open_export(hostile, "mergedOut", "xlsx")


def test_bad_requests_are_told_before_the_first_byte(run: Finished, fasta_only: Finished) -> None:
    with pytest.raises(ParameterError):
        open_export(run.output, "mergedOut", "doc")  # type: ignore[arg-type]
    with pytest.raises(ParameterError):
        open_export(run.output, "mergedOut", "csv", sort=["x"])
    with pytest.raises(NotFoundError, match="give a BED file"):
        open_export(fasta_only.output, "ssr_genecombo", "csv")


def test_a_download_that_is_broken_off_leaves_nothing(
    run: Finished, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(exports, "_CHUNK", 100)
    pieces = open_export(run.output, "mergedOut", "xlsx")
    next(pieces)
    assert list(tmp_path.iterdir())
    pieces.close()  # type: ignore[attr-defined]
    assert list(tmp_path.iterdir()) == []
