"""Incidents by year of their start and by type, stacked; a year that is not over is hatched and named so."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

import numpy as np
import numpy.typing as npt
import pandas as pd

from analytics.drawings.charts import base
from analytics.drawings.charts.numbers import valued
from analytics.drawings.charts.scales import count_ticks, number_ticks
from analytics.schema import col
from analytics.schema.codes import ATTACK_TYPES
from analytics.schema.version import KNOWN_UNTIL
from analytics.statistics import periods, trends
from analytics.words import headlines
from analytics.words.incidents import claimed_among, with_claims
from analytics.words.text import Words

IntArray = npt.NDArray[np.int_]
CLAIMED = "claimed"  # the kind of the bars of what the attacker alone says


def by_year(incidents: pd.DataFrame, scope: str, look: base.Look, known_until: date = KNOWN_UNTIL) -> base.Chart:
    """Incidents by year of their start and by type.

    The published incidents of a choice have started_on, attack_type, country. The choice in words (`phrases.scope`)
    stands in a picture, and a page says it elsewhere. After `known_until` nothing has been searched for.
    """
    words, counts = look.words, trends.per_year(incidents)
    every, claims = counts.to_numpy(), _of_claims(incidents, counts)
    partial, notes = partial_years(counts.index, known_until, words)
    return base.Chart(
        headlines.year_finding(incidents, words),
        [words("timeline.by_year_subtitle"), scope],
        [*notes, words("drawing.known")],
        [
            valued(year, with_claims(words.number(total), claimed, words), words)
            for year, total, claimed in zip(counts.index, _totals(every), _totals(claims), strict=True)
        ],
        [base.Block([_panel(list(counts.index), every, claims, partial, look)])] if len(counts) else [],
    )


def _totals(counts: IntArray) -> list[int]:
    """Of each year, all types together."""
    return [int(count) for count in counts.sum(axis=1)]


def _panel(
    years: Sequence[int], every: IntArray, claims: IntArray, partial: Sequence[int], look: base.Look
) -> base.Panel:
    """Bars by type, and on them, hollow, what the attacker alone says; a row a year, a column a type."""
    words, theme = look.words, look.theme
    totals, claimed = _totals(every), _totals(claims)
    counts = dict(zip(ATTACK_TYPES, (every - claims).T, strict=True))
    keys = base.type_keys((kind for kind, of_years in counts.items() if of_years.any()), look)
    hatched = frozenset(place for place, year in enumerate(years) if year in partial)
    marks: list[base.Mark] = []
    ground = np.zeros(len(years), dtype=int)
    for kind, key in keys.items():
        key = key._replace(rim=theme.paper)
        marks.append(_bars(key, years, counts[kind], ground, words, kind)._replace(hatched=hatched))
        ground = ground + counts[kind]
    of_claimed = base.claimed_keys(any(claimed), look)
    marks += [_bars(key, years, claimed, ground, words, CLAIMED) for key in of_claimed]
    highest = max(5, *totals)
    return base.Panel(
        "columns",
        base.Axis(0, highest, number_ticks(count_ticks(highest), words)),
        [],
        base.Room(30, 0, 26, 304, 42),
        base.Page(340),
        year_slots(years, partial, words),
        together=[*marks, numbers_above(totals, [words.number(count) for count in totals], look)],
        legend=[*keys.values(), *of_claimed],
        cut=True,
    )


def _bars(
    key: base.Key, years: Sequence[int], counts: Iterable[int], ground: IntArray, words: Words, kind: str
) -> base.Bars:
    """The bars of one kind on those that are there already; a click on one chooses its year and its kind."""
    each = [int(count) for count in counts]
    hovers = [
        f"{year} · {valued(key.name, words.number(count), words)}" for year, count in zip(years, each, strict=True)
    ]
    codes = [f"{year}:{kind}" for year in years]
    return base.Bars(key, [float(count) for count in each], hovers, codes=codes, below=ground.tolist())


def _of_claims(incidents: pd.DataFrame, every: pd.DataFrame) -> IntArray:
    """Of the counts of each year, those that the attacker alone claims."""
    if not claimed_among(incidents):
        return np.zeros(every.shape, dtype=int)
    of_them = incidents[incidents[col.STATUS] == "claimed"]
    return trends.per_year(of_them).reindex(every.index, fill_value=0).to_numpy()


def partial_years(years: Iterable[int], known_until: date, words: Words) -> tuple[list[int], list[str]]:
    """The years that are not over, and the note that says so and which year was searched less, if they are there."""
    every = [int(year) for year in years]
    partial = [year for year in every if periods.is_partial(year, known_until)]
    notes = [words("figure.partial", date=words.when(known_until.isoformat()))] if partial else []
    of_record = words.voice != "alone"  # a reader's file was not searched for by us
    notes += [words("figure.thin", year=str(year)) for year in periods.THIN_YEARS if year in every and of_record]
    return partial, [" ".join(notes)] if notes else []


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
