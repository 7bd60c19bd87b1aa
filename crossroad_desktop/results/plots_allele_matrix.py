"""The figure of genomes x loci: which repeat number, or state, each genome has at each locus."""

from typing import Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from crossroad_desktop.pipeline.locus_tables import ALLELES, LOCI, STATES
from crossroad_desktop.results.allele_cells import MISSING, MULTIPLE, AlleleCells
from crossroad_desktop.results.cell_columns import genome_columns, measure_loci, spread
from crossroad_desktop.results.plot_key import (
    COUNT,
    TEXT,
    THIRD_COLUMN,
    Choice,
    MetadataColumn,
    PlotContext,
    PlotKey,
    WholeNumber,
)

_POSITION: Final = "position"
_HETEROZYGOSITY: Final = "heterozygosity"
_ALLELES: Final = "alleles"
_POLYMORPHIC: Final = "polymorphic"


def lay_out_matrix(context: PlotContext, cells: AlleleCells) -> pa.Table:
    """One row per genome and shown locus."""
    shown = _choose_loci(context, cells)
    genomes = len(cells.genome_ids)
    genome = np.repeat(np.arange(genomes, dtype=np.int32), len(shown))
    column = np.tile(np.arange(len(shown), dtype=np.int32), genomes)
    loci = cells.loci.select(["locus_id", "motif_class", "gene"]).take(pa.array(shown))
    repeat = cells.repeat[:, shown].ravel()
    return pa.table(
        genome_columns(cells, context.column("by"), genome)
        | {
            name: loci[name].combine_chunks().dictionary_encode().take(pa.array(column))
            for name in loci.column_names
        }
        | {
            "state": spread(STATES, cells.state[:, shown].ravel().astype(np.int32)),
            "repeat": pa.array(repeat, mask=repeat < 0),
            "repeats": _list_repeats(cells, shown),
        }
    )


def _choose_loci(context: PlotContext, cells: AlleleCells) -> NDArray[np.int64]:
    """The loci to be shown, in their order; of too many those that vary most."""
    diversity = measure_loci(cells)
    order = str(context.options["order"])
    is_shown = np.full(len(diversity), True)
    if context.options["show"] == _POLYMORPHIC:
        is_shown = diversity.alleles > 1
    varies = diversity.alleles if order == _ALLELES else np.nan_to_num(diversity.heterozygosity)
    most_first = np.argsort(-varies, kind="stable")
    chosen = most_first[is_shown[most_first]][: context.number("loci")]
    return np.sort(chosen) if order == _POSITION else chosen


def _list_repeats(cells: AlleleCells, shown: NDArray[np.int64]) -> pa.Array:
    """The repeat numbers of each cell as text, those of several places joined by `/`."""
    state = cells.state[:, shown]
    numbers = np.where((state == MISSING) | (state == MULTIPLE), -1, cells.repeat[:, shown])
    texts = [str(number) for number in range(numbers.max(initial=0) + 1)]
    number_of: dict[str, int] = {}
    for genome, column in np.argwhere(state == MULTIPLE).tolist():
        places = cells.places.repeat[cells.places_of(genome, int(shown[column]))]
        text = "/".join(map(str, places.tolist()))
        numbers[genome, column] = number_of.setdefault(text, len(texts) + len(number_of))
    return spread([*texts, *number_of], numbers.ravel().astype(np.int32))


MATRIX_PLOTS: Final = (
    PlotKey(
        "allele_matrix",
        (LOCI.name, ALLELES.name),
        "What every genome has at every locus.",
        compute=lay_out_matrix,
        schema=pa.schema(
            [
                ("genomeID", TEXT),
                ("category", TEXT),
                ("group", TEXT),
                ("year", COUNT),
                ("locus_id", TEXT),
                ("motif_class", TEXT),
                ("gene", TEXT),
                ("state", TEXT),
                ("repeat", COUNT),
                ("repeats", TEXT),
            ]
        ),
        options={
            "by": MetadataColumn(THIRD_COLUMN),
            "loci": WholeNumber(250, 1, 2000),
            "order": Choice((_POSITION, _HETEROZYGOSITY, _ALLELES)),
            "show": Choice((_POLYMORPHIC, "all")),
        },
    ),
)
