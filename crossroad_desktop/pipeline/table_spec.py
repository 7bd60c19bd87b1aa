"""What an output table is: file, folder, columns, types, meaning, and when it is written."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final, Literal

import pyarrow as pa

TEXT: Final = pa.string()
CODED_TEXT: Final = pa.dictionary(pa.int32(), pa.string())
"""A text that stands in many rows."""
COUNT: Final = pa.int32()
PERCENT: Final = pa.float64()
NUMBER: Final = pa.float64()
FLAG: Final = pa.bool_()
"""`true` or `false` in text files."""

Folder = Literal["main", "main/flanks", "intrim"]


@dataclass(frozen=True)
class Column:
    """One column of an output table."""

    name: str
    type: pa.DataType
    meaning: str


class Written(StrEnum):
    """When a table is written."""

    ALWAYS = "always"
    WITH_CATEGORIES = "with a categories file"
    WITH_GENES = "with genes"
    WITH_REFERENCE = "with genes and a reference"
    WITH_FLANKS = "with flanks"
    WITH_ORIENTATION = "unless `--orient off`"
    WITH_LOCI = "unless `--no-loci`"
    WITH_MINISATELLITES = "with `--minisatellites`"
    KEPT = "with `--keep-intermediate`"
    KEPT_WITH_GENES = "with `--keep-intermediate` and genes"


@dataclass(frozen=True)
class TableSpec:
    """One output table."""

    name: str
    folder: Folder
    file: str
    columns: tuple[Column, ...]
    meaning: str
    written: Written
    has_header: bool = True
    has_parquet: bool = True

    @property
    def delimiter(self) -> str:
        """Comma in .csv files, tab in all others."""
        return "," if self.file.endswith(".csv") else "\t"

    @property
    def schema(self) -> pa.Schema:
        """Names and types of the columns."""
        return pa.schema([(column.name, column.type) for column in self.columns])

    def for_run(self, metadata_columns: Sequence[str] | None, dynamic: str) -> "TableSpec":
        """The table of one run.

        The columns of the categories file stand in place of `<metadata>` (None: there is no
        such file; `<metadata>` and what follows is left out), and `dynamic` in place of
        `<third column>`.
        """
        columns: list[Column] = []
        for column in self.columns:
            if column is METADATA and metadata_columns is None:
                break
            if column is METADATA:
                columns += [_metadata_column(name) for name in metadata_columns or ()]
            elif column.name == DYNAMIC.name:
                columns.append(replace(column, name=dynamic))
            else:
                columns.append(column)
        return replace(self, columns=tuple(columns))


METADATA: Final = Column(
    "<metadata>", CODED_TEXT, "all columns of the categories file except genomeID, in its order"
)
DYNAMIC: Final = Column(
    "<third column>",
    CODED_TEXT,
    "the third column of the categories file, under the name it has there "
    "(`optional_category` if there is none)",
)
CATEGORY: Final = Column("category", CODED_TEXT, "category of the genome (clade, lineage ...)")
YEAR: Final = Column("year", COUNT, "year of the genome")


def _metadata_column(name: str) -> Column:
    return Column(name, YEAR.type if name == YEAR.name else CODED_TEXT, METADATA.meaning)
