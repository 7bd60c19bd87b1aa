"""Small genomes, their tracts and catalogues, found the literal way: letter by letter."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from crossroad_desktop.pipeline.loci.catalogue import build_catalogue
from crossroad_desktop.pipeline.loci.columns import Alleles, Catalogue, State, Tracts

MIN_REPEATS: Final = {
    **{1: 12, 2: 6, 3: 4, 4: 3, 5: 3, 6: 2},
    **{length: 3 if length < 20 else 2 for length in range(7, 101)},
}
_COMPLEMENTS: Final = str.maketrans("ACGT", "TGCA")


class GenomesInMemory:
    """Genomes as texts."""

    def __init__(self, texts: Sequence[str], ids: Sequence[str] | None = None) -> None:
        self.ids = list(ids) if ids else [f"genome{number:03d}" for number in range(len(texts))]
        self._texts = texts

    def read(self, genome: int) -> NDArray[np.uint8]:
        return as_bases(self._texts[genome])


def as_bases(text: str) -> NDArray[np.uint8]:
    """ASCII codes; an array of its own."""
    return np.frombuffer(text.encode(), np.uint8).copy()


def turn(text: str) -> str:
    """The reverse complement."""
    return text.translate(_COMPLEMENTS)[::-1]


def random_text(random: np.random.Generator, length: int) -> str:
    """Random bases."""
    return bytes(random.choice(np.frombuffer(b"ACGT", np.uint8), length)).decode()


def plain_text(random: np.random.Generator, length: int) -> str:
    """Random bases without any tract, that end in GG on both sides."""
    while True:
        text = "GG" + random_text(random, length - 4) + "GG"
        if not len(find_tracts([text])):
            return text


def find_tracts(texts: Sequence[str], longest_unit: int = 30) -> Tracts:
    """All maximal runs at the thresholds of the default, by their definition."""
    rows = [
        (genome, start, length, end)
        for genome, text in enumerate(texts)
        for length in range(1, longest_unit + 1)
        for start, end in _runs(text, length)
    ]
    columns = np.array(sorted(rows), np.int32).reshape(-1, 4).T
    return Tracts(columns[0], columns[1], columns[3], columns[2])


def _runs(text: str, length: int) -> list[tuple[int, int]]:
    found, start = [], 0
    while start + length < len(text):
        end = start
        while end + length < len(text) and text[end] == text[end + length] != "N":
            end += 1
        long_enough = end > start and end + length - start >= length * MIN_REPEATS[length]
        unit = text[start : start + length]
        if long_enough and "N" not in unit and (unit + unit).find(unit, 1) == length:
            found.append((start, end + length))
        start = end + 1
    return found


def catalogue_of(
    texts: Sequence[str], ids: Sequence[str] | None = None, anchor: int = 0
) -> Catalogue:
    """The catalogue with the tracts of the literal search."""
    return build_catalogue(
        GenomesInMemory(texts, ids), find_tracts(texts), anchor, MIN_REPEATS, lambda *_: None
    )


def cells(alleles: Alleles, locus: int) -> list[tuple[str, list[int]]]:
    """State and repeat numbers of a locus in each genome."""
    rows = np.flatnonzero(alleles.locus == locus)
    found = []
    for genome in np.unique(alleles.genome[rows]).tolist():
        own = rows[alleles.genome[rows] == genome]
        found.append((State(alleles.state[own[0]]).name, alleles.repeat[own].tolist()))
    return found
