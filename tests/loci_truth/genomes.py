"""Genomes put together from edited copies of the ancestor.

In: the ancestor, and what its clade changed. Out: genomes as they are written into a file, and in
the frame of the ancestor, with the place of every base of the ancestor.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from .ancestor import Ancestor
from .edits import EditedCopy, mutate, slip
from .letters import Bases, N, turn
from .settings import TruthSettings

_AWAY_FROM_TRACTS: Final = 150
_AWAY_FROM_ENDS: Final = 1000


@dataclass(frozen=True)
class Stretch:
    """A part of a copy that stands in one piece in a genome."""

    copy: EditedCopy
    start: int
    end: int
    strand: int
    """1, or -1: it stands there as its reverse complement."""


@dataclass(frozen=True)
class Piece:
    """A stretch, written. Arrays are on the ancestor's strand."""

    stretch: Stretch
    start: int
    """Where it begins in the genome."""
    end: int
    ends_before: NDArray[np.int64]
    """For base i of the stretch, and for its end: where in the piece the base before it ends."""
    starts_at: NDArray[np.int64]
    """The same: where base i begins; what lies between the two was inserted."""
    origin: NDArray[np.int64]
    """Of each base of the piece, the base of the ancestor that it is, or was inserted before."""
    is_inserted: NDArray[np.bool_]


@dataclass(frozen=True)
class TrueGenome:
    """One simulated genome."""

    name: str
    oriented: Bases
    """In the frame of the ancestor."""
    is_flipped: bool
    """Whether it is written from the other strand."""
    clade: int
    pieces: tuple[Piece, ...]
    """By place in the oriented genome, which they cover."""

    @property
    def written(self) -> Bases:
        """As it stands in the file."""
        return turn(self.oriented) if self.is_flipped else self.oriented


def make_genome(
    number: int,
    clade: int,
    clade_copy: EditedCopy,
    ancestor: Ancestor,
    settings: TruthSettings,
    random: np.random.Generator,
) -> TrueGenome:
    """A descendant of a clade's copy; the first genome (number 0) is never flipped."""
    divergence = settings.divergence / 2 if settings.clades else settings.divergence
    copy = clade_copy.copy()
    mutate(copy, ancestor, divergence, settings, random)
    unslipped = copy.copy()
    for tract in ancestor.tracts:
        slip(copy, ancestor, tract, settings, random)
    _delete_parts(copy, ancestor, settings, number == 0, random)
    stretches = _arrange(copy, ancestor, settings, random)
    if settings.terminal_repeat:
        stretches.append(_second_end(copy, unslipped, ancestor, settings, random))
    pieces, bases = _write(stretches)
    if random.random() < settings.with_n:
        _mask(bases, random)
    is_flipped = number > 0 and bool(random.random() < settings.flipped)
    return TrueGenome(f"G{number:04d}", bases, is_flipped, clade, pieces)


def _delete_parts(
    copy: EditedCopy,
    ancestor: Ancestor,
    settings: TruthSettings,
    is_first: bool,
    random: np.random.Generator,
) -> None:
    for number, (start, end) in enumerate(ancestor.segments):
        is_lacking = bool(random.random() < settings.segments)
        if is_lacking or (is_first and number == 0 and settings.segments > 0):
            copy.is_kept[start:end] = False
    if random.random() < settings.deletions:
        length = len(ancestor.bases)
        start = int(random.integers(settings.terminal_repeat + _AWAY_FROM_ENDS, length * 19 // 20))
        copy.is_kept[start : start + int(random.integers(length // 400, length // 40))] = False


def _arrange(
    copy: EditedCopy, ancestor: Ancestor, settings: TruthSettings, random: np.random.Generator
) -> list[Stretch]:
    """The whole copy in one stretch, or with a part turned, or with two parts exchanged."""
    whole = len(ancestor.bases)
    if random.random() >= settings.rearranged:
        return [Stretch(copy, 0, whole, 1)]
    breaks = _free_places(ancestor, settings.terminal_repeat)
    first, second, third = sorted(random.choice(breaks, 3, replace=False).tolist())
    if random.random() < 0.5:
        parts = [(0, first, 1), (first, second, -1), (second, whole, 1)]
    else:
        parts = [(0, first, 1), (second, third, 1), (first, second, 1), (third, whole, 1)]
    return [Stretch(copy, start, end, strand) for start, end, strand in parts]


def _free_places(ancestor: Ancestor, terminal_repeat: int) -> NDArray[np.int64]:
    near = np.ones(2 * _AWAY_FROM_TRACTS + 1, np.int64)
    is_near = np.convolve(ancestor.is_in_tract, near, "same") > 0
    is_near[: terminal_repeat + _AWAY_FROM_ENDS // 2] = True
    is_near[-_AWAY_FROM_ENDS:] = True
    return np.flatnonzero(~is_near)


def _second_end(
    copy: EditedCopy,
    unslipped: EditedCopy,
    ancestor: Ancestor,
    settings: TruthSettings,
    random: np.random.Generator,
) -> Stretch:
    """The terminal repeat once more, from the other strand: alike, or slipped for itself."""
    end = copy.copy()
    if random.random() < settings.unlike_ends:
        end = unslipped
        for tract in ancestor.tracts:
            if tract.end < settings.terminal_repeat:
                slip(end, ancestor, tract, settings, random)
    is_truncated = random.random() < settings.truncated_ends
    first = int(random.integers(0, settings.terminal_repeat)) if is_truncated else 0
    return Stretch(end, first, settings.terminal_repeat, -1)


def _write(stretches: list[Stretch]) -> tuple[tuple[Piece, ...], Bases]:
    """The pieces one behind the other, and the genome that they make."""
    pieces: list[Piece] = []
    bases: list[Bases] = []
    place = 0
    for stretch in stretches:
        piece, written = _write_piece(stretch, place)
        pieces.append(piece)
        bases.append(written if stretch.strand > 0 else turn(written))
        place = piece.end
    return tuple(pieces), np.concatenate(bases)


def _write_piece(stretch: Stretch, place: int) -> tuple[Piece, Bases]:
    start, end, copy = stretch.start, stretch.end, stretch.copy
    insertions = {i - start: text for i, text in copy.inserted.items() if start < i < end}
    extra = np.zeros(end - start + 1, np.int64)
    for number, text in insertions.items():
        extra[number] = len(text)
    is_kept = copy.is_kept[start:end]
    starts_at = np.cumsum(np.concatenate([[0], is_kept])) + np.cumsum(extra)
    ends_before = starts_at - extra
    bases = np.empty(starts_at[-1], np.uint8)
    origin = np.empty(len(bases), np.int64)
    is_inserted = np.zeros(len(bases), np.bool_)
    kept = np.flatnonzero(is_kept)
    bases[starts_at[kept]] = copy.bases[start:end][kept]
    origin[starts_at[kept]] = kept + start
    for number, text in insertions.items():
        written = slice(ends_before[number], starts_at[number])
        bases[written], origin[written], is_inserted[written] = text, number + start, True
    piece = Piece(stretch, place, place + len(bases), ends_before, starts_at, origin, is_inserted)
    return piece, bases


def _mask(bases: Bases, random: np.random.Generator) -> None:
    for _ in range(int(random.integers(1, 6))):
        start = int(random.integers(0, len(bases)))
        bases[start : start + int(random.integers(5, 800))] = N
