"""Incidents and sites by department, region and country, against population and beds, with what chance explains.

Every rate comes with its numerator, its denominator and an interval, so that anyone can work it out again. Missing
denominators give missing rates, never zero. This room draws nothing and has no words.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from analytics.schema import col
from analytics.statistics.denominators import bed_years, entity_years
from analytics.statistics.intervals import poisson_interval
from analytics.statistics.periods import Period

MILLION = 1_000_000
TEN_THOUSAND = 10_000
THOUSAND = 1_000
STABLE_FROM, FRAGILE_FROM = 20, 10

RATE = "rate"


class YearlyRate(NamedTuple):
    """A yearly rate of areas: the column of what it is divided by, per how many, and the columns that hold it."""

    exposure: str
    per: float
    rate: str
    low: str
    high: str

    @property
    def columns(self) -> tuple[str, str, str]:
        """The rate and the ends of its interval."""
        return self.rate, self.low, self.high


BY_PEOPLE = YearlyRate(col.PERSON_YEARS, MILLION, col.RATE_PER_MILLION, col.RATE_LOW, col.RATE_HIGH)
BY_BEDS = YearlyRate(col.BED_YEARS, TEN_THOUSAND, col.BEDS_RATE, col.BEDS_RATE_LOW, col.BEDS_RATE_HIGH)
BY_ENTITIES = YearlyRate(col.ENTITY_YEARS, THOUSAND, col.ENTITIES_RATE, col.ENTITIES_RATE_LOW, col.ENTITIES_RATE_HIGH)
YEARLY = (BY_PEOPLE, BY_BEDS, BY_ENTITIES)


def rate_with_interval(events: pd.Series, exposure: pd.Series, per: float, confidence: float = 0.95) -> pd.DataFrame:
    """Events per `per` units of exposure and the interval; missing where there is no exposure.

    Parameters
    ----------
    events : Series of float
        Events of each area, those in doubt weighed.
    exposure : Series of float
        Person-years, bed-years or entity-years of the same areas (joined on the index); zero and missing give no rate.
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
        {RATE: per * events / divisor, col.LOW: per * ends.low / divisor, col.HIGH: per * ends.high / divisor},
        index=events.index,
    )


def rate_table(
    counted: pd.DataFrame, areas: pd.DataFrame, beds: pd.DataFrame, entities: pd.DataFrame, over: Period
) -> pd.DataFrame:
    """Every area with people, beds, legal entities, incidents, sites and yearly rates: the public contract.

    A rate and its interval can be worked out again from the row's own incidents_weighted, person_years, bed_years and
    entity_years. Nothing is rounded.

    Parameters
    ----------
    counted : DataFrame, index code
        incidents, incidents_possible, incidents_website_only, incidents_weighted, sites (`counts`).
    areas : DataFrame
        code, name_fr, name_en, population, population_year. There is one vintage of population: it is taken for
        each year of the period.
    beds : DataFrame
        code, year, beds.
    entities : DataFrame
        code, year, entities.
    over : Period

    Returns
    -------
    DataFrame
        One row for each of `areas`, in their order, with the columns of `schema.COMPUTED_TABLES`.
    """
    table = areas.set_index(col.CODE)[[col.NAME_FR, col.NAME_EN, col.POPULATION, col.POPULATION_YEAR]]
    numbers = [col.POPULATION, col.POPULATION_YEAR]
    table = table.assign(**{name: pd.to_numeric(table[name]).astype("Int64") for name in numbers})
    table = table.join(bed_years(beds, over)).astype({col.BEDS: "Int64", col.BEDS_YEAR: "Int64"})
    table = table.join(entity_years(entities, over)).astype({col.ENTITIES: "Int64", col.ENTITIES_YEAR: "Int64"})
    table = table.join(counted, validate="one_to_one")
    table[col.PERSON_YEARS] = table[col.POPULATION].astype(float) * over.years
    for each in YEARLY:
        found = rate_with_interval(table[col.INCIDENTS_WEIGHTED], table[each.exposure], each.per)
        table[[*each.columns]] = found[[RATE, col.LOW, col.HIGH]]
    table[col.RELIABILITY] = reliability(table[col.INCIDENTS_WEIGHTED], table[col.PERSON_YEARS])
    ordered = [
        *(col.NAME_FR, col.NAME_EN, col.POPULATION, col.POPULATION_YEAR),
        *(col.BEDS, col.BEDS_YEAR, col.ENTITIES, col.ENTITIES_YEAR),
        *(col.INCIDENTS, col.INCIDENTS_POSSIBLE, col.INCIDENTS_CLAIMED),
        *(col.INCIDENTS_WEBSITE, col.INCIDENTS_WEIGHTED, col.SITES),
        *(column for each in YEARLY for column in (each.exposure, *each.columns)),
        col.RELIABILITY,
    ]
    return table[ordered].reset_index()


def without_rates(table: pd.DataFrame) -> pd.DataFrame:
    """A table of areas where the record is no census: counts and denominators stay, and there is no rate to divide."""
    columns = [column for each in YEARLY for column in each.columns]
    return table.assign(**dict.fromkeys(columns, float("nan")), **{col.RELIABILITY: "not-a-census"})


def reliability(events: pd.Series, exposure: pd.Series) -> pd.Series:
    """How far each rate can be relied on: a code of `schema.RELIABILITIES`.

    ``stable`` from 20 events, ``fragile`` from 10, ``not-ranked`` below (NCHS and NC SCHS for 20; Morris et al.
    2018 for 10); ``no-denominator`` where there is no exposure. ``not-a-census`` is said by `without_rates`.
    """
    divided = exposure.reindex(events.index) > 0
    codes = np.select(
        [~divided.fillna(False).to_numpy(bool), events >= STABLE_FROM, events >= FRAGILE_FROM],
        ["no-denominator", "stable", "fragile"],
        default="not-ranked",
    )
    return pd.Series(codes, index=events.index, dtype="str")
