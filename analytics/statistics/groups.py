"""What is known in groups of countries: a count of what we know of, which is no census of any of them."""

from __future__ import annotations

import pandas as pd

from analytics.record.cells import split_list
from analytics.schema import col

CLASSIFICATION, GROUP, MEMBERS, TOUCHED = "classification", "group", "members", "touched"


def in_groups(incidents: pd.DataFrame, groups: pd.DataFrame) -> pd.DataFrame:
    """The incidents in each group that has a country they touched: a row for each incident, country and group.

    Parameters
    ----------
    incidents : DataFrame
        countries (lists in a cell), and what else is asked of each.
    groups : DataFrame
        classification, group, country; a country is in one group of a classification at most.
    """
    each = incidents.assign(**{col.COUNTRY: incidents[col.COUNTRIES].map(split_list)}).explode(col.COUNTRY)
    return each.merge(groups, on=col.COUNTRY)


def by_group(incidents: pd.DataFrame, groups: pd.DataFrame) -> pd.DataFrame:
    """Each group: classification, group, members (countries), touched (those with an incident), incidents, claimed.

    Parameters
    ----------
    incidents : DataFrame
        Those that count: incident_id, countries, status. One that touched two groups counts once in each.
    groups : DataFrame
        As for `in_groups`.
    """
    each = in_groups(incidents, groups)
    keys = [CLASSIFICATION, GROUP]
    table = groups.groupby(keys, sort=False)[col.COUNTRY].nunique().rename(MEMBERS).to_frame()
    table[TOUCHED] = each.groupby(keys)[col.COUNTRY].nunique()
    for name, rows in ((col.INCIDENTS, each), (col.INCIDENTS_CLAIMED, each[each[col.STATUS] == "claimed"])):
        table[name] = rows.groupby(keys)[col.INCIDENT_ID].nunique()
    return table.fillna(0).astype(int).reset_index()


def outside(incidents: pd.DataFrame, groups: pd.DataFrame) -> dict[str, int]:
    """How many incidents touched no country that a classification puts anywhere, by its name."""
    inside = in_groups(incidents, groups).groupby(CLASSIFICATION)[col.INCIDENT_ID].nunique()
    return {name: len(incidents) - int(inside.get(name, 0)) for name in groups[CLASSIFICATION].unique()}
