"""Positions of a result where they lie in the input file.

In: the output folder of a finished run. Out: which genomes the run turned; positions in the records
as they are written. All tables are in the oriented frame, so of a turned genome they are about
its reverse complement.
"""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from crossroad_desktop.pipeline.locus_tables import ORIENTATION
from crossroad_desktop.pipeline.oriented_frame import mirror_intervals
from crossroad_desktop.results.folder import ResultFolder


def turned_genomes(folder: ResultFolder) -> dict[str, int]:
    """bp of every genome that was turned, by id; none if the run did not look at strands."""
    if not folder.has(ORIENTATION.name):
        return {}
    rows = folder.read(ORIENTATION.name, columns=["genomeID", "length", "flipped"])
    turned = rows.filter(rows["flipped"])
    return dict(zip(turned["genomeID"].to_pylist(), turned["length"].to_pylist(), strict=True))


def intervals_as_written(
    turned: Mapping[str, int],
    genome_ids: Sequence[str],
    start: NDArray[np.int32],
    end: NDArray[np.int32],
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Start and end of each interval in the record of the input file; 0-based, half-open.

    `turned` is what `turned_genomes` gives; the other arguments have one entry per interval. What
    a turned genome has on its forward strand lies on the other one of the record.
    """
    lengths = np.array([turned.get(genome_id, -1) for genome_id in genome_ids], np.int64)
    return mirror_intervals(start, end, lengths, lengths >= 0)
