"""The official counts of each year, and our own beside them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pandas as pd

from analytics.drawings.charts import base
from analytics.drawings.charts.by_year import numbers_above, year_slots
from analytics.drawings.charts.numbers import valued
from analytics.drawings.charts.scales import count_ticks, number_ticks
from analytics.schema.version import KNOWN_UNTIL
from analytics.statistics import periods
from analytics.statistics.official import OFFICIAL_HIGH, OFFICIAL_LOW
from analytics.words.text import UNKNOWN, Words


def official(
    counts: pd.DataFrame,
    ransomware: bool,
    look: base.Look,
    known_until: date = KNOWN_UNTIL,
    years: list[int] | None = None,
) -> base.Chart:
    """The official count of each year that is over; a year for which we know none has a dash and no bar.

    The counts are those of `official.official_counts`, of declarations or of ransomware alone: they are national. The
    years are those of the chart beside it, or all that have a count.
    """
    words = look.words
    last_over = known_until.year - periods.is_partial(known_until.year, known_until)
    if years is None:
        years = list(range(counts.index.min(), max(counts.index.max(), last_over) + 1)) if len(counts) else []
    shown = counts.reindex(years)
    ends = list(zip(shown[OFFICIAL_LOW].astype(float), shown[OFFICIAL_HIGH].astype(float), strict=True))
    written = [UNKNOWN if low != low else words.span(low, high) for low, high in ends]
    title = words("timeline.official")
    known = {year: text for year, text in zip(years, written, strict=True) if text != UNKNOWN}
    if len(known) > 1:
        first, last = min(known), max(known)
        sentence = "drawing.official_ransomware" if ransomware else "drawing.official"
        title = words(sentence, first=str(first), last=str(last), before=known[first], after=known[last])
    missing = [words("drawing.official_missing")] if UNKNOWN in written else []
    return base.Chart(
        title,
        [
            words("drawing.official_ransomware_subtitle" if ransomware else "drawing.official_subtitle"),
            words("drawing.official_scope"),
        ],
        [
            *missing,
            words("drawing.official_ransomware_note" if ransomware else "drawing.official_note"),
            words("drawing.official_source"),
        ],
        [valued(year, text, words) for year, text in zip(years, written, strict=True)],
        [base.Block([_official_panel(years, [high for _, high in ends], written, look)])] if years else [],
    )


def _official_panel(years: list[int], counts: Sequence[float], written: Sequence[str], look: base.Look) -> base.Panel:
    words, theme = look.words, look.theme
    tops = [0 if count != count else count for count in counts]
    highest = max(5, int(max(tops)))
    return base.Panel(
        "columns",
        base.Axis(0, highest, number_ticks(count_ticks(highest), words)),
        [base.Bars(base.Key("", fill=theme.ramp[2]), counts), numbers_above(tops, written, look, halo=theme.paper)],
        base.Room(34, 0, 26, 260, 26),
        base.Page(240),
        year_slots(years, (), words),
    )


# name of `words("unseen.…")`, its column, and its shape
_SERIES = (
    ("ours", "ours", "circle"),
    ("ransomware", "ransomware_high", "diamond"),
    ("malicious", "malicious_high", "square"),
    ("declared", "declared_high", "triangle-up"),
    ("derived", "declared_derived", "triangle-up"),
)


def unseen(table: pd.DataFrame, scope: str, look: base.Look) -> base.Chart:
    """Our French incidents of each year and the official ones on one logarithmic line, and the ratio of the two.

    The table is that of `official.beside_official`; what is missing has no point.
    """
    words = look.words
    known = table[table["ours"].notna() & table["declared_high"].notna() & ~table["partial"]]
    title = words("unseen.title")
    if len(known):
        row = known.iloc[-1]
        ours, declared = (words.number(float(row[column])) for column in ("ours", "declared_high"))
        share = words.percent(float(row["ratio_high"]), 1)
        title = words("drawing.unseen", year=str(row.name), ours=ours, declared=declared, share=share)
    return base.Chart(
        title,
        [words("unseen.subtitle"), scope],
        [words("drawing.unseen_note"), words("drawing.official_note"), words("drawing.official_source")],
        [
            valued(f"{year}{words('figure.partial_mark') if row['partial'] else ''}", _known_of(row, words), words)
            for year, row in table.iterrows()
        ],
        [base.Block([_unseen_panel(table, look)])] if len(table) else [],
    )


def _known_of(row: pd.Series, words: Words) -> str:
    """All that is known of one year, as the description lists it."""
    known = [(words(f"unseen.{name}"), row[column]) for name, column, _ in _SERIES if pd.notna(row[column])]
    parts = [f"{name} {words.number(float(count))}" for name, count in known]
    ratio = _ratio(row, words)
    return ", ".join([*parts, f"{words('drawing.ratio')} {ratio}"] if ratio != UNKNOWN else parts) or UNKNOWN


def _ratio(row: pd.Series, words: Words) -> str:
    share = row["ratio_high"] if pd.notna(row["ratio_high"]) else row["ratio_derived"]
    return UNKNOWN if pd.isna(share) else words.percent(float(share), 1)


def _unseen_keys(look: base.Look) -> dict[str, base.Key]:
    """The mark of each count; what was computed and not read is open."""
    words, theme = look.words, look.theme
    fills = {"ours": theme.ramp[4], "ransomware": theme.attack_types["ransomware"], "malicious": theme.ramp[2]}
    keys = {name: base.Key(words(f"unseen.{name}"), symbol, fills.get(name, theme.text)) for name, _, symbol in _SERIES}
    return {**keys, "derived": keys["derived"]._replace(fill=theme.paper, rim=theme.text)}


def _unseen_panel(table: pd.DataFrame, look: base.Look) -> base.Panel:
    """One row a year: its points with their numbers, each shape its meaning, and the ratio at the end."""
    words, theme, keys = look.words, look.theme, _unseen_keys(look)
    columns = [column for _, column, _ in _SERIES]
    highest = max(100.0, float(table[columns].astype(float).max().max()))
    spans, points = [], []
    for place, (_, row) in enumerate(table.iterrows()):
        values = {name: float(row[column]) for name, column, _ in _SERIES if pd.notna(row[column])}
        ordered = sorted((max(value, 1), name) for name, value in values.items())
        drawn = [value for value, name in ordered if values[name] > 0]
        if len(drawn) > 1:
            spans.append(base.Span(drawn[0], drawn[-1], place))
        for _, name in ordered:
            text = words.number(values[name])
            points.append(base.Point(values[name], place, keys[name], f"{keys[name].name}<br>{text}", text=text))
    left = 74 if look.narrow else 120
    powers = [10**power for power in range(4) if 10**power <= highest]
    return base.Panel(
        "rows",
        base.Axis(1, highest * 1.3, [base.Tick(power, words.number(power)) for power in powers], log=True),
        [],
        # on a narrow sheet, numbers of neighbours stand above and below their line
        base.Room(left, 64, 34, 54 if look.narrow else 42, 26, first=28),
        base.Page(110 + 48 * len(table)),
        [
            base.Slot(str(row.name), words("figure.partial_tick") if row["partial"] else "", _ratio(row, words))
            for _, row in table.iterrows()
        ],
        [base.Spans(base.line(theme.border, 2), spans), base.Points(points)],
        legend=[keys[name] for name, column, _ in _SERIES if table[column].notna().any()],
        naming=base.Naming(-left, 4.5, weight="600"),
        aside=words("drawing.ratio"),
    )
