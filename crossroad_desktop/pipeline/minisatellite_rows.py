"""Rows of the table of repeats with units of 7 to 100 bp, made from the narrow columns.

In: the repeats and the numbers of the rows wanted. Out: an Arrow table with the columns declared in
locus_tables.py.
"""

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from crossroad_desktop.pipeline.coded_columns import code_texts
from crossroad_desktop.pipeline.minisatellites import MinisatelliteRows


def minisatellite_rows(
    rows: NDArray[np.int64], repeats: MinisatelliteRows, genome_ids: Sequence[str]
) -> pa.Table:
    """Columns of minisatellites.tsv for some of the repeats; `genome_ids` are those of all
    records."""
    motif, repeat = repeats.motif[rows], repeats.repeat[rows]
    length = np.array([len(text) for text in repeats.motifs], np.int32)[motif]
    gc_percent = _gc_percent(repeats.motifs)[motif]
    return pa.table(
        {
            "genomeID": code_texts(repeats.genome[rows], genome_ids),
            "start": pa.array(repeats.start[rows]),
            "stop": pa.array(repeats.end[rows]),
            "repeat": pa.array(repeat),
            "motif": code_texts(motif, repeats.motifs),
            "GC_per": pa.array(gc_percent),
            "AT_per": pa.array(np.round(100 - gc_percent, 1)),
            "length_of_motif": pa.array(length),
            "loci": _alleles(motif, repeat, repeats.motifs),
            "length_of_ssr": pa.array(repeat * length),
        }
    )


def _gc_percent(motifs: Sequence[str]) -> NDArray[np.float64]:
    """Percent (0-100) of G and C, rounded to 1 digit, half to even."""
    counts = np.array([text.count("G") + text.count("C") for text in motifs], np.float64)
    lengths = np.array([len(text) for text in motifs], np.float64)
    return np.round(100.0 * counts / lengths, 1)


def _alleles(
    motif: NDArray[np.int32], repeat: NDArray[np.int32], motifs: Sequence[str]
) -> pa.DictionaryArray:
    """Motif and repeat number as `(ACATTATAT)7`."""
    keys, alleles = np.unique(motif.astype(np.int64) << 32 | repeat, return_inverse=True)
    texts = [f"({motifs[key >> 32]}){key & 0xFFFFFFFF}" for key in keys.tolist()]
    return code_texts(alleles, texts)
