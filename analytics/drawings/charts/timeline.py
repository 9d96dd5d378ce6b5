"""Incidents and events in time: every incident of a choice, and all events of one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

import pandas as pd

from analytics.drawings.charts import base
from analytics.drawings.charts.numbers import recovered, valued
from analytics.drawings.charts.scales import around, dated_ticks
from analytics.drawings.charts.strip import strip
from analytics.record.cells import rows_of
from analytics.record.dates import days_meant, first_day, last_day
from analytics.schema import col
from analytics.schema.codes import EVENT_KINDS
from analytics.schema.version import KNOWN_UNTIL
from analytics.words import headlines
from analytics.words.incidents import called, is_claimed
from analytics.words.text import UNKNOWN, Words

NO_BREAK = "\u00a0"
SPANS = {"recovery": 5, "recovery_range": 2}  # how wide each line is
MOST_ROWS = 40  # incidents that have a row each; more are marks of a strip
MANY = 20  # rows beyond which the eye loses an axis that is named above only


class _Outage(NamedTuple):
    """One incident in time: what it is called, when it began at the earliest and at the latest, when it was over."""

    first: pd.Timestamp
    last: pd.Timestamp
    incident: str
    name: str
    kind: str
    claimed: bool
    started: str
    recovered: str
    low: float  # days to recover, at least and at most; missing where nobody states an end
    high: float

    @property
    def over(self) -> pd.Timestamp:
        """The latest day on which it may have been over; where nobody states one, that on which it began."""
        return self.last + timedelta(days=0 if self.high != self.high else self.high)


def timeline(incidents: pd.DataFrame, scope: str, look: base.Look, known_until: date = KNOWN_UNTIL) -> base.Chart:
    """Every incident from its start to its recovery on one axis of time, a row each, the latest at the bottom.

    Parameters are those of `by_year`, with the names, the severity, days_to_recover and its `_low` and `_high`. A start
    known to the month or the year is a bar as long as the doubt; an end that nobody states is not drawn. More than
    `MOST_ROWS` are a strip.
    """
    if len(incidents) > MOST_ROWS:
        return strip(incidents, scope, look, known_until)
    words = look.words
    rows = _outages(incidents, words)
    values = [valued(row.name, f"{words.when(row.started)}, {row.recovered.lower()}", words) for row in rows]
    vague, unknown = sum(row.first < row.last for row in rows), sum(row.low != row.low for row in rows)
    counted = [words("timeline.vague", count=vague)] if vague else []
    counted += [words("timeline.unknown_ends", count=unknown)] if unknown else []
    until = [words("drawing.known_until", date=words.when(known_until.isoformat()))] if rows else []
    return base.Chart(
        headlines.count_finding(incidents, words),
        [words("timeline.every_subtitle"), scope],
        [*([" ".join(counted)] if counted else []), *until, words("drawing.known")],
        values,
        [base.Block([_incident_rows(rows, look, pd.Timestamp(known_until))])] if rows else [],
    )


def _outages(incidents: pd.DataFrame, words: Words) -> list[_Outage]:
    """The incidents in the order of their rows."""
    days = [f"{col.DAYS_TO_RECOVER}{end}" for end in ("", "_low", "_high")]
    ends = [*days, col.RECOVERY_AT_LEAST, col.RECOVERY_AT_MOST]
    own = [col.INCIDENT_ID, words.column("name"), col.ATTACK_TYPE, col.STATUS, col.STARTED_ON]
    return sorted(
        _Outage(
            *days_meant(row[col.STARTED_ON]),
            str(row[col.INCIDENT_ID]),
            called(row, words),
            str(row[col.ATTACK_TYPE]),
            is_claimed(row),
            row[col.STARTED_ON],
            recovered(row, words),
            *(float("nan" if pd.isna(row[col.DAYS_TO_RECOVER]) else row[end]) for end in days[1:]),
        )
        for row in rows_of(incidents.filter(items=own + ends))
    )


def _recoveries(rows: Sequence[_Outage]) -> dict[str, list[base.Span]]:
    """Lines from the start to the recovery, by name of `SPANS`: as far as all agree, and over the range."""
    spans: dict[str, list[base.Span]] = {name: [] for name in SPANS}
    for place, row in enumerate(rows):
        start = row.last
        if row.low != row.low:
            continue
        agreed, latest = start + timedelta(days=row.low), start + timedelta(days=row.high)
        spans["recovery"].append(base.Span(start, agreed, place))
        if latest > agreed:
            spans["recovery_range"].append(base.Span(agreed, latest, place))
    return {name: each for name, each in spans.items() if each}


def _incident_rows(rows: Sequence[_Outage], look: base.Look, now: pd.Timestamp) -> base.Panel:
    words, theme = look.words, look.theme
    types = base.type_keys((row.kind for row in rows), look)
    spans = _recoveries(rows)
    lines = [
        base.Spans(base.line(theme.muted, SPANS[name], name=words(f"figure.{name}")), each)
        for name, each in spans.items()
    ]
    marked = {place: base.Span(row.last, row.last, place) for place, row in enumerate(rows)}
    last_of = marked | {span.row: span for each in spans.values() for span in each}
    beside = base.Beside(
        [row.name for row in rows], [row.first for row in rows], [last_of[place] for place in range(len(rows))]
    )
    low, high = around(rows[0].first, max(now, *(row.over for row in rows)))
    many, claimed = len(rows) > MANY, base.claimed_keys(any(row.claimed for row in rows), look)
    return base.Panel(
        "rows",
        base.Axis(low, high, dated_ticks(low, high, look.width, words), side="both" if many else "top"),
        lines,
        base.Room(0, 0, 34, 20, 26 if many else 4, first=10),
        base.Page(134 + 22 * len(rows), above=84),
        [base.Slot("") for _ in rows],
        [*_starts(rows, types, look), beside],
        legend=[*types.values(), *claimed, *(line.key for line in lines)],
        now=now,
    )


def _starts(rows: Sequence[_Outage], types: dict[str, base.Key], look: base.Look) -> list[base.Mark]:
    """The marks of the starts; bars under those that are not known to the day."""
    vague: dict[str, list[base.Span]] = {}
    points = []
    for place, row in enumerate(rows):
        if row.first < row.last:
            vague.setdefault(row.kind, []).append(base.Span(row.first, row.last, place))
        key = base.claimed_key(look, types[row.kind]) if row.claimed else types[row.kind]
        hover = f"<b>{row.name}</b><br>{look.words.when(row.started)}<br>{row.recovered}"
        points.append(base.Point(row.first + (row.last - row.first) / 2, place, key, hover, row.incident))
    bars = {kind: base.Key("", "bar", types[kind].fill, size=9) for kind in vague}
    return [*(base.Spans(bars[kind], each, opacity=0.45) for kind, each in vague.items()), base.Points(points)]


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
