"""What a chart shows, whoever draws it: its numbers in words, its ticks, its spans, and names that do not collide.

It knows no plotly and no SVG: the charts of the pages and the pictures that stand alone ask here, and so agree.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from datetime import timedelta
from functools import partial
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from analytics.record.dates import first_day, last_day
from analytics.schema import col
from analytics.statistics import comparison, funnel
from analytics.statistics.trends import Trend
from analytics.words import numbers
from analytics.words.text import Words

# --- numbers in words ---------------------------------------------------------------------------------------------

Reference = tuple[str, float, float, float]  # what the rate of all is called, the rate, the ends of its interval


def amount(value: float, words: Words) -> str:
    """A rate, a ratio or an expected count."""
    return numbers.rate(value, words)


def interval(low: float, high: float, words: Words) -> str:
    """The two ends of an interval."""
    return numbers.interval(low, high, words)


def with_confidence(low: float, high: float, words: Words) -> str:
    """The two ends of an interval, and how sure it is."""
    return f"{interval(low, high, words)}, {words('chart.confidence')}"


def level(name: str, words: Words) -> str:
    """How sure the limits of a funnel are: 95 or 99.8 %."""
    return words.percent(funnel.FUNNEL_LEVELS[name], 1)


def reference_lines(reference: Reference, words: Words) -> list[str]:
    """The rate of all and its interval, a line each."""
    label, rate, low, high = reference
    return [words("chart.reference", label=label, rate=amount(rate, words)), interval(low, high, words)]


def side(row: pd.Series, words: Words) -> str:
    """On which side of which limit of a funnel an area lies."""
    for name in ("99_8", "95"):
        if row[f"flag_{name}"] != "inside":
            above = row[f"flag_{name}"] == "above"
            return words("chart.above" if above else "chart.below", level=level(name, words))
    return words("chart.inside")


def compared(row: pd.Series, words: Words) -> str:
    """What was seen in an area of a funnel, what was expected, and the ratio of the two."""
    return words(
        "chart.compared",
        observed=words.number(row[comparison.OBSERVED]),
        expected=amount(row[comparison.EXPECTED], words),
        ratio=amount(row[comparison.RATIO], words),
    )


def recovered(row: Mapping[str, Any], words: Words) -> str:
    """After how many days an incident was recovered from, or that nobody says."""
    if pd.isna(row[col.DAYS_TO_RECOVER]):
        return words("figure.end_unknown")
    low, high = (float(row[f"{col.DAYS_TO_RECOVER}_{end}"]) for end in ("low", "high"))
    return words("figure.recovered_after", days=words.days(low, high))


def short(name: str, length: int) -> str:
    """A name cut to so many signs."""
    return name if len(name) <= length else name[: length - 1].rstrip(" ,(") + "…"


# --- counts by year -----------------------------------------------------------------------------------------------


def whole_ticks(top: float, most: int) -> list[int]:
    """At most so many whole numbers above zero, evenly spaced, and zero."""
    return list(range(0, int(top) + 1, int(_step(top, most, 0))))


def ticks(top: float, most: int) -> list[float]:
    """The same of numbers that need not be whole."""
    step = _step(top, most, -3)
    return [round(place * step, 3) for place in range(int(top / step) + 1)]


def _step(top: float, most: int, least: int) -> float:
    """1, 2 or 5 times a power of ten, no lower than `least`, with at most so many steps up to the top."""
    steps = (one * 10.0**power for power in range(least, 9) for one in (1, 2, 5))
    return next(step for step in steps if top / step < most + 1)


def is_fitted(trend: Trend) -> bool:
    """Whether a trend can be concluded, so that its curve is drawn and not the mean."""
    return trend.code in ("rising", "falling")


def pace(seen: pd.Series, span: pd.Series, trend: Trend) -> pd.Series | None:
    """Incidents per whole year on the fitted curve or on the mean; None where neither can be drawn.

    The curve goes through the total: the score of the intercept in Poisson regression is the sum of the residuals.
    """
    if not is_fitted(trend):
        return pd.Series(seen.sum() / span.sum(), index=span.index)
    if not 0 < trend.ratio < math.inf:
        return None
    growth: pd.Series = trend.ratio ** (span.index.to_series() - span.index.min())
    return growth * (seen.sum() / (growth * span).sum())


def pace_name(line: pd.Series, trend: Trend, words: Words) -> list[str]:
    """What the line of the pace is called: the mean, or the ratio from year to year and its interval."""
    if is_fitted(trend):
        return [
            words("chart.fitted", ratio=amount(trend.ratio, words)),
            with_confidence(trend.low, trend.high, words),
        ]
    return [words("chart.mean", rate=words.number(line.iloc[0], 1))]


def clear(seen: pd.Series, line: pd.Series | None, top: float) -> pd.Series:
    """Where the number of each bar stands: on the bar, or on the line where that would cross it."""
    if line is None:
        return seen
    crossed = (line > seen - 0.01 * top) & (line < seen + 0.09 * top)
    return seen.where(~crossed, np.maximum(seen, line + 0.01 * top))


def written_years(years: range, wide: int) -> list[int]:
    """Every year, or every other one, the last always, where panels stand side by side."""
    return [year for year in years if wide == 1 or (years[-1] - year) % 2 == 0]


def panels(table: pd.DataFrame, area: str, year: str, count: str) -> pd.DataFrame:
    """Counts of each year (rows, without a gap) and area (columns, in the order in which they appear)."""
    found = table.pivot(index=year, columns=area, values=count)
    years = range(int(found.index.min()), int(found.index.max()) + 1)
    return found.reindex(index=years, columns=list(dict.fromkeys(table[area]))).fillna(0).astype(int)


# --- time -----------------------------------------------------------------------------------------------------------

UNKNOWN_END_DAYS = 75  # length of the stub that stands for an end that nobody states
SPANS = ("recovery", "recovery_range", "end_unknown")
_STEPS = [("D", 1), ("D", 7), ("D", 14), ("MS", 1), ("MS", 2), ("MS", 3), ("MS", 6)]
_WRITTEN = {"D": "%Y-%m-%d", "MS": "%Y-%m", "YS": "%Y"}


class Span(NamedTuple):
    """A part of the line of an incident: its row, and where it begins and ends."""

    row: int
    start: pd.Timestamp
    end: pd.Timestamp


def by_start(incidents: pd.DataFrame) -> pd.DataFrame:
    """Incidents in the order of their starts, with the first and the last day on which each may have begun."""
    rows = incidents.assign(first=first_day(incidents[col.STARTED_ON]), last=last_day(incidents[col.STARTED_ON]))
    return rows.sort_values(["first", "last", col.INCIDENT_ID], ignore_index=True)


def recovery_spans(rows: pd.DataFrame) -> dict[str, list[Span]]:
    """Lines from the start to the recovery, by name of `SPANS`: as far as all agree, over the range, end not known.

    Parameters
    ----------
    rows : DataFrame
        As `by_start` gives it.
    """
    spans: dict[str, list[Span]] = {name: [] for name in SPANS}
    ends = zip(rows["last"], rows[f"{col.DAYS_TO_RECOVER}_low"], rows[f"{col.DAYS_TO_RECOVER}_high"], strict=True)
    for row, (start, low, high) in enumerate(ends):
        if pd.isna(rows[col.DAYS_TO_RECOVER].iloc[row]):
            spans["end_unknown"].append(Span(row, start, start + timedelta(days=UNKNOWN_END_DAYS)))
            continue
        agreed, latest = start + timedelta(days=float(low)), start + timedelta(days=float(high))
        spans["recovery"].append(Span(row, start, agreed))
        if latest > agreed:
            spans["recovery_range"].append(Span(row, agreed, latest))
    return spans


def around(first: pd.Series, last: pd.Series) -> tuple[pd.Timestamp, pd.Timestamp]:
    """The ends of an axis that holds all days from the first to the last, with a little room on both sides."""
    span = max(last.max() - first.min(), pd.Timedelta(days=4))
    return first.min() - span / 25, last.max() + span / 25


def time_ticks(first: pd.Timestamp, last: pd.Timestamp, most: int, most_years: int) -> list[str]:
    """Days, months or years in ISO form, evenly spaced and no more than so many, between two days.

    Parameters
    ----------
    first, last : Timestamp
    most : int
        How many days or months have room.
    most_years : int
        How many years have room: they are shorter.

    Returns
    -------
    list of str
        As `Words.when` reads them.
    """
    for unit, step in _STEPS:
        days = pd.date_range(first, last, freq=f"{step}{unit}")
        if unit == "MS":  # at the same months in each year, wherever the time begins
            days = pd.date_range(first, last, freq="MS")
            days = days[(days.month - 1) % step == 0]
        if len(days) and len(days) <= most:
            return list(days.strftime(_WRITTEN[unit]))
    starts = pd.date_range(first, last, freq="YS")
    step = next(one for one in (1, 2, 5, 10, 20, 50, 100) if len(starts) <= most_years * one)
    return [f"{day.year}" for day in starts if day.year % step == 0]


# --- names that do not collide --------------------------------------------------------------------------------------

MOST_PANELS = 6  # areas side by side: smaller ones could not be read
MOST_NAMES = 8  # of areas that nobody chose
STANDOFF = 10  # pixels around a point where a ring may stand
_LETTER, _LINE = 6.9, 16  # width and height of the letters of a name


class Box(NamedTuple):
    """A rectangle in pixels, upwards."""

    left: float
    right: float
    bottom: float
    top: float

    def meets(self, other: Box) -> float:
        """The area that two rectangles share."""
        width = min(self.right, other.right) - max(self.left, other.left)
        height = min(self.top, other.top) - max(self.bottom, other.bottom)
        return max(width, 0.0) * max(height, 0.0)


class Point(NamedTuple):
    """A point of the funnel: across as expected, up in pixels."""

    x: float
    y: float

    def box(self, scale: float, reach: float) -> Box:
        """What it takes up where one expected event is so many pixels wide."""
        x = self.x * scale
        return Box(x - reach, x + reach, self.y - reach, self.y + reach)


class Place(NamedTuple):
    """Where a name may stand: how far its near side is from its point, in pixels."""

    right: float
    up: float

    @property
    def xanchor(self) -> str:
        """Which side of the name is near the point: left, center or right."""
        return "center" if self.right == 0 else "left" if self.right > 0 else "right"

    @property
    def yanchor(self) -> str:
        """Which side of the name is near the point: top, middle or bottom."""
        return "middle" if self.up == 0 else "bottom" if self.up > 0 else "top"

    def box(self, point: Point, scale: float, width: float) -> Box:
        """What a name of that width takes up there."""
        left = point.x * scale + self.right - {"left": 0, "center": 0.5, "right": 1}[self.xanchor] * width
        bottom = point.y + self.up - {"bottom": 0, "middle": 0.5, "top": 1}[self.yanchor] * _LINE
        return Box(left, left + width, bottom, bottom + _LINE)


# the nearest first; a name further away is preferred only where it hides less
_PLACES = [
    Place(right * away, up * away)
    for away in (STANDOFF, 22, 36, 54, 76)
    for right, up in ((1, 0), (-1, 0), (0, 1), (1, 1), (-1, 1), (0.5, 1), (-0.5, 1), (0, -1), (1, -1), (-1, -1))
]


class Plane(NamedTuple):
    """The inside of a funnel.

    Attributes
    ----------
    right, top : float
        Where its axes end: incidents expected, and how many times that were seen.
    height : float
        In pixels.
    widths : tuple of float
        In pixels, on each page that shows the same drawing: names must have room on all of them.
    """

    right: float
    top: float
    height: float
    widths: tuple[float, ...]


def plane(placed: pd.DataFrame, height: float, widths: tuple[float, ...]) -> Plane:
    """The inside of a funnel that holds all areas that have a point."""
    right, top = placed[comparison.EXPECTED].max() * 1.08, max(3.0, placed[comparison.RATIO].max() * 1.15)
    return Plane(float(right), float(top), height, widths)


def limit_lines(least: float, most: float, name: str) -> list[list[tuple[float, float]]]:
    """The upper and the lower limit of a funnel as lines, each point an expected number and a ratio.

    A lower limit of zero has no point: no count lies below it.
    """
    expected = np.geomspace(least * 0.9, most, 240)
    limits = funnel.funnel_limits(expected, funnel.FUNNEL_LEVELS[name])
    lines = (limits.high, np.where(limits.low > 0, limits.low, np.nan))
    return [[(float(at), float(end / at)) for at, end in zip(expected, ends, strict=True)] for ends in lines]


def named(placed: pd.DataFrame, chosen: Iterable[str]) -> list[str]:
    """Areas to name: the chosen ones, then those outside, as many as can be read, the furthest out first."""
    first = list(chosen)
    outside = placed[(placed["flag_95"] != "inside") & ~placed.index.isin(first)]
    away = (outside[comparison.OBSERVED] - outside[comparison.EXPECTED]).abs() / np.sqrt(outside[comparison.EXPECTED])
    return [*first, *away.sort_values(ascending=False, kind="stable").index[:MOST_NAMES]]


def name_places(
    placed: pd.DataFrame, codes: Iterable[str], names: Mapping[str, str], inside: Plane
) -> dict[str, tuple[Point, Place]]:
    """Where names stand: where they hide the least of the other names, of the points and of the curves.

    Parameters
    ----------
    placed : DataFrame, index code
        The areas that have a point: expected, ratio.
    codes : iterable of str
        The areas to name; the first finds the best place.
    names : mapping of str to str
    inside : Plane
    """
    up = inside.height / inside.top
    points = [Point(*pair) for pair in zip(placed[comparison.EXPECTED], placed[comparison.RATIO] * up, strict=True)]
    curves = [Point(at, ratio * up) for at, ratio in _along_curves(inside.right) if ratio <= inside.top]
    scales = [width / inside.right for width in inside.widths]
    taken = [[point.box(scale, 6) for point in points] + [point.box(scale, 2) for point in curves] for scale in scales]
    found = {}
    for code in codes:
        point = Point(placed[comparison.EXPECTED][code], placed[comparison.RATIO][code] * up)
        width = _LETTER * len(names[code])
        place = min(_PLACES, key=partial(_hidden, point=point, width=width, inside=inside, taken=taken))
        for scale, boxes in zip(scales, taken, strict=True):
            boxes.append(place.box(point, scale, width))
        found[code] = point, place
    return found


def _hidden(place: Place, point: Point, width: float, inside: Plane, taken: list[list[Box]]) -> float:
    """What a name would hide in that place on the narrowest to the widest page, and how far it would be."""
    cost = math.hypot(place.right, place.up)
    for page_width, boxes in zip(inside.widths, taken, strict=True):
        box = place.box(point, page_width / inside.right, width)
        page = Box(0, page_width, 8, inside.height + 8)
        cost += 4 * _off(box, page) + sum(box.meets(other) for other in boxes)
    return cost


def _along_curves(most: float) -> list[tuple[float, float]]:
    """Points of the limits and of the line at 1, close enough to one another to keep names off."""
    # closer where the limits are steep
    expected = np.concatenate([np.geomspace(most / 900, most / 6, 90), np.linspace(most / 6, most, 75)])
    curves = [funnel.funnel_limits(expected, sure).high / expected for sure in funnel.FUNNEL_LEVELS.values()]
    return [point for curve in (*curves, np.ones(len(expected))) for point in zip(expected, curve, strict=True)]


def _off(box: Box, page: Box) -> float:
    """The part of a rectangle that lies off the page."""
    return (box.right - box.left) * (box.top - box.bottom) - box.meets(page)
