"""Figures: what each says, on small tables worked by hand."""

from __future__ import annotations

import json
import re
from datetime import date, timedelta

import pandas as pd
import plotly.graph_objects as go
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.drawings.charts.base import Look
from analytics.drawings.charts.by_year import by_year
from analytics.drawings.charts.impact import services
from analytics.drawings.charts.official import official as official_chart
from analytics.drawings.charts.outages import outages
from analytics.drawings.charts.recoveries import recoveries
from analytics.drawings.charts.strip import strip
from analytics.drawings.plotly import charts
from analytics.drawings.theme import DARK, LIGHT
from analytics.schema.codes import ATTACK_TYPES
from analytics.statistics.trends import per_year
from analytics.words.official import Told
from analytics.words.text import UNKNOWN, Words

ENGLISH = Words("en")
KNOWN_UNTIL = date(2026, 8, 6)


def plotted(describe, *what, words=ENGLISH, theme=LIGHT, narrow=False, **more) -> go.Figure:
    """As plotly itself reads the dictionaries; it refuses what it does not know."""
    look = Look(words, theme, narrow)
    return go.Figure(charts.figure(describe(*what, look=look, **more).blocks, look))


@pytest.fixture
def incidents() -> pd.DataFrame:
    """Four incidents: known to the day, the month and the year; two recoveries known, one with a range."""
    return pd.DataFrame(
        {
            "incident_id": ["a", "b", "c", "d"],
            "country": ["FRA", "FRA", "DEU", "FRA"],
            "name_fr": ["Un", "Deux", "Trois", "Hôpital <b>quatre</b>"],
            "name_en": ["One", "Two", "Three", "Hospital <b>four</b>"],
            "started_on": ["2022-12-03", "2021-06", "2020", "2026-07-01"],
            "started_precision": ["day", "month", "year", "day"],
            "attack_type": ["ransomware", "intrusion", "ransomware", "unknown"],
            "status": "confirmed",
            "days_to_recover": [10.0, 30.0, None, None],
            "days_to_recover_low": [10.0, 20.0, None, None],
            "days_to_recover_high": [10.0, 40.0, None, None],
            "recovery_at_least_days": [None, None, 113.0, None],
            "recovery_at_most_days": None,
            "severity": "care-affected",
        }
    )


def test_an_end_that_nobody_states_is_not_drawn(incidents):
    figure = plotted(outages, incidents, "")

    assert list(figure.layout.yaxis.ticktext) == ["2021 · Two", "2022 · One"]
    assert [code for trace in figure.data if trace.mode == "markers" for code in trace.customdata] == ["b", "a"]


def test_a_range_of_recovery_is_a_thick_line_from_the_lowest_to_the_highest(incidents):
    figure = plotted(outages, incidents, "")
    (thick,) = [trace for trace in figure.data if trace.name == ENGLISH("outages.range")]

    assert list(thick.x[:2]) == [20, 40]
    assert figure.layout.xaxis.type == "log"


def test_every_mark_of_the_timeline_carries_its_incident(incidents):
    figure = plotted(strip, incidents, "", known_until=KNOWN_UNTIL)
    marks = [code for trace in figure.data if trace.mode == "markers" for code in trace.customdata]

    assert sorted(marks) == ["a", "b", "c", "d"]


def test_a_partial_year_is_hatched_and_named_so(incidents):
    figure = plotted(by_year, incidents, "", known_until=KNOWN_UNTIL)
    bars = [trace for trace in figure.data if trace.type == "bar"]

    assert all(list(trace.marker.pattern.shape) == ["", "", "", "", "", "", "/"] for trace in bars)
    assert figure.layout.xaxis.ticktext[-1] == "2026<br>partial"


def test_a_year_without_an_official_figure_has_no_bar_and_says_so():
    official = pd.DataFrame(
        {"official_low": [581.0, 740.0], "official_high": [581.0, 749.0], "official_sources": [1, 2]},
        index=pd.Index([2023, 2024], name="year"),
    )
    told = Told("", "{first} {last} {before} {after}".format, "", "", [], "", "")
    figure = plotted(official_chart, official, told, years=[2022, 2023, 2024])

    assert pd.isna(figure.data[0].y[0])
    assert list(figure.data[1].text) == [UNKNOWN, "581", "740–749"]


def test_two_names_cut_to_the_same_letters_keep_a_row_each(incidents):
    twins = incidents.assign(name_en="Medical centre of the university of somewhere", days_to_recover=5.0)
    twins[["days_to_recover_low", "days_to_recover_high"]] = 5.0
    figure = plotted(outages, twins, "", narrow=True)

    rows = [row for trace in figure.data if trace.mode == "markers" for row in trace.y]
    assert sorted(rows) == [0, 1, 2, 3]
    assert len(figure.layout.yaxis.ticktext) == 4


def test_services_say_how_many_incidents_and_out_of_how_many():
    lists = ["email; surgery", "email", "email", "maternity", None]
    hit = pd.DataFrame({"services": lists, "country": "FRA", "status": "confirmed"})
    figure = plotted(services, hit, "", theme=DARK)

    assert list(figure.data[0].x) == [3, 1, 1]
    assert figure.data[0].hovertext[0].endswith("3 of 4 incidents")


def test_nothing_to_draw_is_an_empty_figure_and_no_error(incidents):
    nothing = incidents.iloc[:0]

    (trace,) = plotted(strip, nothing, "", known_until=KNOWN_UNTIL).data
    assert list(trace.text) == [ENGLISH("chart.nothing")]
    assert list(per_year(nothing).columns) == list(ATTACK_TYPES)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_separators_of_a_figure_are_those_of_its_language(language, incidents):
    figure = plotted(by_year, incidents, "", words=Words(language), known_until=KNOWN_UNTIL)

    assert figure.layout.separators == {"fr": ", ", "en": ".,"}[language]


def test_a_figure_leaves_its_table_alone(incidents):
    before = incidents.copy(deep=True)
    plotted(strip, incidents, "", known_until=KNOWN_UNTIL)
    plotted(recoveries, incidents, "")

    pd.testing.assert_frame_equal(incidents, before)


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("describe", [strip, by_year])
@given(begin=st.dates(date(2016, 1, 1), date(2026, 6, 1)), days=st.integers(0, 4000))
@settings(max_examples=20)
def test_every_date_and_number_of_a_chart_is_written_by_us_and_not_by_the_browser(describe, language, begin, days):
    """Plotly would write “Jan 2023” on a French page: every name of an axis and every hover is ours."""
    ends = [begin, min(begin + timedelta(days=days), KNOWN_UNTIL)]
    rows = pd.DataFrame(
        {
            "incident_id": ["a", "b"],
            "country": "FRA",
            "name_fr": "Un",
            "name_en": "One",
            "status": "confirmed",
            "started_on": [day.isoformat() for day in ends],
            "attack_type": "unknown",
            "severity": "not-stated",
            "recovery_at_least_days": None,
            "recovery_at_most_days": None,
            **dict.fromkeys(("days_to_recover", "days_to_recover_low", "days_to_recover_high"), 3.0),
        }
    )
    figure = charts.figure(
        describe(rows, "", Look(Words(language), LIGHT), KNOWN_UNTIL).blocks, Look(Words(language), LIGHT)
    )

    axes = [axis for name, axis in figure["layout"].items() if name[1:].startswith("axis")]
    assert axes
    for axis in axes:
        assert axis.get("visible", True) is False or len(axis["ticktext"]) == len(axis["tickvals"])
    for trace in figure["data"]:
        assert trace.get("hoverinfo") == "skip" or trace["hovertemplate"] == "%{hovertext}<extra></extra>"
    if language == "fr":
        told = json.dumps([axes, [trace.get("hovertext") for trace in figure["data"]]], ensure_ascii=False)
        assert not re.search(r"\b(Jan|Feb|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|January|March|June)\b", told)
