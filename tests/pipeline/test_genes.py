"""SSRs x genes against the join that tries every pair."""

import random

import numpy as np
import pytest

from crossroad_desktop.pipeline.annotations import Genes
from crossroad_desktop.pipeline.genes import POSITIONS, intersect_genes
from crossroad_desktop.pipeline.ssr import SsrRows

Interval = tuple[int, int, int]
"""Genome number, start, end."""


def make_ssrs(intervals: list[Interval]) -> SsrRows:
    columns = np.array(intervals, np.int32).reshape(-1, 3).T
    motif = np.zeros(len(intervals), np.uint16)
    return SsrRows(columns[0], columns[1], columns[2], motif, None)


def make_genes(intervals: list[Interval], genome_ids: list[str]) -> Genes:
    columns = np.array(intervals, np.int32).reshape(-1, 3).T
    names = np.arange(len(intervals), dtype=np.int32)
    return Genes(
        genome_ids, [f"gene{name}" for name in names], columns[0], names, columns[1], columns[2]
    )


def try_every_pair(ssrs: list[Interval], genes: list[Interval]) -> list[tuple[int, int]]:
    pairs = []
    for ssr_number, (ssr_genome, ssr_start, ssr_end) in enumerate(ssrs):
        for gene_number, (gene_genome, start, end) in enumerate(genes):
            widened = (start - 1, end + 1) if start == end else (start, end)
            if ssr_genome == gene_genome and ssr_start < widened[1] and widened[0] < ssr_end:
                pairs.append((ssr_number, gene_number))
    return pairs


def find_pairs(ssrs: list[Interval], genes: list[Interval]) -> list[tuple[int, int, str]]:
    genome_ids = ["a", "b", "c"]
    pairs = intersect_genes(make_ssrs(ssrs), make_genes(genes, genome_ids), genome_ids)
    return [
        (ssr, gene, POSITIONS[position])
        for ssr, gene, position in zip(
            pairs.ssr.tolist(), pairs.gene.tolist(), pairs.position, strict=True
        )
    ]


@pytest.mark.parametrize("seed", range(40))
def test_join_finds_the_pairs_that_trying_every_pair_finds(seed: int) -> None:
    chooser = random.Random(seed)

    def draw(count: int, longest: int) -> list[Interval]:
        starts = [chooser.randrange(300) for _ in range(count)]
        return [
            (chooser.randrange(3), start, start + chooser.randrange(longest)) for start in starts
        ]

    ssrs = sorted((genome, start, end + 1) for genome, start, end in draw(40, 30))
    genes = draw(30, chooser.choice([2, 40, 400]))
    found = [(ssr, gene) for ssr, gene, _ in find_pairs(ssrs, genes)]
    assert found == try_every_pair(ssrs, genes)


@pytest.mark.parametrize(
    ("ssr", "gene", "position"),
    [
        ((10, 20), (20, 30), None),
        ((10, 20), (0, 10), None),
        ((10, 20), (19, 30), "intersect_start"),
        ((10, 20), (0, 11), "intersect_stop"),
        ((10, 20), (10, 20), "IN"),
        ((10, 20), (12, 15), "intersect_start"),
        ((10, 20), (10, 15), "intersect_stop"),
        ((10, 20), (0, 100), "IN"),
        ((10, 20), (15, 15), "intersect_start"),
        ((10, 20), (20, 20), "intersect_start"),
        ((10, 20), (10, 10), "intersect_stop"),
        ((10, 20), (21, 21), None),
        ((0, 20), (0, 0), "intersect_stop"),
    ],
)
def test_touching_is_no_overlap_and_position_follows_the_ends(
    ssr: tuple[int, int], gene: tuple[int, int], position: str | None
) -> None:
    expected = [] if position is None else [(0, 0, position)]
    assert find_pairs([(0, *ssr)], [(0, *gene)]) == expected


def test_genes_of_unknown_genomes_meet_no_ssr() -> None:
    ssrs, genes = make_ssrs([(0, 0, 9)]), make_genes([(0, 0, 9)], ["other"])
    assert len(intersect_genes(ssrs, genes, ["a"])) == 0


def test_no_ssr_and_no_genes_give_no_pairs() -> None:
    assert find_pairs([], [(0, 0, 9)]) == []
    assert find_pairs([(0, 0, 9)], []) == []


def test_one_gene_over_a_whole_genome_does_not_make_the_join_quadratic() -> None:
    # The candidates that are looked at and dropped must stay few, so memory must too.
    count = 20_000
    ssrs = [(0, 100 * number, 100 * number + 12) for number in range(count)]
    genes = [(0, 100 * number + 50, 100 * number + 90) for number in range(count)]
    pairs = find_pairs(ssrs, [(0, 0, 100 * count), *genes])
    assert [(ssr, gene) for ssr, gene, _ in pairs] == [(number, 0) for number in range(count)]
