"""Beds and legal entities of each area, and their years: what rates are divided by."""

from __future__ import annotations

import pandas as pd

from analytics.schema import col
from analytics.statistics.periods import Period


def bed_years(beds: pd.DataFrame, over: Period) -> pd.DataFrame:
    """Beds of the period's last year, and bed-years: the beds of each year times the part of it that is covered.

    Parameters
    ----------
    beds : DataFrame
        code, year, beds; rows without beds are left out. A year that an area lacks takes the nearest that it has
        (the earlier of two as near).
    over : Period

    Returns
    -------
    DataFrame, index code
        beds, beds_year (which tells where another year had to be taken), bed_years.
    """
    return _unit_years(beds, over, col.BEDS, col.BEDS_YEAR, col.BED_YEARS)


def entity_years(entities: pd.DataFrame, over: Period) -> pd.DataFrame:
    """The same of hospital legal entities (code, year, entities): entities, entities_year, entity_years."""
    return _unit_years(entities, over, col.ENTITIES, col.ENTITIES_YEAR, col.ENTITY_YEARS)


def beds_in(beds: pd.DataFrame, year: int) -> pd.DataFrame:
    """Beds of each area in the year nearest to the one given (the earlier of two as near).

    Parameters
    ----------
    beds : DataFrame
        code, year, beds; none of them missing.

    Returns
    -------
    DataFrame, index code
        beds, beds_year.
    """
    return _in_year(beds, year, col.BEDS, col.BEDS_YEAR)


def _unit_years(known: pd.DataFrame, over: Period, unit: str, of_year: str, years: str) -> pd.DataFrame:
    """What there is in the last year, the year taken for it, and the sum over the years, each by its part covered."""
    known = known.dropna(subset=[unit])
    last = _in_year(known, over.end.year, unit, of_year)
    total = pd.Series(0.0, index=last.index)
    for year, part in over.exposure.items():
        total = total + part * _in_year(known, int(str(year)), unit, of_year)[unit]
    return last.assign(**{years: total})


def _in_year(known: pd.DataFrame, year: int, unit: str, of_year: str) -> pd.DataFrame:
    """What each area has in the year nearest to the one given, and which year that is."""
    nearest = (
        known.assign(away=(known[col.YEAR] - year).abs())
        .sort_values([col.CODE, "away", col.YEAR])
        .drop_duplicates(col.CODE)
    )
    return nearest.rename(columns={col.YEAR: of_year}).set_index(col.CODE)[[unit, of_year]]
