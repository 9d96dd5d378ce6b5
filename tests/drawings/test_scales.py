"""Axes and lines that plots and pictures share."""

from __future__ import annotations

import pandas as pd
import pytest

from analytics.drawings.charts.funnel import limit_lines
from analytics.drawings.charts.scales import ticks as round_ticks
from analytics.drawings.charts.scales import time_ticks
from analytics.drawings.charts.trend import pace
from analytics.statistics import funnel, trends


@pytest.mark.parametrize(
    ("first", "last", "ticks"),
    [
        ("2022-12-03", "2022-12-04", ["2022-12-03", "2022-12-04"]),
        ("2022-12-03", "2022-12-20", ["2022-12-03", "2022-12-10", "2022-12-17"]),
        ("2022-12-03", "2023-02-15", ["2023-01", "2023-02"]),
        ("2022-12-03", "2023-12-15", ["2023-01", "2023-07"]),
        ("2022-12-03", "2026-05-06", ["2023", "2024", "2025", "2026"]),
        ("1990-06-01", "2026-05-06", ["1995", "2000", "2005", "2010", "2015", "2020", "2025"]),
    ],
)
def test_an_axis_of_time_has_few_round_dates(first, last, ticks):
    assert time_ticks(pd.Timestamp(first), pd.Timestamp(last), 3, 8) == ticks


@pytest.mark.parametrize("top", [0.07, 0.55, 1, 3.2, 13, 240])
def test_an_axis_of_rates_has_few_round_numbers_from_zero(top):
    found = round_ticks(top, 6)

    assert found[0] == 0
    assert 3 <= len(found) <= 7
    assert found[-1] <= top


def test_a_limit_of_zero_is_no_line():
    upper, lower = limit_lines(0.2, 3, "95")

    assert all(ratio > 1 for _, ratio in upper)
    assert all(ratio != ratio for expected, ratio in lower if expected < 3)


def test_the_pace_goes_through_the_total():
    exposure = pd.Series([1.0, 1.0, 0.5], index=pd.RangeIndex(2021, 2024, name="year"))
    seen = pd.Series([4, 8, 8], index=exposure.index)
    trend = trends.yearly_trend(seen, exposure)
    line = pace(seen, exposure, trend)

    assert (line * exposure).sum() == pytest.approx(seen.sum())
    assert funnel.FUNNEL_LEVELS.keys() == {"95", "99_8"}
