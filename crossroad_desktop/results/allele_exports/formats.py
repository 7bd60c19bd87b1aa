"""The formats of the allele matrix: what there is to choose.

Out: one entry per format, for the routes, the command line and the manual.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from crossroad_desktop.comparison.distances import MEASURES, Measure
from crossroad_desktop.errors import NotFoundError, ParameterError


@dataclass(frozen=True)
class AlleleFormat:
    """One format."""

    key: str
    label: str
    ending: str
    """Of the file name, without the dot."""
    media_type: str
    meaning: str
    """What is in the file, in one sentence."""


_TEXT: Final = "text/plain"
_FORMATS: Final = (
    AlleleFormat(
        "csv", "CSV", "csv", "text/csv",
        "The matrix as it is: genomes x loci, repeat numbers.",
    ),
    AlleleFormat(
        "xlsx", "Excel", "xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "One workbook: matrix, states, loci with their statistics, genomes with their metadata.",
    ),
    AlleleFormat(
        "genepop", "Genepop", "gen", _TEXT,
        "Haploid genotypes of three digits by population: repeat number + 1, 000 missing.",
    ),
    AlleleFormat(
        "structure", "STRUCTURE", "str", _TEXT,
        "One line per genome with the number of its population; repeat numbers, -9 missing.",
    ),
    AlleleFormat(
        "genalex", "GenAlEx", "csv", "text/csv",
        "The sheet of GenAlEx by population: repeat number + 1, 0 missing.",
    ),
    AlleleFormat(
        "arlequin", "Arlequin", "arp", _TEXT,
        "A project with haplotypic microsatellite data by population; repeat numbers, ? missing.",
    ),
    AlleleFormat(
        "phylip", "PHYLIP distances", "dist", _TEXT,
        "A square matrix of distances between genomes.",
    ),
    AlleleFormat(
        "nexus", "Nexus", "nex", _TEXT,
        "Genomes, loci as characters whose states are repeat numbers, and distances.",
    ),
    AlleleFormat(
        "vcf", "VCF", "vcf", _TEXT,
        "One record per locus: bases of the alleles, haploid genotypes, repeat numbers.",
    ),
    AlleleFormat(
        "newick", "Newick", "nwk", _TEXT,
        "The neighbour-joining tree of the genomes.",
    ),
)  # fmt: skip
ALLELE_FORMATS: Final[Mapping[str, AlleleFormat]] = {entry.key: entry for entry in _FORMATS}


def find_format(key: str) -> AlleleFormat:
    """The format of a key; NotFoundError lists the keys."""
    if key not in ALLELE_FORMATS:
        raise NotFoundError(
            f"There is no format {key[:40]!r}; the formats are {', '.join(ALLELE_FORMATS)}."
        )
    return ALLELE_FORMATS[key]


def read_measure(text: str) -> Measure:
    """The measure of a distance; ParameterError for another text."""
    for measure in MEASURES:
        if text == measure:
            return measure
    raise ParameterError(
        f"measure is {text[:40]!r}; it must be {' or '.join(MEASURES)}.", field="measure"
    )
