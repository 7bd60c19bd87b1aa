"""The catalogue of small sets of genomes, where every cell is known by the way they were made."""

import numpy as np
import pytest

from crossroad_desktop.pipeline.loci.catalogue import build_catalogue
from crossroad_desktop.pipeline.loci.columns import State, Unplaced
from tests.loci.literal import (
    MIN_REPEATS,
    GenomesInMemory,
    catalogue_of,
    cells,
    find_tracts,
    plain_text,
    turn,
)


@pytest.fixture(scope="module")
def flanks() -> list[str]:
    random = np.random.default_rng(7)
    return [plain_text(random, 600) for _ in range(6)]


def test_the_five_states(flanks: list[str]) -> None:
    left, right = flanks[0], flanks[1]
    texts = [
        left + "ATC" * 7 + right,
        left + "TCA" * 5 + right,
        left + "ATC" * 2 + right,
        left + right,
        left + "ATC" * 6 + right + flanks[2] + turn(left + "ATC" * 4 + right),
        flanks[3] + flanks[4],
        left + "ATC" * 3 + "N" * 5 + "ATC" + right,
    ]
    catalogue = catalogue_of(texts)
    assert len(catalogue.loci) == 1
    assert cells(catalogue.alleles, 0) == [
        ("TYPED", [7]),
        ("TYPED", [5]),
        ("BELOW_THRESHOLD", [2]),
        ("ABSENT", [0]),
        ("MULTIPLE", [6, 4]),
        ("MISSING", [-1]),
        ("MISSING", [-1]),
    ]


@pytest.mark.parametrize(
    "cut", ["ATC" * 9 + "N" * 40, "N" * 40 + "ATC" * 9, "ATC" * 7 + "N" + "ATC" * 7]
)
def test_a_tract_that_n_cuts_is_missing(flanks: list[str], cut: str) -> None:
    texts = [flanks[0] + tract + flanks[1] for tract in ("ATC" * 24, "ATC" * 22, cut)]
    catalogue = catalogue_of(texts)
    assert len(catalogue.loci) == 1
    assert cells(catalogue.alleles, 0) == [("TYPED", [24]), ("TYPED", [22]), ("MISSING", [-1])]
    assert set(catalogue.unplaced_reason.tolist()) == {Unplaced.FLANK_NOT_KNOWN}


def test_a_rotation_is_the_same_locus(flanks: list[str]) -> None:
    texts = [flanks[0] + unit * 6 + flanks[1] for unit in ("ATC", "TCA", "CAT")]
    catalogue = catalogue_of(texts)
    assert catalogue.loci.motif_class == ["ATC"]
    assert [state for state, _ in cells(catalogue.alleles, 0)] == ["TYPED"] * 3


@pytest.mark.parametrize("tract", ["ATC" * 6, "AT" * 8, "ACGT" * 5])
def test_the_second_of_inverted_copies_lies_on_the_other_strand(
    flanks: list[str], tract: str
) -> None:
    copy = flanks[0] + tract + flanks[1]
    text = copy + flanks[2] + turn(copy)
    alleles = catalogue_of([text, turn(text), copy + flanks[2]]).alleles
    assert alleles.genome.tolist() == [0, 0, 1, 1, 2]
    assert alleles.strand.tolist() == [1, -1, 1, -1, 1]


def test_a_turned_genome_has_the_same_loci_on_the_other_strand(flanks: list[str]) -> None:
    text = flanks[0] + "ATC" * 6 + flanks[1] + "ACAG" * 5 + flanks[2]
    catalogue = catalogue_of([text, turn(text)])
    assert len(catalogue.loci) == 2
    alleles = catalogue.alleles
    turned = alleles.genome == 1
    assert (alleles.state == State.TYPED).all()
    assert (alleles.strand[turned] == -1).all()
    assert (alleles.start[turned] == len(text) - alleles.end[~turned]).all()


def test_what_the_anchor_lacks_is_a_locus_of_another_genome(flanks: list[str]) -> None:
    common = flanks[0] + flanks[1]
    extra = flanks[2] + "ATC" * 6 + flanks[3]
    texts = [common, common + extra, common + extra.replace("ATC" * 6, "ATC" * 4)]
    catalogue = catalogue_of(texts)
    assert catalogue.loci.genome.tolist() == [1]
    start = int(catalogue.loci.start[0])
    assert texts[1][start : start + 3] == catalogue.loci.motif[0]
    assert cells(catalogue.alleles, 0) == [("MISSING", [-1]), ("TYPED", [6]), ("TYPED", [4])]


@pytest.mark.parametrize("seed", range(20))
def test_a_genome_with_other_bases_around_has_no_allele(flanks: list[str], seed: int) -> None:
    random = np.random.default_rng(1000 + seed)
    replaced = plain_text(random, 100) + "A" * 15 + plain_text(random, 100)
    texts = [flanks[0] + flanks[1] + "A" * count + flanks[2] + flanks[3] for count in (14, 16)]
    texts.append(flanks[0] + flanks[1][:-100] + replaced + flanks[2][100:] + flanks[3])
    catalogue = catalogue_of(texts)
    assert cells(catalogue.alleles, 0) == [("TYPED", [14]), ("TYPED", [16]), ("MISSING", [-1])]


def test_a_stretch_that_the_anchor_lacks_is_not_covered(flanks: list[str]) -> None:
    random = np.random.default_rng(3)
    whole = [*flanks[:3], "ATC" * 6, *flanks[3:]]
    other = [flanks[0], plain_text(random, 600), flanks[2], "ATC" * 6, flanks[3],
             plain_text(random, 600), flanks[5]]  # fmt: skip
    covered = catalogue_of(["".join(whole), "".join(whole), "".join(other)]).covered
    assert covered[1] > 0.95
    assert 0.5 < covered[2] < 0.75


def test_what_the_anchor_lacks_is_placed_in_the_same_genome_in_any_order(
    flanks: list[str],
) -> None:
    extra = flanks[2] + "ATC" * 6 + flanks[3]
    genomes = {"b": flanks[0] + extra + flanks[1], "c": flanks[0] + extra + flanks[1]}
    plain = flanks[0] + "AG" * 8 + flanks[1]
    ids = [["a", "b", "c"], ["a", "c", "b"]]
    found = [
        catalogue_of([plain if name == "a" else genomes[name] for name in order], order)
        for order in ids
    ]
    lenders = [
        {order[genome] for genome in catalogue.loci.genome.tolist()}
        for order, catalogue in zip(ids, found, strict=True)
    ]
    assert lenders[0] == lenders[1]


def test_tracts_at_the_record_end_are_unplaced_with_a_reason(flanks: list[str]) -> None:
    catalogue = catalogue_of(["ATC" * 6 + flanks[0]])
    assert catalogue.unplaced.tolist() == [0]
    assert catalogue.unplaced_reason.tolist() == [Unplaced.FLANK_NOT_KNOWN]


@pytest.mark.parametrize(
    "texts",
    [
        [""],
        ["A"],
        ["ACGT"],
        ["N" * 3000],
        ["A" * 3000],
        ["AC" * 2000, "N" * 40, ""],
        ["ACGTTGCA" * 400, "ACGTTGCA" * 300],
    ],
)
def test_hostile_genomes_are_no_error(texts: list[str]) -> None:
    catalogue = catalogue_of(texts)
    assert len(catalogue.alleles) >= len(catalogue.loci) * len(texts)


def test_progress_never_falls_and_may_end_the_work(flanks: list[str]) -> None:
    texts = [flanks[0] + "ATC" * 6 + flanks[1]] * 3
    shares = list[float]()
    build_catalogue(GenomesInMemory(texts), find_tracts(texts), 0, MIN_REPEATS, shares.append)
    assert shares == sorted(shares)
    assert len(set(shares)) >= 2
    assert 0 <= shares[0] <= shares[-1] <= 1

    def end(share: float) -> None:
        raise KeyboardInterrupt(share)

    with pytest.raises(KeyboardInterrupt):
        build_catalogue(GenomesInMemory(texts), find_tracts(texts), 0, MIN_REPEATS, end)
