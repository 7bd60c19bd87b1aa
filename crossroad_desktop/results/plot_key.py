"""What a plot key is, and what its query can build on.

An aggregate's query is SQL over two temporary tables (`genomes`, the analysed genomes that the
filters leave; `motif_classes`, motif and motif_class) and over the sources of PlotContext. What SQL
cannot say (statistics of alleles, trees) is computed from the allele cells that the filters leave.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Final

import pyarrow as pa

from crossroad_desktop.errors import NotFoundError, ParameterError, list_offenders
from crossroad_desktop.pipeline.motifs import motif_table
from crossroad_desktop.results.allele_cells import AlleleCells
from crossroad_desktop.results.connection import table_source
from crossroad_desktop.results.filters import Filters, row_conditions
from crossroad_desktop.results.folder import ResultFolder
from crossroad_desktop.results.genomes import group_columns

CATEGORY_COLUMN: Final = "category"
THIRD_COLUMN: Final = "the third column"

TEXT: Final = pa.string()
COUNT: Final = pa.int32()
LARGE_COUNT: Final = pa.int64()
NUMBER: Final = pa.float64()
FLAG: Final = pa.bool_()


@dataclass(frozen=True)
class Choice:
    """An option with few values."""

    values: tuple[str, ...]
    """The first is the default."""


@dataclass(frozen=True)
class WholeNumber:
    """An option that is a whole number, limits inclusive."""

    default: int
    least: int
    most: int


@dataclass(frozen=True)
class MetadataColumn:
    """An option that names a column of the categories file."""

    default: str
    """CATEGORY_COLUMN or THIRD_COLUMN."""


@dataclass(frozen=True)
class Text:
    """An option that is any text; empty if not given."""


@dataclass(frozen=True)
class Texts:
    """An option that is a JSON array of texts; empty if not given."""


Option = Choice | WholeNumber | MetadataColumn | Text | Texts


@dataclass(frozen=True)
class PlotKey:
    """The data of one figure."""

    key: str
    tables: tuple[str, ...]
    """Row-level: the first of these that exists. Aggregate: all are needed."""
    meaning: str
    query: Callable[["PlotContext"], str] | None = None
    """SQL of the aggregate."""
    schema: pa.Schema = field(default_factory=lambda: pa.schema([]))
    """Columns of the aggregate, empty for row-level keys."""
    options: Mapping[str, Option] = field(default_factory=dict)
    compute: Callable[["PlotContext", AlleleCells], pa.Table] | None = None
    """The aggregate, from allele cells. Neither this nor a query: the whole table."""
    with_left_out: bool = False
    """Whether the genomes are all those of the FASTA, not the analysed ones only."""
    use_filters: Callable[["PlotContext"], Filters] | None = None
    """Which of the filters an aggregate looks at; None: all."""

    @property
    def columns(self) -> list[str]:
        """Names of the columns of an aggregate."""
        return list(self.schema.names)

    @property
    def is_row_level(self) -> bool:
        """Whether the answer is a table as it is."""
        return self.query is None and self.compute is None

    def find_table(self, folder: ResultFolder) -> str:
        """The table of a row-level key; NotFoundError says which input it needs."""
        for table in self.tables:
            if folder.has(table):
                return table
        raise NotFoundError(folder.why_absent(self.tables[0]))

    def check_needs(self, folder: ResultFolder) -> None:
        """Raises NotFoundError, which says what is missing, unless all that is needed is there."""
        if self.is_row_level:
            self.find_table(folder)
            return
        for table in self.tables:
            if table == SSRS:
                ssr_table(folder)
            elif not folder.has(table):
                raise NotFoundError(folder.why_absent(table))


SSRS: Final = "mergedOut or reformatted"
"""Stands in `PlotKey.tables` for the table of all SSRs."""


@dataclass
class PlotContext:
    """What a query is built from."""

    folder: ResultFolder
    filters: Filters
    options: Mapping[str, str | int]
    parameters: dict[str, object] = field(default_factory=dict)
    """Of the query; filled while it is built."""

    def rows(self, table: str, has_motifs: bool = True) -> str:
        """SQL that stands for the filtered rows of a table after FROM; a table without motifs
        is not filtered by them."""
        filters = self.filters
        if not has_motifs:
            filters = replace(
                filters, motif_class=(), motif_length=(), repeat_from=None, repeat_to=None
            )
        chosen = row_conditions(self.folder, table, filters)
        self.parameters.update(chosen.parameters)
        return f"(SELECT * FROM {table_source(self.folder, table)}{chosen.where()})"

    def ssrs(self) -> str:
        """The filtered rows of the table of all SSRs."""
        return self.rows(ssr_table(self.folder))

    def number(self, option: str) -> int:
        """The value of an option that is a whole number."""
        return int(self.options[option])

    def texts(self, option: str) -> list[str]:
        """The values of an option that is an array of texts."""
        values: list[str] = json.loads(str(self.options[option]))
        return values

    def column(self, option: str) -> str:
        """Name of the metadata column that an option names; ParameterError if there is none."""
        name = str(self.options[option])
        if name == THIRD_COLUMN:
            name = self.folder.third_column
        known = group_columns(self.folder)
        if name not in known:
            raise ParameterError(
                f"{option} is {name!r}; the columns of the genomes are "
                f"{list_offenders(known, len(known))}."
            )
        return name

    def group(self, option: str) -> str:
        """The metadata column that an option names, as SQL text; `undefined` where missing."""
        return self.group_of(self.column(option))

    def group_of(self, column: str) -> str:
        """A metadata column as SQL text; `undefined` where missing."""
        place = group_columns(self.folder).index(column)
        return f"coalesce(CAST(genomes.group_{place} AS VARCHAR), 'undefined')"


def ssr_table(folder: ResultFolder) -> str:
    """The table of all SSRs: mergedOut, without categories reformatted."""
    for table in ("mergedOut", "reformatted"):
        if folder.has(table):
            return table
    raise NotFoundError(folder.why_absent("reformatted"))


def read_options(plot: PlotKey, given: Mapping[str, str]) -> dict[str, str | int]:
    """The options of a plot with defaults; ParameterError for unknown ones and bad values."""
    unknown = [repr(name) for name in given if name not in plot.options]
    if unknown:
        known = list_offenders(list(plot.options), len(plot.options)) or "none"
        raise ParameterError(
            f"{plot.key} has no option {list_offenders(unknown)}; its options: {known}."
        )
    return {
        name: _read_option(name, option, given.get(name)) for name, option in plot.options.items()
    }


@cache
def motif_class_rows() -> pa.Table:
    """Columns motif and motif_class, one row per motif of 1 to 6 bp."""
    table = motif_table()
    texts = pa.array(table.texts, pa.string())
    return pa.table({"motif": texts, "motif_class": texts.take(pa.array(table.class_codes))})


def _read_option(name: str, option: Option, value: str | None) -> str | int:
    if isinstance(option, MetadataColumn):
        return option.default if value is None else value
    if isinstance(option, Text):
        return value or ""
    if isinstance(option, Texts):
        return _check_texts(name, value or "[]")
    if isinstance(option, Choice):
        if value is not None and value not in option.values:
            raise ParameterError(f"{name} is {value!r}; it must be {' or '.join(option.values)}.")
        return value or option.values[0]
    return option.default if value is None else _read_number(name, option, value)


def _check_texts(name: str, value: str) -> str:
    try:
        read = json.loads(value)
        is_texts = isinstance(read, list) and all(isinstance(part, str) for part in read)
        # Half a character, as "\ud800", is no text.
        "".join(read if is_texts else "").encode()
    except (ValueError, RecursionError):
        is_texts = False
    if not is_texts:
        raise ParameterError(f'{name} is {value[:80]!r}; it must be like ["I", "IIb"].')
    return value


def _read_number(name: str, option: WholeNumber, value: str) -> int:
    if (
        not value.isascii()
        or not value.isdigit()
        or not (option.least <= int(value[:9]) <= option.most and len(value) <= 9)
    ):
        raise ParameterError(
            f"{name} is {value!r}; it must be a whole number from {option.least} to {option.most}."
        )
    return int(value)
