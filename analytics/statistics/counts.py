"""Incidents and sites of each area, and what lies between their sum and the distinct incidents."""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd

from analytics.schema import col
from analytics.schema.codes import FRANCE

AREAS_TOUCHED = "areas_touched"
WEBSITE = "targeted"  # the role of a place of which nothing but the website was hit
WEIGHT = "weight"


class Coverage(NamedTuple):
    """How the incidents of a table by area relate to the distinct ones: an incident counts in each area it touched.

    ``summed - repeats + len(unplaced) == distinct``, where `repeats` counts each area after the first.

    Attributes
    ----------
    distinct : int
        Incidents that touched a place of the level's territory, each once.
    summed : int
        The sum over areas.
    several : DataFrame
        incident_id, departments (or what the level is; codes in order, separated by "; "), areas_touched: the
        incidents that touch more than one area.
    unplaced : Series of str
        Incidents of which no site lies in a known area.
    unplaced_sites : int
        Sites of the territory that lie in no known area.
    """

    distinct: int
    summed: int
    several: pd.DataFrame
    unplaced: pd.Series
    unplaced_sites: int

    @property
    def repeats(self) -> int:
        """How often an incident is counted again, because it touched another area."""
        return int((self.several[AREAS_TOUCHED] - 1).sum())


NOTHING_IN_DOUBT = pd.Series(dtype=float, index=pd.Index([], dtype="str"))
NONE_CLAIMED = pd.Series(dtype="str")


def counts(
    sites: pd.DataFrame,
    incident_ids: pd.Series,
    codes: pd.Index,
    level: str,
    possible: pd.Series = NOTHING_IN_DOUBT,
    claimed: pd.Series = NONE_CLAIMED,
) -> pd.DataFrame:
    """Incidents and sites of each area, in the order of `codes`; zero where there were none.

    An incident counts once in each area that it touched; `coverage` says how far the sum is from the number of
    distinct incidents.

    Parameters
    ----------
    sites : DataFrame
        Placed sites: site_id, incident_id and the column named by `level`.
    incident_ids : Series of str
        The incidents that count.
    codes : Index of str
        The areas.
    level : str
        ``department``, ``region`` or ``country``.
    possible : Series of float, index incident_id
        Incidents that may lie in the period or not, and what each weighs (`periods.weights_in_doubt`).
    claimed : Series of str
        The incidents that the attacker alone claims.

    Returns
    -------
    DataFrame, index code
        incidents and sites of those that count; incidents_claimed, those of them that are claimed alone;
        incidents_website_only, those of them that hit nothing but websites
        there; incidents_possible; and incidents_weighted, which a rate is made of: one for each that counts, and the
        weight of each that may, without those of websites only.
    """
    placed = sites.dropna(subset=[level])
    counted = placed[placed[col.INCIDENT_ID].isin(incident_ids)].groupby(level)
    table = pd.DataFrame(index=codes)
    table[col.INCIDENTS] = counted[col.INCIDENT_ID].nunique()
    table[col.SITES] = counted[col.SITE_ID].nunique()
    pairs = placed[col.ROLE].eq(WEBSITE).groupby([placed[col.INCIDENT_ID], placed[level]]).all().rename(WEBSITE)
    of_incidents = pairs.reset_index()
    certain = of_incidents[of_incidents[col.INCIDENT_ID].isin(incident_ids)]
    table[col.INCIDENTS_CLAIMED] = certain[certain[col.INCIDENT_ID].isin(claimed)].groupby(level).size()
    table[col.INCIDENTS_WEBSITE] = certain.groupby(level)[WEBSITE].sum()
    doubtful = of_incidents.merge(possible.rename(WEIGHT), left_on=col.INCIDENT_ID, right_index=True)
    table[col.INCIDENTS_POSSIBLE] = doubtful.groupby(level).size()
    table = table.fillna(0).astype(int)
    weights = doubtful[~doubtful[WEBSITE]].groupby(level)[WEIGHT].sum().reindex(codes, fill_value=0.0)
    table[col.INCIDENTS_WEIGHTED] = table[col.INCIDENTS] - table[col.INCIDENTS_WEBSITE] + weights
    return table


def website_only(sites: pd.DataFrame, level: str) -> pd.Series:
    """The incidents that hit nothing but websites in the territory of a level, by id."""
    within = _territory(sites, level)
    only = within[col.ROLE].eq(WEBSITE).groupby(within[col.INCIDENT_ID]).all()
    return pd.Series(only.index[only], dtype="str")


def coverage(sites: pd.DataFrame, incident_ids: pd.Series, level: str) -> Coverage:
    """What lies between the sum over areas and the number of distinct incidents: several areas, or no known area.

    Parameters
    ----------
    sites : DataFrame
        Placed sites: site_id, incident_id, country and the column named by `level`.
    incident_ids : Series of str
        The incidents that count.
    level : str
        ``department`` or ``region``, of France: sites of other countries are left out, sites of no known country
        are not; or ``country``.
    """
    counted = _territory(sites, level)
    counted = counted[counted[col.INCIDENT_ID].isin(incident_ids)]
    pairs = counted[[col.INCIDENT_ID, level]].dropna().drop_duplicates()
    touched = pairs.sort_values([col.INCIDENT_ID, level]).groupby(col.INCIDENT_ID)[level]
    several = pd.DataFrame({f"{level}s": touched.agg("; ".join), AREAS_TOUCHED: touched.size().astype(int)})
    several = several[several[AREAS_TOUCHED] > 1].reset_index()
    every = counted[col.INCIDENT_ID].drop_duplicates()
    return Coverage(
        distinct=len(every),
        summed=len(pairs),
        several=several,
        unplaced=every[~every.isin(pairs[col.INCIDENT_ID])].reset_index(drop=True),
        unplaced_sites=int(counted[level].isna().sum()),
    )


def _territory(sites: pd.DataFrame, level: str) -> pd.DataFrame:
    """The sites that an area of the level could hold: all, or those of France and of no known country."""
    return sites if level == col.COUNTRY else sites[sites[col.COUNTRY].isna() | (sites[col.COUNTRY] == FRANCE)]
