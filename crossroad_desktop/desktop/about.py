"""What the program consists of: versions and licences, for the user and for reports of faults."""

import platform
import sys
from dataclasses import dataclass
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from typing import Final

from packaging.requirements import Requirement

from crossroad_desktop import __version__

_NAME: Final = "crossroad-desktop"
_QT: Final = ("QtPy", "PySide6-Essentials", "PySide6-Addons", "PySide6-WebEngine")

FRONT_END_PARTS: Final = (
    ("@tanstack/virtual-core", "MIT"),
    ("apache-arrow", "Apache-2.0"),
    ("d3-array", "ISC"),
    ("d3-sankey", "BSD-3-Clause"),
    ("d3-scale", "ISC"),
    ("d3-shape", "ISC"),
    ("svelte", "MIT"),
)
"""What is built into the page, with the licence of each."""


@dataclass(frozen=True)
class Part:
    """A package that the program is built on; no version for those inside the page."""

    name: str
    version: str
    licence: str


def list_parts() -> list[Part]:
    """All packages that are used, by name; those that are not installed are left out."""
    parts = {part.name.lower(): part for part in _with_needs([_NAME, *_QT])}
    own = [part for name, part in parts.items() if name != _NAME]
    page = [Part(name, "", licence) for name, licence in FRONT_END_PARTS]
    return sorted([*own, *page], key=lambda part: part.name.lower())


def describe_versions() -> list[str]:
    """One line each: the program, Python, the system, every package."""
    return [
        f"CrossRoad Desktop {__version__}",
        f"Python {platform.python_version()} ({sys.platform}, {platform.machine()})",
        f"System {platform.platform()}",
        *(f"{part.name} {part.version}" for part in list_parts() if part.version),
    ]


def _with_needs(names: list[str]) -> list[Part]:
    found: dict[str, Part] = {}
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        if name.lower() in found:
            continue
        try:
            known = distribution(name)
        except PackageNotFoundError:
            continue
        found[name.lower()] = Part(known.metadata["Name"], known.version, _licence(known))
        waiting += _needs(known)
    return list(found.values())


def _needs(known: Distribution) -> list[str]:
    needed = [Requirement(text) for text in known.requires or []]
    return [
        need.name for need in needed if need.marker is None or need.marker.evaluate({"extra": ""})
    ]


def _licence(known: Distribution) -> str:
    told = known.metadata.json
    if expression := told.get("license_expression"):
        return str(expression)
    kinds = [
        text.rsplit(" :: ", 1)[-1]
        for text in told.get("classifier") or []
        if text.startswith("License :: ")
    ]
    # Some put the whole text of the licence there.
    stated = str(told.get("license") or "").strip().splitlines()
    return ", ".join(kinds) or (stated[0] if stated else "see its documentation")
