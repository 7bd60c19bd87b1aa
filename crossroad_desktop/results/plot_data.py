"""Plot key -> query -> Arrow: what each figure needs, and no more.

In: an output folder, a key, filters. Out: whole tables as they are (row-level keys, streamed), or
the few rows that a figure draws (aggregates, computed in DuckDB or from allele cells).
docs/plot-data.md lists every key with its columns and formulas and is checked against PLOT_KEYS.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Final

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from crossroad_desktop.errors import NotFoundError, list_offenders
from crossroad_desktop.results.allele_cells import read_allele_cells
from crossroad_desktop.results.arrow_result import ArrowResult, stream_result, table_result
from crossroad_desktop.results.column_filters import select_columns
from crossroad_desktop.results.connection import (
    DEFAULT_LIMITS,
    QueryLimits,
    connected,
    fetch_number,
    fetch_table,
    open_connection,
    quote_name,
    table_source,
    told_in_words,
)
from crossroad_desktop.results.filters import Conditions, Filters, row_conditions, select_genomes
from crossroad_desktop.results.folder import ResultFolder
from crossroad_desktop.results.plot_key import (
    PlotContext,
    PlotKey,
    motif_class_rows,
    read_options,
)
from crossroad_desktop.results.plots_allele_matrix import MATRIX_PLOTS
from crossroad_desktop.results.plots_filters import FILTER_PLOTS
from crossroad_desktop.results.plots_genes import GENE_PLOTS
from crossroad_desktop.results.plots_genomes import GENOME_PLOTS
from crossroad_desktop.results.plots_loci import LOCUS_PLOTS
from crossroad_desktop.results.plots_motifs import MOTIF_PLOTS
from crossroad_desktop.results.plots_reference import REFERENCE_PLOTS
from crossroad_desktop.results.plots_trees import TREE_PLOTS
from crossroad_desktop.results.plots_upset import UPSET_PLOTS
from crossroad_desktop.results.whole_table import open_whole_table

_NO_OPTIONS: Final[Mapping[str, str]] = MappingProxyType({})

ROW_LEVEL_KEYS: Final = (
    PlotKey("plot_source", ("mergedOut", "reformatted"), "All SSRs."),
    PlotKey("hssr_data", ("hssr_data",), "SSRs of the hotspots."),
    PlotKey("hotspot", ("mutational_hotspot",), "The hotspots."),
    PlotKey("ssr_gene_intersect", ("ssr_genecombo",), "Pairs of SSR and gene."),
    PlotKey("gene_country_sankey", ("hssr_data",), "SSRs of the hotspots."),
    PlotKey("flanked_data", ("flanked",), "Places of conserved SSRs with their flanks."),
    PlotKey("pattern_summary", ("pattern_summary",), "What the flanks have in common."),
)
PLOT_KEYS: Final[Mapping[str, PlotKey]] = {
    plot.key: plot
    for plot in (
        *ROW_LEVEL_KEYS, *FILTER_PLOTS, *GENOME_PLOTS, *MOTIF_PLOTS, *UPSET_PLOTS, *GENE_PLOTS,
        *REFERENCE_PLOTS, *LOCUS_PLOTS, *MATRIX_PLOTS,
        *TREE_PLOTS,
    )
}  # fmt: skip


@dataclass(frozen=True)
class PlotQuery:
    """What is asked of a plot key."""

    columns: Sequence[str] | None = None
    """None: all."""
    filters: Filters = field(default_factory=Filters)


def open_plot(
    output_dir: Path,
    key: str,
    query: PlotQuery | None = None,
    options: Mapping[str, str] = _NO_OPTIONS,
    limits: QueryLimits = DEFAULT_LIMITS,
) -> ArrowResult:
    """The data of one figure; the caller reads or closes it.

    Raises NotFoundError for an unknown key and for one that this run's inputs do not give,
    ParameterError for filters, columns or options that do not fit.
    """
    folder = ResultFolder(output_dir)
    asked = query or PlotQuery()
    plot = find_plot(key)
    chosen = read_options(plot, options)
    if plot.is_row_level:
        return _open_rows(folder, plot.find_table(folder), asked, limits)
    plot.check_needs(folder)
    context = PlotContext(folder, asked.filters, chosen)
    if plot.use_filters is not None:
        context.filters = plot.use_filters(context)
    return _open_aggregate(context, plot, asked.columns, limits)


def find_plot(key: str) -> PlotKey:
    """The plot of a key; NotFoundError lists the keys."""
    if key not in PLOT_KEYS:
        known = list_offenders(sorted(PLOT_KEYS), len(PLOT_KEYS))
        raise NotFoundError(f"There is no plot key {key!r}; the keys are {known}.")
    return PLOT_KEYS[key]


def missing_inputs(output_dir: Path) -> dict[str, str]:
    """Why a plot key has no data in this folder, by key; keys that have some are not in it."""
    folder = ResultFolder(output_dir)
    reasons = {}
    for key, plot in PLOT_KEYS.items():
        try:
            plot.check_needs(folder)
        except NotFoundError as problem:
            reasons[key] = str(problem)
    return reasons


def _open_rows(
    folder: ResultFolder, table: str, query: PlotQuery, limits: QueryLimits
) -> ArrowResult:
    schema = folder.schema(table)
    names = select_columns(query.columns, schema.names)
    if not query.filters.selects_rows:
        return open_whole_table(folder.path(table), names)
    connection = open_connection(folder, limits)
    try:
        chosen = row_conditions(folder, table, query.filters)
        if query.filters.selects_genomes:
            select_genomes(connection, folder, query.filters)
        rows = f"FROM {table_source(folder, table)}{chosen.where()}"
        coded = [name for name in names if pa.types.is_dictionary(schema.field(name).type)]
        types = _create_dictionaries(connection, coded, rows, chosen)
        selected = ", ".join(_select_column(name, types.get(name)) for name in names)
        total = fetch_number(connection, f"SELECT count(*) {rows}", chosen.parameters)
        return stream_result(connection, f"SELECT {selected} {rows}", chosen.parameters, total)
    except BaseException:
        connection.close()
        raise


def _create_dictionaries(
    connection: duckdb.DuckDBPyConnection, coded: Sequence[str], rows: str, chosen: Conditions
) -> dict[str, str]:
    # All values must be known before the first batch: a stream has one dictionary per column.
    types = {}
    for place, name in enumerate(coded):
        types[name] = f"dictionary_{place}"
        column = quote_name(name)
        distinct = f"SELECT DISTINCT {column} {rows}"
        values = f"SELECT {column} FROM ({distinct}) WHERE {column} IS NOT NULL ORDER BY 1"
        with told_in_words():
            connection.execute(
                f"CREATE TEMP TABLE distinct_{place} AS {values}", dict(chosen.parameters)
            )
            connection.execute(
                f"CREATE TYPE {types[name]} AS ENUM (SELECT * FROM distinct_{place})"
            )
    return types


def _select_column(name: str, dictionary: str | None) -> str:
    column = quote_name(name)
    return column if dictionary is None else f"CAST({column} AS {dictionary}) AS {column}"


def _open_aggregate(
    context: PlotContext, plot: PlotKey, columns: Sequence[str] | None, limits: QueryLimits
) -> ArrowResult:
    names = select_columns(columns, plot.columns)
    if plot.compute is not None:
        cells = read_allele_cells(context.folder, context.filters, limits)
        table = _with_zeros_below_nulls(plot.compute(context, cells))
    else:
        table = _ask(context, plot, limits)
    return table_result(_as_declared(table, plot.schema, names), table.num_rows, is_coded=True)


def _with_zeros_below_nulls(table: pa.Table) -> pa.Table:
    """The table with 0 in memory where a number is null: the same answer is the same bytes."""
    columns = [_zeros_below_nulls(column.combine_chunks()) for column in table.columns]
    return pa.table(columns, names=table.column_names)


def _zeros_below_nulls(column: pa.Array) -> pa.Array:
    kind = column.type
    if pa.types.is_dictionary(kind):
        indices = _zeros_below_nulls(column.indices)
        return pa.DictionaryArray.from_arrays(indices, column.dictionary)
    if column.null_count == 0 or not (pa.types.is_integer(kind) or pa.types.is_floating(kind)):
        return column
    is_null = pc.is_null(column).to_numpy(zero_copy_only=False)
    return pa.array(pc.fill_null(column, 0).to_numpy(zero_copy_only=False), kind, mask=is_null)


def _ask(context: PlotContext, plot: PlotKey, limits: QueryLimits) -> pa.Table:
    assert plot.query is not None
    with connected(context.folder, limits) as connection:
        select_genomes(connection, context.folder, context.filters, plot.with_left_out)
        connection.register("motif_classes", motif_class_rows())
        return fetch_table(connection, plot.query(context), context.parameters)


def _as_declared(table: pa.Table, schema: pa.Schema, names: Sequence[str]) -> pa.Table:
    # Texts that are coded already stay so: a million rows are not written out once more.
    wanted = [
        table.schema.field(name) if pa.types.is_dictionary(table.schema.field(name).type)
        else pa.field(name, schema.field(name).type)
        for name in names
    ]  # fmt: skip
    return table.select(names).cast(pa.schema(wanted))
