"""Diversity and distances by their definitions, slowly and exactly: what the fast ones must equal.

In: repeat numbers as lists of Python, None without observation. Out: fractions, where they exist.
"""

import math
from collections import Counter
from collections.abc import Sequence
from fractions import Fraction

Alleles = Sequence[int | None]


def frequencies(repeats: Sequence[int]) -> dict[int, Fraction]:
    return {size: Fraction(count, len(repeats)) for size, count in Counter(repeats).items()}


def heterozygosity(repeats: Sequence[int]) -> Fraction | None:
    """The chance that two different genomes differ, pair by pair."""
    pairs = [(a, b) for i, a in enumerate(repeats) for j, b in enumerate(repeats) if i != j]
    return Fraction(sum(a != b for a, b in pairs), len(pairs)) if pairs else None


def polymorphism_information(repeats: Sequence[int]) -> Fraction | None:
    """1 - sum p_i² - sum over i < j of 2 p_i² p_j², as Botstein et al. write it."""
    if not repeats:
        return None
    shares = list(frequencies(repeats).values())
    crossed = sum(2 * shares[i] ** 2 * shares[j] ** 2 for i in range(len(shares)) for j in range(i))
    return 1 - sum(share**2 for share in shares) - crossed


def shannon_index(repeats: Sequence[int]) -> float | None:
    if not repeats:
        return None
    return -math.fsum(float(share) * math.log(share) for share in frequencies(repeats).values())


def modal_repeat(repeats: Sequence[int]) -> int:
    counts = Counter(repeats)
    return min(size for size in counts if counts[size] == max(counts.values())) if counts else -1


def distance(
    first: Alleles, second: Alleles, measure: str, weights: Sequence[int]
) -> tuple[Fraction | None, int]:
    """Of two genomes, and the number of loci that it is a mean of."""
    total, loci = 0, 0
    for a, b, weight in zip(first, second, weights, strict=True):
        if a is not None and b is not None:
            loci += weight
            total += weight * (abs(a - b) if measure == "stepwise" else int(a != b))
    return (Fraction(total, loci) if loci else None), loci
