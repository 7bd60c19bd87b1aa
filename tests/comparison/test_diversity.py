"""Diversity of loci: closed forms, and the definitions on random data."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crossroad_desktop.comparison.diversity import (
    Diversity,
    count_alleles,
    measure_diversity,
)

from . import literal


def measure(*loci: list[int]) -> Diversity:
    row = [place for place, repeats in enumerate(loci) for _ in repeats]
    repeat = [size for repeats in loci for size in repeats]
    return measure_diversity(np.array(row, np.int32), np.array(repeat, np.int32), len(loci))


@pytest.mark.parametrize("genomes", [2, 4, 10, 1000])
def test_two_alleles_of_equal_share(genomes: int) -> None:
    found = measure([7, 8] * (genomes // 2))
    assert found.heterozygosity[0] == pytest.approx(genomes / (genomes - 1) / 2, abs=1e-15)
    assert found.pic[0] == 0.375
    assert found.shannon[0] == pytest.approx(math.log(2), abs=1e-15)


@pytest.mark.parametrize("alleles", [2, 3, 5, 40])
def test_as_many_alleles_as_genomes(alleles: int) -> None:
    found = measure(list(range(alleles)))
    assert found.heterozygosity[0] == pytest.approx(1, abs=1e-12)
    assert found.shannon[0] == pytest.approx(math.log(alleles), abs=1e-12)
    # (k - 1)² (k + 1) / k³
    expected = (alleles - 1) ** 2 * (alleles + 1) / alleles**3
    assert found.pic[0] == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize("genomes", [2, 3, 999])
def test_one_allele_is_no_diversity_at_all(genomes: int) -> None:
    found = measure([12] * genomes)
    assert (found.heterozygosity[0], found.pic[0], found.shannon[0]) == (0, 0, 0)
    assert (found.alleles[0], found.least[0], found.most[0], found.modal[0]) == (1, 12, 12, 12)


def test_one_genome_has_no_heterozygosity() -> None:
    found = measure([5])
    assert math.isnan(found.heterozygosity[0])
    assert (found.genomes[0], found.pic[0], found.shannon[0]) == (1, 0, 0)


def test_a_locus_without_observations_has_no_values() -> None:
    found = measure([3, 3], [], [4])
    assert found.genomes.tolist() == [2, 0, 1]
    assert found.alleles.tolist() == [1, 0, 1]
    for numbers in (found.least, found.most, found.modal):
        assert numbers.tolist() == [3, -1, 4]
    for values in (found.heterozygosity, found.pic, found.shannon):
        assert math.isnan(values[1])


def test_no_observation_at_all_and_no_row_at_all() -> None:
    assert measure([], []).alleles.tolist() == [0, 0]
    assert len(measure()) == 0


def test_the_smaller_one_of_equally_frequent_repeat_numbers_is_the_modal_one() -> None:
    assert measure([9, 9, 4, 4, 30], [1, 0], [2, 2, 1]).modal.tolist() == [4, 0, 2]


def test_alleles_are_counted_by_row_and_repeat_number() -> None:
    counted = count_alleles(np.array([2, 0, 2, 2], np.int32), np.array([5, 0, 5, 3], np.int32))
    assert counted.row.tolist() == [0, 2, 2]
    assert counted.repeat.tolist() == [0, 3, 5]
    assert counted.genomes.tolist() == [1, 1, 2]


@settings(deadline=None)
@given(st.lists(st.lists(st.integers(0, 12), max_size=25), max_size=5))
def test_all_columns_are_those_of_the_definitions(loci: list[list[int]]) -> None:
    found = measure(*loci)
    for place, repeats in enumerate(loci):
        assert found.genomes[place] == len(repeats)
        assert found.alleles[place] == len(set(repeats))
        assert found.least[place] == min(repeats, default=-1)
        assert found.most[place] == max(repeats, default=-1)
        assert found.modal[place] == literal.modal_repeat(repeats)
        for value, expected in (
            (found.heterozygosity[place], literal.heterozygosity(repeats)),
            (found.pic[place], literal.polymorphism_information(repeats)),
            (found.shannon[place], literal.shannon_index(repeats)),
        ):
            assert math.isnan(value) if expected is None else abs(value - expected) < 1e-9


@settings(deadline=None)
@given(st.permutations([(0, 7), (0, 7), (0, 9), (1, 2), (1, 3), (1, 3), (1, 11)]))
def test_the_order_of_observations_changes_nothing(observed: list[tuple[int, int]]) -> None:
    row, repeat = np.array(observed, np.int32).T
    found = measure_diversity(row, repeat, 2)
    expected = measure([7, 7, 9], [2, 3, 3, 11])
    for name in vars(expected):
        assert np.array_equal(getattr(found, name), getattr(expected, name))
