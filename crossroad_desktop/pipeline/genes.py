"""Which SSRs lie in which genes.

In: SSR rows and genes. Out: one row per pair that overlaps by at least one base; strand is ignored.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from crossroad_desktop.pipeline.annotations import Genes

POSITIONS: Final = ("intersect_start", "intersect_stop", "IN")
"""Where an SSR lies in its gene, by position code: over the gene's start, else over its end, else
inside."""

# Room for a coordinate behind the genome number in one sortable key. A gene of a turned genome may
# begin before its start, but above -2**31, so that keys of two genomes still do not mix.
_KEY_SHIFT: Final = 32


class Intervals(Protocol):
    """Places in genomes, one row each: SSRs, or loci."""

    @property
    def genome(self) -> NDArray[np.int32]:
        """Number of the record in the FASTA file, from 0."""
        ...

    @property
    def start(self) -> NDArray[np.int32]:
        """0-based, in bp."""
        ...

    @property
    def end(self) -> NDArray[np.int32]:
        """Exclusive."""
        ...

    def __len__(self) -> int: ...


@dataclass(frozen=True)
class SsrGenePairs:
    """One row per SSR and gene that overlap; in SSR order, then in gene file order."""

    ssr: NDArray[np.int64]
    """Row of the SSR."""
    gene: NDArray[np.int64]
    """Row of the gene."""
    position: NDArray[np.uint8]
    """Index into POSITIONS."""

    def __len__(self) -> int:
        return len(self.ssr)


def intersect_genes(ssrs: Intervals, genes: Genes, genome_ids: Sequence[str]) -> SsrGenePairs:
    """All pairs with ssr.start < gene.end and gene.start < ssr.end in one genome.

    `genome_ids` are the FASTA's, by genome number. A gene without length is widened by one base on
    both sides first, as bedtools does. Needs O((SSRs + genes) log genes + pairs) steps also
    where one gene spans a whole genome: genes are searched by classes of similar length.
    """
    numbers = {genome_id: number for number, genome_id in enumerate(genome_ids)}
    number_of = np.array([numbers.get(genome_id, -1) for genome_id in genes.genome_ids], np.int64)
    genome = number_of[genes.genome]
    is_empty = genes.start == genes.end
    gene_start = genes.start.astype(np.int64) - is_empty
    gene_end = genes.end.astype(np.int64) + is_empty
    length_classes = np.frexp((gene_end - gene_start).astype(np.float64))[1]
    found = [
        _intersect_class(ssrs, genome, gene_start, gene_end, np.flatnonzero(is_member))
        for length_class in np.unique(length_classes)
        if (is_member := (length_classes == length_class) & (genome >= 0)).any()
    ]
    ssr = np.concatenate([pair[0] for pair in found] or [np.zeros(0, np.int64)])
    gene = np.concatenate([pair[1] for pair in found] or [np.zeros(0, np.int64)])
    order = np.lexsort((gene, ssr))
    ssr, gene = ssr[order], gene[order]
    return SsrGenePairs(ssr, gene, _classify_positions(ssrs, genes, ssr, gene))


def _intersect_class(
    ssrs: Intervals,
    genome: NDArray[np.int64],
    start: NDArray[np.int64],
    end: NDArray[np.int64],
    members: NDArray[np.int64],
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Pairs with the genes in `members`, whose lengths differ by a factor of two at most."""
    longest = int((end[members] - start[members]).max())
    keys = (genome[members] << _KEY_SHIFT) + start[members]
    order = np.argsort(keys, kind="stable")
    members, keys = members[order], keys[order]
    ssr_genome = ssrs.genome.astype(np.int64) << _KEY_SHIFT
    # Every gene that overlaps begins before the SSR's end and less than `longest` before its start.
    first = np.searchsorted(keys, ssr_genome + (ssrs.start - longest + 1), "left")
    stop = np.searchsorted(keys, ssr_genome + ssrs.end, "left")
    count = np.maximum(stop - first, 0)
    ssr = np.repeat(np.arange(len(ssrs)), count)
    place = np.arange(len(ssr)) - np.repeat(np.cumsum(count) - count, count)
    gene = members[np.repeat(first, count) + place]
    overlaps = end[gene] > ssrs.start[ssr]
    return ssr[overlaps], gene[overlaps]


def _classify_positions(
    ssrs: Intervals, genes: Genes, ssr: NDArray[np.int64], gene: NDArray[np.int64]
) -> NDArray[np.uint8]:
    is_over_start = ssrs.start[ssr] < genes.start[gene]
    is_over_end = ssrs.end[ssr] > genes.end[gene]
    return np.select([is_over_start, is_over_end], [0, 1], 2).astype(np.uint8)
