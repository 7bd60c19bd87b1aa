"""What is in the folder of a finished run, and why the rest is not.

In: an output folder with `parquet/` and, for our own runs, `run.json`. Out: paths, columns and row
counts of its tables; for an absent table the input that is missing.
"""

import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyarrow.parquet as pq

from crossroad_desktop.errors import NotFoundError, OutputError, list_offenders
from crossroad_desktop.pipeline import table_spec
from crossroad_desktop.pipeline.categories import OPTIONAL_CATEGORY
from crossroad_desktop.pipeline.table_spec import TableSpec, Written
from crossroad_desktop.pipeline.tables import ALL_TABLES

GENOMES: Final = "genomes"
"""Name of the table of all genomes with their metadata; Parquet only."""
ALLELE_SEQUENCES: Final = "allele_sequences"
"""Name of the table of flanks and tracts of all alleles; Parquet only."""

TABLES_BY_NAME: Final = {spec.name: spec for spec in ALL_TABLES if spec.has_parquet}
_MISSING_INPUT: Final = {
    Written.WITH_CATEGORIES: "categories: give a table with genomeID and category",
    Written.WITH_GENES: "genes: give a BED file",
    Written.WITH_REFERENCE: "genes and a reference: give a BED file and choose a reference genome",
    Written.WITH_FLANKS: "flanks: switch flanks on",
    Written.WITH_ORIENTATION: "orientation: run the analysis again with orient at auto",
    Written.WITH_LOCI: "the locus catalogue: run the analysis again with loci switched on",
    Written.WITH_MINISATELLITES: (
        "longer units: run the analysis again with minisatellites switched on"
    ),
}
_AROUND_METADATA: Final = ("length_of_ssr", "length_genome")


@dataclass(frozen=True)
class TableInfo:
    """One table of a finished run."""

    name: str
    file: str
    """Path in the output folder, `main/mergedOut.tsv`; of a table without a text twin that of the
    Parquet file."""
    columns: tuple[tuple[str, str], ...]
    """Name and Arrow type of each column."""
    row_count: int


@dataclass(frozen=True)
class ResultTables:
    """The tables of a finished run."""

    present: dict[str, TableInfo]
    absent: dict[str, str]
    """Why a table is not there, by table name."""


@dataclass(frozen=True)
class ResultFolder:
    """The output folder of a finished run."""

    output_dir: Path

    @property
    def parquet_dir(self) -> Path:
        """The folder of the Parquet files."""
        return self.output_dir / "parquet"

    def has(self, table: str) -> bool:
        """Whether there is such a table; a link that points out of the folder is none."""
        path = self.parquet_dir / f"{table}.parquet"
        is_known = table in TABLES_BY_NAME or table in (GENOMES, ALLELE_SEQUENCES)
        return is_known and path.is_file() and self._is_inside(path)

    def path(self, table: str) -> Path:
        """The Parquet file of a table; NotFoundError says why there is none."""
        if not self.has(table):
            raise NotFoundError(self.why_absent(table))
        return self.parquet_dir / f"{table}.parquet"

    def schema(self, table: str) -> pa.Schema:
        """Names and types of the columns of a table."""
        if table not in self._schemas:
            path = self.path(table)
            try:
                self._schemas[table] = pq.read_schema(path)
            except (OSError, pa.ArrowInvalid) as problem:
                raise OutputError(_damaged(path)) from problem
        return self._schemas[table]

    def row_count(self, table: str) -> int:
        """How many rows a table has."""
        path = self.path(table)
        try:
            return int(pq.read_metadata(path).num_rows)
        except (OSError, pa.ArrowInvalid) as problem:
            raise OutputError(_damaged(path)) from problem

    def read(self, table: str, **options: Any) -> pa.Table:
        """The rows of a table; `options` are those of `pyarrow.parquet.read_table`. Raises
        NotFoundError if it is absent, OutputError if it is damaged."""
        path = self.path(table)
        try:
            return pq.read_table(path, **options)
        except (OSError, pa.ArrowInvalid) as problem:
            raise OutputError(_damaged(path)) from problem

    def why_absent(self, table: str) -> str:
        """One sentence: which input a table needs."""
        if table == GENOMES:
            return self.why_absent("genome_stats")
        if table == ALLELE_SEQUENCES:
            return self.why_absent("alleles")
        if table not in TABLES_BY_NAME:
            known = list_offenders(list(TABLES_BY_NAME), len(TABLES_BY_NAME))
            return f"There is no table {table!r}; the tables are {known}."
        spec = TABLES_BY_NAME[table]
        if spec.written not in _MISSING_INPUT:
            return f"{text_path(spec)} is not in the results; run the analysis again."
        return f"{text_path(spec)} needs {self._missing_input(spec.written)}"

    @cached_property
    def _schemas(self) -> dict[str, pa.Schema]:
        """Those read so far, by table: a question looks at them several times."""
        return {}

    @cached_property
    def record(self) -> dict[str, Any]:
        """What `run.json` says of the run; empty for folders of croSSRoad."""
        path = self.output_dir / "run.json"
        if not path.is_file() or not self._is_inside(path):
            return {}
        try:
            record = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError) as problem:
            raise OutputError("run.json is damaged; run the analysis again.") from problem
        return record if isinstance(record, dict) else {}

    @property
    def parameters(self) -> dict[str, Any] | None:
        """The parameters of the run; None if they are not known."""
        parameters = self.record.get("parameters")
        return parameters if isinstance(parameters, dict) else None

    @property
    def reference_id(self) -> str | None:
        """The reference genome; None if there is none or it is not known."""
        value = (self.parameters or {}).get("reference_id")
        return value if isinstance(value, str) else None

    @cached_property
    def metadata_columns(self) -> tuple[str, ...]:
        """Names of the columns that say something of the genomes, in file order: category, the
        third column, year, then whatever else the categories file has; none without categories."""
        for table in ("mergedOut", "ssr_genecombo"):
            if self.has(table):
                names = self.schema(table).names
                first, last = (names.index(name) for name in _AROUND_METADATA)
                return tuple(names[first + 1 : last])
        return ()

    @property
    def third_column(self) -> str:
        """Name of the third column of the categories file."""
        named = self.record.get("third_column")
        if isinstance(named, str) and named in self.metadata_columns:
            return named
        fixed = (table_spec.CATEGORY.name, table_spec.YEAR.name)
        others = [name for name in self.metadata_columns if name not in fixed]
        return others[0] if others else OPTIONAL_CATEGORY

    def _missing_input(self, written: Written) -> str:
        given = {entry.get("role") for entry in self.record.get("inputs", [])}
        if written is Written.WITH_REFERENCE and "genes" in given:
            return "a reference: choose a reference genome"
        return _MISSING_INPUT[written]

    def _is_inside(self, path: Path) -> bool:
        return path.resolve().is_relative_to(self.output_dir.resolve())


def tables_of(output_dir: Path) -> ResultTables:
    """The tables that a folder holds, and why it does not hold the others."""
    folder = ResultFolder(output_dir)
    present = {}
    absent = {}
    for name, spec in TABLES_BY_NAME.items():
        if folder.has(name):
            columns = tuple((field.name, str(field.type)) for field in folder.schema(name))
            present[name] = TableInfo(name, text_path(spec), columns, folder.row_count(name))
        else:
            absent[name] = folder.why_absent(name)
    return ResultTables(present, absent)


def text_path(spec: TableSpec) -> str:
    """The text file of a table, `main/mergedOut.tsv`."""
    return f"{spec.folder}/{spec.file}"


def _damaged(path: Path) -> str:
    return f"parquet/{path.name} is damaged; run the analysis again."
