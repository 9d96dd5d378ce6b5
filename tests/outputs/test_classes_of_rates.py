"""A yearly rate has classes of colour only where two years or more were searched; below, a sentence says why not."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.drawings.shading import shade, unclassed
from analytics.drawings.svg.canvas import Sheet
from analytics.drawings.theme import LIGHT
from analytics.outputs import pictures
from analytics.outputs.pictures import Choice
from analytics.schema.version import KNOWN_UNTIL
from analytics.selection.selection import LANGUAGES, Selection
from analytics.statistics import areas
from analytics.statistics.area_measures import FRENCH_LEVELS, MEASURES
from analytics.words.text import Words

pytestmark = pytest.mark.shipped

RATES = [name for name, measure in MEASURES.items() if measure.is_rate]


@pytest.mark.parametrize("level", FRENCH_LEVELS)
@settings(max_examples=25, deadline=None)
@given(start=st.dates(KNOWN_UNTIL.replace(year=2019), KNOWN_UNTIL), days=st.integers(0, 2000))
def test_a_rate_has_classes_from_two_years_of_exposure(held_shipped, level, start, days):
    last = min(start.toordinal() + days, KNOWN_UNTIL.toordinal())
    selection = Selection(start=start.isoformat(), end=start.fromordinal(last).isoformat())
    enough = areas.covered(selection, level).years >= 2

    for measure in RATES:
        assert bool(held_shipped.breaks(level, measure, selection)) == enough
    assert held_shipped.breaks(level, "incidents", selection) == held_shipped.breaks(level, "incidents", Selection())


def text_of(svg: str) -> str:
    """The words of a picture, its lines joined."""
    return " ".join(re.sub(r"<[^>]+>", " ", svg).split())


@pytest.mark.parametrize("measure", RATES)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", ["", "tiles-"])
def test_a_map_of_one_year_says_why_it_has_no_classes(held_shipped, measure, language, kind):
    words, one_year = Words(language), Selection(start="2022", end="2022", lang=language)
    drawn, whole = (
        pictures.draw(f"{kind}department-{measure}", Choice(held_shipped, chosen), Sheet(words, LIGHT)).svg
        for chosen in (one_year, replace(one_year, start="2019"))
    )
    said = " ".join(words("map.unclassed").split())

    assert unclassed(LIGHT) in drawn
    assert said in text_of(drawn)
    assert said not in text_of(whole)


def test_without_classes_areas_with_incidents_have_one_colour_and_the_others_that_of_zero(held_shipped):
    selection = Selection(start="2022", end="2022")
    values = held_shipped.profiles(selection, "department").areas[MEASURES["rate"].column].astype(float)
    colours = shade(values, held_shipped.breaks("department", "rate", selection), LIGHT).colours

    for code, value in values.items():
        assert colours[code] == (unclassed(LIGHT) if value > 0 else LIGHT.zero)
