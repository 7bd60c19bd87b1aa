"""What of PyInstaller's findings goes into the bundle: what is used, and not the system's own.

In: entries as PyInstaller has them, (place in the bundle, source, kind). Out: those that are kept.
"""

import re
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path, PurePosixPath
from typing import Final

Entry = tuple[str, str, str]

# Of Arrow the services of networks (50 MB). Not substrait, dataset, acero: pyarrow breaks without.
# Of Qt what the page needs nothing of.
_UNUSED: Final = re.compile(
    r"arrow_(python_)?flight|_s3fs|arrow_s3|_gcsfs|_azurefs|pyarrow/(include|src|tests)"
    r"|PySide6/Qt/qml/|PySide6/QtDataVisualization"
    # The program speaks English.
    r"|PySide6/Qt/translations/(?!qtwebengine_locales/en-US\.pak)"
    r"|PySide6/Qt/resources/.*(debug|devtools)"
)
_PLUGINS: Final = "PySide6/Qt/plugins/"
_USED_PLUGINS: Final = re.compile(
    r"platforms/lib(qxcb|qwayland|qoffscreen)|xcbglintegrations/|wayland-|tls/|iconengines/"
    r"|platforminputcontexts/lib(compose|ibus)|platformthemes/libqxdg"
    r"|imageformats/libq(svg|jpeg|ico|gif)\."
)
# A Linux desktop has these, and they must fit its drivers, fonts and settings, not ours. The .deb
# depends on them.
_OF_THE_SYSTEM: Final = re.compile(
    r"lib(stdc\+\+|gcc_s|X11|X11-xcb|Xext|Xau|Xdmcp|fontconfig|freetype|harfbuzz|graphite2|png16"
    r"|brotli\w+|expat|z|glib-2\.0|gobject-2\.0|gio-2\.0|gmodule-2\.0|gthread-2\.0|pcre2-8|asound"
    r"|dbus-1|systemd|udev|cap|gcrypt|gpg-error|mount|blkid|selinux|gbm|drm|wayland-\w+|bsd|md)\.so"
)
# Libraries that libnss3 loads by name.
_OF_NSS: Final = re.compile(r"lib(softokn3|freebl3|freeblpriv3|nssckbi|nssdbm3)\.(so|chk)")
_NEEDED: Final = re.compile(r"\(NEEDED\).*\[(.+)\]")


def keep_used(entries: Iterable[Entry]) -> list[Entry]:
    """The entries that the program uses, in their order."""
    kept = [entry for entry in entries if is_used(entry)]
    return keep_linked(kept, _linked_libraries) if sys.platform == "linux" else kept


def keep_linked(entries: list[Entry], linked: Callable[[str], Iterable[str]]) -> list[Entry]:
    """The entries without libraries that nothing among them links, directly or through others.

    `linked` gives the names of the libraries that a file links.
    """
    sources: Mapping[str, str] = {
        _place(entry).name: entry[1] for entry in entries if entry[2] != "SYMLINK"
    }
    waiting = [entry[1] for entry in entries if not _is_library(entry)]
    needed: set[str] = set()
    while waiting:
        new = {name for name in linked(waiting.pop()) if name in sources} - needed
        needed |= new
        waiting += [sources[name] for name in new]
    return [
        entry
        for entry in entries
        if not _is_library(entry)
        or _place(entry).name in needed
        or ("libnss3.so" in needed and _OF_NSS.match(_place(entry).name))
    ]


def drop_dangling(entries: list[Entry], kept: Iterable[Entry]) -> list[Entry]:
    """The entries without links to what is neither among them nor among `kept`."""
    places = {_place(entry) for entry in (*entries, *kept)}
    return [
        entry
        for entry in entries
        if entry[2] != "SYMLINK" or _place(entry).parent / _place((entry[1], "", "")) in places
    ]


def is_used(entry: Entry) -> bool:
    """Whether it is neither of no use here nor better taken from the system."""
    place = _place(entry)
    text = place.as_posix()
    if _UNUSED.search(text):
        return False
    if _PLUGINS in text:
        return _USED_PLUGINS.match(text.partition(_PLUGINS)[2]) is not None
    is_at_root = len(place.parts) == 1
    return not (is_at_root and sys.platform == "linux" and _OF_THE_SYSTEM.match(place.name))


def _is_library(entry: Entry) -> bool:
    """Whether it is there only because something links it."""
    place = _place(entry)
    folder = place.parent.as_posix()
    if folder == "PySide6/Qt/lib":
        return True
    # The program itself loads that of Python, by its name.
    is_python = place.name.startswith("libpython")
    return folder == "." and not is_python and re.match(r"lib.+\.(so|chk)", place.name) is not None


def _place(entry: Entry) -> PurePosixPath:
    return PurePosixPath(entry[0].replace("\\", "/"))


def _linked_libraries(source: str) -> list[str]:
    if not Path(source).is_file():
        return []
    command = ["readelf", "--wide", "--dynamic", source]
    found = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)
    return _NEEDED.findall(found.stdout)
