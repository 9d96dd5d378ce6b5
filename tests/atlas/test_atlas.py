"""The atlas put together: every row published is accounted for, and incidents carry what their claims say."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from analytics.atlas import atlas as atlases
from analytics.atlas.published import in_france, publish
from analytics.record import files
from analytics.schema import col
from analytics.schema.measures import HEADLINE_MEASURES
from analytics.schema.tables import TABLES
from tests.helpers import small_world
from tests.helpers.small_world import CLAIMED, FOREIGN, MONTH, QUIET, TWO_TOWNS, YEAR


@pytest.fixture(scope="module")
def published(small_incidents) -> pd.DataFrame:
    return small_incidents.set_index(col.INCIDENT_ID)


# --- loading ----------------------------------------------------------------------------------------------


def test_every_row_of_every_file_is_in_the_atlas_or_set_aside(tmp_path):
    facts = {name: [dict(row) for row in rows] for name, rows in small_world.FACTS.items()}
    facts["incidents"][4]["attack_type"] = "virus"
    root = small_world.written(tmp_path / "data", facts)

    atlas = atlases.load(root)

    for name, rows in files.read_facts(root / "facts").items():
        assert len(getattr(atlas, name)) + len(atlas.checked.aside[name]) == len(rows)
    assert FOREIGN not in set(atlas.incidents[col.INCIDENT_ID])
    assert len(atlas.sites) == len(atlas.checked.tables["sites"])
    assert set(atlas.placed.unplaced["site_id"]) <= set(atlas.sites["site_id"])


@pytest.mark.shipped
def test_every_row_that_is_shipped_is_in_the_atlas(shipped, shipped_facts):
    assert {name: len(getattr(shipped, name)) for name in TABLES} == {
        name: len(rows) for name, rows in shipped_facts.items()
    }


def test_sites_are_placed_and_what_has_no_place_is_handed_on(small_atlas):
    places = small_atlas.sites.set_index("site_id")["department"]

    assert places.dropna().to_dict() == {
        f"{TWO_TOWNS}.s1": "01",
        f"{TWO_TOWNS}.s2": "02",
        f"{MONTH}.s1": "2A",
        f"{YEAR}.s1": "971",
        f"{QUIET}.s1": "01",
    }
    assert small_atlas.placed.unplaced["site_id"].tolist() == [f"{CLAIMED}.s1"]


def test_a_claim_carries_the_publisher_of_its_source(small_atlas):
    publishers = small_atlas.claims.set_index("claim_id")["publisher"]

    assert publishers[f"{TWO_TOWNS}.beds.3"] == "Ministère"
    assert publishers.notna().all()


def test_the_vocabulary_is_what_the_reference_and_the_incidents_hold(small_atlas):
    vocabulary = small_atlas.vocabulary

    assert vocabulary.department == small_world.PLACES["department"]
    assert vocabulary.region == small_world.PLACES["region"]
    assert vocabulary.country == small_world.PLACES["country"]
    assert vocabulary.incident == {TWO_TOWNS, MONTH, YEAR, CLAIMED, FOREIGN, QUIET}


@pytest.mark.parametrize("missing", ["facts/claims.csv", "reference/departments.csv", "reference/communes.csv"])
def test_a_file_that_is_missing_is_named(tmp_path, missing):
    root = small_world.written(tmp_path / "data")
    (root / missing).unlink()

    with pytest.raises(ValueError, match=missing.rpartition("/")[2]):
        atlases.load(root)


# --- publishing -------------------------------------------------------------------------------------------


def test_incidents_keep_their_order_and_their_own_columns(small_atlas, small_incidents):
    own = TABLES["incidents"].names

    pd.testing.assert_frame_equal(small_incidents[own], small_atlas.incidents[own])


def test_an_incident_lists_its_departments_regions_and_services(published):
    assert published.loc[TWO_TOWNS, [col.DEPARTMENTS, col.REGIONS, col.SERVICES]].tolist() == [
        "01; 02",
        "32; 84",
        "emergency; imaging",
    ]
    assert published.loc[CLAIMED, col.REGIONS] == "84"
    assert pd.isna(published.loc[CLAIMED, col.DEPARTMENTS])
    assert pd.isna(published.loc[YEAR, col.SERVICES])


def test_the_point_of_an_incident_is_its_first_real_place(published):
    assert published.loc[TWO_TOWNS, ["latitude", "longitude"]].tolist() == [0.5, 0.5]
    assert published.loc[YEAR, ["latitude", "longitude"]].tolist() == [16.5, -61.5]
    # only a marker, or no point at all
    assert published.loc[[CLAIMED, QUIET], "latitude"].isna().all()


def test_figures_stand_beside_each_incident_and_are_missing_where_nobody_states_them(published):
    assert published.loc[TWO_TOWNS, ["beds", "beds_low", "beds_high"]].tolist() == [700, 600, 800]
    assert published.loc[TWO_TOWNS, ["days_to_recover", "days_to_recover_low"]].tolist() == [103, 88]
    assert published.loc[QUIET, ["beds_low", "beds_high"]].tolist() == [100, 200]
    assert math.isnan(published.loc[QUIET, "beds"])
    assert published.loc[YEAR, list(HEADLINE_MEASURES)].isna().all()


def test_a_stricter_level_of_evidence_takes_figures_away_and_no_incident(small_atlas):
    every = publish(small_atlas, "attacker").set_index(col.INCIDENT_ID)
    fewer = publish(small_atlas).set_index(col.INCIDENT_ID)

    assert every.index.equals(fewer.index)
    assert every.loc[CLAIMED, "people_affected"] == 5000
    assert pd.isna(fewer.loc[CLAIMED, "people_affected"])
    assert fewer.loc[MONTH, "people_affected"] == 1500


def test_publishing_leaves_the_atlas_alone(small_atlas):
    before = small_atlas.incidents.copy()

    publish(small_atlas)

    pd.testing.assert_frame_equal(small_atlas.incidents, before)


def test_in_france_are_the_french_overseas_among_them(small_incidents):
    assert in_france(small_incidents)[col.INCIDENT_ID].tolist() == [TWO_TOWNS, MONTH, YEAR, CLAIMED, QUIET]
