"""What the OpenAPI document says beyond the types: the upload form, files, who may call.

In: nothing. Out: pieces for the routes and the application, which make the document.
"""

from dataclasses import dataclass
from typing import Final

from litestar.datastructures import ResponseHeader
from litestar.openapi.datastructures import ResponseSpec
from litestar.openapi.spec import (
    Components,
    Example,
    OpenAPIMediaType,
    OpenAPIResponse,
    OpenAPIType,
    Operation,
    RequestBody,
    Schema,
    SecurityScheme,
)

from crossroad_desktop.results.exports import CONTENT_TYPES
from crossroad_desktop.server.choices import list_choices
from crossroad_desktop.server.streams import ARROW_STREAM

SECURITY_SCHEMES: Final = Components(
    security_schemes={
        "token": SecurityScheme(
            type="http", scheme="bearer", description="The token of this start, of server.json."
        )
    }
)
TOTAL_ROWS: Final = ResponseHeader(
    name="X-Total-Rows",
    documentation_only=True,
    value="0",
    description="Rows of the whole answer: for a page, those of the filtered table.",
)

_EXAMPLE_JOB: Final = "job_4k2m9x0q7c1v8b3n"
_ADDRESSES: Final = {
    "status_url": f"/api/job/{_EXAMPLE_JOB}/status",
    "results_base_url": f"/api/job/{_EXAMPLE_JOB}/plot_data/",
    "download_all_url": f"/api/job/{_EXAMPLE_JOB}/download_zip",
}
SUBMITTED_EXAMPLE: Final = Example(
    summary="A new job", value={"job_id": _EXAMPLE_JOB, "status": "queued", **_ADDRESSES}
)
RUNNING_JOB: Final[dict[str, object]] = {
    "job_id": _EXAMPLE_JOB,
    "status": "running",
    "message": "Reading genomes and finding SSRs: 212 genomes",
    "progress": 0.37,
    "error_details": None,
    "reference_id": "NC_063383.1",
    "name": "mpox 2022",
    **_ADDRESSES,
    "queue_position": None,
    "cancelled": False,
    "created_at": "2026-01-31T09:00:00.000+00:00",
    "started_at": "2026-01-31T09:00:00.104+00:00",
    "finished_at": None,
    "warnings": [],
    "parameters": {"mono": 12, "min_len": 1000, "flanks": False},
    "inputs": {"fasta": "mpox.fa.gz"},
}
"""The state of a job, field by field."""
STATE_EXAMPLE: Final = Example(summary="A job that runs", value=RUNNING_JOB)
_ERROR_DETAILS: Final = {
    400: "mono is 0: it must be a whole number from 2 to 1000.",
    401: "The token of this start is missing; open the address that the program printed.",
    403: "Requests from other web pages are not answered.",
    404: f"There is no job '{_EXAMPLE_JOB}'.",
    409: f"{_EXAMPLE_JOB} is running; its results are there when it is completed.",
    413: "The upload is larger than the limit of 21,474,836,480 bytes.",
    421: "This address is not served here; use http://127.0.0.1.",
    422: "genes.bed, line 7: end 816 is before start 1992; swap the columns.",
    500: "This did not work, by a fault of CrossRoad Desktop.",
    507: "The disk is full; free some space, then send the files again.",
}
_ERROR_FIELDS: Final = {
    400: ("perf_params.mono", None),
    413: ("body", None),
    422: ("gene_bed", 7),
}


def error_example(status_code: int) -> Example:
    """An error with this code, as it looks."""
    detail = _ERROR_DETAILS[status_code]
    field = _ERROR_FIELDS.get(status_code)
    errors = [] if field is None else [{"field": field[0], "message": detail, "line": field[1]}]
    value = {"status_code": status_code, "detail": detail, "errors": errors}
    return Example(summary="An error", value=value)


@dataclass
class UploadOperation(Operation):
    """The operation whose body is the form of an analysis."""

    def __post_init__(self) -> None:
        self.request_body = RequestBody(
            required=True, content={"multipart/form-data": OpenAPIMediaType(schema=_FORM)}
        )


@dataclass
class ResultUploadOperation(Operation):
    """The operation whose body is the form of an existing result."""

    def __post_init__(self) -> None:
        self.request_body = RequestBody(
            required=True, content={"multipart/form-data": OpenAPIMediaType(schema=_RESULT_FORM)}
        )


@dataclass
class SvgOperation(Operation):
    """The operation whose body is a picture."""

    def __post_init__(self) -> None:
        schema = Schema(type=OpenAPIType.STRING)
        self.request_body = RequestBody(
            required=True, content={"image/svg+xml": OpenAPIMediaType(schema=schema)}
        )


@dataclass
class ArrowOperation(Operation):
    """The operation that answers with Arrow."""

    def __post_init__(self) -> None:
        answer = (self.responses or {}).get("200")
        if isinstance(answer, OpenAPIResponse):
            # Not the route's media type, which would hold for its files and errors too.
            answer.content = {
                media_type: OpenAPIMediaType(schema=Schema()) for media_type in self.media_types()
            }

    def media_types(self) -> list[str]:
        """All that the answer may be."""
        return [ARROW_STREAM]


@dataclass
class TableOperation(ArrowOperation):
    """The operation that answers with Arrow, or with a file in one of the export formats."""

    def media_types(self) -> list[str]:
        """All that the answer may be."""
        return [ARROW_STREAM, *CONTENT_TYPES.values()]


def file_responses(media_type: str) -> dict[int, ResponseSpec]:
    """The answers of a route that sends a file: whole, in part, or not in that range."""
    return {
        200: ResponseSpec(bytes, media_type=media_type, description="The file.",
                          generate_examples=False),
        206: ResponseSpec(bytes, media_type=media_type, description="The range of the file.",
                          generate_examples=False),
        416: ResponseSpec(None, description="The file has no such range.",
                          generate_examples=False),
    }  # fmt: skip


def _file(description: str) -> Schema:
    return Schema(
        type=OpenAPIType.STRING, content_media_type="application/octet-stream",
        description=description,
    )  # fmt: skip


def _text(description: str) -> Schema:
    return Schema(type=OpenAPIType.STRING, description=description)


def _choices() -> dict[str, Schema]:
    return {
        choice.name: Schema(
            type=OpenAPIType.STRING, enum=choice.values, default=choice.default,
            description=choice.meaning,
        )
        for choice in list_choices()
    }  # fmt: skip


_FORM: Final = Schema(
    type=OpenAPIType.OBJECT,
    any_of=[
        Schema(required=["fasta_file"]),
        Schema(required=["check_token"]),
        Schema(required=["job_id"]),
    ],
    additional_properties=False,
    properties={
        "fasta_file": _file("The genomes: FASTA, plain or gzip."),
        "categories_file": _file("TSV or CSV with genomeID, category, a third column, year."),
        "gene_bed": _file("The genes: BED."),
        "reference_id": _text("Genome that the others are compared with."),
        "perf_params": _text(
            "A JSON object of parameters: mono, di, tri, tetra, penta, hexa, minLen, maxLen, "
            "unfair, min_repeat_count, min_genome_count, thread. Numbers may be digit strings."
        ),
        "name": _text("Shown in lists; the name of the FASTA file if not given."),
        "check_token": _text(
            "Of an answer of /api/check: files that were sent there need not be sent again."
        ),
        "job_id": _text("In place of check_token: takes the input files of this job."),
        "keep": _text(
            "Which files of check_token or job_id are taken: fasta, categories, genes, separated "
            "by commas; all if not given. A file that is sent replaces that of its role."
        ),
        **_choices(),
    },
)

_RESULT_FORM: Final = Schema(
    type=OpenAPIType.OBJECT,
    required=["result_zip"],
    additional_properties=False,
    properties={
        "result_zip": _file("A zip that holds main and intrim, of croSSRoad or of ours."),
        "name": _text("Shown in lists; the name of the zip if not given."),
    },
)
