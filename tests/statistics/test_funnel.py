"""Limits of funnels, against a published table of chances, and the areas outside of them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from analytics.statistics import funnel as funnels
from tests.helpers.rates import areas_of

# Chance that an area that is like all others falls below or above the limits of 95 %, for 1 to 50 and above 50 to 100
# events expected (median, least, most): Seaton & Manktelow (2012), BMC Medical Research Methodology 12:98, table 1,
# prediction limits.
PUBLISHED_CHANCES = {
    (1, 50): ([0.0186, 0.0000, 0.0250], [0.0201, 0.0052, 0.0250]),
}


@pytest.mark.parametrize("span", PUBLISHED_CHANCES)
def test_funnel_limits_have_the_published_chance_of_being_passed(span):
    expected = np.arange(span[0], span[1] + 0.005, 0.01)
    limits = funnels.funnel_limits(expected, 0.95)

    below = stats.poisson.cdf(np.ceil(limits.low) - 1, expected)
    above = stats.poisson.sf(np.floor(limits.high), expected)

    for chances, published in zip((below, above), PUBLISHED_CHANCES[span], strict=True):
        found = [np.median(chances), chances.min(), chances.max()]
        assert found == pytest.approx(published, abs=0.00006)


@given(st.floats(0.05, 800), st.sampled_from([0.95, 0.998]))
def test_neither_limit_of_a_funnel_is_passed_more_often_than_promised(expected, level):
    (low,), (high,) = funnels.funnel_limits([expected], level)

    tail = (1 - level) / 2
    assert 0 <= low < expected + 1e-9
    assert high > expected
    assert stats.poisson.cdf(np.ceil(low) - 1, expected) <= tail + 1e-12
    assert stats.poisson.sf(np.floor(high), expected) <= tail + 1e-12


def test_funnel_limits_are_curves_without_steps():
    expected = np.linspace(0.5, 60, 6000)
    limits = funnels.funnel_limits(expected, 0.95)

    assert np.diff(limits.high).max() < 0.1
    assert (np.diff(limits.high) > 0).all()
    assert np.abs(np.diff(limits.low)).max() < 0.1


def test_a_funnel_around_nothing_is_refused():
    with pytest.raises(ValueError, match="above zero"):
        funnels.funnel_limits([1.0, 0.0], 0.95)


def test_areas_outside_are_flagged_and_set_beside_what_chance_does():
    observed = areas_of([30, 5, 20, 20, 20, 20, 20, 20])
    found = funnels.funnel(observed, areas_of([1.0] * 8))

    assert found.areas["flag_95"].tolist() == ["above", "below", *(["inside"] * 6)]
    assert found.areas["flag_99_8"].tolist() == ["inside", "below", *(["inside"] * 6)]
    assert found.outside == {"95": 2, "99_8": 1}
    assert 0 < found.outside_by_chance["99_8"] < 8 * 0.002
    assert 8 * 0.02 < found.outside_by_chance["95"] < 8 * 0.05
