"""Keeps pandas unloaded until a tree of genomes needs it.

pyarrow loads pandas, where it is installed, with the first array that it makes: half a second and
55 MB in every process, for nothing, since this program has no pandas tables. Only scikit-bio uses
pandas. So the command hides it at its start and the first tree shows it again.
"""

import sys
from contextlib import suppress
from importlib.abc import MetaPathFinder
from typing import Final


class _NoPandas(MetaPathFinder):
    """Asked first where a module is, and for pandas the answer is nowhere."""

    # None in sys.modules would be shorter, but what Cython compiled takes that for the module.
    def find_spec(self, name: str, _path: object, _target: object = None) -> None:
        if name == "pandas":
            raise ModuleNotFoundError("pandas is hidden until a tree needs it", name=name)


_HIDING: Final = _NoPandas()


def hide_pandas() -> None:
    """From now on an import of pandas finds none; without effect if it is loaded already."""
    if _HIDING not in sys.meta_path:
        sys.meta_path.insert(0, _HIDING)


def show_pandas() -> None:
    """Takes `hide_pandas` back; without effect if nothing is hidden."""
    # Two threads may each grow a first tree: asking before removing would be a race.
    with suppress(ValueError):
        sys.meta_path.remove(_HIDING)
