"""Every measure of an area in one table: the columns of the contract kept, sums that hold, nothing ranked by chance."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analytics.atlas.published import publish
from analytics.schema import col
from analytics.schema.codes import ATTACK_TYPES, TIERS
from analytics.selection.selection import Selection
from analytics.statistics import areas, burden, rates
from analytics.statistics import profiles as area_profiles
from analytics.statistics.area_measures import MEASURES
from analytics.statistics.profiles import by_year, national, profiles

pytestmark = pytest.mark.shipped


class ByTier:
    """Published incidents by level of evidence; a failing example prints its name and not its tables."""

    def __init__(self, shipped):
        self.tables = {tier: publish(shipped, tier) for tier in TIERS}

    def __getitem__(self, tier: str) -> pd.DataFrame:
        return self.tables[tier]


@pytest.fixture(scope="module")
def published(shipped):
    return ByTier(shipped)


@pytest.fixture(scope="module")
def departments(shipped, published):
    return profiles(shipped, published["specialist"], Selection(), "department")


def test_the_table_begins_with_the_one_of_the_contract(shipped, published, departments):
    contract = areas.rate_table(shipped, published["specialist"], Selection(), "department").set_index("code")

    pd.testing.assert_frame_equal(departments.areas[contract.columns], contract)


def test_every_measure_has_its_columns(departments):
    for measure in MEASURES.values():
        assert {measure.column, *measure.ends} <= set(departments.areas.columns)
        assert not measure.smoothed or measure.smoothed in departments.areas


def test_areas_that_a_reader_filters_do_not_narrow_the_comparison(shipped, published, departments):
    narrowed = profiles(
        shipped,
        published["specialist"],
        Selection(department=("78",), country=("IND",), incident="fr-versailles-2022"),
        "department",
    )

    pd.testing.assert_frame_equal(narrowed.areas, departments.areas)


def test_a_smoothed_rate_lies_between_the_raw_one_and_that_of_all(departments):
    table = departments.areas
    common = rates.MILLION * table[col.INCIDENTS_WEIGHTED].sum() / table[col.PERSON_YEARS].sum()
    raw, smoothed = table[col.RATE_PER_MILLION], table[area_profiles.SMOOTHED]

    assert ((smoothed - common).abs() <= (raw - common).abs() + 1e-12).all()
    assert ((smoothed - common) * (raw - common) >= -1e-12).all()


def test_ranks_are_given_as_intervals_that_hold_more_than_one(departments):
    table = departments.areas

    assert (table[area_profiles.RANK_LOW] < table[area_profiles.RANK_HIGH]).all()
    assert table[area_profiles.RANK_LOW].min() >= 1
    assert table[area_profiles.RANK_HIGH].max() <= 101


def test_the_same_data_give_the_same_ranks(shipped, published, departments):
    again = profiles(shipped, published["specialist"], Selection(), "department")

    assert again.areas[area_profiles.RANK_LOW].equals(departments.areas[area_profiles.RANK_LOW])


def test_observed_and_expected_add_up_to_the_same(departments):
    table = departments.areas

    assert table[area_profiles.EXPECTED].sum() == pytest.approx(table[col.INCIDENTS_WEIGHTED].sum())


def test_a_share_is_a_share_and_says_where_it_was_cut(departments):
    table = departments.areas
    share = table[area_profiles.SHARE].dropna()

    assert share.between(0, 1).all()
    assert table[area_profiles.SHARE_DATA_ONLY].dropna().between(0, 1).all()
    assert not table[area_profiles.SHARE_IS_CUT].any()  # every bed stands in its department


def test_bed_days_of_areas_of_several_and_of_none_are_those_of_all_incidents(published, departments):
    kept = published["specialist"]
    french = kept[kept[col.INCIDENT_ID].isin(departments.incidents) & (kept["country"] == "FRA")]
    french = french[french[col.SEVERITY] != "data-or-website-only"]  # nothing was degraded
    each = burden.bed_days(french)
    complete = each[each["state"] == burden.COMPLETE]["value"].sum()
    apart = departments.bed_days

    summed = sum(part["value"].sum() for part in (apart.areas, apart.several, apart.unplaced))
    assert summed == pytest.approx(complete)


def test_france_counts_each_incident_once(published, departments):
    france = national(departments)
    kept = Selection().keep(published["specialist"])

    assert france[col.INCIDENTS] == (kept["country"] == "FRA").sum()
    assert france[col.INCIDENTS] < departments.coverage.summed + len(departments.coverage.unplaced)
    low, high = france["rate_low"], france["rate_high"]
    assert low < france[col.RATE_PER_MILLION] < high


def test_incidents_of_websites_only_are_counted_and_told_but_are_not_in_the_rate(departments):
    paris = departments.areas.loc["75"]

    assert (paris[col.INCIDENTS], paris[col.INCIDENTS_WEBSITE], paris[col.INCIDENTS_WEIGHTED]) == (7, 3, 4)
    assert paris[col.INCIDENTS_WEIGHTED] == paris[col.INCIDENTS] - paris[col.INCIDENTS_WEBSITE]
    assert paris[col.RATE_PER_MILLION] == pytest.approx(1e6 * paris[col.INCIDENTS_WEIGHTED] / paris[col.PERSON_YEARS])


def test_the_average_of_areas_is_what_they_are_compared_with(departments):
    table, common = departments.areas, area_profiles.average(departments)

    each = table[area_profiles.EXPECTED] / table[col.PERSON_YEARS] * rates.MILLION
    assert each.to_numpy() == pytest.approx(common[col.RATE_PER_MILLION])
    assert common[col.RATE_PER_MILLION] > national(departments)[col.RATE_PER_MILLION]


def test_years_of_an_area_add_up_to_its_incidents(shipped, published, departments):
    years = by_year(shipped, published["specialist"], Selection(), "department")

    summed = years.groupby("code")[col.INCIDENTS].sum()
    assert summed.reindex(departments.areas.index).equals(departments.areas[col.INCIDENTS].astype(summed.dtype))
    assert sorted(years["year"].unique()) == list(range(2019, 2027))


@pytest.mark.slow
@given(
    level=st.sampled_from(["department", "region"]),
    evidence=st.sampled_from(list(TIERS)),
    kind=st.sampled_from([(), *((one,) for one in ATTACK_TYPES)]),
    start=st.sampled_from(["", "2021", "2022-06"]),
    end=st.sampled_from(["", "2023"]),
)
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_chosen_the_table_holds_all_areas_and_the_sums_hold(
    shipped, published, level, evidence, kind, start, end
):
    selection = Selection(evidence=evidence, type=kind, start=start, end=end)
    found = profiles(shipped, published[evidence], selection, level)
    kept = selection.keep(published[evidence])
    french = int((kept["country"] == "FRA").sum())

    assert len(found.areas) == {"department": 101, "region": 18}[level]
    assert found.coverage.distinct == french
    assert found.areas[col.INCIDENTS].sum() == found.coverage.summed
    assert found.coverage.summed - found.coverage.repeats + len(found.coverage.unplaced) == french
    assert np.isfinite(found.areas[col.RATE_PER_MILLION].astype(float)).all()
