"""Genomes from a FASTA file, in batches: read, cleaned, counted, filtered.

In: a FASTA file, plain or gzip, any line ends and line width. Out: batches of records, cleaned to
A C G T N in one flat buffer, and the statistics of every record.

Format. A record begins with a line whose first character is `>`; its first white-space separated
word is the genome id, the rest of the line a description. All other lines, up to the next such
line, are sequence: white space in it is dropped, letters become upper case, and every character
that is not A, C, G, T or N becomes N. Text before the first record is ignored.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from crossroad_desktop.errors import InputError
from crossroad_desktop.pipeline.input_file import (
    InputFile,
    decode,
    describe_foreign,
    is_foreign_binary,
)
from crossroad_desktop.pipeline.parameters import AnalysisParameters

BLOCK_BYTES: Final = 1 << 22
"""Bytes read at once; a batch holds the records that end in one block."""

LONGEST_RECORD: Final = 1 << 30
"""Bytes of the longest record that is read; a record must fit into memory several times."""

_LONGEST_PREFACE: Final = 1 << 26
_WHITE_SPACE: Final = b" \t\r\n\v\f"
_CLEAN: Final = bytes(
    ord(chr(byte).upper()) if chr(byte) in "ACGTNacgtn" else ord("N") for byte in range(256)
)
_LINE_END: Final = ord("\n")
_CHOOSE: Final = "Choose a file of genomes in FASTA."
_BYTE_ORDER_MARK: Final = b"\xef\xbb\xbf"


@dataclass(frozen=True)
class GenomeBatch:
    """Some consecutive records. All records lie in `bases`, each followed by one N."""

    ids: list[str]
    bases: NDArray[np.uint8]
    """ASCII codes of A, C, G, T, N."""
    offsets: NDArray[np.int64]
    """Where each record begins in `bases`."""
    lengths: NDArray[np.int64]
    """bp of each record."""
    n_counts: NDArray[np.int64]
    """N of each record."""
    replaced: NDArray[np.int64]
    """Characters of each record that were none of ACGTN and became N; U counts here."""
    uracils: int
    """How many of the replaced characters were U."""
    ids_not_utf8: int
    """How many ids had to be read as Windows-1252."""


@dataclass(frozen=True)
class GenomeStatistics:
    """One row per FASTA record, in file order."""

    ids: list[str]
    lengths: NDArray[np.int64]
    """bp, N included."""
    n_counts: NDArray[np.int64]
    gc_percent: NDArray[np.float64]
    """Percent (0-100) of the bases that are not N, rounded to 2 digits; 0.0 if there are none."""
    is_kept: NDArray[np.bool_]
    """Whether the record passes the filter and is analysed."""


def read_genomes(
    file: InputFile, block_bytes: int = BLOCK_BYTES, *, longest_record: int = LONGEST_RECORD
) -> Iterator[GenomeBatch]:
    """Batches of records in file order; memory is a few times that of a block or of the longest
    record.

    Raises InputError if the file is empty, holds no record, a record has no id, or one is longer
    than `longest_record` bytes.
    """
    records_before = 0
    for text in _split_at_records(file, block_bytes, longest_record):
        batch = _parse_records(file.path.name, text, records_before)
        records_before += len(batch.ids)
        yield batch


def read_records(file: InputFile, numbers: Sequence[int]) -> Iterator[NDArray[np.uint8]]:
    """The bases of the records with these numbers, ascending from 0, one after the other; nothing
    behind the last one is read."""
    wanted, first = list(numbers), 0
    batches = read_genomes(file)
    while wanted:
        batch = next(batches)
        while wanted and wanted[0] < first + len(batch.ids):
            row = wanted.pop(0) - first
            start = int(batch.offsets[row])
            yield batch.bases[start : start + int(batch.lengths[row])]
        first += len(batch.ids)


def measure_genomes(batch: GenomeBatch, parameters: AnalysisParameters) -> GenomeStatistics:
    """Statistics of a batch, and which records pass the filter (limits inclusive)."""
    gc_percent = np.zeros(len(batch.ids), np.float64)
    for index, (offset, length) in enumerate(zip(batch.offsets, batch.lengths, strict=True)):
        bases = batch.bases[offset : offset + length]
        # C and G are the letters of ACGTN with bit 1 set and bit 3 clear.
        strong = np.count_nonzero((bases & 0b1010) == 0b0010)
        known = int(length - batch.n_counts[index])
        gc_percent[index] = round(100 * int(strong) / known, 2) if known else 0.0
    is_kept = (
        (batch.lengths >= parameters.min_len)
        & (batch.lengths <= parameters.max_len)
        & (batch.n_counts <= parameters.unfair)
    )
    return GenomeStatistics(batch.ids, batch.lengths, batch.n_counts, gc_percent, is_kept)


def select_records(batch: GenomeBatch, is_kept: NDArray[np.bool_]) -> GenomeBatch:
    """The batch with only the records where `is_kept` is true."""
    if is_kept.all():
        return batch
    kept = np.flatnonzero(is_kept)
    parts = [batch.bases[batch.offsets[i] : batch.offsets[i] + batch.lengths[i] + 1] for i in kept]
    lengths = batch.lengths[kept]
    return GenomeBatch(
        ids=[batch.ids[i] for i in kept],
        bases=np.concatenate(parts) if parts else np.zeros(0, np.uint8),
        offsets=_offsets(lengths),
        lengths=lengths,
        n_counts=batch.n_counts[kept],
        replaced=batch.replaced[kept],
        uracils=batch.uracils,
        ids_not_utf8=batch.ids_not_utf8,
    )


def join_statistics(parts: list[GenomeStatistics]) -> GenomeStatistics:
    """Statistics of all batches, one after the other; `parts` must not be empty."""
    return GenomeStatistics(
        ids=[genome_id for part in parts for genome_id in part.ids],
        lengths=np.concatenate([part.lengths for part in parts]),
        n_counts=np.concatenate([part.n_counts for part in parts]),
        gc_percent=np.concatenate([part.gc_percent for part in parts]),
        is_kept=np.concatenate([part.is_kept for part in parts]),
    )


def format_records(batch: GenomeBatch) -> bytes:
    """The batch as FASTA text, two lines a record."""
    return b"".join(
        format_record(genome_id, batch.bases[offset : offset + length])
        for genome_id, offset, length in zip(batch.ids, batch.offsets, batch.lengths, strict=True)
    )


def format_record(genome_id: str, bases: NDArray[np.uint8]) -> bytes:
    """One record as FASTA text, two lines."""
    return b">%b\n%b\n" % (genome_id.encode(), bases.tobytes())


def _split_at_records(file: InputFile, block_bytes: int, longest_record: int) -> Iterator[bytes]:
    """Texts of whole records, each beginning with `>`; line ends are LF."""
    pending = [_skip_to_first_record(file, block_bytes)]
    pending_bytes = len(pending[0])
    while block := _unify_line_ends(file.read(block_bytes)):
        # A record may begin right at the seam of two blocks.
        seam = pending[-1].endswith(b"\n") and block.startswith(b">")
        start = 0 if seam and b"\n>" not in block else block.rfind(b"\n>") + 1
        if start or seam:
            yield b"".join([*pending, block[:start]])
            pending = []
            pending_bytes = 0
        pending.append(block[start:])
        pending_bytes += len(pending[-1])
        if pending_bytes > longest_record + block_bytes:
            raise InputError(
                f"{file.path.name}: a record is longer than {longest_record:,} bytes; "
                "one record must be one genome, with a line beginning with '>' before it."
            )
    yield b"".join(pending)


def _skip_to_first_record(file: InputFile, block_bytes: int) -> bytes:
    first_bytes = file.read(max(block_bytes, len(_BYTE_ORDER_MARK) + 1))
    first = block = _unify_line_ends(first_bytes.removeprefix(_BYTE_ORDER_MARK))
    if is_foreign_binary(first) or _looks_like_fastq(first):
        # In such a file a line may well begin with '>', by chance.
        raise InputError(f"{file.path.name}: not a FASTA file.{_describe(first)} {_CHOOSE}")
    tail = b"\n"
    searched_bytes = 0
    while block and searched_bytes <= _LONGEST_PREFACE:
        searched_bytes += len(block)
        searched = tail + block
        start = searched.find(b"\n>")
        if start >= 0:
            return searched[start + 1 :]
        tail = block[-1:]
        block = _unify_line_ends(file.read(block_bytes))
    if not first.strip():
        raise InputError(
            f"{file.path.name}: the file is empty; choose the FASTA file with the genomes."
        )
    raise InputError(
        f"{file.path.name}: not a FASTA file: no line begins with '>'.{_describe(first)} {_CHOOSE}"
    )


def _describe(first: bytes) -> str:
    foreign = describe_foreign(first.lstrip())
    if first.startswith(b"@"):
        foreign = "a FASTQ file (sequencing reads)"
    return f" It looks like {foreign}." if foreign else ""


def _looks_like_fastq(first: bytes) -> bool:
    lines = first.split(b"\n", 3)
    return len(lines) > 3 and lines[0].startswith(b"@") and lines[2].startswith(b"+")


def _unify_line_ends(block: bytes) -> bytes:
    # A CR LF cut by the end of a block becomes an empty line, which means nothing in FASTA.
    return block.replace(b"\r\n", b"\n").replace(b"\r", b"\n") if b"\r" in block else block


def _parse_records(file_name: str, text: bytes, records_before: int) -> GenomeBatch:
    ids: list[str] = []
    parts: list[bytes] = []
    n_counts: list[int] = []
    replaced: list[int] = []
    uracils = not_utf8 = start = 0
    while start < len(text):
        header_end = _find_or_end(text, b"\n", start)
        end = _find_record_end(text, header_end)
        words = text[start + 1 : header_end].split(None, 1)
        if not words:
            raise InputError(
                f"{file_name}: record {records_before + len(ids) + 1:,} has no id; "
                "write one right after its '>'."
            )
        genome_id, is_utf8 = decode(words[0])
        sequence = text[header_end + 1 : end]
        cleaned = sequence.translate(_CLEAN, _WHITE_SPACE)
        ids.append(genome_id)
        not_utf8 += not is_utf8
        n_counts.append(cleaned.count(b"N"))
        # Most genomes have no N at all, and then nothing was replaced either.
        written = sequence.count(b"N") + sequence.count(b"n") if n_counts[-1] else 0
        replaced.append(n_counts[-1] - written)
        if replaced[-1]:
            uracils += sequence.count(b"U") + sequence.count(b"u")
        parts += (cleaned, b"N")
        start = end + 1
    lengths = np.array([len(part) for part in parts[::2]], np.int64)
    return GenomeBatch(
        ids=ids,
        bases=np.frombuffer(b"".join(parts), np.uint8),
        offsets=_offsets(lengths),
        lengths=lengths,
        n_counts=np.array(n_counts, np.int64),
        replaced=np.array(replaced, np.int64),
        uracils=uracils,
        ids_not_utf8=not_utf8,
    )


def _find_or_end(text: bytes, wanted: bytes, start: int) -> int:
    found = text.find(wanted, start)
    return len(text) if found < 0 else found


def _find_record_end(text: bytes, header_end: int) -> int:
    """Where the line end before the next record stands, or the end of the text."""
    # One byte is searched for many times faster than two, and `>` is rare in sequence lines.
    found = text.find(b">", header_end)
    while found >= 0 and text[found - 1] != _LINE_END:
        found = text.find(b">", found + 1)
    return len(text) if found < 0 else found - 1


def _offsets(lengths: NDArray[np.int64]) -> NDArray[np.int64]:
    return np.concatenate([np.zeros(1, np.int64), np.cumsum(lengths + 1)])[:-1]
