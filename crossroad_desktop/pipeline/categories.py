"""What is known of each genome: the categories file.

In: a table with a header line, tab, comma or semicolon between columns, one row per genome; a
column `genomeID`, and usually `category`, a third column that the user names (country, host ...)
and `year`; any order, further columns are carried along. Out: one value per genome and column.
"""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import pyarrow as pa

from crossroad_desktop.errors import InputError, count_of, list_offenders
from crossroad_desktop.pipeline.input_file import InputFile, decode, describe_foreign

UNDEFINED: Final = "undefined"
"""Written where a value is missing."""

OPTIONAL_CATEGORY: Final = "optional_category"
"""Name of the third column where the user gave none."""

MISSING_VALUES: Final = frozenset(
    {"", "NA", "N/A", "NaN", "nan", "null", "NULL", "None", "n/a", "#N/A", "<NA>", "-nan"}
)
_FIXED_COLUMNS: Final = ("genomeID", "category", "year")
_DELIMITERS: Final = ("\t", ",", ";")


@dataclass(frozen=True)
class Categories:
    """The categories file: values as text, missing ones as `undefined`."""

    dynamic: str
    """Name of the third column."""
    columns: list[str]
    """All columns but genomeID, in file order; category, the third and year always among them."""
    rows: dict[str, list[str]]
    """Values of `columns` by genome id."""


@dataclass(frozen=True)
class GenomeMetadata:
    """The categories of each genome of the FASTA file, `undefined` where there are none."""

    dynamic: str
    columns: dict[str, pa.DictionaryArray]
    """One text per genome, in file order, by column name; years are text too."""


def read_categories(file: InputFile, reserved: Sequence[str]) -> tuple[Categories, list[str]]:
    """The categories, and warnings.

    A column whose name is among `reserved` (names that result tables use) or stands twice gets
    `_categories` behind its name. Raises InputError if there is no genomeID column, a genome
    stands in two rows, a row has too many cells, or nothing is in the file.
    """
    name = file.path.name
    raw = file.read()
    text, is_utf8 = decode(raw.removeprefix(b"\xef\xbb\xbf"))
    foreign = describe_foreign(raw)
    if foreign:
        raise InputError(f"{name} looks like {foreign}; save the table as tab-separated text.")
    lines = [line for line in _split_rows(name, text) if any(cell.strip() for cell in line[1])]
    if not lines:
        raise InputError(f"{name}: the file is empty; it needs a header line with genomeID.")
    header = [cell.strip() for cell in lines[0][1]]
    header = header[: _last_used_column([header, *(cells for _, cells in lines[1:])])]
    id_column = _find_id_column(name, header)
    header, warnings = _rename_clashes(name, header, reserved)
    rows = _collect_rows(name, header, id_column, lines[1:])
    if not is_utf8:
        warnings.append(f"{name} is not UTF-8 and was read as Windows-1252 (Latin-1).")
    return _with_fixed_columns(header, id_column, rows), warnings


def match_categories(
    categories: Categories | None, genome_ids: Sequence[str], file_name: str
) -> tuple[GenomeMetadata, list[str]]:
    """The metadata of each genome, and warnings on ids that match nothing."""
    if categories is None:
        categories = Categories(OPTIONAL_CATEGORY, ["category", OPTIONAL_CATEGORY, "year"], {})
        warnings = []
    else:
        warnings = _warn_of_unmatched(categories, genome_ids, file_name)
    blank = [UNDEFINED] * len(categories.columns)
    rows = [categories.rows.get(genome_id, blank) for genome_id in genome_ids]
    columns = {
        column: pa.array([row[place] for row in rows], pa.string()).dictionary_encode()
        for place, column in enumerate(categories.columns)
    }
    return GenomeMetadata(categories.dynamic, columns), warnings


def parse_year(text: str) -> str:
    """The year in a cell: integer part of a number, leading year of a date, else `undefined`.

    >>> parse_year("2018.0"), parse_year("2018-05-03"), parse_year("20180503")
    ('2018', '2018', '2018')
    >>> parse_year("May 2018")
    'undefined'
    """
    if date := re.fullmatch(r"(\d{4})(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])", text, re.ASCII):
        return date[1]
    if number := re.fullmatch(r"([+-]?\d{1,9})(?:\.\d*)?", text, re.ASCII):
        return str(int(number[1]))
    if date := re.match(r"(\d{4})(?!\d)", text, re.ASCII):
        return date[1]
    return UNDEFINED


def find_delimiter(text: str) -> str:
    """What stands between the columns of a table: tab, comma or semicolon, by its first line."""
    first_line = re.sub(r'"[^"]*"', "", text.lstrip().split("\n", 1)[0])
    return max(_DELIMITERS, key=first_line.count)


def _split_rows(name: str, text: str) -> Iterator[tuple[int, list[str]]]:
    """Cells of each row, with the number of the line in which the row begins."""
    delimiter = find_delimiter(text)
    lines = io.StringIO(text.replace("\r\n", "\n").replace("\r", "\n"))
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    while True:
        line_number = reader.line_num + 1
        try:
            yield line_number, next(reader)
        except StopIteration:
            return
        except csv.Error as problem:
            is_unfinished = "expected after" not in str(problem)
            reason = "and never ends" if is_unfinished else "and goes on behind the next one"
            raise InputError(
                f'{name}, line {line_number}: a cell begins with " {reason}; remove the quote or '
                "close it."
            ) from problem


def _last_used_column(rows: list[list[str]]) -> int:
    """Number of columns without those at the end that are empty from top to bottom."""
    return max(
        (place + 1 for row in rows for place, cell in enumerate(row) if cell.strip()), default=0
    )


def _find_id_column(name: str, header: list[str]) -> int:
    folded = [cell.casefold().replace("_", "") for cell in header]
    if "genomeid" not in folded:
        raise InputError(
            f"{name}: there is no column genomeID; its columns are {list_offenders(header, 8)}. "
            "Give the column with the genome ids (first word after '>' in the FASTA) this name."
        )
    return folded.index("genomeid")


def _rename_clashes(
    name: str, header: list[str], reserved: Sequence[str]
) -> tuple[list[str], list[str]]:
    renamed: list[str] = []
    taken = {column.casefold() for column in reserved}
    warnings = []
    for place, cell in enumerate(header, start=1):
        fixed = {column.casefold(): column for column in _FIXED_COLUMNS}.get(
            cell.casefold().replace("_", ""), cell or f"column_{place}"
        )
        column = fixed
        # SQL does not tell Host from host.
        while column.casefold() in taken:
            column += "_categories"
        taken.add(column.casefold())
        if column != fixed:
            warnings.append(f"{name}: column {fixed!r} is called {column!r} in the results.")
        renamed.append(column)
    return renamed, warnings


def _collect_rows(
    name: str, header: list[str], id_column: int, lines: list[tuple[int, list[str]]]
) -> dict[str, list[str]]:
    rows: dict[str, list[str]] = {}
    repeated = []
    for number, cells in lines:
        if len(cells) > len(header) and any(cell.strip() for cell in cells[len(header) :]):
            raise InputError(
                f"{name}, line {number}: {len(cells)} cells, but the header has {len(header)}; "
                "remove the extra ones or name them in the header."
            )
        stripped = [cell.strip() for cell in cells] + [""] * (len(header) - len(cells))
        genome_id = stripped[id_column]
        if not genome_id:
            raise InputError(
                f"{name}, line {number}: the genome id is empty; write it in the column genomeID."
            )
        if genome_id in rows:
            repeated.append(f"{genome_id} (line {number})")
        rows[genome_id] = [
            _clean_value(column, value)
            for column, value in zip(header, stripped, strict=False)
            if column != header[id_column]
        ]
    if repeated:
        raise InputError(
            f"{name}: each genome may have one row, but these stand in more: "
            f"{list_offenders(repeated)}. Keep one row of each."
        )
    if not rows:
        raise InputError(f"{name}: there is a header, but no row below it.")
    return rows


def _clean_value(column: str, value: str) -> str:
    if value in MISSING_VALUES:
        return UNDEFINED
    return parse_year(value) if column == "year" else value


def _with_fixed_columns(
    header: list[str], id_column: int, rows: dict[str, list[str]]
) -> Categories:
    columns = [column for place, column in enumerate(header) if place != id_column]
    named_by_user = [column for column in columns if column not in _FIXED_COLUMNS]
    dynamic = named_by_user[0] if named_by_user else OPTIONAL_CATEGORY
    absent = [column for column in ("category", dynamic, "year") if column not in columns]
    padding = [UNDEFINED] * len(absent)
    return Categories(
        dynamic, columns + absent, {key: values + padding for key, values in rows.items()}
    )


def _warn_of_unmatched(
    categories: Categories, genome_ids: Sequence[str], file_name: str
) -> list[str]:
    known = set(genome_ids)
    unmatched = [genome_id for genome_id in categories.rows if genome_id not in known]
    if len(unmatched) == len(categories.rows):
        return [
            f"{file_name}: none of its {len(unmatched):,} genome ids is in the FASTA, so nothing "
            f"is known of any genome (it has {list_offenders(unmatched, 2)}; "
            f"the FASTA has {list_offenders(list(genome_ids), 2)})."
        ]
    warnings = []
    if unmatched:
        warnings.append(
            f"{file_name}: {len(unmatched):,} of {len(categories.rows):,} genome ids are not in "
            f"the FASTA and were ignored: {list_offenders(unmatched)}."
        )
    without_row = [genome_id for genome_id in genome_ids if genome_id not in categories.rows]
    if without_row:
        warnings.append(
            f"{file_name}: {len(without_row):,} of {count_of(len(genome_ids), 'genome')} "
            f"{'has no row and is' if len(without_row) == 1 else 'have no row and are'} "
            f"'{UNDEFINED}': {list_offenders(without_row)}."
        )
    return warnings
