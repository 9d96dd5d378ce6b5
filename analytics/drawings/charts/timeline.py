"""Incidents and events in time: every incident of a choice, and all events of one."""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd

from analytics.drawings.charts import base
from analytics.drawings.charts.numbers import recovered, valued
from analytics.drawings.charts.scales import around, dated_ticks
from analytics.record.cells import rows_of
from analytics.record.dates import first_day, last_day
from analytics.schema import col
from analytics.schema.codes import EVENT_KINDS
from analytics.schema.version import KNOWN_UNTIL
from analytics.words import headlines
from analytics.words.incidents import called, is_claimed, names
from analytics.words.text import UNKNOWN

NO_BREAK = "\u00a0"
UNKNOWN_END_DAYS = 75  # length of the stub that stands for an end that nobody states
STUB = 17  # pixels that it has at least: it must come out from under its mark
SPANS: dict[str, tuple[float, str]] = {"recovery": (5, ""), "recovery_range": (2, ""), "end_unknown": (1.5, "2 3")}
MANY = 20  # rows beyond which the eye loses an axis that is named above only


def timeline(incidents: pd.DataFrame, scope: str, look: base.Look, known_until: date = KNOWN_UNTIL) -> base.Chart:
    """Every incident from its start to its recovery on one axis of time, a row each, the latest at the bottom.

    Parameters are those of `by_year`, with the names, days_to_recover and its `_low` and `_high`. A start known to the
    month or the year is a bar as long as the doubt; an end that nobody states is a short dotted stub.
    """
    words = look.words
    rows = incidents.assign(first=first_day(incidents[col.STARTED_ON]), last=last_day(incidents[col.STARTED_ON]))
    rows = rows.sort_values(["first", "last", col.INCIDENT_ID], ignore_index=True)
    values = [
        valued(called(row, words), f"{words.when(row[col.STARTED_ON])}, {recovered(row, words).lower()}", words)
        for row in rows_of(rows)
    ]
    vague, unknown = int((rows["first"] < rows["last"]).sum()), int(rows[col.DAYS_TO_RECOVER].isna().sum())
    counted = [words("timeline.vague", count=vague)] if vague else []
    counted += [words("timeline.unknown_ends", count=unknown)] if unknown else []
    until = [words("drawing.known_until", date=words.when(known_until.isoformat()))] if len(rows) else []
    return base.Chart(
        headlines.count_finding(rows, words),
        [words("timeline.every_subtitle"), scope],
        [*([" ".join(counted)] if counted else []), *until, words("drawing.known")],
        values,
        [base.Block([_incident_rows(rows, look, pd.Timestamp(known_until))])] if len(rows) else [],
    )


def _recoveries(rows: pd.DataFrame) -> dict[str, list[base.Span]]:
    """Lines from the start to the recovery, by name of `SPANS`: as far as all agree, over the range, end not known."""
    spans: dict[str, list[base.Span]] = {name: [] for name in SPANS}
    ends = zip(rows["last"], rows[f"{col.DAYS_TO_RECOVER}_low"], rows[f"{col.DAYS_TO_RECOVER}_high"], strict=True)
    for row, (start, low, high) in enumerate(ends):
        if pd.isna(rows[col.DAYS_TO_RECOVER].iloc[row]):
            spans["end_unknown"].append(base.Span(start, start + timedelta(days=UNKNOWN_END_DAYS), row, STUB))
            continue
        agreed, latest = start + timedelta(days=float(low)), start + timedelta(days=float(high))
        spans["recovery"].append(base.Span(start, agreed, row))
        if latest > agreed:
            spans["recovery_range"].append(base.Span(agreed, latest, row))
    return {name: each for name, each in spans.items() if each}


def _incident_rows(rows: pd.DataFrame, look: base.Look, now: pd.Timestamp) -> base.Panel:
    words, theme = look.words, look.theme
    types = base.type_keys(rows[col.ATTACK_TYPE], look)
    spans = _recoveries(rows)
    lines = [
        base.Spans(base.line(theme.muted, *SPANS[name], words(f"figure.{name}")), each) for name, each in spans.items()
    ]
    ends = pd.Series([rows["last"].max(), now, *(span.end for each in spans.values() for span in each)])
    low, high = around(rows["first"], ends)
    last_of = {span.row: span for each in spans.values() for span in each}
    called_so = names(rows, words).to_list()
    beside = base.Beside(called_so, rows["first"].to_list(), [last_of[row] for row in range(len(rows))])
    many = len(rows) > MANY
    return base.Panel(
        "rows",
        base.Axis(low, high, dated_ticks(low, high, look.width, words), side="both" if many else "top"),
        lines,
        base.Room(0, 0, 34, 20, 26 if many else 4, first=10),
        base.Page(110 + 22 * len(rows), above=84),
        [base.Slot("") for _ in called_so],
        [*_starts(rows, types, look), beside],
        legend=[*types.values(), *base.claimed_keys(rows, look), *(line.key for line in lines)],
        now=now,
    )


def _starts(rows: pd.DataFrame, types: dict[str, base.Key], look: base.Look) -> list[base.Mark]:
    """The marks of the starts; bars under those that are not known to the day."""
    words = look.words
    vague: dict[str, list[base.Span]] = {}
    points = []
    for place, row in enumerate(rows_of(rows)):
        kind, first, last = str(row[col.ATTACK_TYPE]), row["first"], row["last"]
        if first < last:
            vague.setdefault(kind, []).append(base.Span(first, last, place))
        key = base.claimed_key(look, types[kind]) if is_claimed(row) else types[kind]
        hover = f"<b>{called(row, words)}</b><br>{words.when(row[col.STARTED_ON])}<br>{recovered(row, words)}"
        points.append(base.Point(first + (last - first) / 2, place, key, hover, str(row[col.INCIDENT_ID])))
    bars = {kind: base.Key("", "bar", types[kind].fill, size=9) for kind in vague}
    return [*(base.Spans(bars[kind], each, opacity=0.45) for kind, each in vague.items()), base.Points(points)]


def events(name: str, events: pd.DataFrame, look: base.Look) -> base.Chart:
    """The timeline of the incident of that name: each event at its date, and what took place.

    Events have occurred_on (year, month or day), kind, text_fr, text_en. One known to the month or the year is a bar as
    long as the doubt; one without a date has no mark.
    """
    words = look.words
    rows = events.assign(
        first=first_day(events[col.OCCURRED_ON]),
        last=last_day(events[col.OCCURRED_ON]),
        date=events[col.OCCURRED_ON].map(words.when),
        kind=[words.label(EVENT_KINDS, kind) for kind in events[col.KIND]],
        text=events[words.column("text")],
    ).sort_values(col.OCCURRED_ON, kind="stable", ignore_index=True)
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
    low, high = around(dated["first"], dated["last"])
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
