"""Every chart of the pages as a picture that stands alone: each rule on each of them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from itertools import combinations
from typing import NamedTuple
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree

import pandas as pd
import plotly.graph_objects as go
import pytest

from analytics.drawings.charts.base import Look
from analytics.drawings.charts.compare import MOST_PANELS
from analytics.drawings.plotly import charts as plotly_charts
from analytics.drawings.svg import canvas, charts
from analytics.drawings.svg.canvas import Drawing, Sheet
from analytics.drawings.theme import DARK, LIGHT, THEMES
from analytics.outputs import pictures, receipts
from analytics.outputs.pictures import PICTURES, Choice, Lacking
from analytics.outputs.receipt_figures import FIGURES
from analytics.schema.version import DATA_VERSION, LICENCE
from analytics.selection.address import from_query
from analytics.selection.selection import Selection
from analytics.words.text import Words
from tests.helpers.holding import held_of
from tests.helpers.small_world import QUIET, TWO_TOWNS
from tests.helpers.svg import HOSTILE, SVG, told

FRENCH, ENGLISH = LANGUAGES = [Words("fr"), Words("en")]
SIZES = ["wide", "narrow"]
MAPS = ("map", "nearest-day")  # the receipts of maps, but for those of areas
CHARTS = [
    name
    for name, picture in PICTURES.items()
    if picture.receipt not in MAPS and not picture.receipt.startswith("areas-")
]
# what no choice of incidents empties: official figures, and those of the incident or the hospital that is named
ALWAYS = {
    *("official", "visibility", "registers"),
    *("incident-events", "incident-standing", "side-by-side", "hospital-beds"),
}
NAMED = {
    "incident": TWO_TOWNS,
    "finess": "010000001",
    "department": ("01", "02"),
    "region": ("84", "32"),
    "compare": (TWO_TOWNS, QUIET),
}
SHIPPED = {
    "incident": "fr-versailles-2022",
    "finess": "640000600",
    "department": ("78", "91"),
    "region": ("11", "84", "93"),
    "compare": ("fr-versailles-2022", "fr-dax-2021"),
}


def asked(name: str, atlas, published, named=NAMED, **more) -> Choice:
    """A choice that names what the picture needs."""
    needs = PICTURES[name].needs
    return Choice(held_of(atlas, published), Selection(**{**({needs: named[needs]} if needs else {}), **more}))


@pytest.fixture(params=CHARTS)
def name(request) -> str:
    """Each chart, by its name."""
    return request.param


@pytest.fixture(scope="module")
def drawn(small_atlas, accepted):
    """Draws a chart of the small world; each once."""

    @cache
    def draw(name: str, words: Words, size: str = "wide", theme: str = "light") -> Drawing:
        return pictures.draw(name, asked(name, small_atlas, accepted), Sheet(words, THEMES[theme], size))

    return draw


def test_every_drawing_that_has_a_receipt_has_its_picture():
    told = {name for name, figure in FIGURES.items() if figure.drawing}

    assert {name for name in told if name not in MAPS and not name.startswith("areas-")} == set(CHARTS)
    assert {picture.receipt for picture in PICTURES.values()} <= told


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("words", LANGUAGES, ids=lambda words: words.language)
def test_a_picture_says_what_it_is_from_when_and_under_which_licence(name, drawn, words, size):
    picture = drawn(name, words, size)
    root = ElementTree.fromstring(picture.svg)  # noqa: S314
    said = told(picture.svg)

    assert root.get("width") == str(canvas.WIDTHS[size])
    assert root.find(f"{SVG}title").text == picture.title
    assert root.find(f"{SVG}desc").text == picture.alt
    assert picture.alt.startswith(picture.title)
    assert len(picture.alt) > len(picture.title) + 8
    assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == words.language
    for part in (DATA_VERSION, LICENCE.split(" / ")[0], words("site.title")):
        assert part in said
    assert re.findall(r"\{\w+\}|nan|None|NaT", said + picture.alt) == []


def test_nothing_in_a_picture_asks_for_anything(name, drawn):
    svg = drawn(name, FRENCH).svg

    assert re.findall(r"https?://[^\"]+", svg) == ["http://www.w3.org/2000/svg"]
    assert not re.search(r"<(script|image|use|style|foreignObject|a)\b|href|@import|data:", svg)
    for pattern in re.findall(r"url\(#?([^)]+)\)", svg):
        assert f'id="{pattern}"' in svg


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_all_colours_are_those_of_the_theme(name, drawn, theme):
    known = {theme.paper, theme.text, theme.muted, theme.line, theme.border, theme.selected}
    known |= {*theme.attack_types.values(), *theme.ramp, theme.accent, theme.zero, theme.no_data}
    svg = drawn(name, ENGLISH, theme=theme.name).svg

    assert set(re.findall(r'"(#[0-9a-f]{3,8})"', svg)) <= known
    assert set(re.findall(r'(?:fill|stroke)="([a-z]+)"', svg)) <= {"none"}


@pytest.mark.parametrize("size", SIZES)
def test_the_same_choice_gives_the_same_bytes_and_the_tables_stay_as_they_were(
    name, small_atlas, accepted, drawn, size
):
    before = accepted.copy()
    tables = {table: getattr(small_atlas, table).copy() for table in ("events", "national_series", "departments")}
    again = pictures.draw(name, asked(name, small_atlas, accepted), Sheet(FRENCH, size=size))

    assert again == drawn(name, FRENCH, size)
    pd.testing.assert_frame_equal(accepted, before)
    for table, rows in tables.items():
        pd.testing.assert_frame_equal(getattr(small_atlas, table), rows)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("words", LANGUAGES, ids=lambda words: words.language)
def test_of_a_choice_without_incidents_a_sentence_stands_and_no_drawing(name, small_atlas, accepted, words, size):
    picture = pictures.draw(name, asked(name, small_atlas, accepted, q="zzz"), Sheet(words, size=size))

    assert picture.title
    assert picture.empty == (name not in ALWAYS)
    assert words("drawing.nothing") not in told(picture.svg)
    assert (words("drawing.nothing") in picture.alt) == (name not in ALWAYS)


def test_official_figures_and_timelines_that_are_not_there_are_said_not_to_be(small_atlas, accepted):
    emptied = small_atlas._replace(
        national_series=small_atlas.national_series.iloc[:0], events=small_atlas.events.iloc[:0]
    )

    for name in ("official", "incident-events"):
        picture = pictures.draw(name, asked(name, emptied, accepted), Sheet(ENGLISH))
        assert picture.empty, name
    # our own counts stay, and the title claims no ratio
    picture = pictures.draw("visibility", asked("visibility", emptied, accepted), Sheet(ENGLISH))
    assert picture.title == ENGLISH("unseen.title")
    assert "2022: Our French incidents 2" in picture.alt


@pytest.mark.parametrize("size", SIZES)
def test_hostile_names_stay_text(name, small_atlas, accepted, size):
    names = {"name_fr": HOSTILE, "name_en": HOSTILE}
    hostile = small_atlas._replace(
        incidents=small_atlas.incidents.assign(**names),
        departments=small_atlas.departments.assign(**names),
        regions=small_atlas.regions.assign(**names),
        events=small_atlas.events.assign(text_fr=HOSTILE, text_en=HOSTILE),
    )
    picture = pictures.draw(name, asked(name, hostile, accepted.assign(**names)), Sheet(ENGLISH, size=size))
    root = ElementTree.fromstring(picture.svg)  # noqa: S314

    assert {node.tag.removeprefix(SVG) for node in root.iter()} <= {
        *("svg", "title", "desc", "defs", "pattern", "line", "rect", "g", "path", "text", "circle"),
    }
    assert "\x00" not in picture.svg + picture.alt
    assert "<script>" not in picture.svg


@pytest.mark.parametrize("narrow", [True, False])
@pytest.mark.parametrize("words", LANGUAGES, ids=lambda words: words.language)
def test_a_chart_is_drawn_on_a_page_as_plain_values_that_plotly_knows(name, small_atlas, accepted, words, narrow):
    look = Look(words, LIGHT, narrow)
    for block in pictures.described(name, asked(name, small_atlas, accepted), look).blocks:
        figure = plotly_charts.figure([block], look)

        assert json.loads(json.dumps(figure, allow_nan=False)) == figure
        assert len(go.Figure(figure).data) == len(figure["data"]) > 0
        assert figure["layout"]["height"] > figure["layout"]["margin"]["t"] + figure["layout"]["margin"]["b"]


def test_a_chart_without_any_panel_says_on_a_page_that_there_is_nothing():
    (trace,) = plotly_charts.figure([], Look(FRENCH, DARK))["data"]

    assert trace["text"] == [FRENCH("chart.nothing")]


def test_pictures_and_descriptions_agree_on_the_width():
    for size in SIZES:
        sheet = Sheet(ENGLISH, size=size)
        assert charts.look(sheet).width == sheet.width - 2 * sheet.margin


# --- where words stand ------------------------------------------------------------------------------------------


class Written(NamedTuple):
    """One line of text: where it stands, in pixels of the sheet."""

    text: str
    left: float
    right: float
    top: float
    foot: float

    def meets(self, other: Written) -> bool:
        """Whether one stands on the other, by more than the paper around letters."""
        across = min(self.right, other.right) - max(self.left, other.left)
        return across > 2 and min(self.foot, other.foot) - max(self.top, other.top) > 2


def written(svg: str) -> Iterator[Written]:
    """Every line of text, about as wide as the letters of the pages make it."""

    def within(node: ElementTree.Element, down: float) -> Iterator[Written]:
        for child in node:
            moved = re.match(r"translate\(0 (-?[\d.]+)\)", child.get("transform") or "")
            if child.tag == f"{SVG}text":
                x, y, size = float(child.get("x")), down + float(child.get("y")), float(child.get("font-size"))
                width = len(child.text or "") * size * 0.48
                left = {None: x, "middle": x - width / 2, "end": x - width}[child.get("text-anchor")]
                yield Written(child.text or "", left, left + width, y - 0.72 * size, y)
            else:
                yield from within(child, down + (float(moved[1]) if moved else 0))

    return within(ElementTree.fromstring(svg), 0)  # noqa: S314


@pytest.mark.slow
@pytest.mark.shipped
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("words", LANGUAGES, ids=lambda words: words.language)
def test_of_the_shipped_data_all_words_stay_on_the_sheet_and_off_each_other(name, shipped, published, words, size):
    picture = pictures.draw(name, asked(name, shipped, published, SHIPPED), Sheet(words, size=size))
    lines = list(written(picture.svg))
    height = float(ElementTree.fromstring(picture.svg).get("height"))  # noqa: S314

    assert len(lines) > 8
    for line in lines:
        assert line.left >= 0, line
        assert line.right <= canvas.WIDTHS[size], line
        assert 0 <= line.top < line.foot <= height, line
    assert [(one.text, other.text) for one, other in combinations(lines, 2) if one.meets(other)] == []


@pytest.mark.shipped
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("codes", [("52",), ("78", "91", "75", "69", "04", "971", "2A")], ids=len)
def test_one_area_has_a_picture_and_so_have_more_than_there_is_room_for(shipped, published, codes, size):
    choice = Choice(held_of(shipped, published), Selection(department=codes))
    picture = pictures.draw("compare-department", choice, Sheet(ENGLISH, size=size))
    lines = list(written(picture.svg))

    assert (ENGLISH("drawing.compare_left_out", count=1) in told(picture.svg)) == (len(codes) > MOST_PANELS)
    assert all(line.left >= 0 and line.right <= canvas.WIDTHS[size] for line in lines)
    assert [(one.text, other.text) for one, other in combinations(lines, 2) if one.meets(other)] == []


# --- names and addresses ----------------------------------------------------------------------------------------


def test_a_choice_that_does_not_name_what_the_picture_is_about_is_told_what_it_lacks(name, small_atlas, accepted):
    choice = Choice(held_of(small_atlas, accepted), Selection())
    if not (needs := PICTURES[name].needs):
        assert pictures.draw(name, choice, Sheet(FRENCH)).svg
        return
    with pytest.raises(Lacking, match=f"{needs}=…") as lacking:
        pictures.draw(name, choice, Sheet(FRENCH))
    assert lacking.value.name == needs


def test_a_picture_has_a_name_in_both_languages_and_a_page_that_exists(name, small_atlas, accepted):
    selection = asked(name, small_atlas, accepted).selection
    address = urlsplit(pictures.page_address(name, selection))
    query = parse_qs(address.query)
    shown = {key: query.pop(key) for key in receipts.SHOWN_BY if key in query}

    assert len({pictures.label(name, words) for words in LANGUAGES}) == 2
    assert address.path in ("/timeline", "/impact", "/regions", "/world", "/incident", "/hospital", "/compare")
    assert from_query(query, small_atlas.vocabulary) == (selection, [])
    assert shown == {key: [value] for key, value in PICTURES[name].shown}
    assert ("region" in name or name in ("years-department", "years-group")) == bool(shown)


@pytest.mark.parametrize("query", [{}, {"department": ["69"]}, {"to": ["2014-02"]}, {"country": ["TCD"]}])
def test_the_height_of_a_picture_is_known_without_drawing_it(held_shipped, query):
    choice = Choice(held_shipped, from_query(query, held_shipped.vocabulary)[0])
    for size in ("wide", "narrow"):
        sheet = Sheet(Words("fr"), size=size)
        for name in ("timeline", "by-year", "services", "recoveries"):
            assert pictures.chart_height(name, choice, sheet) == pictures.draw(name, choice, sheet).height, name
