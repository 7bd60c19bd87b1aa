"""What all tests share: how a missing program or file is told, and real genomes."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NoReturn

import pytest
from playwright.sync_api import Playwright, sync_playwright

SHARED_DATA = Path(__file__).parents[2] / "shared" / "data"


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--update-golden` writes files that tests compare with anew; look at the difference."""
    parser.addoption("--update-golden", action="store_true", help="write golden files anew")


@pytest.fixture(scope="session")
def missing() -> Callable[[str], NoReturn]:
    """Skips the test, saying what it needs and how to get it; where everything must be there
    (CROSSROAD_REQUIRE_ALL is set, as in .ci/run) it fails instead."""

    def tell(reason: str) -> NoReturn:
        if os.environ.get("CROSSROAD_REQUIRE_ALL"):
            pytest.fail(reason)
        pytest.skip(reason)

    return tell


@pytest.fixture(scope="session")
def shared_data(missing: Callable[[str], NoReturn]) -> Path:
    """Real genomes and croSSRoad's results for them; they are not part of the project."""
    if not SHARED_DATA.is_dir():
        missing(
            "real genomes are not here: put the data sets in ../shared/data, beside the project"
        )
    return SHARED_DATA


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """What drives browsers and windows; a process can have only one."""
    with sync_playwright() as started:
        yield started
