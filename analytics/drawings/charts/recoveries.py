"""How long outages last: the share that still goes on, day by day, as a step curve in its band.

Days are on a logarithmic axis: most outages are over within weeks, and some last for more than a year. On each step
down stand the outages that were over on that day.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import pandas as pd

from analytics.drawings.charts import base
from analytics.drawings.charts.scales import LEAST_DAYS, day_ticks
from analytics.record.cells import rows_of
from analytics.schema import col
from analytics.statistics.recovery import DAY, DAYS, DAYS_HIGH, DISRUPTED, Recovery, recovery
from analytics.words import recovery as told
from analytics.words.incidents import called

HALF = 0.5


def recoveries(incidents: pd.DataFrame, scope: str, look: base.Look) -> base.Chart:
    """The share of outages still going on by days since the attack; parameters as in `by_year`.

    A step down is a day on which one was over. The curve stops where fewer than five are still followed.
    """
    words, found = look.words, recovery(incidents)
    return base.Chart(
        told.finding(found, words),
        [words("recovery.subtitle"), scope],
        [*_said(found, look), words("recovery.note"), words("drawing.known")],
        told.on_days(found, words),
        [base.Block([_plane(incidents, found, look)])] if len(found.curve) else [],
    )


def _said(found: Recovery, look: base.Look) -> list[str]:
    """On what the curve rests and its numbers, as they stand beneath it; what holds without it."""
    if found.cases.empty:
        return []
    words = look.words
    numbers = words("semicolon").join(told.on_days(found, words))
    parts = [told.base(found, words), numbers, told.without_assumption(found, words)]
    return [f"{part[:1].upper()}{part[1:].rstrip('.')}." for part in parts if part]


def _plane(incidents: pd.DataFrame, found: Recovery, look: base.Look) -> base.Panel:
    words, theme, curve = look.words, look.theme, found.curve
    right = max(10.0, float(curve[DAY].iloc[-1]))
    line = base.line(theme.ramp[4], 2, name=words("recovery.curve"))
    band = base.Key(words("chart.confidence"), "band", theme.ramp[0], theme.ramp[4])
    half = base.Spans(base.line(theme.muted, 1, "1 3"), [base.Span(LEAST_DAYS, right, HALF)])  # type: ignore[arg-type]
    low, high = (_steps(curve, name) for name in (col.LOW, col.HIGH))
    middle = _steps(curve, DISRUPTED)
    told_of = [told.after(row, words) for row in rows_of(curve)]
    hovers = ["", *(hover for hover in told_of for _corner in range(2))]
    points = base.Points(list(_over(incidents, found, look)))
    drawn = {point.key for point in points.points}
    return base.Panel(
        "plane",
        base.Axis(
            0, 1, [base.Tick(share / 4, words.percent(share / 4)) for share in range(5)], words("recovery.upwards")
        ),
        [base.Curve(band, [[*high, *reversed(low)]]), half, base.Curve(line, [middle], hovers), points],
        base.Room(48, 0, 34, 300, 54),
        base.Page(420, above=84, below=56),
        across=base.Axis(LEAST_DAYS, right, day_ticks(right, look.narrow, words), words("recovery.across"), log=True),
        legend=[line, band, *(key for key in _small_keys(incidents, look).values() if key in drawn)],
    )


def _small_keys(incidents: pd.DataFrame, look: base.Look) -> dict[str, base.Key]:
    """The marks of types of attack, so small that the curve is seen behind them."""
    types = base.type_keys(incidents[col.ATTACK_TYPE], look)
    return {kind: key._replace(size=3.5) for kind, key in types.items()}


def _over(incidents: pd.DataFrame, found: Recovery, look: base.Look) -> Iterator[base.Point]:
    """Each outage whose end is known, on the step of the curve on which it was over; several share their step."""
    words, types = look.words, _small_keys(incidents, look)
    ended = found.cases[found.cases[DAYS_HIGH].notna()]
    own = {row[col.INCIDENT_ID]: row for row in rows_of(incidents)}
    before = 1.0
    for day, share in zip(found.curve[DAY], found.curve[DISRUPTED], strict=True):
        over = sorted(ended.loc[ended[DAYS] == day, col.INCIDENT_ID])
        for place, incident in enumerate(over, start=1):
            row = own[incident]
            hover = f"<b>{called(row, words)}</b><br>{words.when(row[col.STARTED_ON])}<br>{told.lasted(row, words)}"
            height = before + (share - before) * place / len(over)
            yield base.Point(max(day, LEAST_DAYS), height, types[row[col.ATTACK_TYPE]], hover, incident)
        before = share


def _steps(curve: pd.DataFrame, name: str) -> list[tuple[float, float]]:
    """A column of the curve as corners: level from one day to the next, then straight down."""
    days, shares = [LEAST_DAYS, *curve[DAY].clip(lower=LEAST_DAYS)], [1.0, *curve[name]]
    corners = [(days[0], shares[0])]
    for (_, before), (day, share) in pairwise(zip(days, shares, strict=True)):
        corners += [(day, before), (day, share)]
    return corners
