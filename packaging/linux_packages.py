"""Makes the packages for Linux from the bundle: a .deb, and a .tar.gz with a script.

In: dist/crossroad/ (see build_bundle.py). Out: dist/crossroad-desktop_VERSION_ARCH.deb and
dist/crossroad-desktop-VERSION-linux-ARCH.tar.gz. `python packaging/linux_packages.py [deb] [tar]`.
"""

import gzip
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path
from typing import Final

# Run as a script: this folder is where modules are looked for first.
from build_bundle import BUNDLE, ROOT, size_of
from debian_depends import depends_of

from crossroad_desktop import __version__

NAME: Final = "crossroad-desktop"
ICONS: Final = ROOT / "icons"
LINUX: Final = ROOT / "packaging" / "linux"
_LIBRARY: Final = Path("usr/lib") / NAME
_PNG_SIZES: Final = (16, 24, 32, 48, 64, 128, 256, 512)
_FILE_SIZES: Final = (32, 48, 64, 128, 256)
# Not xz: a tenth smaller, but it takes minutes to pack and half a minute to install.
_DEB_COMPRESSION: Final = ("-Zzstd", "-z12")

_CONTROL: Final = """Package: {name}
Version: {version}
Architecture: {architecture}
Section: science
Priority: optional
Maintainer: CrossRoad Desktop developers <crossroad-desktop@localhost>
Installed-Size: {kilobytes}
Depends: {depends}
Recommends: xdg-utils, libnotify-bin
Description: Compare simple sequence repeats across many genomes
 CrossRoad Desktop finds microsatellites in genomes, compares them across
 genomes, groups, genes and years, and shows the results in a window.
 It works offline. The command is crossroad.
"""


def make_deb() -> Path:
    """The .deb. Raises SystemExit if a library is missing for which there is no package."""
    architecture = _output_of(["dpkg", "--print-architecture"])
    target = BUNDLE.parent / f"{NAME}_{__version__}_{architecture}.deb"
    with tempfile.TemporaryDirectory(dir=BUNDLE.parent) as made:
        root = Path(made) / "root"
        _copy_bundle(root / _LIBRARY)
        _link(root / "usr/bin/crossroad", f"../lib/{NAME}/crossroad")
        copy_share(root / "usr/share")
        _copy_documents(root / "usr/share/doc" / NAME)
        _write_control(root, architecture)
        _build_deb(root, target)
    return target


def make_tar() -> Path:
    """The .tar.gz with the program, its menu entry and icons, and install.sh."""
    stem = f"{NAME}-{__version__}-linux-{os.uname().machine}"
    target = BUNDLE.parent / f"{stem}.tar.gz"
    with tempfile.TemporaryDirectory(dir=BUNDLE.parent) as made:
        root = Path(made) / stem
        root.mkdir()
        _copy_bundle(root / "program")
        copy_share(root / "share")
        shutil.copy(LINUX / "install.sh", root)
        for name in ("LICENSE", "README.md", "CHANGELOG.md"):
            shutil.copy(ROOT / name, root)
        # Links stay links: what unpacks them as files makes the program twice as large.
        with tarfile.open(target, "w:gz", compresslevel=6) as archive:
            archive.add(root, stem, filter=_as_root)
    return target


def copy_share(share: Path) -> None:
    """Puts the menu entry, the file type and the icons where a desktop looks for them."""
    _copy(LINUX / f"{NAME}.desktop", share / "applications" / f"{NAME}.desktop")
    _copy(LINUX / f"{NAME}.xml", share / "mime/packages" / f"{NAME}.xml")
    icons = share / "icons/hicolor"
    for size in _PNG_SIZES:
        _copy(ICONS / f"crossroad-{size}.png", icons / f"{size}x{size}/apps/{NAME}.png")
    _copy(ICONS / "crossroad.svg", icons / f"scalable/apps/{NAME}.svg")
    kind = "mimetypes/application-x-crossroad-result"
    for size in _FILE_SIZES:
        _copy(ICONS / f"crossroad-file-{size}.png", icons / f"{size}x{size}/{kind}.png")
    _copy(ICONS / "crossroad-file.svg", icons / f"scalable/{kind}.svg")


def main() -> None:
    """Makes those that are named, or both."""
    if not (BUNDLE / "crossroad").is_file():
        sys.exit("dist/crossroad/ is missing: run python packaging/build_bundle.py first.")
    makers = {"deb": make_deb, "tar": make_tar}
    wanted = sys.argv[1:] or list(makers)
    if unknown := set(wanted) - makers.keys():
        sys.exit(f"{sorted(unknown)[0]!r} is no package; known are deb and tar.")
    for name in wanted:
        made = makers[name]()
        sys.stdout.write(f"{made}: {made.stat().st_size / 1e6:,.0f} MB\n")


def _copy_bundle(target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    # Hard links: the bundle is large, and nothing writes into either.
    shutil.copytree(BUNDLE, target, symlinks=True, copy_function=os.link)
    # Qt WebEngine makes this empty folder where it may; one that dpkg does not know would stay.
    (target / "_internal/PySide6/Qt/resources/locales").mkdir(parents=True, exist_ok=True)


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)
    target.chmod(0o644)


def _link(place: Path, target: str) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    place.symlink_to(target)


def _copy_documents(folder: Path) -> None:
    _copy(ROOT / "LICENSE", folder / "copyright")
    _link(
        folder / "THIRD_PARTY_LICENSES.txt",
        f"../../../lib/{NAME}/_internal/THIRD_PARTY_LICENSES.txt",
    )
    packed = gzip.compress((ROOT / "CHANGELOG.md").read_bytes(), mtime=0)
    (folder / "changelog.gz").write_bytes(packed)


def _write_control(root: Path, architecture: str) -> None:
    folder = root / "DEBIAN"
    folder.mkdir(mode=0o755)
    text = _CONTROL.format(
        name=NAME,
        version=__version__,
        architecture=architecture,
        kilobytes=size_of(root) // 1024,
        depends=", ".join(depends_of(root / _LIBRARY)),
    )
    (folder / "control").write_text(text, encoding="utf-8")


def _build_deb(root: Path, target: Path) -> None:
    for folder in (root, *(path for path in root.rglob("*") if path.is_dir())):
        folder.chmod(0o755)
    command = ["dpkg-deb", "--root-owner-group", *_DEB_COMPRESSION, "--build", root, target]
    subprocess.run([str(word) for word in command], check=True, stdout=subprocess.DEVNULL)


def _as_root(entry: tarfile.TarInfo) -> tarfile.TarInfo:
    entry.uid = entry.gid = 0
    entry.uname = entry.gname = "root"
    return entry


def _output_of(command: list[str]) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


if __name__ == "__main__":
    main()
