"""The one way for a file to come in: from the page for it, of a bounded size, at a bounded rate, and few at a time."""

from __future__ import annotations

import asyncio
import re
import time
from collections import Counter, OrderedDict
from collections.abc import Callable
from typing import NamedTuple

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from analytics.outputs.bringing import MOST_BYTES
from dashboard.visitors import MOST_KNOWN, Allowance, whose

ROUTE = re.compile(r"/_stcore/upload_file/(?P<session>[0-9a-f-]{36})/[0-9a-f-]{36}")
FRAMING = 65_536  # bytes of a form around its file
AT_ONCE, A_SECOND = 6, 0.1  # files of one address
BODIES, BODIES_OF_ONE = 6, 2  # files that come in at the same time: of all, and of one address
OF_SESSION = 2  # files that wait to be taken: the one before may not have gone yet
MOST_STORED = 5 * MOST_BYTES  # bytes of all files that wait to be taken
SECONDS = 120.0  # in which a file has to be there
_MOST_OPEN = 2_000  # sessions that may bring a file


class Stored(NamedTuple):
    """What waits to be taken: the files of one session, and the bytes of all."""

    files: int
    size: int


class Doors:
    """The sessions that are on the page where a file may be brought; any other finds no route."""

    def __init__(self) -> None:
        self._open: OrderedDict[str, None] = OrderedDict()

    def open(self, session: str) -> None:
        """A session is on the page."""
        self._open[session] = None
        self._open.move_to_end(session)
        while len(self._open) > _MOST_OPEN:
            self._open.popitem(last=False)

    def close(self, session: str) -> None:
        """A session has left the page."""
        self._open.pop(session, None)

    def __contains__(self, session: str) -> bool:
        return session in self._open


DOORS = Doors()


def of_streamlit(session: str) -> Stored:
    """What Streamlit keeps in memory until a page takes it."""
    from streamlit.runtime import exists, get_instance  # not before there is a server

    if not exists():
        return Stored(0, 0)
    manager = get_instance().uploaded_file_mgr
    size = sum(stat.byte_length for stats in manager.get_stats().values() for stat in stats)  # type: ignore[attr-defined]
    return Stored(len(manager.file_storage.get(session, ())), size)  # type: ignore[attr-defined]


class Uploads:
    """Lets files through to Streamlit, or says why not.

    Parameters
    ----------
    clock : callable
        Seconds that never go back.
    doors : Doors
        The sessions that may.
    stored : callable
        What waits to be taken, by session.
    """

    def __init__(
        self,
        clock: Callable[[], float] = time.monotonic,
        doors: Doors = DOORS,
        stored: Callable[[str], Stored] = of_streamlit,
    ) -> None:
        self._clock, self._doors, self._stored = clock, doors, stored
        self._rates: OrderedDict[str, Allowance] = OrderedDict()
        self._coming: Counter[str] = Counter()
        self._bytes = 0  # of those that are coming in

    async def pass_on(self, path: str, app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request to the route of files."""
        headers, who = Headers(scope=scope), whose((scope.get("client") or ("",))[0])
        refusal = self._refusal(path, scope["method"], headers, who)
        if refusal is not None:
            await refusal(scope, receive, send)
            return
        if scope["method"] == "DELETE":
            await app(scope, receive, send)
            return
        size = int(headers["content-length"])
        self._coming[who] += 1
        self._bytes += size
        try:
            await app(scope, self._in_time(receive), send)
        finally:
            self._bytes -= size
            self._coming[who] -= 1
            self._coming += Counter()  # forget who has none

    def _refusal(self, path: str, method: str, headers: Headers, who: str) -> Response | None:
        found = ROUTE.fullmatch(path)
        if found is None or method not in ("PUT", "DELETE") or found["session"] not in self._doors:
            return PlainTextResponse("Not Found", 404)
        if "origin" not in headers:
            return PlainTextResponse("Forbidden", 403)
        if method == "DELETE":
            return None
        length = headers.get("content-length", "")
        if not length.isascii() or not length.isdigit():
            return PlainTextResponse("Length Required", 411)
        if int(length[:20]) > MOST_BYTES + FRAMING:
            return PlainTextResponse("Content Too Large", 413)
        return self._too_much(found["session"], int(length), who)

    def _too_much(self, session: str, length: int, who: str) -> Response | None:
        """Why a file has to wait; the rate counts those alone that come as far."""
        stored = self._stored(session)
        if stored.files >= OF_SESSION:
            return _later(429, 5)
        if self._coming.total() >= BODIES or stored.size + self._bytes + length > MOST_STORED:
            return _later(503, 10)
        if self._coming[who] >= BODIES_OF_ONE or self._rate(who).wait():
            return _later(429, 30)
        return None

    def _rate(self, who: str) -> Allowance:
        if who not in self._rates:
            self._rates[who] = Allowance(AT_ONCE, A_SECOND, self._clock)
        self._rates.move_to_end(who)
        while len(self._rates) > MOST_KNOWN:
            self._rates.popitem(last=False)
        return self._rates[who]

    def _in_time(self, receive: Receive) -> Receive:
        """The body, as long as it comes in time; then its sender counts as gone."""
        end = self._clock() + SECONDS

        async def received() -> Message:
            try:
                return await asyncio.wait_for(receive(), max(0.0, end - self._clock()))
            except TimeoutError:
                return {"type": "http.disconnect"}

        return received


def _later(status: int, seconds: int) -> Response:
    return PlainTextResponse("Try again later", status, headers={"Retry-After": str(seconds)})
