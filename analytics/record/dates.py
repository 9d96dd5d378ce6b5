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
