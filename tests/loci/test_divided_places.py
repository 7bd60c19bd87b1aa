"""Two loci of one motif 6 bp apart, which are one place of the anchor as some genomes have one."""

import numpy as np
import pytest

from crossroad_desktop.pipeline.loci.columns import Catalogue
from tests.loci.literal import catalogue_of, cells, plain_text, turn

_RANDOM = np.random.default_rng(11)
_LEFT, _RIGHT = plain_text(_RANDOM, 600), plain_text(_RANDOM, 600)
_BETWEEN = "GTACGG"


def _genome(middle: str) -> str:
    return _LEFT + middle + _RIGHT


def _two(left: int, right: int) -> str:
    return _genome("ATC" * left + _BETWEEN + "ATC" * right)


_OTHERS = [_two(6, 5), _two(7, 5), _two(6, 6), _genome("ATC" * 6), _genome("ATC" * 7)]


def _positions(catalogue: Catalogue) -> list[tuple[int, int]]:
    """Counted from the end of the left flank."""
    loci = catalogue.loci
    return [
        (start - len(_LEFT), end - len(_LEFT))
        for start, end in zip(loci.start.tolist(), loci.end.tolist(), strict=True)
    ]


@pytest.mark.parametrize(
    ("anchor", "positions"),
    [
        ("ATC" * 6 + _BETWEEN + "ATC" * 5, [(0, 18), (24, 39)]),
        ("ATC" * 6 + _BETWEEN + "ATC" * 2, [(0, 18), (24, 30)]),
        ("ATC" * 2 + _BETWEEN + "ATC" * 6, [(0, 6), (12, 30)]),
        (_BETWEEN + "ATC" * 6, [(0, 0), (6, 24)]),
        ("ATC" * 11, [(0, 33), (33, 33)]),
        ("ATC" * 6 + _BETWEEN + "ATCATN" + "ATC" * 2, [(0, 18), (18, 36)]),
        ("ATCNTCATC" + _BETWEEN + "ATC" * 6, [(0, 15), (15, 33)]),
    ],
    ids=[
        "both", "right shorter", "left shorter", "left lost", "one run", "N in the right",
        "N in the left",
    ],
)  # fmt: skip
def test_each_of_two_loci_has_a_position_of_its_own(
    anchor: str, positions: list[tuple[int, int]]
) -> None:
    catalogue = catalogue_of([_genome(anchor), *_OTHERS])
    loci, text = catalogue.loci, _genome(anchor)

    assert _positions(catalogue) == positions
    for row, (start, end) in enumerate(zip(loci.start.tolist(), loci.end.tolist(), strict=True)):
        assert loci.left_flank[row] == text[start - 48 : start]
        assert loci.right_flank[row] == text[end : end + 48]


def test_the_genome_that_shows_two_loci_may_lie_on_the_other_strand() -> None:
    # By its id the first of those that have both, so it is the model of the two.
    ids = ["m", "a", *(f"z{number}" for number in range(len(_OTHERS)))]
    catalogue = catalogue_of([_two(6, 2), turn(_two(6, 5)), *_OTHERS], ids)

    assert _positions(catalogue) == [(0, 18), (24, 30)]


def test_the_cells_of_two_loci_are_those_of_their_tracts() -> None:
    alleles = catalogue_of([_two(6, 2), *_OTHERS]).alleles

    assert [repeats for _, repeats in cells(alleles, 0)] == [[6], [6], [7], [6], [6], [7]]
    assert [repeats for _, repeats in cells(alleles, 1)] == [[2], [5], [5], [6], [0], [0]]


def test_loci_stay_in_the_order_of_their_positions() -> None:
    # The locus between the two.
    between = "GTAC" + "GGT" * 4 + "CACG"
    texts = [
        _genome("ATC" * left + between + "ATC" * right)
        for left, right in ((6, 2), (6, 5), (7, 5), (6, 6))
    ]
    starts = catalogue_of([*texts, *_OTHERS]).loci.start.tolist()

    assert starts == sorted(starts)
