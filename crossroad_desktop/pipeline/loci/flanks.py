"""Flanks looked for near the place where they are expected.

In: a sequence and positions in it, another sequence and where those positions should be there.
Out: where the flank ends (left) or starts (right) in the other one; -1 where it is not found.
"""

from typing import Final, Literal

import numpy as np

from crossroad_desktop.pipeline.loci.sequences import Bases, Marks, N, Positions, windows

Side = Literal["left", "right"]

FLANK: Final = 24
"""Bases of a flank that are compared with gaps ..."""
_MOST_EDITS: Final = 7
"""... and how many of them may be edits."""
_QUICK_FLANK: Final = 16
"""Bases compared letter for letter first ..."""
_QUICK_MISMATCHES: Final = 3
"""... with so many mismatches at most ..."""
_QUICK_CLEAN: Final = 6
"""... and none in so many nearest the tract."""
_NEAR_FLANK: Final = 12
"""Where the whole flank is not found (it has an indel) its nearest bases will do ..."""
_NEAR_EDITS: Final = 2
"""... with so many edits at most."""
SEARCH: Final = 40
"""bp searched on each side of the expected place."""
WIDEST: Final = 400
"""No more is searched or aligned, in bp."""
_WIDTHS: Final = ((0, 110), (110, 180), (180, WIDEST + 1))
"""Stretches of like widths, in bp, are searched together: all are as wide as the widest."""
_BLOCK: Final = 2000
"""So many flanks are searched at once."""


def quick_match(
    source: Bases, at: Positions, target: Bases, expected: Positions, side: Side
) -> Marks:
    """Whether the flank stands at the expected place letter for letter, or almost."""
    before, after = (_QUICK_FLANK, 0) if side == "left" else (0, _QUICK_FLANK)
    wanted = windows(source, at, before, after)
    same = (wanted == windows(target, expected, before, after)) & (wanted != N)
    near = same[:, -_QUICK_CLEAN:] if side == "left" else same[:, :_QUICK_CLEAN]
    enough = _QUICK_FLANK - same.sum(axis=1) <= _QUICK_MISMATCHES
    return np.asarray(near.all(axis=1) & enough)


def find_flanks(
    source: Bases,
    at: Positions,
    target: Bases,
    expected: Positions,
    between: tuple[Positions, Positions],
    side: Side,
) -> Positions:
    """The places in the target, searched for in the intervals `between`."""
    found = np.full(len(at), -1, np.int64)
    have = np.minimum(at, len(source)) if side == "left" else len(source) - at
    low, high = np.maximum(between[0], 0), np.minimum(between[1], len(target))
    width = high - low
    usable = (have >= _NEAR_FLANK) & (width > 0) & (width <= WIDEST)
    for bases, edits in ((FLANK, _MOST_EDITS), (_NEAR_FLANK, _NEAR_EDITS)):
        for least, most in _WIDTHS:
            rows = np.flatnonzero((found < 0) & usable & (width >= least) & (width < most))
            for first in range(0, len(rows), _BLOCK):
                part = rows[first : first + _BLOCK]
                flanks = _read_inwards(source, at[part], bases, side)
                edge = low[part] if side == "left" else high[part]
                texts = _read_inwards(target, edge, -min(most, WIDEST), side)
                texts[np.arange(texts.shape[1]) >= width[part, None]] = N
                distance, end = search(flanks, texts, np.abs(expected[part] - edge))
                place = edge + end if side == "left" else edge - end
                found[part] = np.where(distance <= edits, place, -1)
    return found


def search(flanks: Bases, texts: Bases, expected: Positions) -> tuple[Positions, Positions]:
    """Edit distance and end (exclusive) of the best place of each flank in its text.

    One row each; ends are free in the text. Of equally good places the one nearest the expected
    end. An N is like nothing.
    """
    rows, width = texts.shape
    ramp = np.arange(width + 1, dtype=np.int16)
    distance = np.zeros((rows, width + 1), np.int16)
    unknown = texts == N
    for place in range(flanks.shape[1]):
        change = distance[:, :-1] + ((texts != flanks[:, place, None]) | unknown)
        following = np.empty_like(distance)
        following[:, 0] = place + 1
        np.minimum(change, distance[:, 1:] + 1, out=following[:, 1:])
        following -= ramp
        np.minimum.accumulate(following, axis=1, out=following)
        distance = following + ramp
    apart = np.minimum(np.abs(np.arange(width + 1) - expected[:, None]), 1023)
    best = (distance.astype(np.int32) * 1024 + apart).argmin(axis=1)
    return distance[np.arange(rows), best].astype(np.int64), best.astype(np.int64)


def _read_inwards(bases: Bases, at: Positions, count: int, side: Side) -> Bases:
    """Bases in the direction that ends at the tract: `count` before it, or -`count` from there."""
    before, after = (count, 0) if count > 0 else (0, -count)
    if side == "left":
        return windows(bases, at, before, after)
    return windows(bases, at, after, before)[:, ::-1]
