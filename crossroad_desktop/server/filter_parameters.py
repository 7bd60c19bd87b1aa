"""The filters common to all figures and tables, as query parameters.

In: the query of a request. Out: `Filters`. What is in the OpenAPI document of these parameters
stands here, once for all routes.
"""

import json
from dataclasses import fields
from typing import Annotated, Final

import msgspec
from litestar.params import QueryParameter

from crossroad_desktop.errors import ParameterError
from crossroad_desktop.results.filters import Filters

FILTER_NAMES: Final = frozenset(part.name for part in fields(Filters))

_Texts = Annotated[list[str] | None, QueryParameter(description="Repeatable; alternatives.")]
_Number = Annotated[int | None, QueryParameter(description="Inclusive.")]
_Metadata = Annotated[
    list[str] | None,
    QueryParameter(
        description='A JSON array ["column", "value", ...] of a metadata column and alternatives; '
        "`undefined` is the value of a missing one; repeatable, one per column."
    ),
]


def read_filters(
    category: _Texts = None,
    genome: _Texts = None,
    gene: _Texts = None,
    motif_class: _Texts = None,
    motif_length: Annotated[list[int] | None, QueryParameter(description="bp; repeatable.")] = None,
    year_from: _Number = None,
    year_to: _Number = None,
    metadata: _Metadata = None,
    repeat_from: _Number = None,
    repeat_to: _Number = None,
) -> Filters:
    """The filters; ParameterError for metadata that is no array of a column and its values."""
    return Filters(
        category=tuple(category or ()),
        genome=tuple(genome or ()),
        gene=tuple(gene or ()),
        motif_class=tuple(motif_class or ()),
        motif_length=tuple(motif_length or ()),
        year_from=year_from,
        year_to=year_to,
        metadata=tuple(map(_read_metadata, metadata or ())),
        repeat_from=repeat_from,
        repeat_to=repeat_to,
    )


def _read_metadata(text: str) -> tuple[str, ...]:
    try:
        column, value, *others = msgspec.json.decode(text, type=list[str])
    except (ValueError, msgspec.MsgspecError):
        example = json.dumps(["country", "Peru", "Chad"])
        raise ParameterError(f"metadata is {text[:80]!r}: it must be like {example}.") from None
    return (column, value, *others)
