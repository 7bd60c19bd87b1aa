"""The file of the table: its versions, and what is said when it cannot be used."""

import os
import shutil
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import NoReturn

import pytest

from crossroad_desktop.errors import StorageError
from crossroad_desktop.jobs import database
from crossroad_desktop.jobs.store import JobStore

from .conftest import MakeDisk

JOB = {"name": "kept", "parameters": {}, "input_names": {}}
ID = "job_000000000000"
COLUMNS_OF_VERSION_1 = [
    "number", "id", "name", "status", "message", "progress", "error_details", "cancelled",
    "cancel_requested", "interruptions", "parameters", "input_names", "warnings", "genomes",
    "ssrs", "bytes_on_disk", "created_at", "started_at", "finished_at", "runner_pid",
    "runner_created", "worker_pid", "worker_created",
]  # fmt: skip


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "jobs.sqlite3"


@pytest.fixture
def filled(path: Path) -> Path:
    """A file with one job and no open connection."""
    with JobStore(path).open() as store:
        store.add(ID, **JOB)
    return path


def names_in(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def scalar(path: Path, query: str) -> object:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(query).fetchone()[0]


def test_a_new_file_has_the_newest_version(filled: Path) -> None:
    assert scalar(filled, "PRAGMA user_version") == len(database.MIGRATIONS)
    assert scalar(filled, "PRAGMA journal_mode") == "wal"


def test_the_first_version_is_never_changed(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "MIGRATIONS", database.MIGRATIONS[:1])
    JobStore(path).open().close()
    with closing(sqlite3.connect(path)) as connection:
        columns = connection.execute("SELECT name FROM pragma_table_info('jobs')").fetchall()
    assert [name for (name,) in columns] == COLUMNS_OF_VERSION_1


def test_an_older_file_is_brought_up_to_date_with_its_jobs(
    filled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    added = ("ALTER TABLE jobs ADD COLUMN colour TEXT DEFAULT 'green'",)
    changed = ("UPDATE jobs SET colour = 'blue' WHERE name = 'kept'", "CREATE TABLE more (a)")
    monkeypatch.setattr(database, "MIGRATIONS", [*database.MIGRATIONS, added, changed])
    for _ in range(2):
        with JobStore(filled).open() as store:
            assert store.get(ID).name == "kept"
        assert scalar(filled, "SELECT colour FROM jobs") == "blue"
        assert scalar(filled, "PRAGMA user_version") == len(database.MIGRATIONS)


def test_a_migration_that_fails_changes_nothing(
    filled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = ("ALTER TABLE jobs ADD COLUMN colour TEXT", "INSERT INTO nowhere VALUES (1)")
    with monkeypatch.context() as change:
        change.setattr(database, "MIGRATIONS", [*database.MIGRATIONS, broken])
        with pytest.raises(StorageError):
            JobStore(filled).open()
    assert scalar(filled, "PRAGMA user_version") == len(database.MIGRATIONS)
    with JobStore(filled).open() as store:
        assert store.get(ID).name == "kept"


def test_a_file_of_a_newer_version_is_left_alone(filled: Path) -> None:
    with closing(sqlite3.connect(filled)) as connection:
        connection.execute("PRAGMA user_version = 99")
    with pytest.raises(StorageError, match="was written by a newer CrossRoad Desktop"):
        JobStore(filled).open()
    assert scalar(filled, "SELECT name FROM jobs") == "kept"


def overwrite_start(content: bytes) -> bytes:
    return b"This is no database." + content[20:]


def overwrite_middle(content: bytes) -> bytes:
    return content[:4096] + b"\xff" * 4096 + content[8192:]


def cut_off(content: bytes) -> bytes:
    return content[: len(content) // 2]


@pytest.mark.parametrize("damage", [overwrite_start, overwrite_middle, cut_off])
def test_a_damaged_file_is_kept_aside_and_a_new_one_begun(
    filled: Path, damage: Callable[[bytes], bytes]
) -> None:
    damaged = damage(filled.read_bytes())
    filled.write_bytes(damaged)
    with JobStore(filled).open() as store:
        assert store.list_jobs() == []
        assert store.notice == (
            "The list of jobs (jobs.sqlite3) was damaged. It is kept as jobs.sqlite3.damaged-1, "
            "and a new list was begun with the jobs whose folders were found."
        )
        store.add(ID, **JOB)
    assert filled.with_name("jobs.sqlite3.damaged-1").read_bytes() == damaged
    with JobStore(filled).open() as store:
        assert store.notice is None
        assert store.ids() == {ID}


def test_every_damaged_file_is_kept(path: Path) -> None:
    for content in (b"first" * 99, b"second" * 99):
        path.write_bytes(content)
        JobStore(path).open().close()
    assert path.with_name("jobs.sqlite3.damaged-1").read_bytes() == b"first" * 99
    assert path.with_name("jobs.sqlite3.damaged-2").read_bytes() == b"second" * 99


def test_a_file_without_its_table_is_damaged_too(filled: Path) -> None:
    with closing(sqlite3.connect(filled)) as connection:
        connection.execute("DROP TABLE jobs")
    with JobStore(filled).open() as store:
        assert store.notice is not None
        assert store.list_jobs() == []


def test_only_the_owner_puts_a_damaged_file_aside(path: Path) -> None:
    path.write_bytes(b"no database" * 99)
    with pytest.raises(StorageError) as problem:
        JobStore(path).open(is_owner=False)
    assert str(problem.value) == (
        f"{path} (the list of jobs) is damaged; start CrossRoad Desktop anew, it keeps the damaged "
        "file aside and begins a new list."
    )
    assert names_in(path.parent) == {"jobs.sqlite3"}


def test_a_locked_file_is_told_and_not_touched(filled: Path) -> None:
    with closing(sqlite3.connect(filled, isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode = EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(StorageError, match="is locked by another program; close that program"):
            JobStore(filled, busy_seconds=0.05).open()
        other.execute("ROLLBACK")
    assert not [name for name in names_in(filled.parent) if "damaged" in name]


def test_a_lock_while_the_store_is_open_is_told_without_the_folder(filled: Path) -> None:
    with (
        JobStore(filled, busy_seconds=0.05).open() as store,
        closing(sqlite3.connect(filled, isolation_level=None)) as other,
    ):
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StorageError) as problem:
            store.fail(ID, "no reason")
        assert str(problem.value) == (
            "jobs.sqlite3 (the list of jobs) is locked by another program; close that program and "
            "try again."
        )
        assert store.get(ID).name == "kept"
        other.execute("ROLLBACK")
        store.fail(ID, "no reason")


def test_a_short_lock_is_waited_for(filled: Path) -> None:
    with (
        JobStore(filled).open() as store,
        closing(sqlite3.connect(filled, isolation_level=None, check_same_thread=False)) as other,
    ):
        other.execute("BEGIN IMMEDIATE")
        threading.Timer(0.2, lambda: other.execute("ROLLBACK")).start()
        store.fail(ID, "no reason")
        assert store.get(ID).error_details == "no reason"


@pytest.fixture
def bound_by_permissions(missing: Callable[[str], NoReturn]) -> tuple[str, ...]:
    """Words before a command that keep root, too, from writing what is forbidden."""
    if os.geteuid() != 0:
        return ()
    if shutil.which("setpriv") is None:
        missing("root may write everything; install setpriv (package util-linux) or be another")
    return ("setpriv", "--bounding-set", "-dac_override,-dac_read_search")


@pytest.fixture
def read_only(filled: Path) -> Iterator[Path]:
    filled.chmod(0o444)
    filled.parent.chmod(0o555)
    yield filled
    filled.parent.chmod(0o755)


def test_a_file_that_can_only_be_read_is_told(
    read_only: Path, bound_by_permissions: tuple[str, ...]
) -> None:
    done = subprocess.run(
        [*bound_by_permissions, sys.executable, "-m", "crossroad_desktop", "jobs"],
        capture_output=True,
        text=True,
        env={**os.environ, "CROSSROAD_JOB_DIR": str(read_only.parent)},
    )
    assert done.returncode == 1
    assert done.stderr == (
        f"crossroad: {read_only} (the list of jobs) can only be read; give yourself the right to "
        "write it and its folder.\n"
    )


def test_a_full_disk_is_told_and_the_table_stays_whole(make_disk: MakeDisk, tmp_path: Path) -> None:
    make_disk("size=400k")
    path = tmp_path / "jobs" / "jobs.sqlite3"
    with JobStore(path).open() as store:
        store.add(ID, **JOB)
        fill_disk(path.with_name("filler"))
        with pytest.raises(StorageError, match=r"^jobs.sqlite3 .the list of jobs. cannot grow"):
            add_many(store)
        (path.parent / "filler").unlink()
        store.add("job_afterwards_", **JOB)
        assert store.get(ID).name == "kept"


def fill_disk(path: Path) -> None:
    with suppress(OSError), path.open("wb", buffering=0) as file:
        while True:
            file.write(bytes(4096))


def add_many(store: JobStore) -> None:
    for number in range(1, 1000):
        store.add(f"job_{number:012}", **JOB)


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StorageError, match=r"cannot be used: (Not a directory|File exists)"):
        JobStore(tmp_path / "file" / "jobs.sqlite3").open()
