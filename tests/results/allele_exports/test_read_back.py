"""Every format read back by a reader that is not ours, or by a strict one of its manual.

Any matrix and any names come back the same: numbers exactly, names unless the format cannot hold
them.
"""

import csv
import io
import re
from collections.abc import Callable, Iterator, Sequence

import numpy as np
import openpyxl
import pytest
from Bio.PopGen import GenePop
from commonnexus import Nexus
from hypothesis import given, settings
from skbio import DistanceMatrix

from crossroad_desktop.results.allele_cells import AlleleCells
from crossroad_desktop.results.allele_exports.arlequin import write_arlequin
from crossroad_desktop.results.allele_exports.genalex import write_genalex
from crossroad_desktop.results.allele_exports.genepop import MOST_REPEATS, write_genepop
from crossroad_desktop.results.allele_exports.matrix import write_matrix
from crossroad_desktop.results.allele_exports.nexus import write_nexus
from crossroad_desktop.results.allele_exports.phylip import write_phylip
from crossroad_desktop.results.allele_exports.populations import Populations, group_genomes
from crossroad_desktop.results.allele_exports.structure import write_structure
from crossroad_desktop.results.allele_exports.workbook import write_workbook

from .made_cells import Matrix, any_cells, make_cells, single_numbers
from .strict_readers import Haploids, read_arlequin, read_genalex, read_structure

_few = settings(max_examples=40, deadline=None)


def text_of(pieces: Iterator[bytes]) -> str:
    return b"".join(pieces).decode()


def read_genepop(text: str) -> Haploids:
    record = GenePop.read(io.StringIO(text))
    assert record.marker_len == 3
    read = Haploids(record.loci_list, [], [], [])
    for number, population in enumerate(record.populations):
        for name, alleles in population:
            assert all(len(allele) == 1 for allele in alleles), "not haploid"
            read.genomes.append(name)
            read.populations.append(str(number))
            read.cells.append([None if part is None else part - 1 for (part,) in alleles])
    return read


@pytest.mark.parametrize(
    ("write", "read", "keeps_order"),
    [
        (write_genepop, read_genepop, False),
        (write_structure, read_structure, True),
        (write_genalex, read_genalex, False),
        (write_arlequin, read_arlequin, False),
    ],
    ids=["genepop", "structure", "genalex", "arlequin"],
)
@given(made=any_cells(most_repeats=MOST_REPEATS))
@_few
def test_any_alleles_come_back_by_population(
    write: Callable[[AlleleCells, Populations], Iterator[bytes]],
    read: Callable[[str], Haploids],
    keeps_order: bool,
    made: tuple[AlleleCells, Matrix],
) -> None:
    cells, matrix = made
    populations = group_genomes(cells, "category")
    found = read(text_of(write(cells, populations)))

    order = [place for members in populations.members for place in members]
    if keeps_order:
        order = sorted(order)
    categories = cells.metadata["category"]
    assert found.cells == [single_numbers(matrix)[place] for place in order]
    assert_same_names(found.genomes, [cells.genome_ids[place] for place in order])
    if found.loci:
        assert_same_names(found.loci, cells.locus_ids)
    assert same_groups(found.populations) == same_groups([categories[place] for place in order])


def same_groups(labels: Sequence[str]) -> list[int]:
    """Which are alike, whatever they are called."""
    return [labels.index(label) for label in labels]


def assert_same_names(found: Sequence[str], given_names: Sequence[str]) -> None:
    """As many, all different, and unchanged where no format could mind."""
    assert len(found) == len(given_names) == len(set(found))
    folded = [name.casefold() for name in given_names]
    for name, wanted in zip(found, given_names, strict=True):
        is_harmless = (
            re.fullmatch("[A-Za-z0-9_.]+", wanted) and folded.count(wanted.casefold()) == 1
        )
        if is_harmless and not wanted.isdigit() and wanted.casefold() != "pop":
            assert name == wanted


@given(any_cells(genomes=0, loci=0))
@_few
def test_any_matrix_comes_back_from_csv(made: tuple[AlleleCells, Matrix]) -> None:
    cells, matrix = made
    text = text_of(write_matrix(cells))
    header, *rows = csv.reader(io.StringIO(text, newline=""), strict=True)

    assert header == ["genomeID", *map(defused, cells.locus_ids)]
    assert [row[0] for row in rows] == list(map(defused, cells.genome_ids))
    assert [row[1:] for row in rows] == [
        ["/".join(map(str, sorted(numbers))) for numbers in row] for row in matrix
    ]


def defused(name: str) -> str:
    return f"'{name}" if re.match("(?s)[=@\t\r]|[+-].", name) else name


def test_a_workbook_has_the_matrix_its_states_and_the_statistics_of_these_genomes() -> None:
    matrix: Matrix = [[[5], [0]], [[5, 7], []], [[7], [12]], [[4, 4], []]]
    cells = make_cells(["a", "=b", "c", "d"], ["x", "y z"], matrix, ["I", "I", "II", "I"])
    book = openpyxl.load_workbook(io.BytesIO(b"".join(write_workbook(cells))))

    assert book.sheetnames == ["matrix", "states", "loci", "genomes"]
    assert rows_of(book["matrix"]) == [
        ["genomeID", "x", "y z"],
        ["a", 5, 0],
        ["=b", "5/7", None],
        ["c", 7, 12],
        ["d", "4/4", None],
    ]
    assert rows_of(book["states"])[1:] == [
        ["a", "typed", "absent"],
        ["=b", "multiple", "missing"],
        ["c", "typed", "typed"],
        ["d", "multiple", "missing"],
    ]
    assert rows_of(book["genomes"]) == [
        ["genomeID", "category"], ["a", "I"], ["=b", "I"], ["c", "II"], ["d", "I"],
    ]  # fmt: skip
    heads, first, second = rows_of(book["loci"])
    x, y = dict(zip(heads, first, strict=True)), dict(zip(heads, second, strict=True))
    assert [x[name] for name in ("alleles", "min", "max", "modal")] == [3, 4, 7, 4]
    assert [y[name] for name in ("genomes_typed", "genomes_absent", "genomes_missing")] == [1, 1, 2]
    assert (x["heterozygosity"], x["polymorphic"], y["conserved"]) == (1.0, True, False)


def rows_of(sheet: openpyxl.worksheet.worksheet.Worksheet) -> list[list[object]]:
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


@given(any_cells())
@_few
def test_any_distances_come_back_from_phylip(made: tuple[AlleleCells, Matrix]) -> None:
    cells, _ = made
    distance = any_distance(len(cells.genome_ids))
    text = text_of(write_phylip(cells.genome_ids, distance))
    read = DistanceMatrix.read(io.StringIO(text), format="phylip_dm")

    assert_same_names(read.ids, cells.genome_ids)
    assert np.allclose(read.data, distance, rtol=0, atol=5e-7)


def any_distance(genomes: int) -> np.ndarray:
    half = np.triu(np.random.default_rng(genomes).random((genomes, genomes)) * 40, 1)
    return half + half.T


@given(any_cells())
@settings(max_examples=25, deadline=None)
def test_any_alleles_come_back_from_nexus(made: tuple[AlleleCells, Matrix]) -> None:
    cells, matrix = made
    distance = any_distance(len(cells.genome_ids))
    text = text_of(write_nexus(cells, distance))
    nexus = Nexus(text)

    assert_same_names(nexus.taxa, cells.genome_ids)
    _, labels = nexus.CHARACTERS.get_charstatelabels()
    assert_same_names(list(labels), cells.locus_ids)
    assert nexus_numbers(nexus, labels) == single_numbers(matrix)
    distances = [list(row.values()) for row in nexus.DISTANCES.get_matrix().values()]
    assert np.allclose(np.array(distances, float), distance, rtol=0, atol=5e-7)


def nexus_numbers(nexus: Nexus, labels: dict[str, dict[str, str]]) -> list[list[int | None]]:
    """Repeat numbers: the labels of the states that the genomes have."""
    return [
        [None if symbol is None else int(labels[locus][symbol]) for locus, symbol in row.items()]
        for row in nexus.CHARACTERS.get_matrix().values()
    ]
