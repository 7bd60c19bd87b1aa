"""simulate(): SimulationParameters and a prefix in, five files and a SimulationSummary out."""

import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from crossroad_desktop.simulate.ancestor import Ancestor, loci_asked, make_ancestor
from crossroad_desktop.simulate.bases import N_CODE
from crossroad_desktop.simulate.evolution import grow_lineages
from crossroad_desktop.simulate.files import (
    STATEMENT,
    SimulationFiles,
    open_files,
    simulation_files,
    write_genome,
    write_summary,
    written_together,
)
from crossroad_desktop.simulate.genomes import Genome, Sample, grow_genome
from crossroad_desktop.simulate.parameters import LIMITS, SimulationParameters


@dataclass(frozen=True)
class SimulationSummary:
    """What a simulation holds.

    bases: of all genomes together. genes: in each genome. loci_asked, loci_planted: fewer are
    planted than asked for where there is no room. polymorphic_loci: planted loci with at least
    two repeat numbers among these genomes, however small.
    """

    genomes: int
    bases: int
    shortest_genome: int
    longest_genome: int
    genes: int
    loci_asked: int
    loci_planted: int
    loci_in_genes: int
    polymorphic_loci: int
    genomes_with_missing_metadata: int
    genomes_with_n_run: int


def simulate(
    parameters: SimulationParameters,
    prefix: Path,
    progress: Callable[[int, int], None] | None = None,
    *,
    replace: bool = False,
) -> SimulationSummary:
    """What was simulated; the files lie at simulation_files(prefix), all of them or none.

    progress(done, total) is called after each genome. Missing folders are made. Raises InputError
    if a file exists and replace is False, OutputError if the folder cannot be written.
    """
    files = simulation_files(prefix)
    with written_together(files, replace) as temporary:
        summary = _write_genomes(parameters, temporary, progress)
        write_summary(temporary.summary, _summary_content(parameters, summary))
    return summary


def _write_genomes(
    parameters: SimulationParameters,
    files: SimulationFiles,
    progress: Callable[[int, int], None] | None,
) -> SimulationSummary:
    ancestor = make_ancestor(parameters)
    lineages = grow_lineages(ancestor, parameters)
    tally = _Tally(ancestor)
    with open_files(files) as opened:
        for index in range(parameters.genomes):
            sample, genome = grow_genome(ancestor, lineages, parameters, index)
            write_genome(opened, ancestor, sample, genome)
            tally.add(sample, genome)
            if progress is not None:
                progress(index + 1, parameters.genomes)
    return tally.summary(parameters)


class _Tally:
    """Counts over the genomes seen so far."""

    def __init__(self, ancestor: Ancestor) -> None:
        self._ancestor = ancestor
        self._genomes = 0
        self._bases = 0
        self._shortest = sys.maxsize
        self._longest = 0
        self._fewest_units = np.full_like(ancestor.loci.repeat, np.iinfo(np.int64).max)
        self._most_units = np.zeros_like(ancestor.loci.repeat)
        self._with_missing_metadata = 0
        self._with_n_run = 0

    def add(self, sample: Sample, genome: Genome) -> None:
        self._genomes += 1
        self._bases += genome.codes.size
        self._shortest = min(self._shortest, genome.codes.size)
        self._longest = max(self._longest, genome.codes.size)
        np.minimum(self._fewest_units, genome.repeat, out=self._fewest_units)
        np.maximum(self._most_units, genome.repeat, out=self._most_units)
        self._with_missing_metadata += any(sample.is_missing)
        self._with_n_run += bool(genome.codes.max() == N_CODE)

    def summary(self, parameters: SimulationParameters) -> SimulationSummary:
        loci = self._ancestor.loci
        return SimulationSummary(
            genomes=self._genomes,
            bases=self._bases,
            shortest_genome=self._shortest,
            longest_genome=self._longest,
            genes=len(self._ancestor.genes.name),
            loci_asked=loci_asked(parameters),
            loci_planted=len(loci.name),
            loci_in_genes=int((loci.gene >= 0).sum()),
            polymorphic_loci=int((self._fewest_units < self._most_units).sum()),
            genomes_with_missing_metadata=self._with_missing_metadata,
            genomes_with_n_run=self._with_n_run,
        )


def _summary_content(
    parameters: SimulationParameters, summary: SimulationSummary
) -> dict[str, object]:
    # 1 and 1.0 are the same parameter, so they must give the same bytes.
    used = {name: type(LIMITS[name][0])(value) for name, value in asdict(parameters).items()}
    return {"statement": STATEMENT, "parameters": used, **asdict(summary)}
