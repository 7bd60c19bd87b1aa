"""Times one program's search for SSRs on sequences that are in memory already.

In: a program and a FASTA file. Out: one JSON object on stdout, with the CPU seconds of one pass
over all sequences and the number of SSRs. It runs in the environment of the program it measures,
so it imports nothing but the standard library and that program.

Usage: python scan_in_memory.py PROGRAM FASTA THRESHOLDS [BARE_SCAN], with PROGRAM one of ours,
perf, pytrf, bare-scan, and THRESHOLDS like 12,6,4,3,3,2.
"""

import importlib
import io
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

Scan = Callable[[], int]
"""Searches all sequences once; gives the number of SSRs."""

LEAST_SECONDS = 0.5
"""A search is repeated until this much CPU time has passed, so that a fast one can be timed."""


def main() -> None:
    """Prints the figures."""
    program, fasta, thresholds = sys.argv[1], Path(sys.argv[2]), sys.argv[3]
    min_repeats = dict(enumerate(map(int, thresholds.split(",")), start=1))
    if program == "bare-scan":
        scan = load_bare_scan(fasta, min_repeats, Path(sys.argv[4]))
    else:
        scan = {"ours": load_ours, "perf": load_perf, "pytrf": load_pytrf}[program](
            fasta, min_repeats
        )
    sys.stdout.write(json.dumps(time_scan(scan)))


def time_scan(scan: Scan) -> dict[str, float]:
    """Wall clock and CPU seconds of one pass, and SSRs found."""
    passes = 0
    cpu_began, wall_began = time.process_time(), time.perf_counter()
    while passes == 0 or time.process_time() - cpu_began < LEAST_SECONDS:
        rows = scan()
        passes += 1
    cpu_seconds, wall_seconds = time.process_time() - cpu_began, time.perf_counter() - wall_began
    return {
        "rows": rows,
        "cpu_seconds": cpu_seconds / passes,
        "wall_seconds": wall_seconds / passes,
    }


def load_ours(fasta: Path, min_repeats: dict[int, int]) -> Scan:
    """Our scan, on the batches in which the product reads; gives columns of numbers."""
    import numpy as np

    from crossroad_desktop.pipeline.fasta import read_genomes
    from crossroad_desktop.pipeline.input_file import InputFile
    from crossroad_desktop.pipeline.ssr import find_ssrs

    with InputFile(fasta) as file:
        batches = list(read_genomes(file))
    numbers = [np.arange(len(batch.ids), dtype=np.int32) for batch in batches]

    def scan() -> int:
        pairs = zip(batches, numbers, strict=True)
        return sum(len(find_ssrs(batch, number, min_repeats)) for batch, number in pairs)

    return scan


def load_perf(fasta: Path, min_repeats: dict[int, int]) -> Scan:
    """PERF's search, called as its command calls it; gives lines of text, kept in memory."""
    perf = importlib.import_module("PERF.rep_utils")
    sequence_files = importlib.import_module("Bio.SeqIO")
    records = list(sequence_files.parse(fasta, "fasta"))
    motifs = perf.generate_repeats(list(min_repeats), False)
    repeats = perf.build_rep_set(motifs, unit_cutoff=min_repeats)

    def scan() -> int:
        rows = io.StringIO()
        for record in records:
            perf.get_ssrs(record, repeats, rows)
        return rows.getvalue().count("\n")

    return scan


def load_pytrf(fasta: Path, min_repeats: dict[int, int]) -> Scan:
    """The search of pytrf, written in C; gives lists of Python objects."""
    pytrf = importlib.import_module("pytrf")
    sequence_files = importlib.import_module("Bio.SeqIO")
    records = [
        (record.id, str(record.seq).upper()) for record in sequence_files.parse(fasta, "fasta")
    ]
    names = ("mono", "di", "tri", "tetra", "penta", "hexa")
    thresholds = dict(zip(names, min_repeats.values(), strict=True))

    def scan() -> int:
        return sum(
            len(pytrf.STRFinder(name, sequence, **thresholds).as_list())
            for name, sequence in records
        )

    return scan


def load_bare_scan(fasta: Path, min_repeats: dict[int, int], bare_scan: Path) -> Scan:
    """The scan of the bare search, on one buffer with all records."""
    sys.path.insert(0, str(bare_scan.parent))
    module = importlib.import_module(bare_scan.stem)
    _, offsets, bases = module.read_flat(fasta)

    def scan() -> int:
        return len(module.detect_flat(bases, offsets, min_repeats, chunk=1 << 21)[0])

    return scan


if __name__ == "__main__":
    main()
