"""Totals worked by hand; what nobody states is never zero, and a recovery keeps its doubt."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.evidence import figures as evidence_figures
from analytics.evidence.recovery import BASIS, days_to_recover
from analytics.schema import col
from analytics.selection.selection import Selection
from analytics.statistics.totals import (
    BASED_ON,
    BEDS_DATA_ONLY,
    BEYOND,
    CASES,
    FEWEST,
    LINES,
    LOWER,
    MEDIAN,
    NOT_RETAINED,
    PARTIAL,
    REPEATED,
    TOTAL,
    UPPER,
    WITHOUT,
    services_hit,
    totals,
)
from analytics.words.text import Words
from analytics.words.totals import told
from tests.helpers.small_world import FOREIGN, MONTH, QUIET, TWO_TOWNS


def as_dict(row: pd.Series) -> dict[str, object]:
    return {name: None if pd.isna(value) else value for name, value in row.items()}


# --- totals -----------------------------------------------------------------------------------------------


def world(cases: list[tuple[float | None, float | None, float | None, bool]], **columns: object) -> pd.DataFrame:
    """Incidents with the value retained, the lowest and the highest stated of each, and whether it is partial."""
    value, low, high, partial = ([case[place] for case in cases] for place in range(4))
    rows = {col.INCIDENT_ID: [f"i{place:02}" for place in range(len(cases))]}
    rows |= {col.NAME_FR: rows[col.INCIDENT_ID], col.NAME_EN: rows[col.INCIDENT_ID]}
    rows |= {col.STARTED_ON: [f"20{place:02}" for place in range(len(cases))]}
    names = pd.DataFrame({**rows, col.SEVERITY: "care-affected", col.LEGAL_ENTITIES: None, **columns})
    for measure in ("beds", "people_affected", "population_served"):
        names[[measure, f"{measure}_low", f"{measure}_high"]] = pd.DataFrame(
            {"value": value, "low": low, "high": high}, dtype=float
        ).to_numpy()
        names[f"{measure}_partial"] = ["yes" if cell else None for cell in partial]
    return names


def line(incidents: pd.DataFrame, name: str) -> dict[str, object]:
    return as_dict(pd.Series(totals(incidents, [name])[0]))


def test_fewer_than_ten_cases_are_listed_and_not_added_up(small_incidents):
    # 700 (600 to 800), 300 and 1200 are retained; of 100 to 200 nothing is; two incidents without any figure
    small = small_incidents.assign(severity="care-affected")
    row = line(small, "beds")

    assert (row[TOTAL], row[MEDIAN]) == (None, None)
    assert [case.value for case in row[CASES]] == [1200, 700, 300]
    assert (row[col.LOW], row[col.HIGH], row[BEYOND]) == (300, 1200, 200)
    assert (row[BASED_ON], row[NOT_RETAINED], row[WITHOUT]) == (3, 1, 2)


def test_ten_cases_are_added_up_over_one_set_of_incidents():
    ten = [(100.0, 90.0, 120.0, False)] * 9 + [(1000.0, 1000.0, 1000.0, False), (None, 5000.0, 6000.0, False)]
    row = line(world(ten), "people_affected")

    assert (row[TOTAL], row[col.LOW], row[col.HIGH]) == (1900, 1810, 2080)
    assert (row[BASED_ON], row[NOT_RETAINED], row[BEYOND], row[PARTIAL]) == (10, 1, 6000, 0)
    assert (row[LOWER], row[MEDIAN], row[UPPER], row[CASES][0].value) == (100, 100, 100, 1000)


def test_the_population_served_is_never_added_up():
    row = line(world([(100.0, 100.0, 100.0, False)] * 12), "population_served")

    assert (row[TOTAL], row[BASED_ON], row[MEDIAN]) == (None, 12, 100)


def test_a_hospital_hit_twice_counts_its_beds_once_those_of_the_last_attack():
    cases = [(4437.0, 4437.0, 4437.0, False), (4418.0, 4418.0, 4418.0, False), (5.0, 5.0, 5.0, False)]
    row = line(world(cases, **{col.LEGAL_ENTITIES: ["690781810", "690781810", None]}), "beds")

    assert [case.value for case in row[CASES]] == [4418, 5]
    assert (row[BASED_ON], row[REPEATED]) == (2, 1)


def test_beds_of_thefts_and_websites_stand_in_a_line_of_their_own():
    incidents = world([(5.0, 5.0, 5.0, False)] * 3).assign(
        severity=["care-affected", "not-stated", "data-or-website-only"]
    )

    assert (line(incidents, "beds")[BASED_ON], line(incidents, BEDS_DATA_ONLY)[BASED_ON]) == (2, 1)


def test_of_no_incident_every_total_is_missing(small_incidents):
    rows = totals(small_incidents.iloc[:0], list(LINES))

    assert [row[col.MEASURE] for row in rows] == list(LINES)
    assert all(np.isnan(row[TOTAL]) for row in rows)
    assert {row[name] for row in rows for name in (BASED_ON, NOT_RETAINED, WITHOUT)} == {0}


FIGURES = st.lists(
    st.tuples(
        st.one_of(st.sampled_from([None, "range"]), st.tuples(*[st.integers(0, 10**7)] * 3).map(sorted).map(tuple)),
        st.booleans(),
        st.sampled_from([None, "a", "b", "a; c"]),
    ),
    max_size=16,
)


@settings(max_examples=80)
@given(FIGURES, st.sampled_from(["beds", "people_affected", "population_served"]))
def test_every_incident_is_in_one_place_and_a_total_is_of_ten_cases_within_its_range(figures, name):
    stated = [{None: (None, None, None), "range": (1, None, 5)}.get(figure, figure) for figure, _, _ in figures]
    cases = [(value, low, high, partial) for (low, value, high), (_, partial, _) in zip(stated, figures, strict=True)]
    incidents = world(cases, **{col.LEGAL_ENTITIES: [entities for *_, entities in figures]})

    row = line(incidents, name)

    assert row[BASED_ON] + row[REPEATED] + row[NOT_RETAINED] + row[WITHOUT] == len(figures)
    assert len(row[CASES]) == row[BASED_ON]
    assert row[PARTIAL] == sum(case.partial for case in row[CASES])
    assert (row[TOTAL] is None) == (row[BASED_ON] < 10 or name == "population_served")
    if row[TOTAL] is not None:
        assert row[TOTAL] == sum(case.value for case in row[CASES])
        assert row[col.LOW] <= row[TOTAL] <= row[col.HIGH]
    for words in (Words("fr"), Words("en")):
        said = told(totals(incidents, [name])[0], words)
        at_least = words("total.at_least", value="").strip()
        assert said.value.startswith(at_least) == (row[TOTAL] is not None and row[PARTIAL] > 0)


@pytest.mark.shipped
def test_the_totals_of_the_record_are_those_worked_by_hand(held_shipped):
    kept = Selection().keep(held_shipped.published(Selection().evidence))
    people, patients, cost = (line(kept, name) for name in ("people_affected", "patients_transferred", "cost_usd"))

    assert people[TOTAL] == kept["people_affected"].sum()
    assert round(people[TOTAL] / 1e6, 1) == 406.6
    assert people[CASES][0].incident == "change-healthcare-2024"
    assert round(people[CASES][0].value / people[TOTAL], 2) == 0.47
    assert (patients[TOTAL] is None) == (kept["patients_transferred"].notna().sum() < FEWEST)
    assert {(13, True), (6, True), (2, True), (1, True), (0, False)} <= {
        (case.value, case.partial) for case in patients[CASES]
    }
    assert any(case.partial for case in cost[CASES])  # of a quarter alone
    assert (cost[BEYOND], cost[NOT_RETAINED]) == (600e6, 1)
    rhone = line(kept[kept[col.DEPARTMENTS].str.contains("69", na=False)], BEDS_DATA_ONLY)
    assert [case.value for case in rhone[CASES]] == [4418]


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
    counts = services_hit(small_incidents)

    assert counts == {"imaging": 2, "emergency": 1, "laboratory": 1}
    assert next(iter(counts)) == "imaging"


def test_services_hit_as_often_stand_in_the_order_of_the_code_list():
    named = pd.DataFrame({col.SERVICES: ["website; laboratory; emergency", None]})

    assert list(services_hit(named)) == ["emergency", "laboratory", "website"]


def test_services_that_nobody_names_are_absent(small_incidents):
    assert not services_hit(small_incidents.iloc[:0])
    assert "maternity" not in services_hit(small_incidents)
