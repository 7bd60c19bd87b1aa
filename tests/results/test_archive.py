"""The zip of a run."""

import shutil
import zipfile
from pathlib import Path

import pytest

from crossroad_desktop.errors import NotFoundError, OutputError
from crossroad_desktop.results import archive
from crossroad_desktop.results.archive import make_zip

from .conftest import Finished


def test_the_zip_holds_all_of_the_folder_and_nothing_else(run: Finished, tmp_path: Path) -> None:
    output = tmp_path / "output"
    shutil.copytree(run.output, output)
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret" / "key").write_text("secret")
    (output / "main" / "key").symlink_to(tmp_path / "secret" / "key")
    (output / "folder").symlink_to(tmp_path / "secret")
    make_zip(output, tmp_path / "all.zip")
    expected = {
        path.relative_to(run.output).as_posix(): path.read_bytes()
        for path in run.output.rglob("*")
        if path.is_file()
    }
    with zipfile.ZipFile(tmp_path / "all.zip") as packed:
        assert {name: packed.read(name) for name in packed.namelist()} == expected
    first = (tmp_path / "all.zip").read_bytes()
    make_zip(output, tmp_path / "all.zip")
    assert (tmp_path / "all.zip").read_bytes() == first


def test_a_failure_leaves_the_former_zip_and_no_part(
    run: Finished, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "all.zip").write_bytes(b"former")

    def fail(*_: object) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(archive, "_add", fail)
    with pytest.raises(OutputError, match=r"all\.zip: cannot write there"):
        make_zip(run.output, tmp_path / "all.zip")
    assert [path.name for path in tmp_path.iterdir()] == ["all.zip"]
    assert (tmp_path / "all.zip").read_bytes() == b"former"


def test_a_zip_is_not_made_of_nothing_or_into_itself(run: Finished, tmp_path: Path) -> None:
    with pytest.raises(NotFoundError):
        make_zip(tmp_path / "no", tmp_path / "all.zip")
    with pytest.raises(OutputError):
        make_zip(run.output, run.output / "all.zip")
