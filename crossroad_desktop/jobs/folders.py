"""The folder of every job: `JOB_DIR/JOB_ID/input`, `output` and logs.

In: ids of jobs. Out: their paths; folders made, measured, and removed so that none is ever half
there under its name.
"""

import os
import re
import secrets
import shutil
import string
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from crossroad_desktop.errors import NotFoundError, StorageError
from crossroad_desktop.jobs.steps import unfinished_path

_ID: Final = re.compile(r"job_[0-9a-z_]{12,32}")
_LETTERS: Final = string.digits + string.ascii_lowercase
_REMOVED: Final = ".removed-"


def new_job_id() -> str:
    """An id that no other job has, and that nobody can guess."""
    return "job_" + "".join(secrets.choice(_LETTERS) for _ in range(16))


def is_job_id(text: str) -> bool:
    """Whether the text has the form of an id; such a text is a safe folder name."""
    return _ID.fullmatch(text) is not None


class JobFolders:
    """All folders of jobs in one folder."""

    def __init__(self, job_dir: Path) -> None:
        self.job_dir = job_dir

    def folder(self, job_id: str) -> Path:
        """Raises NotFoundError for what is no id, so that no path leads out of `job_dir`."""
        if not is_job_id(job_id):
            raise NotFoundError(f"There is no job {job_id!r}.")
        return self.job_dir / job_id

    def input(self, job_id: str) -> Path:
        """The input files."""
        return self.folder(job_id) / "input"

    def output(self, job_id: str) -> Path:
        """The results; the folder is there only if they are whole."""
        return self.folder(job_id) / "output"

    def log(self, job_id: str) -> Path:
        """What the analysis did, with its warnings, for the user."""
        return self.folder(job_id) / "job.log"

    def crash_log(self, job_id: str) -> Path:
        """What a child process that failed by our fault had printed."""
        return self.folder(job_id) / "crash.log"

    def steps(self, job_id: str) -> Path:
        """The steps of the run with their times; see `jobs.steps`."""
        return self.folder(job_id) / "steps.json"

    def create(self, job_id: str) -> Path:
        """The folder of a new job, with an empty `input` in it."""
        with _as_storage_errors(f"the folder of {job_id} cannot be made"):
            self.job_dir.mkdir(parents=True, exist_ok=True)
            self.folder(job_id).mkdir()
            self.input(job_id).mkdir()
        return self.folder(job_id)

    def remove(self, job_id: str) -> None:
        """Removes the folder, if it is there."""
        self.hide(job_id)
        self.remove_hidden()

    def hide(self, job_id: str) -> None:
        """Gives the folder a name that is no job's, in one step; `remove_hidden` does the rest."""
        hidden = self.job_dir / f"{_REMOVED}{job_id}-{secrets.token_hex(4)}"
        with _as_storage_errors(f"the folder of {job_id} cannot be removed"):
            try:
                self.folder(job_id).rename(hidden)
            except FileNotFoundError:
                return

    def remove_hidden(self) -> None:
        """Removes what `hide` left, also in a run of the program that was killed."""
        for folder in self.job_dir.glob(f"{_REMOVED}*"):
            shutil.rmtree(folder, ignore_errors=True)

    def remove_unfinished(self) -> None:
        """Removes what was being made of finished results when the program was killed: zips, and
        Parquet of imported folders. All such things have names that begin with a dot."""
        for job_id in self.ids():
            for path in self.folder(job_id).glob(".*"):
                if path.is_dir():
                    shutil.rmtree(path, ignore_errors=True)
                elif not path.name.endswith(".lock"):
                    path.unlink(missing_ok=True)

    def discard_output(self, job_id: str) -> None:
        """Removes the results of a job, whole or not, and what was being written beside them: its
        process is gone, so nobody holds the lock whose file may be left."""
        # Loaded here: it brings Arrow along, which nobody needs who only lists jobs.
        from crossroad_desktop.pipeline.output_folder import lock_path

        output = self.output(job_id)
        lock_path(output).unlink(missing_ok=True)
        unfinished_path(self.steps(job_id)).unlink(missing_ok=True)
        for name in ("", ".unfinished", ".replaced"):
            shutil.rmtree(output.with_name(output.name + name), ignore_errors=True)

    def discard_crash_log(self, job_id: str) -> None:
        """Removes what a child process had printed, where that helps nobody."""
        self.crash_log(job_id).unlink(missing_ok=True)

    def discard_steps(self, job_id: str) -> None:
        """Removes the times of a try of which nothing else is kept."""
        self.steps(job_id).unlink(missing_ok=True)

    def ids(self) -> set[str]:
        """The ids of all jobs that have a folder."""
        if not self.job_dir.is_dir():
            return set()
        return {path.name for path in self.job_dir.iterdir() if is_job_id(path.name)}

    def bytes_on_disk(self, job_id: str) -> int:
        """Size of all files of a job; links count nothing."""
        return sum(path.lstat().st_size for path in _files_in(self.folder(job_id)))

    def all_bytes_on_disk(self) -> int:
        """Size of all files of all jobs, the list of jobs too; what jobs share counts once."""
        sizes: dict[tuple[int, int], int] = {}
        for path in _files_in(self.job_dir):
            # A job may be deleted while we look.
            with suppress(FileNotFoundError):
                entry = path.lstat()
                sizes[entry.st_dev, entry.st_ino] = entry.st_size
        return sum(sizes.values())

    def free_bytes(self) -> int:
        """What is free on the disk of the jobs."""
        with _as_storage_errors("the disk of the jobs cannot be asked"):
            return shutil.disk_usage(self.job_dir).free


def link_or_copy(source: Path, target: Path) -> None:
    """Puts an input file in a second place, as the same file where the file system can do that.

    That is safe because input files are never written again once they have their name. Raises
    StorageError if neither works.
    """
    try:
        os.link(source, target)
    except OSError:
        _copy(source, target)


def _copy(source: Path, target: Path) -> None:
    try:
        shutil.copyfile(source, target)
    except OSError as problem:
        raise StorageError(
            f"The input files cannot be copied ({problem.strerror or problem}); free some space."
        ) from problem


def _files_in(folder: Path) -> Iterator[Path]:
    # Not rglob: it fails if a folder that it looks through is removed or renamed meanwhile.
    paths = (Path(place, name) for place, _, names in os.walk(folder) for name in names)
    return (path for path in paths if path.is_file() and not path.is_symlink())


@contextmanager
def _as_storage_errors(what: str) -> Iterator[None]:
    try:
        yield
    except OSError as problem:
        raise StorageError(
            f"{what[0].upper()}{what[1:]} ({problem.strerror or problem}); make sure that the disk "
            "has room, that it can be written, and that no other program uses the folder."
        ) from problem
