"""Which categories the genomes of a finished run have.

In: an output folder. Out: names in the order in which a person would list them.
"""

import re
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from crossroad_desktop.errors import OutputError
from crossroad_desktop.pipeline.categories import UNDEFINED
from crossroad_desktop.results.folder import GENOMES, ResultFolder

_COLUMN: Final = "category"
# The first one has genomes without any SSR too; folders of croSSRoad need not give it.
_TABLES: Final = (GENOMES, "mergedOut", "ssr_genecombo")


def list_categories(folder: ResultFolder) -> list[str]:
    """Different categories of the analysed genomes in natural order (clade 2 before clade 10);
    `undefined`, if there is such a genome, is the last. Empty if no table has categories."""
    tables = (table for table in _TABLES if folder.has(table))
    table = next((name for name in tables if _COLUMN in folder.schema(name).names), None)
    if table is None:
        return []
    # The other tables hold SSRs, so none of a genome that was left out.
    kept = pc.field("is_analysed") if table == GENOMES else None
    try:
        rows = pq.read_table(folder.path(table), columns=[_COLUMN], filters=kept)
        values = rows[_COLUMN].unique().to_pylist()
    except (OSError, pa.ArrowInvalid) as problem:
        raise OutputError(
            f"parquet/{table}.parquet is damaged; run the analysis again."
        ) from problem
    named = {value for value in values if value is not None}
    return sorted(named, key=lambda name: (name == UNDEFINED, natural_key(name)))


def natural_key(text: str) -> tuple[list[tuple[bool, int, str]], str]:
    """A sort key by which numbers inside of texts count as numbers, whatever the case of letters.

    >>> sorted(["clade 10", "Clade 2", "clade 1"], key=natural_key)
    ['clade 1', 'Clade 2', 'clade 10']
    """
    parts = re.split(r"([0-9]{1,18})", text.casefold())
    # Texts stand at even places and digits at odd ones, so like is compared with like.
    return [
        (bool(place % 2), int(part) if place % 2 else 0, "" if place % 2 else part)
        for place, part in enumerate(parts)
    ], text
