"""Which addresses there are: a page, a file or a folder of ours or of Streamlit's; any other is not found.

Streamlit answers every address with its page and 200, which tells search engines and scanners that all of them exist.
"""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from starlette.datastructures import Headers
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from analytics import site
from analytics.outputs.addresses import FEED, ROBOTS, SITEMAP
from analytics.outputs.embeds import POLICY, not_found_page
from analytics.schema.version import DATA_DATE
from analytics.words.text import Words
from dashboard.base_path import below, within
from dashboard.page_head import language

FOLDERS = ("_stcore", "api", "assets", "component", "embed", "media", "static")
FILES = ("/health", "/favicon.png", FEED, SITEMAP, ROBOTS)
ICON = Path(__file__).resolve().parent / "icon.png"
ICON_ASKED_FOR = "/favicon.ico"  # by a browser that shows a page without an icon of its own, as a frame is
SECURITY = "/.well-known/security.txt"
VALID = timedelta(days=360)  # less than a year is recommended (RFC 9116, section 2.5.5)


def security_text() -> str:
    """How to report a weakness (RFC 9116); empty where the site names no address to write to."""
    contact = site.contact()
    if not contact:
        return ""
    until = DATA_DATE + VALID
    lines = {
        "Contact": contact if "//" in contact else f"mailto:{contact}",
        "Expires": f"{until.isoformat()}T00:00:00Z",
        "Preferred-Languages": "fr, en",
    }
    return "".join(f"{name}: {value}\n" for name, value in lines.items())


class KnownAddresses:
    """ASGI middleware: an address that is none of ours is answered with 404 and the way to the pages.

    Parameters
    ----------
    app : the application.
    base_path : str
        Streamlit's (``server.baseUrlPath``).
    """

    def __init__(self, app: ASGIApp, base_path: str = "") -> None:
        self.app, self._base = app, below(base_path)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one request on, or answer it."""
        answer = self._answer(scope) if scope["type"] == "http" else None
        await (answer or self.app)(scope, receive, send)

    def _answer(self, scope: Scope) -> Response | None:
        path = within(scope["path"], self._base)
        if path is None:
            return self._nowhere(scope)
        if path == SECURITY and (text := security_text()):
            return PlainTextResponse(text)
        if path == ICON_ASKED_FOR:
            return FileResponse(ICON, headers={"Cache-Control": "public, max-age=86400"})
        if path in FILES or path.strip("/").partition("/")[0] in FOLDERS or site.at(path.strip("/")) is not None:
            return None
        return self._nowhere(scope)

    def _nowhere(self, scope: Scope) -> Response:
        lang = language(scope["query_string"], Headers(scope=scope).get("accept-language", ""))
        headers = {"Content-Security-Policy": POLICY, "Content-Language": lang, "Vary": "Accept-Language"}
        return Response(not_found_page(self._base, Words(lang)), 404, headers, "text/html")
