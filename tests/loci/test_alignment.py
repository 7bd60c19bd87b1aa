"""Alignment with slippage against its plain definition."""

from functools import partial

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crossroad_desktop.pipeline.loci.alignment import (
    Path,
    align_with_slippage,
    common_ends,
    may_slip,
)
from tests.loci.literal import as_bases
from tests.loci.plain_alignment import least_price, slips

_PIECES = st.sampled_from(["A", "C", "G", "T", "AC", "ATC", "AAAAAAAA", "ACACACAC", "GATC", "N"])
_TEXTS = st.lists(_PIECES, max_size=9).map("".join)


def _keeps_ends(first: str, second: str, left: int, right: int) -> bool:
    """Common ends are matched with each other, whatever else would be cheaper."""
    head, tail = common_ends(as_bases(first), as_bases(second))
    in_head = min(left, right) < head
    in_tail = left > len(first) - tail or right > len(second) - tail
    return (not in_head or left == right) and (
        not in_tail or len(first) - left == len(second) - right
    )


def _is_on(path: Path, left: int, right: int) -> bool:
    return path[0][left] <= right <= path[1][left]


@settings(deadline=None)
@given(st.lists(st.tuples(_TEXTS, _TEXTS, st.sampled_from([0, 7, 8])), min_size=1, max_size=5))
def test_no_path_is_cheaper_than_the_one_found(pairs: list[tuple[str, str, int]]) -> None:
    paths = align_with_slippage(
        [(as_bases(first), as_bases(second)) for first, second, _ in pairs],
        [unit for _, _, unit in pairs],
    )
    for (first, second, unit), path in zip(pairs, paths, strict=True):
        found = least_price(first, second, unit, partial(_is_on, path))
        assert found == least_price(first, second, unit, partial(_keeps_ends, first, second))


@settings(deadline=None)
@given(_TEXTS, st.integers(1, 8))
def test_units_slip_where_the_definition_says(text: str, unit: int) -> None:
    marks = may_slip(as_bases(text.replace("N", "\x7f"))[None], unit)[0]
    wanted = slips(text.replace("N", "\x7f"), unit)
    assert set(np.flatnonzero(marks).tolist()) == wanted


@pytest.mark.parametrize(
    ("first", "second", "ends"),
    [
        ("", "", (0, 0)),
        ("ACGT", "ACGT", (4, 0)),
        ("ACGT", "AGT", (1, 2)),
        ("AAAA", "AA", (2, 0)),
        ("CNG", "CNG", (1, 1)),
    ],
)
def test_common_ends(first: str, second: str, ends: tuple[int, int]) -> None:
    assert common_ends(as_bases(first), as_bases(second)) == ends


def test_gained_units_lie_inside_the_repeat() -> None:
    first, second = "GGTCA" + "AC" * 5 + "TTGCA", "GGTCA" + "AC" * 8 + "TTGCA"
    ((least, most),) = align_with_slippage([(as_bases(first), as_bases(second))], [0])
    assert (least[5], most[15]) == (5, 21)


def test_no_pairs() -> None:
    assert align_with_slippage([], []) == []
