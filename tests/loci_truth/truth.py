"""The true catalogue of a simulated set: which repeats are one place, and what every genome has.

In: settings. Out: genomes, loci, and a cell for every genome and locus. All places are 0-based,
half-open, in the oriented genomes, or in the ancestor where that is said.
"""

from dataclasses import dataclass

import numpy as np

from .ancestor import Ancestor, make_ancestor
from .cells import TrueCell, find_witnessed, read_cells
from .edits import copy_of, mutate
from .genomes import TrueGenome, make_genome
from .loci import TrueLocus, TrueRow, find_loci
from .settings import TruthSettings


@dataclass(frozen=True)
class Truth:
    """A simulated set with its answers."""

    ancestor: Ancestor
    genomes: tuple[TrueGenome, ...]
    loci: tuple[TrueLocus, ...]
    """By motif length, rotation, place in the ancestor."""
    rows: tuple[TrueRow, ...]
    """All repeats of all genomes, by genome, start, motif length."""
    cells: tuple[tuple[TrueCell, ...], ...]
    """By genome, then by locus."""


def simulate(settings: TruthSettings) -> Truth:
    """Genomes and answers; the same ones for the same settings."""
    ancestor = make_ancestor(settings, np.random.default_rng((settings.seed, 0)))
    genomes = tuple(_make_genomes(ancestor, settings))
    loci, rows = find_loci(genomes)
    witnessed = find_witnessed(ancestor, genomes, loci, rows)
    cells = tuple(read_cells(ancestor, genome, loci, witnessed) for genome in genomes)
    return Truth(ancestor, genomes, loci, rows, cells)


def _make_genomes(ancestor: Ancestor, settings: TruthSettings) -> list[TrueGenome]:
    clades = []
    for clade in range(max(1, settings.clades)):
        copy = copy_of(ancestor)
        if settings.clades:
            random = np.random.default_rng((settings.seed, 1, clade))
            mutate(copy, ancestor, settings.divergence / 2, settings, random)
        clades.append(copy)
    made = []
    for number in range(settings.genomes):
        random = np.random.default_rng((settings.seed, 2, number))
        clade = int(random.integers(len(clades)))
        made.append(make_genome(number, clade, clades[clade], ancestor, settings, random))
    return made
