"""Which places of a locus lie the other way round than its first one, as in inverted repeats.

In: places with their classes and flanks. Out: a strand for each.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from crossroad_desktop.pipeline.complements import reverse_complement_text
from crossroad_desktop.pipeline.loci.anchor_places import AnchorPlaces
from crossroad_desktop.pipeline.loci.motif_classes import MotifClasses
from crossroad_desktop.pipeline.loci.sequences import Positions

_FLANK: Final = 25
"""Bases of each flank that are compared ..."""
_WORD: Final = 6
"""... word by word, so that an indel does not spoil all of it."""

_Flanks = tuple[str, str]
"""Before and behind a place."""


def find_place_strands(
    by_anchor: list[AnchorPlaces],
    motif: Positions,
    first_place: Positions,
    classes: MotifClasses,
) -> NDArray[np.int8]:
    """Of each place 1 if it reads like the first place of its locus, -1 if its reverse complement
    does.

    `motif` is the class of each place, `first_place` the first place of the locus of each. The
    class decides; of a class that reads the same on both strands, such as AT, the flanks do.
    """
    is_turned = motif != motif[first_place]
    is_unclear = (classes.mates()[motif] == motif) & (first_place != np.arange(len(motif)))
    flanks = _read_flanks(by_anchor, np.append(np.flatnonzero(is_unclear), first_place[is_unclear]))
    for place in np.flatnonzero(is_unclear).tolist():
        first, (before, behind) = flanks[int(first_place[place])], flanks[place]
        turned = reverse_complement_text(behind), reverse_complement_text(before)
        is_turned[place] = _alike(turned, first) > _alike((before, behind), first)
    return np.where(is_turned, -1, 1).astype(np.int8)


def _read_flanks(by_anchor: list[AnchorPlaces], wanted: Positions) -> dict[int, _Flanks]:
    flanks: dict[int, _Flanks] = {}
    for places in by_anchor:
        for row in np.flatnonzero(np.isin(places.number, wanted)).tolist():
            start, end = int(places.source_start[row]), int(places.source_end[row])
            flanks[int(places.number[row])] = (
                places.source[max(start - _FLANK, 0) : start].tobytes().decode(),
                places.source[end : end + _FLANK].tobytes().decode(),
            )
    return flanks


def _alike(one: _Flanks, other: _Flanks) -> int:
    """How many words the flanks before, and the flanks behind, have in common."""
    return sum(len(_words(mine) & _words(its)) for mine, its in zip(one, other, strict=True))


def _words(text: str) -> set[str]:
    return {text[start : start + _WORD] for start in range(len(text) - _WORD + 1)}
