"""Counts by year without gaps, years that are not over, and what the state counted in the same years."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.schema import ATTACK_TYPE, ATTACK_TYPES, STARTED_ON
from analytics.trends import OFFICIAL_HIGH, OFFICIAL_LOW, OFFICIAL_SOURCES, is_partial, official_counts, per_year


def test_incidents_are_counted_by_year_and_type_and_years_without_any_are_zero(small_incidents):
    counts = per_year(small_incidents)

    assert counts.index.tolist() == [2019, 2020, 2021, 2022, 2023]
    assert list(counts.columns) == list(ATTACK_TYPES)
    assert counts.sum(axis=1).tolist() == [1, 1, 1, 2, 1]
    assert counts.loc[2022].to_dict() == {"ransomware": 1, "data-theft": 0, "intrusion": 1, "ddos": 0, "unknown": 0}


def test_a_year_between_two_others_is_not_left_out(small_incidents):
    counts = per_year(small_incidents[small_incidents[STARTED_ON].str[:4].isin(["2019", "2022"])])

    assert counts.sum(axis=1).to_dict() == {2019: 1, 2020: 0, 2021: 0, 2022: 2}


def test_of_no_incident_there_is_no_year(small_incidents):
    counts = per_year(small_incidents.iloc[:0])

    assert counts.empty
    assert list(counts.columns) == list(ATTACK_TYPES)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.integers(1990, 2030), st.sampled_from(list(ATTACK_TYPES))), min_size=1))
def test_no_incident_is_lost_or_counted_twice(incidents):
    table = pd.DataFrame(incidents, columns=[STARTED_ON, ATTACK_TYPE]).astype({STARTED_ON: "str"})

    counts = per_year(table)

    assert counts.to_numpy().sum() == len(incidents)
    assert counts.index.tolist() == list(range(counts.index.min(), counts.index.max() + 1))
    assert counts.loc[counts.index[[0, -1]]].sum(axis=1).gt(0).all()


@pytest.mark.parametrize(
    ("year", "known_until", "partial"),
    [
        (2025, date(2026, 8, 6), False),
        (2026, date(2026, 8, 6), True),
        (2026, date(2026, 12, 30), True),
        (2026, date(2026, 12, 31), False),
    ],
)
def test_a_year_is_partial_until_its_last_day_is_known(year, known_until, partial):
    assert is_partial(year, known_until) is partial


def test_official_counts_keep_the_lowest_and_the_highest_of_each_calendar_year(small_atlas):
    counts = official_counts(small_atlas.national_series, "incidents_declared")

    assert counts.to_dict("index") == {
        2021: {OFFICIAL_LOW: 733, OFFICIAL_HIGH: 733, OFFICIAL_SOURCES: 1},
        2022: {OFFICIAL_LOW: 588, OFFICIAL_HIGH: 592, OFFICIAL_SOURCES: 2},
    }


def test_a_period_that_is_no_calendar_year_is_left_out(small_atlas):
    assert (small_atlas.national_series["year"] == "2021-09/2022-08").any()
    assert 650 not in official_counts(small_atlas.national_series, "incidents_declared").to_numpy()


def test_a_year_without_a_number_is_absent_and_not_zero(small_atlas):
    series = small_atlas.national_series.assign(value=pd.array([None] * 5, dtype="Float64"))

    assert official_counts(series, "incidents_declared").empty


def test_what_is_counted_is_not_mixed(small_atlas):
    assert official_counts(small_atlas.national_series, "ransomware_attacks")[OFFICIAL_HIGH].to_dict() == {2022: 27}
    assert official_counts(small_atlas.national_series, "nothing").empty
