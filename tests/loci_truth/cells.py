"""What every simulated genome has at every true locus.

In: genomes, true loci, the repeats of each. Out: cells, read between the flanks of the locus by
what became of the ancestor's bases there.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from .ancestor import Ancestor
from .definition import longest_run
from .genomes import Piece, TrueGenome
from .letters import N, turn_motif
from .loci import TrueLocus, TrueRow
from .settings import MIN_UNITS

State = Literal["typed", "below_threshold", "absent", "multiple", "missing"]

_FLANK: Final = 25
_KEPT: Final = 0.6
"""Least share of each flank that makes a place the locus."""


class Place(NamedTuple):
    """Between the flanks of a locus in a genome."""

    start: int
    end: int
    strand: int


@dataclass(frozen=True)
class TrueCell:
    """What a genome has at a locus."""

    state: State
    repeats: tuple[int, ...]
    """Full units at each place, ascending; empty if missing."""
    places: tuple[Place, ...]
    is_grey: bool
    """Whether another answer would do as well: a flank is partly deleted, or partly N; or no genome
    has a repeat there with both of its flanks, so that the locus itself cannot be told."""


def find_witnessed(
    ancestor: Ancestor,
    genomes: Sequence[TrueGenome],
    loci: Sequence[TrueLocus],
    rows: Sequence[TrueRow],
) -> set[int]:
    """Loci of which at least one repeat has both of its flanks.

    The others arose beside a deletion or N: their surroundings are not those of the ancestor.
    """
    witnessed: set[int] = set()
    for row in rows:
        genome = genomes[row.genome]
        for piece in genome.pieces:
            if row.locus >= 0 and piece.start <= row.repeat.start and row.repeat.end <= piece.end:
                view = _look(ancestor, genome, piece, loci[row.locus])
                if view and view.kept >= _KEPT and view.unknown == 0:
                    witnessed.add(row.locus)
    return witnessed


def read_cells(
    ancestor: Ancestor, genome: TrueGenome, loci: Sequence[TrueLocus], witnessed: set[int]
) -> tuple[TrueCell, ...]:
    sequence = genome.oriented.tobytes().decode()
    cells = []
    for number, locus in enumerate(loci):
        views = [_look(ancestor, genome, piece, locus) for piece in genome.pieces]
        seen = [view for view in views if view]
        cells.append(_read_cell(sequence, locus, seen, is_grey=number not in witnessed))
    return tuple(cells)


def _read_cell(
    sequence: str, locus: TrueLocus, views: "Sequence[_View]", *, is_grey: bool
) -> TrueCell:
    for view in views:
        is_clear = view.kept >= 0.9 and view.unknown == 0
        is_grey |= not is_clear and view.kept > 0.2 and view.unknown < 0.8
    places = tuple(view.place for view in views if view.kept >= _KEPT and view.unknown <= 1 - _KEPT)
    units = sorted(_count_units(sequence, locus, place) for place in places)
    state = _state(units, MIN_UNITS[len(locus.rotation)])
    return TrueCell(state, tuple(units), places, is_grey)


class _View(NamedTuple):
    """A locus in one piece of a genome."""

    place: Place
    kept: float
    """Share (0-1) of the bases of the worse flank that are still there; planted tracts apart."""
    unknown: float
    """Share (0-1) of N in the worse flank."""


def _look(ancestor: Ancestor, genome: TrueGenome, piece: Piece, locus: TrueLocus) -> _View | None:
    """None if the piece ends inside the locus, or N lies in it."""
    if not piece.stretch.start <= locus.start <= locus.end <= piece.stretch.end:
        return None
    place = _place(piece, locus)
    if (genome.oriented[place.start : place.end] == N).any():
        return None
    return _View(
        place, _kept_flanks(ancestor, piece, locus), _unknown_flanks(genome.oriented, place)
    )


def _place(piece: Piece, locus: TrueLocus) -> Place:
    """From the end of the base before the locus to the start of the base behind it."""
    first = int(piece.ends_before[locus.start - piece.stretch.start])
    last = int(piece.starts_at[locus.end - piece.stretch.start])
    if piece.stretch.strand > 0:
        return Place(piece.start + first, piece.start + last, 1)
    return Place(piece.end - last, piece.end - first, -1)


def _kept_flanks(ancestor: Ancestor, piece: Piece, locus: TrueLocus) -> float:
    # A planted neighbour slips: its units come and go, and are not what a place is known by.
    left = ancestor.plain[: np.searchsorted(ancestor.plain, locus.start)][-_FLANK:]
    right = ancestor.plain[np.searchsorted(ancestor.plain, locus.end) :][:_FLANK]
    left = left[left >= piece.stretch.start]
    right = right[right < piece.stretch.end]
    is_kept = piece.stretch.copy.is_kept
    return min(int(is_kept[left].sum()), int(is_kept[right].sum())) / _FLANK


def _unknown_flanks(oriented: NDArray[np.uint8], place: Place) -> float:
    left = oriented[max(0, place.start - _FLANK) : place.start]
    right = oriented[place.end : place.end + _FLANK]
    return max(int((left == N).sum()), int((right == N).sum())) / _FLANK


def _count_units(sequence: str, locus: TrueLocus, place: Place) -> int:
    rotation = locus.rotation if place.strand > 0 else turn_motif(locus.rotation)
    return longest_run(sequence, place.start, place.end, rotation).units


def _state(units: Sequence[int], least: int) -> State:
    if not units:
        return "missing"
    if len(units) > 1:
        return "multiple"
    if units[0] >= least:
        return "typed"
    return "below_threshold" if units[0] else "absent"
