"""The wire contract: every JSON message that is sent or taken.

The OpenAPI document and the types of the front end are made from these.
"""

from typing import Any, Literal

import msgspec

Status = Literal["queued", "running", "completed", "failed"]


class SubmittedJob(msgspec.Struct):
    """Answer to a new job."""

    job_id: str
    status: Status
    status_url: str
    results_base_url: str
    """Ends with a slash; a plot key is appended."""
    download_all_url: str


class JobState(msgspec.Struct):
    """How a job stands."""

    job_id: str
    status: Status
    message: str
    """What is being done, in the user's words."""
    progress: float
    """0.0 to 1.0; never falls."""
    error_details: str | None
    """Why it failed and what to do."""
    reference_id: str | None
    name: str
    status_url: str
    results_base_url: str
    download_all_url: str
    queue_position: int | None
    """1 is the next one; null unless queued."""
    cancelled: bool
    created_at: str
    """ISO 8601, UTC."""
    started_at: str | None
    finished_at: str | None
    warnings: list[str]


class ListedJob(JobState):
    """How a job stands, with its sizes."""

    genomes: int | None
    """Analysed genomes; null until completed, like the next two."""
    ssrs: int | None
    bytes_on_disk: int | None


class CheckedGenome(msgspec.Struct):
    """One record of the FASTA."""

    genome_id: str
    length: int
    """bp."""
    n_count: int
    gc_percent: float
    left_out: str | None
    """Why the filter leaves it out; null if it is analysed."""


class MetadataColumn(msgspec.Struct):
    """One column of the categories file."""

    name: str
    filled: int
    """Genomes with a value."""
    distinct: int
    examples: list[str]


class CheckedFiles(msgspec.Struct):
    """What is in the files of an analysis."""

    check_token: str
    """Sent as the text check_token, it stands for the files in a new analysis."""
    genomes: int
    analysed_genomes: int
    bases: int
    """bp of the genomes that are analysed."""
    genome_list: list[CheckedGenome]
    """The first 5,000."""
    passing_by_n_limit: dict[str, int]
    """How many genomes would be analysed if that many N were allowed."""
    columns: list[MetadataColumn]
    genes: int | None
    reading_frames: int
    """Genes that are open reading frames, read as BED."""
    shifted_reading_frames: int
    """Genes that are open reading frames only if start was counted from 1."""
    estimated_seconds: float
    estimated_output_bytes: int
    warnings: list[str]


class ImportRequest(msgspec.Struct, forbid_unknown_fields=True):
    """A result on this machine."""

    path: str
    """A folder, or a zip, with main and intrim in it."""
    name: str = ""


class JobList(msgspec.Struct):
    """Jobs, the newest first."""

    jobs: list[ListedJob]


class Rerun(msgspec.Struct, forbid_unknown_fields=True):
    """Parameters that shall differ from those of the job that is run again."""

    parameters: dict[str, Any] = {}


class TableSummary(msgspec.Struct):
    """One table of a finished job."""

    name: str
    file: str
    """Path in the output folder."""
    rows: int
    columns: dict[str, str]
    """Arrow type by column name, in order."""
    filters: list[str]
    """Names of the common filters that the table accepts."""


class JobSummary(msgspec.Struct):
    """What a finished job holds."""

    job_id: str
    found: dict[str, int | None]
    """Counts; null for what the inputs do not give."""
    parameters: dict[str, Any]
    inputs: list[dict[str, Any]]
    warnings: list[str]
    tables: list[TableSummary]
    absent_tables: dict[str, str]
    """Why a table is not there, by table."""
    plot_keys: list[str]
    absent_plot_keys: dict[str, str]
    """Why a plot key has no data, by key."""


class StoredFile(msgspec.Struct):
    """One file of a finished job."""

    path: str
    bytes: int


class FileList(msgspec.Struct):
    """All files of a finished job."""

    files: list[StoredFile]


class Health(msgspec.Struct):
    """Sent without a token, so nothing of the user's is in it."""

    status: Literal["ok"]
    version: str
    running: int
    queued: int


class FieldProblem(msgspec.Struct):
    """What is wrong with one field of a request."""

    field: str
    message: str


class ErrorMessage(msgspec.Struct):
    """Every error has this form."""

    status_code: int
    detail: str
    """One sentence with what, where and what to do."""
    errors: list[FieldProblem] = []
