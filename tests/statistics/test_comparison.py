"""Observed and expected events, smoothed rates and ranks."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from esda.smoothing import Empirical_Bayes
from hypothesis import given
from hypothesis import strategies as st

from analytics.selection.selection import Selection
from analytics.statistics import comparison, denominators, periods
from analytics.statistics import funnel as funnels
from tests.helpers.rates import KNOWN_UNTIL, areas_of


def test_expected_events_follow_the_exposure_and_have_the_sum_of_those_observed():
    found = comparison.observed_expected(areas_of([6, 0, 3]), areas_of([100.0, 200.0, 600.0]))

    assert found["expected"].tolist() == pytest.approx([1, 2, 6])
    assert found["ratio"].tolist() == pytest.approx([6, 0, 0.5])
    assert found["high"]["a1"] == pytest.approx(-np.log(0.025) / 2)


def test_an_area_without_exposure_has_no_expectation_and_lends_no_event():
    found = comparison.observed_expected(areas_of([6, 5, 3]), areas_of([100.0, None, 200.0]))

    assert found.loc["a1", ["expected", "ratio", "low", "high"]].isna().all()
    assert found["expected"].drop("a1").tolist() == pytest.approx([3, 6])


@pytest.mark.parametrize("seen", [[0, 0, 0], [4, 4, 4], [5]])
def test_zero_all_equal_and_one_area_alone_are_fine(seen):
    observed, exposure = areas_of(seen), areas_of([10.0] * len(seen))

    ratio = comparison.observed_expected(observed, exposure)["ratio"]
    smoothed = comparison.smoothed_rates(observed, exposure)["smoothed"]
    funnel = funnels.funnel(observed, exposure)
    ranks = comparison.rank_intervals(observed, exposure, np.random.default_rng(1))

    assert ratio.isna().all() if sum(seen) == 0 else (ratio == 1).all()
    assert smoothed.tolist() == pytest.approx([seen[0] / 10] * len(seen))
    assert funnel.outside == {"95": 0, "99_8": 0}
    assert ranks.isna().all(axis=None)  # nothing to rank


@pytest.mark.parametrize("exposure", [[0.0, 0.0], [None, None]])
def test_without_any_exposure_nothing_is_said(exposure):
    observed, none = areas_of([1, 2]), areas_of(exposure)

    assert comparison.observed_expected(observed, none)["ratio"].isna().all()
    assert comparison.smoothed_rates(observed, none)["smoothed"].isna().all()
    assert funnels.funnel(observed, none).areas["flag_95"].isna().all()
    assert comparison.rank_intervals(observed, none, np.random.default_rng(1)).isna().all(axis=None)


def test_smoothed_rates_are_those_of_esda_where_it_can_compute_them():
    observed, exposure = areas_of([20, 3, 50, 8, 1]), areas_of([100.0, 60.0, 120.0, 90.0, 20.0])

    ours = comparison.smoothed_rates(observed, exposure)

    assert ours["smoothed"].to_numpy() == pytest.approx(
        Empirical_Bayes(observed.to_numpy(), exposure.to_numpy()).r[:, 0]
    )


@given(st.lists(st.tuples(st.integers(0, 30), st.floats(0.5, 1000)), min_size=1, max_size=20))
def test_a_smoothed_rate_lies_between_the_raw_and_the_common_one(drawn):
    observed, exposure = areas_of([count for count, _ in drawn]), areas_of([size for _, size in drawn])

    table = comparison.smoothed_rates(observed, exposure)

    common = observed.sum() / exposure.sum()
    ends = pd.DataFrame({"raw": table["rate"], "common": common})
    slack = 1e-9 * (1 + ends.max(axis=1))
    assert (table["smoothed"] >= ends.min(axis=1) - slack).all()
    assert (table["smoothed"] <= ends.max(axis=1) + slack).all()
    assert table["weight"].between(0, 1).all()


def test_the_less_an_area_says_the_nearer_it_comes_to_the_common_rate():
    table = comparison.smoothed_rates(areas_of([40, 4, 100]), areas_of([100.0, 10.0, 1000.0]))

    assert table["weight"]["a0"] > table["weight"]["a1"]
    assert table["smoothed"]["a0"] > table["smoothed"]["a1"] > table["smoothed"]["a2"]


def test_ranks_come_as_intervals_that_the_same_seed_gives_again():
    observed, exposure = areas_of([200, 21, 20, 1]), areas_of([10.0, 10.0, 10.0, 10.0])

    ranks = comparison.rank_intervals(observed, exposure, np.random.default_rng(7))

    assert ranks.loc["a0"].tolist() == [1, 1, 1]
    assert ranks.loc["a3"].tolist() == [4, 4, 4]
    # twenty-one against twenty: nobody knows which is first
    assert ranks.loc["a1", ["rank_low", "rank_high"]].tolist() == [2, 3]
    assert ranks.loc["a2", ["rank_low", "rank_high"]].tolist() == [2, 3]
    pd.testing.assert_frame_equal(ranks, comparison.rank_intervals(observed, exposure, np.random.default_rng(7)))


@given(st.lists(st.tuples(st.integers(0, 40), st.floats(1, 1000)), min_size=2, max_size=15), st.integers(0, 2**32 - 1))
def test_ranks_are_those_of_the_posterior_behind_the_smoothed_rates_or_none(drawn, seed):
    observed, exposure = areas_of([count for count, _ in drawn]), areas_of([size for _, size in drawn])
    smoothed = comparison.smoothed_rates(observed, exposure)

    ranks = comparison.rank_intervals(observed, exposure, np.random.default_rng(seed), draws=400)

    assert ranks.isna().all(axis=None) == (not smoothed["weight"].gt(0).any())
    if ranks.notna().all(axis=None):
        assert (ranks["rank_low"] <= ranks["rank"]).all()
        assert (ranks["rank"] <= ranks["rank_high"]).all()


def test_small_areas_without_an_event_do_not_come_before_large_ones_with_one():
    # half an event of one's own put Lozère, with nothing, on rank 25 of 101
    observed = areas_of([0, 0, 1, 9, 2, 3, 14])
    exposure = areas_of([0.6, 0.9, 20.0, 40.0, 25.0, 30.0, 30.0])

    ranks = comparison.rank_intervals(observed, exposure, np.random.default_rng(3))

    assert ranks.loc["a0", "rank"] >= 3
    assert ranks.loc["a6", "rank"] < ranks.loc["a0", "rank"]


def test_the_tables_and_series_received_by_the_statistics_are_left_alone(small_atlas):
    observed, exposure, beds = areas_of([1, 2]), areas_of([1.0, None]), small_atlas.beds.copy()

    funnels.funnel(observed, exposure)
    comparison.smoothed_rates(observed, exposure)
    comparison.rank_intervals(observed, exposure, np.random.default_rng(1))
    denominators.bed_years(small_atlas.beds, periods.period(Selection(), KNOWN_UNTIL))

    assert observed.tolist() == [1, 2]
    assert exposure.isna().tolist() == [False, True]
    pd.testing.assert_frame_equal(beds, small_atlas.beds)
