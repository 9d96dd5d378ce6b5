"""Incidents over time: counts by year and type, and what they allow one to conclude.

Partial years are said to be partial, and official counts stand beside ours.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Literal, NamedTuple

import numpy as np
import pandas as pd
from scipy import special

from analytics.schema import col
from analytics.schema.codes import ATTACK_TYPES
from analytics.statistics.periods import THIN_YEARS

Conclusion = Literal["rising", "falling", "cannot-conclude", "too-few"]
FEWEST_EVENTS, FEWEST_YEARS = 20, 3
FEWEST_COMPARED = 10  # events of two periods or areas together
SIGNIFICANT, POWER = 0.05, 0.8
NAN = float("nan")


def per_year(incidents: pd.DataFrame) -> pd.DataFrame:
    """Incidents by year of their start and by type, years without any included as zero.

    Parameters
    ----------
    incidents : DataFrame
        started_on (year, month or day; a year is always known), attack_type.

    Returns
    -------
    DataFrame
        Index year (int, from the first to the last, no gap), one column for each attack type.
    """
    if incidents.empty:
        return pd.DataFrame(columns=list(ATTACK_TYPES), index=pd.Index([], name=col.YEAR, dtype=int), dtype=int)
    years = [int(day[:4]) for day in incidents[col.STARTED_ON].to_list()]
    place = {kind: place for place, kind in enumerate(ATTACK_TYPES)}
    first, last = min(years), max(years)
    counts = np.zeros((last - first + 1, len(place)), dtype=int)
    for year, kind in zip(years, incidents[col.ATTACK_TYPE].to_list(), strict=True):
        counts[year - first, place[kind]] += 1
    return pd.DataFrame(
        counts, pd.RangeIndex(first, last + 1, name=col.YEAR), pd.Index(list(place), name=col.ATTACK_TYPE)
    )


class Trend(NamedTuple):
    """What the yearly counts allow one to say; no more than that, however it looks.

    Attributes
    ----------
    code : str
        ``rising`` or ``falling`` where the interval of the yearly ratio lies on one side of 1, ``cannot-conclude``
        where it holds 1, ``too-few`` below 20 events or 3 years.
    ratio, low, high : float
        Rate of one year over that of the year before, with its 95 % interval; missing where there are too few. Infinite
        (or zero) where all events are in the last (or first) year, with the end of the interval that can be had.
    dispersion : float
        Pearson's chi-squared over its degrees of freedom; 1 for a Poisson count, missing where it has no meaning.
    overdispersed : bool
        Whether years vary more than chance allows, at 5 %. The interval is then that of quasi-Poisson: wider by the
        root of the dispersion, from Student's t.
    events : int
        How many there are in all.
    years : tuple of int
        First and last year; empty where there is none.
    detectable : float
        The ratio, above 1, that a change from year to year must have for so many events to show it in four cases of
        five; a smaller one could not have been seen. Missing where there are too few.
    without_thin : Trend or None
        The same without the years that were searched less (`periods.THIN_YEARS`), where some of them are among the
        years and enough is left.
    thin : tuple of int
        Those years.

    Beside any conclusion it has to be said that a record of publicly known attacks also follows how many become known,
    and that later years may still be completed.
    """

    code: Conclusion
    ratio: float
    low: float
    high: float
    dispersion: float
    overdispersed: bool
    events: int
    years: tuple[int, ...]
    detectable: float = NAN
    without_thin: Trend | None = None
    thin: tuple[int, ...] = ()


class RateRatio(NamedTuple):
    """The rate of a second period over that of a first; codes as in `Trend`."""

    code: Conclusion
    ratio: float
    low: float
    high: float
    events: tuple[int, int]


def yearly_trend(counts: pd.Series, exposure: pd.Series, thin_years: Collection[int] = THIN_YEARS) -> Trend:
    """Whether the yearly rate rises or falls, by Poisson regression on the year with exposure.

    A year that is not over enters with the part of it that is known, so that it does not look like a fall. The model
    is log-linear: one ratio from each year to the next (McCullagh & Nelder 1989, chapter 6).

    Parameters
    ----------
    counts : Series of int, index year
        Events; zero is a count.
    exposure : Series of float, index year
        The part of each year that is covered (`rates.period`), or person-years. Only its years enter; a year that
        `counts` lacks had no event.
    thin_years : collection of int
        Years without which the trend is worked out once more.

    Raises
    ------
    ValueError
        Where an exposure is not above zero, or a count lies in a year without exposure.
    """
    if not (exposure > 0).all():
        raise ValueError("every year of a trend needs an exposure above zero")
    outside = counts[~counts.index.isin(exposure.index) & (counts > 0)]
    if not outside.empty:
        raise ValueError(f"events in years without exposure: {sorted(outside.index)}")
    span = exposure.sort_index()
    seen = counts.reindex(span.index, fill_value=0).astype(int)
    years = (int(span.index[0]), int(span.index[-1])) if len(span) else ()
    events = int(seen.sum())
    if events < FEWEST_EVENTS or len(span) < FEWEST_YEARS:
        return Trend("too-few", NAN, NAN, NAN, NAN, False, events, years)
    if events in (seen.iloc[0], seen.iloc[-1]):
        ends = _one_sided(seen, span)
        return Trend(_conclusion(ends[1], ends[2]), *ends, NAN, False, events, years, detectable(events, span))
    return _fitted(seen, span, events, years)._replace(**_without(seen, span, thin_years))


def _without(seen: pd.Series, span: pd.Series, thin_years: Collection[int]) -> dict[str, Any]:
    """The trend without the years that were searched less, and which these are; empty where nothing can be said."""
    thin = span.index.isin(list(thin_years))
    other = yearly_trend(seen[~thin], span[~thin], ()) if thin.any() else None
    if other is None or other.code == "too-few":
        return {}
    return {"without_thin": other, "thin": tuple(int(year) for year in span.index[thin])}


def detectable(events: int, exposure: pd.Series, dispersion: float = 1.0) -> float:
    """The ratio of one year to the year before that so many events would show in four cases of five.

    The power of Wald's test in Poisson regression, at the variance that a flat line has (Signorini, D. F. (1991),
    Sample size for Poisson regression, Biometrika 78, 446–450), solved for the slope.

    Parameters
    ----------
    events : int
        How many there are in all.
    exposure : Series of float, index year
        The part of each year that is covered.
    dispersion : float
        How much more the years vary than chance does.
    """
    expected = events * exposure / exposure.sum()
    since = exposure.index.to_numpy(float)
    spread = float((expected * (since - np.average(since, weights=exposure)) ** 2).sum())
    steps = special.ndtri(1 - SIGNIFICANT / 2) + special.ndtri(POWER)
    return float(np.exp(steps * np.sqrt(dispersion / spread)))


def _fitted(seen: pd.Series, span: pd.Series, events: int, years: tuple[int, ...]) -> Trend:
    """The regression itself, Poisson or, where the years vary too much for that, quasi-Poisson."""
    from statsmodels.genmod import families  # six tenths of a second, for one page only
    from statsmodels.genmod.generalized_linear_model import GLM

    since = seen.index.to_numpy(float) - seen.index.min()
    design = np.column_stack([np.ones(len(since)), since])
    model = GLM(seen.to_numpy(float), design, family=families.Poisson(), exposure=span.to_numpy(float))
    # started from a flat line and not by the default method, which warns of counts that lie on the curve exactly
    flat = [float(np.log(events / span.sum())), 0.0]
    fit = model.fit(method="newton", start_params=flat, maxiter=1000, disp=False)
    free = int(fit.df_resid)
    dispersion = float(fit.pearson_chi2) / free
    overdispersed = bool(special.chdtrc(free, fit.pearson_chi2) < SIGNIFICANT)
    half = -special.stdtrit(free, SIGNIFICANT / 2) * np.sqrt(dispersion) if overdispersed else -special.ndtri(0.025)
    slope, error = float(fit.params[1]), float(fit.bse[1])
    ratio, low, high = (float(np.exp(slope + step * half * error)) for step in (0, -1, 1))
    power = detectable(events, span, dispersion if overdispersed else 1.0)
    return Trend(_conclusion(low, high), ratio, low, high, dispersion, overdispersed, events, years, power)


def _one_sided(seen: pd.Series, span: pd.Series) -> tuple[float, float, float]:
    """Ratio and interval where all events lie in the first or the last year, so that the regression has no maximum.

    The end that exists is exact: the ratio that gives so extreme a share to that year with a chance of 2.5 %, given
    the number of events.
    """
    rising = seen.iloc[-1] > 0
    since = (span.index.to_numpy(float) - span.index.min()) * (1 if rising else -1)
    share = (SIGNIFICANT / 2) ** (1 / seen.sum())
    extreme = -1 if rising else 0

    def short_of(log_ratio: float) -> float:
        weights = np.log(span.to_numpy(float)) + log_ratio * since
        return float(np.exp(weights[extreme] - special.logsumexp(weights)) - share)

    low, high = -50.0, 50.0
    for _ in range(100):
        middle = (low + high) / 2
        low, high = (middle, high) if short_of(middle) < 0 else (low, middle)
    end = float(np.exp(high))
    return (float("inf"), end, float("inf")) if rising else (0.0, 0.0, 1 / end)


def rate_ratio(first: int, first_exposure: float, second: int, second_exposure: float) -> RateRatio:
    """The rate of the second period over that of the first, with its exact 95 % interval.

    Given the events of both together, those of the second are binomial; the interval is that of Clopper and Pearson
    for their share, turned into a ratio (Breslow & Day 1987, chapter 3). Zero in one period gives a ratio of
    zero or infinity and still one end; fewer than 10 events in both together are too few.

    Parameters
    ----------
    first, second : int
        Events.
    first_exposure, second_exposure : float
        Years, person-years or bed-years, the same for both; above zero.

    Raises
    ------
    ValueError
        Where a count is negative or an exposure is not above zero.
    """
    if min(first, second) < 0 or min(first_exposure, second_exposure) <= 0:
        raise ValueError("a ratio needs counts of zero or more, and exposures above zero")
    if first + second == 0:
        return RateRatio("too-few", NAN, NAN, NAN, (first, second))
    low = float(special.betaincinv(second, first + 1, SIGNIFICANT / 2)) if second else 0.0
    high = float(special.betainccinv(second + 1, first, SIGNIFICANT / 2)) if first else 1.0
    scale = first_exposure / second_exposure
    ratio, low, high = (scale * odds for odds in (_odds(second / (first + second)), _odds(low), _odds(high)))
    code: Conclusion = "too-few" if first + second < FEWEST_COMPARED else _conclusion(low, high)
    return RateRatio(code, ratio, low, high, (first, second))


def _odds(share: float) -> float:
    return share / (1 - share) if share < 1 else float("inf")


def _conclusion(low: float, high: float) -> Conclusion:
    if low > 1:
        return "rising"
    return "falling" if high < 1 else "cannot-conclude"
