"""How different the repeat numbers of a locus are: alleles, heterozygosity, PIC, Shannon index.

In: observations, one per genome that has exactly one repeat number at a locus. Out: one row per
locus, or per locus and group, whatever the caller numbers. docs/how-numbers-are-computed.md has the
formulas with an example.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Diversity:
    """One row per locus, or per locus and group."""

    genomes: NDArray[np.int32]
    """Observations."""
    alleles: NDArray[np.int32]
    """Distinct repeat numbers."""
    least: NDArray[np.int32]
    """Least repeat number; -1 without observations."""
    most: NDArray[np.int32]
    """Largest repeat number; -1 without observations."""
    modal: NDArray[np.int32]
    """Most frequent repeat number, the smaller one of equals; -1 without observations."""
    heterozygosity: NDArray[np.float64]
    """Nei 1978, unbiased: n/(n-1) (1 - sum p²); nan with fewer than two observations."""
    pic: NDArray[np.float64]
    """Botstein et al. 1980: 1 - sum p² - ((sum p²)² - sum p⁴); nan without observations."""
    shannon: NDArray[np.float64]
    """-sum p ln p; nan without observations."""

    def __len__(self) -> int:
        return len(self.genomes)


@dataclass(frozen=True)
class AlleleCounts:
    """One entry per row and distinct repeat number, sorted by both."""

    row: NDArray[np.int64]
    repeat: NDArray[np.int64]
    genomes: NDArray[np.int64]
    """Observations."""


def measure_diversity(row: NDArray[np.int32], repeat: NDArray[np.int32], rows: int) -> Diversity:
    """The diversity of the observations of each of `rows` rows.

    `row[i]` says to which row observation i belongs, `repeat[i]` its repeat number, 0 or more; the
    order of observations changes nothing. A row without any has genomes and alleles 0, -1 and nan.
    """
    counted = count_alleles(row, repeat)
    genomes = np.bincount(row, minlength=rows)
    share = counted.genomes / genomes[counted.row]
    same_twice = _sum_by_row(counted.row, share**2, rows)
    same_four = _sum_by_row(counted.row, share**4, rows)
    is_seen = genomes > 0
    least, most, modal = _extremes(counted, rows)
    return Diversity(
        genomes=genomes.astype(np.int32),
        alleles=np.bincount(counted.row, minlength=rows).astype(np.int32),
        least=least,
        most=most,
        modal=modal,
        heterozygosity=_unbiased(1 - same_twice, genomes),
        pic=np.where(is_seen, 1 - same_twice - (same_twice**2 - same_four), np.nan),
        shannon=np.where(is_seen, _sum_by_row(counted.row, -share * np.log(share), rows), np.nan),
    )


def count_alleles(row: NDArray[np.int32], repeat: NDArray[np.int32]) -> AlleleCounts:
    """How many observations of each row have each repeat number; see `measure_diversity`."""
    # Row and repeat number in one number: sorting those is many times faster than sorting pairs.
    width = int(repeat.max(initial=0)) + 1
    keys, genomes = np.unique(row.astype(np.int64) * width + repeat, return_counts=True)
    return AlleleCounts(keys // width, keys % width, genomes)


def _sum_by_row(
    row: NDArray[np.int64], values: NDArray[np.float64], rows: int
) -> NDArray[np.float64]:
    return np.bincount(row, weights=values, minlength=rows).astype(np.float64, copy=False)


def _extremes(
    counted: AlleleCounts, rows: int
) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.int32]]:
    """Least, largest and modal repeat number of each row."""
    least, most, modal = (np.full(rows, -1, np.int32) for _ in range(3))
    # The first of a row comes last in the reversed order, and the last one assigned stays.
    least[counted.row[::-1]] = counted.repeat[::-1]
    most[counted.row] = counted.repeat
    by_frequency = np.lexsort((-counted.repeat, counted.genomes, counted.row))
    modal[counted.row[by_frequency]] = counted.repeat[by_frequency]
    return least, most, modal


def _unbiased(differing: NDArray[np.float64], genomes: NDArray[np.int64]) -> NDArray[np.float64]:
    pairs = genomes > 1
    correction = genomes / np.where(pairs, genomes - 1, 1)
    return np.where(pairs, differing * correction, np.nan)
