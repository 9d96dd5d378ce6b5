"""Incidents of each year, with the fitted curve where a trend can be concluded, else with the mean."""

from __future__ import annotations

import math
from datetime import date

import numpy as np
import pandas as pd

from analytics.drawings.charts import base
from analytics.drawings.charts.by_year import numbers_above, partial_years, year_slots
from analytics.drawings.charts.numbers import valued, with_confidence
from analytics.drawings.charts.scales import number_ticks, whole_ticks
from analytics.schema.version import KNOWN_UNTIL
from analytics.statistics.trends import Trend
from analytics.words import conclusions
from analytics.words.numbers import ratio
from analytics.words.text import Words


def trend_by_year(
    counts: pd.Series,
    exposure: pd.Series,
    trend: Trend,
    scope: str,
    look: base.Look,
    known_until: date = KNOWN_UNTIL,
) -> base.Chart:
    """French incidents of each year; the line is incidents per whole year, so it stands above the bar of a partial one.

    The exposure is the part of each year that is covered (`periods.period`); a year that the counts lack had none.
    """
    words = look.words
    span = exposure.sort_index()
    seen = counts.reindex(span.index, fill_value=0).astype(int)
    title = words("conclude.no_years")
    if trend.years:
        first, last = (str(year) for year in trend.years)
        title = words(f"drawing.trend_{trend.code}", first=first, last=last)
    line = pace(seen, span, trend) if len(seen) else None
    partial, partial_note = partial_years(span.index, known_until, words)
    values = [valued(year, words.number(count), words) for year, count in seen.items()]
    if line is not None:
        values.append(", ".join(_pace_name(line, trend, words)))
    return base.Chart(
        title,
        [words("drawing.trend_subtitle"), scope],
        [*([conclusions.trend(trend, words)] if trend.years else []), *partial_note, words("drawing.known")],
        values if seen.sum() else [],
        [base.Block([_panel(seen, span, line, trend, partial, look)])] if len(seen) else [],
    )


def _panel(
    seen: pd.Series, span: pd.Series, line: pd.Series | None, trend: Trend, partial: list[int], look: base.Look
) -> base.Panel:
    words, theme = look.words, look.theme
    top = max(5.0, seen.max() * 1.12, 0.0 if line is None else line.max() * 1.1)
    years = [int(year) for year in seen.index]
    marks: list[base.Mark] = list(counted(seen, partial, _clear(seen, line, top), look, span=span))
    legend = []
    if line is not None:
        dash = "" if _is_fitted(trend) else "3 4"
        legend = [base.line(theme.text, 2, dash, "\n".join(_pace_name(line, trend, words)))]
        rates = [words("chart.per_year", rate=words.number(pace, 1)) for pace in line]
        hovers = [f"{year}<br>{rate}" for year, rate in zip(years, rates, strict=True)]
        marks.append(base.Curve(legend[0], [[(place, float(pace)) for place, pace in enumerate(line)]], hovers))
    return base.Panel(
        "columns",
        base.Axis(0, top, number_ticks(whole_ticks(top, 5), words)),
        marks,
        base.Room(30, 0, 16, 300, 42),
        base.Page(340, above=52, below=44),
        year_slots(years, partial, words),
        legend=legend,
        cut=True,
    )


def counted(
    seen: pd.Series,
    partial: list[int],
    at: pd.Series,
    look: base.Look,
    *,
    span: pd.Series | None = None,
    fill: str = "",
    name: str = "",
    code: str = "",
    size: float = 13,
) -> tuple[base.Bars, base.Texts]:
    """Bars of counts by year with their numbers; zero too: a year without any is not a year without data.

    Each number stands at the height in `at`; `span` is how much of each year is known, and `name` and `code` are those
    of the area that the bars are of.
    """
    words, theme = look.words, look.theme
    hovers = []
    for year, count in seen.items():
        lines = [f"<b>{name}</b>"] if name else []
        lines.append(f"{year} · {words('chart.incidents', int(count))}")
        if year in partial:
            whole = words("figure.partial_tick")
            lines.append(whole if span is None else words("chart.part", part=words.percent(span.loc[year])))
        hovers.append("<br>".join(lines))
    hatched = frozenset(place for place, year in enumerate(seen.index) if year in partial)
    key, values = base.Key("", fill=fill or theme.ramp[2]), [float(count) for count in seen]
    bars = base.Bars(key, values, hovers, hatched, [code] * len(values))
    return bars, numbers_above(at, [words.number(count) for count in seen], look, size, theme.paper)


def _is_fitted(trend: Trend) -> bool:
    """Whether a trend can be concluded, so that its curve is drawn and not the mean."""
    return trend.code in ("rising", "falling")


def pace(seen: pd.Series, span: pd.Series, trend: Trend) -> pd.Series | None:
    """Incidents per whole year on the fitted curve or on the mean; None where neither can be drawn.

    The curve goes through the total: the score of the intercept in Poisson regression is the sum of the residuals.
    """
    if not _is_fitted(trend):
        return pd.Series(seen.sum() / span.sum(), index=span.index)
    if not 0 < trend.ratio < math.inf:
        return None
    growth: pd.Series = trend.ratio ** (span.index.to_series() - span.index.min())
    return growth * (seen.sum() / (growth * span).sum())


def _pace_name(line: pd.Series, trend: Trend, words: Words) -> list[str]:
    """What the line of the pace is called: the mean, or the ratio from year to year and its interval."""
    if _is_fitted(trend):
        return [words("chart.fitted", ratio=ratio(trend.ratio, words)), with_confidence(trend.low, trend.high, words)]
    return [words("chart.mean", rate=words.number(line.iloc[0], 1))]


def _clear(seen: pd.Series, line: pd.Series | None, top: float) -> pd.Series:
    """Where the number of each bar stands: on the bar, or on the line where that would cross it."""
    if line is None:
        return seen
    crossed = (line > seen - 0.01 * top) & (line < seen + 0.09 * top)
    return seen.where(~crossed, np.maximum(seen, line + 0.01 * top))
