"""What every genome has at every locus, as arrays: the ground of figures, statistics and exports.

In: loci.parquet, alleles.parquet and the genomes of an output folder, and the filters. Out: arrays
of the genomes that the filters leave, in file order, by the loci that they leave, in the order of
loci.tsv.

An OBSERVATION is a genome with exactly one repeat number at a locus: typed, below_threshold or
absent (0), or `multiple` with the same number in all its places. The others have none.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from crossroad_desktop.errors import NotFoundError
from crossroad_desktop.pipeline.categories import UNDEFINED
from crossroad_desktop.pipeline.locus_tables import ALLELES, LOCI, STATES
from crossroad_desktop.pipeline.table_spec import TableSpec
from crossroad_desktop.results.connection import (
    DEFAULT_LIMITS,
    QueryLimits,
    connected,
    fetch_table,
    table_source,
)
from crossroad_desktop.results.filters import Filters, row_conditions, select_genomes
from crossroad_desktop.results.folder import ResultFolder
from crossroad_desktop.results.genomes import group_columns

NO_OBSERVATION: Final = -1
MISSING: Final = STATES.index("missing")
MULTIPLE: Final = STATES.index("multiple")
_ROW: Final = "file_row_number"


@dataclass(frozen=True)
class Places:
    """Where the alleles are: one row per place, by locus, then genome, then start; none where the
    state is missing. Positions as in alleles.tsv."""

    genome: NDArray[np.int32]
    """Row of the cells."""
    locus: NDArray[np.int32]
    """Column of the cells."""
    repeat: NDArray[np.int32]
    length_bp: NDArray[np.int32]
    start: NDArray[np.int32]
    end: NDArray[np.int32]
    is_forward: NDArray[np.bool_]
    """Whether the strand is `+`."""
    first: NDArray[np.int64] = field(repr=False)
    """The places of cell (genome, locus) are rows first[i] to first[i + 1], exclusive, where
    i = locus x genomes + genome."""

    def __len__(self) -> int:
        return len(self.repeat)


@dataclass(frozen=True)
class AlleleCells:
    """Genomes x loci."""

    genome_ids: list[str]
    metadata: dict[str, list[str]]
    """Every column of the categories file, and category, the third column and year in any case;
    one text per genome, `undefined` where it is missing."""
    loci: pa.Table
    """The rows of loci.tsv that are left, with all its columns, texts as plain strings."""
    repeat: NDArray[np.int32]
    """Repeat number; NO_OBSERVATION where there is none."""
    state: NDArray[np.int8]
    """Place in locus_tables.STATES."""
    places: Places
    filters: Filters = field(default_factory=Filters)
    """What left these genomes and loci."""

    @property
    def locus_ids(self) -> list[str]:
        """Names of the loci, in their order."""
        names: list[str] = self.loci["locus_id"].to_pylist()
        return names

    @property
    def subject(self) -> str:
        """Who has so many genomes or loci, for messages: what to change differs."""
        return "the filters leave" if self.filters.given else "this result has"

    def places_of(self, genome: int, locus: int) -> slice:
        """The rows of `places` of one cell; empty if it is missing."""
        cell = locus * len(self.genome_ids) + genome
        return slice(int(self.places.first[cell]), int(self.places.first[cell + 1]))


def read_allele_cells(
    folder: ResultFolder, filters: Filters, limits: QueryLimits = DEFAULT_LIMITS
) -> AlleleCells:
    """The cells that the filters leave; without a genome there is no locus either, if the filters
    select genomes.

    Raises NotFoundError if the run has no locus catalogue or, with a filter of genes, no genes;
    ParameterError for filters that name what is not there.
    """
    for table in (LOCI.name, ALLELES.name):
        if not folder.has(table):
            raise NotFoundError(folder.why_absent(table))
    genomes, loci = _select(folder, filters, limits)
    genome_ids = genomes["genomeID"].to_pylist()
    rows = _read_alleles(folder)
    genome = number_rows(rows["genomeID"], genomes["genomeID"].combine_chunks())
    locus = number_rows(rows["locus_id"], loci["locus_id"].combine_chunks())
    is_left = (genome >= 0) & (locus >= 0)
    if not is_left.all():
        rows = rows.filter(pa.array(is_left))
        genome, locus = genome[is_left], locus[is_left]
    shape = (len(genome_ids), loci.num_rows)
    return AlleleCells(
        genome_ids=genome_ids,
        metadata=_metadata_texts(folder, genomes),
        loci=loci,
        repeat=_single_repeats(rows, genome, locus, shape),
        state=_states(rows, genome, locus, shape),
        places=_places(rows, genome, locus, shape),
        filters=filters,
    )


def read_locus_ids(folder: ResultFolder) -> list[str]:
    """Names of all loci, in the order of loci.tsv; raises as `read_allele_cells` does."""
    names: list[str] = _read(folder, LOCI, ["locus_id"])["locus_id"].to_pylist()
    return names


def number_rows(column: pa.ChunkedArray, names: pa.StringArray) -> NDArray[np.int32]:
    """Each row's place among the names; -1 for those that are not among them. The column is a
    dictionary, the same one in all chunks."""
    coded = column.combine_chunks()
    numbers = pc.fill_null(pc.index_in(coded.dictionary, names), -1)
    return _numbers(numbers)[_numbers(coded.indices)]


def _select(
    folder: ResultFolder, filters: Filters, limits: QueryLimits
) -> tuple[pa.Table, pa.Table]:
    """The genomes and the loci that the filters leave."""
    chosen = row_conditions(folder, LOCI.name, filters)
    with connected(folder, limits) as connection:
        select_genomes(connection, folder, filters)
        genomes = fetch_table(connection, "SELECT * FROM genomes ORDER BY place")
        loci = fetch_table(
            connection,
            f"SELECT * EXCLUDE ({_ROW}) FROM {table_source(folder, LOCI.name, row_numbers=True)}"
            f"{chosen.where()} ORDER BY {_ROW}",
            chosen.parameters,
        )
    return genomes, loci.cast(_plain_texts(folder.schema(LOCI.name)))


def _plain_texts(schema: pa.Schema) -> pa.Schema:
    return pa.schema(
        [
            (column.name, pa.string() if pa.types.is_dictionary(column.type) else column.type)
            for column in schema
        ]
    )


def _metadata_texts(folder: ResultFolder, genomes: pa.Table) -> dict[str, list[str]]:
    return {
        name: pc.fill_null(genomes[f"group_{place}"].cast(pa.string()), UNDEFINED).to_pylist()
        for place, name in enumerate(group_columns(folder))
    }


def _read_alleles(folder: ResultFolder) -> pa.Table:
    # One dictionary for all row groups, so that a value has one number.
    return _read(folder, ALLELES, ALLELES.schema.names).unify_dictionaries().combine_chunks()


def _read(folder: ResultFolder, spec: TableSpec, columns: Sequence[str]) -> pa.Table:
    schema = pa.schema([spec.schema.field(name) for name in columns])
    return folder.read(spec.name, schema=schema)


def _numbers(column: pa.Array | pa.ChunkedArray) -> NDArray[np.int32]:
    return np.asarray(pc.fill_null(column, NO_OBSERVATION), np.int32)


def _states(
    rows: pa.Table, genome: NDArray[np.int32], locus: NDArray[np.int32], shape: tuple[int, int]
) -> NDArray[np.int8]:
    state = np.full(shape, MISSING, np.int8)
    state[genome, locus] = number_rows(rows["state"], pa.array(STATES))
    return state


def _single_repeats(
    rows: pa.Table, genome: NDArray[np.int32], locus: NDArray[np.int32], shape: tuple[int, int]
) -> NDArray[np.int32]:
    """The repeat number of cells that have one only, be it in several places."""
    repeat = _numbers(rows["repeat"])
    # The places of a cell stand next to each other.
    starts = np.flatnonzero((np.diff(genome, prepend=-1) != 0) | (np.diff(locus, prepend=-1) != 0))
    single = np.full(shape, NO_OBSERVATION, np.int32)
    if starts.size:
        least, most = (part.reduceat(repeat, starts) for part in (np.minimum, np.maximum))
        single[genome[starts], locus[starts]] = np.where(least == most, least, NO_OBSERVATION)
    return single


def _places(
    rows: pa.Table, genome: NDArray[np.int32], locus: NDArray[np.int32], shape: tuple[int, int]
) -> Places:
    has_place = np.asarray(rows["repeat"].is_valid())
    rows = rows.filter(pa.array(has_place))
    genome, locus = genome[has_place], locus[has_place]
    cells = np.bincount(locus.astype(np.int64) * shape[0] + genome, minlength=shape[0] * shape[1])
    columns = {name: _numbers(rows[name]) for name in ("repeat", "length_bp", "start", "end")}
    is_forward = np.asarray(pc.equal(rows["strand"].cast(pa.string()), "+"), np.bool_)
    first = np.concatenate(([0], np.cumsum(cells)))
    return Places(genome, locus, **columns, is_forward=is_forward, first=first)
