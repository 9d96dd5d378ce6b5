"""Incidents and sites by department, region and country, against population and beds, with what chance explains.

Every rate comes with its numerator, its denominator and an interval, so that anyone can work it out again. Missing
denominators give missing rates, never zero. This room draws nothing and has no words.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import special  # a tenth of a second; scipy.stats, which says the same, takes six

from analytics.schema import (
    BED_YEARS,
    BEDS,
    BEDS_RATE,
    BEDS_RATE_HIGH,
    BEDS_RATE_LOW,
    BEDS_YEAR,
    CODE,
    COUNTRY,
    FRANCE,
    INCIDENT_ID,
    INCIDENTS,
    NAME_EN,
    NAME_FR,
    PERSON_YEARS,
    POPULATION,
    POPULATION_YEAR,
    RATE_HIGH,
    RATE_LOW,
    RELIABILITY,
    SITE_ID,
    SITES,
    YEAR,
)
from analytics.schema import RATE_PER_MILLION as RATE_PER_MILLION  # asked for here by the pages
from analytics.selection import Selection, first_day, last_day

MILLION = 1_000_000
TEN_THOUSAND = 10_000
FIRST_YEAR_FRANCE = 2019  # the first year of our French record; nothing before it has been searched for
FIRST_YEAR_WORLD = 2016  # the first year of our record of other countries

EXACT_BELOW = 10
STABLE_FROM, FRAGILE_FROM = 20, 10

RATE, LOW, HIGH = "rate", "low", "high"
OBSERVED, EXPECTED, RATIO = "observed", "expected", "ratio"
SMOOTHED, WEIGHT = "smoothed", "weight"
RANK_LOW, RANK, RANK_HIGH = "rank_low", "rank", "rank_high"
FUNNEL_LEVELS = {"95": 0.95, "99_8": 0.998}
AREAS_TOUCHED = "areas_touched"

Numbers = npt.ArrayLike
Array = npt.NDArray[np.float64]


class Interval(NamedTuple):
    """The two ends of an interval, element by element; missing where the count is."""

    low: Array
    high: Array


class Period(NamedTuple):
    """The days that a rate covers.

    Attributes
    ----------
    start, end : date
        First and last day, both included.
    exposure : Series, index year (int)
        The part of each calendar year that is covered, above 0 and up to 1; empty where the period is.
    """

    start: date
    end: date
    exposure: pd.Series

    @property
    def years(self) -> float:
        """Length of the period in years."""
        return float(self.exposure.sum())


class Coverage(NamedTuple):
    """How the incidents of a table by area relate to the distinct ones: an incident counts in each area it touched.

    ``summed - repeats + len(unplaced) == distinct``, where `repeats` counts each area after the first.

    Attributes
    ----------
    distinct : int
        Incidents that touched a place of the level's territory, each once.
    summed : int
        The sum over areas.
    several : DataFrame
        incident_id, departments (or what the level is; codes in order, separated by "; "), areas_touched: the
        incidents that touch more than one area.
    unplaced : Series of str
        Incidents of which no site lies in a known area.
    unplaced_sites : int
        Sites of the territory that lie in no known area.
    """

    distinct: int
    summed: int
    several: pd.DataFrame
    unplaced: pd.Series
    unplaced_sites: int

    @property
    def repeats(self) -> int:
        """How often an incident is counted again, because it touched another area."""
        return int((self.several[AREAS_TOUCHED] - 1).sum())


# --- time ----------------------------------------------------------------------------------------------------


def period(selection: Selection, known_until: date, first_year: int = FIRST_YEAR_FRANCE) -> Period:
    """The days that a selection covers, and the part of each calendar year that they are.

    Parameters
    ----------
    selection : Selection
        Its `start` and `end`: years, months or days, both ends included. Where it leaves a side open, the period
        begins on 1 January of `first_year` and ends on `known_until`.
    known_until : date
        Nothing after this day has been searched for: the period never goes beyond it.
    first_year : int
        The first year that has been searched: the period never begins before it, because years in which nobody
        looked would thin the rate. 2019 for France (the default), 2016 for the world.

    Returns
    -------
    Period
        Without any year where the selection lies wholly outside of what has been searched.
    """
    earliest, latest = date(first_year, 1, 1), known_until
    start = max(first_day(pd.Series([selection.start])).iloc[0].date(), earliest) if selection.start else earliest
    end = min(last_day(pd.Series([selection.end])).iloc[0].date(), latest) if selection.end else latest
    parts = {year: _part_of(year, start, end) for year in range(start.year, end.year + 1)} if start <= end else {}
    return Period(start, end, pd.Series(parts, dtype=float).rename_axis(YEAR))


def _part_of(year: int, start: date, end: date) -> float:
    """The part of a calendar year that lies between two days, both included."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    return ((min(end, last) - max(start, first)).days + 1) / ((last - first).days + 1)


def bed_years(beds: pd.DataFrame, over: Period) -> pd.DataFrame:
    """Beds of the period's last year, and bed-years: the beds of each year times the part of it that is covered.

    Parameters
    ----------
    beds : DataFrame
        code, year, beds; rows without beds are left out. A year that an area lacks takes the nearest that it has
        (the earlier of two as near).
    over : Period

    Returns
    -------
    DataFrame, index code
        beds, beds_year (which tells where another year had to be taken), bed_years.
    """
    known = beds.dropna(subset=[BEDS])
    last = beds_in(known, over.end.year)
    total = pd.Series(0.0, index=last.index)
    for year, part in over.exposure.items():
        total = total + part * beds_in(known, int(str(year)))[BEDS]
    return last.assign(**{BED_YEARS: total})


def beds_in(beds: pd.DataFrame, year: int) -> pd.DataFrame:
    """Beds of each area in the year nearest to the one given (the earlier of two as near).

    Parameters
    ----------
    beds : DataFrame
        code, year, beds; none of them missing.

    Returns
    -------
    DataFrame, index code
        beds, beds_year.
    """
    nearest = beds.assign(away=(beds[YEAR] - year).abs()).sort_values([CODE, "away", YEAR]).drop_duplicates(CODE)
    return nearest.rename(columns={YEAR: BEDS_YEAR}).set_index(CODE)[[BEDS, BEDS_YEAR]]


# --- counting ------------------------------------------------------------------------------------------------


def by_area(sites: pd.DataFrame, incident_ids: pd.Series, areas: pd.DataFrame, level: str) -> pd.DataFrame:
    """Incidents and sites of each area, and incidents per million inhabitants; zero where there were none.

    Parameters
    ----------
    sites : DataFrame
        Placed sites: site_id, incident_id and the column named by `level`.
    incident_ids : Series of str
        The incidents that count.
    areas : DataFrame
        code, population (missing where it is not known).
    level : str
        ``department``, ``region`` or ``country``.

    Returns
    -------
    DataFrame, index code
        incidents (an incident counts once in each area that it touched), sites, population,
        rate_per_million: over the whole period of the incidents given, not per year (`rate_table` gives that);
        missing, not zero, where the population is not known.
    """
    table: pd.DataFrame = areas.set_index(CODE)[[POPULATION]].apply(pd.to_numeric)
    table = table.join(counts(sites, incident_ids, table.index, level))
    inhabitants = table[POPULATION].where(table[POPULATION] > 0)
    return table.assign(**{RATE_PER_MILLION: MILLION * table[INCIDENTS] / inhabitants})


def counts(sites: pd.DataFrame, incident_ids: pd.Series, codes: pd.Index, level: str) -> pd.DataFrame:
    """Incidents and sites of each area, in the order of `codes`; zero where there were none.

    An incident counts once in each area that it touched; `coverage` says how far the sum is from the number of
    distinct incidents. Arguments are those of `by_area`.
    """
    counted = sites[sites[INCIDENT_ID].isin(incident_ids)].dropna(subset=[level]).groupby(level)
    table = pd.DataFrame(index=codes)
    table[INCIDENTS] = counted[INCIDENT_ID].nunique()
    table[SITES] = counted[SITE_ID].nunique()
    return table.fillna(0).astype(int)


def coverage(sites: pd.DataFrame, incident_ids: pd.Series, level: str) -> Coverage:
    """What lies between the sum over areas and the number of distinct incidents: several areas, or no known area.

    Parameters
    ----------
    sites : DataFrame
        Placed sites: site_id, incident_id, country and the column named by `level`.
    incident_ids : Series of str
        The incidents that count.
    level : str
        ``department`` or ``region``, of France: sites of other countries are left out, sites of no known country
        are not; or ``country``.
    """
    counted = _territory(sites, level)
    counted = counted[counted[INCIDENT_ID].isin(incident_ids)]
    pairs = counted[[INCIDENT_ID, level]].dropna().drop_duplicates()
    touched = pairs.sort_values([INCIDENT_ID, level]).groupby(INCIDENT_ID)[level]
    several = pd.DataFrame({f"{level}s": touched.agg("; ".join), AREAS_TOUCHED: touched.size().astype(int)})
    several = several[several[AREAS_TOUCHED] > 1].reset_index()
    every = counted[INCIDENT_ID].drop_duplicates()
    return Coverage(
        distinct=len(every),
        summed=len(pairs),
        several=several,
        unplaced=every[~every.isin(pairs[INCIDENT_ID])].reset_index(drop=True),
        unplaced_sites=int(counted[level].isna().sum()),
    )


def _territory(sites: pd.DataFrame, level: str) -> pd.DataFrame:
    """The sites that an area of the level could hold: all, or those of France and of no known country."""
    return sites if level == COUNTRY else sites[sites[COUNTRY].isna() | (sites[COUNTRY] == FRANCE)]


# --- intervals -----------------------------------------------------------------------------------------------


def poisson_interval(events: Numbers, confidence: float = 0.95) -> Interval:
    """Interval of a Poisson count: exact below 10 events, Byar's approximation from 10; zero has an upper end.

    The rule is that of Public Health England, Fingertips technical guidance, “Rates”.

    Parameters
    ----------
    events : array of int, shape (n,)
        Events seen; zero is allowed, missing stays missing.
    confidence : float
        Between 0 and 1.

    Raises
    ------
    ValueError
        Where a count is negative or not whole, or the confidence is none.
    """
    observed = _whole(events)
    exact, byar = exact_interval(observed, confidence), byar_interval(observed, confidence)
    few = observed < EXACT_BELOW
    return Interval(np.where(few, exact.low, byar.low), np.where(few, exact.high, byar.high))


def exact_interval(events: Numbers, confidence: float = 0.95) -> Interval:
    """Exact interval of a Poisson count, from the quantiles of chi-squared (Garwood 1936; Ulm 1990).

    Arguments and errors are those of `poisson_interval`.
    """
    observed, tail = _whole(events), _tail(confidence)
    low = special.chdtri(2 * np.maximum(observed, 1), 1 - tail) / 2
    return Interval(np.where(observed == 0, 0.0, low + 0 * observed), special.chdtri(2 * (observed + 1), tail) / 2)


def byar_interval(events: Numbers, confidence: float = 0.95) -> Interval:
    """Byar's approximation to the exact interval of a Poisson count (Breslow & Day 1987, chapter 2).

    Within 0.2 % of the exact ends from 10 events; below about 5 it is poor, and at zero the lower end is set to 0.
    Arguments and errors are those of `poisson_interval`.
    """
    observed, tail = _whole(events), _tail(confidence)
    z = -special.ndtri(tail)
    some, more = np.maximum(observed, 1), observed + 1
    low = some * (1 - 1 / (9 * some) - z / (3 * np.sqrt(some))) ** 3
    high = more * (1 - 1 / (9 * more) + z / (3 * np.sqrt(more))) ** 3
    return Interval(np.where(observed == 0, 0.0, low + 0 * observed), high)


def _whole(events: Numbers) -> Array:
    """Counts as numbers; ValueError where one is negative or not whole."""
    observed = np.asarray(events, dtype=float)
    seen = observed[~np.isnan(observed)]
    if (seen < 0).any() or (seen != np.floor(seen)).any():
        raise ValueError("events are counts: whole numbers, zero or more")
    return observed


def _tail(confidence: float) -> float:
    if not 0 < confidence < 1:
        raise ValueError(f"a confidence lies between 0 and 1; {confidence} does not")
    return (1 - confidence) / 2


def rate_with_interval(events: pd.Series, exposure: pd.Series, per: float, confidence: float = 0.95) -> pd.DataFrame:
    """Events per `per` units of exposure and the interval; missing where there is no exposure.

    Parameters
    ----------
    events : Series of int
        Events of each area.
    exposure : Series of float
        Person-years or bed-years of the same areas (joined on the index); zero and missing give no rate.
    per : float
        1 000 000 for a rate per million.

    Returns
    -------
    DataFrame, index of `events`
        rate, low, high.
    """
    divisor = pd.to_numeric(exposure.reindex(events.index)).astype(float)
    divisor = divisor.where(divisor > 0)
    ends = poisson_interval(events, confidence)
    return pd.DataFrame(
        {RATE: per * events / divisor, LOW: per * ends.low / divisor, HIGH: per * ends.high / divisor},
        index=events.index,
    )


# --- the table of the contract -------------------------------------------------------------------------------


def rate_table(counted: pd.DataFrame, areas: pd.DataFrame, beds: pd.DataFrame, over: Period) -> pd.DataFrame:
    """Every area with its people, beds, incidents, sites and yearly rates: the columns of the public contract.

    A rate and its interval can be worked out again from the row's own incidents, person_years and bed_years.
    Nothing is rounded.

    Parameters
    ----------
    counted : DataFrame, index code
        incidents, sites (`counts`).
    areas : DataFrame
        code, name_fr, name_en, population, population_year. There is one vintage of population: it is taken for
        each year of the period.
    beds : DataFrame
        code, year, beds.
    over : Period

    Returns
    -------
    DataFrame
        One row for each of `areas`, in their order, with the columns of `schema.COMPUTED_TABLES`.
    """
    table = areas.set_index(CODE)[[NAME_FR, NAME_EN, POPULATION, POPULATION_YEAR]]
    numbers = [POPULATION, POPULATION_YEAR]
    table = table.assign(**{name: pd.to_numeric(table[name]).astype("Int64") for name in numbers})
    table = table.join(bed_years(beds, over)).astype({BEDS: "Int64", BEDS_YEAR: "Int64"})
    table = table.join(counted, validate="one_to_one")
    table[PERSON_YEARS] = table[POPULATION].astype(float) * over.years
    per_people = rate_with_interval(table[INCIDENTS], table[PERSON_YEARS], MILLION)
    per_beds = rate_with_interval(table[INCIDENTS], table[BED_YEARS], TEN_THOUSAND)
    table[[RATE_PER_MILLION, RATE_LOW, RATE_HIGH]] = per_people[[RATE, LOW, HIGH]]
    table[[BEDS_RATE, BEDS_RATE_LOW, BEDS_RATE_HIGH]] = per_beds[[RATE, LOW, HIGH]]
    table[RELIABILITY] = reliability(table[INCIDENTS], table[PERSON_YEARS])
    ordered = [
        *(NAME_FR, NAME_EN, POPULATION, POPULATION_YEAR, BEDS, BEDS_YEAR, INCIDENTS, SITES),
        *(PERSON_YEARS, RATE_PER_MILLION, RATE_LOW, RATE_HIGH),
        *(BED_YEARS, BEDS_RATE, BEDS_RATE_LOW, BEDS_RATE_HIGH, RELIABILITY),
    ]
    return table[ordered].reset_index()


def reliability(events: pd.Series, exposure: pd.Series) -> pd.Series:
    """How far each rate can be relied on: a code of `schema.RELIABILITIES`.

    ``stable`` from 20 events, ``fragile`` from 10, ``not-ranked`` below (NCHS and NC SCHS for 20; Morris et al.
    2018 for 10); ``no-denominator`` where there is no exposure.
    """
    divided = exposure.reindex(events.index) > 0
    codes = np.select(
        [~divided.fillna(False).to_numpy(bool), events >= STABLE_FROM, events >= FRAGILE_FROM],
        ["no-denominator", "stable", "fragile"],
        default="not-ranked",
    )
    return pd.Series(codes, index=events.index, dtype="str")


# --- comparison ----------------------------------------------------------------------------------------------


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
            LOW: ends.low / base,
            HIGH: ends.high / base,
        }
    )


def _known_exposure(exposure: pd.Series, index: pd.Index) -> pd.Series:
    divisor = pd.to_numeric(exposure.reindex(index)).astype(float)
    return divisor.where(divisor > 0)


def _common_rate(observed: pd.Series, divisor: pd.Series) -> float:
    """Events over exposure, of the areas that have exposure; missing where none has."""
    total = float(divisor.sum())
    return float(observed[divisor.notna()].sum()) / total if total else float("nan")


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
    total = divisor.sum()
    spread = float((divisor * (raw - common) ** 2).sum() / total) if total else float("nan")
    between = spread - common / divisor.mean()
    # nothing beyond chance, or no event at all: the common rate stands for every area
    weight = between / (between + common / divisor) if between > 0 else divisor * 0.0
    return pd.DataFrame({RATE: per * raw, SMOOTHED: per * (common + weight * (raw - common)), WEIGHT: weight})


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
    mean, tail = np.asarray(expected, dtype=float), _tail(level)
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
        table[f"{LOW}_{name}"], table[f"{HIGH}_{name}"] = limits
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


def rank_intervals(
    observed: pd.Series,
    exposure: pd.Series,
    rng: np.random.Generator,
    confidence: float = 0.95,
    draws: int = 4_000,
) -> pd.DataFrame:
    """Between which ranks each area may lie, 1 for the highest rate: what to show instead of a league table.

    Rates are drawn from their gamma distributions given the counts (Jeffreys’ prior, one half of an event), and each
    draw is ranked; after Goldstein & Spiegelhalter (1996), League tables and their limitations, Journal of the Royal
    Statistical Society A 159, 385–443.

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
        rank_low, rank (the median), rank_high: whole numbers, missing where there is no exposure.
    """
    divisor = _known_exposure(exposure, observed.index)
    known = divisor.dropna().index
    shape = observed.loc[known].to_numpy(float) + 0.5
    drawn = rng.gamma(shape, size=(draws, len(known))) / divisor.loc[known].to_numpy()
    ranks = len(known) - drawn.argsort(axis=1).argsort(axis=1)
    tail = _tail(confidence)
    ends = np.quantile(ranks, [tail, 0.5, 1 - tail], axis=0, method="nearest") if len(known) else np.empty((3, 0))
    table = pd.DataFrame(dict(zip((RANK_LOW, RANK, RANK_HIGH), ends, strict=True)), index=known)
    return table.reindex(observed.index).astype("Int64")
