"""The bit-plane scan against the literal definition of an SSR."""

import random
from collections.abc import Mapping
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crossroad_desktop.pipeline.fasta import GenomeBatch
from crossroad_desktop.pipeline.motifs import list_rotations, motif_table
from crossroad_desktop.pipeline.ssr import FLANK_LENGTH, SsrRows, find_ssrs, join_ssr_rows

from .literal_ssr import Ssr, find_by_definition, find_by_runs

DEFAULT = {1: 12, 2: 6, 3: 4, 4: 3, 5: 3, 6: 2}


def _threshold_sets() -> list[dict[int, int]]:
    """43 sets: the default, the smallest, the largest, croSSRoad's web defaults, and others."""
    chosen = [
        DEFAULT,
        dict.fromkeys(range(1, 7), 2),
        {1: 10, 2: 6, 3: 4, 4: 3, 5: 2, 6: 2},
        {1: 6, 2: 3, 3: 3, 4: 2, 5: 2, 6: 2},
        {1: 12, 2: 6, 3: 4, 4: 3, 5: 2, 6: 2},
        dict.fromkeys(range(1, 7), 1000),
        {1: 65, 2: 33, 3: 22, 4: 17, 5: 13, 6: 11},
        {1: 64, 2: 32, 3: 21, 4: 16, 5: 12, 6: 10},
    ]
    chooser = random.Random(20)
    drawn = [{k: chooser.randint(2, 14) for k in range(1, 7)} for _ in range(35)]
    return chosen + drawn


def make_batch(sequences: list[str]) -> GenomeBatch:
    lengths = np.array([len(sequence) for sequence in sequences], np.int64)
    text = "".join(sequence + "N" for sequence in sequences)
    return GenomeBatch(
        ids=[f"g{number}" for number in range(len(sequences))],
        bases=np.frombuffer(text.encode(), np.uint8),
        offsets=np.concatenate([[0], np.cumsum(lengths + 1)])[:-1].astype(np.int64),
        lengths=lengths,
        n_counts=np.array([sequence.count("N") for sequence in sequences], np.int64),
        replaced=np.zeros(len(sequences), np.int64),
        uracils=0,
        ids_not_utf8=0,
    )


def scan(
    sequences: list[str], min_repeats: Mapping[int, int], chunk_bases: int = 1 << 21
) -> list[list[Ssr]]:
    """The rows of each sequence in the order they come out."""
    numbers = np.arange(len(sequences), dtype=np.int32)
    rows = find_ssrs(make_batch(sequences), numbers, min_repeats, chunk_bases=chunk_bases)
    found: list[list[Ssr]] = [[] for _ in sequences]
    texts = motif_table().texts
    for genome, start, end, motif in zip(
        rows.genome.tolist(), rows.start.tolist(), rows.end.tolist(), rows.motif, strict=True
    ):
        found[genome].append(Ssr(start, end, texts[motif]))
    return found


@st.composite
def repeat_ridden_sequences(draw: st.DrawFn) -> str:
    """Pieces of random bases, repeats with partial units, and N, in any order."""
    bases = draw(st.sampled_from(["ACGT", "AC", "A", "ACGTN"]))
    piece = st.one_of(
        st.text(bases, max_size=40),
        st.builds(
            lambda motif, count, tail: motif * count + motif[:tail],
            st.text("ACGT", min_size=1, max_size=6),
            st.integers(1, 16),
            st.integers(0, 6),
        ),
        st.text("N", max_size=4),
    )
    return "".join(draw(st.lists(piece, max_size=12)))


@pytest.mark.parametrize("min_repeats", _threshold_sets())
def test_scan_finds_what_the_definition_says(min_repeats: dict[int, int]) -> None:
    chooser = random.Random(str(min_repeats))
    sequences = [_random_sequence(chooser) for _ in range(40)]
    for found, sequence in zip(scan(sequences, min_repeats), sequences, strict=True):
        assert found == find_by_runs(sequence, min_repeats), sequence


@given(st.lists(repeat_ridden_sequences(), min_size=1, max_size=5), st.sampled_from(
    _threshold_sets()
), st.sampled_from([64, 100, 1 << 21]))  # fmt: skip
@settings(max_examples=300, deadline=None)
def test_scan_equals_the_definition_on_any_sequences(
    sequences: list[str], min_repeats: dict[int, int], chunk_bases: int
) -> None:
    found = scan(sequences, min_repeats, chunk_bases)
    assert found == [find_by_runs(sequence, min_repeats) for sequence in sequences]


@given(st.text("ACN", max_size=22))
@settings(max_examples=300, deadline=None)
def test_the_quick_oracle_equals_the_definition_taken_word_for_word(sequence: str) -> None:
    min_repeats = {1: 3, 2: 2, 3: 2, 4: 2, 5: 2, 6: 2}
    assert find_by_runs(sequence, min_repeats) == find_by_definition(sequence, min_repeats)


@pytest.mark.parametrize("sequence", ["", "A", "N", "AC", "NNNNNNNNNNNNNN", "ACGTACG"])
def test_tiny_and_empty_genomes_have_no_ssr(sequence: str) -> None:
    assert scan([sequence], DEFAULT) == [[]]


def test_no_genomes_have_no_ssr() -> None:
    assert len(find_ssrs(make_batch([]), np.zeros(0, np.int32), DEFAULT)) == 0


@pytest.mark.parametrize("motif", ["A", "AC", "ACG", "AACG", "AACGT", "AACGTC"])
def test_a_repeat_is_found_from_its_threshold_on(motif: str) -> None:
    least = DEFAULT[len(motif)]
    for count in range(1, least + 3):
        for tail in range(len(motif)):
            tract = motif * count + motif[:tail]
            sequence = "N" + tract + "N"
            expected = [Ssr(1, 1 + len(tract), motif)] if count >= least else []
            assert [ssr for ssr in scan([sequence], DEFAULT)[0] if ssr.motif == motif] == expected


def test_repeats_do_not_reach_from_one_genome_into_the_next() -> None:
    assert scan(["A" * 11, "A" * 11], DEFAULT) == [[], []]
    assert scan(["A" * 12, "A" * 12], DEFAULT) == [[Ssr(0, 12, "A")], [Ssr(0, 12, "A")]]


def test_a_repeat_at_the_very_end_has_no_phantom_behind_it() -> None:
    # PERF prints a row that ends behind the record when two k*n(k) differ by one.
    min_repeats = {1: 11, 2: 6, 3: 4, 4: 3, 5: 3, 6: 2}
    assert scan(["CG" + "A" * 11], min_repeats) == [[Ssr(2, 13, "A")]]


def test_rows_are_ordered_by_least_length_then_start() -> None:
    sequence = "AACCG" * 3 + "N" + "A" * 12
    assert scan([sequence], DEFAULT)[0] == [Ssr(16, 28, "A"), Ssr(0, 15, "AACCG")]


@pytest.mark.parametrize("chunk_bases", [1, 63, 64, 65, 127, 128, 1000])
def test_chunk_borders_change_nothing(chunk_bases: int) -> None:
    chooser = random.Random(chunk_bases)
    sequences = ["A" * 300, "ACGT" * 90, *(_random_sequence(chooser) for _ in range(5))]
    assert scan(sequences, DEFAULT, chunk_bases) == scan(sequences, DEFAULT)


def test_batches_change_nothing() -> None:
    chooser = random.Random(3)
    sequences = [_random_sequence(chooser) for _ in range(8)]
    parts = [
        find_ssrs(make_batch([sequence]), np.array([number], np.int32), DEFAULT, with_flanks=True)
        for number, sequence in enumerate(sequences)
    ]
    joined = join_ssr_rows(parts)
    whole = find_ssrs(
        make_batch(sequences), np.arange(8, dtype=np.int32), DEFAULT, with_flanks=True
    )
    assert _plain(joined) == _plain(whole)


def test_flanks_are_the_ten_bases_on_each_side() -> None:
    left, right = "ACGTACGGTC", "GATTACAGGC"
    rows = find_ssrs(
        make_batch([left + "A" * 12 + right]), np.zeros(1, np.int32), DEFAULT, with_flanks=True
    )
    assert rows.flanks is not None
    assert rows.flanks[0].tobytes().decode() == left + right
    assert rows.flanks.shape == (1, 2 * FLANK_LENGTH)


def test_motif_classes_are_those_of_perf() -> None:
    table = motif_table()
    for length, count in {1: 2, 2: 4, 3: 10, 4: 33, 5: 102, 6: 350}.items():
        of_length = table.lengths == length
        classes = np.unique(table.class_codes[of_length & table.is_primitive])
        assert len(classes) == count


@pytest.mark.parametrize("length", [1, 2, 3, 4])
def test_motif_properties_follow_from_the_letters(length: int) -> None:
    table = motif_table()
    for letters in product("ACGT", repeat=length):
        motif = "".join(letters)
        code = table.texts.index(motif)
        rotations = list_rotations(motif)
        reverse = motif[::-1].translate(str.maketrans("ACGT", "TGCA"))
        first = rotations[0]
        phase = int(table.phases[code])
        assert table.texts[table.rotation_codes[code]] == first
        assert first[phase:] + first[:phase] == motif
        assert table.texts[table.class_codes[code]] == min(first, list_rotations(reverse)[0])
        assert bool(table.is_primitive[code]) == (len(set(rotations)) == length)
        assert int(table.gc_counts[code]) == motif.count("G") + motif.count("C")


def _random_sequence(chooser: random.Random) -> str:
    pieces = []
    for _ in range(chooser.randint(0, 8)):
        motif = "".join(chooser.choices("ACGT", k=chooser.randint(1, 6)))
        pieces.append(motif * chooser.randint(1, 15) + motif[: chooser.randint(0, 5)])
        pieces.append("".join(chooser.choices("ACGTN", (9, 9, 9, 9, 1), k=chooser.randint(0, 30))))
    return "".join(pieces)


def _plain(rows: SsrRows) -> tuple[object, ...]:
    assert rows.flanks is not None
    return tuple(
        column.tolist() for column in (rows.genome, rows.start, rows.end, rows.motif, rows.flanks)
    )
