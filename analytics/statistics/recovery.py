"""How long outages last: those that ended and those that were only seen to go on, in one survival curve.

A median of those alone whose end is dated is one of the short ones: what lasts long is rarely dated.
"""

from __future__ import annotations

import warnings
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from analytics.evidence.severity import DATA_OR_WEBSITE
from analytics.record.cells import rows_of
from analytics.schema import col
from analytics.selection.masks import Mask

FEWEST_CASES = 10  # dated or bounded: below, neither a curve nor a median
FEWEST_ENDS = 5  # seen among them: a curve of sources that stop writing says nothing of recoveries
FEWEST_FOLLOWED = 5  # the curve stops where fewer are still followed
BY_DAY = 30  # for the bounds that need no assumption
DAY, DISRUPTED, FOLLOWED = "day", "still_disrupted", "followed"
STATE, DAYS, DAYS_LOW, DAYS_HIGH = "state", "days", "days_low", "days_high"
ENDED, BOUNDED, MISSING = "ended", "bounded", "missing"
_LEVEL = 0.95


class Recovery(NamedTuple):
    """How long the outages among some incidents last.

    Attributes
    ----------
    cases : DataFrame
        One row for each outage: incident_id, state (``ended`` where the days are known, ``bounded`` where only at least
        or at most so many are, ``missing`` where nothing is), days (when it ended, or up to when it was seen to go on)
        and days_low, days_high (the last missing where no end is known at all).
    curve : DataFrame
        day, still_disrupted (the share whose disruption lasts longer, Kaplan–Meier) with low and high (95 %, log-log),
        followed (how many are still followed on that day); empty below ten cases or five ends.
    median, low, high : float or None
        The day on which the curve reaches a half, and those on which the two edges of its band do; None where they do
        not before it stops.
    by_day : tuple of float
        The least and the greatest share of all outages, also of those that are missing, that can have recovered within
        `BY_DAY` days; no assumption is needed.
    """

    cases: pd.DataFrame
    curve: pd.DataFrame
    median: float | None
    low: float | None
    high: float | None
    by_day: tuple[float, float]

    @property
    def ends(self) -> int:
        """How many ends are known, be it between two days only."""
        return int(self.cases[DAYS_HIGH].notna().sum())

    def count(self, state: str) -> int:
        """How many outages are in a state."""
        return self.cases[STATE].to_list().count(state)

    @property
    def known(self) -> int:
        """How many outages are dated or bounded."""
        return len(self.cases) - self.count(MISSING)


def outages(incidents: pd.DataFrame) -> Mask:
    """Which incidents can have been outages: confirmed, no denial of service or attempt, not data or a website."""
    each = zip(*(incidents[name].to_list() for name in (col.STATUS, col.ATTACK_TYPE, col.SEVERITY)), strict=True)
    return np.array(
        [
            status == "confirmed" and kind not in ("ddos", "attempt") and severity != DATA_OR_WEBSITE
            for status, kind, severity in each
        ],
        dtype=bool,
    )


def recovery(incidents: pd.DataFrame) -> Recovery:
    """How long the outages among some incidents last.

    Parameters
    ----------
    incidents : DataFrame
        Published incidents (`atlas.published.publish`).

    Notes
    -----
    An outage that a source shows still going on is right-censored on that day. One whose end is known only between two
    days ends in their middle: with so few of them the curve is within five hundredths of that of Turnbull (1976), and
    the median within two days. One of which nothing is known is missing and not censored; the curve leaves it out,
    `by_day` does not.
    """
    every = cases(incidents)
    known = every[every[STATE] != MISSING]
    curve = _curve(known) if len(known) >= FEWEST_CASES else _NO_CURVE
    median, low, high = (_first_half(curve, name) for name in (DISRUPTED, col.LOW, col.HIGH))
    return Recovery(every, curve, median, *((low, high) if median is not None else (None, None)), _by_day(every))


_NO_CURVE = pd.DataFrame(columns=[DAY, DISRUPTED, col.LOW, col.HIGH, FOLLOWED], dtype=float)


_COLUMNS = [
    *(f"{col.DAYS_TO_RECOVER}{end}" for end in ("", "_low", "_high")),
    col.RECOVERY_AT_LEAST,
    col.RECOVERY_AT_MOST,
]


def cases(incidents: pd.DataFrame) -> pd.DataFrame:
    """The outages among some published incidents, as `Recovery.cases` has them."""
    counted = outages(incidents)
    value, low, high, at_least, at_most = (incidents[name].astype(float).to_numpy()[counted] for name in _COLUMNS)
    low, high = (np.where(np.isnan(one), other, one) for one, other in ((low, at_least), (high, at_most)))
    dated, begun, over = (~np.isnan(days) for days in (value, low, high))
    low = np.where(over & ~begun, 0, low)
    middle = np.where(over, np.ceil((low + high) / 2), low)
    state = np.select([dated, begun | over], [ENDED, BOUNDED], MISSING)
    return pd.DataFrame(
        {
            col.INCIDENT_ID: incidents[col.INCIDENT_ID].array[counted],
            STATE: pd.array(state, dtype="str"),
            DAYS: np.where(dated, value, middle),
            DAYS_LOW: low,
            DAYS_HIGH: high,
        }
    )


def _curve(known: pd.DataFrame) -> pd.DataFrame:
    """The product-limit estimate over all days on which something is seen, up to where few are followed."""
    from scipy.stats import CensoredData, ecdf  # a quarter of a second, for one page only

    seen = known[DAYS_HIGH].notna()
    if seen.sum() < FEWEST_ENDS:
        return _NO_CURVE
    data = CensoredData(uncensored=known.loc[seen, DAYS].to_numpy(), right=known.loc[~seen, DAYS].to_numpy())
    survival = ecdf(data).sf
    with warnings.catch_warnings():  # at one and at nought the band has no width, and SciPy says so
        warnings.simplefilter("ignore", RuntimeWarning)
        band = survival.confidence_interval(confidence_level=_LEVEL, method="log-log")
    days = survival.quantiles
    table = pd.DataFrame(
        {
            DAY: days,
            DISRUPTED: survival.probabilities,
            col.LOW: band.low.probabilities,
            col.HIGH: band.high.probabilities,
            FOLLOWED: [int((known[DAYS] >= day).sum()) for day in days],
        }
    )
    for edge in (col.LOW, col.HIGH):
        table[edge] = table[edge].fillna(table[DISRUPTED])
    return table[table[FOLLOWED] >= FEWEST_FOLLOWED].reset_index(drop=True)


def _first_half(curve: pd.DataFrame, name: str) -> float | None:
    if curve.empty:
        return None
    reached = curve.loc[curve[name] <= 0.5 + 1e-9, DAY]
    return None if reached.empty else float(reached.iloc[0])


def _by_day(cases: pd.DataFrame) -> tuple[float, float]:
    """The share known to have recovered by a day, and one less the share known not to have."""
    if cases.empty:
        return 0.0, 1.0
    recovered = cases[DAYS_HIGH] <= BY_DAY
    disrupted = (cases[DAYS_LOW] >= BY_DAY) & ~recovered
    return float(recovered.mean()), float((~disrupted).mean())


def on_day(curve: pd.DataFrame, day: float) -> dict[str, Any] | None:
    """What the curve says of a day, by its columns; None before its first step and after it stops."""
    days = curve[DAY].to_numpy()
    step, later = int(np.searchsorted(days, day, side="right")) - 1, int(np.searchsorted(days, day))
    if step < 0 or later == len(days):
        return None
    steps = rows_of(curve)
    return steps[step] | {DAY: day, FOLLOWED: steps[later][FOLLOWED]}
