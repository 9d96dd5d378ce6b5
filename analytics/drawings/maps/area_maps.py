"""Maps of areas as pictures that stand alone: counts as circles, ratios as colour, each inset at its own scale.

They take tables, and read no file but the outlines of the areas.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from math import ceil

import pandas as pd

from analytics.drawings.legends import CIRCLE_OF_ONE
from analytics.drawings.maps import measured as areas_measured
from analytics.drawings.maps import outlines
from analytics.drawings.maps.frames import bottom, furniture, legend_column, window
from analytics.drawings.maps.legend import (
    AT_LEAST,
    Column,
    Entry,
    class_entries,
    fragile_entries,
    unknown_entry,
    zero_entry,
)
from analytics.drawings.maps.measured import Measured, place_name
from analytics.drawings.maps.outlines import Outlines
from analytics.drawings.maps.painting import UNKNOWN, Painted, ink, painted
from analytics.drawings.svg import canvas
from analytics.drawings.svg.canvas import Body, Drawing, Sheet, Size
from analytics.drawings.theme import Theme
from analytics.geography.levels import Level
from analytics.schema import col
from analytics.words import phrases
from analytics.words.text import Words

# Pixels that the circle of the largest value of a measure may have as its radius.
LARGEST_CIRCLE: dict[Size, float] = {"wide": 34, "narrow": 26}
_SMALLEST_CIRCLE = 1.5
_WIDTH_OF_VALUES, _BETWEEN = 200, 26  # pixels of a column of values at least, and from one to the next


def map_svg(
    areas: pd.DataFrame,
    name: str,
    level: Level,
    scope: str,
    sheet: Sheet,
    *,
    breaks: tuple[float, ...] = (),
    named: Collection[str] = (),
    warning: Sequence[str] = (),
    drawn: Outlines | None = None,
) -> Drawing:
    """The areas of a level: counts as circles, or a ratio as colour, what lies far away in insets.

    Parameters
    ----------
    areas, name, level
        As in `Measured`. An area that the table lacks is drawn as one without data.
    scope : str
        The choice in words; it stands in the picture.
    sheet : Sheet
    breaks : tuple of float
        Upper ends of the classes, chosen once from the whole record (`classes.head_tail_breaks`); the last is also the
        largest count, to which the circles are scaled.
    named : collection of str
        Areas to outline: those that the reader chose.
    warning : sequence of str
        What has to be read before the map.
    drawn : Outlines, optional
        Those of the level and of the sheet where it is absent.
    """
    measured = Measured(areas, name, level, breaks)
    words, theme = sheet.words, sheet.theme
    frames = drawn or (outlines.world(sheet.size) if level == col.COUNTRY else outlines.france(level, sheet.size))
    paint = painted(measured, theme, counts=False)
    shapes = _areas(frames, paint, set(named), theme)
    if measured.is_count:
        shapes += _circles(frames, measured, sheet)
    else:
        shapes += _lower_bounds(frames, measured, paint, theme)
    shapes += furniture(frames, measured.names(words), words, theme)
    legend = _legend(frames, measured, paint, sheet)
    floor = bottom(frames, legend)
    if level == col.COUNTRY:
        floor = _add_values(legend, Column(frames.main.box.left, floor + 14, frames.main.box.width), measured, sheet)
    title = areas_measured.finding(measured, words)
    notes = areas_measured.notes(measured, named, words)
    return canvas.picture(
        sheet,
        title,
        [measured.subtitle(words), scope, *warning],
        Body([*shapes, *legend.shapes], floor, paint.patterns),
        [*notes, words(f"drawing.map_source_{measured.where}")],
        areas_measured.values_in_words(measured, words),
    )


# --- areas, circles and signs -----------------------------------------------------------------------------------------


def _areas(frames: Outlines, paint: Painted, named: set[str], theme: Theme) -> list[str]:
    """The areas, those without data hatched, those chosen outlined above all others."""
    shapes, above = [], []
    for frame in frames.frames:
        for code, path in frame.paths.items():
            if not path:
                continue
            shapes.append(f'<path d="{path}" fill="{paint.fills.get(code, UNKNOWN)}"/>')
            if code in paint.over:
                shapes.append(f'<path d="{path}" fill="{paint.over[code]}" stroke="none"/>')
            if code in named:
                above.append(f'<path d="{path}" fill="none" stroke="{theme.selected}" stroke-width="1.8"/>')
    grouped = f'<g stroke="{theme.border}" stroke-width="0.6">{"".join(shapes)}</g>'
    return [grouped, *above, *window(frames, theme)]


def _circles(frames: Outlines, measured: Measured, sheet: Sheet) -> list[str]:
    """A circle for each count above zero, the largest first so that none hides another."""
    words, theme, points, values = sheet.words, sheet.theme, frames.places, measured.values
    drawn = values[values.notna() & measured.areas[col.INCIDENTS].gt(0) & values.index.isin(list(points))]
    shapes, numbers = [], []
    for code, count in drawn.sort_values(ascending=False, kind="stable").items():
        (x, y), number = points[str(code)], words.number(count)
        radius = _radius(count, measured, sheet)
        if count > 0:
            shapes.append(canvas.circle(x, y, radius, theme.ramp[3], theme.paper))
        size = min(12, 1.75 * radius / (canvas.LETTER * len(number)), 1.35 * radius)  # as wide and as high as it may be
        if count > 1 and size >= 8.5:
            numbers.append(canvas.label(x, y + 0.36 * size, number, theme.paper, size, anchor="middle", weight="600"))
        elif measured.measure.circle_unit > 1:
            # few and far apart, and one of them may be zero: each has its number
            numbers.append(canvas.label(x + radius + 3, y + 4, number, theme.text, 11))
    return [*shapes, *numbers]


def _radius(count: float, measured: Measured, sheet: Sheet) -> float:
    """Area in proportion to the count; never too small to be seen.

    One has the circle that it has on every map of the atlas, or a smaller one where the largest circle would hide the
    map.
    """
    unit = min(CIRCLE_OF_ONE / 2, LARGEST_CIRCLE[sheet.size] / _largest(measured) ** 0.5)
    return float(max(_SMALLEST_CIRCLE, float(unit) * count**0.5))


def _largest(measured: Measured) -> float:
    """The largest count that a map of this measure may have to show."""
    return float(max([*measured.breaks[-1:], *measured.values.dropna(), 1]))


def _lower_bounds(frames: Outlines, measured: Measured, paint: Painted, theme: Theme) -> list[str]:
    """A sign on each area whose share is a minimum."""
    signs, points = [], frames.places
    for code in measured.minima:
        if code in points and pd.notna(measured.values[code]):
            (x, y), fill = points[code], paint.fills.get(code, theme.paper)
            signs.append(canvas.label(x, y + 4, AT_LEAST, ink(fill, theme), 12, anchor="middle", weight="600"))
    return signs


# --- legend -----------------------------------------------------------------------------------------------------------


def _legend(frames: Outlines, measured: Measured, paint: Painted, sheet: Sheet) -> Column:
    """What sizes, colours, hatching and signs mean."""
    words, theme, legend = sheet.words, sheet.theme, legend_column(frames, sheet.size)
    if measured.is_count:
        _add_sizes(legend, measured, sheet)
        legend.text(words(f"drawing.circles_{measured.name}"), theme.text)
        legend.space(4)
        legend.text(words("area.why_circles"), theme.muted)
        legend.space(10)
    for entry in _entries(measured, paint, words, theme):
        legend.swatch(entry, theme)
    if len(measured.minima):
        legend.minimum(words, theme)
        legend.space(8)
    legend.space(2)
    legend.text(words(f"drawing.insets_{measured.where}"), theme.muted)
    if measured.level == col.COUNTRY:
        legend.space(8)
        legend.text(words("world.no_ranking"), theme.muted)
    return legend


def _entries(measured: Measured, paint: Painted, words: Words, theme: Theme) -> list[Entry]:
    """The swatches: counts have circles, and need no class."""
    zero, unknown = zero_entry(words, theme), unknown_entry(measured, words)
    if measured.is_count:
        return [zero, unknown] if measured.values.isna().any() else [zero]
    return [unknown, zero, *class_entries(measured, words, theme), *fragile_entries(paint, words)]


def _add_values(legend: Column, below: Column, measured: Measured, sheet: Sheet) -> float:
    """Each country touched with its value, below map and legend, and where they end.

    On a map of the world most countries are too small to be found.
    """
    words, theme, touched = sheet.words, sheet.theme, measured.touched
    columns = int(below.width // _WIDTH_OF_VALUES)
    rows, width = ceil(len(touched) / columns), (below.width + _BETWEEN) / columns - _BETWEEN
    for place, (_, row) in enumerate(touched.iterrows()):
        left, foot = below.left + (place // rows) * (width + _BETWEEN), below.bottom + 12 + (place % rows) * 16
        value = phrases.area_value(row[measured.measure.column], measured.measure, words)
        room = width - 10 - len(value) * 12 * canvas.LETTER
        name = canvas.cut(place_name(row[words.column("name")]), room, 12)
        legend.shapes.append(canvas.label(left, foot, name, theme.text, 12))
        legend.shapes.append(canvas.label(left + width, foot, value, theme.text, 12, anchor="end"))
    return below.bottom + 16 * rows


def _add_sizes(legend: Column, measured: Measured, sheet: Sheet) -> None:
    """Circles of round values in rows, each with its number."""
    theme, left, tallest = sheet.theme, legend.left, 0.0
    for value in references(_largest(measured)):
        radius, number = _radius(value, measured, sheet), sheet.words.number(value)
        width = 2 * radius + 6 + len(number) * 12 * canvas.LETTER + 14
        if left + width > legend.left + legend.width + 14 and left > legend.left:
            legend.space(2 * tallest)
            legend.space(6)
            left, tallest = legend.left, 0.0
        tallest = max(tallest, radius, 8)
        middle = legend.bottom + tallest
        legend.shapes.append(canvas.circle(left + radius, middle, radius, theme.ramp[3], theme.paper))
        legend.shapes.append(canvas.label(left + 2 * radius + 5, middle + 4.5, number, theme.text, 12))
        left += width
    legend.space(2 * tallest)
    legend.space(6)


def references(largest: float) -> list[int]:
    """Values whose circles explain those of a map: the largest itself, and one or two round ones below it."""
    top = outlines.round_below(largest)
    low = 1 if top <= 200 else outlines.round_below(top / 20)
    return sorted({low, outlines.round_below(top / 2.5), int(largest)})
