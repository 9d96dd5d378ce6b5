"""Intervals of Poisson counts, and of shares."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy import special  # a tenth of a second; scipy.stats, which says the same, takes six

EXACT_BELOW = 10

Numbers = npt.ArrayLike
Array = npt.NDArray[np.float64]


class Interval(NamedTuple):
    """The two ends of an interval, element by element; missing where the count is."""

    low: Array
    high: Array


def poisson_interval(events: Numbers, confidence: float = 0.95) -> Interval:
    """Interval of a Poisson count: exact below 10 events, Byar's approximation from 10; zero has an upper end.

    The rule is that of Public Health England, Fingertips technical guidance, “Rates”. Events of which it is not known
    whether they lie in the period count by the share of their days that do; the quantiles of chi-squared are those of
    the gamma distribution, which is there between whole numbers too (as for weighted counts: Fay & Feuer 1997,
    Statistics in Medicine 16, 791–801). At whole numbers nothing changes.

    Parameters
    ----------
    events : array of float, shape (n,)
        Events seen; zero is allowed, missing stays missing.
    confidence : float
        Between 0 and 1.

    Raises
    ------
    ValueError
        Where a count is negative, or the confidence is none.
    """
    observed = _counted(events)
    exact, byar = exact_interval(observed, confidence), byar_interval(observed, confidence)
    few = observed < EXACT_BELOW
    return Interval(np.where(few, exact.low, byar.low), np.where(few, exact.high, byar.high))


def exact_interval(events: Numbers, confidence: float = 0.95) -> Interval:
    """Exact interval of a Poisson count, from the quantiles of chi-squared (Garwood 1936; Ulm 1990).

    Arguments and errors are those of `poisson_interval`.
    """
    observed, tail = _counted(events), tail_of(confidence)
    low = special.chdtri(2 * np.where(observed == 0, 1, observed), 1 - tail) / 2
    return Interval(np.where(observed == 0, 0.0, low + 0 * observed), special.chdtri(2 * (observed + 1), tail) / 2)


def byar_interval(events: Numbers, confidence: float = 0.95) -> Interval:
    """Byar's approximation to the exact interval of a Poisson count (Breslow & Day 1987, chapter 2).

    Within 0.2 % of the exact ends from 10 events; below about 5 it is poor, and at zero the lower end is set to 0.
    Arguments and errors are those of `poisson_interval`.
    """
    observed, tail = _counted(events), tail_of(confidence)
    z = -special.ndtri(tail)
    some, more = np.where(observed == 0, 1, observed), observed + 1
    low = some * (1 - 1 / (9 * some) - z / (3 * np.sqrt(some))) ** 3
    high = more * (1 - 1 / (9 * more) + z / (3 * np.sqrt(more))) ** 3
    return Interval(np.where(observed == 0, 0.0, low + 0 * observed), high)


def wilson_interval(events: Numbers, of: Numbers, confidence: float = 0.95) -> Interval:
    """Interval of a share: the score interval of Wilson (1927, J. Am. Stat. Assoc. 22, 209–212).

    >>> low, high = wilson_interval(26, 312)
    >>> f"{low:.3f} to {high:.3f}"
    '0.058 to 0.119'

    Parameters
    ----------
    events, of : array of float, shape (n,)
        How many, of how many; missing where of none.
    confidence : float
        Between 0 and 1.

    Raises
    ------
    ValueError
        Where there are more than there are, a count is negative, or the confidence is none.
    """
    seen, total = _counted(events), _counted(of)
    if (seen > total).any():
        raise ValueError("a share is no more than the whole")
    z, total = -special.ndtri(tail_of(confidence)), np.where(total == 0, np.nan, total)
    share, square = seen / total, z**2 / total
    middle, half = share + square / 2, z * np.sqrt((share * (1 - share) + square / 4) / total)
    return Interval((middle - half) / (1 + square), (middle + half) / (1 + square))


def _counted(events: Numbers) -> Array:
    """Counts as numbers; ValueError where one is negative."""
    observed = np.asarray(events, dtype=float)
    if (observed < 0).any():
        raise ValueError("events are counts: zero or more")
    return observed


def tail_of(confidence: float) -> float:
    """The share of each tail outside of an interval; ValueError where the confidence is none."""
    if not 0 < confidence < 1:
        raise ValueError(f"a confidence lies between 0 and 1; {confidence} does not")
    return (1 - confidence) / 2
