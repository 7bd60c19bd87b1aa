"""Places of the anchor found in genomes.

In: places, a batch and how it lies over their anchor. Out: for every place and every stretch of a
genome that reaches over it what lies between the two flanks, and what is read there.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from crossroad_desktop.pipeline.loci.anchor_places import (
    TOO_LONG,
    AnchorPlaces,
    Found,
    find_and_read,
    join_found,
    wanted_at,
    windows_of,
)
from crossroad_desktop.pipeline.loci.chains import Layout
from crossroad_desktop.pipeline.loci.flanks import FLANK
from crossroad_desktop.pipeline.loci.known_places import KnownPlaces
from crossroad_desktop.pipeline.loci.memory import Memory, window_keys
from crossroad_desktop.pipeline.loci.neighbours import AnchorSide
from crossroad_desktop.pipeline.loci.reading import read_run
from crossroad_desktop.pipeline.loci.sequences import NOWHERE, Bases, Marks, Positions, ranges
from crossroad_desktop.pipeline.loci.transfer import UNEXPECTED, Wanted

_BLOCK: Final = 20_000
"""So many places are compared with the anchor at once."""


@dataclass(frozen=True)
class _Candidates:
    """Places that a chain reaches over."""

    chain: Positions
    place: Positions
    left: Positions
    """Diagonals of the seeds before and behind."""
    right: Positions
    near: Marks
    """Whether both seeds are near."""

    def keep(self, which: Marks) -> "_Candidates":
        return _Candidates(
            self.chain[which],
            self.place[which],
            self.left[which],
            self.right[which],
            self.near[which],
        )


def locate_places(
    view: Bases,
    layout: Layout,
    strand: int,
    places: AnchorPlaces,
    is_known: KnownPlaces,
    memory: Memory,
) -> Found:
    """All places in the genomes of a batch on one strand, by place, then start; none if no chain
    lies on it.

    `view` are the bases of that strand. Left out is what `is_known` knows already.
    """
    side = AnchorSide(layout, places.anchor.index.k)
    candidates = _reached(layout, strand, places, side)
    expected = places.start[candidates.place] - candidates.left
    candidates = candidates.keep(~is_known.near(candidates.place, expected, strand))
    same = _same_as_anchor(view, candidates, places)
    equal = _like_anchor(candidates.keep(same), places)
    other = _search(view, candidates.keep(~same), places, side, memory)
    return _without_doubles(join_found([equal, other]))


def _reached(layout: Layout, strand: int, places: AnchorPlaces, side: AnchorSide) -> _Candidates:
    chains = np.flatnonzero(layout.strand == strand)
    first_segment = np.searchsorted(layout.chain, chains, "left")
    last_segment = np.searchsorted(layout.chain, chains, "right") - 1
    first = np.searchsorted(places.start, layout.anchor_start[first_segment], "left")
    stop = np.searchsorted(places.start, layout.anchor_end[last_segment], "right")
    place = ranges(first, stop)
    chain = np.repeat(chains, np.maximum(stop - first, 0))
    beside = side.around(chain, places.start[place], places.end[place])
    candidates = _Candidates(chain, place, beside.left, beside.right, beside.near)
    return candidates.keep(beside.found)


def _same_as_anchor(view: Bases, candidates: _Candidates, places: AnchorPlaces) -> Marks:
    """Which genomes have the anchor's letters from flank to flank."""
    own = places.own
    low = np.minimum(own.start, own.run_start) - FLANK
    high = np.maximum(own.end, own.run_end) + FLANK
    usable = (own.repeat >= 0) & (low >= 0) & (high <= len(places.anchor.bases))
    rows = np.flatnonzero((candidates.left == candidates.right) & usable[candidates.place])
    same = np.zeros(len(candidates.place), np.bool_)
    for first in range(0, len(rows), _BLOCK):
        part = rows[first : first + _BLOCK]
        place, shift = candidates.place[part], candidates.left[part]
        inside = (low[place] >= shift) & (high[place] - shift <= len(view))
        part, place, shift = part[inside], place[inside], shift[inside]
        at = ranges(low[place], high[place])
        owner = np.repeat(np.arange(len(part)), high[place] - low[place])
        differs = places.anchor.bases[at] != view[at - shift[owner]]
        same[part] = np.bincount(owner[differs], minlength=len(part)) == 0
    return same


def _like_anchor(candidates: _Candidates, places: AnchorPlaces) -> Found:
    place, shift, own = candidates.place, candidates.left, places.own
    return Found(
        place,
        own.start[place] - shift,
        own.end[place] - shift,
        own.repeat[place],
        own.run_start[place] - shift,
        own.run_end[place] - shift,
    )


def _search(
    view: Bases,
    candidates: _Candidates,
    places: AnchorPlaces,
    side: AnchorSide,
    memory: Memory,
) -> Found:
    """What is found where the genome differs from the anchor."""
    wanted = _wanted(candidates, places, side)
    low, high = windows_of(wanted)

    def compute(rows: Positions) -> Positions:
        return find_and_read(
            view, wanted.take(rows), places, candidates.place[rows], low[rows], high[rows]
        )

    asked = _describe_search(wanted, places.number[candidates.place], low)
    answers = memory.answer(window_keys(view, low, high, asked), compute, 5)
    found = answers[:, 0] != UNEXPECTED
    place, low, answers = candidates.place[found], low[found], answers[found]
    start, end, repeat, run_start, run_end = answers.T
    result = Found(place, start + low, end + low, repeat, run_start + low, run_end + low)
    return _read_long_runs(view, result, places)


def _describe_search(wanted: Wanted, number: Positions, low: Positions) -> Positions:
    """All that an answer follows from beside the bases of the window that begins at `low`, as one
    row of numbers per place."""
    expected = np.stack([wanted.left, wanted.right, wanted.crowd_left, wanted.crowd_right], axis=1)
    in_window = np.where(expected == UNEXPECTED, UNEXPECTED, expected - low[:, None])
    return np.column_stack([number, in_window, wanted.is_near, wanted.is_crowded])


def _wanted(candidates: _Candidates, places: AnchorPlaces, side: AnchorSide) -> Wanted:
    place, chain = candidates.place, candidates.chain
    crowd_start, crowd_end = places.crowds.start[place], places.crowds.end[place]
    beside = side.around(chain, crowd_start, crowd_end)
    return wanted_at(
        places,
        place,
        (places.start[place] - candidates.left, places.end[place] - candidates.right),
        (crowd_start - beside.left, crowd_end - beside.right),
        candidates.near,
        beside.near & (places.crowds.size[place] > 1),
    )


def _read_long_runs(view: Bases, found: Found, places: AnchorPlaces) -> Found:
    rows = np.flatnonzero(found.repeat == TOO_LONG)
    if len(rows):
        text = view.tobytes()
        for row in rows.tolist():
            motif = places.motifs[found.place[row]]
            run = read_run(text, int(found.start[row]), int(found.end[row]), motif)
            found.repeat[row], found.run_start[row], found.run_end[row] = run
    return found


def _without_doubles(found: Found) -> Found:
    """Two chains can reach over one place: it is kept once. By place, then start."""
    order = np.lexsort((found.end, found.start, found.place))
    place, start, end = found.place[order], found.start[order], found.end[order]
    double = place[1:] == place[:-1]
    double &= start[1:] < np.maximum(end[:-1], start[:-1] + FLANK)
    order = order[~np.append(False, double)] if len(order) else NOWHERE
    return found.take(order)
