"""What a simulated set of genomes is like."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

MIN_UNITS: Final[Mapping[int, int]] = {
    **{1: 12, 2: 6, 3: 4, 4: 3, 5: 3, 6: 2},
    **dict.fromkeys(range(7, 20), 3),
    **dict.fromkeys(range(20, 101), 2),
}
"""Least number of units of a repeat by motif length: the program's default thresholds."""


@dataclass(frozen=True)
class TruthSettings:
    """Shares are 0-1; lengths are in bp."""

    seed: int = 1
    genomes: int = 50
    loci: int = 300
    """Tracts planted in the ancestor; some hundreds more arise by chance."""
    divergence: float = 0.01
    """Substitutions per base between the ancestor and each genome."""
    clades: int = 0
    """Into how many clades the genomes fall, half of the divergence before the split; 0: none."""

    spacing: int = 600
    """Mean distance of planted tracts."""
    gc: float = 0.36
    terminal_repeat: int = 3000
    """Length of the inverted repeat at the genome's ends; 0: none."""
    long_units: float = 0.05
    """Planted tracts with units of 7-30 bp; the others have 1-6 bp."""

    indels: float = 0.1
    """Insertions and deletions of 1-8 bp, per substitution."""
    rate_in_tracts: float = 0.1
    """Substitutions per base in a tract, as a share of those elsewhere."""
    slipped: float = 0.35
    """Tracts that gain or lose units, per genome."""
    lost: float = 0.03
    """Tracts of which nothing is left."""
    shrunken: float = 0.03
    """Tracts that keep any smaller number of units."""
    rotated: float = 0.08
    """Tracts with the same number of units that begin some bases later in the unit."""
    segments: float = 0.4
    """Genomes that lack a dispensable segment; there are three, and the first genome lacks one."""
    deletions: float = 0.2
    """Genomes with a deletion of 0.5-5 kb."""
    rearranged: float = 0.1
    """Genomes with an inversion or a translocation."""
    unlike_ends: float = 0.5
    """Genomes whose two terminal repeats slip apart."""
    truncated_ends: float = 0.1
    """Genomes whose second terminal repeat is cut short."""
    with_n: float = 0.4
    """Genomes with 1-5 runs of 5-800 N."""
    flipped: float = 0.5
    """Genomes written from their other strand; never the first."""


UNCHANGED: Final = TruthSettings(
    divergence=0,
    lost=0,
    shrunken=0,
    slipped=0,
    rotated=0,
    segments=0,
    deletions=0,
    rearranged=0,
    unlike_ends=0,
    truncated_ends=0,
    with_n=0,
)
"""Genomes like their ancestor, but for their strand."""
