"""The ancestor that all simulated genomes descend from: its bases, genes and SSR loci.

Comes in: SimulationParameters. Goes out: Ancestor.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from crossroad_desktop.simulate.bases import (
    BASES,
    START_CODON,
    STOP_CODONS,
    Codes,
    Positions,
    are_stop_codons,
    draw_codons,
    on_strand,
)
from crossroad_desktop.simulate.parameters import SimulationParameters, Stage, random_stream

MARGIN: Final = 12  # bp on either side of a locus where nothing mutates
MINIMUM_REPEAT: Final = 2

_SHORTEST_GENE, _USUAL_GENE, _LONGEST_GENE = 60, 200, 800  # codons; mean 353
_SHORTEST_SPACER, _LONGEST_SPACER = 20, 350  # bp; mean 185, so that genes cover 85 %

_SHARE_OF_LOCI_IN_GENES: Final = 0.6
_MOTIF_LENGTHS_IN_GENES: Final = (0.05, 0.04, 0.55, 0.03, 0.03, 0.30)  # for 1-6 bp
_MOTIF_LENGTHS_BETWEEN_GENES: Final = (0.30, 0.20, 0.15, 0.12, 0.08, 0.15)
_DEFAULT_THRESHOLDS: Final = (12, 6, 4, 3, 3, 2)
# Some loci start one unit below the threshold, so that they cross it in descendants.
_UNITS_FROM_THRESHOLD: Final = (-1, 0, 1, 2, 3)
_SHARES_FROM_THRESHOLD: Final = (0.20, 0.35, 0.25, 0.12, 0.08)
# Nearly still, ordinary and hypervariable loci; the mean of the factors is 1.
_SLIPPAGE_FACTORS: Final = (0.05, 1.0, 6.7)
_SHARES_OF_SLIPPAGE_FACTORS: Final = (0.6, 0.3, 0.1)
_ATTEMPTS_PER_LOCUS: Final = 50


@dataclass(frozen=True)
class Genes:
    """Genes in order of position; start, end 0-based half-open, start and stop codon included."""

    name: tuple[str, ...]
    start: Positions
    end: Positions
    is_reverse: NDArray[np.bool_]


@dataclass(frozen=True)
class Loci:
    """Planted SSR loci in order of position.

    motif: as read on the forward strand, as codes and as text. gene: index into Genes, -1 between
    genes.
    slippage_factor: this locus's slippage rate as a multiple of the mean rate.
    """

    name: tuple[str, ...]
    motif: tuple[Codes, ...]
    motif_text: tuple[str, ...]
    start: Positions
    end: Positions
    repeat: Positions
    gene: Positions
    slippage_factor: NDArray[np.float64]


@dataclass(frozen=True)
class Stretches:
    """Stretches in order of position, each inside one gene or one spacer (gene -1, forward)."""

    start: Positions
    end: Positions
    gene: Positions
    is_reverse: NDArray[np.bool_]


@dataclass(frozen=True)
class Ancestor:
    """The ancestor; `mutable` are the stretches that may mutate.

    They are all bases but start codons, stop codons, and loci with MARGIN bp on either side.
    """

    codes: Codes
    genes: Genes
    loci: Loci
    mutable: Stretches
    base_shares: NDArray[np.float64]


@dataclass(frozen=True)
class _Locus:
    motif: Codes
    start: int
    end: int
    repeat: int
    gene: int


def make_ancestor(parameters: SimulationParameters) -> Ancestor:
    """The ancestor of all genomes, with as many of the loci asked for as there is room for."""
    random = random_stream(parameters, Stage.ANCESTOR)
    base_shares = np.array([1 - parameters.gc, parameters.gc, parameters.gc, 1 - parameters.gc]) / 2
    genes = _place_genes(parameters.length, random)
    codes = _draw_bases(parameters.length, genes, base_shares, random)
    loci = _plant_loci(codes, genes, loci_asked(parameters), base_shares, random)
    return Ancestor(codes, genes, loci, _mutable_stretches(codes.size, genes, loci), base_shares)


def loci_asked(parameters: SimulationParameters) -> int:
    """The number of loci that `loci_per_kb` asks for."""
    return round(parameters.loci_per_kb * parameters.length / 1000)


def _place_genes(length: int, random: np.random.Generator) -> Genes:
    most = length // (3 * _SHORTEST_GENE + _SHORTEST_SPACER) + 1
    codons = random.triangular(_SHORTEST_GENE, _USUAL_GENE, _LONGEST_GENE, most).astype(np.int64)
    spacers = random.integers(_SHORTEST_SPACER, _LONGEST_SPACER + 1, most)
    start = np.cumsum(spacers + 3 * codons) - 3 * codons
    # The last gene is cut to the room left, so that even the shortest genome has one.
    codons = np.minimum(codons, (length - _SHORTEST_SPACER - start) // 3)
    is_reverse = random.integers(0, 2, most).astype(np.bool_)
    fits = codons >= _SHORTEST_GENE
    start, codons = start[fits], codons[fits]
    names = tuple(f"gene{number:03d}" for number in range(1, start.size + 1))
    return Genes(names, start, start + 3 * codons, is_reverse[fits])


def _draw_bases(
    length: int, genes: Genes, base_shares: NDArray[np.float64], random: np.random.Generator
) -> Codes:
    codes = random.choice(4, length, p=base_shares).astype(np.uint8)
    for start, end, is_reverse in zip(genes.start, genes.end, genes.is_reverse, strict=True):
        coding = draw_codons((end - start) // 3, base_shares, random)
        coding[:3] = START_CODON
        coding[-3:] = STOP_CODONS[random.integers(len(STOP_CODONS))]
        codes[start:end] = on_strand(coding, bool(is_reverse))
    return codes


def _plant_loci(
    codes: Codes,
    genes: Genes,
    count: int,
    base_shares: NDArray[np.float64],
    random: np.random.Generator,
) -> Loci:
    """The loci now written into codes; a gene or spacer side without room gets no more."""
    rooms = {True: _gene_stretches(genes), False: _spacer_stretches(genes, codes.size)}
    is_taken = np.zeros(codes.size, dtype=np.bool_)
    loci: list[_Locus] = []
    for _ in range(count):
        in_gene = bool(random.random() < _SHARE_OF_LOCI_IN_GENES)
        if in_gene not in rooms:
            continue
        locus = _plant_somewhere(codes, rooms[in_gene], is_taken, base_shares, random)
        if locus is None:
            # Nearly full: going on would cost all attempts for each further locus.
            del rooms[in_gene]
            continue
        is_taken[locus.start - MARGIN : locus.end + MARGIN] = True
        loci.append(locus)
    return _in_order(loci, random)


def _gene_stretches(genes: Genes) -> Stretches:
    return Stretches(genes.start, genes.end, np.arange(genes.start.size), genes.is_reverse)


def _spacer_stretches(genes: Genes, length: int) -> Stretches:
    count = genes.start.size + 1
    return Stretches(
        np.concatenate(([0], genes.end)),
        np.concatenate((genes.start, [length])),
        np.full(count, -1),
        np.zeros(count, dtype=np.bool_),
    )


def _in_order(loci: list[_Locus], random: np.random.Generator) -> Loci:
    loci = sorted(loci, key=lambda locus: locus.start)
    return Loci(
        tuple(f"locus{number:04d}" for number in range(1, len(loci) + 1)),
        tuple(locus.motif for locus in loci),
        tuple("".join(chr(BASES[code]) for code in locus.motif) for locus in loci),
        np.array([locus.start for locus in loci], dtype=np.int64),
        np.array([locus.end for locus in loci], dtype=np.int64),
        np.array([locus.repeat for locus in loci], dtype=np.int64),
        np.array([locus.gene for locus in loci], dtype=np.int64),
        random.choice(_SLIPPAGE_FACTORS, len(loci), p=_SHARES_OF_SLIPPAGE_FACTORS),
    )


def _plant_somewhere(
    codes: Codes,
    stretches: Stretches,
    is_taken: NDArray[np.bool_],
    base_shares: NDArray[np.float64],
    random: np.random.Generator,
) -> _Locus | None:
    """A locus now written into codes, or None if no attempt found room."""
    reach: Positions = np.cumsum(stretches.end - stretches.start)
    for _ in range(_ATTEMPTS_PER_LOCUS):
        index = np.searchsorted(reach, random.integers(reach[-1]), side="right")
        start, end = int(stretches.start[index]), int(stretches.end[index])
        gene, is_reverse = int(stretches.gene[index]), bool(stretches.is_reverse[index])
        motif, repeat = _draw_tract(gene >= 0, base_shares, random)
        length = motif.size * repeat
        offset = _draw_offset(end - start, length, gene >= 0, random)
        if offset is None or not _is_usable(motif, gene >= 0):
            continue
        tract_start = end - offset - length if is_reverse else start + offset
        if is_taken[tract_start - MARGIN : tract_start + length + MARGIN].any():
            continue
        strand = on_strand(codes[start:end], is_reverse)
        _write_tract(strand, offset, motif, repeat, gene >= 0, random)
        codes[start:end] = on_strand(strand, is_reverse)
        return _Locus(on_strand(motif, is_reverse), tract_start, tract_start + length, repeat, gene)
    return None


def _draw_tract(
    is_coding: bool, base_shares: NDArray[np.float64], random: np.random.Generator
) -> tuple[Codes, int]:
    shares = _MOTIF_LENGTHS_IN_GENES if is_coding else _MOTIF_LENGTHS_BETWEEN_GENES
    motif_length = int(random.choice(6, p=shares)) + 1
    motif = random.choice(4, motif_length, p=base_shares).astype(np.uint8)
    difference = int(random.choice(_UNITS_FROM_THRESHOLD, p=_SHARES_FROM_THRESHOLD))
    return motif, max(MINIMUM_REPEAT, _DEFAULT_THRESHOLDS[motif_length - 1] + difference)


def _draw_offset(
    stretch_length: int, tract_length: int, is_coding: bool, random: np.random.Generator
) -> int | None:
    """A place for a tract with its margins, in genes on a codon boundary; None without room."""
    step, edge = (3, MARGIN + 3) if is_coding else (1, MARGIN)
    places = (stretch_length - 2 * edge - tract_length) // step + 1
    return edge + step * int(random.integers(places)) if places > 0 else None


def _is_usable(motif: Codes, is_coding: bool) -> bool:
    """Whether the motif is primitive and, in genes, never reads as a stop codon however long."""
    size = motif.size
    shorter_units = [unit for unit in range(1, size) if size % unit == 0]
    if any((motif == np.resize(motif[:unit], size)).all() for unit in shorter_units):
        return False
    codons = np.resize(motif, 3 * size).reshape(-1, 3)
    return not (is_coding and are_stop_codons(codons).any())


def _write_tract(
    strand: Codes,
    start: int,
    motif: Codes,
    repeat: int,
    is_coding: bool,
    random: np.random.Generator,
) -> None:
    """Write motif * repeat and make the neighbouring bases end it on both sides.

    The left neighbour differs from the last base of the motif and the right one from the first, so
    the tract stays maximal at every repeat number.
    """
    end = start + motif.size * repeat
    strand[start:end] = np.tile(motif, repeat)
    for position, unwanted in ((start - 1, motif[-1]), (end, motif[0])):
        for base in (strand[position], *random.permutation(4)):
            strand[position] = base
            codon = strand[position - position % 3 :][:3]
            if base != unwanted and not (is_coding and are_stop_codons(codon[None]).any()):
                break


def _mutable_stretches(length: int, genes: Genes, loci: Loci) -> Stretches:
    starts = (genes.start, genes.end - 3, loci.start - MARGIN)
    ends = (genes.start + 3, genes.end, loci.end + MARGIN)
    start = np.concatenate(([0], np.sort(np.concatenate(ends))))
    end = np.concatenate((np.sort(np.concatenate(starts)), [length]))
    start, end = start[end > start], end[end > start]
    gene = np.searchsorted(genes.start, start, side="right") - 1
    is_inside = (gene >= 0) & (start < genes.end[gene])
    return Stretches(start, end, np.where(is_inside, gene, -1), is_inside & genes.is_reverse[gene])
