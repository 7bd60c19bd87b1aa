"""The route on the sequence of a genome: what an SSR looks like where it stands."""

from pathlib import Path
from typing import Annotated, Final

from litestar import get
from litestar.params import FromPath, QueryParameter

from crossroad_desktop.errors import NotFoundError
from crossroad_desktop.results.folder import ResultFolder
from crossroad_desktop.results.input_frame import turned_genomes
from crossroad_desktop.results.sequence import MOST_BASES, read_stretch
from crossroad_desktop.server.examples import SEQUENCE_EXAMPLE
from crossroad_desktop.server.field_problems import told_at_fields
from crossroad_desktop.server.files import find_inside
from crossroad_desktop.server.messages import Sequence
from crossroad_desktop.server.routes_jobs import (
    AnyRequest,
    answer_response,
    error_responses,
    refuse_other_names,
    services_of,
)
from crossroad_desktop.server.services import Services


@get(
    "/api/job/{job_id:str}/sequence",
    sync_to_thread=True,
    responses={**answer_response(Sequence, 200, SEQUENCE_EXAMPLE), **error_responses(404, 422)},
    summary="A stretch of a genome",
    description="From the input file of the job, as the analysis read it: upper case, and N for "
    "all that is not A, C, G or T; of a genome that it turned, the reverse complement, in which "
    f"all positions of the results are. At most {MOST_BASES:,} bases, those beside it too.",
)
def get_sequence(
    request: AnyRequest,
    job_id: FromPath[str],
    genome: Annotated[str, QueryParameter(description="Its id.")],
    start: Annotated[int, QueryParameter(ge=0, description="0-based.")],
    end: Annotated[int, QueryParameter(ge=0, description="Exclusive.")],
    flank: Annotated[
        int, QueryParameter(ge=0, le=MOST_BASES, description="bp on either side.")
    ] = 0,
) -> Sequence:
    """The bases, and those beside them."""
    refuse_other_names(request, {"genome", "start", "end", "flank"})
    services = services_of(request)
    fasta = _fasta_of(services, job_id)
    is_turned = genome in turned_genomes(ResultFolder(services.folders.output(job_id)))
    with told_at_fields(fasta.parent, {"fasta": fasta.name}):
        stretch = read_stretch(fasta, genome, start, end, flank, is_turned=is_turned)
    return Sequence(
        genome, start, end, stretch.before, stretch.sequence, stretch.after,
        stretch.length_genome, is_turned,
    )  # fmt: skip


ROUTES: Final = [get_sequence]


def _fasta_of(services: Services, job_id: str) -> Path:
    job = services.job(job_id)
    if not job.input_names:
        raise NotFoundError(
            f"{job_id} is an imported result, of which the genomes are not kept; analyse them here "
            "to see their sequence."
        )
    try:
        return find_inside(services.folders.input(job_id), job.input_names["fasta"])
    except NotFoundError:
        raise NotFoundError(
            f"The genomes of {job_id} are not in its folder any more, so their sequence cannot be "
            "shown."
        ) from None
