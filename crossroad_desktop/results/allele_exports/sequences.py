"""The bases of every allele, locus by locus: what a VCF is made of.

In: parquet/allele_sequences.parquet, whose rows may come in any order, and `AlleleCells`. Out: per
locus its place in the genome that gives its position, and the different surroundings that the
genomes have there.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from crossroad_desktop.errors import OutputError
from crossroad_desktop.pipeline.locus_tables import ALLELE_SEQUENCES_FILE
from crossroad_desktop.results.allele_cells import AlleleCells, number_rows
from crossroad_desktop.results.folder import ALLELE_SEQUENCES, ResultFolder

_BASES: Final = ("left_flank", "tract", "right_flank")
_CODED: Final = ("locus_id", "genomeID", *_BASES)


class Surroundings(NamedTuple):
    """A tract with the bases beside it, on the strand of the locus."""

    left_flank: str
    """Up to 30 bp; fewer at the end of a record."""
    tract: str
    right_flank: str


@dataclass(frozen=True)
class LocusSequences:
    """What the genomes have at one locus."""

    start: int
    """Of the tract in the genome that gives the position of the locus."""
    reference: Surroundings
    """There."""
    distinct: list[Surroundings]
    """What the genomes of the cells have, each once."""
    genome: NDArray[np.int32]
    """One entry per place: row of the cells."""
    surroundings: NDArray[np.int64]
    """One entry per place: which of `distinct`."""


@dataclass(frozen=True)
class _Places:
    """Rows of the file, by locus."""

    locus: NDArray[np.int32]
    genome: NDArray[np.int32]
    """Row of the cells; -1 for a genome that the filters leave out."""
    is_reference: NDArray[np.bool_]
    """Whether the genome gives the position of the locus."""
    start: NDArray[np.int32]
    codes: NDArray[np.int64]
    """Number of the combination of left flank, tract and right flank."""


def read_sequences(folder: ResultFolder, cells: AlleleCells) -> Iterator[LocusSequences | None]:
    """One entry per locus of the cells, in their order; None for one that is missing in the very
    genome that gives its position, as happens beside a breakpoint.

    Raises NotFoundError if the run has no such file, OutputError if it is damaged or of another
    run.
    """
    table = _read_table(folder)
    texts = [table[name].combine_chunks().dictionary.to_pylist() for name in _BASES]
    places = _select_places(table, cells)
    bounds = np.searchsorted(places.locus, np.arange(cells.loci.num_rows + 1))
    references = _reference_rows(places, bounds, cells.loci["start"].to_pylist())
    if len(references) and references.max() < 0:
        raise OutputError(f"{ALLELE_SEQUENCES_FILE} has none of the loci; run the analysis again.")
    for locus, reference in enumerate(references.tolist()):
        if reference < 0:
            yield None
            continue
        rows = slice(int(bounds[locus]), int(bounds[locus + 1]))
        yield _sequences_of(places, rows, reference, texts)


def _read_table(folder: ResultFolder) -> pa.Table:
    columns = [*_CODED, "start"]
    table = folder.read(ALLELE_SEQUENCES, columns=columns, read_dictionary=list(_CODED))
    return table.unify_dictionaries().combine_chunks()


def _select_places(table: pa.Table, cells: AlleleCells) -> _Places:
    """The rows of the cells' genomes and of those that give the positions, by locus."""
    locus = number_rows(table["locus_id"], pa.array(cells.locus_ids, pa.string()))
    rows = np.flatnonzero(locus >= 0)
    rows = rows[np.argsort(locus[rows], kind="stable")]
    locus = locus[rows]
    genome = number_rows(table["genomeID"], pa.array(cells.genome_ids, pa.string()))[rows]
    givers = cells.loci["genomeID"].combine_chunks().dictionary_encode()
    giver = number_rows(table["genomeID"], givers.dictionary)[rows]
    is_reference = giver == np.asarray(givers.indices)[locus]
    is_kept = (genome >= 0) | is_reference
    start = np.asarray(table["start"].combine_chunks(), np.int32)[rows]
    columns = (locus, genome, is_reference, start, _combine_codes(table)[rows])
    return _Places(*(column[is_kept] for column in columns))


def _combine_codes(table: pa.Table) -> NDArray[np.int64]:
    codes = np.zeros(table.num_rows, np.int64)
    for name in _BASES:
        coded = table[name].combine_chunks()
        codes = codes * max(len(coded.dictionary), 1) + np.asarray(coded.indices)
    return codes


def _reference_rows(
    places: _Places, bounds: NDArray[np.int64], starts: list[int]
) -> NDArray[np.int64]:
    """Per locus, which row is its place in the genome that gives its position; -1: none is."""
    chosen = np.full(len(starts), -1, np.int64)
    for locus, start in enumerate(starts):
        rows = bounds[locus] + np.flatnonzero(
            places.is_reference[bounds[locus] : bounds[locus + 1]]
        )
        if len(rows):
            # An inverted terminal repeat has the locus twice.
            chosen[locus] = rows[np.argmin(np.abs(places.start[rows] - start))]
    return chosen


def _sequences_of(
    places: _Places, rows: slice, reference: int, texts: list[list[str]]
) -> LocusSequences:
    is_left = places.genome[rows] >= 0
    codes, surroundings = np.unique(places.codes[rows][is_left], return_inverse=True)
    return LocusSequences(
        start=int(places.start[reference]),
        reference=_split_code(int(places.codes[reference]), texts),
        distinct=[_split_code(code, texts) for code in codes.tolist()],
        genome=places.genome[rows][is_left],
        surroundings=surroundings,
    )


def _split_code(code: int, texts: list[list[str]]) -> Surroundings:
    left, tract, right = texts
    code, of_right = divmod(code, len(right))
    of_left, of_tract = divmod(code, len(tract))
    return Surroundings(left[of_left], tract[of_tract], right[of_right])
