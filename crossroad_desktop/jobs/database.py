"""The SQLite file of the list of jobs: opened, brought up to date, and its faults in plain words.

In: a path. Out: a connection whose schema is the newest one. The only module that knows sqlite3.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final

from crossroad_desktop.errors import StorageError

MIGRATIONS: Final[list[tuple[str, ...]]] = [
    (
        """
        CREATE TABLE jobs (
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            id TEXT NOT NULL UNIQUE,
            name TEXT NOT NULL,
            status TEXT NOT NULL CHECK (status IN ('queued', 'running', 'completed', 'failed')),
            message TEXT NOT NULL,
            progress REAL NOT NULL DEFAULT 0,
            error_details TEXT,
            cancelled INTEGER NOT NULL DEFAULT 0,
            cancel_requested INTEGER NOT NULL DEFAULT 0,
            interruptions INTEGER NOT NULL DEFAULT 0,
            parameters TEXT NOT NULL,
            input_names TEXT NOT NULL,
            warnings TEXT NOT NULL DEFAULT '[]',
            genomes INTEGER,
            ssrs INTEGER,
            bytes_on_disk INTEGER,
            created_at TEXT NOT NULL,
            started_at TEXT,
            finished_at TEXT,
            runner_pid INTEGER,
            runner_created REAL,
            worker_pid INTEGER,
            worker_created REAL
        ) STRICT
        """,
        "CREATE INDEX jobs_by_status ON jobs (status, number)",
        "CREATE TABLE processes (pid INTEGER, created REAL, PRIMARY KEY (pid, created)) STRICT",
    ),
]
"""Each entry leads from one version of the schema (`PRAGMA user_version`) to the next. What was
released once is never changed: add an entry."""

Connection = sqlite3.Connection
Row = sqlite3.Row

_DAMAGED: Final = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
_REASONS: Final = {
    sqlite3.SQLITE_BUSY: "is locked by another program; close that program and try again",
    sqlite3.SQLITE_LOCKED: "is locked by another program; close that program and try again",
    sqlite3.SQLITE_READONLY: "can only be read; give yourself the right to write it and its folder",
    sqlite3.SQLITE_PERM: "can only be read; give yourself the right to write it and its folder",
    sqlite3.SQLITE_CANTOPEN: "cannot be opened; make sure that its folder can be written",
    sqlite3.SQLITE_FULL: "cannot grow because the disk is full; free some space",
    sqlite3.SQLITE_IOERR: "cannot be read or written; the disk may be full or failing",
    sqlite3.SQLITE_CORRUPT: "is damaged; start CrossRoad Desktop anew, it keeps the damaged file "
    "aside and begins a new list",
    sqlite3.SQLITE_NOTADB: "is damaged; start CrossRoad Desktop anew, it keeps the damaged file "
    "aside and begins a new list",
}


def open_database(path: Path, busy_seconds: float, is_owner: bool) -> tuple[Connection, str | None]:
    """A connection with the newest schema, and a notice if the file was damaged.

    A damaged file is renamed and a new one begun if `is_owner`; else it is an error, because the
    owner may be using it. Raises StorageError if the file cannot be used. Statements outside of
    `transaction` commit by themselves; another program's lock is waited for for `busy_seconds`.
    """
    notice = None
    with as_storage_errors(str(path)):
        path.parent.mkdir(parents=True, exist_ok=True)
        if is_owner and _is_damaged(path, busy_seconds):
            notice = _set_aside(path)
        connection = _connect(path, busy_seconds)
        try:
            _prepare(connection, path)
        except BaseException:
            connection.close()
            raise
    return connection, notice


@contextmanager
def transaction(connection: Connection) -> Iterator[Connection]:
    """What is done in the block is seen by others wholly or not at all; only one at a time."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield connection
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


@contextmanager
def as_storage_errors(file: str) -> Iterator[None]:
    """Turns faults of SQLite and of the disk into StorageErrors that name the file so."""
    try:
        yield
    except sqlite3.Error as problem:
        raise StorageError(f"{file} (the list of jobs) {_reason(problem)}.") from problem
    except OSError as problem:
        raise StorageError(
            f"{file} (the list of jobs) cannot be used: {problem.strerror or problem}."
        ) from problem


def _reason(problem: sqlite3.Error) -> str:
    return _REASONS.get(_primary_code(problem), f"cannot be used: {problem}")


def _primary_code(problem: sqlite3.Error) -> int:
    return (getattr(problem, "sqlite_errorcode", None) or 0) & 0xFF


def _connect(path: Path, busy_seconds: float) -> Connection:
    connection = sqlite3.connect(
        path, timeout=busy_seconds, isolation_level=None, check_same_thread=False
    )
    connection.row_factory = sqlite3.Row
    return connection


def _prepare(connection: Connection, path: Path) -> None:
    connection.execute("PRAGMA journal_mode = WAL")
    # An accepted job must outlive a power cut too.
    connection.execute("PRAGMA synchronous = FULL")
    with transaction(connection):
        version: int = connection.execute("PRAGMA user_version").fetchone()[0]
        if version > len(MIGRATIONS):
            raise StorageError(
                f"{path} (the list of jobs) was written by a newer CrossRoad Desktop; use that "
                "version, or another job folder."
            )
        for statements in MIGRATIONS[version:]:
            for statement in statements:
                connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")


def _is_damaged(path: Path, busy_seconds: float) -> bool:
    if not path.exists():
        return False
    with closing(_connect(path, busy_seconds)) as connection:
        try:
            answer = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
            version: int = connection.execute("PRAGMA user_version").fetchone()[0]
            has_jobs = connection.execute("SELECT name FROM sqlite_schema WHERE name = 'jobs'")
            return bool(answer != "ok" or (version > 0 and has_jobs.fetchone() is None))
        except sqlite3.DatabaseError as problem:
            if _primary_code(problem) in _DAMAGED:
                return True
            raise


def _set_aside(path: Path) -> str:
    number = 1
    while (kept := path.with_name(f"{path.name}.damaged-{number}")).exists():
        number += 1
    for ending in ("-wal", "-shm", ""):
        part = path.with_name(path.name + ending)
        if part.exists():
            part.rename(kept.with_name(kept.name + ending))
    return (
        f"The list of jobs ({path.name}) was damaged. It is kept as {kept.name}, and a new list "
        "was begun with the jobs whose folders were found."
    )
