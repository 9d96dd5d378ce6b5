"""A bar opens its incidents: as many as it says, the same by the list of bars; the legend filters the whole page."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from random import Random

import pytest

from analytics.drawings.charts import base
from analytics.drawings.charts.by_year import by_year
from analytics.drawings.charts.impact import services
from analytics.drawings.charts.kinds import code_of
from analytics.drawings.theme import LIGHT
from analytics.outputs import area_charts, kinds_figures
from analytics.outputs.held import Basis
from analytics.record.cells import rows_of, split_list
from analytics.schema.codes import ATTACK_TYPES
from analytics.selection.selection import Selection
from analytics.statistics.kinds import NAME, SIDE, STATUS, TOUCHED
from analytics.words.text import Words
from dashboard import bars
from dashboard.controls import Chosen
from dashboard.frame import Run
from tests.helpers.pages import opened

WORDS = Words("en")
CHOICES = [
    Selection(),
    Selection(country=("FRA",), evidence="attacker"),
    Selection(region=("53",)),
    Selection(start="2022-12-03", end="2024-03"),
    Selection(type=("ransomware", "unknown"), q="hospital"),
]

pytestmark = pytest.mark.shipped


def run_of(held, selection: Selection) -> Run:
    return Run(held.choice(selection), Chosen(selection, "france", False, []), WORDS, LIGHT)


def drawn(describe, basis: Basis) -> dict[str, int]:
    """The bars of a chart by their codes, as high as they are drawn."""
    (panel,) = describe(basis.kept, "", base.Look(WORDS, LIGHT)).blocks[0].panels
    heights: dict[str, int] = {}
    for mark in panel.together:
        for code, value in zip(mark.codes, mark.values, strict=True) if isinstance(mark, base.Bars) else ():
            heights[code] = heights.get(code, 0) + int(value)
    return {code: height for code, height in heights.items() if height}


@pytest.mark.parametrize("selection", CHOICES)
def test_every_bar_that_is_drawn_opens_as_many_incidents_as_it_is_high(held_shipped, selection):
    run = run_of(held_shipped, selection)
    for describe, made in ((by_year, bars.years(run)), (services, bars.services(run))):
        heights = drawn(describe, run.choice)
        assert heights
        assert {code: len(made[code].rows) for code in heights} == heights
    whole = {code: len(bar.rows) for code, bar in bars.years(run).items() if ":" not in code}
    assert sum(whole.values()) == len(run.kept)


PANELS = [
    ("region", Selection()),
    ("region", Selection(evidence="attacker", region=("11",), start="2021-03")),
    ("department", Selection(region=("84",), type=("ransomware",))),
    ("country", Selection(country=("FRA",), group=("eu",))),
    ("group", Selection(evidence="attacker", end="2024")),
]


@pytest.mark.parametrize(("kind", "selection"), PANELS)
def test_every_bar_of_a_panel_opens_as_many_incidents_as_it_is_high_and_so_does_explore(held_shipped, kind, selection):
    run = run_of(held_shipped, selection)
    found = area_charts.panels(kind, run.choice, WORDS)
    made = bars.panels(found, run.choice.held.choice(selection.everywhere()), run)
    heights = {
        f"{kind}-{code}:{year}": count
        for code in found.drawn
        for year, count in zip(found.each, found.seen(code), strict=True)
        if count
    }

    assert heights
    assert {code: len(bar.rows) for code, bar in made.items()} == heights
    for code in Random(len(heights)).sample(sorted(made), min(5, len(made))):  # noqa: S311 - a choice of examples
        narrowed = held_shipped.choice(bars.narrowed_to(code, selection))
        assert set(narrowed.kept["incident_id"]) == {row["incident_id"] for row in made[code].rows}, code


@pytest.mark.parametrize(
    ("view", "query", "kind"),
    [
        ("regions", {"level": "region"}, "region"),
        ("regions", {"department": "78"}, "region"),
        ("regions", {"level": "department", "region": "11"}, "department"),
        ("world", {}, "country"),
        ("world", {"panels": "group", "group": "eu"}, "group"),
    ],
)
def test_the_bars_of_panels_are_chosen_by_keyboard(view, query, kind):
    app = opened(view, lang="en", **query)
    box = app.selectbox(key=f"bar-years-{kind}")
    option = next(label for label in box.options if " · 2023" in label)
    count = int(re.findall(r"(\d+) incident", option)[0])
    box.set_value(next(code for code in bar_codes(app, kind) if code.endswith(":2023"))).run()

    assert not app.exception
    listed = [part for block in app.get("html") for part in re.findall(r"incident=([\w-]+)", block.proto.body)]
    assert len(dict.fromkeys(listed)) >= min(count, bars.AT_ONCE)


def bar_codes(app, kind: str) -> list[str]:
    """What the bars of the panels of a page carry, in the order of its list."""
    shown = [chart.proto for chart in app.get("plotly_chart")]
    figure = json.loads(next(chart.spec for chart in shown if chart.id.endswith(f"years-{kind}-wide")))
    every = {
        code: value
        for trace in figure["data"]
        if trace["type"] == "bar"
        for code, value in zip(trace["customdata"], trace["y"], strict=True)
    }
    return [code for code, value in every.items() if value]


@pytest.mark.parametrize("selection", [*CHOICES, Selection(ownership=("public",))])
def test_a_kind_of_hospital_opens_the_incidents_that_touched_it_and_explore_shows_the_same(held_shipped, selection):
    run = run_of(held_shipped, selection)
    found = kinds_figures.found(run.choice)
    made = bars.kinds(run, found)
    touched = {
        code_of(row[SIDE], row[NAME]): row[TOUCHED]
        for row in rows_of(found.table)
        if row[TOUCHED] and not (row[SIDE] == STATUS and selection.ownership not in ((), (row[NAME],)))
    }

    assert made.keys() == touched.keys()
    assert touched
    for code, bar in made.items():
        entities = {one for row in bar.rows for one in split_list(row["legal_entities"])}
        assert len(entities) >= touched[code]
        narrowed = held_shipped.choice(bars.narrowed_to(code, bars.whole_of_france(selection)))
        assert set(narrowed.kept["incident_id"]) == {row["incident_id"] for row in bar.rows}


def test_the_french_bars_open_french_incidents_alone(held_shipped):
    selection = Selection(start="2020")
    run = run_of(held_shipped, selection)
    of_france = held_shipped.choice(replace(selection, country=("FRA",)))
    heights = drawn(by_year, of_france)

    made = bars.years(run, "FRA")
    assert {code: len(made[code].rows) for code in heights} == heights
    assert len(bars.years(run)["2021"].rows) > len(made["2021"].rows)


@pytest.mark.parametrize("seed", range(4))
def test_explore_opens_on_the_incidents_of_the_bar(held_shipped, seed):
    chance = Random(seed)  # noqa: S311 - a choice of examples
    selection = CHOICES[seed % 4]
    run = run_of(held_shipped, selection)
    for made in (bars.years(run), bars.services(run)):
        code = chance.choice([code for code in made if bars.CLAIMED not in code])
        narrowed = held_shipped.choice(bars.narrowed_to(code, selection))
        own = {row["incident_id"] for row in made[code].rows}
        kept = narrowed.kept[narrowed.kept["status"] != "claimed"] if ":" in code else narrowed.kept
        assert set(kept["incident_id"]) == own


def test_a_bar_is_chosen_by_keyboard_and_its_incidents_are_named():
    app = opened("timeline", lang="en", country="FRA")
    box = app.selectbox(key="bar-by-year")
    option = next(label for label in box.options if label.startswith("2023 · Ransomware"))
    count = int(re.findall(r"(\d+) incident", option)[0])
    box.set_value("2023:ransomware").run()

    assert not app.exception
    listed = [part for block in app.get("html") for part in re.findall(r"incident=([\w-]+)", block.proto.body)]
    assert len(dict.fromkeys(listed)) >= count
    app.multiselect(key="widget-country").set_value(["DEU"]).run()  # has no such bar
    assert not app.exception


def test_the_legend_filters_the_whole_page_and_keeps_what_it_can_still_filter():
    app = opened("timeline", lang="en")
    whole = app.pills[0].options
    app.pills(key="legend-types").set_value(["ransomware"]).run()

    assert not app.exception
    assert app.query_params["type"] == "ransomware"
    assert app.pills[0].options == whole
    assert app.multiselect(key="widget-type").value == ["ransomware"]
    shown = [chart.proto for chart in app.get("plotly_chart")]
    bars_by_year = json.loads(next(chart.spec for chart in shown if chart.id.endswith("by-year")))
    drawn_types = [trace for trace in bars_by_year["data"] if trace["type"] == "bar"]
    assert [trace["name"] for trace in drawn_types] == [WORDS.label(ATTACK_TYPES, "ransomware")]
    assert not any(trace["showlegend"] for trace in drawn_types)
    assert bars_by_year["layout"]["legend"]["itemclick"] is False
    app.pills(key="legend-types").set_value([]).run()
    assert "type" not in app.query_params
