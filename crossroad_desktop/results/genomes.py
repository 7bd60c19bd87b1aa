"""All genomes with what is known of them: the denominators of the figures.

In: `parquet/genomes.parquet` if it is there; else it is put together from genome_stats and a table
with metadata. Out: a temporary table, or the Arrow table of the whole.

Without `run.json` the limits of the filter are not known: then the genomes with at least one SSR
count as analysed. Genomes without any SSR are `undefined` in all groups where genomes.parquet is
missing, because no other table holds their metadata.
"""

from collections.abc import Mapping
from typing import Any

import duckdb
import pyarrow as pa

from crossroad_desktop.errors import NotFoundError
from crossroad_desktop.pipeline.categories import UNDEFINED
from crossroad_desktop.results.connection import (
    fetch_table,
    quote_name,
    quote_text,
    table_source,
    told_in_words,
)
from crossroad_desktop.results.folder import GENOMES, ResultFolder

_STATISTICS = ("length_genome", "N_count", "genome_GC_per")
_ROW = "file_row_number"
_FIRST_COLUMNS = ("genomeID", "is_analysed", *_STATISTICS)


def create_genomes(
    connection: duckdb.DuckDBPyConnection,
    folder: ResultFolder,
    where: str = "",
    parameters: Mapping[str, Any] | None = None,
) -> None:
    """Makes the temporary table `genomes`: place (number of the row), genomeID, is_analysed,
    length_genome, N_count, genome_GC_per, category, year, and the metadata columns in the order of
    `group_columns` as group_0, group_1 ... (the user's names could be those of other columns)."""
    groups = "".join(
        f", {quote_name(name)} AS group_{place}" for place, name in enumerate(group_columns(folder))
    )
    fixed = ", ".join((*_FIRST_COLUMNS, "category", "year"))
    with told_in_words():
        connection.execute(
            f"CREATE OR REPLACE TEMP TABLE genomes AS SELECT {_ROW} AS place, {fixed}{groups} "
            f"FROM ({genomes_query(folder)}){where} ORDER BY place",
            dict(parameters or {}),
        )


def read_genomes(connection: duckdb.DuckDBPyConnection, folder: ResultFolder) -> pa.Table:
    """One row per FASTA record, in file order: genomeID, is_analysed, length_genome, N_count,
    genome_GC_per, then the metadata, of which category, the third column and year are always
    there."""
    query = f"SELECT * EXCLUDE ({_ROW}) FROM ({genomes_query(folder)}) ORDER BY {_ROW}"
    return fetch_table(connection, query)


def group_columns(folder: ResultFolder) -> tuple[str, ...]:
    """Names of the metadata columns of `genomes`."""
    if folder.has(GENOMES):
        return tuple(name for name in folder.schema(GENOMES).names if name not in _FIRST_COLUMNS)
    return _with_fixed_columns(folder)


def count_records(folder: ResultFolder) -> int:
    """How many genomes there are, analysed or not; `place` is less than that."""
    return folder.row_count(GENOMES if folder.has(GENOMES) else "genome_stats")


def genomes_query(folder: ResultFolder) -> str:
    """SQL of all genomes, with a last column file_row_number."""
    if folder.has(GENOMES):
        return f"SELECT * FROM {table_source(folder, GENOMES, row_numbers=True)}"
    source = table_source(folder, "genome_stats", row_numbers=True)
    columns = ", ".join(
        ("statistics.genomeID", f"{_is_analysed(folder)} AS is_analysed", *_STATISTICS)
    )
    metadata = "".join(f", {column}" for column in _metadata_sql(folder))
    joined = _metadata_source(folder)
    return f"SELECT {columns}{metadata}, statistics.{_ROW} FROM {source} AS statistics{joined}"


def _is_analysed(folder: ResultFolder) -> str:
    limits = folder.parameters
    if limits is None:
        ssrs = table_source(folder, "reformatted" if folder.has("reformatted") else "mergedOut")
        return f"statistics.genomeID IN (SELECT DISTINCT genomeID FROM {ssrs})"
    shortest, longest, most_n = (int(limits[name]) for name in ("min_len", "max_len", "unfair"))
    return f"(length_genome BETWEEN {shortest} AND {longest} AND N_count <= {most_n})"


def _metadata_sql(folder: ResultFolder) -> list[str]:
    selected = []
    for name in _with_fixed_columns(folder):
        quoted = quote_name(name)
        if name not in folder.metadata_columns:
            value = "CAST(NULL AS INTEGER)" if name == "year" else quote_text(UNDEFINED)
            selected.append(f"{value} AS {quoted}")
        elif name == "year":
            selected.append(f"metadata.{quoted}")
        else:
            selected.append(f"coalesce(metadata.{quoted}, {quote_text(UNDEFINED)}) AS {quoted}")
    return selected


def _metadata_source(folder: ResultFolder) -> str:
    if not folder.metadata_columns:
        return ""
    table = next((name for name in ("mergedOut", "ssr_genecombo") if folder.has(name)), None)
    if table is None:
        raise NotFoundError(folder.why_absent("mergedOut"))
    values = ", ".join(
        f"any_value({quote_name(name)}) AS {quote_name(name)}" for name in folder.metadata_columns
    )
    grouped = f"SELECT genomeID, {values} FROM {table_source(folder, table)} GROUP BY genomeID"
    return f" LEFT JOIN ({grouped}) AS metadata ON metadata.genomeID = statistics.genomeID"


def _with_fixed_columns(folder: ResultFolder) -> tuple[str, ...]:
    named = folder.metadata_columns
    fixed = ("category", folder.third_column, "year")
    return named + tuple(name for name in fixed if name not in named)
