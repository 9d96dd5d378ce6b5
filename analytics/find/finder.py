"""What a search answers: each thing found, what kind it is, where, when, who says so, and the page that shows it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any, NamedTuple
from urllib.parse import urlencode

import pandas as pd

from analytics import site
from analytics.atlas.atlas import Atlas
from analytics.find.entries import Entry, area_names, entries
from analytics.find.matching import Matcher
from analytics.geography.distances import kilometres
from analytics.record.cells import rows_of
from analytics.schema import col
from analytics.schema.codes import FRANCE, STATUSES, TIERS
from analytics.selection.search_words import words_of
from analytics.selection.selection import DEFAULT_LANGUAGE, Selection
from analytics.words.incidents import is_claimed
from analytics.words.phrases import place_line
from analytics.words.sources import strongest_tier
from analytics.words.text import Words

NEAREST = 3  # incidents told beside a town without one


class Answer(NamedTuple):
    """What was found, the likeliest first, and how the search is written where a word of it was misspelled."""

    results: list[dict[str, Any]]
    did_you_mean: str


class Finder:
    """Everything that can be found in an atlas: made once, for all readers and both languages.

    Parameters
    ----------
    atlas : Atlas
    communes : DataFrame
        The towns of France, as in `entries`.
    """

    def __init__(self, atlas: Atlas, communes: pd.DataFrame) -> None:
        self._atlas = atlas
        self._matcher = Matcher(entries(atlas, communes))
        self._numbers = frozenset(atlas.hospitals[col.FINESS_ET])
        told = atlas.incidents.merge(atlas.lasting, left_on=col.INCIDENT_ID, right_index=True)
        self._rows: Mapping[str, Mapping[str, Any]] = {row[col.INCIDENT_ID]: row for row in rows_of(told)}

    def answer(self, text: str, words: Words, most: int, kinds: Sequence[str] = ()) -> Answer:
        """The results of a search.

        A town of France without a known attack that was named is followed by the nearest incidents. What has a known
        attack comes before what has none and fits as well.

        Parameters
        ----------
        text : str
            As it was typed, whole or begun.
        words : Words
            The reader's language.
        most : int
            How many results are given at most.
        kinds : sequence of str
            Of `entries.KINDS`; all where none is given.
        """
        finding = self._matcher.find(text, most, kinds)
        results = [self._result(each.entry, words) for each in finding.found]
        first = finding.found[0].entry if finding.found and not kinds else None
        if first and first.kind == "town" and first.untouched and set(words_of(first.names[0])) <= set(words_of(text)):
            results[1:1] = self._nearest(first, words)
        return Answer(results[:most], finding.meant)

    def _result(self, entry: Entry, words: Words) -> dict[str, Any]:
        label = entry.names[0 if words.language == DEFAULT_LANGUAGE else 1]
        known = [code for code in entry.incidents if not is_claimed(self._rows[code])]
        query = _page_of(entry, entry.code in self._numbers)
        if (
            (entry.kind not in ("incident", "hospital") or entry.code in self._numbers)
            and entry.incidents
            and not known
        ):
            query.append(("evidence", list(TIERS)[-1]))
        query += Selection(lang=words.language).to_query()
        result = {
            "kind": entry.kind,
            "kind_label": words(f"find.kind_{entry.kind}"),
            "code": entry.code,
            "label": label,
            "place": self._place(entry, words),
            "date": "",
            "evidence": "",
            "incidents": len(entry.incidents),
            "claimed_only": len(entry.incidents) - len(known),
            "distance_km": None,
            "page": f"/{_pages(entry, entry.code in self._numbers)}?{urlencode(query)}",
        }
        if entry.kind == "incident":
            row = self._rows[entry.code]
            says = words.label(STATUSES, "claimed") if is_claimed(row) else strongest_tier(row, words)
            return result | {"date": words.when(row[col.STARTED_ON]), "evidence": says}
        return result | {"evidence": _counted(entry, len(known), words)}

    def _place(self, entry: Entry, words: Words) -> str:
        if entry.kind == "incident":
            return place_line(self._rows[entry.code], self._atlas, words)
        department, country = entry.place
        language = 0 if words.language == DEFAULT_LANGUAGE else 1
        if department:
            return f"{area_names(self._atlas, col.DEPARTMENT, department)[language]} ({department})"
        return area_names(self._atlas, col.COUNTRY, country)[language] if country else ""

    @cached_property
    def _points(self) -> pd.DataFrame:
        """Where each incident has its real places."""
        sites = pd.DataFrame(self._atlas.sites)
        real = sites[sites[col.POINT_PRECISION] != "symbolic"]
        return real[[col.INCIDENT_ID, col.LATITUDE, col.LONGITUDE]].dropna().reset_index(drop=True)

    def _nearest(self, town: Entry, words: Words) -> list[dict[str, Any]]:
        """The incidents nearest to a town, and how far away each is, in a straight line."""
        assert town.point is not None  # noqa: S101 - every town of France has one
        there = self._points[[col.LATITUDE, col.LONGITUDE]]
        away = pd.Series(kilometres(town.point, there), self._points[col.INCIDENT_ID]).groupby(level=0).min()
        nearest = away.nsmallest(NEAREST)
        found = (self._matcher.by_code["incident", str(code)] for code in nearest.index)
        return [
            self._result(entry, words) | {"distance_km": round(float(km))}
            for entry, km in zip(found, nearest, strict=True)
        ]


def _counted(entry: Entry, known: int, words: Words) -> str:
    """How many attacks are known there, and how many are only claimed; of an actor, how many name it."""
    if entry.kind == "actor":
        return words("find.named", count=len(entry.incidents))
    parts = [words("find.known", count=known)] if known or not entry.incidents else []
    if claimed := len(entry.incidents) - known:
        parts.append(words("find.claimed", count=claimed))
    return ", ".join(parts)


def _pages(entry: Entry, registered: bool) -> str:
    """The page that shows an entry: of an incident, of a hospital of the register, of an area, else all incidents."""
    if registered:
        return site.HOSPITAL.path
    if entry.kind in ("incident", "hospital"):
        return "incident"
    if entry.kind in (col.DEPARTMENT, col.REGION) or entry.untouched:
        return "regions"
    return "world" if entry.kind == col.COUNTRY and entry.code != FRANCE else ""


def _page_of(entry: Entry, registered: bool) -> list[tuple[str, str]]:
    """What of that page the address asks for."""
    if registered:
        return [(site.HOSPITAL.about, entry.code)]
    department, country = entry.place
    area = (col.DEPARTMENT, department) if department else (col.COUNTRY, country)
    return {
        "incident": [("incident", entry.incidents[0] if entry.incidents else "")],
        "hospital": [("incident", entry.incidents[-1] if entry.incidents else "")],
        "town": [area] if entry.untouched else [area, ("q", entry.names[0])],
        "department": [(col.DEPARTMENT, entry.code)],
        "region": [(col.REGION, entry.code), ("level", "region")],
        "country": [(col.COUNTRY, entry.code)],
        "actor": [("q", entry.names[0])],
    }[entry.kind]
