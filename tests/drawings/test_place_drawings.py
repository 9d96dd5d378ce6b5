"""The maps of places as pictures: every place once, marks apart, what is left out in words, one incident's names."""

from __future__ import annotations

from itertools import combinations
from math import dist

import pandas as pd
import pytest

from analytics.drawings.maps import points as map_places
from analytics.drawings.maps.marks import apart
from analytics.drawings.svg.canvas import WIDTHS, Sheet
from analytics.drawings.theme import LIGHT, mark_style
from analytics.geography.levels import NOT_A_PLACE
from analytics.outputs import pictures
from analytics.outputs.pictures import Choice, Lacking
from analytics.schema import col
from analytics.schema.codes import ATTACK_TYPES, FRANCE, ROLES
from analytics.selection.selection import Selection
from tests.helpers import small_world
from tests.helpers.holding import held_of
from tests.helpers.svg import LANGUAGES, told

FRENCH, ENGLISH = LANGUAGES
SIZES = list(WIDTHS)
ONE = small_world.TWO_TOWNS


def marks(svg: str) -> int:
    """How many marks of places a picture has, those of its legend among them."""
    shapes = {mark_style(kind).path for kind in ATTACK_TYPES}
    return sum(svg.count(f'<path d="{shape}" transform="translate(') for shape in shapes)


@pytest.mark.shipped
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("france", [True, False], ids=["france", "world"])
def test_every_place_is_drawn_once_and_those_left_out_are_counted_in_words(everything, france, size):
    kept = everything.kept
    points = map_places.places_of(everything.atlas.sites, kept, france=france)
    drawn = points[points[col.LATITUDE].notna()]
    svg = pictures.draw("map" if france else "map-world", everything, Sheet(ENGLISH, LIGHT, size)).svg
    legend = drawn["attack_type"].nunique() + 1  # and the hollow one
    said = told(svg)

    assert marks(svg) == len(drawn) + legend
    assert drawn[col.POINT_PRECISION].ne(NOT_A_PLACE).all()
    missing = kept[~kept[col.INCIDENT_ID].isin(drawn[col.INCIDENT_ID])]
    nowhere = missing[missing[col.COUNTRY] == FRANCE] if france else missing
    assert f"{len(nowhere)} incidents have no exact place" in said
    if france:
        abroad = int(kept[col.COUNTRY].ne(FRANCE).sum())
        without = points[points[col.LATITUDE].isna() & points[col.INCIDENT_ID].isin(drawn[col.INCIDENT_ID])]
        assert f"{abroad} incidents outside France are not on this map" in said
        assert f"{len(without)} places of incidents shown have no point" in said
        assert len(drawn) + len(without) + int(points[col.INCIDENT_ID].isin(nowhere[col.INCIDENT_ID]).sum()) == len(
            points
        )


def test_the_mark_of_an_incident_in_the_world_is_at_a_real_place_of_it(small_atlas, small_incidents):
    sites = pd.DataFrame(small_atlas.sites).copy()
    first = sites.index[sites[col.INCIDENT_ID] == ONE][0]
    sites.loc[first, col.POINT_PRECISION] = NOT_A_PLACE
    points = map_places.places_of(sites, small_incidents, france=False)

    assert points[col.INCIDENT_ID].is_unique
    assert points.set_index(col.INCIDENT_ID).loc[ONE, "site_id"] == f"{ONE}.s2"


def test_marks_that_coincide_are_moved_apart_and_those_with_room_stay():
    crowd = [(100.0, 100.0)] * 5 + [(103.0, 101.0), (200.0, 50.0)]
    moved = apart(crowd, 8)

    assert moved[-1] == crowd[-1]
    assert moved[0] == crowd[0]
    assert all(dist(one, other) >= 8 - 1e-6 for one, other in combinations(moved, 2))
    assert max(dist(one, other) for one, other in zip(crowd, moved, strict=True)) <= 16
    assert apart([], 8) == []


@pytest.mark.shipped
@pytest.mark.slow
def test_every_place_of_every_incident_is_told_with_its_role(everything, shipped):
    for place, incident in enumerate(everything.published[col.INCIDENT_ID]):
        chosen = Choice(held_of(shipped, everything.published), Selection(incident=incident))
        picture = pictures.draw("incident-map", chosen, Sheet(FRENCH, LIGHT, SIZES[place % 2]))
        sites = shipped.sites[shipped.sites[col.INCIDENT_ID] == incident]
        said = told(picture.svg).casefold()
        roles = {ROLES[role].in_language("fr").casefold() for role in sites["role"]}
        drawn = sites[col.LATITUDE].notna() & sites[col.POINT_PRECISION].ne(NOT_A_PLACE)

        assert all(role in said for role in roles), incident
        assert marks(picture.svg) == int(drawn.sum()) + len(roles), incident
        assert said.count(["(hors", "de", "la", "carte)"][0]) >= int((~drawn).sum()), incident
        for name in sites["name_fr"]:
            assert name in picture.alt, (incident, name)


def test_the_map_of_an_incident_needs_one(small_atlas, small_incidents):
    with pytest.raises(Lacking, match="incident=…"):
        pictures.draw("incident-map", Choice(held_of(small_atlas, small_incidents), Selection()), Sheet(FRENCH))


@pytest.mark.shipped
@pytest.mark.parametrize("size", ["wide", "narrow"])
def test_the_map_of_a_day_names_a_town_at_the_coast_and_one_with_two_hospitals_once(held_shipped, size):
    choice = Choice(held_shipped, Selection(day="2023-03-10"))
    svg = pictures.draw("nearest-day", choice, Sheet(FRENCH, size=size)).svg

    assert svg.count(">Brest</text>") == 1
