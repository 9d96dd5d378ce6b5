"""Days from an attack to the recovery that its sources describe."""

from __future__ import annotations

import pandas as pd

from analytics.record.dates import first_day, last_day
from analytics.schema import col

DAYS_IN_MONTH = 365.2425 / 12  # mean Gregorian month
BASIS = "basis"


def days_to_recover(incidents: pd.DataFrame, stated: pd.DataFrame) -> pd.DataFrame:
    """Days from the attack to the recovery that its sources describe, with bounds.

    Parameters
    ----------
    incidents : DataFrame
        incident_id, started_on, ended_on.
    stated : DataFrame
        Figures as `evidence.figures` gives them.

    Returns
    -------
    DataFrame
        incident_id, value, low, high (days), basis: ``days`` where sources state days, ``months`` where they
        state months (half a month either way), ``dates`` where only both dates are known (their precision
        gives the bounds). Incidents whose end nobody states are absent.
    """
    days = _of(stated, "downtime_days")
    days[BASIS] = "days"
    months = _of(stated, "recovery_duration_months")
    for column, more in ((col.VALUE, 0.0), (col.LOW, -0.5), (col.HIGH, 0.5)):
        months[column] = ((months[column] + more) * DAYS_IN_MONTH).round().clip(lower=0)
    months[BASIS] = "months"
    ended = incidents.dropna(subset=[col.ENDED_ON]).set_index(col.INCIDENT_ID)
    low = (first_day(ended[col.ENDED_ON]) - last_day(ended[col.STARTED_ON])).dt.days.clip(lower=0)
    high = (last_day(ended[col.ENDED_ON]) - first_day(ended[col.STARTED_ON])).dt.days
    dates = pd.DataFrame(
        {col.VALUE: ((low + high) / 2).astype(float), col.LOW: low.astype(float), col.HIGH: high.astype(float)}
    )
    dates[BASIS] = "dates"
    every = pd.concat([days, months.drop(days.index, errors="ignore")])
    every = pd.concat([every, dates.drop(every.index, errors="ignore")])
    return every.rename_axis(col.INCIDENT_ID).reset_index()[[col.INCIDENT_ID, col.VALUE, col.LOW, col.HIGH, BASIS]]


def bounds(stated: pd.DataFrame) -> pd.DataFrame:
    """How many days an incident lasted at least and at most, where sources bound its recovery without dating it.

    Parameters
    ----------
    stated : DataFrame
        Figures as `evidence.figures` gives them.

    Returns
    -------
    DataFrame, index incident_id
        recovery_at_least_days, recovery_at_most_days; incidents without either are absent.
    """
    return pd.DataFrame({name: _of(stated, name)[col.VALUE] for name in (col.RECOVERY_AT_LEAST, col.RECOVERY_AT_MOST)})


def _of(stated: pd.DataFrame, measure: str) -> pd.DataFrame:
    """The retained figures of one measure, by incident."""
    rows = stated[(stated[col.MEASURE] == measure) & stated[col.VALUE].notna()]
    return rows.set_index(col.INCIDENT_ID)[[col.VALUE, col.LOW, col.HIGH]].copy()
