"""Every map as a picture that stands alone: well-formed, described, on both sheets, and drawing what the tables say."""

from __future__ import annotations

import re
from functools import cache
from xml.etree import ElementTree

import pandas as pd
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from analytics.drawings.maps import area_maps, outlines, tile_maps
from analytics.drawings.maps.area_maps import map_svg
from analytics.drawings.maps.legend import AT_LEAST
from analytics.drawings.shading import shade
from analytics.drawings.svg.canvas import WIDTHS, Drawing, Sheet
from analytics.drawings.theme import DARK, LIGHT, THEMES, thin_lines
from analytics.outputs import pictures
from analytics.outputs.pictures import PICTURES, Choice
from analytics.schema.codes import OVERSEAS_DEPARTMENTS
from analytics.schema.version import DATA_VERSION, LICENCE
from analytics.selection.selection import Selection
from analytics.statistics.area_measures import MEASURES
from analytics.statistics.profiles import SHARE_IS_LOW, profiles
from analytics.words import phrases
from analytics.words.text import Words
from tests.helpers import small_world
from tests.helpers.holding import held_of
from tests.helpers.svg import HOSTILE, LANGUAGES, SVG, told

FRENCH, ENGLISH = LANGUAGES
SIZES = list(WIDTHS)
BREAKS = (0.2, 0.5, 2.0)
MAPS = [name for name, one in PICTURES.items() if one.receipt == "map" or one.receipt.startswith("areas-")]
ONE = small_world.TWO_TOWNS
TAGS = {"svg", "title", "desc", "defs", "pattern", "line", "rect", "g", "path", "text", "circle"}


@pytest.fixture(scope="module")
def choice(small_atlas, small_incidents) -> Choice:
    """Everything of the small world, one incident named."""
    return Choice(held_of(small_atlas, small_incidents), Selection(evidence="attacker", incident=ONE))


@pytest.fixture(scope="module")
def drawn(choice):
    """Draws a map of the small world; each once."""

    @cache
    def draw(name: str, words: Words, size: str = "wide", theme: str = "light") -> Drawing:
        return pictures.draw(name, choice, Sheet(words, THEMES[theme], size))

    return draw


@pytest.fixture(scope="module")
def again(small_atlas, small_incidents) -> Choice:
    """The same, worked out once more."""
    return Choice(held_of(small_atlas, small_incidents), Selection(evidence="attacker", incident=ONE))


@pytest.fixture(scope="module")
def nothing(small_atlas, small_incidents) -> Choice:
    """A choice that keeps no incident."""
    return Choice(held_of(small_atlas, small_incidents), Selection(start="2031"))


@pytest.fixture(scope="module")
def hostile(small_atlas, small_incidents) -> Choice:
    """The small world with names that would like to be more than text."""
    named = {"name_fr": HOSTILE, "name_en": HOSTILE}
    atlas = small_atlas._replace(
        departments=small_atlas.departments.assign(**named),
        regions=small_atlas.regions.assign(**named),
        countries=small_atlas.countries.assign(**named),
        sites=small_atlas.sites.assign(**named),
    )
    return Choice(held_of(atlas, small_incidents.assign(**named)), Selection(q=HOSTILE, incident=ONE))


@pytest.fixture(scope="module")
def table(small_atlas, small_incidents) -> pd.DataFrame:
    """The departments of the small world, by code, with every measure."""
    return profiles(small_atlas, small_incidents, Selection(), "department").areas


def shape_of(path: str) -> shapely.Geometry:
    """The area that a path encloses: holes are what two rings share."""
    area = shapely.Polygon()
    for ring in re.findall(r"M([^lZ]+)l([^Z]+)Z", path):
        start, *steps = ([float(one) for one in re.findall(r"-?(?:\d+(?:\.\d)?|\.\d)", part)] for part in ring)
        points = [tuple(start)]
        for across, down in zip(steps[0][::2], steps[0][1::2], strict=True):
            points.append((points[-1][0] + across, points[-1][1] + down))
        area = area.symmetric_difference(shapely.make_valid(shapely.Polygon(points)))
    return area


# --- what every picture promises ----------------------------------------------------------------------------------


def test_the_list_has_every_map_of_the_pages():
    areas = {f"{level}-{measure}" for level in ("department", "region") for measure in MEASURES}
    countries = {f"country-{measure}" for measure in ("incidents",)}

    assert set(MAPS) == {"map", "map-world", "incident-map"} | areas | countries | {f"tiles-{one}" for one in areas}
    assert {name for name in MAPS if PICTURES[name].in_kit} == {
        *("map", "department-incidents", "department-rate", "country-incidents"),
    }


# in both languages and both sizes, not in all four pairs
@pytest.mark.parametrize(("words", "size"), [(FRENCH, "wide"), (ENGLISH, "narrow")], ids=["fr-wide", "en-narrow"])
@pytest.mark.parametrize("name", MAPS)
def test_a_map_says_what_it_is_from_when_and_under_which_licence(drawn, name, words, size):
    picture = drawn(name, words, size)
    root = ElementTree.fromstring(picture.svg)  # noqa: S314
    said = told(picture.svg)

    assert root.get("width") == str(WIDTHS[size])
    assert root.find(f"{SVG}title").text == picture.title
    assert root.find(f"{SVG}desc").text == picture.alt
    assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == words.language
    for part in (DATA_VERSION, ONE, LICENCE.split(" / ")[0], words("site.title")):
        assert part in said, part
    assert pictures.label(name, words)
    assert picture.alt.startswith(picture.title)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
@pytest.mark.parametrize("name", MAPS)
def test_a_map_asks_for_nothing_and_has_the_colours_of_the_theme_alone(drawn, name, theme):
    known = {theme.paper, theme.text, theme.muted, theme.line, theme.border, theme.selected, theme.zero, theme.no_data}
    known |= {*theme.attack_types.values(), *theme.ramp, *(thin_lines(fill, theme) for fill in theme.ramp)}
    svg = drawn(name, FRENCH, theme=theme.name).svg

    assert {node.tag.removeprefix(SVG) for node in ElementTree.fromstring(svg).iter()} <= TAGS  # noqa: S314
    assert re.findall(r"https?://[^\"]+", svg) == ["http://www.w3.org/2000/svg"]
    assert set(re.findall(r'"(#[0-9a-f]{3,8})"', svg)) <= known
    assert set(re.findall(r'(?:fill|stroke)="([a-z]+)"', svg)) <= {"none", "stroke"}
    for pattern in re.findall(r"url\(#([^)]+)\)", svg):
        assert f'id="{pattern}"' in svg


@pytest.mark.slow
@pytest.mark.parametrize("name", MAPS)
def test_the_same_choice_gives_the_same_bytes_and_leaves_its_tables_alone(again, drawn, name):
    before = again.published.copy(), pd.DataFrame(again.atlas.sites).copy()

    assert drawn(name, FRENCH) == pictures.draw(name, again, Sheet(FRENCH))
    pd.testing.assert_frame_equal(again.published, before[0])
    pd.testing.assert_frame_equal(pd.DataFrame(again.atlas.sites), before[1])


@pytest.mark.slow
@pytest.mark.parametrize("name", MAPS)
def test_hostile_names_stay_text(hostile, name):
    picture = pictures.draw(name, hostile, Sheet(FRENCH))

    tags = {node.tag.removeprefix(SVG) for node in ElementTree.fromstring(picture.svg).iter()}  # noqa: S314
    assert tags <= TAGS
    assert "\x00" not in picture.svg + picture.alt
    assert "<script>" not in picture.svg


@pytest.mark.slow
@pytest.mark.parametrize("name", [name for name in MAPS if not PICTURES[name].needs])
def test_a_choice_that_keeps_nothing_still_gives_a_map(nothing, name):
    assert pictures.draw(name, nothing, Sheet(FRENCH)).alt


@pytest.mark.slow
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", MAPS)
def test_the_shipped_data_stay_inside_the_sheet(everything, shipped, name, size):
    for words in LANGUAGES if size == "narrow" else [FRENCH]:  # where there is room, the language of longer words
        named = Choice(held_of(shipped, everything.published), Selection(incident="fr-ght-coeur-grand-est-2022"))
        chosen = named if PICTURES[name].needs else everything
        picture = pictures.draw(name, chosen, Sheet(words, LIGHT, size))
        root = ElementTree.fromstring(picture.svg)  # noqa: S314
        assert len(picture.svg.encode()) < 200_000
        (shift,) = (float(node.get("transform").split()[1][:-1]) for node in root.findall(f"{SVG}g"))
        body = {id(node) for node in root.find(f"{SVG}g").iter(f"{SVG}text")}
        for node in root.iter(f"{SVG}text"):
            x, y, type_size = (float(node.get(one)) for one in ("x", "y", "font-size"))
            width = len(node.text) * type_size * 0.5
            left = {None: x, "middle": x - width / 2, "end": x - width}[node.get("text-anchor")]
            assert left >= 0, node.text
            assert left + width <= WIDTHS[size], node.text
            assert y + (shift if id(node) in body else 0) <= float(root.get("height")), node.text


# --- outlines -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", SIZES)
def test_france_has_every_area_and_each_overseas_one_at_its_own_scale(size):
    frames = outlines.france("department", size)

    assert len(frames.main.paths) == 96
    assert sorted(frames.insets) == sorted(OVERSEAS_DEPARTMENTS)
    assert sorted(outlines.france("region", size).insets) == ["01", "02", "03", "04", "06"]
    assert all(path.startswith("M") for frame in frames.frames for path in frame.paths.values())
    # Lambert-93 is true to a thousandth or two: Corsica is 183 km long
    island = shapely.union_all([shape_of(frames.main.paths[code]) for code in ("2A", "2B")])
    assert (island.bounds[3] - island.bounds[1]) / frames.main.view.per_kilometre == pytest.approx(183, abs=5)
    for frame in frames.frames:
        for code, path in frame.paths.items():
            west, north, east, south = shape_of(path).bounds
            box = frame.box
            assert box.left - 0.1 <= west < east <= box.right + 0.1, code
            assert box.top - 0.1 <= north < south <= box.bottom + 0.1, code


@pytest.mark.parametrize("size", SIZES)
def test_the_world_is_true_in_area_and_no_country_runs_across_it(size):
    frames = outlines.world(size)
    per_km = frames.main.view.per_kilometre

    # million square kilometres of land, from national statistics
    for code, land in (("DZA", 2.38), ("COD", 2.34), ("KAZ", 2.72), ("AUS", 7.69), ("GRL", 2.17)):
        assert shape_of(frames.main.paths[code]).area / per_km**2 / 1e6 == pytest.approx(land, rel=0.04), code
    # Russia and Fiji lie on both sides of the antimeridian: each side at its own edge of the map
    for code in ("RUS", "FJI"):
        parts = shapely.get_parts(shape_of(frames.main.paths[code]))
        assert max(part.bounds[2] - part.bounds[0] for part in parts) < 0.45 * frames.main.box.width
    spain = shape_of(frames.enlarged.paths["ESP"]).area / frames.enlarged.view.per_kilometre**2
    assert spain == pytest.approx(498_000, rel=0.02)  # without the Canaries, which the inset does not show


def test_a_path_keeps_a_hole_and_leaves_out_what_is_too_small_to_be_seen():
    square = shapely.box(10, 10, 20, 20).difference(shapely.box(14, 14, 16, 16))
    speck = shapely.box(30, 30, 30.2, 30.2)

    assert shape_of(outlines.path(shapely.union(square, speck), 0.5)).equals(square)
    assert outlines.path(speck, 0.5)  # the largest part is kept, however small
    assert outlines.path(shapely.Polygon()) == ""
    # each number is told apart from the one before, with as few signs as that takes
    assert outlines.path(shapely.Polygon([(0, 0), (0.5, 0.2), (-12, 3)])) == "M0 0l.5 .2-12.5 2.8Z"


@pytest.mark.parametrize(("value", "below"), [(0.3, 1), (1, 1), (4.9, 2), (5, 5), (328_252, 200_000)])
def test_round_numbers_are_never_above_a_value(value, below):
    assert outlines.round_below(value) == below


# --- areas --------------------------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.shipped
@pytest.mark.parametrize("name", [name for name in MAPS if re.match(r"(department|region|country)-", name)])
def test_a_map_of_counts_has_a_circle_for_each_and_a_map_of_ratios_the_classes_of_the_table(everything, name):
    level, _, measure = name.partition("-")
    areas = everything.profiles(level).areas
    values = areas[MEASURES[measure].column].astype(float)
    breaks = everything.breaks(level, measure)
    svg = pictures.draw(name, everything, Sheet(ENGLISH)).svg
    if MEASURES[measure].kind == "count":
        legend = len(area_maps.references(values.max()))
        assert svg.count("<circle") - legend == int((values > 0).sum())
        return
    colours = shade(values, breaks, LIGHT).colours
    frames = outlines.world() if level == "country" else outlines.france(level)
    for colour in set(colours.values()):
        drawn = [frame.paths[code] for frame in frames.frames for code in frame.paths if colours.get(code) == colour]
        assert svg.count(f'" fill="{colour}"/>') == len([path for path in drawn if path]) > 0, colour
    unknown = [path for frame in frames.frames for code, path in frame.paths.items() if path and code not in colours]
    assert svg.count('" fill="url(#nothing)"/>') == len(unknown)


def test_no_data_zero_and_fragile_are_drawn_in_three_ways(table):
    changed = table.copy()
    changed.loc["02", "incidents"] = 0
    changed.loc["02", "rate_per_million"] = 0.0
    picture = map_svg(changed, "rate", "department", "all", Sheet(ENGLISH), breaks=BREAKS)
    said = told(picture.svg)

    assert 'fill="url(#nothing)"' in picture.svg  # 2A has no known population; what the table lacks is not known
    assert f'fill="{LIGHT.zero}"' in picture.svg
    assert "url(#fragile-" in picture.svg
    assert ENGLISH("map.zero") in said
    assert ENGLISH("area.none_rate").split(":")[0] in said
    assert "fragile rate" in said


def test_bed_days_that_nobody_knows_are_hatched_and_those_of_no_incident_are_not(table):
    changed = table.assign(incidents=[1, 1, 0, 0], bed_days=[40_000.0, float("nan"), float("nan"), float("nan")])
    svg = map_svg(changed, "bed-days", "department", "all", Sheet(ENGLISH), breaks=(40_000.0,)).svg
    unknown = 101 - 3 + 4  # all that the small world lacks; Paris and its neighbours twice

    assert svg.count('" fill="url(#nothing)"/>') == unknown
    assert ENGLISH("area.none_bed-days") in told(svg)


def test_a_rate_above_the_last_class_is_in_it(table):
    high = table.assign(rate_per_million=9.0)

    svg = map_svg(high, "rate", "department", "all", Sheet(FRENCH), breaks=BREAKS).svg
    assert svg.count(f'" fill="{LIGHT.ramp[4]}"/>') == len(table)


def test_a_share_that_is_a_minimum_has_a_sign_and_one_that_is_cut_a_note(table):
    changed = table.assign(share_of_beds_hit=[1.0, 0.4, 0.0, float("nan")])
    changed[SHARE_IS_LOW] = [False, True, False, True]
    changed["share_is_cut"] = [True, False, False, False]
    picture = map_svg(changed, "beds-share", "department", "all", Sheet(FRENCH), breaks=(0.5, 1.0))
    said = told(picture.svg)

    assert said.split().count(AT_LEAST) == 2  # one area, and the legend: without a value there is none
    assert f"Premier (01){FRENCH('card.colon')}{FRENCH('area.share_cut')}"[:60] in said
    assert FRENCH("area.at_least") in picture.alt


def test_circles_are_in_proportion_and_no_larger_than_the_map_bears(table):
    many = table.assign(incidents=[400, 100, 0, 4])
    svg = map_svg(many, "incidents", "department", "all", Sheet(FRENCH), breaks=(400.0,)).svg
    legend = len(area_maps.references(400))
    radii = [float(radius) for radius in re.findall(r'<circle[^>]* r="([\d.]+)"', svg)][:-legend]

    assert radii == [34, 17, 3.4]


def test_no_picture_of_countries_shows_a_rate(everything):
    assert [name for name in MAPS if name.startswith("country-")] == ["country-incidents"]
    areas = everything.profiles("country").areas
    assert areas["rate_per_million"].drop("FRA").isna().all()


@pytest.mark.shipped
def test_the_map_of_the_world_warns_that_it_is_no_census(everything):
    for name in ("map-world", *(name for name in MAPS if name.startswith("country-"))):
        for words in LANGUAGES:
            start = words("world.warning", french="0", count=2).split(".")[0]
            assert start in told(pictures.draw(name, everything, Sheet(words)).svg), name


@pytest.mark.parametrize(
    ("name", "chosen", "note"),
    [
        ("department-incidents", {"department": ("01", "971")}, "drawing.map_note_france"),
        ("region-rate", {"region": ("84",)}, "drawing.map_note_france"),
        ("country-incidents", {"country": ("DEU",)}, "drawing.map_note_world"),
    ],
)
def test_areas_that_were_chosen_are_outlined_and_the_picture_says_so(small_atlas, small_incidents, name, chosen, note):
    plain = pictures.draw(name, Choice(held_of(small_atlas, small_incidents), Selection()), Sheet(FRENCH)).svg
    picture = pictures.draw(name, Choice(held_of(small_atlas, small_incidents), Selection(**chosen)), Sheet(FRENCH)).svg
    (codes,) = chosen.values()
    # Germany is in the inset too
    expected = len(codes) + (1 if name.startswith("country") else 0)

    assert (plain.count('stroke-width="1.8"'), picture.count('stroke-width="1.8"')) == (0, expected)
    assert (FRENCH(note) in told(plain), FRENCH(note) in told(picture)) == (False, True)


@pytest.mark.parametrize(("level", "name"), [("department", "beds"), ("country", "beds-share")])
def test_a_measure_that_a_level_does_not_have_is_named_with_those_there_are(table, level, name):
    with pytest.raises(ValueError, match=rf"no measure “{name}”; it has incidents"):
        map_svg(table, name, level, "all", Sheet(FRENCH))


def test_a_small_rate_is_not_written_as_zero():
    assert phrases.area_value(0.0041, MEASURES["rate"], FRENCH) == "0,0041"
    assert phrases.area_value(0.41, MEASURES["rate"], FRENCH) == "0,41"
    assert phrases.area_value(0.0, MEASURES["rate"], FRENCH) == "0"


# --- tiles --------------------------------------------------------------------------------------------------------


@pytest.mark.shipped
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("measure", MEASURES)
def test_every_department_is_a_tile_with_its_code_and_its_value(everything, measure, size):
    areas = everything.profiles("department").areas
    values = areas[MEASURES[measure].column].astype(float)
    svg = pictures.draw(f"tiles-department-{measure}", everything, Sheet(ENGLISH, LIGHT, size)).svg
    written = [node.text for node in ElementTree.fromstring(svg).iter(f"{SVG}text")]  # noqa: S314

    assert [written.count(code) for code in areas.index if code not in ("01", "02", "10", "2A")] == [1] * 97
    colours = shade(values, everything.breaks("department", measure), LIGHT).colours
    if MEASURES[measure].kind == "ratio":
        swatches = 1 + bool(MEASURES[measure].ends)  # of a class, and of one that is fragile
        first = LIGHT.ramp[0]
        assert 1 <= svg.count(f'fill="{first}"') - list(colours.values()).count(first) <= swatches
    numbers = sum(bool(value) for value in values.dropna())
    assert svg.count('text-anchor="middle" font-weight="600"') - svg.count(">≥<") == numbers


def test_the_tiles_of_the_areas_chosen_are_outlined(small_atlas, small_incidents):
    chosen = Choice(held_of(small_atlas, small_incidents), Selection(department=("01",)))

    assert pictures.draw("tiles-department-incidents", chosen, Sheet(FRENCH)).svg.count('stroke-width="2.4"') == 1


def test_all_tiles_fit_beside_each_other():
    for level in ("department", "region"):
        grid = tile_maps.layout(level)
        assert not grid.duplicated(["row", "column"]).any()


@given(st.integers(1, 1_000_000))
def test_the_circles_of_a_legend_go_up_to_the_largest(largest):
    values = area_maps.references(largest)
    assert values[-1] == largest
    assert sorted(set(values)) == values
    assert len(values) <= 3
