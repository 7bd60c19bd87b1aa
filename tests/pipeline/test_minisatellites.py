"""The scan for units of 7 to 100 bp against the literal definition."""

import random
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crossroad_desktop.pipeline.fasta import read_genomes
from crossroad_desktop.pipeline.input_file import InputFile
from crossroad_desktop.pipeline.locus_tables import MINISATELLITES
from crossroad_desktop.pipeline.minisatellite_rows import minisatellite_rows
from crossroad_desktop.pipeline.minisatellites import (
    MIN_UNITS,
    MinisatelliteRows,
    find_minisatellites,
    join_minisatellites,
    mirror_minisatellites,
)

from .literal_ssr import Ssr, find_by_runs
from .test_ssr import make_batch

Row = tuple[int, int, int, str]
"""Genome, start, end, motif."""


def scan(sequences: Sequence[str], block_bases: int = 1 << 20) -> MinisatelliteRows:
    numbers = np.arange(len(sequences), dtype=np.int32)
    return find_minisatellites(make_batch(list(sequences)), numbers, block_bases)


def as_rows(found: MinisatelliteRows) -> list[Row]:
    motifs = [found.motifs[code] for code in found.motif.tolist()]
    columns = (found.genome.tolist(), found.start.tolist(), found.end.tolist(), motifs)
    return list(zip(*columns, strict=True))


def by_definition(sequences: Sequence[str]) -> list[Row]:
    def place(ssr: Ssr) -> tuple[int, int]:
        return len(ssr.motif), ssr.start

    return [
        (genome, *ssr)
        for genome, sequence in enumerate(sequences)
        for ssr in sorted(find_by_runs(sequence, MIN_UNITS), key=place)
    ]


def turn(sequence: str) -> str:
    return sequence[::-1].translate(str.maketrans("ACGT", "TGCA"))


@st.composite
def repeat_ridden_sequences(draw: st.DrawFn) -> str:
    """Pieces of random bases, whole and broken repeats with units of 1 to 104 bp, and N."""
    chooser = draw(st.randoms(use_true_random=False))
    bases = draw(st.sampled_from(["ACGT", "AC", "ACGTN"]))
    pieces = [_random_piece(chooser, bases) for _ in range(draw(st.integers(0, 6)))]
    return "".join(pieces)


def _random_piece(chooser: random.Random, bases: str) -> str:
    motif = "".join(chooser.choices(bases, k=chooser.choice([*range(1, 25), 40, 64, 99, 100, 104])))
    kind = chooser.random()
    if kind < 0.3:
        return "".join(chooser.choices(bases, k=chooser.randint(0, 60)))
    if kind < 0.4:
        return "N" * chooser.randint(1, 30)
    tract = list(motif * chooser.randint(1, 5) + motif[: chooser.randint(0, len(motif))])
    if kind < 0.6:
        tract[chooser.randrange(len(tract))] = chooser.choice("ACGTN")
    return "".join(tract)


@given(
    st.lists(repeat_ridden_sequences(), min_size=1, max_size=4),
    st.sampled_from([64, 136, 1 << 20]),
)
@settings(max_examples=150, deadline=None)
def test_scan_equals_the_definition_on_any_sequences(
    sequences: list[str], block_bases: int
) -> None:
    assert as_rows(scan(sequences, block_bases)) == by_definition(sequences)


@pytest.mark.parametrize("motif_length", [7, 8, 9, 15, 16, 19, 20, 21, 63, 64, 99, 100])
@pytest.mark.parametrize("block_bases", [512, 1 << 20])
def test_a_repeat_is_found_from_its_threshold_on(motif_length: int, block_bases: int) -> None:
    motif = "".join(random.Random(motif_length).choices("ACGT", k=motif_length - 2)) + "CG"
    least_length = motif_length * (3 if motif_length < 20 else 2)
    tracts = [
        (shift, length)
        for shift in range(8)
        for length in (least_length - 1, least_length, least_length + 1, least_length + 12)
    ]
    sequences = ["N" * shift + (motif * 5)[:length] + "N" for shift, length in tracts]
    found = [row for row in as_rows(scan(sequences, block_bases)) if len(row[3]) == motif_length]
    assert found == [
        (genome, shift, shift + length, motif)
        for genome, (shift, length) in enumerate(tracts)
        if length >= least_length
    ]


def test_units_of_six_and_of_101_bp_are_not_looked_for() -> None:
    unit = "".join(random.Random(5).choices("ACGT", k=101))
    assert len(scan(["AACGTC" * 50, unit * 2, unit[:100] * 2])) == 1


def test_repeats_of_a_shorter_unit_are_not_counted_again() -> None:
    assert as_rows(scan(["A" * 400, "ACGGT" * 90, "ACATTATAT" * 9])) == [(2, 0, 81, "ACATTATAT")]


def test_n_is_no_unit() -> None:
    assert len(scan(["N" * 500, "ACATTATN" * 30])) == 0


def test_repeats_do_not_reach_from_one_genome_into_the_next() -> None:
    motif = "ACATTATAT"
    rows = as_rows(scan([motif * 2, motif * 3, motif * 2 + motif[:8]]))
    assert rows == [(1, 0, 27, motif)]


@pytest.mark.parametrize("sequences", [[], [""], ["A"], ["N"], ["ACATTATAT"]])
def test_tiny_and_empty_genomes_have_no_repeats(sequences: list[str]) -> None:
    found = scan(sequences)
    assert (len(found), found.motifs, found.repeat.tolist()) == (0, [], [])


def test_every_motif_is_listed_once_in_the_order_of_the_rows() -> None:
    first, second = "GGATTATAT", "ACGTTCCC"
    found = scan([first * 3 + "N" + second * 3, second * 4, first * 5])
    assert found.motifs == [second, first]
    assert found.motif.tolist() == [0, 1, 0, 1]
    assert found.repeat.tolist() == [3, 3, 4, 5]
    assert found.motif_length.tolist() == [8, 9, 8, 9]


@given(st.lists(repeat_ridden_sequences(), min_size=1, max_size=5))
@settings(max_examples=100, deadline=None)
def test_batches_change_nothing(sequences: list[str]) -> None:
    parts = [
        find_minisatellites(make_batch([sequence]), np.array([number], np.int32))
        for number, sequence in enumerate(sequences)
    ]
    joined, whole = join_minisatellites(parts), scan(sequences)
    assert as_rows(joined) == as_rows(whole)
    assert joined.motifs == whole.motifs


@given(st.lists(st.tuples(repeat_ridden_sequences(), st.booleans()), min_size=1, max_size=4))
@settings(max_examples=100, deadline=None)
def test_mirrored_rows_are_those_of_the_turned_genomes(genomes: list[tuple[str, bool]]) -> None:
    sequences = [sequence for sequence, _ in genomes]
    mirrored = mirror_minisatellites(
        scan(sequences),
        np.array([is_flipped for _, is_flipped in genomes]),
        np.array([len(sequence) for sequence in sequences], np.int64),
    )
    expected = scan(
        [turn(sequence) if is_flipped else sequence for sequence, is_flipped in genomes]
    )
    assert as_rows(mirrored) == as_rows(expected)
    assert mirrored.motifs == expected.motifs


def test_table_rows_have_the_declared_columns_and_full_units() -> None:
    found = scan(["", "CCC" + "ACATTATAT" * 7 + "ACAG"])
    table = minisatellite_rows(np.arange(1), found, ["empty", "strange"])
    assert table.schema == MINISATELLITES.schema
    assert table.to_pylist() == [
        {
            "genomeID": "strange",
            "start": 3,
            "stop": 69,
            "repeat": 7,
            "motif": "ACATTATAT",
            "GC_per": 11.1,
            "AT_per": 88.9,
            "length_of_motif": 9,
            "loci": "(ACATTATAT)7",
            "length_of_ssr": 63,
        }
    ]


def test_table_of_no_repeats_has_the_declared_columns() -> None:
    table = minisatellite_rows(np.zeros(0, np.int64), scan([""]), ["empty"])
    assert (table.schema, len(table)) == (MINISATELLITES.schema, 0)


@pytest.mark.slow
def test_scan_of_real_genomes_equals_the_definition(shared_data: Path) -> None:
    """Genomes of 200 kb, one of them with N, which hold arrays of 9, 16 and 70 bp units."""
    batch = next(read_genomes(InputFile(shared_data / "mpox" / "mpox.fa.gz")))
    sequences = [
        batch.bases[offset : offset + length].tobytes().decode()
        for offset, length in zip(batch.offsets[:3], batch.lengths[:3], strict=True)
    ]
    found = as_rows(scan(sequences, 1 << 16))
    assert len(found) > 10
    assert found == by_definition(sequences)
