"""Bases as codes 0-4 for A, G, C, T, N, and the codons made of them.

In this order 3 - code is the complement and code ^ 1 the transition (A and G, C and T).
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

Codes = NDArray[np.uint8]
Positions = NDArray[np.int64]

BASES: Final = b"AGCTN"
N_CODE: Final = 4
START_CODON: Final = (0, 3, 1)
STOP_CODONS: Final = ((3, 0, 0), (3, 0, 1), (3, 1, 0))


def on_strand(codes: Codes, is_reverse: bool) -> Codes:
    """A copy of the codes as read on that strand, and back again; codes must not hold N."""
    return 3 - codes[::-1] if is_reverse else codes.copy()


def are_stop_codons(codons: NDArray[np.integer]) -> NDArray[np.bool_]:
    """For each row of three base codes, whether it is a stop codon."""
    return np.isin(_codon_numbers(codons), _codon_numbers(np.array(STOP_CODONS)))


def draw_codons(count: int, base_shares: NDArray[np.float64], random: np.random.Generator) -> Codes:
    """3 * count base codes without a stop codon in frame; bases weigh as in the whole genome."""
    weights = np.multiply.outer(np.multiply.outer(base_shares, base_shares), base_shares).ravel()
    weights[_codon_numbers(np.array(STOP_CODONS))] = 0
    codons = random.choice(64, count, p=weights / weights.sum())
    return np.stack((codons >> 4, codons >> 2 & 3, codons & 3), axis=1).astype(np.uint8).ravel()


def _codon_numbers(codons: NDArray[np.integer]) -> Positions:
    first, second, third = codons.astype(np.int64).T
    numbers: Positions = 16 * first + 4 * second + third
    return numbers
