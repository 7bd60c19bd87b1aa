"""What must not matter, and what must hold for any set of genomes."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crossroad_desktop.pipeline.loci.columns import Catalogue, State, Tracts
from tests.loci.literal import MIN_REPEATS, catalogue_of, cells, find_tracts, random_text, turn

_UNITS = ("A", "AC", "ATC", "GATA", "AACCT", "GATACA", "ACATTATAT")


def _related(seed: int, count: int = 4) -> list[str]:
    """Genomes of about 4 kb: the same loci with other repeat numbers, a few substitutions, a
    deletion, a stretch of N, one of them with something that the first lacks, and an inverted end
    repeat."""
    random = np.random.default_rng(seed)
    plain = [random_text(random, 350) for _ in _UNITS]
    middle, last = random_text(random, 300), random_text(random, 300)
    extra = random_text(random, 300) + "ATG" * 5 + random_text(random, 300)
    genomes = []
    for genome in range(count):
        parts = [
            text + unit * int(random.integers(1, 14))
            for text, unit in zip(plain, _UNITS, strict=True)
        ]
        text = "".join(parts) + middle + (extra if genome else "") + last
        text += turn(parts[0] + plain[1][:200])
        text = _substitute(random, text)
        cut = int(random.integers(500, 1500))
        genomes.append(text[:cut] + "N" * int(random.integers(0, 40)) + text[cut + 30 :])
    return genomes


def _substitute(random: np.random.Generator, text: str) -> str:
    letters = list(text)
    for place in np.flatnonzero(random.random(len(letters)) < 0.01).tolist():
        letters[place] = "ACGT"[int(random.integers(4))]
    return "".join(letters)


def _named(catalogue: Catalogue, ids: list[str]) -> set[tuple[object, ...]]:
    """Every allele with its locus, genomes by their ids."""
    loci, alleles = catalogue.loci, catalogue.alleles
    columns = zip(
        alleles.locus.tolist(),
        alleles.genome.tolist(),
        alleles.state.tolist(),
        alleles.repeat.tolist(),
        alleles.start.tolist(),
        alleles.end.tolist(),
        alleles.strand.tolist(),
        strict=True,
    )
    return {
        (
            loci.motif[locus],
            ids[loci.genome[locus]],
            int(loci.start[locus]),
            int(loci.end[locus]),
            ids[genome],
            *rest,
        )
        for locus, genome, *rest in columns
    }


@settings(deadline=None, max_examples=15)
@given(st.integers(0, 10_000), st.permutations(range(4)))
def test_the_order_of_genomes_changes_nothing(seed: int, order: list[int]) -> None:
    texts = _related(seed)
    ids = [f"id{number}" for number in range(4)]
    catalogue = catalogue_of(texts, ids)
    turned_round = [ids[genome] for genome in order]
    other = catalogue_of([texts[genome] for genome in order], turned_round, order.index(0))
    assert _named(catalogue, ids) == _named(other, turned_round)


@settings(deadline=None, max_examples=25)
@given(st.integers(0, 10_000))
def test_every_tract_is_an_allele_unplaced_or_beside_a_longer_one(seed: int) -> None:
    texts = _related(seed)
    _check_tracts(find_tracts(texts), catalogue_of(texts))


def _check_tracts(tracts: Tracts, catalogue: Catalogue) -> None:
    alleles = catalogue.alleles
    used = alleles.tract[alleles.tract >= 0]
    assert len(np.unique(used)) == len(used)
    assert not np.isin(used, catalogue.unplaced).any()
    rows = np.flatnonzero(alleles.tract >= 0)
    tract = alleles.tract[rows]
    assert (alleles.start[rows] == tracts.start[tract]).all()
    assert (alleles.end[rows] == tracts.end[tract]).all()
    lengths = tracts.end[tract] - tracts.start[tract]
    assert (alleles.repeat[rows] == lengths // tracts.motif_length[tract]).all()
    single = alleles.state == State.TYPED
    assert (alleles.tract[single] >= 0).all()


@pytest.mark.parametrize("seed", range(6))
def test_turned_genomes_have_the_same_loci_and_numbers(seed: int) -> None:
    texts = _related(seed)
    turned = [texts[0], *(turn(text) for text in texts[1:])]
    assert _numbers(catalogue_of(texts)) == _numbers(catalogue_of(turned))


def _numbers(catalogue: Catalogue) -> list[tuple[str, list[tuple[str, list[int]]]]]:
    """Class and cells of each locus; those that the anchor lacks lie in a frame that was turned."""
    return sorted(
        (
            motif_class,
            [(state, sorted(repeats)) for state, repeats in cells(catalogue.alleles, row)],
        )
        for row, motif_class in enumerate(catalogue.loci.motif_class)
    )


@pytest.mark.parametrize("seed", [1, 2])
def test_the_same_genomes_give_the_same_catalogue(seed: int) -> None:
    first, second = (catalogue_of(_related(seed)) for _ in range(2))
    assert first.alleles.start.tobytes() == second.alleles.start.tobytes()
    assert first.loci.motif == second.loci.motif


def test_alleles_are_sorted_and_every_genome_has_every_locus() -> None:
    catalogue = catalogue_of(_related(3))
    alleles = catalogue.alleles
    key = alleles.locus.astype(np.int64) * 4 + alleles.genome
    assert (np.diff(key) >= 0).all()
    assert set(key.tolist()) == set(range(4 * len(catalogue.loci)))
    loci = catalogue.loci
    thresholds = np.array([MIN_REPEATS[len(motif)] for motif in loci.motif])
    typed = alleles.state == State.TYPED
    assert (alleles.repeat[typed] >= thresholds[alleles.locus[typed]]).all()
