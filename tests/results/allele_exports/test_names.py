"""Names of genomes, loci and populations as a format can hold them."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crossroad_desktop.results.allele_exports.names import clean_names

_BLANKS = r"[\s,]"


@pytest.mark.parametrize(
    ("names", "cleaned"),
    [
        ([], []),
        (["a", "b"], ["a", "b"]),
        (["a b", "c,d"], ["a_b", "c_d"]),
        ([""], ["_"]),
        (["a b", "a,b"], ["a_b", "a_b_2"]),
        # A name that fits already is kept, wherever it stands.
        (["a b", "a_b", "a,b"], ["a_b_2", "a_b", "a_b_3"]),
        (["a b", "a,b", "a_b_2"], ["a_b", "a_b_3", "a_b_2"]),
        (["x", "x"], ["x", "x_2"]),
    ],
)
def test_what_does_not_fit_becomes_an_underscore(names: list[str], cleaned: list[str]) -> None:
    assert clean_names(names, _BLANKS) == cleaned


def test_names_that_differ_in_case_are_told_apart_where_a_format_does_not() -> None:
    assert clean_names(["a", "A"], _BLANKS) == ["a", "A"]
    assert clean_names(["a", "A"], _BLANKS, ignore_case=True) == ["a", "A_2"]


@settings(deadline=None)
@given(st.lists(st.text(max_size=4)), st.booleans())
def test_cleaned_names_are_different_and_fit(names: list[str], ignore_case: bool) -> None:
    cleaned = clean_names(names, _BLANKS, ignore_case)

    compared = [name.casefold() for name in cleaned] if ignore_case else cleaned
    assert len(set(compared)) == len(names) == len(cleaned)
    assert not any(re.search(_BLANKS, name) for name in cleaned)
    assert all(cleaned)


@settings(deadline=None)
@given(st.lists(st.text("ab_", min_size=1, max_size=3), unique=True))
def test_names_that_fit_stay(names: list[str]) -> None:
    assert clean_names(names, _BLANKS) == names
