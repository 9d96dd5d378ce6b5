"""The atlas put together: facts checked, sites placed, and incidents with the figures that their claims give.

Each stage hands on what it set aside: `problems` for rows, `placed.unplaced` and `placed.disagreements` for sites.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pandas as pd

from analytics import evidence, geography, records, store
from analytics.impact import days_to_recover
from analytics.schema import (
    BEDS,
    BEDS_UNMATCHED,
    CLAIMS,
    COMMUNE,
    COUNTRY,
    DAYS_TO_RECOVER,
    DEPARTMENT,
    DEPARTMENTS,
    DISAGREEMENTS,
    ENDED_ON,
    EVENTS,
    FRANCE,
    HEADLINE_MEASURES,
    HIGH,
    INCIDENT_ID,
    INCIDENTS,
    INSEE,
    LATITUDE,
    LIST_SEPARATOR,
    LONGITUDE,
    LOW,
    MEASURE,
    MENTIONS,
    NAME_EN,
    NAME_FR,
    NATIONAL_SERIES,
    ORGANISATION,
    POINT_PRECISION,
    PUBLISHER,
    REGION,
    REGIONS,
    SERVICES,
    SITES,
    SOURCE_ID,
    SOURCES,
    SUMMARY_EN,
    SUMMARY_FR,
    VALUE,
    VALUE_FR,
    YEAR,
)
from analytics.schema import CODE as CODE  # asked for here by the pages
from analytics.selection import DEFAULT_EVIDENCE, SEARCH_TEXT, Vocabulary, accepted_tiers, plain


class Atlas(NamedTuple):
    """Every table of the atlas, checked and placed; nothing here is ever changed in place."""

    incidents: pd.DataFrame
    sites: pd.DataFrame
    events: pd.DataFrame
    claims: pd.DataFrame
    sources: pd.DataFrame
    national_series: pd.DataFrame
    mentions: pd.DataFrame
    disagreements: pd.DataFrame
    beds_unmatched: pd.DataFrame
    corrections: pd.DataFrame
    departments: pd.DataFrame
    regions: pd.DataFrame
    countries: pd.DataFrame
    beds: pd.DataFrame
    checked: records.Checked
    placed: geography.Placed

    @property
    def vocabulary(self) -> Vocabulary:
        """The codes that a selection may name."""
        return Vocabulary(
            country=frozenset(self.countries[CODE]),
            region=frozenset(self.regions[CODE]),
            department=frozenset(self.departments[CODE]),
            incident=frozenset(self.incidents[INCIDENT_ID]),
        )


def load(root: Path = store.DATA) -> Atlas:
    """Read, correct, check and place everything under data/; rows that break a rule are in `checked.problems`.

    Raises
    ------
    ValueError
        Where a file is missing or is not what the schema says, or a correction does not find the value it expects.
    """
    reference = root / "reference"
    places = {name: store.read_csv(reference / f"{name}.csv") for name in ("departments", "regions", "countries")}
    communes = store.read_csv(reference / "communes.csv")
    known = {
        COUNTRY: frozenset(places["countries"][CODE]),
        REGION: frozenset(places["regions"][CODE]),
        DEPARTMENT: frozenset(places["departments"][CODE]),
        INSEE: frozenset(communes[INSEE]),
    }
    corrections = store.read_corrections(root / store.CORRECTIONS_FILE)
    checked = records.check(store.corrected(store.read_facts(root / "facts"), corrections), known)
    placed = geography.place_sites(
        checked.tables[SITES],
        geography.read_departments(detail=True, folder=reference),
        geography.read_countries(folder=reference),
    )
    tables = checked.tables
    return Atlas(
        incidents=tables[INCIDENTS],
        sites=placed.sites,
        events=tables[EVENTS],
        claims=tables[CLAIMS].merge(
            tables[SOURCES][[SOURCE_ID, PUBLISHER]], on=SOURCE_ID, how="left", validate="many_to_one"
        ),
        sources=tables[SOURCES],
        national_series=tables[NATIONAL_SERIES],
        mentions=tables[MENTIONS],
        disagreements=tables[DISAGREEMENTS],
        beds_unmatched=tables[BEDS_UNMATCHED],
        corrections=corrections,
        departments=places["departments"].reset_index(drop=True),
        regions=places["regions"].reset_index(drop=True),
        countries=places["countries"].reset_index(drop=True),
        beds=_beds(reference / "beds_departments.csv"),
        checked=checked,
        placed=placed,
    )


def _beds(path: Path) -> pd.DataFrame:
    """Hospital beds of each department and year: code, year, beds (all disciplines)."""
    rows = store.read_csv(path)
    return pd.DataFrame({CODE: rows[CODE], YEAR: rows[YEAR].astype(int), BEDS: pd.to_numeric(rows["total"])})


def publish(atlas: Atlas, lowest_tier: str = DEFAULT_EVIDENCE) -> pd.DataFrame:
    """Incidents as they are shown: with their places, services, support and figures.

    Parameters
    ----------
    atlas : Atlas
    lowest_tier : str
        The weakest tier whose claims are taken for figures.

    Returns
    -------
    DataFrame
        One row for each incident, in the order of the file: its own columns, then departments, regions,
        services (lists in a cell), latitude and longitude of its first real place, sources,
        independent_sources, strongest_tier, and for each headline measure the value retained and its
        `_low` and `_high`; search_text is what a search looks into.
    """
    tiers = accepted_tiers(lowest_tier)
    table = atlas.incidents.set_index(INCIDENT_ID)
    sites = atlas.sites.groupby(INCIDENT_ID, sort=False)
    table[DEPARTMENTS] = sites[DEPARTMENT].agg(_distinct)
    table[REGIONS] = sites[REGION].agg(_distinct)
    real = atlas.sites[atlas.sites[POINT_PRECISION] != "symbolic"].dropna(subset=[LATITUDE, LONGITUDE])
    points = real.groupby(INCIDENT_ID, sort=False)[[LATITUDE, LONGITUDE]].first()
    table[[LATITUDE, LONGITUDE]] = points
    table[SERVICES] = evidence.retained(atlas.claims, "services_affected", tiers)
    table = table.join(evidence.support(atlas.claims, atlas.sources))
    stated = evidence.figures(atlas.claims, atlas.sources, tiers)
    for measure in HEADLINE_MEASURES:
        figure = stated[stated[MEASURE] == measure].set_index(INCIDENT_ID)
        for column, suffix in ((VALUE, ""), (LOW, "_low"), (HIGH, "_high")):
            table[measure + suffix] = figure[column]
    told_ends = evidence.retained(atlas.claims, ENDED_ON, tiers)
    ended = atlas.incidents.assign(**{ENDED_ON: atlas.incidents[INCIDENT_ID].map(told_ends).astype("str")})
    recovery = days_to_recover(ended, stated).set_index(INCIDENT_ID)
    for column, suffix in ((VALUE, ""), (LOW, "_low"), (HIGH, "_high")):
        table[DAYS_TO_RECOVER + suffix] = recovery[column]
    table[SEARCH_TEXT] = _search_text(atlas)
    return table.reset_index()


def _distinct(codes: pd.Series) -> str | None:
    known = list(dict.fromkeys(codes.dropna()))
    return LIST_SEPARATOR.join(sorted(known)) or None


def _search_text(atlas: Atlas) -> pd.Series:
    """Names, places, actors and summaries of each incident, plain, in both languages."""
    own = atlas.incidents.set_index(INCIDENT_ID)[[NAME_FR, NAME_EN, ORGANISATION, SUMMARY_FR, SUMMARY_EN]]
    words = own.fillna("").agg(" ".join, axis=1)
    departments = atlas.departments.set_index(CODE)
    regions = atlas.regions.set_index(CODE)
    countries = atlas.countries.set_index(CODE)
    sites = atlas.sites
    near = sites[[NAME_FR, NAME_EN, COMMUNE]].fillna("").agg(" ".join, axis=1)
    for codes, names in ((DEPARTMENT, departments), (REGION, regions), (COUNTRY, countries)):
        for language in (NAME_FR, NAME_EN):
            near = near + " " + sites[codes].map(names[language]).fillna("").astype(str)
    # a department's number is how many French readers call it
    near = near + " " + sites[DEPARTMENT].fillna("").astype(str)
    places = near.groupby(sites[INCIDENT_ID]).agg(" ".join)
    actors = atlas.claims[atlas.claims[MEASURE] == "actor"]
    named = (actors[VALUE].fillna("") + " " + actors[VALUE_FR].fillna("")).groupby(actors[INCIDENT_ID]).agg(" ".join)
    return (
        words + " " + places.reindex(words.index, fill_value="") + " " + named.reindex(words.index, fill_value="")
    ).map(plain)


def in_france(incidents: pd.DataFrame) -> pd.DataFrame:
    """The French incidents of a table, overseas departments among them."""
    return incidents[incidents[COUNTRY] == FRANCE]
