"""Arlequin: a project file (.arp) of Arlequin 3.5 with haplotypic microsatellite data.

`[Profile]` says what the data are, `[Data]` with `[[Samples]]` has one sample per population: its
name, its size, and per genome a label, how often it occurs (1), and a repeat number per locus.
`?` is missing, so 0 (absent) stays 0. `[[Structure]]` puts all samples into one group.

Source: Excoffier, Lischer (2015), Arlequin 3.5.2 manual, section 4.
"""

from collections.abc import Iterator
from typing import Final

from crossroad_desktop.results.allele_cells import AlleleCells
from crossroad_desktop.results.allele_exports.names import clean_names
from crossroad_desktop.results.allele_exports.populations import Populations
from crossroad_desktop.results.allele_exports.words import in_pieces, refuse_empty, word_lines

MISSING: Final = "?"

# A # would begin a comment; quotes and braces end what they are in.
_IN_QUOTES: Final = r"""[#"'{}\x00-\x1f\x7f]"""
_FORBIDDEN: Final = rf"\s|{_IN_QUOTES}"


def write_arlequin(cells: AlleleCells, populations: Populations) -> Iterator[bytes]:
    """The file. Raises ParameterError for no genome and for no locus."""
    refuse_empty(cells, "Arlequin")
    return in_pieces(_lines(cells, populations))


def _lines(cells: AlleleCells, populations: Populations) -> Iterator[str]:
    named = clean_names(populations.names, _IN_QUOTES, ignore_case=True)
    yield from _profile(len(named))
    yield from ("[Data]", "  [[Samples]]")
    labels = clean_names(cells.genome_ids, _FORBIDDEN)
    for name, members in zip(named, populations.members, strict=True):
        yield f'    SampleName="{name}"'
        yield f"    SampleSize={len(members)}"
        yield "    SampleData={"
        alleles = word_lines(cells.repeat[members], str, MISSING)
        for place, words in zip(members, alleles, strict=True):
            yield f"      {labels[place]} 1 {' '.join(words)}"
        yield "    }"
    yield from _structure(named)


def _profile(samples: int) -> list[str]:
    return [
        "[Profile]",
        '  Title="CrossRoad: repeat numbers, haploid"',
        f"  NbSamples={samples}",
        "  DataType=MICROSAT",
        "  GenotypicData=0",
        "  LocusSeparator=WHITESPACE",
        f"  MissingData='{MISSING}'",
    ]


def _structure(named: list[str]) -> list[str]:
    return [
        "  [[Structure]]",
        '    StructureName="Populations"',
        "    NbGroups=1",
        "    Group={",
        *(f'      "{name}"' for name in named),
        "    }",
    ]
