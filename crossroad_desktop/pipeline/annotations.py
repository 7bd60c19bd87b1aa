"""Genes from a BED file.

In: BED, plain or gzip. Out: one row per gene, in file order; how well it fits the genomes.

Format (BED, UCSC): genome id, start, end, gene in the first four columns, tab between them; start
is 0-based and end exclusive; further columns are ignored. Lines that are blank or begin with `#`,
`track` or `browser` are skipped, and so is a header in the first line that is left.
"""

from array import array
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from crossroad_desktop.errors import InputError
from crossroad_desktop.pipeline.fasta import GenomeBatch
from crossroad_desktop.pipeline.input_file import InputFile, decode, describe_foreign
from crossroad_desktop.pipeline.motifs import FIRST_CODES, encode_motifs, motif_table

_LONGEST: Final = 2**31 - 1
_START_CODONS: Final = ("ATG",)
_STOP_CODONS: Final = ("TAA", "TAG", "TGA")
_REVERSED_START_CODONS: Final = ("CAT",)
_REVERSED_STOP_CODONS: Final = ("TTA", "CTA", "TCA")
_LEAST_READING_FRAMES: Final = 10


@dataclass(frozen=True)
class Genes:
    """One row per gene, in file order."""

    genome_ids: list[str]
    """The different genome ids, in order of first appearance."""
    names: list[str]
    """The different gene names, in order of first appearance."""
    genome: NDArray[np.int32]
    """Index into `genome_ids`."""
    name: NDArray[np.int32]
    """Index into `names`."""
    start: NDArray[np.int32]
    end: NDArray[np.int32]
    """0-based, half-open, in bp."""

    def __len__(self) -> int:
        return len(self.start)


@dataclass(frozen=True)
class GeneFit:
    """How the genes of some genomes fit their sequence; counts of genes."""

    beyond_end: int = 0
    """Genes that end behind the end of their genome."""
    reading_frames: int = 0
    """Open reading frames as [start, end), as BED means it."""
    shifted_reading_frames: int = 0
    """Open reading frames only as [start-1, end): start was counted from 1."""

    def __add__(self, other: "GeneFit") -> "GeneFit":
        return GeneFit(
            self.beyond_end + other.beyond_end,
            self.reading_frames + other.reading_frames,
            self.shifted_reading_frames + other.shifted_reading_frames,
        )

    @property
    def looks_one_based(self) -> bool:
        """Whether nearly all reading frames say that start was counted from 1."""
        return (
            self.shifted_reading_frames >= _LEAST_READING_FRAMES
            and self.shifted_reading_frames > 9 * self.reading_frames
        )


def read_genes(file: InputFile) -> tuple[Genes, list[str]]:
    """The genes, and warnings.

    Raises InputError with file, line and reason for a line with fewer than 4 columns, a start or
    end that is no whole number or negative, start > end; and if no gene is in the file.
    """
    name = file.path.name
    raw = file.read()
    foreign = describe_foreign(raw)
    if raw.startswith(b">") and b"\t" not in raw.split(b"\n", 1)[0]:
        foreign = "a FASTA file"
    if foreign:
        raise _foreign_error(name, foreign)
    text, is_utf8 = decode(raw.removeprefix(b"\xef\xbb\xbf"))
    del raw
    genes = _parse_lines(name, text.replace("\r\n", "\n").replace("\r", "\n"))
    if not len(genes):
        raise InputError(
            f"{name}: no gene in the file; each line needs genomeID, start, end, gene (BED)."
        )
    if is_utf8:
        return genes, []
    return genes, [f"{name} is not UTF-8 and was read as Windows-1252 (Latin-1)."]


def measure_fit(batch: GenomeBatch, genes: Genes, rows_by_genome: "RowsByGenome") -> GeneFit:
    """How the genes of the genomes in a batch fit their sequences."""
    rows_of_records = [rows_by_genome.find(genome_id) for genome_id in batch.ids]
    rows = np.concatenate(rows_of_records)
    record = np.repeat(np.arange(len(batch.ids)), [len(part) for part in rows_of_records])
    is_inside = genes.end[rows] <= batch.lengths[record]
    rows, offset = rows[is_inside], batch.offsets[record[is_inside]]
    start, end = genes.start[rows].astype(np.int64), genes.end[rows].astype(np.int64)
    shifted = start >= 1
    return GeneFit(
        int(np.count_nonzero(~is_inside)),
        _count_reading_frames(batch.bases, start + offset, end + offset),
        _count_reading_frames(batch.bases, (start - 1 + offset)[shifted], (end + offset)[shifted]),
    )


class RowsByGenome:
    """Finds the rows of a genome's genes without a pass over all genes."""

    def __init__(self, genes: Genes) -> None:
        self._numbers = {genome_id: number for number, genome_id in enumerate(genes.genome_ids)}
        self._rows = np.argsort(genes.genome, kind="stable")
        self._bounds = np.searchsorted(
            genes.genome[self._rows], np.arange(len(genes.genome_ids) + 1)
        )

    def find(self, genome_id: str) -> NDArray[np.int64]:
        """Rows of the genome's genes in file order; none if it has no gene."""
        number = self._numbers.get(genome_id)
        if number is None:
            return self._rows[:0]
        return self._rows[self._bounds[number] : self._bounds[number + 1]]


def _parse_lines(file_name: str, text: str) -> Genes:
    genome_numbers: dict[str, int] = {}
    name_numbers: dict[str, int] = {}
    genome, name, start, end = array("i"), array("i"), array("i"), array("i")
    is_first = True
    for line_number, line in enumerate(text.split("\n"), start=1):
        if not line or line[0] == "#" or line.isspace() or _is_display_line(line):
            continue
        fields = line.split("\t", 4) if "\t" in line else line.split(None, 4)
        if is_first and _is_gff(fields):
            raise _foreign_error(file_name, "a GFF file")
        is_header = is_first and _is_header(fields)
        is_first = False
        if is_header:
            continue
        place = f"{file_name}, line {line_number}"
        _check_columns(place, fields)
        start.append(_parse_coordinate(place, "start", fields[1]))
        end.append(_parse_coordinate(place, "end", fields[2]))
        if start[-1] > end[-1]:
            raise InputError(
                f"{place}: end {end[-1]} is before start {start[-1]}; swap the columns."
            )
        genome.append(genome_numbers.setdefault(fields[0].strip(), len(genome_numbers)))
        name.append(name_numbers.setdefault(fields[3].strip(), len(name_numbers)))
    columns = [np.frombuffer(column, np.int32) for column in (genome, name, start, end)]
    return Genes(list(genome_numbers), list(name_numbers), *columns)


def _is_display_line(line: str) -> bool:
    # A genome may be called so too; then a number follows.
    words = line.split(None, 2)
    return words[0] in ("track", "browser") and not (len(words) > 1 and words[1].isdigit())


def _is_header(fields: list[str]) -> bool:
    return len(fields) >= 3 and all(field.strip()[:1].isalpha() for field in fields[1:3])


def _is_gff(fields: list[str]) -> bool:
    # Sequence, source, type, start, end: the numbers stand where BED has the name.
    return (
        len(fields) == 5
        and not fields[1].strip().isdigit()
        and fields[3].strip().isdigit()
        and fields[4].split("\t", 1)[0].strip().isdigit()
    )


def _foreign_error(name: str, foreign: str) -> InputError:
    return InputError(f"{name} looks like {foreign}; genes are read from BED files.")


def _check_columns(place: str, fields: list[str]) -> None:
    if len(fields) < 4:
        raise InputError(
            f"{place}: {len(fields)} columns, but genomeID, start, end and gene are needed "
            "(tab-separated BED)."
        )
    if not fields[0].strip():
        raise InputError(f"{place}: the genome id is empty; write it in the first column.")
    if not fields[3].strip():
        raise InputError(f"{place}: the gene has no name; write one in the fourth column.")


def _parse_coordinate(place: str, what: str, text: str) -> int:
    text = text.strip()
    # Python refuses to read numbers of thousands of digits, so length comes first.
    if text.isascii() and text.isdigit() and len(text) < 20 and int(text) <= _LONGEST:
        return int(text)
    if text[:1] == "-" and text[1:].isdigit():
        raise InputError(f"{place}: {what} {text} is negative; the first base of a genome is 0.")
    reason = "is beyond any genome" if text.isdigit() else "is not a whole number"
    raise InputError(f"{place}: {what} {text!r} {reason}; give the position in bp.")


def _count_reading_frames(
    bases: NDArray[np.uint8], start: NDArray[np.int64], end: NDArray[np.int64]
) -> int:
    """Intervals that begin with a start codon and end with a stop codon, on either strand, and are
    a whole number of codons long. (N counts as A: this is a tally, not an annotation.)"""
    possible = (end - start >= 6) & ((end - start) % 3 == 0)
    first = encode_motifs(bases, start[possible], 3)
    last = encode_motifs(bases, end[possible] - 3, 3)
    forward = _is_one_of(first, _START_CODONS) & _is_one_of(last, _STOP_CODONS)
    backward = _is_one_of(first, _REVERSED_STOP_CODONS) & _is_one_of(last, _REVERSED_START_CODONS)
    return int(np.count_nonzero(forward | backward))


def _is_one_of(codes: NDArray[np.uint16], codons: tuple[str, ...]) -> NDArray[np.bool_]:
    texts = motif_table().texts
    first = FIRST_CODES[3]
    wanted = [texts.index(codon, first) for codon in codons]
    return np.isin(codes, wanted)
