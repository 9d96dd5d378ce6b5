"""The official counts of each year, and our own beside them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pandas as pd

from analytics.drawings.charts import base
from analytics.drawings.charts.by_year import numbers_above, year_slots
from analytics.drawings.charts.numbers import valued
from analytics.drawings.charts.scales import count_ticks, number_ticks
from analytics.schema.series import DERIVED
from analytics.schema.version import KNOWN_UNTIL
from analytics.statistics import periods
from analytics.statistics.official import OFFICIAL_HIGH, OFFICIAL_LOW
from analytics.words.official import Told, Unseen, share_of
from analytics.words.text import UNKNOWN, Words

FIRST_YEAR = 2018  # what came before has one figure a year at most


def official(
    counts: pd.DataFrame,
    told: Told,
    look: base.Look,
    known_until: date = KNOWN_UNTIL,
    years: list[int] | None = None,
) -> base.Chart:
    """The official count of each year that is over; a year for which we know none has a dash and no bar.

    The counts are those of `official.official_counts`, of a whole nation; `told` says what they are of. The years are
    those of the chart beside it, or all that have a count.
    """
    words = look.words
    last_over = known_until.year - periods.is_partial(known_until.year, known_until)
    if years is None:
        years = list(range(counts.index.min(), max(counts.index.max(), last_over) + 1)) if len(counts) else []
    shown = counts.reindex(years)
    ends = list(zip(shown[OFFICIAL_LOW].astype(float), shown[OFFICIAL_HIGH].astype(float), strict=True))
    written = [UNKNOWN if low != low else words.span(low, high) for low, high in ends]
    title = told.title
    known = {year: text for year, text in zip(years, written, strict=True) if text != UNKNOWN}
    if len(known) > 1:
        first, last = min(known), max(known)
        title = told.finding(first=str(first), last=str(last), before=known[first], after=known[last])
    missing = [words("drawing.official_missing")] if UNKNOWN in written else []
    return base.Chart(
        title,
        [told.subtitle, told.scope],
        [*missing, *told.notes],
        [valued(year, text, words) for year, text in zip(years, written, strict=True)],
        [base.Block([_official_panel(years, [high for _, high in ends], written, look)])] if years else [],
    )


def _official_panel(years: list[int], counts: Sequence[float], written: Sequence[str], look: base.Look) -> base.Panel:
    words, theme = look.words, look.theme
    tops = [0 if count != count else count for count in counts]
    highest = max(5, int(max(tops)))
    hovers = [valued(str(year), text, words) for year, text in zip(years, written, strict=True)]
    bars = base.Bars(base.Key("", fill=theme.ramp[2]), counts, hovers)
    return base.Panel(
        "columns",
        base.Axis(0, highest, number_ticks(count_ticks(highest), words)),
        [bars, numbers_above(tops, written, look, halo=theme.paper)],
        base.Room(34, 0, 26, 260, 26),
        base.Page(240),
        year_slots(years, (), words),
    )


# the name of each mark, its column, and its shape
_SERIES = (
    ("ours", "ours", "circle"),
    ("ours_ransomware", "ours_ransomware_high", "dot"),
    ("ransomware", "ransomware_high", "diamond"),
    ("malicious", "malicious_high", "square"),
    ("filings", "filings_high", "square"),
    ("declared", "declared_high", "triangle-up"),
    ("derived", "declared_derived", "triangle-up"),
)


def unseen(table: pd.DataFrame, told: Unseen, scope: str, look: base.Look) -> base.Chart:
    """Our incidents of each year and the official ones on one logarithmic line, and the ratio of the two if any.

    The table is that of `official.beside_official`; what is missing has no point.
    """
    table, words = table.loc[FIRST_YEAR:], look.words
    return base.Chart(
        told.finding or told.title,
        [told.subtitle, scope],
        told.notes,
        [
            valued(
                f"{year}{words('figure.partial_mark') if row['partial'] else ''}", _known_of(row, told, words), words
            )
            for year, row in table.iterrows()
        ],
        [base.Block([_unseen_panel(table, told, look)])] if len(table) else [],
    )


def _drawn(table: pd.DataFrame | pd.Series, told: Unseen) -> list[tuple[str, str, str]]:
    """The marks that a table has a column of: those that have a name in the country."""
    return [mark for mark in _SERIES if mark[0] in told.names and mark[1] in table]


def _known_of(row: pd.Series, told: Unseen, words: Words) -> str:
    """All that is known of one year, as the description lists it."""
    known = [
        f"{told.names[name]} {_count(row, column, words)}"
        for name, column, _ in _drawn(row, told)
        if pd.notna(row[column])
    ]
    ratio = share_of(row, words)
    return ", ".join([*known, f"{words('drawing.ratio')} {ratio}"] if ratio != UNKNOWN else known) or UNKNOWN


def _count(row: pd.Series, column: str, words: Words) -> str:
    """The number at a mark; of ours by ransomware, as many as are said to be and as may be."""
    high = float(row[column])
    return (
        words.span(float(row["ours_ransomware_low"]), high) if column == "ours_ransomware_high" else words.number(high)
    )


def _unseen_keys(told: Unseen, look: base.Look) -> dict[str, base.Key]:
    """The mark of each count; what was computed and not read is open."""
    theme = look.theme
    ransomware = theme.attack_types["ransomware"]
    fills = {"ours": theme.ramp[4], "ours_ransomware": ransomware, "ransomware": ransomware}
    fills |= dict.fromkeys(("malicious", "filings"), theme.ramp[2])
    keys = {
        name: base.Key(told.names[name], symbol, fills.get(name, theme.text))
        for name, _, symbol in _SERIES
        if name in told.names
    }
    return {
        name: key._replace(fill=theme.paper, rim=theme.text) if name == DERIVED else key for name, key in keys.items()
    }


def _unseen_panel(table: pd.DataFrame, told: Unseen, look: base.Look) -> base.Panel:
    """One row a year: its points with their numbers, each shape its meaning, and the ratio at the end."""
    words, theme, keys, marks = look.words, look.theme, _unseen_keys(told, look), _drawn(table, told)
    highest = max(100.0, float(table[[column for _, column, _ in marks]].astype(float).max().max()))
    spans, points, zeros = [], [], []
    for place, (_, row) in enumerate(table.iterrows()):
        known = [(float(row[column]), name, column) for name, column, _ in marks if pd.notna(row[column])]
        drawn = sorted(value for value, _, _ in known if value > 0)
        if len(drawn) > 1:
            spans.append(base.Span(drawn[0], drawn[-1], place))
        for value, name, column in sorted(known):
            text = _count(row, column, words)
            points.append(base.Point(value, place, keys[name], f"{keys[name].name}<br>{text}", text=text))
            if value == 0:  # it has no place on the line: on a page its number stands alone, as in a picture
                zeros.append(base.Text(1, place, text, hover=points[-1].hover))
    left = 74 if look.narrow else 120
    powers = [10**power for power in range(4) if 10**power <= highest]
    shares = [share_of(row, words) for _, row in table.iterrows()]
    has_ratio = any(share != UNKNOWN for share in shares)
    return base.Panel(
        "rows",
        base.Axis(1, highest * 1.3, [base.Tick(power, words.number(power)) for power in powers], log=True),
        [],
        # on a narrow sheet, numbers of neighbours stand above and below their line
        base.Room(left, 64, 34, 54 if look.narrow else 42, 26, first=28),
        base.Page(110 + 48 * len(table)),
        [
            base.Slot(str(year), words("figure.partial_tick") if partial else "", share if has_ratio else "")
            for year, partial, share in zip(table.index, table["partial"], shares, strict=True)
        ],
        [
            base.Spans(base.line(theme.border, 2), spans),
            base.Points(points),
            base.Texts(zeros, theme.text, 12, "middle", page_only=True),
        ],
        legend=[keys[name] for name, column, _ in marks if table[column].notna().any()],
        naming=base.Naming(-left, 4.5, weight="600"),
        aside=words("drawing.ratio") if has_ratio else "",
    )
