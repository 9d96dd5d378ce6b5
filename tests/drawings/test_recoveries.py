"""The curve of outages: what is drawn is what is worked out, by both renderers; no curve where there is no median."""

from __future__ import annotations

from collections import defaultdict

import pytest

from analytics.drawings.charts import base
from analytics.drawings.charts.recoveries import recoveries
from analytics.drawings.charts.scales import LEAST_DAYS
from analytics.drawings.plotly import charts as plotted
from analytics.drawings.svg.canvas import Sheet
from analytics.drawings.theme import LIGHT
from analytics.outputs import pictures, receipts
from analytics.outputs.html import cards, dossier
from analytics.outputs.pictures import Choice
from analytics.record.cells import rows_of
from analytics.schema import col
from analytics.selection.selection import Selection
from analytics.statistics.recovery import DAY, DAYS, DAYS_HIGH, DISRUPTED, recovery
from analytics.words.recovery import lasted
from analytics.words.text import Words

ENGLISH, FRENCH = Words("en"), Words("fr")
OF_DAX = {"fr": "au moins 113 jours", "en": "at least 113 days"}


@pytest.fixture(scope="module")
def kept(publish_shipped):
    return Selection().keep(publish_shipped("specialist"))


@pytest.mark.shipped
@pytest.mark.parametrize("words", [FRENCH, ENGLISH], ids=["fr", "en"])
def test_each_step_of_the_curve_is_a_day_on_which_an_outage_was_over(kept, words):
    found, look = recovery(kept), base.Look(words, LIGHT)
    chart = recoveries(kept, "", look)
    (panel,) = chart.blocks[0].panels
    band, line = (mark for mark in panel.marks if isinstance(mark, base.Curve))
    corners = line.lines[0]

    assert corners[0] == (LEAST_DAYS, 1)
    assert corners[2::2] == list(zip(found.curve[DAY].clip(lower=LEAST_DAYS), found.curve[DISRUPTED], strict=True))
    assert all(before[1] == level[1] for before, level in zip(corners[::2], corners[1::2], strict=False))
    assert len(line.hovers) == len(corners)
    assert len(band.lines[0]) == 2 * len(corners)
    traces = plotted.figure(chart.blocks, look)["data"]
    assert [trace["fill"] for trace in traces if "fill" in trace] == ["toself"]
    assert panel.across is not None
    assert panel.across.log
    (points,) = (mark.points for mark in panel.marks if isinstance(mark, base.Points))
    ended = found.cases[found.cases[DAYS_HIGH].notna() & (found.cases[DAYS] <= found.curve[DAY].iloc[-1])]
    assert sorted(point.code for point in points) == sorted(ended[col.INCIDENT_ID])
    steps = dict(zip(found.curve[DAY].clip(lower=LEAST_DAYS), found.curve[DISRUPTED], strict=True))
    lowest: dict[float, float] = {}
    for point in points:
        lowest[point.x] = min(point.y, lowest.get(point.x, 1))
    assert lowest == pytest.approx({day: steps[day] for day in lowest})
    days = f"{found.median:.0f}"
    assert (f"{days} jours" if words is FRENCH else f"{days} days") in chart.title


@pytest.mark.shipped
@pytest.mark.parametrize("selection", [Selection(country=("FRA",)), Selection(country=("USA",), evidence="official")])
def test_a_picture_without_a_median_says_why_and_draws_nothing(held_shipped, selection):
    picture = pictures.draw("recoveries", Choice(held_shipped, selection), Sheet(ENGLISH))

    assert picture.title.rpartition(" – ")[2].startswith("Too few")
    assert picture.empty
    assert receipts.work_out("median-days", held_shipped, selection).value is None


@pytest.mark.shipped
@pytest.mark.parametrize("words", [FRENCH, ENGLISH], ids=["fr", "en"])
def test_the_receipt_of_the_median_has_its_interval_and_what_it_rests_on(held_shipped, words):
    result = receipts.work_out("median-days", held_shipped, Selection())

    assert (result.value, result.low, result.high) == (18, 13, 22)
    assert dict(result.base) == {"ended": 92, "bounded": 43, "missing": 177}
    assert len(result.rows) == 135
    assert {col.RECOVERY_AT_LEAST, col.RECOVERY_AT_MOST} <= set(result.claims[col.MEASURE])
    assert words("recovery.interval", span=words.span(13, 22)) in receipts.said("median-days", result, words)


@pytest.mark.shipped
@pytest.mark.parametrize("words", [FRENCH, ENGLISH], ids=["fr", "en"])
def test_an_incident_says_how_long_it_lasted_at_least(publish_shipped, words):
    published = publish_shipped("specialist").set_index(col.INCIDENT_ID, drop=False)
    (row,) = rows_of(published.loc[["fr-dax-2021"]])

    assert lasted(row, words) == OF_DAX[words.language]
    assert cards.end(row, words).startswith(OF_DAX[words.language])
    (unknown,) = rows_of(published.loc[["fr-narbonne-2020"]])
    assert cards.end(unknown, words) == words("card.end_unknown")


@pytest.mark.shipped
@pytest.mark.parametrize("words", [FRENCH, ENGLISH], ids=["fr", "en"])
def test_what_a_recovery_meant_is_told_once_and_its_length_in_one_unit(shipped, publish_shipped, words):
    published = publish_shipped("specialist")
    for row in rows_of(published):
        claims = shipped.claims[shipped.claims[col.INCIDENT_ID] == row[col.INCIDENT_ID]]
        html = dossier.ending(row, claims, shipped, words)
        meaning = row[words.column("end_meaning")]
        explained = claims[claims[col.MEASURE].isin(dossier.MEANING) & (claims[col.PREFERRED] == "yes")]
        if len(explained) and isinstance(meaning, str):
            assert f"— {meaning}" not in html
        items = cards.incident_items(
            row, cards.figures_of(shipped, row[col.INCIDENT_ID], "specialist"), defaultdict(str), words
        )
        assert (
            len(
                {"incident-downtime_days", "incident-recovery_duration_months", "incident-days_to_recover"}
                & items.keys()
            )
            <= 1
        )
