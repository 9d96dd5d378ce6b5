"""What the maps of the pages look at, and the list beside a map of areas: in the order of what the map shows."""

from __future__ import annotations

import pandas as pd
import pytest

from analytics.drawings.maps import points as map_places
from analytics.outputs.held import Held
from analytics.schema import col
from analytics.schema.codes import FRANCE, OVERSEAS_DEPARTMENTS
from analytics.selection.selection import Selection
from analytics.statistics.area_measures import MEASURES
from dashboard.views import incident
from tests.helpers.pages import opened


def at(*departments: str) -> pd.DataFrame:
    latitudes = [-21.0 if code in OVERSEAS_DEPARTMENTS else 48.0 for code in departments]
    return pd.DataFrame({col.DEPARTMENT: departments, col.LATITUDE: latitudes, col.LONGITUDE: 2.0})


@pytest.mark.parametrize(
    ("departments", "name"),
    [(("35",), "mainland"), (("35", "974"), "france"), (("974",), "overseas"), (("971", "972"), "france")],
)
def test_departments_overseas_are_on_the_map_of_an_incident_where_it_has_places_there(departments, name):
    shown = incident.looked_at(at(*departments), FRANCE)
    settings = shown.base().settings

    assert shown.name == name
    assert ('"974":"974"' in settings) is (name == "france")
    assert shown.chosen.inside == ({"974"} if name == "overseas" else ())


def test_the_map_of_an_incident_abroad_looks_at_its_places(held_shipped: Held):
    kept = held_shipped.choice(Selection()).kept
    points = map_places.places_of(held_shipped.sites, kept, france=False).dropna(subset=[col.LATITUDE])
    for _, row in points[points[col.COUNTRY] != FRANCE].head(40).iterrows():
        shown = incident.looked_at(points.loc[[row.name]], row[col.COUNTRY])
        assert shown.fit.south < row[col.LATITUDE] < shown.fit.north
        assert shown.chosen.area == [row[col.COUNTRY]]


@pytest.mark.shipped
@pytest.mark.parametrize("measure", ["incidents", "rate", "bed-days", "beds-share"])
def test_the_list_beside_a_map_of_areas_follows_what_it_shows(held_shipped: Held, measure):
    app = opened("regions", measure=measure)
    listed = [button.key.removeprefix("area-") for button in app.button if button.key.startswith("area-")]
    values = held_shipped.profiles(Selection(), "department").areas[MEASURES[measure].column].astype(float)

    assert len(listed) == min(8, (values > 0).sum())
    assert values[listed].is_monotonic_decreasing
    assert values[listed[-1]] >= values.drop(listed).fillna(0).max()


MAPS_OF_PAGES = {"explore": "map-", "world": "map-world-areas", "regions": "map-"}


def place_of_map(view: str, **query: str) -> list[int]:
    """Where the map of a page stands: its rank on the page, in what holds it, and so on."""

    def down(block, place: list[int]) -> list[int] | None:
        for rank, child in block.children.items():
            if MAPS_OF_PAGES[view] in (getattr(child.proto, "id", "") or ""):
                return [*place, rank]
            if hasattr(child, "children") and (found := down(child, [*place, rank])):
                return found
        return None

    found = down(opened(view, **query).main, [])
    assert found, view
    return found


@pytest.mark.shipped
@pytest.mark.parametrize("view", MAPS_OF_PAGES)
def test_a_map_stands_in_one_place_whatever_is_chosen(view):
    usual = place_of_map(view, lang="fr")
    for query in ({"incident": "fr-versailles-2022"}, {"type": "ransomware", "country": "FRA"}, {"department": "59"}):
        assert place_of_map(view, lang="fr", **query) == usual, query
