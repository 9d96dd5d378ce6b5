"""The tables that may be taken away, cut down to a selection."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pandas as pd

from analytics.atlas import register
from analytics.atlas.atlas import Atlas, listed
from analytics.geography.levels import Level
from analytics.outputs import registers
from analytics.record.cells import split_list
from analytics.schema import col
from analytics.schema.codes import FRANCE
from analytics.schema.series import comparison
from analytics.schema.tables import LIST_SEPARATOR, REFERENCE, TABLES
from analytics.selection.selection import Selection, accepted_tiers
from analytics.statistics import areas
from analytics.statistics.nearest_days import nearest_days

HOSPITALS = REFERENCE[col.HOSPITALS]
AREAS = (col.DEPARTMENTS, col.REGIONS, col.COUNTRIES)


Publishing = Callable[[str], pd.DataFrame]  # level of evidence → published incidents
Exporting = Callable[[Atlas, Selection, Publishing], pd.DataFrame]


def table_of(atlas: Atlas, name: str, selection: Selection, published: Publishing) -> pd.DataFrame:
    """One table, cut down to what the selection keeps, with the columns that are published.

    Parameters
    ----------
    atlas : Atlas
    name : str
        A table of `EXPORTED`.
    selection : Selection
        Cuts incidents; sites, events, claims and sources follow them, sites as far as they lie in the areas named.
        National series follow the countries named; mentions are whole. Where it has a period, attacks that may have
        begun in it or not are there too, and `in_period` says so.
        Of departments, regions and countries it counts the incidents and chooses the rows; of hospitals it chooses
        the rows by area alone, and names the incidents.
    published : function
        Gives the published incidents of a level of evidence.

    Raises
    ------
    ValueError
        Where there is no such table.
    """
    if name not in EXPORTED:
        raise ValueError(f"there is no table “{name}”; the tables are {', '.join(EXPORTED)}")
    return EXPORTED[name](atlas, selection, published).reset_index(drop=True)


def _incidents(_: Atlas, selection: Selection, published: Publishing) -> pd.DataFrame:
    kept = selection.keep_with_possible(published(selection.evidence)).drop(columns=col.SEARCH_TEXT)
    kept.insert(list(kept).index(col.RANSOM_PAID) + 1, col.IN_PERIOD, kept.pop(col.IN_PERIOD))
    # on a page the incident named is the one whose card is open; a file about one incident holds it alone
    return kept[kept[col.INCIDENT_ID] == selection.incident] if selection.incident else kept


def _of_kept(name: str) -> Exporting:
    def kept(atlas: Atlas, selection: Selection, published: Publishing) -> pd.DataFrame:
        table: pd.DataFrame = getattr(atlas, name)
        told = _incidents(atlas, selection, published).set_index(col.INCIDENT_ID)[col.IN_PERIOD]
        rows = table[table[col.INCIDENT_ID].isin(told.index)]
        return rows.assign(**{col.IN_PERIOD: rows[col.INCIDENT_ID].map(told).astype("str")})

    return kept


def _sites(atlas: Atlas, selection: Selection, published: Publishing) -> pd.DataFrame:
    rows = selection.keep_places(pd.DataFrame(_of_kept(col.SITES)(atlas, selection, published)))
    return rows[[*TABLES[col.SITES].names, col.PLACED_BY, col.POINT_DEPARTMENT, col.IN_PERIOD]]


def _claims(atlas: Atlas, selection: Selection, published: Publishing) -> pd.DataFrame:
    """Claims of the tiers accepted alone: a figure worked out from this file is the one on the page."""
    rows = _of_kept(col.CLAIMS)(atlas, selection, published)
    rows = rows[rows[col.TIER].isin(accepted_tiers(selection.evidence))]
    return rows.assign(**{col.NOTE: rows[f"{col.NOTE}_{selection.lang}"]})[
        [*TABLES[col.CLAIMS].names, col.PUBLISHER, col.NOTE, col.IN_PERIOD]
    ]


def _sources(atlas: Atlas, selection: Selection, published: Publishing) -> pd.DataFrame:
    if not selection.narrowing and not selection.incident:
        return atlas.sources
    kept = set(_incidents(atlas, selection, published)[col.INCIDENT_ID])  # once for the three tables
    events, sites, claims = (
        table[table[col.INCIDENT_ID].isin(kept)] for table in (atlas.events, atlas.sites, atlas.claims)
    )
    lists = [*events[col.SOURCE_IDS], *sites[col.SOURCE_IDS]]
    cited = {source for cell in lists for source in split_list(cell)} | set(claims[col.SOURCE_ID])
    return atlas.sources[atlas.sources[col.SOURCE_ID].isin(cited)]


def _naming(name: str) -> Exporting:
    """The rows that name an incident kept; of no choice all, also those of what is not in the record."""

    def kept(atlas: Atlas, selection: Selection, published: Publishing) -> pd.DataFrame:
        table: pd.DataFrame = getattr(atlas, name)
        if not selection.narrowing and not selection.incident:
            return table
        return table[table[col.INCIDENT_ID].isin(_incidents(atlas, selection, published)[col.INCIDENT_ID])]

    return kept


def _national_series(atlas: Atlas, selection: Selection, _: Publishing) -> pd.DataFrame:
    """The official figures of the countries chosen, or all; and how each may stand beside our incidents."""
    rows = atlas.national_series
    if selection.country:
        rows = rows[rows[col.COUNTRY].isin(selection.country)]
    keys = zip(rows[col.COUNTRY], rows[col.METRIC], rows[col.YEAR], strict=True)
    return rows.assign(**{col.COMPARED: [comparison(*key) for key in keys]}).astype({col.COMPARED: "str"})


def _hospitals(atlas: Atlas, selection: Selection, published: Publishing) -> pd.DataFrame:
    """The hospital or those of the areas chosen, or all; which incidents of the choice named each, or its entity."""
    groups = listed(atlas.country_groups).get(FRANCE)  # a group of countries is an area too
    rows = atlas.hospitals[selection.in_area(atlas.hospitals.assign(**{col.COUNTRY_GROUPS: groups}))]
    if selection.finess:
        rows = rows[rows[col.FINESS_ET] == selection.finess]
    named = atlas.incidents_of_hospitals
    kept = named[named[col.INCIDENT_ID].isin(_incidents(atlas, selection, published)[col.INCIDENT_ID])]
    kept = kept.drop_duplicates([col.FINESS_ET, col.INCIDENT_ID])
    lists = {
        column: kept[kept[register.NAMED] == how].groupby(col.FINESS_ET)[col.INCIDENT_ID].agg(LIST_SEPARATOR.join)
        for column, how in ((col.INCIDENT_IDS, register.SITE), (col.ENTITY_INCIDENT_IDS, register.ENTITY))
    }
    told = {column: rows[col.FINESS_ET].map(ids).astype("str") for column, ids in lists.items()}
    return rows.assign(**told)[[column.name for column in (*HOSPITALS.columns, *HOSPITALS.added)]]


def _nearest_days(atlas: Atlas, selection: Selection, published: Publishing) -> pd.DataFrame:
    """People who lived nearest to a hospital in degraded mode, of the departments and the days chosen."""
    found = nearest_days(atlas, published(selection.evidence), selection, atlas.living_nearest).areas
    days = found[col.DAY].dt.strftime("%Y-%m-%d").astype("str")
    return found.assign(**{col.DAY: days}).sort_values([col.DAY, col.DEPARTMENT])


def _areas(level: Level) -> Exporting:
    return lambda atlas, selection, published: areas.rate_table(atlas, published(selection.evidence), selection, level)


EXPORTED: Mapping[str, Exporting] = {
    col.INCIDENTS: _incidents,
    col.SITES: _sites,
    col.EVENTS: _of_kept(col.EVENTS),
    col.CLAIMS: _claims,
    col.SOURCES: _sources,
    col.NATIONAL_SERIES: _national_series,
    col.MENTIONS: lambda atlas, *_: atlas.mentions,
    col.DISAGREEMENTS: _of_kept(col.DISAGREEMENTS),
    col.BEDS_UNMATCHED: _of_kept(col.BEDS_UNMATCHED),
    col.REVISIONS: _naming(col.REVISIONS),
    col.READINGS: _naming(col.READINGS),
    col.EARLIER_READINGS: lambda atlas, *_: atlas.earlier_readings,
    col.DEPARTMENTS: _areas("department"),
    col.REGIONS: _areas("region"),
    col.COUNTRIES: _areas("country"),
    col.HOSPITALS: _hospitals,
    col.NEAREST_DAYS: _nearest_days,
    col.REGISTERS: lambda atlas, selection, published: registers.beside(
        atlas, selection, published(selection.evidence)
    ),
}
