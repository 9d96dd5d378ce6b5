"""Some areas side by side: their rates with intervals before that of France, and the incidents of each year."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

import pandas as pd

from analytics.drawings.charts import base
from analytics.drawings.charts.by_year import partial_years, year_slots
from analytics.drawings.charts.numbers import Reference, reference_lines, valued, with_confidence
from analytics.drawings.charts.scales import number_ticks, ticks, whole_ticks
from analytics.drawings.charts.trend import counted
from analytics.geography.levels import Level
from analytics.record.cells import rows_of
from analytics.schema import col
from analytics.schema.version import KNOWN_UNTIL
from analytics.statistics import rates
from analytics.statistics.profiles import EVENTS
from analytics.statistics.trends import RateRatio
from analytics.words import conclusions
from analytics.words.conclusions import Expectation
from analytics.words.numbers import interval, rate
from analytics.words.text import Words

MOST_PANELS = 6  # areas side by side: smaller ones could not be read
NO_BREAK = "\u00a0"
Row = Mapping[str, Any]  # of `profiles.intervals`


class Comparison(NamedTuple):
    """Some areas side by side."""

    rows: pd.DataFrame  # code, rate, low, high, events, in the order in which they are drawn (`profiles.intervals`)
    years: pd.DataFrame  # code, year, incidents of the same areas (`profiles.by_year`)
    names: Mapping[str, str]
    reference: Reference
    expected: Mapping[str, Expectation]  # each area against the common rate
    ratio: RateRatio | None = None  # the rate of the second over that of the first, where there are two
    left_out: int = 0  # how many areas were named for which there is no room


def compare(
    compared: Comparison, level: Level, scope: str, look: base.Look, known_until: date = KNOWN_UNTIL
) -> base.Chart:
    """The rate of each area with its interval before that of France, and below it the incidents of each year."""
    words, names = look.words, compared.names
    if not compared.reference[1] > 0:
        return base.Chart(words("conclude.funnel_none"), [scope], [words("drawing.known")], [], [])
    codes = list(compared.rows[col.CODE])
    listed = [names[code] for code in codes]
    counts = _counts(compared.years)[codes]
    values = []
    for code, row in zip(codes, rows_of(compared.rows), strict=True):
        each_year = ", ".join(valued(year, words.number(count), words) for year, count in counts[code].items())
        incidents = words("chart.incidents", int(row[EVENTS]))
        values.append(valued(names[code], f"{incidents}, {_rate(row, words)} ({each_year})", words))
    return base.Chart(
        _title(compared, level, words),
        [words("drawing.compare_subtitle", names=words.listing(listed)), scope],
        [
            *([words("drawing.compare_left_out", count=compared.left_out)] if compared.left_out else []),
            conclusions.rate_ratio(compared.ratio, listed[0], listed[1], words)
            if compared.ratio
            else words("conclude.caution_places"),
            words(f"drawing.compare_note_{level}"),
            *partial_years(counts.index, known_until, words)[1],
            words("drawing.population"),
        ],
        [*values, "{} ({})".format(*reference_lines(compared.reference, words))],
        [
            intervals(compared.rows, names, compared.reference, look, words("area.rate")),
            years_by_area(compared.years, names, look, known_until, codes),
        ],
    )


def _title(compared: Comparison, level: Level, words: Words) -> str:
    """The finding: of two areas, whether their rates differ; else, how many are unlike the common rate."""
    listed = [compared.names[code] for code in compared.rows[col.CODE]]
    if compared.ratio:
        return words(f"drawing.compare_two_{compared.ratio.code}", first=listed[0], second=listed[1])
    average = words(f"conclude.average_{level}")
    apart = sum(expected.beyond_chance for expected in compared.expected.values())
    if len(listed) == 1:
        if not compared.expected[compared.rows[col.CODE].iloc[0]].known:
            return words("drawing.compare_one_none", name=listed[0])
        return words(f"drawing.compare_one_{'beyond' if apart else 'chance'}", name=listed[0], average=average)
    areas = words(f"conclude.areas_{level}", count=len(listed))
    if not apart:
        return words("drawing.compare_none", areas=areas, average=average)
    return words("drawing.compare_some", count=apart, areas=areas, average=average)


def _rate(row: Row, words: Words) -> str:
    """The rate of an area and its interval."""
    if pd.isna(row[rates.RATE]):
        return words("chart.no_rate")
    return f"{rate(row[rates.RATE], words)} ({interval(row[col.LOW], row[col.HIGH], words)})"


def intervals(
    rows: pd.DataFrame, names: Mapping[str, str], reference: Reference, look: base.Look, per: str
) -> base.Block:
    """The rate of each area with its interval, in the order given, before the rate of all as a band.

    A rate is a dot on its whisker. Zero is an open dot on a dotted one from zero to the upper end.

    Rows have code, rate, low, high, events; a missing rate is said in words. `per` is what the rate is, and per what.
    """
    words, narrow = look.words, look.narrow
    each = rows_of(rows)
    highest = 1.06 * max([end for end in (*rows[col.HIGH], *reference[1:]) if end == end], default=1.0)
    zero = base.Key(words("chart.zero"), "circle", look.theme.paper, look.theme.text)
    band, lines = None, reference_lines(reference, words)
    if reference[1] == reference[1]:
        key = base.Key("{} ({})".format(*lines), "band", look.theme.ramp[0], look.theme.muted)
        band = base.Band(reference[2], reference[3], reference[1], lines, key)
    legend = ([band.key] if band and narrow else []) + ([zero] if any(row[rates.RATE] == 0 for row in each) else [])
    above = 80 if zero in legend else 46
    panel = base.Panel(
        "rows",
        base.Axis(0, highest, number_ticks(ticks(highest, 4 if narrow else 6), words), per, drop=16),
        [],
        base.Room(4, 4, 6, 46, 20, first=32, foot=4) if narrow else base.Room(270, 150, 26, 34, 20, first=19, foot=4),
        base.Page(above + 66 + 38 * max(1, len(each)), above, 66),
        [
            base.Slot(
                f"{names[row[col.CODE]]}, {words('chart.incidents', int(row[EVENTS]))}",
                aside=_rate(row, words),
                short=f"{names[row[col.CODE]]}{NO_BREAK}·{NO_BREAK}{words.number(row[EVENTS])}",
            )
            for row in each
        ],
        _whiskers(each, names, reference, zero, look, per),
        legend=legend,
        naming=base.Naming(-4, -14, 0, 12.5) if narrow else base.Naming(-270, 4.5, 262, 12.5),
        band=band,
        # names stand above their rows where the sheet is narrow: nothing is drawn behind the letters
        strip=9 if narrow else 0,
    )
    return base.Block([panel], heading=words("area.rate"))


def _whiskers(
    rows: Sequence[Row], names: Mapping[str, str], reference: Reference, zero: base.Key, look: base.Look, per: str
) -> list[base.Mark]:
    """Lines from the lower to the upper end with a small bar at both (none at zero), and the dots on top."""
    words, theme = look.words, look.theme
    known = base.Key("", "circle", theme.text, theme.text)
    hovers = [_hover(row, names, reference, look, per) for row in rows]
    marks: list[base.Mark] = []
    for key, dash in ((known, ""), (zero, "2 3")):
        there = [
            (place, row)
            for place, row in enumerate(rows)
            if (row[rates.RATE] == 0 if key is zero else row[rates.RATE] > 0)
        ]
        if not there:
            continue
        spans = [base.Span(row[col.LOW], row[col.HIGH], place) for place, row in there]
        ends = [(end, span.row) for span in spans for end in ((span.end,) if key is zero else (span.start, span.end))]
        points = [base.Point(row[rates.RATE], place, key, hovers[place], row[col.CODE]) for place, row in there]
        marks += [base.Spans(base.line(theme.ramp[3], 2.5, dash), spans, ends), base.Points(points)]
    missing = [
        base.Text(0, place, words("chart.no_rate"), 7, 5, hovers[place], row[col.CODE])
        for place, row in enumerate(rows)
        if pd.isna(row[rates.RATE])
    ]
    return [*marks, base.Texts(missing, theme.muted, page_only=True)]


def _hover(row: Row, names: Mapping[str, str], reference: Reference, look: base.Look, per: str) -> str:
    """What pointing at a rate says: the area, its events, the interval, and the rate of all."""
    words = look.words
    lines = [f"<b>{names[row[col.CODE]]}</b>"]
    if not pd.isna(row[EVENTS]):
        lines.append(words("chart.incidents", int(row[EVENTS])))
    if pd.isna(row[rates.RATE]):
        lines.append(words("chart.no_rate"))
    else:
        lines += [f"{rate(row[rates.RATE], words)} {per}", with_confidence(row[col.LOW], row[col.HIGH], words)]
    if reference[1] == reference[1]:
        lines.append(", ".join(reference_lines(reference, words)))
    return "<br>".join(lines)


def years_by_area(
    table: pd.DataFrame,
    names: Mapping[str, str],
    look: base.Look,
    known_until: date = KNOWN_UNTIL,
    codes: list[str] | None = None,
) -> base.Block:
    """Incidents of each year (code, year, incidents), one panel an area, all on the same axes.

    A year that an area lacks, between the first and the last of the table, had none. The areas stand in the order of
    `codes`, or as they appear.

    Raises
    ------
    ValueError
        Where there are more than six areas: smaller panels could not be read.
    """
    words = look.words
    codes = list(dict.fromkeys(table[col.CODE])) if codes is None else codes
    if len(codes) > MOST_PANELS:
        raise ValueError(f"{len(codes)} areas; at most {MOST_PANELS} have room")
    if not codes:
        return base.Block([])
    counts = _counts(table)[codes]
    years = [int(year) for year in counts.index]
    partial, _ = partial_years(years, known_until, words)
    top = 1.3 * max(2, counts.max().max())
    wide = (2 if len(codes) > 3 else 1) if look.narrow else min(2 if len(codes) in (2, 4) else 3, len(codes))
    slot_width = (look.width - 22 * (wide - 1)) / wide / len(years)
    axis = base.Axis(0, top, number_ticks(whole_ticks(top / 1.3, 3), words))
    slots = year_slots(years, partial, words, 1 if slot_width > 36 else 2)
    panels = []
    for code in codes:
        seen, fill = counts[code], look.theme.ramp[3]
        marks = counted(seen, partial, seen, look, fill=fill, name=names[code], code=code, size=12)
        room, page = base.Room(18, 0, 14, 92, 50), base.Page(118)
        panels.append(base.Panel("columns", axis, marks, room, page, slots, heading=names[code], cut=True))
    return base.Block(panels, wide, 2 if len(codes) > 3 else 1, words("regions.by_year"), 16)


def _counts(table: pd.DataFrame) -> pd.DataFrame:
    """Counts of each year (rows, without a gap) and area (columns, in the order in which they appear)."""
    known = dict(zip(zip(table[col.CODE], table[col.YEAR], strict=True), table[col.INCIDENTS], strict=True))
    years = pd.RangeIndex(int(table[col.YEAR].min()), int(table[col.YEAR].max()) + 1, name=col.YEAR)
    codes = dict.fromkeys(table[col.CODE])
    return pd.DataFrame({code: [int(known.get((code, year), 0)) for year in years] for code in codes}, years)
