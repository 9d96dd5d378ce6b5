"""Answers programs: the tables of the public contract in every format, the documents that describe them, the feed.

Starlette only: no Streamlit, no network, and nothing in HTML but the pages that other sites may frame. Whatever is
wrong with a request is said as RFC 9457 has it. Rates are not limited here; the proxy in front of the program may.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import logging
import re
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from functools import cached_property, lru_cache
from pathlib import Path
from threading import Lock
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, urlencode

import pandas as pd
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route
from starlette.types import Receive, Scope, Send

from analytics import atlas as atlases
from analytics import contract, embeds, exports, feeds, gallery, kit, store
from analytics.atlas import Atlas
from analytics.canvas import WIDTHS, Sheet
from analytics.contract import FEED, KIT, OPENAPI, PACKAGE, ROBOTS, ROOT, SITEMAP
from analytics.exports import AREAS, EXPORTED, FORMATS
from analytics.gallery import Choice
from analytics.records import rows_of
from analytics.schema import INCIDENT_ID, INCIDENTS, Label
from analytics.selection import DEFAULT_LANGUAGE, LANGUAGES, LIST_NAMES, NAMES, Selection, Vocabulary, from_query, plain
from analytics.text import Words
from analytics.theme import THEMES
from analytics.version import DATA_DATE, DATA_VERSION, LICENCE

METHODS = "GET, HEAD, OPTIONS"
CACHING = "public, max-age=300"  # a correction is seen after five minutes
KEPT_BYTES = 64_000_000
KEPT_TABLES = 16
KNOWN_ADDRESSES = 1_000  # each may be as long as a query may; one more, and all are forgotten

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
_INTEGER = re.compile(r"0|[1-9]\d{0,8}", re.ASCII)
_HOST = re.compile(r"[A-Za-z0-9.\-]{1,253}(:\d{1,5})?|\[[0-9A-Fa-f:.]{2,45}\](:\d{1,5})?", re.ASCII)
_SHOWN = 100  # signs of a refused value that an answer repeats
_REFUSALS = 10  # that an answer lists: a short question must not have an answer of megabytes
_PROGRAM = Path(__file__).resolve().parent

CAVEATS: tuple[Label, ...] = (
    Label(
        "Incidents connus publiquement : ce que la presse, les victimes et les autorités ont dit, pas toutes les "
        "attaques.",
        "Publicly known incidents: what the press, victims and authorities have said, not all attacks.",
    ),
    Label("Une valeur vide n’est pas connue ; ce n’est jamais zéro.", "An empty value is not known; it is never zero."),
)
AREA_CAVEATS: tuple[Label, ...] = (
    Label(
        "Un incident compte une fois dans chaque territoire touché : les lignes ne s’additionnent pas.",
        "An incident counts once in each area that it touched: the rows do not add up.",
    ),
    Label(
        "Taux par an sur la période choisie ; avec peu d’incidents, l’intervalle dit plus que le taux.",
        "Rates are per year over the period chosen; with few incidents the interval says more than the rate.",
    ),
)


# --- what is wrong with a request -------------------------------------------------------------------------

TITLES = {
    "unknown-address": (404, "Nothing has this address"),
    "unknown-table": (404, "There is no such table"),
    "unknown-format": (404, "The table is not served in this format"),
    "unknown-picture": (404, "There is no such picture"),
    "method-not-allowed": (405, "The method is not allowed"),
    "address-too-long": (414, "The address is too long"),
    "unreadable-query": (400, "The query can not be read"),
    "unreadable-host": (400, "The host can not be read"),
    "unknown-name": (400, "A name is not known"),
    "unknown-value": (400, "A value is not known"),
    "repeated-name": (400, "A name may be given once only"),
    "missing-name": (400, "A name is missing"),
    "internal-error": (500, "The answer could not be made"),
}


class Refused(NamedTuple):
    """One thing of a request that is refused; `kind` is a key of `TITLES`."""

    kind: str
    detail: str
    allowed: tuple[str, ...] = ()
    name: str = ""
    value: str = ""


class Problem(Exception):
    """A request that gets no answer but the reasons why."""

    def __init__(self, *refused: Refused) -> None:
        super().__init__(refused[0].detail)
        self.refused = refused[:_REFUSALS]

    @property
    def document(self) -> dict[str, Any]:
        """The members that RFC 9457 names, what is allowed, and one entry for each name refused."""
        first = self.refused[0]
        status, title = TITLES[first.kind]
        document = {
            "type": f"{contract.PROBLEM_TYPE}{first.kind}",
            "title": title,
            "status": status,
            "detail": "; ".join(one.detail for one in self.refused),
            "allowed": list(first.allowed),
        }
        errors = [
            {"name": one.name, "value": one.value, "detail": one.detail, "allowed": list(one.allowed)}
            for one in self.refused
            if one.name
        ]
        return document | ({"errors": errors} if errors else {})


# --- what is asked for ------------------------------------------------------------------------------------


class Asked(NamedTuple):
    """A table in a format, understood; equal requests are equal values, however they were written."""

    table: str
    form: str
    selection: Selection
    dialect: str = exports.DIALECTS[0]
    limit: int | None = None
    offset: int = 0


class Pictured(NamedTuple):
    """A picture in a format, understood."""

    name: str
    form: str
    selection: Selection
    theme: str
    size: str


def read_query(query: bytes, names: tuple[str, ...]) -> dict[str, list[str]]:
    """Every value of every name of a query, in order.

    Raises
    ------
    Problem
        Where it is too long, is not UTF-8, has a name that is not among those given, has an empty value (an empty
        cell in somebody's script must not take the whole atlas for one department), or repeats a name of one value.
    """
    if len(query) > contract.LONGEST_QUERY:
        raise Problem(Refused("address-too-long", f"a query has at most {contract.LONGEST_QUERY} bytes"))
    try:
        pairs = parse_qsl(query.decode("ascii"), keep_blank_values=True, errors="strict")
    except ValueError as error:
        raise Problem(Refused("unreadable-query", "a query is percent-encoded UTF-8")) from error
    given: dict[str, list[str]] = {}
    for name, value in pairs:
        given.setdefault(name, []).append(value)
    refused = [_unknown_name(name, values, names) for name, values in given.items() if name not in names]
    for name, values in given.items():
        if name in names and len(values) > 1 and name not in LIST_NAMES:
            refused.append(Refused("repeated-name", f"{name} may be given once only", (), name, _shown(values[1])))
        if name in names and "" in values:
            detail = f"{name} is empty; leave it out to leave that side open"
            refused.append(Refused("unknown-value", detail, (), name))
    if refused:
        raise Problem(*refused)
    return given


def _unknown_name(name: str, values: list[str], names: tuple[str, ...]) -> Refused:
    shown = _shown(name)
    return Refused("unknown-name", f"“{shown}” is not known here", names, shown, _shown(values[0]))


def _shown(text: str) -> str:
    return text if len(text) <= _SHOWN else text[:_SHOWN] + "…"


def understood(table: str, form: str, query: Mapping[str, list[str]], vocabulary: Vocabulary) -> Asked:
    """What a query asks of a table; Problem where a value is not known."""
    refused: list[Refused] = []
    dialect = _one_of("dialect", query, exports.DIALECTS, refused)
    limit = _whole("limit", query, (1, contract.LARGEST_LIMIT), refused)
    offset = _whole("offset", query, (0, contract.LARGEST_OFFSET), refused)
    for words in query.get("q", []):
        if len(words) > contract.LONGEST_SEARCH:
            refused.append(_unknown_value("q", words, (f"at most {contract.LONGEST_SEARCH} signs",)))
    selection = chosen({name: values for name, values in query.items() if name in NAMES}, vocabulary, refused)
    return Asked(table, form, selection, dialect, limit, offset or 0)


def pictured(name: str, form: str, query: Mapping[str, list[str]], vocabulary: Vocabulary) -> Pictured:
    """What a query asks of a picture; Problem where a value is not known, or one is missing."""
    refused: list[Refused] = []
    theme = _one_of(contract.THEME, query, tuple(THEMES), refused)
    size = _one_of(contract.SIZE, query, tuple(WIDTHS), refused)
    selection = chosen({one: values for one, values in query.items() if one in NAMES}, vocabulary, refused)
    return Pictured(name, form, selection, theme, size)


def _one_of(name: str, query: Mapping[str, list[str]], allowed: tuple[str, ...], refused: list[Refused]) -> str:
    """The value of a name that has a list of values, the first where none is given."""
    value = query.get(name, [allowed[0]])[-1]
    if value not in allowed:
        refused.append(_unknown_value(name, value, allowed))
    return value


def chosen(query: Mapping[str, list[str]], vocabulary: Vocabulary, refused: list[Refused] | None = None) -> Selection:
    """The selection of a query, its lists in one order; Problem with all that was refused, also before."""
    selection, problems = from_query(query, vocabulary)
    refused = list(refused or [])
    for name, value, words in problems:
        values = contract.allowed(name, vocabulary)
        refused.append(_unknown_value(name, value, (words,) if values is None else tuple(values)))
    if refused:
        raise Problem(*refused)
    return replace(selection, **{name: tuple(sorted(getattr(selection, name))) for name in LIST_NAMES})  # type: ignore[arg-type]


def _whole(name: str, query: Mapping[str, list[str]], bounds: tuple[int, int], refused: list[Refused]) -> int | None:
    """The whole number that a name has; None where it is not given or was refused."""
    if name not in query:
        return None
    value = query[name][-1]
    low, high = bounds
    if _INTEGER.fullmatch(value) and low <= int(value) <= high:
        return int(value)
    refused.append(_unknown_value(name, value, (f"a whole number from {low} to {high}",)))
    return None


def _unknown_value(name: str, value: str, allowed: tuple[str, ...]) -> Refused:
    return Refused("unknown-value", f"{name}: “{_shown(value)}” is not known", allowed, name, _shown(value))


def file_name(asked: Asked) -> str:
    """A name for the file that says what is in it: table, selection, version and date of the data."""
    return f"{_file_stem(asked)}.{FORMATS[asked.form].ending}"


def _file_stem(asked: Asked) -> str:
    parts = [f"{name}-{_slug(value)}" for name, value in asked.selection.to_query() if name != "lang"]
    if asked.offset or asked.limit:
        parts.append(f"rows-{asked.offset + 1}-{asked.offset + asked.limit if asked.limit else 'end'}")
    scope = "_".join(parts)
    if len(scope) > _SHOWN:
        scope = f"selection-{hashlib.sha256(scope.encode()).hexdigest()[:12]}"
    dialect = asked.dialect if asked.dialect != exports.DIALECTS[0] else ""
    stem = "_".join(part for part in (asked.table, scope, dialect, f"v{DATA_VERSION}", DATA_DATE.isoformat()) if part)
    return f"hospital-cyberattack-atlas_{stem}"


def picture_file_name(asked: Pictured) -> str:
    """A name for a picture's file: what it shows, of which choice, in which language."""
    named = Asked(asked.name, "", asked.selection)
    more = [one for one, usual in ((asked.theme, "light"), (asked.size, "wide")) if one != usual]
    return "_".join([_file_stem(named), *more, asked.selection.lang]) + f".{asked.form}"


def _slug(value: str) -> str:
    """A value in signs that a file name may have everywhere."""
    if re.fullmatch(r"[A-Za-z0-9\-]+", value, re.ASCII):
        return value
    return re.sub(r"[^a-z0-9]+", "-", plain(value)).strip("-") or "x"


# --- what is answered -------------------------------------------------------------------------------------


class Document(NamedTuple):
    """Something that can be sent: under which key it is kept, what it is, and how it is made when it is not kept."""

    key: Hashable
    media_type: str
    make: Callable[[], bytes]
    headers: Mapping[str, str] = {}


class Held:
    """The atlas, loaded when first asked for, and what tells one state of data and program from another.

    Parameters
    ----------
    load : function
        Gives the atlas; called once.
    root : Path
        The folder that the atlas was read from.
    """

    def __init__(self, load: Callable[[], Atlas] = atlases.load, root: Path = store.DATA) -> None:
        self._load = load
        self.root = root
        self._lock = Lock()
        self._atlas: Atlas | None = None
        self._published: dict[str, pd.DataFrame] = {}
        self._classes: dict[tuple[str, str], tuple[float, ...]] = {}
        # who takes one format of a choice often takes another, or the next page
        self.table = lru_cache(KEPT_TABLES)(self._table)

    @property
    def atlas(self) -> Atlas:
        """Loaded once, also when many ask at the same time."""
        with self._lock:
            if self._atlas is None:
                self._atlas = self._load()
            return self._atlas

    def published(self, evidence: str) -> pd.DataFrame:
        """Incidents with their figures, for the claims of one level of evidence; worked out once for each."""
        if evidence not in self._published:  # where two ask at once, both work out the same
            self._published[evidence] = atlases.publish(self.atlas, evidence)
        return self._published[evidence]

    def _table(self, name: str, selection: Selection) -> pd.DataFrame:
        """A table of `exports`, cut down to a selection; shared, so never changed in place."""
        return exports.table_of(self.atlas, name, selection, self.published)

    def choice(self, selection: Selection) -> Choice:
        """What a picture of a selection is drawn of."""
        return Choice(self.atlas, self.published(selection.evidence), selection, self._classes)

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The codes that a selection may name."""
        return self.atlas.vocabulary

    @cached_property
    def changes(self) -> pd.DataFrame:
        """What changed from one version of the data to the next."""
        return store.read_changes(self.root / store.CHANGES_FILE)

    @cached_property
    def state(self) -> str:
        """Changes with the facts, with any other file of the data, and with the program that writes the answers."""
        digest = hashlib.sha256(f"{DATA_VERSION} {DATA_DATE} {store.fingerprint(self.root)}".encode())
        reference = sorted((self.root / "reference").glob("*.*"))
        program = sorted(path for path in _PROGRAM.rglob("*") if path.suffix in (".py", ".toml"))
        for path in (self.root / "sources.toml", self.root / store.CHANGES_FILE, *reference, *program):
            digest.update(hashlib.sha256(path.read_bytes() if path.is_file() else b"").digest())
        return digest.hexdigest()


class Kept:
    """Bytes of the answers last given, up to a size; safe in threads."""

    def __init__(self, largest: int = KEPT_BYTES) -> None:
        self.largest = largest
        self.size = 0
        self._lock = Lock()
        self._answers: OrderedDict[Hashable, bytes] = OrderedDict()

    def get(self, key: Hashable) -> bytes | None:
        """The bytes kept under a key, which are then the last to be forgotten; None where there are none."""
        with self._lock:
            found = self._answers.get(key)
            if found is not None:
                self._answers.move_to_end(key)
            return found

    def put(self, key: Hashable, content: bytes) -> None:
        """Keep bytes, and forget those asked for longest ago where there is no room for all."""
        with self._lock:
            self.size += len(content) - len(self._answers.pop(key, b""))
            self._answers[key] = content
            while self.size > self.largest:
                self.size -= len(self._answers.popitem(last=False)[1])


def meta(asked: Asked, count: int, total: int) -> dict[str, Any]:
    """What an answer says of itself: what was understood, of which version, under which licence, with what limits."""
    words = Words(asked.selection.lang)
    selection: dict[str, list[str]] = {}
    for name, value in [*asked.selection.to_query(), *_always(asked.selection)]:
        listed = selection.setdefault(name, [])
        if value not in listed:
            listed.append(value)
    caveats = (*CAVEATS, *(AREA_CAVEATS if asked.table in AREAS else ()))
    return {
        "table": asked.table,
        "count": count,
        "total": total,
        "selection": selection,
        "data_version": DATA_VERSION,
        "data_date": DATA_DATE.isoformat(),
        "licence": LICENCE,
        "attribution": attribution(words),
        "caveats": [caveat.in_language(words.language) for caveat in caveats],
    }


def _always(selection: Selection) -> list[tuple[str, str]]:
    """What every answer depends on, also where it was left as it is."""
    return [("evidence", selection.evidence), ("lang", selection.lang)]


def attribution(words: Words) -> str:
    """What to write beside the data, as the licence asks."""
    form = {
        "fr": "Source : {title}, version {version}, {date}, Licence Ouverte 2.0.",
        "en": "Source: {title}, version {version}, {date}, Open Licence 2.0.",
    }[words.language]
    return form.format(title=words("site.title"), version=DATA_VERSION, date=words.when(DATA_DATE.isoformat()))


def written(held: Held, asked: Asked, base: str = "") -> bytes:
    """A table in the format asked for, with what it says of itself where the format has room for it."""
    table = held.table(asked.table, asked.selection)
    if asked.form == "csv":
        return exports.to_csv(table, asked.dialect)
    end = None if asked.limit is None else asked.offset + asked.limit
    rows = table.iloc[asked.offset : end]
    said = meta(asked, len(rows), len(table))
    if end is not None and end < len(table):
        said["next"] = _next(asked, end, base)
    return FORMATS[asked.form].write(rows, said)


def _next(asked: Asked, offset: int, base: str) -> str:
    pairs = [*asked.selection.to_query(), ("limit", str(asked.limit)), ("offset", str(offset))]
    return f"{base}{contract.table_path(asked.table, asked.form)}?{urlencode(pairs)}"


# --- the application --------------------------------------------------------------------------------------


class Api:
    """ASGI application of everything in here; any method, since a wrong one is answered as a problem too."""

    def __init__(self, base: str = "", held: Held | None = None, kept: Kept | None = None) -> None:
        self.base = base
        self.held = held or Held()
        self.kept = kept or Kept()
        self._known: dict[tuple[str, bytes], Document] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; what has to be worked out is worked out in a thread, so that others need not wait."""
        request = Request(scope, receive)
        try:
            response = self.at_once(request)
            if response is None:
                response = await run_in_threadpool(self.answer, request)
        except Problem as problem:
            response = self._refused(request, problem)
        except Exception:  # the one place where a failure becomes an answer; it would be a page of text otherwise
            _LOG.exception("an answer could not be made")
            response = _refusal(Problem(Refused("internal-error", "the failure has been written down; try again")))
        if request.method == "HEAD":
            response.body = b""  # the headers are those of GET, the length among them
        await response(scope, receive, send)

    def _refused(self, request: Request, problem: Problem) -> Response:
        """The reasons why there is no answer: as a document, or as a page where a reader sees it in a frame."""
        response = _refusal(problem)
        if request.scope["path"].startswith(f"{self.base}{contract.EMBED}/") and request.method in ("GET", "HEAD"):
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
        if document is None or self.kept.get((document.key, _takes_gzip(request))) is None:
            return None
        return self._sent(request, document)

    def answer(self, request: Request) -> Response:
        """The answer to a request; Problem where there is none."""
        if request.method == "OPTIONS":
            self.document(request, look_only=True)
            return Response(status_code=204, headers=_CORS | _PREFLIGHT)
        if request.method not in ("GET", "HEAD"):
            raise Problem(Refused("method-not-allowed", f"{METHODS} are allowed", tuple(METHODS.split(", "))))
        document = self.document(request)
        assert document is not None  # noqa: S101 - none only for those who just look
        return self._sent(request, document)

    def document(self, request: Request, look_only: bool = False) -> Document | None:
        """What an address holds; None for those who only look whether it holds something."""
        # not request.url: it is put together from the Host header, which anybody may write
        path = request.scope["path"].removeprefix(self.base)
        alone = {
            OPENAPI: self._openapi,
            PACKAGE: self._package,
            KIT: self._kit,
            FEED: self._feed,
            SITEMAP: self._sitemap,
            ROBOTS: self._robots,
        }
        if path in alone:
            return None if look_only else alone[path](request)
        if path.startswith(f"{contract.EMBED}/"):
            name = _embedded(path)
            return None if look_only else self._embed(request, name)
        if path.startswith(f"{contract.PICTURES}/"):
            name, form = _picture_and_form(path)
            return None if look_only else self._picture(request, name, form)
        table, form = _table_and_form(path)
        return None if look_only else self._table(request, table, form)

    def _table(self, request: Request, table: str, form: str) -> Document:
        query = read_query(request.scope["query_string"], contract.names_for(form))
        asked = understood(table, form, query, self.held.vocabulary)
        shown = "inline" if form == "json" else "attachment"
        headers = {
            "Content-Disposition": f'{shown}; filename="{file_name(asked)}"',
            "Link": f'<{self.base}{PACKAGE}>; rel="describedby", <{self.base}{OPENAPI}>; rel="service-desc"',
        }
        document = Document(asked, FORMATS[form].media_type, lambda: written(self.held, asked, self.base), headers)
        return self._remembered(request, document)

    def _remembered(self, request: Request, document: Document) -> Document:
        """The document, found at once when its address is asked for again; tables alone, which no header changes."""
        if len(self._known) >= KNOWN_ADDRESSES:
            self._known.clear()
        self._known[_address(request)] = document
        return document

    def _picture(self, request: Request, name: str, form: str) -> Document:
        query = read_query(request.scope["query_string"], contract.PICTURE_NAMES)
        asked = pictured(name, form, query, self.held.vocabulary)
        _check_needs(name, gallery.PICTURES[name].needs, asked.selection)
        headers = {"Content-Disposition": f'inline; filename="{picture_file_name(asked)}"'}
        return Document(asked, gallery.FORMS[form], lambda: self._drawn(asked), headers)

    def _drawn(self, asked: Pictured) -> bytes:
        words = Words(asked.selection.lang)
        sheet = Sheet(words, THEMES[asked.theme], asked.size)  # type: ignore[arg-type]  # read as one of the two
        drawing = gallery.draw(asked.name, self.held.choice(asked.selection), sheet)
        return drawing.svg.encode() if asked.form == "svg" else gallery.as_png(drawing, words)

    def _embed(self, request: Request, name: str) -> Document:
        query = read_query(request.scope["query_string"], contract.EMBED_NAMES)
        refused: list[Refused] = []
        theme = _one_of(contract.THEME, query, contract.EMBED_THEMES, refused)
        selection = chosen(
            {one: values for one, values in query.items() if one in NAMES}, self.held.vocabulary, refused
        )
        _check_needs(name, contract.CARD if name == contract.CARD else gallery.PICTURES[name].needs, selection)
        return Document(
            (contract.EMBED, name, selection, theme),
            "text/html; charset=utf-8",
            lambda: self._page(name, selection, theme),
            {"Content-Security-Policy": embeds.POLICY, "Content-Language": selection.lang},
        )

    def _page(self, name: str, selection: Selection, theme: str) -> bytes:
        if name == contract.CARD:
            published = self.held.published(selection.evidence)
            row = rows_of(published[published[INCIDENT_ID] == selection.incident])[0]
            return embeds.card_page(row, self.held.atlas, selection, theme, self.base).encode()
        drawing = gallery.draw(name, self.held.choice(selection), Sheet(Words(selection.lang)))
        return embeds.picture_page(name, drawing, selection, theme, self.base).encode()

    def _openapi(self, request: Request) -> Document:
        read_query(request.scope["query_string"], ())
        made = contract.openapi
        return Document(OPENAPI, FORMATS["json"].media_type, lambda: _json(made(self.held.vocabulary, self.base)))

    def _package(self, request: Request) -> Document:
        read_query(request.scope["query_string"], ())
        return Document(PACKAGE, FORMATS["json"].media_type, lambda: _json(contract.package(self._whole)))

    def _whole(self, table: str) -> bytes:
        """The CSV of a table without a selection, as it is served."""
        return written(self.held, Asked(table, "csv", Selection()))

    def _kit(self, request: Request) -> Document:
        selection = chosen(read_query(request.scope["query_string"], tuple(NAMES)), self.held.vocabulary)
        headers = {"Content-Disposition": f'attachment; filename="{kit.filename()}"'}
        return Document((KIT, selection), "application/zip", lambda: self._kit_bytes(selection), headers)

    def _kit_bytes(self, selection: Selection) -> bytes:
        published = self.held.published(selection.evidence)
        return kit.kit(self.held.atlas, published, selection, Words(selection.lang))

    def _feed(self, request: Request) -> Document:
        query = read_query(request.scope["query_string"], contract.FEED_NAMES)
        selection = chosen(query, self.held.vocabulary)
        origin = self._origin(request)
        return Document(
            (FEED, origin, selection),
            "application/atom+xml; charset=utf-8",
            lambda: self._feed_bytes(selection, origin),
            {"Content-Language": selection.lang},
        )

    def _feed_bytes(self, selection: Selection, origin: str) -> bytes:
        kept = self.held.table(INCIDENTS, selection)
        return feeds.atom(self.held.atlas, kept, self.held.changes, selection, feeds.in_dashboard(selection, origin))

    def _sitemap(self, request: Request) -> Document:
        read_query(request.scope["query_string"], ())
        origin = self._origin(request)
        return Document((SITEMAP, origin), "application/xml", lambda: feeds.sitemap(self.held.atlas, origin))

    def _robots(self, request: Request) -> Document:
        read_query(request.scope["query_string"], ())
        origin = self._origin(request)
        return Document((ROBOTS, origin), "text/plain; charset=utf-8", lambda: feeds.robots(origin))

    def _origin(self, request: Request) -> str:
        """Where the reader found us: these documents need whole addresses."""
        host = request.headers.get("host", "")
        if not _HOST.fullmatch(host):
            raise Problem(Refused("unreadable-host", "the Host header is a name or an address, perhaps with a port"))
        return f"{request.scope['scheme']}://{host.lower()}{self.base}"

    def _sent(self, request: Request, document: Document) -> Response:
        """A document with its entity tag; 304 where the reader holds it, compressed where the reader takes that."""
        # Parquet too, which gains little: Streamlit would compress it under the tag of the plain bytes
        small = _takes_gzip(request)
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
        found = self.kept.get((document.key, small))
        if found is None:
            # mtime=0: the same bytes each time, so that the entity tag may stand for them
            found = gzip.compress(self._bytes(document, False), 6, mtime=0) if small else document.make()
            self.kept.put((document.key, small), found)
        return found


def _address(request: Request) -> tuple[str, bytes]:
    """Path and query as they were written."""
    return request.scope["path"], request.scope["query_string"]


def _table_and_form(path: str) -> tuple[str, str]:
    """The table and the format that an address names; Problem where there is no such address."""
    match = re.fullmatch(rf"{ROOT}/([^/.]+)\.([^/.]+)", path)
    if match is None:
        everything = [contract.table_path(table, form) for table in EXPORTED for form in contract.formats_of(table)]
        pictures = [contract.picture_path("{picture}", form) for form in gallery.FORMS]
        alone = (*pictures, PACKAGE, OPENAPI, KIT, FEED, SITEMAP, ROBOTS)
        raise Problem(Refused("unknown-address", f"“{_shown(path)}” is no address", (*everything, *alone)))
    table, ending = match.groups()
    if table not in EXPORTED:
        raise Problem(Refused("unknown-table", f"there is no table “{_shown(table)}”", tuple(EXPORTED)))
    forms = {FORMATS[form].ending: form for form in contract.formats_of(table)}
    if ending not in forms:
        raise Problem(Refused("unknown-format", f"{table} is not served as “{_shown(ending)}”", tuple(forms)))
    return table, forms[ending]


def _picture_and_form(path: str) -> tuple[str, str]:
    """The picture and the format that an address names; Problem where there is no such address."""
    name, _, form = path.removeprefix(f"{contract.PICTURES}/").rpartition(".")
    if name not in gallery.PICTURES:
        raise Problem(Refused("unknown-picture", f"there is no picture “{_shown(name)}”", tuple(gallery.PICTURES)))
    if form not in gallery.FORMS:
        raise Problem(Refused("unknown-format", f"{name} is not served as “{_shown(form)}”", tuple(gallery.FORMS)))
    return name, form


def _embedded(path: str) -> str:
    """What the address of a page for frames shows; Problem where there is no such address."""
    name = path.removeprefix(f"{contract.EMBED}/")
    embedded = (contract.CARD, *gallery.PICTURES)
    if name not in embedded:
        raise Problem(Refused("unknown-picture", f"there is no picture “{_shown(name)}”", embedded))
    return name


def _check_needs(name: str, needs: str, selection: Selection) -> None:
    """Problem where a selection does not name what a picture is about."""
    if needs and not getattr(selection, needs):
        raise Problem(Refused("missing-name", f"{name} is about one {needs}: name it ({needs}=…)", (), needs))


def _refusal(problem: Problem) -> Response:
    document = problem.document
    headers = _CORS | {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
    if document["status"] == 405:
        headers["Allow"] = METHODS
    content = _json(document)
    return Response(content, document["status"], headers, "application/problem+json")


def _json(document: Mapping[str, Any]) -> bytes:
    """A document as JSON; what an address held that is no Unicode becomes a question mark."""
    return json.dumps(document, ensure_ascii=False, indent=1).encode(errors="replace")


def _takes_gzip(request: Request) -> bool:
    """Whether the reader takes gzip: named, or by ``*``, and not with the weight zero."""
    weights: dict[str, float] = {}
    for part in request.headers.get("accept-encoding", "").split(","):
        coding, _, weight = part.partition(";")
        number = re.fullmatch(r"\s*q\s*=\s*([01](?:\.\d{0,3})?)\s*", weight, re.ASCII)
        weights[coding.strip().lower()] = float(number[1]) if number else 1.0
    return weights.get("gzip", weights.get("*", 0.0)) > 0


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


def routes(base: str = "", held: Held | None = None) -> list[BaseRoute]:
    """The routes of the API, the feed and what search engines fetch, below a base path like ``/atlas`` or none."""
    api = Api(base, held)
    paths = ("/api", "/api/{path:path}", f"{contract.EMBED}/{{path:path}}", FEED, SITEMAP, ROBOTS)
    # an application, not a function: Starlette would refuse other methods itself, in plain text
    return [Route(f"{base}{path}", api, name=f"api:{path}") for path in paths]
