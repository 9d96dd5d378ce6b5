"""What incidents did: the services disrupted, and the days to recover."""

from __future__ import annotations

import pandas as pd

from analytics.drawings.charts.base import (
    Axis,
    Bars,
    Block,
    Chart,
    Key,
    Look,
    Naming,
    Page,
    Panel,
    Point,
    Points,
    Room,
    Slot,
    Span,
    Spans,
    Stroke,
    Text,
    Texts,
    Together,
    type_keys,
)
from analytics.drawings.charts.numbers import valued
from analytics.record.cells import rows_of
from analytics.schema import col
from analytics.schema.codes import SERVICE_CODES
from analytics.statistics.totals import services_hit
from analytics.words import phrases


def services(incidents: pd.DataFrame, scope: str, look: Look) -> Chart:
    """How many incidents disrupted each service; parameters as in `by_year`, with services."""
    words, counts = look.words, services_hit(incidents)
    known = int(incidents[col.SERVICES].notna().sum())
    rows = {words.label(SERVICE_CODES, code): int(count) for code, count in counts.items()}
    hovers = [
        f"{name}<br>{words('figure.services_hover', hit=words.number(count), of=words.number(known))}"
        for name, count in rows.items()
    ]
    return Chart(
        phrases.service_sentence(incidents, words),
        [words("drawing.services_subtitle", count=known), scope],
        [words("drawing.services_note"), words("drawing.known")],
        [valued(name, words.number(count), words) for name, count in rows.items()],
        [Block([_bars(rows, hovers, look)])] if rows else [],
    )


def _bars(rows: dict[str, int], hovers: list[str], look: Look) -> Panel:
    """One bar a row, its number at its end; its name on the left, or above it where the sheet is narrow."""
    words, theme, narrow = look.words, look.theme, look.narrow
    numbers = [Text(count, place, words.number(count), 7, 5) for place, count in enumerate(rows.values())]
    return Panel(
        "rows",
        Axis(0, max(rows.values())),
        [Together([Bars(Key("", fill=theme.ramp[3]), [*rows.values()], hovers), Texts(numbers, theme.text)])],
        Room(0, 50, 0, 42, 0, first=27) if narrow else Room(300, 50, 0, 27, 0, first=9),
        Page(60 + 26 * len(rows)),
        [Slot(name) for name in rows],
        naming=Naming(0, -14) if narrow else Naming(-10, 6, 292, anchor="end"),
    )


def recoveries(incidents: pd.DataFrame, scope: str, look: Look) -> Chart:
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
    names = rows[words.column("name")]
    return Chart(
        words("drawing.recoveries", count=len(rows), of=words.number(len(incidents))),
        [words("drawing.recoveries_subtitle"), scope],
        [words("drawing.recoveries_note"), words("drawing.known")],
        [valued(name, text, words) for name, text in zip(names, days, strict=True)],
        [Block([_ranges(rows, days, look)])] if len(rows) else [],
    )


def _ranges(rows: pd.DataFrame, days: list[str], look: Look) -> Panel:
    """One row an incident: its name, the range as a line, the value retained as its mark."""
    words, theme, narrow = look.words, look.theme, look.narrow
    keys = type_keys(rows[col.ATTACK_TYPE], look)
    low, high = (rows[f"{col.DAYS_TO_RECOVER}_{end}"].astype(float).to_list() for end in ("low", "high"))
    points, slots = [], []
    for place, row in enumerate(rows_of(rows)):
        name, key = str(row[words.column("name")]), keys[str(row[col.ATTACK_TYPE])]
        hover = f"{name}<br>{days[place]}"
        points.append(Point(float(row[col.DAYS_TO_RECOVER]), place, key, hover, str(row[col.INCIDENT_ID])))
        slots.append(Slot(name))
    marks = (
        Spans(Key("", "line", stroke=Stroke(theme.line)), [Span(0, end, place) for place, end in enumerate(low)]),
        Spans(
            Key("", "line", stroke=Stroke(theme.muted, 3)),
            [Span(start, end, place) for place, (start, end) in enumerate(zip(low, high, strict=True))],
        ),
        Points(points),
        Texts([Text(end, place, days[place], 12, 4.5) for place, end in enumerate(high)], theme.text),
    )
    return Panel(
        "rows",
        Axis(0, max(10.0, *high)),
        [Together(marks)],
        Room(6, 120, 14, 40, 0, first=16) if narrow else Room(360, 120, 14, 24, 0),
        Page(90 + 24 * len(rows)),
        slots,
        legend=list(keys.values()),
        naming=Naming(-6, -11) if narrow else Naming(-12, 4.5, 350, anchor="end"),
    )
