"""Readers of STRUCTURE, GenAlEx and Arlequin files that refuse whatever the manuals do not allow.

They share nothing with the writers. In: the text of a file. Out: `Haploids`; AssertionError for
what is not allowed.
"""

import csv
import io
import re
from dataclasses import dataclass

Cells = list[list[int | None]]


@dataclass
class Haploids:
    """What a file says; genomes in the order of the file."""

    loci: list[str]
    genomes: list[str]
    populations: list[str]
    """Of each genome."""
    cells: Cells
    """None: missing."""


def read_structure(text: str) -> Haploids:
    """Documentation of STRUCTURE 2.3, section 2: MARKERNAMES, LABEL, POPDATA, ONEROWPERIND, PLOIDY
    1, MISSING -9."""
    first, *lines = _lines(text)
    loci = first.split()
    assert len(set(loci)) == len(loci) > 0
    read = Haploids(loci, [], [], [])
    for line in lines:
        label, population, *alleles = line.split()
        assert re.fullmatch("[1-9][0-9]*", population)
        assert len(alleles) == len(loci)
        read.genomes.append(label)
        read.populations.append(population)
        read.cells.append([None if allele == "-9" else _whole(allele) for allele in alleles])
    # Populations are numbered without a gap.
    assert set(read.populations) == {str(n + 1) for n in range(len(set(read.populations)))}
    return read


def read_genalex(text: str) -> Haploids:
    """Guide to GenAlEx 6.5: parameters, title and names of populations, heads, then data; 0 is
    missing; samples of a population stand together, in the order of the parameters."""
    rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    for cell in (cell for row in rows for cell in row):
        assert not re.match(r"[=+\-@]", cell), "a formula"
    loci_count, samples, populations, *sizes = map(_whole, rows[0])
    _title, *gap_and_names = rows[1]
    assert gap_and_names[:2] == ["", ""]
    names = gap_and_names[2:]
    assert len(names) == len(set(names)) == populations == len(sizes)
    assert sum(sizes) == samples == len(rows) - 3
    assert len(rows[2]) == loci_count + 2
    read = Haploids(rows[2][2:], [], [], [])
    expected = [name for name, size in zip(names, sizes, strict=True) for _ in range(size)]
    for (sample, population, *alleles), name in zip(rows[3:], expected, strict=True):
        assert population == name
        assert len(alleles) == loci_count
        read.genomes.append(sample)
        read.populations.append(population)
        read.cells.append([_whole(allele) - 1 if allele != "0" else None for allele in alleles])
    assert len(set(read.genomes)) == samples
    return read


_PROFILE = {
    "Title": r'"[^"]+"',
    "NbSamples": "[1-9][0-9]*",
    "DataType": "MICROSAT",
    "GenotypicData": "0",
    "LocusSeparator": "WHITESPACE",
    "MissingData": r"'\?'",
}


def read_arlequin(text: str) -> Haploids:
    """Manual of Arlequin 3.5, section 4, for haplotypic data without a list of haplotypes."""
    lines = [line.partition("#")[0].strip() for line in _lines(text)]
    profile, rest = _cut(lines, "[Profile]", "[Data]")
    values = dict(line.split("=", 1) for line in profile)
    assert list(values) == list(_PROFILE)
    assert all(re.fullmatch(_PROFILE[name], value) for name, value in values.items())
    samples, structure = _cut(rest, "[[Samples]]", "[[Structure]]")
    read = Haploids([], [], [], [])
    names = _read_samples(samples, read)
    assert len(names) == len(set(map(str.casefold, names))) == int(values["NbSamples"])
    assert len({len(row) for row in read.cells}) == 1
    assert len(set(read.genomes)) == len(read.genomes)
    _check_structure(structure, names)
    return read


def _read_samples(lines: list[str], read: Haploids) -> list[str]:
    names = []
    while lines:
        name, size, opening, *lines = lines
        names.append(_match('SampleName="([^"{}]+)"', name))
        assert opening == "SampleData={"
        end = lines.index("}")
        haplotypes, lines = lines[:end], lines[end + 1 :]
        assert len(haplotypes) == int(_match("SampleSize=([1-9][0-9]*)", size))
        for line in haplotypes:
            label, frequency, *alleles = line.split()
            assert not re.search("""["'{}]""", label)
            assert frequency == "1"
            read.genomes.append(label)
            read.populations.append(names[-1])
            read.cells.append([None if part == "?" else _whole(part) for part in alleles])
    return names


def _check_structure(lines: list[str], names: list[str]) -> None:
    title, groups, opening, *members, closing = lines
    assert re.fullmatch('StructureName="[^"]+"', title)
    assert (groups, opening, closing) == ("NbGroups=1", "Group={", "}")
    assert [_match('"([^"]+)"', member) for member in members] == names


def _cut(lines: list[str], first: str, second: str) -> tuple[list[str], list[str]]:
    assert lines[0] == first
    place = lines.index(second)
    return lines[1:place], lines[place + 1 :]


def _lines(text: str) -> list[str]:
    assert text.endswith("\n")
    assert "\r" not in text
    lines = text.removesuffix("\n").split("\n")
    assert all(lines)
    return lines


def _match(pattern: str, text: str) -> str:
    match = re.fullmatch(pattern, text)
    assert match, f"{text!r} is not {pattern}"
    return match[1]


def _whole(text: str) -> int:
    assert re.fullmatch("0|[1-9][0-9]*", text), f"{text!r} is no whole number"
    return int(text)
