"""What a format cannot hold, and what it holds only just."""

from collections.abc import Callable, Iterator

import dendropy
import numpy as np
import pytest
from commonnexus import Nexus

from crossroad_desktop.errors import ParameterError
from crossroad_desktop.results.allele_cells import AlleleCells
from crossroad_desktop.results.allele_exports import workbook
from crossroad_desktop.results.allele_exports.arlequin import write_arlequin
from crossroad_desktop.results.allele_exports.genalex import write_genalex
from crossroad_desktop.results.allele_exports.genepop import write_genepop
from crossroad_desktop.results.allele_exports.matrix import write_matrix
from crossroad_desktop.results.allele_exports.nexus import write_nexus
from crossroad_desktop.results.allele_exports.phylip import write_phylip
from crossroad_desktop.results.allele_exports.populations import Populations, group_genomes
from crossroad_desktop.results.allele_exports.structure import write_structure
from crossroad_desktop.results.allele_exports.workbook import write_workbook

from .made_cells import make_cells

WriteByPopulation = Callable[[AlleleCells, Populations], Iterator[bytes]]
_BY_POPULATION = [write_genepop, write_structure, write_genalex, write_arlequin]


def text_of(pieces: Iterator[bytes]) -> str:
    return b"".join(pieces).decode()


def by_category(write: WriteByPopulation, cells: AlleleCells) -> str:
    return text_of(write(cells, group_genomes(cells, "category")))


@pytest.mark.parametrize("write", _BY_POPULATION)
def test_without_genomes_or_loci_there_is_no_file(write: WriteByPopulation) -> None:
    with pytest.raises(ParameterError, match="needs a genome, and this result has none"):
        by_category(write, make_cells([], ["x"], []))
    with pytest.raises(ParameterError, match="needs a locus, and this result has none"):
        by_category(write, make_cells(["a"], [], [[]]))


def test_a_matrix_may_be_empty() -> None:
    assert text_of(write_matrix(make_cells([], ["x"], []))) == "genomeID,x\n"
    assert text_of(write_matrix(make_cells(["a"], [], [[]]))) == "genomeID\na\n"


def test_nexus_needs_a_locus() -> None:
    with pytest.raises(ParameterError, match="needs a locus"):
        write_nexus(make_cells(["a"], [], [[]]), np.zeros((1, 1)))


def test_three_digits_hold_998_repeats() -> None:
    cells = make_cells(["a", "b"], ["x", "long"], [[[998], [1]], [[0], [2]]])

    assert "a, 999 002\nb, 001 003\n" in by_category(write_genepop, cells)


def test_genepop_refuses_more_and_names_the_loci() -> None:
    cells = make_cells(["a", "b"], ["x", "long"], [[[1], [999]], [[2], [5]]])

    with pytest.raises(ParameterError) as told:
        by_category(write_genepop, cells)
    assert str(told.value) == (
        "Genepop holds repeat numbers up to 998, and these loci have larger ones: long; leave them "
        "out with the filters, or take STRUCTURE, GenAlEx or Arlequin."
    )


@pytest.mark.parametrize(
    ("numbers", "case"), [(36, ""), (37, " RESPECTCASE"), (62, " RESPECTCASE")]
)
def test_nexus_holds_62_repeat_numbers_per_locus(numbers: int, case: str) -> None:
    text = nexus_of(numbers)
    read = Nexus(text)
    states = next(iter(read.CHARACTERS.get_charstatelabels()[1].values()))

    assert f"DATATYPE=STANDARD{case} MISSING" in text
    assert list(states.values()) == [str(3 * number) for number in range(numbers)]
    assert [states[next(iter(row.values()))] for row in read.CHARACTERS.get_matrix().values()] == [
        str(3 * number) for number in range(numbers)
    ]


def test_nexus_refuses_more_and_names_the_loci() -> None:
    with pytest.raises(
        ParameterError, match=r"holds 62 different .* these loci have more: x; leave"
    ):
        nexus_of(63)


def nexus_of(numbers: int) -> str:
    """One locus, as many genomes as repeat numbers."""
    ids = [f"g{number}" for number in range(numbers)]
    cells = make_cells(ids, ["x"], [[[3 * number]] for number in range(numbers)])
    return text_of(write_nexus(cells, np.zeros((numbers, numbers))))


def test_dendropy_reads_the_characters_of_nexus() -> None:
    cells = make_cells(["a_1", "b 2", "it's"], ["x", "y"], [[[12], [0]], [[7], []], [[12], [3]]])
    read = dendropy.StandardCharacterMatrix.get(
        data=text_of(write_nexus(cells, np.zeros((3, 3)))), schema="nexus"
    )

    assert read.taxon_namespace.labels() == ["a_1", "b 2", "it's"]
    assert [row.symbols_as_string() for row in read.values()] == ["10", "0?", "11"]


def test_a_distance_may_be_missing_in_nexus_and_not_in_phylip() -> None:
    cells = make_cells(["a", "b", "c"], ["x", "y"], [[[1], []], [[], [2]], [[1], [2]]])
    distance = np.array([[0, np.nan, 0.5], [np.nan, 0, 0.25], [0.5, 0.25, 0]])
    read = Nexus(text_of(write_nexus(cells, distance))).DISTANCES.get_matrix()

    assert read["a"] == {"a": 0, "b": None, "c": 0.5}
    with pytest.raises(ParameterError, match=r"no locus in common.* with the filters: a. In Nexus"):
        write_phylip(cells.genome_ids, distance)


def test_names_of_up_to_9_characters_are_as_phylip_itself_wants_them() -> None:
    text = text_of(write_phylip(["a", "123456789"], np.array([[0, 0.5], [0.5, 0]])))

    assert text == "2\na          0.000000 0.500000\n123456789  0.500000 0.000000\n"


def test_a_workbook_that_is_too_wide_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "MOST_COLUMNS", 2)

    with pytest.raises(ParameterError, match="holds 1 loci and 1,048,575 genomes, and these are 2"):
        b"".join(write_workbook(make_cells(["a"], ["x", "y"], [[[1], [2]]])))


def test_the_same_cells_give_the_same_workbook() -> None:
    cells = make_cells(["a"], ["x", "y"], [[[1], [2]]])

    assert b"".join(write_workbook(cells)) == b"".join(write_workbook(cells))


def test_genomes_without_a_category_are_a_population() -> None:
    cells = make_cells(
        ["a", "b", "c"], ["x"], [[[1]], [[2]], [[3]]], ["undefined", "I", "undefined"]
    )
    populations = group_genomes(cells, "category")

    assert populations == Populations(["undefined", "I"], [[0, 2], [1]])
    assert (populations.sizes, populations.numbers) == ([2, 1], [1, 2, 1])


def test_a_column_that_is_not_there_is_told() -> None:
    with pytest.raises(
        ParameterError, match="by is 'host'; the columns of the genomes are category"
    ):
        group_genomes(make_cells(["a"], ["x"], [[[1]]]), "host")
