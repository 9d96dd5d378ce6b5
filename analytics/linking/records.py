"""Incidents of the record and imported rows as records of one form, which can be compared.

A date is that of an attack, as the days between which it began, or that of a report: a filing or a listing, weeks or
months after. Which of the two a feed has, its module says.
"""

from __future__ import annotations

import json
import re
from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from analytics.atlas.atlas import Atlas
from analytics.feeds import importing, parts, values
from analytics.linking import names
from analytics.record.cells import plain, rows_of, split_list
from analytics.schema import col

OURS = "atlas"
"""What our own record is called among the sources."""
REGISTERS = {"HHS OCR breach portal": "hhs-ocr", "VERIS Community Database": "veris", "EuRepoC": "eurepoc"}
"""Publishers of sources that name a row of a register, and the feed that reads it."""
_SUPPLIER = "supplier"
_TERRITORIES = frozenset({"ASM", "GUM", "MNP", "PRI", "VIR"})  # registers of the United States have them as states
_TAKEN = (
    *(col.FEED, col.FEED_ID, col.ORGANISATION, col.HEALTH, col.CYBER, col.STARTED_ON, col.REPORTED_ON, col.COUNTRY),
    *(col.STATE, col.DEPARTMENT, col.COMMUNE, col.INSEE, col.SOURCES, col.DOUBTS, col.PEOPLE_AFFECTED, col.AT_SUPPLIER),
)


class Record(NamedTuple):
    """One event as somebody reports it.

    Attributes
    ----------
    unique_id : source and identifier, with a colon between.
    source, identifier : the feed and its row, or `OURS` and the incident.
    name, place, date : as a reader is shown them.
    names, keys : `Weights.names` and `names.keys`.
    told : texts in which others whom the incident concerns are named, as names; of ours only. Of an attack at a
        supplier, titles of its sources and its lists of customers; of any other, all that it and its towns are called.
    at_supplier : of a row, whether the attack was at a supplier of the victim; of ours, whether the victim is one. None
        where nothing says so.
    country : alpha-3 code, or None.
    areas, towns : states and departments; communes.
    attack_from, attack_to : days (ordinals) between which the attack began, or None.
    reported : day of a report, where the day of the attack is not known.
    people : numbers of people affected; of ours those that a source other than a register states.
    address : sources that the row cites.
    """

    unique_id: str
    source: str
    identifier: str
    name: str
    place: str
    date: str
    names: list[names.Name]
    keys: list[str]
    told: list[names.Name]
    at_supplier: bool | None
    country: str | None
    areas: list[str]
    towns: list[str]
    attack_from: int | None
    attack_to: int | None
    reported: int | None
    people: list[int]
    address: str


class Read(NamedTuple):
    """What folders of imported rows hold: the records to compare; by feed, how many rows were not compared, and why."""

    records: list[Record]
    left_out: dict[str, dict[str, int]]


def days_of(text: object) -> tuple[int, int] | None:
    """First and last day of a date of a year, a month or a day; None where there is none.

    >>> [date.fromordinal(day).isoformat() for day in days_of("2024-02")]
    ['2024-02-01', '2024-02-29']
    """
    if not isinstance(text, str) or not text:
        return None
    year, *rest = (int(part) for part in text.split("-"))
    first = date(year, *rest, *[1] * (2 - len(rest)))
    last = (date(year, 12, 31), date(first.year, first.month, monthrange(first.year, first.month)[1]), first)[len(rest)]
    return first.toordinal(), last.toordinal()


def of_atlas(atlas: Atlas, weights: names.Weights) -> list[Record]:
    """Every incident of ours, with all that it and its sites are called."""
    sites = defaultdict(list)
    for row in rows_of(pd.DataFrame(atlas.sites)):
        sites[row[col.INCIDENT_ID]].append(row)
    claims = pd.DataFrame(atlas.claims)
    stated = claims[(claims[col.MEASURE] == col.PEOPLE_AFFECTED) & ~claims[col.PUBLISHER].isin(REGISTERS.keys())]
    people = stated.groupby(col.INCIDENT_ID)[col.VALUE].agg(list).to_dict()
    texts = _texts(atlas)
    return [
        _incident(
            row,
            sites[row[col.INCIDENT_ID]],
            _counts(people.get(row[col.INCIDENT_ID], [])),
            texts[row[col.INCIDENT_ID]],
            weights,
        )
        for row in rows_of(atlas.incidents)
    ]


def _texts(atlas: Atlas) -> dict[str, list[str]]:
    """Of each incident the titles of its sources and its lists of customers, but nothing that a register says."""
    titles = {row[col.SOURCE_ID]: row["title"] for row in rows_of(atlas.sources) if row[col.PUBLISHER] not in REGISTERS}
    found = defaultdict[str, list[str]](list)
    for row in rows_of(pd.DataFrame(atlas.claims)):
        if row[col.SOURCE_ID] in titles:
            found[row[col.INCIDENT_ID]] += [row[col.VALUE]] if row[col.MEASURE] == "sites_listed" else []
            found[row[col.INCIDENT_ID]].append(titles[row[col.SOURCE_ID]])
    for row in rows_of(pd.DataFrame(atlas.events)):
        found[row[col.INCIDENT_ID]] += [titles[each] for each in split_list(row["source_ids"]) if each in titles]
    return found


def _counts(cells: Iterable[object]) -> list[int]:
    return sorted({int(str(cell)) for cell in cells if str(cell).isdecimal()} - {0})


def _incident(
    row: Mapping[str, Any],
    sites: Sequence[Mapping[str, Any]],
    people: list[int],
    texts: Sequence[str],
    weights: names.Weights,
) -> Record:
    called = [row["name_en"], row["name_fr"], *_each(sites, "name_en", "name_fr")]
    towns = [re.sub(r"\s*\(.*", "", town) for town in _each(sites, col.COMMUNE)]
    places = {plain(each) for each in towns} | set(values.states()) | set(values.countries())
    every = [*names.aliases(row[col.ORGANISATION]), *(name for text in called for name in names.aliases(text))]
    found = weights.names(each for each in every if not _is_place(each, places))
    stated = " ; ".join(
        str(each) for each in (row[col.ORGANISATION], *called, *_each(sites, col.COMMUNE), row["summary_en"])
    )
    at_supplier = row[col.SECTOR] == _SUPPLIER
    called_so = [names.bare(each)[-1] for each in (*split_list(row[col.ORGANISATION]), *called)]
    told = weights.names(texts if at_supplier else [" ".join([*called_so, *towns])])
    begun, seen = days_of(row[col.STARTED_ON]), days_of(row["detected_on"])
    country = _country(row[col.COUNTRY])
    return Record(
        unique_id=f"{OURS}:{row[col.INCIDENT_ID]}",
        source=OURS,
        identifier=row[col.INCIDENT_ID],
        name=row["name_en"],
        place=", ".join([*list(dict.fromkeys(towns))[:3], row[col.COUNTRY]]),
        date=row[col.STARTED_ON] or "",
        names=found,
        keys=sorted({*names.keys(found), *names.telling(told if at_supplier else [])}),
        told=told,
        at_supplier=at_supplier,
        country=country,
        areas=_areas(stated, country, at_supplier, sites),
        towns=sorted(set(_each(sites, col.INSEE))),
        attack_from=begun[0] if begun else None,
        attack_to=max(begun[1], seen[1] if seen else 0) if begun else None,
        reported=None,
        people=[] if at_supplier else people,  # each customer files those of its own
        address="",
    )


def of_imports(folders: Iterable[Path], weights: names.Weights) -> Read:
    """The rows of folders that `python -m analytics import` wrote, those left out that are no attack or have no name.

    Raises
    ------
    ValueError
        Where a folder is not one of those, or its import has not ended.
    """
    found: dict[str, Record] = {}
    left: dict[str, dict[str, int]] = {}
    for folder in folders:
        for row in rows_of(_table(folder)):
            record = _row(row, weights)
            counts = left.setdefault(row[col.FEED], dict.fromkeys(("rows", "no-attack", "no-name", "twice"), 0))
            counts["rows"] += 1
            if row[col.CYBER] == "no":
                counts["no-attack"] += 1
            elif not record.names:
                counts["no-name"] += 1
            elif record.unique_id in found:
                counts["twice"] += 1
            else:
                found[record.unique_id] = record
    return Read(sorted(found.values()), left)


def _table(folder: Path) -> pd.DataFrame:
    report, incidents = folder / importing.REPORT, folder / parts.INCIDENTS
    if not folder.is_dir():
        raise ValueError(f"{folder}: there is no such folder; expected one that `python -m analytics import` wrote")
    if not (folder / importing.PLAN).is_file():
        raise ValueError(
            f"{folder}: found no {importing.PLAN}, expected a folder that `python -m analytics import` wrote"
        )
    if not report.is_file():
        raise ValueError(f"{folder}: found an import that has not ended; give its command again, then link")
    if not json.loads(report.read_text(encoding="utf-8"))["counts"]["accepted"]:
        return pd.DataFrame(columns=list(_TAKEN))
    try:
        table: pd.DataFrame = pq.read_table(incidents, columns=list(_TAKEN), partitioning=None).to_pandas()
    except pa.ArrowInvalid as error:
        raise ValueError(
            f"{folder}: found an import without some of the columns {', '.join(_TAKEN)}; it is of another version: "
            "import the file again, then link"
        ) from error
    return table.astype(object).where(table.notna(), None)


def _row(row: Mapping[str, Any], weights: names.Weights) -> Record:
    found = weights.names(names.aliases(row[col.ORGANISATION]))
    begun, told = days_of(row[col.STARTED_ON]), days_of(row[col.REPORTED_ON])
    people, doubts = row[col.PEOPLE_AFFECTED], split_list(row[col.DOUBTS])
    if "shared-instant" in doubts:
        told = None
    area = row[col.STATE] if row[col.COUNTRY] == "USA" else row[col.DEPARTMENT]
    return Record(
        unique_id=f"{row[col.FEED]}:{row[col.FEED_ID]}",
        source=row[col.FEED],
        identifier=row[col.FEED_ID],
        name=row[col.ORGANISATION] or "",
        place=", ".join(each for each in (row[col.COMMUNE], area, row[col.COUNTRY]) if each),
        date=row[col.STARTED_ON] or row[col.REPORTED_ON] or "",
        names=found,
        keys=names.keys(found),
        told=[],
        at_supplier=None if row[col.AT_SUPPLIER] is None else row[col.AT_SUPPLIER] == "yes",
        country=_country(row[col.COUNTRY]),
        areas=[area] if area else [],
        towns=[row[col.INSEE]] if row[col.INSEE] else [],
        attack_from=begun[0] if begun else None,
        attack_to=begun[1] if begun else None,
        reported=told[0] if told and not begun else None,
        people=[] if people is None or "placeholder-count" in doubts or people < 1 else [int(people)],
        address=row[col.SOURCES] or "",
    )


def _is_place(name: str, places: set[str]) -> bool:
    """Whether a name is that of a place, or has one after a comma: “Marietta, Ohio” in brackets names no hospital."""
    return any(plain(part) in places for part in (name, *name.split(",")))


def _country(code: str | None) -> str | None:
    """The country of a record as it is compared: territories of the United States are in it."""
    return "USA" if code in _TERRITORIES else code


def _areas(text: str, country: str | None, at_supplier: bool, sites: Sequence[Mapping[str, Any]]) -> list[str]:
    """States or departments of an incident; none of one at a supplier, whose customers are in all of them."""
    if at_supplier:
        return []
    return _states(text) if country == "USA" else sorted(set(_each(sites, col.DEPARTMENT)))


def _states(text: str) -> list[str]:
    """The states of the US that a text names in full: “West Virginia” names no Virginia."""
    spoken, found = f" {plain(text)} ", set()
    for name, code in sorted(values.states().items(), key=lambda each: -len(each[0])):
        if len(name) > 2 and f" {name} " in spoken:
            found.add(code)
            spoken = spoken.replace(f" {name} ", " ")
    return sorted(found)


def _each(sites: Sequence[Mapping[str, Any]], *columns: str) -> list[str]:
    return [site[name] for site in sites for name in columns if isinstance(site[name], str)]
