"""Answers programs: the tables of the public contract in every format, the documents that describe them, the feed.

Starlette only: no Streamlit, no network, and nothing in HTML but the pages that other sites may frame, notes of one
page, and the one that says to people what is here. Whatever is wrong with a request is said as RFC 9457 has it. Rates
are not limited here; the proxy in front of the program may.
"""

from __future__ import annotations

import asyncio
import gzip
import hashlib
import json
import logging
import re
from collections.abc import Callable, Hashable, Mapping
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from functools import partial
from typing import Any, NamedTuple
from urllib.parse import parse_qsl

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route
from starlette.types import Receive, Scope, Send

from analytics.api import limits, notes, openapi, parameters, search
from analytics.api.encoding import takes_gzip
from analytics.api.problems import Problem, Refused
from analytics.api.queries import (
    chosen,
    embedded,
    picture_and_form,
    picture_file_name,
    pictured,
    read_query,
    shortened,
    understood,
    value_of,
    whole_number,
)
from analytics.api.threads import Threads
from analytics.outputs import addresses, api_page, compared_files, embeds, feeds, kit, served, sitemap, works
from analytics.outputs import pictures as gallery
from analytics.outputs.addresses import COMPARE, FEED, KIT, OPENAPI, PACKAGE, ROBOTS, ROOT, SEARCH, SITEMAP
from analytics.outputs.answers import Asked, file_name, written
from analytics.outputs.formats import FORMATS
from analytics.outputs.held import Held
from analytics.outputs.notes.note import FORMS
from analytics.outputs.tables import EXPORTED
from analytics.outputs.works import Work
from analytics.outputs.workshop import RETRY_AFTER, Full, Workshop
from analytics.record.cells import rows_of
from analytics.schema import col
from analytics.schema.version import DATA_DATE
from analytics.selection.languages import preferred
from analytics.selection.selection import DEFAULT_LANGUAGE, LANGUAGES, NAMES, Selection
from analytics.words.text import Words

METHODS = "GET, HEAD, OPTIONS"
CACHING = "public, max-age=300"  # a correction is seen after five minutes

_LOG = logging.getLogger(__name__)
_LAST_MODIFIED = datetime(DATA_DATE.year, DATA_DATE.month, DATA_DATE.day, tzinfo=UTC)
_CORS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "Content-Disposition, ETag, Last-Modified, Link",
}
_PREFLIGHT = {
    "Allow": METHODS,
    "Access-Control-Allow-Methods": METHODS,
    "Access-Control-Allow-Headers": "If-Modified-Since, If-None-Match",
    "Access-Control-Max-Age": "86400",
}
_HTML = "text/html; charset=utf-8"


class Document(NamedTuple):
    """Something that can be sent: under which key it is kept, what it is, and how it is made when it is not kept."""

    key: Hashable
    media_type: str
    make: Callable[[], bytes]
    headers: Mapping[str, str] = {}
    work: Work | None = None  # what takes long is made by a workshop, where there is one


def _worked(held: Held, work: Work, media_type: str, headers: Mapping[str, str]) -> Document:
    """A document that takes long to make."""
    return Document(work.key, media_type, lambda: works.here(held, work), headers, work)


class Api:
    """ASGI application of everything in here; any method, since a wrong one is answered as a problem too."""

    def __init__(self, base: str = "", held: Held | None = None, workshop: Workshop | None = None) -> None:
        self.base = base
        self.held = held or Held()
        self.workshop = workshop
        self._threads = Threads()
        self._known: dict[tuple[str, bytes], Document] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; what has to be worked out is worked out in a thread, so that others need not wait."""
        request = Request(scope, receive)
        try:
            response = self.at_once(request)
            if response is None:
                answered = await self._threads.do(request, self.answer, request)
                if isinstance(answered, Document):
                    await self._made(answered, receive)
                    answered = await self._threads.do(request, self._sent, request, answered)
                response = answered
        except Problem as problem:
            response = self._refused(request, problem)
        except Full:
            busy = Refused("busy", f"too much is being made; ask again in {RETRY_AFTER} seconds")
            response = self._refused(request, Problem(busy))
        except works.Nothing as nothing:
            response = self._refused(request, Problem(Refused("nothing-to-draw", str(nothing))))
        except ClientDisconnect:
            return  # nobody is there to be answered
        except Exception:  # the one place where a failure becomes an answer; it would be a page of text otherwise
            _LOG.exception("an answer could not be made")
            response = _refusal(Problem(Refused("internal-error", "the failure has been written down; try again")))
        if request.method == "HEAD":
            response.body = b""  # the headers are those of GET, the length among them
        await response(scope, receive, send)

    def _refused(self, request: Request, problem: Problem) -> Response:
        """The reasons why there is no answer: as a document, or as a page where a reader sees it in a frame."""
        response = _refusal(problem)
        if request.scope["path"].startswith(f"{self.base}{addresses.EMBED}/") and request.method in ("GET", "HEAD"):
            asked = dict(parse_qsl(request.scope["query_string"].decode("latin-1"))).get("lang")
            words = Words(asked if asked in LANGUAGES else DEFAULT_LANGUAGE)
            page = embeds.refusal_page(problem.document["detail"], self.base, words)
            headers = {"Cache-Control": "no-store", "Content-Security-Policy": embeds.POLICY}
            return Response(page, response.status_code, headers, "text/html")
        return response

    def at_once(self, request: Request) -> Response | None:
        """The answer where a table was asked for in these words before and its bytes are still kept; None otherwise.

        It costs less than handing the request to a thread.
        """
        document = self._known.get(_address(request)) if request.method in ("GET", "HEAD") else None
        if document is None or self.held.answers.get(_kept_as(document, takes_gzip(request))) is None:
            return None
        return self._sent(request, document)

    def answer(self, request: Request) -> Response | Document:
        """The answer to a request, or the document that is to be made before; Problem where there is none."""
        if request.method == "OPTIONS":
            self.maker(request)
            return Response(status_code=204, headers=_CORS | _PREFLIGHT)
        if request.method not in ("GET", "HEAD"):
            raise Problem(Refused("method-not-allowed", f"{METHODS} are allowed", tuple(METHODS.split(", "))))
        document = self.maker(request)(request)
        return document if self._is_to_be_made(request, document) else self._sent(request, document)

    def _is_to_be_made(self, request: Request, document: Document) -> bool:
        """Whether a document takes long, and neither we nor the reader hold it."""
        if self.workshop is None or document.work is None or self.held.answers.get(document.key) is not None:
            return False
        return not _holds(request, self._tag(document, takes_gzip(request)))

    async def _made(self, document: Document, receive: Receive) -> None:
        """Have a document made, as long as the reader waits for it: it is then among the answers that are kept."""
        with self.workshop.ordered(document.work) as order:  # type: ignore[union-attr, arg-type]
            made, left = asyncio.wrap_future(order.result), asyncio.ensure_future(_disconnected(receive))
            await asyncio.wait((made, left), return_when=asyncio.FIRST_COMPLETED)
            left.cancel()
            if not made.done():
                raise ClientDisconnect
            made.result()

    def maker(self, request: Request) -> Callable[[Request], Document]:
        """What makes the document of an address; Problem where it holds none."""
        # not request.url: it is put together from the Host header, which anybody may write
        path = request.scope["path"].removeprefix(self.base)
        alone = {
            OPENAPI: self._openapi,
            PACKAGE: self._package,
            KIT: self._kit,
            FEED: self._feed,
            SITEMAP: self._sitemap,
            ROBOTS: self._robots,
            SEARCH: self._search,
            COMPARE: self._compared,
        }
        if path in alone:
            return alone[path]
        if path.rstrip("/") == ROOT and "text/html" in request.headers.get("accept", ""):
            return self._page
        if path.startswith(f"{addresses.EMBED}/"):
            return partial(self._embed, embedded(path))
        if path.startswith(f"{addresses.PICTURES}/"):
            return partial(self._picture, *picture_and_form(path))
        if path.startswith(f"{addresses.NOTES}/"):
            return self._note
        return partial(self._table, *_table_and_form(path))

    def _note(self, request: Request) -> Document:
        path, query = request.scope["path"].removeprefix(self.base), request.scope["query_string"]
        about, form = notes.about_and_form(path, query, self.held, self._origin(request))
        return _worked(self.held, works.note_of(about, form), FORMS[form], notes.headers(about, form))

    def _table(self, table: str, form: str, request: Request) -> Document:
        query = read_query(request.scope["query_string"], parameters.names_for(form))
        asked = understood(table, form, query, self.held.vocabulary)
        shown = "inline" if form == "json" else "attachment"
        headers = {
            "Content-Disposition": f'{shown}; filename="{file_name(asked)}"',
            "Link": f'<{self.base}{PACKAGE}>; rel="describedby", <{self.base}{OPENAPI}>; rel="service-desc"',
        }
        if form == "xlsx":
            work = works.table_of(asked, self._origin(request))
            return _worked(self.held, work, FORMATS[form].media_type, headers)
        document = Document(asked, FORMATS[form].media_type, lambda: written(self.held, asked, self.base), headers)
        # found at once when its address is asked for again; tables alone, which no header changes
        if len(self._known) >= limits.KNOWN_ADDRESSES:
            self._known.clear()
        self._known[_address(request)] = document
        return document

    def _picture(self, name: str, form: str, request: Request) -> Document:
        query = read_query(request.scope["query_string"], parameters.PICTURE_NAMES)
        asked = pictured(name, form, query, self.held.vocabulary)
        _check_needs(name, gallery.PICTURES[name].needs, asked.selection)
        headers = {"Content-Disposition": f'inline; filename="{picture_file_name(asked)}"'}
        # its size was read as one of the two
        work = works.picture(name, form, asked.selection, asked.theme, asked.size)  # type: ignore[arg-type]
        return _worked(self.held, work, gallery.FORMS[form], headers)

    def _embed(self, name: str, request: Request) -> Document:
        query = read_query(request.scope["query_string"], parameters.EMBED_NAMES)
        refused: list[Refused] = []
        theme = value_of(addresses.THEME, query, addresses.EMBED_THEMES, refused)
        resize = value_of(addresses.RESIZE, query, addresses.RESIZES, refused) == "yes"
        selection = chosen(query, self.held.vocabulary, refused)
        _check_needs(name, addresses.CARD if name == addresses.CARD else gallery.PICTURES[name].needs, selection)
        headers = {"Content-Security-Policy": embeds.policy(resize), "Content-Language": selection.lang}
        if name == addresses.CARD:
            key = (addresses.EMBED, name, selection, theme, resize)
            return Document(key, _HTML, lambda: self._card(selection, theme, resize), headers)
        return _worked(self.held, works.frame(name, selection, theme, self.base, resize), _HTML, headers)

    def _card(self, selection: Selection, theme: str, resize: bool) -> bytes:
        published = self.held.published(selection.evidence)
        row = rows_of(published[published[col.INCIDENT_ID] == selection.incident])[0]
        return embeds.card_page(row, self.held.atlas, selection, theme, self.base, resize).encode()

    def _page(self, request: Request) -> Document:
        """What a browser that asks for the root of the API is shown."""
        query = read_query(request.scope["query_string"], ("lang",))
        said = chosen(query, self.held.vocabulary).lang
        words = Words(said if "lang" in query else preferred(request.headers.get("accept-language", "")))
        headers = {"Content-Security-Policy": api_page.POLICY, "Vary": "Accept, Accept-Encoding, Accept-Language"}
        headers["Content-Language"] = words.language
        return Document(("page", words.language), _HTML, lambda: api_page.api_page(self.base, words).encode(), headers)

    def _openapi(self, request: Request) -> Document:
        read_query(request.scope["query_string"], ())
        made = openapi.openapi
        return Document(OPENAPI, FORMATS["json"].media_type, lambda: _json(made(self.held.vocabulary, self.base)))

    def _package(self, request: Request) -> Document:
        read_query(request.scope["query_string"], ())
        return Document(PACKAGE, FORMATS["json"].media_type, lambda: _json(served.package(self._whole)))

    def _whole(self, table: str) -> bytes:
        """The CSV of a table without a selection, as it is served."""
        return written(self.held, Asked(table, "csv", Selection()))

    def _search(self, request: Request) -> Document:
        asked = search.sought(read_query(request.scope["query_string"], search.NAMES))
        made = search.answer
        headers = {"Content-Language": asked.lang}
        return Document(asked, FORMATS["json"].media_type, lambda: _json(made(self.held, asked, self.base)), headers)

    def _compared(self, request: Request) -> Document:
        asked = chosen(read_query(request.scope["query_string"], tuple(NAMES)), self.held.vocabulary)
        _check_needs("a comparison", "compare", asked)
        made, headers = compared_files.answer, {"Content-Language": asked.lang}
        key = (COMPARE, asked)
        return Document(key, FORMATS["json"].media_type, lambda: _json(made(self.held, asked, self.base)), headers)

    def _kit(self, request: Request) -> Document:
        selection = chosen(read_query(request.scope["query_string"], tuple(NAMES)), self.held.vocabulary)
        headers = {"Content-Disposition": f'attachment; filename="{kit.filename(selection)}"'}
        return _worked(self.held, works.kit_of(selection, self._origin(request)), "application/zip", headers)

    def _feed(self, request: Request) -> Document:
        query = read_query(request.scope["query_string"], parameters.FEED_NAMES)
        selection = chosen(query, self.held.vocabulary)
        kept, changes = self.held.table(col.INCIDENTS, selection), self.held.changes
        refused: list[Refused] = []
        page = whole_number(feeds.PAGE, query, (1, feeds.page_count(kept, changes, selection)), refused)
        if refused:
            raise Problem(*refused)
        there = feeds.in_dashboard(selection, self._origin(request))
        return Document(
            (FEED, there.front, page),
            "application/atom+xml; charset=utf-8",
            lambda: feeds.atom(self.held.atlas, kept, changes, selection, there, page or 1),
            {"Content-Language": selection.lang},
        )

    def _sitemap(self, request: Request) -> Document:
        read_query(request.scope["query_string"], ())
        origin = self._origin(request)
        return Document((SITEMAP, origin), "application/xml", lambda: sitemap.sitemap(self.held.atlas, origin))

    def _robots(self, request: Request) -> Document:
        read_query(request.scope["query_string"], ())
        origin = self._origin(request)
        return Document((ROBOTS, origin), "text/plain; charset=utf-8", lambda: sitemap.robots(origin))

    def _origin(self, request: Request) -> str:
        """Where the reader found us: these documents need whole addresses."""
        origin = addresses.origin_of(request.scope["scheme"], request.headers.get("host", ""), self.base)
        if not origin:
            raise Problem(Refused("unreadable-host", "the Host header is a name or an address, perhaps with a port"))
        return origin

    def _sent(self, request: Request, document: Document) -> Response:
        """A document with its entity tag; 304 where the reader holds it, compressed where the reader takes that."""
        # Parquet too, which gains little: Streamlit would compress it under the tag of the plain bytes
        small = takes_gzip(request)
        tag = self._tag(document, small)
        headers = {
            **_CORS,
            "Cache-Control": CACHING,
            "ETag": tag,
            "Last-Modified": format_datetime(_LAST_MODIFIED, usegmt=True),
            "Vary": "Accept-Encoding",
            "X-Content-Type-Options": "nosniff",
            **document.headers,
        }
        if _holds(request, tag):
            return Response(status_code=304, headers=headers)
        if small:
            headers["Content-Encoding"] = "gzip"
        return Response(self._bytes(document, small), headers=headers | {"Content-Type": document.media_type})

    def _tag(self, document: Document, small: bool) -> str:
        named = f"{self.held.state} {self.base} {document.key!r}"
        return f'"{hashlib.sha256(named.encode()).hexdigest()[:32]}{"-gz" if small else ""}"'

    def _bytes(self, document: Document, small: bool) -> bytes:
        def made() -> bytes:
            # mtime=0: the same bytes each time, so that the entity tag may stand for them
            return gzip.compress(self._bytes(document, False), 6, mtime=0) if small else document.make()

        return self.held.answers.of(_kept_as(document, small), made)


def _kept_as(document: Document, small: bool) -> Hashable:
    """Under which key the bytes of a document are kept, plain or compressed."""
    return (document.key, "gzip") if small else document.key


def _address(request: Request) -> tuple[str, bytes]:
    """Path and query as they were written."""
    return request.scope["path"], request.scope["query_string"]


def _table_and_form(path: str) -> tuple[str, str]:
    """The table and the format that an address names; Problem where there is no such address."""
    match = re.fullmatch(rf"{ROOT}/([^/.]+)\.([^/.]+)", path)
    if match is None:
        everything = [addresses.table_path(table, form) for table in EXPORTED for form in addresses.formats_of(table)]
        pictures = [addresses.picture_path("{picture}", form) for form in gallery.FORMS]
        one_page = [addresses.note_path("{kind}", "{code}", form) for form in FORMS]
        alone = (*pictures, *one_page, PACKAGE, OPENAPI, KIT, SEARCH, COMPARE, FEED, SITEMAP, ROBOTS)
        raise Problem(Refused("unknown-address", f"“{shortened(path)}” is no address", (*everything, *alone)))
    table, ending = match.groups()
    if table not in EXPORTED:
        raise Problem(Refused("unknown-table", f"there is no table “{shortened(table)}”", tuple(EXPORTED)))
    forms = {FORMATS[form].ending: form for form in addresses.formats_of(table)}
    if ending not in forms:
        raise Problem(Refused("unknown-format", f"{table} is not served as “{shortened(ending)}”", tuple(forms)))
    return table, forms[ending]


def _check_needs(name: str, needs: str, selection: Selection) -> None:
    """Problem where a selection does not name what a picture is about."""
    if needs and not getattr(selection, needs):
        raise Problem(Refused("missing-name", f"{name} is about one {needs}: name it ({needs}=…)", (), needs))


async def _disconnected(receive: Receive) -> None:
    """Ends when the reader has left."""
    while (await receive())["type"] != "http.disconnect":
        pass


def _refusal(problem: Problem) -> Response:
    document = problem.document
    headers = _CORS | {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
    if document["status"] == 405:
        headers["Allow"] = METHODS
    if document["status"] == 503:
        headers["Retry-After"] = str(RETRY_AFTER)
    content = _json(document)
    return Response(content, document["status"], headers, "application/problem+json")


def _json(document: Mapping[str, Any]) -> bytes:
    """A document as JSON; what an address held that is no Unicode becomes a question mark."""
    return json.dumps(document, ensure_ascii=False, indent=1).encode(errors="replace")


def _holds(request: Request, tag: str) -> bool:
    """Whether the reader's copy is still the same: by its tag, and only for want of one by its date (RFC 9110)."""
    held = request.headers.get("if-none-match")
    if held is not None:
        candidates = [candidate.strip().removeprefix("W/") for candidate in held.split(",")]
        return tag in candidates or "*" in candidates
    try:
        since = parsedate_to_datetime(request.headers.get("if-modified-since", ""))
    except ValueError:
        return False
    return since.replace(tzinfo=since.tzinfo or UTC) >= _LAST_MODIFIED


def routes(base: str = "", held: Held | None = None, workshop: Workshop | None = None) -> list[BaseRoute]:
    """The routes of the API, the feed and what search engines fetch, below a base path like ``/atlas`` or none.

    What takes long is made by the workshop, or in a thread where there is none.
    """
    api = Api(base, held, workshop)
    paths = ("/api", "/api/{path:path}", f"{addresses.EMBED}/{{path:path}}", FEED, SITEMAP, ROBOTS)
    # an application, not a function: Starlette would refuse other methods itself, in plain text
    return [Route(f"{base}{path}", api, name=f"api:{path}") for path in paths]
