"""The beds of a hospital, stacked by discipline, one bar a year of the survey."""

from __future__ import annotations

import pandas as pd

from analytics.drawings.charts import base
from analytics.drawings.charts.by_year import numbers_above, year_slots
from analytics.drawings.charts.numbers import valued
from analytics.drawings.charts.scales import count_ticks, number_ticks
from analytics.schema import col
from analytics.words.text import UNKNOWN

# what each discipline is called, in the order in which the bars stand on one another
DISCIPLINES = {
    col.ACUTE: "acute_beds",
    col.PSYCHIATRIC: "psychiatric_beds",
    col.REHABILITATION: "rehabilitation_beds",
    col.LONG_TERM: "long_term_beds",
}


def hospital_beds(name: str, beds: pd.DataFrame, look: base.Look) -> base.Chart:
    """The beds of each year by discipline; a year in which the survey has none of it has a dash and no bar.

    Parameters
    ----------
    name : str
        Of the hospital.
    beds : DataFrame
        One row a year, which is its index: the disciplines and beds.
    look : Look
    """
    words = look.words
    totals = [None if pd.isna(total) else int(total) for total in beds[col.BEDS]]
    written = [UNKNOWN if total is None else words.number(total) for total in totals]
    return base.Chart(
        words("hospital.beds_chart", name=name),
        [words("hospital.beds_subtitle")],
        [],
        [valued(str(year), text, words) for year, text in zip(beds.index, written, strict=True)],
        [base.Block([_panel(beds, [total or 0 for total in totals], written, look)])],
    )


def _panel(beds: pd.DataFrame, totals: list[int], written: list[str], look: base.Look) -> base.Panel:
    words, theme = look.words, look.theme
    shades = (theme.ramp[4], theme.ramp[2], theme.ramp[1], theme.ramp[0])
    counts = beds[[*DISCIPLINES]].fillna(0).astype(int)
    marks, legend = list[base.Mark](), list[base.Key]()
    ground = counts.iloc[:, 0] * 0
    for (discipline, named), shade in zip(DISCIPLINES.items(), shades, strict=True):
        if counts[discipline].any():
            key = base.Key(words(f"hospital.{named}"), "square", shade, rim=theme.paper)
            hovers = [
                f"{year} · {valued(key.name, words.number(int(count)), words)}"
                for year, count in counts[discipline].items()
            ]
            own = [float(count) for count in counts[discipline]]
            marks.append(base.Bars(key, own, hovers, below=[float(each) for each in ground]))
            legend.append(key)
        ground = ground + counts[discipline]
    highest = max(5, *totals)
    return base.Panel(
        "columns",
        base.Axis(0, highest, number_ticks(count_ticks(highest), words)),
        [],
        base.Room(40, 0, 26, 240, 26),
        base.Page(280),
        year_slots([int(year) for year in beds.index], (), words),
        together=[*marks, numbers_above(totals, written, look)],
        legend=legend,
    )
