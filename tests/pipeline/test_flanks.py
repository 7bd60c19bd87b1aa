"""Conserved SSRs and their places against a search through the sequence."""

import random
import re

import numpy as np
import pytest

from crossroad_desktop.pipeline.flanks import (
    find_conserved,
    locate_conserved,
    summarise_patterns,
)
from crossroad_desktop.pipeline.ssr import SsrRows, find_ssrs

from .test_ssr import DEFAULT, make_batch

LOW = {1: 4, 2: 2, 3: 2, 4: 2, 5: 2, 6: 2}


def scan(sequences: list[str], min_repeats: dict[int, int]) -> SsrRows:
    numbers = np.arange(len(sequences), dtype=np.int32)
    return find_ssrs(make_batch(sequences), numbers, min_repeats, with_flanks=True)


def search(sequences: list[str], patterns: list[str]) -> list[tuple[int, int, int, str]]:
    """Genome, pattern, start and text of every place, overlapping ones too."""
    found = []
    for genome, sequence in enumerate(sequences):
        for number, pattern in enumerate(patterns):
            for match in re.finditer(f"(?=([ACGT]{{10}}{pattern}[ACGT]{{10}}))", sequence):
                found.append((genome, number, match.start(), match[1]))
    return found


def locate(rows: SsrRows, genome_count: int) -> tuple[list[str], list[tuple[int, int, int, str]]]:
    conserved = find_conserved(rows, genome_count)
    places = locate_conserved(rows, conserved)
    assert (places.end - places.start).tolist() == [
        len(places.sequences[index]) for index in places.matched
    ]
    texts = [places.sequences[index] for index in places.matched]
    columns = (places.genome.tolist(), places.pattern.tolist(), places.start.tolist())
    return conserved.sequences, list(zip(*columns, texts, strict=True))


@pytest.mark.parametrize("seed", range(60))
def test_places_are_those_that_a_search_finds(seed: int) -> None:
    chooser = random.Random(seed)
    shared = ["".join(chooser.choices("AC", k=chooser.randint(5, 40))) for _ in range(6)]
    sequences = []
    for _ in range(3):
        parts = [chooser.choice([*shared, "N", "A" * 6, "ACACACA"]) for _ in range(8)]
        sequences.append("".join(shared + parts))
    patterns, places = locate(scan(sequences, LOW), 3)
    assert patterns
    assert places == search(sequences, patterns)


def test_longer_repeats_hold_several_places_of_a_shorter_conserved_one() -> None:
    left, right = "CGTCGATCGC", "GCTAGCTTCG"
    sequences = [left + "A" * 12 + right, left + "A" * 14 + right + left + "A" * 12 + right]
    patterns, places = locate(scan(sequences, DEFAULT), 2)
    assert patterns == ["A" * 12]
    starts = [(genome, start) for genome, _, start, _ in places]
    assert starts == [(0, 0), (1, 0), (1, 1), (1, 2), (1, 34)]


@pytest.mark.parametrize(
    ("left", "right", "is_found"),
    [
        ("CGTCGATCGC", "GCTAGCTTCG", True),
        ("GTCGATCGC", "GCTAGCTTCG", False),
        ("CGTCGATCGC", "GCTAGCTTC", False),
        ("CGTNGATCGC", "GCTAGCTTCG", False),
        ("CGTCGATCGC", "GCTAGCTTNG", False),
        ("NCGTCGATCGC", "GCTAGCTTCGN", True),
    ],
)
def test_a_place_needs_ten_known_bases_on_both_sides(left: str, right: str, is_found: bool) -> None:
    _, places = locate(scan([left + "A" * 12 + right], DEFAULT), 1)
    assert bool(places) == is_found


def test_conserved_means_in_every_analysed_genome_also_in_those_without_any_ssr() -> None:
    rows = scan(["C" + "A" * 12 + "C", "C" + "A" * 12 + "C", "ACGTC"], DEFAULT)
    assert find_conserved(rows, 2).sequences == ["A" * 12]
    assert find_conserved(rows, 3).sequences == []


def test_conserved_ssrs_are_sorted_by_sequence() -> None:
    sequence = "N".join(["T" * 12, "AC" * 6, "A" * 13, "A" * 12, "CAG" * 4])
    patterns = find_conserved(scan([sequence], DEFAULT), 1).sequences
    assert patterns == sorted(["T" * 12, "AC" * 6, "A" * 13, "A" * 12, "CAG" * 4])


def test_common_pattern_grows_as_far_as_all_places_agree() -> None:
    sequences = [
        "TTTTTTTATG" + "AC" * 6 + "GTTTTTTTTT",
        "GGGGGGGATG" + "AC" * 6 + "GTTGGGGGGG",
    ]
    rows = scan(sequences, DEFAULT)
    summary = summarise_patterns(locate_conserved(rows, find_conserved(rows, 2)))
    assert summary.sequences == ["ATG" + "AC" * 6 + "GTT"]
    assert summary.genome_count.tolist() == [2]


def test_patterns_shorter_than_fourteen_are_left_out() -> None:
    sequences = ["TTTTTTTTTG" + "A" * 12 + "GTTTTTTTTT", "GGGGGGGGGT" + "A" * 12 + "GCCCCCCCCC"]
    rows = scan(sequences, DEFAULT)
    places = locate_conserved(rows, find_conserved(rows, 2))
    assert len(places) == 2
    assert summarise_patterns(places).sequences == []
