"""Incidents over time: counts by year and type, partial years said to be partial, official counts beside them."""

from __future__ import annotations

from datetime import date

import pandas as pd

from analytics.schema import ATTACK_TYPE, ATTACK_TYPES, METRIC, STARTED_ON, VALUE, YEAR

INCIDENT_COUNT = "incidents"
OFFICIAL_LOW, OFFICIAL_HIGH, OFFICIAL_SOURCES = "official_low", "official_high", "official_sources"


def per_year(incidents: pd.DataFrame) -> pd.DataFrame:
    """Incidents by year of their start and by type, years without any included as zero.

    Parameters
    ----------
    incidents : DataFrame
        started_on (year, month or day; a year is always known), attack_type.

    Returns
    -------
    DataFrame
        Index year (int, from the first to the last, no gap), one column for each attack type.
    """
    if incidents.empty:
        return pd.DataFrame(columns=list(ATTACK_TYPES), index=pd.Index([], name=YEAR, dtype=int), dtype=int)
    years = incidents[STARTED_ON].str[:4].astype(int).rename(YEAR)
    counts = pd.crosstab(years, incidents[ATTACK_TYPE])
    every_year = pd.RangeIndex(years.min(), years.max() + 1, name=YEAR)
    return counts.reindex(index=every_year, columns=list(ATTACK_TYPES), fill_value=0)


def is_partial(year: int, known_until: date) -> bool:
    """Whether what is known stops before the end of that year."""
    return known_until < date(year, 12, 31)


def official_counts(national_series: pd.DataFrame, metric: str) -> pd.DataFrame:
    """The official count of each calendar year, with the lowest and highest figure given for it.

    Parameters
    ----------
    national_series : DataFrame
        year, metric, value; periods that are not one calendar year are left out.
    metric : str
        What is counted, for example ``incidents_declared``.

    Returns
    -------
    DataFrame, index year (int)
        official_low, official_high (equal where sources agree), official_sources.
    """
    rows = national_series[(national_series[METRIC] == metric) & national_series[YEAR].str.fullmatch(r"\d{4}")]
    rows = rows.dropna(subset=[VALUE])
    by_year = rows.groupby(rows[YEAR].astype(int))[VALUE]
    return pd.DataFrame(
        {OFFICIAL_LOW: by_year.min(), OFFICIAL_HIGH: by_year.max(), OFFICIAL_SOURCES: by_year.size()}
    ).rename_axis(YEAR)
