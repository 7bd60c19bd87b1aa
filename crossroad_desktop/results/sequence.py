"""A stretch of one genome, with what is beside it, as the analysis read it.

In: the FASTA file of a job, plain or gzip. Out: a few bases. The file is read up to the record and
no further, one block at a time.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from crossroad_desktop.errors import NotFoundError, ParameterError
from crossroad_desktop.pipeline.complements import reverse_complement
from crossroad_desktop.pipeline.fasta import read_genomes
from crossroad_desktop.pipeline.input_file import InputFile

MOST_BASES: Final = 100_000
"""bp that are given at once, those beside the stretch too."""


@dataclass(frozen=True)
class Stretch:
    """Some consecutive bases of a genome: A, C, G, T and N."""

    before: str
    """Ends where the stretch begins; shorter than asked for at the start of the genome."""
    sequence: str
    after: str
    length_genome: int
    """bp."""


def read_stretch(
    fasta: Path,
    genome_id: str,
    start: int,
    end: int,
    flank: int = 0,
    *,
    is_turned: bool = False,
) -> Stretch:
    """The bases [start, end) of a genome, 0-based, and up to `flank` bp on either side; of the
    reverse complement of the record if the analysis turned it.

    Raises ParameterError if this is not in the genome or more than MOST_BASES, NotFoundError if
    there is no such genome, InputError if the file cannot be read.
    """
    _require_fitting_size(start, end, flank)
    bases = _read_record(fasta, genome_id)
    if is_turned:
        bases = reverse_complement(bases)
    if end > len(bases):
        raise ParameterError(
            f"end is {end:,}, but {genome_id} has {len(bases):,} bp; positions count from 0.",
            field="end",
        )
    return Stretch(
        before=_text(bases[max(start - flank, 0) : start]),
        sequence=_text(bases[start:end]),
        after=_text(bases[end : end + flank]),
        length_genome=len(bases),
    )


def _require_fitting_size(start: int, end: int, flank: int) -> None:
    if not 0 <= start <= end:
        raise ParameterError(
            f"start is {start:,} and end {end:,}: start must be 0 or more, and not beyond end.",
            field="start",
        )
    if flank < 0:
        raise ParameterError(f"flank is {flank:,}: it must be 0 or more.", field="flank")
    if end - start + 2 * flank > MOST_BASES:
        raise ParameterError(
            f"These are {end - start + 2 * flank:,} bases; ask for {MOST_BASES:,} at most.",
            field="end",
        )


def _read_record(fasta: Path, genome_id: str) -> NDArray[np.uint8]:
    with InputFile(fasta) as file:
        for batch in read_genomes(file):
            if genome_id in batch.ids:
                row = batch.ids.index(genome_id)
                first = int(batch.offsets[row])
                return batch.bases[first : first + int(batch.lengths[row])]
    raise NotFoundError(f"There is no genome {genome_id[:80]!r} in {fasta.name}.")


def _text(bases: NDArray[np.uint8]) -> str:
    return bases.tobytes().decode("ascii")
