"""SSRs by the definition, slowly: what the fast scan is compared with.

In: one sequence and the least number of units by motif length. Out: SSRs ordered by motif length x
least number of units, then by start.
"""

from collections.abc import Mapping
from typing import NamedTuple


class Ssr(NamedTuple):
    """0-based, half-open."""

    start: int
    end: int
    motif: str


def find_by_definition(sequence: str, min_repeats: Mapping[int, int]) -> list[Ssr]:
    """Every interval is tried: cubic in the length of the sequence."""
    found = []
    for length, repeats in min_repeats.items():
        periodic = {
            (start, end)
            for start in range(len(sequence))
            for end in range(start + 1, len(sequence) + 1)
            if _is_periodic(sequence[start:end], length)
        }
        for start, end in periodic:
            is_maximal = (start - 1, end) not in periodic and (start, end + 1) not in periodic
            motif = sequence[start : start + length]
            if is_maximal and end - start >= length * repeats and _is_primitive(motif):
                found.append(Ssr(start, end, motif))
    return _in_order(found, min_repeats)


def find_by_runs(sequence: str, min_repeats: Mapping[int, int]) -> list[Ssr]:
    """Maximal runs of bases equal to the base one motif length before, extended to the left."""
    found = []
    for length, repeats in min_repeats.items():
        place = length
        while place < len(sequence):
            first = place
            while place < len(sequence) and sequence[place] == sequence[place - length] != "N":
                place += 1
            start, end = first - length, place
            motif = sequence[start : start + length]
            if place > first and end - start >= length * repeats and _is_primitive(motif):
                found.append(Ssr(start, end, motif))
            place = max(place, first + 1)
    return _in_order(found, min_repeats)


def _is_periodic(text: str, length: int) -> bool:
    return "N" not in text and all(
        text[place] == text[place - length] for place in range(length, len(text))
    )


def _is_primitive(motif: str) -> bool:
    return motif not in (motif + motif)[1:-1]


def _in_order(ssrs: list[Ssr], min_repeats: Mapping[int, int]) -> list[Ssr]:
    def place(ssr: Ssr) -> tuple[int, int]:
        return len(ssr.motif) * min_repeats[len(ssr.motif)], ssr.start

    return sorted(ssrs, key=place)
