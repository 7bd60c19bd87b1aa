"""What goes into the locus catalogue and what comes out of it, as columns.

Genomes are numbered from 0 among the ANALYSED genomes, in file order; all positions are 0-based,
half-open, in bp, in the oriented frame.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

FLANK_LENGTH: Final = 48
"""bp kept on each side of a locus, for its name and for the tables."""


class Genomes(Protocol):
    """The analysed genomes, read one at a time, so that they are never all in memory."""

    @property
    def ids(self) -> Sequence[str]:
        """Genome ids, in file order."""
        ...

    def read(self, genome: int) -> NDArray[np.uint8]:
        """ASCII codes of A, C, G, T, N of one genome, oriented; a new array, which may be kept."""
        ...


@dataclass(frozen=True)
class Tracts:
    """SSRs and longer repeats: one row each, by genome, start, motif length."""

    genome: NDArray[np.int32]
    start: NDArray[np.int32]
    end: NDArray[np.int32]
    """A partial unit at the end is inside."""
    motif_length: NDArray[np.int32]

    def __len__(self) -> int:
        return len(self.start)


class State(IntEnum):
    """What a genome has at a locus; the order of locus_tables.STATES."""

    TYPED = 0
    """Flanks found once, in order; as many units as the detection threshold or more."""
    BELOW_THRESHOLD = 1
    """The same with fewer units, at least one."""
    ABSENT = 2
    """Flanks found, no unit between them."""
    MULTIPLE = 3
    """Flanks found in more than one place."""
    MISSING = 4
    """Flanks not found, or N or the record's end between them."""


class Unplaced(IntEnum):
    """Why a tract belongs to no locus."""

    FLANK_NOT_KNOWN = 0
    """N or the record's end within the flank."""
    FLANKS_REPEAT = 1
    """Its surroundings repeat themselves."""
    FLANKS_NOT_FOUND = 2


@dataclass(frozen=True)
class Loci:
    """One row per locus: those on the anchor by position, then the others by genome id, start."""

    motif: list[str]
    """Unit on the forward strand of `genome`, as it stands at the start of the tract there."""
    motif_class: list[str]
    """First of all rotations of the motif and its reverse complement."""
    genome: NDArray[np.int32]
    """In which genome the position is given."""
    start: NDArray[np.int32]
    """Where the left flank ends there."""
    end: NDArray[np.int32]
    """Where the right flank starts there."""
    left_flank: list[str]
    """Up to FLANK_LENGTH bases that end at `start`."""
    right_flank: list[str]
    """Up to FLANK_LENGTH bases that begin at `end`."""

    def __len__(self) -> int:
        return len(self.motif)


@dataclass(frozen=True)
class Alleles:
    """One row per locus and genome; one per place where there are several. By locus, genome,
    start."""

    locus: NDArray[np.int32]
    genome: NDArray[np.int32]
    state: NDArray[np.int8]
    """Of the cell: all its rows have the same."""
    repeat: NDArray[np.int32]
    """Full units; -1 if missing."""
    start: NDArray[np.int32]
    end: NDArray[np.int32]
    """Of the tract; of an absent one both are the place where the flanks meet; -1 if missing."""
    strand: NDArray[np.int8]
    """1 or -1: the genome has the locus on the strand of `Loci.genome`, or on the other; 0 if
    missing."""
    tract: NDArray[np.int32]
    """Row of the tracts that is this allele; -1 where none is."""

    def __len__(self) -> int:
        return len(self.locus)


@dataclass(frozen=True)
class Catalogue:
    """The loci of a set of genomes, and every genome's alleles."""

    anchor: int
    """The genome that gives the coordinates."""
    loci: Loci
    alleles: Alleles
    unplaced: NDArray[np.int32]
    """Rows of the tracts that belong to no locus, ascending."""
    unplaced_reason: NDArray[np.int8]
    """`Unplaced`, one per row of `unplaced`."""
    covered: NDArray[np.float64]
    """Share (0-1) of each genome that could be laid over the anchor."""
