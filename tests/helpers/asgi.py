"""Asks an ASGI application without a server."""

from __future__ import annotations

import asyncio
from typing import NamedTuple

from starlette.datastructures import Headers


class Answer(NamedTuple):
    """What came back: status, headers, body, and the body's pieces as they were sent."""

    status: int
    headers: Headers
    body: bytes
    pieces: list[bytes]


def _pairs(headers):
    """Headers as pairs, from a mapping or from pairs, in which a name may come twice."""
    return headers.items() if hasattr(headers, "items") else headers or ()


def ask(app, path, method="GET", headers=None):
    """Send one request to an ASGI application."""
    address, _, query = path.partition("?")
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": address,
        "raw_path": address.encode(),
        "root_path": "",
        "query_string": query.encode(),
        "headers": [(name.lower().encode(), value.encode()) for name, value in _pairs(headers)],
        "server": ("127.0.0.1", 8501),
        "client": ("127.0.0.1", 1),
    }
    sent = []
    incoming = iter([{"type": "http.request", "body": b"", "more_body": False}])

    async def receive():
        message = next(incoming, None)
        # the client stays until it has its answer
        return message or await asyncio.Event().wait()

    async def send(message):
        sent.append(message)

    asyncio.run(app(scope, receive, send))
    start, *rest = sent
    pieces = [message.get("body", b"") for message in rest]
    return Answer(start["status"], Headers(raw=start["headers"]), b"".join(pieces), pieces)
