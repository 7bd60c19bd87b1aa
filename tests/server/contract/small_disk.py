"""A disk that is soon full."""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn


@contextmanager
def small_disk(folder: Path, size: int, missing: Callable[[str], NoReturn]) -> Iterator[None]:
    """Mounts an empty disk in memory of so many bytes as `folder`."""
    if os.geteuid() != 0 or shutil.which("mount") is None:
        missing("a small disk must be mounted; run the tests as root on Linux")
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode != 0:
        missing(f"a small disk must be mounted, but {done.stderr.strip()}")
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)
