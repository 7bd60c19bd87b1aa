"""Who may call: this machine's user, and nobody else.

Any web page that the user visits can send requests to localhost. So everything, files and errors
too, passes this guard: the Host header must be our own (else a foreign name that was pointed at
this machine could read answers), an Origin header must be our own, and the random token of this
start must be known, as a cookie or as a bearer.
"""

import hmac
from collections.abc import Iterable, Sequence
from http.cookies import CookieError, SimpleCookie
from typing import Any, Final
from urllib.parse import parse_qsl, quote, urlencode

from litestar.datastructures import Headers
from litestar.enums import ScopeType
from litestar.types import (
    ASGIApp,
    HTTPResponseStartEvent,
    HTTPScope,
    Message,
    Receive,
    Scope,
    Send,
)

from crossroad_desktop.server.errors import error_answer

_OPEN_PATHS: Final = frozenset({"/health", "/health/"})
_SECURITY_HEADERS: Final = (
    (b"content-security-policy", b"default-src 'self'; img-src 'self' data: blob:; "
     b"style-src 'self' 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'; "
     b"form-action 'self'"),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"x-frame-options", b"DENY"),
    (b"cross-origin-resource-policy", b"same-origin"),
)  # fmt: skip
_CORS_METHODS: Final = b"GET, POST, PATCH, DELETE, HEAD"
_CORS_HEADERS: Final = b"Authorization, Content-Type, Range"


class LocalOnly:
    """An ASGI application around another one that lets only the user's own requests through."""

    def __init__(
        self,
        app: ASGIApp,
        host: str,
        port: int,
        token: str | None,
        foreign_origins: Sequence[str] = (),
    ) -> None:
        """`token` None: no token is asked for. `foreign_origins` may call with CORS."""
        self._app = app
        own = f"[{host}]" if ":" in host else host
        self._hosts = {f"{name}:{port}" for name in ("127.0.0.1", "localhost", own)}
        self._origins = {f"http://{name}" for name in self._hosts}
        self._foreign_origins = frozenset(foreign_origins)
        self._token = token
        self._cookie = f"crossroad_{port}"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if str(scope["type"]) == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] == ScopeType.WEBSOCKET:
            # No route speaks WebSocket; a handshake ends here.
            await send({"type": "websocket.close", "code": 1008, "reason": ""})
            return
        headers = Headers.from_scope(scope)
        # Two of them are together one that is nobody's.
        origins = headers.getall("origin", [])
        origin = ",".join(origins) if origins else None
        guarded = self._with_headers(send, origin)
        if ",".join(headers.getall("host", [])).lower() not in self._hosts:
            await _refuse(guarded, 421, "This address is not served here; use http://127.0.0.1.")
        elif not self._is_known(origin):
            await _refuse(guarded, 403, "Requests from other web pages are not answered.")
        elif scope["method"] == "OPTIONS" and origin in self._foreign_origins:
            await _answer(guarded, 204, [], b"")
        elif self._brings_token(scope):
            await self._exchange_token(scope, guarded)
        elif not self._may_pass(scope, headers):
            await _refuse(
                guarded,
                401,
                "The token of this start is missing; open the address that the program printed.",
            )
        elif scope["method"] == "HEAD":
            as_get: Any = {**scope, "method": "GET"}
            await self._app(as_get, receive, _without_body(guarded))
        else:
            await self._app(scope, receive, guarded)

    def _is_known(self, origin: str | None) -> bool:
        return origin is None or origin in self._origins or origin in self._foreign_origins

    def _may_pass(self, scope: HTTPScope, headers: Headers) -> bool:
        if self._token is None or scope["path"] in _OPEN_PATHS:
            return True
        scheme, _, bearer = headers.get("authorization", "").partition(" ")
        given = bearer.strip() if scheme.lower() == "bearer" else ""
        return self._fits(given) or self._fits(_read_cookie(headers.get("cookie"), self._cookie))

    def _fits(self, given: str) -> bool:
        # compare_digest takes ASCII text only, and as long for a wrong token as for a right one.
        return self._token is not None and hmac.compare_digest(given.encode(), self._token.encode())

    def _brings_token(self, scope: HTTPScope) -> bool:
        if self._token is None or scope["method"] not in ("GET", "HEAD"):
            return False
        query = dict(parse_qsl(scope["query_string"].decode("latin-1")))
        return self._fits(query.get("token", ""))

    async def _exchange_token(self, scope: HTTPScope, send: Send) -> None:
        """Sets the cookie and sends the browser on, so that the token is in no history."""
        pairs = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
        rest = urlencode([pair for pair in pairs if pair[0] != "token"])
        # One leading slash only: two would name another machine. Browsers take a backslash for a
        # slash and drop tabs and line ends, so all that is quoted.
        target = "/" + quote(scope["path"].lstrip("/")) + (f"?{rest}" if rest else "")
        cookie = f"{self._cookie}={self._token}; Path=/; HttpOnly; SameSite=Strict"
        headers = [(b"location", target.encode()), (b"set-cookie", cookie.encode())]
        await _answer(send, 303, headers, b"")

    def _with_headers(self, send: Send, origin: str | None) -> Send:
        added = list(_SECURITY_HEADERS)
        if origin is not None and origin in self._foreign_origins:
            added = [
                *(pair for pair in added if pair[0] != b"cross-origin-resource-policy"),
                (b"access-control-allow-origin", origin.encode()),
                (b"access-control-allow-methods", _CORS_METHODS),
                (b"access-control-allow-headers", _CORS_HEADERS),
                (b"access-control-expose-headers", b"X-Total-Rows, Content-Disposition"),
                (b"vary", b"Origin"),
            ]

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], *added]
            await send(message)

        return send_with_headers


def _without_body(send: Send) -> Send:
    """Sends the head of an answer only, as HEAD asks for."""
    is_sent = False

    async def send_head(message: Message) -> None:
        nonlocal is_sent
        if message["type"] == "http.response.start":
            await send(message)
        elif message["type"] == "http.response.body" and not is_sent:
            is_sent = True
            await send({"type": "http.response.body", "body": b"", "more_body": False})

    return send_head


def _read_cookie(text: str | None, name: str) -> str:
    try:
        cookie: SimpleCookie = SimpleCookie(text or "")
    except CookieError:
        return ""
    return cookie[name].value if name in cookie else ""


async def _refuse(send: Send, status_code: int, detail: str) -> None:
    headers = [(b"content-type", b"application/json")]
    if status_code == 401:
        headers.append((b"www-authenticate", b"Bearer"))
    await _answer(send, status_code, headers, error_answer(status_code, detail))


async def _answer(
    send: Send, status_code: int, headers: Iterable[tuple[bytes, bytes]], body: bytes
) -> None:
    length = (b"content-length", str(len(body)).encode())
    start: HTTPResponseStartEvent = {
        "type": "http.response.start",
        "status": status_code,
        "headers": [*headers, length],
    }
    await send(start)
    await send({"type": "http.response.body", "body": body, "more_body": False})
