"""Every filter of a choice, said once: its name, its values, what it keeps, how it is told and described.

Addresses, the API and its document, the command line, widgets and chips are made from this list. The words of a
filter stand in the locale files: `filters.FIELD` above its widget, `filters.chip_FIELD` where it is `framed`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from analytics.record.cells import split_list
from analytics.record.dates import first_day, last_day
from analytics.schema import col
from analytics.schema.codes import (
    ATTACK_TYPES,
    COUNTRY_GROUPS,
    HOSPITAL_KINDS,
    HOSPITAL_SIZES,
    HOSPITAL_STATUSES,
    SECTORS,
    SERVICE_CODES,
    SEVERITIES,
    TIERS,
    Label,
)
from analytics.selection import masks
from analytics.selection.masks import Holding, Keeping, Mask
from analytics.selection.search_words import readings

Side = Literal["where", "when", "what", "who", "page"]
Kind = Literal["codes", "places", "incidents", "hospitals", "date", "words"]


@dataclass(frozen=True, kw_only=True)
class Filter:
    """One filter of a choice.

    Attributes
    ----------
    name : str
        What addresses, the API and the command line call it.
    field : str
        What `Selection` calls it; a name of the language, like `from`, can be no field.
    side : str
        What it narrows: where, when, what, who says so; `page` where it narrows nothing, but says what a page shows.
    kind : str
        What its values are: fixed `codes`, codes of `places`, of `incidents` or of `hospitals` that the data have, a
        `date`, free `words`.
    meaning, option : str
        What it is, for the document of the API and for the help of the command line.
    repeats : bool
        Whether it may be given more than once; any of its values counts then.
    codes : mapping of str to Label
        Fixed codes, and what each is called.
    default : str
        What holds where nothing is chosen.
    keep : callable
        Of published incidents (`atlas.publish`) the masks of its values (`masks.Keeping`): which rows each value keeps
        for certain; None keeps all.
    may_keep : callable
        The same where a row may be meant or not: an attack known to the month alone, and a period that begins in that
        month. None where that is never open.
    keep_place : callable
        The same of sites: whether each place lies there; None where the filter is not about places.
    framed : bool
        Whether a value is told within words of the filter (`filters.chip_FIELD`), and not alone; dates always are.
    numbered : bool
        Whether readers know the codes of its places, which are told with the name then.
    every : tuple of str
        What an address may say, in plain spelling, where it leaves this filter alone: pages have a usual value then.
    example : str or list of str
        For the document of the API; empty where there is none.
    """

    name: str
    field: str
    side: Side
    kind: Kind
    meaning: str
    option: str
    repeats: bool = False
    codes: Mapping[str, Label] | None = None
    default: str = ""
    keep: Keeping | None = None
    may_keep: Keeping | None = None
    keep_place: Keeping | None = None
    framed: bool = False
    numbered: bool = False
    every: tuple[str, ...] = ()
    example: str | list[str] = ""

    @property
    def open(self) -> str | tuple[str, ...]:
        """The value of a choice that leaves this filter alone."""
        return () if self.repeats else self.default


def _names(column: str) -> Keeping:
    """Whether a cell is the value, or lists it."""

    def of_table(rows: pd.DataFrame) -> Holding:
        naming: dict[str, list[int]] = {}
        for place, cell in enumerate(rows[column]):
            for code in split_list(cell):
                naming.setdefault(code, []).append(place)
        return lambda value: masks.at(naming.get(value, []), len(rows))

    return of_table


def _begun_from(incidents: pd.DataFrame) -> Holding:
    first = first_day(incidents[col.STARTED_ON]).to_numpy()
    return lambda day: first >= first_day(pd.Series([day])).to_numpy()


def _may_have_begun_from(incidents: pd.DataFrame) -> Holding:
    last = last_day(incidents[col.STARTED_ON]).to_numpy()
    return lambda day: last >= first_day(pd.Series([day])).to_numpy()


def _begun_by(incidents: pd.DataFrame) -> Holding:
    last = last_day(incidents[col.STARTED_ON]).to_numpy()
    return lambda day: last <= last_day(pd.Series([day])).to_numpy()


def _may_have_begun_by(incidents: pd.DataFrame) -> Holding:
    first = first_day(incidents[col.STARTED_ON]).to_numpy()
    return lambda day: first <= last_day(pd.Series([day])).to_numpy()


def _backed_by(incidents: pd.DataFrame) -> Holding:
    """Incidents that a source of this tier or of a stronger one speaks of; mere claims count at the last tier alone."""
    order = list(TIERS)
    ranks = incidents[col.STRONGEST_TIER].map({tier: rank for rank, tier in enumerate(order)}).to_numpy(float)
    known = incidents[col.STATUS].ne("claimed").to_numpy(bool)
    return lambda weakest: (ranks <= order.index(weakest)) & (known | (weakest == order[-1]))


def _has_every_word(incidents: pd.DataFrame) -> Holding:
    """Incidents whose texts have every word, begun or whole, in the strictest reading that finds one."""
    texts = " " + incidents[col.SEARCH_TEXT]

    def has(alike: Iterable[str]) -> Mask:
        each = [texts.str.contains(f" {word}", regex=False).to_numpy(bool) for word in alike]
        return np.asarray(np.logical_or.reduce(each))

    def found(words: str) -> Mask:
        mask = masks.at([], len(texts))
        for reading in filter(None, readings(words)):  # signs alone are no word, and found nowhere
            mask = np.logical_and.reduce([np.ones(len(texts), dtype=bool), *map(has, reading)])
            if mask.any():
                break
        return mask

    return found


_IN_ORDER = (
    Filter(
        name="country",
        field="country",
        side="where",
        kind="places",
        repeats=True,
        keep=_names(col.COUNTRIES),
        keep_place=_names(col.COUNTRY),
        every=("world", "monde"),
        meaning="ISO 3166-1 alpha-3 code of a country; may be repeated, any of them counts. `world` stands for all of "
        "them, as where nothing is said; a page in French shows France where its address says nothing of a choice.",
        option="ISO 3166-1 alpha-3 code, for example FRA; may be repeated",
        example=["FRA"],
    ),
    Filter(
        name="group",
        field="group",
        side="where",
        kind="codes",
        repeats=True,
        codes=COUNTRY_GROUPS,
        keep=_names(col.COUNTRY_GROUPS),
        keep_place=_names(col.COUNTRY_GROUPS),
        meaning="Group of countries: a WHO region, the European Union, the OECD, a World Bank income group; may be "
        "repeated, any of them counts.",
        option="group of countries: a WHO region, the European Union, the OECD, a World Bank income group",
        example=["who-eur"],
    ),
    Filter(
        name="region",
        field="region",
        side="where",
        kind="places",
        repeats=True,
        keep=_names(col.REGIONS),
        keep_place=_names(col.REGION),
        meaning="INSEE code of a French region; may be repeated, any of them counts.",
        option="INSEE code of a region, for example 11; may be repeated",
        example=["11"],
    ),
    Filter(
        name="department",
        field="department",
        side="where",
        kind="places",
        repeats=True,
        keep=_names(col.DEPARTMENTS),
        keep_place=_names(col.DEPARTMENT),
        numbered=True,
        meaning="INSEE code of a French department; may be repeated, any of them counts.",
        option="INSEE code of a department, for example 78; may be repeated",
        example=["78", "91"],
    ),
    Filter(
        name="from",
        field="start",
        side="when",
        kind="date",
        keep=_begun_from,
        may_keep=_may_have_begun_from,
        meaning="First year, month or day (2022, 2022-12, 2022-12-03), included. An attack known to the month or the "
        "year alone, across an end of the period, has `in_period` = `possible`; counts leave it out, rates weigh it.",
        option="first year, month or day (2022, 2022-12, 2022-12-03)",
        example="2022",
    ),
    Filter(
        name="to",
        field="end",
        side="when",
        kind="date",
        keep=_begun_by,
        may_keep=_may_have_begun_by,
        meaning="Last year, month or day, included; not before `from`.",
        option="last year, month or day",
        example="2023-06",
    ),
    Filter(
        name="type",
        field="type",
        side="what",
        kind="codes",
        repeats=True,
        codes=ATTACK_TYPES,
        keep=_names(col.ATTACK_TYPE),
        meaning="Type of attack; may be repeated.",
        option="type of attack; may be repeated",
        example=["ransomware"],
    ),
    Filter(
        name="service",
        field="service",
        side="what",
        kind="codes",
        repeats=True,
        codes=SERVICE_CODES,
        keep=_names(col.SERVICES),
        framed=True,
        meaning="Service affected; may be repeated.",
        option="service affected; may be repeated",
    ),
    Filter(
        name="sector",
        field="sector",
        side="what",
        kind="codes",
        repeats=True,
        codes=SECTORS,
        keep=_names(col.SECTOR),
        framed=True,
        meaning="What was hit: a hospital, a group, a supplier of hospitals…; may be repeated.",
        option="what was hit: hospital, hospital-group, supplier…; may be repeated",
        example=["supplier", "pathology-provider"],
    ),
    Filter(
        name="hospital",
        field="hospital",
        side="what",
        kind="codes",
        repeats=True,
        codes=HOSPITAL_KINDS,
        keep=_names(col.HOSPITAL_KINDS),
        framed=True,
        meaning="Kind of a French legal entity hit, by the FINESS category of most of its beds; may be repeated.",
        option="kind of a French hospital hit: university, psychiatric…; may be repeated",
        example=["university"],
    ),
    Filter(
        name="capacity",
        field="capacity",
        side="what",
        kind="codes",
        repeats=True,
        codes=HOSPITAL_SIZES,
        keep=_names(col.HOSPITAL_SIZES),
        framed=True,
        meaning="Size class of a French legal entity hit, in beds; of several hospitals any counts; may be repeated.",
        option="size class of a French hospital hit, in beds; may be repeated",
        example=["1000-over"],
    ),
    Filter(
        name="ownership",
        field="ownership",
        side="what",
        kind="codes",
        repeats=True,
        codes=HOSPITAL_STATUSES,
        keep=_names(col.HOSPITAL_STATUSES),
        framed=True,
        meaning="Status of a French legal entity hit: public, non-profit or for-profit; may be repeated.",
        option="status of a French hospital hit: public, non-profit or for-profit; may be repeated",
        example=["public"],
    ),
    Filter(
        name="severity",
        field="severity",
        side="what",
        kind="codes",
        repeats=True,
        codes=SEVERITIES,
        keep=_names(col.SEVERITY),
        meaning="How far the attack reached: care, data or a website only, or not stated by sources; may be repeated.",
        option="how far it reached: care-affected, not-stated or data-or-website-only; may be repeated",
        example=["care-affected"],
    ),
    Filter(
        name="evidence",
        field="evidence",
        side="who",
        kind="codes",
        codes=TIERS,
        default="specialist",  # everything but what only the attacker says
        keep=_backed_by,
        meaning="Lowest tier of source that counts.",
        option="lowest tier of source taken",
        example="press",
    ),
    Filter(
        name="q",
        field="q",
        side="what",
        kind="words",
        keep=_has_every_word,
        framed=True,
        meaning="Words searched for in names, places, actors and summaries: every one must be found, whole or begun; "
        "accents, case, hyphens and `st` for `saint` do not matter. Where no incident has them all, the names of a "
        "hospital (CH, CHU, CHRU, centre hospitalier, hôpital) stand for each other; where none has these, words that "
        "any hospital has are left out.",
        option="words searched for, whole or begun; accents, case and hyphens do not matter",
        example="versailles",
    ),
    Filter(
        name="places",
        field="places",
        side="page",
        kind="codes",
        codes={
            "area": Label("ceux du territoire choisi", "those in the area chosen"),
            "all": Label("tous ceux des mêmes incidents", "all of the same incidents"),
        },
        default="area",
        meaning="Where an area is named, which places of its incidents a table or a map holds: those in the area "
        "(`area`), or all of the same incidents (`all`).",
        option="places of the incidents kept: those in the area named, or all",
        example="all",
    ),
    Filter(
        name="incident",
        field="incident",
        side="page",
        kind="incidents",
        meaning="Identifier of one incident, which is then taken alone.",
        option="identifier of an incident",
    ),
    Filter(
        name="compare",
        field="compare",
        side="page",
        kind="incidents",
        repeats=True,
        meaning="What stands side by side on the page that compares, in its picture and in `/api/v1/compare`: "
        "identifiers of incidents, `department-78`, `region-11`, `country-DEU`; the first six are taken.",
        option="incident, department-78, region-11 or country-DEU to set side by side; may be repeated",
    ),
    Filter(
        name="day",
        field="day",
        side="page",
        kind="date",
        meaning="The day of the map of hospitals in degraded mode and of the people who live nearest to them "
        "(`nearest-day`); without it that with most people. It narrows nothing else.",
        option="day of the map of hospitals in degraded mode, as 2021-02-15",
        example="2021-02-15",
    ),
    Filter(
        name="finess",
        field="finess",
        side="page",
        kind="hospitals",
        meaning="FINESS number of a hospital (ET): that of the picture `hospital-beds` and of the table `hospitals`, "
        "which then has it alone. It narrows nothing else.",
        option="FINESS number of the hospital that a figure or a picture is of",
        example="640000600",
    ),
    Filter(
        name="lang",
        field="lang",
        side="page",
        kind="codes",
        codes={"fr": Label("français", "French"), "en": Label("anglais", "English")},
        default="fr",
        meaning="Language of notes, of pictures, of the feed and of what `meta` says.",
        option="language of notes: fr or en",
        example="en",
    ),
)
FILTERS = {each.name: each for each in _IN_ORDER}
