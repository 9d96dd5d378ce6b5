"""Beds of hospitals hit and bed-days, worked by hand: each hospital once, and what nobody states counted apart."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.atlas.published import publish
from analytics.schema import col
from analytics.selection.selection import Selection
from analytics.statistics import areas, burden, profiles
from analytics.statistics.burden import (
    BEDS_HIT,
    BEDS_UNKNOWN,
    COMPLETE,
    HOSPITALS,
    IN_SEVERAL,
    INCOMPLETE,
    IS_LOWER_BOUND,
    SHARE,
    STATE,
    STATED_SHARE,
    WITHOUT_BEDS,
    bed_days,
    bed_days_by_area,
    department_of_finess,
    share_of_beds_hit,
)
from tests.helpers.small_world import CLAIMED, FOREIGN, MONTH, QUIET, TWO_TOWNS, YEAR

BEDS = pd.DataFrame({"code": ["01", "01", "02", "69"], "year": [2021, 2022, 2022, 2022], "beds": [800, 1000, 400, 900]})
COLUMNS = ["incident_id", "department", "role", "finess_et", "finess_ej", "beds", "beds_year"]


def sites(*rows: tuple) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=COLUMNS)
    table = table.astype({"beds": "Int64", "beds_year": "Int64", "finess_et": "str", "finess_ej": "str"})
    return table.assign(site_id=[f"s{number}" for number in range(len(rows))], country="FRA")


def establishments(*rows: tuple) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=["finess_et", "beds_year", "department", "beds"])
    return table.astype({"finess_et": "str", "department": "str", "beds": "Int64", "beds_year": "Int64"})


def share(*rows: tuple, where: pd.DataFrame | None = None) -> pd.DataFrame:
    table, known = sites(*rows), establishments() if where is None else where
    return share_of_beds_hit(table, known, table["incident_id"].drop_duplicates(), BEDS, col.DEPARTMENT)


# --- beds of hospitals hit --------------------------------------------------------------------------------


def test_the_share_is_of_the_beds_of_the_hospital_s_year():
    table = share(
        ("a", "01", "entered", "010000001", "010000009", 200, 2021), ("a", "01", "served", "010000002", None, 100, 2022)
    )

    assert table.loc["01", [HOSPITALS, WITHOUT_BEDS, BEDS_HIT]].tolist() == [2, 0, 300]
    assert table.loc["01", SHARE] == pytest.approx(200 / 800 + 100 / 1000)
    assert table.loc["02", [HOSPITALS, BEDS_HIT, SHARE]].tolist() == [0, 0, 0]
    assert not table[IS_LOWER_BOUND].any()


def test_a_hospital_hit_twice_counts_once_with_its_latest_beds():
    table = share(
        ("a", "01", "entered", "010000001", "010000009", 200, 2021),
        ("b", "01", "entered", "010000001", "010000009", 250, 2022),
        ("c", "01", "entered", "010000001", "010000009", None, None),
    )

    assert table.loc["01", [HOSPITALS, BEDS_HIT, SHARE]].tolist() == [1, 250, 0.25]


def test_a_row_of_several_establishments_holds_those_given_again():
    table = share(
        ("a", "01", "entered", "010000001; 010000002", "010000009", 300, 2022),
        ("b", "01", "entered", "010000002", "010000009", 120, 2022),
        # a whole legal entity, beside one of its sites
        ("c", "02", "entered", None, "020000009", 200, 2022),
        ("d", "02", "isolated", "020000001", "020000009", 90, 2022),
    )

    assert table[HOSPITALS].to_dict() == {"01": 1, "02": 1, "69": 0}
    assert table[BEDS_HIT].to_dict() == {"01": 300, "02": 200, "69": 0}


def test_a_hospital_without_known_beds_makes_the_share_a_lower_bound_or_leaves_it_out():
    table = share(
        ("a", "01", "entered", "010000001", None, 200, 2022),
        ("a", "01", "unknown", None, None, None, None),
        ("a", "02", "entered", "020000001", None, None, None),
    )

    assert table.loc["01", [HOSPITALS, WITHOUT_BEDS, SHARE]].tolist() == [2, 1, 0.2]
    assert table.loc["02", [BEDS_HIT, SHARE, STATED_SHARE]].isna().all()
    assert table[IS_LOWER_BOUND].to_dict() == {"01": True, "02": True, "69": False}


def test_a_share_above_one_is_cut_and_can_be_seen():
    table = share(("a", "69", "entered", "690000001; 010000001; 830000001", "690000009", 1800, 2022))

    assert table.loc["69", [STATED_SHARE, SHARE, IN_SEVERAL]].tolist() == [2.0, 1.0, 1]


def test_beds_stand_in_the_department_of_their_establishment():
    where = establishments(
        ("690000001", 2022, "69", 300), ("010000001", 2022, "01", 100), ("690000001", 2021, "69", 290)
    )
    twice = (
        ("a", "69", "entered", "690000001", "690000009", 290, 2021),
        ("b", "69", "entered", "690000001; 010000001", "690000009", 400, 2022),
    )

    table = share(*twice, where=where)

    assert table[BEDS_HIT].to_dict() == {"01": 100, "02": 0, "69": 300}
    assert table.loc["69", [HOSPITALS, IN_SEVERAL]].tolist() == [1, 1]
    assert table.loc["69", SHARE] == pytest.approx(300 / 900)


@settings(max_examples=50)
@given(
    st.lists(st.tuples(st.sampled_from(["01", "02", "69"]), st.integers(0, 100)), min_size=1, max_size=8),
    st.lists(st.sets(st.integers(0, 7), min_size=1), min_size=1, max_size=5),
)
def test_no_bed_is_counted_twice_however_often_its_hospital_is_hit(beds, attacks):
    where = establishments(*((f"f{number}", 2022, area, some) for number, (area, some) in enumerate(beds)))
    hit = [sorted(number for number in attack if number < len(beds)) for attack in attacks]
    rows = [
        (str(at), "69", "entered", "; ".join(f"f{number}" for number in numbers), None, 1, 2022)
        for at, numbers in enumerate(hit)
        if numbers
    ]

    table = share(*rows, where=where)

    there = {area: sum(some for place, some in beds if place == area) for area in ("01", "02", "69")}
    assert all(table.loc[area, BEDS_HIT] <= there[area] for area in there)
    if any(len(numbers) == len(beds) for numbers in hit):
        assert table[BEDS_HIT].to_dict() == there


@pytest.mark.shipped
def test_the_beds_of_establishments_are_those_of_their_site(shipped):
    known = shipped.beds_sites.set_index([col.FINESS_ET, col.BEDS_YEAR])[col.BEDS]
    for site in shipped.sites[shipped.sites[col.BEDS].notna()].itertuples():
        assert sum(known[number, site.beds_year] for number in site.finess_et.split("; ")) == site.beds


@pytest.mark.shipped
def test_no_area_has_more_beds_hit_than_beds_and_paris_stands_apart_by_line(shipped, publish_shipped):
    kept = Selection().keep(publish_shipped("specialist"))
    systems, data_only = profiles.shares_of_beds(shipped, kept, "department")

    assert systems[STATED_SHARE].max() <= 1
    assert data_only[STATED_SHARE].max() <= 1
    assert systems.loc["75", SHARE] == pytest.approx(0.0227, abs=0.0001)
    assert data_only.loc["75", SHARE] == pytest.approx(0.5822, abs=0.0001)
    assert data_only.loc["69", BEDS_HIT] == 4215  # the hospital hit twice, those of its beds that are in the Rhône


def test_a_website_that_was_targeted_is_no_hospital_hit():
    assert share(("a", "01", "targeted", "010000001", None, 200, 2022)).loc["01", [HOSPITALS, SHARE]].tolist() == [0, 0]


@pytest.mark.parametrize(("number", "department"), [("690784137", "69"), ("2A0000287", "2A"), ("970400024", "974")])
def test_a_finess_number_tells_its_department(number, department):
    assert department_of_finess(number) == department


# --- bed-days ---------------------------------------------------------------------------------------------


def published(*rows: tuple) -> pd.DataFrame:
    names = [f"{name}{suffix}" for name in ("beds", "days_to_recover") for suffix in ("", "_low", "_high")]
    return pd.DataFrame(rows, columns=[col.INCIDENT_ID, *names]).astype(dict.fromkeys(names, float))


INCIDENTS = published(
    ("complete", 100, 90, 110, 10, 8, 12),
    ("open", 100, 90, 110, None, None, None),
    ("no-beds", None, None, None, 10, 8, 12),
    ("neither", None, None, None, None, None, None),
    ("not-retained", None, 50, 60, 4, 4, 4),
)


def test_bed_days_are_beds_times_days_from_low_to_high():
    table = bed_days(INCIDENTS).set_index(col.INCIDENT_ID)

    assert table.loc["complete", [col.VALUE, col.LOW, col.HIGH]].tolist() == [1000, 720, 1320]
    assert table.loc["not-retained", [col.LOW, col.HIGH]].tolist() == [200, 240]
    assert pd.isna(table.loc["not-retained", col.VALUE])
    assert table.loc[["open", "no-beds", "neither"], [col.VALUE, col.LOW, col.HIGH]].isna().all(axis=None)
    assert table[STATE].to_dict() == {
        "complete": COMPLETE,
        "open": INCOMPLETE,
        "no-beds": BEDS_UNKNOWN,
        "neither": BEDS_UNKNOWN,
        "not-retained": COMPLETE,
    }


def test_bed_days_are_summed_by_area_and_what_is_in_several_or_none_stays_apart():
    placed = sites(
        *((name, "01", "entered", None, None, None, None) for name in ("complete", "open", "not-retained")),
        ("no-beds", "01", "entered", None, None, None, None),
        ("no-beds", "02", "entered", None, None, None, None),
        ("neither", None, "entered", None, None, None, None),
    )

    found = bed_days_by_area(INCIDENTS, placed, pd.Index(["01", "02"], name=col.CODE), col.DEPARTMENT)

    assert found.areas.loc["01"].tolist() == [1000, 920, 1560, 2, 1, 0, True]
    assert found.areas.loc["02", [COMPLETE, INCOMPLETE, BEDS_UNKNOWN]].tolist() == [0, 0, 0]
    assert found.areas.loc["02", [col.VALUE, col.LOW, col.HIGH]].isna().all()
    assert found.several[col.INCIDENT_ID].tolist() == ["no-beds"]
    assert found.unplaced[col.INCIDENT_ID].tolist() == ["neither"]


def test_every_incident_of_the_small_world_is_somewhere_once(small_atlas, small_incidents):
    found = bed_days_by_area(
        small_incidents, small_atlas.sites, pd.Index(small_atlas.departments["code"]), col.DEPARTMENT
    )

    counted = found.areas[[COMPLETE, INCOMPLETE, BEDS_UNKNOWN]].sum(axis=1)
    assert counted.to_dict() == {"01": 1, "02": 0, "2A": 1, "971": 1}
    assert found.several[col.INCIDENT_ID].tolist() == [TWO_TOWNS]
    assert found.unplaced[col.INCIDENT_ID].tolist() == [CLAIMED]
    # the incident abroad is in no department's territory
    assert {TWO_TOWNS, CLAIMED, MONTH, YEAR, QUIET} == set(small_incidents[col.INCIDENT_ID]) - {FOREIGN}


def test_an_incident_of_several_areas_that_does_not_count_is_in_nobody_s_way(small_atlas, small_incidents):
    quiet = small_incidents[small_incidents[col.INCIDENT_ID] == QUIET]

    found = bed_days_by_area(quiet, small_atlas.sites, pd.Index(small_atlas.departments["code"]), col.DEPARTMENT)

    assert found.areas[COMPLETE].to_dict() == {"01": 1, "02": 0, "2A": 0, "971": 0}
    assert found.several.empty
    assert found.unplaced.empty


@settings(max_examples=25)
@given(data=st.data())
def test_bed_days_and_hospitals_of_all_areas_and_what_stays_apart_are_all_there_are(data):
    names = INCIDENTS[col.INCIDENT_ID].tolist()
    drawn = data.draw(st.lists(st.tuples(st.sampled_from(names), st.sampled_from(["01", "02", None])), min_size=1))
    placed = sites(*((name, code, "entered", None, None, None, None) for name, code in drawn))

    found = bed_days_by_area(INCIDENTS, placed, pd.Index(["01", "02"], name=col.CODE), col.DEPARTMENT)

    apart = len(found.several) + len(found.unplaced)
    assert found.areas[[COMPLETE, INCOMPLETE, BEDS_UNKNOWN]].to_numpy().sum() + apart == len(
        {name for name, _ in drawn}
    )
    hit = share_of_beds_hit(placed, establishments(), INCIDENTS[col.INCIDENT_ID], BEDS, col.DEPARTMENT)
    assert hit[HOSPITALS].sum() == sum(code is not None for _, code in drawn)


def test_the_tables_received_are_left_alone(small_atlas, small_incidents):
    before, places = small_incidents.copy(), pd.DataFrame(small_atlas.sites).copy()

    bed_days_by_area(small_incidents, small_atlas.sites, pd.Index(small_atlas.departments["code"]), col.DEPARTMENT)
    ids, known = small_incidents[col.INCIDENT_ID], small_atlas.beds_sites
    share_of_beds_hit(small_atlas.sites, known, ids, small_atlas.beds, col.DEPARTMENT)

    pd.testing.assert_frame_equal(before, small_incidents)
    pd.testing.assert_frame_equal(places, pd.DataFrame(small_atlas.sites))


@pytest.mark.shipped
def test_no_shipped_share_is_above_one_or_below_zero(shipped):
    for level in ("department", "region"):
        ids, beds = shipped.incidents[col.INCIDENT_ID], areas.beds(shipped, level)
        table = share_of_beds_hit(shipped.sites, shipped.beds_sites, ids, beds, level)

        assert len(table) == {"department": 101, "region": 18}[level]
        assert table[SHARE].dropna().between(0, 1).all()


def test_incidents_that_are_not_counted_do_not_disturb_those_that_are(shipped):
    # of all sites given, those of an incident that touched several areas and is not counted
    published = publish(shipped)
    one = published[published[col.INCIDENT_ID] == "fr-versailles-2022"]

    found = burden.bed_days_by_area(one, shipped.sites, pd.Index(["78", "51"], name="code"), "department")

    assert found.areas.loc["78", "complete"] == 1
    assert len(found.several) == len(found.unplaced) == 0
