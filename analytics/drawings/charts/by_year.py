"""Incidents by year of their start and by type, stacked; a year that is not over is hatched and named so."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

import pandas as pd

from analytics.drawings.charts import base
from analytics.drawings.charts.numbers import valued
from analytics.drawings.charts.scales import count_ticks, number_ticks
from analytics.schema import col
from analytics.schema.codes import ATTACK_TYPES
from analytics.schema.version import KNOWN_UNTIL
from analytics.statistics import periods, trends
from analytics.words import headlines
from analytics.words.incidents import with_claims
from analytics.words.text import Words


def by_year(incidents: pd.DataFrame, scope: str, look: base.Look, known_until: date = KNOWN_UNTIL) -> base.Chart:
    """Incidents by year of their start and by type.

    The published incidents of a choice have started_on, attack_type, country. The choice in words (`phrases.scope`)
    stands in a picture, and a page says it elsewhere. After `known_until` nothing has been searched for.
    """
    words, counts = look.words, trends.per_year(incidents)
    totals, claims = counts.sum(axis=1), _of_claims(incidents, counts).sum(axis=1)
    partial, notes = partial_years(counts.index, known_until, words)
    return base.Chart(
        headlines.year_finding(incidents, words),
        [words("timeline.by_year_subtitle"), scope],
        [*notes, words("drawing.known")],
        [
            valued(year, with_claims(words.number(total), int(claimed), words), words)
            for (year, total), claimed in zip(totals.items(), claims, strict=True)
        ],
        [base.Block([_panel(incidents, partial, look)])] if len(counts) else [],
    )


def _panel(incidents: pd.DataFrame, partial: Sequence[int], look: base.Look) -> base.Panel:
    """Bars by type, and on them, hollow, what the attacker alone says."""
    words, theme = look.words, look.theme
    every = trends.per_year(incidents)
    of_claims = _of_claims(incidents, every)
    counts = every - of_claims
    keys = base.type_keys((kind for kind in ATTACK_TYPES if counts[kind].sum()), look)
    total, claimed = every.sum(axis=1), of_claims.sum(axis=1)
    highest = max(5, int(total.max()))
    hatched = frozenset(place for place, year in enumerate(counts.index) if year in partial)
    marks: list[base.Mark] = []
    below = counts[list(keys)].cumsum(axis=1) - counts[list(keys)]
    for kind, key in keys.items():
        hovers = [f"{year} · {valued(key.name, words.number(count), words)}" for year, count in counts[kind].items()]
        values = [float(count) for count in counts[kind]]
        marks.append(base.Bars(key._replace(rim=theme.paper), values, hovers, hatched, below=below[kind].to_list()))
    of_claimed = base.claimed_keys(incidents, look)
    for key in of_claimed:
        hovers = [f"{year} · {valued(key.name, words.number(count), words)}" for year, count in claimed.items()]
        values = [float(count) for count in claimed]
        marks.append(base.Bars(key, values, hovers, below=counts.sum(axis=1).to_list()))
    return base.Panel(
        "columns",
        base.Axis(0, highest, number_ticks(count_ticks(highest), words)),
        [],
        base.Room(30, 0, 26, 304, 42),
        base.Page(340),
        year_slots(list(counts.index), partial, words),
        together=[*marks, numbers_above(total, [words.number(count) for count in total], look)],
        legend=[*keys.values(), *of_claimed],
        cut=True,
    )


def _of_claims(incidents: pd.DataFrame, every: pd.DataFrame) -> pd.DataFrame:
    """Of the counts of each year, those that the attacker alone claims."""
    return trends.per_year(incidents[[col.STARTED_ON, col.ATTACK_TYPE]][incidents[col.STATUS] == "claimed"]).reindex(
        every.index, fill_value=0
    )


def partial_years(years: Iterable[int], known_until: date, words: Words) -> tuple[list[int], list[str]]:
    """The years that are not over, and the note that says so; none where all are over."""
    partial = [int(year) for year in years if periods.is_partial(int(year), known_until)]
    return partial, [words("figure.partial", date=words.when(known_until.isoformat()))] if partial else []


def numbers_above(
    heights: Iterable[float], numbers: Iterable[str], look: base.Look, size: float = 13, halo: str = ""
) -> base.Texts:
    """The number of each year, above its bar."""
    each = enumerate(zip(heights, numbers, strict=True))
    texts = [base.Text(place, float(height), number, down=-6) for place, (height, number) in each]
    return base.Texts(texts, look.theme.text, size, "middle", "600", halo)


def year_slots(years: Sequence[int], partial: Sequence[int], words: Words, every: int = 1) -> list[base.Slot]:
    """A slot a year; where there is room for every second name only, a page still writes each."""
    slots = []
    for year in years:
        note = words("figure.partial_tick") if year in partial else ""
        slots.append(base.Slot(str(year) if (years[-1] - year) % every == 0 else "", note, short=str(year)))
    return slots


def year_table(
    counts: pd.DataFrame, words: Words, known_until: date, extra: dict[str, pd.Series] | None = None
) -> pd.DataFrame:
    """Counts by year as a table with names of columns in the language; the last year says that it is partial."""
    shown = counts.rename(columns={kind: words.label(ATTACK_TYPES, kind) for kind in counts.columns})
    shown.insert(0, words("table.all"), counts.sum(axis=1))
    for name, column in (extra or {}).items():
        shown[name] = column.reindex(shown.index)
    shown.index = [
        f"{year}{words('figure.partial_mark')}" if year >= known_until.year else str(year) for year in shown.index
    ]
    return shown.rename_axis(words("table.year"))
