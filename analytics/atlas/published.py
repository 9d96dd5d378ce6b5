"""Incidents as they are shown: with their places, services, support and figures."""

from __future__ import annotations

import pandas as pd

from analytics.atlas.atlas import Atlas
from analytics.evidence import figures
from analytics.evidence.recovery import bounds, days_to_recover
from analytics.evidence.severity import severities
from analytics.schema import col
from analytics.schema.codes import FRANCE
from analytics.schema.measures import HEADLINE_MEASURES
from analytics.selection.selection import DEFAULT_EVIDENCE, accepted_tiers

_COLUMNS_OF_A_FIGURE = ((col.VALUE, ""), (col.LOW, "_low"), (col.HIGH, "_high"), (col.PARTIAL, f"_{col.PARTIAL}"))


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
        One row for each incident, in the order of the file: its own columns, then countries, country_groups,
        departments, regions, legal_entities, hospital_kinds, hospital_sizes, hospital_statuses, services (lists in a
        cell), latitude and longitude of its first real place, sources, independent_sources, strongest_tier, severity,
        ransom_paid, and for each headline measure the value retained, its `_low`, its `_high` and whether it is
        `_partial`; days_to_recover with its ends; recovery_at_least_days and recovery_at_most_days where a source
        bounds the recovery; search_text is what a search looks into.
    """
    tiers = accepted_tiers(lowest_tier)
    table = atlas.incidents.set_index(col.INCIDENT_ID)
    hospitals = [col.LEGAL_ENTITIES, col.HOSPITAL_KINDS, col.HOSPITAL_SIZES, col.HOSPITAL_STATUSES]
    areas = [col.COUNTRIES, col.COUNTRY_GROUPS, col.DEPARTMENTS, col.REGIONS]
    table = table.join(atlas.lasting[[*areas, *hospitals, col.LATITUDE, col.LONGITUDE]])
    table[col.SERVICES] = figures.retained(atlas.claims, "services_affected", tiers)
    table = table.join(atlas.lasting[[col.SOURCES, col.INDEPENDENT_SOURCES, col.STRONGEST_TIER]])
    table[col.SEVERITY] = severities(atlas.incidents, atlas.claims, tiers)
    table[col.RANSOM_PAID] = ransoms_paid(atlas.claims, tiers)
    stated = atlas.stated(lowest_tier)
    for measure in HEADLINE_MEASURES:
        figure = stated[stated[col.MEASURE] == measure].set_index(col.INCIDENT_ID)
        for column, suffix in _COLUMNS_OF_A_FIGURE:
            table[measure + suffix] = figure[column]
    stated_ends = figures.retained(atlas.claims, col.ENDED_ON, tiers)
    ended = atlas.incidents.assign(**{col.ENDED_ON: atlas.incidents[col.INCIDENT_ID].map(stated_ends).astype("str")})
    recovery = days_to_recover(ended, stated).set_index(col.INCIDENT_ID)
    for column, suffix in ((col.VALUE, ""), (col.LOW, "_low"), (col.HIGH, "_high")):
        table[col.DAYS_TO_RECOVER + suffix] = recovery[column]
    table = table.join(bounds(stated))
    table[col.SEARCH_TEXT] = atlas.lasting[col.SEARCH_TEXT]
    return table.reset_index()


def ransoms_paid(claims: pd.DataFrame, tiers: tuple[str, ...]) -> pd.Series:
    """Whether a ransom was paid, by incident, as accepted claims say: the one retained, else the one all of them state.

    Where they state several and none is retained it is not known; incidents of which none speaks are absent.
    """
    said = claims[(claims[col.MEASURE] == col.RANSOM_PAID) & claims[col.TIER].isin(tiers)]
    by_incident = said.groupby(col.INCIDENT_ID)[col.VALUE]
    agreed = by_incident.first().where(by_incident.nunique() == 1, "unknown")
    return figures.retained(claims, col.RANSOM_PAID, tiers).reindex(agreed.index).fillna(agreed)


def figures_of(atlas: Atlas, incident: str, lowest_tier: str) -> pd.DataFrame:
    """What the claims on one incident come to where those of a tier and of the stronger ones count (`Atlas.stated`)."""
    stated = atlas.stated(lowest_tier)
    return stated[stated[col.INCIDENT_ID] == incident].reset_index(drop=True)


def in_france(incidents: pd.DataFrame) -> pd.DataFrame:
    """The French incidents of a table, overseas departments among them."""
    return incidents[incidents[col.COUNTRY] == FRANCE]


def number_in_france(incidents: pd.DataFrame) -> int:
    """How many they are; no table is made for it."""
    return incidents[col.COUNTRY].to_list().count(FRANCE)
