"""From a genome as written to the same genome turned, and back.

In: positions, SSR rows or genes in one frame. Out: the same in the other. A turned genome is
its reverse complement, so [start, end) of a genome of L bp becomes [L - end, L - start); doing it
twice gives what was there before.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from crossroad_desktop.pipeline.annotations import Genes
from crossroad_desktop.pipeline.complements import reverse_complement
from crossroad_desktop.pipeline.motifs import mirror_motifs
from crossroad_desktop.pipeline.ssr import SsrRows, order_rows

_Value = TypeVar("_Value", bound=np.generic)


def mirror_intervals(
    start: NDArray[np.int32],
    end: NDArray[np.int32],
    length: NDArray[np.int64],
    is_flipped: NDArray[np.bool_],
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Start and end in the other frame where `is_flipped` is true; one row per interval, with the
    bp of its genome."""
    return (
        np.where(is_flipped, length - end, start).astype(np.int32),
        np.where(is_flipped, length - start, end).astype(np.int32),
    )


def mirror_ssrs(
    ssrs: SsrRows, lengths: NDArray[np.int64], is_flipped: NDArray[np.bool_],
    min_repeats: dict[int, int],
) -> SsrRows:  # fmt: skip
    """The SSRs that a scan of the turned genomes would have found, in its order.

    `lengths` and `is_flipped` have one entry per record of the FASTA. Intervals are maximal on
    both strands alike, so none comes or goes; what begins the motif there are the last bases here.
    """
    rows = np.flatnonzero(is_flipped[ssrs.genome])
    if not len(rows):
        return ssrs
    genome, start, end = ssrs.genome[rows], ssrs.start[rows], ssrs.end[rows]
    motif = mirror_motifs(ssrs.motif[rows], end - start)
    start, end = lengths[genome] - end, lengths[genome] - start
    # A genome has as many rows as before, so the same rows take them up, in another order.
    order = order_rows(genome, start, motif, min_repeats)
    return SsrRows(
        genome=ssrs.genome,
        start=_replace(ssrs.start, rows, start[order]),
        end=_replace(ssrs.end, rows, end[order]),
        motif=_replace(ssrs.motif, rows, motif[order]),
        flanks=None
        if ssrs.flanks is None
        # Before and after lie side by side, so turning a row exchanges them too.
        else _replace(ssrs.flanks, rows, reverse_complement(ssrs.flanks[rows[order]])),
    )


def mirror_genes(
    genes: Genes,
    genome_ids: Sequence[str],
    lengths: NDArray[np.int64],
    is_flipped: NDArray[np.bool_],
) -> Genes:
    """The genes of turned genomes where they then lie; rows keep their order.

    A gene that ends behind the end of its genome begins before its start then, at a negative
    position. The other arguments have one entry per record of the FASTA.
    """
    if not is_flipped.any():
        return genes
    numbers = {genome_id: number for number, genome_id in enumerate(genome_ids)}
    number = np.array([numbers.get(name, -1) for name in genes.genome_ids], np.int64)[genes.genome]
    is_turned = (number >= 0) & is_flipped[number]
    start, end = mirror_intervals(genes.start, genes.end, lengths[number], is_turned)
    return replace(genes, start=start, end=end)


def _replace(
    column: NDArray[_Value], rows: NDArray[np.int64], values: NDArray[Any]
) -> NDArray[_Value]:
    replaced = column.copy()
    replaced[rows] = values
    return replaced
