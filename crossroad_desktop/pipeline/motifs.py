"""All motifs of 1 to 6 bp as numbers, and what follows from a motif alone.

A motif code is a number from 0 to 5,459: motifs of one length stand together, shorter ones first,
and alphabetically inside a length. Columns of motif codes are small (2 bytes a row), and every
property of a motif is one look-up in the arrays of `MotifTable`.
"""

from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from crossroad_desktop.pipeline.parameters import MOTIF_LENGTHS

_BASES: Final = "ACGT"
_BASE_CODES: Final = np.zeros(256, np.uint16)
for _code, _base in enumerate(_BASES):
    _BASE_CODES[ord(_base)] = _code
FIRST_CODES: Final = {
    length: sum(4**shorter for shorter in range(1, length)) for length in MOTIF_LENGTHS
}
"""Code of the alphabetically first motif (all A) of each length."""
_FIRST_CODE_BY_LENGTH: Final = np.array([0, *FIRST_CODES.values()], np.int64)


@dataclass(frozen=True)
class MotifTable:
    """One entry per motif code in each array."""

    texts: list[str]
    letters: NDArray[np.uint8]
    """Shape (motifs, 6): ASCII codes of the bases, 0 behind the motif's end."""
    lengths: NDArray[np.uint8]
    """bp."""
    gc_counts: NDArray[np.uint8]
    """How many bases are G or C."""
    is_primitive: NDArray[np.bool_]
    """Whether the motif is no repetition of a shorter one (ATAT is)."""
    rotation_codes: NDArray[np.uint16]
    """Code of the alphabetically first rotation: equal for the motifs of one repeat, read in
    different phases on one strand."""
    phases: NDArray[np.uint8]
    """How many bases the first rotation must be turned left to give the motif."""
    reverse_complement_codes: NDArray[np.uint16]
    class_codes: NDArray[np.uint16]
    """Code of the motif class: first of all rotations of the motif and its reverse complement."""
    alphabetical_ranks: NDArray[np.uint16]
    """Place of the motif when all 5,460 are sorted as text."""


@cache
def motif_table() -> MotifTable:
    """The properties of all 5,460 motifs."""
    per_length = [_motifs_of_length(length) for length in MOTIF_LENGTHS]
    texts = [text for part in per_length for text in part.texts]
    ranks = np.empty(len(texts), np.uint16)
    ranks[sorted(range(len(texts)), key=texts.__getitem__)] = np.arange(len(texts))

    def join(name: str) -> NDArray[np.uint16]:
        return np.concatenate([getattr(part, name) for part in per_length])

    return MotifTable(
        texts=texts,
        letters=join("letters").astype(np.uint8),
        lengths=join("lengths").astype(np.uint8),
        gc_counts=join("gc_counts").astype(np.uint8),
        is_primitive=join("is_primitive").astype(np.bool_),
        rotation_codes=join("rotation_codes"),
        phases=join("phases").astype(np.uint8),
        reverse_complement_codes=join("reverse_complement_codes"),
        class_codes=join("class_codes"),
        alphabetical_ranks=ranks,
    )


def encode_motifs(
    bases: NDArray[np.uint8], starts: NDArray[np.int64], length: int
) -> NDArray[np.uint16]:
    """Codes of the motifs of `length` bp that begin at `starts`; all bases must be A C G or T."""
    codes = np.zeros(len(starts), np.uint16)
    for place in range(length):
        codes = codes * 4 + _BASE_CODES[bases[starts + place]]
    return codes + np.uint16(FIRST_CODES[length])


def mirror_motifs(
    motifs: NDArray[np.uint16], tract_lengths: NDArray[np.int32]
) -> NDArray[np.uint16]:
    """Codes of the motifs with which the same tracts begin on the other strand.

    A tract of `tract_lengths` bp may end with a partial unit, so its last full unit is a rotation
    of the motif; the reverse complement of that one begins the tract there.
    """
    table = motif_table()
    lengths = table.lengths[motifs].astype(np.int64)
    first_codes = _FIRST_CODE_BY_LENGTH[lengths]
    numbers = table.reverse_complement_codes[motifs] - first_codes
    return (_turn_left(numbers, -tract_lengths % lengths, lengths) + first_codes).astype(np.uint16)


def list_rotations(motif: str) -> list[str]:
    """All rotations of a motif, sorted.

    >>> list_rotations("TCA")
    ['ATC', 'CAT', 'TCA']
    """
    return sorted(motif[turn:] + motif[:turn] for turn in range(len(motif)))


def _motifs_of_length(length: int) -> MotifTable:
    # Inside this function motifs are plain base-4 numbers without FIRST_CODES.
    numbers = np.arange(4**length, dtype=np.uint16)
    digits = [(numbers >> (2 * (length - 1 - place))) & 3 for place in range(length)]
    reverse_complements = np.zeros_like(numbers)
    for digit in reversed(digits):
        reverse_complements = reverse_complements * 4 + (3 - digit)
    rotations = np.stack([_turn_left(numbers, turn, length) for turn in range(length)])
    first_rotations = rotations.min(axis=0)
    turned_back = np.stack([_turn_left(first_rotations, turn, length) for turn in range(length)])
    classes = np.minimum(first_rotations, first_rotations[reverse_complements])
    letters = np.frombuffer(_BASES.encode(), np.uint8)[np.stack(digits, axis=1)]
    return MotifTable(
        texts=[bytes(row).decode() for row in letters],
        letters=np.pad(letters, ((0, 0), (0, MOTIF_LENGTHS[-1] - length))),
        lengths=np.full(len(numbers), length, np.uint8),
        gc_counts=sum((digit == 1) | (digit == 2) for digit in digits).astype(np.uint8),
        is_primitive=(rotations[1:] != numbers).all(axis=0),
        rotation_codes=first_rotations + np.uint16(FIRST_CODES[length]),
        phases=(turned_back == numbers).argmax(axis=0).astype(np.uint8),
        reverse_complement_codes=reverse_complements + np.uint16(FIRST_CODES[length]),
        class_codes=classes + np.uint16(FIRST_CODES[length]),
        alphabetical_ranks=numbers,
    )


def _turn_left(
    numbers: NDArray[np.uint16] | NDArray[np.int64],
    turn: int | NDArray[np.int64],
    length: int | NDArray[np.int64],
) -> NDArray[np.uint16]:
    low = (1 << (2 * (length - turn))) - 1
    turned = ((numbers & low) << (2 * turn)) | (numbers >> (2 * (length - turn)))
    return turned.astype(np.uint16)
