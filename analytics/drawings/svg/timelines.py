"""Incidents and events in time as pictures that stand alone: every incident of a choice, and all events of one.

They take tables and read no file; what all pictures share is in analytics/canvas.py.
"""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

import pandas as pd

from analytics.drawings import plots
from analytics.drawings.svg import canvas
from analytics.drawings.svg.canvas import Body, Drawing, Sheet
from analytics.record.cells import rows_of
from analytics.record.dates import first_day, last_day
from analytics.schema import col
from analytics.schema.codes import ATTACK_TYPES, EVENT_KINDS
from analytics.schema.version import KNOWN_UNTIL
from analytics.words import phrases
from analytics.words.text import UNKNOWN

NO_BREAK = "\u00a0"

# --- every incident --------------------------------------------------------------------------------------------------


def timeline_svg(incidents: pd.DataFrame, scope: str, sheet: Sheet, known_until: date = KNOWN_UNTIL) -> Drawing:
    """Every incident from its start to its recovery on one axis of time, a row each, the latest at the bottom.

    Parameters are those of `drawings.by_year_svg`, with the names, days_to_recover and its `_low` and `_high`. A start
    known to the month or the year is a bar as long as the doubt; an end that nobody states is a short dotted stub.
    """
    words = sheet.words
    rows = plots.by_start(incidents)
    title = phrases.count_sentence(rows, words)
    values = [
        canvas.told(
            row[words.column("name")],
            f"{words.when(row[col.STARTED_ON])}, {plots.recovered(row, words).lower()}",
            words,
        )
        for row in rows_of(rows)
    ]
    vague, unknown = int((rows["first"] < rows["last"]).sum()), int(rows[col.DAYS_TO_RECOVER].isna().sum())
    counted = [words("timeline.vague", count=vague)] if vague else []
    counted += [words("timeline.unknown_ends", count=unknown)] if unknown else []
    until = [words("drawing.known_until", date=words.when(known_until.isoformat()))] if len(rows) else []
    return canvas.picture(
        sheet,
        title,
        [words("timeline.every_subtitle"), scope],
        _timeline_rows(rows, sheet, known_until) if len(rows) else canvas.nothing(sheet),
        [*([" ".join(counted)] if counted else []), *until, words("drawing.known")],
        canvas.described(title, values, words),
    )


_SPAN_LINES: dict[str, tuple[float, str]] = {
    "recovery": (5, ""),
    "recovery_range": (2, ""),
    "end_unknown": (1.5, "2 3"),
}


def _timeline_rows(rows: pd.DataFrame, sheet: Sheet, known_until: date) -> Body:
    words, theme = sheet.words, sheet.theme
    spans = plots.recovery_spans(rows)
    signs = canvas.type_signs([kind for kind in ATTACK_TYPES if (rows[col.ATTACK_TYPE] == kind).any()], sheet)
    signs += [
        canvas.line_sign(words(f"figure.{name}"), theme.muted, *_SPAN_LINES[name]) for name in spans if spans[name]
    ]
    shapes, used = canvas.legend(signs, sheet)
    ends = pd.Series(
        [rows["last"].max(), pd.Timestamp(known_until), *(one.end for each in spans.values() for one in each)]
    )
    axis = _TimeAxis(*plots.around(rows["first"], ends), sheet.margin, sheet.width - sheet.margin)
    step, top = 20, used + 34
    floor = top + step * len(rows)
    shapes += axis.lines(top, floor, sheet, both=len(rows) > 20)
    now = axis.x(pd.Timestamp(known_until))
    shapes.append(canvas.line(now, top, now, floor, theme.muted, 1, "2 3"))
    middles = [top + step * (place + 0.5) for place in range(len(rows))]
    reach = {}
    for name, each in spans.items():
        for span in each:
            start, y = axis.x(span.start), middles[span.row]
            # the stub must come out from under its mark
            reach[span.row] = max(axis.x(span.end), start + (17 if name == "end_unknown" else 0))
            shapes.append(canvas.line(start, y, reach[span.row], y, theme.muted, *_SPAN_LINES[name]))
    for place, row in enumerate(rows_of(rows)):
        shapes += _start(row, middles[place], axis, sheet)
        shapes.append(
            _beside(str(row[words.column("name")]), axis.x(row["first"]), reach[place], middles[place], sheet)
        )
    return Body(shapes, floor + (26 if len(rows) > 20 else 4))


class _TimeAxis(NamedTuple):
    """Days across, in pixels."""

    start: pd.Timestamp
    end: pd.Timestamp
    left: float
    right: float

    def x(self, day: pd.Timestamp) -> float:
        """How far right a day stands."""
        return float(self.left + (day - self.start) / (self.end - self.start) * (self.right - self.left))

    def lines(self, top: float, floor: float, sheet: Sheet, *, both: bool = False) -> list[str]:
        """Lines at round dates, named above, and below too where the eye would lose them."""
        words, theme, shapes = sheet.words, sheet.theme, []
        wide = self.right - self.left
        for when in plots.time_ticks(self.start, self.end, int(wide // 130), int(wide // 36)):
            x = self.x(first_day(pd.Series([when])).iloc[0])
            shapes.append(canvas.line(x, top, x, floor, theme.line))
            for y in (top - 8, floor + 18) if both else (top - 8,):
                shapes.append(canvas.label(x, y, words.when(when), theme.muted, 12, anchor=self._anchor(x, when)))
        return shapes

    def _anchor(self, x: float, when: str) -> str:
        """A name in the middle of its line, but not over the edge."""
        half = len(when) * 6 if len(when) > 4 else 15
        return "start" if x - half < self.left - 10 else "end" if x + half > self.right + 10 else "middle"

    def dated(self, first: pd.Timestamp, last: pd.Timestamp, y: float, fill: str, opacity: float = 1) -> str:
        """A bar as long as the doubt on a date."""
        left, right = self.x(first), self.x(last + pd.Timedelta(days=1))
        return canvas.rect(left, y - 4.5, max(2, right - left), 9, fill, opacity=opacity)


def _start(row: dict[str, Any], y: float, axis: _TimeAxis, sheet: Sheet) -> list[str]:
    """The mark of a start; a bar under it where it is not known to the day."""
    kind, first, last = str(row[col.ATTACK_TYPE]), row["first"], row["last"]
    bar = [axis.dated(first, last, y, sheet.theme.attack_types[kind], 0.45)] if first < last else []
    return [*bar, canvas.mark(axis.x(first + (last - first) / 2), y, kind, sheet.theme)]


def _beside(name: str, start: float, end: float, y: float, sheet: Sheet) -> str:
    """The name of an incident, on the side of its line where there is more room."""
    before, after = start - 10 - sheet.margin, sheet.width - sheet.margin - end - 8
    fill, halo = sheet.theme.text, sheet.theme.paper
    if after >= before:
        return canvas.label(end + 8, y + 4, canvas.cut(name, after, 12), fill, 12, halo=halo)
    return canvas.label(start - 10, y + 4, canvas.cut(name, before, 12), fill, 12, anchor="end", halo=halo)


# --- one incident ----------------------------------------------------------------------------------------------------


def events_svg(name: str, events: pd.DataFrame, sheet: Sheet) -> Drawing:
    """The timeline of one incident: each event at its date, and what took place.

    Parameters
    ----------
    name : str
        What the incident is called.
    events : DataFrame
        Its lines of the timeline: incident_id, occurred_on (year, month or day), kind, text_fr, text_en. An event
        known to the month or the year is a bar as long as the doubt; one without a date has no mark.
    sheet : Sheet
    """
    words = sheet.words
    rows = events.assign(first=first_day(events[col.OCCURRED_ON]), last=last_day(events[col.OCCURRED_ON]))
    rows = rows.sort_values(col.OCCURRED_ON, kind="stable", ignore_index=True)
    dated = rows[col.OCCURRED_ON].dropna()
    ends = list(dict.fromkeys(words.when(day).replace(" ", NO_BREAK) for day in [*dated.iloc[:1], *dated.iloc[-1:]]))
    title = words("drawing.events", count=len(rows), name=name, period=" – ".join(ends) or UNKNOWN)
    values = [canvas.told(words.when(row[col.OCCURRED_ON]), row[words.column("text")], words) for row in rows_of(rows)]
    return canvas.picture(
        sheet,
        title,
        [words("drawing.events_subtitle"), words("drawing.events_scope")],
        _event_rows(rows, sheet) if len(rows) else canvas.nothing(sheet),
        [words("drawing.events_note")],
        canvas.described(title, values, words),
    )


def _event_rows(rows: pd.DataFrame, sheet: Sheet) -> Body:
    """An event a row: its mark under the dates, what took place beside it, or below it where the sheet is narrow."""
    words, theme = sheet.words, sheet.theme
    right = sheet.width - sheet.margin if sheet.narrow else sheet.margin + 290
    left = sheet.margin if sheet.narrow else sheet.margin + 320
    axis = None
    if rows["first"].notna().any():
        axis = _TimeAxis(*plots.around(rows["first"], rows["last"]), sheet.margin, right)
    shapes: list[str] = []
    y = 30.0
    marks = []
    for row in rows_of(rows):
        at = y + (10 if sheet.narrow else 8)
        marks.append((row, at))
        foot = y + (32 if sheet.narrow else 13)
        date_and_kind = f"{words.when(row[col.OCCURRED_ON])} · {words.label(EVENT_KINDS, row[col.KIND])}"
        shapes.append(canvas.label(left, foot, date_and_kind, theme.muted, 12.5, weight="600"))
        for text in canvas.broken(str(row[words.column("text")]), 13.5, sheet.width - sheet.margin - left, 0.51):
            foot += 18
            shapes.append(canvas.label(left, foot, text, theme.text, 13.5))
        y = foot + 20
    if axis:
        # under the texts of a narrow sheet, lines from top to bottom would cross the letters
        shapes = [*axis.lines(22, 22 if sheet.narrow else y - 10, sheet), *shapes]
        for row, at in marks:
            shapes.append(canvas.line(axis.left, at, axis.right, at, theme.line))
            if pd.isna(row["first"]):
                continue
            if row["first"] == row["last"]:
                shapes.append(canvas.shape(axis.x(row["first"]), at, "circle", theme.text))
            else:
                shapes.append(axis.dated(row["first"], row["last"], at, theme.muted))
    return Body(shapes, y - 10)
