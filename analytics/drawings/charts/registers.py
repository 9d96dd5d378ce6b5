"""Registers of others beside ours, year by year: what both know, what they alone have, what we alone have."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from analytics.drawings.charts import base
from analytics.drawings.charts.numbers import valued
from analytics.drawings.charts.scales import number_ticks, whole_ticks
from analytics.record.cells import rows_of
from analytics.schema import col
from analytics.statistics.registers import COPIES, COUNTED, OF_OURS, summed
from analytics.words import registers as told

_PLACES = 3  # of a year: the bar of their rows, that of ours, and nothing


def registers(table: pd.DataFrame, scope: str, look: base.Look) -> base.Chart:
    """Each register in a panel: a bar of its rows in two parts, and beside it our incidents that it lacks.

    Rows and incidents are not added up: an attack may make several rows. Nothing stands for what is in neither list.

    Parameters
    ----------
    table : DataFrame
        As `statistics.registers.beside` gives it.
    scope : str
        The choice in words.
    look : Look
    """
    words = look.words
    each = {name: summed(table[table[col.REGISTER] == name], col.YEAR) for name in COPIES}
    there = {name: years for name, years in each.items() if len(years)}
    return base.Chart(
        told.chart_finding(table, words),
        [words("registers.chart_subtitle"), scope],
        [words("registers.chart_note"), words("registers.no_estimate")],
        [
            valued(f"{words(f'registers.short_{name}')}, {row[col.YEAR]}", told.year_in_words(row, words), words)
            for name, years in there.items()
            for row in rows_of(years)
        ],
        [base.Block(_panels(there, look))] if there else [],
    )


def _panels(there: Mapping[str, pd.DataFrame], look: base.Look) -> list[base.Panel]:
    """A panel a register, all over the same years; the first says what the bars are."""
    years = pd.concat(there.values())[col.YEAR]
    every = list(range(int(years.min()), int(years.max()) + 1))
    first, *others = (_panel(name, table, every, look) for name, table in there.items())
    return [first, *(panel._replace(legend=[]) for panel in others)]


def _panel(register: str, table: pd.DataFrame, every: list[int], look: base.Look) -> base.Panel:
    words, theme = look.words, look.theme
    filled = table.set_index(col.YEAR)[[*COUNTED, *OF_OURS]].reindex(every)
    known, unknown, lacking = (
        [float(count) for count in filled[name].fillna(0)] for name in (col.KNOWN, col.UNKNOWN, col.LACKING)
    )
    keys = (
        base.Key(words("registers.part_both"), "square", theme.ramp[4], rim=theme.paper),
        base.Key(words("registers.part_theirs"), "square", theme.ramp[1], rim=theme.paper),
        base.Key(words("registers.part_ours"), "square", theme.muted, rim=theme.paper),
    )
    hovers = [
        f"{year} · {told.year_in_words(row, words)}"
        for year, row in zip(every, rows_of(filled.astype(object).where(filled.notna(), None)), strict=True)
    ]
    of_theirs = [one + other for one, other in zip(known, unknown, strict=True)]
    highest = int(max(5, *of_theirs, *lacking))
    numbers = [
        base.Text(_PLACES * year + place, float(count), words.number(int(count)), 0, -5, hovers[year])
        for place, counts in ((0, of_theirs), (1, lacking))
        for year, count in enumerate(counts)
        if count
    ]
    return base.Panel(
        "columns",
        base.Axis(0, 1.15 * highest, number_ticks(whole_ticks(highest, 3), words)),
        [
            base.Bars(keys[0], _spread(known, 0), _spoken(hovers)),
            base.Bars(keys[1], _spread(unknown, 0), _spoken(hovers), below=_spread(known, 0)),
            base.Bars(keys[2], _spread(lacking, 1), _spoken(hovers)),
            base.Texts(numbers, theme.text, 12, "middle", "600", theme.paper),
        ],
        base.Room(34, 0, 44, 110, 26),
        base.Page(210, above=92 if look.narrow else 64, below=30),  # a legend of three lines on a telephone
        [
            base.Slot(str(year) if place == 0 else "", short=str(year) if place == 0 else "")
            for year in every
            for place in range(_PLACES)
        ],
        legend=keys,
        heading=words(f"registers.short_{register}"),
    )


def _spread(counts: list[float], place: int) -> list[float]:
    """Counts of years in one of the places that each year has."""
    return [count if at == place else 0.0 for count in counts for at in range(_PLACES)]


def _spoken(hovers: list[str]) -> list[str]:
    return [hover for hover in hovers for _ in range(_PLACES)]
