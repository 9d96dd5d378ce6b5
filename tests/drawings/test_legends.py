"""Legends as text: what the maps draw, explained in words, the same colours and sizes, and inert hostile words."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from urllib.parse import unquote

import pandas as pd
import pytest

from analytics.drawings.legends import (
    CIRCLE_OF_ONE,
    LEGEND_WORDS,
    MARKS_LEGEND_WORDS,
    circles_legend_html,
    legend_html,
    marks_legend_html,
)
from analytics.drawings.shading import shade
from analytics.drawings.theme import DARK, LIGHT, mark_style, thin_lines
from analytics.schema.codes import ATTACK_TYPES
from tests.helpers.foreign import foreign
from tests.helpers.hostile import HOSTILE

LEGEND = {
    "zero": "aucun",
    "no_data": "pas de donnée",
    "up_to": "jusqu’à {high}",
    "between": "{low} à {high}",
    "fragile": "taux fragile",
    "unclassed": "sans classe",
    "circles": "l’aire suit le nombre",
}


class Reader(HTMLParser):
    """The elements and the texts of a piece of HTML."""

    def __init__(self):
        super().__init__()
        self.tags, self.texts, self.sources = [], [], []

    @classmethod
    def of(cls, text):  # noqa: D102
        reader = cls()
        reader.feed(text)
        return reader

    def handle_starttag(self, tag, attrs):  # noqa: D102
        self.tags.append(tag)
        self.sources += [unquote(value) for name, value in attrs if name == "src"]

    def handle_data(self, data):  # noqa: D102
        self.texts.append(data)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_the_legend_shows_the_classes_of_the_map(theme):
    values = pd.Series({f"{code:02d}": float(code) for code in range(1, 51)} | {"2A": 0.0, "976": None})
    breaks = (10.0, 20.0, 30.0, 40.0, 50.0)
    legend = Reader.of(legend_html(breaks, theme, LEGEND, lambda value: f"{value:.1f}".replace(".", ",")))

    assert legend.texts == [
        "pas de donnée",
        "aucun",
        "jusqu’à 10,0",
        "10,0 à 20,0",
        "20,0 à 30,0",
        "30,0 à 40,0",
        "40,0 à 50,0",
    ]
    shown = [re.search(r'fill="(#\w+)"', source)[1] for source in legend.sources[1:]]
    assert set(shown) == set(shade(values, breaks, theme).colours.values())
    assert theme.no_data in legend.sources[0]
    assert not foreign("".join(legend.sources))


def test_a_map_of_zeros_has_a_legend():
    assert Reader.of(legend_html((), LIGHT, LEGEND)).texts == ["pas de donnée", "aucun"]


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_the_legend_explains_fragile_values_where_the_map_has_them(theme):
    without = Reader.of(legend_html((1.0,), theme, LEGEND))
    legend = Reader.of(legend_html((1.0,), theme, LEGEND, fragile=True))

    assert legend.texts == [*without.texts, "taux fragile"]
    no_data, zero, lowest, fragile = legend.sources
    assert thin_lines(theme.ramp[1], theme) in fragile
    assert theme.no_data not in fragile
    assert len({no_data, zero, lowest, fragile}) == 4


def test_the_legend_of_circles_shows_them_as_large_as_the_map():
    legend = Reader.of(circles_legend_html((1, 4, 16), LIGHT, LEGEND, lambda value: f"{value:.0f}"))
    outer = [2 * float(re.search(r'r="([\d.]+)"', source)[1]) + 1 for source in legend.sources]
    sizes = [float(re.search(r'width="(\d+)"', source)[1]) for source in legend.sources]

    assert legend.texts == ["1", "4", "16", "l’aire suit le nombre"]
    assert outer == pytest.approx([CIRCLE_OF_ONE, 2 * CIRCLE_OF_ONE, 4 * CIRCLE_OF_ONE], abs=0.02)
    # drawn without scaling, and whole
    assert sizes == outer


def test_the_legend_of_marks_shows_the_types_in_use_in_the_order_of_the_schema():
    words = {name: name for name in MARKS_LEGEND_WORDS}
    legend = Reader.of(marks_legend_html({"ddos", "ransomware"}, LIGHT, words))

    assert legend.texts == ["ransomware", "ddos", "cluster_legend"]  # and nothing that the map does not draw
    assert mark_style("ddos").path in legend.sources[1]
    assert LIGHT.attack_types["ddos"] in legend.sources[1]

    whole = Reader.of(marks_legend_html({"ddos"}, LIGHT, words, hollow=True, claimed=True, further=True))
    assert whole.texts == ["ddos", "hollow", "claimed", "further", "cluster_legend"]


def test_legends_need_their_words():
    with pytest.raises(ValueError, match="words lack \\['between'\\]"):
        legend_html((1,), LIGHT, {name: "" for name in LEGEND_WORDS if name != "between"})


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_word_stays_text_in_the_legends(text):
    words = LEGEND | dict.fromkeys(MARKS_LEGEND_WORDS, text) | {"zero": text}

    words |= {"fragile": text, "circles": text}

    for legend in (
        legend_html((1.0,), LIGHT, words, fragile=True),
        circles_legend_html((1,), LIGHT, words),
        marks_legend_html(ATTACK_TYPES, LIGHT, words),
    ):
        assert text in Reader.of(legend).texts
        assert set(Reader.of(legend).tags) == {"ul", "li", "img", "span"}
