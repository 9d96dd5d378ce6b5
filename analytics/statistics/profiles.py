"""Everything that is said of each area in one table: counts, rates with intervals, comparison with France, burden.

Which of the columns a reader can choose as a measure, and how each is drawn, is said in `area_measures`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd

from analytics.atlas.atlas import Atlas
from analytics.evidence.severity import DATA_OR_WEBSITE
from analytics.geography.levels import Level
from analytics.schema import col
from analytics.schema.codes import FRANCE
from analytics.selection.selection import Selection
from analytics.statistics import areas, burden, chance, comparison, denominators, rates
from analytics.statistics import counts as area_counts

EVENTS = "events"
SHARE = "share_of_beds_hit"
SHARE_DATA_ONLY = "share_of_beds_data_only"
SHARE_IS_LOW = "share_is_lower_bound"
SHARE_IS_CUT = "share_is_cut"
BED_DAYS = "bed_days"
BED_DAYS_COMPLETE, BED_DAYS_LEFT_OUT = "bed_days_complete", "bed_days_left_out"
SMOOTHED, SMOOTHED_BEDS = "smoothed_rate_per_million", "smoothed_rate_per_10k_beds"
SMOOTHED_ENTITIES = "smoothed_rate_per_1k_entities"
RATIO, BEDS_RATIO, ENTITIES_RATIO, EXPECTED = "ratio", "beds_ratio", "entities_ratio", "expected"
RANK_LOW, RANK_HIGH = "rank_low", "rank_high"


class Profiles(NamedTuple):
    """The areas of one level, and what belongs to none of them.

    Attributes
    ----------
    areas : DataFrame, index code
        The contract's columns (`areas.rate_table`), then: share_of_beds_hit (care or systems) with share_is_lower_bound
        and share_is_cut; share_of_beds_data_only; bed_days of outages with `_low`, `_high`, bed_days_complete and
        bed_days_left_out (incidents without known beds or recovery); smoothed rates; ratio (observed over expected by
        population), beds_ratio (by beds) and entities_ratio (by legal entities), each with its interval, and expected;
        rank_low and rank_high of the rate per million.
    coverage : Coverage
        Distinct incidents, their sum over areas, those that touch several, those without a known area.
    bed_days : BedDays
        Bed-days by area, of several areas, of none.
    incidents : Series of str
        The incidents counted.
    possible : Series of float, index incident_id
        Those of which it is not known whether they lie in the period, of the level's territory, and what each weighs.
    websites : Series of str
        The incidents, of any period, that hit nothing but websites in the level's territory.
    entity_years : float
        Those of France as a whole, where a legal entity with beds in several areas counts once.
    """

    areas: pd.DataFrame
    coverage: area_counts.Coverage
    bed_days: burden.BedDays
    incidents: pd.Series
    possible: pd.Series
    websites: pd.Series
    entity_years: float


def profiles(atlas: Atlas, published: pd.DataFrame, selection: Selection, level: Level) -> Profiles:
    """All areas of a level with every measure, for the period, types, services and evidence of a selection.

    Areas that the selection names do not narrow the table: a comparison needs the others.

    Parameters
    ----------
    atlas : Atlas
    published : DataFrame
        Published incidents at the selection's level of evidence.
    selection : Selection
    level : str
        ``department``, ``region`` or ``country``.
    """
    everywhere = selection.everywhere()
    table = areas.rate_table(atlas, published, everywhere, level).set_index(col.CODE)
    counted = areas.counted(published, everywhere)
    cover, possible = area_counts.coverage(atlas.sites, counted, level), areas.in_doubt(published, everywhere)
    kept, websites = published[published[col.INCIDENT_ID].isin(counted)], area_counts.website_only(atlas.sites, level)
    over = areas.covered(everywhere, "department")
    french_entities = denominators.entity_years(atlas.entities_of["country"], over)
    entity_years = float(french_entities[col.ENTITY_YEARS].sum())
    if level == col.COUNTRY:
        each = burden.bed_days_by_area(kept, atlas.sites, table.index, level)
        return Profiles(_with_bed_days(table, each), cover, each, counted, possible, websites, entity_years)
    french = kept[(kept[col.COUNTRY] == FRANCE) & (kept[col.SEVERITY] != DATA_OR_WEBSITE)]
    each = burden.bed_days_by_area(french, atlas.sites, table.index, level)
    table = _with_bed_days(_with_comparison(table, chance.generator(everywhere, f"ranks-{level}")), each)
    share, data_only = shares_of_beds(atlas, kept, level)
    table[SHARE], table[SHARE_DATA_ONLY] = share[burden.SHARE], data_only[burden.SHARE]
    table[SHARE_IS_LOW] = share[burden.IS_LOWER_BOUND].reindex(table.index).eq(True)
    table[SHARE_IS_CUT] = (share[burden.STATED_SHARE] > share[burden.SHARE]).reindex(table.index).eq(True)
    french_ids = published.loc[published[col.COUNTRY] == FRANCE, col.INCIDENT_ID]
    possible = possible[possible.index.isin(french_ids)]
    return Profiles(table, cover, each, counted, possible, websites, entity_years)


def shares_of_beds(atlas: Atlas, kept: pd.DataFrame, level: Level) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The share of beds in hospitals hit in care or systems, and in those of which data or a website alone were.

    Each is what `burden.share_of_beds_hit` gives; a hospital hit in both ways is in both.
    """
    reference, website = areas.beds(atlas, level), kept[col.SEVERITY] == DATA_OR_WEBSITE
    return tuple(  # type: ignore[return-value]
        burden.share_of_beds_hit(atlas.sites, atlas.beds_sites, rows[col.INCIDENT_ID], reference, level)
        for rows in (kept[~website], kept[website])
    )


def _with_bed_days(table: pd.DataFrame, each: burden.BedDays) -> pd.DataFrame:
    """The table with bed-days, and how many incidents stand behind them and how many do not."""
    known = each.areas
    return table.assign(
        **{
            BED_DAYS: known[col.VALUE],
            f"{BED_DAYS}_low": known[col.LOW],
            f"{BED_DAYS}_high": known[col.HIGH],
            BED_DAYS_COMPLETE: known[burden.COMPLETE],
            BED_DAYS_LEFT_OUT: known[burden.INCOMPLETE] + known[burden.BEDS_UNKNOWN],
        }
    )


def _with_comparison(table: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """The table with smoothed rates, observed over expected, and the interval of ranks."""
    events = table[col.INCIDENTS_WEIGHTED]
    compared = table.copy()
    for each, smoothed, ratio in (
        (rates.BY_PEOPLE, SMOOTHED, RATIO),
        (rates.BY_BEDS, SMOOTHED_BEDS, BEDS_RATIO),
        (rates.BY_ENTITIES, SMOOTHED_ENTITIES, ENTITIES_RATIO),
    ):
        exposure = table[each.exposure]
        compared[smoothed] = comparison.smoothed_rates(events, exposure, each.per)[comparison.SMOOTHED]
        against = comparison.observed_expected(events, exposure)
        compared[ratio] = against[comparison.RATIO]
        compared[f"{ratio}_low"], compared[f"{ratio}_high"] = against[col.LOW], against[col.HIGH]
        if ratio == RATIO:
            compared[EXPECTED] = against[comparison.EXPECTED]
    ranks = comparison.rank_intervals(events, table[col.PERSON_YEARS], rng)
    compared[RANK_LOW], compared[RANK_HIGH] = ranks[comparison.RANK_LOW], ranks[comparison.RANK_HIGH]
    return compared


def whole_events(table: pd.DataFrame) -> pd.Series:
    """The incidents of each area that a comparison goes by: those that count for certain, without websites only."""
    return (table[col.INCIDENTS] - table[col.INCIDENTS_WEBSITE]).astype(int)


def national(areas_of_level: Profiles) -> dict[str, float]:
    """France as a whole: distinct incidents, people and beds, and its rates with their intervals.

    An incident that touched three departments is one incident of France. Those of websites only are not in the rates.
    """
    table, distinct = areas_of_level.areas, areas_of_level.coverage.distinct
    certain = areas_of_level.incidents.isin(areas_of_level.websites).sum()
    doubtful = areas_of_level.possible[~areas_of_level.possible.index.isin(areas_of_level.websites)].sum()
    return {
        **_rates_of(
            table, distinct - float(certain) + float(doubtful), {col.ENTITY_YEARS: areas_of_level.entity_years}
        ),
        col.INCIDENTS: float(distinct),
        col.INCIDENTS_POSSIBLE: float(len(areas_of_level.possible)),
        col.INCIDENTS_WEBSITE: float(certain),
    }


def whole_of_france(atlas: Atlas, published: pd.DataFrame, selection: Selection) -> pd.Series:
    """France as a row beside its areas: its people, beds and legal entities, its bed-days and shares of beds."""
    table = profiles(atlas, published, selection, "country").areas
    kept = published[published[col.INCIDENT_ID].isin(areas.counted(published, selection.everywhere()))]
    share, data_only = (each.loc[FRANCE] for each in shares_of_beds(atlas, kept, "country"))
    shares = {
        SHARE: share[burden.SHARE],
        SHARE_IS_LOW: bool(share[burden.IS_LOWER_BOUND]),
        SHARE_IS_CUT: bool(share[burden.STATED_SHARE] > share[burden.SHARE]),
        SHARE_DATA_ONLY: data_only[burden.SHARE],
    }
    row: pd.Series = table.loc[FRANCE]  # type: ignore[assignment]  # codes are unique
    whole: pd.Series = pd.concat([row, pd.Series(shares, dtype=object)])
    return whole


def average(areas_of_level: Profiles) -> dict[str, float]:
    """The areas of a level on average: the common rate that each is compared with, with its interval.

    An incident counts in each area that it touched, here as in the areas themselves; that of France as a whole
    (`national`), where it counts once, is lower, and would make most areas look worse than they are.
    """
    table = areas_of_level.areas
    return {
        **_rates_of(table, float(table[col.INCIDENTS_WEIGHTED].sum()), {}),
        col.INCIDENTS: float(table[col.INCIDENTS].sum()),
    }


def _rates_of(table: pd.DataFrame, weighted: float, other: Mapping[str, float]) -> dict[str, float]:
    """The yearly rates of so many events over what all areas have, or over what stands in the place of their sum."""
    found = {col.INCIDENTS_WEIGHTED: weighted}
    for each in rates.YEARLY:
        exposure = other.get(each.exposure, float(table[each.exposure].sum()))
        rate = rates.rate_with_interval(pd.Series([weighted]), pd.Series([exposure]), each.per).iloc[0]
        found[each.exposure] = exposure
        found |= {name: float(rate[of]) for name, of in zip(each.columns, (rates.RATE, col.LOW, col.HIGH), strict=True)}
    return found


def intervals(areas_of_level: Profiles, codes: list[str]) -> pd.DataFrame:
    """The rate per million of some areas with its interval: code, rate, low, high, events, in the order given."""
    table = areas_of_level.areas
    order = {code: place for place, code in enumerate(table.index)}
    places = [order[code] for code in codes]
    named = {rates.RATE: col.RATE_PER_MILLION, col.LOW: col.RATE_LOW, col.HIGH: col.RATE_HIGH}
    return pd.DataFrame(
        {
            col.CODE: codes,
            **{name: table[column].to_numpy(float)[places] for name, column in named.items()},
            EVENTS: table[col.INCIDENTS].to_numpy(int)[places],
        }
    )


def by_year(atlas: Atlas, published: pd.DataFrame, selection: Selection, level: Level) -> pd.DataFrame:
    """Incidents of each area by year of their start: code, year, incidents; years without any are zero.

    The years are those of the period that the selection covers.
    """
    counted = areas.counted(published, selection.everywhere())
    starts = published.set_index(col.INCIDENT_ID)["started_on"].str[:4].astype(int)
    pairs = atlas.sites[[col.INCIDENT_ID, level]].dropna().drop_duplicates()
    pairs = pairs[pairs[col.INCIDENT_ID].isin(counted)]
    counts = pd.crosstab(pairs[level], pairs[col.INCIDENT_ID].map(starts))
    years = areas.covered(selection, level).exposure.index
    codes = areas.reference(atlas, level)[col.CODE]
    table = counts.reindex(index=codes, columns=years, fill_value=0)
    return table.rename_axis(col.CODE).reset_index().melt(col.CODE, var_name="year", value_name=col.INCIDENTS)
