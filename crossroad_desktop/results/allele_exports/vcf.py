"""VCF 4.3: one record per locus, whose alleles are the real bases of the genomes.

REF is the tract in the genome that gives the position of the locus, which is the contig; ALT are
the other sequences that genomes have between the same flanks, shorter ones first. All begin with
the base before the tract, as alleles of different lengths must, and POS is that of this base, from
1; for a tract at the start of a contig, they end with the base behind it instead. Genotypes are
haploid; `.` is a genome that is missing, has several alleles, or whose bases beside the tract do
not show where the flanks are. Where these show further out only, all alleles of the record begin
and end with some bases of the flanks. REPCN, the repeat number, is `.` without exactly one; that of
a genome with a genotype is the RPA of its allele.

Source: The Variant Call Format specification 4.3, sections 1.4, 1.6.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from crossroad_desktop.pipeline.locus_genes import NAME_SEPARATOR
from crossroad_desktop.results.allele_cells import AlleleCells
from crossroad_desktop.results.allele_exports.names import clean_names
from crossroad_desktop.results.allele_exports.sequence_alleles import CutAlleles, cut_alleles
from crossroad_desktop.results.allele_exports.sequences import LocusSequences
from crossroad_desktop.results.allele_exports.words import in_pieces

_NO_CALL: Final = -1
_NOT_IN_SAMPLES: Final = r"[\s\x00-\x1f\x7f]"
_NOT_IN_IDS: Final = rf"{_NOT_IN_SAMPLES}|;"
_NOT_IN_CONTIGS: Final = r"""[^0-9A-Za-z!#$%&*+./:;=?@^_|~-]|\A[*=]"""
_ENCODED: Final = str.maketrans(
    {character: f"%{ord(character):02X}" for character in "%:;=,\t\r\n"}
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
class _Record:
    """The alleles of one locus, and what each genome has."""

    locus: int
    position: int
    """POS."""
    alleles: list[str]
    """REF first."""
    call: NDArray[np.int32]
    """Per genome, which of the alleles; _NO_CALL."""
    tract_length: int
    """bp of the tract in REF, without flanks."""


def write_vcf(
    cells: AlleleCells, sequences: Iterable[LocusSequences | None], lengths: Mapping[str, int]
) -> Iterator[bytes]:
    """The file, by contig and POS. `sequences` are those of the loci in their order; `lengths` has
    the bp of every genome that gives a position."""
    return in_pieces(_lines(cells, sequences, lengths))


def _lines(
    cells: AlleleCells, sequences: Iterable[LocusSequences | None], lengths: Mapping[str, int]
) -> Iterator[str]:
    loci = cells.loci.to_pylist()
    contigs = list(dict.fromkeys(locus["genomeID"] for locus in loci))
    names = dict(zip(contigs, clean_names(contigs, _NOT_IN_CONTIGS), strict=True))
    ids = clean_names(cells.locus_ids, _NOT_IN_IDS)
    records = _sorted_records(cells, sequences)
    written = {record.locus for record in records}
    yield from _HEADER
    for number, name in enumerate(ids):
        if number not in written:
            yield f"##locusLeftOut=<ID={name}>"
    for contig in contigs:
        yield f"##contig=<ID={names[contig]},length={lengths[contig]}>"
    yield "\t".join([*_FIXED_COLUMNS, *clean_names(cells.genome_ids, _NOT_IN_SAMPLES)])
    for record in records:
        locus, repeat = loci[record.locus], cells.repeat[:, record.locus]
        place = [names[locus["genomeID"]], str(record.position), ids[record.locus]]
        bases = [record.alleles[0], ",".join(record.alleles[1:]) or "."]
        info = _info(locus, _repeats_per_allele(record, repeat, locus["motif_length"]))
        yield "\t".join([*place, *bases, ".", ".", info, "GT:REPCN", *_samples(record, repeat)])


def _sorted_records(
    cells: AlleleCells, sequences: Iterable[LocusSequences | None]
) -> list[_Record]:
    """All of them: how far a record reaches to the left is known when its alleles are."""
    genomes, motif_lengths = len(cells.genome_ids), cells.loci["motif_length"].to_pylist()
    records = [
        _make_record(locus, found, genomes, motif_lengths[locus])
        for locus, found in enumerate(sequences)
        if found is not None
    ]
    contigs = cells.loci["genomeID"].to_pylist()
    rank = {contig: place for place, contig in enumerate(dict.fromkeys(contigs))}
    return sorted(records, key=lambda record: (rank[contigs[record.locus]], record.position))


def _make_record(locus: int, found: LocusSequences, genomes: int, motif_length: int) -> _Record:
    places = np.bincount(found.surroundings, minlength=len(found.distinct))
    cut = cut_alleles(found.distinct, places, found.reference, motif_length)
    others = {text for text in cut.found if text is not None} - {cut.reference}
    alleles = [cut.reference, *sorted(others, key=lambda text: (len(text), text))]
    numbers: dict[str | None, int] = {text: number for number, text in enumerate(alleles)}
    of_distinct = np.array([numbers.get(text, _NO_CALL) for text in cut.found], np.int32)
    call = _one_per_genome(found.genome, of_distinct[found.surroundings], genomes)
    used, call = _renumber(call)
    start = found.start - cut.taken_in
    position, padded = _with_base_beside(cut, start, [alleles[number] for number in used])
    return _Record(locus, position, padded, call, len(found.reference.tract))


def _one_per_genome(
    genome: NDArray[np.int32], number: NDArray[np.int32], genomes: int
) -> NDArray[np.int32]:
    """The number that all places of a genome have; _NO_CALL where they differ or there is none."""
    least = np.full(genomes, np.iinfo(np.int32).max, np.int32)
    most = np.full(genomes, _NO_CALL, np.int32)
    np.minimum.at(least, genome, number)
    np.maximum.at(most, genome, number)
    return np.where(least == most, most, np.int32(_NO_CALL))


def _renumber(call: NDArray[np.int32]) -> tuple[list[int], NDArray[np.int32]]:
    """The alleles that are called, REF in any case, and the calls numbered anew."""
    used = np.union1d([0], call[call != _NO_CALL])
    renumbered = np.searchsorted(used, call).astype(np.int32)
    return used.tolist(), np.where(call == _NO_CALL, call, renumbered)


def _with_base_beside(cut: CutAlleles, start: int, alleles: Sequence[str]) -> tuple[int, list[str]]:
    """POS, and the alleles with the base before them; at the start of a contig with that behind."""
    if cut.base_before:
        return start, [cut.base_before + allele for allele in alleles]
    return start + 1, [allele + cut.base_behind for allele in alleles]


def _repeats_per_allele(record: _Record, repeat: NDArray[np.int32], motif_length: int) -> list[str]:
    """The tract of the reference is nothing but full units and a part of one."""
    numbers = [str(record.tract_length // motif_length)]
    for allele in range(1, len(record.alleles)):
        numbers.append(_word(int(repeat[record.call == allele].max())))
    return numbers


def _info(locus: Mapping[str, Any], repeats: Sequence[str]) -> str:
    fields = [
        f"RU={locus['motif']}",
        f"MOTIF_CLASS={locus['motif_class']}",
        f"PERIOD={locus['motif_length']}",
        f"RPA={','.join(repeats)}",
    ]
    if locus["gene"] is not None:
        genes = locus["gene"].split(NAME_SEPARATOR)
        fields.append(f"GENE={','.join(gene.translate(_ENCODED) for gene in genes)}")
    return ";".join(fields)


def _samples(record: _Record, repeat: NDArray[np.int32]) -> list[str]:
    pairs = list(zip(record.call.tolist(), repeat.tolist(), strict=True))
    texts = {(allele, number): f"{_word(allele)}:{_word(number)}" for allele, number in set(pairs)}
    return [texts[pair] for pair in pairs]


def _word(number: int) -> str:
    return "." if number < 0 else str(number)
