"""The catalogue against the truth of simulated genomes: shares of right cells, whole loci."""

from collections import Counter, defaultdict
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from tests.loci_truth.evaluate import catalogue_of, judge_catalogue
from tests.loci_truth.score import judge
from tests.loci_truth.settings import UNCHANGED, TruthSettings
from tests.loci_truth.truth import simulate
from tests.pipeline.conftest import Bench

ORIENTATION = "main/orientation.tsv"
ONLY_ROTATED = replace(UNCHANGED, genomes=12, loci=40, rotated=0.5)


@pytest.mark.parametrize("seed", [201, 206])
def test_most_cells_of_a_small_set_are_right(seed: int) -> None:
    score = judge_catalogue(simulate(TruthSettings(seed=seed, genomes=12, loci=40)))
    assert score.asked.total() > 400
    assert score.share_right >= 0.97


@pytest.mark.parametrize("seed", [1, 2])
def test_rotations_split_and_merge_no_locus(seed: int) -> None:
    truth = simulate(replace(ONLY_ROTATED, seed=seed))
    score = judge_catalogue(truth)
    assert score.loci > 35
    assert (score.split, score.merged, score.wrong, score.misplaced) == ((), (), (), ())


def test_a_wrong_number_lowers_the_score() -> None:
    truth = simulate(ONLY_ROTATED)
    catalogue = catalogue_of(truth)
    alleles = catalogue.alleles
    is_changed = (alleles.locus == alleles.locus[-1]) & (alleles.genome == alleles.genome[-1])
    changed = replace(alleles, repeat=np.where(is_changed, alleles.repeat + 1, alleles.repeat))
    score = judge(truth, replace(catalogue, alleles=changed))
    assert [(cell.genome, cell.true.state) for cell in score.wrong] == [(11, "typed")]
    assert score.share_right == 1 - 1 / score.asked.total()


def test_a_locus_cut_in_two_is_split_and_its_cells_are_wrong() -> None:
    truth = simulate(ONLY_ROTATED)
    catalogue = catalogue_of(truth)
    alleles = catalogue.alleles
    last = int(alleles.locus[-1])
    half = (alleles.locus == last) & (alleles.genome >= 8)
    cut = replace(alleles, locus=np.where(half, last + 1, alleles.locus))
    score = judge(truth, replace(catalogue, alleles=cut))
    assert (len(score.split), score.merged) == (1, ())
    assert {cell.locus for cell in score.wrong} == set(score.split)
    assert len(score.wrong) == 4


def test_whole_runs_of_rotated_and_flipped_genomes_have_the_true_cells(tmp_path: Path) -> None:
    truth = simulate(replace(ONLY_ROTATED, seed=3))
    written = {g.name: g.written.tobytes().decode() for g in truth.genomes}
    run = Bench(tmp_path).run(written, reference_id=truth.genomes[0].name, minisatellites=True)
    flipped = {row["genomeID"]: row["flipped"] == "true" for row in run.rows(ORIENTATION)}
    assert flipped == {genome.name: genome.is_flipped for genome in truth.genomes}
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in run.rows("main/alleles.tsv"):
        found[row["genomeID"], row["locus_id"]].append(f"{row['state']} {row['repeat']}")
    cells = Counter((genome, tuple(sorted(places))) for (genome, _), places in found.items())
    assert len(run.rows("main/loci.tsv")) == len(truth.loci)
    assert cells == Counter(
        (genome.name, tuple(sorted(f"{cell.state} {repeat}" for repeat in cell.repeats)))
        for genome, row in zip(truth.genomes, truth.cells, strict=True)
        for cell in row
    )


# Seeds that nothing was tuned with; the divergence is that of each genome from the ancestor, two
# genomes are twice as far apart.
@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize("seed", [101, 102])
@pytest.mark.parametrize(("divergence", "least_share"), [(0.01, 0.99), (0.03, 0.98), (0.05, 0.98)])
def test_cells_are_right(seed: int, divergence: float, least_share: float) -> None:
    score = judge_catalogue(simulate(TruthSettings(seed=seed, divergence=divergence)))
    assert score.asked.total() > 20_000
    assert score.share_right >= least_share
    assert len(score.misplaced) < 0.002 * score.asked.total()


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_cells_of_clades_are_right() -> None:
    score = judge_catalogue(simulate(TruthSettings(seed=103, divergence=0.05, clades=5)))
    assert score.share_right >= 0.97
