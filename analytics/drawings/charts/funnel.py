"""Areas by what is expected of them and how many times that they saw, with the limits of what chance explains."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from itertools import chain

import numpy as np
import pandas as pd

from analytics.drawings.charts import base
from analytics.drawings.charts.numbers import compared, level_name, side, valued
from analytics.drawings.charts.scales import number_ticks, ticks
from analytics.geography.levels import Level
from analytics.statistics import comparison
from analytics.statistics import funnel as funnels
from analytics.words.text import Words

MOST_NAMES = 8  # of areas that nobody chose
LIMIT_DASHES = {"95": "5 4", "99_8": ""}


def funnel(
    funnel: funnels.Funnel, names: Mapping[str, str], level: Level, scope: str, chosen: Collection[str], look: base.Look
) -> base.Chart:
    """Areas by what is expected of them and how many times that they saw.

    Limits of 95 % (dashed) and 99.8 % (solid) are curves. Areas outside of 95 % are named, also where nobody chose
    them, but no more than eight, the furthest out for what is expected of them. Areas of which nothing is expected have
    no point; a note says how many and which.
    The codes in `chosen` are ringed and named; those that the funnel lacks are left out.
    """
    words = look.words
    table = funnel.areas
    placed, unplaced = table[table[comparison.RATIO].notna()], table[table[comparison.RATIO].isna()]
    values = [
        valued(names[str(code)], f"{compared(row, words)} ({side(row, words)})", words)
        for code, row in placed.iterrows()
    ]
    without = []
    if len(unplaced) and len(placed):
        listed = ", ".join(names[code] for code in unplaced.index)
        without = [words("chart.unplaced", len(unplaced), names=listed)]
    ringed = [str(code) for code in placed.index if code in set(chosen)]
    notes = [words("drawing.funnel_note")] if ringed else []
    return base.Chart(
        _title(funnel, len(placed), level, words),
        [words(f"drawing.funnel_subtitle_{level}"), scope],
        [*without, *notes, words("conclude.caution_places"), words("drawing.population")],
        [*values, *without],
        [base.Block([_plane(placed, names, ringed, " ".join(without), look)])] if len(placed) else [],
    )


def _title(funnel: funnels.Funnel, placed: int, level: Level, words: Words) -> str:
    """How many areas lie outside of what chance explains, and how many would by chance alone."""
    if not placed:
        return words("conclude.funnel_none")
    outside, areas = funnel.outside["95"], words(f"conclude.areas_{level}", count=placed)
    chance = words.number(funnel.outside_by_chance["95"], 1)
    if not outside:
        return words("drawing.funnel_inside", areas=areas, chance=chance)
    return words("drawing.funnel", count=outside, areas=areas, chance=chance)


def _plane(placed: pd.DataFrame, names: Mapping[str, str], ringed: list[str], note: str, look: base.Look) -> base.Panel:
    words, theme = look.words, look.theme
    right = float(placed[comparison.EXPECTED].max() * 1.08)
    top = float(max(3.0, placed[comparison.RATIO].max() * 1.15))
    limits = []
    for name, dash in LIMIT_DASHES.items():
        key = base.line(theme.muted, 1.2, dash, words("chart.limit", level=level_name(name, words)))
        limits.append(base.Curve(key, limit_lines(float(placed[comparison.EXPECTED].min()), right, name)))
    as_expected = base.line(theme.muted, 1, "1 3", words("chart.as_expected"))
    ring = base.Key(words("chart.chosen"), "ring", rim=theme.selected, size=8)
    marks: list[base.Mark] = [*limits, base.Spans(as_expected, [base.Span(0, right, 1)]), *_areas(placed, names, look)]
    if ringed:
        marks.append(base.Points(_points(placed.loc[ringed], ring)))
    points = list(zip(placed[comparison.EXPECTED], placed[comparison.RATIO], strict=True))
    named = _points(placed.loc[_named(placed, ringed)], ring)
    texts = [base.Text(point.x, point.y, names[point.code]) for point in named]
    return base.Panel(
        "plane",
        base.Axis(0, top, number_ticks(ticks(top, 6), words), words("chart.ratio")),
        [*marks, base.Names(texts, points, _along_curves(right))],
        base.Room(30, 0, 34, 400, 54),
        base.Page(500, above=82, below=56),
        across=base.Axis(0, right, number_ticks(ticks(right, 4 if look.narrow else 7), words), words("chart.expected")),
        legend=[*(limit.key for limit in limits), as_expected, *([ring] if ringed else [])],
        note=note,
    )


def _points(rows: pd.DataFrame, key: base.Key) -> list[base.Point]:
    pairs = zip(rows.index, rows[comparison.EXPECTED], rows[comparison.RATIO], strict=True)
    return [base.Point(float(expected), float(ratio), key, code=str(code)) for code, expected, ratio in pairs]


def _areas(placed: pd.DataFrame, names: Mapping[str, str], look: base.Look) -> list[base.Points]:
    """The points of areas: what chance explains looks calm."""
    words, theme = look.words, look.theme
    hovers = {
        str(code): f"<b>{names[str(code)]}</b><br>{compared(row, words)}<br>{side(row, words)}"
        for code, row in placed.iterrows()
    }
    calm, marks = placed["flag_95"] == "inside", []
    for rows, fill, radius in ((placed[calm], theme.ramp[3], 4), (placed[~calm], theme.text, 4.8)):
        points = _points(rows, base.Key("", "dot", fill, theme.paper, radius))
        marks.append(base.Points([point._replace(hover=hovers[point.code]) for point in points]))
    return marks


def limit_lines(least: float, most: float, name: str) -> list[list[tuple[float, float]]]:
    """The upper and the lower limit of a funnel as lines, each point an expected number and a ratio.

    A lower limit of zero has no point: no count lies below it.
    """
    expected = np.geomspace(least * 0.9, most, 240)
    limits = funnels.funnel_limits(expected, funnels.FUNNEL_LEVELS[name])
    lines = (limits.high, np.where(limits.low > 0, limits.low, np.nan))
    return [[(float(at), float(end / at)) for at, end in zip(expected, ends, strict=True)] for ends in lines]


def _named(placed: pd.DataFrame, chosen: Iterable[str]) -> list[str]:
    """Areas to name: the chosen ones, then those outside, as many as can be read, the furthest out first."""
    first = list(chosen)
    outside = placed[(placed["flag_95"] != "inside") & ~placed.index.isin(first)]
    away = (outside[comparison.OBSERVED] - outside[comparison.EXPECTED]).abs() / np.sqrt(outside[comparison.EXPECTED])
    return [*first, *away.sort_values(ascending=False, kind="stable").index[:MOST_NAMES]]


def _along_curves(most: float) -> list[tuple[float, float]]:
    """Points of the limits and of the line at 1, close enough to one another to keep names off."""
    # closer where the limits are steep
    expected = np.concatenate([np.geomspace(most / 900, most / 6, 90), np.linspace(most / 6, most, 75)])
    curves = [funnels.funnel_limits(expected, sure).high / expected for sure in funnels.FUNNEL_LEVELS.values()]
    return list(chain(*(zip(expected, curve, strict=True) for curve in (*curves, np.ones(len(expected))))))
