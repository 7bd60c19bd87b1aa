"""Places of an anchor, with what their flanks are compared with, and how one is read.

In: loci on an anchor, templates. Out: `AnchorPlaces`, and with them what any sequence has at one.
"""

from dataclasses import dataclass, fields, replace
from typing import Final

import numpy as np

from crossroad_desktop.pipeline.loci.anchors import Anchor
from crossroad_desktop.pipeline.loci.batches import GAP
from crossroad_desktop.pipeline.loci.reading import read_run
from crossroad_desktop.pipeline.loci.sequences import NOWHERE, Bases, Marks, N, Positions
from crossroad_desktop.pipeline.loci.templates import Templates
from crossroad_desktop.pipeline.loci.transfer import (
    REACH,
    UNEXPECTED,
    Crowds,
    Wanted,
    carry,
    find_crowds,
)

TOO_LONG: Final = -2
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

    def take(self, rows: Positions) -> "Found":
        """These rows, in this order."""
        return Found(*(getattr(self, field.name)[rows] for field in fields(self)))


def no_found() -> Found:
    """None at all."""
    return Found(NOWHERE, NOWHERE, NOWHERE, NOWHERE, NOWHERE, NOWHERE)


def join_found(parts: list[Found]) -> Found:
    """All rows of all parts; there must be a part."""
    return Found(
        *(np.concatenate([getattr(part, field.name) for part in parts]) for field in fields(Found))
    )


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
    wanted = wanted_at(
        places,
        templated,
        (places.start[templated], places.end[templated]),
        (places.crowds.start[templated], places.crowds.end[templated]),
        np.ones(len(templated), np.bool_),
        places.crowds.size[templated] > 1,
    )
    low, high = windows_of(wanted)
    answers = find_and_read(places.anchor.bases, wanted, places, templated, low, high)
    for column, values in zip(
        (own.start, own.end, own.repeat, own.run_start, own.run_end), answers.T, strict=True
    ):
        found = (answers[:, 0] != UNEXPECTED) & (answers[:, 2] >= 0)
        shift = 0 if column is own.repeat else low[found]
        column[templated[found]] = values[found] + shift


def wanted_at(
    places: AnchorPlaces,
    place: Positions,
    expected: tuple[Positions, Positions],
    crowd_expected: tuple[Positions, Positions],
    near: Marks,
    crowded: Marks,
) -> Wanted:
    """What is searched for: the places `place`, with where their starts and ends, and those of
    their crowds, should be in the genome, and whether their seeds are near."""
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


def windows_of(wanted: Wanted) -> tuple[Positions, Positions]:
    """The bases of the genome that the search looks at."""
    span = wanted.end - wanted.start
    low = np.minimum(np.minimum(wanted.left, wanted.right - span), wanted.crowd_left)
    high = np.maximum(np.maximum(wanted.right, wanted.left + span), wanted.crowd_right)
    return low - REACH, np.maximum(low, high) + REACH


def find_and_read(
    view: Bases,
    wanted: Wanted,
    places: AnchorPlaces,
    place: Positions,
    low: Positions,
    high: Positions,
) -> Positions:
    """A row per interval: start, end, repeat, start and end of the run, counted from `low`; all
    UNEXPECTED where a flank is not found."""
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
                repeat = TOO_LONG
        answers[row] = *inside, repeat, run_start, run_end
        answers[row, [0, 1, 3, 4]] += origin - int(low[row])
    return answers
