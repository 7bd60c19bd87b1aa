"""VCF 4.3: one record per locus, whose alleles are the real bases of the genomes.

REF is the tract in the genome that gives the position of the locus, which is the contig; ALT are
the other sequences that genomes have between the same flanks, shorter ones first. All begin with
the base before the tract, as alleles of different lengths must, and POS is that of this base, from
1; for a tract at the start of a contig, they end with the base behind it instead. Genotypes are
haploid; `.` is a genome that is missing, has several alleles, or whose bases beside the tract do
not show where the flanks are. REPCN, the repeat number, is `.` without exactly one.

Source: The Variant Call Format specification 4.3, sections 1.4, 1.6.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from crossroad_desktop.results.allele_cells import AlleleCells
from crossroad_desktop.results.allele_exports.names import clean_names
from crossroad_desktop.results.allele_exports.sequence_alleles import cut_allele
from crossroad_desktop.results.allele_exports.sequences import LocusSequences
from crossroad_desktop.results.allele_exports.words import in_pieces

_NO_CALL: Final = -1
_NOT_IN_SAMPLES: Final = r"[\s\x00-\x1f\x7f]"
_NOT_IN_IDS: Final = rf"{_NOT_IN_SAMPLES}|;"
_NOT_IN_CONTIGS: Final = r"""[^0-9A-Za-z!#$%&*+./:;=?@^_|~-]|\A[*=]"""
_ENCODED: Final = str.maketrans(
    {character: f"%{ord(character):02X}" for character in "%:;=, \t\r\n"}
)
_HEADER: Final = (
    "##fileformat=VCFv4.3",
    "##source=CrossRoad",
    '##INFO=<ID=RU,Number=1,Type=String,Description="Repeat unit on the strand of the contig">',
    '##INFO=<ID=MOTIF_CLASS,Number=1,Type=String,Description="First of all rotations of the repeat '
    'unit and of its reverse complement">',
    '##INFO=<ID=PERIOD,Number=1,Type=Integer,Description="Length of the repeat unit in bp">',
    '##INFO=<ID=RPA,Number=R,Type=Integer,Description="Repeat number of each allele: full units">',
    '##INFO=<ID=GENE,Number=.,Type=String,Description="Genes that the locus overlaps">',
    '##FORMAT=<ID=GT,Number=1,Type=String,Description="Genotype, haploid">',
    '##FORMAT=<ID=REPCN,Number=1,Type=Integer,Description="Repeat number: full units">',
)


_FIXED_COLUMNS: Final = (
    "#CHROM", "POS", "ID", "REF", "ALT", "QUAL", "FILTER", "INFO", "FORMAT",
)  # fmt: skip


@dataclass(frozen=True)
class _Calls:
    """The alleles of one locus, and what each genome has."""

    alleles: list[str]
    """REF first; without the base beside them."""
    call: NDArray[np.int64]
    """Per genome, which of the alleles; _NO_CALL."""


def write_vcf(
    cells: AlleleCells, sequences: Iterable[LocusSequences], lengths: Mapping[str, int]
) -> Iterator[bytes]:
    """The file; records come as `sequences`, which are by contig and position. `lengths` has the bp
    of every genome that gives a position."""
    return in_pieces(_lines(cells, sequences, lengths))


def _lines(
    cells: AlleleCells, sequences: Iterable[LocusSequences], lengths: Mapping[str, int]
) -> Iterator[str]:
    loci = cells.loci.to_pylist()
    contigs = list(dict.fromkeys(locus["genomeID"] for locus in loci))
    names = dict(zip(contigs, clean_names(contigs, _NOT_IN_CONTIGS), strict=True))
    ids = clean_names(cells.locus_ids, _NOT_IN_IDS)
    yield from _HEADER
    for contig in contigs:
        yield f"##contig=<ID={names[contig]},length={lengths[contig]}>"
    yield "\t".join([*_FIXED_COLUMNS, *clean_names(cells.genome_ids, _NOT_IN_SAMPLES)])
    for found in sequences:
        locus = loci[found.locus]
        calls = _call_alleles(found, len(cells.genome_ids))
        position, alleles = _with_base_beside(found, calls.alleles)
        repeat = cells.repeat[:, found.locus]
        info = _info(locus, _repeats_per_allele(calls, repeat, locus["motif_length"]))
        place = [names[locus["genomeID"]], str(position), ids[found.locus]]
        bases = [alleles[0], ",".join(alleles[1:]) or "."]
        samples = _samples(calls.call, repeat)
        yield "\t".join([*place, *bases, ".", "PASS", info, "GT:REPCN", *samples])


def _call_alleles(found: LocusSequences, genomes: int) -> _Calls:
    sequences = [cut_allele(one, found.reference) for one in found.distinct]
    reference = found.reference.tract
    others = {text for text in sequences if text is not None} - {reference}
    alleles = [reference, *sorted(others, key=lambda text: (len(text), text))]
    numbers: dict[str | None, int] = {text: number for number, text in enumerate(alleles)}
    of_distinct = np.array([numbers.get(text, _NO_CALL) for text in sequences], np.int64)
    call = _one_per_genome(found.genome, of_distinct[found.surroundings], genomes)
    return _without_unused(_Calls(alleles, call))


def _one_per_genome(
    genome: NDArray[np.int32], number: NDArray[np.int64], genomes: int
) -> NDArray[np.int64]:
    """The number that all places of a genome have; _NO_CALL where they differ or there is none."""
    none = np.iinfo(np.int64).max
    least, most = np.full(genomes, none), np.full(genomes, _NO_CALL)
    np.minimum.at(least, genome, number)
    np.maximum.at(most, genome, number)
    return np.where(least == most, most, _NO_CALL)


def _without_unused(calls: _Calls) -> _Calls:
    """Without the alleles, other than REF, that no genome is called with."""
    used = np.union1d([0], calls.call[calls.call != _NO_CALL])
    renumbered = np.where(calls.call == _NO_CALL, _NO_CALL, np.searchsorted(used, calls.call))
    return _Calls([calls.alleles[number] for number in used.tolist()], renumbered)


def _with_base_beside(found: LocusSequences, alleles: Sequence[str]) -> tuple[int, list[str]]:
    """POS, and the alleles with the base before the tract, at the start of a contig with that
    behind it."""
    left, right = found.reference.left_flank[-1:], found.reference.right_flank[:1]
    if left:
        return found.start, [left + allele for allele in alleles]
    return 1, [allele + right for allele in alleles]


def _repeats_per_allele(calls: _Calls, repeat: NDArray[np.int32], motif_length: int) -> list[str]:
    """The tract of the reference is nothing but full units and a part of one."""
    numbers = [str(len(calls.alleles[0]) // motif_length)]
    for allele in range(1, len(calls.alleles)):
        numbers.append(_word(int(repeat[calls.call == allele].max())))
    return numbers


def _info(locus: Mapping[str, Any], repeats: Sequence[str]) -> str:
    fields = [
        f"RU={locus['motif']}",
        f"MOTIF_CLASS={locus['motif_class']}",
        f"PERIOD={locus['motif_length']}",
        f"RPA={','.join(repeats)}",
    ]
    if locus["gene"] is not None:
        genes = locus["gene"].split(": ")
        fields.append(f"GENE={','.join(gene.translate(_ENCODED) for gene in genes)}")
    return ";".join(fields)


def _samples(call: NDArray[np.int64], repeat: NDArray[np.int32]) -> list[str]:
    pairs = list(zip(call.tolist(), repeat.tolist(), strict=True))
    texts = {(allele, number): f"{_word(allele)}:{_word(number)}" for allele, number in set(pairs)}
    return [texts[pair] for pair in pairs]


def _word(number: int) -> str:
    return "." if number < 0 else str(number)
