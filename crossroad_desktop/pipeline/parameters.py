"""What the user may set of an analysis: defaults, limits, messages when a value does not fit.

In: names and values as the command line or the REST interface got them (numbers may be digit
strings). Out: one frozen `AnalysisParameters`.
"""

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Final

from crossroad_desktop.errors import ParameterError

MOTIF_LENGTHS: Final = (1, 2, 3, 4, 5, 6)
"""Lengths of the motifs that are searched for, in bp."""

_THRESHOLD_NAMES: Final = ("mono", "di", "tri", "tetra", "penta", "hexa")
_ANY_COUNT: Final = (0, 2**31 - 1)
LIMITS: Final[Mapping[str, tuple[int, int]]] = {
    **dict.fromkeys(_THRESHOLD_NAMES, (2, 1000)),
    **dict.fromkeys(
        ("min_len", "max_len", "unfair", "min_repeat_count", "min_genome_count"), _ANY_COUNT
    ),
}
"""Least and largest value of every parameter that is a number, both inclusive."""


ORIENT_CHOICES: Final = ("auto", "off")


@dataclass(frozen=True)
class AnalysisParameters:
    """Everything that decides the result, besides the input files."""

    mono: int = 12
    """Least repeat number of a motif of 1 bp; `di` to `hexa` the same for 2 to 6 bp."""
    di: int = 6
    tri: int = 4
    tetra: int = 3
    penta: int = 3
    hexa: int = 2
    min_len: int = 1_000
    """Shortest genome that is analysed, in bp, inclusive."""
    max_len: int = 10_000_000
    """Longest genome that is analysed, in bp, inclusive."""
    unfair: int = 0
    """Most N that an analysed genome may have, inclusive."""
    min_repeat_count: int = 1
    """A hotspot has more distinct repeat numbers than this."""
    min_genome_count: int = 2
    """A hotspot is seen in more genomes than this."""
    reference_id: str | None = None
    """Genome that the others are compared with."""
    flanks: bool = False
    """Whether conserved SSRs are listed with their flanks."""
    keep_intermediate: bool = False
    """Whether the large files that repeat the input are written too."""
    orient: str = "auto"
    """`auto`: genomes that lie on the other strand are turned; `off`: all stay as written."""
    loci: bool = True
    """Whether loci are catalogued: the same place in every genome, and its repeat number."""
    minisatellites: bool = False
    """Whether repeats with units of 7 to 100 bp are found too."""

    def __post_init__(self) -> None:
        for name, limits in LIMITS.items():
            _check_limits(name, getattr(self, name), limits)
        if not isinstance(self.reference_id, str | None) or self.reference_id == "":
            raise ParameterError(
                f"reference_id is {self.reference_id!r}: it must be a genome id.",
                field="reference_id",
            )
        if self.orient not in ORIENT_CHOICES:
            raise ParameterError(
                f"orient is {self.orient!r}: it must be auto or off.", field="orient"
            )
        for name in ("flanks", "keep_intermediate", "loci", "minisatellites"):
            if not isinstance(getattr(self, name), bool):
                raise ParameterError(
                    f"{name} is {getattr(self, name)!r}: it must be true or false.", field=name
                )
        if self.min_len > self.max_len:
            raise ParameterError(
                f"min_len is {self.min_len:,} and max_len {self.max_len:,}: no genome can be both; "
                "make max_len the larger one.",
                field="max_len",
            )

    @property
    def min_repeats(self) -> dict[int, int]:
        """Least repeat number by motif length (1 to 6 bp)."""
        return {
            length: getattr(self, name)
            for length, name in zip(MOTIF_LENGTHS, _THRESHOLD_NAMES, strict=True)
        }


def parse_parameters(given: Mapping[str, object]) -> AnalysisParameters:
    """Parameters from names and values; what is not given keeps its default.

    Raises ParameterError for an unknown name, a value that is no whole number, or one out of
    its limits.
    """
    known = {field.name for field in fields(AnalysisParameters)}
    values: dict[str, object] = {}
    for name, value in given.items():
        if name not in known:
            raise ParameterError(_unknown_name(name, known), field=name)
        values[name] = _whole_number(name, value) if name in LIMITS else value
    return AnalysisParameters(**values)  # type: ignore[arg-type]  # names and types checked above


def _whole_number(name: str, value: object) -> int:
    refusal = ParameterError(f"{name} is {value!r}: it must be {_allowed(name)}.", field=name)
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise refusal
    if isinstance(value, str) and not re.fullmatch(r"\s*[+-]?[0-9]{1,19}\s*", value):
        raise refusal
    try:
        number = int(value)
    except (ValueError, OverflowError):
        raise refusal from None
    if isinstance(value, float) and number != value:
        raise refusal
    return number


def _check_limits(name: str, value: int, limits: tuple[int, int]) -> None:
    low, high = limits
    if type(value) is not int:
        raise ParameterError(f"{name} is {value!r}: it must be {_allowed(name)}.", field=name)
    if value > high:
        raise ParameterError(
            f"{name} is {value}: it must be a whole number from {low} to {high}.", field=name
        )
    if value < low:
        raise ParameterError(f"{name} is {value}: it must be {_allowed(name)}.", field=name)


def _allowed(name: str) -> str:
    low, high = LIMITS[name]
    if (low, high) == _ANY_COUNT:
        return "a whole number, 0 or more"
    return f"a whole number from {low} to {high}"


def _unknown_name(name: str, known: set[str]) -> str:
    near = difflib.get_close_matches(name, known, n=1)
    hint = f" Did you mean {near[0]}?" if near else f" Known are: {', '.join(sorted(known))}."
    return f"There is no parameter {name!r}.{hint}"
