"""Reads a FASTA file and finds its SSRs, and nothing else: a whole process to be timed.

In: a FASTA file. Out: the number of SSRs on stdout. Beside PERF and pytrf as commands, which read
the file too, and beside the bare search.

Usage: python read_and_scan.py ours FASTA THRESHOLDS
       python read_and_scan.py bare-scan FASTA THRESHOLDS MODULE
"""

import sys
from pathlib import Path


def main() -> None:
    """Prints the number of SSRs."""
    program, fasta, thresholds = sys.argv[1], Path(sys.argv[2]), sys.argv[3]
    min_repeats = dict(enumerate(map(int, thresholds.split(",")), start=1))
    if program == "bare-scan":
        # It reads the whole file before it scans, as in memory.
        from scan_in_memory import load_bare_scan

        rows = load_bare_scan(fasta, min_repeats, Path(sys.argv[4]))()
    else:
        rows = read_and_scan(fasta, min_repeats)
    sys.stdout.write(f"{rows}\n")


def read_and_scan(fasta: Path, min_repeats: dict[int, int]) -> int:
    """Number of SSRs; batch by batch, as the product works."""
    import numpy as np

    from crossroad_desktop.pipeline.fasta import read_genomes
    from crossroad_desktop.pipeline.input_file import InputFile
    from crossroad_desktop.pipeline.ssr import find_ssrs

    with InputFile(fasta) as file:
        return sum(
            len(find_ssrs(batch, np.arange(len(batch.ids), dtype=np.int32), min_repeats))
            for batch in read_genomes(file)
        )


if __name__ == "__main__":
    main()
