"""The strip of incidents: a mark each, in its month, that hides no other, however many or few they are."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from random import Random

import pandas as pd
import pytest

from analytics.drawings.charts import base, strip
from analytics.drawings.plotly import charts as plotted
from analytics.drawings.svg import charts as drawn
from analytics.drawings.svg.canvas import Sheet
from analytics.drawings.theme import LIGHT, SHAPES
from analytics.schema.codes import ATTACK_TYPES, SEVERITIES
from analytics.words.text import Words
from tests.helpers.svg import LANGUAGES

UNTIL = date(2026, 8, 6)
SIZES = [1, 3, 41, 60, 400, 4000]


def some(count: int, seed: int = 1) -> pd.DataFrame:
    """So many incidents of eleven years, the starts of some known to the month or to the year."""
    chance = Random(seed)  # noqa: S311 - a choice of examples
    days = pd.date_range("2016-01-01", "2026-08-01")
    started = [str(chance.choice(days))[: chance.choice((10, 10, 10, 10, 7, 7, 4))] for _ in range(count)]
    return pd.DataFrame(
        {
            "incident_id": [f"i{place}" for place in range(count)],
            "name_fr": [f"Hôpital {place}" for place in range(count)],
            "name_en": [f"Hospital {place}" for place in range(count)],
            "attack_type": chance.choices(list(ATTACK_TYPES), k=count),
            "severity": chance.choices(list(SEVERITIES), k=count),
            "status": chance.choices(("confirmed", "claimed"), (9, 1), k=count),
            "country": chance.choices(("FRA", "USA"), k=count),
            "started_on": started,
            "days_to_recover": None,
            "days_to_recover_low": None,
            "days_to_recover_high": None,
            "recovery_at_least_days": None,
            "recovery_at_most_days": None,
        }
    )


def described(incidents: pd.DataFrame, words: Words, narrow: bool = False) -> tuple[base.Chart, base.Panel]:
    chart = strip.strip(incidents, "", base.Look(words, LIGHT, narrow), UNTIL)
    return chart, chart.blocks[0].panels[0]


def points_of(panel: base.Panel) -> list[base.Point]:
    return [point for mark in panel.marks if isinstance(mark, base.Points) for point in mark.points]


@pytest.mark.parametrize("narrow", [False, True], ids=["wide", "narrow"])
@pytest.mark.parametrize("count", SIZES)
@pytest.mark.parametrize("words", LANGUAGES, ids=["fr", "en"])
def test_every_incident_is_one_mark_in_its_month_and_its_year(words, count, narrow):
    incidents = some(count)
    _, panel = described(incidents, words, narrow)
    points = {point.code: point for point in points_of(panel)}
    lines = sorted((base.number(tick.at), int(tick.name)) for tick in panel.axis.ticks)

    assert len(points) == len(points_of(panel)) == count
    for row in incidents.itertuples():
        point = points[row.incident_id]
        year = max(named for named in lines if named[0] < point.y)[1]
        assert str(year) == row.started_on[:4]
        month = int(row.started_on[5:7]) - 1 if len(row.started_on) > 4 else strip.NO_MONTH
        assert min(int(base.number(point.x)), strip.NO_MONTH) == month
        assert words.when(row.started_on) in point.hover
        assert (point.key.fill == LIGHT.paper) == (row.status == "claimed")
    of_grave = {points[row.incident_id].key.size for row in incidents.itertuples() if row.severity == strip.GRAVE}
    of_others = {points[row.incident_id].key.size for row in incidents.itertuples() if row.severity != strip.GRAVE}
    assert len(of_grave) <= 1
    assert len(of_others) <= 1
    assert not of_grave or not of_others or max(of_grave) > max(of_others)


@pytest.mark.parametrize("count", SIZES)
@pytest.mark.parametrize("narrow", [False, True], ids=["wide", "narrow"])
def test_no_mark_hides_another_and_the_strip_stays_short(count, narrow):
    words = LANGUAGES[1]
    _, panel = described(some(count, seed=5), words, narrow)
    pitch = panel.room.inside / base.number(panel.axis.high)
    wide = (418 if narrow else 836) - panel.room.left - panel.room.right
    spots = sorted(
        (round(point.y * pitch, 3), base.number(point.x) / base.number(panel.across.high) * wide)
        for point in points_of(panel)
    )

    assert len(set(spots)) == count
    for (low, left), (high, right) in pairwise(spots):
        assert high - low > 0.8 * pitch or (high == low and right - left > 0.8 * pitch)
    assert panel.room.inside < (2000 if narrow else 1000)
    assert panel.page.height < (2200 if narrow else 1150)


@pytest.mark.parametrize("seed", range(6))
def test_the_legend_says_what_is_drawn_and_nothing_else(seed):
    words = LANGUAGES[seed % 2]
    incidents = some(1 + seed, seed)
    _, panel = described(incidents, words)
    told = [key.name for key in panel.legend]
    grave = (incidents["severity"] == strip.GRAVE).to_list()

    assert (words("timeline.large") in told) == any(grave)
    assert (words("timeline.small") in told) == (not all(grave))
    assert (words("map.claimed_hollow") in told) == ("claimed" in incidents["status"].to_list())


def test_no_line_of_a_strip_stands_for_an_end_that_is_not_known():
    _, panel = described(some(3), LANGUAGES[1])
    assert not [mark for mark in panel.marks if isinstance(mark, base.Spans)]


@pytest.mark.parametrize("count", [1, 2, 40, 41])
@pytest.mark.parametrize("words", LANGUAGES, ids=["fr", "en"])
def test_the_legend_of_a_timeline_stands_above_its_axis(words, count):
    """Plotly puts a legend no further than three times the height of the axes above their foot: few rows have few."""
    look = base.Look(words, LIGHT)
    layout = plotted.figure(strip.strip(some(count), "", look, UNTIL).blocks, look)["layout"]
    inner = layout["height"] - layout["margin"]["t"] - layout["margin"]["b"]

    assert layout["legend"]["y"] <= 3
    assert (layout["legend"]["y"] - 1) * inner >= 28 - 1e-6


@pytest.mark.parametrize("size", ["wide", "narrow"])
@pytest.mark.parametrize("words", LANGUAGES, ids=["fr", "en"])
def test_a_picture_of_the_strip_has_all_marks_its_sizes_and_its_legend(words, size):
    incidents = some(400)
    sheet = Sheet(words, LIGHT, size)
    chart = strip.strip(incidents, "", drawn.look(sheet), UNTIL)
    picture = drawn.picture(chart, sheet)

    there = incidents["attack_type"].nunique() + 2 + 1  # types, claims, two sizes of one shape
    assert sum(picture.svg.count(f'<path d="{shape}"') for shape in SHAPES.values()) == 400 + there
    grave = incidents[incidents["severity"] == strip.GRAVE]["started_on"].str[:4].value_counts()
    for value in chart.values:
        assert words("timeline.grave", count=int(grave[value[:4]])) in value
