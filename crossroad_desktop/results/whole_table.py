"""A table as it is, streamed straight from its Parquet file.

In: a Parquet file and the columns wanted. Out: its rows in their order, with one dictionary per
column of coded text. Row groups may have dictionaries of their own: they are joined first, which
takes no look at the rows where all row groups share one, as in our own files.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from crossroad_desktop.errors import OutputError
from crossroad_desktop.pipeline.table_writer import ROWS_PER_PIECE
from crossroad_desktop.results.arrow_result import ROWS_PER_BATCH, ArrowResult, chain, wire_type

_Dictionaries = dict[str, pa.Array]


def open_whole_table(path: Path, names: Sequence[str]) -> ArrowResult:
    """All rows of a file; raises OutputError if it is damaged."""
    try:
        file = pq.ParquetFile(path)
    except (OSError, pa.ArrowInvalid) as problem:
        raise OutputError(f"parquet/{path.name} is damaged; run the analysis again.") from problem
    try:
        fields = [file.schema_arrow.field(name) for name in names]
        schema = pa.schema([(field.name, wire_type(field.type)) for field in fields])
        coded = [field.name for field in fields if pa.types.is_dictionary(field.type)]
        batches = _read_batches(file, schema, _join_dictionaries(file, coded))
        first = next(batches, None)
    except BaseException:
        file.close()
        raise
    return ArrowResult(schema, file.metadata.num_rows, chain(first, batches), file.close)


def _join_dictionaries(file: pq.ParquetFile, coded: Sequence[str]) -> _Dictionaries:
    joined: _Dictionaries = {}
    if not coded:
        return joined
    last: _Dictionaries = {}
    for batch in _iterate(file, ROWS_PER_PIECE, coded):
        for name in coded:
            values = batch.column(name).dictionary
            if name not in joined:
                joined[name] = values
            elif not values.equals(last[name]) and not values.equals(joined[name]):
                joined[name] = pc.unique(pa.chunked_array([joined[name], values]))
            last[name] = values
    return joined


def _read_batches(
    file: pq.ParquetFile, schema: pa.Schema, dictionaries: _Dictionaries
) -> Iterator[pa.RecordBatch]:
    try:
        for batch in _iterate(file, ROWS_PER_BATCH, schema.names):
            columns = [
                _wire_column(batch.column(field.name), field, dictionaries) for field in schema
            ]
            yield pa.RecordBatch.from_arrays(columns, schema=schema)
    finally:
        file.close()


def _iterate(
    file: pq.ParquetFile, batch_rows: int, names: Sequence[str]
) -> Iterator[pa.RecordBatch]:
    # One row group after the other: a reader of all of them keeps what it has read.
    for row_group in range(file.num_row_groups):
        yield from file.iter_batches(batch_rows, row_groups=[row_group], columns=list(names))


def _wire_column(column: pa.Array, field: pa.Field, dictionaries: _Dictionaries) -> pa.Array:
    if field.name not in dictionaries:
        return column.cast(field.type)
    joined = dictionaries[field.name]
    indices = column.indices
    if not column.dictionary.equals(joined):
        indices = pc.index_in(column.dictionary, joined).take(indices)
    return pa.DictionaryArray.from_arrays(indices.cast(pa.int32()), joined)
