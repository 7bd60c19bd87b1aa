"""Where the time of one analysis goes.

In: the arguments of an analysis. Out: one JSON object on stdout: seconds by kind of work, and
seconds by result table (columns put together, text and Parquet written).

The functions that do the work are replaced by timed ones for this run. Seconds of a function do
not hold those of timed functions it calls, so the parts add up to the whole.

Usage: python steps.py FASTA CATEGORIES GENES REFERENCE OUTPUT
"""

import time

_BEGAN = time.perf_counter()

import functools  # noqa: E402
import importlib  # noqa: E402
import inspect  # noqa: E402
import json  # noqa: E402
import shutil  # noqa: E402
import sys  # noqa: E402
from collections import defaultdict  # noqa: E402
from collections.abc import Callable, Iterator  # noqa: E402
from contextlib import contextmanager  # noqa: E402
from pathlib import Path  # noqa: E402
from typing import Any  # noqa: E402

_PIPELINE = "crossroad_desktop.pipeline"
START = "Loading the libraries"
REST = "Everything else"
PARTS = (
    ("Reading genes and categories", f"{_PIPELINE}.inputs", "_read_annotations"),
    ("Reading the files' bytes and their SHA-256", f"{_PIPELINE}.input_file", "InputFile.read"),
    ("Cutting the FASTA into genomes and cleaning", f"{_PIPELINE}.inputs", "read_genomes"),
    ("Counting bases and N", f"{_PIPELINE}.inputs", "measure_genomes"),
    ("Finding SSRs", f"{_PIPELINE}.scanning", "find_ssrs"),
    ("Finding the strand of genomes", f"{_PIPELINE}.orientation", "StrandSampler.visit"),
    ("Finding the strand of genomes", f"{_PIPELINE}.orientation", "StrandSampler.decide"),
    ("Finding the strand of genomes", f"{_PIPELINE}.inputs", "mirror_genes"),
    ("Finding the strand of genomes", f"{_PIPELINE}.scanning", "mirror_ssrs"),
    ("Checking that genes fit the genomes", f"{_PIPELINE}.inputs", "measure_fit"),
    ("Comparing: genes, variation, hotspots", f"{_PIPELINE}.run", "_write_gene_tables"),
    ("Conserved SSRs and flanks", f"{_PIPELINE}.run", "find_conserved"),
    ("Conserved SSRs and flanks", f"{_PIPELINE}.run", "_write_flanks"),
    ("Putting table columns together", f"{_PIPELINE}.output_folder", "ResultFiles.write"),
    ("Writing tables as text", f"{_PIPELINE}.table_writer", "TableWriter.write"),
    ("Writing tables as text", f"{_PIPELINE}.table_writer", "format_lines"),
    ("Writing tables as Parquet", "pyarrow.parquet", "ParquetWriter.write_table"),
    ("Writing tables as Parquet", "pyarrow.parquet", "ParquetWriter.close"),
)
"""Kind of work, module, function or method."""


class Stopwatch:
    """Seconds by part; a part that is begun inside another one halts it."""

    def __init__(self) -> None:
        self.seconds: defaultdict[str, float] = defaultdict(float)
        self._running = [REST]
        self._since = time.perf_counter()

    @contextmanager
    def part(self, name: str) -> Iterator[None]:
        """Time in the `with` block counts for this part."""
        self._charge()
        self._running.append(name)
        try:
            yield
        finally:
            self._charge()
            self._running.pop()

    def _charge(self) -> None:
        now = time.perf_counter()
        self.seconds[self._running[-1]] += now - self._since
        self._since = now


def main() -> None:
    """Prints the seconds."""
    fasta, categories, genes = map(Path, sys.argv[1:4])
    reference_id, output = sys.argv[4], Path(sys.argv[5])
    inputs = importlib.import_module(f"{_PIPELINE}.inputs")
    parameters = importlib.import_module(f"{_PIPELINE}.parameters")
    run = importlib.import_module(f"{_PIPELINE}.run")
    loading = time.perf_counter() - _BEGAN
    watch = Stopwatch()
    for part, module, name in PARTS:
        time_function(watch, part, module, name)
    tables = time_tables()
    files = inputs.InputFiles(fasta, categories, genes)
    settings = parameters.AnalysisParameters(unfair=100_000, reference_id=reference_id, flanks=True)
    with watch.part(REST):
        run.analyze(files, settings, output)
    shutil.rmtree(output)
    parts = {START: loading, **{part: watch.seconds[part] for part, _, _ in PARTS}}
    parts[REST] = watch.seconds[REST]
    sys.stdout.write(json.dumps({"parts": parts, "tables": tables}))


def time_function(watch: Stopwatch, part: str, module: str, name: str) -> None:
    """Replaces a function, or a method written as Class.method, by one that is timed."""
    *owners, last = name.split(".")
    owner = functools.reduce(getattr, owners, importlib.import_module(module))
    original = getattr(owner, last, None)
    if original is None:
        sys.stderr.write(f"steps.py: {module} has no {name}; its time counts elsewhere.\n")
        return
    setattr(owner, last, _timed(watch, part, original))


def time_tables() -> dict[str, float]:
    """Seconds by result table, filled as the analysis writes them."""
    seconds: dict[str, float] = {}
    owner = importlib.import_module(f"{_PIPELINE}.output_folder").ResultFiles
    write = owner.write

    def timed(results: Any, spec: Any, *arguments: Any) -> None:
        began = time.perf_counter()
        write(results, spec, *arguments)
        seconds[f"{spec.folder}/{spec.file}"] = time.perf_counter() - began

    owner.write = timed
    return seconds


def _timed(watch: Stopwatch, part: str, original: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(original)
    def timed(*arguments: Any, **options: Any) -> Any:
        with watch.part(part):
            result = original(*arguments, **options)
        return _timed_items(watch, part, result) if inspect.isgenerator(result) else result

    return timed


def _timed_items(watch: Stopwatch, part: str, items: Iterator[Any]) -> Iterator[Any]:
    while True:
        with watch.part(part):
            item = next(items, items)
        if item is items:
            return
        yield item


if __name__ == "__main__":
    main()
