"""In which gene a locus lies, or between which, against trying every gene."""

from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from crossroad_desktop.pipeline.annotations import Genes
from crossroad_desktop.pipeline.locus_genes import LocusGenes, find_locus_genes

Interval = tuple[int, int, int]
"""Genome number, start, end."""
IDS = ["a", "b"]


@dataclass(frozen=True)
class Places:
    """Loci, one row each."""

    genome: NDArray[np.int32]
    start: NDArray[np.int32]
    end: NDArray[np.int32]

    def __len__(self) -> int:
        return len(self.start)


def find(loci: list[Interval], genes: list[Interval]) -> LocusGenes:
    genome, start, end = np.array(loci, np.int32).reshape(-1, 3).T
    of_gene = np.array(genes, np.int32).reshape(-1, 3).T
    names = np.arange(len(genes), dtype=np.int32)
    declared = Genes(IDS, [f"g{name}" for name in names], of_gene[0], names, of_gene[1], of_gene[2])
    return find_locus_genes(Places(genome, start, end), declared, IDS)


def test_a_locus_in_a_gene_has_no_neighbours() -> None:
    found = find([(0, 20, 30)], [(0, 10, 25), (0, 40, 50)])
    assert found.inside == ["g0"]
    assert (found.before, found.after) == ([None], [None])
    assert found.distance_before.tolist() == found.distance_after.tolist() == [-1]


def test_a_locus_in_two_genes_names_both_in_the_order_of_the_file() -> None:
    assert find([(0, 20, 30)], [(0, 25, 40), (0, 10, 25)]).inside == ["g0: g1"]


def test_a_locus_between_genes_has_the_nearest_on_both_sides() -> None:
    found = find([(0, 20, 30)], [(0, 0, 5), (0, 8, 18), (0, 31, 40), (0, 60, 70), (1, 0, 90)])
    assert found.inside == [None]
    assert (found.before, found.after) == (["g1"], ["g2"])
    assert (found.distance_before.tolist(), found.distance_after.tolist()) == ([2], [1])


@pytest.mark.parametrize(("place", "inside"), [(10, None), (15, "g0"), (20, None)])
def test_a_locus_without_length_is_in_a_gene_that_it_lies_inside_of(
    place: int, inside: str | None
) -> None:
    assert find([(0, place, place)], [(0, 10, 20)]).inside == [inside]


def test_without_genes_nothing_is_said() -> None:
    places = Places(*(np.array([4], np.int32) for _ in range(3)))
    found = find_locus_genes(places, None, IDS)
    assert (found.inside, found.before, found.after) == ([None], [None], [None])


@settings(deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 1), st.integers(0, 40), st.integers(0, 6)), max_size=6),
    st.lists(st.tuples(st.integers(0, 1), st.integers(0, 40), st.integers(1, 9)), max_size=8),
)
def test_neighbours_are_those_that_trying_every_gene_finds(
    loci: list[Interval], genes: list[Interval]
) -> None:
    loci = [(genome, start, start + length) for genome, start, length in loci]
    genes = [(genome, start, start + length) for genome, start, length in genes]
    found = find(loci, genes)
    for row, (genome, start, end) in enumerate(loci):
        own = [(s, e, f"g{n}") for n, (g, s, e) in enumerate(genes) if g == genome]
        overlapping = [name for s, e, name in own if start < e and s < end]
        assert found.inside[row] == (": ".join(overlapping) or None)
        before = [(start - e, int(name[1:])) for s, e, name in own if e <= start]
        after = [(s - end, int(name[1:])) for s, e, name in own if s >= end]
        nearest = [] if overlapping else [min(before, default=None), min(after, default=None)]
        for told, expected in zip((found.before, found.after), nearest, strict=False):
            assert told[row] == (None if expected is None else f"g{expected[1]}")
