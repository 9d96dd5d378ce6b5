"""Dated recoveries, one by one: the longest first, none that is not known, no more than have room."""

from __future__ import annotations

from random import Random

import pandas as pd
import pytest

from analytics.drawings.charts import base
from analytics.drawings.charts.outages import MOST_ROWS, outages
from analytics.drawings.svg import charts as drawn
from analytics.drawings.svg.canvas import Sheet
from analytics.drawings.theme import LIGHT
from analytics.outputs import pictures, receipts
from analytics.outputs.pictures import Choice
from analytics.selection.selection import Selection
from analytics.statistics.recovery import ENDED, recovery
from analytics.words.text import Words
from tests.drawings.test_strip import some
from tests.helpers.svg import LANGUAGES


def dated(count: int, seed: int) -> pd.DataFrame:
    """So many incidents, of about half of which the end is dated, of some with a range."""
    chance = Random(seed)  # noqa: S311 - a choice of examples
    rows = some(count, seed)
    days = [chance.choice((None, float(chance.choice((0, 0.5, 1, 3, 12, 30, 400))))) for _ in range(count)]
    wide = [None if day is None else day * chance.choice((1, 1, 2)) for day in days]
    own = {"days_to_recover": days, "days_to_recover_low": days, "days_to_recover_high": wide}
    return rows.assign(**{name: pd.Series(cells, dtype=float) for name, cells in own.items()})


@pytest.mark.parametrize("count", [0, 1, 8, 60, 300, 4000])
@pytest.mark.parametrize("words", LANGUAGES, ids=["fr", "en"])
def test_a_row_is_a_dated_recovery_and_only_the_longest_have_one(words, count):
    incidents = dated(count, seed=count)
    found = recovery(incidents).cases
    ended = found[found["state"] == ENDED]
    chart = outages(incidents, "", base.Look(words, LIGHT))
    panels = [panel for block in chart.blocks for panel in block.panels]
    points = [
        point for panel in panels for mark in panel.together if isinstance(mark, base.Points) for point in mark.points
    ]

    assert len(points) == len(chart.values) == min(len(ended), MOST_ROWS)
    assert {point.code for point in points} <= set(ended["incident_id"])
    days = ended.set_index("incident_id")["days"]
    shown = days[[point.code for point in points]].to_list()
    assert shown == sorted(days, reverse=True)[:MOST_ROWS]
    rule = words("outages.longest", count=len(ended), shown=words.number(MOST_ROWS))
    assert (rule in chart.subtitles[0]) == (len(ended) > MOST_ROWS)
    assert sum(panel.page.height for panel in panels) < 1200


@pytest.mark.shipped
@pytest.mark.parametrize("size", ["wide", "narrow"])
@pytest.mark.parametrize("words", LANGUAGES, ids=["fr", "en"])
def test_the_picture_names_the_longest_and_fits_a_sheet(held_shipped, words, size):
    choice = Choice(held_shipped, Selection())
    picture = pictures.draw("outages", choice, Sheet(words, LIGHT, size))
    behind = receipts.work_out("outages", held_shipped, Selection()).rows

    assert len(behind) == 92
    assert behind["days"].is_monotonic_decreasing
    assert words.days(548, 548) in picture.title or words.days(533, 563) in picture.title
    assert picture.height < (2200 if size == "narrow" else 1600)


def test_a_choice_without_a_dated_recovery_says_so_and_draws_nothing():
    words = Words("fr")
    chart = outages(some(5), "", base.Look(words, LIGHT))

    assert chart.title == words("outages.none")
    assert not chart.blocks
    assert words("outages.none") in drawn.picture(chart, Sheet(words)).title
