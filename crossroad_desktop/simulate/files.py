"""The five files of a simulation: their names, and their rows as text.

Comes in: Sample and Genome, one genome at a time. Goes out: FASTA, categories and truth (tab
separated with a header), BED (without), JSON. LF, UTF-8, no time and no path: same parameters,
same bytes.
"""

import json
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import BinaryIO, Final

import numpy as np

from crossroad_desktop.errors import InputError, OutputError, list_offenders
from crossroad_desktop.simulate.ancestor import Ancestor
from crossroad_desktop.simulate.bases import BASES, Codes
from crossroad_desktop.simulate.genomes import CATEGORIES, COUNTRIES, Genome, Sample

STATEMENT: Final = "simulated by CrossRoad Desktop, not a real genome"
CATEGORY_COLUMNS: Final = ("genomeID", "category", "country", "year")
TRUTH_COLUMNS: Final = (
    "locus",
    "genomeID",
    "motif",
    "start",
    "end",
    "repeat",
    "ancestor_repeat",
    "gene",
)
INTERGENIC: Final = "intergenic"
_FASTA_COLUMNS: Final = 60


@dataclass(frozen=True)
class SimulationFiles:
    """Where the files of one simulation lie.

    fasta: 60 bases a line. categories: genomeID, category, country, year. genes: BED with
    genomeID, start, end, gene. truth: one row per genome and planted locus, with the columns
    locus, genomeID, motif, start, end, repeat, ancestor_repeat, gene (or `intergenic`). Both
    with coordinates in that genome, 0-based half-open. summary: JSON.
    """

    fasta: Path
    categories: Path
    genes: Path
    truth: Path
    summary: Path


@dataclass(frozen=True)
class OpenFiles:
    """The four files that grow genome by genome."""

    fasta: BinaryIO
    categories: BinaryIO
    genes: BinaryIO
    truth: BinaryIO


def simulation_files(prefix: Path) -> SimulationFiles:
    """The files of a prefix: out/demo gives out/demo.fa, out/demo.categories.tsv ..."""
    if prefix.name in ("", ".."):
        raise InputError(
            f"{prefix}: not a file name; add a name for the files, such as {prefix / 'demo'}."
        )
    endings = (".fa", ".categories.tsv", ".genes.bed", ".truth.tsv", ".summary.json")
    return SimulationFiles(*(prefix.with_name(prefix.name + ending) for ending in endings))


@contextmanager
def written_together(files: SimulationFiles, replace: bool) -> Iterator[SimulationFiles]:
    """Temporary files to write, which take their real names when the block ends.

    If the block ends with an error or an interruption, nothing is left, new folders included.
    Raises InputError if a file exists and replace is False, OutputError if the system refuses.
    """
    if not replace:
        _refuse_existing(files)
    folder = files.fasta.parent
    new_folders = [place for place in (folder, *folder.parents) if not place.exists()]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".simulate-", dir=folder) as temporary_folder:
            temporary = simulation_files(Path(temporary_folder) / "simulation")
            yield temporary
            _rename_all(temporary, files)
    except BaseException as error:
        for place in new_folders:
            with suppress(OSError):
                place.rmdir()
        if isinstance(error, OSError):
            raise OutputError(
                f"{folder}: cannot be written ({error.strerror}); "
                "make room or choose another folder."
            ) from error
        raise


@contextmanager
def open_files(files: SimulationFiles) -> Iterator[OpenFiles]:
    """The four files opened, with their headers."""
    with ExitStack() as stack:
        opened = OpenFiles(
            *(
                stack.enter_context(path.open("wb"))
                for path in (files.fasta, files.categories, files.genes, files.truth)
            )
        )
        opened.categories.write(_as_bytes([CATEGORY_COLUMNS]))
        opened.truth.write(_as_bytes([TRUTH_COLUMNS]))
        yield opened


def write_genome(files: OpenFiles, ancestor: Ancestor, sample: Sample, genome: Genome) -> None:
    """Append one genome to each of the four files."""
    files.fasta.write(f">{sample.genome_id} {STATEMENT}\n".encode())
    files.fasta.write(_wrapped(genome.codes))
    files.categories.write(_as_bytes([_category_row(sample)]))
    files.genes.write(_as_bytes(_gene_rows(ancestor, sample, genome)))
    files.truth.write(_as_bytes(_truth_rows(ancestor, sample, genome)))


def write_summary(path: Path, content: Mapping[str, object]) -> None:
    """Write the content as JSON with sorted keys."""
    path.write_bytes((json.dumps(content, indent=2, sort_keys=True) + "\n").encode())


def _refuse_existing(files: SimulationFiles) -> None:
    existing = [str(path) for path in astuple(files) if path.exists()]
    if existing:
        raise InputError(
            f"{list_offenders(existing)}: already there and not overwritten; "
            "choose another prefix, or --force to replace them."
        )


def _rename_all(temporary: SimulationFiles, files: SimulationFiles) -> None:
    """Puts all files in place, those that they replace aside; or, if that fails, all back."""
    aside = {target: source.with_suffix(".former") for source, target in _pairs(temporary, files)}
    try:
        for source, target in _pairs(temporary, files):
            if target.exists():
                target.replace(aside[target])
            source.replace(target)
    except BaseException:
        for source, target in _pairs(temporary, files):
            # A source that is gone has become its target: half a simulation must not stay.
            if not source.exists():
                target.unlink(missing_ok=True)
            if aside[target].exists():
                aside[target].rename(target)
        raise


def _pairs(temporary: SimulationFiles, files: SimulationFiles) -> list[tuple[Path, Path]]:
    return list(zip(astuple(temporary), astuple(files), strict=True))


def _wrapped(codes: Codes) -> bytes:
    letters = np.frombuffer(BASES, dtype=np.uint8)[codes]
    full_lines, rest = divmod(letters.size, _FASTA_COLUMNS)
    lines = np.full((full_lines, _FASTA_COLUMNS + 1), ord("\n"), dtype=np.uint8)
    lines[:, :_FASTA_COLUMNS] = letters[: letters.size - rest].reshape(-1, _FASTA_COLUMNS)
    return lines.tobytes() + (letters[letters.size - rest :].tobytes() + b"\n" if rest else b"")


def _category_row(sample: Sample) -> tuple[object, ...]:
    cells = (CATEGORIES[sample.clade], COUNTRIES[sample.country], sample.year)
    shown = ("" if gone else cell for cell, gone in zip(cells, sample.is_missing, strict=True))
    return (sample.genome_id, *shown)


def _gene_rows(ancestor: Ancestor, sample: Sample, genome: Genome) -> Iterator[tuple[object, ...]]:
    starts, ends = genome.gene_start.tolist(), genome.gene_end.tolist()
    for start, end, name in zip(starts, ends, ancestor.genes.name, strict=True):
        yield sample.genome_id, start, end, name


def _truth_rows(ancestor: Ancestor, sample: Sample, genome: Genome) -> Iterator[tuple[object, ...]]:
    loci = ancestor.loci
    gene_names = (*ancestor.genes.name, INTERGENIC)  # gene -1 is the last
    columns = (genome.locus_start, genome.locus_end, genome.repeat, loci.repeat, loci.gene)
    for name, motif, start, end, repeat, ancestor_repeat, gene in zip(
        loci.name, loci.motif_text, *(column.tolist() for column in columns), strict=True
    ):
        yield (
            *(name, sample.genome_id, motif, start, end, repeat, ancestor_repeat),
            gene_names[gene],
        )


def _as_bytes(rows: Iterable[tuple[object, ...]]) -> bytes:
    return "".join("\t".join(map(str, row)) + "\n" for row in rows).encode()
