"""The icons of all systems are those of the drawings."""

import struct
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
ICONS = ROOT / "icons"
_PNG = b"\x89PNG\r\n\x1a\n"


def test_the_icons_were_made_from_the_drawings_as_they_are_now() -> None:
    script = ROOT / "packaging" / "make_icons.py"
    assert subprocess.run([sys.executable, script, "--check"], check=False).returncode == 0


def test_the_icon_of_the_window_is_that_of_the_program() -> None:
    icon = ROOT / "frontend/public/icon.png"
    assert icon.read_bytes() == (ICONS / "crossroad-256.png").read_bytes()


def test_every_png_has_the_size_of_its_name() -> None:
    pngs = sorted(ICONS.glob("*.png"))
    assert len(pngs) == 13
    for path in pngs:
        size = int(path.stem.rpartition("-")[2])
        assert png_size(path.read_bytes()) == (size, size), path.name


def test_the_windows_icons_hold_whole_pngs_of_the_sizes_they_tell() -> None:
    for name in ("crossroad.ico", "crossroad-file.ico"):
        content = (ICONS / name).read_bytes()
        _, kind, count = struct.unpack_from("<3H", content)
        assert (kind, count >= 5) == (1, True)
        for index in range(count):
            width, height, _, _, _, bits, length, offset = struct.unpack_from(
                "<4B2H2I", content, 6 + 16 * index
            )
            assert bits == 32
            png = content[offset : offset + length]
            assert png_size(png) == (width or 256, height or 256)
            assert png.endswith(b"IEND\xaeB`\x82")


def test_the_mac_icon_holds_whole_pngs_up_to_1024_pixels() -> None:
    content = (ICONS / "crossroad.icns").read_bytes()
    assert content[:4] == b"icns"
    assert struct.unpack_from(">I", content, 4) == (len(content),)
    sizes = []
    place = 8
    while place < len(content):
        (length,) = struct.unpack_from(">I", content, place + 4)
        sizes.append(png_size(content[place + 8 : place + length])[0])
        place += length
    assert max(sizes) == 1024
    assert min(sizes) == 16


def png_size(content: bytes) -> tuple[int, int]:
    """Width and height in pixels."""
    assert content[:8] == _PNG
    width, height = struct.unpack_from(">2I", content, 16)
    return int(width), int(height)
