"""Maps as text: colours, words, no foreign address, the same for the same table, and inert hostile names."""

from __future__ import annotations

import html
import json
import os
import re

import folium
import pandas as pd
import pytest
import streamlit_folium
from hypothesis import given
from hypothesis import strategies as st

from analytics.drawings.leaflet import maps
from analytics.drawings.leaflet.assets import assets, theme_css
from analytics.drawings.leaflet.maps import (
    BASE_MAPS,
    OVERLAY_WORDS,
    Bounds,
    Chosen,
    france_map,
    overlay,
    world_map,
)
from analytics.drawings.legends import CIRCLE_OF_ONE
from analytics.drawings.maps.points import not_drawn
from analytics.drawings.shading import shade
from analytics.drawings.theme import DARK, LIGHT, mark_style, thin_lines
from analytics.schema.codes import ATTACK_TYPES, OVERSEAS_DEPARTMENTS
from analytics.words.escape import safe
from tests.helpers.foreign import foreign
from tests.helpers.hostile import HOSTILE

WORDS = {name: f"<{name}> {{n}}" for name in OVERLAY_WORDS} | {"lang": "fr"}


def points(**changes):
    rows = pd.DataFrame(
        {
            "incident_id": ["fr-versailles-2022", "fr-reunion-2023", "fr-nowhere-2020"],
            "site_id": ["v1", "r1", "n1"],
            "latitude": [48.8049, -20.9, None],
            "longitude": [2.1204, 55.45, None],
            "department": ["78", "974", "23"],
            "attack_type": ["ransomware", "ddos", "unknown"],
            "label": ["Versailles", "Saint-Denis", "Nulle part"],
            "called": ["Versailles", "CHU", "2020"],
            "when": ["3 décembre 2022", "2023", "2020"],
            "detail": ["site touché", "dépendant", ""],
            "further": False,
            "role": ["entered", "served", "unknown"],
            "status": ["confirmed", "claimed", "confirmed"],
            "dimmed": [False, True, False],
        }
    )
    return rows.assign(**changes)


def script(group, base=None):
    """The overlay as streamlit-folium sends it to the browser."""
    return streamlit_folium._get_feature_group_string(group, base or france_map())


def state(group):
    """What the browser is told, read back from the script."""
    return json.loads(re.search(r"Atlas\.show\((.*)\);", script(group))[1])


def make(table=None, colours=None, patterns=(), selected=None, theme=LIGHT, words=WORDS, **more):
    return overlay(points() if table is None else table, colours, patterns, selected, theme, words, **more)


# --- the base map ---


@pytest.mark.parametrize("build", BASE_MAPS)
def test_the_base_map_asks_no_foreign_host(build):
    base = build()
    page = streamlit_folium._get_header(base) + streamlit_folium._get_html(base) + maps.base_script(base)

    assert not foreign(page)
    links = [link for _, link in (*base.default_js, *base.default_css)]
    assert links
    assert all(link.startswith("../../assets/") for link in links)


def test_the_check_for_foreign_hosts_can_fail():
    assert foreign(folium.Map()._repr_html_())
    assert foreign('"//cdn.example.org/x.js"')


@pytest.mark.parametrize("build", BASE_MAPS)
def test_every_file_of_the_base_map_exists(build):
    base = build()
    served = {asset.address for asset in assets().values()}
    geometry = json.loads(base.settings)["geometry"]

    for _, link in (*base.default_js, *base.default_css, ("geometry", geometry)):
        assert link.removeprefix("../../assets/") in served


@pytest.mark.parametrize("build", BASE_MAPS)
def test_the_base_script_is_what_streamlit_folium_sends(build):
    # the security policy of the frame allows this text by its hash: a difference would be a blank map
    base = build()
    base.get_root().render()

    assert streamlit_folium._get_map_string(base) == maps.base_script(build())


@pytest.mark.parametrize("build", BASE_MAPS)
def test_the_base_map_is_constant(build):
    one, other = build(), build()
    script(make(), one)

    assert maps.base_script(one) == maps.base_script(other)
    assert one.default_js == other.default_js


def test_the_map_of_france_has_101_departments_and_five_insets():
    settings = json.loads(france_map().settings)
    geometry = json.loads(assets()["departments.geojson"].content)
    codes = {feature["properties"]["code"] for feature in geometry["features"]}

    assert len(codes) == len(geometry["features"]) == 101
    assert list(settings["insets"]) == list(OVERSEAS_DEPARTMENTS)
    assert set(settings["insets"].values()) <= codes


def test_the_insets_of_the_map_of_regions_are_regions():
    settings = json.loads(france_map(regions=True).settings)
    geometry = json.loads(assets()["regions.geojson"].content)
    names = {feature["properties"]["code"]: feature["properties"]["name"] for feature in geometry["features"]}

    assert [names[code] for code in settings["insets"].values()] == [
        "Guadeloupe",
        "Martinique",
        "Guyane",
        "La Réunion",
        "Mayotte",
    ]


@pytest.mark.parametrize("name", ["departments.geojson", "regions.geojson", "countries.geojson"])
def test_every_area_has_a_code_and_a_name(name):
    for feature in json.loads(assets()[name].content)["features"]:
        properties = feature["properties"]
        assert properties["code"]
        assert properties.get("name") or (properties["name_fr"] and properties["name_en"])


def test_assets_may_be_served_elsewhere():
    base = world_map("/atlas/assets")

    assert all(link.startswith("/atlas/assets/") for _, link in (*base.default_js, *base.default_css))


def test_the_shapes_of_the_marks_are_those_of_the_theme():
    assert json.loads(world_map().settings)["marks"] == {kind: mark_style(kind).path for kind in ATTACK_TYPES}


# --- the overlay ---


def test_the_same_table_gives_the_same_map():
    assert script(make()) == script(make())


def test_an_overlay_leaves_its_table_alone():
    table = points()
    make(table)

    pd.testing.assert_frame_equal(table, points())


def test_a_point_carries_what_the_browser_draws():
    told = state(make())

    assert told["points"] == [
        ["fr-versailles-2022", "ransomware", 0, "Versailles", "3 décembre 2022", [[48.8049, 2.1204, "78", "", 1, 1]]],
        ["fr-reunion-2023", "ddos", 1, "CHU", "2023", [[-20.9, 55.45, "974", "Saint-Denis", 0, 0]]],
    ]
    assert told["told"] == ["dépendant", "site touché"]
    assert told["dimmed"] == [1]


def test_what_is_said_of_an_incident_and_of_its_places_travels_once():
    table = pd.concat([points().iloc[[0]]] * 3).assign(further=[False, True, True], dimmed=[False, False, True])
    told = state(make(pd.concat([table.iloc[[1]], points().iloc[[1]], table.iloc[[0, 2]]])))

    assert [incident[0] for incident in told["points"]] == ["fr-versailles-2022", "fr-reunion-2023"]
    assert [place[5] for place in told["points"][0][5]] == [3, 1, 3]
    assert told["dimmed"] == [2, 3]  # counted through the incidents, as the browser reads them
    assert told["told"] == ["dépendant", "site touché"]


def test_the_rows_and_the_program_agree_on_the_order_of_fields():
    program = assets()["atlas.js"].content.decode()
    fields, places = (
        json.loads(re.search(rf"const {name} = (\[.*?\]);", program, re.DOTALL)[1])
        for name in ("FIELDS", "PLACE_FIELDS")
    )

    assert fields == ["incident", "type", "claimed", "called", "when", "places"]
    assert places == ["lat", "lng", "department", "label", "told", "look"]
    [first, *_] = state(make())["points"]
    assert (len(fields), len(places)) == (len(first), len(first[-1][0]))


def test_every_point_is_drawn_or_given_back():
    table = points()

    assert len(state(make(table))["points"]) + len(not_drawn(table, france=False)) == len(table)
    assert list(not_drawn(table, france=True).site_id) == ["n1"]


def test_a_point_beyond_the_map_of_france_is_given_back():
    # Nouméa: France, but neither in the main frame nor in an inset
    table = points(latitude=[48.8, -20.9, -22.27], longitude=[2.1, 55.45, 166.44], department=["78", "974", "988"])

    assert list(not_drawn(table, france=True).site_id) == ["n1"]
    assert not_drawn(table, france=False).empty


def test_no_point_at_all_is_a_map():
    assert state(make(points().head(0)))["points"] == []


def test_colours_of_the_theme_travel_by_name():
    told = state(
        make(colours={"78": LIGHT.ramp[4], "92": LIGHT.ramp[4], "23": LIGHT.zero, "01": "#123456"}, patterns={"976"})
    )

    assert told["fills"] == {"--ramp-4": ["78", "92"], "--zero": ["23"], "#123456": ["01"]}
    assert told["hatched"] == ["976"]


def test_a_map_without_colours_draws_outlines():
    told = state(make())

    assert told["fills"] == {}
    assert told["hatched"] == []


def test_what_is_selected_and_where_to_look_are_told():
    told = state(make(selected="fr-versailles-2022", chosen=Chosen(["78"]), fit=Bounds(48, 1.5, 49.2, 3), theme=DARK))

    assert told["selected"] == "fr-versailles-2022"
    assert told["area"] == ["78"]
    assert told["fit"] == [48, 1.5, 49.2, 3]
    assert told["scheme"] == "dark"


def test_several_areas_can_be_outlined():
    assert state(make(chosen=Chosen(("92", "78"))))["area"] == ["78", "92"]
    assert state(make())["area"] == []


def test_the_areas_chosen_are_told_with_whether_to_look_at_them():
    told = state(make(chosen=Chosen((), ["53"], {"35", "22"}, look=True)))

    assert (told["region"], told["inside"], told["look"]) == (["53"], ["22", "35"], True)


def test_a_fragile_value_keeps_its_colour_and_is_hatched():
    told = state(make(colours={"78": LIGHT.ramp[1], "92": LIGHT.zero}, patterns={"976"}, fragile=["92", "78"]))

    assert told["fills"] == {"--ramp-1": ["78"], "--zero": ["92"]}
    assert told["fragile"] == ["78", "92"]
    assert told["hatched"] == ["976"]


@pytest.mark.parametrize("patterns", [(), ("92",)], ids=["unknown", "no data"])
def test_a_fragile_value_without_a_colour_is_an_error(patterns):
    with pytest.raises(ValueError, match="fragile value and without a colour: \\['92'\\]"):
        make(colours={"78": LIGHT.zero}, patterns=patterns, fragile=["78", "92"])


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_the_browser_knows_the_thin_lines_of_every_fill_that_travels_by_name(theme):
    told = state(make(colours={"00": theme.zero, **{f"0{n + 1}": theme.ramp[n] for n in range(5)}}, theme=theme))
    own = theme_css().split(":root")[[LIGHT, DARK].index(theme) + 1]

    for name in told["fills"]:
        fill = re.search(rf"{name}: (#\w+);", own)[1]
        assert f"--thin-{name.removeprefix('--')}: {thin_lines(fill, theme)};" in own


def circles(**changes):
    rows = pd.DataFrame(
        {"code": ["78", "974"], "latitude": [48.8, -21.1], "longitude": [1.84, 55.5], "value": [4.0, 1.0]}
    )
    return rows.assign(**changes)


def test_a_circle_carries_its_area_its_point_and_its_count():
    table = circles()
    told = state(make(circles=table))

    assert told["circles"] == [["78", 48.8, 1.84, 4], ["974", -21.1, 55.5, 1]]
    pd.testing.assert_frame_equal(table, circles())


def test_the_size_of_a_circle_depends_on_its_count_only():
    every, few = (state(make(circles=table)) for table in (circles(), circles().tail(1)))

    assert every["circle"] == few["circle"] == state(make(theme=DARK))["circle"] == CIRCLE_OF_ONE
    assert every["circles"][1:] == few["circles"]
    assert state(make(circles=circles(), largest=145))["circle"] * 145**0.5 == pytest.approx(72)  # leaves its map


def test_a_map_without_circles_draws_none():
    assert state(make())["circles"] == state(make(circles=circles().head(0)))["circles"] == []


@pytest.mark.parametrize("count", [0, -1, None, 1.5])
def test_a_circle_is_for_a_count_above_zero(count):
    with pytest.raises(ValueError, match="counts above zero, which these areas have not: \\['974'\\]"):
        make(circles=circles(value=[4, count]))


def test_circles_that_cannot_be_drawn_are_errors():
    with pytest.raises(ValueError, match="circles lack \\['value'\\]"):
        make(circles=circles().drop(columns="value"))
    with pytest.raises(ValueError, match="two circles: \\['78'\\]"):
        make(circles=circles(code="78"))
    with pytest.raises(ValueError, match="without a point: \\['974'\\]"):
        make(circles=circles(latitude=[48.8, None]))


def test_circles_and_hatching_leave_the_base_map_as_it_was():
    base = france_map()
    script(make(colours={"78": LIGHT.zero}, circles=circles(), fragile=["78"]), base)

    assert maps.base_script(base) == maps.base_script(france_map())


def test_a_change_is_small():
    table = pd.concat([points().iloc[[0]]] * 100)

    # a hundred points, with their words, and a hundred areas
    size = len(script(make(table, {f"{code:02d}": LIGHT.ramp[code % 5] for code in range(96)})))
    assert size < 16_000
    codes = [f"{code:02d}" for code in range(96)]
    every = pd.DataFrame({"code": codes, "latitude": 46.1234, "longitude": 2.1234, "value": 3})
    colours = dict.fromkeys(codes, LIGHT.zero)
    assert len(script(make(table.head(0), colours, circles=every, fragile=codes))) < 6_000
    assert len(script(make(table.head(0)))) < 1_500


def test_an_area_with_a_colour_and_without_data_is_an_error():
    with pytest.raises(ValueError, match="with a colour and without data at once: \\['78'\\]"):
        make(colours={"78": LIGHT.zero}, patterns={"78"})


def test_missing_columns_and_words_are_errors():
    with pytest.raises(ValueError, match="points lack \\['label'\\]"):
        make(points().drop(columns="label"))
    with pytest.raises(ValueError, match="words lack \\['cluster'\\]"):
        make(words={name: text for name, text in WORDS.items() if name != "cluster"})
    with pytest.raises(ValueError, match="without a mark: \\['phishing'\\]"):
        make(points(attack_type="phishing"))


# --- hostile text ---


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_name_stays_text_in_the_overlay(text):
    group = make(points(label=text, detail=text), notes={"78": text}, words=WORDS | {"map": text})
    written = script(group)

    assert state(group)["points"][0][5][0][3] == text
    assert state(group)["notes"] == {"78": text}
    # nothing that would close a script or open an element, inside or outside of the strings
    assert "<" not in written
    assert not re.search("[\u2028\u2029]", written)


def test_a_name_cannot_run_on_the_server(monkeypatch):
    # branca compiles the finished script as a template: an expression in a name would be Python
    monkeypatch.delenv("ATLAS_HACKED", raising=False)
    # no quotes, which are escaped already
    key, value = "dict(ATLAS_HACKED=1)|list|first", "dict(yes=1)|list|first"
    name = f"{{{{ cycler.__init__.__globals__.os.environ.setdefault({key}, {value}) }}}}"
    base = france_map()
    group = make(points(label=name))
    written = script(group, base)
    base.get_root().render()

    assert "ATLAS_HACKED" not in os.environ
    assert json.loads(re.search(r"Atlas\.show\((.*)\);", written)[1])["points"][0][5][0][3] == name


@given(st.text())
def test_any_name_comes_back_as_it_was(text):
    group = make(points(label=text))

    assert json.loads(group._children[next(iter(group._children))].state)["points"][0][5][0][3] == text


@pytest.mark.parametrize("text", HOSTILE)
def test_safe_text_has_nothing_that_html_or_a_template_string_would_run(text):
    escaped = safe(text)

    assert not set("<>\"'`${}\\") & set(escaped)
    assert html.unescape(escaped) == text


# --- classes ---


def test_areas_are_shaded_by_class_zero_and_no_data():
    values = pd.Series({"01": 0.0, "02": 1.0, "03": 5.0, "2A": None})

    assert shade(values, (1, 5), LIGHT) == (
        {"01": LIGHT.zero, "02": LIGHT.ramp[0], "03": LIGHT.ramp[4]},
        frozenset({"2A"}),
    )


def test_a_value_above_the_classes_is_an_error():
    with pytest.raises(ValueError, match="is above the last class, 5"):
        shade(pd.Series({"01": 9.0}), (1, 5), LIGHT)
    with pytest.raises(ValueError, match="two values"):
        shade(pd.Series([1, 2], index=["01", "01"]), (5,), LIGHT)


def test_a_state_is_written_once_for_all_maps_that_show_it(monkeypatch):
    written = []
    monkeypatch.setattr(maps, "_as_script", lambda data: written.append(data) or "{}")
    made = make(chosen=Chosen(["78"]))

    assert made.outlining(["78"]) is not made  # each map hangs one of its own on itself
    assert len(written) == 1
    assert made.outlining(["91"]) is not made
    assert [state["area"] for state in written] == [["78"], ["91"]]
