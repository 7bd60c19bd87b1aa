"""xlsx: the allele matrix and what is known of its loci and genomes, as one workbook.

Sheets: `matrix` (genomes x loci, repeat numbers as numbers, several with `/` between as text, empty
where missing), `states` (the state of the same cells), `loci` (the columns of loci.tsv, counts and
statistics of the genomes that the filters leave), `genomes` (genome id and metadata).
"""

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import xlsxwriter

from crossroad_desktop.errors import ParameterError
from crossroad_desktop.pipeline.categories import UNDEFINED
from crossroad_desktop.pipeline.locus_tables import STATES
from crossroad_desktop.pipeline.table_spec import YEAR
from crossroad_desktop.results.allele_cells import NO_OBSERVATION, AlleleCells
from crossroad_desktop.results.allele_exports.locus_table import locus_table
from crossroad_desktop.results.allele_exports.matrix import repeat_texts
from crossroad_desktop.results.exports import XLSX_MAX_CHARACTERS, XLSX_MAX_ROWS

MOST_COLUMNS: Final = 16_384
"""Of a sheet, by the format; one of them has the genome ids."""

_CHUNK: Final = 1 << 20
"""Bytes of the file that are sent at once."""
_NO_TIME: Final = datetime(2000, 1, 1, tzinfo=UTC)
"""Stands in the file in place of now: the same cells give the same bytes."""


def write_workbook(cells: AlleleCells) -> Iterator[bytes]:
    """The file. Raises ParameterError for more loci or genomes than a sheet holds."""
    _refuse_large(cells)
    with tempfile.TemporaryDirectory(prefix="crossroad-xlsx-") as folder:
        path = Path(folder) / "alleles.xlsx"
        _fill(cells, path, folder)
        with path.open("rb") as file:
            while piece := file.read(_CHUNK):
                yield piece


def _refuse_large(cells: AlleleCells) -> None:
    genomes, loci = cells.repeat.shape
    if loci >= MOST_COLUMNS or genomes >= XLSX_MAX_ROWS:
        raise ParameterError(
            f"A sheet of an xlsx file holds {MOST_COLUMNS - 1:,} loci and {XLSX_MAX_ROWS - 1:,} "
            f"genomes, and these are {loci:,} and {genomes:,}; filter them, or take CSV."
        )


def _fill(cells: AlleleCells, path: Path, folder: str) -> None:
    workbook = xlsxwriter.Workbook(str(path), {"constant_memory": True, "tmpdir": folder})
    workbook.set_properties({"created": _NO_TIME})
    try:
        heads = ["genomeID", *cells.locus_ids]
        _add_sheet(workbook, "matrix", heads, _matrix_rows(cells))
        _add_sheet(workbook, "states", heads, _state_rows(cells))
        loci = locus_table(cells)
        _add_sheet(workbook, "loci", loci.schema.names, _table_rows(loci))
        _add_sheet(workbook, "genomes", ["genomeID", *cells.metadata], _genome_rows(cells))
    finally:
        workbook.close()


def _matrix_rows(cells: AlleleCells) -> Iterator[list[object]]:
    lines = zip(cells.genome_ids, cells.repeat, repeat_texts(cells), strict=True)
    for genome_id, numbers, texts in lines:
        yield [
            genome_id,
            *(
                number if number != NO_OBSERVATION and "/" not in text else text
                for number, text in zip(numbers.tolist(), texts, strict=True)
            ),
        ]


def _state_rows(cells: AlleleCells) -> Iterator[list[object]]:
    for genome_id, states in zip(cells.genome_ids, cells.state, strict=True):
        yield [genome_id, *(STATES[state] for state in states.tolist())]


def _table_rows(table: pa.Table) -> Iterator[Sequence[object]]:
    return zip(*(column.to_pylist() for column in table.columns), strict=True)


def _genome_rows(cells: AlleleCells) -> Iterator[Sequence[object]]:
    columns: dict[str, Sequence[object]] = {**cells.metadata}
    if YEAR.name in cells.metadata:
        years = cells.metadata[YEAR.name]
        columns[YEAR.name] = [None if year == UNDEFINED else int(year) for year in years]
    return zip(cells.genome_ids, *columns.values(), strict=True)


def _add_sheet(
    workbook: Any, name: str, heads: Sequence[str], rows: Iterable[Sequence[object]]
) -> None:
    sheet = workbook.add_worksheet(name)
    sheet.freeze_panes(1, 1)
    for line, row in enumerate((heads, *rows)):
        for place, cell in enumerate(row):
            _write_cell(sheet, line, place, cell)


def _write_cell(sheet: Any, line: int, place: int, cell: object) -> None:
    match cell:
        case "":
            return
        case None:
            sheet.write_string(line, place, UNDEFINED)
        case bool():
            sheet.write_boolean(line, place, cell)
        case int() | float():
            sheet.write_number(line, place, cell)
        case str() if len(cell) > XLSX_MAX_CHARACTERS:
            raise ParameterError(
                f"A cell in row {line:,} has {len(cell):,} characters, and a cell of an xlsx file "
                f"holds {XLSX_MAX_CHARACTERS:,}; take CSV."
            )
        case _:
            sheet.write_string(line, place, str(cell))
