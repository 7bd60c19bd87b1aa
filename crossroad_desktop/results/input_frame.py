"""Which genomes of a result lie in the input file the other way round.

In: the output folder of a finished run. Out: the genomes that the run turned. All tables are in the
oriented frame, so of a turned genome they are about its reverse complement; `mirror_intervals` of
oriented_frame.py carries positions back to the record as it is written.
"""

from crossroad_desktop.pipeline.locus_tables import ORIENTATION
from crossroad_desktop.results.folder import ResultFolder


def turned_genomes(folder: ResultFolder) -> dict[str, int]:
    """bp of every genome that was turned, by id; none if the run did not look at strands."""
    if not folder.has(ORIENTATION.name):
        return {}
    rows = folder.read(ORIENTATION.name, columns=["genomeID", "length", "flipped"])
    turned = rows.filter(rows["flipped"])
    return dict(zip(turned["genomeID"].to_pylist(), turned["length"].to_pylist(), strict=True))
