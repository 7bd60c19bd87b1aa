"""The other strand of bases, as arrays and as text.

In: A, C, G, T, N in capitals. Out: their reverse complement; N stays N.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

_COMPLEMENT: Final = np.arange(256, dtype=np.uint8)
_COMPLEMENT[list(b"ACGT")] = list(b"TGCA")
_TEXT_COMPLEMENT: Final = str.maketrans("ACGT", "TGCA")


def reverse_complement(bases: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The other strand, read in its own direction, as a new array. The last axis holds the bases,
    as ASCII codes."""
    return np.take(_COMPLEMENT, bases[..., ::-1])


def reverse_complement_text(text: str) -> str:
    """The same of a text."""
    return text.translate(_TEXT_COMPLEMENT)[::-1]
