"""What the locus catalogue costs: analyses with and without it, on few and on many genomes.

In: numbers of genomes. Out: `loci.csv` beside this file, and a line per analysis on stdout: wall
clock, CPU time, peak memory, and CPU time per genome, which stays the same if the work is linear.

The genomes are descendants of one simulated genome as long as that of monkeypox virus, 0.05-0.3 %
from each other, with about 250 SSR loci and one genome in five with N; every second one is written
from its other strand, with its genes. They are the same ones every time.

Usage: python benchmarks/loci.py [--genomes 400 4000] [--runs 1] [--results CSV] [--work FOLDER]
"""

import argparse
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

from contestants import Contestant, Setting, ours_command
from data_sets import GENOME_LENGTH, SEED, DataSet, describe_prefix, turn_every_second
from processes import run_command, run_process
from results import Measurement, measure_in_turn, write_csv

TASK = "analysis with loci"
EVERYTHING = "units of 1 to 100 bp"
SHORT_UNITS = "units of 1 to 6 bp"
NO_LOCI = "no loci"

_FOLDER = Path(__file__).resolve().parent


def main() -> None:
    """Measures, writes the CSV, and prints the lines."""
    options = _parse_options()
    measurements: list[Measurement] = []
    with tempfile.TemporaryDirectory(prefix="crossroad-loci-", dir=options.work) as work:
        setting = Setting(Path(work), None, None, options.runs, options.runs, options.timeout)
        for count in options.genomes:
            data = _make_genomes(count, setting.work)
            measurements += measure_in_turn(TASK, data, _analyses(data, setting))
    write_csv(options.results, measurements)
    sys.stdout.writelines(_line(measurement) for measurement in measurements)


def _parse_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    add = parser.add_argument
    add("--genomes", type=int, nargs="+", default=[400, 4000], help="genomes of each set")
    add("--runs", type=int, default=1, help="runs of each analysis")
    add("--results", type=Path, default=_FOLDER / "loci.csv", help="CSV that is written")
    add("--work", type=Path, help="folder for temporary files; 4,000 genomes need 3 GB")
    add("--timeout", type=float, default=1800, help="seconds after which a run is stopped")
    return parser.parse_args()


def _analyses(data: DataSet, setting: Setting) -> list[Contestant]:
    """Everything that the program does, the same without longer units, and without loci."""

    def analysis(name: str, *options: str) -> Contestant:
        command = ours_command(data, setting, True, ["--unfair", "100000", *options])
        return Contestant(
            name,
            lambda: run_command(command, setting.timeout_seconds),
            setting.runs,
            needs_warm_up=False,
        )

    return [
        analysis(EVERYTHING, "--minisatellites"),
        analysis(SHORT_UNITS),
        analysis(NO_LOCI, "--no-loci"),
    ]


def _make_genomes(count: int, folder: Path) -> DataSet:
    """Descendants of one genome, every second one turned."""
    prefix = folder / f"loci{count}"
    command = [
        sys.executable, "-m", "crossroad_desktop", "simulate", "-o", str(prefix), "--quiet",
        "--genomes", str(count), "--length", str(GENOME_LENGTH), "--seed", SEED,
        "--loci-per-kb", "1.27", "--substitution-rate", "1e-5", "--n-run-share", "0.2",
    ]  # fmt: skip
    run_process(command, timeout_seconds=1200)
    data = describe_prefix(prefix)
    turned = replace(
        data, fasta=folder / f"turned{count}.fa", genes=folder / f"turned{count}.genes.bed"
    )
    lengths = turn_every_second(data.fasta, turned.fasta)
    _mirror_genes(data.genes, turned.genes, lengths)
    data.fasta.unlink()
    return turned


def _mirror_genes(source: Path, target: Path, lengths: dict[str, int]) -> None:
    """Writes the genes, those of turned genomes at their places on the other strand."""
    with source.open() as lines, target.open("w") as written:
        for line in lines:
            genome_id, start, end, *rest = line.rstrip("\n").split("\t")
            if genome_id in lengths:
                length = lengths[genome_id]
                start, end = str(length - int(end)), str(length - int(start))
            written.write("\t".join((genome_id, start, end, *rest)) + "\n")


def _line(measurement: Measurement) -> str:
    genomes, peak = measurement.data.genomes, measurement.peak_megabytes or 0
    return (
        f"{genomes:,} genomes, {measurement.program}: {measurement.wall_seconds:.1f} s, "
        f"CPU {measurement.cpu_seconds:.1f} s, {1000 * measurement.cpu_seconds / genomes:.1f} ms "
        f"per genome, {peak:.0f} MB\n"
    )


if __name__ == "__main__":
    main()
