"""A sorted and filtered table as a file: CSV, TSV, Parquet, xlsx.

In: table, sort, filters. Out: the bytes of a file, piece by piece; all rows, not only a page.

A cell of text that begins with = + - @, a tab or a carriage return would be a formula to a
spreadsheet program: in CSV and TSV it gets a ' in front (a lone + or -, as of a strand, does not
need it). Numbers are never changed, and in xlsx a text is stored as a text, which is no formula.
"""

import csv
import io
import re
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final, Literal, get_args

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import xlsxwriter

from crossroad_desktop.errors import ParameterError
from crossroad_desktop.pipeline.categories import UNDEFINED
from crossroad_desktop.pipeline.table_writer import format_lines
from crossroad_desktop.results.arrow_result import ArrowResult, ByteSink, stream_result
from crossroad_desktop.results.column_filters import (
    ColumnFilter,
    select_columns,
    sort_order,
)
from crossroad_desktop.results.connection import (
    DEFAULT_LIMITS,
    QueryLimits,
    fetch_number,
    open_connection,
    quote_name,
)
from crossroad_desktop.results.filtered_table import FilteredTable, filter_table
from crossroad_desktop.results.filters import Filters
from crossroad_desktop.results.folder import ResultFolder

ExportFormat = Literal["csv", "tsv", "parquet", "xlsx"]
CONTENT_TYPES: Final[dict[ExportFormat, str]] = {
    "csv": "text/csv; charset=utf-8",
    "tsv": "text/tab-separated-values; charset=utf-8",
    "parquet": "application/vnd.apache.parquet",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
XLSX_MAX_ROWS: Final = 1_048_576
"""With the header line."""
XLSX_MAX_CHARACTERS: Final = 32_767

_FORMULA: Final = r"(?s)\A(?:[=@\t\r]|[+\-].)"
_CHUNK: Final = 1 << 20


def open_export(
    output_dir: Path,
    table: str,
    file_format: ExportFormat,
    sort: Sequence[str] = (),
    filters: Sequence[ColumnFilter] = (),
    columns: Sequence[str] | None = None,
    limits: QueryLimits = DEFAULT_LIMITS,
    common: Filters | None = None,
) -> Iterator[bytes]:
    """The bytes of the file; the iterator's `close` frees everything. `common` are the filters of
    the filter bar.

    The first piece is made before this returns, so what does not fit is told by then: NotFoundError
    and ParameterError as of `open_page`, ParameterError for what an xlsx file cannot hold.
    """
    if file_format not in get_args(ExportFormat):
        raise ParameterError(
            f"There is no format {file_format!r}; they are {', '.join(get_args(ExportFormat))}."
        )
    rows = filter_table(ResultFolder(output_dir), table, filters, common or Filters())
    pieces = _write(_open_rows(rows, sort, columns, limits), file_format)
    return _Started(next(pieces, b""), pieces)


class _Started(Iterator[bytes]):
    """Pieces of which the first is made already; `close` closes the others."""

    def __init__(self, first: bytes, others: Any) -> None:
        self._first: bytes | None = first
        self._others = others

    def __next__(self) -> bytes:
        if self._first is not None:
            first, self._first = self._first, None
            return first
        piece: bytes = next(self._others)
        return piece

    def close(self) -> None:
        """Ends the iteration and frees what it holds."""
        self._first = None
        self._others.close()


def _open_rows(
    rows: FilteredTable,
    sort: Sequence[str],
    columns: Sequence[str] | None,
    limits: QueryLimits,
) -> ArrowResult:
    names = select_columns(columns, rows.schema.names)
    order = rows.order_by(sort_order(rows.schema, sort))
    connection = open_connection(rows.folder, limits)
    try:
        rows.prepare(connection)
        chosen = f"FROM {rows.source}{rows.chosen.where()}"
        parameters = rows.chosen.parameters
        total = fetch_number(connection, f"SELECT count(*) {chosen}", parameters)
        query = f"SELECT {', '.join(map(quote_name, names))} {chosen}{order}"
        return stream_result(connection, query, parameters, total)
    except BaseException:
        connection.close()
        raise


def _write(rows: ArrowResult, file_format: ExportFormat) -> Iterator[bytes]:
    with rows:
        match file_format:
            case "csv":
                yield from _write_text(rows, ",")
            case "tsv":
                yield from _write_text(rows, "\t")
            case "parquet":
                yield from _write_parquet(rows)
            case "xlsx":
                yield from _write_xlsx(rows)


def _write_text(rows: ArrowResult, delimiter: str) -> Iterator[bytes]:
    header = io.StringIO()
    csv.writer(header, delimiter=delimiter, lineterminator="\n").writerow(
        defuse_text(name) for name in rows.schema.names
    )
    yield header.getvalue().encode()
    for batch in rows.batches:
        columns = [_defuse_column(column) for column in batch.columns]
        table = pa.table(columns, names=batch.schema.names)
        yield b"".join(bytes(block) for block in format_lines(table, delimiter))


def defuse_text(text: str) -> str:
    """The text with a ' in front if it would be a formula to a spreadsheet program."""
    return f"'{text}" if re.match(_FORMULA, text) else text


def _defuse_column(column: pa.Array) -> pa.Array:
    if pa.types.is_boolean(column.type):
        return column.cast(pa.string())
    if pa.types.is_floating(column.type) and column.null_count:
        # A float column with gaps is written as text, number by number, as one without.
        texts = [UNDEFINED if value is None else repr(value) for value in column.to_pylist()]
        return pa.array(texts, pa.string())
    if not pa.types.is_string(column.type):
        return column
    column = pc.fill_null(column, UNDEFINED)
    is_formula = pc.match_substring_regex(column, _FORMULA)
    if not pc.any(is_formula).as_py():
        return column
    return pc.if_else(is_formula, pc.binary_join_element_wise("'", column, ""), column)


def _write_parquet(rows: ArrowResult) -> Iterator[bytes]:
    sink = ByteSink()
    with pq.ParquetWriter(pa.PythonFile(sink, "w"), rows.schema, compression="zstd") as writer:
        for batch in rows.batches:
            writer.write_batch(batch)
            yield sink.take()
    yield sink.take()


def _write_xlsx(rows: ArrowResult) -> Iterator[bytes]:
    if rows.total_rows >= XLSX_MAX_ROWS:
        raise ParameterError(
            f"An xlsx file holds {XLSX_MAX_ROWS - 1:,} rows and a header, and these are "
            f"{rows.total_rows:,}; filter them, or download CSV or Parquet."
        )
    with tempfile.TemporaryDirectory(prefix="crossroad-xlsx-") as folder:
        path = Path(folder) / "table.xlsx"
        _fill_workbook(rows, path, folder)
        with path.open("rb") as file:
            while piece := file.read(_CHUNK):
                yield piece


def _fill_workbook(rows: ArrowResult, path: Path, folder: str) -> None:
    options = {"constant_memory": True, "tmpdir": folder}
    workbook = xlsxwriter.Workbook(str(path), options)
    sheet = workbook.add_worksheet()
    try:
        sheet.freeze_panes(1, 0)
        for place, name in enumerate(rows.schema.names):
            sheet.write_string(0, place, name)
        line = 1
        for batch in rows.batches:
            writers = [_cell_writer(sheet, field.type) for field in batch.schema]
            for cells in zip(*(column.to_pylist() for column in batch.columns), strict=True):
                for place, (write, cell) in enumerate(zip(writers, cells, strict=True)):
                    if isinstance(cell, str) and len(cell) > XLSX_MAX_CHARACTERS:
                        raise _too_long(batch.schema.names[place], line, cell)
                    if cell is None:
                        sheet.write_string(line, place, UNDEFINED)
                    else:
                        write(line, place, cell)
                line += 1
    finally:
        workbook.close()


def _cell_writer(sheet: Any, kind: pa.DataType) -> Callable[[int, int, Any], object]:
    if pa.types.is_integer(kind) or pa.types.is_floating(kind):
        write: Callable[[int, int, Any], object] = sheet.write_number
    elif pa.types.is_boolean(kind):
        write = sheet.write_boolean
    else:
        write = sheet.write_string
    return write


def _too_long(column: str, line: int, text: str) -> ParameterError:
    return ParameterError(
        f"The cell of {column} in row {line:,} has {len(text):,} characters, and a cell of an xlsx "
        f"file holds {XLSX_MAX_CHARACTERS:,}; leave the column out, or download CSV or Parquet."
    )
