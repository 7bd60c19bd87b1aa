"""Trees of genomes by their alleles: clades come out, support tells agreement from noise."""

import numpy as np
import pytest
from numpy.typing import NDArray

from crossroad_desktop.comparison.bootstrap import grow_tree
from crossroad_desktop.comparison.distances import MEASURES, Measure
from crossroad_desktop.comparison.trees import Tree, splits_of

CLADES = 4
PER_CLADE = 6


def evolve(loci: int, steps_of_clade: float, steps_of_genome: float) -> NDArray[np.int32]:
    """Repeat numbers of CLADES x PER_CLADE genomes: each locus takes steps of one unit, first on
    the way to the clade, then on the way to the genome."""
    random = np.random.default_rng(3)

    def step(start: NDArray[np.int64], mean: float) -> NDArray[np.int64]:
        return start + random.poisson(mean, start.shape) - random.poisson(mean, start.shape)

    ancestors = step(np.full((CLADES, loci), 30), steps_of_clade)
    return step(np.repeat(ancestors, PER_CLADE, axis=0), steps_of_genome).astype(np.int32)


def support_of(tree: Tree) -> dict[int, float]:
    """Percent by split, of branches that part more than one genome from more than one."""
    return {
        split: float(support)
        for split, support in zip(splits_of(tree), tree.support, strict=True)
        if not np.isnan(support)
    }


def clade_splits() -> list[int]:
    everything = (1 << CLADES * PER_CLADE) - 1
    clades = [((1 << PER_CLADE) - 1) << (PER_CLADE * clade) for clade in range(CLADES)]
    return [everything ^ clade if clade & 1 else clade for clade in clades]


@pytest.mark.parametrize("measure", MEASURES)
def test_clades_come_out_with_full_support(measure: Measure) -> None:
    support = support_of(grow_tree(evolve(150, 1.0, 0.05), measure, 50))
    assert [support[split] for split in clade_splits()] == [100] * CLADES


@pytest.mark.parametrize("measure", MEASURES)
def test_clades_come_out_although_a_tenth_of_the_cells_is_missing(measure: Measure) -> None:
    repeat = evolve(150, 1.0, 0.05)
    repeat[np.random.default_rng(1).random(repeat.shape) < 0.1] = -1
    support = support_of(grow_tree(repeat, measure, 50))
    assert min(support[split] for split in clade_splits()) > 95


@pytest.mark.parametrize("measure", MEASURES)
def test_noise_has_low_support(measure: Measure) -> None:
    support = support_of(grow_tree(evolve(60, 0.0, 2.0), measure, 50))
    assert np.mean(list(support.values())) < 25


def test_the_same_data_have_the_same_support() -> None:
    repeat = evolve(40, 0.3, 0.2)
    first, second = (grow_tree(repeat, "stepwise", 30) for _ in range(2))
    assert first.support.tobytes() == second.support.tobytes()
    assert 0 < np.nanmin(first.support) < np.nanmax(first.support)


def test_nothing_supports_a_branch_between_genomes_that_are_alike() -> None:
    repeat = np.repeat(evolve(40, 1.0, 0.0)[::PER_CLADE], 3, axis=0)
    tree = grow_tree(repeat, "alleles", 40)
    inside = [split for split in support_of(tree) if split.bit_count() == 2]
    assert inside
    assert all(support_of(tree)[split] == 0 for split in inside)


def test_without_replicates_there_is_no_support() -> None:
    tree = grow_tree(evolve(10, 1.0, 0.1), "alleles", 0)
    assert np.isnan(tree.support).all()


def test_only_inner_branches_have_support() -> None:
    tree = grow_tree(evolve(30, 1.0, 0.1), "alleles", 10)
    is_inner = (tree.genome < 0) & (tree.parent >= 0)
    assert np.array_equal(~np.isnan(tree.support), is_inner)


def test_genomes_that_share_one_locus_only_do_not_spoil_the_draws_without_it() -> None:
    repeat = evolve(12, 1.0, 0.1)
    repeat[0, 1:] = -1
    repeat[7, 1:11] = -1
    tree = grow_tree(repeat, "alleles", 40)
    assert not np.isnan(tree.length).any()
    assert max(support_of(tree).values()) > 50
