"""What goes over the wire: Arrow record batches of few, old types.

Every Arrow reader, those in browsers too, knows int8 to int64, float64, bool, utf8 and
dictionary<int32, utf8>. DuckDB's narrower dictionaries, wide sums and string views are turned into
these, and the bytes of a stream are not compressed. A dictionary is the same in all batches of a
result: readers in JavaScript ignore a second one.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Final, Self

import duckdb
import pyarrow as pa

from crossroad_desktop.results.connection import told_in_words

ROWS_PER_BATCH: Final = 16_384
_CODED: Final = pa.dictionary(pa.int32(), pa.string())


@dataclass
class ArrowResult:
    """Rows on their way to the user; a context manager.

    The first batch is made before the result exists, so what can go wrong has gone wrong by then.
    Reading to the end or `close` frees the connection; closing twice does no harm.
    """

    schema: pa.Schema
    total_rows: int
    """Of the whole answer: for a page, the rows of the filtered table."""
    batches: Iterator[pa.RecordBatch]
    """At most ROWS_PER_BATCH rows each; none if there is no row."""
    release: Callable[[], None]

    def close(self) -> None:
        """Frees everything that the result holds."""
        self.batches = iter(())
        self.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def read_all(self) -> pa.Table:
        """All rows; then the result is closed."""
        with self:
            return pa.Table.from_batches(list(self.batches), self.schema)


def stream_result(
    connection: duckdb.DuckDBPyConnection,
    query: str,
    parameters: dict[str, object],
    total_rows: int,
) -> ArrowResult:
    """The rows of a query, which are computed while they are read; takes the connection over."""
    with told_in_words():
        reader = connection.sql(query, params=parameters).to_arrow_reader(ROWS_PER_BATCH)

    def release() -> None:
        reader.close()
        connection.close()

    try:
        schema = pa.schema([_wire_field(field) for field in reader.schema])
        batches = _wire_batches(reader, schema, release)
        first = next(batches, None)
    except BaseException:
        release()
        raise
    return ArrowResult(schema, total_rows, chain(first, batches), release)


def table_result(table: pa.Table, total_rows: int, is_coded: bool = False) -> ArrowResult:
    """A small table as a result; texts are stored once each if `is_coded`."""
    if is_coded:
        table = _code_texts(table)
    schema = pa.schema([_wire_field(field) for field in table.schema])
    batches = table.cast(schema).combine_chunks().to_batches(max_chunksize=ROWS_PER_BATCH)
    full = (batch for batch in batches if batch.num_rows)
    return ArrowResult(schema, total_rows, full, lambda: None)


def encode_stream(result: ArrowResult) -> Iterator[bytes]:
    """The bytes of an Arrow IPC stream, piece by piece; closes the result at the end, and when the
    iterator itself is closed after its first piece."""
    sink = ByteSink()
    options = pa.ipc.IpcWriteOptions(compression=None)
    try:
        with pa.ipc.new_stream(pa.PythonFile(sink, "w"), result.schema, options=options) as writer:
            for batch in result.batches:
                writer.write_batch(batch)
                yield sink.take()
        yield sink.take()
    finally:
        result.close()


def wire_type(kind: pa.DataType) -> pa.DataType:
    """The type that a column of another type takes on the wire."""
    if pa.types.is_dictionary(kind):
        return _CODED
    if pa.types.is_decimal(kind):
        return pa.int64() if kind.scale == 0 else pa.float64()
    if pa.types.is_unsigned_integer(kind):
        return pa.int32() if kind.bit_width < 32 else pa.int64()
    if pa.types.is_floating(kind):
        return pa.float64()
    if pa.types.is_integer(kind) or pa.types.is_boolean(kind):
        return kind
    return pa.string()


def chain(
    first: pa.RecordBatch | None, others: Iterator[pa.RecordBatch]
) -> Iterator[pa.RecordBatch]:
    """The first batch, if there is one, and the others."""
    if first is not None:
        yield first
        yield from others


class ByteSink:
    """Takes what a writer writes and hands it on."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []
        self.closed = False

    def write(self, part: bytes) -> int:
        self._parts.append(bytes(part))
        return len(part)

    def flush(self) -> None:
        """Nothing is held back."""

    def close(self) -> None:
        self.closed = True

    def take(self) -> bytes:
        taken = b"".join(self._parts)
        self._parts.clear()
        return taken


def _wire_field(field: pa.Field) -> pa.Field:
    return pa.field(field.name, wire_type(field.type))


def _wire_batches(
    reader: pa.RecordBatchReader, schema: pa.Schema, release: Callable[[], None]
) -> Iterator[pa.RecordBatch]:
    dictionaries: list[pa.Array | None] = [None] * len(schema)
    try:
        while True:
            with told_in_words():
                batch = next(reader, None)
            if batch is None:
                return
            if batch.num_rows:
                columns = [
                    _wire_column(column, field.type, place, dictionaries)
                    for place, (column, field) in enumerate(zip(batch.columns, schema, strict=True))
                ]
                yield pa.RecordBatch.from_arrays(columns, schema=schema)
    finally:
        release()


def _wire_column(
    column: pa.Array, kind: pa.DataType, place: int, dictionaries: list[pa.Array | None]
) -> pa.Array:
    if not pa.types.is_dictionary(kind):
        return column.cast(kind)
    if dictionaries[place] is None:
        dictionaries[place] = column.dictionary.cast(pa.string())
    return pa.DictionaryArray.from_arrays(column.indices.cast(pa.int32()), dictionaries[place])


def _code_texts(table: pa.Table) -> pa.Table:
    columns: Sequence[pa.ChunkedArray] = [
        column.combine_chunks().dictionary_encode() if pa.types.is_string(column.type) else column
        for column in table.columns
    ]
    return pa.table(columns, names=table.column_names)
