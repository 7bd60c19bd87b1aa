"""GenAlEx: the sheet that GenAlEx 6.5 reads, as a CSV file that Excel opens.

Line 1: number of loci, of samples, of populations, then the size of each population. Line 2: a
title, two empty cells, then the name of each population. Line 3: heads. From line 4: sample,
population, and one column per locus, as haploid data have; samples of a population stand together.
0 is missing, so alleles are the repeat number + 1.

Source: Peakall, Smouse (2012), GenAlEx 6.5, Bioinformatics 28:2537; Blyton, Flanagan (2012), A
comprehensive guide to GenAlEx 6.5, "Data format".
"""

from collections.abc import Iterator
from typing import Final

from crossroad_desktop.results.allele_cells import AlleleCells
from crossroad_desktop.results.allele_exports.names import clean_names
from crossroad_desktop.results.allele_exports.populations import Populations
from crossroad_desktop.results.allele_exports.words import (
    OFFSET,
    in_pieces,
    refuse_empty,
    word_lines,
)

# Neither a second cell, nor a formula.
_FORBIDDEN: Final = r'[,;"\x00-\x1f\x7f]|\A[=+\-@]|\A\s+|\s+\Z'


def write_genalex(cells: AlleleCells, populations: Populations) -> Iterator[bytes]:
    """The file. Raises ParameterError for no genome and for no locus."""
    refuse_empty(cells, "GenAlEx")
    return in_pieces(map(",".join, _rows(cells, populations)))


def _rows(cells: AlleleCells, populations: Populations) -> Iterator[list[str]]:
    loci = clean_names(cells.locus_ids, _FORBIDDEN)
    named = clean_names(populations.names, _FORBIDDEN)
    samples = clean_names(cells.genome_ids, _FORBIDDEN)
    counts = [len(loci), len(samples), len(named), *populations.sizes]
    yield list(map(str, counts))
    yield [f"CrossRoad: allele = repeat number + {OFFSET}; 0 missing; haploid", "", "", *named]
    yield ["Sample", "Pop", *loci]
    for name, members in zip(named, populations.members, strict=True):
        alleles = word_lines(cells.repeat[members], lambda number: str(number + OFFSET), "0")
        for place, words in zip(members, alleles, strict=True):
            yield [samples[place], name, *words]
