"""Addresses of what programs can fetch: tables, pictures, pages to frame, documents. Nothing here answers a request."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import urlencode, urlsplit

from analytics.drawings.theme import THEMES
from analytics.outputs.formats import FORMATS
from analytics.outputs.tables import AREAS
from analytics.schema import col
from analytics.site import address

ROOT = "/api/v1"

WITH_GEOMETRY = (col.INCIDENTS, col.SITES, *AREAS, col.HOSPITALS)
# for programs: the feed, what search engines read, and the two documents of this room
FEED, SITEMAP, ROBOTS = "/feed.xml", "/sitemap.xml", "/robots.txt"
PACKAGE, OPENAPI, KIT = f"{ROOT}/datapackage.json", f"{ROOT}/openapi.json", f"{ROOT}/kit.zip"
SEARCH, COMPARE = f"{ROOT}/search", f"{ROOT}/compare"
# every chart and map alone: as a file, and as a page that others may frame
PICTURES, EMBED = f"{ROOT}/pictures", "/embed"
NOTES = f"{ROOT}/notes"  # of one page, each by what it is about and its code
CARD = "incident"  # the name under which the card of an incident can be framed
THEME, SIZE = "theme", "size"
EMBED_THEMES = ("auto", *THEMES)
# whether a framed page sends its height to the page around it, which takes a script
RESIZE, RESIZES = "resize", ("no", "yes")


def formats_of(table: str) -> tuple[str, ...]:
    """The formats in which a table is served: GeoJSON where its rows have a place on the map."""
    return tuple(name for name in FORMATS if name != "geojson" or table in WITH_GEOMETRY)


def asked(path: str, query: Sequence[tuple[str, str]]) -> str:
    """An address with the names and values of its query; as it is without any."""
    return f"{path}?{urlencode(query)}" if query else path


def table_path(table: str, form: str, query: Sequence[tuple[str, str]] = ()) -> str:
    """Address of a table below the base path, with the names and values of its query."""
    return asked(f"{ROOT}/{table}.{FORMATS[form].ending}", query)


def picture_path(name: str, form: str, query: Sequence[tuple[str, str]] = ()) -> str:
    """Address of a picture below the base path, with the names and values of its query."""
    return asked(f"{PICTURES}/{name}.{form}", query)


def note_path(kind: str, code: str, form: str, query: Sequence[tuple[str, str]] = ()) -> str:
    """Address of a note of one page below the base path, with the names and values of its query."""
    return asked(f"{NOTES}/{kind}/{code}.{form}", query)


def embed_path(name: str) -> str:
    """Address of a page that shows one picture, or the card of an incident, alone."""
    return f"{EMBED}/{name}"


_HOST = re.compile(r"[A-Za-z0-9.\-]{1,253}(:\d{1,5})?|\[[0-9A-Fa-f:.]{2,45}\](:\d{1,5})?", re.ASCII)


def origin_of(scheme: str, host: str, base: str = "") -> str:
    """Where the site is, for whole addresses: as its setting says (`site.address`), else as a reader asked for it.

    Parameters
    ----------
    scheme, host : str
        Of the request; anybody may write a Host header.
    base : str
        The path below which the site lives.

    Returns
    -------
    str
        Empty where nothing is set and the header is no host.
    """
    return address() or (f"{scheme}://{host.lower()}{base}" if _HOST.fullmatch(host) else "")


def of_site(text: str, name: str) -> str:
    """The public address of a site, as an option of a command gives it, without its final slash; empty stays empty.

    Raises
    ------
    ValueError
        Where it is not the address of a folder of the web.
    """
    if not text:
        return ""
    parts = urlsplit(text)
    plain = text.isascii() and text.isprintable() and " " not in text
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment or not plain:
        raise ValueError(f"--{name} “{text}” is no address of a site, like https://atlas.example/")
    return text.rstrip("/")
