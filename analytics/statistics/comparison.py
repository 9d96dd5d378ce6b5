"""Areas against what is expected of them: ratios, smoothed rates, intervals of ranks."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analytics.schema import col
from analytics.statistics.intervals import poisson_interval, tail_of
from analytics.statistics.rates import RATE

OBSERVED, EXPECTED, RATIO = "observed", "expected", "ratio"
SMOOTHED, WEIGHT = "smoothed", "weight"
RANK_LOW, RANK, RANK_HIGH = "rank_low", "rank", "rank_high"


def observed_expected(observed: pd.Series, exposure: pd.Series, confidence: float = 0.95) -> pd.DataFrame:
    """Events seen against those that the common rate would give: the standardised incidence ratio.

    Parameters
    ----------
    observed : Series of int
        Events of each area.
    exposure : Series of float
        Person-years or bed-years of each area, whichever the expectation is to go by.

    Returns
    -------
    DataFrame, index of `observed`
        observed; expected: exposure times the rate of all areas with exposure together, so that both columns have
        the same sum over them; ratio, low, high: the interval is that of `poisson_interval` divided by what is
        expected (Breslow & Day 1987, chapter 2). Missing where there is no exposure, or where no area saw any event.
    """
    divisor = _known_exposure(exposure, observed.index)
    expected = divisor * _common_rate(observed, divisor)
    base = expected.where(expected > 0)
    ends = poisson_interval(observed, confidence)
    return pd.DataFrame(
        {
            OBSERVED: observed,
            EXPECTED: expected,
            RATIO: observed / base,
            col.LOW: ends.low / base,
            col.HIGH: ends.high / base,
        }
    )


def _known_exposure(exposure: pd.Series, index: pd.Index) -> pd.Series:
    divisor = pd.to_numeric(exposure.reindex(index)).astype(float)
    return divisor.where(divisor > 0)


def _common_rate(observed: pd.Series, divisor: pd.Series) -> float:
    """Events over exposure, of the areas that have exposure; missing where none has."""
    total = float(divisor.sum())
    return float(observed[divisor.notna()].sum()) / total if total else float("nan")


def _between(observed: pd.Series, divisor: pd.Series) -> float:
    """The variance of rates between areas beyond chance, by moments (Marshall 1991); not above zero without any."""
    common, total = _common_rate(observed, divisor), divisor.sum()
    spread = float((divisor * (observed / divisor - common) ** 2).sum() / total) if total else float("nan")
    return spread - common / float(divisor.mean())


def smoothed_rates(observed: pd.Series, exposure: pd.Series, per: float = 1.0) -> pd.DataFrame:
    """Rates drawn towards the common rate, the more so the less an area says: global empirical Bayes.

    Marshall, R. M. (1991), Mapping disease and mortality rates using empirical Bayes estimators, Applied Statistics
    40, 283–294. The variance between areas is estimated by moments and is never below zero: where chance alone
    explains the differences, every area gets the common rate. Areas without an event and an area alone are fine; a
    smoothed rate lies between the raw and the common rate, hence is never negative.

    Parameters
    ----------
    observed : Series of int
        Events of each area.
    exposure : Series of float
        Person-years or bed-years of each area.
    per : float
        Multiplies both rates.

    Returns
    -------
    DataFrame, index of `observed`
        rate, smoothed, weight (what the area's own rate weighs, 0 to 1); missing where there is no exposure.
    """
    divisor = _known_exposure(exposure, observed.index)
    common = _common_rate(observed, divisor)
    raw = observed / divisor
    between = _between(observed, divisor)
    # nothing beyond chance, or no event at all: the common rate stands for every area
    weight = between / (between + common / divisor) if between > 0 else divisor * 0.0
    return pd.DataFrame({RATE: per * raw, SMOOTHED: per * (common + weight * (raw - common)), WEIGHT: weight})


def rank_intervals(
    observed: pd.Series,
    exposure: pd.Series,
    rng: np.random.Generator,
    confidence: float = 0.95,
    draws: int = 4_000,
) -> pd.DataFrame:
    """Between which ranks each area may lie, 1 for the highest rate: what to show instead of a league table.

    Rates are drawn from the gamma distributions that stand behind the smoothed rates, and each draw is ranked: given
    its count, the rate of an area is gamma with the events that the distribution of all areas is worth added to its own
    (Clayton, D. & Kaldor, J. (1987), Empirical Bayes estimates of age-standardized relative risks for use in disease
    mapping, Biometrics 43, 671–681; Goldstein, H. & Spiegelhalter, D. J. (1996), League tables and their limitations,
    Journal of the Royal Statistical Society A 159, 385–443). Its mean is the smoothed rate. Where chance alone explains
    the differences (`smoothed_rates`) there is nothing to rank, and no area has one.

    Parameters
    ----------
    observed : Series of int
        Events of each area.
    exposure : Series of float
        Person-years or bed-years of each area; without it an area has no rank.
    rng : Generator
        Chance, seeded by the caller: the same seed gives the same table.
    confidence : float
        Share of the draws between rank_low and rank_high.
    draws : int
        How many.

    Returns
    -------
    DataFrame, index of `observed`
        rank_low, rank (the median), rank_high: whole numbers, missing where there is no exposure or nothing to rank.
    """
    divisor = _known_exposure(exposure, observed.index)
    common, between = _common_rate(observed, divisor), _between(observed, divisor)
    if not between > 0:
        return pd.DataFrame(index=observed.index, columns=[RANK_LOW, RANK, RANK_HIGH], dtype="Int64")
    known = divisor.dropna().index
    shape = observed.loc[known].to_numpy(float) + common**2 / between
    drawn = rng.gamma(shape, size=(draws, len(known))) / (divisor.loc[known].to_numpy() + common / between)
    ranks = len(known) - drawn.argsort(axis=1).argsort(axis=1)
    tail = tail_of(confidence)
    ends = np.quantile(ranks, [tail, 0.5, 1 - tail], axis=0, method="nearest")
    table = pd.DataFrame(dict(zip((RANK_LOW, RANK, RANK_HIGH), ends, strict=True)), index=known)
    return table.reindex(observed.index).astype("Int64")
