"""Figures: what each says, on small tables worked by hand."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from analytics.drawings.plotly import figures
from analytics.drawings.theme import DARK, LIGHT
from analytics.schema.codes import ATTACK_TYPES
from analytics.statistics.trends import per_year
from analytics.words.text import UNKNOWN, Words

ENGLISH = Words("en")
KNOWN_UNTIL = date(2026, 8, 6)


@pytest.fixture
def incidents() -> pd.DataFrame:
    """Four incidents: known to the day, the month and the year; two recoveries known, one with a range."""
    return pd.DataFrame(
        {
            "incident_id": ["a", "b", "c", "d"],
            "name_fr": ["Un", "Deux", "Trois", "Hôpital <b>quatre</b>"],
            "name_en": ["One", "Two", "Three", "Hospital <b>four</b>"],
            "started_on": ["2022-12-03", "2021-06", "2020", "2026-07-01"],
            "started_precision": ["day", "month", "year", "day"],
            "attack_type": ["ransomware", "intrusion", "ransomware", "unknown"],
            "days_to_recover": [10.0, 30.0, None, None],
            "days_to_recover_low": [10.0, 20.0, None, None],
            "days_to_recover_high": [10.0, 40.0, None, None],
        }
    )


def test_a_start_known_to_the_month_is_a_bar_as_long_as_the_month(incidents):
    figure = figures.timeline(incidents, ENGLISH, LIGHT, KNOWN_UNTIL)
    bars = [trace for trace in figure.data if trace.mode == "lines" and trace.line.width == 9]

    drawn = [(str(trace.x[0])[:10], str(trace.x[1])[:10]) for trace in bars]
    assert sorted(drawn) == [("2020-01-01", "2020-12-31"), ("2021-06-01", "2021-06-30")]


def test_an_end_that_nobody_states_is_dotted_and_never_a_point(incidents):
    figure = figures.timeline(incidents, ENGLISH, LIGHT, KNOWN_UNTIL)
    (stub,) = [trace for trace in figure.data if trace.line.dash == "dot"]

    assert stub.name == ENGLISH("figure.end_unknown")
    assert list(stub.y) == [0, 0, None, 3, 3, None]  # the first and the last, in the order of their starts


def test_a_range_of_recovery_is_thin_from_the_lowest_to_the_highest(incidents):
    figure = figures.timeline(incidents, ENGLISH, LIGHT, KNOWN_UNTIL)
    (thin,) = [trace for trace in figure.data if trace.name == ENGLISH("figure.recovery_range")]

    assert [str(when)[:10] for when in thin.x[:2]] == ["2021-07-20", "2021-08-09"]


def test_every_mark_of_the_timeline_carries_its_incident(incidents):
    figure = figures.timeline(incidents, ENGLISH, LIGHT, KNOWN_UNTIL)
    marks = [code for trace in figure.data if trace.mode == "markers" for code in trace.customdata]

    assert sorted(marks) == ["a", "b", "c", "d"]


def test_a_partial_year_is_hatched_and_named_so(incidents):
    figure = figures.by_year(per_year(incidents), ENGLISH, LIGHT, KNOWN_UNTIL)
    bars = [trace for trace in figure.data if trace.type == "bar"]

    assert all(list(trace.marker.pattern.shape) == ["", "", "", "", "", "", "/"] for trace in bars)
    assert figure.layout.xaxis.ticktext[-1] == "2026<br>partial"


def test_a_year_without_an_official_figure_has_no_bar_and_says_so():
    official = pd.DataFrame(
        {"official_low": [581.0, 740.0], "official_high": [581.0, 749.0], "official_sources": [1, 2]},
        index=pd.Index([2023, 2024], name="year"),
    )
    figure = figures.official_by_year([2022, 2023, 2024], official, ENGLISH, LIGHT)

    assert pd.isna(figure.data[0].y[0])
    assert list(figure.data[1].text) == [UNKNOWN, "581", "740–749"]


def test_two_names_cut_to_the_same_letters_keep_a_row_each(incidents):
    twins = incidents.assign(name_en="Medical centre of the university of somewhere", days_to_recover=5.0)
    twins[["days_to_recover_low", "days_to_recover_high"]] = 5.0
    figure = figures.recoveries(twins, ENGLISH, LIGHT, figures.NARROW_NAME_LENGTH)

    assert len(set(figure.data[0].y)) == 4
    assert len(figure.layout.yaxis.ticktext) == 4


def test_services_say_how_many_incidents_and_out_of_how_many():
    figure = figures.services(pd.Series({"email": 3, "surgery": 1}), 5, ENGLISH, DARK)

    assert list(figure.data[0].x) == [3, 1]
    assert "out of" in figure.data[0].hovertemplate or "of 5" in figure.data[0].hovertemplate


def test_nothing_to_draw_is_an_empty_figure_and_no_error(incidents):
    nothing = incidents.iloc[:0]

    assert not figures.timeline(nothing, ENGLISH, LIGHT, KNOWN_UNTIL).data
    assert list(per_year(nothing).columns) == list(ATTACK_TYPES)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_separators_of_a_figure_are_those_of_its_language(language, incidents):
    figure = figures.by_year(per_year(incidents), Words(language), LIGHT, KNOWN_UNTIL)

    assert figure.layout.separators == {"fr": ", ", "en": ".,"}[language]


def test_a_figure_leaves_its_table_alone(incidents):
    before = incidents.copy(deep=True)
    figures.timeline(incidents, ENGLISH, LIGHT, KNOWN_UNTIL)
    figures.recoveries(incidents, ENGLISH, LIGHT)

    pd.testing.assert_frame_equal(incidents, before)
