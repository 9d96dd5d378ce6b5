"""Statistical drawings: what is drawn is what the tables say, and nothing is lost on the way."""

from __future__ import annotations

import math
from datetime import date

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import pytest

from analytics.drawings.charts.base import Block, Look
from analytics.drawings.charts.compare import intervals, years_by_area
from analytics.drawings.charts.funnel import MOST_NAMES, on_top, plane
from analytics.drawings.charts.funnel import funnel as funnel_chart
from analytics.drawings.charts.placing import Place
from analytics.drawings.charts.scales import whole_ticks
from analytics.drawings.charts.trend import trend_by_year
from analytics.drawings.plotly import charts
from analytics.drawings.theme import DARK, LIGHT
from analytics.selection.selection import Selection
from analytics.statistics import areas, periods, trends
from analytics.statistics import funnel as funnels
from analytics.words.text import Words
from tests.helpers.boxes import box, shared

ENGLISH, FRENCH = Words("en"), Words("fr")
KNOWN_UNTIL = date(2026, 8, 6)
NAMES = {"01": "Ain (01)", "75": "Paris (75)", "91": "Essonne (91)", "976": "Mayotte (976)"}
FRANCE = ("France", 0.2, 0.15, 0.25)
PER = "incidents a year per million inhabitants"
DRESSES = [(words, theme) for words in (FRENCH, ENGLISH) for theme in (LIGHT, DARK)]


@pytest.fixture
def funnel() -> funnels.Funnel:
    """Ain far above what is expected, Paris as expected, Essonne without an incident, Mayotte without beds."""
    index = pd.Index(["01", "75", "91", "976"], name="code")
    exposure = pd.Series([100.0, 5000.0, 2000.0, float("nan")], index=index)
    return funnels.funnel(pd.Series([6, 12, 0, 1], index=index), exposure)


def figure_of(block, words: Words, theme) -> go.Figure:
    """As plotly itself reads the dictionaries; it refuses what it does not know."""
    return go.Figure(charts.figure([block], Look(words, theme)))


def funnel_of(funnel, names, words, theme, chosen=()) -> go.Figure:
    described = funnel_chart(funnel, names, "department", "", chosen, Look(words, theme))
    return go.Figure(charts.figure(described.blocks, Look(words, theme)))


def yearly_of(counts, exposure, words, theme) -> go.Figure:
    trend = trends.yearly_trend(counts, exposure)
    described = trend_by_year(counts, exposure, trend, "", Look(words, theme), KNOWN_UNTIL)
    return go.Figure(charts.figure(described.blocks, Look(words, theme)))


def intervals_of(rows, names, reference, words, theme) -> go.Figure:
    return figure_of(intervals(rows, names, reference, Look(words, theme), PER), words, theme)


def panels_of(table, names=None) -> go.Figure:
    return figure_of(years_by_area(table, names or NAMES, Look(ENGLISH, LIGHT), KNOWN_UNTIL), ENGLISH, LIGHT)


def mode(trace) -> str:
    return trace.mode if trace.type == "scatter" else ""


def marks(figure) -> dict[str, tuple[float, float]]:
    """Where the point of each area stands; rings, which carry no words, are left out."""
    points = [
        (code, (x, y))
        for trace in figure.data
        if mode(trace) == "markers" and trace.customdata is not None and trace.hovertext is not None
        for code, x, y in zip(trace.customdata, trace.x, trace.y, strict=True)
    ]
    assert len(points) == len(dict(points))
    return dict(points)


def hovers(figure) -> dict[str, str]:
    return {
        code: text
        for trace in figure.data
        if trace.customdata is not None
        for code, text in zip(trace.customdata, trace.hovertext or trace.text or [], strict=False)
    }


def said(figure) -> list[str]:
    alone = [
        text for trace in figure.data if mode(trace) == "text" and not figure.layout.annotations for text in trace.text
    ]
    return [note.text for note in figure.layout.annotations] or alone


# --- funnel -----------------------------------------------------------------------------------------------


def test_every_area_with_an_expectation_has_its_point_and_zero_is_one(funnel):
    found = marks(funnel_of(funnel, NAMES, ENGLISH, LIGHT))

    placed = funnel.areas.drop(index="976")
    assert found == {code: (row.expected, row.ratio) for code, row in placed.iterrows()}
    assert found["91"][1] == 0


def test_limits_are_those_of_the_rates(funnel):
    figure = funnel_of(funnel, NAMES, ENGLISH, LIGHT)

    for name, level, dash in (("95% limit", 0.95, "dash"), ("99.8% limit", 0.998, "solid")):
        (curve,) = [trace for trace in figure.data if trace.name == name]
        split = list(curve.x).index(None)
        expected = np.array(curve.x[:split], dtype=float)
        limits = funnels.funnel_limits(expected, level)
        low = np.array(curve.y[split + 1 :], dtype=float) * expected
        np.testing.assert_allclose(np.array(curve.y[:split], dtype=float) * expected, limits.high)
        np.testing.assert_allclose(low, np.where(limits.low > 0, limits.low, np.nan))
        assert curve.line.dash == dash
        assert expected.min() <= funnel.areas.expected.min()
        assert expected.max() >= funnel.areas.expected.max()


def test_areas_outside_are_named_and_others_only_where_chosen(funnel):
    assert list(funnel.areas.index[funnel.areas["flag_95"].isin(["below", "above"])]) == ["01", "91"]

    assert "Paris (75)" not in said(funnel_of(funnel, NAMES, ENGLISH, LIGHT))
    figure = funnel_of(funnel, NAMES, ENGLISH, LIGHT, ["75", "974"])
    assert {"Ain (01)", "Essonne (91)", "Paris (75)"} <= set(said(figure))
    (ring,) = [trace for trace in figure.data if trace.name == "Chosen"]
    assert list(ring.customdata) == ["75"]


def test_an_area_without_a_denominator_is_said_to_have_no_point(funnel):
    assert "1 area without a denominator has no point: Mayotte<br>(976)" in said(
        funnel_of(funnel, NAMES, ENGLISH, LIGHT)
    )


def test_hovering_tells_what_was_seen_what_was_expected_and_on_which_side(funnel):
    told = hovers(funnel_of(funnel, NAMES, FRENCH, LIGHT))

    assert "Observés\u202f: 6, attendus\u202f: 0,25, rapport\u202f: 23,7" in told["01"]
    assert told["01"].endswith("Au-dessus de la limite à 99,8\u202f%")
    assert told["75"].endswith("hasard explique")
    assert "Au-dessous" in told["91"]


@pytest.mark.parametrize("observed", [[0, 0], [3, 4]])
def test_without_incidents_or_exposure_a_funnel_says_that_there_is_nothing_to_compare(observed):
    index = pd.Index(["01", "75"], name="code")
    exposure = pd.Series([10.0, 20.0] if not any(observed) else [0.0, float("nan")], index=index)
    figure = funnel_of(funnels.funnel(pd.Series(observed, index=index), exposure), NAMES, ENGLISH, LIGHT)

    assert said(figure) == ["No incident: nothing to compare"]


def test_one_area_alone_is_as_expected():
    index = pd.Index(["01"], name="code")
    figure = funnel_of(
        funnels.funnel(pd.Series([3], index=index), pd.Series([7.0], index=index)), NAMES, ENGLISH, LIGHT
    )

    assert marks(figure) == {"01": (3.0, 1.0)}


def test_where_many_are_outside_the_furthest_are_named_and_every_chosen_one():
    index = pd.Index([f"{place:02}" for place in range(40)], name="code")
    observed = pd.Series([0, 40] * 18 + [90, 20, 20, 20], index=index)
    funnel = funnels.funnel(observed, pd.Series(100.0, index=index))
    assert funnel.outside["95"] > MOST_NAMES
    figure = funnel_of(funnel, dict(zip(index, index, strict=True)), ENGLISH, LIGHT, ["38", "39"])
    found = set(said(figure)) & set(index)

    assert len(found) == MOST_NAMES + 2
    assert {"38", "39", "36"} <= found
    assert set(marks(figure)) == set(index)


@pytest.mark.parametrize("chosen", [[], ["91"], ["75", "01", "976"]])
def test_what_chosen_areas_add_makes_the_whole_figure(funnel, chosen):
    look = Look(FRENCH, DARK)
    whole = charts.figure(funnel_chart(funnel, NAMES, "department", "", chosen, look).blocks, look)

    drawn = plane(funnel, NAMES, look)

    assert charts.with_more(charts.figure([Block([drawn.panel])], look), on_top(drawn, chosen), look) == whole


@pytest.mark.parametrize("crowd", [2, 12])
def test_names_do_not_stand_on_one_another(crowd):
    index = pd.Index([f"{place:02}" for place in range(30)], name="code")
    funnel = funnels.funnel(pd.Series([place % 4 for place in range(30)], index), pd.Series(range(10, 40), index))
    figure = funnel_of(funnel, {code: f"Area number {code}" for code in index}, ENGLISH, LIGHT, index[:crowd])
    notes = [note for note in figure.layout.annotations if note.text.startswith("Area")]

    assert len(notes) == crowd
    up = (figure.layout.height - figure.layout.margin.t - figure.layout.margin.b) / figure.layout.yaxis.range[1]
    for width in charts.WIDTHS:
        scale = width / figure.layout.xaxis.range[1]
        boxes = [box(Place(note.ax, -note.ay), note.x * scale, note.y * up, 6 * len(note.text)) for note in notes]
        assert not [1 for a, one in enumerate(boxes) for other in boxes[a + 1 :] if shared(one, other) > 12]


# --- years ------------------------------------------------------------------------------------------------

EXPOSURE = pd.Series([1.0] * 7 + [0.6], index=pd.RangeIndex(2019, 2027, name="year"))
RISING = pd.Series([2, 3, 6, 8, 13, 19, 30, 26], index=EXPOSURE.index)
FLAT = pd.Series([6, 3, 11, 10, 11, 5, 11, 6], index=EXPOSURE.index)


def drawn(counts: pd.Series, words: Words = ENGLISH, theme=LIGHT):
    return yearly_of(counts, EXPOSURE, words, theme)


def line_of(figure):
    return [trace for trace in figure.data if mode(trace) == "lines"]


def test_bars_are_the_counts_and_a_year_without_any_is_a_zero():
    figure = drawn(FLAT.drop(2020))
    (bars,) = [trace for trace in figure.data if trace.type == "bar"]

    assert list(bars.y) == [6, 0, 11, 10, 11, 5, 11, 6]
    assert list(bars.marker.pattern.shape) == [""] * 7 + ["/"]
    assert figure.layout.xaxis.ticktext[-1] == "2026<br>partial"
    assert bars.hovertext[-1] == "2026 · 6 incidents<br>Only 60% of the year is known"
    (numbers,) = [trace for trace in figure.data if mode(trace) == "text"]
    assert list(numbers.text) == ["6", "0", "11", "10", "11", "5", "11", "6"]


def test_without_a_conclusion_the_mean_is_dotted_and_no_curve_is_drawn():
    assert trends.yearly_trend(FLAT, EXPOSURE).code == "cannot-conclude"
    (line,) = line_of(drawn(FLAT))

    assert line.line.dash == "dot"
    np.testing.assert_allclose(line.y, 63 / 7.6)
    assert line.name == "Mean: 8.3 a year"


def test_a_trend_is_the_fitted_curve_through_the_total():
    trend = trends.yearly_trend(RISING, EXPOSURE)
    assert trend.code == "rising"
    (line,) = line_of(drawn(RISING))

    assert line.line.dash == "solid"
    np.testing.assert_allclose(np.array(line.y[1:]) / np.array(line.y[:-1]), trend.ratio)
    assert (np.array(line.y) * EXPOSURE).sum() == pytest.approx(RISING.sum())
    assert line.name == "Fitted curve: ×1.53 a year<br>1.38–1.7, 95% confidence"


def test_a_ratio_without_end_has_no_curve():
    late = pd.Series([0] * 7 + [20], index=EXPOSURE.index)
    assert math.isinf(trends.yearly_trend(late, EXPOSURE).ratio)

    assert line_of(drawn(late)) == []


def test_no_incident_and_no_year_are_no_error():
    nothing = FLAT * 0
    (line,) = line_of(drawn(nothing))
    empty = EXPOSURE.iloc[:0]
    without = yearly_of(FLAT.iloc[:0], empty, ENGLISH, LIGHT)

    assert set(line.y) == {0}
    assert said(without) == ["No incident: nothing to compare"]


@pytest.fixture
def by_area() -> pd.DataFrame:
    """Paris first, then Ain, with years missing."""
    return pd.DataFrame({"code": ["75", "75", "01", "01"], "year": [2022, 2026, 2023, 2024], "incidents": [3, 1, 1, 0]})


def test_panels_stand_in_the_order_given_on_the_same_axes(by_area):
    figure = panels_of(by_area)
    bars = [trace for trace in figure.data if trace.type == "bar"]

    assert said(figure) == ["<b>Paris (75)</b>", "<b>Ain (01)</b>"]
    assert [list(trace.y) for trace in bars] == [[3, 0, 0, 0, 1], [0, 1, 0, 0, 0]]
    assert [set(trace.customdata) for trace in bars] == [{"75"}, {"01"}]
    assert {trace.x for trace in bars} == {(0, 1, 2, 3, 4)}
    assert [name[:4] for name in figure.layout.xaxis2.ticktext] == ["2022", "2023", "2024", "2025", "2026"]
    assert figure.layout.yaxis.range == figure.layout.yaxis2.range
    assert list(figure.layout.yaxis.tickvals) == [0, 1, 2, 3]
    assert [list(trace.text) for trace in figure.data if mode(trace) == "text"][1] == ["0", "1", "0", "0", "0"]
    assert figure.layout.xaxis2.ticktext[-1] == "2026<br>partial"


def test_panels_are_as_many_as_can_be_read(by_area):
    many = pd.concat([by_area.assign(code=str(place)) for place in range(7)])

    with pytest.raises(ValueError, match="7 areas"):
        panels_of(many)
    one = panels_of(by_area[:2])
    assert said(one) == ["<b>Paris (75)</b>"]
    assert said(panels_of(by_area[:0])) == ["No incident: nothing to compare"]


@pytest.mark.parametrize("top", [1, 2, 3, 5, 7, 11, 30, 99, 1234])
def test_ticks_are_few_whole_numbers_from_zero(top):
    ticks = whole_ticks(top, 5)

    assert ticks[0] == 0
    assert 2 <= len(ticks) <= 6
    assert ticks[-1] <= top < ticks[-1] + ticks[1]


# --- intervals --------------------------------------------------------------------------------------------


@pytest.fixture
def rows() -> pd.DataFrame:
    nan = float("nan")
    return pd.DataFrame(
        {
            "code": ["91", "01", "976", "75"],
            "rate": [0.5, 0.0, nan, 0.1],
            "low": [0.1, 0.0, nan, 0.02],
            "high": [1.2, 2.0, nan, 0.3],
            "events": [3, 0, 1, 2],
        },
        index=[7, 3, 9, 1],
    )


def test_rates_stand_in_the_order_given_with_their_events_beside_the_name(rows):
    figure = intervals_of(rows, NAMES, FRANCE, FRENCH, LIGHT)

    names = [name.replace("\u00a0", " ").replace("<br>", " ") for name in figure.layout.yaxis.ticktext]
    assert names == ["Essonne (91) · 3", "Ain (01) · 0", "Mayotte (976) · 1", "Paris (75) · 2"]
    assert marks(figure) == {"91": (0.5, 0), "01": (0.0, 1), "75": (0.1, 3)}
    assert set(hovers(figure)) == set(NAMES)


def test_whiskers_go_from_the_lower_to_the_upper_end_and_those_of_zero_are_open(rows):
    figure = intervals_of(rows, NAMES, FRANCE, ENGLISH, LIGHT)
    full, open_ = line_of(figure)

    assert list(zip(full.x, full.y, strict=True)) == [
        *((0.1, 0), (1.2, 0), (None, None)),
        *((0.02, 3), (0.3, 3), (None, None)),
    ]
    assert list(open_.x) == [0.0, 2.0, None]
    assert open_.line.dash == "dot"
    assert [trace.marker.symbol for trace in figure.data if trace.showlegend] == ["circle-open"]


@pytest.mark.parametrize(("words", "none"), [(FRENCH, "pas de taux"), (ENGLISH, "no rate")])
def test_an_area_without_a_rate_says_so(rows, words, none):
    figure = intervals_of(rows, NAMES, FRANCE, words, LIGHT)
    (text,) = [trace for trace in figure.data if mode(trace) == "text"]

    assert (text.text[0].strip(), list(text.y), list(text.customdata)) == (none, [2], ["976"])
    assert none in hovers(figure)["976"]


def test_the_rate_of_all_is_a_band_with_a_line_and_its_numbers(rows):
    figure = intervals_of(rows, NAMES, FRANCE, ENGLISH, LIGHT)
    band, line = figure.layout.shapes

    assert (band.x0, band.x1, line.x0, line.x1) == (0.15, 0.25, 0.2, 0.2)
    assert said(figure) == ["France: 0.2<br>0.15–0.25"]
    assert hovers(figure)["91"] == (
        "<b>Essonne (91)</b><br>3 incidents<br>0.5 incidents a year per million inhabitants"
        "<br>0.1–1.2, 95% confidence<br>France: 0.2, 0.15–0.25"
    )


def test_no_area_and_no_rate_of_all_are_no_error(rows):
    nan = float("nan")
    figure = intervals_of(rows[:0], NAMES, ("France", nan, nan, nan), ENGLISH, LIGHT)

    assert not figure.data
    assert not figure.layout.shapes


# --- all of them ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("words", "theme"), DRESSES, ids=lambda value: getattr(value, "language", None) or value.name)
def test_figures_of_the_small_world_are_dressed_and_complete(small_atlas, small_incidents, words, theme):
    table = areas.rate_table(small_atlas, small_incidents, Selection(), "department").set_index("code", drop=False)
    names = dict(zip(table.index, table[words.column("name")], strict=True))
    over = periods.period(Selection(), KNOWN_UNTIL).exposure
    french = small_incidents[small_incidents["country"] == "FRA"]
    counts = trends.per_year(french).sum(axis=1)
    counts = counts[counts.index >= 2019]
    rows = table.rename(columns={"rate_per_million": "rate", "rate_low": "low", "rate_high": "high"})
    rows = rows.rename(columns={"incidents": "events"}).reset_index(drop=True)
    before = rows.copy(deep=True)
    figures = [
        funnel_of(funnels.funnel(table["incidents"], table["person_years"]), names, words, theme),
        yearly_of(counts, over, words, theme),
        intervals_of(rows, names, FRANCE, words, theme),
    ]

    assert set(marks(figures[0])) == set(table.index[table["person_years"] > 0])
    assert len(figures[2].layout.yaxis.ticktext) == len(table)
    for figure in figures:
        assert figure.layout.separators == {"fr": ", ", "en": ".,"}[words.language]
        assert figure.layout.font.color == theme.text
        assert figure.layout.title.text is None
    pd.testing.assert_frame_equal(rows, before)
