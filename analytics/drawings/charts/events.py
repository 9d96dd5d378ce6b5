"""The events of one incident in time."""

from __future__ import annotations

import pandas as pd

from analytics.drawings.charts import base
from analytics.drawings.charts.numbers import valued
from analytics.drawings.charts.scales import around, dated_ticks
from analytics.record.cells import rows_of
from analytics.record.dates import first_day, last_day
from analytics.schema import col
from analytics.schema.codes import EVENT_KINDS
from analytics.words.text import UNKNOWN

NO_BREAK = "\u00a0"


def events(name: str, events: pd.DataFrame, look: base.Look) -> base.Chart:
    """The timeline of the incident of that name: each event at its date, and what took place.

    Events, in the order in which they are shown, have occurred_on (year, month or day), kind, text_fr, text_en. One
    known to the month or the year is a bar as long as the doubt; one without a date has no mark.
    """
    words = look.words
    rows = events.assign(
        first=first_day(events[col.OCCURRED_ON]),
        last=last_day(events[col.OCCURRED_ON]),
        date=events[col.OCCURRED_ON].map(words.when),
        kind=[words.label(EVENT_KINDS, kind) for kind in events[col.KIND]],
        text=events[words.column("text")],
    ).reset_index(drop=True)
    dated = rows[col.OCCURRED_ON].dropna()
    ends = list(dict.fromkeys(words.when(day).replace(" ", NO_BREAK) for day in [*dated.iloc[:1], *dated.iloc[-1:]]))
    return base.Chart(
        words("drawing.events", count=len(rows), name=name, period=" – ".join(ends) or UNKNOWN),
        [words("drawing.events_subtitle"), words("drawing.events_scope")],
        [words("drawing.events_note")],
        [valued(row["date"], row["text"], words) for row in rows_of(rows)],
        [base.Block([_event_rows(rows, look)])] if len(rows) else [],
    )


def _event_rows(rows: pd.DataFrame, look: base.Look) -> base.Panel:
    """An event a row, its words beside it or below it where the sheet is narrow; on a page, a kind of event a row."""
    words, theme = look.words, look.theme
    dated = rows[rows["first"].notna()]
    slots = [
        base.Slot(
            f"{row['date']} · {row['kind']}", text=str(row["text"]), lane=row["kind"] if place in dated.index else ""
        )
        for place, row in enumerate(rows_of(rows))
    ]
    right = 0 if look.narrow else 546
    room, page = base.Room(0, right, 22, 0, 0), base.Page(80 + 30 * dated["kind"].nunique())
    if dated.empty:
        return base.Panel("rows", base.Axis(0, 1), [], room, page, slots)
    low, high = around(dated["first"].min(), dated["last"].max())
    points, vague, hovers = [], [], []
    for place, row in zip(dated.index, rows_of(dated), strict=True):
        hover = f"{row['date']} – {row['text']}"
        if row["first"] == row["last"]:
            points.append(base.Point(row["first"], place, base.Key("", fill=theme.text), hover))
        else:
            vague.append(base.Span(row["first"], row["last"], place))
            hovers.append(hover)
    across = [base.Span(low, high, place) for place in range(len(rows))]
    doubts = base.Spans(base.Key("", "bar", theme.muted, size=9), vague, hovers=hovers)
    return base.Panel(
        "rows",
        base.Axis(low, high, dated_ticks(low, high, look.width - right, words), side="top"),
        [],
        room,
        page,
        slots,
        [base.Spans(base.line(theme.line), across), doubts, base.Points(points)],
    )
