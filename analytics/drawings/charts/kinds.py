"""Hospitals touched by kind, size and status: each share with its interval."""

from __future__ import annotations

import math
from collections.abc import Sequence

from analytics.drawings.charts import base, scales
from analytics.drawings.charts.numbers import valued
from analytics.record.cells import rows_of
from analytics.schema import col
from analytics.statistics.kinds import NAME, SHARE, SIDE, Kinds
from analytics.words import kinds as told


def kinds(found: Kinds, scope: str, look: base.Look) -> base.Chart:
    """The share touched of each kind of legal entity, then of each size, then of each status."""
    words = look.words
    rows = rows_of(found.table) if found.incidents else []
    return base.Chart(
        told.finding(found, words),
        [words("kinds.subtitle"), scope],
        [told.unmatched(found, words), words("kinds.note"), words("drawing.known")],
        [valued(told.label(row, words), told.share(row, words), words) for row in rows],
        [base.Block([_rows(rows, look)])] if rows else [],
    )


def code_of(side: str, name: str) -> str:
    """What a click on a row chooses: a kind, a size or a status."""
    return f"{side}:{name}"


def _rows(rows: Sequence[told.Row], look: base.Look) -> base.Panel:
    words, theme, narrow = look.words, look.theme, look.narrow
    high = math.ceil(10 * max(row[col.HIGH] for row in rows)) / 10
    fifths = [step / 5 for step in range(round(5 * high) + 1) if step / 5 <= high]
    ticks = [base.Tick(at, words.percent(at)) for at in (fifths if high >= 0.2 else scales.ticks(high, 5))]
    key, hovers = base.Key("", fill=theme.ramp[3], size=5), [told.share(row, words) for row in rows]
    names = [told.label(row, words) for row in rows]
    return base.Panel(
        "rows",
        base.Axis(-0.01, high, ticks),
        [],
        base.Room(0, 8, 0, 42, 30, first=27) if narrow else base.Room(250, 8, 0, 27, 30, first=9),
        base.Page(90 + 28 * len(rows)),
        [base.Slot(name) for name in names],
        [
            base.Spans(
                base.line(theme.muted, 2),
                [base.Span(row[col.LOW], row[col.HIGH], place) for place, row in enumerate(rows)],
                hovers=hovers,
            ),
            base.Points(
                [
                    base.Point(
                        row[SHARE],
                        place,
                        key,
                        f"<b>{names[place]}</b><br>{hovers[place]}",
                        code_of(row[SIDE], row[NAME]),
                    )
                    for place, row in enumerate(rows)
                ]
            ),
        ],
        naming=base.Naming(0, -14) if narrow else base.Naming(-10, 5, 240, anchor="end"),
    )
