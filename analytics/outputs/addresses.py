"""Addresses of what programs can fetch, the names that each may have and the values that each name may have.

Nothing here answers a request. Tables, formats and names come from the rooms that hold them, so that no document can
say anything else than what is served.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

from analytics.drawings.svg.canvas import WIDTHS
from analytics.drawings.theme import THEMES
from analytics.outputs.formats import DIALECTS, FORMATS
from analytics.outputs.tables import AREAS
from analytics.schema import col
from analytics.selection.address import values_of
from analytics.selection.filters import FILTERS
from analytics.selection.selection import NAMES, Vocabulary

ROOT = "/api/v1"
LONGEST_QUERY = 8192  # bytes
LONGEST_SEARCH = 200  # signs of `q`
LARGEST_LIMIT = 10_000
LARGEST_OFFSET = 1_000_000

WITH_GEOMETRY = (col.INCIDENTS, col.SITES, *AREAS)
# for programs: the feed, what search engines read, and the two documents of this room
FEED, SITEMAP, ROBOTS = "/feed.xml", "/sitemap.xml", "/robots.txt"
PACKAGE, OPENAPI, KIT = f"{ROOT}/datapackage.json", f"{ROOT}/openapi.json", f"{ROOT}/kit.zip"
FEED_NAMES = (*(name for name, each in FILTERS.items() if each.side == "where"), "lang")
# every chart and map alone: as a file, and as a page that others may frame
PICTURES, EMBED = f"{ROOT}/pictures", "/embed"
CARD = "incident"  # the name under which the card of an incident can be framed
THEME, SIZE = "theme", "size"
EMBED_THEMES = ("auto", *THEMES)
PICTURE_NAMES = (*NAMES, THEME, SIZE)
EMBED_NAMES = (*NAMES, THEME)

MEANINGS: Mapping[str, str] = {
    **{name: each.meaning for name, each in FILTERS.items()},
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
    if name in FILTERS:
        return values_of(FILTERS[name], vocabulary)
    return list({"dialect": DIALECTS, THEME: tuple(THEMES), SIZE: tuple(WIDTHS)}[name])
