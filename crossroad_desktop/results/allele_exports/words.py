"""Repeat numbers as the words of a text format.

In: the matrix of repeat numbers. Out: one line of words per genome.
"""

from collections.abc import Callable, Iterable, Iterator

import numpy as np
from numpy.typing import NDArray

from crossroad_desktop.errors import ParameterError
from crossroad_desktop.results.allele_cells import AlleleCells

_LINES_IN_A_PIECE = 256

OFFSET = 1
"""Added to repeat numbers where 0 means missing, so that an absent repeat (0) stays a number."""


def word_lines(
    repeat: NDArray[np.int32], word: Callable[[int], str], missing: str
) -> Iterator[list[str]]:
    """Per genome one word per locus: `word` of the repeat number, `missing` without observation."""
    words = {-1: missing} | {number: word(number) for number in np.unique(repeat).tolist()
                             if number >= 0}  # fmt: skip
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


def refuse_empty(cells: AlleleCells, label: str, genomes: int = 1) -> None:
    """Raises ParameterError where a format cannot hold so few genomes, or no locus at all."""
    if len(cells.genome_ids) < genomes:
        raise ParameterError(
            f"{label} needs {genomes} or more genomes, and the filters leave "
            f"{len(cells.genome_ids)}; remove some of them."
        )
    if cells.loci.num_rows == 0:
        raise ParameterError(
            f"{label} needs a locus, and the filters leave none; remove some of them."
        )
