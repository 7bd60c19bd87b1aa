"""The genomes at the tips of the tree, one at a time.

Comes in: Ancestor and its lineages. Goes out: Sample (what the categories file says of a genome)
and Genome (its bases, genes and loci in its own coordinates).
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from crossroad_desktop.simulate.ancestor import Ancestor
from crossroad_desktop.simulate.bases import N_CODE, Codes, Positions
from crossroad_desktop.simulate.evolution import Lineage, evolve, substituted
from crossroad_desktop.simulate.parameters import SimulationParameters, Stage, random_stream

# As many as LIMITS allow.
CATEGORIES: Final = (
    "I",
    "IIa",
    "IIb",
    "III",
    "IVa",
    "IVb",
    "V",
    "VIa",
    "VIb",
    "VII",
    "VIIIa",
    "VIIIb",
)
COUNTRIES: Final = (
    "Nigeria",
    "Cameroon",
    "Germany",
    "Brazil",
    "India",
    "Japan",
    "Canada",
    "Kenya",
    "Portugal",
    "Peru",
    "Vietnam",
    "Australia",
)

_SHORTEST_N_RUN, _LONGEST_N_RUN = 10, 100


@dataclass(frozen=True)
class Sample:
    """What is known of a genome; clade and country are indexes, missing cells are flags."""

    genome_id: str
    clade: int
    country: int
    year: int
    is_missing: tuple[bool, bool, bool]  # category, country, year


@dataclass(frozen=True)
class Genome:
    """One genome in its own coordinates, genes and loci in the order of the ancestor's.

    mutable_start, mutable_end: where the ancestor's mutable stretches now lie.
    """

    codes: Codes
    gene_start: Positions
    gene_end: Positions
    locus_start: Positions
    locus_end: Positions
    repeat: Positions
    mutable_start: Positions
    mutable_end: Positions


@dataclass(frozen=True)
class _Edits:
    """Disjoint replacements of [start, end) of the ancestor by codes, in order."""

    start: Positions
    end: Positions
    codes: tuple[Codes, ...]


def grow_genome(
    ancestor: Ancestor,
    lineages: Mapping[tuple[int, int], Lineage],
    parameters: SimulationParameters,
    index: int,
) -> tuple[Sample, Genome]:
    """Genome `index` (from 0) and what is known of it; later years carry more mutations."""
    sample = _draw_sample(parameters, index)
    years = sample.year - parameters.first_year + 1
    random = random_stream(parameters, Stage.GENOME, index)
    lineage = lineages[sample.clade, sample.country]
    genome = _assemble(ancestor, evolve(lineage, years, ancestor, parameters, random))
    random = random_stream(parameters, Stage.N_RUN, index)
    if random.random() < parameters.n_run_share:
        genome = _with_n_run(genome, ancestor, random)
    return sample, genome


def _draw_sample(parameters: SimulationParameters, index: int) -> Sample:
    """Genome `index` (from 0): clades in turn, country and year at random.

    Of the share of genomes with missing metadata, one to three of the cells are missing.
    """
    random = random_stream(parameters, Stage.SAMPLE, index)
    country = int(random.integers(parameters.countries))
    year = int(random.integers(parameters.first_year, parameters.last_year + 1))
    random = random_stream(parameters, Stage.MISSING_METADATA, index)
    is_incomplete = random.random() < parameters.missing_metadata_share
    cells = int(random.integers(1, 8)) if is_incomplete else 0
    is_missing = (bool(cells & 1), bool(cells & 2), bool(cells & 4))
    return Sample(f"SIM{index + 1:04d}", index % parameters.clades, country, year, is_missing)


def _assemble(ancestor: Ancestor, lineage: Lineage) -> Genome:
    edits = _all_edits(ancestor, lineage)
    codes = substituted(ancestor, lineage)
    pieces = []
    done = 0
    for start, end, replacement in zip(
        edits.start.tolist(), edits.end.tolist(), edits.codes, strict=True
    ):
        pieces += [codes[done:start], replacement]
        done = end
    genome = np.concatenate((*pieces, codes[done:]))
    genes, loci, mutable = ancestor.genes, ancestor.loci, ancestor.mutable
    motif_length = np.array([motif.size for motif in loci.motif], dtype=np.int64)
    locus_start = _moved(loci.start, edits)
    return Genome(
        codes=genome,
        gene_start=_moved(genes.start, edits),
        gene_end=_moved(genes.end - 1, edits) + 1,
        locus_start=locus_start,
        locus_end=locus_start + motif_length * lineage.repeat,
        repeat=lineage.repeat,
        # The bases on either side of a mutable stretch stay, so they tell where it now lies.
        mutable_start=np.where(mutable.start > 0, _moved(mutable.start - 1, edits) + 1, 0),
        mutable_end=_moved(mutable.end, edits),
    )


def _all_edits(ancestor: Ancestor, lineage: Lineage) -> _Edits:
    """Indels, and a new tract for every locus whose repeat number has changed."""
    loci = ancestor.loci
    changed = np.flatnonzero(lineage.repeat != loci.repeat)
    tracts = tuple(np.tile(loci.motif[locus], lineage.repeat[locus]) for locus in changed)
    start = np.concatenate((lineage.indel_start, loci.start[changed]))
    end = np.concatenate((lineage.indel_end, loci.end[changed]))
    codes = lineage.indel_codes + tracts
    order = np.argsort(start)
    return _Edits(start[order], end[order], tuple(codes[index] for index in order))


def _moved(position: Positions, edits: _Edits) -> Positions:
    """Where bases of the ancestor now lie; an insertion goes before the base at its position."""
    sizes = np.array([codes.size for codes in edits.codes], dtype=np.int64)
    shift = np.concatenate(([0], np.cumsum(sizes - (edits.end - edits.start))))
    return position + shift[np.searchsorted(edits.end, position, side="right")]


def _with_n_run(genome: Genome, ancestor: Ancestor, random: np.random.Generator) -> Genome:
    """The genome with one run of N in a mutable stretch between genes."""
    room = np.where(ancestor.mutable.gene < 0, genome.mutable_end - genome.mutable_start, 0)
    reach: Positions = np.cumsum(room)
    stretch = np.searchsorted(reach, random.integers(reach[-1]), side="right")
    length = min(int(random.integers(_SHORTEST_N_RUN, _LONGEST_N_RUN + 1)), int(room[stretch]))
    start = genome.mutable_start[stretch] + random.integers(room[stretch] - length + 1)
    codes = genome.codes.copy()
    codes[start : start + length] = N_CODE
    return replace(genome, codes=codes)
