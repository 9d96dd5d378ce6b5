"""Class breaks worked by hand; ties, zeros and filters do not trouble them."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.statistics.classes import capped, class_of, head_tail_breaks


def test_the_mean_parts_the_many_from_the_few_again_and_again():
    # the mean is 59.7 / 12; that of the two values above it 22; above that, 32 is alone
    values = pd.Series([1.2] * 8 + [2.1, 4.0, 12.0, 32.0])

    assert head_tail_breaks(values) == (5.0, 22.0, 32.0)


def test_ends_of_counts_are_whole_and_each_class_can_hold_one():
    counts = pd.Series([0] * 50 + [1] * 29 + [2] * 9 + [3] * 4 + [6] * 2)

    assert head_tail_breaks(counts) == (1.0, 2.0, 4.0, 6.0)


@pytest.mark.parametrize(
    ("values", "breaks"),
    [([], ()), ([0, 0], ()), ([None, 0], ()), ([5.0], (5.0,)), ([3, 3, 3], (3.0,)), ([0.25, 0.25, 0], (0.25,))],
)
def test_nothing_zero_one_and_all_equal(values, breaks):
    assert head_tail_breaks(pd.Series(values, dtype=float)) == breaks


def test_a_negative_value_is_refused():
    with pytest.raises(ValueError, match="the lowest value is -1"):
        head_tail_breaks(pd.Series([1.0, -1.0]))


@settings(max_examples=60)
@given(st.lists(st.one_of(st.integers(0, 9), st.floats(1e-6, 1e6)), max_size=40), st.integers(2, 5))
def test_breaks_rise_and_hold_every_value_in_at_most_so_many_classes(values, k):
    column = pd.Series(values, dtype=float)

    breaks = head_tail_breaks(column, k)

    assert len(breaks) <= k
    assert all(low < high for low, high in pairwise(breaks))
    if (column > 0).any():
        assert breaks[-1] >= column.max()
    # the same values in another order give the same classes
    assert head_tail_breaks(column.iloc[::-1], k) == breaks


def test_zero_is_its_own_class_a_missing_value_is_in_none_and_the_last_is_open():
    values = pd.Series([0, 0.1, 1.0, 1.1, 5, 80, None])

    assert class_of(values, (1.0, 5.0)).tolist() == [0, 1, 1, 2, 2, 2, pd.NA]
    assert capped(values, (1.0, 5.0)).tolist()[:6] == [0, 0.1, 1.0, 1.1, 5, 5]


def test_without_classes_only_zero_can_be_placed():
    assert class_of(pd.Series([0, None], dtype=float), ()).tolist() == [0, pd.NA]
    with pytest.raises(ValueError, match="at least one class"):
        class_of(pd.Series([1.0]), ())


def test_the_values_received_are_left_alone():
    values = pd.Series([0.0, 3.0, np.nan])

    capped(values, head_tail_breaks(values))

    assert values.isna().sum() == 1
    assert values[1] == 3.0
