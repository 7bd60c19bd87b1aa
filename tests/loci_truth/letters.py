"""Bases as ASCII codes, and motifs as text."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

Bases = NDArray[np.uint8]

BASES: Final = np.frombuffer(b"ACGT", np.uint8)
N: Final = ord("N")
_COMPLEMENT: Final = np.arange(256, dtype=np.uint8)
_COMPLEMENT[list(b"ACGT")] = list(b"TGCA")


def turn(bases: Bases) -> Bases:
    """The reverse complement; N stays N."""
    return _COMPLEMENT[bases[::-1]]


def turn_motif(motif: str) -> str:
    """The reverse complement of a motif."""
    return turn(np.frombuffer(motif.encode(), np.uint8)).tobytes().decode()


def first_rotation(motif: str) -> str:
    """The alphabetically first rotation: one name for the motifs of one repeat on one strand."""
    return min(motif[turned:] + motif[:turned] for turned in range(len(motif)))


def is_primitive(motif: str) -> bool:
    """Whether the motif is no repetition of a shorter one."""
    return (motif + motif).find(motif, 1) == len(motif)


def draw_bases(length: int, gc: float, random: np.random.Generator) -> Bases:
    """Independent bases with a share of G and C."""
    shares = np.array([1 - gc, gc, gc, 1 - gc]) / 2
    return BASES[random.choice(4, length, p=shares)]


def draw_motif(length: int, random: np.random.Generator) -> Bases:
    """A motif that is no repetition of a shorter one, all equally likely."""
    while True:
        motif = BASES[random.integers(0, 4, length)]
        if is_primitive(motif.tobytes().decode()):
            return motif
