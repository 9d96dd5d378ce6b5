"""Where the ticks of an axis are: few, at round values, and no more than there is room for."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence

import pandas as pd

from analytics.drawings.charts.base import Point, Tick
from analytics.record.dates import days_meant
from analytics.words.text import Words

_STEPS = [("D", 1), ("D", 7), ("D", 14), ("MS", 1), ("MS", 2), ("MS", 3), ("MS", 6)]
_LETTER = 0.56  # width of a letter as a share of the size of the type
_DAYS = {"D": 1, "MS": 31}  # that a unit has at most
_WRITTEN = {"D": "%Y-%m-%d", "MS": "%Y-%m", "YS": "%Y"}
LEAST_DAYS = 0.5  # where a logarithmic axis of days begins: what was over sooner stands at its left end
_SPELLS = (1, 3, 7, 14, 30, 60, 90, 180, 365, 730)  # days that a reader thinks in
_SPELLS_ON_A_PHONE = (1, 7, 30, 90, 365)


def whole_ticks(top: float, most: int) -> list[int]:
    """At most so many whole numbers above zero, evenly spaced, and zero."""
    return list(range(0, int(top) + 1, int(_step(top, most, 0))))


def ticks(top: float, most: int) -> list[float]:
    """The same of numbers that need not be whole."""
    step = _step(top, most, -3)
    return [round(place * step, 3) for place in range(int(top / step) + 1)]


def count_ticks(highest: int) -> list[int]:
    """At most six whole numbers above zero, evenly spaced up to the highest count, and zero."""
    return list(range(0, highest + 1, int(next(step for step in _steps(0) if highest / step <= 6))))


def _step(top: float, most: int, least: int) -> float:
    """The first step, from ten to the power of `least`, with at most so many of them up to the top."""
    return next(step for step in _steps(least) if top / step < most + 1)


def _steps(least: int) -> Iterator[float]:
    """1, 2 and 5 times each power of ten."""
    return (factor * 10.0**power for power in range(least, 9) for factor in (1, 2, 5))


def around(first: pd.Timestamp, last: pd.Timestamp) -> tuple[pd.Timestamp, pd.Timestamp]:
    """The ends of an axis that holds all days from the first to the last, with a little room on both sides."""
    span = max(last - first, pd.Timedelta(days=4))
    return first - span / 25, last + span / 25


def dated_ticks(first: pd.Timestamp, last: pd.Timestamp, width: float, words: Words) -> list[Tick]:
    """Ticks of an axis of time that is so many pixels wide."""
    return [
        Tick(days_meant(when)[0], words.when(when), len(when) * 6 if len(when) > 4 else 15)
        for when in time_ticks(first, last, int(width // 130), int(width // 36))
    ]


def day_ticks(high: float, narrow: bool, words: Words) -> list[Tick]:
    """Ticks of a logarithmic axis of days."""
    return number_ticks((days for days in (_SPELLS_ON_A_PHONE if narrow else _SPELLS) if days <= high), words)


def number_ticks(values: Iterable[float], words: Words) -> list[Tick]:
    """Ticks at numbers."""
    return [Tick(value, words.number(value, 2)) for value in values]


def beneath(points: Sequence[Point], xs: Sequence[float]) -> list[bool]:
    """Which numbers of points stand below them: those whose neighbour in the row, so many pixels away, is too near."""
    below, before, row = [], -math.inf, -1.0
    for point, x in zip(points, xs, strict=True):
        before = before if point.y == row else -math.inf
        near = x - before < len(point.text) * 12 * _LETTER + 12
        below.append(near)
        before, row = -math.inf if near else x, point.y
    return below


def time_ticks(first: pd.Timestamp, last: pd.Timestamp, most: int, most_years: int) -> list[str]:
    """Days, months or (shorter, so that more have room) years between two days, evenly spaced, in ISO form."""
    for unit, step in _STEPS:
        if (last - first).days > (most + 1) * step * _DAYS[unit]:
            continue  # more of them than have room
        if unit == "MS":  # at the same months in each year, wherever the time begins
            days = pd.date_range(first, last, freq="MS")
            days = days[(days.month - 1) % step == 0]
        else:
            days = pd.date_range(first, last, freq=f"{step}{unit}")
        if len(days) and len(days) <= most:
            return list(days.strftime(_WRITTEN[unit]))
    starts = pd.date_range(first, last, freq="YS")
    step = next(years for years in (1, 2, 5, 10, 20, 50, 100) if len(starts) <= most_years * years)
    return [f"{day.year}" for day in starts if day.year % step == 0]
