"""Streamlit's inner routes: closed but for what our pages need, and no reader's messages crowd out those of others.

Streamlit compares the origin of a socket by asking a foreign host for the machine's address, in the loop that serves
all readers; takes files from anybody who has a session; tells its measurements; and empties the caches of everybody at
the word of one. None of it reaches Streamlit here, but for files from the one page for them (`uploads`).
"""

from __future__ import annotations

import asyncio
import time
from urllib.parse import urlsplit

from google.protobuf.message import DecodeError
from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.proto.BackMsg_pb2 import BackMsg

from dashboard.base_path import within
from dashboard.unsaid import reticent
from dashboard.uploads import Uploads
from dashboard.visitors import Allowance, Visitor, Visitors, whose

CORE = "/_stcore/"
SOCKET = f"{CORE}stream"
UPLOAD = f"{CORE}upload_file/"
READ = (f"{CORE}health", f"{CORE}host-config")  # what a browser asks for before it opens its socket

# what a reader's browser sends; the rest is for who develops a page, or for widgets that no page of ours has
MESSAGES = frozenset({"rerun_script", "stop_script", "app_heartbeat"})
OPERATIONS = frozenset({"deferred_file", "dataframe_chunk"})  # a file made when its button is pressed; a long table
LARGEST = 262_144  # bytes of a message: the state of all widgets of a page takes a few thousand
SOCKETS = 500  # open at once in a process; how many of one address, `visitors` says
AT_ONCE, A_SECOND = 20, 2.0  # messages of one socket: what may come in a burst, and what may go on

_POLICY_VIOLATION, _TOO_BIG, _TRY_AGAIN_LATER = 1008, 1009, 1013


def passes(payload: bytes) -> bool:
    """Whether a message is one that a reader's browser sends."""
    try:
        message = BackMsg.FromString(payload)
    except DecodeError:
        return False
    kind = message.WhichOneof("type")
    if kind == "file_urls_request":  # where a file is to go; whether it may is seen when it comes
        return len(message.file_urls_request.file_names) == 1
    if kind == "backend_operation_request":
        return message.backend_operation_request.WhichOneof("payload") in OPERATIONS
    return kind in MESSAGES


def own_origin(headers: Headers) -> bool:
    """Whether a page of this very host asks, or none that says where it is from (no browser does that)."""
    origin = headers.get("origin")
    return origin is None or urlsplit(origin).netloc == headers.get("host")


class InnerRoutes:
    """ASGI middleware around Streamlit: of its own routes those that pages need, of its messages those of readers.

    Parameters
    ----------
    app : the application.
    base_path : str
        Streamlit's (``server.baseUrlPath``).
    """

    def __init__(self, app: ASGIApp, base_path: str = "") -> None:
        self.app, self._base = app, base_path
        self._open, self._visitors, self._uploads = 0, Visitors(time.monotonic), Uploads()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one request or one socket on, or refuse it."""
        if scope["type"] == "websocket":
            await self._socket(scope, receive, send)
        elif scope["type"] == "http" and self._brings(scope):
            await self._uploads.pass_on(within(scope["path"], self._base) or "", self.app, scope, receive, send)
        elif scope["type"] == "http" and self._closed(scope):
            await PlainTextResponse("Not Found", 404)(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    def _brings(self, scope: Scope) -> bool:
        """Whether a page of this host sends a file, or takes it back."""
        path = within(scope["path"], self._base) or ""
        return path.startswith(UPLOAD) and own_origin(Headers(scope=scope))

    def _closed(self, scope: Scope) -> bool:
        path = within(scope["path"], self._base) or ""
        return path.startswith(CORE.rstrip("/")) and (path not in READ or scope["method"] not in ("GET", "HEAD"))

    async def _socket(self, scope: Scope, receive: Receive, send: Send) -> None:
        if within(scope["path"], self._base) != SOCKET or not own_origin(Headers(scope=scope)):
            await send({"type": "websocket.close", "code": _POLICY_VIOLATION})
            return
        visitor = self._visitors.enter(whose((scope.get("client") or ("",))[0])) if self._open < SOCKETS else None
        if visitor is None:
            await send({"type": "websocket.close", "code": _TRY_AGAIN_LATER})
            return
        self._open += 1
        try:
            if wait := visitor.openings.wait():
                await asyncio.sleep(wait)
            await self.app(scope, self._sifted(receive, send, visitor), reticent(send))
        finally:
            self._open -= 1
            visitor.sockets -= 1

    def _sifted(self, receive: Receive, send: Send, visitor: Visitor) -> Receive:
        """The messages of a socket that pass, none sooner than its turn; one too large ends the socket."""
        allowance = Allowance(AT_ONCE, A_SECOND, time.monotonic)

        async def sifted() -> Message:
            while True:
                message = await receive()
                payload = message.get("bytes")
                if message["type"] != "websocket.receive":
                    return message
                await asyncio.sleep(max(allowance.wait(), visitor.messages.wait()))
                if payload is None or len(payload) > LARGEST:
                    await send({"type": "websocket.close", "code": _TOO_BIG if payload else _POLICY_VIOLATION})
                    return {"type": "websocket.disconnect", "code": _TOO_BIG if payload else _POLICY_VIOLATION}
                if passes(payload):
                    return message

        return sifted
