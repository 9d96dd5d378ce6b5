"""Intervals of counts, against other libraries and against published tables."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.proportion import proportion_confint
from statsmodels.stats.rates import confint_poisson

from analytics.statistics import intervals


@pytest.mark.parametrize("confidence", [0.9, 0.95, 0.998])
def test_exact_intervals_leave_the_tails_that_they_promise(confidence):
    events = np.arange(0, 60)

    low, high = intervals.exact_interval(events, confidence)

    tail = (1 - confidence) / 2
    assert stats.poisson.sf(events[1:] - 1, low[1:]) == pytest.approx(tail, rel=1e-9)
    assert stats.poisson.cdf(events, high) == pytest.approx(tail, rel=1e-9)
    assert low[0] == 0


def test_exact_intervals_are_those_of_scipy_and_statsmodels():
    events = np.arange(1, 200)

    low, high = intervals.exact_interval(events)

    assert low == pytest.approx(stats.chi2.ppf(0.025, 2 * events) / 2, rel=1e-9)
    assert high == pytest.approx(stats.chi2.ppf(0.975, 2 * (events + 1)) / 2, rel=1e-9)
    theirs = [confint_poisson(count, 1, method="exact-c") for count in events[:20]]
    assert low[:20] == pytest.approx([ends[0] for ends in theirs], rel=1e-9)
    assert high[:20] == pytest.approx([ends[1] for ends in theirs], rel=1e-9)


# Expected events between which so many observed are not unusual, at 95 and 99.8 %: UK Health Security Agency, package
# PHEindicatormethods, its test table of funnel limits for ratios (made with a solver, hence to six digits).
PUBLISHED_EXACT = {
    1: (0.025317898, 5.571644585, 0.001000547, 9.233410143),
    2: (0.242209467, 7.224687515, 0.04540199, 11.22886836),
    3: (0.618671905, 8.767273828, 0.190533306, 13.06224507),
    5: (1.623486324, 11.6683331, 0.739371928, 16.45474478),
    9: (4.11537405, 17.08479966, 2.452425215, 22.65737951),
    20: (12.21651877, 30.88838097, 8.958211233, 38.04188668),
    100: (81.36400699, 121.6268111, 71.92139974, 134.9243187),
}


@pytest.mark.parametrize("events", PUBLISHED_EXACT)
def test_exact_intervals_are_those_of_a_published_table(events):
    ends = [float(end[0]) for level in (0.95, 0.998) for end in intervals.exact_interval([events], level)]

    assert ends == pytest.approx(PUBLISHED_EXACT[events], rel=2e-5, abs=1e-6)


def test_the_published_example_of_fourteen_events_in_four_hundred_person_years():
    # StatsDirect help, Poisson rate confidence interval: 0.035, exact 95 % interval 0.019135 to 0.058724
    low, high = intervals.exact_interval([14])

    assert [round(low[0] / 400, 6), round(high[0] / 400, 6)] == [0.019135, 0.058724]


def test_byar_gives_the_published_interval_of_a_ratio():
    # Biological Effects of Low Level Exposures to Chemicals and Radiation (1992), after Beaumont & Breslow: 30 seen and
    # 15.21 expected; the true number lies between 20.24 and 42.83, the ratio between 1.33 and 2.82
    low, high = intervals.byar_interval([30])

    assert [round(low[0], 2), round(high[0], 2)] == [20.24, 42.83]
    assert [round(low[0] / 15.21, 2), round(high[0] / 15.21, 2)] == [1.33, 2.82]


@pytest.mark.parametrize(
    ("seen", "expected", "ratio", "low", "high"),
    [
        # UK Health Security Agency, PHEindicatormethods, introductory vignette, phe_smr by year (Byar)
        (14140, 13931, 1.02, 0.998, 1.03),
        (15790, 14189, 1.11, 1.10, 1.13),
        (15172, 13929, 1.09, 1.07, 1.11),
        (16011, 14063, 1.14, 1.12, 1.16),
    ],
)
def test_published_standardised_ratios_are_reproduced(seen, expected, ratio, low, high):
    ends = intervals.poisson_interval([seen])

    found = [seen / expected, ends.low[0] / expected, ends.high[0] / expected]
    assert [float(f"{value:.3g}") for value in found[1:]] == [low, high]
    assert round(found[0], 2) == pytest.approx(ratio, abs=0.0051)


def test_byar_is_within_two_thousandths_of_exact_from_ten_events():
    # Public Health England, Technical guide: Confidence intervals (2018), says so at 95 %
    events = np.arange(10, 2000)
    byar, exact = intervals.byar_interval(events), intervals.exact_interval(events)

    assert np.abs(byar.low / exact.low - 1).max() < 0.002
    assert np.abs(byar.high / exact.high - 1).max() < 0.002


def test_intervals_are_exact_below_ten_events_and_byar_from_ten():
    low, high = intervals.poisson_interval([0, 9, 10, np.nan])

    assert (low[0], high[0]) == (0, pytest.approx(-np.log(0.025)))
    assert (low[1], high[1]) == tuple(end[0] for end in intervals.exact_interval([9]))
    assert (low[2], high[2]) == tuple(end[0] for end in intervals.byar_interval([10]))
    assert np.isnan([low[3], high[3]]).all()


@pytest.mark.parametrize("events", [[-1], [-0.5], [3, -2]])
def test_what_is_no_count_has_no_interval(events):
    with pytest.raises(ValueError, match="zero or more"):
        intervals.poisson_interval(events)


@given(st.floats(0.01, 9.9))
def test_the_exact_interval_of_a_weighted_count_is_that_of_the_gamma_distribution(events):
    low, high = intervals.poisson_interval([events])

    assert low[0] == pytest.approx(stats.gamma.ppf(0.025, events), rel=1e-6, abs=1e-12)
    assert high[0] == pytest.approx(stats.gamma.ppf(0.975, events + 1), rel=1e-9)
    assert low[0] < events < high[0]


@pytest.mark.parametrize("confidence", [0, 1, 95])
def test_what_is_no_confidence_has_no_interval(confidence):
    with pytest.raises(ValueError, match="between 0 and 1"):
        intervals.poisson_interval([1], confidence)


@given(st.integers(0, 3000), st.sampled_from([0.5, 0.95, 0.998]))
def test_a_count_lies_in_its_interval_and_more_events_move_it_up(events, confidence):
    low, high = intervals.poisson_interval([events, events + 1], confidence)

    assert 0 <= low[0] <= events < high[0]
    assert low[0] < low[1]
    assert high[0] < high[1]


@given(st.integers(1, 20_000), st.floats(0, 1), st.sampled_from([0.9, 0.95, 0.99]))
def test_the_interval_of_a_share_is_that_of_statsmodels_and_holds_the_share(total, part, confidence):
    count = round(part * total)

    low, high = intervals.wilson_interval(count, total, confidence)

    theirs = proportion_confint(count, total, 1 - confidence, method="wilson")
    assert (float(low), float(high)) == pytest.approx(theirs, abs=1e-12)
    assert -1e-12 <= low <= count / total + 1e-12 <= high + 2e-12 <= 1 + 3e-12


def test_intervals_of_shares_are_those_that_were_published():
    # Newcombe (1998), Statistics in Medicine 17, 857-872, table I, method 3
    low, high = intervals.wilson_interval([81, 15, 0, 1], [263, 148, 20, 29])

    assert low == pytest.approx([0.2553, 0.0624, 0.0000, 0.0061], abs=5e-5)
    assert high == pytest.approx([0.3662, 0.1605, 0.1611, 0.1718], abs=5e-5)
    assert np.isnan(intervals.wilson_interval(0, 0)).all()
    with pytest.raises(ValueError, match="no more than the whole"):
        intervals.wilson_interval(3, 2)
