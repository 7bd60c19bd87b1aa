"""Places of the anchor found in genomes.

In: places, a batch and how it lies over their anchor. Out: for every place and every stretch of a
genome that reaches over it what lies between the two flanks, and what is read there.
"""

from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from crossroad_desktop.pipeline.loci.anchors import Anchor
from crossroad_desktop.pipeline.loci.batches import GAP
from crossroad_desktop.pipeline.loci.chains import Layout
from crossroad_desktop.pipeline.loci.flanks import FLANK
from crossroad_desktop.pipeline.loci.memory import Memory, window_keys
from crossroad_desktop.pipeline.loci.neighbours import AnchorSide
from crossroad_desktop.pipeline.loci.reading import read_run
from crossroad_desktop.pipeline.loci.sequences import NOWHERE, Bases, Marks, N, Positions, ranges
from crossroad_desktop.pipeline.loci.templates import Templates
from crossroad_desktop.pipeline.loci.transfer import (
    REACH,
    UNEXPECTED,
    Crowds,
    Wanted,
    carry,
    find_crowds,
)

_BLOCK: Final = 20_000
_TOO_LONG: Final = -2
"""Repeat number of a run that leaves the window in which it was read."""
_UNKNOWN: Final = -1
"""Repeat number where an N stands between the flanks."""
_UNREAD: Final = (_UNKNOWN, -1, -1)


@dataclass(frozen=True)
class AnchorPlaces:
    """Places of one anchor, by start."""

    anchor: Anchor
    number: Positions
    """Which of all places each is."""
    start: Positions
    end: Positions
    motifs: list[bytes]
    """A unit of each, on the anchor's strand."""
    unit: Positions
    """Its length in bp."""
    crowds: Crowds
    source: Bases
    """What flanks are compared with: the anchor, and the templates behind it."""
    source_start: Positions
    """Of each place there: in the anchor, or in its template."""
    source_end: Positions
    source_crowd_start: Positions
    source_crowd_end: Positions
    own: "Found"
    """What the anchor itself has at each place; one row per place."""

    def __len__(self) -> int:
        return len(self.number)


@dataclass(frozen=True)
class Found:
    """One row per place found in a genome; positions in the batch, on the strand looked at."""

    place: Positions
    """Row of the `AnchorPlaces`."""
    start: Positions
    """Where the left flank ends."""
    end: Positions
    repeat: Positions
    """Full units of the longest run; -1 where an N stands between the flanks."""
    run_start: Positions
    run_end: Positions


def places_of(
    anchor: Anchor,
    number: Positions,
    start: Positions,
    end: Positions,
    motifs: list[bytes],
    templates: Templates,
) -> AnchorPlaces:
    """The places of an anchor; rows may come in any order."""
    order = np.lexsort((number, end, start))
    number, start, end = number[order], start[order], end[order]
    own_motifs = [motifs[row] for row in order.tolist()]
    unit = np.array([len(motif) for motif in own_motifs], np.int64)
    crowds = find_crowds(start, end, unit)
    places = AnchorPlaces(
        anchor,
        number,
        start,
        end,
        own_motifs,
        unit,
        crowds,
        anchor.bases,
        start.copy(),
        end.copy(),
        crowds.start.copy(),
        crowds.end.copy(),
        _nothing_found(start, end),
    )
    places, templated = _with_templates(places, templates)
    _read_anchor(places, templated)
    return places


def _nothing_found(start: Positions, end: Positions) -> Found:
    unread = [np.full(len(start), value) for value in _UNREAD]
    return Found(np.arange(len(start)), start.copy(), end.copy(), *unread)


def _with_templates(places: AnchorPlaces, templates: Templates) -> tuple[AnchorPlaces, Positions]:
    """The places with the templates as their source, and which of them have one."""
    row_of = dict(zip(places.number.tolist(), range(len(places)), strict=True))
    which = [row for row, place in enumerate(templates.place.tolist()) if place in row_of]
    rows = np.array([row_of[int(templates.place[row])] for row in which], np.int64)
    pieces, size = [places.anchor.bases], len(places.anchor.bases)
    gap = np.full(GAP, N, np.uint8)
    for row, template in zip(rows.tolist(), which, strict=True):
        offset = size + len(gap)
        places.source_start[row] = offset + templates.start[template]
        places.source_end[row] = offset + templates.end[template]
        places.source_crowd_start[row] = offset + templates.crowd_start[template]
        places.source_crowd_end[row] = offset + templates.crowd_end[template]
        pieces += [gap, templates.stretches[template]]
        size = offset + len(templates.stretches[template])
    source = np.concatenate(pieces) if len(rows) else places.anchor.bases
    return replace(places, source=source), rows


def _read_anchor(places: AnchorPlaces, templated: Positions) -> None:
    """Fills in what the anchor has at its own places."""
    own, text = places.own, places.anchor.bases.tobytes()
    for row in np.setdiff1d(np.arange(len(places)), templated).tolist():
        start, end = int(places.start[row]), int(places.end[row])
        if b"N" not in text[start:end]:
            run = read_run(text, start, end, places.motifs[row])
            own.repeat[row], own.run_start[row], own.run_end[row] = run
    wanted = _wanted_at(
        places,
        templated,
        (places.start[templated], places.end[templated]),
        (places.crowds.start[templated], places.crowds.end[templated]),
        np.ones(len(templated), np.bool_),
        places.crowds.size[templated] > 1,
    )
    low, high = _windows(wanted)
    answers = _find_and_read(places.anchor.bases, wanted, places, templated, low, high)
    for column, values in zip(
        (own.start, own.end, own.repeat, own.run_start, own.run_end), answers.T, strict=True
    ):
        found = (answers[:, 0] != UNEXPECTED) & (answers[:, 2] >= 0)
        shift = 0 if column is own.repeat else low[found]
        column[templated[found]] = values[found] + shift


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
    is_known: "KnownPlaces",
    memory: Memory,
) -> Found:
    """All places in the genomes of a batch on one strand; `view` are the bases of that strand.

    Left out is what `is_known` knows already. By place, then start.
    """
    side = AnchorSide(layout, places.anchor.index.k)
    candidates = _reached(layout, strand, places, side)
    expected = places.start[candidates.place] - candidates.left
    candidates = candidates.keep(~is_known.near(candidates.place, expected, strand))
    same = _same_as_anchor(view, candidates, places)
    equal = _like_anchor(candidates.keep(same), places)
    other = _search(view, candidates.keep(~same), places, side, memory)
    return _without_doubles(_join(equal, other))


class KnownPlaces:
    """Where tracts are that belong to places already: these need no search."""

    def __init__(
        self, size: int, places: AnchorPlaces, number: Positions, start: Positions, end: Positions
    ) -> None:
        self._size = size
        row_of = np.full(int(max(places.number.max(initial=0), number.max(initial=0))) + 1, -1)
        row_of[places.number] = np.arange(len(places))
        place = row_of[number]
        here = place >= 0
        self._width = places.end - places.start
        self._far = 2 * size
        key = place[here] * self._far + start[here]
        order = np.argsort(key, kind="stable")
        self._key = key[order]
        self._end = end[here][order]

    def near(self, place: Positions, expected: Positions, strand: int) -> Marks:
        """Whether a tract of the place starts (on the given strand) near the expected start."""
        if not len(self._key):
            return np.zeros(len(place), np.bool_)
        forward = expected if strand > 0 else self._size - expected
        at = np.searchsorted(self._key, place * self._far + forward)
        known = np.zeros(len(place), np.bool_)
        for row in (at - 1, at):
            row = np.clip(row, 0, len(self._key) - 1)
            same = self._key[row] // self._far == place
            start = self._key[row] % self._far if strand > 0 else self._end[row]
            known |= same & (np.abs(start - forward) < _NEAR + self._width[place])
        return known


_NEAR: Final = 200
"""A tract so near to where its place is expected is there, in bp."""


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
    wanted = _wanted(candidates, places, side)
    low, high = _windows(wanted)
    asked = np.stack(
        [
            places.number[candidates.place],
            *(
                np.where(expected == UNEXPECTED, UNEXPECTED, expected - low)
                for expected in (
                    wanted.left,
                    wanted.right,
                    wanted.crowd_left,
                    wanted.crowd_right,
                )
            ),
            wanted.is_near,
            wanted.is_crowded,
        ],
        axis=1,
    )

    def compute(rows: Positions) -> Positions:
        return _find_and_read(
            view, wanted.take(rows), places, candidates.place[rows], low[rows], high[rows]
        )

    answers = memory.answer(window_keys(view, low, high, asked), compute, 5)
    found = answers[:, 0] != UNEXPECTED
    place, low, answers = candidates.place[found], low[found], answers[found]
    start, end, repeat, run_start, run_end = answers.T
    result = Found(place, start + low, end + low, repeat, run_start + low, run_end + low)
    return _read_long_runs(view, result, places)


def _wanted(candidates: _Candidates, places: AnchorPlaces, side: AnchorSide) -> Wanted:
    place, chain = candidates.place, candidates.chain
    crowd_start, crowd_end = places.crowds.start[place], places.crowds.end[place]
    beside = side.around(chain, crowd_start, crowd_end)
    return _wanted_at(
        places,
        place,
        (places.start[place] - candidates.left, places.end[place] - candidates.right),
        (crowd_start - beside.left, crowd_end - beside.right),
        candidates.near,
        beside.near & (places.crowds.size[place] > 1),
    )


def _wanted_at(
    places: AnchorPlaces,
    place: Positions,
    expected: tuple[Positions, Positions],
    crowd_expected: tuple[Positions, Positions],
    near: Marks,
    crowded: Marks,
) -> Wanted:
    start, end = places.source_start[place], places.source_end[place]
    return Wanted(
        start=start,
        end=end,
        unit=places.unit[place],
        left=expected[0],
        right=expected[1],
        is_near=near,
        crowd_start=np.where(crowded, places.source_crowd_start[place], start),
        crowd_end=np.where(crowded, places.source_crowd_end[place], end),
        crowd_left=np.where(crowded, crowd_expected[0], expected[0]),
        crowd_right=np.where(crowded, crowd_expected[1], expected[1]),
        crowd_unit=places.crowds.unit[place],
        is_crowded=crowded,
    )


def _windows(wanted: Wanted) -> tuple[Positions, Positions]:
    """The bases of the genome that the search looks at."""
    span = wanted.end - wanted.start
    low = np.minimum(np.minimum(wanted.left, wanted.right - span), wanted.crowd_left)
    high = np.maximum(np.maximum(wanted.right, wanted.left + span), wanted.crowd_right)
    return low - REACH, np.maximum(low, high) + REACH


def _find_and_read(
    view: Bases,
    wanted: Wanted,
    places: AnchorPlaces,
    place: Positions,
    low: Positions,
    high: Positions,
) -> Positions:
    """start, end, repeat, start and end of the run, counted from `low`; UNEXPECTED where a flank is
    not found."""
    start, end = carry(places.source, view, wanted)
    answers = np.full((len(start), 5), UNEXPECTED, np.int64)
    for row in np.flatnonzero(start >= 0).tolist():
        origin = max(int(low[row]), 0)
        text = view[origin : int(high[row])].tobytes()
        motif = places.motifs[place[row]]
        inside = (int(start[row]) - origin, int(end[row]) - origin)
        repeat, run_start, run_end = _UNREAD
        if b"N" not in text[inside[0] : inside[1]]:
            repeat, run_start, run_end = read_run(text, *inside, motif)
            if repeat and (run_start < len(motif) or run_end > len(text) - len(motif)):
                repeat = _TOO_LONG
        answers[row] = *inside, repeat, run_start, run_end
        answers[row, [0, 1, 3, 4]] += origin - int(low[row])
    return answers


def _read_long_runs(view: Bases, found: Found, places: AnchorPlaces) -> Found:
    rows = np.flatnonzero(found.repeat == _TOO_LONG)
    if len(rows):
        text = view.tobytes()
        for row in rows.tolist():
            motif = places.motifs[found.place[row]]
            run = read_run(text, int(found.start[row]), int(found.end[row]), motif)
            found.repeat[row], found.run_start[row], found.run_end[row] = run
    return found


def _join(first: Found, second: Found) -> Found:
    return Found(
        np.append(first.place, second.place),
        np.append(first.start, second.start),
        np.append(first.end, second.end),
        np.append(first.repeat, second.repeat),
        np.append(first.run_start, second.run_start),
        np.append(first.run_end, second.run_end),
    )


def _without_doubles(found: Found) -> Found:
    """Two chains can reach over one place: it is kept once. By place, then start."""
    order = np.lexsort((found.end, found.start, found.place))
    place, start, end = found.place[order], found.start[order], found.end[order]
    double = place[1:] == place[:-1]
    double &= start[1:] < np.maximum(end[:-1], start[:-1] + FLANK)
    order = order[~np.append(False, double)] if len(order) else NOWHERE
    return Found(
        found.place[order],
        found.start[order],
        found.end[order],
        found.repeat[order],
        found.run_start[order],
        found.run_end[order],
    )
