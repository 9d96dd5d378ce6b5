"""What can be found: each thing once, with the words that it goes by and what it leads to."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import pandas as pd

from analytics.atlas.atlas import Atlas
from analytics.record.cells import rows_of, split_list
from analytics.schema import col
from analytics.schema.codes import FRANCE
from analytics.selection.search_words import spelled

KINDS = ("incident", "hospital", "town", "department", "region", "country", "actor")
_LEVELS = (col.DEPARTMENT, col.REGION, col.COUNTRY)
_NAMES = (col.NAME_FR, col.NAME_EN)
_OF_SITES = ["site_id", col.INCIDENT_ID, *_NAMES, col.COMMUNE, col.INSEE, *_LEVELS, col.FINESS_ET]
_OF_INCIDENTS = [col.INCIDENT_ID, *_NAMES, col.ORGANISATION, col.STARTED_ON, col.COUNTRY]

_WORDS_OF_ACTOR = 3  # what is longer describes somebody without a name


class Entry(NamedTuple):
    """Something that can be found.

    Attributes
    ----------
    kind : one of `KINDS`.
    code : of an incident, a hospital (its FINESS number, or its place), a commune or an area; of an actor its name.
    names : what it is called in French and in English.
    also : other words that find it as well as its names.
    around : words that find it less well: where it is, when, who is named.
    place : the codes of department and country that it lies in; empty where there is none.
    incidents : the incidents that it is about.
    point : latitude and longitude, of towns.
    """

    kind: str
    code: str
    names: tuple[str, str]
    also: str = ""
    around: str = ""
    place: tuple[str, str] = ("", "")
    incidents: tuple[str, ...] = ()
    point: tuple[float, float] | None = None

    @property
    def untouched(self) -> bool:
        """Whether it is a town or a hospital without a known attack."""
        return self.kind in ("town", "hospital") and not self.incidents


def entries(atlas: Atlas, communes: pd.DataFrame) -> list[Entry]:
    """Everything that can be found, incidents first.

    Parameters
    ----------
    atlas : Atlas
    communes : DataFrame
        The towns of France: insee, name, department, population, latitude, longitude.
    """
    sites = rows_of(pd.DataFrame(atlas.sites)[_OF_SITES].fillna(""))
    actors = _actors(atlas)
    return [
        *_incidents(atlas, sites, actors),
        *_hospitals(atlas, sites),
        *_towns(sites, communes),
        *_areas(atlas, sites),
        *(Entry("actor", name, (name, name), incidents=tuple(found)) for name, found in actors.items()),
    ]


def area_names(atlas: Atlas, level: str, code: str) -> tuple[str, str]:
    """What an area is called in French and in English; empty where there is none."""
    return tuple(atlas.place_names[level, name].get(code, "") for name in _NAMES)  # type: ignore[return-value]


def _incidents(atlas: Atlas, sites: Sequence[dict[str, Any]], actors: dict[str, list[str]]) -> Iterator[Entry]:
    named: dict[str, list[str]] = defaultdict(list)
    near: dict[str, list[str]] = defaultdict(list)
    for site in sites:
        named[site[col.INCIDENT_ID]] += [site[col.NAME_FR], site[col.NAME_EN], site[col.COMMUNE]]
        named[site[col.INCIDENT_ID]].append(spelled(site[col.COMMUNE]).replace(" ", ""))  # without its hyphens
        near[site[col.INCIDENT_ID]].append(site[col.DEPARTMENT])
        for level in _LEVELS:
            near[site[col.INCIDENT_ID]] += area_names(atlas, level, site[level])
    for actor, found in actors.items():
        for incident in found:
            near[incident].append(actor)
    for row in rows_of(atlas.incidents[_OF_INCIDENTS].fillna("")):
        code = row[col.INCIDENT_ID]
        yield Entry(
            "incident",
            code,
            (row[col.NAME_FR], row[col.NAME_EN]),
            also=" ".join([row[col.ORGANISATION], *dict.fromkeys(named[code])]),
            around=" ".join([row[col.STARTED_ON].replace("-", " "), *dict.fromkeys(near[code])]),
            place=("", row[col.COUNTRY]),
            incidents=(code,),
        )


def _hospitals(atlas: Atlas, sites: Sequence[dict[str, Any]]) -> Iterator[Entry]:
    """The hospitals of the register, then the places that an incident touched under another name than its own."""
    yield from _of_register(atlas)
    called = {row[col.INCIDENT_ID]: {row[name] for name in _NAMES} for row in rows_of(atlas.incidents)}
    registered = set(atlas.hospitals[col.FINESS_ET])
    found: dict[tuple[str, str, str], list[dict[str, Any]]] = defaultdict(list)
    for site in sites:
        numbers = split_list(site[col.FINESS_ET])
        alone = len(numbers) == 1 and numbers[0] in registered  # it is there already, and its names with it
        if not alone and site[col.NAME_FR] not in called[site[col.INCIDENT_ID]]:
            found[site[col.NAME_FR], site[col.COMMUNE], site[col.COUNTRY]].append(site)
    for rows in found.values():
        yield Entry(
            "hospital",
            rows[0]["site_id"],
            (rows[0][col.NAME_FR], rows[0][col.NAME_EN]),
            around=f"{rows[0][col.COMMUNE]} {' '.join(area_names(atlas, col.DEPARTMENT, rows[0][col.DEPARTMENT]))}",
            place=(rows[0][col.DEPARTMENT], rows[0][col.COUNTRY]),
            incidents=_of(rows),
        )


def _of_register(atlas: Atlas) -> Iterator[Entry]:
    """The hospitals that have or had beds, attacked or not, each with what the places of its incidents call it."""
    named: dict[str, list[str]] = defaultdict(list)
    for row in rows_of(atlas.incidents_of_hospitals):
        named[row[col.FINESS_ET]].append(row[col.INCIDENT_ID])
    also: dict[str, list[str]] = defaultdict(list)
    for site in rows_of(pd.DataFrame(atlas.sites)[[col.FINESS_ET, *_NAMES]].dropna()):
        numbers = split_list(site[col.FINESS_ET])
        if len(numbers) == 1:  # a name of several is none of each
            also[numbers[0]] += [site[col.NAME_FR], site[col.NAME_EN]]
    for row in rows_of(atlas.hospitals):
        number, department = row[col.FINESS_ET], row[col.DEPARTMENT]
        yield Entry(
            "hospital",
            number,
            (row["name"], row["name"]),
            also=" ".join(dict.fromkeys(also[number])),
            around=" ".join([row[col.TOWN], *area_names(atlas, col.DEPARTMENT, department), department]),
            place=(department, FRANCE),
            incidents=tuple(dict.fromkeys(named[number])),
        )


def _towns(sites: Sequence[dict[str, Any]], communes: pd.DataFrame) -> Iterator[Entry]:
    """The towns of France, attacked or not, the largest first, and those elsewhere where an incident has a place."""
    touched: dict[str, list[dict[str, Any]]] = defaultdict(list)
    abroad: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for site in sites:
        if site[col.COUNTRY] == FRANCE:
            touched[site[col.INSEE]].append(site)
        elif site[col.COMMUNE]:
            abroad[site[col.COMMUNE], site[col.COUNTRY]].append(site)
    for town in sorted(rows_of(communes), key=lambda town: -int(town["population"])):
        name = town["name"].replace("'", "’")
        yield Entry(
            "town",
            town[col.INSEE],
            (name, name),
            around=town[col.DEPARTMENT],
            place=(town[col.DEPARTMENT], FRANCE),
            incidents=_of(touched.get(town[col.INSEE], ())),
            point=(float(town[col.LATITUDE]), float(town[col.LONGITUDE])),
        )
    for (name, country), rows in abroad.items():
        yield Entry("town", f"{country} {name}", (name, name), place=("", country), incidents=_of(rows))


def _areas(atlas: Atlas, sites: Sequence[dict[str, Any]]) -> Iterator[Entry]:
    for level in _LEVELS:
        within: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for site in sites:
            within[site[level]].append(site)
        for code in atlas.place_names[level, col.NAME_FR]:
            also = code if level == col.DEPARTMENT else ""
            yield Entry(level, code, area_names(atlas, level, code), also=also, incidents=_of(within.get(code, ())))


def _actors(atlas: Atlas) -> dict[str, list[str]]:
    """The incidents of each actor who is named; what is said about the name is no part of it, nor is a description."""
    claims = atlas.claims[atlas.claims[col.MEASURE] == "actor"]
    found: dict[str, list[str]] = defaultdict(list)
    for incident, value in zip(claims[col.INCIDENT_ID], claims[col.VALUE], strict=True):
        name = re.split(r"\s*[;(]|, ", str(value))[0]
        if name[:1].isupper() and name.count(" ") < _WORDS_OF_ACTOR and incident not in found.get(name, ()):
            found[name].append(incident)
    return found


def _of(rows: Sequence[dict[str, Any]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(row[col.INCIDENT_ID] for row in rows))
