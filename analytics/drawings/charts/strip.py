"""Incidents in time: a row a year, a mark an incident in the month of its start, by type and by severity.

Marks stand side by side and on one another within their month, in the order of their starts: a mark says no more than
the month. It reads with a few incidents and with thousands, whose marks are smaller.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

import pandas as pd

from analytics.drawings.charts import base
from analytics.drawings.charts.by_year import partial_years
from analytics.drawings.charts.numbers import recovered, valued
from analytics.record.cells import rows_of
from analytics.schema import col
from analytics.schema.codes import SEVERITIES
from analytics.schema.version import KNOWN_UNTIL
from analytics.words import headlines
from analytics.words.incidents import called, is_claimed, with_claims
from analytics.words.text import Words

YEAR, MONTH = 4, 7  # letters of a date known to the year, to the month
NO_MONTH = 12  # the place after December, of starts known to the year alone
PITCHES = (11.0, 9.0, 7.0, 5.5)  # pixels from mark to mark, from the largest on
TALLEST = 760  # pixels that the rows may have before marks become smaller
FILLED = 0.86  # of the width of a month, the rest keeps months apart
BETWEEN = 16  # pixels at least from the marks of a year to the line of the next
ON_A_PHONE = 23  # pixels of a month on a narrow screen
GRAVE = "care-affected"
SMALLER = 0.62  # a mark without care affected against one with


class _Start(NamedTuple):
    """One incident: where its mark is, and what it says."""

    year: int
    month: int  # from 0; `NO_MONTH` where the year alone is known
    started: str
    incident: str
    kind: str
    claimed: bool
    grave: bool
    hover: str


class _Grid(NamedTuple):
    """How marks share a month, and where the line of each year is, in marks from the ground up."""

    pitch: float
    columns: int
    lines: dict[int, float]
    height: float


def strip(incidents: pd.DataFrame, scope: str, look: base.Look, known_until: date = KNOWN_UNTIL) -> base.Chart:
    """Each incident as a mark in the month of its start, the latest year above.

    Parameters are those of `by_year`, with the names, the severity, days_to_recover, its `_low` and `_high`, and the
    bounds of the recovery.
    """
    words = look.words
    starts = _starts(incidents, words)
    vague = sum(start.month == NO_MONTH for start in starts)
    years = list(range(starts[0].year, starts[-1].year + 1)) if starts else []
    partial, _ = partial_years(years, known_until, words)
    until = [words("timeline.until", date=words.when(known_until.isoformat()))] if partial else []
    return base.Chart(
        headlines.count_finding(incidents, words),
        [words("timeline.strip_subtitle"), scope],
        [*([words("timeline.no_month", count=vague)] if vague else []), *until, words("drawing.known")],
        list(_values(starts, years, words)),
        [base.Block([_panel(starts, years, look)])] if starts else [],
    )


def _starts(incidents: pd.DataFrame, words: Words) -> list[_Start]:
    """The incidents by year and month; within a month those whose day is known first, in order."""
    days = [f"{col.DAYS_TO_RECOVER}{end}" for end in ("", "_low", "_high")]
    own = [col.INCIDENT_ID, words.column("name"), col.ATTACK_TYPE, col.STATUS, col.STARTED_ON, col.SEVERITY]
    found = []
    for row in rows_of(incidents.filter(items=[*own, *days, col.RECOVERY_AT_LEAST, col.RECOVERY_AT_MOST])):
        started, severity = str(row[col.STARTED_ON]), str(row[col.SEVERITY])
        lines = [
            f"<b>{called(row, words)}</b>",
            words.when(started),
            words.label(SEVERITIES, severity).capitalize(),
            recovered(row, words),
        ]
        month = NO_MONTH if len(started) == YEAR else int(started[5:MONTH]) - 1
        own_mark = str(row[col.INCIDENT_ID]), str(row[col.ATTACK_TYPE]), is_claimed(row), severity == GRAVE
        found.append(_Start(int(started[:YEAR]), month, started, *own_mark, "<br>".join(lines)))
    return sorted(found, key=lambda start: (start.year, start.month, len(start.started) < 10, start[2:]))


def _values(starts: Sequence[_Start], years: Sequence[int], words: Words) -> Iterator[str]:
    """Of each year how many incidents, how many the attacker alone claims, and in how many care was affected."""
    every = Counter(start.year for start in starts)
    claims = Counter(start.year for start in starts if start.claimed)
    grave = Counter(start.year for start in starts if start.grave)
    for year in years:
        counted = with_claims(words("kit.count", count=every[year]), claims[year], words)
        yield valued(year, f"{counted}, {words('timeline.grave', count=grave[year])}", words)


def _grid(starts: Sequence[_Start], years: Sequence[int], look: base.Look) -> _Grid:
    """The largest marks with which all years have room."""
    fullest: dict[int, int] = dict.fromkeys(years, 0)
    for (year, _), count in Counter((start.year, start.month) for start in starts).items():
        fullest[year] = max(fullest[year], count)
    month = FILLED * (ON_A_PHONE if look.narrow else (look.width - 90) / (NO_MONTH + 1))
    for pitch in PITCHES:
        columns = int(month // pitch)
        lines, height = {}, 0.0
        for year in reversed(years):  # from the top down
            height += max(1, math.ceil(fullest[year] / columns)) + BETWEEN / pitch
            lines[year] = height
        if height * pitch <= TALLEST:
            break
    return _Grid(pitch, columns, {year: height - line for year, line in lines.items()}, height)


def _panel(starts: Sequence[_Start], years: Sequence[int], look: base.Look) -> base.Panel:
    words, theme, grid = look.words, look.theme, _grid(starts, years, look)
    undated = any(start.month == NO_MONTH for start in starts)
    across = base.Axis(0, NO_MONTH + (1.3 if undated else 0.3), _months(undated, look))
    names = [base.Tick(line, str(year)) for year, line in grid.lines.items()]
    types = base.type_keys((start.kind for start in starts), look)
    quarters = base.Curve(
        base.line(theme.line, 1, "1 3"), [[(month, 0), (month, grid.height)] for month in range(0, NO_MONTH + 1, 3)]
    )
    large, small = (base.Points(list(_points(starts, types, grid, look, grave))) for grave in (True, False))
    sizes = [
        base.Key(words("timeline.large" if grave else "timeline.small"), fill=theme.muted, size=_size(grid, grave))
        for grave, drawn in ((True, large), (False, small))
        if drawn.points
    ]
    return base.Panel(
        "plane",
        base.Axis(0, grid.height, names),
        [quarters, large, small, _counts(starts, grid, across, look)],
        base.Room(38, 12, 26, grid.height * grid.pitch, 36),
        base.Page(math.ceil(grid.height * grid.pitch) + 122, above=86),
        across=across,
        legend=[*types.values(), *base.claimed_keys(any(start.claimed for start in starts), look), *sizes],
    )


def _months(undated: bool, look: base.Look) -> list[base.Tick]:
    """The months, every third where there is little room, and what stands after December."""
    step = 3 if look.narrow else 1
    months = [base.Tick(month + 0.5, look.words.month(month + 1)) for month in range(0, NO_MONTH, step)]
    return [*months, base.Tick(NO_MONTH + 0.65, look.words("timeline.month_unknown"))] if undated else months


def _size(grid: _Grid, grave: bool) -> float:
    """Half the width of a mark, as `Key` has it."""
    return round(0.42 * grid.pitch * (1 if grave else SMALLER), 2)


def _points(
    starts: Sequence[_Start], types: dict[str, base.Key], grid: _Grid, look: base.Look, grave: bool
) -> Iterator[base.Point]:
    """The marks of one size, each at its place among all of its month."""
    before: Counter[tuple[int, int]] = Counter()
    for start in starts:
        place = before[start.year, start.month]
        before[start.year, start.month] += 1
        if start.grave != grave:
            continue
        key = types[start.kind]._replace(size=_size(grid, grave))
        key = base.claimed_key(look, key) if start.claimed else key
        aside = 0.15 if start.month == NO_MONTH else 0
        x = start.month + aside + (1 - FILLED) / 2 + FILLED * (place % grid.columns + 0.5) / grid.columns
        yield base.Point(x, grid.lines[start.year] + place // grid.columns + 0.6, key, start.hover, start.incident)


def _counts(starts: Sequence[_Start], grid: _Grid, across: base.Axis, look: base.Look) -> base.Texts:
    """How many incidents a year has, at the end of its line."""
    every = Counter(start.year for start in starts)
    texts = [
        base.Text(across.high, line + 0.6, look.words.number(every[year]), down=4) for year, line in grid.lines.items()
    ]
    return base.Texts(texts, look.theme.muted, 12, "end", halo=look.theme.paper)
