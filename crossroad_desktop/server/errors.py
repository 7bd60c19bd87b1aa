"""Every problem as an answer: one form, no traceback, no path of the machine.

In: exceptions of the routes. Out: ErrorMessage with the fitting status code.
"""

import logging
from collections.abc import Mapping
from typing import Any, Final

import msgspec
from litestar import Request, Response
from litestar.exceptions import HTTPException, ValidationException
from litestar.types import ExceptionHandlersMap

from crossroad_desktop.errors import (
    ConflictError,
    CrossroadError,
    InputError,
    NotFoundError,
    OutputError,
    ParameterError,
    StorageError,
)
from crossroad_desktop.server.messages import ErrorMessage, FieldProblem

_log = logging.getLogger(__name__)


class TooLargeError(CrossroadError):
    """An upload is larger than is allowed."""


_STATUS_CODES: Final[tuple[tuple[type[CrossroadError], int], ...]] = (
    (TooLargeError, 413),
    (ParameterError, 400),
    (InputError, 422),
    (NotFoundError, 404),
    (ConflictError, 409),
    (StorageError, 507),
    (OutputError, 500),
)
_IN_WORDS: Final[Mapping[int, str]] = {
    404: "There is nothing at this address.",
    405: "This address does not answer such requests; the header Allow lists those it does.",
}
_ON_WHAT_IS_SENT: Final = (400, 413, 422)
_METHODS_WITH_BODY: Final = ("POST", "PATCH")
_OWN_FAULT: Final = (
    "This did not work, by a fault of CrossRoad Desktop. What happened is in its log file; try "
    "again, and report it if it happens again."
)


def error_answer(status_code: int, detail: str, errors: list[FieldProblem] | None = None) -> bytes:
    """The JSON text of an error."""
    return msgspec.json.encode(ErrorMessage(status_code, detail, errors or []))


def answer_problem(request: Request[Any, Any, Any], problem: Exception) -> Response[bytes]:
    """The answer to any exception of a route."""
    status_code, detail, errors = _describe(request, problem)
    if not errors and status_code in _ON_WHAT_IS_SENT and request.method in _METHODS_WITH_BODY:
        errors = [FieldProblem("body", detail)]
    return Response(
        error_answer(status_code, detail, errors),
        status_code=status_code,
        media_type="application/json",
        headers=_headers_of(problem),
    )


EXCEPTION_HANDLERS: Final[ExceptionHandlersMap] = {Exception: answer_problem}


def _describe(
    request: Request[Any, Any, Any], problem: Exception
) -> tuple[int, str, list[FieldProblem]]:
    if isinstance(problem, CrossroadError):
        return _status_code(problem), str(problem), _problems_of(problem)
    if isinstance(problem, ValidationException):
        errors = _field_problems(problem.extra)
        told = "; ".join(f"{error.field}: {error.message}" for error in errors)
        return 400, f"The request does not fit: {told or problem.detail}", errors
    if isinstance(problem, HTTPException) and problem.status_code < 500:
        detail = _IN_WORDS.get(problem.status_code, problem.detail)
        return problem.status_code, detail or "The request does not fit.", []
    if isinstance(problem, RecursionError):
        return 400, "The JSON of the request is nested too deeply.", []
    if "client disconnected" in str(problem):
        # Nobody reads this answer any more.
        _log.info("%s %s: the client has gone", request.method, request.url.path)
        return 400, "The request ended before it was whole.", []
    _log.error("%s %s failed", request.method, request.url.path, exc_info=problem)
    return 500, _OWN_FAULT, []


def _status_code(problem: CrossroadError) -> int:
    return next((code for kind, code in _STATUS_CODES if isinstance(problem, kind)), 500)


def _problems_of(problem: CrossroadError) -> list[FieldProblem]:
    if problem.field is None:
        return []
    # A name that came from outside need not be text that JSON can carry.
    field = problem.field.encode("utf-8", "replace").decode()
    return [FieldProblem(field, str(problem), problem.line)]


def _field_problems(extra: object) -> list[FieldProblem]:
    entries = extra if isinstance(extra, list) else []
    return [
        FieldProblem(str(entry.get("key", "")), str(entry.get("message", "")))
        for entry in entries
        if isinstance(entry, Mapping)
    ]


def _headers_of(problem: Exception) -> dict[str, str]:
    headers = getattr(problem, "headers", None) or {}
    return {name: value for name, value in headers.items() if name.lower() == "allow"}
