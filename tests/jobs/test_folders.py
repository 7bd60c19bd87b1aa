"""Folders of jobs: their names, and how they come and go."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from crossroad_desktop.errors import NotFoundError, StorageError
from crossroad_desktop.jobs.folders import JobFolders, is_job_id, new_job_id

ID = "job_0123456789abcdef"


@pytest.fixture
def folders(tmp_path: Path) -> JobFolders:
    return JobFolders(tmp_path / "jobs")


def test_new_ids_have_the_form_and_differ() -> None:
    ids = {new_job_id() for _ in range(1000)}
    assert len(ids) == 1000
    assert all(is_job_id(each) and len(each) == 20 for each in ids)


@pytest.mark.parametrize(
    "text",
    [
        "", "job_", "job_short", "job_0123456789a", "job_" + "a" * 33, "job_ABCDEFGHIJKL",
        "job_../../../../etc", "../job_0123456789ab", "job_0123456789ab\n", "job_0123456789ä0",
        "job_01234567\N{ARABIC-INDIC DIGIT THREE}9ab",
    ],
)  # fmt: skip
def test_what_is_no_id_leads_to_no_folder(folders: JobFolders, text: str) -> None:
    assert not is_job_id(text)
    with pytest.raises(NotFoundError):
        folders.folder(text)


def test_a_new_folder_has_an_empty_input(folders: JobFolders) -> None:
    assert folders.create(ID) == folders.job_dir / ID
    assert list(folders.folder(ID).rglob("*")) == [folders.input(ID)]
    with pytest.raises(StorageError, match="File exists"):
        folders.create(ID)


def test_removing_leaves_nothing_and_may_be_repeated(folders: JobFolders) -> None:
    folders.create(ID)
    folders.remove(ID)
    folders.remove(ID)
    assert list(folders.job_dir.iterdir()) == []


def test_a_hidden_folder_is_no_job_and_is_removed_later(folders: JobFolders) -> None:
    folders.create(ID)
    folders.hide(ID)
    assert folders.ids() == set()
    assert len(list(folders.job_dir.iterdir())) == 1
    folders.remove_hidden()
    assert list(folders.job_dir.iterdir()) == []


def test_only_folders_named_like_a_job_are_jobs(folders: JobFolders) -> None:
    assert folders.ids() == set()
    folders.create(ID)
    folders.create("job_000000000000")
    (folders.job_dir / "notes").mkdir()
    (folders.job_dir / "jobs.sqlite3").touch()
    assert folders.ids() == {ID, "job_000000000000"}


def test_discarding_output_removes_all_stages_of_it(folders: JobFolders) -> None:
    folders.create(ID)
    for name in ("output", "output.unfinished", "output.replaced"):
        (folders.folder(ID) / name / "main").mkdir(parents=True)
    folders.discard_output(ID)
    assert list(folders.folder(ID).iterdir()) == [folders.input(ID)]


def test_links_count_no_bytes(folders: JobFolders, tmp_path: Path) -> None:
    (tmp_path / "big").write_bytes(bytes(1000))
    folders.create(ID)
    (folders.input(ID) / "a").write_bytes(bytes(10))
    (folders.input(ID) / "link").symlink_to(tmp_path / "big")
    (folders.input(ID) / "folder").symlink_to(tmp_path)
    os.mkfifo(folders.input(ID) / "fifo")
    assert folders.bytes_on_disk(ID) == 10


def test_a_folder_that_vanishes_while_it_is_measured_counts_as_far_as_it_was_seen(
    folders: JobFolders, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("job_000000000001", "job_000000000002"):
        folders.create(name)
        (folders.input(name) / "a.fa").write_bytes(b"1234567890")
    listed = os.walk(folders.job_dir)
    names = next(listed)

    def walk_late(_: Path) -> Iterator[object]:
        yield names
        folders.remove("job_000000000001")
        yield from listed

    monkeypatch.setattr(os, "walk", walk_late)

    assert folders.all_bytes_on_disk() == 10
