"""The route that makes a PDF of a figure, which no browser can save by itself."""

import asyncio
from typing import Final

from litestar import Response, post
from litestar.openapi.datastructures import ResponseSpec

from crossroad_desktop.errors import ParameterError
from crossroad_desktop.server.openapi import SvgOperation
from crossroad_desktop.server.pdf import pdf_of_svg
from crossroad_desktop.server.routes_jobs import AnyRequest, error_responses

_MAX_BYTES: Final = 32_000_000


@post(
    "/api/pdf",
    status_code=200,
    request_max_body_size=_MAX_BYTES,
    responses={
        200: ResponseSpec(
            bytes, media_type="application/pdf", description="The PDF.", generate_examples=False
        ),
        **error_responses(413),
    },
    operation_class=SvgOperation,
    summary="A figure as PDF",
    description="Takes an SVG as the body; gives a PDF of one page of its size.",
)
async def make_pdf(request: AnyRequest) -> Response[bytes]:
    """The PDF of an SVG."""
    body = await request.body()
    try:
        svg = body.decode()
    except UnicodeDecodeError:
        raise ParameterError("The picture is not UTF-8.") from None
    return Response(await asyncio.to_thread(pdf_of_svg, svg), media_type="application/pdf")


ROUTES: Final = [make_pdf]
