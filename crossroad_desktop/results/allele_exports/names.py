"""Names as a format can hold them.

In: names of genomes, loci or populations as the user has them. Out: as many names, all different,
without the characters that would end or hide a name in a file of the format.
"""

import re
from collections.abc import Sequence
from typing import Final

_REPLACEMENT: Final = "_"


def clean_names(names: Sequence[str], forbidden: str, ignore_case: bool = False) -> list[str]:
    """The names in their order, with `_` in place of each match of the pattern `forbidden`.

    An empty name becomes `_`. Where two are the same then, the later one gets `_2`, `_3` ... behind
    it; names that needed no change come first in this. With `ignore_case`, `a1` and `A1` are the
    same.
    """
    cleaned = [re.sub(forbidden, _REPLACEMENT, name) or _REPLACEMENT for name in names]
    unchanged_first = sorted(range(len(names)), key=lambda place: cleaned[place] != names[place])
    taken: set[str] = set()
    for place in unchanged_first:
        cleaned[place] = _first_free(cleaned[place], taken, ignore_case)
    return cleaned


def _first_free(name: str, taken: set[str], ignore_case: bool) -> str:
    free, number = name, 1
    while (known := free.casefold() if ignore_case else free) in taken:
        number += 1
        free = f"{name}_{number}"
    taken.add(known)
    return free
