"""Areas by what is expected of them and how many times that they saw, with the limits of what chance explains."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from analytics.drawings.charts import base
from analytics.drawings.charts.numbers import compared, level_name, side, valued
from analytics.drawings.charts.scales import number_ticks, ticks
from analytics.geography.levels import Level
from analytics.record.cells import rows_of
from analytics.statistics import comparison
from analytics.statistics import funnel as funnels
from analytics.words.text import Words

MOST_NAMES = 8  # of areas that nobody chose
LIMIT_DASHES = {"95": "5 4", "99_8": ""}


class Drawn(NamedTuple):
    """The plane of a funnel as it is whatever areas are chosen, and what it takes to name some of them."""

    panel: base.Panel
    points: Mapping[str, base.Point]  # of the areas, by code
    names: Mapping[str, str]
    outside: Sequence[str]  # codes of the areas outside of 95 %, the furthest out first
    clear_of: base.Names  # what names keep off


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
        valued(names[code], f"{compared(row, words)} ({side(row, words)})", words) for code, row in _by_code(placed)
    ]
    without = _without(unplaced, names, words) if len(placed) else []
    drawn = plane(funnel, names, look)
    notes = [words("drawing.funnel_note")] if drawn and _ringed(drawn, chosen) else []
    blocks = []
    if drawn:
        above = on_top(drawn, chosen)
        whole = drawn.panel._replace(marks=[*drawn.panel.marks, *above.marks], legend=above.legend)
        blocks = [base.Block([whole])]
    return base.Chart(
        _title(funnel, len(placed), level, words),
        [words(f"drawing.funnel_subtitle_{level}"), scope],
        [*without, *notes, words("conclude.caution_places"), words("drawing.population")],
        [*values, *without],
        blocks,
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


def plane(funnel: funnels.Funnel, names: Mapping[str, str], look: base.Look) -> Drawn | None:
    """Limits and areas, without names; None where nothing is expected anywhere."""
    words, theme, table = look.words, look.theme, funnel.areas
    placed = table[table[comparison.RATIO].notna()]
    if placed.empty:
        return None
    right = float(placed[comparison.EXPECTED].max() * 1.08)
    top = float(max(3.0, placed[comparison.RATIO].max() * 1.15))
    limits = []
    for name, dash in LIMIT_DASHES.items():
        key = base.line(theme.muted, 1.2, dash, words("chart.limit", level=level_name(name, words)))
        limits.append(base.Curve(key, limit_lines(float(placed[comparison.EXPECTED].min()), right, name)))
    as_expected = base.line(theme.muted, 1, "1 3", words("chart.as_expected"))
    panel = base.Panel(
        "plane",
        base.Axis(0, top, number_ticks(ticks(top, 6), words), words("chart.ratio")),
        [*limits, base.Spans(as_expected, [base.Span(0, right, 1)]), *_areas(placed, names, look)],
        base.Room(30, 0, 34, 400, 54),
        base.Page(500, above=82, below=56),
        across=base.Axis(0, right, number_ticks(ticks(right, 4 if look.narrow else 7), words), words("chart.expected")),
        legend=[*(limit.key for limit in limits), as_expected],
        note=" ".join(_without(table[table[comparison.RATIO].isna()], names, words)),
    )
    ring = base.Key(words("chart.chosen"), "ring", rim=theme.selected, size=8)
    points = {point.code: point for point in _points(placed, ring)}
    at = [(base.number(point.x), point.y) for point in points.values()]
    clear_of = base.Names([], at, _along_curves(right))
    return Drawn(panel, points, names, _outside(placed), clear_of)


def on_top(drawn: Drawn, chosen: Collection[str]) -> base.Panel:
    """What the plane has on top where some areas are chosen: their rings and the names, with the whole legend."""
    ringed = _ringed(drawn, chosen)
    rings = [drawn.points[code] for code in ringed]
    first = [code for code in drawn.outside if code not in set(ringed)][:MOST_NAMES]
    named = [drawn.points[code] for code in [*ringed, *first]]
    texts = [base.Text(point.x, point.y, drawn.names[point.code]) for point in named]
    marks: list[base.Mark] = [base.Points(rings)] if rings else []
    legend = [*drawn.panel.legend, *(point.key for point in rings[:1])]
    return drawn.panel._replace(marks=[*marks, drawn.clear_of._replace(named=texts)], legend=legend)


def _ringed(drawn: Drawn, chosen: Collection[str]) -> list[str]:
    """The chosen areas that have a point, in the order of the table."""
    return [code for code in drawn.points if code in set(chosen)]


def _without(unplaced: pd.DataFrame, names: Mapping[str, str], words: Words) -> list[str]:
    """How many areas have no point, and which."""
    if unplaced.empty:
        return []
    return [words("chart.unplaced", len(unplaced), names=", ".join(names[code] for code in unplaced.index))]


def _by_code(placed: pd.DataFrame) -> Iterator[tuple[str, dict[str, Any]]]:
    """The code and the cells of each area."""
    yield from ((str(code), cells) for code, cells in zip(placed.index, rows_of(placed), strict=True))


def _points(rows: pd.DataFrame, key: base.Key) -> list[base.Point]:
    pairs = zip(rows.index, rows[comparison.EXPECTED], rows[comparison.RATIO], strict=True)
    return [base.Point(float(expected), float(ratio), key, code=str(code)) for code, expected, ratio in pairs]


def _areas(placed: pd.DataFrame, names: Mapping[str, str], look: base.Look) -> list[base.Points]:
    """The points of areas: what chance explains looks calm."""
    words, theme = look.words, look.theme
    hovers = {
        code: f"<b>{names[code]}</b><br>{compared(row, words)}<br>{side(row, words)}" for code, row in _by_code(placed)
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


def _outside(placed: pd.DataFrame) -> list[str]:
    """Areas outside of 95 %, the furthest out for what is expected of them first."""
    outside = placed[placed["flag_95"] != "inside"]
    away = (outside[comparison.OBSERVED] - outside[comparison.EXPECTED]).abs() / np.sqrt(outside[comparison.EXPECTED])
    return [str(code) for code in away.sort_values(ascending=False, kind="stable").index]


def _along_curves(most: float) -> list[tuple[float, float]]:
    """Points of the limits and of the line at 1, close enough to one another to keep names off."""
    # closer where the limits are steep
    expected = np.concatenate([np.geomspace(most / 900, most / 6, 300), np.linspace(most / 6, most, 240)])
    limits = [funnels.funnel_limits(expected, sure) for sure in funnels.FUNNEL_LEVELS.values()]
    curves = [end / expected for limit in limits for end in (limit.high, np.where(limit.low > 0, limit.low, np.nan))]
    return list(chain(*(zip(expected, curve, strict=True) for curve in (*curves, np.ones(len(expected))))))
