"""Counts by year without gaps, years that are not over, what the state counted, and what can be concluded."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from analytics.schema import col
from analytics.schema.codes import ATTACK_TYPES
from analytics.selection.selection import Selection
from analytics.statistics import trends
from analytics.statistics.official import OFFICIAL_HIGH, OFFICIAL_LOW, OFFICIAL_SOURCES, official_counts
from analytics.statistics.periods import is_partial, period
from analytics.statistics.trends import per_year, rate_ratio, yearly_trend


def test_incidents_are_counted_by_year_and_type_and_years_without_any_are_zero(small_incidents):
    counts = per_year(small_incidents)

    assert counts.index.tolist() == [2019, 2020, 2021, 2022, 2023]
    assert list(counts.columns) == list(ATTACK_TYPES)
    assert counts.sum(axis=1).tolist() == [1, 1, 1, 2, 1]
    assert counts.loc[2022][counts.loc[2022] > 0].to_dict() == {"ransomware": 1, "intrusion": 1}


def test_a_year_between_two_others_is_not_left_out(small_incidents):
    counts = per_year(small_incidents[small_incidents[col.STARTED_ON].str[:4].isin(["2019", "2022"])])

    assert counts.sum(axis=1).to_dict() == {2019: 1, 2020: 0, 2021: 0, 2022: 2}


def test_of_no_incident_there_is_no_year(small_incidents):
    counts = per_year(small_incidents.iloc[:0])

    assert counts.empty
    assert list(counts.columns) == list(ATTACK_TYPES)


@settings(max_examples=25)
@given(st.lists(st.tuples(st.integers(1990, 2030), st.sampled_from(list(ATTACK_TYPES))), min_size=1))
def test_no_incident_is_lost_or_counted_twice(incidents):
    table = pd.DataFrame(incidents, columns=[col.STARTED_ON, col.ATTACK_TYPE]).astype({col.STARTED_ON: "str"})

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


# --- what can be concluded ---------------------------------------------------------------------------------


def years(values: Sequence[float], first: int = 2019) -> pd.Series:
    return pd.Series(values, index=range(first, first + len(values)))


def test_the_published_trend_of_aids_in_belgium_is_found():
    # Venables & Ripley; Wood, Generalized Additive Models, section 3.3.2: new cases in 1981 to 1993, slope 0.2021212
    cases = years([12, 14, 33, 50, 67, 74, 123, 141, 165, 204, 253, 246, 240], 1981)

    found = yearly_trend(cases, years([1.0] * 13, 1981))

    assert found.ratio == pytest.approx(np.exp(0.2021212), rel=1e-6)
    # residual deviance 80.69 on 11 degrees of freedom: years vary more than chance allows, and the interval says so
    assert found.overdispersed
    assert found.dispersion > 5
    assert (found.code, found.events, found.years) == ("rising", 1622, (1981, 1993))


def test_a_constant_rate_gives_one_and_a_year_in_part_is_no_fall():
    whole = yearly_trend(years([10, 10, 10, 5]), years([1.0, 1.0, 1.0, 0.5]))

    assert whole.code == "cannot-conclude"
    assert whole.ratio == pytest.approx(1)
    assert yearly_trend(years([10, 10, 10, 5]), years([1.0] * 4)).ratio < 0.9


def test_the_interval_is_the_one_that_the_information_gives():
    # all equal: the variance of the slope is 1 over the sum of 5 times the squared distance from the middle year
    found = yearly_trend(years([5, 5, 5, 5]), years([1.0] * 4))

    half = 1.959963984540054 / np.sqrt(5 * (1.5**2 + 0.5**2) * 2)
    assert (found.low, found.high) == pytest.approx((np.exp(-half), np.exp(half)))
    assert not found.overdispersed


def test_years_that_vary_too_much_widen_the_interval():
    found = yearly_trend(years([30, 2, 40, 1, 60, 3, 70]), years([1.0] * 7))

    assert found.overdispersed
    assert found.dispersion > 10
    assert found.code == "cannot-conclude"


@pytest.mark.parametrize(
    ("counts", "code"),
    [
        ([5, 10, 20, 40], "rising"),
        ([40, 20, 10, 5], "falling"),
        ([10, 12, 9, 11], "cannot-conclude"),
        ([7, 6, 6], "too-few"),  # nineteen events
        ([0, 0, 0, 0], "too-few"),
        ([30], "too-few"),  # one year
        ([30, 60], "too-few"),
        ([], "too-few"),
    ],
)
def test_conclusions(counts, code):
    found = yearly_trend(years(counts), years([1.0] * len(counts)))

    assert found.code == code
    assert np.isnan(found.ratio) == (code == "too-few")
    assert found.events == sum(counts)


@pytest.mark.parametrize(("counts", "code"), [([0, 0, 0, 0, 20], "rising"), ([20, 0, 0, 0], "falling")])
def test_all_events_in_the_last_or_first_year_give_one_end_of_the_interval(counts, code):
    found = yearly_trend(years(counts), years([1.0] * len(counts)))

    assert found.code == code
    end = found.low if code == "rising" else 1 / found.high
    # at that ratio so extreme a count has a chance of 2.5 %
    weights = end ** np.arange(len(counts))
    assert (weights[-1] / weights.sum()) ** 20 == pytest.approx(0.025)
    assert found.ratio == (np.inf if code == "rising" else 0)


def test_a_year_without_an_incident_counts_as_zero_also_where_the_counts_leave_it_out():
    exposure = years([1.0] * 5)

    assert yearly_trend(years([9, 0, 9, 0, 9]).loc[lambda counts: counts > 0], exposure) == yearly_trend(
        years([9, 0, 9, 0, 9]), exposure
    )


@pytest.mark.parametrize("exposure", [[1.0, 0.0, 1.0], [1.0, 1.0]])
def test_a_year_with_events_needs_an_exposure(exposure):
    with pytest.raises(ValueError, match="exposure"):
        yearly_trend(years([10, 10, 10]), years(exposure))


@settings(max_examples=30)
@given(st.lists(st.integers(0, 60), min_size=3, max_size=9), st.floats(0.1, 1))
def test_a_trend_turned_round_is_the_inverse(counts, last):
    exposure = [1.0] * (len(counts) - 1) + [last]

    there = yearly_trend(years(counts), years(exposure))
    back = yearly_trend(years(counts[::-1]), years(exposure[::-1]))

    opposite = {"rising": "falling", "falling": "rising"}
    assert back.code == opposite.get(there.code, there.code)
    if 0 < there.ratio < np.inf:
        assert back.ratio == pytest.approx(1 / there.ratio, rel=1e-5)
        assert there.low <= there.ratio <= there.high


def test_the_published_ratio_of_two_rates_is_found():
    # Stata, incidence-rate ratio calculator: 41 in 28 010 person-years against 15 in 19 017; 1.855759 (1.005684–3.6093)
    found = rate_ratio(15, 19_017, 41, 28_010)

    assert [round(value, 6) for value in found[1:4]] == [1.855759, 1.005684, 3.6093]
    assert found.code == "rising"


@given(st.integers(0, 40), st.integers(0, 40), st.floats(0.1, 10))
def test_the_ratio_of_two_rates_has_the_interval_of_clopper_and_pearson(first, second, exposure):
    found = rate_ratio(first, exposure, second, 1.0)

    if first + second == 0:
        assert np.isnan(found.ratio)
        return
    share = stats.binomtest(second, first + second).proportion_ci(0.95, "exact")
    assert found.low == pytest.approx(exposure * share.low / (1 - share.low), rel=1e-6)
    assert found.high == (pytest.approx(exposure * share.high / (1 - share.high), rel=1e-6) if first else np.inf)
    assert (found.code == "too-few") == (first + second < 10)


def test_ratios_of_nothing_are_refused():
    with pytest.raises(ValueError, match="above zero"):
        rate_ratio(1, 0.0, 1, 1.0)
    with pytest.raises(ValueError, match="zero or more"):
        rate_ratio(-1, 1.0, 1, 1.0)


def test_the_shipped_french_record_is_long_enough_for_a_trend(shipped):
    incidents = shipped.incidents[shipped.incidents["country"] == "FRA"]
    exposure = period(Selection(), date(2026, 8, 6)).exposure

    found = yearly_trend(per_year(incidents).sum(axis=1), exposure)

    assert found.events == len(incidents)
    assert found.years == (2019, 2026)
    assert found.low < found.ratio < found.high
    assert found.thin == (2024,)
    assert found.without_thin is not None
    assert found.without_thin.events == len(incidents[~incidents["started_on"].str.startswith("2024")])
    assert 1.15 < found.detectable < 1.25  # the review found that about 20 % a year is seen in four cases of five


@settings(max_examples=25)
@given(st.integers(0, 2**32 - 1), st.floats(8, 30), st.integers(4, 9))
def test_the_change_that_can_be_seen_is_seen_in_four_cases_of_five(seed, mean, length):
    span = years([1.0] * length)
    ratio = trends.detectable(round(mean * length), span)
    growth = ratio ** np.arange(length)
    drawn = np.random.default_rng(seed).poisson(mean * length * growth / growth.sum(), size=(1000, length))

    since = np.arange(length) - (length - 1) / 2
    # the score test of a slope, which needs no fit: as strong as Wald's in large samples
    z = (drawn * since).sum(axis=1) / np.sqrt(drawn.mean(axis=1) * (since**2).sum())
    assert 0.72 < (z > stats.norm.ppf(0.975)).mean() < 0.88
