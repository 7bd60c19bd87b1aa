"""`crossroad check`: what is in the input files, and what does not fit, without an analysis."""

import argparse
from dataclasses import asdict
from typing import Any

import numpy as np

from crossroad_desktop.cli.analyze import analysis_parameters, input_files
from crossroad_desktop.cli.display import (
    format_bases,
    print_summary,
    print_warnings,
    shown_progress,
)
from crossroad_desktop.errors import list_offenders
from crossroad_desktop.pipeline.categories import UNDEFINED
from crossroad_desktop.pipeline.inputs import LoadedInputs, load_inputs
from crossroad_desktop.pipeline.orientation import StrandIds


def run_check(options: argparse.Namespace) -> None:
    """Reads the files named in the options and prints what is in them."""
    files = input_files(options)
    parameters = analysis_parameters(options)
    with shown_progress(options) as report:
        inputs = load_inputs(files, parameters, lambda *_: None, report)
    print_warnings(options, inputs.warnings)
    print_summary(options, "The files can be analysed", _facts(inputs), _as_json(inputs))


def _facts(inputs: LoadedInputs) -> list[tuple[str, str]]:
    statistics = inputs.statistics
    kept = statistics.lengths[statistics.is_kept]
    facts = [
        ("Genomes", f"{len(statistics.ids):,}, of them {len(kept):,} to be analysed"),
        ("Lengths", f"{kept.min():,} to {kept.max():,} bp, {format_bases(kept.sum())} in all"),
        ("GC", _gc_range(inputs)),
    ]
    if inputs.strands is not None:
        facts.append(("Strands", _describe_strands(inputs.strands)))
    if inputs.has_categories:
        facts += [(name, _describe_column(inputs, name)) for name in inputs.metadata.columns]
    if inputs.genes is not None:
        facts.append(
            ("Genes", f"{len(inputs.genes):,} in {len(inputs.genes.genome_ids):,} genomes")
        )
    return facts


def _describe_strands(strands: StrandIds) -> str:
    parts = []
    if strands.flipped:
        parts.append(
            f"{len(strands.flipped):,} on the other strand than {strands.anchor}, to be turned: "
            f"{list_offenders(strands.flipped)}"
        )
    if strands.ambiguous:
        parts.append(
            f"{len(strands.ambiguous):,} cannot be told: {list_offenders(strands.ambiguous)}"
        )
    return "; ".join(parts) or f"all as {strands.anchor}"


def _gc_range(inputs: LoadedInputs) -> str:
    gc = inputs.statistics.gc_percent[inputs.statistics.is_kept]
    return f"{gc.min()} to {gc.max()} %"


def _describe_column(inputs: LoadedInputs, name: str) -> str:
    values = inputs.metadata.columns[name].to_pylist()
    known = [value for value in values if value != UNDEFINED]
    distinct = list(dict.fromkeys(known))
    examples = ", ".join(distinct[:4]) + (" ..." if len(distinct) > 4 else "")
    return f"{len(known):,} of {len(values):,} genomes; {len(distinct):,} values: {examples}"


def _as_json(inputs: LoadedInputs) -> dict[str, Any]:
    statistics = inputs.statistics
    return {
        "genomes": len(statistics.ids),
        "analysed_genomes": inputs.analysed_count,
        "bases": int(np.sum(statistics.lengths[statistics.is_kept])),
        "filtered": asdict(inputs.filtered),
        "columns": list(inputs.metadata.columns) if inputs.has_categories else [],
        "strands": None if inputs.strands is None else asdict(inputs.strands),
        "genes": None if inputs.genes is None else len(inputs.genes),
        "inputs": [asdict(record) for record in inputs.records],
        "warnings": inputs.warnings,
    }
