"""What incidents did: the services disrupted."""

from __future__ import annotations

import pandas as pd

from analytics.drawings.charts import base
from analytics.drawings.charts.numbers import valued
from analytics.schema import col
from analytics.schema.codes import SERVICE_CODES
from analytics.statistics.totals import services_hit
from analytics.words import headlines


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
