"""The options of an analysis, in groups, for every command that has some of them.

In: the parser of a command. Out: the same with more options; their values are left as text where
AnalysisParameters reads them.
"""

import argparse
from pathlib import Path

from crossroad_desktop.pipeline.parameters import AnalysisParameters

_DEFAULTS = AnalysisParameters()


def add_inputs(parser: argparse.ArgumentParser) -> None:
    """The input files: genomes, categories, genes; and the reference."""
    inputs = parser.add_argument_group("input files")
    inputs.add_argument(
        "fasta", type=Path, nargs="*", metavar="FASTA",
        help="genomes, plain or gzip; the id is the first word after '>'",
    )  # fmt: skip
    inputs.add_argument(
        "-fa",
        "--fasta",
        dest="fasta_option",
        type=Path,
        metavar="FASTA",
        help="the same, as croSSRoad has it",
    )
    inputs.add_argument(
        "-c", "-cat", "--categories", type=Path,
        help="table with genomeID, category, a third column of your choice, year",
    )  # fmt: skip
    inputs.add_argument(
        "-b", "-bed", "--gene-bed", dest="genes", type=Path, metavar="GENES",
        help="genes as BED: genomeID, start, end, gene",
    )  # fmt: skip
    inputs.add_argument(
        "-r", "-ref", "--reference-id", metavar="ID", help="genome to compare the others with"
    )


def add_parameters(parser: argparse.ArgumentParser) -> None:
    """All that may be set of an analysis, in groups."""
    thresholds = parser.add_argument_group("SSRs: least number of repeats by motif length")
    for length, name in enumerate(("mono", "di", "tri", "tetra", "penta", "hexa"), start=1):
        default = getattr(_DEFAULTS, name)
        thresholds.add_argument(
            f"--{name}", metavar="N", default=default, help=f"{length} bp (default: {default})"
        )
    add_filter(parser)
    comparison = parser.add_argument_group("comparison")
    comparison.add_argument(
        "-rc", "--min-repeat-count", "--repeat-threshold", metavar="N",
        default=_DEFAULTS.min_repeat_count,
        help="a hotspot has more different repeat numbers than this (default: %(default)s)",
    )  # fmt: skip
    comparison.add_argument(
        "-g", "--min-genome-count", "--genome-threshold", metavar="N",
        default=_DEFAULTS.min_genome_count,
        help="a hotspot is seen in more genomes than this (default: %(default)s)",
    )  # fmt: skip
    comparison.add_argument(
        "-f", "--flanks", action="store_true", help="list conserved SSRs with 10 bp on each side"
    )
    _add_places(parser)


def add_filter(parser: argparse.ArgumentParser) -> None:
    """Which genomes are analysed."""
    limits = parser.add_argument_group("which genomes are analysed")
    limits.add_argument(
        "-l", "--min-len", metavar="BP", default=_DEFAULTS.min_len,
        help="shortest genome (default: %(default)s)",
    )  # fmt: skip
    limits.add_argument(
        "-L", "--max-len", metavar="BP", default=_DEFAULTS.max_len,
        help="longest genome (default: %(default)s)",
    )  # fmt: skip
    limits.add_argument(
        "-u", "--unfair", metavar="N", default=_DEFAULTS.unfair,
        help="most N in a genome, `unfair` (default: %(default)s)",
    )  # fmt: skip


def _add_places(parser: argparse.ArgumentParser) -> None:
    places = parser.add_argument_group("strand, longer units and loci")
    places.add_argument(
        "--orient", metavar="auto|off", default=_DEFAULTS.orient,
        help="auto: turn genomes that lie on the other strand; off: leave all as they are written "
        "(default: %(default)s)",
    )  # fmt: skip
    places.add_argument(
        "--minisatellites", action="store_true", help="also find repeats with units of 7 to 100 bp"
    )
    places.add_argument(
        "--no-loci", dest="loci", action="store_false",
        help="leave out the locus catalogue: which repeat number each genome has at the same place",
    )  # fmt: skip


def add_threads(parser: argparse.ArgumentParser) -> None:
    """How many threads may be used."""
    parser.add_argument(
        "-t", "--threads", type=int, metavar="N",
        help="most threads for writing tables; the results never depend on it",
    )  # fmt: skip
