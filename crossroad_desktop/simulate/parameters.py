"""What a simulation is asked for, with defaults and limits.

Comes in: values of the command line or of a test. Goes out: SimulationParameters that fit, or a
ParameterError that names the parameter, the value given and what is allowed.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import IntEnum
from types import MappingProxyType
from typing import Final

import numpy as np

from crossroad_desktop.errors import ParameterError

# Both ends are allowed. Limits written as int take whole numbers only.
LIMITS: Final[Mapping[str, tuple[float, float]]] = MappingProxyType(
    {
        "genomes": (1, 1_000_000),
        "length": (2_000, 10_000_000),
        # One 32-bit word of the random seed: a larger one could equal another seed and stage.
        "seed": (0, 2**32 - 1),
        "gc": (0.1, 0.9),
        "loci_per_kb": (0.0, 10.0),
        "clades": (1, 12),
        "countries": (1, 12),
        "first_year": (1900, 2100),
        "last_year": (1900, 2100),
        "substitution_rate": (0.0, 0.001),
        "indel_rate": (0.0, 0.0001),
        "slippage_rate": (0.0, 1.0),
        "missing_metadata_share": (0.0, 1.0),
        "n_run_share": (0.0, 1.0),
    }
)


@dataclass(frozen=True)
class SimulationParameters:
    """The simulation asked for; raises ParameterError where a value lies outside LIMITS.

    length: bases of the ancestor. gc: share of G and C (0-1) between genes; genes, drawn codon by
    codon without stop codons, come out about one point higher. loci_per_kb: SSR loci to plant.
    clades, countries: values in the columns category and country; each pair is one lineage.
    first_year, last_year: range of the years, both included.
    substitution_rate, indel_rate: events per base and year, outside protected places.
    slippage_rate: mean number of slippage events per locus and year; loci differ widely.
    missing_metadata_share, n_run_share: share of genomes (0-1) with empty cells in the categories
    file, or with one run of N between genes.
    """

    genomes: int = 40
    length: int = 60_000
    seed: int = 1
    gc: float = 0.33
    loci_per_kb: float = 1.5
    clades: int = 3
    countries: int = 6
    first_year: int = 2016
    last_year: int = 2024
    substitution_rate: float = 2e-5
    indel_rate: float = 2e-6
    slippage_rate: float = 0.01
    missing_metadata_share: float = 0.0
    n_run_share: float = 0.0

    def __post_init__(self) -> None:
        for field in fields(self):
            _check_limits(field.name, getattr(self, field.name))
        if self.first_year > self.last_year:
            raise ParameterError(
                f"first_year is {self.first_year}, after last_year {self.last_year}; "
                "first_year must not be later than last_year."
            )


class Stage(IntEnum):
    """What random numbers are drawn for; each stage has its own streams."""

    ANCESTOR = 1
    CLADE = 2
    LINEAGE = 3
    SAMPLE = 4
    GENOME = 5
    MISSING_METADATA = 6
    N_RUN = 7


def random_stream(
    parameters: SimulationParameters, stage: Stage, index: int = 0
) -> np.random.Generator:
    """The random numbers of one item of one stage.

    They depend on nothing else, so genome 5 is the same among 5 genomes and among 500.
    """
    return np.random.default_rng([parameters.seed, stage, index])


def _check_limits(name: str, value: object) -> None:
    low, high = LIMITS[name]
    is_whole = isinstance(low, int)
    wanted = int if is_whole else (int, float)
    if isinstance(value, bool) or not isinstance(value, wanted) or not low <= value <= high:
        kind = "a whole number" if is_whole else "a number"
        raise ParameterError(f"{name} is {value!r}; allowed is {kind} from {low} to {high}.")
