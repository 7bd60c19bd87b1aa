"""Makes the icons of all systems in icons/ from the drawings there.

`python packaging/make_icons.py` writes PNGs, crossroad.ico and crossroad.icns; `--check` says
whether those that are there were made from the drawings as they are now.
"""

import argparse
import hashlib
import struct
import sys
from pathlib import Path
from typing import Final

import typst

ROOT: Final = Path(__file__).resolve().parents[1]
ICONS: Final = ROOT / "icons"
WINDOW_ICON: Final = ROOT / "frontend" / "public" / "icon.png"
"""That of the window, which lies with the page."""
STAMP: Final = ICONS / "SOURCE_SHA256"
DRAWINGS: Final = ("crossroad.svg", "crossroad-small.svg", "crossroad-file.svg")

# Up to this size the drawing whose bars lie on whole pixels.
_LARGEST_SMALL: Final = 32
PNG_SIZES: Final = (16, 24, 32, 48, 64, 128, 256, 512)
FILE_SIZES: Final = (32, 48, 64, 128, 256)
_ICO_SIZES: Final = (16, 24, 32, 48, 64, 128, 256)
# Type of the entry by size; see Apple's Icon Composer, of which ic07 and later hold PNGs.
_ICNS_TYPES: Final = (
    (b"icp4", 16), (b"icp5", 32), (b"icp6", 64), (b"ic07", 128), (b"ic08", 256), (b"ic09", 512),
    (b"ic10", 1024), (b"ic11", 32), (b"ic12", 64), (b"ic13", 256), (b"ic14", 512),
)  # fmt: skip
# macOS leaves this share of the width free on each side of an icon.
_MAC_MARGIN: Final = 100 / 1024

_PAGE: Final = b"""#let margin = float(sys.inputs.margin) * 72pt
#set page(width: 72pt, height: 72pt, margin: margin, fill: none)
#image(bytes(sys.inputs.svg), format: "svg", width: 100%)
"""


def draw(svg: str, size: int, margin: float = 0.0) -> bytes:
    """A PNG of size x size pixels on a transparent ground; `margin` is a share of its width."""
    inputs = {"svg": svg, "margin": str(margin)}
    made = typst.compile(_PAGE, sys_inputs=inputs, format="png", ppi=float(size))
    assert isinstance(made, bytes)
    return made


def pack_ico(pngs: list[tuple[int, bytes]]) -> bytes:
    """The .ico of PNGs with their sizes, 256 at most; Windows Vista and later read it."""
    entries = b""
    offset = 6 + 16 * len(pngs)
    for size, png in pngs:
        # A byte holds the size, and 0 stands for 256.
        entries += struct.pack("<4B2H2I", size % 256, size % 256, 0, 0, 1, 32, len(png), offset)
        offset += len(png)
    return struct.pack("<3H", 0, 1, len(pngs)) + entries + b"".join(png for _, png in pngs)


def pack_icns(pngs: list[tuple[bytes, bytes]]) -> bytes:
    """The .icns of PNGs with their types."""
    body = b"".join(kind + struct.pack(">I", 8 + len(png)) + png for kind, png in pngs)
    return b"icns" + struct.pack(">I", 8 + len(body)) + body


def source_digest() -> str:
    """SHA-256 over the drawings and this script; line ends do not count."""
    sources = [ICONS / name for name in DRAWINGS] + [Path(__file__)]
    content = b"".join(path.read_bytes().replace(b"\r\n", b"\n") for path in sources)
    return hashlib.sha256(content).hexdigest()


def is_current() -> bool:
    """Whether the icons were made from the drawings as they are now."""
    return STAMP.is_file() and STAMP.read_text(encoding="ascii").strip() == source_digest()


def make() -> None:
    """Makes all icons anew."""
    for size in PNG_SIZES:
        (ICONS / f"crossroad-{size}.png").write_bytes(_draw_program(size))
    WINDOW_ICON.write_bytes(_draw_program(256))
    file_drawing = (ICONS / "crossroad-file.svg").read_text(encoding="utf-8")
    for size in FILE_SIZES:
        (ICONS / f"crossroad-file-{size}.png").write_bytes(draw(file_drawing, size))
    ico = pack_ico([(size, _draw_program(size)) for size in _ICO_SIZES])
    (ICONS / "crossroad.ico").write_bytes(ico)
    file_ico = pack_ico([(size, draw(file_drawing, size)) for size in FILE_SIZES])
    (ICONS / "crossroad-file.ico").write_bytes(file_ico)
    icns = pack_icns([(kind, _draw_program(size, _MAC_MARGIN)) for kind, size in _ICNS_TYPES])
    (ICONS / "crossroad.icns").write_bytes(icns)
    STAMP.write_text(f"{source_digest()}\n", encoding="ascii", newline="\n")


def main() -> None:
    """Makes the icons, or checks them with `--check`."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument(
        "--check", action="store_true", help="make nothing; fail if the icons are not current"
    )
    if not parser.parse_args().check:
        make()
    elif not is_current():
        sys.exit("The icons are not those of the drawings: run python packaging/make_icons.py.")


def _draw_program(size: int, margin: float = 0.0) -> bytes:
    name = "crossroad-small.svg" if size <= _LARGEST_SMALL and not margin else "crossroad.svg"
    return draw((ICONS / name).read_text(encoding="utf-8"), size, margin)


if __name__ == "__main__":
    main()
