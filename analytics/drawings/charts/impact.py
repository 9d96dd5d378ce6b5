"""What incidents did: the services disrupted, and the days to recover."""

from __future__ import annotations

import pandas as pd

from analytics.drawings.charts import base
from analytics.drawings.charts.numbers import valued
from analytics.record.cells import rows_of
from analytics.schema import col
from analytics.schema.codes import SERVICE_CODES
from analytics.statistics.totals import services_hit
from analytics.words import headlines
from analytics.words.incidents import called, is_claimed, names


def services(incidents: pd.DataFrame, scope: str, look: base.Look) -> base.Chart:
    """How many incidents disrupted each service; parameters as in `by_year`, with services."""
    words, counts = look.words, services_hit(incidents)
    known = int(incidents[col.SERVICES].notna().sum())
    rows = {words.label(SERVICE_CODES, code): int(count) for code, count in counts.items()}
    hovers = [
        f"{name}<br>{words('figure.services_hover', hit=words.number(count), of=words.number(known))}"
        for name, count in rows.items()
    ]
    return base.Chart(
        headlines.service_finding(incidents, words),
        [words("drawing.services_subtitle", count=known), scope],
        [words("drawing.services_note"), words("drawing.known")],
        [valued(name, words.number(count), words) for name, count in rows.items()],
        [base.Block([_bars(rows, hovers, look)])] if rows else [],
    )


def _bars(rows: dict[str, int], hovers: list[str], look: base.Look) -> base.Panel:
    """One bar a row, its number at its end; its name on the left, or above it where the sheet is narrow."""
    words, theme, narrow = look.words, look.theme, look.narrow
    numbers = [base.Text(count, place, words.number(count), 7, 5) for place, count in enumerate(rows.values())]
    bars = base.Bars(base.Key("", fill=theme.ramp[3]), [*rows.values()], hovers)
    return base.Panel(
        "rows",
        base.Axis(0, max(rows.values())),
        [],
        base.Room(0, 50, 0, 42, 0, first=27) if narrow else base.Room(300, 50, 0, 27, 0, first=9),
        base.Page(60 + 26 * len(rows)),
        [base.Slot(name) for name in rows],
        [bars, base.Texts(numbers, theme.text)],
        naming=base.Naming(0, -14) if narrow else base.Naming(-10, 6, 292, anchor="end"),
    )


def recoveries(incidents: pd.DataFrame, scope: str, look: base.Look) -> base.Chart:
    """Days to recover of each incident for which they are known, longest first, with their range.

    Parameters are those of `by_year`, with the names, days_to_recover and its `_low` and `_high`.
    """
    words = look.words
    rows = incidents[incidents[col.DAYS_TO_RECOVER].notna()].sort_values(
        [col.DAYS_TO_RECOVER, col.INCIDENT_ID], ascending=[False, True], ignore_index=True
    )
    days = [
        words.days(float(low), float(high))
        for low, high in zip(rows[f"{col.DAYS_TO_RECOVER}_low"], rows[f"{col.DAYS_TO_RECOVER}_high"], strict=True)
    ]
    called_so = names(rows, words)
    return base.Chart(
        words("drawing.recoveries", count=len(rows), of=words.number(len(incidents))),
        [words("drawing.recoveries_subtitle"), scope],
        [words("drawing.recoveries_note"), words("drawing.known")],
        [valued(name, text, words) for name, text in zip(called_so, days, strict=True)],
        [base.Block([_ranges(rows, days, look)])] if len(rows) else [],
    )


def _ranges(rows: pd.DataFrame, days: list[str], look: base.Look) -> base.Panel:
    """One row an incident: its name, the range as a line, the value retained as its mark."""
    words, theme, narrow = look.words, look.theme, look.narrow
    keys = base.type_keys(rows[col.ATTACK_TYPE], look)
    low, high = (rows[f"{col.DAYS_TO_RECOVER}_{end}"].astype(float).to_list() for end in ("low", "high"))
    points, slots = [], []
    for place, row in enumerate(rows_of(rows)):
        name, key = called(row, words), keys[str(row[col.ATTACK_TYPE])]
        key = base.claimed_key(look, key) if is_claimed(row) else key
        hover = f"{name}<br>{days[place]}"
        points.append(base.Point(float(row[col.DAYS_TO_RECOVER]), place, key, hover, str(row[col.INCIDENT_ID])))
        slots.append(base.Slot(name))
    certain = [base.Span(0, end, place) for place, end in enumerate(low)]
    doubtful = [base.Span(*ends, place) for place, ends in enumerate(zip(low, high, strict=True))]
    marks: list[base.Mark] = [
        base.Spans(base.line(theme.line), certain),
        base.Spans(base.line(theme.muted, 3), doubtful),
        base.Points(points),
        base.Texts([base.Text(end, place, days[place], 12, 4.5) for place, end in enumerate(high)], theme.text),
    ]
    return base.Panel(
        "rows",
        base.Axis(0, max(10.0, *high)),
        [],
        base.Room(6, 120, 14, 40, 0, first=16) if narrow else base.Room(360, 120, 14, 24, 0),
        base.Page(90 + 24 * len(rows)),
        slots,
        marks,
        legend=[*keys.values(), *base.claimed_keys(rows, look)],
        naming=base.Naming(-6, -11) if narrow else base.Naming(-12, 4.5, 350, anchor="end"),
    )
