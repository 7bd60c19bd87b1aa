"""The truth itself: that simulated genomes are what their answers say."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.loci_truth.definition import find_repeats, longest_run
from tests.loci_truth.letters import N, turn
from tests.loci_truth.settings import MIN_UNITS, UNCHANGED, TruthSettings
from tests.loci_truth.truth import Truth, simulate
from tests.pipeline.literal_ssr import find_by_definition

SMALL = TruthSettings(genomes=8, loci=40)
UNTOUCHED = replace(UNCHANGED, genomes=8, loci=40)


@pytest.fixture(scope="module")
def small() -> Truth:
    return simulate(SMALL)


@given(st.text("ACN", max_size=30))
@settings(max_examples=200, deadline=None)
def test_repeats_are_those_of_the_definition(text: str) -> None:
    min_units = {1: 3, 2: 2, 3: 2, 5: 2}
    found = find_repeats(np.frombuffer(text.encode(), np.uint8), min_units)
    expected = find_by_definition(text, min_units)
    assert found == sorted((ssr.start, ssr.end, len(ssr.motif)) for ssr in expected)


@pytest.mark.parametrize(
    ("stretch", "expected"),
    [((0, 22), (4, 2, 15)), ((0, 14), (4, 2, 15)), ((17, 22), (1, 17, 21)), ((0, 4), (0, 0, 0))],
)
def test_the_longest_run_between_two_places_counts(
    stretch: tuple[int, int], expected: tuple[int, int, int]
) -> None:
    sequence = "GG" + "TCA" * 4 + "T" + "GG" + "ATCA" + "C"
    assert longest_run(sequence, *stretch, "ATC") == expected


def test_the_same_settings_give_the_same_set(small: Truth) -> None:
    again = simulate(SMALL)
    assert again.cells == small.cells
    assert all(
        (one.written == other.written).all()
        for one, other in zip(small.genomes, again.genomes, strict=True)
    )
    assert simulate(replace(SMALL, seed=2)).loci != small.loci


def test_untouched_genomes_have_the_repeats_of_the_ancestor() -> None:
    truth = simulate(UNTOUCHED)
    in_ancestor = find_repeats(truth.ancestor.bases, MIN_UNITS)
    assert [(locus.start, locus.end) for locus in sorted(truth.loci, key=lambda x: x.start)] == [
        (repeat.start, repeat.end) for repeat in in_ancestor
    ]
    assert all(row == truth.cells[0] for row in truth.cells)
    end = SMALL.terminal_repeat
    for locus, cell in zip(truth.loci, truth.cells[0], strict=True):
        units = (locus.end - locus.start) // len(locus.rotation)
        copies = 2 if locus.end < end else 1
        assert cell.repeats == (units,) * copies
        assert cell.state == ("multiple" if copies == 2 else "typed")


def test_every_repeat_of_a_genome_is_in_its_cell(small: Truth) -> None:
    """A number in a cell is at least that of the repeats that begin and end in its places."""
    seen = 0
    for row in small.rows:
        cell = small.cells[row.genome][row.locus]
        units = (row.repeat.end - row.repeat.start) // row.repeat.motif_length
        for place in cell.places:
            if place.start <= row.repeat.start and row.repeat.end <= place.end:
                assert max(cell.repeats) >= units
                seen += 1
    assert seen > len(small.rows) * 0.9


def test_every_event_is_in_a_large_enough_set() -> None:
    truth = simulate(TruthSettings(seed=3, genomes=30, loci=60))
    cells = [cell for row in truth.cells for cell in row]
    states = {cell.state for cell in cells}
    assert states == {"typed", "below_threshold", "absent", "multiple", "missing"}
    grey = sum(cell.is_grey for cell in cells) / len(cells)
    assert 0 < grey < 0.1
    assert any((genome.oriented == N).any() for genome in truth.genomes)
    strands = {piece.stretch.strand for g in truth.genomes for piece in g.pieces[:-1]}
    assert strands == {1, -1}
    assert any(locus.start == locus.end or len(locus.rotation) > 6 for locus in truth.loci)


def test_flipped_genomes_are_written_from_the_other_strand(small: Truth) -> None:
    assert {genome.is_flipped for genome in small.genomes} == {True, False}
    assert not small.genomes[0].is_flipped
    for genome in small.genomes:
        expected = turn(genome.oriented) if genome.is_flipped else genome.oriented
        assert (genome.written == expected).all()


def test_genomes_of_one_clade_are_closer() -> None:
    truth = simulate(replace(UNTOUCHED, divergence=0.05, indels=0, clades=3, genomes=12))
    within, between = list[float](), list[float]()
    for one in truth.genomes:
        for other in truth.genomes:
            if one.name < other.name:
                differs = float((one.oriented != other.oriented).mean())
                (within if one.clade == other.clade else between).append(differs)
    assert max(within) < min(between)
