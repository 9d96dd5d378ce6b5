"""People whose nearest large hospital was in degraded mode, day by day: a line of what is shown, a band above it."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analytics.drawings.charts import base
from analytics.drawings.charts.numbers import valued
from analytics.drawings.charts.scales import dated_ticks, number_ticks, whole_ticks
from analytics.statistics.nearest_days import NearestDays
from analytics.words import nearest as told
from analytics.words.nearest import HIGH, LOW


def nearest_days(found: NearestDays, scope: str, look: base.Look) -> base.Chart:
    """The days of a choice; its values are the days on which the numbers of people change."""
    words = look.words
    steps = _steps(found)
    return base.Chart(
        told.finding(found, words),
        [words("nearest.subtitle"), scope],
        [*told.notes(words), words("drawing.known")],
        [
            valued(told.date_of(day, words), told.told(low, high, words), words)
            for day, low, high in zip(steps.index, steps[LOW], steps[HIGH], strict=True)
        ],
        [base.Block([_plane(steps, found.totals.index[-1], look)])] if len(steps) else [],
    )


def _steps(found: NearestDays) -> pd.DataFrame:
    """The days on which either number is another one than on the day before."""
    people = found.totals[[LOW, HIGH]].astype(int)
    return people[people.ne(people.shift()).any(axis=1)]


def _plane(steps: pd.DataFrame, last: pd.Timestamp, look: base.Look) -> base.Panel:
    words, theme = look.words, look.theme
    first = steps.index[0]
    days = [*(_since(first, day) for day in steps.index), _since(first, last) + 1]
    top = 1.08 * float(steps[HIGH].max())
    shown = base.Key(words("nearest.line"), "band", theme.ramp[3], theme.ramp[4])
    band = base.Key(words("nearest.band"), "band", theme.ramp[1], theme.ramp[3])
    low, high = ([(x, float(y)) for x, y in _corners(days, steps[name])] for name in (LOW, HIGH))
    said = [
        f"<b>{told.date_of(day, words)}</b><br>{told.told(known, most, words)}"
        for day, known, most in zip(steps.index, steps[LOW], steps[HIGH], strict=True)
    ]
    hovers = [text for text in said for _corner in range(2)]
    ticks = [
        tick._replace(at=_since(first, pd.Timestamp(tick.at)))
        for tick in dated_ticks(first, last, look.width - 64, words)
    ]
    return base.Panel(
        "plane",
        base.Axis(0, top, number_ticks(whole_ticks(top, 5), words), words("nearest.upwards")),
        [
            base.Curve(band, [[*high, *reversed(low)]]),
            base.Curve(shown, [[*low, (days[-1], 0.0), (days[0], 0.0)]]),
            base.Curve(base.line(theme.ramp[4], 1), [low], hovers),
        ],
        base.Room(64, 0, 34, 300, 42),
        base.Page(380, above=84, below=44),
        across=base.Axis(days[0], days[-1], ticks),
        legend=[shown, band],
    )


def _since(first: pd.Timestamp, day: pd.Timestamp) -> float:
    """How many days a day is after the first."""
    return float((day - first).days)


def _corners(days: list[float], values: pd.Series) -> list[tuple[float, float]]:
    """A level for each step, from its day to the next step."""
    numbers = np.repeat(values.to_numpy(), 2)
    return list(zip(np.repeat(days, 2)[1:-1], numbers, strict=True))
