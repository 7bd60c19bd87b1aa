"""One page of a table, sorted and filtered by any column: what a grid shows.

In: table, offset, limit, sort, filters. Out: a page's rows and the number of rows that the filters
leave. Rows that sort equal keep their order, so pages cover all rows exactly once.

Pages of the whole table are found by row number. For others the row numbers in their new order
are worked out once and kept in a `PageCache`; a page then costs only its rows.
"""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import Final

import duckdb
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from crossroad_desktop.errors import ParameterError
from crossroad_desktop.results.arrow_result import ArrowResult, table_result
from crossroad_desktop.results.column_filters import (
    ColumnFilter,
    select_columns,
    sort_order,
)
from crossroad_desktop.results.connection import (
    DEFAULT_LIMITS,
    QueryLimits,
    connected,
    fetch_number,
    fetch_table,
    quote_name,
)
from crossroad_desktop.results.filtered_table import FilteredTable, filter_table
from crossroad_desktop.results.filters import Conditions, Filters
from crossroad_desktop.results.folder import ResultFolder

MAX_PAGE_ROWS: Final = 10_000
ROW_NUMBER: Final = "file_row_number"
_SORTED_BY_HEAP: Final = 1_000
"""Pages up to this row are found without sorting everything."""

_Rows = NDArray[np.int32]
_Key = tuple[object, ...]


@dataclass
class PageCache:
    """Row orders and counts that pages asked for before; one for a whole server, thread safe.

    A table that was written anew has another key, so nothing outdated is ever given.
    """

    max_bytes: int = 256 << 20
    _orders: OrderedDict[_Key, _Rows] = field(default_factory=OrderedDict)
    _counts: OrderedDict[_Key, int] = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock)

    def order(self, key: _Key) -> _Rows | None:
        """Row numbers of the filtered table in their order; None if they are not known."""
        with self._lock:
            rows = self._orders.get(key)
            if rows is not None:
                self._orders.move_to_end(key)
            return rows

    def keep_order(self, key: _Key, rows: _Rows) -> None:
        """Keeps an order, and drops the least recently used ones that have no room beside it."""
        with self._lock:
            self._orders[key] = rows
            while sum(kept.nbytes for kept in self._orders.values()) > self.max_bytes:
                self._orders.popitem(last=False)

    def count(self, key: _Key) -> int | None:
        """Rows of the filtered table; None if they are not known."""
        with self._lock:
            return self._counts.get(key)

    def keep_count(self, key: _Key, count: int) -> None:
        """Keeps a count; the last thousand are kept."""
        with self._lock:
            self._counts[key] = count
            while len(self._counts) > 1_000:
                self._counts.popitem(last=False)


@dataclass(frozen=True)
class _Request:
    rows: FilteredTable
    order: str
    """Columns of ORDER BY; empty: as in the file."""

    @property
    def chosen(self) -> Conditions:
        return self.rows.chosen

    @property
    def row_count(self) -> int:
        """Of the whole table."""
        return self.rows.folder.row_count(self.rows.table)

    @property
    def filter_key(self) -> _Key:
        written = self.rows.folder.path(self.rows.table).stat()
        parameters = repr(sorted(self.chosen.parameters.items()))
        return (
            str(self.rows.folder.output_dir.resolve()), self.rows.table, written.st_mtime_ns,
            written.st_size, tuple(self.chosen.parts), parameters, repr(self.rows.filters),
        )  # fmt: skip

    @property
    def order_key(self) -> _Key:
        return (*self.filter_key, self.order)

    @property
    def numbers(self) -> str:
        order = self.rows.order_by(self.order) or f" ORDER BY {ROW_NUMBER}"
        return (
            f"SELECT CAST({ROW_NUMBER} AS INTEGER) AS {ROW_NUMBER} "
            f"FROM {self.rows.source}{self.chosen.where()}{order}"
        )


def open_page(
    output_dir: Path,
    table: str,
    offset: int = 0,
    limit: int = 100,
    sort: Sequence[str] = (),
    filters: Sequence[ColumnFilter] = (),
    columns: Sequence[str] | None = None,
    with_row_number: bool = False,
    limits: QueryLimits = DEFAULT_LIMITS,
    cache: PageCache | None = None,
    common: Filters | None = None,
) -> ArrowResult:
    """Rows `offset` to `offset + limit` of the sorted and filtered table.

    `sort` names columns, the most important first, `-` before a name for descending; missing years
    come last. `common` are the filters of the filter bar. With `with_row_number` there is a last
    column file_row_number: the place of the row in the whole table, from 0. Raises NotFoundError
    for a table that is not there, ParameterError for columns, filters or limits that do not fit.
    """
    if offset < 0 or not 0 <= limit <= MAX_PAGE_ROWS:
        raise ParameterError(
            f"offset must be 0 or more and limit from 0 to {MAX_PAGE_ROWS:,}; "
            f"they are {offset} and {limit}."
        )
    folder = ResultFolder(output_dir)
    filtered = filter_table(folder, table, filters, common or Filters())
    names = select_columns(columns, filtered.schema.names)
    request = _Request(filtered, sort_order(filtered.schema, sort))
    with connected(folder, limits) as connection:
        filtered.prepare(connection)
        rows, total = _find_rows(connection, request, offset, limit, cache or PageCache())
        page = _fetch_rows(connection, request, rows, names, with_row_number)
    return table_result(page, total)


def _find_rows(
    connection: duckdb.DuckDBPyConnection,
    request: _Request,
    offset: int,
    limit: int,
    cache: PageCache,
) -> tuple[_Rows, int]:
    """Row numbers of the page, and the rows of the whole answer."""
    if not request.order and not request.chosen.parts:
        total = request.row_count
        return np.arange(min(offset, total), min(offset + limit, total), dtype=np.int32), total
    rows = cache.order(request.order_key)
    if rows is None and request.order and offset + limit <= _SORTED_BY_HEAP:
        query = f"{request.numbers} LIMIT {limit} OFFSET {offset}"
        first = _fetch_numbers(connection, query, request.chosen)
        return first, _count_rows(connection, request, cache)
    if rows is None:
        rows = _fetch_numbers(connection, request.numbers, request.chosen)
        cache.keep_order(request.order_key, rows)
    return rows[offset : offset + limit], len(rows)


def _fetch_numbers(connection: duckdb.DuckDBPyConnection, query: str, chosen: Conditions) -> _Rows:
    column = fetch_table(connection, query, chosen.parameters).column(0)
    numbers: _Rows = column.to_numpy()
    return numbers


def _count_rows(connection: duckdb.DuckDBPyConnection, request: _Request, cache: PageCache) -> int:
    if not request.chosen.parts:
        return request.row_count
    count = cache.count(request.filter_key)
    if count is None:
        query = f"SELECT count(*) FROM {request.rows.source}{request.chosen.where()}"
        count = fetch_number(connection, query, request.chosen.parameters)
        cache.keep_count(request.filter_key, count)
    return count


def _fetch_rows(
    connection: duckdb.DuckDBPyConnection,
    request: _Request,
    rows: _Rows,
    names: Sequence[str],
    with_row_number: bool,
) -> pa.Table:
    wanted = ", ".join([*map(quote_name, names), f"CAST({ROW_NUMBER} AS INTEGER) AS {ROW_NUMBER}"])
    if not len(rows):
        condition = "false"
    elif len(rows) == rows[-1] - rows[0] + 1 and (np.diff(rows) == 1).all():
        # A range lets whole row groups be skipped without a look at each number.
        condition = f"{ROW_NUMBER} BETWEEN {rows[0]} AND {rows[-1]}"
    else:
        condition = f"{ROW_NUMBER} IN ({', '.join(map(str, rows.tolist()))})"
    found = fetch_table(connection, f"SELECT {wanted} FROM {request.rows.source} WHERE {condition}")
    places = np.argsort(np.argsort(rows, kind="stable"), kind="stable")
    page = found.take(np.argsort(found[ROW_NUMBER].to_numpy(), kind="stable")).take(places)
    return page if with_row_number else page.select(names)
