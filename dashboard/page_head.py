"""The page that Streamlit serves, in the reader's language: its title, its description, its words without scripts."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from urllib.parse import parse_qs

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from analytics import site
from analytics.outputs import compared
from analytics.outputs.addresses import origin_of
from analytics.outputs.heads import Head, dataset, head_of, links, metas, web_page
from analytics.outputs.held import Held
from analytics.outputs.plain_text import text_of
from analytics.selection.address import from_query
from analytics.selection.languages import preferred
from analytics.words import text
from dashboard import around, widget_words
from dashboard.base_path import below, within
from dashboard.find_box import find_box
from dashboard.security import page_policy


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
        no_script="Sans JavaScript, cette page est en texte : cartes, figures et filtres en ont besoin.",
        locale="fr_FR",
    ),
    "en": Words(
        title="Hospital Cyberattack Atlas",
        description=(
            "Cyberattacks on hospitals, in France and in the world: where, when, with what consequences, "
            "and who says so. Sources, uncertainties and data to download."
        ),
        no_script="Without JavaScript this page is shown as text: maps, charts and filters need it.",
        locale="en_GB",
    ),
}

ARRIVING = (Path(__file__).resolve().parent / "arriving.js").read_text(encoding="utf-8")
_INLINE_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)


def language(query_string: bytes, accepted: str = "") -> str:
    """Language of the reader: the ``lang`` of the address, else what the browser asks for (``Accept-Language``)."""
    asked = parse_qs(query_string.decode("latin-1")).get("lang", [])
    return asked[0] if asked and asked[0] in WORDS else preferred(accepted)


def root_script(base_path: str) -> str:
    """Tells Streamlit's page where the server is.

    Without it, a page such as /timeline first asks for /timeline/_stcore/health and logs two errors.
    """
    root = f"location.origin + {json.dumps(below(base_path) + '/')}"  # our own setting, not a reader's text
    return f"window.__streamlit = {{ BACKEND_BASE_URL: {root}, MAIN_PAGE_BASE_URL: {root} }}"


def _found(own: Head | None, origin: str, base_path: str, words: text.Words) -> str:
    """The lines of a head by which others find and cite the page, each ended."""
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
    if address and own:
        of_all = own.path.partition("?")[0] == "/"
        told = dataset(origin, words) if of_all else web_page(own, origin, words)
        found += f'    <script type="application/ld+json">{told}</script>\n'
        found += "".join(f"    {line}\n" for line in metas(own, origin, words))
    found += "".join(f"    {line}\n" for line in links(below(base_path), words))
    return found


def in_language(
    page: str,
    lang: str,
    base_path: str = "",
    own: Head | None = None,
    origin: str = "",
    told: str = "",
    plain: str = "",
) -> str:
    """Streamlit's page with our language, title, description and words for readers without scripts.

    Parameters
    ----------
    page : str
        As Streamlit serves it.
    lang, base_path : str
    told : str, optional
        What the script of the widgets is told (`widget_words.told`).
    own : Head, optional
        What the page says of itself; that of the whole atlas where it is absent.
    origin : str
        Scheme, host and base path under which the reader found us; without one there is no canonical address.
    plain : str
        What the page says in text alone, as HTML (`plain_text.text_of`).

    Raises
    ------
    ValueError
        Where the page lacks a place that we rewrite, since Streamlit then changed its page.
    """
    words = WORDS[lang]
    title, description = (html.escape(one) for one in (own[:2] if own else (words.title, words.description)))
    found = _found(own, origin, base_path, text.Words(lang))
    head = (
        f"<title>{title}</title>\n"
        f'    <meta name="description" content="{description}" />\n'
        f'    <meta property="og:title" content="{title}" />\n'
        f'    <meta property="og:description" content="{description}" />\n'
        f'    <meta property="og:type" content="website" />\n'
        f'    <meta property="og:locale" content="{words.locale}" />\n'
        f"{found}{around.early(base_path)}"
        f"    <script>{root_script(base_path)}</script>\n"
        f"    <script>{ARRIVING}</script>"
    )
    places: dict[str, Callable[[re.Match[str]], str]] = {
        r'<html lang="en">': lambda _: f'<html lang="{lang}">',
        r"<title>Streamlit</title>": lambda _: head,
        r"(?=<noscript>)": lambda _: find_box(lang, base_path, told),
        r"<noscript>.*?</noscript>": lambda _: f"<noscript><p>{html.escape(words.no_script)}</p>{plain}</noscript>",
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
        lang = language(scope["query_string"], Headers(scope=scope).get("accept-language", ""))
        head, plain = await run_in_threadpool(self._said, scope, lang) if self.held else (None, "")
        told = self.held.once(("widgets", lang), partial(widget_words.told, self.held, lang)) if self.held else ""
        host = Headers(scope=scope).get("host", "")
        origin = origin_of(scope["scheme"], host, below(self.base_path))
        rewritten = partial(
            in_language, lang=lang, base_path=self.base_path, own=head, origin=origin, told=told, plain=plain
        )
        sender = _PageSender(send, lang, rewritten)
        await self.app(_for_whole_page(scope), receive, sender)

    def _said(self, scope: Scope, lang: str) -> tuple[Head | None, str]:
        """What the page asked for says of itself, and its text for who runs no script, which is kept."""
        held = self.held
        assert held is not None  # noqa: S101 - only asked where it is
        page = (within(scope["path"], self.base_path) or "").strip("/")
        known, words = site.at(page), text.Words(lang)
        query = parse_qs(scope["query_string"].decode("latin-1"))
        asked, side_by_side = query.get(known.about if known else "", [""])[-1], {}
        if "compare" in query:
            called = compared.names(held, words)
            chosen, _ = from_query({"compare": query["compare"]}, held.atlas.vocabulary)
            side_by_side = {one.value: called[one.value] for one in compared.things(chosen)}
        head = head_of(page, asked, held.atlas, words, side_by_side)
        if head is None:
            return None, ""
        # its canonical address names the page, the incident where there is one, and the language
        plain = held.answers.of(("plain", head.path), lambda: text_of(page, asked, held, words).encode())
        return head, plain.decode()


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

    def __init__(self, send: Send, lang: str, rewritten: Callable[[str], str]) -> None:
        self.send = send
        self.lang = lang
        self.rewritten = rewritten
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
            page = self.rewritten(self.body.decode())
            self.body = page.encode()
            headers["content-length"] = str(len(self.body))
            headers["content-security-policy"] = page_policy(_INLINE_SCRIPT.findall(page))
        headers["content-language"] = self.lang
        headers.add_vary_header("Accept-Language")
        headers["cache-control"] = "no-cache"
        await self.send(start)
        await self.send({"type": "http.response.body", "body": self.body})
