"""A DuckDB that can read the Parquet files of one output folder and nothing else.

In: an output folder. Out: a connection for one request, or a query's rows. It reads no other path,
`..`, URL or link that points out, loads no extension and asks no network; nothing in a query can
change that, for the configuration is locked.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import duckdb
import pyarrow as pa

from crossroad_desktop.errors import OutputError, list_offenders
from crossroad_desktop.results.folder import ResultFolder

_MEBIBYTE: Final = 1 << 20
_KEPT_INSTANCES: Final = 4


@dataclass(frozen=True)
class QueryLimits:
    """What one request may use."""

    threads: int = 2
    memory_bytes: int = 1024 * _MEBIBYTE
    temporary_folder: Path | None = None
    """Where large sorts are put aside; None: they must fit into the memory."""


DEFAULT_LIMITS: Final = QueryLimits()


@contextmanager
def connected(
    folder: ResultFolder, limits: QueryLimits = DEFAULT_LIMITS
) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection that is closed at the end of the `with` block.

    Connections to one folder share an instance and what it may use: to start one costs as much as
    a small question. Only temporary tables and views are a connection's own: make no others.
    """
    connection = _kept_instance(folder.parquet_dir.resolve(), limits).cursor()
    try:
        yield connection
    finally:
        connection.close()


def open_connection(
    folder: ResultFolder, limits: QueryLimits = DEFAULT_LIMITS
) -> duckdb.DuckDBPyConnection:
    """A connection with an instance of its own, for one request; the caller closes it.

    Its database is empty and in memory: tables and types live as long as the connection.
    """
    return _start_instance(folder.parquet_dir.resolve(), limits)


@lru_cache(maxsize=_KEPT_INSTANCES)
def _kept_instance(parquet_dir: Path, limits: QueryLimits) -> duckdb.DuckDBPyConnection:
    # One that is dropped ends with its last connection.
    return _start_instance(parquet_dir, limits)


def _start_instance(parquet_dir: Path, limits: QueryLimits) -> duckdb.DuckDBPyConnection:
    allowed = quote_text(f"{parquet_dir}/")
    connection = duckdb.connect(
        config={
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
            "allow_community_extensions": False,
            "enable_external_file_cache": False,
            "python_enable_replacements": False,
            "threads": limits.threads,
            "memory_limit": f"{max(limits.memory_bytes // _MEBIBYTE, 1)}MiB",
            "temp_directory": str(limits.temporary_folder or ""),
        }
    )
    # In this order: after the second line no folder can be added, after the last nothing changed.
    connection.execute(f"SET allowed_directories=[{allowed}]")
    connection.execute("SET enable_external_access=false")
    connection.execute("SET lock_configuration=true")
    return connection


def table_source(folder: ResultFolder, table: str, row_numbers: bool = False) -> str:
    """SQL that stands for a table after FROM; with `row_numbers` it has a column file_row_number,
    counted from 0. NotFoundError says which input the table needs."""
    _check_names(folder.schema(table).names)
    path = quote_text(str(folder.path(table).resolve()))
    return f"read_parquet({path}, file_row_number={str(row_numbers).lower()})"


def fetch_table(
    connection: duckdb.DuckDBPyConnection, query: str, parameters: Mapping[str, Any] | None = None
) -> pa.Table:
    """All rows of a query."""
    with told_in_words():
        return connection.sql(query, params=dict(parameters or {})).to_arrow_table()


def fetch_number(
    connection: duckdb.DuckDBPyConnection, query: str, parameters: Mapping[str, Any] | None = None
) -> int:
    """The one whole number that a query gives."""
    return int(fetch_table(connection, query, parameters).column(0)[0].as_py())


def _check_names(names: Sequence[str]) -> None:
    # In SQL Host and host are one column: better no answer than that of the other one.
    folded = [name.casefold() for name in names]
    clashing = [name for name in names if folded.count(name.casefold()) > 1]
    if clashing:
        raise OutputError(
            f"Columns whose names differ only in case cannot be told apart: "
            f"{list_offenders(clashing)}. Rename them in the categories file and run again."
        )


@contextmanager
def told_in_words() -> Iterator[None]:
    """Turns what a user can do something about into an OutputError: memory, disk, damaged files."""
    try:
        yield
    except duckdb.OutOfMemoryException as problem:
        raise OutputError(
            "The question needs more memory than it may use; set CROSSROAD_MEMORY_LIMIT higher, "
            "or filter the rows."
        ) from problem
    except (duckdb.IOException, duckdb.InvalidInputException) as problem:
        if not re.search("parquet", str(problem), re.IGNORECASE):
            raise
        raise OutputError("A Parquet file is damaged; run the analysis again.") from problem


def quote_text(text: str) -> str:
    """A text as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"


def quote_name(name: str) -> str:
    """A column name as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'
