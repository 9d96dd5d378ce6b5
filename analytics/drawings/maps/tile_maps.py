"""The maps of areas as tiles of equal size, as pictures that stand alone: where no area is too small to be read.

The same areas, values, classes and hatching as in the maps; the places of the tiles come from geography/tiles.py.
"""

from __future__ import annotations

import textwrap
from collections.abc import Collection
from functools import cache
from pathlib import Path

import pandas as pd

from analytics.drawings.maps import measured as areas_measured
from analytics.drawings.maps.legend import (
    AT_LEAST,
    Column,
    Entry,
    class_entries,
    fragile_entries,
    unknown_entry,
    zero_entry,
)
from analytics.drawings.maps.measured import Measured
from analytics.drawings.maps.outlines import REFERENCE, FrenchLevel
from analytics.drawings.maps.painting import UNKNOWN, Painted, ink, painted
from analytics.drawings.svg import canvas
from analytics.drawings.svg.canvas import Body, Drawing, Sheet
from analytics.drawings.theme import Theme
from analytics.geography import tiles
from analytics.geography.levels import read_departments, read_regions
from analytics.geography.tiles import COLUMN, ROW
from analytics.schema import col
from analytics.schema.codes import OVERSEAS_DEPARTMENTS, OVERSEAS_REGIONS
from analytics.words import phrases
from analytics.words.text import Words

_GAP = 2  # pixels between two tiles
_LEGEND = 200  # pixels of the column of the legend on a wide sheet
_LARGEST_TILE = {"department": 48, "region": 92}  # pixels


@cache
def layout(level: FrenchLevel, folder: Path = REFERENCE) -> pd.DataFrame:
    """The tile of each area: code, row, column; not to be changed."""
    if level == "region":
        return tiles.layout(read_regions(folder), tuple(OVERSEAS_REGIONS.values()))
    return tiles.layout(read_departments(folder=folder), OVERSEAS_DEPARTMENTS)


def tiles_svg(
    areas: pd.DataFrame,
    name: str,
    level: FrenchLevel,
    scope: str,
    sheet: Sheet,
    *,
    breaks: tuple[float, ...] = (),
    named: Collection[str] = (),
    placed: pd.DataFrame | None = None,
) -> Drawing:
    """The areas of France as tiles, each with its code and its value, coloured by class.

    Parameters
    ----------
    areas, name, level, scope, sheet, breaks, named
        As in `area_maps.map_svg`; counts too are colours here, since all tiles have the same size.
    placed : DataFrame, optional
        Columns code, row and column; `layout(level)` where it is absent.
    """
    measured = Measured(areas, name, level, breaks)
    words, theme = sheet.words, sheet.theme
    grid = layout(level) if placed is None else placed
    paint = painted(measured, theme, counts=True)
    width = sheet.width - 2 * sheet.margin - (0 if sheet.narrow else _LEGEND + 20)
    side = min(width / (int(grid[COLUMN].max()) + 1), _LARGEST_TILE[level])
    shapes = _tiles(measured, paint, grid, side, sheet)
    shapes += _outlines(grid[grid[col.CODE].isin(list(named))], side, sheet)
    bottom = (int(grid[ROW].max()) + 1) * side
    legend = _legend(measured, paint, bottom, sheet)
    title = areas_measured.finding(measured, words)
    return canvas.picture(
        sheet,
        title,
        [measured.subtitle(words), scope],
        Body([*shapes, *legend.shapes], max(bottom, legend.bottom), paint.patterns),
        [*areas_measured.notes(measured, named, words), words("drawing.tiles_source")],
        areas_measured.values_in_words(measured, words),
    )


def _tiles(measured: Measured, paint: Painted, grid: pd.DataFrame, side: float, sheet: Sheet) -> list[str]:
    """Each tile with the code of its area, or the name of its region, and its value."""
    words, theme, inner = sheet.words, sheet.theme, side - _GAP
    names = measured.names(words) if measured.level == "region" else {}
    minima = set(measured.minima)
    shapes: list[str] = []
    for code, row, column in grid[[col.CODE, ROW, COLUMN]].itertuples(index=False):
        left, top = sheet.margin + column * side, row * side
        ground = paint.fills.get(code, "")
        shapes.append(canvas.rect(left, top, inner, inner, ground or UNKNOWN, theme.border))
        if code in paint.over:
            shapes.append(canvas.rect(left, top, inner, inner, paint.over[code]))
        value = phrases.area_short(measured.values.get(code), measured.measure, words)
        if value and code in minima:
            value = f"{AT_LEAST} {value}"
        shapes += _tile_words(left + inner / 2, top, inner, names.get(code, code), value, ground, theme)
    return shapes


def _outlines(chosen: pd.DataFrame, side: float, sheet: Sheet) -> list[str]:
    """The rims of the tiles chosen."""
    inner = canvas.fixed(side - _GAP - 2)
    return [
        f'<rect x="{canvas.fixed(sheet.margin + column * side + 1)}" y="{canvas.fixed(row * side + 1)}" '
        f'width="{inner}" height="{inner}" fill="none" stroke="{sheet.theme.selected}" stroke-width="2.4"/>'
        for row, column in chosen[[ROW, COLUMN]].itertuples(index=False)
    ]


def _tile_words(middle: float, top: float, side: float, title: str, value: str, ground: str, theme: Theme) -> list[str]:
    """The code or the name of a tile and its value below; on hatching, letters have a rim of paper."""
    colour = ink(ground or theme.paper, theme)
    size = 11 if side >= 40 else 9.5
    # names of regions have hyphens; a part that is too long for its tile is cut, and whole in the description
    parts = textwrap.wrap(canvas.xml_text(title), max(1, int(side / (0.5 * size))), break_long_words=False)
    lines = [canvas.cut(part, side - 2, size) for part in parts][:3]
    height = len(lines) * size * 1.1 + (size * 1.3 if value else 0)
    y = top + (side - height) / 2
    drawn = [
        canvas.label(middle, y + size * (0.9 + 1.1 * place), line, colour, size, anchor="middle")
        for place, line in enumerate(lines)
    ]
    if value:
        size_of_value = min(1.15 * size, (side - 3) / (0.56 * len(value)))
        foot = y + size * 1.1 * len(lines) + size * 1.1
        drawn.append(canvas.label(middle, foot, value, colour, size_of_value, anchor="middle", weight="600"))
    if ground:
        return drawn
    return [f'<g stroke="{theme.paper}" stroke-width="3" paint-order="stroke">{"".join(drawn)}</g>']


def _legend(measured: Measured, paint: Painted, bottom: float, sheet: Sheet) -> Column:
    """The legend, beside the tiles or, on a narrow sheet, below them."""
    words, theme = sheet.words, sheet.theme
    if sheet.narrow:
        legend = Column(sheet.margin, bottom + 16, sheet.width - 2 * sheet.margin)
    else:
        legend = Column(sheet.width - sheet.margin - _LEGEND, 0, _LEGEND)
    for entry in _entries(measured, paint, words, theme):
        legend.swatch(entry, theme)
    if len(measured.minima):
        legend.minimum(words, theme)
        legend.space(7)
    legend.space(2)
    legend.text(words("drawing.tiles"), theme.muted)
    return legend


def _entries(measured: Measured, paint: Painted, words: Words, theme: Theme) -> list[Entry]:
    """The swatches: counts have classes too."""
    lacking = measured.values.isna().any() or not measured.is_count
    return [
        *([unknown_entry(measured, words)] if lacking else []),
        zero_entry(words, theme),
        *class_entries(measured, words, theme),
        *fragile_entries(paint, words),
    ]
