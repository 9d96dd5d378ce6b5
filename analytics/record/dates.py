"""First and last days of dates that are known to the day, the month or the year."""

from __future__ import annotations

import pandas as pd


def first_day(dates: pd.Series) -> pd.Series:
    """First day of each year, month or day written in ISO form; missing stays missing."""
    text = dates.astype("string")
    return pd.to_datetime(text + text.str.len().map({4: "-01-01", 7: "-01", 10: ""}), format="%Y-%m-%d")


def last_day(dates: pd.Series) -> pd.Series:
    """Last day of each year, month or day written in ISO form; missing stays missing."""
    first = first_day(dates)
    length = dates.astype("string").str.len()
    ends = first.mask(length == 7, first + pd.offsets.MonthEnd(1))
    return ends.mask(length == 4, first + pd.offsets.YearEnd(1))


def share_within(dates: pd.Series, start: str, end: str) -> pd.Series:
    """The share of the days which each date may mean that lie between two dates, both included; an empty one is open.

    >>> share_within(pd.Series(["2021-06-30", "2021-06", "2021"]), "", "2021-06-15").round(3).tolist()
    [0.0, 0.5, 0.455]
    """
    first, last = first_day(dates), last_day(dates)
    begin = first if not start else first.clip(lower=first_day(pd.Series([start])).iloc[0])
    finish = last if not end else last.clip(upper=last_day(pd.Series([end])).iloc[0])
    inside = (finish - begin).dt.days + 1
    return inside.clip(lower=0) / ((last - first).dt.days + 1)
