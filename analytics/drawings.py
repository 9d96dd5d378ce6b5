"""Counts, services and times to recover as pictures that stand alone.

They take tables and read no file; what all pictures share is in analytics/canvas.py.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

import pandas as pd

from analytics import canvas, phrases, trends
from analytics.canvas import Body, Drawing, Sheet
from analytics.impact import services_hit
from analytics.records import rows_of
from analytics.schema import (
    ATTACK_TYPE,
    ATTACK_TYPES,
    DAYS_TO_RECOVER,
    INCIDENT_ID,
    SERVICE_CODES,
    SERVICES,
)
from analytics.text import Words
from analytics.version import KNOWN_UNTIL

# --- by year -----------------------------------------------------------------------------------------------------


def by_year_svg(incidents: pd.DataFrame, scope: str, sheet: Sheet, known_until: date = KNOWN_UNTIL) -> Drawing:
    """Incidents by year of their start and by type, stacked; a year that is not over is hatched and named so.

    Parameters
    ----------
    incidents : DataFrame
        The published incidents of a choice: started_on, attack_type, country.
    scope : str
        The choice in words (`phrases.scope`); it stands in the picture.
    sheet : Sheet
    known_until : date
        Nothing after it has been searched for.
    """
    words = sheet.words
    title = phrases.year_sentence(incidents, words)
    counts = trends.per_year(incidents)
    partial = [year for year in counts.index if trends.is_partial(year, known_until)]
    values = [canvas.told(year, words.number(total), words) for year, total in counts.sum(axis=1).items()]
    notes = [words("figure.partial", date=words.when(known_until.isoformat()))] if partial else []
    return canvas.picture(
        sheet,
        title,
        [words("timeline.by_year_subtitle"), scope],
        _stacks(counts, partial, sheet) if len(counts) else canvas.nothing(sheet),
        [*notes, words("drawing.known")],
        canvas.described(title, values, words),
    )


def _stacks(counts: pd.DataFrame, partial: Collection[int], sheet: Sheet) -> Body:
    """The bars, their legend and their years."""
    words, theme = sheet.words, sheet.theme
    kinds = [kind for kind in ATTACK_TYPES if counts[kind].sum()]
    shapes, used = canvas.type_legend(kinds, sheet)
    left, right = sheet.margin + 30, sheet.width - sheet.margin
    floor, ceiling = used + 330, used + 26
    highest = max(5, int(counts.sum(axis=1).max()))
    unit = (floor - ceiling) / highest
    for value in range(0, highest + 1, canvas.axis_step(highest)):
        y = floor - value * unit
        shapes += [
            canvas.line(left, y, right, y, theme.line),
            canvas.label(left - 6, y + 4, words.number(value), theme.muted, 12, anchor="end"),
        ]
    slot = (right - left) / len(counts)
    width = min(slot * 0.75, 70)
    for place, (year, row) in enumerate(counts.iterrows()):
        middle = left + slot * (place + 0.5)
        y = floor
        for kind in kinds:
            height = float(row[kind]) * unit
            if not height:
                continue
            y -= height
            shapes.append(canvas.rect(middle - width / 2, y, width, height, theme.attack_types[kind], theme.paper))
            if year in partial:
                shapes.append(canvas.rect(middle - width / 2, y, width, height, "url(#partial)"))
        total = words.number(row.sum())
        shapes.append(canvas.label(middle, y - 6, total, theme.text, 13, anchor="middle", weight="600"))
        shapes.append(canvas.label(middle, floor + 18, str(year), theme.text, 12.5, anchor="middle"))
        if year in partial:
            # the last year stands at the edge, where its note has no room on both sides
            at, anchor = (right, "end") if sheet.narrow else (middle, "middle")
            shapes.append(canvas.label(at, floor + 33, words("figure.partial_tick"), theme.muted, 11.5, anchor=anchor))
    return Body(shapes, floor + 42, [canvas.hatch("partial", theme.paper, 2.4, 7)])


# --- services and recoveries ---------------------------------------------------------------------------------------


def services_svg(incidents: pd.DataFrame, scope: str, sheet: Sheet) -> Drawing:
    """How many incidents disrupted each service, as bars; parameters as in `by_year_svg`, with services."""
    words = sheet.words
    title = phrases.service_sentence(incidents, words)
    counts = services_hit(incidents)
    names = {code: words.label(SERVICE_CODES, code) for code in counts.index}
    values = [canvas.told(names[code], words.number(count), words) for code, count in counts.items()]
    return canvas.picture(
        sheet,
        title,
        [words("drawing.services_subtitle", count=int(incidents[SERVICES].notna().sum())), scope],
        _bars([(names[code], int(count)) for code, count in counts.items()], sheet),
        [words("drawing.services_note"), words("drawing.known")],
        canvas.described(title, values, words),
    )


def _bars(rows: list[tuple[str, int]], sheet: Sheet) -> Body:
    """One bar a row, its number at its end; its name on the left, or above it where the sheet is narrow."""
    if not rows:
        return canvas.nothing(sheet)
    theme, narrow = sheet.theme, sheet.narrow
    left = sheet.margin if narrow else sheet.margin + 300
    step = 42 if narrow else 27
    unit = (sheet.width - sheet.margin - left - 50) / max(count for _, count in rows)
    shapes = []
    for place, (name, count) in enumerate(rows):
        y = step * place + (18 if narrow else 0)
        if narrow:
            shapes.append(canvas.label(left, y - 5, canvas.cut(name, sheet.width - 2 * left), theme.text, 13))
        else:
            shapes.append(canvas.label(left - 10, y + 15, canvas.cut(name, 292), theme.text, 13, anchor="end"))
        shapes += [
            canvas.rect(left, y, count * unit, 18, theme.ramp[3]),
            canvas.label(left + count * unit + 7, y + 14, sheet.words.number(count), theme.text, 13),
        ]
    return Body(shapes, float(step * len(rows)))


def recoveries_svg(incidents: pd.DataFrame, scope: str, sheet: Sheet) -> Drawing:
    """Days to recover of each incident for which they are known, longest first, with their range.

    Parameters are those of `by_year_svg`, with the names, days_to_recover and its `_low` and `_high`.
    """
    words = sheet.words
    rows = incidents[incidents[DAYS_TO_RECOVER].notna()].sort_values(
        [DAYS_TO_RECOVER, INCIDENT_ID], ascending=[False, True], ignore_index=True
    )
    title = words("drawing.recoveries", count=len(rows), of=words.number(len(incidents)))
    values = [canvas.told(row[words.column("name")], _days(row, words), words) for row in rows_of(rows)]
    return canvas.picture(
        sheet,
        title,
        [words("drawing.recoveries_subtitle"), scope],
        _ranges(rows, sheet) if len(rows) else canvas.nothing(sheet),
        [words("drawing.recoveries_note"), words("drawing.known")],
        canvas.described(title, values, words),
    )


def _ends(row: dict[str, Any]) -> tuple[float, float]:
    return float(row[f"{DAYS_TO_RECOVER}_low"]), float(row[f"{DAYS_TO_RECOVER}_high"])


def _days(row: dict[str, Any], words: Words) -> str:
    return words.days(*_ends(row))


def _ranges(rows: pd.DataFrame, sheet: Sheet) -> Body:
    """One row an incident: its name, the range as a line, the value retained as its mark."""
    words, theme, narrow = sheet.words, sheet.theme, sheet.narrow
    shapes, used = canvas.type_legend([kind for kind in ATTACK_TYPES if (rows[ATTACK_TYPE] == kind).any()], sheet)
    left = sheet.margin + (6 if narrow else 360)
    step = 40 if narrow else 24
    unit = (sheet.width - sheet.margin - left - 120) / max(10.0, float(rows[f"{DAYS_TO_RECOVER}_high"].max()))
    for place, row in enumerate(rows_of(rows)):
        y = used + (30 if narrow else 14) + step * place
        low, high = _ends(row)
        name = str(row[words.column("name")])
        if narrow:
            wide = sheet.width - 2 * sheet.margin
            shapes.append(canvas.label(sheet.margin, y - 11, canvas.cut(name, wide), theme.text, 13))
        else:
            shapes.append(canvas.label(left - 12, y + 4.5, canvas.cut(name, 350), theme.text, 13, anchor="end"))
        shapes += [
            canvas.line(left, y, left + low * unit, y, theme.line),
            canvas.line(left + low * unit, y, left + high * unit, y, theme.muted, 3),
            canvas.mark(left + float(row[DAYS_TO_RECOVER]) * unit, y, str(row[ATTACK_TYPE]), theme),
            canvas.label(left + high * unit + 12, y + 4.5, _days(row, words), theme.text, 13),
        ]
    return Body(shapes, used + 14 + float(step * len(rows)))
