"""Rows of the tables of the locus catalogue.

In: a catalogue, names and genes of its loci, genome ids. Out: Arrow tables with the columns that
locus_tables.py declares, and the lines of the allele matrix.
"""

from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from crossroad_desktop.comparison.diversity import Diversity, measure_diversity
from crossroad_desktop.pipeline.coded_columns import code_texts
from crossroad_desktop.pipeline.complements import reverse_complement_text
from crossroad_desktop.pipeline.loci.columns import Alleles, Catalogue, Genomes, State
from crossroad_desktop.pipeline.locus_genes import LocusGenes
from crossroad_desktop.pipeline.locus_tables import STATES
from crossroad_desktop.pipeline.table_writer import quote_field

SHOWN_FLANK: Final = 30
"""bp of the flanks that the tables show."""

UNPLACED_REASONS: Final = ("flank not known", "flanks repeat themselves", "flanks not found")
"""Texts of `Unplaced`, in its order."""

CELLS_PER_PIECE: Final = 1 << 18
_STRANDS: Final = ("-", "+")


def locus_rows(
    catalogue: Catalogue, names: Sequence[str], genes: LocusGenes, genome_ids: Sequence[str]
) -> pa.Table:
    """Columns of loci.tsv; `genome_ids` are those of the analysed genomes."""
    loci = catalogue.loci
    motif_lengths = np.array([len(motif) for motif in loci.motif], np.int32)
    counts = _count_states(catalogue.alleles, catalogue.alleles.locus, len(loci))
    diversity = _measure(catalogue.alleles, len(loci))
    return pa.table(
        {
            "locus_id": pa.array(names, pa.string()),
            "motif_class": _texts(loci.motif_class),
            "motif": _texts(loci.motif),
            "motif_length": pa.array(motif_lengths),
            "gene": _texts(genes.inside),
            "gene_before": _texts(genes.before),
            "distance_before": _known(genes.distance_before),
            "gene_after": _texts(genes.after),
            "distance_after": _known(genes.distance_after),
            "genomeID": code_texts(loci.genome, genome_ids),
            "start": pa.array(loci.start),
            "end": pa.array(loci.end),
            # Beyond the record's end there is N, which is no base of it.
            "left_flank": pa.array(
                [text[-SHOWN_FLANK:].lstrip("N") for text in loci.left_flank], pa.string()
            ),
            "right_flank": pa.array(
                [text[:SHOWN_FLANK].rstrip("N") for text in loci.right_flank], pa.string()
            ),
            **{f"genomes_{state}": pa.array(counts[number]) for number, state in enumerate(STATES)},
            **diversity_columns(diversity),
            "conserved": pa.array(counts[State.TYPED] == len(genome_ids)),
            "polymorphic": pa.array(diversity.alleles > 1),
        }
    )


def allele_rows(
    rows: NDArray[np.int64], alleles: Alleles, names: pa.StringArray, genome_ids: Sequence[str]
) -> pa.Table:
    """Columns of alleles.tsv for some rows of the alleles."""
    start, end = alleles.start[rows], alleles.end[rows]
    is_missing = start < 0
    return pa.table(
        {
            "locus_id": code_texts(alleles.locus[rows], names),
            "genomeID": code_texts(alleles.genome[rows], genome_ids),
            "state": code_texts(alleles.state[rows], STATES),
            "repeat": _known(alleles.repeat[rows]),
            "length_bp": pa.array(end - start, mask=is_missing),
            "start": _known(start),
            "end": _known(end),
            "strand": _strands(alleles.strand[rows]),
        }
    )


def genome_locus_rows(catalogue: Catalogue, genome_ids: Sequence[str]) -> pa.Table:
    """Columns of genome_loci.tsv."""
    alleles = catalogue.alleles
    counts = _count_states(alleles, alleles.genome, len(genome_ids))
    return pa.table(
        {
            "genomeID": pa.array(genome_ids, pa.string()),
            "covered_per": pa.array(np.round(100.0 * catalogue.covered, 1)),
            **{state: pa.array(counts[number]) for number, state in enumerate(STATES)},
        }
    )


def matrix_lines(
    alleles: Alleles, names: Sequence[str], genome_ids: Sequence[str]
) -> Iterator[bytes]:
    """Lines of allele_matrix.csv in pieces, the header first."""
    yield (",".join(["genomeID", *names]) + "\n").encode()
    if not names:
        yield "".join(f"{quote_field(genome_id, ',')}\n" for genome_id in genome_ids).encode()
        return
    by_genome = np.lexsort((alleles.start, alleles.locus, alleles.genome))
    genomes_at_once = max(1, CELLS_PER_PIECE // len(names))
    for first in range(0, len(genome_ids), genomes_at_once):
        ids = genome_ids[first : first + genomes_at_once]
        rows = by_genome[
            slice(*np.searchsorted(alleles.genome[by_genome], [first, first + len(ids)]))
        ]
        cells = _matrix_cells(alleles, rows, first, len(ids) * len(names), len(names))
        offsets = np.arange(len(ids) + 1, dtype=np.int32) * len(names)
        lines = pc.binary_join(pa.ListArray.from_arrays(pa.array(offsets), cells), ",")
        quoted = pa.array([quote_field(genome_id, ",") for genome_id in ids], pa.string())
        text = pc.binary_join_element_wise(quoted, lines, ",")
        yield ("\n".join(text.to_pylist()) + "\n").encode()


def sequence_rows(genomes: Genomes, alleles: Alleles, names: pa.StringArray) -> Iterator[pa.Table]:
    """Rows of allele_sequences.parquet in pieces, genome by genome."""
    order = np.lexsort((alleles.start, alleles.locus, alleles.genome))
    order = order[alleles.start[order] >= 0]
    bounds = np.searchsorted(alleles.genome[order], np.arange(len(genomes.ids) + 1))
    pending: list[pa.Table] = []
    for genome, genome_id in enumerate(genomes.ids):
        rows = order[bounds[genome] : bounds[genome + 1]]
        if not len(rows):
            continue
        left, tract, right = _cut_out(genomes.read(genome).tobytes().decode(), alleles, rows)
        pending.append(
            pa.table(
                {
                    "locus_id": code_texts(alleles.locus[rows], names),
                    "genomeID": code_texts(np.zeros(len(rows), np.int32), [genome_id]),
                    "start": pa.array(alleles.start[rows]),
                    "left_flank": pa.array(left, pa.string()),
                    "tract": pa.array(tract, pa.string()),
                    "right_flank": pa.array(right, pa.string()),
                }
            )
        )
        if sum(piece.num_rows for piece in pending) >= CELLS_PER_PIECE:
            yield pa.concat_tables(pending).unify_dictionaries()
            pending = []
    if pending:
        yield pa.concat_tables(pending).unify_dictionaries()


def diversity_columns(diversity: Diversity) -> dict[str, pa.Array]:
    """alleles, min, max, modal, heterozygosity, PIC and Shannon; null without observations."""
    return {
        "alleles": pa.array(diversity.alleles),
        "min": _known(diversity.least),
        "max": _known(diversity.most),
        "modal": _known(diversity.modal),
        "heterozygosity": pa.array(diversity.heterozygosity, from_pandas=True),
        "PIC": pa.array(diversity.pic, from_pandas=True),
        "Shannon": pa.array(diversity.shannon, from_pandas=True),
    }


def _cut_out(
    bases: str, alleles: Alleles, rows: NDArray[np.int64]
) -> tuple[list[str], list[str], list[str]]:
    """Left flank, tract, right flank of some alleles of one genome, on the strand of the locus."""
    left, tract, right = [], [], []
    places = zip(
        alleles.start[rows].tolist(),
        alleles.end[rows].tolist(),
        alleles.strand[rows].tolist(),
        strict=True,
    )
    for start, end, strand in places:
        before = bases[max(start - SHOWN_FLANK, 0) : start]
        within = bases[start:end]
        behind = bases[end : end + SHOWN_FLANK]
        if strand < 0:
            before, within, behind = (
                reverse_complement_text(part) for part in (behind, within, before)
            )
        left.append(before)
        tract.append(within)
        right.append(behind)
    return left, tract, right


def _matrix_cells(
    alleles: Alleles, rows: NDArray[np.int64], first_genome: int, cells: int, loci: int
) -> pa.StringArray:
    """Texts of the cells of some genomes, whose alleles are `rows`, in order."""
    cell = (alleles.genome[rows].astype(np.int64) - first_genome) * loci + alleles.locus[rows]
    repeat = alleles.repeat[rows]
    known = repeat >= 0
    numbers, codes = np.unique(repeat[known], return_inverse=True)
    texts = ["", *map(str, numbers.tolist())]
    code_of_cell = np.zeros(cells, np.int32)
    code_of_cell[cell[known]] = codes + 1
    several = np.flatnonzero((alleles.state[rows] == State.MULTIPLE) & known)
    joined: dict[int, list[str]] = {}
    for row in several.tolist():
        joined.setdefault(int(cell[row]), []).append(str(repeat[row]))
    for place, parts in joined.items():
        code_of_cell[place] = len(texts)
        texts.append("/".join(parts))
    return pa.array(texts, pa.string()).take(pa.array(code_of_cell))


def _measure(alleles: Alleles, loci: int) -> Diversity:
    """Statistics of the genomes that have exactly one repeat number at a locus."""
    first = np.flatnonzero(_begins_cell(alleles))
    if not len(first):
        return measure_diversity(np.zeros(0, np.int32), np.zeros(0, np.int32), loci)
    least = np.minimum.reduceat(alleles.repeat, first)
    largest = np.maximum.reduceat(alleles.repeat, first)
    chosen = (least == largest) & (least >= 0)
    return measure_diversity(alleles.locus[first][chosen], least[chosen], loci)


def _begins_cell(alleles: Alleles) -> NDArray[np.bool_]:
    """Whether a row is the first of its locus and genome."""
    is_first = np.ones(len(alleles), np.bool_)
    is_first[1:] = (np.diff(alleles.locus) != 0) | (np.diff(alleles.genome) != 0)
    return is_first


def _count_states(alleles: Alleles, group: NDArray[np.int32], groups: int) -> NDArray[np.int32]:
    """Shape (states, groups): cells with each state, by locus or by genome."""
    is_first = _begins_cell(alleles)
    keys = alleles.state[is_first].astype(np.int64) * groups + group[is_first]
    counts = np.bincount(keys, minlength=len(STATES) * groups)
    return counts.reshape(len(STATES), groups).astype(np.int32)


def _strands(strand: NDArray[np.int8]) -> pa.DictionaryArray:
    codes = pa.array((strand > 0).astype(np.int32), mask=strand == 0)
    return pa.DictionaryArray.from_arrays(codes, pa.array(_STRANDS))


def _known(values: NDArray[np.int32]) -> pa.Array:
    """Numbers; null for the negative ones, which stand for what is not known."""
    return pa.array(values, mask=values < 0)


def _texts(values: Sequence[str | None]) -> pa.DictionaryArray:
    return pa.array(values, pa.string()).dictionary_encode()
