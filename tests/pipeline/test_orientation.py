"""Which genomes lie on the other strand, decided from sequences alone."""

import random
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from crossroad_desktop.pipeline.fasta import measure_genomes, read_genomes
from crossroad_desktop.pipeline.input_file import InputFile
from crossroad_desktop.pipeline.orientation import STRANDS, Orientation, StrandSampler
from crossroad_desktop.pipeline.parameters import AnalysisParameters

_COMPLEMENT = str.maketrans("ACGTacgt", "TGCAtgca")


def _reverse(sequence: str) -> str:
    return sequence.translate(_COMPLEMENT)[::-1]


def _random_sequence(length: int, seed: int, letters: str = "ACGT") -> str:
    return "".join(random.Random(seed).choices(letters, k=length))


def _mutate(sequence: str, share: float, seed: int) -> str:
    chance = random.Random(seed)
    return "".join(
        chance.choice("ACGT".replace(base, "")) if chance.random() < share else base
        for base in sequence
    )


class _Decided:
    """What was decided of genomes, and which of them were read again."""

    def __init__(self, folder: Path, genomes: dict[str, str], reference: str | None = None) -> None:
        path = folder / "genomes.fa"
        path.write_text("".join(f">{name}\n{sequence}\n" for name, sequence in genomes.items()))
        self._bases = [np.array(list(text.encode()), np.uint8) for text in genomes.values()]
        self.ids = list(genomes)
        self.read: list[str] = []
        sampler = StrandSampler(reference)
        with InputFile(path) as file:
            for batch in read_genomes(file):
                statistics = measure_genomes(batch, AnalysisParameters(min_len=0, unfair=10**6))
                sampler.visit(batch, statistics, np.arange(len(batch.ids), dtype=np.int32))
        self.orientation: Orientation = sampler.decide(self._read_again)

    def _read_again(self, numbers: Sequence[int]) -> Iterator[NDArray[np.uint8]]:
        for number in numbers:
            self.read.append(self.ids[number])
            yield self._bases[number]

    @property
    def status(self) -> dict[str, str]:
        return {
            name: STRANDS[status].value
            for name, status in zip(self.ids, self.orientation.status, strict=True)
        }


BASE = _random_sequence(20_000, seed=1)


def test_a_genome_on_the_other_strand_is_reversed(tmp_path: Path) -> None:
    found = _Decided(
        tmp_path, {"a": BASE, "b": _mutate(BASE, 0.02, 1), "c": _reverse(_mutate(BASE, 0.02, 2))}
    )

    assert found.status == {"a": "anchor", "b": "forward", "c": "reversed"}
    assert found.orientation.is_flipped.tolist() == [False, False, True]
    assert found.orientation.forward_share.tolist() == [1.0, 1.0, 0.0]
    assert found.read == []


@pytest.mark.parametrize("length", [3_000, 20_000, 300_000])
@pytest.mark.parametrize("share", [0.05, 0.1, 0.15, 0.2])
def test_genomes_that_differ_in_many_bases_are_decided(
    tmp_path: Path, length: int, share: float
) -> None:
    base = _random_sequence(length, seed=length)
    far = _mutate(base, share, 3)

    assert _Decided(tmp_path, {"a": base, "b": far, "c": _reverse(far)}).status == {
        "a": "anchor", "b": "forward", "c": "reversed",
    }  # fmt: skip


@pytest.mark.parametrize("length", [200, 1_000, 10_000, 200_000])
def test_unrelated_genomes_are_ambiguous(tmp_path: Path, length: int) -> None:
    genomes = {str(seed): _random_sequence(length, seed) for seed in range(6)}

    assert list(_Decided(tmp_path, genomes).status.values()) == ["anchor"] + ["ambiguous"] * 5


@pytest.mark.parametrize("genome", ["", "A", BASE[:14], BASE[:26], "N" * 500, "A" * 500])
def test_genomes_with_too_little_to_tell_are_ambiguous(tmp_path: Path, genome: str) -> None:
    found = _Decided(tmp_path, {"a": BASE, "b": genome})

    assert found.status["b"] == "ambiguous"
    assert np.isnan(found.orientation.forward_share[1]) or found.orientation.votes[1] < 12


def test_simple_repeats_say_nothing_of_a_strand(tmp_path: Path) -> None:
    tail, tract = "A" * 400, "AC" * 200
    genomes = {
        "a": _random_sequence(1_000, 1) + tail + tract,
        "b": _random_sequence(1_000, 2) + tail + tract,
        "c": _reverse(_random_sequence(1_000, 3) + tail + tract),
    }

    assert _Decided(tmp_path, genomes).status == {"a": "anchor", "b": "ambiguous", "c": "ambiguous"}


@pytest.mark.parametrize("share", [0.3, 0.5, 0.7])
def test_a_genome_that_is_partly_inverted_is_ambiguous(tmp_path: Path, share: float) -> None:
    cut = int(len(BASE) * share)
    found = _Decided(tmp_path, {"a": BASE, "b": _reverse(BASE[:cut]) + BASE[cut:]})

    assert found.status["b"] == "ambiguous"
    assert found.orientation.forward_share[1] == pytest.approx(1 - share, abs=0.05)


def test_a_small_inversion_does_not_hide_the_strand(tmp_path: Path) -> None:
    inverted = _reverse(BASE[:2_000]) + BASE[2_000:]
    found = _Decided(tmp_path, {"a": BASE, "b": inverted, "c": _reverse(inverted)})

    assert found.status == {"a": "anchor", "b": "forward", "c": "reversed"}


def test_inverted_terminal_repeats_do_not_vote(tmp_path: Path) -> None:
    end = _random_sequence(8_000, 5)
    core = _random_sequence(4_000, 6)
    genome = end + core + _reverse(end)
    found = _Decided(tmp_path, {"a": genome, "b": genome, "c": _reverse(genome)})

    assert found.status == {"a": "anchor", "b": "forward", "c": "reversed"}
    assert found.orientation.votes[0] < 64


def test_a_genome_that_is_its_own_reverse_complement_is_ambiguous(tmp_path: Path) -> None:
    half = _random_sequence(4_000, 7)
    palindrome = half + _reverse(half)

    assert _Decided(tmp_path, {"a": palindrome, "b": palindrome}).status["b"] == "ambiguous"


def test_all_follow_the_reference_wherever_it_stands_and_however_it_lies(tmp_path: Path) -> None:
    genomes = {"a": BASE, "b": _mutate(BASE, 0.01, 1), "c": _reverse(BASE), "d": _reverse(BASE)}

    assert _Decided(tmp_path, genomes, "c").status == {
        "a": "reversed", "b": "reversed", "c": "anchor", "d": "forward",
    }  # fmt: skip


def test_what_the_anchor_is_too_far_from_is_compared_with_genomes_between(tmp_path: Path) -> None:
    between = _mutate(BASE, 0.18, 1)
    far = _mutate(between, 0.18, 2)
    farthest = _mutate(far, 0.18, 3)
    genomes = {"a": BASE, "b": _reverse(between), "c": far, "d": _reverse(farthest)}

    assert _Decided(tmp_path, {"a": BASE, "d": farthest}).status["d"] == "ambiguous"
    assert _Decided(tmp_path, genomes).status == {
        "a": "anchor", "b": "reversed", "c": "forward", "d": "reversed",
    }  # fmt: skip


def test_only_undecided_genomes_and_those_between_are_read_again(tmp_path: Path) -> None:
    genomes = {"a": BASE, "b": _random_sequence(5_000, 8), "c": _reverse(BASE), "d": BASE}
    found = _Decided(tmp_path, genomes)

    assert found.status["b"] == "ambiguous"
    assert found.read == ["b", "c", "d"]


@settings(deadline=None, max_examples=40)
@given(
    st.lists(st.integers(0, 3), min_size=0, max_size=400),
    st.integers(0, 3_000),
    st.integers(1, 5),
    st.sets(st.integers(0, 2_999), max_size=20),
)
def test_votes_of_the_other_strand_are_mirrored_exactly(
    tmp_path_factory: pytest.TempPathFactory,
    inserted: list[int],
    place: int,
    seed: int,
    unknown: set[int],
) -> None:
    anchor = _random_sequence(3_000, seed=11)
    letters = list(_mutate(anchor, seed / 25, seed))
    for position in unknown:
        letters[position] = "N"
    text = "".join(letters)
    extra = "".join("ACGT"[base] for base in inserted)
    genome = text[:place] + extra + text[place:]
    folder = tmp_path_factory.mktemp("mirrored")
    written, turned = (
        _Decided(folder, {"a": anchor, "b": sequence}).orientation
        for sequence in (genome, _reverse(genome))
    )

    mirror = {"forward": "reversed", "reversed": "forward", "ambiguous": "ambiguous"}
    assert written.votes[1] == turned.votes[1]
    np.testing.assert_array_equal(
        np.round(written.forward_share[1] * written.votes[1]),
        turned.votes[1] - np.round(turned.forward_share[1] * turned.votes[1]),
    )
    assert STRANDS[turned.status[1]].value == mirror[STRANDS[written.status[1]].value]
