"""Where the two loci of a divided place are in the anchor.

In: the places of the anchor and what it has there. Out: the places, each half where it is; nothing
else is about them, as genomes are still searched between the flanks of the whole place.
"""

from dataclasses import dataclass

import numpy as np

from crossroad_desktop.pipeline.loci.anchor_places import AnchorPlaces
from crossroad_desktop.pipeline.loci.clustering import Places
from crossroad_desktop.pipeline.loci.sequences import Marks, Positions


@dataclass(frozen=True)
class Halves:
    """One row per divided place: the places that it became, as the anchor has them."""

    left: Positions
    right: Positions


@dataclass(frozen=True)
class _Found:
    """Of each half, where the anchor has it."""

    start: Positions
    end: Positions
    has_tract: Marks
    is_found: Marks
    """Whether its flanks are there."""


def place_halves(places: Places, anchor: AnchorPlaces, halves: Halves) -> Places:
    """The places with other starts and ends of the halves: the edges of its tract where the anchor
    has one, else what is between the flanks of the half; if the anchor does not show these, what
    the other half leaves of the place, or the half of it."""
    left, right = _find(anchor, halves.left), _find(anchor, halves.right)
    start, end = places.start.copy(), places.end.copy()
    low, high = start[halves.left], end[halves.left]
    border = np.where(left.is_found, left.end, (low + high) // 2)
    # One run can be read as both; then it is the tract of the left half.
    gives_way = right.is_found & (~left.is_found | (right.has_tract & ~left.has_tract))
    border = np.where(gives_way, np.minimum(right.start, np.maximum(border, low)), border)
    end[halves.left] = border
    start[halves.left] = np.minimum(np.where(left.is_found, left.start, low), border)
    start[halves.right] = np.maximum(np.where(right.is_found, right.start, border), border)
    end[halves.right] = np.maximum(np.where(right.is_found, right.end, high), start[halves.right])
    return Places(places.motif, start, end)


def _find(anchor: AnchorPlaces, places: Positions) -> _Found:
    order = np.argsort(anchor.number)
    rows = order[np.searchsorted(anchor.number[order], places)]
    own, repeat = anchor.own, anchor.own.repeat[rows]
    has_tract = repeat > 0
    return _Found(
        np.where(has_tract, own.run_start[rows], own.start[rows]),
        np.where(has_tract, own.run_end[rows], own.end[rows]),
        has_tract,
        repeat >= 0,
    )
