"""How fast results are read: streams, aggregates, table pages, exports.

    python benchmarks/results_speed.py [--rows 113000,1000000,10000000] [--folder DIR] [--csv FILE]
        [--peers-python PYTHON]

Makes Parquet with that many SSRs (seeded, no real genome), asks for everything that a figure, a
grid or a download asks for, and prints one CSV line per question. Each is asked in a process that
has answered it once (warm); the whole table also in a process of its own, for its memory. With a
Python that has pandas and pyarrow, the whole table is also read as croSSRoad does: pandas.read_csv
of the text table, then Arrow.
"""

import argparse
import csv
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from crossroad_desktop.pipeline.coded_columns import code_texts
from crossroad_desktop.pipeline.locus_tables import LOCUS_TABLES
from crossroad_desktop.pipeline.motifs import motif_table
from crossroad_desktop.results.arrow_result import encode_stream
from crossroad_desktop.results.column_filters import ColumnFilter
from crossroad_desktop.results.exports import open_export
from crossroad_desktop.results.plot_data import PLOT_KEYS, open_plot
from crossroad_desktop.results.table_page import PageCache, open_page

PIECE = 1 << 16
SSRS_PER_GENOME = 5_000
AGGREGATES = (
    "category_sankey", "ssr_gc", "ssr_conservation", "motif_conservation", "relative_abundance",
    "repeat_distribution", "upset", "motif_distribution",
)  # fmt: skip
# Those of loci are measured in loci_speed.py.
GENE_AGGREGATES = tuple(
    key
    for key, plot in PLOT_KEYS.items()
    if not plot.is_row_level
    and key not in AGGREGATES
    and not {table.name for table in LOCUS_TABLES} & set(plot.tables)
)


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", default="113000,1000000,10000000")
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--csv", type=Path)
    parser.add_argument("--peers-python", type=Path, help="Python with pandas and pyarrow")
    parser.add_argument("--whole", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.whole:
        _read_whole(options.whole)
        return
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.folder or Path(temporary)
        output = options.csv.open("w", newline="") if options.csv else sys.stdout
        writer = csv.writer(output, lineterminator="\n")
        writer.writerow(["ssrs", "question", "milliseconds", "note"])
        for rows in map(int, options.rows.split(",")):
            for line in measure(folder / str(rows), rows, options.peers_python):
                writer.writerow([rows, *line])
                output.flush()


def measure(folder: Path, rows: int, peers_python: Path | None) -> Iterator[tuple[str, str, str]]:
    """Question, milliseconds, note; in the order of the report."""
    if not (folder / "parquet").exists():
        write_tables(folder, rows)

    def timed(name: str, ask: Callable[[], object], times: int = 5) -> tuple[str, str, str]:
        note = str(ask())
        taken = []
        for _ in range(times):
            started = time.perf_counter()
            ask()
            taken.append(time.perf_counter() - started)
        return name, f"{1000 * statistics.median(taken):.1f}", note

    yield timed("plot_source: first bytes", lambda: _first_bytes(folder))
    yield _in_own_process(folder)
    if peers_python is not None:
        yield _with_pandas(folder, peers_python)
    for key in (*AGGREGATES, *GENE_AGGREGATES):
        yield timed(key, partial(_aggregate, folder, key), 3)
    yield from _measure_pages(folder, rows, timed)
    if rows <= 1_000_000:
        yield timed("export csv", lambda: _export(folder, "csv"), 1)
        yield timed("export parquet", lambda: _export(folder, "parquet"), 1)
    if rows <= 200_000:
        yield timed("export xlsx", lambda: _export(folder, "xlsx"), 1)


def _measure_pages(
    folder: Path, rows: int, timed: Callable[..., tuple[str, str, str]]
) -> Iterator[tuple[str, str, str]]:
    cache = PageCache()
    filters = [ColumnFilter("motif", "eq", ("AT",))]

    def page(**more: object) -> str:
        request: dict[str, Any] = {"limit": 100, "cache": cache, **more}
        with open_page(folder, "mergedOut", **request) as result:
            return f"{result.total_rows} rows"

    yield timed("page: first", lambda: page(offset=0))
    yield timed("page: deep", lambda: page(offset=rows // 2))
    for column in ("start", "genomeID", "loci"):
        yield timed(f"page: sorted by {column}, first", partial(page, sort=[column]))
    started = time.perf_counter()
    page(sort=["loci"], offset=rows // 2)
    yield "page: sorted by loci, deep, not seen", f"{1e3 * (time.perf_counter() - started):.1f}", ""
    yield timed(
        "page: sorted by loci, deep, seen", lambda: page(sort=["loci"], offset=rows // 2 + 100)
    )
    started = time.perf_counter()
    page(filters=filters)
    yield "page: filtered, not seen", f"{1e3 * (time.perf_counter() - started):.1f}", ""
    yield timed("page: filtered, seen", lambda: page(filters=filters, offset=100))


def _first_bytes(folder: Path) -> str:
    stream = encode_stream(open_plot(folder, "plot_source"))
    size = len(next(stream))
    stream.close()  # type: ignore[attr-defined]
    return f"{size} bytes"


def _aggregate(folder: Path, key: str) -> str:
    return f"{open_plot(folder, key).total_rows} rows"


def _export(folder: Path, file_format: str) -> str:
    size = sum(map(len, open_export(folder, "mergedOut", file_format)))  # type: ignore[arg-type]
    return f"{size >> 20} MB"


def _in_own_process(folder: Path) -> tuple[str, str, str]:
    command = [sys.executable, __file__, "--whole", str(folder)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    milliseconds, note = done.stdout.strip().split(",")
    return "plot_source: whole stream", milliseconds, note


_PANDAS = """
import io, resource, sys, time
import pandas, pyarrow as pa
started = time.perf_counter()
table = pa.Table.from_pandas(pandas.read_csv(sys.argv[1], sep="\\t"))
sink = io.BytesIO()
with pa.ipc.new_stream(sink, table.schema) as writer:
    writer.write_table(table)
taken = 1000 * (time.perf_counter() - started)
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
print(f"{taken:.1f},{sink.tell() >> 20} MB; peak {peak} MB")
"""


def _with_pandas(folder: Path, python: Path) -> tuple[str, str, str]:
    text = folder / "mergedOut.tsv"
    with text.open("wb") as file:
        file.writelines(open_export(folder, "mergedOut", "tsv"))
    command = [str(python), "-c", _PANDAS, str(text)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    milliseconds, note = done.stdout.strip().split(",")
    return "whole table with pandas", milliseconds, note


def _read_whole(folder: Path) -> None:
    started = time.perf_counter()
    size = sum(map(len, encode_stream(open_plot(folder, "plot_source"))))
    taken = 1000 * (time.perf_counter() - started)
    peak = _peak_memory() >> 20
    sys.stdout.write(f"{taken:.1f},{size >> 20} MB; peak {peak} MB\n")


def _peak_memory() -> int:
    """Bytes. What getrusage says would include the process that started this one."""
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) * 1024


def write_tables(folder: Path, rows: int, genome_count: int | None = None) -> None:
    """mergedOut, genomes, and gene tables of a tenth of the SSRs."""
    (folder / "parquet").mkdir(parents=True)
    random = np.random.default_rng(1)
    genomes = _make_genomes(random, genome_count or max(rows // SSRS_PER_GENOME, 10))
    pq.write_table(genomes, folder / "parquet" / "genomes.parquet")
    every_tenth = []
    writer = None
    for first in range(0, rows, PIECE):
        numbers = np.arange(first, min(first + PIECE, rows)) * len(genomes) // rows
        piece = _make_ssrs(random, genomes, numbers)
        writer = writer or pq.ParquetWriter(
            folder / "parquet" / "mergedOut.parquet", piece.schema, compression="zstd"
        )
        writer.write_table(piece, row_group_size=PIECE)
        every_tenth.append(piece.take(np.arange(0, len(piece), 10)))
    if writer:
        writer.close()
    _write_gene_tables(folder, random, pa.concat_tables(every_tenth))


def _make_genomes(random: np.random.Generator, count: int) -> pa.Table:
    return pa.table(
        {
            "genomeID": [f"genome_{number:06d}.1" for number in range(count)],
            "is_analysed": [True] * count,
            "length_genome": pa.array(random.integers(150_000, 250_000, count), pa.int32()),
            "N_count": pa.array([0] * count, pa.int32()),
            "genome_GC_per": np.round(random.random(count) * 30 + 30, 2),
            "category": [f"clade {number}" for number in random.integers(0, 6, count)],
            "country": [f"country {number}" for number in random.integers(0, 40, count)],
            "year": pa.array(random.integers(1990, 2026, count), pa.int32()),
        }
    )


def _make_ssrs(
    random: np.random.Generator, genomes: pa.Table, numbers: NDArray[np.int64]
) -> pa.Table:
    table = motif_table()
    primitive = np.flatnonzero(table.is_primitive)
    # Few motifs are frequent, most are rare.
    motif = primitive[(random.random(len(numbers)) ** 3 * len(primitive)).astype(int)]
    repeat = (random.geometric(0.7, len(numbers)) + 1).clip(max=5).astype(np.int32)
    length = table.lengths[motif].astype(np.int32)
    start = np.sort(random.integers(0, 150_000, len(numbers))).astype(np.int32)
    gc_percent = np.round(100.0 * table.gc_counts[motif] / length, 1)
    loci = [f"({text}){n}" for text in table.texts for n in range(2, 6)]
    of_genome = {name: genomes[name].take(numbers) for name in genomes.column_names[2:]}
    metadata = {n: of_genome[n].dictionary_encode() for n in ("category", "country")}
    return pa.table(
        {
            "genomeID": code_texts(numbers, genomes["genomeID"].to_pylist()),
            "start": start,
            "stop": start + length * repeat,
            "repeat": repeat,
            "motif": code_texts(motif, table.texts),
            "GC_per": gc_percent,
            "AT_per": np.round(100 - gc_percent, 1),
            "length_of_motif": length,
            "loci": code_texts(motif * 4 + repeat - 2, loci),
            "length_of_ssr": length * repeat,
            **metadata,
            **{name: of_genome[name] for name in ("year", *genomes.column_names[2:5])},
        }
    )


def _write_gene_tables(folder: Path, random: np.random.Generator, ssrs: pa.Table) -> None:
    gene = random.integers(0, 200, len(ssrs))
    names = [f"gene{number:03d}" for number in range(200)]
    pairs = ssrs.rename_columns({"start": "start1", "stop": "end1"})
    for name, column in (
        ("genomeID2", ssrs["genomeID"]),
        ("start2", pa.array((gene * 700).astype(np.int32))),
        ("end2", pa.array((gene * 700 + 600).astype(np.int32))),
        ("gene", code_texts(gene, names)),
        ("ssr_position", code_texts(np.zeros(len(ssrs), np.int32), ["IN"])),
    ):
        pairs = pairs.append_column(name, column)
    hotspots = pairs.select(["motif", "gene", "length_of_motif"]).slice(0, 300)
    gene_rows = pa.table(
        {
            "genomeID": pairs["genomeID"],
            "start": pairs["start2"],
            "end": pairs["end2"],
            "gene": pairs["gene"],
        }
    )
    record = '{"parameters": {"reference_id": "genome_000001.1"}}'
    (folder / "run.json").write_text(record)
    for name, table in {
        "ssr_genecombo": pairs,
        "hssr_data": pairs.slice(0, len(pairs) // 10),
        "mutational_hotspot": hotspots,
        "ssr_non_gene": ssrs,
        "genes_non_ssr": gene_rows.slice(0, len(gene_rows) // 10),
    }.items():
        path = folder / "parquet" / f"{name}.parquet"
        pq.write_table(table, path, compression="zstd", row_group_size=PIECE)


if __name__ == "__main__":
    main()
