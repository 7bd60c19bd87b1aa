"""What all tests share: how a missing program or file is told."""

import os
from collections.abc import Callable
from typing import NoReturn

import pytest


@pytest.fixture(scope="session")
def missing() -> Callable[[str], NoReturn]:
    """Skips the test, saying what it needs and how to get it; where everything must be there
    (CROSSROAD_REQUIRE_ALL is set, as in .ci/run) it fails instead."""

    def tell(reason: str) -> NoReturn:
        if os.environ.get("CROSSROAD_REQUIRE_ALL"):
            pytest.fail(reason)
        pytest.skip(reason)

    return tell
