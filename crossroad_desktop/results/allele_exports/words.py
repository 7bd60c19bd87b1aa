"""Repeat numbers as the words of a text format.

In: the matrix of repeat numbers. Out: one line of words per genome.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Final

import numpy as np
from numpy.typing import NDArray

from crossroad_desktop.errors import ParameterError
from crossroad_desktop.results.allele_cells import NO_OBSERVATION, AlleleCells

OFFSET: Final = 1
"""Added to repeat numbers where 0 means missing, so that an absent repeat (0) stays a number."""

_LINES_IN_A_PIECE: Final = 256


def word_lines(
    repeat: NDArray[np.int32], word: Callable[[int], str], missing: str
) -> Iterator[list[str]]:
    """Per genome one word per locus: `word` of the repeat number, `missing` without observation."""
    numbers = np.unique(repeat[repeat != NO_OBSERVATION]).tolist()
    words = {NO_OBSERVATION: missing} | {number: word(number) for number in numbers}
    for row in repeat:
        yield [words[number] for number in row.tolist()]


def in_pieces(lines: Iterable[str]) -> Iterator[bytes]:
    """The lines, each with a line feed, as UTF-8, some hundred in a piece."""
    waiting: list[str] = []
    for line in lines:
        waiting.append(line)
        if len(waiting) == _LINES_IN_A_PIECE:
            yield "".join(f"{text}\n" for text in waiting).encode()
            waiting.clear()
    if waiting:
        yield "".join(f"{text}\n" for text in waiting).encode()


def refuse_empty(cells: AlleleCells, label: str) -> None:
    """Raises ParameterError for cells without a genome or a locus, which a format cannot hold."""
    for count, noun in zip(cells.repeat.shape, ("genome", "locus"), strict=True):
        if not count:
            remedy = "; remove some of them" if cells.filters.given else ""
            raise ParameterError(f"{label} needs a {noun}, and {cells.subject} none{remedy}.")
