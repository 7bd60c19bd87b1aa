"""Which repeats of simulated genomes are one place.

In: genomes with the origin of each of their bases. Out: the true loci, and the repeats with the
locus of each.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np

from .definition import Repeat, find_repeats
from .genomes import Piece, TrueGenome
from .letters import first_rotation, turn_motif
from .settings import MIN_UNITS

_LARGE_DELETION: Final = 400


@dataclass(frozen=True)
class TrueLocus:
    """A place of the ancestor where a genome has a repeat."""

    rotation: str
    """First rotation of its motif, on the ancestor's strand."""
    start: int
    """In the ancestor, like `end`; both are equal where the ancestor has nothing of it."""
    end: int


class TrueRow(NamedTuple):
    """One repeat of one genome, and its locus; -1 if it spans two pieces of the genome."""

    genome: int
    repeat: Repeat
    locus: int


class _Carried(NamedTuple):
    """A repeat in the ancestor; sorts by class and place."""

    motif_length: int
    rotation: str
    start: int
    end: int
    genome: int
    repeat: Repeat


def find_loci(
    genomes: Sequence[TrueGenome],
) -> tuple[tuple[TrueLocus, ...], tuple[TrueRow, ...]]:
    """Loci: repeats of one class that overlap in the ancestor; and the rows with their loci."""
    carried: list[_Carried] = []
    rows: list[TrueRow] = []
    for number, genome in enumerate(genomes):
        for repeat in find_repeats(genome.oriented, MIN_UNITS):
            place = _carry(genome, number, repeat)
            if place is None:
                rows.append(TrueRow(number, repeat, -1))
            else:
                carried.append(place)
    loci: list[TrueLocus] = []
    for place in sorted(carried):
        last = loci[-1] if loci else None
        if last and last.rotation == place.rotation and place.start < max(last.end, last.start + 1):
            loci[-1] = TrueLocus(last.rotation, last.start, max(last.end, place.end))
        else:
            loci.append(TrueLocus(place.rotation, place.start, place.end))
        rows.append(TrueRow(place.genome, place.repeat, len(loci) - 1))
    return tuple(loci), tuple(sorted(rows, key=_row_order))


def _row_order(row: TrueRow) -> tuple[int, int, int]:
    return row.genome, row.repeat.start, row.repeat.motif_length


def _carry(genome: TrueGenome, number: int, repeat: Repeat) -> _Carried | None:
    for piece in genome.pieces:
        if piece.start <= repeat.start and repeat.end <= piece.end:
            start, end = _origin(piece, repeat)
            unit = genome.oriented[repeat.start : repeat.start + repeat.motif_length]
            motif = unit.tobytes().decode()
            rotation = first_rotation(motif if piece.stretch.strand > 0 else turn_motif(motif))
            return _Carried(repeat.motif_length, rotation, start, end, number, repeat)
    return None


def _origin(piece: Piece, repeat: Repeat) -> tuple[int, int]:
    """The bases of the ancestor that a repeat is made of."""
    written = slice(repeat.start - piece.start, repeat.end - piece.start)
    if piece.stretch.strand < 0:
        written = slice(piece.end - repeat.end, piece.end - repeat.start)
    own = piece.origin[written][~piece.is_inserted[written]]
    if len(own) == 0:
        place = int(piece.origin[written][0])
        return place, place
    # A repeat that bridges a large deletion belongs to the side that has more of it.
    sides = np.split(own, np.flatnonzero(np.diff(own) > _LARGE_DELETION) + 1)
    side = max(sides, key=len)
    return int(side[0]), int(side[-1]) + 1
