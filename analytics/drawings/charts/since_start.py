"""Some incidents on one axis that begins with each of them: what was known to happen on which day, and the recovery."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import pandas as pd

from analytics.drawings.charts import base
from analytics.drawings.charts.numbers import recovered, valued
from analytics.drawings.charts.scales import number_ticks
from analytics.record.cells import rows_of
from analytics.record.dates import days_meant
from analytics.schema import col
from analytics.schema.codes import EVENT_KINDS
from analytics.words.incidents import called
from analytics.words.text import Words

FEWEST = 100  # days that the axis has at least
DAYS = (1, 3, 10, 30, 100, 300, 1000, 3000)  # what a logarithmic axis of days names
Row = Mapping[str, Any]


class _Event(NamedTuple):
    """One event, by the day on which it was, the first being 1: at the earliest and at the latest."""

    first: float
    last: float
    said: str


def since_start(incidents: pd.DataFrame, events: pd.DataFrame, scope: str, look: base.Look) -> base.Chart:
    """The timelines of some incidents from day 0, the first day on which each may have begun.

    Parameters
    ----------
    incidents : DataFrame
        As published, in the order of the rows.
    events : DataFrame
        Their events: incident_id, occurred_on, kind, text_fr, text_en. One without a date, or of before, has no mark.
    scope : str
    look : Look
    """
    words, rows = look.words, rows_of(incidents)
    names = [called(row, words) for row in rows]
    each = [_since(row, rows_of(events[events[col.INCIDENT_ID] == row[col.INCIDENT_ID]]), words) for row in rows]
    values = [
        valued(name, words("compare.told", count=len(own), ending=words.within(recovered(row, words))), words)
        for name, row, own in zip(names, rows, each, strict=True)
    ]
    return base.Chart(
        words("compare.chart", names=words.listing(names)) if names else words("compare.nothing"),
        [words("compare.chart_subtitle"), scope],
        [words("compare.chart_note"), words("drawing.known")],
        values,
        [base.Block([_rows(rows, names, each, look)])] if rows else [],
    )


def _since(incident: Row, events: Sequence[Row], words: Words) -> list[_Event]:
    start, _ = days_meant(incident[col.STARTED_ON])
    found: list[_Event] = []
    for event in events:
        if pd.isna(event[col.OCCURRED_ON]):
            continue
        first, last = days_meant(event[col.OCCURRED_ON])
        if last >= start:
            kind = words.label(EVENT_KINDS, event[col.KIND])
            said = f"{words.when(event[col.OCCURRED_ON])} – {kind} – {event[words.column('text')]}"
            found.append(_Event(max(1, 1 + (first - start).days), 1 + (last - start).days, said))
    return found


def _rows(rows: Sequence[Row], names: Sequence[str], each: Sequence[Sequence[_Event]], look: base.Look) -> base.Panel:
    words, theme = look.words, look.theme
    ends = [row[f"{col.DAYS_TO_RECOVER}_high"] for row in rows if not pd.isna(row[col.DAYS_TO_RECOVER])]
    high = 1.3 * max([FEWEST, *ends, *(event.last for own in each for event in own)])
    agreed = base.line(theme.muted, 5, name=words("compare.until_recovery"))
    doubt = base.line(theme.muted, 2, name=words("compare.recovery_range"))
    spans: dict[base.Key, list[base.Span]] = {agreed: [], doubt: []}
    for place, row in enumerate(rows):
        if pd.isna(row[col.DAYS_TO_RECOVER]):
            continue
        low, latest = (float(row[f"{col.DAYS_TO_RECOVER}_{end}"]) for end in ("low", "high"))
        spans[agreed].append(base.Span(1, 1 + low, place))
        if latest > low:
            spans[doubt].append(base.Span(1 + low, 1 + latest, place))
    vague = [(event, place) for place, own in enumerate(each) for event in own if event.first < event.last]
    key = base.Key("", fill=theme.text, size=4.5)
    points = [
        base.Point(event.first, place, key, event.said, str(rows[place][col.INCIDENT_ID]))
        for place, own in enumerate(each)
        for event in own
        if event.first == event.last
    ]
    lines = {key: those for key, those in spans.items() if those}
    return base.Panel(
        "rows",
        base.Axis(
            1, high, number_ticks([day for day in DAYS if day <= high], words), words("compare.days"), True, drop=16
        ),
        [
            base.Spans(base.line(theme.line), [base.Span(1, high, place) for place in range(len(rows))]),
            *(base.Spans(key, those) for key, those in lines.items()),
        ],
        base.Room(4, 10, 0, 46, 34, first=30) if look.narrow else base.Room(250, 10, 0, 34, 34, first=14),
        base.Page(116 + 44 * len(rows), below=56),
        [base.Slot(name) for name in names],
        [
            base.Spans(
                base.line(theme.muted, 8),
                [base.Span(event.first, event.last, place) for event, place in vague],
                opacity=0.45,
                hovers=[event.said for event, _ in vague],
            ),
            base.Points(points),
        ],
        legend=list(lines),
        naming=base.Naming(0, -14) if look.narrow else base.Naming(-10, 5, 240, anchor="end"),
    )
