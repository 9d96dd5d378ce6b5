"""What the server adds to Streamlit: files for the browser, a health check, security headers, a page's words.

Starlette only: no Streamlit script code. The data are in the routes of analytics/api.py.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import html
import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple
from urllib.parse import parse_qs

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from analytics.api import application
from analytics.drawings.leaflet import maps
from analytics.drawings.leaflet.assets import assets
from analytics.drawings.svg import rasters
from analytics.outputs.heads import Head, dataset, head_of
from analytics.outputs.held import Held
from analytics.words import text

DEFAULT_LANGUAGE = "fr"

YEAR = 31_536_000
FOR_GOOD = f"public, max-age={YEAR}, immutable"
# For addresses without a version: keep, but ask each time whether it changed.
ASK_AGAIN = "public, no-cache"
DAY = "public, max-age=86400"


# --- files for the browser --------------------------------------------------------------------------------


class _File(NamedTuple):
    """A file in memory, as it is and compressed."""

    plain: bytes
    compressed: bytes
    media_type: str
    checksum: str
    caching: str


@cache
def _files() -> dict[str, _File]:
    """Address below ``assets/`` → file. What is not in here is not served, whatever its path."""
    served: dict[str, _File] = {}
    for asset in assets().values():
        plain = asset.content
        # mtime=0: the same bytes at every start, so that the entity tag may stand for them.
        file = _File(plain, gzip.compress(plain, 9, mtime=0), asset.media_type, asset.checksum, FOR_GOOD)
        served[asset.address] = file
        served[asset.plain_address] = file._replace(caching=ASK_AGAIN)
    # the face of the pages, so that the map is set like the page around it
    font = rasters.face_file("SourceSansVF-Upright*.woff2").read_bytes()
    # woff2 is compressed already
    served["fonts/source-sans.woff2"] = _File(font, b"", "font/woff2", hashlib.sha256(font).hexdigest(), DAY)
    return served


def _knows(headers: Headers, tag: str) -> bool:
    """Whether the browser says that it holds the file with this entity tag."""
    held = [candidate.strip().removeprefix("W/") for candidate in headers.get("if-none-match", "").split(",")]
    return tag in held or "*" in held


async def _asset(request: Request) -> Response:
    """One file, compressed for those who take it; 304 where the browser's copy is still the same."""
    file = _files().get(request.path_params["name"])
    if file is None:
        return Response("Not found\n", 404, media_type="text/plain")
    compress = bool(file.compressed) and "gzip" in request.headers.get("accept-encoding", "")
    tag = f'"{file.checksum[:32]}{"-gz" if compress else ""}"'
    headers = {"Cache-Control": file.caching, "ETag": tag, "Vary": "Accept-Encoding"}
    if _knows(request.headers, tag):
        return Response(status_code=304, headers=headers)
    if compress:
        headers["Content-Encoding"] = "gzip"
    return Response(file.compressed if compress else file.plain, headers=headers, media_type=file.media_type)


async def _health(_: Request) -> Response:
    return JSONResponse({"status": "ok"}, headers={"Cache-Control": "no-store"})


def routes(base_path: str = "", held: Held | None = None) -> list[BaseRoute]:
    """Our own routes, below the base path that Streamlit is given (``server.baseUrlPath``).

    Parameters
    ----------
    base_path : str
    held : Held, optional
        The atlas that the API answers from; it loads its own where there is none.
    """
    base = _base(base_path)
    _files()  # a missing file stops the start, not a reader
    return [
        Route(f"{base}/assets/{{name:path}}", _asset, name="assets"),
        Route(f"{base}/health", _health, name="health"),
        *application.routes(base, held),
    ]


def _base(base_path: str) -> str:
    stripped = base_path.strip("/")
    return f"/{stripped}" if stripped else ""


# --- security headers -------------------------------------------------------------------------------------

Policy = Mapping[str, Iterable[str]]

_COMMON: Policy = {
    "default-src": ("'self'",),
    "object-src": ("'none'",),
    "base-uri": ("'self'",),
    "form-action": ("'self'",),
    "frame-ancestors": ("'self'",),
}


def script_hash(text: str) -> str:
    """The source expression that allows one inline script and no other (CSP level 3, section 2.3.1)."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _written(policy: Policy) -> str:
    return "; ".join(f"{directive} {' '.join(sources)}" for directive, sources in policy.items())


def page_policy(inline_scripts: Iterable[str]) -> str:
    """Policy of a page: ours only, with the exceptions that Streamlit needs.

    Each exception was taken away in Chromium and something broke. ``unsafe-eval`` is not among them: only
    plotly's WebGL traces ask for it, and we draw none.

    Parameters
    ----------
    inline_scripts : the scripts inside the page that Streamlit serves, allowed one by one by their hash.
    """
    return _written(
        {
            **_COMMON,
            "script-src": ("'self'", *(script_hash(text) for text in inline_scripts)),
            # Streamlit's widgets, its sanitiser and plotly all write style elements and attributes while
            # running; without them the page stays blank.
            "style-src": ("'self'", "'unsafe-inline'"),
            # data: icons of Streamlit and the swatches of our legends; blob: plotly's export as a picture.
            "img-src": ("'self'", "data:", "blob:"),
            # Streamlit's style sheet carries a part of its icon font inside itself.
            "font-src": ("'self'", "data:"),
        }
    )


# What streamlit-folium appends to the script of a map before it puts it into its page (index.tsx).
_MAP_START = "window.map = map_div; window.initComponent(map_div, false);"
_COMPONENT = "/component/streamlit_folium."


@cache
def map_policy() -> str:
    """Policy of the map's frame, which is a page of its own.

    streamlit-folium writes the base map into an inline script, which we allow by hash since it is constant,
    and runs every overlay through ``eval``: hence ``unsafe-eval``, in this frame only. Inline event handlers
    and any other inline script stay refused, so that markup that slipped into a label could not run.
    """
    base_maps = [maps.base_script(build()) + _MAP_START for build in maps.BASE_MAPS]
    return _written(
        {
            **_COMMON,
            "script-src": ("'self'", "'unsafe-eval'", *(script_hash(text) for text in base_maps)),
            # The component's page holds a style element and attribute, and adds more while starting.
            "style-src": ("'self'", "'unsafe-inline'"),
            "img-src": ("'self'", "data:"),
        }
    )


HEADERS: Mapping[str, str] = {
    "X-Content-Type-Options": "nosniff",
    # What a reader looks at stays between them and us when they follow a link to a source.
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": ", ".join(
        f"{feature}=()"
        for feature in (
            "accelerometer",
            "camera",
            "display-capture",
            "geolocation",
            "gyroscope",
            "magnetometer",
            "microphone",
            "midi",
            "payment",
            "usb",
        )
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
}


class SecurityHeaders:
    """ASGI middleware: security headers on every answer; websockets and streams pass untouched.

    A page sets its own Content-Security-Policy (`PageWords`); what else is served gets the strictest one.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, with the headers added."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        policy = map_policy() if _COMPONENT in scope["path"] else page_policy(())

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.setdefault("Content-Security-Policy", policy)
                for name, value in HEADERS.items():
                    headers[name] = value
            await send(message)

        await self.app(scope, receive, with_headers)


# --- the words of the page that Streamlit serves ----------------------------------------------------------


@dataclass(frozen=True)
class Words:
    """What search engines, previews and readers without scripts see of a page, in one language."""

    title: str
    description: str
    no_script: str
    locale: str


WORDS: Mapping[str, Words] = {
    "fr": Words(
        title="Atlas des cyberattaques hospitalières",
        description=(
            "Les cyberattaques contre les hôpitaux, en France et dans le monde\u202f: où, quand, avec "
            "quelles conséquences, et qui le dit. Sources, incertitudes et données à télécharger."
        ),
        no_script="Cette page a besoin de JavaScript pour s’afficher.",
        locale="fr_FR",
    ),
    "en": Words(
        title="Hospital Cyberattack Atlas",
        description=(
            "Cyberattacks on hospitals, in France and in the world: where, when, with what consequences, "
            "and who says so. Sources, uncertainties and data to download."
        ),
        no_script="This page needs JavaScript.",
        locale="en_GB",
    ),
}

_INLINE_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)


def language(query_string: bytes) -> str:
    """Language of the reader by the ``lang`` of the address; French where it says nothing that we speak."""
    asked = parse_qs(query_string.decode("latin-1")).get("lang", [])
    return asked[0] if asked and asked[0] in WORDS else DEFAULT_LANGUAGE


def root_script(base_path: str) -> str:
    """Tells Streamlit's page where the server is.

    Without it, a page such as /timeline first asks for /timeline/_stcore/health and logs two errors.
    """
    root = f"location.origin + {json.dumps(_base(base_path) + '/')}"  # our own setting, not a reader's text
    return f"window.__streamlit = {{ BACKEND_BASE_URL: {root}, MAIN_PAGE_BASE_URL: {root} }}"


def in_language(page: str, lang: str, base_path: str = "", own: Head | None = None, origin: str = "") -> str:
    """Streamlit's page with our language, title, description and words for readers without scripts.

    Parameters
    ----------
    page : str
        As Streamlit serves it.
    lang, base_path : str
    own : Head, optional
        What the page says of itself; that of the whole atlas where it is absent.
    origin : str
        Scheme, host and base path under which the reader found us; without one there is no canonical address.

    Raises
    ------
    ValueError
        Where the page lacks a place that we rewrite, since Streamlit then changed its page.
    """
    words = WORDS[lang]
    title, description = (html.escape(one) for one in (own[:2] if own else (words.title, words.description)))
    address = html.escape(f"{origin}{own.path}") if own and origin else ""
    found = (
        f'    <link rel="canonical" href="{address}" />\n    <meta property="og:url" content="{address}" />\n'
        if address
        else ""
    )
    if address and own and own.image:
        image = html.escape(f"{origin}{own.image}")
        found += f'    <meta property="og:image" content="{image}" />\n'
        found += '    <meta name="twitter:card" content="summary_large_image" />\n'
    if address and own and own.path.partition("?")[0] == "/":
        found += f'    <script type="application/ld+json">{dataset(origin, text.Words(lang))}</script>\n'
    head = (
        f"<title>{title}</title>\n"
        f'    <meta name="description" content="{description}" />\n'
        f'    <meta property="og:title" content="{title}" />\n'
        f'    <meta property="og:description" content="{description}" />\n'
        f'    <meta property="og:type" content="website" />\n'
        f'    <meta property="og:locale" content="{words.locale}" />\n'
        f"{found}"
        f"    <script>{root_script(base_path)}</script>"
    )
    places: dict[str, Callable[[re.Match[str]], str]] = {
        r'<html lang="en">': lambda _: f'<html lang="{lang}">',
        r"<title>Streamlit</title>": lambda _: head,
        r"<noscript>.*?</noscript>": lambda _: f"<noscript><p>{html.escape(words.no_script)}</p></noscript>",
    }
    for pattern, replace in places.items():
        page, count = re.subn(pattern, replace, page, count=1, flags=re.DOTALL)
        if not count:
            raise ValueError(f"the page that Streamlit serves has no {pattern}")
    # An interface for programs that is switched off need not be announced.
    return re.sub(r"\s*<!--(?:(?!-->).)*?-->\s*<link rel=\"service-desc\"[^>]*>", "", page, flags=re.DOTALL)


class PageWords:
    """ASGI middleware: gives the HTML page that Streamlit serves the reader's language and our words.

    Streamlit writes ``lang="en"`` and its own title into every page; a screen reader would read French with
    English sounds. Only HTML outside the components is touched, and only when it is the whole page.
    """

    def __init__(self, app: ASGIApp, base_path: str = "", held: Held | None = None) -> None:
        self.app = app
        self.base_path = base_path
        self.held = held

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, rewriting the answer where it is a page."""
        if not _may_be_page(scope):
            await self.app(scope, receive, send)
            return
        lang = language(scope["query_string"])
        head = await run_in_threadpool(self._head, scope, lang) if self.held else None
        sender = _PageSender(send, lang, self.base_path, head, _origin(scope, self.base_path))
        await self.app(_for_whole_page(scope), receive, sender)

    def _head(self, scope: Scope, lang: str) -> Head | None:
        """What the page asked for says of itself."""
        assert self.held is not None  # noqa: S101 - only asked where it is
        page = scope["path"].removeprefix(_base(self.base_path)).strip("/")
        asked = parse_qs(scope["query_string"].decode("latin-1")).get("incident", [""])
        return head_of(page, asked[-1], self.held.atlas, text.Words(lang))


_HOST = re.compile(r"[A-Za-z0-9.\-]{1,253}(:\d{1,5})?", re.ASCII)


def _origin(scope: Scope, base_path: str) -> str:
    """Scheme, host and base path of the request; empty where the Host header is no host."""
    host = Headers(scope=scope).get("host", "")
    return f"{scope['scheme']}://{host.lower()}{_base(base_path)}" if _HOST.fullmatch(host) else ""


# Streamlit's and our own folders; everything else that answers in HTML is a page.
_NOT_PAGES = re.compile(r"/(?:_stcore|assets|api|embed|component|media|static|vendor)/|\.[A-Za-z0-9]+$")


def _may_be_page(scope: Scope) -> bool:
    if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD"):
        return False
    return not _NOT_PAGES.search(scope["path"])


def _for_whole_page(scope: Scope) -> Scope:
    """The request without what would bring back less than the page, or the page compressed."""
    partial = {b"accept-encoding", b"if-none-match", b"if-modified-since", b"range", b"if-range"}
    return {**scope, "headers": [(name, value) for name, value in scope["headers"] if name not in partial]}


class _PageSender:
    """Holds an HTML answer back until it is whole, rewrites it, and sends it on; passes the rest through."""

    def __init__(self, send: Send, lang: str, base_path: str, head: Head | None, origin: str) -> None:
        self.send = send
        self.lang = lang
        self.base_path = base_path
        self.head = head
        self.origin = origin
        self.start: Message | None = None
        self.body = b""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = Headers(raw=message["headers"])
            if message["status"] == 200 and headers.get("content-type", "").startswith("text/html"):
                self.start = message
                return
        if self.start is None or message["type"] != "http.response.body":
            await self.send(message)
            return
        self.body += message.get("body", b"")
        if not message.get("more_body", False):
            await self._finish(self.start)

    async def _finish(self, start: Message) -> None:
        headers = MutableHeaders(scope=start)
        for stale in ("content-length", "etag", "last-modified", "accept-ranges"):
            del headers[stale]
        # Nothing in the body answers a HEAD request.
        if self.body:
            page = in_language(self.body.decode(), self.lang, self.base_path, self.head, self.origin)
            self.body = page.encode()
            headers["content-length"] = str(len(self.body))
            headers["content-security-policy"] = page_policy(_INLINE_SCRIPT.findall(page))
        headers["content-language"] = self.lang
        headers["cache-control"] = "no-cache"
        await self.send(start)
        await self.send({"type": "http.response.body", "body": self.body})


def middleware(base_path: str = "", held: Held | None = None) -> list[Middleware]:
    """The middleware around Streamlit, outermost first.

    Parameters
    ----------
    base_path : str
        Streamlit's (``server.baseUrlPath``).
    held : Held, optional
        The atlas, for the titles of pages and incidents; without it every page has the title of the whole.
    """
    return [Middleware(SecurityHeaders), Middleware(PageWords, base_path=base_path, held=held)]
