"""How far genomes are apart by their repeat numbers: share of differing alleles, stepwise.

In: repeat numbers, genomes x loci, -1 where a genome has no observation. Out: genomes x genomes.
Alleles are laid out as columns of 0 and 1, so that the distances of all pairs are a few matrix
products, and those of a bootstrap replicate the same products with weights. All sums are of whole
and half numbers and exact in the type they are made in: the order of summation changes no digit.
"""

from dataclasses import dataclass
from typing import Any, Final, Literal, get_args

import numpy as np
from numpy.typing import NDArray

Measure = Literal["alleles", "stepwise"]
MEASURES: Final[tuple[Measure, ...]] = get_args(Measure)

_Floats = NDArray[np.floating[Any]]
_EXACT_IN_FLOAT32: Final = 1 << 22
"""Halves below this are; there are two bits to spare."""


@dataclass(frozen=True)
class Distances:
    """Genomes x genomes, symmetric."""

    distance: NDArray[np.float64]
    """Mean over the shared loci; 0 of a genome to itself, nan for two without shared loci."""
    loci: NDArray[np.int64]
    """Loci at which both have an observation; with weights, their sum."""


@dataclass(frozen=True)
class EncodedAlleles:
    """Repeat numbers as columns whose products count differences.

    With a_k, b_k in column k of two genomes, the difference of the two at a locus is the sum of
    step_k (a_k + b_k - 2 a_k b_k) over the columns of the locus.
    """

    observed: _Floats
    """Genomes x loci: 1 where there is an observation."""
    height: _Floats
    """Genomes x loci: sum of step x column over the columns of the locus."""
    columns: _Floats
    """Genomes x columns, 0 or 1."""
    step: _Floats
    """One per column."""
    locus: NDArray[np.int64]
    """Of each column."""


def encode_alleles(repeat: NDArray[np.int32], measure: Measure) -> EncodedAlleles:
    """The alleles as columns: one per allele (step 1/2), or for the stepwise distance one per gap
    between neighbouring repeat numbers of a locus (1 above it, step: its width)."""
    locus, value = _distinct_repeats(repeat)
    observed = repeat >= 0
    if measure == "alleles":
        columns = repeat[:, locus] == value
        step = np.full(len(locus), 0.5)
        height = 0.5 * observed
    else:
        is_gap = np.diff(locus, append=-1) == 0
        step = np.diff(value, append=0)[is_gap].astype(np.float64)
        locus, value = locus[is_gap], value[is_gap]
        columns = repeat[:, locus] > value
        largest = np.iinfo(np.int32).max
        least = np.where(observed, repeat, largest).min(axis=0, initial=largest)
        height = np.where(observed, repeat - least, 0.0)
    # Weights of a bootstrap replicate add up to the number of loci.
    largest_sum = 2 * repeat.shape[1] * float(height.max(initial=0))
    is_small = largest_sum < _EXACT_IN_FLOAT32
    kind: type[np.floating[Any]] = np.float32 if is_small else np.float64
    return EncodedAlleles(
        observed.astype(kind), height.astype(kind), columns.astype(kind), step.astype(kind), locus
    )


def measure_distances(
    encoded: EncodedAlleles, weights: NDArray[np.int64] | None = None
) -> Distances:
    """Mean difference of every two genomes over the loci that both have.

    The difference at a locus is 0 or 1 (alleles equal or not), or that of the repeat numbers
    (stepwise). `weights`: how often each locus counts, once each if not given.
    """
    weight = np.ones(encoded.observed.shape[1], np.int64) if weights is None else weights
    loci = np.flatnonzero(weight)
    columns = np.flatnonzero(weight[encoded.locus])
    observed, height = encoded.observed[:, loci], encoded.height[:, loci]
    of_locus = weight[loci].astype(observed.dtype)
    shared = (observed * of_locus) @ observed.T
    above = (height * of_locus) @ observed.T
    chosen = encoded.columns[:, columns]
    of_column = encoded.step[columns] * weight[encoded.locus[columns]].astype(chosen.dtype)
    difference = above + above.T - 2 * ((chosen * of_column) @ chosen.T)
    return Distances(_divide(difference, shared), shared.astype(np.int64))


def find_unconnected(distance: NDArray[np.float64]) -> list[int]:
    """Genomes, ascending, without which every two of the others share a locus; those that share
    none with most others come first to be left out. Empty if all distances are defined."""
    is_undefined = np.isnan(distance)
    left_out: list[int] = []
    while is_undefined.any():
        worst = int(is_undefined.sum(axis=0).argmax())
        is_undefined[worst] = is_undefined[:, worst] = False
        left_out.append(worst)
    return sorted(left_out)


def _distinct_repeats(
    repeat: NDArray[np.int32],
) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    """Locus and repeat number of every allele, sorted by both."""
    width = int(repeat.max(initial=0)) + 1
    keys = np.arange(repeat.shape[1], dtype=np.int64) * width + repeat
    found = np.unique(keys[repeat >= 0])
    return found // width, (found % width).astype(np.int32)


def _divide(difference: _Floats, shared: _Floats) -> NDArray[np.float64]:
    mean = np.full(shared.shape, np.nan)
    np.divide(difference, shared, out=mean, where=shared > 0, dtype=np.float64)
    np.fill_diagonal(mean, 0)
    return mean
