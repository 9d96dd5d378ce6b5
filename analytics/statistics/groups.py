"""What is known in groups of countries: a count of what we know of, which is no census of any of them."""

from __future__ import annotations

import pandas as pd

from analytics.schema import col

CLASSIFICATION, GROUP, MEMBERS, TOUCHED = "classification", "group", "members", "touched"


def by_group(incidents: pd.DataFrame, groups: pd.DataFrame) -> pd.DataFrame:
    """Each group: classification, group, members (countries), touched (those with an incident), incidents, claimed.

    Parameters
    ----------
    incidents : DataFrame
        Those that count: country, status.
    groups : DataFrame
        classification, group, country; a country is in one group of a classification at most.
    """
    each = incidents[[col.COUNTRY, col.STATUS]].merge(groups, on=col.COUNTRY)
    keys = [CLASSIFICATION, GROUP]
    table = groups.groupby(keys, sort=False)[col.COUNTRY].nunique().rename(MEMBERS).to_frame()
    counted = each.groupby(keys, sort=False)
    table[TOUCHED] = counted[col.COUNTRY].nunique()
    table[col.INCIDENTS] = counted.size()
    table[col.INCIDENTS_CLAIMED] = each[each[col.STATUS] == "claimed"].groupby(keys, sort=False).size()
    return table.fillna(0).astype(int).reset_index()


def outside(incidents: pd.DataFrame, table: pd.DataFrame) -> dict[str, int]:
    """How many incidents are in a country that a classification puts nowhere, by its name."""
    counted = table.groupby(CLASSIFICATION)[col.INCIDENTS].sum()
    return {str(name): len(incidents) - int(number) for name, number in counted.items()}
