"""How long an analysis will take and how much it will write, told before it is run.

In: the bases of the genomes that pass the filter, and the parameters. Out: seconds and the bytes
that must be free; enough to choose a disk and to be patient.
"""

from dataclasses import dataclass
from typing import Final

from crossroad_desktop.pipeline.parameters import AnalysisParameters
from crossroad_desktop.server.form_messages import Estimate


@dataclass(frozen=True)
class _Cost:
    """What one base costs: measured on mpox genomes, default thresholds, one processor."""

    bases_per_second: float
    output_bytes_per_base: float

    def of(self, bases: int) -> Estimate:
        seconds = round(bases / self.bases_per_second, 1)
        return Estimate(seconds, int(bases * self.output_bytes_per_base))


_AT_LEAST: Final = Estimate(0.5, 100_000)
_ANALYSIS: Final = _Cost(bases_per_second=60e6, output_bytes_per_base=0.3)
_LOCUS_CATALOGUE: Final = _Cost(bases_per_second=16e6, output_bytes_per_base=1.15)
"""5 s for 400 genomes of 200,000 bp; while it runs the genomes lie in a temporary file."""
_LONGER_UNITS: Final = _Cost(bases_per_second=10e6, output_bytes_per_base=0.03)
"""8 s for the same, with loci: the search takes a tenth of it, their loci the rest."""
_EXTRAS: Final = {"loci": _LOCUS_CATALOGUE, "minisatellites": _LONGER_UNITS}


def estimate_analysis(bases: int, parameters: AnalysisParameters) -> Estimate:
    """What the whole analysis takes with these parameters."""
    wanted = [each for name, each in estimate_extras(bases).items() if getattr(parameters, name)]
    parts = [_AT_LEAST, _ANALYSIS.of(bases), *wanted]
    return Estimate(
        round(sum(part.seconds for part in parts), 1), sum(part.output_bytes for part in parts)
    )


def estimate_extras(bases: int) -> dict[str, Estimate]:
    """What each setting that costs more adds where it is on, by its name."""
    return {name: cost.of(bases) for name, cost in _EXTRAS.items()}
