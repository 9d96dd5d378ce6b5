"""Periods in part of years, and the beds over them."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from analytics.schema import col
from analytics.schema.codes import FRANCE
from analytics.selection.selection import Selection
from analytics.statistics import denominators, periods
from tests.helpers.rates import KNOWN_UNTIL


def test_a_period_left_open_is_the_french_record_with_its_last_year_in_part():
    over = periods.period(Selection(), KNOWN_UNTIL)

    assert (over.start, over.end) == (date(2019, 1, 1), KNOWN_UNTIL)
    assert over.exposure.loc[2019:2025].tolist() == [1.0] * 7
    assert over.exposure[2026] == pytest.approx(218 / 365)
    assert over.years == pytest.approx(7 + 218 / 365)


@pytest.mark.parametrize(
    ("start", "end", "parts"),
    [
        ("2022", "2022", {2022: 1.0}),
        ("2024-02", "2024-02", {2024: 29 / 366}),
        ("2021-12-31", "2022-01-01", {2021: 1 / 365, 2022: 1 / 365}),
        ("2010", "2019", {2019: 1.0}),  # nobody looked before 2019
        ("2026-08-01", "2030", {2026: 6 / 365}),  # nor after the last day searched
        ("", "2018", {}),
        ("2027", "", {}),
    ],
)
def test_years_are_covered_in_part_and_only_where_somebody_looked(start, end, parts):
    exposure = periods.period(Selection(start=start, end=end), KNOWN_UNTIL).exposure

    assert exposure.to_dict() == pytest.approx(parts)


def test_the_record_of_the_world_begins_earlier():
    assert periods.period(Selection(), KNOWN_UNTIL, periods.FIRST_YEAR_WORLD).start == date(2016, 1, 1)


def test_no_shipped_incident_lies_before_the_first_year_of_its_record(shipped):
    incidents = shipped.incidents
    french = incidents[col.COUNTRY] == FRANCE

    assert incidents[french]["started_on"].min() >= str(periods.FIRST_YEAR_FRANCE)
    assert incidents["started_on"].min() >= str(periods.FIRST_YEAR_WORLD)
    assert incidents["started_on"].max() <= "2026-08-06"


def test_bed_years_take_the_beds_of_each_year_and_the_nearest_where_a_year_is_missing():
    beds = pd.DataFrame(
        {"code": ["01", "01", "02", "02"], "year": [2021, 2022, 2020, 2021], "beds": [900, 1000, None, 50]}
    )
    over = periods.period(Selection(start="2020-07-02", end="2023"), KNOWN_UNTIL)

    table = denominators.bed_years(beds, over)

    # 2020 in half and 2021 with the beds of 2021, 2022 and 2023 with those of 2022
    assert table.loc["01"].tolist() == [1000, 2022, pytest.approx(900 * (183 / 366 + 1) + 1000 * 2)]
    assert table.loc["02"].tolist() == [50, 2021, pytest.approx(50 * 3.5)]


def test_an_empty_period_has_beds_and_no_bed_years():
    beds = pd.DataFrame({"code": ["01"], "year": [2021], "beds": [900]})

    table = denominators.bed_years(beds, periods.period(Selection(start="2027"), KNOWN_UNTIL))

    assert table.loc["01"].tolist() == [900, 2021, 0]
