"""Prints how much of the truth the program's catalogue of a simulated set tells.

In: seeds and divergences, as arguments. Out: a table on stdout, one row per set.

Usage: python -m tests.loci_truth.evaluate --seed 1 2 --divergence 0.01 0.05
"""

import argparse
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence

from crossroad_desktop.pipeline.loci.catalogue import build_catalogue
from crossroad_desktop.pipeline.loci.columns import Catalogue
from crossroad_desktop.pipeline.locus_tables import STATES

from .score import Score, SimulatedGenomes, judge, make_tracts
from .settings import MIN_UNITS, TruthSettings
from .truth import Truth, simulate

_HEADINGS = (
    "seed",
    "d",
    "right",
    "cells",
    *STATES,
    "misplaced",
    "split",
    "merged",
    "loci",
    "CPU s",
)


def main() -> None:
    """Prints the table, and with `--wrong` the loci with most wrong cells."""
    options = _parse_arguments()
    _print_row(_HEADINGS)
    for seed in options.seed:
        for divergence in options.divergence:
            settings = TruthSettings(
                seed=seed,
                divergence=divergence,
                genomes=options.genomes,
                loci=options.loci,
                clades=options.clades,
            )
            truth = simulate(settings)
            began = time.process_time()
            score = judge_catalogue(truth)
            seconds = time.process_time() - began
            _print_row((str(seed), f"{divergence:g}", *_figures(score), f"{seconds:.1f}"))
            for line in _worst_loci(truth, score, options.wrong):
                sys.stdout.write(line + "\n")


def judge_catalogue(truth: Truth) -> Score:
    """The score of the program's catalogue."""
    return judge(truth, catalogue_of(truth))


def catalogue_of(truth: Truth) -> Catalogue:
    """The program's catalogue of the oriented genomes, with the first one as its anchor."""
    genomes, tracts = SimulatedGenomes(truth), make_tracts(truth)
    return build_catalogue(genomes, tracts, 0, MIN_UNITS, lambda _share: None)


def _parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--seed", type=int, nargs="+", default=[1])
    parser.add_argument("--divergence", type=float, nargs="+", default=[0.01])
    parser.add_argument("--genomes", type=int, default=50)
    parser.add_argument("--loci", type=int, default=300)
    parser.add_argument("--clades", type=int, default=0)
    parser.add_argument("--wrong", type=int, default=0, help="tell of so many loci what is wrong")
    return parser.parse_args()


def _figures(score: Score) -> list[str]:
    shares = [score.share_right, *(score.share_right_of(state) for state in STATES)]
    percent = [f"{100 * share:.2f}" for share in shares]
    counts = (len(score.misplaced), len(score.split), len(score.merged), score.loci)
    return [percent[0], str(score.asked.total()), *percent[1:], *map(str, counts)]


def _print_row(cells: Sequence[str]) -> None:
    sys.stdout.write(
        "  ".join(cell.rjust(len(name)) for cell, name in zip(cells, _HEADINGS, strict=True))
    )
    sys.stdout.write("\n")
    sys.stdout.flush()


def _worst_loci(truth: Truth, score: Score, count: int) -> Iterator[str]:
    by_locus = Counter(cell.locus for cell in score.wrong)
    for number, wrong in by_locus.most_common(count):
        locus = truth.loci[number]
        yield f"locus {number}: {locus.rotation} at {locus.start}-{locus.end}, {wrong} cells wrong"
        for cell in [cell for cell in score.wrong if cell.locus == number][:3]:
            found = f"{cell.found.state} {cell.found.repeats}" if cell.found else "no such locus"
            yield f"  genome {cell.genome}: {cell.true.state} {cell.true.repeats}, found {found}"


if __name__ == "__main__":
    main()
