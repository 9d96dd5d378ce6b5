"""What feed readers fetch: an Atom feed.

Takes tables and an origin, gives bytes; asks nobody and knows no clock.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple
from urllib.parse import urlencode
from xml.etree import ElementTree

import pandas as pd

from analytics.atlas.atlas import Atlas
from analytics.outputs.xml_writing import clean, say, written
from analytics.record.dates import first_day
from analytics.schema import col
from analytics.schema.codes import ATTACK_TYPES
from analytics.schema.tables import TABLES
from analytics.schema.version import DATA_DATE, LICENCE
from analytics.selection.selection import Selection
from analytics.words.text import Words

LONGEST_FEED = 100  # entries: what changed before is in the tables

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
    term: str = ""
    label: str = ""


class Addresses(NamedTuple):
    """Where the links of a feed lead, in its language, as whole addresses."""

    feed: str
    front: str
    method: str
    incident: Callable[[str], str]


def in_dashboard(selection: Selection, origin: str) -> Addresses:
    """The addresses of the dashboard for the feed of a selection; `origin` is without a final slash."""
    lang = selection.lang
    query = urlencode(_of_feed(selection))
    return Addresses(
        feed=f"{origin}/feed.xml?{query}",
        front=f"{origin}/?{query}",
        method=f"{origin}/method?lang={lang}",
        incident=lambda name: f"{origin}/incident?{urlencode([('incident', name), ('lang', lang)])}",
    )


def _of_feed(selection: Selection) -> list[tuple[str, str]]:
    """The names and values that a feed is called by: its areas and its language."""
    return [*((name, code) for name, code in selection.to_query() if name != "lang"), ("lang", selection.lang)]


# --- Atom -------------------------------------------------------------------------------------------------


def atom(atlas: Atlas, kept: pd.DataFrame, changes: pd.DataFrame, selection: Selection, addresses: Addresses) -> bytes:
    """The Atom feed (RFC 4287) of a selection, what was last updated first.

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
    """
    words = Words(selection.lang)
    entries = _incident_entries(atlas, kept, words, addresses)
    areas = _of_feed(selection)[:-1]
    if not areas:
        entries += _change_entries(changes, words, addresses)
    entries = sorted(entries, key=lambda entry: (entry.updated, entry.name), reverse=True)[:LONGEST_FEED]
    named = ", ".join(code for _, code in areas)
    feed = ElementTree.Element("feed", {"xmlns": _ATOM, _LANG: words.language})
    say(feed, "title", f"{words('site.title')} ({named})" if named else words("site.title"))
    say(feed, "id", f"{_TAG}feed:{urlencode(_of_feed(selection))}")
    say(feed, "updated", _moment(max([entry.updated for entry in entries], default=DATA_DATE.isoformat())))
    ElementTree.SubElement(feed, "link", rel="self", type="application/atom+xml", href=clean(addresses.feed))
    ElementTree.SubElement(feed, "link", rel="alternate", type="text/html", href=clean(addresses.front))
    say(ElementTree.SubElement(feed, "author"), "name", words("site.title"))
    say(feed, "rights", LICENCE)
    for entry in entries:
        _add(feed, entry)
    return written(feed)


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
    started = first_day(kept[col.STARTED_ON]).dt.strftime("%Y-%m-%d")
    entries = []
    for (_, row), day in zip(kept.iterrows(), started, strict=True):
        name = str(row[col.INCIDENT_ID])
        entries.append(
            _Entry(
                name=f"incident:{name}",
                title=f"{row[words.column('name')]} ({words.when(row[col.STARTED_ON])})",
                summary=str(row[words.column("summary")]),
                link=addresses.incident(name),
                published=day,
                updated=latest[name],
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
        )
        for version, rows in changes.groupby(col.VERSION, sort=False)
    ]


def updated_on(atlas: Atlas) -> pd.Series:
    """The day of the latest thing known of each incident: its start, an event of its timeline, a correction of ours.

    Returns
    -------
    Series
        Incident → YYYY-MM-DD; of a month or a year, its first day; never later than the data.
    """
    days = [
        pd.Series(
            first_day(table[column]).dt.strftime("%Y-%m-%d").to_numpy(),
            index=pd.Index(table[col.INCIDENT_ID].astype(str)),
        )
        for table, column in ((atlas.incidents, col.STARTED_ON), (atlas.events, col.OCCURRED_ON))
    ]
    known = pd.concat([*days, _corrected_on(atlas)]).dropna().astype(str)
    latest = known.groupby(level=0).max()
    until: pd.Series = latest.where(latest <= DATA_DATE.isoformat(), DATA_DATE.isoformat())
    return until


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
