"""Beds and legal entities of each area, and their years: what rates are divided by."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

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
    areas, in_years, each = (
        pd.factorize(known[col.CODE], sort=True)[0],
        known[col.YEAR].to_numpy(),
        known[unit].to_numpy(),
    )
    total = np.zeros(len(last))
    for year, part in zip(over.exposure.index.tolist(), over.exposure.tolist(), strict=True):
        total = total + part * each[_nearest(areas, in_years, year)].astype(float)
    return last.assign(**{years: total})


def _in_year(known: pd.DataFrame, year: int, unit: str, of_year: str) -> pd.DataFrame:
    """What each area has in the year nearest to the one given, and which year that is."""
    areas, _ = pd.factorize(known[col.CODE], sort=True)
    nearest = known[[col.CODE, unit, col.YEAR]].iloc[_nearest(areas, known[col.YEAR].to_numpy(), year)]
    return nearest.rename(columns={col.YEAR: of_year}).set_index(col.CODE)


def _nearest(areas: NDArray[np.intp], years: NDArray[np.int64], year: int) -> NDArray[np.intp]:
    """The row of each area whose year is nearest to the one given, the earlier of two as near."""
    order = np.lexsort((years, np.abs(years - year), areas))
    ordered = areas[order]
    rows: NDArray[np.intp] = order[np.flatnonzero(np.diff(ordered, prepend=-1))]
    return rows
