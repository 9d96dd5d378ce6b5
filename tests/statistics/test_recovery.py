"""How long outages last: what is seen to go on counts, what is not known does not, and few cases have no median."""

from __future__ import annotations

import warnings

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from statsmodels.duration.survfunc import SurvfuncRight

from analytics.schema import col
from analytics.selection.selection import Selection
from analytics.statistics.recovery import (
    BOUNDED,
    BY_DAY,
    DAY,
    DAYS,
    DAYS_HIGH,
    DAYS_LOW,
    DISRUPTED,
    ENDED,
    FEWEST_CASES,
    FEWEST_ENDS,
    FEWEST_FOLLOWED,
    FOLLOWED,
    MISSING,
    STATE,
    on_day,
    recovery,
)  # fmt: skip

DAYS_COLUMNS = [f"{col.DAYS_TO_RECOVER}{end}" for end in ("", "_low", "_high")]


def incidents(ended=(), at_least=(), at_most=(), missing=0, **cells) -> pd.DataFrame:
    """Outages that ended after so many days, that lasted at least or at most so many, and of which nothing is known."""
    rows = [dict.fromkeys(DAYS_COLUMNS, float(days)) for days in ended]
    rows += [{col.RECOVERY_AT_LEAST: float(days)} for days in at_least]
    rows += [{col.RECOVERY_AT_MOST: float(days)} for days in at_most]
    rows += [{} for _ in range(missing)]
    table = pd.DataFrame(rows, columns=[*DAYS_COLUMNS, col.RECOVERY_AT_LEAST, col.RECOVERY_AT_MOST], dtype=float)
    kind = {col.STATUS: "confirmed", col.ATTACK_TYPE: "ransomware", col.SEVERITY: "care-affected", **cells}
    return table.assign(**{col.INCIDENT_ID: [f"i{place}" for place in range(len(table))], **kind})


def turnbull(low: np.ndarray, high: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The self-consistent estimate of Turnbull (1976), straight from its definition: days, share that lasts longer."""
    days = np.unique([*low, *high[np.isfinite(high)], np.inf])
    inside = ((days > low[:, None]) & (days <= high[:, None])) | ((low == high)[:, None] & (days == low[:, None]))
    mass = np.full(len(days), 1 / len(days))
    for _ in range(5000):
        shares = inside * mass
        mass = (shares / shares.sum(axis=1, keepdims=True)).mean(axis=0)
    return days, 1 - np.cumsum(mass)


# --- worked by hand -------------------------------------------------------------------------------------------


def test_an_outage_that_goes_on_is_followed_as_long_as_it_is_seen_and_no_longer():
    found = recovery(incidents(ended=[1, 2, 3, 5, 6, 8], at_least=[2, 4, 9, 9, 9, 9]))
    curve = found.curve.set_index(DAY)[DISRUPTED]

    # twelve, eleven, nine (one stopped being seen on day 2), seven (another on day 4), six, five
    steps = np.cumprod([11 / 12, 10 / 11, 8 / 9, 6 / 7, 5 / 6, 4 / 5])
    assert curve.loc[[1, 2, 3, 5, 6, 8]].tolist() == pytest.approx(steps)
    assert curve.loc[4] == curve.loc[3]
    assert found.median == 8


def test_outages_of_which_nothing_is_known_are_missing_and_not_censored():
    known = {"ended": range(1, 8), "at_least": [3, 10, 20, 30, 40, 50]}
    with_missing, without = recovery(incidents(**known, missing=30)), recovery(incidents(**known))

    pd.testing.assert_frame_equal(with_missing.curve, without.curve)
    assert with_missing.count(MISSING) == 30
    assert without.by_day == (7 / 13, 10 / 13)
    assert with_missing.by_day == (7 / 43, 40 / 43)


def test_an_end_known_between_two_days_is_in_their_middle():
    rows = incidents(ended=[1] * 10, at_least=[4])
    rows.loc[10, col.RECOVERY_AT_MOST] = 9
    case = recovery(rows).cases.iloc[10]

    assert case[[DAYS_LOW, DAYS, DAYS_HIGH]].tolist() == [4, 7, 9]
    assert recovery(incidents(at_most=[10])).cases.loc[0, [DAYS_LOW, DAYS, DAYS_HIGH]].tolist() == [0, 5, 10]


def test_a_bound_beside_a_stated_number_of_days_changes_nothing():
    rows = incidents(ended=[12])
    rows[col.RECOVERY_AT_LEAST] = 3.0

    assert recovery(rows).cases.loc[0, [DAYS_LOW, DAYS, DAYS_HIGH]].tolist() == [12, 12, 12]


# --- what is no outage, and what is too little ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("column", "value"),
    [(col.ATTACK_TYPE, "ddos"), (col.SEVERITY, "data-or-website-only"), (col.STATUS, "claimed")],
)
def test_neither_websites_nor_mere_thefts_nor_claims_are_outages(column, value):
    assert recovery(incidents(ended=range(20), **{column: value})).cases.empty


def test_there_is_no_median_below_ten_cases_nor_where_hardly_an_end_is_seen():
    assert recovery(incidents(ended=range(9))).median is None
    assert recovery(incidents(ended=range(9))).curve.empty
    assert recovery(incidents(ended=range(10), at_least=[20] * 5)).median == 7
    assert recovery(incidents(ended=[1, 2, 3, 4], at_least=[3] * 30)).curve.empty
    assert recovery(incidents(ended=range(20), at_least=[90] * 40)).median is None


@settings(max_examples=60)
@example(ended=[BY_DAY], at_least=[], at_most=[], missing=0)
@given(
    ended=st.lists(st.integers(0, 400), max_size=40),
    at_least=st.lists(st.integers(0, 400), max_size=40),
    at_most=st.lists(st.integers(0, 400), max_size=5),
    missing=st.integers(0, 20),
)
def test_what_is_told_of_any_outages_holds_together(ended, at_least, at_most, missing):
    found = recovery(incidents(ended, at_least, at_most, missing))

    assert len(found.cases) == sum(found.count(state) for state in (ENDED, BOUNDED, MISSING))
    assert 0 <= found.by_day[0] <= found.by_day[1] <= 1
    if found.known < FEWEST_CASES or found.ends < FEWEST_ENDS:
        assert found.curve.empty
        assert found.median is None
    if found.curve.empty:
        return
    curve = found.curve
    assert curve[DISRUPTED].is_monotonic_decreasing
    assert (curve[col.LOW] <= curve[DISRUPTED]).all()
    assert (curve[DISRUPTED] <= curve[col.HIGH]).all()
    assert curve[FOLLOWED].is_monotonic_decreasing
    assert (curve[FOLLOWED] >= FEWEST_FOLLOWED).all()
    if found.median is not None:
        assert found.low is not None
        assert found.low <= found.median <= (found.high or np.inf)
    told = on_day(curve, BY_DAY)
    assert told is None or told[DISRUPTED] == curve.loc[curve[DAY] <= BY_DAY, DISRUPTED].iloc[-1]


@settings(max_examples=30)
@given(
    ended=st.lists(st.integers(1, 300), min_size=8, max_size=40), at_least=st.lists(st.integers(1, 300), max_size=40)
)
def test_curve_and_median_are_those_of_statsmodels(ended, at_least):
    found = recovery(incidents(ended, at_least))
    status = np.repeat([1, 0], [len(ended), len(at_least)])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        other = SurvfuncRight(np.array([*ended, *at_least], dtype=float), status)
        ends = other.quantile_ci(0.5, method="cloglog")

    theirs = dict(zip(other.surv_times, other.surv_prob, strict=True))
    ours = found.curve.set_index(DAY)[DISRUPTED]
    assert ours[ours.index.isin(theirs)].to_dict() == pytest.approx(
        {day: theirs[day] for day in ours.index if day in theirs}
    )
    if any(abs(share - 0.5) < 1e-9 for share in other.surv_prob):
        return  # they want less than a half, we a half
    if found.median is not None:
        assert found.median == other.quantile(0.5)
    if found.low is not None and found.high is not None and found.low > found.curve[DAY].iloc[0]:
        assert found.high == pytest.approx(ends[1])


# --- the atlas ------------------------------------------------------------------------------------------------


@pytest.mark.shipped
def test_the_median_of_the_atlas_is_that_of_the_outages_that_are_followed_and_not_of_those_that_ended(publish_shipped):
    found = recovery(Selection().keep(publish_shipped("specialist")))

    assert all(found.count(state) >= 10 for state in (ENDED, BOUNDED, MISSING))
    assert found.low < found.median < found.high
    cases = found.cases[found.cases[STATE] != MISSING]
    days, lasting = turnbull(cases[DAYS_LOW].to_numpy(), cases[DAYS_HIGH].fillna(np.inf).to_numpy())
    assert days[lasting <= 0.5][0] == pytest.approx(found.median, abs=2)
    for day in (7, 14, 30, 60, 90):
        assert on_day(found.curve, day)[DISRUPTED] == pytest.approx(lasting[days <= day][-1], abs=0.05)


@pytest.mark.shipped
def test_there_is_no_median_of_two_or_three_ends(publish_shipped):
    found = [
        recovery(Selection(country=(country,)).keep(publish_shipped(evidence)))
        for evidence in ("official", "specialist")
        for country in ("FRA", "DEU", "ITA", "AUS", "CAN")
    ]
    few = [each for each in found if each.ends < FEWEST_ENDS]

    assert few
    assert all(each.median is None for each in few)


@pytest.mark.shipped
def test_every_bound_rests_on_a_source_of_its_incident_and_says_how_it_follows(shipped):
    claims, events = shipped.claims, shipped.events
    bounds = claims[claims[col.MEASURE].isin((col.RECOVERY_AT_LEAST, col.RECOVERY_AT_MOST))]
    others = claims[~claims.index.isin(bounds.index)]

    assert (bounds[col.MEASURE] == col.RECOVERY_AT_LEAST).sum() == 42
    assert bounds[[f"{col.NOTE}_fr", f"{col.NOTE}_en", col.AS_OF]].notna().all(axis=None)
    for incident, source in zip(bounds[col.INCIDENT_ID], bounds[col.SOURCE_ID], strict=True):
        cited = events.loc[events[col.INCIDENT_ID] == incident, col.SOURCE_IDS].str.split("; ").explode()
        assert source in {*others.loc[others[col.INCIDENT_ID] == incident, col.SOURCE_ID], *cited}
