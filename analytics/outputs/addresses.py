"""What the API promises, as documents for programs: OpenAPI and datapackage.json, both made from the schema.

Nothing here answers a request. Tables, formats and names come from the rooms that hold them, so that neither
document can say anything else than what is served; `analytics/api.py` serves it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from urllib.parse import urlencode

from analytics.drawings.svg.canvas import WIDTHS
from analytics.drawings.theme import THEMES
from analytics.outputs.formats import DIALECTS, FORMATS
from analytics.outputs.tables import AREAS
from analytics.schema import col
from analytics.schema.codes import ATTACK_TYPES, SERVICE_CODES, TIERS
from analytics.selection.selection import LANGUAGES, NAMES, Vocabulary

ROOT = "/api/v1"
LONGEST_QUERY = 8192  # bytes
LONGEST_SEARCH = 200  # signs of `q`
LARGEST_LIMIT = 10_000
LARGEST_OFFSET = 1_000_000

WITH_GEOMETRY = (col.INCIDENTS, col.SITES, *AREAS)
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
