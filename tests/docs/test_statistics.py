"""The worked example of diversity, distances and the tree is what the program computes."""

from typing import Final

import numpy as np
import pytest
from numpy.typing import NDArray

from crossroad_desktop.comparison.bootstrap import grow_tree
from crossroad_desktop.comparison.distances import (
    MEASURES,
    Measure,
    encode_alleles,
    measure_distances,
)
from crossroad_desktop.comparison.diversity import measure_diversity
from crossroad_desktop.comparison.trees import write_newick

from .pages import find_section

_PAGE: Final = "how-numbers-are-computed.md"


def read_example() -> tuple[list[str], NDArray[np.int32]]:
    """Genomes, and their repeat numbers at the loci of the example; -1 where there is none."""
    rows = find_section(_PAGE, "Diversity of loci").tables[0][1:]
    repeat = [[int(cell) if cell.isdigit() else -1 for cell in row[1:]] for row in rows]
    return [row[0] for row in rows], np.array(repeat, np.int32)


def test_diversity_of_the_example_is_as_shown() -> None:
    _, repeat = read_example()
    genome, locus = np.nonzero(repeat >= 0)
    found = measure_diversity(locus.astype(np.int32), repeat[genome, locus], repeat.shape[1])
    shown = [
        [float(cell) for cell in row[1:]]
        for row in find_section(_PAGE, "Diversity of loci").tables[2][1:]
    ]
    columns = (
        found.genomes, found.alleles, found.modal, found.heterozygosity, found.pic, found.shannon
    )  # fmt: skip
    assert np.column_stack(columns) == pytest.approx(np.array(shown), abs=5e-5)


@pytest.mark.parametrize("measure", MEASURES)
def test_distances_of_the_example_are_as_shown(measure: Measure) -> None:
    names, repeat = read_example()
    (shown,) = [
        table
        for table in find_section(_PAGE, "Distance of genomes").tables
        if table[0] == [measure, *names]
    ]
    expected = np.array([[float(cell) for cell in row[1:]] for row in shown[1:]])
    found = measure_distances(encode_alleles(repeat, measure)).distance
    assert found == pytest.approx(expected, abs=5e-5)


def test_the_tree_of_the_example_is_as_shown() -> None:
    names, repeat = read_example()
    (block,) = find_section(_PAGE, "Tree of genomes").blocks
    assert write_newick(grow_tree(repeat, "alleles", 0), names).strip() == block.text.strip()
