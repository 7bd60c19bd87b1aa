"""Alignment of two short sequences that may have gained or lost whole repeat units.

In: pairs of sequences. Out: for each base of the first, where it comes to lie in the second.

A global alignment with linear prices, in which one slip - a whole unit gained or lost inside a
repeat - costs less than a mismatch. All pairs are computed together, one antidiagonal after the
other: inside an antidiagonal no cell depends on another, slips included.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

import numpy as np
from numpy.typing import NDArray

from crossroad_desktop.pipeline.loci.sequences import Bases, Marks, N, Positions

MISMATCH: Final = 4
GAP: Final = 3
"""Price of one base."""
SLIP: Final = 2
SLIP_RUN: Final = 8
"""Units slip inside a run of at least so many bases, and two units. Shorter ones are chance."""
SHORT_UNITS: Final = range(1, 7)
"""Units, in bp, that may slip in every pair."""
_FAR: Final = 6000
"""More than any path of 400 bases costs, and 16 bits hold it together with a step."""

Values = TypeVar("Values", bound=np.generic)
Prices = NDArray[np.int16]
Path = tuple[list[int], list[int]]
"""For each boundary of the first sequence (0 to its length) the least and the largest boundary of
the second that the alignment goes through."""


@dataclass(frozen=True)
class _Middles:
    """What is left of the pairs without their common ends, one row each."""

    first: Bases
    second: Bases
    first_length: Positions
    second_length: Positions
    first_slips: dict[int, Marks]
    """By unit: whether the unit before a boundary may slip."""
    second_slips: dict[int, Marks]


def align_with_slippage(
    pairs: Sequence[tuple[Bases, Bases]], long_units: Sequence[int]
) -> list[Path]:
    """One path per pair. Units of 1-6 bp may slip, and in each pair those of the length (bp) that
    `long_units` has for it. An N is like nothing, itself included."""
    if not pairs:
        return []
    ends = [common_ends(first, second) for first, second in pairs]
    middles = _cut_middles(pairs, ends, np.array(long_units, np.int64))
    prices = _fill(middles)
    offset = prices.shape[2] - middles.first.shape[1]
    paths = []
    for row, (head, tail) in enumerate(ends):
        path = _trace(prices[:, row, offset:], middles, row)
        paths.append(_with_ends(path, head, tail, int(middles.second_length[row])))
    return paths


def common_ends(first: Bases, second: Bases) -> tuple[int, int]:
    """Lengths of the common start and, in what is left, the common end."""
    shorter = min(len(first), len(second))
    head = _common_start(first[:shorter], second[:shorter])
    left = shorter - head
    tail = _common_start(first[len(first) - left :][::-1], second[len(second) - left :][::-1])
    return head, tail


def _common_start(first: Bases, second: Bases) -> int:
    differ = np.flatnonzero((first != second) | (first == N))
    return int(differ[0]) if len(differ) else len(first)


def may_slip(rows: Bases, unit: int) -> Marks:
    """One row of booleans per row of bases, one longer: whether the `unit` bases before a
    boundary repeat those before or behind them, inside a run that is long enough.

    Values above 127 are no bases and are like nothing.
    """
    count, width = rows.shape
    slips = np.zeros((count, width + 1), np.bool_)
    need = max(unit, SLIP_RUN - unit)
    if width - unit < need:
        return slips
    equal = (rows[:, unit:] == rows[:, :-unit]) & (rows[:, unit:] < 128)
    full = _sums(equal, need) == need
    # A place counts if any stretch of `need` equal places covers it.
    padded = np.pad(full, ((0, 0), (need - 1, need - 1)))
    in_run = _sums(padded, need) > 0
    copies = _sums(in_run, unit) == unit
    slips[:, 2 * unit :] = copies
    slips[:, unit:-unit] |= copies
    return slips


def _sums(marks: Marks, width: int) -> NDArray[np.int16]:
    """How many are true in each stretch of `width` columns."""
    sums = np.zeros((marks.shape[0], marks.shape[1] + 1), np.int16)
    np.cumsum(marks, axis=1, dtype=np.int16, out=sums[:, 1:])
    return sums[:, width:] - sums[:, :-width]


def _cut_middles(
    pairs: Sequence[tuple[Bases, Bases]], ends: list[tuple[int, int]], long_units: Positions
) -> _Middles:
    heads = np.array([head for head, _ in ends], np.int64)
    cut = np.array([head + tail for head, tail in ends], np.int64)
    firsts = _as_rows([first for first, _ in pairs], 254)
    seconds = _as_rows([second for _, second in pairs], 255)
    first_length = np.array([len(first) for first, _ in pairs]) - cut
    second_length = np.array([len(second) for _, second in pairs]) - cut

    def slips(rows: Bases, width: int) -> dict[int, Marks]:
        found = {}
        for unit in sorted({*SHORT_UNITS, *long_units.tolist()} - {0}):
            marks = np.zeros((len(rows), width + 1), np.bool_)
            having = np.flatnonzero((long_units == unit) | (unit <= SHORT_UNITS[-1]))
            marks[having] = _columns_from(may_slip(rows[having], unit), width, heads[having])
            marks[:, :unit] = False
            if marks.any():
                found[unit] = marks
        return found

    first_width, second_width = int(first_length.max()), int(second_length.max())
    return _Middles(
        _columns_from(firsts, first_width, heads),
        _columns_from(seconds, second_width, heads),
        first_length,
        second_length,
        slips(firsts, first_width),
        slips(seconds, second_width),
    )


def _columns_from(rows: NDArray[Values], width: int, first: Positions) -> NDArray[Values]:
    """`width` + 1 columns of each row, from its own first column on; the last one is repeated."""
    places = np.minimum(first[:, None] + np.arange(width + 1), rows.shape[1] - 1)
    return np.take_along_axis(rows, places, axis=1)


def _as_rows(texts: list[Bases], filler: int) -> Bases:
    rows = np.full((len(texts), max(len(text) for text in texts) + 1), filler, np.uint8)
    for row, text in zip(rows, texts, strict=True):
        row[: len(text)] = text
    rows[rows == N] = filler
    return rows


def _fill(middles: _Middles) -> Prices:
    """prices[d, pair, offset + i]: least price of the boundaries i of the first and d - i of the
    second. `offset` columns of _FAR stand before, so that i minus a unit always exists."""
    width, height = middles.first.shape[1] - 1, middles.second.shape[1] - 1
    down = [(unit, _slip_prices(marks)) for unit, marks in middles.first_slips.items()]
    # Along an antidiagonal the boundary of the second runs backwards.
    back = [(unit, _slip_prices(marks)[:, ::-1]) for unit, marks in middles.second_slips.items()]
    second = middles.second[:, ::-1]
    offset = max([1] + [unit for unit, _ in down])
    prices = np.full((width + height + 1, len(middles.first), offset + width + 1), _FAR, np.int16)
    prices[0, :, offset] = 0
    for step in range(1, width + height + 1):
        low, high = max(0, step - height), min(width, step) + 1
        here, turn = slice(offset + low, offset + high), height - step
        before = prices[step - 1]
        best = np.minimum(before[:, here], before[:, offset + low - 1 : offset + high - 1]) + GAP
        start, stop = max(low, 1), min(high, step)
        if stop > start:
            differ = (
                middles.first[:, start - 1 : stop - 1]
                != second[:, turn + 1 + start : turn + 1 + stop]
            )
            change = differ * np.int16(MISMATCH)
            change += prices[step - 2][:, offset + start - 1 : offset + stop - 1]
            inner = best[:, start - low : stop - low]
            np.minimum(inner, change, out=inner)
        for unit, price in down:
            if step >= unit:
                slipped = prices[step - unit][:, here.start - unit : here.stop - unit]
                np.minimum(best, slipped + price[:, low:high], out=best)
        for unit, price in back:
            if step >= unit:
                slipped = prices[step - unit][:, here]
                np.minimum(best, slipped + price[:, turn + low : turn + high], out=best)
        prices[step][:, here] = best
    return prices


def _slip_prices(marks: Marks) -> Prices:
    return np.where(marks, SLIP, _FAR).astype(np.int16)


def _trace(prices: Prices, middles: _Middles, row: int) -> Path:
    """The path of one pair, from its end. Of equal prices a match comes first, then slips."""
    left, right = int(middles.first_length[row]), int(middles.second_length[row])
    # A view gives single values many times faster than an array does.
    table = prices.data
    first, second = middles.first[row].tolist(), middles.second[row].tolist()
    first_slips = [(unit, marks[row].tolist()) for unit, marks in middles.first_slips.items()]
    second_slips = [(unit, marks[row].tolist()) for unit, marks in middles.second_slips.items()]
    least, most = [0] * (left + 1), [0] * (left + 1)
    most[left] = least[left] = right
    while left or right:
        price = table[left + right, left]
        up, over = _step(table, price, left, right, first, second)
        if up * over == 0:
            up, over = _slip(table, price, left, right, first_slips, second_slips) or (up, over)
        if up:
            for boundary in range(left - up, left):
                least[boundary] = most[boundary] = right - over
        else:
            least[left] = right - over
        left, right = left - up, right - over
    return least, most


def _step(
    table: memoryview, price: int, left: int, right: int, first: list[int], second: list[int]
) -> tuple[int, int]:
    """Bases of the first and of the second that the last plain step takes."""
    if left and right:
        change = 0 if first[left - 1] == second[right - 1] else MISMATCH
        if table[left + right - 2, left - 1] + change == price:
            return 1, 1
    if left and table[left + right - 1, left - 1] + GAP == price:
        return 1, 0
    return (0, 1) if right else (1, 0)


def _slip(
    table: memoryview,
    price: int,
    left: int,
    right: int,
    first_slips: list[tuple[int, list[bool]]],
    second_slips: list[tuple[int, list[bool]]],
) -> tuple[int, int] | None:
    """The same if the last step is a slip, else nothing."""
    for unit, marks in first_slips:
        if left < unit or not marks[left]:
            continue
        if table[left + right - unit, left - unit] + SLIP == price:
            return unit, 0
    for unit, marks in second_slips:
        if right < unit or not marks[right]:
            continue
        if table[left + right - unit, left] + SLIP == price:
            return 0, unit
    return None


def _with_ends(path: Path, head: int, tail: int, middle: int) -> Path:
    before = list(range(head))
    behind = list(range(head + middle + 1, head + middle + tail + 1))
    least, most = ([head + place for place in part] for part in path)
    return before + least + behind, before + most + behind
