"""Genepop: the input file of Genepop 4, read by many programs of population genetics.

A title, one locus name per line, then per population a line `Pop` and one line per genome:
its name, a comma, and an allele per locus. Three digits are a haploid genotype; 000 is missing.
So that an absent repeat is not missing, alleles are the repeat number + 1. Populations have no
names: programs take that of their last genome.

Source: Rousset (2020), Genepop manual 4.7, section "The input file".
"""

from collections.abc import Iterator
from typing import Final

import numpy as np

from crossroad_desktop.errors import ParameterError, list_offenders
from crossroad_desktop.results.allele_cells import AlleleCells
from crossroad_desktop.results.allele_exports.names import clean_names
from crossroad_desktop.results.allele_exports.populations import Populations
from crossroad_desktop.results.allele_exports.words import (
    OFFSET,
    in_pieces,
    refuse_empty,
    word_lines,
)

MOST_REPEATS: Final = 999 - OFFSET
"""More do not fit into three digits."""

_FORBIDDEN: Final = r"[,\s\x00-\x1f\x7f]"
# The last letter of a locus whose name would begin a population.
_POP: Final = r"(?<=\A[Pp][Oo])[Pp]\Z"


def write_genepop(cells: AlleleCells, populations: Populations) -> Iterator[bytes]:
    """The file. Raises ParameterError for no genome, no locus, and repeat numbers above
    MOST_REPEATS."""
    refuse_empty(cells, "Genepop")
    _refuse_large_numbers(cells)
    return in_pieces(_lines(cells, populations))


def _refuse_large_numbers(cells: AlleleCells) -> None:
    too_large = (cells.repeat > MOST_REPEATS).any(axis=0)
    if too_large.any():
        loci = [cells.locus_ids[place] for place in np.flatnonzero(too_large)]
        raise ParameterError(
            f"Genepop holds repeat numbers up to {MOST_REPEATS}, and these loci have larger ones: "
            f"{list_offenders(loci)}; leave them out with the filters, or take STRUCTURE, GenAlEx "
            "or Arlequin."
        )


def _lines(cells: AlleleCells, populations: Populations) -> Iterator[str]:
    named = ", ".join(clean_names(populations.names, _FORBIDDEN))
    yield f"CrossRoad: allele = repeat number + {OFFSET}; 000 missing; haploid; populations {named}"
    yield from clean_names(cells.locus_ids, f"{_FORBIDDEN}|{_POP}")
    names = clean_names(cells.genome_ids, _FORBIDDEN)
    for members in populations.members:
        yield "Pop"
        alleles = word_lines(cells.repeat[members], _three_digits, "000")
        for place, words in zip(members, alleles, strict=True):
            yield f"{names[place]}, {' '.join(words)}"


def _three_digits(number: int) -> str:
    return f"{number + OFFSET:03}"
