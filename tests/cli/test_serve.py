"""`crossroad serve` and `crossroad url` where they cannot work."""

from pathlib import Path

import pytest

from tests.cli.conftest import Crossroad, files_below


def test_a_data_folder_that_cannot_be_made_is_told(
    crossroad: Crossroad, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("file").write_text("mine")
    folder = Path("file/data").absolute()
    monkeypatch.setenv("CROSSROAD_DATA_DIR", str(folder))

    answer = crossroad("serve", "--no-browser")

    assert answer.messages == [
        f"crossroad: {folder}: cannot be used (Not a directory); choose another data folder with "
        "CROSSROAD_DATA_DIR."
    ]
    assert answer.exit_code == 1
    assert files_below(".") == {"file": b"mine"}


def test_no_running_server_is_told(crossroad: Crossroad, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CROSSROAD_DATA_DIR", str(Path("data").absolute()))

    answer = crossroad("url")

    assert answer.messages == ["crossroad: No server is running; start one with crossroad serve."]
    assert answer.exit_code == 1
