"""Distances of genomes: closed forms, and the definition as a double loop on random data."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from crossroad_desktop.comparison.distances import (
    MEASURES,
    Distances,
    Measure,
    encode_alleles,
    find_unconnected,
    measure_distances,
)

from . import literal

Rows = list[list[int | None]]


def repeats(rows: Rows) -> NDArray[np.int32]:
    return np.array([[-1 if size is None else size for size in row] for row in rows], np.int32)


def measure(rows: Rows, by: Measure, weights: list[int] | None = None) -> Distances:
    weight = None if weights is None else np.array(weights, np.int64)
    return measure_distances(encode_alleles(repeats(rows), by), weight)


@st.composite
def weighted_genomes(draw: st.DrawFn) -> tuple[Rows, list[int]]:
    loci = draw(st.integers(1, 6))
    size = st.one_of(st.none(), st.integers(0, 9), st.just(400))
    rows = draw(st.lists(st.lists(size, min_size=loci, max_size=loci), min_size=1, max_size=7))
    return rows, draw(st.lists(st.integers(0, 3), min_size=loci, max_size=loci))


@settings(deadline=None)
@given(weighted_genomes(), st.sampled_from(MEASURES))
def test_distances_are_those_of_the_definition(data: tuple[Rows, list[int]], by: Measure) -> None:
    rows, weights = data
    found = measure(rows, by, weights)
    for i, first in enumerate(rows):
        for j, second in enumerate(rows):
            expected, loci = literal.distance(first, second, by, weights)
            assert found.loci[i, j] == loci
            if i == j:
                assert found.distance[i, j] == 0
            elif expected is None:
                assert math.isnan(found.distance[i, j])
            else:
                assert abs(found.distance[i, j] - expected) < 1e-9


def test_the_share_of_differing_alleles_counts_loci_that_both_have() -> None:
    found = measure([[7, 7, 3, None], [7, 9, 4, 2], [None, None, None, 2]], "alleles")
    assert found.distance[0, 1] == 2 / 3
    assert found.loci[0].tolist() == [3, 3, 0]
    assert found.distance[1, 2] == 0


def test_the_stepwise_distance_is_the_mean_difference_of_repeat_numbers() -> None:
    found = measure([[7, 7, 3, None], [7, 9, 4, 2], [0, 30, None, 2]], "stepwise")
    assert found.distance[0, 1] == 1
    assert found.distance[0, 2] == (7 + 23) / 2
    assert found.distance[1, 2] == (7 + 21 + 0) / 3


@pytest.mark.parametrize("by", MEASURES)
def test_genomes_that_are_alike_have_no_distance(by: Measure) -> None:
    found = measure([[7, 2, 0]] * 3, by)
    assert not found.distance.any()
    assert (found.loci == 3).all()


@pytest.mark.parametrize("by", MEASURES)
def test_distances_are_symmetric_to_the_last_bit(by: Measure) -> None:
    random = np.random.default_rng(7)
    repeat = random.integers(-1, 40, (60, 90)).astype(np.int32)
    found = measure_distances(encode_alleles(repeat, by))
    assert np.array_equal(found.distance, found.distance.T)
    assert np.array_equal(found.loci, found.loci.T)


def test_very_large_repeat_numbers_are_exact_too() -> None:
    rows: Rows = [[0, 5_000_000, 1], [4_999_999, 1, 1], [3, None, 2]]
    found = measure(rows, "stepwise")
    assert found.distance[0, 1] == (4_999_999 + 4_999_999) / 3
    assert found.distance[1, 2] == (4_999_996 + 1) / 2


@pytest.mark.parametrize("by", MEASURES)
def test_genomes_without_any_observation_share_no_locus(by: Measure) -> None:
    found = measure([[None, None], [None, 4]], by)
    assert math.isnan(found.distance[0, 1])
    assert found.loci.tolist() == [[0, 0], [0, 1]]


@pytest.mark.parametrize("by", MEASURES)
def test_a_set_without_loci_has_no_distances(by: Measure) -> None:
    assert np.isnan(measure([[], []], by).distance[0, 1])


def test_the_fewest_genomes_that_are_in_the_way_are_found() -> None:
    rows: Rows = [[1, 2, None], [None, None, 5], [1, None, None], [None, 2, None], [1, 1, None]]
    # Genome 1 shares no locus with the others; 2 and 3 none with each other.
    assert find_unconnected(measure(rows, "alleles").distance) == [1, 2]
    assert find_unconnected(np.zeros((3, 3))) == []
