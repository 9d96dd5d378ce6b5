"""How long outages last: the share that still goes on, day by day, as a step curve in its band."""

from __future__ import annotations

from itertools import pairwise

import pandas as pd

from analytics.drawings.charts import base
from analytics.drawings.charts.scales import number_ticks, ticks
from analytics.record.cells import rows_of
from analytics.schema import col
from analytics.statistics.recovery import DAY, DISRUPTED, Recovery, recovery
from analytics.words import recovery as told

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
        [base.Block([_plane(found, look)])] if len(found.curve) else [],
    )


def _said(found: Recovery, look: base.Look) -> list[str]:
    """On what the curve rests and its numbers, as they stand beneath it; what holds without it."""
    if found.cases.empty:
        return []
    words = look.words
    numbers = words("semicolon").join(told.on_days(found, words))
    parts = [told.base(found, words), numbers, told.without_assumption(found, words)]
    return [f"{part[:1].upper()}{part[1:].rstrip('.')}." for part in parts if part]


def _plane(found: Recovery, look: base.Look) -> base.Panel:
    words, theme, curve = look.words, look.theme, found.curve
    right = max(10.0, float(curve[DAY].iloc[-1]))
    line = base.line(theme.ramp[4], 2, name=words("recovery.curve"))
    band = base.Key(words("chart.confidence"), "band", theme.ramp[0], theme.ramp[4])
    half = base.Spans(base.line(theme.muted, 1, "1 3"), [base.Span(0, right, HALF)])  # type: ignore[arg-type]
    low, high = (_steps(curve, name) for name in (col.LOW, col.HIGH))
    middle = _steps(curve, DISRUPTED)
    told_of = [told.after(row, words) for row in rows_of(curve)]
    hovers = ["", *(hover for hover in told_of for _corner in range(2))]
    return base.Panel(
        "plane",
        base.Axis(
            0, 1, [base.Tick(share / 4, words.percent(share / 4)) for share in range(5)], words("recovery.upwards")
        ),
        [base.Curve(band, [[*high, *reversed(low)]]), half, base.Curve(line, [middle], hovers)],
        base.Room(48, 0, 34, 300, 54),
        base.Page(380, above=60, below=56),
        across=base.Axis(
            0, right, number_ticks(ticks(right, 4 if look.narrow else 7), words), words("recovery.across")
        ),
        legend=[line, band],
    )


def _steps(curve: pd.DataFrame, name: str) -> list[tuple[float, float]]:
    """A column of the curve as corners: level from one day to the next, then straight down."""
    days, shares = [0.0, *curve[DAY]], [1.0, *curve[name]]
    corners = [(days[0], shares[0])]
    for (_, before), (day, share) in pairwise(zip(days, shares, strict=True)):
        corners += [(day, before), (day, share)]
    return corners
