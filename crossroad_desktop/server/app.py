"""The application: all routes, behind the guard.

In: services, and the address that is already bound. Out: an ASGI application.
"""

from collections.abc import Sequence
from typing import Any

from litestar import Litestar, Response, Router
from litestar.datastructures import State
from litestar.openapi import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.types import ASGIApp, ControllerRouterHandler

from crossroad_desktop import __version__
from crossroad_desktop.errors import NotFoundError
from crossroad_desktop.server import (
    routes_allele_exports,
    routes_files,
    routes_jobs,
    routes_new_jobs,
    routes_other,
    routes_pdf,
    routes_results,
    routes_sequence,
)
from crossroad_desktop.server.errors import EXCEPTION_HANDLERS
from crossroad_desktop.server.local_only import LocalOnly
from crossroad_desktop.server.openapi import SECURITY_SCHEMES
from crossroad_desktop.server.services import Services


def make_app(
    services: Services,
    host: str,
    port: int,
    token: str | None,
    foreign_origins: Sequence[str] = (),
    more_routes: Sequence[ControllerRouterHandler] = (),
) -> ASGIApp:
    """The application for the server at `host`:`port`; see LocalOnly for the rest."""
    return LocalOnly(make_routes(services, more_routes), host, port, token, foreign_origins)


def make_routes(
    services: Services, more_routes: Sequence[ControllerRouterHandler] = ()
) -> Litestar:
    """The routes without the guard."""
    return Litestar(
        [
            *routes_new_jobs.ROUTES,
            *routes_jobs.ROUTES,
            *routes_results.ROUTES,
            *routes_allele_exports.ROUTES,
            *routes_files.ROUTES,
            *routes_sequence.ROUTES,
            *routes_pdf.ROUTES,
            *routes_other.ROUTES,
            *more_routes,
        ],
        state=State({"services": services}),
        exception_handlers=EXCEPTION_HANDLERS,
        logging_config=None,
        openapi_config=OpenAPIConfig(
            title="CrossRoad Desktop",
            version=__version__,
            path="/schema",
            components=SECURITY_SCHEMES,
            security=[{"token": []}],
            render_plugins=[JsonRenderPlugin()],
            openapi_router=Router(
                "/schema", route_handlers=[], include_in_schema=False, after_request=_need_answer
            ),
        ),
    )


async def _need_answer(response: Response[Any]) -> Response[Any]:
    # Litestar answers unknown paths below /schema itself, with a page.
    if response.status_code == 404:
        raise NotFoundError("There is nothing at this address.")
    return response
