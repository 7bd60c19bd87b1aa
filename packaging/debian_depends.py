"""Which Debian packages a bundle needs: those of the libraries that it uses and does not hold.

In: the folder of a bundle. Out: the words for `Depends` of a .deb, sorted. What is loaded at run
time by name, and not linked, is named here by hand.
"""

import re
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

_ELF: Final = b"\x7fELF"
_NEEDED: Final = re.compile(r"\(NEEDED\).*\[(.+)\]")
_GLIBC: Final = re.compile(r"GLIBC_(2\.\d+)\b")
# Qt looks for these when it starts: without a driver of OpenGL there is no picture, without a font
# no text.
_LOADED_BY_NAME: Final = (
    "libgl1",
    "libegl1",
    "fontconfig",
    "shared-mime-info",
    "hicolor-icon-theme",
)


def depends_of(bundle: Path) -> list[str]:
    """Names of packages with alternatives, as `Depends` has them.

    Raises SystemExit for a library that is neither in the bundle nor in a package: it would be
    missing at the user's, too.
    """
    files = list(_elf_files(bundle))
    held = {path.name for path in bundle.rglob("*.so*")}
    headers = {path: _read_headers(path) for path in files}
    needed = {name for text in headers.values() for name in _NEEDED.findall(text)} - held
    owners = {name: _package_of(name) for name in sorted(needed)}
    if homeless := [name for name, owner in owners.items() if owner is None]:
        raise SystemExit(
            f"No package of this system has {', '.join(homeless)}: install them first."
        )
    packages = {owner for owner in owners.values() if owner is not None and owner != "libc6"}
    glibc = _newest_glibc(headers.values())
    return [f"libc6 (>= {glibc})", *sorted(map(_with_other_name, {*packages, *_LOADED_BY_NAME}))]


def _elf_files(bundle: Path) -> Iterator[Path]:
    for path in sorted(bundle.rglob("*")):
        if path.is_file() and not path.is_symlink():
            with path.open("rb") as file:
                if file.read(4) == _ELF:
                    yield path


def _read_headers(path: Path) -> str:
    """Libraries that a file needs, and versions of symbols that it asks for."""
    command = ["readelf", "--wide", "--dynamic", "--version-info", str(path)]
    found = subprocess.run(command, check=True, capture_output=True, text=True, errors="replace")
    return found.stdout


def _newest_glibc(headers: Iterable[str]) -> str:
    versions = {version for text in headers for version in _GLIBC.findall(text)}
    return str(max(versions, key=lambda version: int(version.partition(".")[2])))


def _package_of(library: str) -> str | None:
    known = subprocess.run(["/sbin/ldconfig", "-p"], capture_output=True, text=True, check=True)
    lines = [line for line in known.stdout.splitlines() if line.split()[:1] == [library]]
    for line in lines:
        path = Path(line.rpartition("=> ")[2])
        for name in (str(path.resolve()), str(path), str(path.resolve()).removeprefix("/usr")):
            command = [shutil.which("dpkg-query") or "dpkg-query", "-S", name]
            found = subprocess.run(command, capture_output=True, text=True, check=False)
            if found.returncode == 0:
                return found.stdout.partition(":")[0]
    return None


def _with_other_name(package: str) -> str:
    """The package, or the same under the name that it has in other releases.

    Debian 13 and Ubuntu 24.04 call libraries anew whose times have 64 bits: libasound2t64.
    """
    plain = package.removesuffix("t64")
    if package != plain:
        return f"{package} | {plain}"
    return f"{package} | {package}t64" if package in _RENAMED else package


_RENAMED: Final = frozenset({"libasound2", "libglib2.0-0", "libcups2", "libatk1.0-0", "libgtk-3-0"})
