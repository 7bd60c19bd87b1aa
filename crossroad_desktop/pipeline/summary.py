"""What an analysis found, in numbers, and the record of how it came about.

In: inputs, parameters and row counts of a run. Out: a summary, and `run.json`.
"""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

import numpy as np
import pyarrow as pa

from crossroad_desktop import __version__
from crossroad_desktop.pipeline import locus_tables, tables
from crossroad_desktop.pipeline.flanks import ConservedSsrs
from crossroad_desktop.pipeline.inputs import LoadedInputs
from crossroad_desktop.pipeline.parameters import AnalysisParameters
from crossroad_desktop.pipeline.ssr import SsrRows
from crossroad_desktop.pipeline.table_spec import TableSpec

PROGRAM: Final = "CrossRoad Desktop"


@dataclass(frozen=True)
class AnalysisSummary:
    """What an analysis found."""

    genomes: int
    """Records in the FASTA."""
    analysed_genomes: int
    """Those that pass the filter."""
    bases: int
    """bp of the analysed genomes."""
    ssrs: int
    conserved_ssrs: int
    """Motif and repeat number pairs that every analysed genome has."""
    ssr_gene_pairs: int | None
    """None without genes; so are the next two."""
    ssrs_outside_genes: int | None
    hotspots: int | None
    """Rows of mutational_hotspot.csv."""
    conserved_places: int | None
    """Rows of flanked.tsv; None if flanks were not asked for."""
    flipped_genomes: int | None
    """Genomes that were turned; None if orientation is off, and so are the next two."""
    ambiguous_genomes: int | None
    """Those of which the strand could not be told."""
    anchor: str | None
    """Id of the genome whose strand the others follow."""
    minisatellites: int | None
    """Repeats with units of 7 to 100 bp; None if they were not asked for."""
    loci: int | None
    """None without the catalogue of loci; so are the next three."""
    polymorphic_loci: int | None
    """Loci with two or more distinct repeat numbers."""
    conserved_loci: int | None
    """Loci that are typed in all analysed genomes."""
    locus_anchor: str | None
    """Id of the genome that gives the loci their positions."""
    warnings: list[str]


@dataclass(frozen=True)
class LocusCounts:
    """How many loci a run found."""

    loci: int
    polymorphic: int
    conserved: int
    anchor_id: str
    """The genome that gives the coordinates."""
    warnings: list[str]


def summarise(
    inputs: LoadedInputs,
    ssrs: SsrRows,
    conserved: ConservedSsrs,
    row_counts: dict[str, int],
    loci: LocusCounts | None = None,
) -> AnalysisSummary:
    """The summary of a run whose tables have `row_counts` rows, by path."""

    def count(spec: TableSpec) -> int | None:
        return row_counts.get(f"{spec.folder}/{spec.file}")

    strands = inputs.strands
    return AnalysisSummary(
        genomes=len(inputs.statistics.ids),
        analysed_genomes=inputs.analysed_count,
        bases=int(inputs.statistics.lengths[inputs.statistics.is_kept].sum()),
        ssrs=len(ssrs),
        conserved_ssrs=len(conserved),
        ssr_gene_pairs=count(tables.SSR_GENECOMBO),
        ssrs_outside_genes=count(tables.SSR_NON_GENE),
        hotspots=count(tables.MUTATIONAL_HOTSPOT),
        conserved_places=count(tables.FLANKED),
        flipped_genomes=len(strands.flipped) if strands else None,
        ambiguous_genomes=len(strands.ambiguous) if strands else None,
        anchor=strands.anchor if strands else None,
        minisatellites=count(locus_tables.MINISATELLITES),
        loci=loci.loci if loci else None,
        polymorphic_loci=loci.polymorphic if loci else None,
        conserved_loci=loci.conserved if loci else None,
        locus_anchor=loci.anchor_id if loci else None,
        warnings=inputs.warnings + (loci.warnings if loci else []),
    )


def write_record(
    path: Path,
    inputs: LoadedInputs,
    parameters: AnalysisParameters,
    summary: AnalysisSummary,
    row_counts: dict[str, int],
) -> None:
    """Writes what is needed to repeat the run: the same for the same input, so no time, no path."""
    record = {
        "program": PROGRAM,
        "version": __version__,
        "libraries": {"numpy": np.__version__, "pyarrow": pa.__version__},
        "parameters": asdict(parameters),
        "third_column": inputs.metadata.dynamic,
        "inputs": [asdict(entry) for entry in inputs.records],
        "filtered": asdict(inputs.filtered),
        "found": {name: value for name, value in asdict(summary).items() if name != "warnings"},
        "rows": row_counts,
        "warnings": summary.warnings,
    }
    path.write_bytes(json.dumps(record, indent=2, ensure_ascii=False).encode() + b"\n")
