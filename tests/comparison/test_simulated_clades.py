"""From genomes to a tree: the catalogue of simulated genomes gives their clades back."""

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from crossroad_desktop.comparison.bootstrap import grow_tree
from crossroad_desktop.comparison.distances import MEASURES, Measure
from crossroad_desktop.comparison.trees import splits_of
from crossroad_desktop.pipeline.loci.catalogue import build_catalogue
from crossroad_desktop.pipeline.loci.columns import Alleles
from tests.loci_truth.ancestor import make_ancestor
from tests.loci_truth.edits import copy_of, mutate, slip
from tests.loci_truth.genomes import make_genome
from tests.loci_truth.loci import find_loci
from tests.loci_truth.score import SimulatedGenomes, make_tracts
from tests.loci_truth.settings import MIN_UNITS, TruthSettings
from tests.loci_truth.truth import Truth

CLADES = 4
PER_CLADE = 4
SETTINGS = TruthSettings(loci=80, divergence=0.01, clades=CLADES, slipped=0.08, with_n=0.2)


@pytest.fixture(scope="module")
def repeat() -> NDArray[np.int32]:
    """Repeat numbers that the catalogue reads in genomes of CLADES clades, in this order: a
    third of the loci slipped on the way to the clade, and few on the way to the genome."""
    truth = simulate_clades()
    catalogue = build_catalogue(
        SimulatedGenomes(truth), make_tracts(truth), 0, MIN_UNITS, lambda _share: None
    )
    return single_repeats(catalogue.alleles, len(truth.genomes), len(catalogue.loci))


@pytest.mark.parametrize("measure", MEASURES)
def test_the_tree_of_simulated_genomes_has_their_clades(
    repeat: NDArray[np.int32], measure: Measure
) -> None:
    tree = grow_tree(repeat, measure, 40)
    support = dict(zip(splits_of(tree), tree.support.tolist(), strict=True))
    everything = (1 << CLADES * PER_CLADE) - 1
    for clade in range(CLADES):
        members = ((1 << PER_CLADE) - 1) << (PER_CLADE * clade)
        split = everything ^ members if members & 1 else members
        assert support.get(split, 0) > 90, clade


def simulate_clades() -> Truth:
    """Genomes with half of their substitutions, and most slippage, in common with their clade."""
    ancestor = make_ancestor(SETTINGS, np.random.default_rng(11))
    genomes = []
    for clade in range(CLADES):
        random = np.random.default_rng((12, clade))
        copy = copy_of(ancestor)
        mutate(copy, ancestor, SETTINGS.divergence / 2, SETTINGS, random)
        for tract in ancestor.tracts:
            slip(copy, ancestor, tract, replace(SETTINGS, slipped=0.35), random)
        genomes += [
            make_genome(len(genomes) + number, clade, copy, ancestor, SETTINGS, random)
            for number in range(PER_CLADE)
        ]
    loci, rows = find_loci(tuple(genomes))
    return Truth(ancestor, tuple(genomes), loci, rows, cells=())


def single_repeats(alleles: Alleles, genomes: int, loci: int) -> NDArray[np.int32]:
    """Genomes x loci; -1 where a genome is missing or has places with different numbers."""
    found: dict[tuple[int, int], set[int]] = {}
    for genome, locus, number in zip(
        alleles.genome.tolist(), alleles.locus.tolist(), alleles.repeat.tolist(), strict=True
    ):
        found.setdefault((genome, locus), set()).add(number)
    repeat = np.full((genomes, loci), -1, np.int32)
    for (genome, locus), numbers in found.items():
        if len(numbers) == 1:
            repeat[genome, locus] = numbers.pop()
    return repeat
