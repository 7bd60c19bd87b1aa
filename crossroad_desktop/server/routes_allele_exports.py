"""The route on the allele matrix of a job, in the formats of other programs."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Final

from litestar import get
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, QueryParameter
from litestar.response import Stream

from crossroad_desktop.comparison.distances import MEASURES
from crossroad_desktop.pipeline.table_spec import CATEGORY
from crossroad_desktop.results.allele_exports.formats import (
    ALLELE_FORMATS,
    find_format,
    read_measure,
)
from crossroad_desktop.results.allele_exports.open_export import AlleleExport, open_allele_export
from crossroad_desktop.results.filters import Filters
from crossroad_desktop.server.files import content_disposition
from crossroad_desktop.server.filter_parameters import FILTER_NAMES, read_filters
from crossroad_desktop.server.openapi import ArrowOperation
from crossroad_desktop.server.routes_jobs import (
    AnyRequest,
    error_responses,
    refuse_other_names,
    services_of,
)
from crossroad_desktop.server.routes_results import prepared_output
from crossroad_desktop.server.streams import answer_pieces


@dataclass
class AlleleExportOperation(ArrowOperation):
    """The operation that answers with a file in one of the formats of the allele matrix."""

    def media_types(self) -> list[str]:
        """All that the answer may be."""
        return list(dict.fromkeys(entry.media_type for entry in ALLELE_FORMATS.values()))


@get(
    "/api/job/{job_id:str}/allele_export/{file_format:str}",
    responses=error_responses(404, 409),
    response_description="The file.",
    operation_class=AlleleExportOperation,
    dependencies={"common": Provide(read_filters, sync_to_thread=False)},
    summary="The allele matrix for another program",
    description="Genomes x loci that the filters leave. Formats: "
    + " ".join(f"{entry.key}: {entry.meaning}" for entry in ALLELE_FORMATS.values()),
)
async def get_allele_export(
    request: AnyRequest,
    job_id: FromPath[str],
    file_format: FromPath[str],
    common: NamedDependency[Filters],
    by: Annotated[
        str,
        QueryParameter(description="Metadata column whose values are the populations."),
    ] = CATEGORY.name,
    measure: Annotated[
        str,
        QueryParameter(description=f"Of the distance between genomes: {' or '.join(MEASURES)}."),
    ] = MEASURES[0],
) -> Stream:
    """Every genome's repeat number at every locus, as a file."""
    refuse_other_names(request, {"by", "measure"} | FILTER_NAMES)
    services = services_of(request)
    chosen = find_format(file_format)
    asked = AlleleExport(file_format, common, by, read_measure(measure))

    def open_file() -> Iterator[bytes]:
        return open_allele_export(prepared_output(services, job_id), asked, services.limits)

    pieces = await asyncio.to_thread(open_file)
    name = f"alleles_{chosen.key}_{job_id}.{chosen.ending}"
    headers = {"Content-Disposition": content_disposition(name)}
    return await answer_pieces(pieces, chosen.media_type, headers)


ROUTES: Final = [get_allele_export]
