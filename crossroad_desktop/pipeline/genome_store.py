"""The analysed genomes in one temporary file, so that each can be read again alone.

In: batches of cleaned genomes, as they pass while the FASTA is read. Out: the bases of one genome,
as written or oriented.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np
from numpy.typing import NDArray

from crossroad_desktop.pipeline.complements import reverse_complement
from crossroad_desktop.pipeline.fasta import GenomeBatch


class GenomeStore:
    """A file that is there until the `with` block is left."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file = path.open("w+b")
        self._offsets: list[int] = []
        self._lengths: list[int] = []
        self._bytes = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.remove()

    def remove(self) -> None:
        """Removes the file, before the block is left; nothing can be read any more."""
        try:
            self._file.close()
        finally:
            self._path.unlink(missing_ok=True)

    def append(self, batch: GenomeBatch) -> None:
        """Adds all records of a batch; they get the next numbers from 0."""
        self._file.seek(self._bytes)
        self._file.write(batch.bases.data)
        self._offsets += (batch.offsets + self._bytes).tolist()
        self._lengths += batch.lengths.tolist()
        self._bytes += len(batch.bases)

    def read(self, genome: int) -> NDArray[np.uint8]:
        """ASCII codes of A, C, G, T, N of one genome as written; a new array."""
        bases = np.empty(self._lengths[genome], np.uint8)
        self._file.seek(self._offsets[genome])
        self._file.readinto(bases.data)
        return bases

    def read_some(self, genomes: Sequence[int]) -> Iterator[NDArray[np.uint8]]:
        """The bases of some genomes as written, one after the other."""
        return map(self.read, genomes)


@dataclass(frozen=True)
class OrientedGenomes:
    """The genomes of a store in the oriented frame; they are `Genomes` of the locus catalogue."""

    ids: Sequence[str]
    """Genome ids, in file order."""
    store: GenomeStore
    is_flipped: NDArray[np.bool_]
    """One per genome."""

    def read(self, genome: int) -> NDArray[np.uint8]:
        """ASCII codes of A, C, G, T, N of one genome, oriented; a new array, which may be kept."""
        bases = self.store.read(genome)
        return reverse_complement(bases) if self.is_flipped[genome] else bases
