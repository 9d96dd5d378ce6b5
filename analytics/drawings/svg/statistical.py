"""What the statistics of years and areas say, as pictures that stand alone: the trend, the funnel, the comparison.

They take what `rates`, `trends` and `profiles` made and read no file. Nothing is ranked; a title says no more than its
interval does, and what chance explains looks calm.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Mapping
from datetime import date
from functools import partial
from typing import NamedTuple

import pandas as pd

from analytics.drawings import plots
from analytics.drawings.plots import Reference
from analytics.drawings.svg import canvas
from analytics.drawings.svg.canvas import Body, Drawing, Frame, Sheet, Sign
from analytics.drawings.theme import Theme
from analytics.geography.levels import Level
from analytics.schema import col
from analytics.schema.version import KNOWN_UNTIL
from analytics.statistics import comparison, periods, rates
from analytics.statistics import funnel as funnels
from analytics.statistics.profiles import EVENTS
from analytics.statistics.trends import RateRatio, Trend
from analytics.words import conclusions
from analytics.words.conclusions import Expectation
from analytics.words.text import Words

# --- over time -----------------------------------------------------------------------------------------------------


def trend_svg(
    counts: pd.Series,
    exposure: pd.Series,
    trend: Trend,
    scope: str,
    sheet: Sheet,
    only: str = "",
    known_until: date = KNOWN_UNTIL,
) -> Drawing:
    """French incidents of each year, with the fitted curve where a trend can be concluded, else with the mean.

    Parameters
    ----------
    counts, exposure : Series, index year
        As `receipts.yearly` gives them.
    trend : Trend
        As `trends.yearly_trend` gives it for both.
    scope : str
        The choice in words, as far as it narrows all of France.
    sheet : Sheet
    only : str
        Which incidents are counted where the choice takes some of their kinds only: a rise of these must not be quoted
        as one of all.
    known_until : date
        Nothing after it has been searched for.
    """
    words = sheet.words
    span = exposure.sort_index()
    seen = counts.reindex(span.index, fill_value=0).astype(int)
    title = words("conclude.no_years")
    if trend.years:
        first, last = (str(year) for year in trend.years)
        title = words(f"drawing.trend_{trend.code}", first=first, last=last) + (f" ({only})" if only else "")
    line = plots.pace(seen, span, trend) if seen.sum() else None
    unfinished = [year for year in span.index if periods.is_partial(year, known_until)]
    values = [canvas.told(year, words.number(count), words) for year, count in seen.items()]
    if line is not None:
        values.append(", ".join(plots.pace_name(line, trend, words)))
    partial_note = [words("figure.partial", date=words.when(known_until.isoformat()))] if unfinished else []
    return canvas.picture(
        sheet,
        title,
        [words("drawing.trend_subtitle"), scope],
        _trend_bars(seen, line, trend, unfinished, sheet) if seen.sum() else canvas.nothing(sheet),
        [*([conclusions.trend(trend, words)] if trend.years else []), *partial_note, words("drawing.known")],
        canvas.described(title, values if seen.sum() else [], words),
    )


def _trend_bars(seen: pd.Series, line: pd.Series | None, trend: Trend, unfinished: list[int], sheet: Sheet) -> Body:
    words, theme = sheet.words, sheet.theme
    dash = "" if plots.is_fitted(trend) else "3 4"
    names = [] if line is None else [", ".join(plots.pace_name(line, trend, words))]
    if sheet.narrow and line is not None:
        names = plots.pace_name(line, trend, words)
    # a second line of a name has no sign of its own
    signs = [
        canvas.line_sign(name, theme.text, 2, dash) if not place else _no_sign(name) for place, name in enumerate(names)
    ]
    shapes, used = canvas.legend(signs, sheet) if signs else ([], 0.0)
    top = max(5.0, seen.max() * 1.12, 0.0 if line is None else line.max() * 1.1)
    frame = Frame(sheet.margin + 30, sheet.width - sheet.margin, used + 16, used + 316, top)
    shapes += canvas.value_lines(frame, plots.whole_ticks(top, 5), sheet)
    years = [int(year) for year in seen.index]
    shapes += canvas.columns(
        frame,
        seen.to_list(),
        [words.number(count) for count in seen],
        theme.ramp[2],
        sheet,
        hatched=[place for place, year in enumerate(years) if year in unfinished],
        at=plots.clear(seen, line, top).to_list(),
    )
    if line is not None:
        points = [(frame.middle(place, len(years)), frame.y(value)) for place, value in enumerate(line)]
        shapes.append(canvas.path(points, theme.text, 2, dash))
    shapes += canvas.year_names(frame, years, unfinished, sheet)
    return Body(shapes, frame.floor + 42, [canvas.partial_hatch(theme)])


def _no_sign(name: str) -> Sign:
    return Sign(lambda _x, _y: "", name, 21)


# --- between areas ---------------------------------------------------------------------------------------------------

_LIMIT_DASHES = {"95": "5 4", "99_8": ""}


def funnel_svg(
    funnel: funnels.Funnel,
    names: Mapping[str, str],
    level: Level,
    scope: str,
    sheet: Sheet,
    chosen: Collection[str] = (),
) -> Drawing:
    """Areas by what is expected of them and how many times that they saw, with the limits of what chance explains.

    Parameters
    ----------
    funnel : Funnel
        As `rates.funnel` gives it, index code.
    names : mapping of str to str
        What each area is called.
    level : str
        ``department`` or ``region``.
    scope : str
        The choice in words, as far as it narrows all areas.
    sheet : Sheet
    chosen : collection of str
        Codes of areas to ring and to name; those that the funnel lacks are left out.
    """
    words = sheet.words
    table = funnel.areas
    placed, unplaced = table[table[comparison.RATIO].notna()], table[table[comparison.RATIO].isna()]
    title = _funnel_title(funnel, len(placed), level, words)
    values = [
        canvas.told(names[str(code)], f"{plots.compared(row, words)} ({plots.side(row, words)})", words)
        for code, row in placed.iterrows()
    ]
    without = []
    if len(unplaced) and len(placed):
        listed = ", ".join(names[code] for code in unplaced.index)
        without = [words("chart.unplaced", len(unplaced), names=listed)]
    ringed = [code for code in placed.index if code in set(chosen)]
    return canvas.picture(
        sheet,
        title,
        [words(f"drawing.funnel_subtitle_{level}"), scope],
        _funnel_plane(placed, names, ringed, sheet) if len(placed) else canvas.nothing(sheet),
        [
            *without,
            *([words("drawing.funnel_note")] if ringed else []),
            words("conclude.caution_places"),
            words("drawing.population"),
        ],
        canvas.described(title, [*values, *without], words),
    )


def _funnel_title(funnel: funnels.Funnel, placed: int, level: Level, words: Words) -> str:
    """How many areas lie outside of what chance explains, and how many would by chance alone."""
    if not placed:
        return words("conclude.funnel_none")
    outside, areas = funnel.outside["95"], words(f"conclude.areas_{level}", count=placed)
    chance = words.number(funnel.outside_by_chance["95"], 1)
    if not outside:
        return words("drawing.funnel_inside", areas=areas, chance=chance)
    return words("drawing.funnel", count=outside, areas=areas, chance=chance)


def _funnel_plane(placed: pd.DataFrame, names: Mapping[str, str], ringed: list[str], sheet: Sheet) -> Body:
    words, theme = sheet.words, sheet.theme
    signs = [
        canvas.line_sign(words("chart.limit", level=plots.level(name, words)), theme.muted, 1.2, dash)
        for name, dash in _LIMIT_DASHES.items()
    ]
    signs.append(canvas.line_sign(words("chart.as_expected"), theme.muted, 1, "1 3"))
    if ringed:
        signs.append(Sign(partial(_ring, theme=theme), words("chart.chosen"), 9))
    shapes, used = canvas.legend(signs, sheet)
    left, right = sheet.margin + 30, sheet.width - sheet.margin
    inside = plots.plane(placed, 400, (float(right - left),))
    frame = Frame(left, right, used + 34, used + 434, inside.top)
    across = (right - left) / inside.right

    def at(expected: float, ratio: float) -> tuple[float, float]:
        return left + expected * across, frame.y(ratio)

    shapes.append(canvas.label(sheet.margin, frame.ceiling - 12, words("chart.ratio"), theme.muted, 12))
    shapes += canvas.value_lines(frame, plots.ticks(inside.top, 6), sheet)
    # below zero there is room for points that stand on it
    ground = frame.floor + 12
    for value in plots.ticks(inside.right, 4 if sheet.narrow else 7):
        x = at(value, 0)[0]
        shapes.append(canvas.line(x, ground, x, ground + 5, theme.muted))
        shapes.append(canvas.label(x, ground + 18, words.number(value, 2), theme.muted, 12, anchor="middle"))
    shapes.append(canvas.label(right, ground + 36, words("chart.expected"), theme.muted, 12, anchor="end"))
    for name, dash in _LIMIT_DASHES.items():
        for limit in plots.limit_lines(placed[comparison.EXPECTED].min(), inside.right, name):
            points = [at(*point) for point in limit if point[1] <= inside.top]  # none where it is not a number
            if len(points) > 1:
                shapes.append(canvas.path(points, theme.muted, 1.2, dash))
    shapes.append(canvas.line(*at(0, 1), *at(inside.right, 1), theme.muted, 1, "1 3"))
    calm = placed["flag_95"] == "inside"
    for rows, fill, radius in ((placed[calm], theme.ramp[3], 4), (placed[~calm], theme.text, 4.8)):
        for expected, ratio in zip(rows[comparison.EXPECTED], rows[comparison.RATIO], strict=True):
            shapes.append(canvas.circle(*at(expected, ratio), radius, fill, theme.paper))
    for code in ringed:
        shapes.append(_ring(*at(placed[comparison.EXPECTED][code], placed[comparison.RATIO][code]), theme=theme))
    shapes += _funnel_names(placed, names, plots.named(placed, ringed), inside, frame, sheet)
    return Body(shapes, ground + 42)


def _ring(x: float, y: float, theme: Theme) -> str:
    """What marks an area that was chosen."""
    return canvas.ring(x, y, 8, theme.selected)


def _funnel_names(
    placed: pd.DataFrame, names: Mapping[str, str], codes: list[str], inside: plots.Plane, frame: Frame, sheet: Sheet
) -> list[str]:
    """Names near their points; a name that stands away from its point has a thin line to it."""
    across, theme, shapes = (frame.right - frame.left) / inside.right, sheet.theme, []
    anchors = {"left": "", "center": "middle", "right": "end"}
    for code, (point, place) in plots.name_places(placed, codes, names, inside).items():
        x, y = frame.left + point.x * across, frame.floor - point.y
        aside = x + place.right * (1.3 if place.up == 0 else 1)  # not on the ring
        if math.hypot(place.right, place.up) > 1.5 * plots.STANDOFF:
            share = 6 / math.hypot(place.right, place.up)
            shapes.append(
                canvas.line(
                    x + place.right * share, y - place.up * share, x + place.right, y - place.up, theme.muted, 0.8
                )
            )
        foot = y - place.up + {"bottom": -4, "middle": 4, "top": 12}[place.yanchor]
        shapes.append(
            canvas.label(aside, foot, names[code], theme.text, 12, anchor=anchors[place.xanchor], halo=theme.paper)
        )
    return shapes


# --- some areas beside France ----------------------------------------------------------------------------------------


class Comparison(NamedTuple):
    """Some areas side by side.

    Attributes
    ----------
    rows : DataFrame
        code, rate, low, high, events, in the order in which they are drawn (`profiles.intervals`).
    years : DataFrame
        code, year, incidents of the same areas (`profiles.by_year`).
    names : mapping of str to str
    reference : tuple
        What the rate of all is called, the rate, and the ends of its interval.
    expected : mapping of str to Expectation
        Each area against the common rate.
    ratio : RateRatio, optional
        The rate of the second over that of the first, where there are two.
    left_out : int
        How many areas were named for which there is no room.
    """

    rows: pd.DataFrame
    years: pd.DataFrame
    names: Mapping[str, str]
    reference: Reference
    expected: Mapping[str, Expectation]
    ratio: RateRatio | None = None
    left_out: int = 0


def compare_svg(
    compared: Comparison, level: Level, scope: str, sheet: Sheet, known_until: date = KNOWN_UNTIL
) -> Drawing:
    """The rate of each area with its interval before that of France, and below it the incidents of each year.

    Parameters
    ----------
    compared : Comparison
    level : str
        ``department`` or ``region``.
    scope : str
        The choice in words, as far as it narrows all areas.
    sheet : Sheet
    known_until : date
        A year that ends later is hatched and named partial.
    """
    words, names = sheet.words, compared.names
    counts = plots.panels(compared.years, col.CODE, col.YEAR, col.INCIDENTS)[list(compared.rows[col.CODE])]
    unfinished = [year for year in counts.index if periods.is_partial(year, known_until)]
    title = _compared_title(compared, level, words)
    rate_of_all = compared.reference[1]
    if not rate_of_all > 0:
        title = words("conclude.funnel_none")
        return canvas.picture(
            sheet, title, [scope], canvas.nothing(sheet), [words("drawing.known")], canvas.described(title, [], words)
        )
    values = [
        f"{_told(row, names, words)} ({_by_year(counts[row[col.CODE]], words)})" for _, row in compared.rows.iterrows()
    ]
    values.append(_of_all(compared.reference, words))
    listed = [names[code] for code in compared.rows[col.CODE]]
    said = [conclusions.rate_ratio(compared.ratio, listed[0], listed[1], words)] if compared.ratio else []
    notes = [
        *([words("drawing.compare_left_out", count=compared.left_out)] if compared.left_out else []),
        *(said or [words("conclude.caution_places")]),
        words(f"drawing.compare_note_{level}"),
        *([words("figure.partial", date=words.when(known_until.isoformat()))] if unfinished else []),
        words("drawing.population"),
    ]
    return canvas.picture(
        sheet,
        title,
        [words("drawing.compare_subtitle", names=words.listing(listed)), scope],
        _compared_body(compared, counts, unfinished, sheet),
        notes,
        canvas.described(title, values, words),
    )


def _compared_title(compared: Comparison, level: Level, words: Words) -> str:
    """The finding: of two areas, whether their rates differ; else, how many are unlike the common rate."""
    listed = [compared.names[code] for code in compared.rows[col.CODE]]
    if compared.ratio:
        return words(f"drawing.compare_two_{compared.ratio.code}", first=listed[0], second=listed[1])
    average = words(f"conclude.average_{level}")
    apart = sum(expected.beyond_chance for expected in compared.expected.values())
    if len(listed) == 1:
        if not compared.expected[compared.rows[col.CODE].iloc[0]].known:
            return words("drawing.compare_one_none", name=listed[0])
        return words(f"drawing.compare_one_{'beyond' if apart else 'chance'}", name=listed[0], average=average)
    areas = words(f"conclude.areas_{level}", count=len(listed))
    if not apart:
        return words("drawing.compare_none", areas=areas, average=average)
    return words("drawing.compare_some", count=apart, areas=areas, average=average)


def _told(row: pd.Series, names: Mapping[str, str], words: Words) -> str:
    """An area with its incidents and its rate, as the description lists them."""
    return canvas.told(names[row[col.CODE]], f"{_incidents(row, words)}, {_rate(row, words)}", words)


def _incidents(row: pd.Series, words: Words) -> str:
    return words("chart.incidents", int(row[EVENTS]))


def _rate(row: pd.Series, words: Words) -> str:
    """The rate of an area and its interval."""
    if pd.isna(row[rates.RATE]):
        return words("chart.no_rate")
    return f"{plots.amount(row[rates.RATE], words)} ({plots.interval(row[col.LOW], row[col.HIGH], words)})"


def _of_all(reference: Reference, words: Words) -> str:
    rate, ends = plots.reference_lines(reference, words)
    return f"{rate} ({ends})"


def _by_year(counts: pd.Series, words: Words) -> str:
    return ", ".join(canvas.told(year, words.number(count), words) for year, count in counts.items())


def _compared_body(compared: Comparison, counts: pd.DataFrame, unfinished: list[int], sheet: Sheet) -> Body:
    """The intervals above, the years below."""
    words, theme = sheet.words, sheet.theme
    heading = partial(canvas.label, sheet.margin, fill=theme.text, size=14, weight="600")
    shapes = [heading(14, words("area.rate"))]
    drawn, y = _intervals(compared, 24, sheet)
    shapes += [*drawn, heading(y + 40, words("regions.by_year"))]
    drawn, y = _panels(counts, compared.names, unfinished, y + 56, sheet)
    return Body([*shapes, *drawn], y, [canvas.partial_hatch(theme)])


def _intervals(compared: Comparison, y: float, sheet: Sheet) -> tuple[list[str], float]:
    """One row an area: its name, its rate on its whisker, both in numbers; France as a band behind them."""
    theme, narrow, edge = sheet.theme, sheet.narrow, sheet.width - sheet.margin
    left, right = (sheet.margin + 4, edge - 4) if narrow else (sheet.margin + 270, edge - 150)
    shapes, used = canvas.legend(_interval_signs(compared, sheet), sheet)
    shapes = [f'<g transform="translate(0 {canvas.fixed(y)})">{"".join(shapes)}</g>'] if shapes else []
    ends = [value for value in (*compared.rows[col.HIGH], *compared.reference[1:]) if value == value]
    highest = 1.06 * max(ends)
    top, step = y + (used if shapes else 0) + (6 if narrow else 26), 46 if narrow else 34
    floor = top + step * len(compared.rows) + 4

    def x(value: float) -> float:
        return float(left + value * (right - left) / highest)

    # names stand above their rows where the sheet is narrow: nothing is drawn behind the letters
    middles = [top + step * place + (32 if narrow else 19) for place in range(len(compared.rows))]
    strips = [(middle - 9, middle + 9) for middle in middles] if narrow else [(top, floor)]
    shapes += _behind(compared.reference, highest, strips, x, sheet)
    for value in plots.ticks(highest, 4 if narrow else 6):
        said = sheet.words.number(value, 2)
        shapes.append(canvas.label(x(value), floor + 16, said, theme.muted, 12, anchor="middle"))
    for middle, (_, row) in zip(middles, compared.rows.iterrows(), strict=True):
        foot = middle - 14 if narrow else middle + 4.5
        name, said = f"{compared.names[row[col.CODE]]}, {_incidents(row, sheet.words)}", _rate(row, sheet.words)
        room = edge - sheet.margin - len(said) * 7 - 10 if narrow else 262
        shapes.append(canvas.label(sheet.margin, foot, canvas.cut(name, room, 12.5), theme.text, 12.5))
        shapes.append(canvas.label(edge, foot, said, theme.text, 12.5, anchor="end"))
        shapes += _whisker(row, middle, x, theme)
    return shapes, floor + 20


def _interval_signs(compared: Comparison, sheet: Sheet) -> list[Sign]:
    """What the legend has to say: an open dot, and the band where it cannot be named above its top."""
    words, theme = sheet.words, sheet.theme
    signs = []
    if sheet.narrow:
        signs.append(Sign(partial(_band, theme=theme), _of_all(compared.reference, words), 14))
    if (compared.rows[rates.RATE] == 0).any():
        dot = partial(canvas.shape, symbol="circle", fill=theme.paper, stroke=theme.text)
        signs.append(Sign(dot, words("chart.zero")))
    return signs


def _band(x: float, y: float, theme: Theme) -> str:
    """A piece of the band of France, for a legend."""
    return canvas.rect(x - 6, y - 7, 20, 14, theme.ramp[0]) + canvas.line(x + 4, y - 7, x + 4, y + 7, theme.muted, 1.5)


def _behind(
    reference: Reference, highest: float, strips: list[tuple[float, float]], x: Callable[[float], float], sheet: Sheet
) -> list[str]:
    """Lines at round rates and the band of France, in each strip; on a wide sheet the band is named above its top."""
    theme, (_, rate, low, high) = sheet.theme, reference
    shapes = []
    for top, floor in strips:
        for value in plots.ticks(highest, 4 if sheet.narrow else 6):
            shapes.append(canvas.line(x(value), top, x(value), floor, theme.line))
        shapes.append(canvas.rect(x(low), top, x(high) - x(low), floor - top, theme.ramp[0]))
        shapes.append(canvas.line(x(rate), top, x(rate), floor, theme.muted, 1.5))
    if not sheet.narrow:
        anchor = "end" if rate > highest / 2 else ""
        said = _of_all(reference, sheet.words)
        shapes.append(canvas.label(x(rate), strips[0][0] - 7, said, theme.text, 12, anchor=anchor))
    return shapes


def _whisker(row: pd.Series, y: float, x: Callable[[float], float], theme: Theme) -> list[str]:
    """A rate on its interval; zero is an open dot on a dotted line, and what has no rate has neither."""
    if pd.isna(row[rates.RATE]):
        return []
    zero = row[rates.RATE] == 0
    low, high = x(row[col.LOW]), x(row[col.HIGH])
    ends = [high] if zero else [low, high]
    return [
        canvas.line(low, y, high, y, theme.ramp[3], 2.5, "2 3" if zero else ""),
        *(canvas.line(end, y - 5, end, y + 5, theme.ramp[3], 2) for end in ends),
        canvas.shape(x(row[rates.RATE]), y, "circle", theme.paper if zero else theme.text, theme.text),
    ]


def _panels(
    counts: pd.DataFrame, names: Mapping[str, str], unfinished: list[int], y: float, sheet: Sheet
) -> tuple[list[str], float]:
    """Incidents of each year, one panel an area, all on the same axes."""
    words, of = sheet.words, len(counts.columns)
    side_by_side = (2 if of > 3 else 1) if sheet.narrow else min(2 if of in (2, 4) else 3, of)
    gap, height, step = 22, 92, 156
    wide = (sheet.width - 2 * sheet.margin - gap * (side_by_side - 1)) / side_by_side
    top = 1.3 * max(2, counts.max().max())
    years = [int(year) for year in counts.index]
    written = plots.written_years(range(years[0], years[-1] + 1), 1 if wide / len(years) > 36 else 2)
    shapes = []
    for place, code in enumerate(counts.columns):
        left = sheet.margin + (wide + gap) * (place % side_by_side)
        ceiling = y + 14 + step * (place // side_by_side)
        frame = Frame(left + 18, left + wide, ceiling, ceiling + height, top)
        shapes.append(
            canvas.label(left, ceiling - 2, canvas.cut(names[code], wide), sheet.theme.text, 13, weight="600")
        )
        shapes += canvas.value_lines(frame, plots.whole_ticks(top / 1.3, 3), sheet, 11.5)
        shapes += canvas.columns(
            frame,
            counts[code].to_list(),
            [words.number(count) for count in counts[code]],
            sheet.theme.ramp[3],
            sheet,
            hatched=[place for place, year in enumerate(years) if year in unfinished],
            size=12,
        )
        shapes += canvas.year_names(frame, years, unfinished, sheet, written)
    return shapes, y + step * math.ceil(of / side_by_side)
