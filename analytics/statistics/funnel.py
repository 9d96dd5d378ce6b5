"""The limits of what chance explains, by what is expected, and the areas outside of them."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy import special  # a tenth of a second; scipy.stats, which says the same, takes six

from analytics.schema import col
from analytics.statistics.comparison import EXPECTED, OBSERVED, RATIO, observed_expected
from analytics.statistics.intervals import Array, Interval, Numbers, tail_of

FUNNEL_LEVELS = {"95": 0.95, "99_8": 0.998}


class Funnel(NamedTuple):
    """Where each area lies in the funnel, and how many would lie outside by chance alone.

    Attributes
    ----------
    areas : DataFrame
        observed, expected, ratio, and for 95 and 99.8 % (``95``, ``99_8``): low_…, high_… (limits of the count) and
        flag_…: ``below``, ``inside``, ``above``, or missing where nothing is expected.
    outside : dict of str to int
        How many areas lie outside, by limit.
    outside_by_chance : dict of str to float
        How many would on average, were the common rate true everywhere. Counts are whole numbers, so it is less than
        5 and 0.2 % of the areas: set it beside `outside` before naming one.
    """

    areas: pd.DataFrame
    outside: dict[str, int]
    outside_by_chance: dict[str, float]


def funnel_limits(expected: Numbers, level: float) -> Interval:
    """Prediction limits of a Poisson count around what is expected, as curves that can be drawn.

    A count is outside where the chance of one as far out, on its side, is at most half of ``1 - level``. Limits are
    interpolated between whole numbers after Spiegelhalter, D. J. (2005), Funnel plots for comparing institutional
    performance, Statistics in Medicine 24, 1185–1202, appendix A.1; the upper one on the side of caution as the lower
    one is (Manktelow & Seaton 2012), because their limits, not intervals of confidence, keep what they promise (Seaton
    & Manktelow 2012, BMC Medical Research Methodology 12:98).

    Parameters
    ----------
    expected : array of float, shape (n,)
        Events expected, above zero; missing stays missing.
    level : float
        0.95 or 0.998.

    Raises
    ------
    ValueError
        Where an expectation is zero or less.
    """
    mean, tail = np.asarray(expected, dtype=float), tail_of(level)
    if (mean <= 0).any():
        raise ValueError("a funnel is drawn around expectations above zero")
    lowest, into = _quantile(mean, tail)
    highest, into_highest = _quantile(mean, 1 - tail)
    return Interval(np.maximum(lowest - into, 0.0), highest + 1 - into_highest)


def _quantile(mean: Array, probability: float) -> tuple[Array, Array]:
    """The lowest count whose cumulated probability reaches the one given, and how far it goes beyond, 0 to 1."""
    guess = np.floor(mean + special.ndtri(probability) * np.sqrt(mean))
    count = np.maximum(guess, 0.0)
    # the normal guess is a few counts off at most
    while (short := special.pdtr(count, mean) < probability).any():
        count = count + short
    while (far := (count > 0) & (special.pdtr(np.maximum(count - 1, 0), mean) >= probability)).any():
        count = count - far
    reached = special.pdtr(count, mean)
    before = np.where(count > 0, special.pdtr(np.maximum(count - 1, 0), mean), 0.0)
    return np.where(np.isnan(mean), np.nan, count), (reached - probability) / (reached - before)


def funnel(observed: pd.Series, exposure: pd.Series) -> Funnel:
    """Which areas lie outside of what chance explains around the common rate, at 95 and 99.8 %.

    Parameters
    ----------
    observed : Series of int
        Events of each area.
    exposure : Series of float
        Person-years or bed-years of each area.
    """
    table = observed_expected(observed, exposure)[[OBSERVED, EXPECTED, RATIO]]
    mean = table[EXPECTED].where(table[EXPECTED] > 0).to_numpy()
    outside, by_chance = {}, {}
    for name, level in FUNNEL_LEVELS.items():
        limits = funnel_limits(mean, level)
        below, above = table[OBSERVED] < limits.low, table[OBSERVED] > limits.high
        flags = pd.Series(np.select([below, above], ["below", "above"], default="inside"), table.index, dtype="str")
        table[f"{col.LOW}_{name}"], table[f"{col.HIGH}_{name}"] = limits
        table[f"flag_{name}"] = flags.where(~np.isnan(mean))
        outside[name] = int((below | above).sum())
        by_chance[name] = float(np.nansum(_chance_outside(limits, mean)))
    return Funnel(table, outside, by_chance)


def _chance_outside(limits: Interval, mean: Array) -> Array:
    """The chance that a count with that mean lies below the lower limit or above the upper one."""
    last_below = np.ceil(limits.low) - 1
    below = np.where(last_below >= 0, special.pdtr(np.maximum(last_below, 0), mean), 0.0)
    above: Array = below + special.pdtrc(np.floor(limits.high), mean)
    return above
