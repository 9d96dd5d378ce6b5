"""The lettering of pictures and charts: nothing too small to read, no title that leaves a word or a number alone."""

from __future__ import annotations

import json
import re
from itertools import pairwise
from random import Random

import pytest

from analytics.drawings.charts.base import Look
from analytics.drawings.charts.by_year import by_year
from analytics.drawings.charts.impact import services
from analytics.drawings.charts.registry import CHARTS
from analytics.drawings.charts.strip import strip
from analytics.drawings.plotly import charts as plotted
from analytics.drawings.svg import canvas
from analytics.drawings.svg.canvas import Sheet
from analytics.drawings.theme import LIGHT
from analytics.outputs import pictures
from analytics.outputs.pictures import Choice
from analytics.selection.selection import Selection
from analytics.words.text import Words
from tests.helpers.svg import LANGUAGES

NAMED = {
    "incident": "fr-versailles-2022",
    "department": ("78", "91"),
    "finess": "640000600",
    "region": ("11", "53"),
    "compare": ("fr-versailles-2022", "fr-dax-2021"),
}


@pytest.mark.shipped
@pytest.mark.parametrize("size", ["wide", "narrow"])
@pytest.mark.parametrize("name", CHARTS)
def test_no_letter_of_a_chart_is_smaller_than_twelve_pixels(held_shipped, name, size):
    needs = CHARTS[name].needs
    choice = Choice(held_shipped, Selection(**({needs: NAMED[needs]} if needs else {})))
    words = LANGUAGES[size == "narrow"]
    svg = pictures.draw(name, choice, Sheet(words, LIGHT, size)).svg

    assert min(float(found) for found in re.findall(r'font-size="([\d.]+)"', svg)) >= canvas.SMALLEST == 12
    chart = pictures.described(name, choice, Look(words, LIGHT, size == "narrow"))
    drawn = json.dumps(plotted.figure(chart.blocks, Look(words, LIGHT)))
    sizes = re.findall(r'"(?:font|textfont)": \{[^{}]*"size": ([\d.]+)', drawn)
    assert min(map(float, sizes)) >= 12


@pytest.mark.parametrize("seed", range(60))
def test_the_lines_of_a_title_are_about_as_long_as_each_other(seed):
    chance = Random(seed)  # noqa: S311 - a choice of examples
    count = chance.randrange(1, 999)
    year = chance.randrange(2016, 2027)
    title = chance.choice(
        (
            f"{year} est l’année la plus chargée que nous connaissions, avec {count} attaques sur {2 * count}",
            f"{count} attaques connues publiquement en France, de {year - 1} à {year}",
            f"Known for {count} incidents of {3 * count} in Île-de-France, from {year} to {year + 1}",
            f"En {year}, {count} incidents français connus publiquement pour 764 déclarations au CERT Santé",
        )
    )
    for size, width in ((23, 836), (19, 418)):
        lines = canvas.balanced(title, size, width, canvas.BOLD_LETTER)
        most = int(width / (canvas.BOLD_LETTER * size))

        assert " ".join(lines) == title
        assert len(lines) == len(canvas.broken(title, size, width, canvas.BOLD_LETTER))
        assert all(len(line) <= most for line in lines)
        assert len(lines) == 1 or len(lines[-1]) >= 0.45 * max(map(len, lines))
        for line, after in pairwise(lines):
            assert not (line[-1].isdigit() and after[0].isalpha()), lines
            assert not (len(line.rpartition(" ")[2]) < 3 and after[0].isdigit()), lines


def test_no_word_of_a_note_stands_alone_on_its_last_line():
    chance = Random(1)  # noqa: S311 - a choice of examples
    for _ in range(200):
        text = " ".join("abcdefghijklm"[: chance.randrange(1, 13)] for _ in range(chance.randrange(4, 60)))
        lines = canvas.broken(text, 12, 418)
        assert " ".join(lines) == text
        assert len(lines) == 1 or " " in lines[-1] or lines[-2].count(" ") < 2


@pytest.mark.shipped
@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("describe", [by_year, strip, services])
def test_a_chart_of_few_says_nothing_of_what_it_does_not_draw(held_shipped, language, describe):
    words = Words(language)
    chance = Random(language)  # noqa: S311 - a choice of examples
    published = held_shipped.published("attacker")
    for count in (1, 2, 5):
        rows = published.iloc[chance.sample(range(len(published)), count)]
        chart = describe(rows, "", Look(words, LIGHT))
        years = set(rows["started_on"].str[:4])
        said = " ".join(chart.notes)
        assert (words("figure.thin", year="2024") in said) <= (min(years) <= "2024" <= max(years))
        hatched = words("figure.partial", date=words.when("2026-08-06"))
        assert (hatched in said) <= ("2026" in years)
        for block in chart.blocks:
            figure = plotted.figure([block], Look(words, LIGHT))
            wide = [trace["width"] for trace in figure["data"] if "width" in trace]
            slots = len(block.panels[0].slots)
            assert all(width <= 0.13 * slots for width in wide)
            assert bool(wide) == (describe is by_year and slots < 6)
