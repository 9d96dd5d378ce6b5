"""First and last days of dates that are known to the day, the month or the year."""

from __future__ import annotations

from functools import lru_cache

import pandas as pd

KEPT = 16_384  # dates, each read once


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


@lru_cache(KEPT)
def days_meant(text: str) -> tuple[pd.Timestamp, pd.Timestamp]:
    """First and last day of one year, month or day written in ISO form.

    >>> [str(day.date()) for day in days_meant("2024-02")]
    ['2024-02-01', '2024-02-29']
    """
    first = pd.Timestamp(text)
    if len(text) == len("2024"):
        return first, first + pd.offsets.YearEnd(1)
    return first, first + pd.offsets.MonthEnd(1) if len(text) == len("2024-02") else first


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
