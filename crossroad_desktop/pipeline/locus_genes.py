"""In which gene a locus lies, or between which.

In: the places of loci, each in one genome, and genes. Out: per locus the genes it overlaps, or the
nearest ones on both sides.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from crossroad_desktop.pipeline.annotations import Genes, RowsByGenome
from crossroad_desktop.pipeline.genes import Intervals, intersect_genes

NAME_SEPARATOR: Final = ": "
"""Between the genes of a locus that overlaps several."""


@dataclass(frozen=True)
class LocusGenes:
    """One entry per locus; None and -1 where there is no such gene."""

    inside: list[str | None]
    """Genes that the locus overlaps, in BED order, joined by NAME_SEPARATOR."""
    before: list[str | None]
    """The nearest gene that ends before a locus outside genes."""
    distance_before: NDArray[np.int32]
    """bp between the two."""
    after: list[str | None]
    distance_after: NDArray[np.int32]


def find_locus_genes(
    places: Intervals, genes: Genes | None, genome_ids: Sequence[str]
) -> LocusGenes:
    """The genes of loci; `genome_ids` are the FASTA's, by the genome numbers of `places`.

    Of several genes at one distance the first in the BED file is given. A locus without length
    overlaps a gene that it lies inside of.
    """
    count = len(places)
    found = LocusGenes(
        inside=[None] * count,
        before=[None] * count,
        distance_before=np.full(count, -1, np.int32),
        after=[None] * count,
        distance_after=np.full(count, -1, np.int32),
    )
    if genes is None or count == 0:
        return found
    _fill_inside(found, places, genes, genome_ids)
    is_outside = np.array([names is None for names in found.inside])
    rows_by_genome = RowsByGenome(genes)
    for genome in np.unique(places.genome[is_outside]).tolist():
        loci = np.flatnonzero(is_outside & (places.genome == genome))
        _fill_nearest(found, places, genes, rows_by_genome.find(genome_ids[genome]), loci)
    return found


def _fill_inside(
    found: LocusGenes, places: Intervals, genes: Genes, genome_ids: Sequence[str]
) -> None:
    pairs = intersect_genes(places, genes, genome_ids)
    names: dict[int, list[str]] = {}
    for locus, row in zip(pairs.ssr.tolist(), pairs.gene.tolist(), strict=True):
        of_locus = names.setdefault(locus, [])
        name = genes.names[genes.name[row]]
        if name not in of_locus:
            of_locus.append(name)
    for locus, of_locus in names.items():
        found.inside[locus] = NAME_SEPARATOR.join(of_locus)


def _fill_nearest(
    found: LocusGenes,
    places: Intervals,
    genes: Genes,
    rows: NDArray[np.int64],
    loci: NDArray[np.int64],
) -> None:
    """Fills in the neighbours of some loci of one genome, whose genes are `rows`."""
    if not len(rows):
        return
    # Last row of the largest end, first row of the least start: of equals the first in the file.
    by_end = rows[np.lexsort((-rows, genes.end[rows]))]
    by_start = rows[np.lexsort((rows, genes.start[rows]))]
    before = np.searchsorted(genes.end[by_end], places.start[loci], "right") - 1
    after = np.searchsorted(genes.start[by_start], places.end[loci], "left")
    for locus, left, right in zip(loci.tolist(), before.tolist(), after.tolist(), strict=True):
        if left >= 0:
            row = by_end[left]
            found.before[locus] = genes.names[genes.name[row]]
            found.distance_before[locus] = places.start[locus] - genes.end[row]
        if right < len(rows):
            row = by_start[right]
            found.after[locus] = genes.names[genes.name[row]]
            found.distance_after[locus] = genes.start[row] - places.end[locus]
