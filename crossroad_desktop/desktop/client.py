"""Calls of our own server from the same process, as the page does them."""

import http.client
import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from crossroad_desktop.errors import InputError
from crossroad_desktop.server.running import RunningServer


def call_server(
    server: RunningServer, method: str, path: str, content: object = None
) -> dict[str, Any]:
    """The JSON answer. Raises InputError, with the server's own sentence, for an error."""
    with answer_of(server, method, path, content) as answer:
        told: dict[str, Any] = json.loads(answer.read())
        return told


@contextmanager
def answer_of(
    server: RunningServer, method: str, path: str, content: object = None
) -> Iterator[http.client.HTTPResponse]:
    """An answer that can be read piece by piece. Raises InputError for an error."""
    place = urlsplit(server.address)
    connection = http.client.HTTPConnection(place.hostname or "", place.port)
    headers = {"Authorization": f"Bearer {server.token}", "Content-Type": "application/json"}
    try:
        body = None if content is None else json.dumps(content)
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        if answer.status >= 400:
            raise InputError(str(json.loads(answer.read())["detail"]))
        yield answer
    finally:
        connection.close()
