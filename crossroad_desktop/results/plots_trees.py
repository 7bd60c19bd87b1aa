"""Figures of how far genomes are apart by their repeat numbers: distances, and a tree."""

from typing import Final, cast

import numpy as np
import pyarrow as pa

from crossroad_desktop.comparison.distances import MEASURES, Measure
from crossroad_desktop.comparison.trees import leaf_places, root_distances
from crossroad_desktop.errors import ParameterError
from crossroad_desktop.results.allele_cells import AlleleCells
from crossroad_desktop.results.cell_columns import genome_columns, known_values, spread
from crossroad_desktop.results.genome_tree import MOST_REPLICATES, measure_genomes, read_tree
from crossroad_desktop.results.plot_key import (
    COUNT,
    NUMBER,
    TEXT,
    Choice,
    PlotContext,
    PlotKey,
    WholeNumber,
)
from crossroad_desktop.results.plots_loci import CATALOGUE, GENOME_COLUMNS, GROUP_OPTION

MOST_COMPARED: Final = 500
"""Genomes; of more, the pairs would be more than a figure can show."""
_MEASURE_OPTION: Final = {"measure": Choice(MEASURES)}


def list_distances(context: PlotContext, cells: AlleleCells) -> pa.Table:
    """The distance of every pair of genomes."""
    genomes = len(cells.genome_ids)
    if genomes > MOST_COMPARED:
        raise ParameterError(
            f"genome_distance compares {MOST_COMPARED} genomes at most; {cells.subject} "
            f"{genomes:,}. Filter by category, year or another column."
        )
    found = measure_genomes(cells, _measure(context))
    pairs = np.triu_indices(genomes, k=1)
    first, second = (part.astype(np.int32) for part in pairs)
    return pa.table(
        {
            "genome_1": spread(cells.genome_ids, first),
            "genome_2": spread(cells.genome_ids, second),
            "distance": known_values(found.distance[pairs]),
            "loci": pa.array(found.loci[pairs].astype(np.int32)),
        }
    )


def draw_tree(context: PlotContext, cells: AlleleCells) -> pa.Table:
    """The nodes of the tree, parents before their children, leaves from top to bottom."""
    tree = read_tree(cells, _measure(context), context.number("bootstrap"))
    return pa.table(
        {
            "node": pa.array(np.arange(len(tree), dtype=np.int32)),
            "parent": pa.array(tree.parent, mask=tree.parent < 0),
            "length": pa.array(tree.length),
            "support": known_values(tree.support),
            "distance": pa.array(root_distances(tree)),
            "leaf": pa.array(leaf_places(tree)),
        }
        | genome_columns(cells, context.column("by"), tree.genome)
    )


def _measure(context: PlotContext) -> Measure:
    return cast(Measure, context.options["measure"])


TREE_PLOTS: Final = (
    PlotKey(
        "genome_distance",
        CATALOGUE,
        "How far every two genomes are apart.",
        compute=list_distances,
        schema=pa.schema(
            [("genome_1", TEXT), ("genome_2", TEXT), ("distance", NUMBER), ("loci", COUNT)]
        ),
        options=_MEASURE_OPTION,
    ),
    PlotKey(
        "genome_tree",
        CATALOGUE,
        "The tree of the genomes.",
        compute=draw_tree,
        schema=pa.schema(
            [
                ("node", COUNT),
                ("parent", COUNT),
                *GENOME_COLUMNS,
                ("length", NUMBER),
                ("support", NUMBER),
                ("distance", NUMBER),
                ("leaf", NUMBER),
            ]
        ),
        options={
            **GROUP_OPTION,
            **_MEASURE_OPTION,
            "bootstrap": WholeNumber(100, 0, MOST_REPLICATES),
        },
    ),
)
