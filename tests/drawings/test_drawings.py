"""Pictures that stand alone: well-formed, described, in the colours of the theme, asking for nothing."""

from __future__ import annotations

import re
from datetime import date
from xml.etree import ElementTree

import pandas as pd
import pytest

from analytics.atlas.published import publish
from analytics.drawings.charts.by_year import by_year
from analytics.drawings.charts.impact import services
from analytics.drawings.charts.recoveries import recoveries
from analytics.drawings.charts.scales import count_ticks
from analytics.drawings.svg import canvas, charts
from analytics.drawings.svg.canvas import Sheet
from analytics.drawings.theme import DARK, LIGHT
from analytics.schema.version import DATA_VERSION, LICENCE
from analytics.selection.selection import Selection
from analytics.words import phrases
from tests.helpers.svg import HOSTILE, LANGUAGES, SVG, told

SEEN = "2023-06-01"


def years(incidents, words, known_until, theme=LIGHT, scope="all"):
    sheet = Sheet(words, theme)
    return charts.picture(by_year(incidents, scope, charts.look(sheet), known_until), sheet)


def drawn(incidents, words, theme=LIGHT, scope="tout"):
    """Pictures of incidents."""
    sheet = Sheet(words, theme)
    return {
        "by-year": years(incidents, words, date.fromisoformat(SEEN), theme, scope),
        "services": charts.picture(services(incidents, scope, charts.look(sheet)), sheet),
        "recoveries": charts.picture(recoveries(incidents, scope, charts.look(sheet)), sheet),
    }


@pytest.mark.parametrize("words", LANGUAGES, ids=lambda words: words.language)
def test_every_picture_says_what_it_is_from_when_and_under_which_licence(small_incidents, words):
    for name, picture in drawn(small_incidents, words, scope="le choix").items():
        root = ElementTree.fromstring(picture.svg)  # noqa: S314
        said = told(picture.svg)

        assert root.tag == f"{SVG}svg", name
        assert root.find(f"{SVG}title").text
        assert root.find(f"{SVG}desc").text == picture.alt
        assert root.get("aria-labelledby") == "title desc"
        assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == words.language
        for part in (DATA_VERSION, "le choix", LICENCE.split(" / ")[0], words("site.title")):
            assert part in said, (name, part)


def test_nothing_in_a_picture_asks_for_anything(small_incidents):
    for name, picture in drawn(small_incidents, LANGUAGES[0]).items():
        assert re.findall(r"https?://[^\"]+", picture.svg) == ["http://www.w3.org/2000/svg"], name
        assert not re.search(r"<(script|image|use|style|foreignObject|a)\b|href|@import|data:", picture.svg), name
        assert set(re.findall(r"url\((.)", picture.svg)) <= {"#"}
        for pattern in re.findall(r"url\(#([^)]+)\)", picture.svg):
            assert f'id="{pattern}"' in picture.svg, (name, pattern)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_all_colours_are_those_of_the_theme(small_incidents, theme):
    known = {theme.paper, theme.text, theme.muted, theme.line, theme.border, theme.selected, theme.zero, theme.no_data}
    known |= {*theme.attack_types.values(), *theme.ramp}

    for name, picture in drawn(small_incidents, LANGUAGES[0], theme).items():
        used = set(re.findall(r'"(#[0-9a-f]{3,8})"', picture.svg))
        assert used <= known, name
        assert set(re.findall(r'(?:fill|stroke)="([a-z]+)"', picture.svg)) <= {"none"}


def test_the_same_table_gives_the_same_bytes_and_stays_as_it_was(small_incidents):
    before = small_incidents.copy()

    assert drawn(small_incidents, LANGUAGES[1]) == drawn(small_incidents, LANGUAGES[1])
    pd.testing.assert_frame_equal(small_incidents, before)


@pytest.mark.parametrize("words", LANGUAGES, ids=lambda words: words.language)
def test_of_a_choice_without_incidents_a_sentence_stands_and_no_drawing(small_incidents, words):
    for name, picture in drawn(small_incidents.iloc[:0], words).items():
        assert picture.empty, name
        assert picture.title, name
        assert words("drawing.nothing") in picture.alt, name
        assert words("drawing.nothing") not in told(picture.svg), name
        assert "<path" not in picture.svg, name


def test_hostile_names_stay_text(small_incidents):
    hostile = small_incidents.assign(name_fr=HOSTILE, name_en=HOSTILE)

    for picture in drawn(hostile, LANGUAGES[0], scope=HOSTILE).values():
        root = ElementTree.fromstring(picture.svg)  # noqa: S314
        assert {node.tag.removeprefix(SVG) for node in root.iter()} <= {
            *("svg", "title", "desc", "defs", "pattern", "line", "rect", "g", "path", "text", "circle"),
        }
        assert "\x00" not in picture.svg + picture.alt
        assert "<script>" not in picture.svg


def test_bars_hold_every_incident_and_a_year_that_is_not_over_is_hatched(small_incidents):
    words = LANGUAGES[1]
    picture = years(small_incidents, words, date(2023, 6, 1))

    for year, count in (("2019", 1), ("2021", 1), ("2022", 2), ("2023", 1)):
        assert f"{year}: {count}" in picture.alt
    assert 'fill="url(#partial)"' in years(small_incidents, words, date(2022, 12, 5)).svg  # 2023 has but a claim
    assert words("figure.partial_tick") in told(picture.svg)
    over = years(small_incidents, words, date(2023, 12, 31))
    assert 'fill="url(#partial)"' not in over.svg


@pytest.mark.parametrize(("highest", "step"), [(1, 1), (6, 1), (7, 2), (20, 5), (60, 10), (90, 20), (300, 50)])
def test_an_axis_has_few_lines_at_round_numbers(highest, step):
    assert count_ticks(highest)[:2] == [0, step]


@pytest.mark.shipped
@pytest.mark.parametrize("words", LANGUAGES, ids=lambda words: words.language)
def test_the_shipped_data_stay_inside_the_picture(shipped, words):
    published = publish(shipped)
    selection = Selection(lang=words.language)
    scope = phrases.scope(selection, shipped, words)

    for name, picture in drawn(selection.keep(published), words, scope=scope).items():
        root = ElementTree.fromstring(picture.svg)  # noqa: S314
        for node in root.iter(f"{SVG}text"):
            x, size, long = float(node.get("x")), float(node.get("font-size")), len(node.text)
            width = long * size * 0.5
            left = {None: x, "middle": x - width / 2, "end": x - width}[node.get("text-anchor")]
            assert left >= 0, (name, node.text)
            assert left + width <= canvas.WIDTHS["wide"], (name, node.text)
