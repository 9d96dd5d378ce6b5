"""Where the rows of an imported table are: each is counted once, and one of a state alone is at no place in it."""

from __future__ import annotations

import json
from itertools import accumulate
from xml.etree import ElementTree

import numpy as np
import pandas as pd
import pytest

from analytics.drawings.leaflet.imported import STEPS, imported_base, imported_rows
from analytics.drawings.maps.imported import AREA_ALONE, MOST_SPOTS, POINTS, ROWS, by_area, imported_places, told
from analytics.drawings.maps.imported_map import imported_svg
from analytics.drawings.svg.canvas import WIDTHS, Sheet
from analytics.drawings.theme import LIGHT
from analytics.geography import labels, levels
from analytics.geography.grid import Grid
from analytics.record.files import DATA, read_csv
from analytics.schema import col
from analytics.words.text import Words
from tests.helpers.imported_rows import made_rows
from tests.helpers.svg import SVG
from tests.helpers.svg import told as told_in

pytestmark = pytest.mark.shipped
LANGUAGES = ("fr", "en")
PLACES_OF = [col.COUNTRY, col.STATE, col.DEPARTMENT, col.LATITUDE, col.LONGITUDE]
OUTLINES = {"department": levels.read_departments, "country": levels.read_countries}
KNOWN = {level: labels.label_points(read()) for level, read in OUTLINES.items()}


def places_of(rows: list[tuple[object, ...]], most: int = MOST_SPOTS):
    table = pd.DataFrame(rows, columns=PLACES_OF)
    return imported_places(table.astype({col.LATITUDE: float, col.LONGITUDE: float}), KNOWN.__getitem__, most)


ROWS_OF_EACH = [
    ("FRA", None, "35", 48.1, -1.7),
    ("FRA", None, "35", None, None),
    ("USA", "TX", None, None, None),
    ("USA", "TX", None, None, None),
    ("USA", "ZZ", None, None, None),  # a state that is none: the country is known
    ("DEU", None, None, None, None),
    (None, None, None, 10.0, 20.0),
    (None, None, None, None, None),
    ("FRA", None, None, 48.1, None),  # half a point is none
]


def test_each_row_is_counted_once_in_the_smallest_area_that_is_known():
    places = places_of(ROWS_OF_EACH)

    counted = places.areas.set_index(col.CODE)[[POINTS, AREA_ALONE]].T.to_dict("list")
    assert counted == {"35": [1, 1], "TX": [0, 2], "USA": [0, 1], "DEU": [0, 1], "FRA": [0, 1]}
    assert (places.at_points, places.areas_alone, places.unknown, places.nowhere) == (2, 6, 1, 1)
    assert places.at_points + places.areas_alone + places.nowhere == len(ROWS_OF_EACH)
    assert not places.french


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_table_beside_the_map_has_every_row(language):
    listed = by_area(places_of(ROWS_OF_EACH), Words(language))

    assert listed[ROWS].sum() == len(ROWS_OF_EACH)
    assert (listed[POINTS] + listed[AREA_ALONE] == listed[ROWS]).all()
    assert listed.iloc[-1].tolist()[1:] == [1, 1, 2]  # those of no area are last


def test_what_is_known_to_a_state_only_is_said():
    sentences = " ".join(told(places_of(ROWS_OF_EACH), Words("en")))

    assert "2 rows have a point" in sentences
    assert "1 row is known to its department only" in sentences
    assert "2 rows are known to their US state only" in sentences
    assert "3 rows are known to their country only" in sentences
    assert "1 row has neither a point nor a place" in sentences


def test_rows_all_in_france_are_on_the_map_of_france():
    places = places_of(ROWS_OF_EACH[:2])

    assert places.french
    assert "EPSG:2154" in imported_base(places).settings
    assert "equal-earth" in imported_base(places_of(ROWS_OF_EACH)).settings


def test_a_table_without_rows_has_a_map_and_says_so():
    places = places_of([])

    assert told(places, Words("en")) == ["No row has a point."]
    assert places.around is None
    assert imported_rows(places, Words("fr"))["spots"] == []
    assert by_area(places, Words("fr")).empty


def test_the_browser_gets_where_each_spot_is_and_whether_it_is_one():
    rows = [("FRA", None, "75", 48 + each / 1000, 2.0) for each in range(40)]
    places = places_of(rows, most=10)

    flat = imported_rows(places, Words("en"))["spots"]

    north, east = (list(accumulate(flat[axis::3])) for axis in (0, 1))
    assert np.abs(np.array(north) / STEPS - places.spots.latitude).max() <= 0.51 / STEPS
    assert np.abs(np.array(east) / STEPS - places.spots.longitude).max() <= 0.51 / STEPS
    assert sum(map(abs, flat[2::3])) == 40
    assert [number > 0 for number in flat[2::3]] == places.spots.one_spot.tolist()


@pytest.mark.parametrize("size", [10_000, 100_000])
def test_however_many_rows_there_are_the_browser_gets_as_much(size):
    places = imported_places(made_rows(size), KNOWN.__getitem__)

    sent = json.dumps(imported_rows(places, Words("fr")), separators=(",", ":"))

    assert places.at_points + places.areas_alone + places.nowhere == size
    assert len(sent) < 50_000


def test_the_point_of_each_state_lies_in_the_country_that_has_it():
    states = read_csv(DATA / "reference" / "us_states.csv").set_index(col.CODE)
    x, y = (states[name].to_numpy(float) for name in (col.LONGITUDE, col.LATITUDE))
    own = {"PR": "PRI", "GU": "GUM", "VI": "VIR", "AS": "ASM", "MP": "MNP"}  # countries to ISO

    found = dict(zip(states.index, Grid(levels.read_countries(), 1.0).find_codes(x, y), strict=True))

    assert found == {code: own.get(code, "USA") for code in states.index}


# --- as a drawing for a page -------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", list(WIDTHS))
@pytest.mark.parametrize(
    "rows",
    [ROWS_OF_EACH, ROWS_OF_EACH[:2], [("USA", "TX", None, None, None), ("USA", "HI", None, None, None)] * 30],
    ids=["world", "france", "states"],
)
def test_the_drawing_counts_every_row_that_is_somewhere_once(rows, size):
    places = places_of(rows)
    svg = imported_svg(places, Sheet(Words("en"), LIGHT, size), "a-").svg

    told_of = [int(node.text.replace(",", "")) for node in bold(svg)]
    legend = bool(places.at_points) + bool(places.areas_alone)
    assert sum(told_of[: len(told_of) - legend]) == places.on_map
    assert told_of[len(told_of) - legend :] == [1] * legend
    assert 'id="a-title"' in svg


def bold(svg: str) -> list[ElementTree.Element]:
    nodes = ElementTree.fromstring(svg).iter(f"{SVG}text")  # noqa: S314
    return [node for node in nodes if node.get("font-weight") == "600"]


def test_a_row_far_from_the_others_is_on_the_world_below():
    rows = [("USA", state, None, None, None) for state in ("TX", "NY", "CA") for _ in range(30)]
    svg = imported_svg(places_of([*rows, ("AUS", None, None, None, None)]), Sheet(Words("en"))).svg

    assert Words("en")("imported_map.window")[:20] in told_in(svg)
    assert [node.text for node in bold(svg)].count("1") == 2  # that of Australia, and that of the legend


def test_numbers_of_squares_hide_none_of_circles():
    rows = [("FRA", None, "91", 48.53, 2.24)] * 5 + [("FRA", None, "91", None, None)] * 3
    svg = imported_svg(places_of(rows), Sheet(Words("fr"))).svg

    (five, three, *_) = bold(svg)
    assert (five.text, three.text) == ("5", "3")
    assert abs(float(five.get("y")) - float(three.get("y"))) + abs(float(five.get("x")) - float(three.get("x"))) >= 14


def test_points_of_the_same_place_may_come_as_one_row_with_their_number():
    rows = pd.DataFrame(ROWS_OF_EACH * 3, columns=PLACES_OF)
    rows = rows.astype({col.LATITUDE: float, col.LONGITUDE: float})
    each = rows.groupby(PLACES_OF, dropna=False).size().rename("rows").reset_index()

    whole, few = (
        imported_places(rows, KNOWN.__getitem__),
        imported_places(each, KNOWN.__getitem__, number=each["rows"]),
    )

    assert whole.areas.equals(few.areas)
    assert all((one == other).all() for one, other in zip(whole.spots, few.spots, strict=True))
    assert whole[2:] == few[2:]
