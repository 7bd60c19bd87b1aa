"""Figures of the locus catalogue: the strand of genomes, all loci, one locus, diversity by group.

Statistics are of the genomes that the filters leave, not those of loci.tsv.
"""

from typing import Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from crossroad_desktop.comparison.diversity import count_alleles, measure_diversity
from crossroad_desktop.errors import ParameterError
from crossroad_desktop.pipeline.categories import UNDEFINED
from crossroad_desktop.pipeline.locus_rows import diversity_columns
from crossroad_desktop.pipeline.locus_tables import ALLELES, LOCI, ORIENTATION, STATES
from crossroad_desktop.results.allele_cells import AlleleCells, read_locus_ids
from crossroad_desktop.results.category_names import natural_key
from crossroad_desktop.results.cell_columns import measure_loci, spread
from crossroad_desktop.results.connection import table_source
from crossroad_desktop.results.filters import Filters
from crossroad_desktop.results.folder import ALLELE_SEQUENCES
from crossroad_desktop.results.plot_key import (
    COUNT,
    FLAG,
    NUMBER,
    TEXT,
    THIRD_COLUMN,
    MetadataColumn,
    PlotContext,
    PlotKey,
    Text,
)

CATALOGUE: Final = (LOCI.name, ALLELES.name)
GROUP_OPTION: Final = {"by": MetadataColumn(THIRD_COLUMN)}
GENOME_COLUMNS: Final = (("genomeID", TEXT), ("category", TEXT), ("group", TEXT), ("year", COUNT))
_PLACE: Final = (
    ("motif_class", TEXT),
    ("motif", TEXT),
    ("motif_length", COUNT),
    ("gene", TEXT),
    ("gene_before", TEXT),
    ("distance_before", COUNT),
    ("gene_after", TEXT),
    ("distance_after", COUNT),
    ("genomeID", TEXT),
    ("start", COUNT),
    ("end", COUNT),
)
_DIVERSITY: Final = (
    ("alleles", COUNT),
    ("min", COUNT),
    ("max", COUNT),
    ("modal", COUNT),
    ("heterozygosity", NUMBER),
    ("PIC", NUMBER),
    ("Shannon", NUMBER),
)


def list_orientations(context: PlotContext) -> str:
    """On which strand each genome lies."""
    return f"""
        SELECT genomeID, category, {context.group("by")} AS "group", year, length, flipped,
               forward_share, votes, status
        FROM genomes JOIN {table_source(context.folder, ORIENTATION.name)} USING (genomeID)
        ORDER BY place
    """


def list_alleles(context: PlotContext) -> str:
    """What each genome has at one locus, with its bases; the genomes without it are there too."""
    context.parameters["locus"] = _choose_locus(context)
    of_locus = "WHERE locus_id = $locus"
    alleles = f"(SELECT * FROM {table_source(context.folder, ALLELES.name)} {of_locus})"
    bases, joined = "NULL AS left_flank, NULL AS tract, NULL AS right_flank", ""
    # Bases have no text file: a folder that was put together from those has none.
    if context.folder.has(ALLELE_SEQUENCES):
        bases = "left_flank, tract, right_flank"
        joined = f"""
            LEFT JOIN (
                SELECT genomeID, start, {bases}
                FROM {table_source(context.folder, ALLELE_SEQUENCES)} {of_locus})
            AS sequences USING (genomeID, start)"""
    return f"""
        SELECT genomeID, category, {context.group("by")} AS "group", year, state, repeat,
               length_bp, start, "end", strand, {bases}
        FROM genomes JOIN {alleles} AS alleles USING (genomeID){joined} ORDER BY place, start
    """


def describe_loci(_: PlotContext, cells: AlleleCells) -> pa.Table:
    """All loci: where they are, in which state the genomes have them, how diverse they are."""
    columns = {name: cells.loci[name] for name in ("locus_id", *dict(_PLACE))}
    genomes, loci = cells.state.shape
    columns["genomes"] = pa.array(np.full(loci, genomes, np.int32))
    for number, state in enumerate(STATES):
        columns[f"genomes_{state}"] = pa.array((cells.state == number).sum(axis=0, dtype=np.int32))
    diversity = measure_loci(cells)
    is_typed = (cells.state == STATES.index("typed")).all(axis=0)
    return pa.table(
        columns
        | diversity_columns(diversity)
        | {
            "conserved": pa.array(is_typed & (genomes > 0)),
            "polymorphic": pa.array(diversity.alleles > 1),
            "allele_sizes": _list_sizes(cells),
        }
    )


def compare_groups(context: PlotContext, cells: AlleleCells) -> pa.Table:
    """The diversity of each locus in all genomes, then in each group."""
    groups, group_of = _number_groups(cells, context.column("by"))
    genome, locus = np.nonzero(cells.repeat >= 0)
    observed = cells.repeat[genome, locus]
    # Per locus one row for all genomes and one per group; an observation counts in two of them.
    rows_per_locus = len(groups) + 1
    first = (locus * rows_per_locus).astype(np.int32)
    row = np.concatenate((first, first + 1 + group_of[genome]))
    loci = cells.loci.num_rows
    diversity = measure_diversity(row, np.tile(observed, 2), loci * rows_per_locus)
    of_locus = np.repeat(np.arange(loci), rows_per_locus)
    group = np.tile(np.arange(-1, len(groups), dtype=np.int32), loci)
    names = ("locus_id", "motif_class", "motif_length", "gene")
    return pa.table(
        {name: cells.loci[name].take(pa.array(of_locus)) for name in names}
        | {"group": spread(groups, group), "genomes": pa.array(diversity.genomes)}
        | diversity_columns(diversity)
    )


def keep_genome_filters(context: PlotContext) -> Filters:
    """The filters of genomes alone: one locus is asked for, whatever its motif and gene."""
    chosen = context.filters
    return Filters(
        category=chosen.category,
        genome=chosen.genome,
        metadata=chosen.metadata,
        year_from=chosen.year_from,
        year_to=chosen.year_to,
    )


def _choose_locus(context: PlotContext) -> str | None:
    """The locus asked for, or the first one; None if there is no locus at all."""
    name = str(context.options["locus"])
    known = read_locus_ids(context.folder)
    if not name:
        return next(iter(known), None)
    if name not in known:
        raise ParameterError(
            f"locus is {name!r}; it must be the locus_id of a locus, as loci.tsv names it."
        )
    return name


def _list_sizes(cells: AlleleCells) -> pa.Array:
    """Per locus `repeat number:genomes`, ascending, with blanks between; empty without any."""
    genome, locus = np.nonzero(cells.repeat >= 0)
    counted = count_alleles(locus.astype(np.int32), cells.repeat[genome, locus])
    sizes: list[list[str]] = [[] for _ in range(cells.loci.num_rows)]
    for row, repeat, genomes in zip(
        counted.row.tolist(), counted.repeat.tolist(), counted.genomes.tolist(), strict=True
    ):
        sizes[row].append(f"{repeat}:{genomes}")
    return pa.array([" ".join(parts) for parts in sizes], pa.string())


def _number_groups(cells: AlleleCells, column: str) -> tuple[list[str], NDArray[np.int32]]:
    """The groups in natural order, `undefined` last, and the group of each genome."""
    texts = cells.metadata[column]
    groups = sorted(set(texts), key=lambda name: (name == UNDEFINED, natural_key(name)))
    number = {name: place for place, name in enumerate(groups)}
    return groups, np.array([number[text] for text in texts], np.int32)


LOCUS_PLOTS: Final = (
    PlotKey(
        "orientation",
        (ORIENTATION.name,),
        "On which strand the genomes lie.",
        list_orientations,
        schema=pa.schema(
            [
                *GENOME_COLUMNS,
                ("length", COUNT),
                ("flipped", FLAG),
                ("forward_share", NUMBER),
                ("votes", COUNT),
                ("status", TEXT),
            ]
        ),
        options=GROUP_OPTION,
    ),
    PlotKey(
        "loci",
        CATALOGUE,
        "All loci, and how diverse they are.",
        compute=describe_loci,
        schema=pa.schema(
            [
                ("locus_id", TEXT),
                *_PLACE,
                ("genomes", COUNT),
                *((f"genomes_{state}", COUNT) for state in STATES),
                *_DIVERSITY,
                ("conserved", FLAG),
                ("polymorphic", FLAG),
                ("allele_sizes", TEXT),
            ]
        ),
    ),
    PlotKey(
        "alleles",
        CATALOGUE,
        "What every genome has at one locus.",
        list_alleles,
        schema=pa.schema(
            [
                *GENOME_COLUMNS,
                ("state", TEXT),
                ("repeat", COUNT),
                ("length_bp", COUNT),
                ("start", COUNT),
                ("end", COUNT),
                ("strand", TEXT),
                ("left_flank", TEXT),
                ("tract", TEXT),
                ("right_flank", TEXT),
            ]
        ),
        options={"locus": Text(), **GROUP_OPTION},
        use_filters=keep_genome_filters,
    ),
    PlotKey(
        "locus_diversity",
        CATALOGUE,
        "The diversity of the loci in groups of genomes.",
        compute=compare_groups,
        schema=pa.schema(
            [
                ("locus_id", TEXT),
                ("motif_class", TEXT),
                ("motif_length", COUNT),
                ("gene", TEXT),
                ("group", TEXT),
                ("genomes", COUNT),
                *_DIVERSITY,
            ]
        ),
        options=GROUP_OPTION,
    ),
)
