"""What search engines and previews see of a page: title, description, canonical address, the data set behind it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from analytics import site
from analytics.atlas.atlas import Atlas
from analytics.outputs.addresses import FEED, OPENAPI, PACKAGE, ROOT, asked, picture_path
from analytics.outputs.compared import INCIDENT, heading, thing
from analytics.outputs.datapackage import LICENCE_PAGE
from analytics.record.cells import rows_of
from analytics.schema import col
from analytics.schema.version import DATA_DATE, DATA_VERSION, LICENCE
from analytics.selection.selection import Selection
from analytics.words import hospitals
from analytics.words.escape import safe
from analytics.words.incidents import called
from analytics.words.phrases import place_line
from analytics.words.text import Words

INCIDENT_PREVIEW = "incident-map"
LONGEST = 300  # characters of a description


class Head(NamedTuple):
    """What the head of a page says.

    Attributes
    ----------
    title, description : str
    path : str
        Its canonical address, from the root of the site.
    image : str
        The address of the picture that previews show, likewise; empty where the page has none.
    """

    title: str
    description: str
    path: str
    image: str = ""


def head_of(
    path: str, about: str, atlas: Atlas, words: Words, compared: Mapping[str, str] | None = None
) -> Head | None:
    """The head of a page, of one incident or hospital where it names one; None for a page that there is not.

    Parameters
    ----------
    path : str
        The address of the page without slashes; empty for the front.
    about : str
        Identifier of the incident or number of the hospital; anything else is as if it were not there.
    compared : mapping of str to str, optional
        What the page that compares sets side by side: the names, by the values of ``compare``.
    """
    page = site.at(path)
    if page is None:
        return None
    if page == site.COMPARE and compared:
        return _of_compared(compared, words)
    query = Selection(lang=words.language).to_query()
    rows = _about(page, about, atlas)
    if not rows:
        title = words("site.title") if page == site.FRONT else f"{words(page.title)} – {words('site.title')}"
        return Head(title, _cut(words(page.subtitle)), asked(f"/{path}", query), _image(page.preview, query))
    row = rows[0]
    if page == site.HOSPITAL:
        return _of_hospital(row, atlas, words)
    title = f"{called(row, words)}, {words.when(row[col.STARTED_ON])} – {words('site.title')}"
    told = f"{_place(row[col.INCIDENT_ID], row[col.COUNTRY], atlas, words)}. {row[words.column('summary')]}"
    query = [(page.about, about), *query]
    return Head(title, _cut(told), asked(f"/{path}", query), _image(INCIDENT_PREVIEW, query))


def _of_compared(compared: Mapping[str, str], words: Words) -> Head:
    """The head of what stands side by side, all of it by name."""
    selection, names = Selection(compare=tuple(compared), lang=words.language), list(compared.values())
    query, kinds = selection.to_query(), {thing(value).kind for value in compared}
    image = _image(site.COMPARE.preview, Selection(lang=words.language).to_query())
    if kinds == {col.COUNTRY}:
        named = replace(selection, compare=(), country=tuple(thing(value).code for value in compared))
        image = _image("country-incidents", named.to_query())
    elif len(kinds) == 1 and (kind := kinds.pop()) != INCIDENT:
        areas: dict[str, Any] = {kind: tuple(thing(value).code for value in compared)}
        image = _image(f"compare-{kind}", replace(selection, compare=(), **areas).to_query())
    elif INCIDENT in kinds:
        image = _image("side-by-side", query)
    title = f"{heading(names, words)} – {words('site.title')}"
    described = words("compare.described", names=words.listing(names))
    return Head(title, _cut(described), asked(f"/{site.COMPARE.path}", query), image)


def _about(page: site.Page, about: str, atlas: Atlas) -> list[dict[str, Any]]:
    """The row of what a page is about; none where there is no such thing."""
    tables = {site.INCIDENT: (atlas.incidents, col.INCIDENT_ID), site.HOSPITAL: (atlas.hospitals, col.FINESS_ET)}
    if page not in tables:
        return []
    table, key = tables[page]
    return rows_of(table[table[key] == about])


def _of_hospital(row: dict[str, Any], atlas: Atlas, words: Words) -> Head:
    """The head of the page of a hospital."""
    named = hospitals.place(row, atlas.place_names[col.DEPARTMENT, words.column("name")])
    query = [(site.HOSPITAL.about, row[col.FINESS_ET]), *Selection(lang=words.language).to_query()]
    title = f"{row['name']}, {row[col.TOWN]} – {words('site.title')}"
    told = f"{row['name']}, {named}. {words('hospital.subtitle')}"
    address = asked(f"/{site.HOSPITAL.path}", query)
    return Head(title, _cut(told), address, _image(site.HOSPITAL.preview, query[1:]))


def _place(incident: str, country: str, atlas: Atlas, words: Words) -> str:
    """Where an incident was, in the words of its card."""
    sites = atlas.sites[atlas.sites[col.INCIDENT_ID] == incident]
    places = {
        name: "; ".join(sorted(sites[column].dropna().unique())) or None
        for name, column in ((col.DEPARTMENTS, col.DEPARTMENT), (col.REGIONS, col.REGION))
    }
    return place_line({col.COUNTRY: country, **places}, atlas, words)


def _image(picture: str, query: list[tuple[str, str]]) -> str:
    """The address of a picture as pixels: previews take no drawing."""
    return picture_path(picture, "png", query)


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1].rsplit(" ", 1)[0].rstrip(" ,;") + "…"


def dataset(origin: str, words: Words) -> str:
    """The data set as schema.org has it (JSON-LD), safe inside a script element."""
    files = (("csv", "text/csv"), ("json", "application/json"), ("geojson", "application/geo+json"))
    described = {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "name": words("site.title"),
        "description": words(site.FRONT.subtitle),
        "url": f"{origin}/",
        "version": DATA_VERSION,
        "dateModified": DATA_DATE.isoformat(),
        "inLanguage": ["fr", "en"],
        "license": LICENCE_PAGE,
        "creditText": LICENCE,
        "isAccessibleForFree": True,
        "temporalCoverage": "2016/2026",
        "spatialCoverage": ["France", "World"],
        "distribution": [
            {
                "@type": "DataDownload",
                "encodingFormat": media_type,
                "contentUrl": f"{origin}/api/v1/incidents.{ending}",
            }
            for ending, media_type in files
        ],
    }
    return _in_script(described)


def web_page(head: Head, origin: str, words: Words) -> str:
    """A page as schema.org has it (JSON-LD), safe inside a script element: who wrote it, when, of which data set."""
    atlas = {"@type": "Organization", "name": words("site.title"), "url": f"{origin}/"}
    described = {
        "@context": "https://schema.org",
        "@type": "WebPage",
        "name": head.title,
        "description": head.description,
        "url": f"{origin}{head.path}",
        "author": atlas,
        "publisher": atlas,
        "datePublished": DATA_DATE.isoformat(),
        "dateModified": DATA_DATE.isoformat(),
        "inLanguage": words.language,
        "license": LICENCE_PAGE,
        "isPartOf": {"@type": "Dataset", "name": words("site.title"), "url": f"{origin}/", "version": DATA_VERSION},
    }
    return _in_script(described)


def metas(head: Head, origin: str, words: Words) -> list[str]:
    """Lines of a head from which catalogues of references (Zotero) and previews read author, date and publisher."""
    atlas, day, address = words("site.title"), DATA_DATE.isoformat(), f"{origin}{head.path}"
    named = {
        "author": atlas,
        "citation_title": head.title,
        "citation_author": atlas,
        "citation_publisher": atlas,
        "citation_publication_date": day.replace("-", "/"),
        "citation_language": words.language,
        "citation_public_url": address,
        "DC.title": head.title,
        "DC.creator": atlas,
        "DC.publisher": atlas,
        "DC.date": day,
        "DC.language": words.language,
        "DC.identifier": address,
        "DC.rights": LICENCE,
    }
    lines = [f'<meta name="{name}" content="{safe(said)}" />' for name, said in named.items()]
    return [*lines, f'<meta property="og:site_name" content="{safe(atlas)}" />']


def links(base: str, words: Words) -> list[str]:
    """Lines of a head that lead programs to the feed, the description of the tables, the API and the licence."""
    feed, named = asked(FEED, Selection(lang=words.language).to_query()), safe(words("site.title"))
    return [
        f'<link rel="alternate" type="application/atom+xml" href="{safe(base + feed)}" title="{named}" />',
        f'<link rel="describedby" type="application/json" href="{safe(base + PACKAGE)}" />',
        f'<link rel="service-desc" type="application/json" href="{safe(base + OPENAPI)}" />',
        f'<link rel="service-doc" type="text/html" href="{safe(base + ROOT)}/" />',
        f'<link rel="license" href="{LICENCE_PAGE}" />',
    ]


def _in_script(described: dict[str, Any]) -> str:
    written = json.dumps(described, ensure_ascii=False)
    return written.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
