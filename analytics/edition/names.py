"""The index of the static edition: everything with a known incident by its name, for the search of the browser."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import pandas as pd

from analytics.edition.frame import AREA_INDEX, INCIDENT_INDEX, NAMES, Edition, Here, Page, rendered
from analytics.find.entries import Entry, entries
from analytics.outputs.heads import Head
from analytics.record.cells import plain, rows_of
from analytics.schema import col
from analytics.schema.codes import FRANCE
from analytics.words.text import Words

_LANGUAGES = ("fr", "en")  # in the order of `Entry.names`
_STROKES = str.maketrans("łøđ", "lod")
DIGITS = "0–9"  # the heading of names that begin with a number


class _Line(NamedTuple):
    """One name: what it is, where that is, and where it leads; several incidents are links of their own."""

    name: str
    kind: str
    place: str
    address: str
    more: list[tuple[str, str]]


def name_index(edition: Edition, words: Words) -> Page:
    """All hospitals, towns, departments, regions and countries with an incident, and all incidents, by initial."""
    here = Here(edition, words, NAMES)
    lines = sorted(_lines(here), key=lambda line: (_sorted_by(line.name), line.kind))
    groups: dict[str, list[_Line]] = {}
    for line in lines:
        first = _sorted_by(line.name)[:1].upper()
        groups.setdefault(DIGITS if first.isdigit() else first, []).append(line)
    return rendered(
        "names.html",
        here,
        Head(f"{words('edition.names_title')} – {words('site.title')}", words("edition.names_note"), ""),
        here.live(""),
        groups=[(f"l{place}", initial, rows) for place, (initial, rows) in enumerate(groups.items())],
    )


def _sorted_by(name: str) -> str:
    """A name as the alphabet has it: no accent, and letters with a stroke among those without."""
    return plain(name).translate(_STROKES)


def _lines(here: Here) -> Iterator[_Line]:
    words, atlas = here.words, here.edition.atlas
    dates = dict(zip(here.edition.published[col.INCIDENT_ID], here.edition.published[col.STARTED_ON], strict=True))
    for entry in entries(atlas, _towns(atlas.sites)):
        if entry.kind == "actor" or not entry.incidents:
            continue
        name = entry.names[_LANGUAGES.index(words.language)].replace("'", "’")
        several = entry.kind in ("hospital", "town") and len(entry.incidents) > 1
        more = [(here.incident(one), words.when(dates[one])) for one in entry.incidents] if several else []
        place = _place(entry, here)
        yield _Line(name, words(f"find.kind_{entry.kind}"), place, "" if several else _address(entry, here), more)


def _towns(sites: pd.DataFrame) -> pd.DataFrame:
    """The towns of France that an incident touched, as `entries` takes them."""
    french = sites.loc[(sites[col.COUNTRY] == FRANCE) & sites[col.INSEE].notna() & sites[col.COMMUNE].notna()]
    towns = french[[col.INSEE, col.COMMUNE, col.DEPARTMENT]].drop_duplicates(col.INSEE).fillna("")
    named = towns.rename(columns={col.COMMUNE: "name"})
    return named.assign(**{"population": 0, col.LATITUDE: 0, col.LONGITUDE: 0})


def _place(entry: Entry, here: Here) -> str:
    """Where a hospital, a town or an incident is: its department, else its country; nothing of an area."""
    if entry.kind in (col.DEPARTMENT, col.REGION, col.COUNTRY):
        return f"({entry.code})" if entry.kind == col.DEPARTMENT else ""
    department, country = entry.place
    if department:
        return f"({department})"
    names = here.edition.atlas.place_names[col.COUNTRY, here.words.column("name")]
    return f"({names[country]})" if country in names and country != FRANCE else ""


def _address(entry: Entry, here: Here) -> str:
    if entry.kind in (col.DEPARTMENT, col.REGION):
        return here.area(entry.kind, entry.code)  # type: ignore[arg-type]  # a level of areas
    if entry.kind == col.COUNTRY:
        known = {row[col.COUNTRY] for row in rows_of(here.edition.published)}
        if entry.code == FRANCE:
            return here.to(AREA_INDEX)
        anchor = f"#c{entry.code}" if entry.code in known else ""
        return f"{here.to(INCIDENT_INDEX)}{anchor}"
    return here.incident(entry.incidents[0])
