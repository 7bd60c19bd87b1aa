"""Routes on the results of a job: figures, tables, what there is, the log."""

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, Final, get_args

import msgspec
from litestar import get
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, QueryParameter
from litestar.response import Stream

from crossroad_desktop.errors import NotFoundError, ParameterError
from crossroad_desktop.results.category_names import list_categories
from crossroad_desktop.results.column_filters import ColumnFilter
from crossroad_desktop.results.exports import CONTENT_TYPES, ExportFormat, open_export
from crossroad_desktop.results.filtered_table import list_tables
from crossroad_desktop.results.filters import Filters, accepted_filters
from crossroad_desktop.results.folder import ResultFolder, tables_of
from crossroad_desktop.results.import_folder import ensure_parquet
from crossroad_desktop.results.plot_data import (
    PLOT_KEYS,
    PlotQuery,
    missing_inputs,
    open_plot,
)
from crossroad_desktop.results.table_page import open_page
from crossroad_desktop.server.files import content_disposition
from crossroad_desktop.server.filter_parameters import FILTER_NAMES, read_filters
from crossroad_desktop.server.messages import JobSummary, TableSummary
from crossroad_desktop.server.openapi import (
    TOTAL_ROWS,
    ArrowOperation,
    TableOperation,
)
from crossroad_desktop.server.routes_jobs import (
    AnyRequest,
    error_responses,
    refuse_other_names,
    services_of,
)
from crossroad_desktop.server.services import Services
from crossroad_desktop.server.streams import answer_arrow, answer_pieces

_ANCHORS: Final = ("anchor", "locus_anchor")
"""What stands among the counts of run.json and is none: genomes that others are compared with."""
_COMMON: Final = FILTER_NAMES | {"columns"}
_WITH_FILTERS: Final = {"common": Provide(read_filters, sync_to_thread=False)}


@get(
    "/api/job/{job_id:str}/plot_data/{plot_key:str}",
    responses=error_responses(404, 409),
    response_headers=[TOTAL_ROWS],
    response_description="An Arrow IPC stream.",
    operation_class=ArrowOperation,
    dependencies=_WITH_FILTERS,
    summary="The data of a figure",
    description="The whole table of a row-level key, or the few rows that a figure draws. Some "
    "keys have options of their own, which are query parameters too.",
)
async def get_plot_data(
    request: AnyRequest,
    job_id: FromPath[str],
    plot_key: FromPath[str],
    common: NamedDependency[Filters],
    columns: Annotated[
        str | None, QueryParameter(description="Names, separated by commas; all if not given.")
    ] = None,
) -> Stream:
    """The rows of a table, or the few rows that a figure draws."""
    services = services_of(request)
    query = PlotQuery(_split(columns), common)
    options = {
        name: request.query_params[name] for name in request.query_params if name not in _COMMON
    }

    def open_result() -> Any:
        output = prepared_output(services, job_id)
        return open_plot(output, plot_key, query, options, services.limits)

    return await answer_arrow(open_result)


@get(
    "/api/job/{job_id:str}/table/{name:str}",
    responses=error_responses(404, 409),
    response_headers=[TOTAL_ROWS],
    response_description="An Arrow IPC stream, or the file that the ending asks for.",
    operation_class=TableOperation,
    dependencies=_WITH_FILTERS,
    summary="A page of a table, or the whole filtered table as a file",
    description="With an ending (.csv .tsv .parquet .xlsx) the name gives the filtered table as a "
    "file; without, one page of it as an Arrow IPC stream.",
)
async def get_table(
    request: AnyRequest,
    job_id: FromPath[str],
    name: FromPath[str],
    common: NamedDependency[Filters],
    offset: Annotated[int, QueryParameter(ge=0)] = 0,
    limit: Annotated[int, QueryParameter(ge=1, le=10_000)] = 100,
    sort: Annotated[
        str | None,
        QueryParameter(description="Columns, by commas or as a JSON array; -name descends."),
    ] = None,
    columns: Annotated[
        str | None, QueryParameter(description="Names, by commas or as a JSON array.")
    ] = None,
    filters: Annotated[
        list[str] | None,
        QueryParameter(
            name="filter",
            description='A JSON array ["column", "operation", "value", ...]; repeatable; '
            "operations are eq, ne, lt, le, gt, ge, contains, in, text.",
        ),
    ] = None,
) -> Stream:
    """Rows of the table, sorted and filtered by any column."""
    own_names = {"offset", "limit", "sort", "columns", "filter"}
    refuse_other_names(request, own_names | FILTER_NAMES)
    services = services_of(request)
    order = _split(sort) or []
    chosen = [_read_filter(text) for text in filters or ()]
    table, _, ending = name.partition(".")

    def open_result() -> Any:
        output = prepared_output(services, job_id)
        return open_page(
            output, table, offset, limit, order, chosen, _split(columns),
            limits=services.limits, cache=services.pages, common=common,
        )  # fmt: skip

    if not ending:
        return await answer_arrow(open_result)
    if ending not in get_args(ExportFormat):
        raise NotFoundError(f"There is no table format {ending[:20]!r}.")
    kind: ExportFormat = ending  # type: ignore[assignment]  # one of its values, see above

    def open_file() -> Iterator[bytes]:
        output = prepared_output(services, job_id)
        return open_export(
            output, table, kind, order, chosen, _split(columns), services.limits, common
        )

    pieces = await asyncio.to_thread(open_file)
    headers = {"Content-Disposition": content_disposition(f"{table}_{job_id}.{ending}")}
    # Litestar adds the charset to types of text.
    media_type = CONTENT_TYPES[kind].partition(";")[0]
    return await answer_pieces(pieces, media_type, headers)


@get(
    "/api/job/{job_id:str}/summary",
    sync_to_thread=True,
    responses=error_responses(404, 409),
    summary="What a finished job holds",
)
def get_summary(request: AnyRequest, job_id: FromPath[str]) -> JobSummary:
    """Counts, parameters, warnings; which tables and plot keys there are, and why not others."""
    services = services_of(request)
    output = prepared_output(services, job_id)
    folder = ResultFolder(output)
    record = folder.record
    found = record.get("found", {})
    absent_keys = missing_inputs(output)
    return JobSummary(
        job_id=job_id,
        version=record.get("version"),
        found={name: value for name, value in found.items() if name not in _ANCHORS},
        **{name: found.get(name) for name in _ANCHORS},
        parameters=record.get("parameters", {}),
        inputs=record.get("inputs", []),
        warnings=record.get("warnings", []),
        tables=[
            TableSummary(
                table.name,
                table.file,
                table.row_count,
                dict(table.columns),
                accepted_filters(folder, table.name),
            )
            for table in list_tables(folder)
        ],
        absent_tables=tables_of(output).absent,
        plot_keys=[key for key in PLOT_KEYS if key not in absent_keys],
        absent_plot_keys=absent_keys,
        third_column=folder.third_column if folder.metadata_columns else None,
        metadata_columns=list(folder.metadata_columns),
        filtered=record.get("filtered", {}),
        categories=list_categories(folder),
        is_imported=not services.job(job_id).input_names,
    )


@get(
    "/api/job/{job_id:str}/logs",
    sync_to_thread=True,
    responses=error_responses(404),
    summary="The log of a job",
    media_type="text/plain",
)
def get_log(request: AnyRequest, job_id: FromPath[str]) -> str:
    """What was done when, and the warnings; empty before the job has begun."""
    services = services_of(request)
    services.job(job_id)
    path = services.folders.log(job_id)
    return path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""


ROUTES: Final = [get_plot_data, get_table, get_summary, get_log]


def prepared_output(services: Services, job_id: str) -> Path:
    """The results of a job, with their Parquet files. Raises as `Services.output` does."""
    output = services.output(job_id)
    ensure_parquet(output, services.limits)
    return output


def _split(text: str | None) -> list[str] | None:
    """Names by commas; a JSON array where a name itself may hold one."""
    if text is None or not text.startswith("["):
        return None if text is None else [part for part in text.split(",") if part]
    try:
        return msgspec.json.decode(text, type=list[str])
    except (ValueError, msgspec.MsgspecError):
        raise ParameterError(
            f'{text[:80]!r} is no list of columns: it must be like a,b or ["a,b", "c"].'
        ) from None


def _read_filter(text: str) -> ColumnFilter:
    try:
        column, operation, *values = msgspec.json.decode(text, type=list[str])
    except (ValueError, msgspec.MsgspecError):
        example = json.dumps(["country", "eq", "Peru"])
        raise ParameterError(f"filter is {text[:80]!r}: it must be like {example}.") from None
    return ColumnFilter(column, operation, tuple(values))  # type: ignore[arg-type]  # checked there
