"""Filters and sort keys of grids and downloads, for any column of any table.

In: column names and values as the user gave them. Out: SQL with named parameters. A column name is
looked up in the table before it is quoted into SQL; values never become part of it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, Literal, get_args

import pyarrow as pa

from crossroad_desktop.errors import ParameterError, list_offenders
from crossroad_desktop.pipeline.categories import UNDEFINED
from crossroad_desktop.results.connection import quote_name
from crossroad_desktop.results.filters import Conditions

Operation = Literal["eq", "ne", "lt", "le", "gt", "ge", "contains", "in", "text"]
OPERATIONS: Final[tuple[Operation, ...]] = get_args(Operation)

_COMPARISONS: Final = {"lt": "<", "le": "<=", "gt": ">", "ge": ">="}


@dataclass(frozen=True)
class ColumnFilter:
    """One condition; all of those given must hold.

    eq, ne, lt, le, gt, ge compare with `values[0]`, `in` with any of them; `contains` looks for
    `values[0]` inside the cell, `text` inside any cell of the row (`column` is ignored), both
    without regard to case. `undefined` is the value of what is missing.
    """

    column: str
    operation: Operation
    values: tuple[str, ...]


def column_conditions(schema: pa.Schema, filters: Sequence[ColumnFilter]) -> Conditions:
    """The filters as conditions; ParameterError for unknown columns, operations and bad values."""
    chosen = Conditions()
    for place, wanted in enumerate(filters):
        _check(wanted)
        if wanted.operation == "text":
            _add_text_search(chosen, schema, wanted.values[0], f"filter_{place}")
        else:
            _add_condition(chosen, schema, wanted, f"filter_{place}")
    return chosen


def sort_order(schema: pa.Schema, sort: Sequence[str]) -> str:
    """The columns of ORDER BY; text in the order of its code points, missing values last."""
    keys = []
    for key in sort:
        # A column whose name begins with - is itself, unless another is meant.
        is_descending = key.startswith("-") and key not in schema.names
        name = key[1:] if is_descending else key
        _check_column(schema, name)
        keys.append(f"{quote_name(name)} {'DESC' if is_descending else 'ASC'} NULLS LAST")
    return ", ".join(keys)


def select_columns(asked: Sequence[str] | None, names: Sequence[str]) -> list[str]:
    """The columns asked for, or all; ParameterError for one that is not there or is there twice."""
    if asked is None:
        return list(names)
    unknown = [repr(name) for name in asked if name not in names]
    if unknown:
        raise ParameterError(
            f"There is no column {list_offenders(unknown)}; "
            f"the columns are {list_offenders(names, len(names))}."
        )
    if not asked or len(set(asked)) < len(asked):
        raise ParameterError("columns must name at least one column, and none of them twice.")
    return list(asked)


def _check(wanted: ColumnFilter) -> None:
    if wanted.operation not in OPERATIONS:
        raise ParameterError(
            f"There is no filter operation {wanted.operation!r}; they are {', '.join(OPERATIONS)}."
        )
    if not wanted.values or (wanted.operation != "in" and len(wanted.values) > 1):
        raise ParameterError(
            f"The filter {wanted.operation} of {wanted.column!r} has {len(wanted.values)} values; "
            "give one, or several to `in`."
        )


def _check_column(schema: pa.Schema, name: str) -> None:
    if name not in schema.names:
        raise ParameterError(
            f"There is no column {name!r}; "
            f"the columns are {list_offenders(schema.names, len(schema.names))}."
        )


def _add_text_search(chosen: Conditions, schema: pa.Schema, text: str, parameter: str) -> None:
    columns = " OR ".join(_contains(name, parameter) for name in schema.names)
    chosen.add(f"({columns})", **{parameter: text})


def _contains(name: str, parameter: str) -> str:
    cell = f"coalesce(CAST({quote_name(name)} AS VARCHAR), '{UNDEFINED}')"
    return f"contains(lower({cell}), lower(${parameter}))"


def _add_condition(
    chosen: Conditions, schema: pa.Schema, wanted: ColumnFilter, parameter: str
) -> None:
    _check_column(schema, wanted.column)
    column = quote_name(wanted.column)
    if wanted.operation == "contains":
        chosen.add(_contains(wanted.column, parameter), **{parameter: wanted.values[0]})
        return
    read = _value_reader(schema.field(wanted.column))
    if wanted.operation in _COMPARISONS:
        value = read(wanted.values[0])
        if value is None:
            raise ParameterError(
                f"{wanted.column} cannot be larger or smaller than {UNDEFINED!r}; give a number."
            )
        chosen.add(f"{column} {_COMPARISONS[wanted.operation]} ${parameter}", **{parameter: value})
        return
    values = [read(value) for value in wanted.values]
    known = [value for value in values if value is not None]
    is_missing = f" OR {column} IS NULL" if UNDEFINED in wanted.values else ""
    matches = f"(coalesce({column} IN (SELECT unnest(${parameter})), false){is_missing})"
    negation = "NOT " if wanted.operation == "ne" else ""
    chosen.add(f"{negation}{matches}", **{parameter: known})


def _value_reader(column: pa.Field) -> Callable[[str], str | int | float | bool | None]:
    kind = column.type
    if pa.types.is_boolean(kind):
        return lambda text: _read_boolean(column.name, text)
    if pa.types.is_integer(kind) or pa.types.is_floating(kind):
        return lambda text: _read_number(column.name, text)
    return lambda text: text


def _read_boolean(name: str, text: str) -> bool:
    if text not in ("true", "false"):
        raise ParameterError(f"{name} is true or false, not {text!r}.")
    return text == "true"


def _read_number(name: str, text: str) -> float | None:
    if text == UNDEFINED:
        return None
    try:
        number = float(text)
    except ValueError:
        raise ParameterError(f"{name} holds numbers, and {text!r} is none.") from None
    if number != number:
        raise ParameterError(f"{name} holds numbers, and {text!r} is none.")
    return number
