"""Intervals carried from one sequence to another by their flanks.

In: intervals, and where the seeds before and behind them say that they should be. Out: the interval
between the same flanks in the other sequence; -1, -1 where a flank is not found. Used in both
directions: tracts from genomes to the anchor, loci from the anchor to genomes.
"""

from dataclasses import dataclass, fields
from typing import Final

import numpy as np

from crossroad_desktop.pipeline.loci.alignment import (
    SHORT_UNITS,
    Path,
    align_with_slippage,
    common_ends,
)
from crossroad_desktop.pipeline.loci.flanks import (
    FLANK,
    SEARCH,
    WIDEST,
    Side,
    find_flanks,
    quick_match,
)
from crossroad_desktop.pipeline.loci.sequences import Bases, Marks, N, Positions

CROWDED: Final = 18
"""Tracts closer than this are carried together, in bp: each has the other in its flank."""
REACH: Final = SEARCH + FLANK
"""No step looks further beyond the places that are asked for, in bp."""
UNEXPECTED: Final = -(1 << 30)
"""Expected place of what has no seed on both sides."""
_LAST_FLANK: Final = 60
"""Last resort: all from so far before the interval to so far behind it is aligned, in bp."""
_STRETCH: Final = 100
"""Flanks further apart than the interval by more are not its flanks, unless the repeat fills it."""
_LEAST_AGREEMENT: Final = 0.72
"""Share of an aligned window, outside the interval, that must be the same. Sequences that have
nothing to do with each other reach 0.69 once in a hundred times, where gaps are free to choose;
flanks of which one base in ten is substituted fall below 0.79 as rarely."""
_LEAST_COMPARED: Final = 12
"""With fewer bases outside the interval that share would say nothing."""
_PAIRS: Final = 100
"""So many pairs are aligned together."""


@dataclass(frozen=True)
class Wanted:
    """Intervals of one sequence and where they are expected in the other."""

    start: Positions
    end: Positions
    unit: Positions
    left: Positions
    """Where the start should be, by the seeds before it."""
    right: Positions
    """Where the end should be, by the seeds behind it."""
    is_near: Marks
    """Whether these seeds are near; if not, only flanks that agree letter for letter count."""
    crowd_start: Positions
    """Start of the crowd that the interval belongs to; its own where it stands alone."""
    crowd_end: Positions
    crowd_left: Positions
    """Where the crowd should start, by the seeds before the crowd."""
    crowd_right: Positions
    crowd_unit: Positions
    """Longest motif of the crowd, in bp: of the longer ones only it may slip."""
    is_crowded: Marks

    def __len__(self) -> int:
        return len(self.start)

    def take(self, rows: Positions) -> "Wanted":
        """Only these."""
        return Wanted(*(getattr(self, field.name)[rows] for field in fields(self)))


def carry_quickly(source: Bases, target: Bases, wanted: Wanted) -> Marks:
    """Which intervals stand where they are expected, both flanks letter for letter or almost."""
    fits = ~wanted.is_crowded & (wanted.left <= wanted.right + FLANK)
    fits &= wanted.right - wanted.left <= wanted.end - wanted.start + _STRETCH
    rows = np.flatnonzero(fits)
    left = quick_match(source, wanted.start[rows], target, wanted.left[rows], "left")
    rows = rows[left]
    right = quick_match(source, wanted.end[rows], target, wanted.right[rows], "right")
    fits[:] = False
    fits[rows[right]] = True
    return fits


def carry(source: Bases, target: Bases, wanted: Wanted) -> tuple[Positions, Positions]:
    """Starts and ends in the target."""
    start, end = (np.full(len(wanted), -1, np.int64) for _ in range(2))
    rows = np.flatnonzero(wanted.is_crowded)
    start[rows], end[rows] = _align_crowds(source, target, wanted.take(rows))
    rows = np.flatnonzero(start < 0)
    rest = wanted.take(rows)
    start[rows] = _find_side(source, target, rest.start, rest.left, rest.right, rest, "left")
    end[rows] = _find_side(source, target, rest.end, rest.right, rest.left, rest, "right")
    rows = rows[((start[rows] < 0) | (end[rows] < 0)) & wanted.is_near[rows]]
    start[rows], end[rows] = _align_surroundings(source, target, wanted.take(rows))
    lost = (start < 0) | (end < 0) | (start > end + FLANK)
    lost |= _is_stretched(target, wanted, start, end, ~lost)
    start[lost] = end[lost] = -1
    return np.minimum(start, end), np.maximum(start, end)


@dataclass(frozen=True)
class Crowds:
    """Of the crowd that each interval belongs to, one row per interval."""

    start: Positions
    end: Positions
    size: Positions
    """How many intervals."""
    unit: Positions
    """Longest motif, in bp."""


def find_crowds(start: Positions, end: Positions, unit: Positions) -> Crowds:
    """Which intervals (by start) stand too close together to be told apart by their flanks."""
    if not len(start):
        return Crowds(start, end, start, unit)
    reach = np.maximum.accumulate(end)
    first = np.append(True, start[1:] >= reach[:-1] + CROWDED)
    number = np.cumsum(first) - 1
    last = np.append(np.flatnonzero(first)[1:] - 1, len(start) - 1)
    longest = np.maximum.reduceat(unit, np.flatnonzero(first))
    return Crowds(
        start[first][number], reach[last][number], np.bincount(number)[number], longest[number]
    )


def _find_side(
    source: Bases,
    target: Bases,
    at: Positions,
    expected: Positions,
    opposite: Positions,
    wanted: Wanted,
    side: Side,
) -> Positions:
    found = np.where(quick_match(source, at, target, expected, side), expected, -1)
    rows = np.flatnonzero((found < 0) & wanted.is_near)
    if not len(rows):
        return found
    own = expected[rows]
    # The same place by the seeds of the other side: what lies between is searched too.
    span = (wanted.end - wanted.start)[rows]
    other = opposite[rows] + (-span if side == "left" else span)
    near = np.abs(own - other) <= WIDEST - 2 * SEARCH - FLANK
    low = np.where(near, np.minimum(own, other), own) - SEARCH
    high = np.where(near, np.maximum(own, other), own) + SEARCH
    if side == "left":
        low = low - FLANK
    else:
        high = high + FLANK
    found[rows] = find_flanks(source, at[rows], target, own, (low, high), side)
    return found


def _align_crowds(source: Bases, target: Bases, wanted: Wanted) -> tuple[Positions, Positions]:
    return _align(
        source,
        target,
        wanted,
        (wanted.crowd_start - FLANK, wanted.crowd_end + FLANK),
        (wanted.crowd_left - FLANK, wanted.crowd_right + FLANK),
        wanted.crowd_unit,
    )


def _align_surroundings(
    source: Bases, target: Bases, wanted: Wanted
) -> tuple[Positions, Positions]:
    return _align(
        source,
        target,
        wanted,
        (wanted.start - _LAST_FLANK, wanted.end + _LAST_FLANK),
        (wanted.left - _LAST_FLANK, wanted.right + _LAST_FLANK),
        wanted.unit,
    )


def _align(
    source: Bases,
    target: Bases,
    wanted: Wanted,
    source_window: tuple[Positions, Positions],
    target_window: tuple[Positions, Positions],
    units: Positions,
) -> tuple[Positions, Positions]:
    """Aligns one window with the other, and reads off where the intervals are."""
    low, high = (np.full(len(wanted), -1, np.int64) for _ in range(2))
    (from_start, from_end), (to_start, to_end) = source_window, target_window
    fits = _is_window(from_start, from_end, source) & _is_window(to_start, to_end, target)
    rows = np.flatnonzero(fits)
    windows = [
        (source[from_start[row] : from_end[row]], target[to_start[row] : to_end[row]])
        for row in rows.tolist()
    ]
    keys = [
        (first.tobytes(), second.tobytes(), int(unit) if unit > SHORT_UNITS[-1] else 0)
        for (first, second), unit in zip(windows, units[rows], strict=True)
    ]
    paths = _align_distinct(set(keys))
    for row, key in zip(rows.tolist(), keys, strict=True):
        offset = from_start[row]
        inside = (int(wanted.start[row] - offset), int(wanted.end[row] - offset))
        if _flanks_agree(key[0], key[1], paths[key], inside):
            least, most = paths[key]
            low[row] = to_start[row] + least[inside[0]]
            high[row] = to_start[row] + most[inside[1]]
    return low, high


def _is_window(start: Positions, end: Positions, bases: Bases) -> Marks:
    """Whether the interval lies in the sequence and is no longer than what is aligned."""
    return (start >= 0) & (end <= len(bases)) & (end >= start) & (end - start <= WIDEST)


def _align_distinct(keys: set[tuple[bytes, bytes, int]]) -> dict[tuple[bytes, bytes, int], Path]:
    """A path for each pair of texts and long unit (bp, 0: none) that may slip too."""
    # Pairs of one size stand together: all are as wide as the widest.
    ordered = sorted(keys, key=lambda key: (_middle_size(*key[:2]), key))
    paths = dict[tuple[bytes, bytes, int], Path]()
    for start in range(0, len(ordered), _PAIRS):
        part = ordered[start : start + _PAIRS]
        pairs = [(_as_bases(first), _as_bases(second)) for first, second, _ in part]
        found = align_with_slippage(pairs, [unit for _, _, unit in part])
        paths.update(zip(part, found, strict=True))
    return paths


def _as_bases(text: bytes) -> Bases:
    return np.frombuffer(text, np.uint8)


def _middle_size(first: bytes, second: bytes) -> int:
    ends = common_ends(_as_bases(first), _as_bases(second))
    return max(len(first), len(second)) - sum(ends)


def _flanks_agree(first: bytes, second: bytes, path: Path, inside: tuple[int, int]) -> bool:
    """Whether enough of the window outside the interval is the same in both."""
    least, most = (np.array(boundaries, np.int64) for boundaries in path)
    outside = np.append(np.arange(inside[0]), np.arange(inside[1], len(first)))
    if len(outside) < _LEAST_COMPARED:
        return True
    # A base that is aligned with one base of the second, not with a gap or a slip.
    with_base = outside[(least[outside + 1] == most[outside] + 1) & (most[outside] < len(second))]
    same = np.count_nonzero(_as_bases(first)[with_base] == _as_bases(second)[most[with_base]])
    return int(same) >= _LEAST_AGREEMENT * len(outside)


def _is_stretched(
    target: Bases, wanted: Wanted, start: Positions, end: Positions, found: Marks
) -> Marks:
    """Intervals that became much longer, and not because their repeat did."""
    stretched = found & (end - start > wanted.end - wanted.start + _STRETCH)
    for row in np.flatnonzero(stretched).tolist():
        part, unit = target[start[row] : end[row]], int(wanted.unit[row])
        same = np.count_nonzero((part[unit:] == part[:-unit]) & (part[unit:] != N))
        stretched[row] = 2 * same < len(part)
    return stretched
