"""Alignment with slippage by its definition: O(nm), one pair, plain Python."""

from collections.abc import Callable
from typing import Final

MISMATCH: Final = 4
GAP: Final = 3
SLIP: Final = 2
SLIP_RUN: Final = 8
_NEVER: Final = 10**6

Allowed = Callable[[int, int], bool]


def least_price(first: str, second: str, long_unit: int, allowed: Allowed = lambda *_: True) -> int:
    """Least price of a path through the allowed boundaries (of the first, of the second)."""
    units = sorted({*range(1, 7), long_unit} - {0})
    first_slips = {unit: slips(first, unit) for unit in units}
    second_slips = {unit: slips(second, unit) for unit in units}
    prices = {(0, 0): 0}
    for left in range(len(first) + 1):
        for right in range(len(second) + 1):
            if (left, right) == (0, 0) or not allowed(left, right):
                continue
            same = left and right and first[left - 1] == second[right - 1] != "N"
            steps = [(1, 1, 0 if same else MISMATCH), (1, 0, GAP), (0, 1, GAP)]
            steps += [(unit, 0, SLIP) for unit in units if left in first_slips[unit]]
            steps += [(0, unit, SLIP) for unit in units if right in second_slips[unit]]
            prices[left, right] = min(
                prices.get((left - up, right - over), _NEVER) + price for up, over, price in steps
            )
    return prices[len(first), len(second)]


def slips(text: str, unit: int) -> set[int]:
    """Boundaries before which a unit may slip: it is repeated before or behind, in a run of two
    units and 8 bases or more."""
    return {
        boundary
        for start, end in _runs(text, unit)
        if end - start >= max(2 * unit, SLIP_RUN)
        for boundary in range(start + unit, end + 1)
        if boundary - 2 * unit >= start or boundary + unit <= end
    }


def _runs(text: str, unit: int) -> list[tuple[int, int]]:
    found, start = [], 0
    while start + unit < len(text):
        end = start
        while end + unit < len(text) and text[end] == text[end + unit] != "N":
            end += 1
        if end > start:
            found.append((start, end + unit))
        start = end + 1
    return found
