"""An allele matrix in the format that is asked for.

In: an output folder, a format, filters, and how genomes are grouped and compared. Out: the bytes of
the file, piece by piece.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from crossroad_desktop.comparison.distances import Measure
from crossroad_desktop.pipeline.table_spec import CATEGORY
from crossroad_desktop.results.allele_cells import AlleleCells, read_allele_cells
from crossroad_desktop.results.allele_exports.arlequin import write_arlequin
from crossroad_desktop.results.allele_exports.formats import find_format
from crossroad_desktop.results.allele_exports.genalex import write_genalex
from crossroad_desktop.results.allele_exports.genepop import write_genepop
from crossroad_desktop.results.allele_exports.matrix import write_matrix
from crossroad_desktop.results.allele_exports.newick import write_tree
from crossroad_desktop.results.allele_exports.nexus import write_nexus
from crossroad_desktop.results.allele_exports.phylip import write_phylip
from crossroad_desktop.results.allele_exports.populations import Populations, group_genomes
from crossroad_desktop.results.allele_exports.sequences import read_sequences
from crossroad_desktop.results.allele_exports.structure import write_structure
from crossroad_desktop.results.allele_exports.vcf import write_vcf
from crossroad_desktop.results.allele_exports.words import refuse_empty
from crossroad_desktop.results.allele_exports.workbook import write_workbook
from crossroad_desktop.results.connection import DEFAULT_LIMITS, QueryLimits, connected
from crossroad_desktop.results.filters import Filters
from crossroad_desktop.results.folder import ResultFolder
from crossroad_desktop.results.genome_tree import measure_genomes
from crossroad_desktop.results.genomes import read_genomes

_POPULATION_FORMATS: Final[Mapping[str, Callable[[AlleleCells, Populations], Iterator[bytes]]]] = {
    "genepop": write_genepop,
    "structure": write_structure,
    "genalex": write_genalex,
    "arlequin": write_arlequin,
}


@dataclass(frozen=True)
class AlleleExport:
    """What is asked for."""

    file_format: str
    """A key of ALLELE_FORMATS."""
    filters: Filters = field(default_factory=Filters)
    by: str = CATEGORY.name
    """Metadata column whose values are the populations, in formats that have some."""
    measure: Measure = "alleles"
    """Of the distance, in formats that have one."""


def open_allele_export(
    output_dir: Path, asked: AlleleExport, limits: QueryLimits = DEFAULT_LIMITS
) -> Iterator[bytes]:
    """The bytes of the file. What does not fit the format is told before the first of them.

    Raises NotFoundError for an unknown format and for a run without loci; ParameterError for
    filters or a column that do not fit, and for what a format cannot hold.
    """
    find_format(asked.file_format)
    folder = ResultFolder(output_dir)
    cells = read_allele_cells(folder, asked.filters, limits)
    match asked.file_format:
        case "csv":
            return write_matrix(cells)
        case "xlsx":
            return write_workbook(cells)
        case "vcf":
            return write_vcf(cells, read_sequences(folder, cells), _genome_lengths(folder, limits))
        case "newick":
            return write_tree(cells, asked.measure)
        case "phylip" | "nexus":
            return _write_distances(cells, asked)
        case _:
            return _POPULATION_FORMATS[asked.file_format](cells, group_genomes(cells, asked.by))


def _write_distances(cells: AlleleCells, asked: AlleleExport) -> Iterator[bytes]:
    distance = measure_genomes(cells, asked.measure).distance
    if asked.file_format == "nexus":
        return write_nexus(cells, distance)
    refuse_empty(cells, "PHYLIP")
    return write_phylip(cells.genome_ids, distance)


def _genome_lengths(folder: ResultFolder, limits: QueryLimits) -> dict[str, int]:
    with connected(folder, limits) as connection:
        genomes = read_genomes(connection, folder)
    lengths = genomes["length_genome"].to_pylist()
    return dict(zip(genomes["genomeID"].to_pylist(), lengths, strict=True))
