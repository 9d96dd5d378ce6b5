"""Incidents of several areas by year of their start: one count a year and area, zero where there were none."""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd

from analytics.atlas.atlas import Atlas
from analytics.geography.levels import Level
from analytics.schema import col
from analytics.schema.codes import COUNTRY_GROUPS
from analytics.selection.selection import Selection
from analytics.statistics import areas, profiles
from analytics.statistics.counts import coverage
from analytics.statistics.groups import GROUP, in_groups


class Years(NamedTuple):
    """Incidents of some areas by year.

    Attributes
    ----------
    counts : DataFrame, index code, columns year (int)
        Every year of the period that the choice covers, every area asked for; an incident counts in each that it
        touched.
    claimed : DataFrame
        The same of those incidents that the attacker alone claims.
    distinct : int
        Incidents in those areas, each once.
    unplaced : int
        Incidents of the level's territory that are in no known area.
    """

    counts: pd.DataFrame
    claimed: pd.DataFrame
    distinct: int
    unplaced: int


def of_areas(atlas: Atlas, published: pd.DataFrame, selection: Selection, level: Level, codes: list[str]) -> Years:
    """The areas of a level by year, in the order of `codes`, whatever areas the selection names (`profiles.by_year`).

    Parameters
    ----------
    atlas : Atlas
    published : DataFrame
        Published incidents at the selection's level of evidence.
    selection : Selection
    level : str
        ``department``, ``region`` or ``country``.
    codes : list of str
        The areas.
    """
    claims = published[published[col.STATUS] == "claimed"]
    counts, claimed = (_wide(profiles.by_year(atlas, rows, selection, level), codes) for rows in (published, claims))
    counted = areas.counted(published, selection.everywhere())
    sites = atlas.sites[atlas.sites[level].isin(codes) & atlas.sites[col.INCIDENT_ID].isin(counted)]
    unplaced = len(coverage(atlas.sites, counted, level).unplaced)
    return Years(counts, claimed, int(sites[col.INCIDENT_ID].nunique()), unplaced)


def of_groups(atlas: Atlas, published: pd.DataFrame, selection: Selection) -> Years:
    """All groups of countries by year, in the order of their codes, each incident in those of the countries it touched.

    Groups overlap: of one classification alone they can be added up.
    """
    counted = published[published[col.INCIDENT_ID].isin(areas.counted(published, selection.everywhere()))]
    table = counted[[col.INCIDENT_ID, col.COUNTRIES, col.STATUS]].assign(
        **{col.YEAR: counted[col.STARTED_ON].str[:4].astype(int)}
    )
    each = in_groups(table, atlas.country_groups).drop_duplicates([col.INCIDENT_ID, GROUP])
    years = areas.covered(selection, "country").exposure.index
    counts, claimed = (
        pd.crosstab(rows[GROUP], rows[col.YEAR]).reindex(index=list(COUNTRY_GROUPS), columns=years, fill_value=0)
        for rows in (each, each[each[col.STATUS] == "claimed"])
    )
    distinct = int(each[col.INCIDENT_ID].nunique())
    return Years(counts, claimed, distinct, len(counted) - distinct)


def _wide(table: pd.DataFrame, codes: list[str]) -> pd.DataFrame:
    """The table of `profiles.by_year` with a row an area and a column a year."""
    table = table.astype({col.YEAR: int})
    wide = table.pivot(index=col.CODE, columns=col.YEAR, values=col.INCIDENTS)
    return wide.reindex(codes).astype(int)
