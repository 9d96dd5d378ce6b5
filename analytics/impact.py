"""What the incidents meant: totals with their range, what they are based on, and what nobody states.

Unknown is never zero: an incident without a figure adds nothing and is counted as having none.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from analytics.records import split_list
from analytics.schema import (
    ENDED_ON,
    HIGH,
    INCIDENT_ID,
    LOW,
    MEASURE,
    SERVICE_CODES,
    SERVICES,
    STARTED_ON,
    VALUE,
)
from analytics.selection import first_day, last_day

DAYS_IN_MONTH = 365.2425 / 12  # mean Gregorian month
BASIS = "basis"
TOTAL, BASED_ON, NOT_RETAINED, WITHOUT = "total", "based_on", "not_retained", "without"


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
    for column, more in ((VALUE, 0.0), (LOW, -0.5), (HIGH, 0.5)):
        months[column] = ((months[column] + more) * DAYS_IN_MONTH).round().clip(lower=0)
    months[BASIS] = "months"
    ended = incidents.dropna(subset=[ENDED_ON]).set_index(INCIDENT_ID)
    low = (first_day(ended[ENDED_ON]) - last_day(ended[STARTED_ON])).dt.days.clip(lower=0)
    high = (last_day(ended[ENDED_ON]) - first_day(ended[STARTED_ON])).dt.days
    dates = pd.DataFrame({VALUE: ((low + high) / 2).astype(float), LOW: low.astype(float), HIGH: high.astype(float)})
    dates[BASIS] = "dates"
    every = pd.concat([days, months.drop(days.index, errors="ignore")])
    every = pd.concat([every, dates.drop(every.index, errors="ignore")])
    return every.rename_axis(INCIDENT_ID).reset_index()[[INCIDENT_ID, VALUE, LOW, HIGH, BASIS]]


def _of(stated: pd.DataFrame, measure: str) -> pd.DataFrame:
    """The retained figures of one measure, by incident."""
    rows = stated[(stated[MEASURE] == measure) & stated[VALUE].notna()]
    return rows.set_index(INCIDENT_ID)[[VALUE, LOW, HIGH]].copy()


def totals(incidents: pd.DataFrame, measures: Sequence[str]) -> pd.DataFrame:
    """The sum of each measure over incidents, with its range and what it leaves out.

    Parameters
    ----------
    incidents : DataFrame
        Published incidents, with the measure, its `_low` and its `_high`.
    measures : sequence of str
        Measures that may be added up.

    Returns
    -------
    DataFrame, index measure
        total: sum of the values retained, missing (not zero) where there is none. low: the retained incidents
        at the lowest value stated. high: every incident at the highest value stated, also where we retain
        none. based_on: incidents with a retained value; not_retained: incidents with stated values of which
        we retain none; without: incidents for which nobody states anything.
    """
    rows = []
    for measure in measures:
        value, low, high = incidents[measure], incidents[f"{measure}_low"], incidents[f"{measure}_high"]
        known = value.notna()
        stated = high.notna()
        rows.append(
            {
                MEASURE: measure,
                TOTAL: value.sum(min_count=1),
                LOW: low[known].sum(min_count=1),
                HIGH: high.sum(min_count=1),
                BASED_ON: int(known.sum()),
                NOT_RETAINED: int((stated & ~known).sum()),
                WITHOUT: int((~stated).sum()),
            }
        )
    return pd.DataFrame(rows).set_index(MEASURE)


def services_hit(incidents: pd.DataFrame) -> pd.Series:
    """How many incidents disrupted each service, most first; an incident counts once in each service.

    Services that no source names are absent: nobody says that they worked.
    """
    named = incidents[SERVICES].map(split_list).explode().dropna()
    counts = named.value_counts()
    order = {code: rank for rank, code in enumerate(SERVICE_CODES)}
    return counts.sort_index(key=lambda codes: codes.map(order)).sort_values(ascending=False, kind="stable")
