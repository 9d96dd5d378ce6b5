"""Incidents and sites by department, region and country, against population."""

from __future__ import annotations

import pandas as pd

from analytics.schema import INCIDENT_ID, INCIDENTS, POPULATION, SITE_ID, SITES

RATE_PER_MILLION = "rate_per_million"
MILLION = 1_000_000


def by_area(sites: pd.DataFrame, incident_ids: pd.Series, areas: pd.DataFrame, level: str) -> pd.DataFrame:
    """Incidents and sites of each area, and incidents per million inhabitants; zero where there were none.

    Parameters
    ----------
    sites : DataFrame
        Placed sites: site_id, incident_id and the column named by `level`.
    incident_ids : Series of str
        The incidents that count.
    areas : DataFrame
        code, population (missing where it is not known).
    level : str
        ``department``, ``region`` or ``country``.

    Returns
    -------
    DataFrame, index code
        incidents (an incident counts once in each area that it touched), sites, population,
        rate_per_million: over the whole period of the incidents given, not per year; missing, not zero,
        where the population is not known.
    """
    counted = sites[sites[INCIDENT_ID].isin(incident_ids)].dropna(subset=[level]).groupby(level)
    table: pd.DataFrame = areas.set_index("code")[[POPULATION]].apply(pd.to_numeric)
    table[INCIDENTS] = counted[INCIDENT_ID].nunique()
    table[SITES] = counted[SITE_ID].nunique()
    table = table.fillna({INCIDENTS: 0, SITES: 0}).astype({INCIDENTS: int, SITES: int})
    inhabitants = table[POPULATION].where(table[POPULATION] > 0)
    return table.assign(**{RATE_PER_MILLION: MILLION * table[INCIDENTS] / inhabitants})
