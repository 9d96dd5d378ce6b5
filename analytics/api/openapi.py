"""What the API promises, as an OpenAPI document made from the schema."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from analytics.api.limits import LARGEST_LIMIT, LARGEST_OFFSET, MOST_FOUND, USUALLY_FOUND
from analytics.api.parameters import FEED_NAMES, NOTE_NAMES, PICTURE_NAMES, allowed, names_for
from analytics.find.entries import KINDS
from analytics.outputs import datapackage, pictures
from analytics.outputs.addresses import (
    COMPARE,
    FEED,
    KIT,
    OPENAPI,
    PACKAGE,
    ROBOTS,
    SEARCH,
    SITEMAP,
    SIZE,
    THEME,
    WITH_GEOMETRY,
    formats_of,
    note_path,
    picture_path,
    table_path,
)
from analytics.outputs.feeds import PAGE
from analytics.outputs.formats import DIALECTS, FORMATS
from analytics.outputs.labelled import LABELS
from analytics.outputs.notes import note as notes
from analytics.outputs.served import DEFINED, row_schema
from analytics.outputs.tables import EXPORTED
from analytics.schema.codes import TIERS
from analytics.schema.tables import DATE_PATTERN, FINESS_PATTERN
from analytics.schema.version import DATA_DATE, DATA_VERSION, LICENCE
from analytics.selection.address import LONGEST_SEARCH
from analytics.selection.filters import FILTERS, Filter
from analytics.selection.selection import LANGUAGES, NAMES, Vocabulary
from analytics.words.text import Words

API_VERSION = "1.0.0"
ALL_KINDS = "all"  # of a search
_DESCRIPTION = """\
Publicly known cyberattacks on hospitals, in France and in the world: incidents, places, timelines, claims with their
sources, and yearly rates by area. It is what the press, victims and authorities have said, not a count of all attacks.

An empty cell or `null` means that a value is not known, never zero. A name or a value that is not known is an error
(RFC 9457, `application/problem+json`) that says what is allowed; nothing is guessed and nothing is left out silently.

Every answer has an entity tag and a date: send them back (`If-None-Match`, `If-Modified-Since`) and nothing is
transferred while the data stay the same. There is no key and no registration, and any page may call this (CORS).
The program itself limits no rates: the proxy in front of it may, and then answers 429 with `Retry-After`."""


def openapi(vocabulary: Vocabulary, base: str = "") -> dict[str, Any]:
    """The OpenAPI 3.1 document of everything that is served, below the base path given."""
    paths = {table_path(table, form): _path(_table(table, form)) for table in EXPORTED for form in formats_of(table)}
    paths |= {
        PACKAGE: _path(_file("datapackage", "Data Package that describes the tables", "application/json")),
        OPENAPI: _path(_file("openapi", "This document", "application/json")),
        KIT: _path(_file("kit", "Everything of a choice in one archive", "application/zip", tuple(NAMES))),
        SEARCH: _path(_search()),
        COMPARE: _path(_file("compare", "Incidents or areas side by side", "application/json", tuple(NAMES))),
        FEED: _path(_file("feed", "Atom feed of incidents and of data changes", "application/atom+xml", FEED_NAMES)),
        SITEMAP: _path(_file("sitemap", "Pages for search engines", "application/xml")),
        ROBOTS: _path(_file("robots", "What robots may fetch", "text/plain")),
    }
    paths |= {
        picture_path("{picture}", form): _path(_picture(form, media_type))
        for form, media_type in pictures.FORMS.items()
    }
    paths |= {
        note_path("{kind}", "{code}", form): _path(_note(form, media_type)) for form, media_type in notes.FORMS.items()
    }
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Hospital Cyberattack Atlas",
            "summary": "Cyberattacks on hospitals, with their sources",
            "description": _DESCRIPTION,
            "version": API_VERSION,
            "license": {"name": LICENCE, "url": datapackage.LICENCE_PAGE},
            "x-data-version": DATA_VERSION,
            "x-data-date": DATA_DATE.isoformat(),
        },
        "servers": [{"url": base or "/"}],
        "paths": paths,
        "components": {
            "parameters": {name: _parameter(name, vocabulary) for name in _PARAMETERS},
            "schemas": {**{name: row_schema(name) for name in EXPORTED}, "meta": _META, "problem": _PROBLEM},
            "headers": _HEADERS,
            "responses": _RESPONSES,
        },
    }


_PARAMETERS = (*NAMES, "dialect", "labels", "limit", "offset", PAGE, THEME, SIZE)
# of pictures: what each is, and what holds where it is not given
_DRAWN = {
    THEME: ("Colours of a picture; a page to frame may leave them to the reader's system (`auto`).", "light"),
    SIZE: ("Width of a picture: for a page, or for a telephone.", "wide"),
}


def _parameter(name: str, vocabulary: Vocabulary) -> dict[str, Any]:
    described: dict[str, Any] = {"name": name, "in": "query", "required": False}
    if name in ("limit", "offset"):
        low, high = (1, LARGEST_LIMIT) if name == "limit" else (0, LARGEST_OFFSET)
        words = "Rows in this answer; all where it is not given." if name == "limit" else "Rows left out at the start."
        schema = {"type": "integer", "minimum": low, "maximum": high}
        return described | {"description": words, "schema": schema, "example": 100}
    if name == PAGE:
        words = "Which page of the feed, the newest first; each names the one before and the one after (RFC 5005)."
        return described | {"description": words, "schema": {"type": "integer", "minimum": 1, "default": 1}}
    if name == "dialect":
        words = "How the CSV is written: RFC 4180, or what a French spreadsheet opens right (`;`, decimal comma, BOM)."
        schema = {"type": "string", "enum": list(DIALECTS), "default": DIALECTS[0]}
        return described | {"description": words, "schema": schema, "example": DIALECTS[1]}
    if name == "labels":
        words = (
            "Headers and codes of a CSV: as the contract has them, or in French or English, each date with its year."
        )
        return described | {
            "description": words,
            "schema": {"type": "string", "enum": list(LABELS), "default": LABELS[0]},
            "example": LABELS[1],
        }
    if name in _DRAWN:
        words, usual = _DRAWN[name]
        schema = {"type": "string", "enum": allowed(name, vocabulary), "default": usual}
        return described | {"description": words, "schema": schema}
    return described | _filtering(FILTERS[name], vocabulary)


def _filtering(each: Filter, vocabulary: Vocabulary) -> dict[str, Any]:
    """What a parameter is that filters: how it repeats, which values it takes, an example where there is one."""
    schema = _value_schema(each, vocabulary)
    described: dict[str, Any] = {"description": each.meaning, "schema": schema}
    if each.repeats:
        described |= {"style": "form", "explode": True, "schema": {"type": "array", "items": schema, "minItems": 1}}
    return described | ({"example": each.example} if each.example else {})


def _value_schema(each: Filter, vocabulary: Vocabulary) -> dict[str, Any]:
    if each.kind == "date":
        return {"type": "string", "pattern": f"^({DATE_PATTERN})$"}
    if each.kind == "hospitals":
        return {"type": "string", "pattern": f"^{FINESS_PATTERN}$"}
    if each.kind == "words":
        return {"type": "string", "minLength": 1, "maxLength": LONGEST_SEARCH}
    schema = {"type": "string", "enum": allowed(each.name, vocabulary)}
    return schema | ({"default": each.default} if each.default else {})


def _path(get: dict[str, Any]) -> dict[str, Any]:
    """What an address answers to: GET, the same without a body, and what it allows."""
    head = {
        **get,
        "operationId": f"{get['operationId']}_head",
        "summary": f"{get['summary']}: headers only",
        "responses": {
            code: answer if "$ref" in answer else {name: part for name, part in answer.items() if name != "content"}
            for code, answer in get["responses"].items()
        },
    }
    options = {
        "operationId": f"{get['operationId']}_options",
        "summary": f"{get['summary']}: methods allowed",
        "responses": {"204": {"$ref": "#/components/responses/Methods"}},
    }
    return {"get": get, "head": head, "options": options}


def _table(table: str, form: str) -> dict[str, Any]:
    get = _file(f"{table}_{form}", f"{DEFINED[table].row.en}, as {form}", _bare(FORMATS[form].media_type))
    get["tags"] = [table]
    get["parameters"] = [_ref("parameters", name) for name in names_for(form)]
    get["responses"]["200"]["content"] = {_bare(FORMATS[form].media_type): {"schema": _body(table, form)}}
    return get


def _file(name: str, summary: str, media_type: str, names: Iterable[str] = ()) -> dict[str, Any]:
    schema = {"type": "object"} if media_type.endswith("json") else {"type": "string"}
    return {
        "operationId": name,
        "summary": summary,
        "parameters": [_ref("parameters", one) for one in names],
        "responses": {
            "200": {
                "description": summary,
                "headers": {header: _ref("headers", header) for header in _HEADERS},
                "content": {media_type: {"schema": schema}},
            },
            "304": {"description": "The copy that you hold is still the same."},
            **{code: _ref("responses", "Problem") for code in ("400", "405", "414", "500")},
        },
    }


def _picture(form: str, media_type: str) -> dict[str, Any]:
    get = _file(f"picture_{form}", f"One chart or map alone, as {form}", media_type, PICTURE_NAMES)
    listed = "; ".join(f"`{name}`: {pictures.label(name, Words('en'))}" for name in pictures.PICTURES)
    needs = "; ".join(f"`{name}` asks for {one.needs}" for name, one in pictures.PICTURES.items() if one.needs)
    get["parameters"].insert(
        0,
        {
            "name": "picture",
            "in": "path",
            "required": True,
            "description": f"{listed}." + (f" Of these, {needs}." if needs else ""),
            "schema": {"type": "string", "enum": list(pictures.PICTURES)},
        },
    )
    get["responses"]["404"] = _ref("responses", "Problem")
    return get


def _note(form: str, media_type: str) -> dict[str, Any]:
    get = _file(f"note_{form}", f"The note of one page, as {form}", media_type, NOTE_NAMES)
    described = {
        "kind": ("What it is about.", _TEXT | {"enum": list(notes.KINDS)}),
        "code": ("Of a department or region (INSEE), of a country (ISO 3166-1 alpha-3), or of an incident.", _TEXT),
    }
    get["parameters"] = [
        *(
            {"name": name, "in": "path", "required": True, "description": said, "schema": schema}
            for name, (said, schema) in described.items()
        ),
        *get["parameters"],
    ]
    get["responses"]["404"] = _ref("responses", "Problem")
    return get


def _search() -> dict[str, Any]:
    """The search as one types: its names, which are not those of a filter, and what each result says."""
    get = _file("search", "What a reader means by what was typed, the likeliest first", "application/json")
    described: dict[str, tuple[str, dict[str, Any]]] = {
        "q": ("What was typed, whole or begun; accents, hyphens and the names of hospitals do not matter.", _SOUGHT),
        "kind": ("Results of one kind.", {"enum": [ALL_KINDS, *KINDS], "default": ALL_KINDS}),
        "limit": (
            "Results at most.",
            {"type": "integer", "minimum": 1, "maximum": MOST_FOUND, "default": USUALLY_FOUND},
        ),
        "lang": ("Language of the results.", {"enum": list(LANGUAGES), "default": LANGUAGES[0]}),
    }
    get["parameters"] = [
        {"name": name, "in": "query", "required": name == "q", "description": said, "schema": _TEXT | schema}
        for name, (said, schema) in described.items()
    ]
    get["responses"]["200"]["content"]["application/json"]["schema"] = _object(
        meta=_object(q=_TEXT, count=_COUNT, did_you_mean={"type": ["string", "null"]}, **_OF_DATA),
        data={"type": "array", "items": _FOUND},
    )
    return get


def _body(table: str, form: str) -> dict[str, Any]:
    row = _ref("schemas", table)
    if form == "json":
        return _object(meta=_ref("schemas", "meta"), data={"type": "array", "items": row})
    if form == "geojson":
        feature = _object(
            type={"const": "Feature"},
            properties=row,
            geometry={
                "type": ["object", "null"],
                "properties": {
                    "type": {"enum": ["Point", "Polygon", "MultiPolygon"]},
                    "coordinates": {"type": "array"},
                },
                "required": ["type", "coordinates"],
            },
        )
        features = {"type": "array", "items": feature}
        return _object(type={"const": "FeatureCollection"}, features=features, meta=_ref("schemas", "meta"))
    if form == "csv":
        return {"type": "string"}
    described = {"type": "string", "contentMediaType": FORMATS[form].media_type}
    if form == "xlsx":
        described["description"] = "A sheet that says the choice, then the table with headers and codes in `lang`."
    elif table in WITH_GEOMETRY:
        described["description"] = "GeoParquet 1.1: the columns of the table, and `geometry` (WKB, WGS 84)."
    return described


def _object(**properties: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON Schema
    return {"type": "object", "properties": properties, "required": list(properties)}


def _ref(kind: str, name: str) -> dict[str, str]:
    return {"$ref": f"#/components/{kind}/{name}"}


def _bare(media_type: str) -> str:
    return media_type.partition(";")[0]


_TEXT = {"type": "string"}
_COUNT = {"type": "integer", "minimum": 0}
_OF_DATA: dict[str, Any] = {
    "data_version": _TEXT,
    "data_date": {"type": "string", "format": "date"},
    "licence": _TEXT,
    "attribution": {**_TEXT, "description": "What to write beside the data"},
}
_META: dict[str, Any] = {
    **_object(
        table={"enum": list(EXPORTED)},
        count={**_COUNT, "description": "Rows in this answer"},
        total={**_COUNT, "description": "Rows that the selection keeps"},
        possible={**_COUNT, "description": "Of those, rows of attacks that may have begun in the period or not"},
        selection={
            "type": "object",
            "description": "What was understood, by name",
            "propertyNames": {"enum": list(NAMES)},
            "additionalProperties": {"type": "array", "items": _TEXT},
        },
        **_OF_DATA,
        caveats={"type": "array", "items": _TEXT, "description": "What the rows do not mean"},
    ),
    "additionalProperties": False,
}
_META["properties"]["next"] = {**_TEXT, "description": "Address of the rows that follow, where there are more"}

_SOUGHT = {"type": "string", "minLength": 1, "maxLength": LONGEST_SEARCH, "examples": ["hôpital Brest"]}
_FOUND = _object(
    kind={"enum": list(KINDS)},
    kind_label={**_TEXT, "description": "What the kind is called"},
    code={**_TEXT, "description": "Of an incident, a site, a commune or an area; of an actor its name"},
    label=_TEXT,
    place={**_TEXT, "description": "Where it is; empty where the label says so"},
    date={**_TEXT, "description": "When an incident began; empty for anything else"},
    evidence={**_TEXT, "description": "Who says so, of an incident; else how many attacks are known"},
    incidents={**_COUNT, "description": "Incidents that it is about"},
    claimed_only={**_COUNT, "description": "Of those, the ones that the attacker alone claims"},
    distance_km={
        "type": ["integer", "null"],
        "description": "Of the incidents nearest to a town without a known attack, how far away in a straight line",
    },
    page={**_TEXT, "description": "Address of the page that shows it"},
)

_REFUSAL = _object(name=_TEXT, value=_TEXT, detail=_TEXT, allowed={"type": "array", "items": _TEXT})
_PROBLEM: dict[str, Any] = {
    **_object(
        type={"type": "string", "format": "uri"},
        title=_TEXT,
        status={"type": "integer", "minimum": 400, "maximum": 599},
        detail=_TEXT,
        allowed={"type": "array", "items": _TEXT, "description": "What could have been asked for instead"},
    ),
    "description": "RFC 9457",
}
_PROBLEM["properties"]["errors"] = {
    "type": "array",
    "items": _REFUSAL,
    "description": "Each name or value that was refused; `allowed` above is that of the first",
}
PROBLEM_TYPE = "tag:hospital-cyberattack-atlas,2026:problem:"
_PROBLEM["examples"] = [
    {
        "type": f"{PROBLEM_TYPE}unknown-value",
        "title": "A value is not known",
        "status": 400,
        "detail": "evidence: “rumour” is not known",
        "allowed": list(TIERS),
        "errors": [
            {
                "name": "evidence",
                "value": "rumour",
                "detail": "evidence: “rumour” is not known",
                "allowed": list(TIERS),
            }
        ],
    }
]

_HEADERS: dict[str, Any] = {
    "ETag": {"description": "Changes with the data, the selection and the format", "schema": _TEXT},
    "Last-Modified": {"description": "Day of the last change of the data", "schema": _TEXT},
}
_RESPONSES: dict[str, Any] = {
    "Problem": {
        "description": "What is wrong, and what is allowed",
        "content": {"application/problem+json": {"schema": _ref("schemas", "problem")}},
    },
    "Methods": {
        "description": "The methods allowed, also for pages of other sites",
        "headers": {"Allow": {"schema": _TEXT}, "Access-Control-Allow-Methods": {"schema": _TEXT}},
    },
}
