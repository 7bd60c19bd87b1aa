"""What all tests share: how a missing program or file is told."""

import os
from collections.abc import Callable, Iterator
from typing import NoReturn

import pytest
from playwright.sync_api import Playwright, sync_playwright


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
def playwright() -> Iterator[Playwright]:
    """What drives browsers and windows; a process can have only one."""
    with sync_playwright() as started:
        yield started
