"""The wire contract: every JSON message that is sent or taken.

The OpenAPI document and the types of the front end are made from these.
"""

from typing import Annotated, Any, Literal

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
    parameters: dict[str, Any]
    """As in run.json; empty if not known."""
    inputs: dict[str, str]
    """Names of the input files by role: fasta, categories, genes."""


class ListedJob(JobState):
    """How a job stands, with its sizes."""

    genomes: int | None
    """Analysed genomes; null until completed, like the next two."""
    ssrs: int | None
    bytes_on_disk: int | None


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


class NewName(msgspec.Struct, forbid_unknown_fields=True):
    """The new name of a job."""

    name: Annotated[str, msgspec.Meta(min_length=1, max_length=200)]


class Step(msgspec.Struct):
    """One step of a run."""

    name: str
    started_at: str
    """ISO 8601, UTC."""
    seconds: float | None
    """Of all turns of the step; null while it is at work."""
    detail: str | None
    """What it did last: how many genomes it has read, which file it writes."""
    resumed_at: str | None
    """When the turn began that has not ended: it is at work, or the run was ended in it; else
    null."""
    earlier_seconds: float
    """Of the turns before that one; else 0."""


class StepList(msgspec.Struct):
    """The steps of a run, in order of first appearance."""

    steps: list[Step]


class Sequence(msgspec.Struct):
    """A stretch of a genome with what is beside it."""

    genome_id: str
    start: int
    """0-based."""
    end: int
    """Exclusive."""
    before: str
    """The bases before start; fewer than asked for at the start of the genome."""
    sequence: str
    """A, C, G, T and N, as the analysis read them."""
    after: str
    length_genome: int
    """bp."""
    is_turned: bool
    """Whether the analysis turned the genome, so that this is the reverse complement of the
    record in the file."""


class Storage(msgspec.Struct):
    """Room for jobs."""

    free_bytes: int
    """On the disk of the jobs."""
    jobs_bytes: int
    """What all jobs take."""


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
    version: str | None
    """Of the program that made it; null for an imported result of croSSRoad."""
    found: dict[str, int | None]
    """Counts; null for what the inputs do not give."""
    anchor: str | None
    """Id of the genome whose strand the others follow; null without orientation."""
    locus_anchor: str | None
    """Id of the genome that gives the loci their positions; null without loci."""
    parameters: dict[str, Any]
    inputs: list[dict[str, Any]]
    warnings: list[str]
    tables: list[TableSummary]
    absent_tables: dict[str, str]
    """Why a table is not there, by table."""
    plot_keys: list[str]
    absent_plot_keys: dict[str, str]
    """Why a plot key has no data, by key."""
    third_column: str | None
    """Name of the third column of the categories; null without categories."""
    metadata_columns: list[str]
    """Columns of the categories, in the order of the file."""
    filtered: dict[str, int]
    """How many genomes fell to which rule; empty if that is not known."""
    categories: list[str]
    """Categories of the genomes, in natural order; `undefined` is the last."""
    is_imported: bool
    """Whether the result was taken over; its input files are not kept then."""


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
    """Of the form, `perf_params.mono` for a parameter in it; `body` for the whole of it."""
    message: str
    line: int | None = None
    """Of the file that was sent in the field."""


class ErrorMessage(msgspec.Struct):
    """Every error has this form."""

    status_code: int
    detail: str
    """One sentence with what, where and what to do."""
    errors: list[FieldProblem] = []
