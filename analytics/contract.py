"""What the API promises, as documents for programs: OpenAPI and datapackage.json, both made from the schema.

Nothing here answers a request. Tables, formats and names come from the rooms that hold them, so that neither
document can say anything else than what is served; `analytics/api.py` serves it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from analytics import describe, gallery
from analytics.canvas import WIDTHS
from analytics.exports import AREAS, DIALECTS, EXPORTED, FORMATS
from analytics.schema import (
    ATTACK_TYPES,
    CLAIMS,
    COMPUTED_TABLES,
    DATE_PATTERN,
    DAYS_TO_RECOVER,
    DEPARTMENTS,
    HEADLINE_MEASURES,
    INCIDENTS,
    INDEPENDENT_SOURCES,
    LATITUDE,
    LONGITUDE,
    MEASURES,
    NOTE,
    PLACED_BY,
    POINT_DEPARTMENT,
    PUBLISHER,
    REGIONS,
    SERVICE_CODES,
    SERVICES,
    SITES,
    SOURCES,
    STRONGEST_TIER,
    TABLES,
    TIERS,
    Column,
    Label,
    Table,
)
from analytics.selection import DEFAULT_EVIDENCE, DEFAULT_LANGUAGE, LANGUAGES, LIST_NAMES, NAMES, Vocabulary
from analytics.text import Words
from analytics.theme import THEMES
from analytics.version import DATA_DATE, DATA_VERSION, LICENCE

API_VERSION = "1.0.0"
ROOT = "/api/v1"
LONGEST_QUERY = 8192  # bytes
LONGEST_SEARCH = 200  # signs of `q`
LARGEST_LIMIT = 10_000
LARGEST_OFFSET = 1_000_000

WITH_GEOMETRY = (INCIDENTS, SITES, *AREAS)
DEFINED: Mapping[str, Table] = TABLES | COMPUTED_TABLES
# for programs: the feed, what search engines read, and the two documents of this room
FEED, SITEMAP, ROBOTS = "/feed.xml", "/sitemap.xml", "/robots.txt"
PACKAGE, OPENAPI, KIT = f"{ROOT}/datapackage.json", f"{ROOT}/openapi.json", f"{ROOT}/kit.zip"
FEED_NAMES = ("country", "region", "department", "lang")
# every chart and map alone: as a file, and as a page that others may frame
PICTURES, EMBED = f"{ROOT}/pictures", "/embed"
CARD = "incident"  # the name under which the card of an incident can be framed
THEME, SIZE = "theme", "size"
EMBED_THEMES = ("auto", *THEMES)
PICTURE_NAMES = (*NAMES, THEME, SIZE)
EMBED_NAMES = (*NAMES, THEME)

MEANINGS: Mapping[str, str] = {
    "country": "ISO 3166-1 alpha-3 code of a country; may be repeated, any of them counts.",
    "region": "INSEE code of a French region; may be repeated, any of them counts.",
    "department": "INSEE code of a French department; may be repeated, any of them counts.",
    "from": "First year, month or day (2022, 2022-12, 2022-12-03), included.",
    "to": "Last year, month or day, included; not before `from`.",
    "type": "Type of attack; may be repeated.",
    "service": "Service affected; may be repeated.",
    "evidence": "Lowest tier of source that counts.",
    "q": "Words searched for: every one must be found; accents and case do not matter.",
    "incident": "Identifier of one incident, which is then taken alone.",
    "lang": "Language of notes, of pictures, of the feed and of what `meta` says.",
    THEME: "Colours of a picture; a page to frame may leave them to the reader's system (`auto`).",
    SIZE: "Width of a picture: for a page, or for a telephone.",
}
_EXAMPLES: Mapping[str, Any] = {
    "country": ["FRA"],
    "region": ["11"],
    "department": ["78", "91"],
    "from": "2022",
    "to": "2023-06",
    "type": ["ransomware"],
    "evidence": "press",
    "q": "versailles",
    "lang": "en",
}

_DEPARTMENTS = Column(DEPARTMENTS, "codes", Label("Départements touchés", "Departments touched"))
_REGIONS = Column(REGIONS, "codes", Label("Régions touchées", "Regions touched"))


def formats_of(table: str) -> tuple[str, ...]:
    """The formats in which a table is served: GeoJSON where its rows have a place on the map."""
    return tuple(name for name in FORMATS if name != "geojson" or table in WITH_GEOMETRY)


def table_path(table: str, form: str) -> str:
    """Address of a table below the base path."""
    return f"{ROOT}/{table}.{FORMATS[form].ending}"


def picture_path(name: str, form: str, query: Sequence[tuple[str, str]] = ()) -> str:
    """Address of a picture below the base path, with the names and values of its query."""
    return f"{PICTURES}/{name}.{form}" + (f"?{urlencode(query)}" if query else "")


def embed_path(name: str) -> str:
    """Address of a page that shows one picture, or the card of an incident, alone."""
    return f"{EMBED}/{name}"


def names_for(form: str) -> tuple[str, ...]:
    """The names that an address of a format may have: the vocabulary, and what is the format's own."""
    return (*NAMES, *{"csv": ("dialect",), "json": ("limit", "offset")}.get(form, ()))


def allowed(name: str, vocabulary: Vocabulary) -> list[str] | None:
    """Every value that a name may have; None where they can not be listed."""
    codes: Mapping[str, Iterable[str]] = {
        "country": sorted(vocabulary.country),
        "region": sorted(vocabulary.region),
        "department": sorted(vocabulary.department),
        "incident": sorted(vocabulary.incident),
        "type": ATTACK_TYPES,
        "service": SERVICE_CODES,
        "evidence": TIERS,
        "lang": LANGUAGES,
        "dialect": DIALECTS,
        THEME: tuple(THEMES),
        SIZE: tuple(WIDTHS),
    }
    return list(codes[name]) if name in codes else None


# --- columns ----------------------------------------------------------------------------------------------


def columns_of(table: str) -> tuple[Column, ...]:
    """Every column of a table as it is served, in its order: those of the schema and those worked out."""
    own = DEFINED[table].columns
    if table == INCIDENTS:
        return (*own, *_worked_out())
    if table == SITES:
        placed = Column(PLACED_BY, "text", Label("Ce qui situe le lieu", "What places the site"), required=True)
        return (
            *own,
            placed,
            Column(POINT_DEPARTMENT, "text", Label("Département du point", "Department of the point")),
        )
    if table == CLAIMS:
        publisher = TABLES[SOURCES].column(PUBLISHER)
        note = Column(NOTE, "text", Label("Précisions, dans la langue demandée", "Notes, in the language asked for"))
        return (*own, publisher, note)
    return own


def _worked_out() -> list[Column]:
    """What is worked out for each incident from its sites and claims (`atlas.publish`)."""
    columns = [
        _DEPARTMENTS,
        _REGIONS,
        TABLES[SITES].column(LATITUDE),
        TABLES[SITES].column(LONGITUDE),
        Column(SERVICES, "codes", Label("Services touchés", "Services affected"), SERVICE_CODES),
        Column(SOURCES, "integer", Label("Sources qui l’attestent", "Sources that attest to it")),
        Column(INDEPENDENT_SOURCES, "integer", Label("Sources indépendantes", "Independent sources")),
        Column(STRONGEST_TIER, "code", Label("La source la plus forte", "The strongest source"), TIERS),
    ]
    for name in HEADLINE_MEASURES:
        columns += _with_range(name, MEASURES[name].label, MEASURES[name].unit)
    return columns + _with_range(DAYS_TO_RECOVER, Label("Jours avant rétablissement", "Days to recover"), "days")


def _with_range(name: str, label: Label, unit: str) -> list[Column]:
    """A figure and the two ends of what sources state."""
    return [
        Column(name, "number", label, unit=unit),
        Column(f"{name}_low", "number", Label(f"{label.fr} : borne basse", f"{label.en}: low end"), unit=unit),
        Column(f"{name}_high", "number", Label(f"{label.fr} : borne haute", f"{label.en}: high end"), unit=unit),
    ]


def row_schema(table: str) -> dict[str, Any]:
    """JSON Schema of one row."""
    columns = columns_of(table)
    return {
        "type": "object",
        "description": DEFINED[table].row.en,
        "properties": {column.name: _cell_schema(column) for column in columns},
        "required": [column.name for column in columns],
        "additionalProperties": False,
    }


def _cell_schema(column: Column) -> dict[str, Any]:
    """JSON Schema of a cell: null where the value is not known, whole numbers perhaps with a decimal point."""
    kind = column.kind if column.kind in ("number", "integer") else "string"
    described: dict[str, Any] = {
        "type": kind if column.required else [kind, "null"],
        "description": column.meaning.en + (f" ({column.unit})" if column.unit else ""),
    }
    if column.kind == "code" and column.codes:
        described["enum"] = [code for code in column.codes if code] + ([] if column.required else [None])
    if column.minimum is not None:
        described["minimum"] = column.minimum
    if column.maximum is not None:
        described["maximum"] = column.maximum
    return described


# --- datapackage.json -------------------------------------------------------------------------------------


def package(served: Callable[[str], bytes]) -> dict[str, Any]:
    """datapackage.json of the tables as the API serves them; paths are relative to its own address.

    Parameters
    ----------
    served : function
        The bytes of a table's CSV as it is served without a selection, by its name.
    """
    return describe.about() | {"resources": [_resource(name, served(name)) for name in EXPORTED]}


def _resource(name: str, content: bytes) -> dict[str, Any]:
    table = DEFINED[name]
    schema: dict[str, Any] = {
        "fields": [describe.field(column) for column in columns_of(name)],
        "primaryKey": [table.key],
        "missingValues": [""],
    }
    keys = [
        {"fields": [column.name], "reference": {"resource": column.table, "fields": [TABLES[column.table].key]}}
        for column in table.columns
        if column.kind == "reference"
    ]
    return {
        "name": name,
        "path": f"{name}.csv",
        "title": f"{table.row.fr} · {table.row.en}",
        "type": "table",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "schema": schema | ({"foreignKeys": keys} if keys else {}),
    }


# --- OpenAPI ----------------------------------------------------------------------------------------------

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
        FEED: _path(_file("feed", "Atom feed of incidents and of data changes", "application/atom+xml", FEED_NAMES)),
        SITEMAP: _path(_file("sitemap", "Pages for search engines", "application/xml")),
        ROBOTS: _path(_file("robots", "What robots may fetch", "text/plain")),
    }
    paths |= {
        picture_path("{picture}", form): _path(_picture(form, media_type)) for form, media_type in gallery.FORMS.items()
    }
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Hospital Cyberattack Atlas",
            "summary": "Cyberattacks on hospitals, with their sources",
            "description": _DESCRIPTION,
            "version": API_VERSION,
            "license": {"name": LICENCE, "url": describe.LICENCE_PAGE},
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


_PARAMETERS = (*NAMES, "dialect", "limit", "offset", THEME, SIZE)


def _parameter(name: str, vocabulary: Vocabulary) -> dict[str, Any]:
    described: dict[str, Any] = {"name": name, "in": "query", "required": False}
    if name in ("limit", "offset"):
        low, high = (1, LARGEST_LIMIT) if name == "limit" else (0, LARGEST_OFFSET)
        words = "Rows in this answer; all where it is not given." if name == "limit" else "Rows left out at the start."
        schema = {"type": "integer", "minimum": low, "maximum": high}
        return described | {"description": words, "schema": schema, "example": 100}
    if name == "dialect":
        words = "How the CSV is written: RFC 4180, or what a French spreadsheet opens right (`;`, decimal comma, BOM)."
        schema = {"type": "string", "enum": list(DIALECTS), "default": DIALECTS[0]}
        return described | {"description": words, "schema": schema, "example": DIALECTS[1]}
    schema = _value_schema(name, vocabulary)
    described |= {"description": MEANINGS[name], "schema": schema}
    if name in LIST_NAMES:
        described |= {"style": "form", "explode": True, "schema": {"type": "array", "items": schema, "minItems": 1}}
    return described | ({"example": _EXAMPLES[name]} if name in _EXAMPLES else {})


def _value_schema(name: str, vocabulary: Vocabulary) -> dict[str, Any]:
    if name in ("from", "to"):
        return {"type": "string", "pattern": f"^({DATE_PATTERN})$"}
    values = allowed(name, vocabulary)
    if values is None:
        return {"type": "string", "minLength": 1, "maxLength": LONGEST_SEARCH}
    default = {"evidence": DEFAULT_EVIDENCE, "lang": DEFAULT_LANGUAGE, THEME: "light", SIZE: "wide"}
    return {"type": "string", "enum": values} | ({"default": default[name]} if name in default else {})


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
    listed = "; ".join(f"`{name}`: {gallery.label(name, Words('en'))}" for name in gallery.PICTURES)
    needs = "; ".join(f"`{name}` asks for {one.needs}" for name, one in gallery.PICTURES.items() if one.needs)
    get["parameters"].insert(
        0,
        {
            "name": "picture",
            "in": "path",
            "required": True,
            "description": f"{listed}." + (f" Of these, {needs}." if needs else ""),
            "schema": {"type": "string", "enum": list(gallery.PICTURES)},
        },
    )
    get["responses"]["404"] = _ref("responses", "Problem")
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
    if table in WITH_GEOMETRY:
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
_META: dict[str, Any] = {
    **_object(
        table={"enum": list(EXPORTED)},
        count={**_COUNT, "description": "Rows in this answer"},
        total={**_COUNT, "description": "Rows that the selection keeps"},
        selection={
            "type": "object",
            "description": "What was understood, by name",
            "propertyNames": {"enum": list(NAMES)},
            "additionalProperties": {"type": "array", "items": _TEXT},
        },
        data_version=_TEXT,
        data_date={"type": "string", "format": "date"},
        licence=_TEXT,
        attribution={**_TEXT, "description": "What to write beside the data"},
        caveats={"type": "array", "items": _TEXT, "description": "What the rows do not mean"},
    ),
    "additionalProperties": False,
}
_META["properties"]["next"] = {**_TEXT, "description": "Address of the rows that follow, where there are more"}

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
