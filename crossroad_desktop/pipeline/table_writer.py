"""One result table, written piece by piece.

In: Arrow tables whose columns fit a declaration of tables.py. Out: a text file (TSV or CSV, with
the number formats of croSSRoad) and a typed Parquet file with the same rows.

Text files are UTF-8 with LF and, mostly, a header line. A cell is quoted with `"` only if it holds
the delimiter, a quote or a line end. What is not known is `undefined`; in a column of numbers of
Parquet it is null. What is true or false is `true` or `false`.
"""

from collections.abc import Iterable
from contextlib import nullcontext, suppress
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Final, Self

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from crossroad_desktop.pipeline.categories import UNDEFINED
from crossroad_desktop.pipeline.table_spec import TableSpec

ROWS_PER_PIECE: Final = 1 << 16
"""Rows written at once; also the size of a Parquet row group."""


class TableWriter:
    """Writes one table piece by piece, as text and as Parquet; a context manager."""

    def __init__(self, spec: TableSpec, output_dir: Path) -> None:
        """Opens `output_dir`/folder/file and `output_dir`/parquet/name.parquet."""
        self._spec = spec
        self._text: BinaryIO = _create(output_dir / spec.folder / spec.file)
        self._parquet_file: BinaryIO | None = None
        self._parquet: pq.ParquetWriter | None = None
        self.row_count = 0
        try:
            if spec.has_header:
                names = (quote_field(name, spec.delimiter) for name in spec.schema.names)
                self._text.write(spec.delimiter.join(names).encode() + b"\n")
            if spec.has_parquet:
                self._parquet_file = _create(output_dir / "parquet" / f"{spec.name}.parquet")
                self._parquet = pq.ParquetWriter(
                    self._parquet_file, spec.schema, compression="zstd"
                )
        except BaseException:
            self._close_files()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            if self._parquet is not None:
                self._close_parquet(self._parquet, is_failed=kind is not None)
        finally:
            self._close_files()

    def write(self, piece: pa.Table) -> None:
        """Appends rows; all columns of the declaration must be there, in any order."""
        piece = piece.select(self._spec.schema.names)
        for line_block in format_lines(piece, self._spec.delimiter):
            self._text.write(line_block)
        if self._parquet is not None and piece.num_rows:
            self._parquet.write_table(piece, row_group_size=ROWS_PER_PIECE)
        self.row_count += piece.num_rows

    @staticmethod
    def _close_parquet(parquet: pq.ParquetWriter, is_failed: bool) -> None:
        try:
            # After a failure (disk full) the footer may fail too, and must not hide the reason.
            with suppress(OSError) if is_failed else nullcontext():
                parquet.close()
        finally:
            # Else the writer tries once more when it is collected, into a closed file.
            parquet.is_open = False

    def _close_files(self) -> None:
        try:
            self._text.close()
        finally:
            if self._parquet_file is not None:
                self._parquet_file.close()


def write_parquet(path: Path, table: pa.Table) -> None:
    """Writes a table as Parquet only."""
    with path.open("wb") as file:
        pq.write_table(table, file, compression="zstd", row_group_size=ROWS_PER_PIECE)


def format_lines(table: pa.Table, delimiter: str) -> Iterable[bytes | pa.Buffer]:
    """The rows as text lines, without header: blocks of bytes to be written one after the other."""
    for batch in table.to_batches(max_chunksize=ROWS_PER_PIECE):
        if batch.num_rows == 0:
            continue
        cells = [_format_column(column, delimiter) for column in batch.columns]
        cells[-1] = pc.binary_join_element_wise(cells[-1], "\n", "")
        lines = pc.binary_join_element_wise(*cells, delimiter) if len(cells) > 1 else cells[0]
        # The characters of a string column lie one after the other: they are the text of the file.
        offsets = memoryview(lines.buffers()[1]).cast("i")
        yield lines.buffers()[2][offsets[lines.offset] : offsets[lines.offset + len(lines)]]


def _format_column(column: pa.Array, delimiter: str) -> pa.StringArray:
    if pa.types.is_dictionary(column.type):
        texts = _format_column(column.dictionary, delimiter).take(column.indices)
    elif pa.types.is_floating(column.type):
        coded = column.dictionary_encode()
        printed = pa.array([repr(value) for value in coded.dictionary.to_pylist()], pa.string())
        texts = printed.take(coded.indices)
    elif pa.types.is_string(column.type):
        texts = _quote_column(column, delimiter)
    else:
        texts = column.cast(pa.string())
    return pc.fill_null(texts, UNDEFINED)


def _quote_column(column: pa.StringArray, delimiter: str) -> pa.StringArray:
    needs_quotes = pc.match_substring_regex(column, f'["\r\n{delimiter}]')
    if not pc.any(needs_quotes).as_py():
        return column
    return pa.array([quote_field(text, delimiter) for text in column.to_pylist()], pa.string())


def quote_field(text: str, delimiter: str) -> str:
    """The text as a field of a line, in quotes where it would not be read as one without."""
    if not any(character in text for character in ('"', "\r", "\n", delimiter)):
        return text
    return '"' + text.replace('"', '""') + '"'


def _create(path: Path) -> BinaryIO:
    # Only the last folder may be new: a run whose folder was taken away must not go on elsewhere.
    path.parent.mkdir(exist_ok=True)
    return path.open("wb")
