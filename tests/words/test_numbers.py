"""A rate and its interval: written in one way, and the same wherever a reader meets them."""

from __future__ import annotations

import json
import re
from html import unescape
from math import inf, nan

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from analytics.atlas.published import publish
from analytics.drawings.svg.canvas import Sheet
from analytics.outputs import brief, pictures, receipts
from analytics.outputs.pictures import Choice
from analytics.schema import col
from analytics.selection.selection import LANGUAGES, Selection
from analytics.statistics import areas
from analytics.words import numbers
from analytics.words.text import Words
from tests.helpers.holding import held_of
from tests.helpers.pages import opened

FRENCH, ENGLISH = Words("fr"), Words("en")
THIN = "\u202f"
ESSONNE, YVELINES = "91", "78"


@pytest.mark.parametrize(
    ("value", "french", "english"),
    [
        (0, "0", "0"),
        (0.09834, "0,098", "0.098"),
        (0.00249, "0,0025", "0.0025"),
        (0.1, "0,1", "0.1"),
        (0.746, "0,75", "0.75"),
        (3.689, "3,69", "3.69"),
        (31.44, "31,4", "31.4"),
        (314.4, "314", "314"),
        (1234.5, f"1{THIN}234", "1,234"),
        (inf, "l’infini", "infinity"),
        (nan, "—", "—"),
    ],
)
def test_a_rate_has_three_figures_and_a_small_one_two(value, french, english):
    assert numbers.rate(value, FRENCH) == french
    assert numbers.rate(value, ENGLISH) == english


def test_an_interval_shows_on_which_side_of_one_it_lies():
    # Paris: 6 attacks for 2.185 expected; "1–6" would hide that the interval leaves 1 out
    assert numbers.interval(1.0076, 5.98, ENGLISH) == "1.01–5.98"
    assert numbers.interval(1.0007, 5.98, ENGLISH) == "1.001–5.98"
    assert numbers.interval(0.2, 0.9996, FRENCH) == f"0,2{THIN}–{THIN}0,9996"
    assert numbers.interval(1.0, 1.0, FRENCH) == "1"


def test_an_end_of_an_interval_above_zero_is_not_written_as_zero():
    assert numbers.interval(0.0025, 0.548, ENGLISH) == "0.0025–0.55"
    assert numbers.interval(0, 0.000263, ENGLISH) == "0–0.00026"


# --- the same everywhere ------------------------------------------------------------------------------------------


@pytest.fixture(scope="module", params=LANGUAGES)
def words(request) -> Words:
    return Words(request.param)


@pytest.fixture(scope="module")
def essonne(shipped) -> pd.Series:
    return areas.rate_table(shipped, publish(shipped), Selection(), col.DEPARTMENT).set_index(col.CODE).loc[ESSONNE]


@pytest.fixture(scope="module")
def rate(essonne, words) -> str:
    return numbers.rate(essonne[col.RATE_PER_MILLION], words)


@pytest.fixture(scope="module")
def interval(essonne, words) -> str:
    return numbers.interval(essonne[col.RATE_LOW], essonne[col.RATE_HIGH], words)


@pytest.fixture(scope="module")
def page(words) -> AppTest:
    """The page of areas with two departments chosen, which opens the card of the first and compares both."""
    return opened("regions", lang=words.language, measure="rate", department=[ESSONNE, YVELINES])


def tooltip(app: AppTest) -> str:
    """What the map says of Essonne under its name."""
    sent = json.loads(app.get("component_instance")[0].proto.json_args)
    shown = re.search(r"Atlas\.show\((\{.*?\})\);", json.dumps(sent, ensure_ascii=False).replace('\\"', '"'))
    notes = re.search(rf'"notes":\{{.*?"{ESSONNE}":"(.*?)"', shown[1].replace("\\\\", "\\"))[1]
    return json.loads(f'"{notes}"')


def test_the_rate_of_essonne_is_that_of_a_year(essonne, words, rate):
    assert essonne[col.INCIDENTS] == essonne[col.RATE_PER_MILLION] * essonne[col.PERSON_YEARS] / 1e6
    assert rate == ("0,098" if words.language == "fr" else "0.098")


@pytest.mark.slow
def test_both_maps_say_the_same_of_an_area(page, words, rate, interval):
    explore = opened("explore", lang=words.language, country="FRA", shade="yes")

    assert tooltip(explore) == tooltip(page)
    assert tooltip(page).startswith(f"{rate} ")
    assert interval in tooltip(page)


@pytest.mark.slow
def test_the_classes_of_both_maps_are_the_same(page, words):
    explore = opened("explore", lang=words.language, country="FRA", shade="yes")
    legends = [
        next(part.proto.body for part in app.get("html") if 'class="atlas-legend"' in part.proto.body)
        for app in (explore, page)
    ]

    assert legends[0] == legends[1]
    assert len(re.findall("<li", legends[0])) > 4


@pytest.mark.slow
def test_the_card_the_comparison_and_the_table_say_the_same(page, words, rate, interval):
    bodies = [part.proto.body for part in page.get("html")]
    card = next(body for body in bodies if 'class="area-facts"' in body)
    comparison = next(body for body in bodies if "comparison" in body)

    for body in (card, comparison):
        assert f"<strong>{rate}</strong>" in body
        assert words("area.ci", span=interval) in unescape(body)
    row = page.dataframe[-1].value.set_index(words("regions.code")).loc[ESSONNE].str.strip()
    ends = words.range(*(row[words(f"column.{name}")] for name in (col.RATE_LOW, col.RATE_HIGH)))
    assert row[words(f"column.{col.RATE_PER_MILLION}")] == rate
    assert ends == interval


@pytest.mark.slow
def test_the_chart_says_the_same(page, rate, interval):
    charts = [json.loads(chart.proto.spec) for chart in page.get("plotly_chart")]
    hovers = [text for chart in charts for trace in chart["data"] for text in trace.get("hovertext") or ()]
    of_essonne = [plain(text) for text in hovers if "Essonne (91)" in plain(text) and interval in plain(text)]

    assert of_essonne
    assert all(f" {rate} " in text for text in of_essonne)


def plain(text: str) -> str:
    """What hovering shows, on one line."""
    return re.sub("<[^>]*>", " ", text).replace("\xa0", " ")


@pytest.mark.slow
def test_documents_and_pictures_say_the_same(shipped, words, rate, interval):
    published = publish(shipped)
    choice = Choice(held_of(shipped, published), Selection(department=(ESSONNE, YVELINES)))
    document = unescape(brief.brief_html(held_of(shipped, published), ESSONNE, Selection(), words))
    area_map, compared = (
        unescape(re.sub("<[^>]*>", " ", pictures.draw(name, choice, Sheet(words)).svg))
        for name in ("department-rate", "compare-department")
    )

    for told in (document, compared):
        assert f"{rate} ({interval}" in told
    assert words("area.told_rate", value=rate, count=1) + words("area.interval", span=interval) in area_map


def test_the_receipt_of_areas_holds_the_same_rate(held_shipped, words, rate, interval):
    rows = receipts.work_out("areas-department", held_shipped, Selection()).rows.set_index(col.CODE)

    assert numbers.rate(rows.loc[ESSONNE, col.RATE_PER_MILLION], words) == rate
    assert numbers.interval(*rows.loc[ESSONNE, [col.RATE_LOW, col.RATE_HIGH]], words) == interval
