"""How much of the truth a catalogue tells.

In: a simulated set, and the catalogue of its oriented genomes. Out: counts of cells, by true state,
and of loci that were split or merged.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from crossroad_desktop.pipeline.loci.columns import Catalogue, Tracts
from crossroad_desktop.pipeline.locus_tables import STATES

from .cells import Place, TrueCell
from .truth import Truth

_NEAR: Final = 12
"""bp between a true place and one that is taken for it: the edges of a repeat are loose."""


@dataclass(frozen=True)
class SimulatedGenomes:
    """The oriented genomes of a simulated set, as the catalogue reads them."""

    truth: Truth

    @property
    def ids(self) -> Sequence[str]:
        """Names in order."""
        return [genome.name for genome in self.truth.genomes]

    def read(self, genome: int) -> NDArray[np.uint8]:
        """Bases of one genome."""
        return self.truth.genomes[genome].oriented.copy()


@dataclass(frozen=True)
class FoundCell:
    """What a catalogue says of a genome and a locus."""

    state: str
    repeats: tuple[int, ...]
    """Ascending; empty if missing."""
    places: tuple[Place, ...]
    """In the order of the catalogue; the strand is that of the catalogue's locus."""


@dataclass(frozen=True)
class WrongCell:
    """A cell of the catalogue that differs from the truth."""

    genome: int
    locus: int
    true: TrueCell
    found: FoundCell | None
    """None: no locus of the catalogue is this one."""


@dataclass(frozen=True)
class Score:
    """Counts over all cells whose truth is clear."""

    asked: Counter[str]
    """Cells by true state."""
    wrong: tuple[WrongCell, ...]
    misplaced: tuple[WrongCell, ...]
    """Cells with the true state and numbers, but at another place or on the wrong strand."""
    loci: int
    """True loci."""
    split: tuple[int, ...]
    """True loci that are several loci of the catalogue."""
    merged: tuple[int, ...]
    """Loci of the catalogue that are several true ones."""

    @property
    def share_right(self) -> float:
        """Share (0-1) of all cells with the true state and the true repeat numbers."""
        return 1 - len(self.wrong) / self.asked.total()

    def share_right_of(self, state: str) -> float:
        """The same for the cells with one true state; NaN if there are none."""
        wrong = sum(cell.true.state == state for cell in self.wrong)
        return 1 - wrong / self.asked[state] if self.asked[state] else float("nan")


def make_tracts(truth: Truth) -> Tracts:
    """All repeats of a simulated set as the catalogue takes them, in the order of `truth.rows`."""
    return Tracts(
        genome=np.array([row.genome for row in truth.rows], np.int32),
        start=np.array([row.repeat.start for row in truth.rows], np.int32),
        end=np.array([row.repeat.end for row in truth.rows], np.int32),
        motif_length=np.array([row.repeat.motif_length for row in truth.rows], np.int32),
    )


def judge(truth: Truth, catalogue: Catalogue) -> Score:
    """The score of a catalogue that was made of `make_tracts(truth)`.

    A locus of the catalogue is the true locus that most of its repeats belong to.
    """
    shared = _shared_repeats(truth, catalogue)
    home = _likeliest(shared)
    cells = _found_cells(catalogue)
    asked: Counter[str] = Counter()
    wrong: list[WrongCell] = []
    misplaced: list[WrongCell] = []
    for genome, row in enumerate(truth.cells):
        for locus, true in enumerate(row):
            if true.is_grey:
                continue
            asked[true.state] += 1
            found = cells.get((home[locus], genome)) if locus in home else None
            if found is None or (found.state, found.repeats) != (true.state, true.repeats):
                wrong.append(WrongCell(genome, locus, true, found))
            elif not _are_placed_right(found, true, _strand(truth, catalogue, locus, home[locus])):
                misplaced.append(WrongCell(genome, locus, true, found))
    return Score(
        asked=asked,
        wrong=tuple(wrong),
        misplaced=tuple(misplaced),
        loci=len(truth.loci),
        split=_claimed_twice(_likeliest({(found, true): n for (true, found), n in shared.items()})),
        merged=_claimed_twice(home),
    )


def _shared_repeats(truth: Truth, catalogue: Catalogue) -> dict[tuple[int, int], int]:
    """How many repeats a true locus and a locus of the catalogue have in common.

    Only those with both flanks count: a repeat beside a large deletion is a place of its own.
    """
    alleles = catalogue.alleles
    has_tract = alleles.tract >= 0
    pairs = zip(alleles.locus[has_tract].tolist(), alleles.tract[has_tract].tolist(), strict=True)
    return Counter(
        (truth.rows[tract].locus, locus) for locus, tract in pairs if _is_in_place(truth, tract)
    )


def _is_in_place(truth: Truth, tract: int) -> bool:
    genome, repeat, locus = truth.rows[tract]
    places = truth.cells[genome][locus].places if locus >= 0 else ()
    return any(place.start < repeat.end and repeat.start < place.end for place in places)


def _likeliest(shared: dict[tuple[int, int], int]) -> dict[int, int]:
    """For each first of the pairs the second with most repeats, the smaller one of equals."""
    best: dict[int, tuple[int, int]] = {}
    for (one, other), repeats in shared.items():
        best[one] = max(best.get(one, (0, 0)), (repeats, -other))
    return {one: -other for one, (_, other) in best.items()}


def _claimed_twice(home: dict[int, int]) -> tuple[int, ...]:
    claims = Counter(home.values())
    return tuple(sorted(locus for locus, count in claims.items() if count > 1))


def _found_cells(catalogue: Catalogue) -> dict[tuple[int, int], FoundCell]:
    """Cells by locus and genome."""
    alleles = catalogue.alleles
    columns = (
        *(alleles.locus, alleles.genome, alleles.state, alleles.repeat),
        *(alleles.start, alleles.end, alleles.strand),
    )
    states: dict[tuple[int, int], str] = {}
    repeats: dict[tuple[int, int], list[int]] = defaultdict(list)
    places: dict[tuple[int, int], list[Place]] = defaultdict(list)
    for locus, genome, state, repeat, start, end, strand in zip(
        *(column.tolist() for column in columns), strict=True
    ):
        states[locus, genome] = STATES[state]
        if repeat >= 0:
            repeats[locus, genome].append(repeat)
            places[locus, genome].append(Place(start, end, strand))
    return {
        key: FoundCell(state, tuple(sorted(repeats[key])), tuple(places[key]))
        for key, state in states.items()
    }


def _strand(truth: Truth, catalogue: Catalogue, true_locus: int, found_locus: int) -> int:
    """On which strand of the ancestor (1, -1) the catalogue has a locus; 0 if that is unclear."""
    genome = int(catalogue.loci.genome[found_locus])
    start = int(catalogue.loci.start[found_locus])
    for place in truth.cells[genome][true_locus].places:
        if place.start - _NEAR <= start <= place.end + _NEAR:
            return place.strand
    return 0


def _are_placed_right(found: FoundCell, true: TrueCell, strand: int) -> bool:
    return all(
        any(
            start <= place.end + _NEAR
            and end >= place.start - _NEAR
            and strand in (0, place.strand * direction)
            for place in true.places
        )
        for start, end, direction in found.places
    )
