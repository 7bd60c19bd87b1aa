"""Nexus: genomes, repeat numbers and distances, as PAUP*, SplitsTree and BEAST read them.

`TAXA` names the genomes. `CHARACTERS` has one character per locus, of type STANDARD. A state is one
symbol, which no number of two digits is: at each locus the different repeat numbers, from the
least, are 0 to 9, then A to Z, then a to z, and CHARSTATELABELS says which repeat number each
symbol stands for. `?` is missing; an absent repeat is the number 0. `DISTANCES` has the distances
between genomes, 6 digits, `?` where two have no locus in common.

All names stand in quotes, in which a blank and an underscore are what they are.

Source: Maddison, Swofford, Maddison (1997), NEXUS: an extensible file format for systematic
information, Systematic Biology 46:590.
"""

import math
import string
from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from crossroad_desktop.errors import ParameterError, list_offenders
from crossroad_desktop.results.allele_cells import NO_OBSERVATION, AlleleCells
from crossroad_desktop.results.allele_exports.names import clean_names
from crossroad_desktop.results.allele_exports.words import in_pieces, refuse_empty

SYMBOLS: Final = string.digits + string.ascii_uppercase + string.ascii_lowercase

_MISSING: Final = "?"
_SYMBOLS_OF_ONE_CASE: Final = 36
# Brackets are comments for programs that look for them in quotes too. Nothing but digits would be
# the number of a genome.
_FORBIDDEN: Final = r"[\x00-\x1f\x7f\[\]]|\A(?=[0-9]+\Z)"


def write_nexus(cells: AlleleCells, distance: NDArray[np.float64]) -> Iterator[bytes]:
    """The file; `distance` is square, in the order of the genomes.

    Raises ParameterError for no genome, no locus, and more repeat numbers at a locus than SYMBOLS.
    """
    refuse_empty(cells, "Nexus")
    numbers = [_distinct(column) for column in cells.repeat.T]
    _refuse_many(cells, numbers)
    return in_pieces(_lines(cells, numbers, distance))


def _distinct(repeat: NDArray[np.int32]) -> list[int]:
    distinct: list[int] = np.unique(repeat[repeat != NO_OBSERVATION]).tolist()
    return distinct


def _refuse_many(cells: AlleleCells, numbers: Sequence[Sequence[int]]) -> None:
    many = [
        locus for locus, found in zip(cells.locus_ids, numbers, strict=True)
        if len(found) > len(SYMBOLS)
    ]  # fmt: skip
    if many:
        raise ParameterError(
            f"Nexus holds {len(SYMBOLS)} different repeat numbers per locus, and these loci have "
            f"more: {list_offenders(many)}; leave them out with the filters, or take STRUCTURE, "
            "GenAlEx or Arlequin."
        )


def _lines(
    cells: AlleleCells, numbers: Sequence[Sequence[int]], distance: NDArray[np.float64]
) -> Iterator[str]:
    taxa = list(map(_quote, clean_names(cells.genome_ids, _FORBIDDEN, ignore_case=True)))
    yield "#NEXUS"
    yield from _taxa(taxa)
    yield from _characters(cells, taxa, numbers)
    yield from _distances(taxa, distance)


def _quote(name: str) -> str:
    doubled = name.replace("'", "''")
    return f"'{doubled}'"


def _taxa(taxa: Sequence[str]) -> Iterator[str]:
    yield from ("BEGIN TAXA;", f"  DIMENSIONS NTAX={len(taxa)};", "  TAXLABELS")
    yield from (f"    {name}" for name in taxa)
    yield from ("  ;", "END;")


def _characters(
    cells: AlleleCells, taxa: Sequence[str], numbers: Sequence[Sequence[int]]
) -> Iterator[str]:
    used = max(2, *map(len, numbers))
    case = " RESPECTCASE" if used > _SYMBOLS_OF_ONE_CASE else ""
    yield from (
        "BEGIN CHARACTERS;",
        f"  DIMENSIONS NCHAR={len(numbers)};",
        f'  FORMAT DATATYPE=STANDARD{case} MISSING={_MISSING} SYMBOLS="{SYMBOLS[:used]}";',
        "  CHARSTATELABELS",
    )
    yield from _state_labels(cells, numbers)
    yield from ("  ;", "  MATRIX")
    for name, symbols in zip(taxa, _symbols(cells.repeat, numbers), strict=True):
        yield f"    {name} {symbols}"
    yield from ("  ;", "END;")


def _state_labels(cells: AlleleCells, numbers: Sequence[Sequence[int]]) -> Iterator[str]:
    names = clean_names(cells.locus_ids, _FORBIDDEN, ignore_case=True)
    for place, (name, found) in enumerate(zip(names, numbers, strict=True), start=1):
        states = f" / {' '.join(map(str, found))}" if found else ""
        comma = "," if place < len(names) else ""
        yield f"    {place} {_quote(name)}{states}{comma}"


def _symbols(repeat: NDArray[np.int32], numbers: Sequence[Sequence[int]]) -> Iterator[str]:
    """One text per genome, with one symbol per locus."""
    coded = np.full(repeat.shape, ord(_MISSING), np.uint8)
    symbols = np.frombuffer(SYMBOLS.encode(), np.uint8)
    for locus, found in enumerate(numbers):
        known = repeat[:, locus] != NO_OBSERVATION
        coded[known, locus] = symbols[np.searchsorted(found, repeat[known, locus])]
    for row in coded:
        yield row.tobytes().decode()


def _distances(taxa: Sequence[str], distance: NDArray[np.float64]) -> Iterator[str]:
    yield from (
        "BEGIN DISTANCES;",
        f"  FORMAT TRIANGLE=BOTH DIAGONAL LABELS MISSING={_MISSING};",
        "  MATRIX",
    )
    for name, row in zip(taxa, distance, strict=True):
        numbers = (_MISSING if math.isnan(number) else f"{number:.6f}" for number in row.tolist())
        yield f"    {name} {' '.join(numbers)}"
    yield from ("  ;", "END;")
