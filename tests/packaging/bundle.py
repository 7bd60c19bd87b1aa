"""The bundle in dist/, and how it is run: without Python, without a network."""

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[2]
PACKAGING: Final = ROOT / "packaging"
BUNDLE: Final = ROOT / "dist" / "crossroad"
PROGRAM: Final = BUNDLE / "crossroad"
CONTENTS: Final = BUNDLE / "_internal"

sys.path.insert(0, str(PACKAGING))

_LOOPBACK_ONLY: Final = 'ip link set lo up && exec "$@"'


def offline(command: Sequence[object]) -> list[str]:
    """The command in a network of its own, in which there is nothing but this machine."""
    # Whoever is not root gets the right to do this inside, where it harms nobody.
    unshare = ["unshare", "-n"] if os.geteuid() == 0 else ["unshare", "-r", "-n"]
    return [*unshare, "sh", "-c", _LOOPBACK_ONLY, "sh", *map(str, command)]


def run_offline(command: Sequence[object], seconds: float = 240) -> str:
    """What a command prints in such a network; fails if it does."""
    done = subprocess.run(
        offline(command), cwd=ROOT, capture_output=True, text=True, timeout=seconds, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
