"""How fast the allele matrix is written for other programs.

    python benchmarks/allele_exports.py [--sizes 400x250,4000x670] [--folder DIR] [--csv FILE]

Makes result folders with so many genomes x loci (seeded, no real genome) and writes each format in
a process of its own: processor seconds from the folder to the last byte and to the first one, MB,
and the most memory of the process. The tree is left out: its time is that of the figure.
"""

import argparse
import csv
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from crossroad_desktop.pipeline.coded_columns import code_texts
from crossroad_desktop.pipeline.locus_tables import ALLELES, LOCI
from crossroad_desktop.results.allele_exports.formats import ALLELE_FORMATS
from crossroad_desktop.results.allele_exports.open_export import AlleleExport, open_allele_export

FLANK = 30
UNIT = "ACAT"
MISSING_SHARE = 0.03
ANCESTRAL = (3, 40)
"""Least and largest repeat number of the ancestor; genomes differ by a few units."""


def main() -> None:
    """Measures and prints one CSV line per size and format."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default="400x250,4000x670")
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--csv", type=Path)
    parser.add_argument("--one", nargs=2, metavar=("FOLDER", "FORMAT"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        sys.stdout.write(",".join(write_once(Path(options.one[0]), options.one[1])))
        return
    with tempfile.TemporaryDirectory() as temporary:
        output = options.csv.open("w", newline="") if options.csv else sys.stdout
        writer = csv.writer(output, lineterminator="\n")
        writer.writerow(["size", "format", "seconds", "seconds_to_first", "MB", "peak_MB"])
        for size in options.sizes.split(","):
            for line in measure((options.folder or Path(temporary)) / size, size):
                writer.writerow([size, *line])
                output.flush()


def measure(folder: Path, size: str) -> Iterator[list[str]]:
    """Format and figures, one entry per format."""
    if not folder.exists():
        genomes, loci = map(int, size.split("x"))
        write_tables(folder, genomes, loci)
    for file_format in ALLELE_FORMATS:
        if file_format != "newick":
            command = [sys.executable, __file__, "--one", str(folder), file_format]
            done = subprocess.run(command, capture_output=True, text=True, check=True)
            yield [file_format, *done.stdout.split(",")]


def write_once(folder: Path, file_format: str) -> list[str]:
    """Seconds, seconds to the first piece, MB, most MB of memory."""
    started = time.process_time()
    first, size = 0.0, 0
    for piece in open_allele_export(folder, AlleleExport(file_format)):
        first = first or time.process_time() - started
        size += len(piece)
    seconds = time.process_time() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return [f"{seconds:.2f}", f"{first:.2f}", f"{size / 1e6:.1f}", f"{peak:.0f}"]


def write_tables(folder: Path, genomes: int, loci: int) -> None:
    """A result folder with the tables that exports read."""
    random = np.random.default_rng(1)
    ancestor = random.integers(*ANCESTRAL, loci)
    repeat = (ancestor + random.binomial(6, 0.2, (genomes, loci)) - 1).astype(np.int32)
    repeat[1:][random.random((genomes - 1, loci)) < MISSING_SHARE] = -1
    ids = [f"genome_{number:05d}.1" for number in range(genomes)]
    names = [f"gene{number:03d}_{UNIT}_{number:06x}" for number in range(loci)]
    start = (np.arange(loci) * 300 + 100).astype(np.int32)
    parquet = folder / "parquet"
    parquet.mkdir(parents=True)
    pq.write_table(_genome_table(random, ids), parquet / "genomes.parquet")
    pq.write_table(_locus_table(ids[0], names, start), parquet / "loci.parquet")
    alleles = _allele_table(ids, names, start, repeat)
    pq.write_table(alleles, parquet / "alleles.parquet")
    sequences = _sequence_table(random, alleles)
    pq.write_table(sequences, parquet / "allele_sequences.parquet")


def _genome_table(random: np.random.Generator, ids: list[str]) -> pa.Table:
    return pa.table(
        {
            "genomeID": ids,
            "is_analysed": [True] * len(ids),
            "length_genome": pa.array([250_000] * len(ids), pa.int32()),
            "N_count": pa.array([0] * len(ids), pa.int32()),
            "genome_GC_per": [33.0] * len(ids),
            "category": [f"clade {number}" for number in random.integers(0, 6, len(ids))],
            "country": [f"country {number}" for number in random.integers(0, 40, len(ids))],
            "year": pa.array(random.integers(1990, 2026, len(ids)), pa.int32()),
        }
    )


def _locus_table(giver: str, names: list[str], start: NDArray[np.int32]) -> pa.Table:
    known = {
        "locus_id": pa.array(names),
        "motif_class": pa.array([UNIT] * len(names)),
        "motif": pa.array([UNIT] * len(names)),
        "motif_length": pa.array([len(UNIT)] * len(names)),
        "genomeID": pa.array([giver] * len(names)),
        "start": pa.array(start),
    }
    columns = [
        known.get(part.name, pa.nulls(len(names), part.type)).cast(part.type)
        for part in LOCI.schema
    ]
    return pa.table(columns, schema=LOCI.schema)


def _allele_table(
    ids: list[str], names: list[str], start: NDArray[np.int32], repeat: NDArray[np.int32]
) -> pa.Table:
    by_locus = repeat.T.ravel()
    genomes, loci = repeat.shape
    is_missing = by_locus < 0
    starts = np.repeat(start, genomes)
    numbers = {
        "repeat": by_locus,
        "length_bp": by_locus * len(UNIT),
        "start": starts,
        "end": starts + by_locus * len(UNIT),
    }
    texts = {
        "locus_id": code_texts(np.repeat(np.arange(loci), genomes), names),
        "genomeID": code_texts(np.tile(np.arange(genomes), loci), ids),
        "state": code_texts(is_missing, ["typed", "missing"]),
        "strand": code_texts(np.zeros(len(by_locus)), ["+"]),
    }
    columns = texts | {name: pa.array(part, mask=is_missing) for name, part in numbers.items()}
    return pa.table([columns[part.name] for part in ALLELES.schema], schema=ALLELES.schema)


def _sequence_table(random: np.random.Generator, alleles: pa.Table) -> pa.Table:
    rows = alleles.filter(alleles["repeat"].is_valid())
    locus = np.asarray(rows["locus_id"].combine_chunks().indices)
    # A few genomes have a substitution in a flank.
    variant = random.integers(0, 50, len(locus)).clip(max=3)
    flanks = ["".join(random.choice(list("CGT"), FLANK)) for _ in range(4 * (int(locus.max()) + 1))]
    repeats = np.asarray(rows["repeat"].combine_chunks())
    tracts = [UNIT * number for number in range(int(repeats.max()) + 1)]
    plain = code_texts(locus * 4, flanks)
    return pa.table(
        {
            **{name: rows[name] for name in ("locus_id", "genomeID", "start")},
            "left_flank": code_texts(locus * 4 + variant, flanks).cast(pa.string()),
            "tract": code_texts(repeats, tracts).cast(pa.string()),
            "right_flank": plain.cast(pa.string()),
        }
    )


if __name__ == "__main__":
    main()
