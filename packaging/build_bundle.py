"""Builds the bundle with PyInstaller: dist/crossroad/, a folder that runs without Python.

`python packaging/build_bundle.py`, in an environment with `.[bundle]` (on Linux `.[bundle,qt]`).
"""

import subprocess
import sys
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[1]
BUNDLE: Final = ROOT / "dist" / "crossroad"


def build() -> Path:
    """The folder of the bundle, made anew. Raises SystemExit if that fails."""
    if not (ROOT / "frontend_dist" / "index.html").is_file():
        sys.exit("frontend_dist/ is missing: run python packaging/build_frontend.py first.")
    command = [
        sys.executable, "-m", "PyInstaller", "--noconfirm", "--clean", "--log-level", "WARN",
        "--distpath", str(BUNDLE.parent), "--workpath", str(ROOT / "build"),
        str(ROOT / "packaging" / "crossroad.spec"),
    ]  # fmt: skip
    if subprocess.run(command, cwd=ROOT, check=False).returncode != 0:
        sys.exit("PyInstaller could not build the bundle; what it printed says why.")
    return BUNDLE


def size_of(folder: Path) -> int:
    """Bytes of all files; what links lead to counts once."""
    files = (path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    return sum(path.stat().st_size for path in files)


if __name__ == "__main__":
    made = build()
    sys.stdout.write(f"{made}: {size_of(made) / 1e6:,.0f} MB\n")
