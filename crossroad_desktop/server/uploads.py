"""Uploads: a form of files and texts, streamed straight into the folder of a new job.

In: the body of a multipart request, piece by piece. Out: files on disk under safe names, and the
texts. Memory is that of one piece, whatever is sent; nothing of a refused upload is kept.
"""

import asyncio
import errno
import re
import unicodedata
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, Final

from multipart import MultipartError, MultipartSegment, PushMultipartParser

from crossroad_desktop.errors import InputError, ParameterError, StorageError
from crossroad_desktop.server.choices import CHOICE_FIELDS
from crossroad_desktop.server.errors import TooLargeError
from crossroad_desktop.server.field_problems import FILE_FIELDS

_MAX_TEXT_BYTES: Final = 1 << 16
_MAX_FIELDS: Final = 32
_LONGEST_NAME: Final = 120


@dataclass(frozen=True)
class FormFields:
    """The fields that a form may have."""

    file_roles: Mapping[str, str]
    """Role of the file by the field that holds it."""
    texts: frozenset[str]


ANALYSIS_FORM: Final = FormFields(
    {field: role for role, field in FILE_FIELDS.items()},
    frozenset(
        {
            "reference_id", "perf_params", "name", "check_token", "job_id", "keep",
            *CHOICE_FIELDS,
        }
    ),
)  # fmt: skip
"""What an analysis, or a check, is asked for with."""
RESULT_FORM: Final = FormFields({"result_zip": "result"}, frozenset({"name"}))
"""An existing result."""


@dataclass
class Form:
    """What was sent."""

    texts: dict[str, str] = field(default_factory=dict)
    file_names: dict[str, str] = field(default_factory=dict)
    """Names in the input folder, by role."""


async def receive_form(
    body: AsyncIterator[bytes], content_type: str, content_length: int | None, folder: Path,
    max_bytes: int, fields: FormFields = ANALYSIS_FORM,
) -> Form:  # fmt: skip
    """The form, its files in `folder`.

    Raises ParameterError for what is no such form, TooLargeError past the limit, StorageError if
    the disk is full. A file is there under its name only when it is whole.
    """
    if content_length is not None and content_length > max_bytes:
        raise _too_large(max_bytes)
    parser = PushMultipartParser(_boundary(content_type), max_segment_count=_MAX_FIELDS)
    receiver = _Receiver(folder, fields)
    received = 0
    try:
        async for piece in body:
            received += len(piece)
            if received > max_bytes:
                raise _too_large(max_bytes)
            if piece:
                await asyncio.to_thread(receiver.take, parser, piece)
        await asyncio.to_thread(receiver.finish, parser)
    except MultipartError as problem:
        raise ParameterError(f"The upload is no whole multipart form ({problem}).") from problem
    except OSError as problem:
        raise _storage_error(problem) from problem
    finally:
        receiver.close()
    return receiver.form


class _Receiver:
    """Takes the parts of a form one after the other."""

    def __init__(self, folder: Path, fields: FormFields) -> None:
        self.form = Form()
        self._fields = fields
        self._folder = folder
        self._role: str | None = None
        self._name = ""
        self._file: BinaryIO | None = None
        self._text = bytearray()

    def take(self, parser: PushMultipartParser, piece: bytes) -> None:
        for event in parser.parse(piece):
            if isinstance(event, MultipartSegment):
                self._begin(event)
            elif event:
                self._add(event)
            else:
                self._end()

    def finish(self, parser: PushMultipartParser) -> None:
        parser.close()

    def close(self) -> None:
        if self._file is not None:
            self._file.close()
        for path in self._folder.glob("*.part"):
            path.unlink(missing_ok=True)

    def _begin(self, segment: MultipartSegment) -> None:
        self._name = segment.name or ""
        self._role = self._fields.file_roles.get(self._name)
        self._text.clear()
        if self._role is None and self._name not in self._fields.texts:
            known = ", ".join([*self._fields.file_roles, *sorted(self._fields.texts)])
            raise ParameterError(
                f"There is no field {self._name[:40]!r}; known are {known}.",
                field=self._name[:40],
            )
        if self._role is None:
            return
        if self._role in self.form.file_names:
            raise ParameterError(
                f"The field {self._name} was sent twice; send one file in it.", field=self._name
            )
        taken = set(self.form.file_names.values())
        file_name = safe_file_name(segment.filename or "", self._role, taken)
        self.form.file_names[self._role] = file_name
        self._file = (self._folder / f"{file_name}.part").open("wb")

    def _add(self, content: bytes | bytearray) -> None:
        if self._file is not None:
            self._file.write(content)
            return
        self._text += content
        if len(self._text) > _MAX_TEXT_BYTES:
            raise TooLargeError(
                f"The field {self._name} is longer than {_MAX_TEXT_BYTES:,} bytes.",
                field=self._name,
            )

    def _end(self) -> None:
        if self._role is None:
            self.form.texts[self._name] = _decode(self._name, bytes(self._text))
            return
        assert self._file is not None
        is_empty = self._file.tell() == 0
        self._file.close()
        self._file = None
        path = self._folder / self.form.file_names[self._role]
        part = path.with_name(path.name + ".part")
        if is_empty and self._role != "fasta":
            # A browser sends an empty file for a file field that was not used.
            part.unlink()
            del self.form.file_names[self._role]
        else:
            part.rename(path)


def safe_file_name(given: str, role: str, taken: set[str]) -> str:
    """A name for the file on disk, as near to the given one as is safe on every system; it differs
    from those taken in more than the case of letters, and begins with no dot."""
    name = unicodedata.normalize("NFC", given.replace("\\", "/").rsplit("/", 1)[-1])
    name = re.sub(r"[^\w.+\-() ]", "_", name).strip(" .")
    # File systems count bytes, and one letter may have four.
    name = name.encode()[-_LONGEST_NAME:].decode(errors="ignore").strip(" .")
    if not name or name.endswith(".part"):
        name = f"{role}.txt"
    # Some names are devices on Windows, whatever their ending.
    if re.fullmatch(r"(?i)(con|prn|aux|nul|com[\d¹²³]|lpt[\d¹²³])(\..*)?", name):
        name = f"{role}_{name}"
    # Some disks take A.fa and a.fa for one file.
    others = {other.casefold() for other in taken}
    while name.casefold() in others:
        name = f"{role}_{name}"
    return name


def _boundary(content_type: str) -> str:
    match = re.search(r'boundary="?([^";]+)"?', content_type)
    if not content_type.lower().startswith("multipart/form-data") or match is None:
        raise ParameterError("Send a form with files (multipart/form-data).")
    return match[1]


def _decode(name: str, raw: bytes) -> str:
    try:
        return raw.decode()
    except UnicodeDecodeError:
        raise ParameterError(f"The field {name} is not UTF-8.", field=name) from None


def _too_large(max_bytes: int) -> TooLargeError:
    return TooLargeError(
        f"The upload is larger than the limit of {max_bytes:,} bytes; send fewer genomes, compress "
        "them with gzip, or raise CROSSROAD_MAX_UPLOAD_BYTES."
    )


def _storage_error(problem: OSError) -> StorageError:
    if problem.errno in (errno.ENOSPC, errno.EDQUOT):
        return StorageError("The disk is full; free some space, then send the files again.")
    return StorageError(f"The upload cannot be stored ({problem.strerror}).")


def require_fasta(form: Form) -> None:
    """Raises InputError if no FASTA file was sent."""
    if "fasta" not in form.file_names:
        raise InputError(
            "No FASTA file was sent; put it into the field fasta_file.", field="fasta_file"
        )
