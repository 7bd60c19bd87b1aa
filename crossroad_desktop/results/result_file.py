"""A finished result as one file that another machine opens: NAME.crossroad.

In: an output folder, and what is said of the job. Out: a zip with `manifest.json` first, then all
files of the folder; or, from such a zip, its manifest. The same job gives the same bytes: there is
no time in it but that of the job, and no path.
"""

import json
import zipfile
import zlib
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from crossroad_desktop import __version__
from crossroad_desktop.errors import InputError
from crossroad_desktop.results.archive import make_zip

ENDING: Final = ".crossroad"
MEDIA_TYPE: Final = "application/x-crossroad-result"
FORMAT: Final = "crossroad-result"
FORMAT_VERSION: Final = 1
"""Goes up when a program that knows only older ones could not show the result as it is."""

_NAME: Final = "manifest.json"
_LONGEST: Final = 1 << 16
# A password, an unknown compression, damage: of a plain zip its reader tells what is wrong.
_UNREADABLE: Final = (
    OSError, ValueError, RuntimeError, EOFError, zlib.error, zipfile.BadZipFile,
)  # fmt: skip


@dataclass(frozen=True)
class Manifest:
    """What a result file says of itself."""

    name: str
    """Of the job."""
    created_at: str
    """Of the job; ISO 8601, UTC."""
    program_version: str = __version__
    """Of the program that saved the file."""


def make_result_file(output_dir: Path, manifest: Manifest, target: Path) -> None:
    """Writes `target`, which must not lie inside `output_dir`; raises as `make_zip` does."""
    content = {"format": FORMAT, "format_version": FORMAT_VERSION, **asdict(manifest)}
    text = json.dumps(content, ensure_ascii=False, indent=2) + "\n"
    make_zip(output_dir, target, {_NAME: text.encode()})


def is_result_file(path: Path) -> bool:
    """Whether the name says that it is one."""
    return path.suffix.lower() == ENDING


def read_manifest(path: Path) -> Manifest | None:
    """The manifest of a result file; None for folders and for zips that have none.

    Raises InputError for a file that is called a result file and is none, and for one that a newer
    program made.
    """
    if not path.is_file():
        return None
    content = _read_content(path)
    if content.get("format") == FORMAT:
        return _parse(path, content)
    if is_result_file(path):
        raise InputError(
            f"{path.name} is not a result that CrossRoad Desktop saved; save the result again "
            "there, as a CrossRoad file."
        )
    return None


def _read_content(path: Path) -> dict[str, Any]:
    try:
        with zipfile.ZipFile(path) as archive, archive.open(_NAME) as file:
            content = json.loads(file.read(_LONGEST))
    except KeyError:
        return {}
    except _UNREADABLE:
        if is_result_file(path):
            raise InputError(
                f"{path.name} is damaged, or was not copied as a whole; copy or download it again."
            ) from None
        return {}
    return content if isinstance(content, dict) else {}


def _parse(path: Path, content: dict[str, Any]) -> Manifest:
    version = content.get("format_version")
    texts = {name: content.get(name) for name in ("name", "created_at", "program_version")}
    if not isinstance(version, int) or not all(isinstance(text, str) for text in texts.values()):
        raise InputError(f"{path.name}: its manifest is damaged; save the result again.")
    if version > FORMAT_VERSION:
        raise InputError(
            f"{path.name} was saved by a newer CrossRoad Desktop "
            f"({texts['program_version']}; this is {__version__}); install that version or a "
            "newer one."
        )
    # Half a surrogate pair can stand in JSON, and in no database.
    return Manifest(
        **{name: str(text).encode(errors="replace").decode() for name, text in texts.items()}
    )
