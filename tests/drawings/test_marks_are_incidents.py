"""A map of Explore counts what its headline counts: each incident has one mark, and its further places none."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.drawings.leaflet.assets import TOWNS_OF_A_DEPARTMENT, assets
from analytics.drawings.maps import points as map_places
from analytics.schema import col
from analytics.schema.codes import FRANCE
from analytics.selection.selection import Selection

# of an incident: latitude, longitude and department, on the map of France, in an inset, beyond it, or nowhere
PLACES = [(48.8, 2.3, "75"), (-20.9, 55.4, "974"), (-22.3, 166.4, "988"), (np.nan, np.nan, "01")]
PLACE = st.tuples(st.integers(0, 6), st.sampled_from(PLACES), st.booleans())


@given(st.lists(PLACE, max_size=30))
def test_each_incident_has_one_mark_where_the_map_shows_it(rows):
    points = pd.DataFrame(
        [(f"i{incident}", *place) for incident, place, _ in rows],
        columns=[col.INCIDENT_ID, col.LATITUDE, col.LONGITUDE, col.DEPARTMENT],
    )
    preferred = np.array([inside for *_, inside in rows], dtype=bool)
    further = map_places.further(points, france=True, preferred=preferred)
    drawn = points.drop(index=map_places.not_drawn(points, france=True).index)

    marks = drawn[~further[drawn.index]]
    assert sorted(marks[col.INCIDENT_ID]) == sorted(set(drawn[col.INCIDENT_ID]))
    # where a place of the area chosen is drawn, the mark is there
    inside = pd.Series(preferred, index=points.index)
    reached = set(drawn.loc[inside[drawn.index], col.INCIDENT_ID])
    assert inside[marks.index[marks[col.INCIDENT_ID].isin(reached)]].all()


def test_marks_and_what_the_map_leaves_out_are_the_incidents_of_the_headline(held_shipped):
    published = held_shipped.choice(Selection()).kept
    of_france = published[published[col.COUNTRY] == FRANCE]
    points = map_places.places_of(held_shipped.sites, published, france=True)
    further = map_places.further(points, france=True)
    drawn = points.drop(index=map_places.not_drawn(points, france=True).index)
    marks = drawn[~further[drawn.index]]

    assert marks[col.INCIDENT_ID].is_unique
    nowhere = set(of_france[col.INCIDENT_ID]) - set(marks[col.INCIDENT_ID])
    assert (len(of_france), len(marks), len(nowhere)) == (65, 62, 3)
    assert len(drawn) > len(marks)


def test_the_map_names_the_towns_with_most_people_and_some_wherever_one_looks():
    towns = pd.DataFrame(json.loads(assets()["towns.json"].content))

    assert list(towns[0].head(10)) == [
        "Paris",
        "Marseille",
        "Lyon",
        "Toulouse",
        "Nice",
        "Nantes",
        "Montpellier",
        "Strasbourg",
        "Bordeaux",
        "Lille",
    ]
    assert len(towns) <= 96 * TOWNS_OF_A_DEPARTMENT
    assert {"Mende", "Guéret", "Bourg-en-Bresse"} < set(towns[0])
    assert len(assets()["towns.json"].content) == pytest.approx(15_000, rel=0.3)
