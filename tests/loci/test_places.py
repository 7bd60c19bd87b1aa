"""The steps between tracts and alleles, each by small cases."""

import numpy as np
import pytest

from crossroad_desktop.pipeline.complements import reverse_complement
from crossroad_desktop.pipeline.loci.anchors import choose_anchor
from crossroad_desktop.pipeline.loci.cells import Copies, make_alleles, merge_same_places
from crossroad_desktop.pipeline.loci.clustering import cluster_tracts
from crossroad_desktop.pipeline.loci.columns import State, Tracts
from crossroad_desktop.pipeline.loci.doubled_places import find_doubled_places
from crossroad_desktop.pipeline.loci.kmers import (
    WordIndex,
    codes_along,
    codes_at,
    codes_on_stride,
    reverse_codes_at,
)
from crossroad_desktop.pipeline.loci.motif_classes import MotifClasses
from crossroad_desktop.pipeline.loci.reading import read_run
from crossroad_desktop.pipeline.loci.sequences import (
    encode,
    join_overlapping,
    ranges,
)
from crossroad_desktop.pipeline.loci.transfer import find_crowds
from tests.loci.literal import GenomesInMemory, as_bases, random_text


def _numbers(*values: int) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    return np.array(values, np.int64)


@pytest.mark.parametrize(
    ("text", "between", "unit", "run"),
    [
        ("GGATCATCATCGG", (2, 11), "ATC", (3, 2, 11)),
        ("GGATCATCATCGG", (2, 11), "TCA", (3, 2, 11)),
        ("GGATCATCATCGG", (3, 6), "ATC", (3, 2, 11)),
        ("GGATCATCATCGG", (3, 5), "ATC", (0, 3, 3)),
        ("GGGGGGGGG", (4, 4), "G", (0, 4, 4)),
        ("ACACTTACACAC", (0, 12), "AC", (3, 6, 12)),
        ("ACACTTACAC", (0, 10), "AC", (2, 0, 4)),
        ("ATATNATATAT", (0, 11), "AT", (3, 5, 11)),
    ],
)
def test_the_longest_run_with_a_unit_between_the_flanks_is_read(
    text: str, between: tuple[int, int], unit: str, run: tuple[int, int, int]
) -> None:
    assert read_run(text.encode(), *between, unit.encode()) == run


def test_words_are_the_same_however_they_are_cut() -> None:
    text = random_text(np.random.default_rng(1), 203)
    codes = encode(as_bases(text[:90] + "N" + text[91:]))
    for k in (11, 14, 17):
        whole = codes_along(codes, k)
        assert codes_at(codes, np.arange(len(whole)), k).tolist() == whole.tolist()
        on_stride = codes_on_stride(codes, k)[: len(whole[::8])]
        assert on_stride.tolist() == whole[::8].tolist()
        turned = encode(reverse_complement(as_bases(text[:90] + "N" + text[91:])))
        ends = len(codes) - np.arange(len(whole))
        assert reverse_codes_at(codes, ends, k).tolist() == codes_along(turned, k).tolist()


def test_the_index_knows_words_that_occur_once_and_are_no_simple_repeat() -> None:
    random = np.random.default_rng(2)
    once, twice = random_text(random, 50), random_text(random, 50)
    codes = encode(as_bases(once + twice + "AC" * 20 + twice))
    index = WordIndex(17)
    index.add(codes, 1000)
    found = index.find(codes_along(codes, 17))
    assert (found[1] == found[0] + 1000).all()
    known = set(found[0].tolist())
    assert set(range(33)) <= known
    assert not known & set(range(50, 83))
    assert not known & set(range(100, 124))
    index.add(codes, 5000)
    assert index.find(codes_along(codes, 17))[1].tolist() == found[1].tolist()


def test_intervals() -> None:
    assert ranges(_numbers(3, 7, 9), _numbers(5, 6, 11)).tolist() == [3, 4, 9, 10]
    joined = join_overlapping(_numbers(5, 0, 8, 20), _numbers(9, 4, 12, 21))
    assert [column.tolist() for column in joined] == [[0, 5, 20], [4, 12, 21]]


def test_tracts_less_than_18_bp_apart_are_a_crowd() -> None:
    crowds = find_crowds(_numbers(0, 20, 60), _numbers(10, 30, 70), _numbers(2, 9, 1))
    assert crowds.start.tolist() == [0, 0, 60]
    assert crowds.end.tolist() == [30, 30, 70]
    assert crowds.size.tolist() == [2, 2, 1]
    assert crowds.unit.tolist() == [9, 9, 1]


def test_rotations_are_one_class_and_the_other_strand_its_mate() -> None:
    classes = MotifClasses()
    bases = as_bases("ATCTCAGATATTA")
    numbers = classes.number_units(bases, _numbers(0, 3, 6, 9), _numbers(3, 3, 3, 2))
    assert numbers[0] == numbers[1]
    assert classes.mates()[numbers[0]] == numbers[2]
    assert classes.mates()[numbers[3]] == numbers[3]
    assert [classes.motif_class(int(number)) for number in numbers] == ["ATC", "ATC", "ATC", "AT"]


@pytest.mark.parametrize(
    ("starts", "ends", "genomes", "wanted"),
    [
        ((10, 12, 40), (20, 22, 50), (0, 1, 0), [0, 0, 1]),
        ((10, 20), (20, 30), (0, 1), [0, 1]),
        ((10, 21), (20, 21), (0, 1), [0, 0]),
        ((10, 21), (20, 21), (0, 0), [0, 1]),
        ((10, 10), (10, 10), (0, 1), [0, 0]),
    ],
    ids=["overlapping", "touching", "empty beside", "both in one genome", "empty twice"],
)
def test_which_tracts_are_one_place(
    starts: tuple[int, ...], ends: tuple[int, ...], genomes: tuple[int, ...], wanted: list[int]
) -> None:
    same = np.zeros(len(starts), np.int64)
    places, number = cluster_tracts(
        same, same + 2, _numbers(*genomes), _numbers(*starts), _numbers(*ends)
    )
    assert number.tolist() == wanted
    assert len(places) == max(wanted) + 1


def _tracts(*rows: tuple[int, int, int]) -> Tracts:
    columns = np.array(rows, np.int32).reshape(-1, 3).T
    return Tracts(columns[0], columns[1], columns[2], np.full(len(rows), 2, np.int32))


@pytest.mark.parametrize(
    ("between", "is_doubled"),
    [("GTT", True), ("C", False), ("GCAC", False)],
    ids=["foreign bases", "one substitution", "two substitutions"],
)
def test_two_tracts_with_foreign_bases_between_are_two_loci(between: str, is_doubled: bool) -> None:
    texts = ["GG" + "AC" * 6 + between + "AC" * 6 + "GG"]
    second = 14 + len(between)
    tracts = _tracts((0, 2, 14), (0, second, second + 12))
    doubled = find_doubled_places(
        GenomesInMemory(texts), tracts, np.zeros(2, np.int32), _numbers(0)
    )
    assert doubled.place.tolist() == ([0] if is_doubled else [])


def _copies(*rows: tuple[int, int, int, int, int]) -> Copies:
    """Locus, genome, repeat, start, end."""
    locus, genome, repeat, start, end = np.array(rows, np.int32).reshape(-1, 5).T
    strand = np.ones(len(rows), np.int8)
    return Copies(locus, genome, locus, repeat, start, end, strand, locus - locus - 1)


def test_an_interrupted_tract_counts_once_by_its_longest_run() -> None:
    copies = _copies((0, 0, 4, 10, 22), (0, 0, 6, 23, 41), (0, 1, 5, 10, 25))
    merged = merge_same_places(copies, _numbers(15))
    assert merged.repeat.tolist() == [6, 5]


def test_distant_copies_are_multiple() -> None:
    copies = merge_same_places(_copies((0, 0, 4, 10, 22), (0, 0, 6, 900, 918)), _numbers(15))
    alleles = make_alleles(copies, _numbers(3), 2, {3: 4})
    assert alleles.state.tolist() == [State.MULTIPLE, State.MULTIPLE, State.MISSING]
    assert alleles.repeat.tolist() == [4, 6, -1]
    assert alleles.start.tolist() == [10, 900, -1]


def test_states_follow_the_threshold() -> None:
    copies = _copies((0, 0, 4, 1, 13), (0, 1, 3, 1, 10), (0, 2, 1, 1, 4), (0, 3, 0, 1, 1))
    alleles = make_alleles(copies, _numbers(3), 4, {3: 4})
    assert alleles.state.tolist() == [
        State.TYPED,
        State.BELOW_THRESHOLD,
        State.BELOW_THRESHOLD,
        State.ABSENT,
    ]


@pytest.mark.parametrize(
    ("ids", "lengths", "unknown", "wanted"),
    [
        (["b", "a"], (100, 100), (0, 0), 1),
        (["b", "a"], (100, 100), (0, 1), 0),
        (["a", "b", "c"], (100, 300, 200), (0, 0, 0), 2),
    ],
)
def test_the_anchor_has_least_n_then_middle_length_then_the_smaller_id(
    ids: list[str], lengths: tuple[int, ...], unknown: tuple[int, ...], wanted: int
) -> None:
    assert choose_anchor(ids, _numbers(*lengths), _numbers(*unknown)) == wanted
