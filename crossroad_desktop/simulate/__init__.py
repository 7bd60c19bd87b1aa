"""Simulated genomes with known truth, from nothing but a seed.

Demo data, test oracle and planning tool. SimulationParameters in; FASTA, categories, genes (BED),
truth and summary out. Reading order: parameters (what is asked for), run (the steps), bases,
ancestor (genes and SSR loci), evolution (mutations along the tree), genomes (its tips), files
(what is written). Nothing here is a real genome, and the FASTA headers and the summary say so.

Guaranteed in every genome:
- Each planted SSR locus stands at exactly [start, end) of the truth table, a whole number of
  units, maximal on both sides: any correct finder whose threshold is <= `repeat` reports it.
  SSRs that arose by chance are there too and are not in the truth table.
- Each gene of the BED file begins with ATG and ends with a stop codon, read on its strand.
- A gene has a length divisible by 3 and no stop codon inside as long as each of its loci differs
  from the ancestor by a multiple of 3 bases (always so for motif lengths 3 and 6; loci of other
  motif lengths inside genes are there to switch reading frames off, as in phase variation).

Left out of the model: selection, recombination, inverted repeats, duplications, and mutations
inside bases that an earlier indel inserted.
"""

from crossroad_desktop.simulate.files import SimulationFiles, simulation_files
from crossroad_desktop.simulate.parameters import LIMITS, SimulationParameters
from crossroad_desktop.simulate.run import SimulationSummary, simulate

__all__ = [
    "LIMITS",
    "SimulationFiles",
    "SimulationParameters",
    "SimulationSummary",
    "simulate",
    "simulation_files",
]
