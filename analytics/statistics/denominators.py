"""Beds and bed-years of each area."""

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
    known = beds.dropna(subset=[col.BEDS])
    last = beds_in(known, over.end.year)
    total = pd.Series(0.0, index=last.index)
    for year, part in over.exposure.items():
        total = total + part * beds_in(known, int(str(year)))[col.BEDS]
    return last.assign(**{col.BED_YEARS: total})


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
    nearest = (
        beds.assign(away=(beds[col.YEAR] - year).abs())
        .sort_values([col.CODE, "away", col.YEAR])
        .drop_duplicates(col.CODE)
    )
    return nearest.rename(columns={col.YEAR: col.BEDS_YEAR}).set_index(col.CODE)[[col.BEDS, col.BEDS_YEAR]]
