"""STRUCTURE: the data file of STRUCTURE 2.3, one line per genome.

The first line has the names of the loci. Each further line has the genome's label, the number of
its population, and a repeat number per locus; -9 is missing, which no repeat number can be, so 0
(absent) stays 0. Populations are numbered from 1 in the order in which they first appear.

To be set in `mainparams`: PLOIDY 1, MISSING -9, ONEROWPERIND 1, LABEL 1, POPDATA 1, MARKERNAMES 1,
and the number of lines (NUMINDS) and loci (NUMLOCI).

Source: Pritchard, Wen, Falush (2010), Documentation for structure software 2.3, section 2.
"""

from collections.abc import Iterator
from typing import Final

from crossroad_desktop.results.allele_cells import AlleleCells
from crossroad_desktop.results.allele_exports.names import clean_names
from crossroad_desktop.results.allele_exports.populations import Populations
from crossroad_desktop.results.allele_exports.words import in_pieces, refuse_empty, word_lines

MISSING: Final = "-9"

_FORBIDDEN: Final = r"[\s\x00-\x1f\x7f]"


def write_structure(cells: AlleleCells, populations: Populations) -> Iterator[bytes]:
    """The file; genomes in their order. Raises ParameterError for no genome and for no locus."""
    refuse_empty(cells, "STRUCTURE")
    return in_pieces(_lines(cells, populations))


def _lines(cells: AlleleCells, populations: Populations) -> Iterator[str]:
    yield " ".join(clean_names(cells.locus_ids, _FORBIDDEN))
    labels = clean_names(cells.genome_ids, _FORBIDDEN)
    numbers = populations.numbers
    alleles = word_lines(cells.repeat, str, MISSING)
    for label, number, words in zip(labels, numbers, alleles, strict=True):
        yield f"{label} {number} {' '.join(words)}"
