"""`crossroad export`: the allele matrix of a result, as a file for another program."""

import argparse
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final

from crossroad_desktop.cli.display import print_summary
from crossroad_desktop.comparison.distances import MEASURES
from crossroad_desktop.errors import InputError, OutputError
from crossroad_desktop.pipeline.table_spec import CATEGORY
from crossroad_desktop.results.allele_exports.formats import ALLELE_FORMATS, find_format
from crossroad_desktop.results.allele_exports.open_export import AlleleExport, open_allele_export

_STDOUT: Final = "-"


def run_export(options: argparse.Namespace) -> None:
    """Writes the file that the options ask for, whole or not at all; a file that is there already
    is replaced with `--force` only."""
    output_dir = _find_results(options.folder)
    asked = AlleleExport(options.format, by=options.by, measure=options.measure)
    if options.output == _STDOUT:
        for piece in open_allele_export(output_dir, asked):
            sys.stdout.buffer.write(piece)
        return
    target = Path(options.output or _default_name(options.format))
    if target.resolve().is_relative_to(output_dir.resolve()):
        raise OutputError(
            f"{target} lies in the result, whose files stay as they are; choose another place."
        )
    if target.exists() and not options.force:
        raise OutputError(f"{target} is there already; choose another name, or add --force.")
    size = _write_whole(target, open_allele_export(output_dir, asked))
    written = {"file": str(target), "format": options.format, "bytes": size}
    facts = [("Format", find_format(options.format).label), ("Bytes", f"{size:,}")]
    print_summary(options, f"The allele matrix is in {target}", facts, written)


def add_export(parser: argparse.ArgumentParser) -> None:
    """The options of `crossroad export`."""
    parser.set_defaults(run=run_export)
    parser.add_argument(
        "folder", type=Path, metavar="FOLDER",
        help="job folder, or the folder `output` in it",
    )  # fmt: skip
    parser.add_argument(
        "format", metavar="FORMAT", choices=list(ALLELE_FORMATS), help=", ".join(ALLELE_FORMATS)
    )
    parser.add_argument(
        "-o", "--output", metavar="FILE",
        help="file to write, - for stdout (default: alleles_FORMAT with the ending of the format)",
    )  # fmt: skip
    parser.add_argument(
        "--by", metavar="COLUMN", default=CATEGORY.name,
        help="column of the categories file whose values are populations (default: %(default)s)",
    )  # fmt: skip
    parser.add_argument(
        "--measure", choices=MEASURES, default=MEASURES[0],
        help="of the distance between genomes (default: %(default)s)",
    )  # fmt: skip
    parser.add_argument("--force", action="store_true", help="replace a file that is there")


def _find_results(folder: Path) -> Path:
    """The folder with `parquet` in it. Raises InputError if there is none."""
    for place in (folder, folder / "output"):
        if (place / "parquet").is_dir():
            return place
    raise InputError(
        f"{folder}: there is no result of CrossRoad; name a job folder, or the folder output in it."
    )


def _default_name(file_format: str) -> str:
    return f"alleles_{file_format}.{find_format(file_format).ending}"


def _write_whole(target: Path, pieces: Iterator[bytes]) -> int:
    """The number of bytes written. Raises OutputError; then there is no such file, or that of
    before."""
    unfinished = target.with_name(f".{target.name}.part")
    try:
        with unfinished.open("wb") as file:
            for piece in pieces:
                file.write(piece)
            size = file.tell()
        unfinished.replace(target)
    except OSError as problem:
        raise OutputError(
            f"{target}: cannot be written ({problem.strerror}); make room or choose another place."
        ) from problem
    finally:
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)
    return size
