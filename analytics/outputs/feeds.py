"""What feed readers fetch: an Atom feed, dated by when things came into the atlas and not by when they happened.

Takes tables and an origin, gives bytes; asks nobody and knows no clock.
"""

from __future__ import annotations

from collections.abc import Callable
from math import ceil
from typing import NamedTuple
from urllib.parse import urlencode
from xml.etree import ElementTree

import pandas as pd

from analytics.atlas.atlas import Atlas
from analytics.outputs.xml_writing import clean, say, written
from analytics.record.cells import rows_of
from analytics.schema import col
from analytics.schema.codes import ATTACK_TYPES
from analytics.schema.tables import TABLES
from analytics.schema.version import DATA_DATE, LICENCE
from analytics.selection.selection import Selection
from analytics.words import headlines
from analytics.words.incidents import called
from analytics.words.text import Words

LONGEST_PAGE = 100  # entries of one document; the others follow on further pages (RFC 5005)

PAGE = "page"  # what the number of a page is called in an address

_TAG = "tag:hospital-cyberattack-atlas,2026:"
_ATOM = "http://www.w3.org/2005/Atom"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


class _Entry(NamedTuple):
    """One entry of the feed; days as YYYY-MM-DD."""

    name: str
    title: str
    summary: str
    link: str
    published: str
    updated: str
    happened: str
    term: str = ""
    label: str = ""


class Addresses(NamedTuple):
    """Where the links of a feed lead, in its language, as whole addresses."""

    feed: Callable[[int], str]  # by the number of its page
    front: str
    method: str
    incident: Callable[[str], str]


def in_dashboard(selection: Selection, origin: str) -> Addresses:
    """The addresses of the dashboard for the feed of a selection; `origin` is without a final slash."""
    lang = selection.lang
    query = urlencode(_of_feed(selection))
    return Addresses(
        feed=lambda page: f"{origin}/feed.xml?{query}" + (f"&{PAGE}={page}" if page > 1 else ""),
        front=f"{origin}/?{query}",
        method=f"{origin}/method?lang={lang}",
        incident=lambda name: f"{origin}/incident?{urlencode([('incident', name), ('lang', lang)])}",
    )


def _of_feed(selection: Selection) -> list[tuple[str, str]]:
    """The names and values that a feed is called by: its areas and its language."""
    return [*((name, code) for name, code in selection.to_query() if name != "lang"), ("lang", selection.lang)]


# --- Atom -------------------------------------------------------------------------------------------------


def page_count(kept: pd.DataFrame, changes: pd.DataFrame, selection: Selection) -> int:
    """Of how many pages the feed of a selection is; parameters as for `atom`."""
    versions = 0 if _areas(selection) else changes[col.VERSION].nunique()
    return max(1, ceil((len(kept) + versions) / LONGEST_PAGE))


def atom(
    atlas: Atlas, kept: pd.DataFrame, changes: pd.DataFrame, selection: Selection, addresses: Addresses, page: int = 1
) -> bytes:
    """One page of the Atom feed (RFC 4287, RFC 5005) of a selection: what came in or was corrected last first.

    Of those that came in on one day the latest attack is first.

    Parameters
    ----------
    atlas : Atlas
    kept : DataFrame
        The incidents that the selection keeps (`exports.table_of`).
    changes : DataFrame
        What changed between versions of the data (`store.read_changes`); in the feed of an area there are none.
    selection : Selection
        Its areas and its language.
    addresses : Addresses
        Where its links lead (`in_dashboard`).
    page : int
        From 1 to `page_count`.
    """
    words = Words(selection.lang)
    entries = _incident_entries(atlas, kept, words, addresses)
    areas = _areas(selection)
    if not areas:
        entries += _change_entries(changes, words, addresses)
    entries.sort(key=lambda entry: (entry.updated, entry.happened, entry.name), reverse=True)
    feed = ElementTree.Element("feed", {"xmlns": _ATOM, _LANG: words.language})
    say(feed, "title", headlines.framed(words("site.title"), selection, atlas, words))
    say(feed, "id", f"{_TAG}feed:{urlencode(_of_feed(selection))}")
    say(feed, "updated", _moment(max([entry.updated for entry in entries], default=DATA_DATE.isoformat())))
    for relation, number in _pages_around(page, page_count(kept, changes, selection)).items():
        href = clean(addresses.feed(number))
        ElementTree.SubElement(feed, "link", rel=relation, type="application/atom+xml", href=href)
    ElementTree.SubElement(feed, "link", rel="alternate", type="text/html", href=clean(addresses.front))
    say(ElementTree.SubElement(feed, "author"), "name", words("site.title"))
    say(feed, "rights", LICENCE)
    for entry in entries[(page - 1) * LONGEST_PAGE : page * LONGEST_PAGE]:
        _add(feed, entry)
    return written(feed)


def _areas(selection: Selection) -> list[tuple[str, str]]:
    """The areas that a feed is of; none where it is the feed of everything."""
    return _of_feed(selection)[:-1]


def _pages_around(page: int, pages: int) -> dict[str, int]:
    """The numbers of the pages that a page names, by relation (RFC 5005); of a single one itself alone."""
    around = {"self": page}
    if pages > 1:
        around |= {"first": 1, "last": pages}
        around |= {name: at for name, at in (("previous", page - 1), ("next", page + 1)) if 1 <= at <= pages}
    return around


def _add(feed: ElementTree.Element, entry: _Entry) -> None:
    element = ElementTree.SubElement(feed, "entry")
    say(element, "title", entry.title)
    say(element, "id", f"{_TAG}{entry.name}")
    say(element, "updated", _moment(entry.updated))
    say(element, "published", _moment(entry.published))
    ElementTree.SubElement(element, "link", rel="alternate", type="text/html", href=clean(entry.link))
    if entry.term:
        ElementTree.SubElement(element, "category", term=clean(entry.term), label=clean(entry.label))
    say(element, "summary", entry.summary)


def _incident_entries(atlas: Atlas, kept: pd.DataFrame, words: Words, addresses: Addresses) -> list[_Entry]:
    latest = updated_on(atlas)
    entries = []
    for row in rows_of(kept):
        name = str(row[col.INCIDENT_ID])
        entries.append(
            _Entry(
                name=f"incident:{name}",
                title=f"{called(row, words)} ({words.when(row[col.STARTED_ON])})",
                summary=str(row[words.column("summary")]),
                link=addresses.incident(name),
                published=str(row[col.ADDED_ON]),
                updated=latest[name],
                happened=str(row[col.STARTED_ON]),
                term=str(row[col.ATTACK_TYPE]),
                label=words.label(ATTACK_TYPES, row[col.ATTACK_TYPE]),
            )
        )
    return entries


def _change_entries(changes: pd.DataFrame, words: Words, addresses: Addresses) -> list[_Entry]:
    """One entry for each version of the data."""
    title = {"fr": "Données, version {}", "en": "Data, version {}"}[words.language]
    return [
        _Entry(
            name=f"data:{version}",
            title=title.format(version),
            summary="\n".join(rows[words.column("text")]),
            link=addresses.method,
            published=rows[col.DATE].iloc[0],
            updated=rows[col.DATE].iloc[0],
            happened=rows[col.DATE].iloc[0],
        )
        for version, rows in changes.groupby(col.VERSION, sort=False)
    ]


def updated_on(atlas: Atlas) -> pd.Series:
    """Incident → day of the last thing done to it here: that it came in, or the last correction of a row of it."""
    added = atlas.incidents.set_index(col.INCIDENT_ID)[col.ADDED_ON].astype("str")
    latest: pd.Series = pd.concat([added, _corrected_on(atlas)]).groupby(level=0).max()
    return latest


def _corrected_on(atlas: Atlas) -> pd.Series:
    """Incident → day, for each correction of a row that belongs to an incident."""
    days: list[tuple[str, str]] = []
    for _, row in atlas.corrections.iterrows():
        table = TABLES[row[col.TABLE]]
        if col.INCIDENT_ID not in table.names:
            continue
        rows = getattr(atlas, table.name)
        named = rows.loc[rows[table.key] == row[col.KEY], col.INCIDENT_ID]
        days += [(str(name), row[col.DATE]) for name in named]
    return pd.Series([day for _, day in days], index=[name for name, _ in days], dtype="str")


def _moment(day: str) -> str:
    return f"{day}T00:00:00Z"
