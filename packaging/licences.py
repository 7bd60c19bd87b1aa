"""The licences of all that a bundle holds besides the program itself, as one text.

In: the modules and library files of a bundle, as PyInstaller found them. Out: for each package its
name, version, licence, and the texts that came with it; then Python, the libraries of the system
that built the bundle, and what is built into the page.
"""

import functools
import platform
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Mapping
from importlib.metadata import Distribution, distributions, packages_distributions
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[1]
PAGE_LICENCES: Final = ROOT / "frontend_dist" / "licences.md"
_OWN: Final = "crossroad-desktop"
_RULE: Final = "=" * 80
_TEXT_NAME: Final = re.compile(r"(?i)(licen[cs]e|copying|copyright|notice|authors)")
_NOT_TEXTS: Final = (".py", ".pyc", ".pyi", ".so", ".h", ".html")

_INTRODUCTION: Final = """CrossRoad Desktop is MIT licensed (see LICENSE). It comes with what
follows, each part under its own licence.

Qt and PySide6, where they are in a bundle, are used under the GNU LGPL, version 3: they lie in the
folder of the program as libraries of their own and may be replaced by versions of your own. Their
source code is at https://download.qt.io and https://code.qt.io. Qt WebEngine contains Chromium;
the licences of its parts are listed at https://doc.qt.io/qt-6/qtwebengine-licensing.html, and in
the program's own window at chrome://credits.

typst (figures as PDF) carries fonts: Libertinus Serif and New Computer Modern under the SIL Open
Font License and the GUST Font License, DejaVu Sans Mono under the Bitstream Vera licence.
"""


def licences_text(modules: Iterable[str], libraries: Iterable[Path]) -> str:
    """The whole text, sorted by name; the same for the same bundle.

    Raises SystemExit if the page was built without its licences.
    """
    if not PAGE_LICENCES.is_file():
        raise SystemExit("frontend_dist/licences.md is missing: run packaging/build_frontend.py.")
    sections = [_INTRODUCTION, *map(_describe, bundled_packages(modules))]
    sections += [_describe_python(), *_describe_system_libraries(libraries)]
    sections.append(_section("Built into the page", PAGE_LICENCES.read_text(encoding="utf-8")))
    return "\n".join(sections)


def bundled_packages(modules: Iterable[str]) -> list[Distribution]:
    """The installed packages that the modules belong to, by name, without our own."""
    by_module: Mapping[str, list[str]] = packages_distributions()
    roots = {module.partition(".")[0] for module in modules}
    names = {_plain(name) for root in roots for name in by_module.get(root, ())}
    known = {_plain(found.metadata["Name"]): found for found in distributions()}
    return [known[name] for name in sorted(names) if name != _OWN]


def licence_of(package: Distribution) -> str:
    """The licence in a few words, as the package states it."""
    told = package.metadata.json
    kinds = [
        text.rsplit(" :: ", 1)[-1]
        for text in told.get("classifier") or []
        if text.startswith("License :: ")
    ]
    stated = str(told.get("license_expression") or told.get("license") or "").strip()
    return stated.splitlines()[0] if stated else ", ".join(kinds) or "see its texts"


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _describe(package: Distribution) -> str:
    title = f"{package.metadata['Name']} {package.version} ({licence_of(package)})"
    return _section(title, "\n\n".join(_texts_of(package)))


def _texts_of(package: Distribution) -> list[str]:
    """The texts of licences and notices, in the order of their paths."""
    paths = sorted(str(path) for path in package.files or ())
    wanted = [
        path
        for path in paths
        if _TEXT_NAME.search(Path(path).name) and not path.endswith(_NOT_TEXTS)
    ]
    found = [Path(str(package.locate_file(path))) for path in wanted]
    texts = [path.read_text(encoding="utf-8", errors="replace").strip() for path in found]
    return list(dict.fromkeys(texts))


def _describe_python() -> str:
    places = [
        Path(sys.base_prefix) / "LICENSE.txt",
        Path(shutil.__file__).parent / "LICENSE.txt",
        Path(f"/usr/share/doc/python{sys.version_info.major}.{sys.version_info.minor}/copyright"),
    ]
    text = next((path.read_text(errors="replace") for path in places if path.is_file()), "")
    return _section(f"Python {platform.python_version()} (PSF-2.0)", text)


def _describe_system_libraries(libraries: Iterable[Path]) -> list[str]:
    owners = {name for path in libraries if (name := _debian_package(path.resolve()))}
    texts = {name: Path(f"/usr/share/doc/{name}/copyright") for name in sorted(owners)}
    return [
        _section(f"{name} (library of the system)", path.read_text(errors="replace"))
        for name, path in texts.items()
        if path.is_file()
    ]


@functools.cache
def _debian_package(path: Path) -> str | None:
    """The package that a file of a Debian or Ubuntu system belongs to."""
    dpkg = shutil.which("dpkg-query")
    if dpkg is None or not str(path).startswith(("/usr/", "/lib")):
        return None
    # Some are registered under /lib, which is a link to /usr/lib now.
    for name in (str(path), str(path).removeprefix("/usr")):
        found = subprocess.run([dpkg, "-S", name], capture_output=True, text=True, check=False)
        if found.returncode == 0:
            return found.stdout.partition(":")[0]
    return None


def _section(title: str, text: str) -> str:
    return f"\n{_RULE}\n{title}\n{_RULE}\n\n{text.strip()}\n"
