"""Allele cells by hand and at random: what the formats are tested with."""

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
from hypothesis import strategies as st

from crossroad_desktop.pipeline.locus_tables import LOCI, STATES
from crossroad_desktop.results.allele_cells import AlleleCells, Places

Matrix = list[list[list[int]]]
"""Genomes x loci; of each cell the repeat numbers of all its places."""


def make_cells(
    genome_ids: Sequence[str],
    locus_ids: Sequence[str],
    matrix: Matrix,
    category: Sequence[str] | None = None,
) -> AlleleCells:
    """Cells whose places have no positions."""
    shape = (len(genome_ids), len(locus_ids))
    repeat = np.full(shape, -1, np.int32)
    state = np.full(shape, STATES.index("missing"), np.int8)
    for genome, row in enumerate(matrix):
        for locus, numbers in enumerate(row):
            if numbers:
                repeat[genome, locus] = numbers[0] if len(set(numbers)) == 1 else -1
                name = "multiple" if len(numbers) > 1 else "typed" if numbers[0] else "absent"
                state[genome, locus] = STATES.index(name)
    return AlleleCells(
        genome_ids=list(genome_ids),
        metadata={"category": list(category or ["undefined"] * len(genome_ids))},
        loci=_loci(locus_ids),
        repeat=repeat,
        state=state,
        places=_places(matrix, shape),
    )


def single_numbers(matrix: Matrix) -> list[list[int | None]]:
    """What a format with one number per cell can say of them."""
    return [[numbers[0] if len(set(numbers)) == 1 else None for numbers in row] for row in matrix]


@st.composite
def any_cells(
    draw: st.DrawFn, most_repeats: int = 2_000, genomes: int = 1, loci: int = 1
) -> tuple[AlleleCells, Matrix]:
    """Cells with names of any letters; at least so many genomes and loci."""
    ids = draw(st.lists(_GENOME_IDS, min_size=genomes, max_size=6, unique=True))
    names = draw(st.lists(_TEXTS, min_size=loci, max_size=5, unique=True))
    cell = st.lists(st.integers(0, most_repeats), max_size=2)
    row = st.lists(cell, min_size=len(names), max_size=len(names))
    matrix = draw(st.lists(row, min_size=len(ids), max_size=len(ids)))
    groups = draw(st.lists(_TEXTS, min_size=1, max_size=3))
    category = [draw(st.sampled_from(groups)) for _ in ids]
    return make_cells(ids, names, matrix, category), matrix


_ODD: Sequence[str] = (
    "pop",
    "POP",
    "12",
    "a b",
    "a_b",
    "a,b",
    "it's",
    '"q"',
    "#1",
    "=1+1",
    "x;y",
    "é",
)
_TEXTS = st.one_of(
    st.sampled_from(_ODD),
    st.text(st.characters(blacklist_categories=("Cs",)), min_size=1, max_size=8),
)
_GENOME_IDS = _TEXTS.map(lambda text: "".join(text.split())).filter(bool)


def _loci(locus_ids: Sequence[str]) -> pa.Table:
    columns = {}
    for column in LOCI.columns:
        kind = pa.string() if pa.types.is_dictionary(column.type) else column.type
        columns[column.name] = pa.nulls(len(locus_ids), kind)
    return pa.table(columns | {"locus_id": pa.array(locus_ids, pa.string())})


def _places(matrix: Matrix, shape: tuple[int, int]) -> Places:
    found = [
        (locus, genome, number)
        for locus in range(shape[1])
        for genome in range(shape[0])
        for number in sorted(matrix[genome][locus])
    ]
    locus, genome, repeat = (
        np.array([entry[part] for entry in found], np.int32) for part in range(3)
    )
    nowhere = np.zeros(len(found), np.int32)
    counts = np.bincount(locus.astype(np.int64) * shape[0] + genome, minlength=shape[0] * shape[1])
    return Places(
        genome, locus, repeat, nowhere, nowhere, nowhere, np.ones(len(found), np.bool_),
        np.concatenate(([0], np.cumsum(counts))),
    )  # fmt: skip
