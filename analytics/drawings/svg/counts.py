"""Counts, services and times to recover as pictures that stand alone.

They take tables and read no file; what all pictures share is in analytics/canvas.py.
"""

from __future__ import annotations

import math
from collections.abc import Collection
from datetime import date
from functools import partial
from typing import Any

import pandas as pd

from analytics.drawings.svg import canvas
from analytics.drawings.svg.canvas import Body, Drawing, Frame, Sheet, Sign
from analytics.drawings.theme import Theme
from analytics.record.cells import rows_of
from analytics.schema import col
from analytics.schema.codes import ATTACK_TYPES, SERVICE_CODES
from analytics.schema.version import KNOWN_UNTIL
from analytics.statistics import periods, trends
from analytics.statistics.official import OFFICIAL_HIGH, OFFICIAL_LOW
from analytics.statistics.totals import services_hit
from analytics.words import phrases
from analytics.words.text import UNKNOWN, Words

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
    unfinished = [year for year in counts.index if periods.is_partial(year, known_until)]
    values = [canvas.told(year, words.number(total), words) for year, total in counts.sum(axis=1).items()]
    notes = [words("figure.partial", date=words.when(known_until.isoformat()))] if unfinished else []
    return canvas.picture(
        sheet,
        title,
        [words("timeline.by_year_subtitle"), scope],
        _stacks(counts, unfinished, sheet) if len(counts) else canvas.nothing(sheet),
        [*notes, words("drawing.known")],
        canvas.described(title, values, words),
    )


def _stacks(counts: pd.DataFrame, unfinished: Collection[int], sheet: Sheet) -> Body:
    """The bars, their legend and their years."""
    words, theme = sheet.words, sheet.theme
    kinds = [kind for kind in ATTACK_TYPES if counts[kind].sum()]
    shapes, used = canvas.type_legend(kinds, sheet)
    highest = max(5, int(counts.sum(axis=1).max()))
    frame = Frame(sheet.margin + 30, sheet.width - sheet.margin, used + 26, used + 330, highest)
    shapes += canvas.value_lines(frame, range(0, highest + 1, canvas.axis_step(highest)), sheet)
    width = min((frame.right - frame.left) / len(counts) * 0.75, 70)
    for place, (year, row) in enumerate(counts.iterrows()):
        middle = frame.middle(place, len(counts))
        y = frame.floor
        for kind in kinds:
            height = frame.floor - frame.y(float(row[kind]))
            if not height:
                continue
            y -= height
            shapes.append(canvas.rect(middle - width / 2, y, width, height, theme.attack_types[kind], theme.paper))
            if year in unfinished:
                shapes.append(canvas.rect(middle - width / 2, y, width, height, f"url(#{canvas.PARTIAL})"))
        total = words.number(row.sum())
        shapes.append(canvas.label(middle, y - 6, total, theme.text, 13, anchor="middle", weight="600"))
    shapes += canvas.year_names(frame, list(counts.index), unfinished, sheet)
    return Body(shapes, frame.floor + 42, [canvas.partial_hatch(theme)])


# --- beside the official counts ------------------------------------------------------------------------------------


def official_svg(official: pd.DataFrame, sheet: Sheet, known_until: date = KNOWN_UNTIL) -> Drawing:
    """The official count of each year that is over; a year for which we know none has a dash and no bar.

    Parameters
    ----------
    official : DataFrame, index year
        As `trends.official_counts` gives it. No choice narrows it: the figures are national.
    sheet : Sheet
    known_until : date
        A year that ends later has no count yet.
    """
    words = sheet.words
    last_over = known_until.year - periods.is_partial(known_until.year, known_until)
    years = list(range(official.index.min(), max(official.index.max(), last_over) + 1)) if len(official) else []
    found = official.reindex(years)
    ends = list(zip(found[OFFICIAL_LOW].astype(float), found[OFFICIAL_HIGH].astype(float), strict=True))
    said = [UNKNOWN if low != low else words.span(low, high) for low, high in ends]
    title = words("timeline.official")
    if len(official) > 1:
        first, last = official.index.min(), official.index.max()
        counts = dict(zip(years, said, strict=True))
        title = words(
            "drawing.official", first=str(first), last=str(last), before=counts[first], after=counts[last]
        )  # fmt: skip
    missing = [words("drawing.official_missing")] if UNKNOWN in said else []
    return canvas.picture(
        sheet,
        title,
        [words("drawing.official_subtitle"), words("drawing.official_scope")],
        _official_bars(years, [high for _, high in ends], said, sheet) if years else canvas.nothing(sheet),
        [*missing, words("drawing.official_note"), words("drawing.official_source")],
        canvas.described(title, [canvas.told(*one, words) for one in zip(years, said, strict=True)], words),
    )


def _official_bars(years: list[int], counts: list[float], said: list[str], sheet: Sheet) -> Body:
    values = [0 if count != count else count for count in counts]
    highest = max(5, int(max(values)))
    frame = Frame(sheet.margin + 34, sheet.width - sheet.margin, 26, 286, highest)
    shapes = canvas.value_lines(frame, range(0, highest + 1, canvas.axis_step(highest)), sheet)
    shapes += canvas.columns(frame, values, said, sheet.theme.ramp[2], sheet)
    return Body([*shapes, *canvas.year_names(frame, years, (), sheet)], frame.floor + 26)


# name of `words("unseen.…")`, its column, and its shape
_UNSEEN = (
    ("ours", "ours", "circle"),
    ("ransomware", "ransomware_high", "diamond"),
    ("malicious", "malicious_high", "square"),
    ("declared", "declared_high", "triangle-up"),
    ("derived", "declared_derived", "triangle-up"),
)


def unseen_svg(table: pd.DataFrame, scope: str, sheet: Sheet) -> Drawing:
    """Our French incidents of each year and the official ones on one logarithmic line, and the ratio of the two.

    Parameters
    ----------
    table : DataFrame, index year
        As `receipt_figures.beside_official` gives it; what is missing has no point.
    scope : str
    sheet : Sheet
    """
    words = sheet.words
    known = table[table["ours"].notna() & table["declared_high"].notna() & ~table["partial"]]
    title = words("unseen.title")
    if len(known):
        row = known.iloc[-1]
        title = words(
            "drawing.unseen",
            year=str(row.name),
            ours=words.number(float(row["ours"])),
            declared=words.number(float(row["declared_high"])),
            share=words.percent(float(row["ratio_high"]), 1),
        )
    values = [canvas.told(_year(row, words), _unseen_values(row, words), words) for _, row in table.iterrows()]
    return canvas.picture(
        sheet,
        title,
        [words("unseen.subtitle"), scope],
        _unseen_rows(table, sheet) if len(table) else canvas.nothing(sheet),
        [words("drawing.unseen_note"), words("drawing.official_note"), words("drawing.official_source")],
        canvas.described(title, values, words),
    )


def _year(row: pd.Series, words: Words) -> str:
    return f"{row.name}{words('figure.partial_mark') if row['partial'] else ''}"


def _unseen_values(row: pd.Series, words: Words) -> str:
    """All that is known of one year, as the description lists it."""
    known = [(name, row[column]) for name, column, _ in _UNSEEN if pd.notna(row[column])]
    said = [f"{words(f'unseen.{name}')} {words.number(float(value))}" for name, value in known]
    ratio = _ratio(row, words)
    return ", ".join([*said, f"{words('drawing.ratio')} {ratio}"] if ratio != UNKNOWN else said) or UNKNOWN


def _ratio(row: pd.Series, words: Words) -> str:
    share = row["ratio_high"] if pd.notna(row["ratio_high"]) else row["ratio_derived"]
    return UNKNOWN if pd.isna(share) else words.percent(float(share), 1)


def _unseen_rows(table: pd.DataFrame, sheet: Sheet) -> Body:
    """One row a year: its points with their numbers, each shape its meaning, and the ratio at the end."""
    words, theme = sheet.words, sheet.theme
    signs = [
        Sign(partial(_unseen_mark, name=name, theme=theme), words(f"unseen.{name}"))
        for name, column, _ in _UNSEEN
        if table[column].notna().any()
    ]
    shapes, used = canvas.legend(signs, sheet)
    left, edge = sheet.margin + (74 if sheet.narrow else 120), sheet.width - sheet.margin
    highest = max(100.0, float(table[[column for _, column, _ in _UNSEEN]].astype(float).max().max()))
    unit = (edge - 64 - left) / math.log10(highest * 1.3)
    # on a narrow sheet, numbers of neighbours stand above and below their line
    top, step = used + 34, 54 if sheet.narrow else 42
    floor = top + step * len(table)
    for power in range(int(math.log10(highest)) + 1):
        x = left + power * unit
        shapes.append(canvas.line(x, top, x, floor, theme.line))
        shapes.append(canvas.label(x, floor + 18, words.number(10**power), theme.muted, 12, anchor="middle"))
    shapes.append(canvas.label(edge, top - 8, words("drawing.ratio"), theme.muted, 12, anchor="end"))
    for place, (_, row) in enumerate(table.iterrows()):
        y = top + step * place + 28
        shapes.append(canvas.label(sheet.margin, y + 4.5, row.name, theme.text, 13, weight="600"))
        if row["partial"]:
            shapes.append(canvas.label(sheet.margin, y + 18, words("figure.partial_tick"), theme.muted, 11.5))
        shapes.append(canvas.label(edge, y + 4.5, _ratio(row, words), theme.text, 13, anchor="end", weight="600"))
        shapes += _unseen_points(row, y, left, unit, sheet)
    return Body(shapes, floor + 26)


def _unseen_points(row: pd.Series, y: float, left: float, unit: float, sheet: Sheet) -> list[str]:
    """The points of one year on their line, each with its number above, or below where the one before is near."""
    theme = sheet.theme
    values = {name: float(row[column]) for name, column, _ in _UNSEEN if pd.notna(row[column])}
    # zero has no place on such an axis: its number stands at the left end, without a mark
    points = sorted((left + math.log10(max(value, 1)) * unit, name) for name, value in values.items())
    drawn = [x for x, name in points if values[name] > 0]
    shapes = [canvas.line(drawn[0], y, drawn[-1], y, theme.border, 2)] if len(drawn) > 1 else []
    before = -math.inf
    for x, name in points:
        said = sheet.words.number(values[name])
        if values[name] > 0:
            shapes.append(_unseen_mark(x, y, name, theme))
        near = x - before < len(said) * 12 * canvas.LETTER + 12
        before = -math.inf if near else x
        foot = y + 20 if near else y - 10
        shapes.append(canvas.label(x, foot, said, theme.text, 12, anchor="middle", halo=theme.paper))
    return shapes


def _unseen_mark(x: float, y: float, name: str, theme: Theme) -> str:
    """The mark of one of the counts; what was computed and not read is open."""
    shape = next(symbol for one, _, symbol in _UNSEEN if one == name)
    fill = {"ours": theme.ramp[4], "ransomware": theme.attack_types["ransomware"], "malicious": theme.ramp[2]}
    rim = theme.text if name == "derived" else ""
    return canvas.shape(x, y, shape, theme.paper if rim else fill.get(name, theme.text), rim)


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
        [words("drawing.services_subtitle", count=int(incidents[col.SERVICES].notna().sum())), scope],
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
    rows = incidents[incidents[col.DAYS_TO_RECOVER].notna()].sort_values(
        [col.DAYS_TO_RECOVER, col.INCIDENT_ID], ascending=[False, True], ignore_index=True
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
    return float(row[f"{col.DAYS_TO_RECOVER}_low"]), float(row[f"{col.DAYS_TO_RECOVER}_high"])


def _days(row: dict[str, Any], words: Words) -> str:
    return words.days(*_ends(row))


def _ranges(rows: pd.DataFrame, sheet: Sheet) -> Body:
    """One row an incident: its name, the range as a line, the value retained as its mark."""
    words, theme, narrow = sheet.words, sheet.theme, sheet.narrow
    shapes, used = canvas.type_legend([kind for kind in ATTACK_TYPES if (rows[col.ATTACK_TYPE] == kind).any()], sheet)
    left = sheet.margin + (6 if narrow else 360)
    step = 40 if narrow else 24
    unit = (sheet.width - sheet.margin - left - 120) / max(10.0, float(rows[f"{col.DAYS_TO_RECOVER}_high"].max()))
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
            canvas.mark(left + float(row[col.DAYS_TO_RECOVER]) * unit, y, str(row[col.ATTACK_TYPE]), theme),
            canvas.label(left + high * unit + 12, y + 4.5, _days(row, words), theme.text, 13),
        ]
    return Body(shapes, used + 14 + float(step * len(rows)))
