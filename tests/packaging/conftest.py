"""The bundle and the packages, if they have been built."""

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import pytest

from tests.packaging.bundle import BUNDLE, PROGRAM, offline


@pytest.fixture(scope="session")
def program(missing: Callable[[str], NoReturn]) -> Path:
    """The packed program, on a machine where it can be started without a network."""
    if not PROGRAM.is_file():
        missing("dist/crossroad is missing: run python packaging/build_bundle.py")
    if subprocess.run(offline(["true"]), check=False, capture_output=True).returncode != 0:
        missing("a network of its own cannot be made here: it takes root, unshare and ip")
    return PROGRAM


@pytest.fixture(scope="session")
def deb(missing: Callable[[str], NoReturn]) -> Path:
    """The .deb, on a machine on which it may be installed."""
    found = sorted(BUNDLE.parent.glob("*.deb"))
    if not found:
        missing("there is no .deb in dist/: run python packaging/linux_packages.py")
    may_install = os.environ.get("CROSSROAD_REQUIRE_ALL") or os.environ.get("CROSSROAD_MAY_INSTALL")
    if os.geteuid() != 0 or not shutil.which("dpkg") or not may_install:
        missing("set CROSSROAD_MAY_INSTALL=1, as root on Debian, to let tests install the .deb")
    return found[-1]


@pytest.fixture(scope="session")
def tar(missing: Callable[[str], NoReturn]) -> Path:
    """The .tar.gz."""
    found = sorted(BUNDLE.parent.glob("*-linux-*.tar.gz"))
    if not found:
        missing("there is no .tar.gz in dist/: run python packaging/linux_packages.py")
    return found[-1]
