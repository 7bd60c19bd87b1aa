"""Bytes of an input file: plain or gzip, told by content; counted and hashed as they are read.

In: a path. Out: an open stream of the uncompressed bytes, and text decoded from them.
"""

import gzip
import hashlib
import io
import zlib
from pathlib import Path
from typing import Final, Self

from crossroad_desktop.errors import InputError

# Genomes that differ little shrink to a hundredth; what expands further, and much, is a trap.
_MOST_EXPANSION: Final = 150
_EXPANDED_FREELY: Final = 4 << 30
_GZIP_MAGIC: Final = b"\x1f\x8b"
_FOREIGN_BINARY_FORMATS: Final = (
    (b"PK\x03\x04", "a ZIP archive or an Excel workbook"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Excel workbook (.xls)"),
    (b"BZh", "a file compressed with bzip2"),
    (b"\xfd7zXZ\x00", "a file compressed with xz"),
    (b"\x28\xb5\x2f\xfd", "a file compressed with zstd"),
    (b"%PDF", "a PDF document"),
    (b"{\\rtf", "an RTF document"),
    (b"BAM\x01", "a BAM file"),
    (b"\xff\xfe", "text in UTF-16; save it as plain text or UTF-8"),
    (b"\xfe\xff", "text in UTF-16; save it as plain text or UTF-8"),
)
_FOREIGN_TEXT_FORMATS: Final = (
    (b"LOCUS  ", "a GenBank file"),
    (b"##gff-version", "a GFF file"),
    (b"<", "a web page or XML"),
)


class InputFile:
    """A file open for reading, uncompressed on the way; knows how far it is and its SHA-256."""

    def __init__(self, path: Path) -> None:
        """Raises InputError if the path cannot be opened for reading."""
        self.path = path
        try:
            self._raw = _CountedFile(path)
        except OSError as problem:
            raise InputError(_cannot_open(path, problem)) from problem
        buffered = io.BufferedReader(self._raw, 1 << 20)
        self.is_packed = buffered.peek(2)[:2] == _GZIP_MAGIC
        """Whether the bytes on disk are gzip."""
        self._expanded = 0
        self._stream = gzip.GzipFile(fileobj=buffered) if self.is_packed else buffered

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._stream.close()
        self._raw.close()

    @property
    def size(self) -> int:
        """Bytes on disk."""
        return self._raw.size

    @property
    def bytes_read(self) -> int:
        """Bytes on disk read so far; at most `size` unless the file grows."""
        return self._raw.bytes_read

    @property
    def sha256(self) -> str:
        """SHA-256 of the bytes on disk read so far; of the file, once it is read to its end."""
        return self._raw.digest.hexdigest()

    def read(self, count: int = -1) -> bytes:
        """The next uncompressed bytes, at most `count`; empty at the end.

        Raises InputError if the compressed data is damaged or cut off.
        """
        try:
            content = self._stream.read(count)
        except (EOFError, gzip.BadGzipFile, zlib.error) as problem:
            raise InputError(
                f"{self.path.name}: the gzip data is damaged or cut off ({problem}); "
                "copy or download the file again."
            ) from problem
        except OSError as problem:
            raise InputError(_cannot_open(self.path, problem)) from problem
        self._expanded += len(content)
        if self._expanded > max(_EXPANDED_FREELY, _MOST_EXPANSION * self.bytes_read):
            raise InputError(
                f"{self.path.name}: the gzip data expands to more than {_MOST_EXPANSION} times its "
                "size, which genomes do not; expand it yourself if it is what you mean."
            )
        return content


class _CountedFile(io.RawIOBase):
    def __init__(self, path: Path) -> None:
        self._file = path.open("rb", buffering=0)
        self.size = path.stat().st_size
        self.bytes_read = 0
        self.digest = hashlib.sha256()

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        count = self._file.readinto(buffer) or 0
        self.digest.update(memoryview(buffer)[:count])
        self.bytes_read += count
        return count

    def close(self) -> None:
        self._file.close()
        super().close()


def decode(raw: bytes) -> tuple[str, bool]:
    """The text of some bytes, and whether they were UTF-8; else they are read as Windows-1252.

    Latin-1 and Windows-1252 are what spreadsheet programs in western Europe still save.
    """
    try:
        return raw.decode("utf-8"), True
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace"), False


def describe_foreign(first_bytes: bytes) -> str | None:
    """What a file that begins so probably is ("a ZIP archive"), or None if nothing is known."""
    for magic, description in (*_FOREIGN_BINARY_FORMATS, *_FOREIGN_TEXT_FORMATS):
        if first_bytes.startswith(magic):
            return description
    return None


def is_foreign_binary(first_bytes: bytes) -> bool:
    """Whether a file that begins so is certainly no plain text, whatever follows."""
    return any(first_bytes.startswith(magic) for magic, _ in _FOREIGN_BINARY_FORMATS)


def _cannot_open(path: Path, problem: OSError) -> str:
    if isinstance(problem, FileNotFoundError):
        return f"{path}: no such file; check the name and the folder."
    if isinstance(problem, IsADirectoryError):
        return f"{path} is a folder; name a file."
    return f"{path}: cannot be read ({problem.strerror or problem})."
