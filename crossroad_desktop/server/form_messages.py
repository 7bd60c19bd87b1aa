"""The wire contract of a new analysis: what is in its files, and what can be set.

Like `messages`, of which this is a part: the OpenAPI document and the types of the front end are
made from these.
"""

import msgspec


class CheckedGenome(msgspec.Struct):
    """One record of the FASTA."""

    genome_id: str
    length: int
    """bp."""
    n_count: int
    gc_percent: float
    left_out: str | None
    """Why the filter leaves it out; null if it is analysed."""
    strand: str | None
    """anchor, forward, reversed or ambiguous, as in orientation.tsv; null if it is not analysed, or
    strands are not asked for."""


class MetadataColumn(msgspec.Struct):
    """One column of the categories file."""

    name: str
    filled: int
    """Genomes with a value."""
    distinct: int
    examples: list[str]


class CheckedFile(msgspec.Struct):
    """One file of an analysis."""

    name: str
    bytes: int
    kind: str
    """In words: "FASTA, gzip", "TSV", "BED"."""


class CheckedReference(msgspec.Struct):
    """The genome that the others are compared with."""

    genome_id: str
    length: int
    """bp."""
    n_count: int
    genes: int | None
    """Rows of the BED file about it; null without genes."""
    category: str | None
    """Null if it is not known, like the next two."""
    third: str | None
    """Value in the third column of the categories."""
    year: int | None


class Estimate(msgspec.Struct):
    """What an analysis takes, roughly."""

    seconds: float
    output_bytes: int


class CheckedStrands(msgspec.Struct):
    """On which strand the analysed genomes lie."""

    anchor: str
    """Id of the genome whose strand the others follow."""
    flipped: int
    """Genomes on the other strand, which will be turned."""
    flipped_examples: list[str]
    """The first 5, like the other examples."""
    ambiguous: int
    """Genomes of which it cannot be told; they stay as written."""
    ambiguous_examples: list[str]


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
    """Of the analysis with the settings that were sent, like the next."""
    estimated_output_bytes: int
    estimated_extras: dict[str, Estimate]
    """What each of these settings adds where it is on: loci, minisatellites."""
    warnings: list[str]
    files: dict[str, CheckedFile]
    """By role: fasta, categories, genes."""
    free_bytes: int
    """On the disk that the results will be on."""
    third_column: str | None
    """Name of the third column of the categories; null without categories."""
    reference: CheckedReference | None
    """Null if no reference_id was sent."""
    strands: CheckedStrands | None
    """Null if orient is off."""
    ids_without_metadata: int
    """Genomes without a row in the categories; 0 without categories."""
    ids_without_metadata_examples: list[str]
    """The first 5, like the other examples."""
    ids_without_genes: int
    """Genomes without a gene in the BED file; 0 without genes."""
    ids_without_genes_examples: list[str]
    unknown_metadata_ids: int
    """Ids in the categories that are no genome."""
    unknown_metadata_ids_examples: list[str]
    unknown_gene_ids: int
    """Ids in the BED file that are no genome."""
    unknown_gene_ids_examples: list[str]


class Parameter(msgspec.Struct):
    """One parameter that is a number."""

    name: str
    """As in perf_params."""
    default: int
    least: int
    most: int
    unit: str
    meaning: str


class Choice(msgspec.Struct):
    """One parameter that is chosen, not counted: a field of the form of an analysis."""

    name: str
    """As the field of the form, and as in the parameters of a job."""
    default: str
    values: list[str]
    """All that may be sent."""
    meaning: str


class Preset(msgspec.Struct):
    """Values of some parameters that belong together."""

    name: str
    meaning: str
    values: dict[str, int]


class ParameterList(msgspec.Struct):
    """What can be set of an analysis."""

    parameters: list[Parameter]
    presets: list[Preset]
    choices: list[Choice]
