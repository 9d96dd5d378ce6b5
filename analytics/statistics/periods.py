"""The days that a selection covers, and which years they leave unfinished."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

import pandas as pd

from analytics.record.dates import first_day, last_day, share_within
from analytics.schema import col
from analytics.selection.selection import Selection

FIRST_YEAR_FRANCE = 2019  # the first year of our French record; nothing before it has been searched for
FIRST_YEAR_WORLD = 2016  # the first year of our record of other countries
THIN_YEARS = (2024,)  # years that were searched less than the others, as the method says among the known gaps


class Period(NamedTuple):
    """The days that a rate covers.

    Attributes
    ----------
    start, end : date
        First and last day, both included.
    exposure : Series, index year (int)
        The part of each calendar year that is covered, above 0 and up to 1; empty where the period is.
    """

    start: date
    end: date
    exposure: pd.Series

    @property
    def years(self) -> float:
        """Length of the period in years."""
        return float(self.exposure.sum())


def period(selection: Selection, known_until: date, first_year: int = FIRST_YEAR_FRANCE) -> Period:
    """The days that a selection covers, and the part of each calendar year that they are.

    Parameters
    ----------
    selection : Selection
        Its `start` and `end`: years, months or days, both ends included. Where it leaves a side open, the period
        begins on 1 January of `first_year` and ends on `known_until`.
    known_until : date
        Nothing after this day has been searched for: the period never goes beyond it.
    first_year : int
        The first year that has been searched: the period never begins before it, because years in which nobody
        looked would thin the rate. 2019 for France (the default), 2016 for the world.

    Returns
    -------
    Period
        Without any year where the selection lies wholly outside of what has been searched.
    """
    earliest, latest = date(first_year, 1, 1), known_until
    start = max(first_day(pd.Series([selection.start])).iloc[0].date(), earliest) if selection.start else earliest
    end = min(last_day(pd.Series([selection.end])).iloc[0].date(), latest) if selection.end else latest
    parts = {year: _part_of(year, start, end) for year in range(start.year, end.year + 1)} if start <= end else {}
    return Period(start, end, pd.Series(parts, dtype=float).rename_axis(col.YEAR))


def weights_in_doubt(incidents: pd.DataFrame, selection: Selection) -> pd.Series:
    """What each incident weighs that may lie in the period of a selection or not (`Selection.possible`).

    An attack known to the month alone counts in the part of the month by the share of its days that lie there, as if
    each were as likely. Over the parts of any division of time the weights of an incident therefore add up to one.

    Returns
    -------
    Series of float, index incident_id
        Above 0 and below 1; empty where the selection has no period.
    """
    open_days = selection.in_doubt(incidents)
    weights = share_within(incidents[col.STARTED_ON][open_days], selection.start, selection.end)
    return weights.set_axis(pd.Index(incidents[col.INCIDENT_ID][open_days], dtype="str"))


def _part_of(year: int, start: date, end: date) -> float:
    """The part of a calendar year that lies between two days, both included."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    return ((min(end, last) - max(start, first)).days + 1) / ((last - first).days + 1)


def is_partial(year: int, known_until: date) -> bool:
    """Whether what is known stops before the end of that year."""
    return known_until < date(year, 12, 31)
