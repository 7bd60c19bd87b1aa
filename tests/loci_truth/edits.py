"""What happens to a copy of the ancestor: mutations, slippage, deletions.

In: a copy, and chances. Out: a changed copy. Every edit is kept by the base of the ancestor that it
concerns, so the history of each base is known.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from .ancestor import Ancestor
from .definition import Repeat
from .letters import BASES, Bases
from .settings import TruthSettings

_LONGEST_INDEL: Final = 8


@dataclass(frozen=True)
class EditedCopy:
    """One copy of the ancestor; its arrays and its dictionary are changed in place."""

    bases: Bases
    """What became of each base of the ancestor."""
    is_kept: NDArray[np.bool_]
    """Whether the base is still there."""
    inserted: dict[int, Bases]
    """Bases that were inserted before a base of the ancestor, by its number."""

    def copy(self) -> "EditedCopy":
        """A copy that can be changed for itself."""
        return EditedCopy(self.bases.copy(), self.is_kept.copy(), dict(self.inserted))


def copy_of(ancestor: Ancestor) -> EditedCopy:
    """The ancestor itself."""
    return EditedCopy(ancestor.bases.copy(), np.ones(len(ancestor.bases), np.bool_), {})


def mutate(
    copy: EditedCopy,
    ancestor: Ancestor,
    substitutions: float,
    settings: TruthSettings,
    random: np.random.Generator,
) -> None:
    """Substitutions (that many per base) and small insertions and deletions outside tracts."""
    rate = np.where(ancestor.is_in_tract, substitutions * settings.rate_in_tracts, substitutions)
    places = np.flatnonzero(random.random(len(rate)) < rate)
    codes = np.searchsorted(BASES, copy.bases[places])
    copy.bases[places] = BASES[(codes + random.integers(1, 4, len(places))) % 4]
    for place in np.flatnonzero(random.random(len(rate)) < substitutions * settings.indels):
        _insert_or_delete(copy, int(place), ancestor.is_in_tract, random)


def _insert_or_delete(
    copy: EditedCopy, place: int, is_in_tract: NDArray[np.bool_], random: np.random.Generator
) -> None:
    length = min(_LONGEST_INDEL, int(random.geometric(0.5)))
    if random.random() < 0.5:
        if not is_in_tract[place : place + length].any():
            copy.is_kept[place : place + length] = False
    elif not is_in_tract[max(0, place - 1) : place + 1].all():
        copy.inserted[place] = BASES[random.integers(0, 4, length)]


def slip(
    copy: EditedCopy,
    ancestor: Ancestor,
    tract: Repeat,
    settings: TruthSettings,
    random: np.random.Generator,
) -> None:
    """Lets a tract vanish, gain or lose units, or begin later in its unit; or leaves it alone."""
    units = (tract.end - tract.start) // tract.motif_length
    fates = np.cumsum([settings.lost, settings.shrunken, settings.slipped])
    fate = int(np.searchsorted(fates, random.random(), side="right"))
    if fate == 0:
        copy.is_kept[tract.start : tract.end] = False
    elif fate == 1:
        _set_units(copy, ancestor, tract, int(random.integers(1, max(2, units))))
    elif fate == 2:
        change = int(random.geometric(0.5)) * int(random.choice((-1, 1)))
        _set_units(copy, ancestor, tract, max(1, units + change))
    elif tract.motif_length > 1 and random.random() < settings.rotated:
        _rotate(copy, ancestor, tract, int(random.integers(1, tract.motif_length)))


def _set_units(copy: EditedCopy, ancestor: Ancestor, tract: Repeat, wanted: int) -> None:
    length = tract.motif_length
    units = (tract.end - tract.start) // length
    second = tract.start + length
    if wanted < units:
        copy.is_kept[second : second + length * (units - wanted)] = False
    elif wanted > units:
        unit = ancestor.bases[tract.start : second]
        copy.inserted[tract.start + length * (units // 2)] = np.tile(unit, wanted - units)


def _rotate(copy: EditedCopy, ancestor: Ancestor, tract: Repeat, by: int) -> None:
    copy.is_kept[tract.start : tract.start + by] = False
    last = tract.end - tract.motif_length
    copy.inserted[tract.end] = ancestor.bases[last : last + by]
