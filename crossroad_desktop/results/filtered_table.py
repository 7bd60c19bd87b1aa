"""A table as grids and downloads see it: filtered by any column and by the filter bar.

In: a table, column filters, the filters common to all figures. Out: its columns, and SQL of its
rows. The table of genomes has one column more than its file: the number of SSRs.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import duckdb
import pyarrow as pa

from crossroad_desktop.results.column_filters import ColumnFilter, column_conditions
from crossroad_desktop.results.connection import table_source
from crossroad_desktop.results.filter_columns import ONE_ROW_PER_GENOME
from crossroad_desktop.results.filters import (
    Conditions,
    Filters,
    row_conditions,
    select_genomes,
)
from crossroad_desktop.results.folder import GENOMES, ResultFolder, TableInfo, tables_of
from crossroad_desktop.results.plot_key import ssr_table

_SSRS = "ssrs"


@dataclass(frozen=True)
class FilteredTable:
    """Some rows of a table."""

    folder: ResultFolder
    table: str
    schema: pa.Schema
    source: str
    """SQL of all rows, to stand after FROM; with a column file_row_number."""
    chosen: Conditions
    """Of the rows; once `prepare` has been called."""
    filters: Filters

    def prepare(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Makes what the conditions look at."""
        if self.filters.selects_genomes:
            with_left_out = self.table in ONE_ROW_PER_GENOME
            select_genomes(connection, self.folder, self.filters, with_left_out)

    def order_by(self, order: str) -> str:
        """` ORDER BY ...` of sort keys, or nothing where the rows come in the order of the file."""
        if order:
            return f" ORDER BY {order}, file_row_number"
        # A join does not keep the order.
        return " ORDER BY file_row_number" if _counts_ssrs(self.folder, self.table) else ""


def filter_table(
    folder: ResultFolder, table: str, column_filters: Sequence[ColumnFilter], filters: Filters
) -> FilteredTable:
    """The rows that all filters leave; raises ParameterError for filters that do not fit."""
    schema = table_schema(folder, table)
    chosen = row_conditions(folder, table, filters)
    of_columns = column_conditions(schema, column_filters)
    chosen.parts += of_columns.parts
    chosen.parameters |= of_columns.parameters
    return FilteredTable(folder, table, schema, _source(folder, table), chosen, filters)


def table_schema(folder: ResultFolder, table: str) -> pa.Schema:
    """Names and types of the columns that are shown of a table."""
    schema = folder.schema(table)
    return schema.append(pa.field(_SSRS, pa.int32())) if _counts_ssrs(folder, table) else schema


def list_tables(folder: ResultFolder) -> list[TableInfo]:
    """All tables that can be shown: those of the run, then that of the genomes."""
    listed = list(tables_of(folder.output_dir).present.values())
    if folder.has(GENOMES):
        columns = tuple((part.name, str(part.type)) for part in table_schema(folder, GENOMES))
        rows = folder.row_count(GENOMES)
        listed.append(TableInfo(GENOMES, f"parquet/{GENOMES}.parquet", columns, rows))
    return listed


def _counts_ssrs(folder: ResultFolder, table: str) -> bool:
    # A column of the categories file may have this name already.
    return table == GENOMES and _SSRS not in map(str.casefold, folder.schema(table).names)


def _source(folder: ResultFolder, table: str) -> str:
    source = table_source(folder, table, row_numbers=True)
    if not _counts_ssrs(folder, table):
        return source
    counts = f"SELECT genomeID, count(*) AS n FROM {table_source(folder, ssr_table(folder))}"
    return (
        f"(SELECT listed.*, CAST(CASE WHEN is_analysed THEN coalesce(n, 0) END AS INTEGER) "
        f"AS {_SSRS} FROM {source} AS listed LEFT JOIN ({counts} GROUP BY genomeID) AS counts "
        "ON counts.genomeID = listed.genomeID)"
    )
