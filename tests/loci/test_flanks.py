"""Flanks that are looked for: where they are found, and where they are not."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crossroad_desktop.pipeline.loci.flanks import Side, find_flanks, quick_match, search
from tests.loci.literal import as_bases, plain_text

_LEFT, _RIGHT = (plain_text(np.random.default_rng(seed), 80) for seed in (3, 4))
_ALPHABET = st.text("ACGTN", min_size=1, max_size=12)


def _distance(flank: str, text: str) -> int:
    """Least edit distance to any part of the text, by the definition."""
    row = [0] * (len(text) + 1)
    for place, base in enumerate(flank, 1):
        following = [place]
        for end, other in enumerate(text, 1):
            change = row[end - 1] + (base != other or other == "N")
            following.append(min(change, row[end] + 1, following[end - 1] + 1))
        row = following
    return min(row)


@settings(deadline=None)
@given(_ALPHABET, _ALPHABET)
def test_the_distance_is_the_least_one(flank: str, text: str) -> None:
    found, _ = search(as_bases(flank)[None], as_bases(text)[None], np.array([0]))
    assert found.tolist() == [_distance(flank, text)]


def test_of_equally_good_places_the_one_nearest_the_expected_is_taken() -> None:
    text = as_bases("ACGTTTTTACGTTTTT")[None]
    for expected, end in ((3, 4), (11, 12), (16, 12)):
        found = search(as_bases("ACGT")[None], text, np.array([expected]))[1]
        assert found.tolist() == [end]


@pytest.mark.parametrize(
    ("change", "shift"),
    [
        (lambda text: text, 0),
        (lambda text: text[:70] + ("A" if text[70] != "A" else "C") + text[71:], 0),
        (lambda text: text[:70] + text[72:], -2),
        (lambda text: text[:60] + "ACGTA" + text[60:], 5),
    ],
)
def test_flanks_with_substitutions_and_indels_are_found(change: object, shift: int) -> None:
    assert callable(change)
    source, target = as_bases(_LEFT + "TTT"), as_bases(change(_LEFT) + "TTT")
    at = np.array([80])
    found = find_flanks(source, at, target, at, (np.array([10]), np.array([85])), "left")
    assert found.tolist() == [80 + shift]


@pytest.mark.parametrize(("side", "at"), [("left", 80), ("right", 0)])
def test_another_sequence_is_no_flank(side: Side, at: int) -> None:
    places = np.array([at])
    between = (np.array([0]), np.array([80]))
    source, target = as_bases(_LEFT), as_bases(_RIGHT)
    assert not quick_match(source, places, target, places, side).any()
    assert find_flanks(source, places, target, places, between, side).tolist() == [-1]


def test_n_matches_nothing() -> None:
    unknown, at = as_bases("N" * 40), np.array([30])
    assert not quick_match(unknown, at, unknown, at, "left").any()
