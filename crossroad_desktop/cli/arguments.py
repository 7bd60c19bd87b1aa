"""The options of every command, and which function runs it."""

import argparse
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final, NoReturn

from crossroad_desktop import __version__
from crossroad_desktop.cli.analysis_options import (
    add_filter,
    add_inputs,
    add_parameters,
    add_threads,
)


def make_parser(chosen: str | None = None) -> argparse.ArgumentParser:
    """The parser of `crossroad`; the parsed `run` is the function of the chosen command.

    Options are there for the `chosen` command only, or for all if it is None: what a command
    needs is loaded with its options, and loading is a third of the time of a small analysis.
    """
    # Abbreviated options would make `-fa` and `--mi` guesses.
    parser = _Parser(
        prog="crossroad",
        description="Find Simple Sequence Repeats (SSRs, microsatellites) in many genomes and "
        "compare them: which genes they hit, and where their length varies between strains.",
        epilog="Try it: crossroad demo",
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"%(prog)s {__version__}")
    parser.set_defaults(command=None)
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", dest="command")
    for name, (summary, add_options) in _COMMANDS.items():
        command = commands.add_parser(
            name,
            help=summary,
            description=f"{summary[0].upper()}{summary[1:]}.",
            allow_abbrev=False,
        )
        if chosen in (None, name):
            add_options(command)
    if chosen == "run-job":
        # Not listed: only the runner of jobs starts it.
        _add_run_job(commands.add_parser("run-job", allow_abbrev=False))
    if chosen == "probe-window":
        # Not listed either: a starting window asks it first.
        _add_probe_window(commands.add_parser("probe-window", allow_abbrev=False))
    return parser


class _Parser(argparse.ArgumentParser):
    """Tells wrong use in one line; the usage of some commands fills half a screen."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{self.prog}: {message}; see {self.prog} --help\n")


def _add_analyze(parser: argparse.ArgumentParser) -> None:
    from crossroad_desktop.cli.analyze import run_analyze

    parser.set_defaults(run=run_analyze)
    add_inputs(parser)
    add_parameters(parser)
    output = parser.add_argument_group("output")
    output.add_argument(
        "-o", "--output-dir", dest="output", type=Path, required=True, metavar="OUT",
        help="folder for the results; must be absent or empty",
    )  # fmt: skip
    output.add_argument(
        "--force", action="store_true", help="replace a former result of CrossRoad in OUT"
    )
    output.add_argument(
        "--keep-intermediate",
        action="store_true",
        help="also write the large files that repeat the input (cleaned FASTA, BED, PERF format)",
    )
    _add_display(output)
    add_threads(parser)


def _add_check(parser: argparse.ArgumentParser) -> None:
    from crossroad_desktop.cli.check import run_check

    parser.set_defaults(run=run_check)
    add_inputs(parser)
    add_filter(parser)
    _add_display(parser.add_argument_group("output"))


def _add_demo(parser: argparse.ArgumentParser) -> None:
    from crossroad_desktop.cli.demo import run_demo

    parser.set_defaults(run=run_demo)
    parser.add_argument(
        "-o", "--output-dir", dest="output", type=Path, default=Path("crossroad-demo"),
        metavar="OUT", help="folder for genomes and results (default: %(default)s)",
    )  # fmt: skip
    parser.add_argument("--open", action="store_true", help="then show the results in the window")
    _add_display(parser)


def _add_simulate(parser: argparse.ArgumentParser) -> None:
    from crossroad_desktop.cli.simulate import run_simulate
    from crossroad_desktop.simulate import SimulationParameters

    parser.set_defaults(run=run_simulate)
    parser.add_argument(
        "-o", "--output-prefix", dest="output", type=Path, required=True, metavar="PREFIX",
        help="writes PREFIX.fa, .categories.tsv, .genes.bed, .truth.tsv and .summary.json",
    )  # fmt: skip
    parser.add_argument("--force", action="store_true", help="replace such files")
    for name, meaning in _SIMULATION_OPTIONS.items():
        default = getattr(SimulationParameters(), name)
        parser.add_argument(
            "--" + name.replace("_", "-"),
            type=type(default),
            default=default,
            metavar="N" if isinstance(default, int) else "X",
            help=f"{meaning} (default: {default})",
        )
    _add_display(parser)


def _add_jobs(parser: argparse.ArgumentParser) -> None:
    from crossroad_desktop.cli.jobs import JOB_ACTIONS, run_jobs

    parser.set_defaults(run=run_jobs)
    parser.add_argument(
        "action", nargs="?", choices=JOB_ACTIONS, default="list",
        help="what to do; list, if nothing is said",
    )  # fmt: skip
    parser.add_argument("job_id", nargs="?", metavar="ID", help="which job: job_...")
    parser.add_argument(
        "--limit", type=int, default=50, metavar="N",
        help="list this many, the newest (default: %(default)s)",
    )  # fmt: skip
    _add_display(parser)


def _add_run_job(parser: argparse.ArgumentParser) -> None:
    from crossroad_desktop.cli.jobs import run_run_job

    parser.set_defaults(run=run_run_job, debug=False)
    parser.add_argument("job_id", metavar="ID")


def _add_open(parser: argparse.ArgumentParser) -> None:
    from crossroad_desktop.cli.open import run_open

    parser.set_defaults(run=run_open)
    parser.add_argument(
        "result", nargs="?", type=Path, metavar="RESULT",
        help="folder or zip of results to show",
    )  # fmt: skip
    parser.add_argument("--debug", action="store_true", help=argparse.SUPPRESS)


def _add_probe_window(parser: argparse.ArgumentParser) -> None:
    from crossroad_desktop.cli.open import run_probe_window

    parser.set_defaults(run=run_probe_window, debug=True)
    parser.add_argument("toolkit")


def _add_export(parser: argparse.ArgumentParser) -> None:
    from crossroad_desktop.cli.export import add_export

    add_export(parser)
    _add_display(parser)


def _add_serve(parser: argparse.ArgumentParser) -> None:
    from crossroad_desktop.cli.serve import add_serve

    add_serve(parser)


def _add_url(parser: argparse.ArgumentParser) -> None:
    from crossroad_desktop.cli.serve import add_url

    add_url(parser)


_SIMULATION_OPTIONS = {
    "genomes": "number of genomes",
    "length": "length of the ancestor in bp",
    "seed": "same seed, same genomes",
    "gc": "share of G and C, 0 to 1",
    "loci_per_kb": "SSR loci planted per 1,000 bp",
    "clades": "number of clades (column category)",
    "countries": "number of countries",
    "first_year": "earliest year of a genome",
    "last_year": "latest year of a genome",
    "substitution_rate": "substitutions per base and year",
    "indel_rate": "small insertions and deletions per base and year",
    "slippage_rate": "mean gains and losses of units per SSR and year",
    "missing_metadata_share": "share of genomes with empty category cells, 0 to 1",
    "n_run_share": "share of genomes with a run of N, 0 to 1",
}


def _add_display(parser: "argparse.ArgumentParser | argparse._ArgumentGroup") -> None:
    parser.add_argument(
        "--debug", action="store_true", help="after an error, print where in the program it arose"
    )
    parser.add_argument("--quiet", action="store_true", help="print nothing but errors")
    parser.add_argument(
        "--json", action="store_true", help="print the summary as one JSON object on stdout"
    )


_COMMANDS: Final[Mapping[str, tuple[str, Callable[[argparse.ArgumentParser], None]]]] = {
    "open": ("the window; without a command too", _add_open),
    "analyze": ("analyse genomes: one FASTA in, a folder of result tables out", _add_analyze),
    "check": ("read the input files and say what is in them and what does not fit", _add_check),
    "demo": (
        "simulate genomes, analyse them, and show what was found beside the truth",
        _add_demo,
    ),
    "simulate": (
        "write simulated genomes with genes, categories and known truth",
        _add_simulate,
    ),
    "export": (
        "write the repeat numbers of all genomes at all loci for another program",
        _add_export,
    ),
    "serve": ("a server for a browser on this machine, with a queue of jobs", _add_serve),
    "url": ("address and token of the running server", _add_url),
    "jobs": ("the queue of jobs, with or without a running server", _add_jobs),
}
