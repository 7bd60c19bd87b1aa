"""Where the repeat number of a motif varies inside a gene: variation and hotspots.

In: pairs of SSRs and genes, with the metadata of the genomes. Out: one row per motif and gene with
all values seen there, and which of these rows vary, are hotspots, or differ from the reference.

The rules are croSSRoad's (0.3.6). A group is a motif and a gene; two groups are rotations of each
other if gene and repeat are the same and only the first base of the motif differs.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from crossroad_desktop.pipeline.annotations import Genes
from crossroad_desktop.pipeline.categories import GenomeMetadata
from crossroad_desktop.pipeline.genes import POSITIONS, SsrGenePairs
from crossroad_desktop.pipeline.motifs import list_rotations, motif_table
from crossroad_desktop.pipeline.parameters import AnalysisParameters
from crossroad_desktop.pipeline.ssr import SsrRows

Rows = NDArray[np.int64]

_VALUE_SEPARATOR = ": "


@dataclass(frozen=True)
class Variation:
    """One row per group (motif and gene), sorted by motif, then gene."""

    motif: NDArray[np.uint16]
    """Motif code."""
    gene: NDArray[np.int32]
    """Index into the gene names."""
    repeat_count: NDArray[np.int32]
    """Distinct repeat numbers."""
    genome_count: NDArray[np.int32]
    """Distinct genomes."""
    joined: dict[str, pa.StringArray]
    """Distinct values of a field in order of first appearance, joined by `: `; by field:
    genomeID, repeat, loci, length_of_ssr, category, year, ssr_position and the third column."""

    def __len__(self) -> int:
        return len(self.motif)


@dataclass(frozen=True)
class Hotspots:
    """Rows of Variation (row numbers, ascending unless said)."""

    rotated: Rows
    """Groups with a rotation in another group, both together in no more genomes than there are
    (croSSRoad's cyclical_variation)."""
    varying: Rows
    """Groups with more genomes and more repeat numbers than the two limits (repeatvariation)."""
    rotated_varying: Rows
    """Groups with a rotation in another group, one of them varying (hotspot_single_matches)."""
    hotspots: Rows
    """`rotated_varying`, then those of `varying` that are not among them."""


def select_difference(pairs: SsrGenePairs, ssrs: SsrRows, genes: Genes, reference: int) -> Rows:
    """Pairs of the reference, and pairs of other genomes whose motif, repeat number and gene the
    reference does not have; by gene, motif and repeat number as text, each pair once.

    `reference` is the number of the reference genome.
    """
    alleles = _rank_alleles(ssrs)[pairs.ssr]
    names = genes.name[pairs.gene]
    keys = _rank_texts(genes.names)[names].astype(np.int64) << 32 | alleles
    is_reference = ssrs.genome[pairs.ssr] == reference
    selected = is_reference | ~np.isin(keys, keys[is_reference])
    rows = np.flatnonzero(selected & _is_first_of_equals(pairs, genes))
    return rows[np.argsort(keys[rows], kind="stable")]


def group_variation(
    rows: Rows,
    pairs: SsrGenePairs,
    ssrs: SsrRows,
    genes: Genes,
    genome_ids: Sequence[str],
    metadata: GenomeMetadata,
) -> Variation:
    """The groups among some rows of the pairs, whose order decides which values come first."""
    ssr = pairs.ssr[rows]
    motif, gene, genome = ssrs.motif[ssr], genes.name[pairs.gene[rows]], ssrs.genome[ssr]
    ranks = motif_table().alphabetical_ranks[motif].astype(np.int64)
    keys = ranks << 32 | _rank_texts(genes.names)[gene]
    _, firsts, group = np.unique(keys, return_index=True, return_inverse=True)
    motif_length = motif_table().lengths[motif[firsts]]
    repeats = _distinct_values(group, ssrs.repeat[ssr])
    genomes = _distinct_values(group, genome)
    joined = {
        "genomeID": genomes.join(pa.array(genome_ids, pa.string())),
        **_join_repeats(repeats, motif[firsts], motif_length),
        "ssr_position": _distinct_values(group, pairs.position[rows]).join(pa.array(POSITIONS)),
    }
    for column in ("category", metadata.dynamic, "year"):
        values = metadata.columns[column]
        codes = values.indices.to_numpy()[genome]
        joined[column] = _distinct_values(group, codes).join(values.dictionary)
    return Variation(motif[firsts], gene[firsts], repeats.counts(), genomes.counts(), joined)


def select_hotspots(
    variation: Variation, total_genomes: int, parameters: AnalysisParameters
) -> Hotspots:
    """The groups that vary; `total_genomes` have at least one pair of SSR and gene."""
    rotation = motif_table().rotation_codes[variation.motif].astype(np.int64)
    _, family, family_size = np.unique(
        rotation << 32 | variation.gene, return_inverse=True, return_counts=True
    )
    has_rotation = family_size[family] >= 2
    genomes_in_family = np.bincount(family, variation.genome_count, len(family_size))
    is_varying = (variation.genome_count > parameters.min_genome_count) & (
        variation.repeat_count > parameters.min_repeat_count
    )
    rotated_varying = np.flatnonzero(has_rotation & np.isin(family, family[is_varying]))
    varying = np.flatnonzero(is_varying)
    return Hotspots(
        rotated=np.flatnonzero(has_rotation & (genomes_in_family[family] <= total_genomes)),
        varying=varying,
        rotated_varying=rotated_varying,
        hotspots=np.concatenate([rotated_varying, np.setdiff1d(varying, rotated_varying)]),
    )


def select_hotspot_pairs(
    hotspots: Rows,
    variation: Variation,
    difference: Rows,
    pairs: SsrGenePairs,
    ssrs: SsrRows,
    genes: Genes,
) -> Rows:
    """Pairs (ascending) whose motif, gene and genome belong to a hotspot.

    `difference` are the pairs that the variation was grouped from.
    """
    groups = variation.motif.astype(np.int64) << 32 | variation.gene
    pair_groups = ssrs.motif[pairs.ssr].astype(np.int64) << 32 | genes.name[pairs.gene]
    candidates = np.flatnonzero(np.isin(pair_groups, groups[hotspots]))
    genomes = ssrs.genome[pairs.ssr].astype(np.int64)
    _, group_numbers = np.unique(pair_groups, return_inverse=True)
    triples = group_numbers.astype(np.int64) << 32 | genomes
    return candidates[np.isin(triples[candidates], triples[difference])]


def describe_rotations(variation: Variation) -> list[str]:
    """All rotations of each group's motif, sorted and joined by `, `."""
    texts = motif_table().texts
    return [", ".join(list_rotations(texts[code])) for code in variation.motif]


@dataclass(frozen=True)
class _DistinctValues:
    offsets: NDArray[np.int32]
    """Where the values of each group begin in `codes`, and the end of the last."""
    codes: NDArray[np.int64]

    def counts(self) -> NDArray[np.int32]:
        return np.diff(self.offsets)

    def join(self, texts: pa.Array) -> pa.StringArray:
        return self.join_texts(texts.take(pa.array(self.codes)))

    def join_texts(self, texts: pa.Array) -> pa.StringArray:
        lists = pa.ListArray.from_arrays(pa.array(self.offsets), texts)
        return pc.binary_join(lists, _VALUE_SEPARATOR)


def _distinct_values(group: NDArray[np.int64], codes: NDArray[np.generic]) -> _DistinctValues:
    """The distinct codes of each group in order of first appearance; groups are 0, 1, 2 ..."""
    keys = group.astype(np.int64) << 32 | codes.astype(np.int64)
    distinct, firsts = np.unique(keys, return_index=True)
    order = np.lexsort((firsts, distinct >> 32))
    distinct = distinct[order]
    group_count = int(group.max(initial=-1)) + 1
    offsets = np.searchsorted(distinct >> 32, np.arange(group_count + 1)).astype(np.int32)
    return _DistinctValues(offsets, distinct & 0xFFFFFFFF)


def _join_repeats(
    repeats: _DistinctValues, motif: NDArray[np.uint16], motif_length: NDArray[np.uint8]
) -> dict[str, pa.StringArray]:
    # Inside a group the motif is the same, so loci and lengths are distinct where repeats are.
    counts = repeats.counts()
    texts = motif_table().texts
    motifs = [texts[code] for code in np.repeat(motif, counts)]
    numbers = repeats.codes.tolist()
    lengths = (repeats.codes * np.repeat(motif_length, counts)).tolist()
    loci = [f"({text}){number}" for text, number in zip(motifs, numbers, strict=True)]
    return {
        "repeat": repeats.join_texts(pa.array(map(str, numbers), pa.string())),
        "loci": repeats.join_texts(pa.array(loci, pa.string())),
        "length_of_ssr": repeats.join_texts(pa.array(map(str, lengths), pa.string())),
    }


def _is_first_of_equals(pairs: SsrGenePairs, genes: Genes) -> NDArray[np.bool_]:
    """Whether no earlier pair has the same SSR and an equal gene (a BED line that stands twice)."""
    columns = (genes.name[pairs.gene], genes.start[pairs.gene], genes.end[pairs.gene], pairs.ssr)
    order = np.lexsort(columns)
    is_first = np.ones(len(pairs), np.bool_)
    equal = [column[order][1:] == column[order][:-1] for column in columns]
    is_first[order[1:]] = ~np.logical_and.reduce(equal)
    return is_first


def _rank_alleles(ssrs: SsrRows) -> NDArray[np.int64]:
    """Place of each SSR's `(motif)repeat` when these are sorted as text."""
    keys = ssrs.motif.astype(np.int64) << 32 | ssrs.repeat
    distinct, inverse = np.unique(keys, return_inverse=True)
    texts = motif_table().texts
    loci = [f"({texts[key >> 32]}){key & 0xFFFFFFFF}" for key in distinct.tolist()]
    return _rank_texts(loci)[inverse]


def _rank_texts(texts: Sequence[str]) -> NDArray[np.int64]:
    """Place of each text when all are sorted by code point."""
    ranks = np.empty(len(texts), np.int64)
    ranks[sorted(range(len(texts)), key=texts.__getitem__)] = np.arange(len(texts))
    return ranks
