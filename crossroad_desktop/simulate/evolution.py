"""How lineages descend from the ancestor: ancestor -> clade -> lineage (clade, country).

Comes in: Ancestor and SimulationParameters. Goes out: Lineage. A node of the tree is kept as its
differences from the ancestor, a few kilobytes at the default rates, instead of its bases.
"""

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from crossroad_desktop.simulate.ancestor import MINIMUM_REPEAT, Ancestor
from crossroad_desktop.simulate.bases import (
    Codes,
    Positions,
    are_stop_codons,
    draw_codons,
    on_strand,
)
from crossroad_desktop.simulate.parameters import (
    LIMITS,
    SimulationParameters,
    Stage,
    random_stream,
)

_CLADE_YEARS: Final = 100  # from the ancestor to a clade
_LINEAGE_YEARS: Final = 20  # from a clade to one of its lineages, which ends before first_year
_LONGEST_INDEL: Final = 12  # bp; also the longest multiple of 3 inside genes
_CHANCE_INDEL_ENDS: Final = 0.4  # at each base
_CHANCE_ONE_UNIT: Final = 0.9  # of a slippage event; else more units, geometrically
_MAXIMUM_REPEAT: Final = 100


@dataclass(frozen=True)
class Lineage:
    """Differences of one node of the tree from the ancestor, in the ancestor's coordinates.

    substitution_*: the base codes after all mutations, each position once, in order.
    indel_*: [start, end) is replaced by the codes of indel_codes; disjoint, in order.
    repeat: repeat number of every locus.
    """

    substitution_position: Positions
    substitution_code: Codes
    indel_start: Positions
    indel_end: Positions
    indel_codes: tuple[Codes, ...]
    repeat: Positions


def grow_lineages(
    ancestor: Ancestor, parameters: SimulationParameters
) -> dict[tuple[int, int], Lineage]:
    """The lineage of every (clade, country)."""
    nothing = np.empty(0, dtype=np.int64)
    root = Lineage(nothing, nothing.astype(np.uint8), nothing, nothing, (), ancestor.loci.repeat)
    lineages = {}
    for clade in range(parameters.clades):
        random = random_stream(parameters, Stage.CLADE, clade)
        clade_node = evolve(root, _CLADE_YEARS, ancestor, parameters, random)
        for country in range(parameters.countries):
            index = clade * int(LIMITS["countries"][1]) + country
            random = random_stream(parameters, Stage.LINEAGE, index)
            lineages[clade, country] = evolve(
                clade_node, _LINEAGE_YEARS, ancestor, parameters, random
            )
    return lineages


def evolve(
    parent: Lineage,
    years: int,
    ancestor: Ancestor,
    parameters: SimulationParameters,
    random: np.random.Generator,
) -> Lineage:
    """A child of the parent after that many years."""
    child = _with_substitutions(parent, parameters.substitution_rate * years, ancestor, random)
    child = _with_indels(child, parameters.indel_rate * years, ancestor, random)
    return _with_slippage(child, parameters.slippage_rate * years, ancestor, random)


def substituted(ancestor: Ancestor, lineage: Lineage) -> Codes:
    """The ancestor's codes with the substitutions of the lineage."""
    codes = ancestor.codes.copy()
    codes[lineage.substitution_position] = lineage.substitution_code
    return codes


def _with_substitutions(
    lineage: Lineage, rate: float, ancestor: Ancestor, random: np.random.Generator
) -> Lineage:
    """Half of the substitutions are transitions; none makes a stop codon."""
    stretch, position = _draw_places(rate, ancestor, random)
    position, first = np.unique(position, return_index=True)
    codes = substituted(ancestor, lineage)
    before = codes[position]
    codes[position] ^= random.choice(np.array([1, 1, 2, 3], dtype=np.uint8), position.size)
    is_stop = _is_in_stop_codon(codes, position, ancestor, ancestor.mutable.gene[stretch[first]])
    codes[position[is_stop]] = before[is_stop]
    touched = np.union1d(lineage.substitution_position, position)
    return replace(lineage, substitution_position=touched, substitution_code=codes[touched])


def _is_in_stop_codon(
    codes: Codes, position: Positions, ancestor: Ancestor, gene: Positions
) -> NDArray[np.bool_]:
    codon_start = position - (position - ancestor.genes.start[gene]) % 3
    # Between genes (gene -1) there are no codons; the clip only keeps the look-up in bounds.
    places = np.clip(codon_start, 0, codes.size - 3)[:, None] + np.arange(3)
    codons = codes[places]
    is_reverse = ancestor.genes.is_reverse[gene]
    codons[is_reverse] = 3 - codons[is_reverse, ::-1]
    return are_stop_codons(codons) & (gene >= 0)


def _with_indels(
    lineage: Lineage, rate: float, ancestor: Ancestor, random: np.random.Generator
) -> Lineage:
    """Half insertions, half deletions; in genes whole codons, on codon boundaries.

    An indel that would touch another one, or leave its mutable stretch, does not happen.
    """
    stretch, position = _draw_places(rate, ancestor, random)
    gene = ancestor.mutable.gene[stretch]
    phase = np.where(gene >= 0, (position - ancestor.genes.start[gene]) % 3, 0)
    start = position + (3 - phase) % 3
    length = np.minimum(random.geometric(_CHANCE_INDEL_ENDS, position.size), _LONGEST_INDEL)
    length = np.where(gene >= 0, (length + 2) // 3 * 3, length)
    inserted_length = np.where(random.integers(0, 2, position.size) == 1, length, 0)
    end = np.where(inserted_length > 0, start, start + length)
    fits = end <= ancestor.mutable.end[stretch]
    fits &= ~_touches_another(start, end, lineage)
    inserted = tuple(
        _draw_insertion(size, ancestor, stretch_index, random)
        for size, stretch_index in zip(inserted_length[fits], stretch[fits], strict=True)
    )
    return _add_indels(lineage, start[fits], end[fits], inserted)


def _touches_another(start: Positions, end: Positions, lineage: Lineage) -> NDArray[np.bool_]:
    furthest_end = np.maximum.accumulate(np.concatenate(([-1], end)))[:-1]
    older = np.searchsorted(lineage.indel_start, end, side="right")
    older_end = np.concatenate(([-1], lineage.indel_end))[older]
    return (start <= furthest_end) | (start <= older_end)


def _draw_insertion(
    length: int, ancestor: Ancestor, stretch: int, random: np.random.Generator
) -> Codes:
    if ancestor.mutable.gene[stretch] < 0:
        return random.choice(4, length, p=ancestor.base_shares).astype(np.uint8)
    coding = draw_codons(length // 3, ancestor.base_shares, random)
    return on_strand(coding, bool(ancestor.mutable.is_reverse[stretch]))


def _add_indels(
    lineage: Lineage, start: Positions, end: Positions, inserted: tuple[Codes, ...]
) -> Lineage:
    start = np.concatenate((lineage.indel_start, start))
    order = np.argsort(start)
    codes = lineage.indel_codes + inserted
    return replace(
        lineage,
        indel_start=start[order],
        indel_end=np.concatenate((lineage.indel_end, end))[order],
        indel_codes=tuple(codes[index] for index in order),
    )


def _with_slippage(
    lineage: Lineage, rate: float, ancestor: Ancestor, random: np.random.Generator
) -> Lineage:
    """Units are gained or lost with equal chance, mostly one at a time, within 2 to 100 units."""
    events = random.poisson(rate * ancestor.loci.slippage_factor)
    count = int(events.sum())
    steps = random.geometric(_CHANCE_ONE_UNIT, count) * random.choice(np.array([-1, 1]), count)
    reached = np.concatenate(([0], np.cumsum(steps)))
    last = np.cumsum(events)
    change = reached[last] - reached[last - events]
    repeat = np.clip(lineage.repeat + change, MINIMUM_REPEAT, _MAXIMUM_REPEAT)
    return replace(lineage, repeat=repeat)


def _draw_places(
    rate: float, ancestor: Ancestor, random: np.random.Generator
) -> tuple[NDArray[np.intp], Positions]:
    """Indexes of mutable stretches and positions in them, ascending; `rate` places per base."""
    stretches = ancestor.mutable
    reach: Positions = np.cumsum(stretches.end - stretches.start)
    count = int(random.poisson(rate * reach[-1]))
    drawn = np.sort(random.integers(reach[-1], size=count))
    stretch = np.searchsorted(reach, drawn, side="right")
    position: Positions = stretches.end[stretch] - (reach[stretch] - drawn)
    return stretch, position
