"""Official counts stand beside ours, are never split nor zero for want of a figure, and say where they contradict."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from analytics.atlas.published import in_france
from analytics.schema import col
from analytics.schema.version import KNOWN_UNTIL
from analytics.statistics.official import (
    COMPUTED,
    DIFFERENT_VALUES,
    DIFFERENT_WORDS,
    beside_official,
    contradictions,
    of_country,
)

UNTIL = date(2023, 6, 30)


@pytest.fixture
def french(small_incidents) -> pd.DataFrame:
    return in_france(small_incidents)


@pytest.fixture
def years(french, small_atlas) -> pd.DataFrame:
    return beside_official(french, small_atlas.national_series, UNTIL)


def series(*rows: tuple[str, str, float | None, str, str], unit: str = "incidents") -> pd.DataFrame:
    """Rows of year, metric, value, source and note, as the checked table holds them."""
    table = pd.DataFrame(rows, columns=["year", "metric", "value", "source_id", "note_en"])
    return table.assign(note_fr=table["note_en"], unit_en=unit, country="FRA").astype({"value": "Float64"})


# --- one row a year, worked by hand -----------------------------------------------------------------------


def test_each_year_has_our_count_beside_the_official_ones(years):
    assert years.index.tolist() == [2019, 2020, 2021, 2022, 2023]
    assert years["ours"].tolist() == [1, 0, 1, 2, 1]
    assert years["ours_ransomware_low"].tolist() == [0, 0, 0, 1, 0]
    assert (years["ours_ransomware_high"] >= years["ours_ransomware_low"]).all()
    assert years["ours_claimed"].tolist() == [0, 0, 0, 0, 1]
    assert years.loc[2021, ["declared_low", "declared_high"]].tolist() == [733, 733]
    assert years.loc[2022, ["declared_low", "declared_high"]].tolist() == [588, 592]
    assert years.loc[2022, "declared_sources"] == "ministry-2022-12; gazette-2022-12"
    assert years.loc[2022, "ransomware_low"] == 27


def test_the_ratio_carries_the_range_of_the_official_count(years):
    assert years.loc[2022, "ratio_low"] == pytest.approx(2 / 592)
    assert years.loc[2022, "ratio_high"] == pytest.approx(2 / 588)
    assert years.loc[2022, "ratio_ransomware_low"] == pytest.approx(1 / 27)
    assert years.loc[2022, "ratio_ransomware_high"] == pytest.approx(2 / 27)  # an intrusion may have been by ransomware


def test_a_year_without_an_official_figure_is_missing_and_not_zero(years):
    official = [column for column in years if column.startswith(("declared", "ransomware", "anssi", "major", "ratio"))]

    assert years.loc[[2019, 2020, 2023], official].isna().all(axis=None)


def test_only_the_year_that_is_not_over_is_partial(years):
    assert years["partial"].tolist() == [False, False, False, False, True]


def test_years_that_we_did_not_search_have_no_count_of_ours(french, small_atlas):
    given = pd.concat(
        [
            small_atlas.national_series,
            series(("2018", "incidents_declared", 327, "a", ""), ("2024", "incidents_declared", 749, "a", "")),
        ]
    )
    years = beside_official(french, given, UNTIL)

    assert years.index.tolist() == list(range(2018, 2025))
    assert years.loc[[2018, 2024], ["ours", "ours_ransomware_high", "ours_claimed", "ratio_low"]].isna().all(axis=None)
    assert beside_official(french, given, UNTIL, known_from=2018).loc[2018, "ours"] == 0


def test_shares_are_worked_into_counts_and_said_to_be_ours(french):
    given = series(
        ("2021", "incidents_declared", 700, "a", ""),
        ("2021", "incidents_declared", 800, "b", ""),
        ("2021", "share_malicious", 50, "a", ""),
        ("2021", "share_malicious", 60, "c", "computed here: 50% is said to be 10% below"),
        ("2022", "share_malicious", 50, "a", ""),
    )
    years = beside_official(french, given, UNTIL)

    assert years.loc[2021, ["malicious_low", "malicious_high"]].tolist() == [350, 480]
    assert years.loc[2021, "malicious_share_sources"] == "a; c"
    assert years.loc[2021, ["malicious_computed", "malicious_share_computed"]].all()
    # a share of nothing known is nothing known
    assert pd.isna(years.loc[2022, "malicious_low"])
    assert not years.loc[2022, ["malicious_computed", "malicious_share_computed"]].any()


def test_a_figure_worked_out_from_another_stays_apart(french):
    years = beside_official(french, series(("2022", "incidents_declared_derived", 593, "a", "")), UNTIL)

    assert pd.isna(years.loc[2022, "declared_low"])
    assert pd.isna(years.loc[2022, "ratio_low"])
    assert (years.loc[2022, "declared_derived"], years.loc[2022, "declared_derived_sources"]) == (593, "a")
    assert years.loc[2022, "ratio_derived"] == pytest.approx(2 / 593)
    assert years.loc[2022, "contradiction"]


def test_an_official_zero_is_zero_and_has_no_ratio(french):
    years = beside_official(french, series(("2022", "incidents_declared", 0, "a", "")), UNTIL)

    assert years.loc[2022, "declared_low"] == 0
    assert pd.isna(years.loc[2022, "ratio_low"])


def test_a_figure_for_two_years_is_in_neither(french):
    given = series(
        ("2022-2023", "ransomware_attacks_hospitals_anssi", 30, "a", ""),
        ("2022-2023", "ransomware_attacks_hospitals_anssi", 30, "b", ""),
        ("2017-10/2018-09", "incidents_declared", 319, "a", ""),
    )
    years = beside_official(french, given, UNTIL)

    theirs = [name for name in years if name.endswith(("_low", "_high")) and not name.startswith("ours")]
    assert years[theirs].isna().all(axis=None)


def test_nothing_given_is_nothing_said(french, small_atlas):
    empty = small_atlas.national_series.iloc[:0]

    assert beside_official(french.iloc[:0], empty, UNTIL).empty
    assert contradictions(empty).empty
    assert beside_official(french.iloc[:0], small_atlas.national_series, UNTIL)["ours"].isna().all()
    assert beside_official(french, empty, UNTIL)["ours"].tolist() == [1, 0, 1, 2, 1]


def test_the_tables_received_stay_as_they_are(french, small_atlas):
    before = french.copy(), small_atlas.national_series.copy()

    beside_official(french, small_atlas.national_series, UNTIL)
    contradictions(small_atlas.national_series)

    pd.testing.assert_frame_equal(french, before[0])
    pd.testing.assert_frame_equal(small_atlas.national_series, before[1])


# --- contradictions ---------------------------------------------------------------------------------------


def test_two_values_for_one_year_are_told_with_their_sources(years, small_atlas):
    told = contradictions(small_atlas.national_series)

    assert told[["year", "metrics", "kind", "values", "source_ids"]].values.tolist() == [
        ["2022", "incidents_declared", DIFFERENT_VALUES, "592; 588", "ministry-2022-12; gazette-2022-12"]
    ]
    assert years["contradiction"].tolist() == [False, False, False, True, False]


def test_two_sources_that_agree_do_not_contradict():
    assert contradictions(series(("2021", "x", 1, "a", ""), ("2021", "x", 1, "b", ""))).empty
    assert contradictions(series(("2021", "x", 1, "a", ""), ("2022", "x", 2, "b", ""))).empty


def test_one_thing_said_by_two_bodies_is_compared():
    rows = [("2021", "incidents_per_week_anssi", 1, "a", ""), ("2021", "incidents_per_week_government", 1, "b", "")]
    same = series(*rows)

    assert contradictions(same).empty
    told = contradictions(same.assign(unit_en=["per week", "per week (nearly)"]))
    assert told[["kind", "metrics"]].values.tolist() == [
        [DIFFERENT_WORDS, "incidents_per_week_anssi; incidents_per_week_government"]
    ]


@pytest.mark.parametrize(
    ("note", "computed"),
    [
        ("computed here: x", True),
        ("not read in a source: computed here as x", True),
        ("749 in 2024 (2% more, computed here)", False),
        ("", False),
    ],
)
def test_a_figure_that_was_computed_is_told(note, computed):
    assert len(contradictions(series(("2021", "x", 1, "a", note)))) == computed


# --- the shipped data -------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def shipped_years(shipped) -> pd.DataFrame:
    french = in_france(shipped.incidents)
    return beside_official(french[french[col.STATUS] == "confirmed"], shipped.national_series, KNOWN_UNTIL)


def known(shipped, year: int) -> tuple[int, int, int]:
    """French incidents confirmed of a year, those said to be ransomware, and with those that may have been."""
    rows = in_france(shipped.incidents)
    rows = rows[(rows[col.STATUS] == "confirmed") & rows[col.STARTED_ON].str.startswith(str(year))]
    types = rows[col.ATTACK_TYPE]
    return len(rows), int((types == "ransomware").sum()), int(types.isin(["ransomware", "intrusion", "unknown"]).sum())


@pytest.mark.shipped
def test_2021_worked_by_hand(shipped, shipped_years):
    year = shipped_years.loc[2021]

    assert known(shipped, 2021) == (year["ours"], year["ours_ransomware_low"], year["ours_ransomware_high"])
    assert (year["declared_low"], year["declared_high"], year["ransomware_low"]) == (733, 733, 47)
    assert year["ratio_low"] == pytest.approx(year["ours"] / 733)
    assert year["ratio_ransomware_low"] == pytest.approx(year["ours_ransomware_low"] / 47)
    assert year["ratio_ransomware_high"] == pytest.approx(year["ours_ransomware_high"] / 47)
    # 52 % of 733, and the share was itself computed from “2 % lower”
    assert (year["malicious_share_low"], year["malicious_low"]) == (52, pytest.approx(381.16))
    assert year["malicious_share_computed"]
    assert year["contradiction"]
    assert not year["partial"]


@pytest.mark.shipped
def test_2022_has_no_printed_count_and_does_not_get_one(shipped_years):
    year = shipped_years.loc[2022]

    assert pd.isna(year["declared_low"])
    assert year["declared_derived"] == 593
    assert year["ratio_derived"] == pytest.approx(year["ours"] / 593)
    assert (year["malicious_share_low"], year["malicious_share_computed"]) == (50, False)
    assert pd.isna(year["malicious_low"])
    assert pd.isna(year["ransomware_low"])
    assert year["anssi_low"] == 11


@pytest.mark.shipped
def test_2023_worked_by_hand(shipped, shipped_years):
    year = shipped_years.loc[2023]

    assert known(shipped, 2023) == (year["ours"], year["ours_ransomware_low"], year["ours_ransomware_high"])
    assert (year["declared_low"], year["ransomware_low"], year["major_low"]) == (581, 32, 9)
    assert year["malicious_low"] == 290.5
    assert year["ratio_ransomware_low"] == pytest.approx(year["ours_ransomware_low"] / 32)
    assert year["ratio_ransomware_high"] == pytest.approx(year["ours_ransomware_high"] / 32)
    assert pd.isna(year["anssi_low"])


@pytest.mark.shipped
def test_2024_has_both_ends_of_ransomware(shipped, shipped_years):
    year = shipped_years.loc[2024]

    assert known(shipped, 2024)[1:] == (year["ours_ransomware_low"], year["ours_ransomware_high"])
    assert year["ransomware_low"] == 40


@pytest.mark.shipped
def test_the_last_year_is_partial_and_the_years_before_ours_have_no_count(shipped_years):
    assert shipped_years.index[shipped_years["partial"]].tolist() == [KNOWN_UNTIL.year]
    assert shipped_years.index[0] == 2018
    assert pd.isna(shipped_years.loc[2018, "ours"])


@pytest.mark.shipped
def test_the_known_contradictions_of_the_official_figures_are_all_told(shipped):
    told = contradictions(of_country(shipped.national_series, "FRA")).set_index(["year", "metrics"])

    assert told[["kind", "values"]].T.to_dict("list") == {
        ("2020", "share_malicious"): [COMPUTED, "60"],
        ("2021", "incidents_per_week_anssi; incidents_per_week_government"): [DIFFERENT_WORDS, "1; 1"],
        ("2021", "share_malicious"): [COMPUTED, "52"],
        ("2021", "structures_obliged_health"): [DIFFERENT_VALUES, "3036; 3306"],
        ("2022", "incidents_declared_derived"): [COMPUTED, "593"],
        ("2024", "care_programme_budget"): [DIFFERENT_VALUES, "750000000; 230000000; 175000000"],
    }
    obliged = told.loc[("2021", "structures_obliged_health")]
    assert obliged["source_ids"] == "le-quotidien-du-medecin-2022-04; next-inpact-2022"
    assert "transposed digits" in obliged["note_en"]
    assert told["note_en"].str.len().gt(0).all()
