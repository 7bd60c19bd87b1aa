"""Writes frontend/openapi.json: what the types of the front end are made from.

`npm run types` (in frontend/) makes src/api-types.ts from it; a test fails when either is behind.
"""

import json
from pathlib import Path
from typing import Final, cast

from crossroad_desktop.server.app import make_routes
from crossroad_desktop.server.services import Services

PATH: Final = Path(__file__).parents[1] / "frontend" / "openapi.json"


def openapi_text() -> str:
    """The OpenAPI document as the server gives it, but for the version, which changes no type."""
    # No route is called, so no service is needed.
    document = make_routes(cast(Services, None)).openapi_schema.to_schema()
    document["info"]["version"] = "0"
    return json.dumps(document, indent=1, ensure_ascii=False, sort_keys=True) + "\n"


if __name__ == "__main__":
    PATH.write_text(openapi_text(), encoding="utf-8", newline="\n")
