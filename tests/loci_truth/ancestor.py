"""The ancestor of a simulated set: plain sequence with planted tracts.

In: settings. Out: its bases, and where its tracts and dispensable segments are. It holds every
sequence that a genome may have.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from .definition import Repeat
from .letters import Bases, draw_bases, draw_motif, first_rotation
from .settings import MIN_UNITS, TruthSettings

_MARGIN: Final = 400
_SHORT_UNITS: Final = (1, 2, 3, 4, 5, 6)
_SHARES_OF_SHORT_UNITS: Final = (0.20, 0.25, 0.20, 0.10, 0.10, 0.15)
_NEIGHBOUR_UNITS: Final = (1, 2, 3, 4)
_BELOW_THRESHOLD: Final = 0.2
# What follows a tract: another class 0-8 bp on, the same class 3-10 bp on, another tract 10-39 bp
# on (less than a flank), or nothing near.
_NEIGHBOURS: Final = ("other class", "same class", "within a flank", "none")
_SHARES_OF_NEIGHBOURS: Final = (0.06, 0.04, 0.06, 0.84)
_GAPS: Final = {"other class": (0, 9), "same class": (3, 11), "within a flank": (10, 40)}
_SEGMENT_PLACES: Final = (0.25, 0.55, 0.80)


@dataclass(frozen=True)
class Ancestor:
    """Tracts and segments by position; 0-based, half-open."""

    bases: Bases
    tracts: tuple[Repeat, ...]
    """Planted tracts, those below the threshold too."""
    segments: tuple[tuple[int, int], ...]
    """Parts that some genomes lack."""
    is_in_tract: NDArray[np.bool_]
    """Of every base, whether it lies in a planted tract."""
    plain: NDArray[np.int64]
    """Numbers of the bases that do not, ascending."""


@dataclass(frozen=True)
class _Part:
    bases: Bases
    motif_length: int = 0
    """0: no tract."""


def make_ancestor(settings: TruthSettings, random: np.random.Generator) -> Ancestor:
    """An ancestor with as many tracts as asked for, or one more."""
    parts = list(_draw_parts(settings, random))
    ends = np.cumsum([len(part.bases) for part in parts]).tolist()
    tracts = tuple(
        Repeat(end - len(part.bases), end, part.motif_length)
        for part, end in zip(parts, ends, strict=True)
        if part.motif_length
    )
    bases = np.concatenate([part.bases for part in parts])
    is_in_tract = np.zeros(len(bases), np.bool_)
    for tract in tracts:
        is_in_tract[tract.start : tract.end] = True
    segments = tuple(_draw_segment(place, len(bases), random) for place in _SEGMENT_PLACES)
    return Ancestor(bases, tracts, segments, is_in_tract, np.flatnonzero(~is_in_tract))


def _draw_parts(settings: TruthSettings, random: np.random.Generator) -> Iterator[_Part]:
    yield _Part(draw_bases(_MARGIN, settings.gc, random))
    planted = 0
    while planted < settings.loci:
        distance = random.integers(settings.spacing // 2, settings.spacing * 3 // 2)
        yield _Part(draw_bases(int(distance), settings.gc, random))
        tracts = list(_draw_tracts(settings, random))
        planted += sum(part.motif_length > 0 for part in tracts)
        yield from tracts
    yield _Part(draw_bases(_MARGIN, settings.gc, random))


def _draw_tracts(settings: TruthSettings, random: np.random.Generator) -> Iterator[_Part]:
    """A tract, and perhaps what lies between it and a second one, and the second one."""
    if random.random() < settings.long_units:
        yield _draw_tract(draw_motif(int(random.integers(7, 31)), random), random)
        return
    length = int(random.choice(_SHORT_UNITS, p=_SHARES_OF_SHORT_UNITS))
    motif = draw_motif(length, random)
    yield _draw_tract(motif, random)
    kind = str(random.choice(_NEIGHBOURS, p=_SHARES_OF_NEIGHBOURS))
    if kind == "none":
        return
    other = motif
    while kind != "same class" and _is_same_class(other, motif):
        other = draw_motif(int(random.choice(_NEIGHBOUR_UNITS)), random)
    yield _Part(draw_bases(int(random.integers(*_GAPS[kind])), settings.gc, random))
    yield _draw_tract(other, random)


def _draw_tract(motif: Bases, random: np.random.Generator) -> _Part:
    least = MIN_UNITS[len(motif)]
    if random.random() < _BELOW_THRESHOLD:
        units = int(random.integers(max(1, least - 3), least))
    else:
        units = least + int(random.geometric(0.2)) - 1
    partial = int(random.integers(0, len(motif)))
    return _Part(np.resize(motif, units * len(motif) + partial), len(motif))


def _is_same_class(one: Bases, other: Bases) -> bool:
    return first_rotation(one.tobytes().decode()) == first_rotation(other.tobytes().decode())


def _draw_segment(place: float, length: int, random: np.random.Generator) -> tuple[int, int]:
    start = int(place * length)
    return start, start + int(random.integers(length // 100, length // 40))
