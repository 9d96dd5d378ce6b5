"""Incidents and sites counted in areas; what lies between their sum and the incidents is told."""

from __future__ import annotations

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.schema import col
from analytics.statistics import counts
from tests.helpers.small_world import CLAIMED, FOREIGN, MONTH, TWO_TOWNS


def counted(sites: pd.DataFrame, incident_ids: pd.Series, areas_of_level: pd.DataFrame, level: str) -> pd.DataFrame:
    return counts.counts(sites, incident_ids, pd.Index(areas_of_level[col.CODE]), level)


def test_incidents_and_sites_are_counted_in_each_department(departments):
    assert departments[col.INCIDENTS].to_dict() == {"01": 2, "02": 1, "2A": 1, "971": 1}
    assert departments[col.SITES].to_dict() == {"01": 2, "02": 1, "2A": 1, "971": 1}


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


@settings(max_examples=40)
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
            col.ROLE: "entered",
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
