"""Builds frontend_dist/ from frontend/ and docs/, and stamps it with what it was built from.

`python packaging/build_frontend.py` needs Node.js; `--check` needs Python alone and says whether
the committed build belongs to the committed source.
"""

import argparse
import hashlib
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[1]
SOURCE: Final = ROOT / "frontend"
MANUAL: Final = ROOT / "docs"
BUILT: Final = ROOT / "frontend_dist"
STAMP: Final = BUILT / "SOURCE_SHA256"

# What decides the build; tests and tools do not.
_NAMES: Final = ("index.html", "manual.ts", "package.json", "package-lock.json", "svelte.config.js",
                 "tsconfig.json", "vite.config.ts")  # fmt: skip
_FOLDERS: Final = ("public", "src")
_TEST_ENDINGS: Final = (".test.ts", ".snap")


def source_digest() -> str:
    """SHA-256 over names and contents of all that the build is made from; the same on every
    system: line ends do not count."""
    digest = hashlib.sha256()
    for path in sorted(_source_files(), key=lambda path: path.relative_to(ROOT).as_posix()):
        content = path.read_bytes()
        if path.suffix != ".png":
            content = content.replace(b"\r\n", b"\n")
        digest.update(f"{path.relative_to(ROOT).as_posix()}\n{len(content)}\n".encode())
        digest.update(content)
    return digest.hexdigest()


def is_current() -> bool:
    """Whether frontend_dist/ was built from the source as it is now."""
    return STAMP.is_file() and STAMP.read_text(encoding="ascii").strip() == source_digest()


def build() -> None:
    """Builds anew; leaves the former build if that fails."""
    npm = shutil.which("npm")
    if npm is None:
        sys.exit("npm is missing: install Node.js 20 or later, then run this again.")
    _run([npm, "ci", "--no-audit", "--no-fund"])
    _run([npm, "run", "build"])
    # Some licences come with the line ends of Windows; the committed build has one kind.
    licences = BUILT / "licences.md"
    licences.write_bytes(licences.read_bytes().replace(b"\r\n", b"\n"))
    STAMP.write_text(f"{source_digest()}\n", encoding="ascii", newline="\n")


def main() -> None:
    """Builds, or checks with `--check`."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument(
        "--check", action="store_true", help="only say whether the build is current"
    )
    if not parser.parse_args().check:
        build()
    elif not is_current():
        sys.exit(
            "frontend_dist/ was not built from the source as it is now; "
            "run python packaging/build_frontend.py and commit the result."
        )


def _source_files() -> Iterator[Path]:
    for name in _NAMES:
        yield SOURCE / name
    for folder in _FOLDERS:
        yield from _files_below(SOURCE / folder)
    yield from MANUAL.glob("*.md")
    yield from _files_below(MANUAL / "pictures")


def _files_below(folder: Path) -> Iterator[Path]:
    for path in folder.rglob("*"):
        if path.is_file() and not path.name.endswith(_TEST_ENDINGS) and path.name != "testing.ts":
            yield path


def _run(command: list[str]) -> None:
    subprocess.run(command, cwd=SOURCE, check=True)


if __name__ == "__main__":
    main()
