"""What the method page says of the record itself: in both languages, with the figures of the tables, safe and whole."""

from __future__ import annotations

import re
from base64 import b64decode
from xml.etree import ElementTree

import pytest

from analytics.atlas.atlas import load
from analytics.drawings.maps.searched_map import CLASSES, class_of
from analytics.drawings.theme import DARK, LIGHT
from analytics.outputs import tables
from analytics.outputs.html import record_tables
from analytics.schema import col
from analytics.selection.selection import Selection
from analytics.statistics import quality
from analytics.words import method
from tests.helpers import small_world
from tests.helpers.small_readings import readings
from tests.helpers.small_world import FACTS, MONTH, TWO_TOWNS
from tests.helpers.svg import HOSTILE, LANGUAGES

EVERY = pytest.mark.parametrize("words", LANGUAGES, ids=lambda words: words.language)


def said(atlas, published, words) -> dict[str, str]:
    return {section.topic: section.body for section in method.sections(atlas, published, words)}


@EVERY
def test_the_sections_quote_the_reading_and_say_what_it_did_not_reach(small_atlas, small_incidents, words):
    sections = said(small_atlas, small_incidents, words)

    for number in ("60", "4", words.percent(4 / 60, 1), words.percent(2 / 60, 1)):
        assert number in sections["quality"]
    assert words("method.no_sample") in sections["remains"]
    assert re.search(r"\b3\b", sections["remains"])  # not read
    assert re.search(r"\b2\b", sections["origin"])  # countries


@EVERY
def test_a_sample_that_was_drawn_is_told_with_its_interval(tmp_path, small_incidents, words):
    drawn = readings({TWO_TOWNS: "50 1 0"}, reading="sample")
    atlas = load(small_world.written(tmp_path / "data", FACTS | {"readings": [*FACTS["readings"], *drawn]}))

    text = said(atlas, small_incidents, words)["remains"]
    assert words("method.no_sample") not in text
    assert words.percent(0.02, 1) in text
    low, high = (100 * quality.whole(atlas, "sample")[end] for end in (quality.LOW, quality.HIGH))
    assert words.span(low, high, 1) in text


@EVERY
def test_what_was_read_after_the_sample_is_told_and_that_the_rest_is_not_measured(tmp_path, small_incidents, words):
    drawn = readings({TWO_TOWNS: "50 1 0"}, reading="sample")
    again = readings({TWO_TOWNS: "40 10 9", MONTH: "20 5 5"}, reading="fourth")
    atlas = load(small_world.written(tmp_path / "data", FACTS | {"readings": [*FACTS["readings"], *drawn, *again]}))

    text = said(atlas, small_incidents, words)["remains"]
    assert words.percent(0.25, 1) in text
    unmeasured = {"fr": "n’a pas été mesuré", "en": "has not been measured"}[words.language]
    assert unmeasured in text

    last = readings({MONTH: "80 2 1"}, reading="last-sample")
    atlas = load(
        small_world.written(tmp_path / "last", FACTS | {"readings": [*FACTS["readings"], *drawn, *again, *last]})
    )
    text = said(atlas, small_incidents, words)["remains"]
    # each sample with its own rate, in the order of the work, never one rate of both
    places = [text.index(words.percent(share, 1)) for share in (1 / 50, 0.25, 2 / 80)]
    assert places == sorted(places)
    assert unmeasured not in text
    assert words.percent(3 / 130, 1) not in text

    fifth = readings({TWO_TOWNS: "30 6 4"}, reading="fifth")
    written = [*FACTS["readings"], *drawn, *again, *last, *fifth]
    text = said(load(small_world.written(tmp_path / "fifth", FACTS | {"readings": written})), small_incidents, words)[
        "remains"
    ]
    # what was mended after the last sample is told after it, and that no sample measured it
    assert text.index(words("method.fifth", count=1)[:12]) > text.index(words.percent(2 / 80, 1))
    assert text.index(unmeasured) > text.index(words("method.fifth", count=1)[:12])


@EVERY
def test_rates_have_a_row_a_research_and_countries_one_each(small_atlas, words):
    _, rates = record_tables.rates(small_atlas, words)
    title, countries = record_tables.countries(small_atlas, words)

    assert rates.count("<tr>") == 1 + 4
    assert f'4<br><span class="whole">{words.percent(0.1, 1)} (' in rates
    assert words.percent(0.045, 1) in rates
    assert countries.count("<tr>") == 1 + 2
    assert title.startswith("2 ")


def test_a_country_is_of_one_class_by_its_languages():
    assert [class_of(found) for found in (["en"], ["fr", "en"], ["fr"], ["ca", "es"], [])] == [
        *CLASSES,
        CLASSES[2],
        "",
    ]


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
@EVERY
def test_the_map_shows_each_country_in_its_colour_and_the_key_explains_it(shipped, theme, words):
    html = record_tables.map_of_sources(shipped, theme, words)
    svg = b64decode(re.search(r"base64,([^\"]+)", html)[1]).decode()
    root = ElementTree.fromstring(svg)  # noqa: S314
    fills = {node.get("fill") for node in root.iter() if node.tag.endswith("path")}

    assert fills == {theme.zero, theme.ramp[0], theme.ramp[2], theme.ramp[4]}
    for name in ("nothing", *CLASSES):
        assert words(f"method.searched_{name}") in html
    assert f'alt="{words("method.searched_map")}"' in html
    assert len(html) < 90_000


@EVERY
def test_within_a_page_the_colours_are_those_of_its_style_sheet(shipped, words):
    html = record_tables.map_in_page(shipped, words)

    assert not re.search(r"#[0-9a-f]{6}", html)
    assert html.count('<svg class="mark"') == 1 + len(CLASSES)


@EVERY
def test_hostile_names_and_notes_stay_text(small_atlas, words):
    names = dict.fromkeys((col.NAME_FR, col.NAME_EN), HOSTILE)
    atlas = small_atlas._replace(
        countries=small_atlas.countries.assign(**names),
        earlier_readings=small_atlas.earlier_readings.assign(note_fr=HOSTILE, note_en=HOSTILE),
    )

    for html in (record_tables.rates(atlas, words)[1], record_tables.countries(atlas, words)[1]):
        assert "<script>" not in html


@EVERY
def test_every_reading_is_a_row_that_sorts_by_its_numbers(small_atlas, words):
    table = record_tables.readings(small_atlas, words)

    assert len(table) == len(small_atlas.readings)
    assert list(table[words("method.read_compared")].dropna()) == [30, 10, 20]
    assert table.shape[1] == 9


def test_readings_are_tables_to_take_away_and_follow_the_choice(small_atlas, publish_small):
    everything, one = Selection(), Selection(incident=TWO_TOWNS)

    def taken(name, selection):
        return tables.table_of(small_atlas, name, selection, publish_small)

    assert len(taken(col.READINGS, everything)) == len(small_atlas.readings)
    assert list(taken(col.READINGS, one)[col.INCIDENT_ID]) == [TWO_TOWNS]
    assert len(taken(col.EARLIER_READINGS, one)) == 2
