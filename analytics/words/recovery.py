"""How long outages last, in words: of one incident, and of all that were followed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from analytics.schema import col
from analytics.statistics.recovery import (
    BOUNDED,
    BY_DAY,
    DAY,
    DISRUPTED,
    ENDED,
    FEWEST_CASES,
    FEWEST_ENDS,
    FOLLOWED,
    MISSING,
    Recovery,
    on_day,
)
from analytics.words.text import Words

TOLD_DAYS = (7, 30, 60, 90)
_BASE = {"ended": ENDED, "bounded": BOUNDED, "missing": MISSING}


def lasted(row: Mapping[str, Any], words: Words) -> str:
    """How long one incident lasted, at least or at most where only that is known; empty where nothing is."""
    low, high = (row[f"{col.DAYS_TO_RECOVER}_{end}"] for end in (col.LOW, col.HIGH))
    if pd.isna(low):
        low, high = row[col.RECOVERY_AT_LEAST], row[col.RECOVERY_AT_MOST]
    if pd.isna(low) and pd.isna(high):
        return ""
    if pd.isna(high):
        return words("recovery.at_least", days=words.days(float(low), float(low)))
    if pd.isna(low):
        return words("recovery.at_most", days=words.days(float(high), float(high)))
    return words.days(float(low), float(high))


def finding(found: Recovery, words: Words) -> str:
    """The median with its interval, or why there is none."""
    if found.cases.empty:
        return words("recovery.none")
    if found.known < FEWEST_CASES:
        return words("recovery.few", count=found.known, needed=words.number(FEWEST_CASES))
    if found.ends < FEWEST_ENDS:
        return words("recovery.few_ends", count=found.ends, needed=words.number(FEWEST_ENDS))
    if found.median is not None:
        days = words.days(found.median, found.median)
        return words("recovery.median", days=days, span=interval(found.low, found.high, words))
    if found.curve.empty:
        return words("recovery.few_followed")
    last = found.curve.iloc[-1]
    share = words.percent(last[DISRUPTED])
    return words("recovery.not_reached", share=share, days=words.days(last[DAY], last[DAY]))


def interval(low: float | None, high: float | None, words: Words) -> str:
    """The interval of a median; open where the upper edge of the band does not reach a half."""
    if low is None or high is None:
        return words("recovery.or_more", low=words.number(low))
    return words.span(low, high)


def estimated(value: float | None, low: float | None, high: float | None, words: Words) -> str:
    """A median as a receipt gives it: with its interval, or that there is none."""
    if value is None:
        return words("recovery.no_median")
    return f"{words.number(value)} ({words('recovery.interval', span=interval(low, high, words))})"


def rests_on(found: Recovery) -> tuple[tuple[str, int], ...]:
    """Names of `words("front.…")` and how many outages each concerns."""
    return tuple((name, found.count(state)) for name, state in _BASE.items() if found.count(state))


def base(found: Recovery, words: Words) -> str:
    """On how many outages all of it rests, and of how many nothing is known."""
    return words("semicolon").join(words(f"front.{state}", count=count) for state, count in rests_on(found))


def on_days(found: Recovery, words: Words) -> list[str]:
    """What the curve says of a few days."""
    rows = [on_day(found.curve, day) for day in TOLD_DAYS]
    return [after(row, words) for row in rows if row is not None]


def after(row: Mapping[str, float], words: Words) -> str:
    """What the curve says of one day, with its band and how many outages are still followed."""
    low, high = (words.number(100 * row[edge]) for edge in (col.LOW, col.HIGH))
    return words(
        "recovery.after",
        count=int(row[FOLLOWED]),
        days=words.days(row[DAY], row[DAY]),
        share=words.percent(row[DISRUPTED]),
        span=words.range(low, high),
    )


def without_assumption(found: Recovery, words: Words) -> str:
    """Between which shares of all outages had recovered by a day, whatever became of those that are missing."""
    low, high = (words.percent(share) for share in found.by_day)
    days = words.days(BY_DAY, BY_DAY)
    return words("recovery.by_day", count=len(found.cases), low=low, high=high, days=days)
