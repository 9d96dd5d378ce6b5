"""Incidents against population, worked by hand; an area without inhabitants known has no rate."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_world import FOREIGN, MONTH, TWO_TOWNS

from analytics.rates import RATE_PER_MILLION, by_area
from analytics.schema import DEPARTMENT, INCIDENT_ID, INCIDENTS, POPULATION, SITE_ID, SITES


@pytest.fixture
def departments(small_atlas) -> pd.DataFrame:
    return by_area(small_atlas.sites, small_atlas.incidents[INCIDENT_ID], small_atlas.departments, "department")


def test_incidents_and_sites_are_counted_in_each_department(departments):
    assert departments[INCIDENTS].to_dict() == {"01": 2, "02": 1, "2A": 1, "971": 1}
    assert departments[SITES].to_dict() == {"01": 2, "02": 1, "2A": 1, "971": 1}


def test_a_rate_is_incidents_by_million_inhabitants(departments):
    assert departments[RATE_PER_MILLION].drop("2A").to_dict() == {"01": 2.0, "02": 2.0, "971": 2.5}


def test_without_a_known_population_there_is_no_rate(departments):
    assert pd.isna(departments[RATE_PER_MILLION]["2A"])
    assert departments[INCIDENTS]["2A"] == 1


@pytest.mark.parametrize("population", ["0", "", None])
def test_an_area_without_inhabitants_has_no_rate(small_atlas, population):
    areas = pd.DataFrame({"code": ["01"], POPULATION: [population or None]}, dtype="str")

    table = by_area(small_atlas.sites, small_atlas.incidents[INCIDENT_ID], areas, "department")

    assert table[RATE_PER_MILLION].isna().all()


def test_a_department_without_an_incident_has_a_rate_of_zero(small_atlas):
    table = by_area(small_atlas.sites, pd.Series([MONTH]), small_atlas.departments, "department")

    assert table[INCIDENTS].to_dict() == {"01": 0, "02": 0, "2A": 1, "971": 0}
    assert table[RATE_PER_MILLION].drop("2A").tolist() == [0, 0, 0]
    assert table.index.tolist() == small_atlas.departments["code"].tolist()


def test_an_incident_with_two_sites_in_one_area_counts_once_there(small_atlas):
    twice = small_atlas.sites[small_atlas.sites[INCIDENT_ID] == TWO_TOWNS].assign(department="01")

    table = by_area(twice, pd.Series([TWO_TOWNS]), small_atlas.departments, "department")

    assert table.loc["01", [INCIDENTS, SITES]].tolist() == [1, 2]


def test_countries_and_regions_are_counted_in_the_same_way(small_atlas):
    every = small_atlas.incidents[INCIDENT_ID]

    assert by_area(small_atlas.sites, every, small_atlas.countries, "country")[INCIDENTS].to_dict() == {
        "FRA": 5,
        "DEU": 1,
    }
    # the incident that is only claimed is placed in its region, and in no department
    assert by_area(small_atlas.sites, every, small_atlas.regions, "region")[INCIDENTS].to_dict() == {
        "84": 3,
        "32": 1,
        "94": 1,
        "01": 1,
    }


def test_an_incident_abroad_is_in_no_department(small_atlas):
    table = by_area(small_atlas.sites, pd.Series([FOREIGN]), small_atlas.departments, "department")

    assert table[[INCIDENTS, SITES]].to_numpy().sum() == 0


@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_the_sites_of_all_departments_are_the_sites_placed_in_one(small_atlas, data):
    codes = st.sampled_from(["01", "02", "2A", "971", None])
    incidents = [f"i{number}" for number in range(5)]
    drawn = data.draw(st.lists(st.tuples(st.sampled_from(incidents), codes)))
    chosen = data.draw(st.lists(st.sampled_from(incidents), unique=True))
    sites = pd.DataFrame(
        {
            SITE_ID: [f"s{number}" for number in range(len(drawn))],
            INCIDENT_ID: pd.Series([incident for incident, _ in drawn], dtype="str"),
            DEPARTMENT: pd.Series([code for _, code in drawn], dtype="str"),
        }
    )

    table = by_area(sites, pd.Series(chosen, dtype="str"), small_atlas.departments, "department")

    placed = [(incident, code) for incident, code in drawn if code and incident in chosen]
    assert table[SITES].sum() == len(placed)
    assert table[INCIDENTS].sum() == len(set(placed))
    assert (table[INCIDENTS] <= table[SITES]).all()


def test_the_shipped_sites_of_all_departments_are_the_sites_placed_in_one(shipped):
    table = by_area(shipped.sites, shipped.incidents[INCIDENT_ID], shipped.departments, "department")

    assert table[SITES].sum() == shipped.sites[DEPARTMENT].notna().sum() > 66


def test_the_tables_received_are_left_alone(small_atlas):
    sites, areas = small_atlas.sites.copy(), small_atlas.departments.copy()

    by_area(sites, small_atlas.incidents[INCIDENT_ID], areas, "department")

    pd.testing.assert_frame_equal(pd.DataFrame(sites), pd.DataFrame(small_atlas.sites))
    pd.testing.assert_frame_equal(areas, small_atlas.departments)
