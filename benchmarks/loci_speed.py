"""How fast figures of loci are answered, and trees grown.

    OPENBLAS_NUM_THREADS=1 python benchmarks/loci_speed.py [--sizes 400x250,4000x670]
        [--trees 400x250,1000x250] [--csv FILE]

Makes the tables of a catalogue with that many genomes x loci (seeded, no real genome), asks for the
figures as the server does, and grows trees with 100 bootstrap replicates. Each question is asked
once before it is measured. One CSV line per question: seconds, and CPU seconds, which other
programs change less. The program itself sets the variable.
"""

import argparse
import csv
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from crossroad_desktop.comparison.bootstrap import grow_tree
from crossroad_desktop.comparison.distances import MEASURES
from crossroad_desktop.deferred_pandas import hide_pandas
from crossroad_desktop.pipeline.coded_columns import code_texts
from crossroad_desktop.pipeline.locus_tables import LOCI, STATES
from crossroad_desktop.pipeline.table_writer import ROWS_PER_PIECE
from crossroad_desktop.results.arrow_result import encode_stream
from crossroad_desktop.results.plot_data import open_plot

FIGURES = ("loci", "allele_matrix", "locus_diversity", "alleles")
REPLICATES = 100
SHARE_OF_STATES = (0.85, 0.05, 0.03, 0.02, 0.05)
_COPIES = 2
"""Places of a cell whose state is `multiple`."""


def main() -> None:
    """Measures and prints."""
    hide_pandas()
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default="400x250,4000x670", help="genomes x loci")
    parser.add_argument("--trees", default="400x250,1000x250", help="genomes x loci")
    parser.add_argument("--csv", type=Path)
    options = parser.parse_args()
    output = options.csv.open("w", newline="") if options.csv else sys.stdout
    writer = csv.writer(output, lineterminator="\n")
    writer.writerow(["genomes", "loci", "question", "seconds", "cpu_seconds"])
    with tempfile.TemporaryDirectory() as temporary:
        for genomes, loci in _read_sizes(options.sizes):
            folder = Path(temporary) / f"{genomes}x{loci}"
            write_tables(folder, genomes, loci)
            for key in FIGURES:
                writer.writerow([genomes, loci, key, *measure(partial(_ask, folder, key))])
    for genomes, loci in _read_sizes(options.trees):
        repeat = drift(genomes, loci)
        for by in MEASURES:
            taken = measure(partial(grow_tree, repeat, by, REPLICATES))
            writer.writerow([genomes, loci, f"tree by {by}, {REPLICATES} replicates", *taken])


def measure(ask: Callable[[], object]) -> tuple[str, str]:
    """Seconds and CPU seconds of the second time that something is asked."""
    ask()
    started, used = time.perf_counter(), time.process_time()
    ask()
    return f"{time.perf_counter() - started:.3f}", f"{time.process_time() - used:.3f}"


def write_tables(folder: Path, genomes: int, loci: int) -> None:
    """The tables of genomes, loci and alleles that the figures read."""
    parquet = folder / "parquet"
    parquet.mkdir(parents=True)
    ids = [f"genome_{number:05}" for number in range(genomes)]
    names = [f"OPG{number:03}_AT_{number:06x}" for number in range(loci)]
    pq.write_table(_make_genomes(ids), parquet / "genomes.parquet", compression="zstd")
    pq.write_table(_make_loci(names, ids[0]), parquet / "loci.parquet", compression="zstd")
    pq.write_table(
        _make_alleles(names, ids),
        parquet / "alleles.parquet",
        compression="zstd",
        row_group_size=ROWS_PER_PIECE,
    )


def drift(genomes: int, loci: int) -> NDArray[np.int32]:
    """Repeat numbers of genomes that came from one by splits in two, 5 % of them missing."""
    random = np.random.default_rng(1)
    repeat = np.full((1, loci), 12)
    while len(repeat) < genomes:
        repeat = np.repeat(repeat, 2, axis=0)
        is_changed = random.random(repeat.shape) < 0.03
        repeat = repeat + is_changed * random.choice([-1, 1], repeat.shape)
    repeat = repeat[:genomes]
    return np.where(random.random(repeat.shape) < 0.05, -1, repeat).astype(np.int32)


def _ask(folder: Path, key: str) -> int:
    options = {} if key == "loci" else {"by": "country"}
    return sum(map(len, encode_stream(open_plot(folder, key, options=options))))


def _read_sizes(text: str) -> Iterator[tuple[int, int]]:
    for size in text.split(","):
        genomes, loci = size.split("x")
        yield int(genomes), int(loci)


def _make_genomes(ids: list[str]) -> pa.Table:
    number = np.arange(len(ids))
    return pa.table(
        {
            "genomeID": ids,
            "is_analysed": np.full(len(ids), True),
            "length_genome": np.full(len(ids), 197_000, np.int32),
            "N_count": np.zeros(len(ids), np.int32),
            "genome_GC_per": np.full(len(ids), 33.0),
            "category": pa.array([f"clade {n % 6}" for n in number]).dictionary_encode(),
            "country": pa.array([f"country {n % 40}" for n in number]).dictionary_encode(),
            "year": (2000 + number % 20).astype(np.int32),
        }
    )


def _make_loci(names: list[str], anchor: str) -> pa.Table:
    rows = [
        {
            "locus_id": name, "motif_class": "AT", "motif": "AT", "motif_length": 2,
            "gene": f"OPG{number // 3:03}", "genomeID": anchor, "start": 100 * number,
            "end": 100 * number + 20, "left_flank": "A" * 30, "right_flank": "C" * 30,
        }
        for number, name in enumerate(names)
    ]  # fmt: skip
    return pa.Table.from_pylist(rows, LOCI.schema)


def _make_alleles(names: list[str], ids: list[str]) -> pa.Table:
    random = np.random.default_rng(0)
    state = random.choice(len(STATES), len(names) * len(ids), p=SHARE_OF_STATES)
    cell = np.repeat(np.arange(len(state)), np.where(state == STATES.index("multiple"), _COPIES, 1))
    state = state[cell]
    repeat = np.where(state == STATES.index("absent"), 0, 8 + random.poisson(1.5, len(cell)))
    start = random.integers(0, 190_000, len(cell))
    is_missing = state == STATES.index("missing")

    def numbers(values: NDArray[np.int64]) -> pa.Array:
        return pa.array(values.astype(np.int32), mask=is_missing)

    return pa.table(
        {
            "locus_id": code_texts(cell // len(ids), names),
            "genomeID": code_texts(cell % len(ids), ids),
            "state": code_texts(state, list(STATES)),
            "repeat": numbers(repeat),
            "length_bp": numbers(repeat * 2),
            "start": numbers(start),
            "end": numbers(start + repeat * 2),
            "strand": code_texts(cell % 1, ["+"]),
        }
    )


if __name__ == "__main__":
    main()
