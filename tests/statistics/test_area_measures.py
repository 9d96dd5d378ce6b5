"""The registry of measures: one entry, its computation and its words make a measure of areas, everywhere."""

from __future__ import annotations

import subprocess
import sys
import textwrap
from pathlib import Path
from typing import get_args

import pandas as pd
import pytest

from analytics.geography.levels import Level
from analytics.schema import col
from analytics.selection.selection import LANGUAGES
from analytics.statistics.area_measures import MEASURES, measure_of, of_level
from analytics.words import phrases
from analytics.words.text import Words, catalogue

ROOT = Path(__file__).resolve().parents[2]

# In a program of its own, since pages, pictures and addresses read the registry when they are imported. The entry is
# for a column that is there already: the computation of a measure is a column of `profiles`.
THROW_AWAY = """
    from analytics.statistics import profiles
    from analytics.statistics.area_measures import MEASURES, AreaMeasure
    from analytics.words.text import Words, catalogue

    MEASURES["throw-away"] = AreaMeasure(profiles.EXPECTED, "ratio", 2, levels=("department", "region"))
    for language in ("fr", "en"):
        catalogue(language).update({
            "area.throw-away": "Throw-away",
            "area.definition_throw-away": "What is expected.",
            "area.none_throw-away": "nothing known",
            "area.told_throw-away": "{value} expected",
        })

    from streamlit.testing.v1 import AppTest

    from analytics.atlas import atlas as atlases
    from analytics.drawings.svg.canvas import Sheet
    from analytics.outputs.held import Held
    from analytics.outputs import pictures
    from analytics.selection.selection import Selection

    app = AppTest.from_file("dashboard/main.py", default_timeout=120)
    app.query_params.update({"measure": "throw-away", "lang": "en", "shade": "yes"})
    app.switch_page("views/regions.py")
    app.run()
    assert not app.exception and not app.warning, (app.exception, app.warning)
    # the choice on the page, which the address has made
    choice = next(box for box in app.selectbox if box.label == Words("en")("area.label"))
    assert "Throw-away" in choice.options
    assert choice.value == "throw-away"
    # the classes of the map
    legend = next(part.proto.body for part in app.get("html") if 'class="atlas-legend"' in part.proto.body)
    assert "nothing known" in legend and legend.count("<li") > 4, legend
    # the list of pictures, of the levels that have it
    names = [name for name in pictures.PICTURES if "throw-away" in name]
    assert names == [
        "department-throw-away", "region-throw-away", "tiles-department-throw-away", "tiles-region-throw-away"
    ], names
    atlas = atlases.load()
    drawing = pictures.draw(names[0], pictures.Choice(Held(lambda: atlas), Selection()), Sheet(Words("en")))
    assert "Throw-away" in drawing.svg and "0.61 expected" in drawing.svg.replace("\\u202f", " "), drawing.alt
    print("found everywhere")
"""


@pytest.mark.slow
def test_a_measure_is_everywhere_that_the_registry_is_read():
    run = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(THROW_AWAY)], cwd=ROOT, capture_output=True, text=True, timeout=240
    )

    assert run.stdout.strip().endswith("found everywhere"), run.stderr


@pytest.mark.parametrize("name", MEASURES)
def test_every_measure_has_its_words(name):
    keys = [f"area.{name}", f"area.definition_{name}", f"area.none_{name}", f"area.told_{name}"]
    if MEASURES[name].kind == "count":
        keys += [f"area.circles_{name}", f"drawing.circles_{name}"]
    keys += [f"drawing.{MEASURES[name].finding.key(level)}" for level in MEASURES[name].levels]

    for language in LANGUAGES:
        assert [key for key in keys if key not in catalogue(language)] == []


def test_a_level_has_its_measures_and_no_other():
    assert list(of_level("country")) == ["incidents"]
    for level in get_args(Level):
        assert measure_of("incidents", level) is MEASURES["incidents"]
    with pytest.raises(ValueError, match="no measure “bed-days”; it has incidents"):
        measure_of("bed-days", "country")


def test_the_number_of_places_is_no_measure_of_areas():
    assert col.SITES not in {measure.column for measure in MEASURES.values()}
    for level in get_args(Level):
        assert "sites" not in of_level(level)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_map_of_incidents_says_nothing_of_a_rate(language):
    words = Words(language)
    row = pd.Series({col.INCIDENTS: 3, col.INCIDENTS_CLAIMED: 0, col.INCIDENTS_WEBSITE: 1})

    told = phrases.area_told(row, "incidents", words)

    assert "1" in told
    assert "taux" not in told
    assert "rate" not in told
