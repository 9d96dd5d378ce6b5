"""Rates worked by hand, against other libraries and against published tables; nothing to divide by, no rate."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np
import pandas as pd
import pytest
from esda.smoothing import Empirical_Bayes
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.rates import confint_poisson

from analytics.schema import col
from analytics.schema.codes import FRANCE, RELIABILITIES
from analytics.schema.derived import COMPUTED_TABLES
from analytics.selection.selection import Selection
from analytics.statistics import areas, comparison, counts, denominators, intervals, periods, rates
from analytics.statistics import funnel as funnels
from tests.helpers.small_world import CLAIMED, FOREIGN, MONTH, TWO_TOWNS


def counted(sites: pd.DataFrame, incident_ids: pd.Series, areas_of_level: pd.DataFrame, level: str) -> pd.DataFrame:
    return counts.counts(sites, incident_ids, pd.Index(areas_of_level[col.CODE]), level)


@pytest.fixture
def departments(small_atlas) -> pd.DataFrame:
    return counted(small_atlas.sites, small_atlas.incidents[col.INCIDENT_ID], small_atlas.departments, "department")


def test_incidents_and_sites_are_counted_in_each_department(departments):
    assert departments[col.INCIDENTS].to_dict() == {"01": 2, "02": 1, "2A": 1, "971": 1}
    assert departments[col.SITES].to_dict() == {"01": 2, "02": 1, "2A": 1, "971": 1}


def test_a_rate_is_incidents_by_million_person_years(departments):
    person_years = pd.Series({"01": 1_000_000, "02": 500_000, "2A": 250_000, "971": 400_000})

    table = rates.rate_with_interval(departments[col.INCIDENTS], person_years, rates.MILLION)

    assert table[rates.RATE].to_dict() == {"01": 2.0, "02": 2.0, "2A": 4.0, "971": 2.5}


@pytest.mark.parametrize("people", [0, None])
def test_an_area_without_inhabitants_has_no_rate(people):
    table = rates.rate_with_interval(pd.Series({"01": 1}), pd.Series({"01": people}), rates.MILLION)

    assert table[[rates.RATE, col.LOW, col.HIGH]].isna().all(axis=None)


def test_a_department_without_an_incident_has_none(small_atlas):
    table = counted(small_atlas.sites, pd.Series([MONTH]), small_atlas.departments, "department")

    assert table[col.INCIDENTS].to_dict() == {"01": 0, "02": 0, "2A": 1, "971": 0}
    assert table.index.tolist() == small_atlas.departments["code"].tolist()


def test_an_incident_with_two_sites_in_one_area_counts_once_there(small_atlas):
    twice = small_atlas.sites[small_atlas.sites[col.INCIDENT_ID] == TWO_TOWNS].assign(department="01")

    table = counted(twice, pd.Series([TWO_TOWNS]), small_atlas.departments, "department")

    assert table.loc["01", [col.INCIDENTS, col.SITES]].tolist() == [1, 2]


def test_countries_and_regions_are_counted_in_the_same_way(small_atlas):
    every = small_atlas.incidents[col.INCIDENT_ID]

    assert counted(small_atlas.sites, every, small_atlas.countries, "country")[col.INCIDENTS].to_dict() == {
        "FRA": 5,
        "DEU": 1,
    }
    # the incident that is only claimed is placed in its region, and in no department
    assert counted(small_atlas.sites, every, small_atlas.regions, "region")[col.INCIDENTS].to_dict() == {
        "84": 3,
        "32": 1,
        "94": 1,
        "01": 1,
    }


def test_an_incident_abroad_is_in_no_department(small_atlas):
    table = counted(small_atlas.sites, pd.Series([FOREIGN]), small_atlas.departments, "department")

    assert table[[col.INCIDENTS, col.SITES]].to_numpy().sum() == 0


@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_the_sites_of_all_departments_are_the_sites_placed_in_one(small_atlas, data):
    codes = st.sampled_from(["01", "02", "2A", "971", None])
    incidents = [f"i{number}" for number in range(5)]
    drawn = data.draw(st.lists(st.tuples(st.sampled_from(incidents), codes)))
    chosen = data.draw(st.lists(st.sampled_from(incidents), unique=True))
    sites = pd.DataFrame(
        {
            col.SITE_ID: [f"s{number}" for number in range(len(drawn))],
            col.INCIDENT_ID: pd.Series([incident for incident, _ in drawn], dtype="str"),
            col.DEPARTMENT: pd.Series([code for _, code in drawn], dtype="str"),
        }
    )

    table = counted(sites, pd.Series(chosen, dtype="str"), small_atlas.departments, "department")

    placed = [(incident, code) for incident, code in drawn if code and incident in chosen]
    assert table[col.SITES].sum() == len(placed)
    assert table[col.INCIDENTS].sum() == len(set(placed))
    assert (table[col.INCIDENTS] <= table[col.SITES]).all()


def test_the_shipped_sites_of_all_departments_are_the_sites_placed_in_one(shipped):
    table = counted(shipped.sites, shipped.incidents[col.INCIDENT_ID], shipped.departments, "department")

    assert table[col.SITES].sum() == shipped.sites[col.DEPARTMENT].notna().sum() > 66


def test_the_tables_received_are_left_alone(small_atlas):
    sites, areas = small_atlas.sites.copy(), small_atlas.departments.copy()

    counted(sites, small_atlas.incidents[col.INCIDENT_ID], areas, "department")

    pd.testing.assert_frame_equal(pd.DataFrame(sites), pd.DataFrame(small_atlas.sites))
    pd.testing.assert_frame_equal(areas, small_atlas.departments)


# --- periods and bed-years --------------------------------------------------------------------------------

KNOWN_UNTIL = date(2026, 8, 6)


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


# --- intervals --------------------------------------------------------------------------------------------


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


@pytest.mark.parametrize("events", [[-1], [1.5], [3, -2]])
def test_what_is_no_count_has_no_interval(events):
    with pytest.raises(ValueError, match="whole numbers"):
        intervals.poisson_interval(events)


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


# --- the table of the contract -----------------------------------------------------------------------------


@pytest.fixture
def table(small_atlas, small_incidents) -> pd.DataFrame:
    """The small world's departments over 2021 and 2022; not rounded, to be recomputed."""
    ids = small_incidents[col.INCIDENT_ID]
    codes = pd.Index(small_atlas.departments["code"])
    counted = counts.counts(small_atlas.sites, ids, codes, col.DEPARTMENT)
    over = periods.period(Selection(start="2021", end="2022"), KNOWN_UNTIL)
    return rates.rate_table(counted, areas.reference(small_atlas, col.DEPARTMENT), small_atlas.beds, over)


def test_the_table_has_the_columns_of_the_contract_in_their_order(table):
    assert list(table.columns) == COMPUTED_TABLES["departments"].names


def test_a_row_is_worked_by_hand(table):
    first = table.set_index("code").loc["01"]

    # two incidents among a million people in two years, and in 900 and then 1000 beds
    assert first[["person_years", "rate_per_million", "bed_years", "beds", "beds_year"]].tolist() == [
        2_000_000,
        1.0,
        1900,
        1000,
        2022,
    ]
    assert first["rate_per_10k_beds"] == pytest.approx(10_000 * 2 / 1900)
    assert first["rate_high"] == pytest.approx(stats.chi2.ppf(0.975, 6) / 2 / 2)
    assert first["reliability"] == "not-ranked"


def test_without_people_or_beds_there_is_no_rate_and_it_says_so(table):
    rows = table.set_index("code")

    assert rows.loc["2A", ["rate_per_million", "rate_low", "rate_high", "rate_per_10k_beds"]].isna().all()
    assert rows.loc["2A", [col.INCIDENTS, "reliability"]].tolist() == [1, "no-denominator"]
    assert rows["reliability"].drop("2A").eq("not-ranked").all()


def test_reliability_follows_the_number_of_events():
    events = pd.Series([0, 9, 10, 19, 20, 20, 20])
    exposure = pd.Series([1.0, 1, 1, 1, 1, 0, None])

    assert rates.reliability(events, exposure).tolist() == [
        *("not-ranked", "not-ranked", "fragile", "fragile", "stable", "no-denominator", "no-denominator"),
    ]
    assert set(rates.reliability(events, exposure)) == set(RELIABILITIES)


# --- several areas, and none -------------------------------------------------------------------------------


def test_what_lies_between_distinct_incidents_and_the_sum_over_areas_is_told(small_atlas, small_incidents):
    covered = counts.coverage(small_atlas.sites, small_incidents[col.INCIDENT_ID], col.DEPARTMENT)

    assert covered.several.to_dict("records") == [
        {col.INCIDENT_ID: TWO_TOWNS, "departments": "01; 02", counts.AREAS_TOUCHED: 2}
    ]
    assert covered.unplaced.tolist() == [CLAIMED]
    assert (covered.distinct, covered.summed, covered.repeats, covered.unplaced_sites) == (5, 5, 1, 1)


def test_of_no_incident_nothing_is_counted(small_atlas):
    covered = counts.coverage(small_atlas.sites, pd.Series([], dtype="str"), col.DEPARTMENT)

    assert (covered.distinct, covered.summed, covered.repeats, len(covered.unplaced)) == (0, 0, 0, 0)


def test_coeur_grand_est_is_counted_in_three_departments_and_once_in_its_region(shipped):
    ids = pd.Series(["fr-ght-coeur-grand-est-2022"])

    covered = counts.coverage(shipped.sites, ids, col.DEPARTMENT)
    counted = counts.counts(shipped.sites, ids, pd.Index(shipped.departments["code"]), col.DEPARTMENT)

    assert covered.several["departments"].tolist() == ["51; 52; 55"]
    assert (covered.distinct, covered.summed, covered.repeats) == (1, 3, 2)
    assert counted[col.INCIDENTS][counted[col.INCIDENTS] > 0].to_dict() == {"51": 1, "52": 1, "55": 1}
    assert counts.coverage(shipped.sites, ids, "region").summed == 1


# --- observed and expected, smoothing, funnels, ranks -------------------------------------------------------


def areas_of(values: Sequence[float]) -> pd.Series:
    return pd.Series(values, index=[f"a{number}" for number in range(len(values))])


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
    assert ranks["rank_low"].eq(1).all()
    assert ranks["rank_high"].eq(len(seen)).all()


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


def test_ranks_come_as_intervals_that_the_same_seed_gives_again():
    observed, exposure = areas_of([200, 21, 20, 1]), areas_of([10.0, 10.0, 10.0, 10.0])

    ranks = comparison.rank_intervals(observed, exposure, np.random.default_rng(7))

    assert ranks.loc["a0"].tolist() == [1, 1, 1]
    assert ranks.loc["a3"].tolist() == [4, 4, 4]
    # twenty-one against twenty: nobody knows which is first
    assert ranks.loc["a1", ["rank_low", "rank_high"]].tolist() == [2, 3]
    assert ranks.loc["a2", ["rank_low", "rank_high"]].tolist() == [2, 3]
    pd.testing.assert_frame_equal(ranks, comparison.rank_intervals(observed, exposure, np.random.default_rng(7)))


def test_the_tables_and_series_received_by_the_statistics_are_left_alone(small_atlas):
    observed, exposure, beds = areas_of([1, 2]), areas_of([1.0, None]), small_atlas.beds.copy()

    funnels.funnel(observed, exposure)
    comparison.smoothed_rates(observed, exposure)
    comparison.rank_intervals(observed, exposure, np.random.default_rng(1))
    denominators.bed_years(small_atlas.beds, periods.period(Selection(), KNOWN_UNTIL))

    assert observed.tolist() == [1, 2]
    assert exposure.isna().tolist() == [False, True]
    pd.testing.assert_frame_equal(beds, small_atlas.beds)
