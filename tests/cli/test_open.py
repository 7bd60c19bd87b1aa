"""`crossroad open`, and which calls are the same."""

from pathlib import Path

import pytest

from crossroad_desktop.cli import open as opening
from tests.cli.conftest import Crossroad


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[Path | None]:
    """What windows were to show, where none is opened."""
    shown: list[Path | None] = []
    monkeypatch.setattr(opening, "open_window", shown.append)
    return shown


def test_without_a_command_the_window_opens(
    crossroad: Crossroad, opened: list[Path | None]
) -> None:
    assert crossroad().exit_code == 0
    assert opened == [None]


def test_the_window_shows_the_result_that_is_named(
    crossroad: Crossroad, opened: list[Path | None]
) -> None:
    crossroad("open")
    crossroad("open", "result.zip")
    assert opened == [None, Path("result.zip")]


def test_the_demo_can_be_shown_in_the_window(
    crossroad: Crossroad, opened: list[Path | None]
) -> None:
    assert crossroad("demo", "--quiet", "--open").exit_code == 0
    assert opened == [Path("crossroad-demo/result")]
    assert Path("crossroad-demo/result/output/run.json").is_file()
