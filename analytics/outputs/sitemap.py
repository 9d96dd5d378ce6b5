"""What search engines fetch: a sitemap, and what robots may fetch.

Takes an atlas and an origin, gives bytes; asks nobody and knows no clock.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from xml.etree import ElementTree

from analytics import site
from analytics.atlas import register
from analytics.atlas.atlas import Atlas
from analytics.outputs.addresses import asked
from analytics.outputs.feeds import updated_on
from analytics.outputs.xml_writing import clean, say, written
from analytics.schema import col
from analytics.schema.version import DATA_DATE
from analytics.selection.selection import LANGUAGES, Selection

_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_XHTML = "http://www.w3.org/1999/xhtml"


def sitemap(atlas: Atlas, origin: str) -> bytes:
    """Pages, incidents and the hospitals that one names in each language, with the day of their last change."""

    def spoken(page: str, query: list[tuple[str, str]], lang: str) -> str:
        return asked(f"{origin}/{page}", [*query, *Selection(lang=lang).to_query()])

    latest = updated_on(atlas)
    shown: list[tuple[str, list[tuple[str, str]], str]] = [
        (page.path, [], DATA_DATE.isoformat()) for page in site.PAGES if page.in_sitemap
    ]
    shown += [(site.INCIDENT.path, [("incident", name)], latest[name]) for name in atlas.incidents[col.INCIDENT_ID]]
    shown += [(site.HOSPITAL.path, [(site.HOSPITAL.about, number)], DATA_DATE.isoformat()) for number in _hit(atlas)]
    return sitemap_of(({lang: spoken(page, query, lang) for lang in LANGUAGES}, day) for page, query, day in shown)


def _hit(atlas: Atlas) -> list[str]:
    """The hospitals that an incident names: those whose page shows something of its own."""
    named = atlas.incidents_of_hospitals
    return sorted(named.loc[named[register.NAMED] == register.SITE, col.FINESS_ET].unique())


def sitemap_of(shown: Iterable[tuple[Mapping[str, str], str]]) -> bytes:
    """A sitemap (sitemaps.org): of each page its addresses by language and the day of its last change.

    Each language has an entry, and each entry names all of them.
    """
    urls = ElementTree.Element("urlset", {"xmlns": _SITEMAP, "xmlns:xhtml": _XHTML})
    for addresses, day in shown:
        for address in addresses.values():
            url = ElementTree.SubElement(urls, "url")
            say(url, "loc", address)
            say(url, "lastmod", day)
            for other, spoken in addresses.items():
                ElementTree.SubElement(
                    url, "xhtml:link", {"rel": "alternate", "hreflang": other, "href": clean(spoken)}
                )
    return written(urls)


def robots(origin: str) -> bytes:
    """Everything may be fetched but the inside of the program."""
    lines = ["User-agent: *", "Disallow: /_stcore/", "Allow: /", "", f"Sitemap: {origin}/sitemap.xml", ""]
    return "\n".join(lines).encode()
