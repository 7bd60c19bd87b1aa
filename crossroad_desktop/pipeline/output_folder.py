"""The folder of a run's results: it appears whole or not at all.

In: tables to be written, piece by piece. Out: a folder with all files of a run under its final
name, and progress while they are written.
"""

import errno
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

import pyarrow as pa
from filelock import FileLock, Timeout

from crossroad_desktop.errors import OutputError
from crossroad_desktop.pipeline import tables
from crossroad_desktop.pipeline.inputs import LoadedInputs
from crossroad_desktop.pipeline.parameters import AnalysisParameters
from crossroad_desktop.pipeline.progress import Progress, ReportProgress
from crossroad_desktop.pipeline.table_spec import TableSpec
from crossroad_desktop.pipeline.table_writer import TableWriter

_READING_SHARE: Final = 0.7
_READING_SHARE_WITH_LOCI: Final = 0.25
_CATALOGUE_WEIGHT: Final = 4.0
"""How long the catalogue of loci takes, in units of the time for all tables."""


def reading_share(parameters: AnalysisParameters) -> float:
    """Progress when all genomes are read and their SSRs found; the rest is the catalogue of loci
    and tables."""
    return _READING_SHARE_WITH_LOCI if parameters.loci else _READING_SHARE


@contextmanager
def unfinished_folder(output_dir: Path, replace: bool) -> Iterator[Path]:
    """A new folder beside `output_dir` that takes its name at the end of the `with` block, or
    vanishes if the block is left by an exception.

    Raises OutputError if it cannot be made or filled (disk full, no permission), if another run
    is writing there, or if there is something in `output_dir` already and not `replace`.
    """
    unfinished = unfinished_path(output_dir)
    try:
        output_dir.parent.mkdir(parents=True, exist_ok=True)
        with _locked(output_dir):
            _restore_replaced(output_dir)
            _require_room(output_dir, replace)
            _remove_leftover(unfinished, replace)
            try:
                for folder in ("", "main", "intrim", "parquet"):
                    (unfinished / folder).mkdir()
                yield unfinished
                _put_in_place(unfinished, output_dir)
            finally:
                remove_folder(unfinished)
    except OSError as problem:
        raise _output_error(output_dir, problem) from problem


def unfinished_path(output_dir: Path) -> Path:
    """Where a run keeps what it writes until it is whole."""
    return output_dir.with_name(output_dir.name + ".unfinished")


def replaced_path(output_dir: Path) -> Path:
    """Where a former result waits for the moment in which the new one takes its place."""
    return output_dir.with_name(output_dir.name + ".replaced")


def lock_path(output_dir: Path) -> Path:
    """The file that a run locks while it works on `output_dir` and what lies beside it."""
    return output_dir.with_name(f".{output_dir.name}.lock")


@contextmanager
def _locked(output_dir: Path) -> Iterator[None]:
    lock = FileLock(lock_path(output_dir))
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise OutputError(
            f"{output_dir.parent}: another run is writing its results there; wait until it has "
            "ended, or choose another folder."
        ) from None
    try:
        yield
    finally:
        # The lock of a process that was killed is gone with it; only its file stays.
        lock.release(force=True)
        with suppress(OSError):
            lock_path(output_dir).unlink(missing_ok=True)


def _remove_leftover(unfinished: Path, replace: bool) -> None:
    if unfinished.exists() and not replace:
        raise OutputError(
            f"{unfinished} is left from a run that was killed; delete it, or choose another folder."
        )
    remove_folder(unfinished)


def _require_room(output_dir: Path, replace: bool) -> None:
    if not replace and output_dir.exists() and any(output_dir.iterdir()):
        raise OutputError(f"{output_dir} holds results already; choose another folder.")


def _restore_replaced(output_dir: Path) -> None:
    # A run that was killed between its two renames left the former result here.
    replaced = replaced_path(output_dir)
    if replaced.exists() and not output_dir.exists():
        replaced.rename(output_dir)
    remove_folder(replaced)


def _put_in_place(finished: Path, output_dir: Path) -> None:
    replaced = replaced_path(output_dir)
    is_replacing = output_dir.exists()
    try:
        if is_replacing:
            output_dir.rename(replaced)
        finished.rename(output_dir)
    except BaseException:
        if replaced.exists() and not output_dir.exists():
            replaced.rename(output_dir)
        raise
    remove_folder(replaced)


def remove_folder(folder: Path) -> None:
    """Removes a folder and all in it, as far as it can, also if the user is impatient meanwhile."""
    try:
        shutil.rmtree(folder, ignore_errors=True)
    except KeyboardInterrupt:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def _output_error(output_dir: Path, problem: OSError) -> OutputError:
    if problem.errno in (errno.ENOSPC, errno.EDQUOT):
        return OutputError(
            f"{output_dir}: the disk is full; free some space or choose a folder on another disk. "
            "Nothing of this run was kept."
        )
    reason = problem.strerror or str(problem)
    return OutputError(f"{output_dir}: cannot write there ({reason}); choose another folder.")


class ResultFiles:
    """The tables of one run, written one after the other, with progress inside each."""

    def __init__(
        self,
        folder: Path,
        inputs: LoadedInputs,
        parameters: AnalysisParameters,
        progress: ReportProgress,
    ) -> None:
        self.folder = folder
        self.row_counts: dict[str, int] = {}
        self._expected = tables.tables_of_run(
            inputs.has_categories, inputs.genes is not None, parameters
        )
        self._metadata_columns = list(inputs.metadata.columns) if inputs.has_categories else None
        self._dynamic = inputs.metadata.dynamic
        self.keeps_intermediate = parameters.keep_intermediate
        self._reading_share = reading_share(parameters)
        self._catalogue_weight = _CATALOGUE_WEIGHT if parameters.loci else 0.0
        self._catalogue_done = 0.0
        self._report = progress
        self._genomes = len(inputs.statistics.ids)
        self._bases = int(inputs.statistics.lengths.sum())

    def write(self, spec: TableSpec, pieces: Iterable[pa.Table], row_count: int) -> None:
        """Writes one table, if this run has it; `row_count` is what the pieces add up to."""
        if spec not in self._expected:
            return
        spec_of_run = spec.for_run(self._metadata_columns, self._dynamic)
        path = f"{spec.folder}/{spec.file}"
        with TableWriter(spec_of_run, self.folder) as writer:
            for piece in pieces:
                self._tell("Writing tables", path, writer.row_count / row_count)
                writer.write(piece)
        self.row_counts[path] = writer.row_count

    def tell(self, step: str) -> None:
        """Reports what is being worked out between two tables."""
        self._tell(step, "", 0.0)

    def tell_catalogue(self, step: str, share: float) -> None:
        """Reports how much (0-1) of the catalogue of loci is done."""
        self._catalogue_done = max(self._catalogue_done, share)
        self._tell(step, "", 0.0)

    def _tell(self, step: str, path: str, share_of_table: float) -> None:
        tables_done = (len(self.row_counts) + share_of_table) / len(self._expected)
        done = tables_done + self._catalogue_weight * self._catalogue_done
        share = done / (1 + self._catalogue_weight)
        fraction = self._reading_share + (1 - self._reading_share) * share
        self._report(Progress(step, fraction, self._genomes, self._bases, path))


def append_bytes(path: Path, content: bytes) -> None:
    """Adds bytes to the end of a file, which is made if it is not there."""
    with path.open("ab") as file:
        file.write(content)
