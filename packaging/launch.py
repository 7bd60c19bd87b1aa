"""What the packed program starts with."""

import importlib
import multiprocessing
import os
import sys
from collections.abc import MutableMapping
from typing import Final

IMPORT_OPTION: Final = "--import-modules"
"""Followed by names: all that is done is to import them. A test of the bundle uses it."""


def main() -> int:
    """The exit code of the program."""
    multiprocessing.freeze_support()
    restore_library_path(os.environ)
    if sys.argv[1:2] == [IMPORT_OPTION]:
        for name in sys.argv[2:]:
            importlib.import_module(name)
        return 0
    from crossroad_desktop.cli import main as run

    return run()


def restore_library_path(environment: MutableMapping[str, str]) -> None:
    """Makes the path of libraries what it was before the packed program changed it for itself.

    The program has its libraries by now, and those of the system that it starts (a browser, a file
    manager) would fail with ours.
    """
    for name in ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH"):
        former = environment.pop(f"{name}_ORIG", None)
        if former:
            environment[name] = former
        else:
            environment.pop(name, None)


if __name__ == "__main__":
    sys.exit(main())
