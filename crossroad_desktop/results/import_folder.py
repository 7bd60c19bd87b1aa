"""Parquet for folders of croSSRoad, which hold text files only.

In: an output folder with `main/` and `intrim/`. Out: typed Parquet with our names beside them, made
once: it appears whole or not at all. Ids, genes, motifs and categories stay text whatever they look
like; `undefined` in a column of numbers is null.
"""

import errno
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq

from crossroad_desktop.errors import InputError, OutputError, StorageError
from crossroad_desktop.pipeline import table_spec
from crossroad_desktop.pipeline.categories import (
    MISSING_VALUES,
    OPTIONAL_CATEGORY,
    UNDEFINED,
    parse_year,
)
from crossroad_desktop.pipeline.locus_tables import LOCUS_TABLES
from crossroad_desktop.pipeline.table_spec import TableSpec
from crossroad_desktop.pipeline.table_writer import ROWS_PER_PIECE
from crossroad_desktop.results.connection import DEFAULT_LIMITS, QueryLimits, open_connection
from crossroad_desktop.results.folder import GENOMES, TABLES_BY_NAME, ResultFolder, text_path
from crossroad_desktop.results.genomes import read_genomes

_MISSING: Final = pa.array(sorted({*MISSING_VALUES, UNDEFINED}), pa.string())
_BLOCK_BYTES: Final = 16 << 20


def ensure_parquet(output_dir: Path, limits: QueryLimits = DEFAULT_LIMITS) -> None:
    """Makes `parquet/` from the text files, unless it is there.

    Raises InputError if the folder holds no results, or a file is not what its name says;
    OutputError if nothing can be written.
    """
    if (output_dir / "parquet").is_dir():
        return
    found = [spec for spec in TABLES_BY_NAME.values() if _text_file(output_dir, spec) is not None]
    if not {"reformatted", "mergedOut"} & {spec.name for spec in found}:
        raise InputError(
            f"{output_dir.name} holds no results of croSSRoad: neither main/mergedOut.tsv nor "
            "intrim/reformatted.tsv is there; choose the folder that holds main and intrim."
        )
    try:
        with tempfile.TemporaryDirectory(dir=output_dir.parent, prefix=".importing-") as made:
            _convert(output_dir, found, Path(made), limits)
    except OSError as problem:
        kind = StorageError if problem.errno in (errno.ENOSPC, errno.EDQUOT) else OutputError
        raise kind(
            f"{output_dir.name}: cannot write there ({problem.strerror or problem}); "
            "free some space or copy the folder to another disk."
        ) from problem


def _convert(output_dir: Path, found: list[TableSpec], made: Path, limits: QueryLimits) -> None:
    parquet = made / "parquet"
    parquet.mkdir()
    for spec in found:
        _convert_table(output_dir, spec, parquet / f"{spec.name}.parquet")
    staged = ResultFolder(made)
    if staged.has("genome_stats"):
        # Nobody asks of this folder again: it is about to be moved.
        with closing(open_connection(staged, limits)) as connection:
            pq.write_table(
                _code_texts(read_genomes(connection, staged)),
                parquet / f"{GENOMES}.parquet",
                compression="zstd",
            )
    _move_in(parquet, output_dir / "parquet")


def _move_in(made: Path, wanted: Path) -> None:
    try:
        made.rename(wanted)
    except OSError:
        # Another request may have been faster: its files are as good as these.
        if not wanted.is_dir():
            raise
        shutil.rmtree(made)


def _text_file(output_dir: Path, spec: TableSpec) -> Path | None:
    path = output_dir / text_path(spec)
    is_ours = path.is_file() and path.resolve().is_relative_to(output_dir.resolve())
    return path if is_ours else None


def _convert_table(output_dir: Path, spec: TableSpec, parquet: Path) -> None:
    path = output_dir / text_path(spec)
    if path.stat().st_size <= 2 and not path.read_bytes().strip():
        # croSSRoad writes a lone line end where no SSR meets a gene.
        pq.write_table(_empty_table(spec), parquet, compression="zstd")
        return
    try:
        batches = _read_batches(path, spec)
        first = next(batches)
        with pq.ParquetWriter(parquet, first.schema, compression="zstd") as writer:
            writer.write_table(first, row_group_size=ROWS_PER_PIECE)
            for batch in batches:
                writer.write_table(batch, row_group_size=ROWS_PER_PIECE)
    except pa.ArrowException as problem:
        raise InputError(
            f"{text_path(spec)} is not a table as croSSRoad writes it: {problem}"
        ) from problem


def _read_batches(path: Path, spec: TableSpec) -> Iterator[pa.Table]:
    """Tables of the rows; at least one, even if it is empty."""
    names = _column_names(path, spec)
    reader = pa_csv.open_csv(
        path,
        read_options=pa_csv.ReadOptions(
            column_names=names, skip_rows=int(spec.has_header), block_size=_BLOCK_BYTES
        ),
        parse_options=pa_csv.ParseOptions(
            delimiter=spec.delimiter, newlines_in_values=spec.delimiter == ","
        ),
        convert_options=pa_csv.ConvertOptions(
            column_types=dict.fromkeys(names, pa.string()),
            strings_can_be_null=False,
            null_values=[],
        ),
    )
    with reader:
        rows_read = 0
        for batch in reader:
            rows_read += batch.num_rows
            yield _type_columns(pa.Table.from_batches([batch]), spec)
        if not rows_read:
            yield _type_columns(reader.schema.empty_table(), spec)


def _column_names(path: Path, spec: TableSpec) -> list[str]:
    if not spec.has_header:
        return list(spec.schema.names)
    with path.open("rb") as file:
        line = file.readline()
    header = pa_csv.read_csv(
        pa.BufferReader(line),
        read_options=pa_csv.ReadOptions(autogenerate_column_names=True),
        parse_options=pa_csv.ParseOptions(delimiter=spec.delimiter),
        convert_options=pa_csv.ConvertOptions(null_values=[], strings_can_be_null=False),
    )
    return _make_distinct([str(column[0].as_py()) for column in header.columns])


def _make_distinct(names: list[str]) -> list[str]:
    # In a query Host and host are one name.
    seen: list[str] = []
    for name in names:
        distinct = name
        while distinct.casefold() in (other.casefold() for other in seen):
            distinct += "_categories"
        seen.append(distinct)
    return seen


def _type_columns(rows: pa.Table, spec: TableSpec) -> pa.Table:
    declared = {column.name: column for column in spec.columns}
    # Only croSSRoad's tables have the text itself where something is missing.
    filler = None if spec in LOCUS_TABLES else UNDEFINED
    unknown = declared.get(table_spec.DYNAMIC.name, table_spec.METADATA)
    columns = []
    for name in rows.column_names:
        is_metadata = name not in declared or name in ("category", "year")
        kind = declared.get(name, unknown).type
        if name == "year" and table_spec.METADATA in spec.columns:
            kind = table_spec.YEAR.type
        if pa.types.is_dictionary(kind):
            columns.append(_code_column(rows[name], filler, is_metadata))
        else:
            columns.append(_type_column(rows[name], kind, name))
    return pa.table(columns, names=rows.column_names)


def _code_column(column: pa.ChunkedArray, filler: str | None, is_metadata: bool) -> pa.ChunkedArray:
    is_missing = pc.is_in(column, _MISSING) if is_metadata else pc.equal(column, UNDEFINED)
    return pc.if_else(is_missing, filler, column).dictionary_encode()


def _type_column(column: pa.ChunkedArray, kind: pa.DataType, name: str) -> pa.ChunkedArray:
    if pa.types.is_string(kind):
        return column
    is_missing = pc.is_in(column, _MISSING)
    known = pc.if_else(is_missing, None, column)
    if name == "year":
        known = _parse_years(known)
    elif pa.types.is_integer(kind):
        # A column with a missing value was one of decimal numbers in pandas: 1200.0.
        known = pc.replace_substring_regex(known, r"\.0$", "")
    return known.cast(kind)


def _parse_years(column: pa.ChunkedArray) -> pa.ChunkedArray:
    coded = column.combine_chunks().dictionary_encode()
    years = [parse_year(text) for text in coded.dictionary.to_pylist()]
    numbers = pa.array([None if year == UNDEFINED else int(year) for year in years], pa.int32())
    return pa.chunked_array([numbers.take(coded.indices)])


def _empty_table(spec: TableSpec) -> pa.Table:
    metadata = ["category", OPTIONAL_CATEGORY, "year"]
    return spec.for_run(metadata, OPTIONAL_CATEGORY).schema.empty_table()


def _code_texts(table: pa.Table) -> pa.Table:
    for place, field in enumerate(table.schema):
        if pa.types.is_string(field.type) and field.name != "genomeID":
            coded = table.column(place).dictionary_encode()
            table = table.set_column(place, field.name, coded)
    return table
