"""Totals worked by hand; what nobody states is never zero, and a recovery keeps its doubt."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.evidence import figures as evidence_figures
from analytics.evidence.recovery import BASIS, days_to_recover
from analytics.schema import col
from analytics.statistics.totals import BASED_ON, NOT_RETAINED, TOTAL, WITHOUT, services_hit, totals
from tests.helpers.small_world import FOREIGN, MONTH, QUIET, TWO_TOWNS


def as_dict(row: pd.Series) -> dict[str, object]:
    return {name: None if pd.isna(value) else value for name, value in row.items()}


# --- totals -----------------------------------------------------------------------------------------------


def test_a_total_is_what_is_retained_with_its_range_and_what_it_leaves_out(small_incidents):
    # 700 (600 to 800), 300 and 1200 are retained; of 100 to 200 nothing is; two incidents without any figure
    assert as_dict(totals(small_incidents, ["beds"]).loc["beds"]) == {
        TOTAL: 700 + 300 + 1200,
        col.LOW: 600 + 300 + 1200,
        col.HIGH: 800 + 300 + 1200 + 200,
        BASED_ON: 3,
        NOT_RETAINED: 1,
        WITHOUT: 2,
    }


def test_a_total_of_nothing_is_missing_and_not_zero(small_incidents):
    assert as_dict(totals(small_incidents, ["cost_eur"]).loc["cost_eur"]) == {
        TOTAL: None,
        col.LOW: None,
        col.HIGH: None,
        BASED_ON: 0,
        NOT_RETAINED: 0,
        WITHOUT: 6,
    }


def test_figures_of_which_none_is_retained_leave_the_total_missing_and_raise_the_highest(small_incidents):
    assert as_dict(totals(small_incidents, ["ransom_demand_eur"]).loc["ransom_demand_eur"]) == {
        TOTAL: None,
        col.LOW: None,
        col.HIGH: 200_000,
        BASED_ON: 0,
        NOT_RETAINED: 1,
        WITHOUT: 5,
    }


def test_a_stated_zero_counts_as_stated():
    one = pd.DataFrame({"deaths": [0.0, None], "deaths_low": [0.0, None], "deaths_high": [2.0, None]})

    assert as_dict(totals(one, ["deaths"]).loc["deaths"]) == {
        TOTAL: 0,
        col.LOW: 0,
        col.HIGH: 2,
        BASED_ON: 1,
        NOT_RETAINED: 0,
        WITHOUT: 1,
    }


def test_of_no_incident_every_total_is_missing(small_incidents):
    table = totals(small_incidents.iloc[:0], ["beds", "people_affected"])

    assert table[TOTAL].isna().all()
    assert table[[BASED_ON, NOT_RETAINED, WITHOUT]].to_numpy().sum() == 0


FIGURES = st.lists(
    st.one_of(st.sampled_from([None, "range"]), st.tuples(*[st.integers(0, 10**7)] * 3).map(sorted).map(tuple)),
    max_size=8,
)


@settings(max_examples=50, deadline=None)
@given(FIGURES)
def test_every_incident_is_retained_or_not_or_without_and_the_total_lies_in_its_range(figures):
    low, value, high = [], [], []
    for figure in figures:
        lowest, middle, highest = {None: (None, None, None), "range": (1, None, 5)}.get(figure, figure)
        low.append(lowest)
        value.append(middle)
        high.append(highest)
    incidents = pd.DataFrame({"beds": value, "beds_low": low, "beds_high": high}, dtype=float)

    row = totals(incidents, ["beds"]).loc["beds"]

    assert row[BASED_ON] + row[NOT_RETAINED] + row[WITHOUT] == len(figures)
    assert pd.isna(row[TOTAL]) == (row[BASED_ON] == 0)
    if row[BASED_ON]:
        assert row[col.LOW] <= row[TOTAL] <= row[col.HIGH]


# --- days to recover --------------------------------------------------------------------------------------


@pytest.fixture
def recoveries(small_atlas) -> pd.DataFrame:
    stated = evidence_figures.figures(small_atlas.claims, small_atlas.sources)
    return days_to_recover(small_atlas.incidents, stated).set_index(col.INCIDENT_ID)


def test_days_that_a_source_states_are_taken(recoveries):
    assert recoveries.loc[MONTH].to_dict() == {col.VALUE: 10, col.LOW: 10, col.HIGH: 10, BASIS: "days"}


def test_a_month_that_a_source_states_is_known_to_half_a_month(recoveries):
    # 30.44 days, give or take 15.22
    assert recoveries.loc[FOREIGN].to_dict() == {col.VALUE: 30, col.LOW: 15, col.HIGH: 46, BASIS: "months"}


def test_two_days_are_as_far_apart_as_they_are(recoveries):
    assert recoveries.loc[QUIET].to_dict() == {col.VALUE: 10, col.LOW: 10, col.HIGH: 10, BASIS: "dates"}


def test_a_month_of_recovery_gives_its_first_and_its_last_day_as_bounds(recoveries):
    # from 3 December 2022 to 1 March and to 31 March 2023
    assert recoveries.loc[TWO_TOWNS].to_dict() == {col.VALUE: 103, col.LOW: 88, col.HIGH: 118, BASIS: "dates"}


def test_an_end_that_nobody_states_is_absent(recoveries):
    assert sorted(recoveries.index) == sorted([TWO_TOWNS, MONTH, FOREIGN, QUIET])


def figure(measure: str, value: float | None, low: float, high: float) -> dict[str, object]:
    return {col.INCIDENT_ID: "one", col.MEASURE: measure, col.VALUE: value, col.LOW: low, col.HIGH: high}


def recovery(started: str, ended: str | None, *figures: dict[str, object]) -> dict[str, object] | None:
    """The recovery of one incident, None where there is none."""
    incidents = pd.DataFrame({col.INCIDENT_ID: ["one"], "started_on": [started], "ended_on": [ended]}, dtype="str")
    stated = pd.DataFrame(list(figures), columns=[col.INCIDENT_ID, col.MEASURE, col.VALUE, col.LOW, col.HIGH])
    rows = days_to_recover(incidents, stated.astype({col.VALUE: float, col.LOW: float, col.HIGH: float}))
    assert len(rows) < 2
    return rows.drop(columns=col.INCIDENT_ID).to_dict("records")[0] if len(rows) else None


def test_days_are_taken_before_months_and_months_before_dates():
    days, months = figure("downtime_days", 20, 18, 25), figure("recovery_duration_months", 2, 1, 3)

    assert recovery("2022-01-01", "2022-06-01", months, days) == {
        col.VALUE: 20,
        col.LOW: 18,
        col.HIGH: 25,
        BASIS: "days",
    }
    assert recovery("2022-01-01", "2022-06-01", months) == {col.VALUE: 61, col.LOW: 15, col.HIGH: 107, BASIS: "months"}
    assert recovery("2022-01-01", "2022-06-01")[BASIS] == "dates"


def test_a_duration_of_which_none_is_retained_is_not_taken():
    assert recovery("2022-01-01", None, figure("downtime_days", None, 10, 20)) is None


@pytest.mark.parametrize(
    ("started", "ended", "low", "high"),
    [
        ("2022-01-01", "2022-01-01", 0, 0),
        ("2020-02-28", "2020-03-01", 2, 2),
        ("2022-01", "2022-01", 0, 30),
        ("2022-01", "2022-02", 1, 58),
        ("2022", "2022", 0, 364),
        ("2020", "2021", 1, 730),
        ("2022-12-15", "2022", 0, 16),
    ],
)
def test_dates_that_are_vague_give_bounds_that_hold_every_day_they_may_mean(started, ended, low, high):
    assert recovery(started, ended) == {col.VALUE: (low + high) / 2, col.LOW: low, col.HIGH: high, BASIS: "dates"}


def test_a_recovery_is_never_before_the_attack():
    assert recovery("2022-01-01", None, figure("recovery_duration_months", 0, 0, 0))[col.LOW] == 0


# --- services ---------------------------------------------------------------------------------------------


def test_an_incident_counts_once_in_each_service_and_the_commonest_is_first(small_incidents):
    assert services_hit(small_incidents).to_dict() == {"imaging": 2, "emergency": 1, "laboratory": 1}
    assert services_hit(small_incidents).index[0] == "imaging"


def test_services_hit_as_often_stand_in_the_order_of_the_code_list():
    named = pd.DataFrame({col.SERVICES: ["website; laboratory; emergency", None]})

    assert services_hit(named).index.tolist() == ["emergency", "laboratory", "website"]


def test_services_that_nobody_names_are_absent(small_incidents):
    assert services_hit(small_incidents.iloc[:0]).empty
    assert "maternity" not in services_hit(small_incidents)
