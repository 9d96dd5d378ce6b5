"""How long single outages took to recover from: a row each, on the axis of days of the curve of them all.

Only those whose end a source dates have a row: what is not known is not drawn. At most `MOST_ROWS`, the longest first.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import pandas as pd

from analytics.drawings.charts import base
from analytics.drawings.charts.numbers import valued
from analytics.drawings.charts.scales import LEAST_DAYS, day_ticks
from analytics.record.cells import rows_of
from analytics.schema import col
from analytics.statistics.recovery import DAYS, DAYS_HIGH, DAYS_LOW, ENDED, STATE, cases
from analytics.words.incidents import called
from analytics.words.text import Words

MOST_ROWS = 40
YEAR = 4  # letters of a date known to the year


class _Ended(NamedTuple):
    """One outage whose end is dated."""

    row: Mapping[str, Any]
    days: float
    low: float
    high: float

    def named(self, words: Words) -> str:
        """In which year it began, and whom it struck."""
        return f"{str(self.row[col.STARTED_ON])[:YEAR]} · {called(self.row, words)}"

    def took(self, words: Words) -> str:
        """Its days, with the range over the sources."""
        return words.days(self.low, self.high, 1)


def outages(incidents: pd.DataFrame, scope: str, look: base.Look) -> base.Chart:
    """The days from the attack to the recovery of the longest outages; parameters are those of `strip`."""
    words, every = look.words, _ended(incidents)
    shown = every[:MOST_ROWS]
    rule = words("outages.longest", count=len(every), shown=words.number(MOST_ROWS)) if len(every) > MOST_ROWS else ""
    return base.Chart(
        words("outages.finding", count=len(every), days=every[0].took(words)) if every else words("outages.none"),
        [" ".join(part for part in (words("outages.subtitle"), rule) if part), scope],
        [words("outages.note"), words("drawing.known")],
        [valued(one.named(words), one.took(words), words) for one in shown],
        [base.Block([_panel(shown, look)])] if shown else [],
    )


def _ended(incidents: pd.DataFrame) -> list[_Ended]:
    """The outages whose end is dated, the longest first; of equals the earliest."""
    known = {case[col.INCIDENT_ID]: case for case in rows_of(cases(incidents)) if case[STATE] == ENDED}
    found = [
        _Ended(row, *(float(known[row[col.INCIDENT_ID]][name]) for name in (DAYS, DAYS_LOW, DAYS_HIGH)))
        for row in rows_of(incidents)
        if row[col.INCIDENT_ID] in known
    ]
    return sorted(found, key=lambda one: (-one.days, str(one.row[col.STARTED_ON]), str(one.row[col.INCIDENT_ID])))


def _panel(shown: Sequence[_Ended], look: base.Look) -> base.Panel:
    words, theme, narrow = look.words, look.theme, look.narrow
    types = base.type_keys((str(one.row[col.ATTACK_TYPE]) for one in shown), look)
    agreed = [base.Span(LEAST_DAYS, max(one.low, LEAST_DAYS), place) for place, one in enumerate(shown)]
    ranges = [
        base.Span(max(one.low, LEAST_DAYS), one.high, place) for place, one in enumerate(shown) if one.high > one.low
    ]
    said = base.line(theme.muted, 5, name=words("outages.range"))
    points = [
        base.Point(
            max(one.days, LEAST_DAYS),
            place,
            types[str(one.row[col.ATTACK_TYPE])],
            f"<b>{called(one.row, words)}</b><br>{words.when(one.row[col.STARTED_ON])}<br>{one.took(words)}",
            str(one.row[col.INCIDENT_ID]),
        )
        for place, one in enumerate(shown)
    ]
    high = max(10.0, *(one.high for one in shown))
    room = base.Room(0, 8, 0, 40, 30, first=26) if narrow else base.Room(320, 8, 0, 24, 30, first=10)
    return base.Panel(
        "rows",
        base.Axis(LEAST_DAYS, 1.15 * high, day_ticks(high, narrow, words), words("recovery.across"), log=True),
        [],
        room,
        base.Page(150 + 24 * len(shown), above=60, below=56),
        [base.Slot(one.named(words)) for one in shown],
        [
            base.Spans(base.line(theme.muted, 1.5), agreed),
            base.Spans(said, ranges),
            base.Points(points),
        ],
        legend=[*types.values(), *([said] if ranges else [])],
        naming=base.Naming(0, -12) if narrow else base.Naming(-10, 5, 310, anchor="end"),
    )
