"""Rates worked by hand; nothing to divide by, no rate."""

from __future__ import annotations

import pandas as pd
import pytest
from scipy import stats

from analytics.schema import col
from analytics.schema.codes import RELIABILITIES
from analytics.schema.derived import COMPUTED_TABLES
from analytics.selection.selection import Selection
from analytics.statistics import areas, counts, periods, rates
from tests.helpers.rates import KNOWN_UNTIL


def test_a_rate_is_incidents_by_million_person_years(departments):
    person_years = pd.Series({"01": 1_000_000, "02": 500_000, "2A": 250_000, "971": 400_000})

    table = rates.rate_with_interval(departments[col.INCIDENTS], person_years, rates.MILLION)

    assert table[rates.RATE].to_dict() == {"01": 2.0, "02": 2.0, "2A": 4.0, "971": 2.5}


@pytest.mark.parametrize("people", [0, None])
def test_an_area_without_inhabitants_has_no_rate(people):
    table = rates.rate_with_interval(pd.Series({"01": 1}), pd.Series({"01": people}), rates.MILLION)

    assert table[[rates.RATE, col.LOW, col.HIGH]].isna().all(axis=None)


# --- the table of the contract -----------------------------------------------------------------------------


@pytest.fixture
def table(small_atlas, small_incidents) -> pd.DataFrame:
    """The small world's departments over 2021 and 2022; not rounded, to be recomputed."""
    ids = small_incidents[col.INCIDENT_ID]
    codes = pd.Index(small_atlas.departments["code"])
    counted = counts.counts(small_atlas.sites, ids, codes, col.DEPARTMENT)
    over = periods.period(Selection(start="2021", end="2022"), KNOWN_UNTIL)
    return rates.rate_table(
        counted,
        areas.reference(small_atlas, col.DEPARTMENT),
        small_atlas.beds,
        small_atlas.entities_of[col.DEPARTMENT],
        over,
    )


def test_the_table_has_the_columns_of_the_contract_in_their_order(table):
    assert list(table.columns) == COMPUTED_TABLES["departments"].names


def test_a_row_is_worked_by_hand(table):
    first = table.set_index("code").loc["01"]

    # two incidents among a million people in two years, and in 900 and then 1000 beds
    assert first[["person_years", "rate_per_million", "bed_years", "beds", "beds_year"]].tolist() == [
        2_000_000,
        1.0,
        1900,
        1000,
        2022,
    ]
    assert first["rate_per_10k_beds"] == pytest.approx(10_000 * 2 / 1900)
    assert first["rate_high"] == pytest.approx(stats.chi2.ppf(0.975, 6) / 2 / 2)
    assert first["reliability"] == "not-ranked"


def test_without_people_or_beds_there_is_no_rate_and_it_says_so(table):
    rows = table.set_index("code")

    assert rows.loc["2A", ["rate_per_million", "rate_low", "rate_high", "rate_per_10k_beds"]].isna().all()
    assert rows.loc["2A", [col.INCIDENTS, "reliability"]].tolist() == [1, "no-denominator"]
    assert rows["reliability"].drop("2A").eq("not-ranked").all()


def test_reliability_follows_the_number_of_events():
    events = pd.Series([0, 9, 10, 19, 20, 20, 20])
    exposure = pd.Series([1.0, 1, 1, 1, 1, 0, None])

    assert rates.reliability(events, exposure).tolist() == [
        *("not-ranked", "not-ranked", "fragile", "fragile", "stable", "no-denominator", "no-denominator"),
    ]
    assert {*rates.reliability(events, exposure), "not-a-census"} == set(RELIABILITIES)
