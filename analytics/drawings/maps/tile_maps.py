"""The maps of areas as tiles of equal size, as pictures that stand alone: where no area is too small to be read.

The same areas, values, classes and hatching as in the maps; the places of the tiles come from analytics/tiles.py.
"""

from __future__ import annotations

import textwrap
from collections.abc import Collection
from functools import cache
from pathlib import Path

import pandas as pd

from analytics.drawings.maps import area_maps
from analytics.drawings.maps.area_maps import AT_LEAST, fragile_over, ink, lines_at, nothing_known, place_name, swatches
from analytics.drawings.maps.outlines import REFERENCE, FrenchLevel
from analytics.drawings.shading import tile_colours
from analytics.drawings.svg import canvas
from analytics.drawings.svg.canvas import Body, Drawing, Sheet
from analytics.drawings.theme import Theme
from analytics.geography import tiles
from analytics.geography.levels import read_departments, read_regions
from analytics.schema import col
from analytics.schema.codes import OVERSEAS_DEPARTMENTS, OVERSEAS_REGIONS
from analytics.statistics.area_measures import MEASURES, measure_of
from analytics.words import phrases
from analytics.words.text import Words

_GAP = 2  # pixels between two tiles
_LEGEND = 200  # pixels of the column of the legend on a wide sheet


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
        As in `map_drawings.map_svg`; counts too are colours here, since all tiles have the same size.
    placed : DataFrame, optional
        Columns code, row and column; `layout(level)` where it is absent.
    """
    measure = measure_of(name, level)
    words, theme = sheet.words, sheet.theme
    grid = layout(level) if placed is None else placed
    values = areas[measure.column].astype("Float64").astype(float)
    # that of an area without an incident is known, whatever is counted
    values = values.mask(values.isna() & areas[col.INCIDENTS].eq(0) & (measure.kind == "count"), 0.0)
    colours = tile_colours(values, breaks, theme, counts=measure.kind == "count")
    fragile = values.index[measure.fragile(values, areas[col.RELIABILITY])]
    over, patterns = fragile_over(colours, fragile, theme)
    width = sheet.width - 2 * sheet.margin - (0 if sheet.narrow else _LEGEND + 20)
    side = min(width / (int(grid["column"].max()) + 1), 92 if level == "region" else 48)
    names = {str(code): place_name(one) for code, one in areas[words.column("name")].items()}
    shapes: list[str] = []
    above: list[str] = []
    for code, row, column in grid[[col.CODE, "row", "column"]].itertuples(index=False):
        left, top = sheet.margin + column * side, row * side
        inner = side - _GAP
        shapes.append(canvas.rect(left, top, inner, inner, colours.get(code, "url(#nothing)"), theme.border))
        if code in over:
            shapes.append(canvas.rect(left, top, inner, inner, over[code]))
        value = phrases.area_short(values.get(code), measure, words)
        if measure.at_least and value and bool(areas[measure.at_least].get(code, False)):
            value = f"{AT_LEAST} {value}"
        title = names.get(code, code) if level == "region" else code
        shapes += _tile_words(left + inner / 2, top, inner, title, value, colours.get(code, ""), theme)
        if code in named:
            above.append(
                f'<rect x="{canvas.fixed(left + 1)}" y="{canvas.fixed(top + 1)}" width="{canvas.fixed(inner - 2)}" '
                f'height="{canvas.fixed(inner - 2)}" fill="none" stroke="{theme.selected}" stroke-width="2.4"/>'
            )
    bottom = (int(grid["row"].max()) + 1) * side
    x, y = (sheet.margin, bottom + 16) if sheet.narrow else (sheet.width - sheet.margin - _LEGEND, 0)
    room = sheet.width - 2 * sheet.margin if sheet.narrow else _LEGEND
    legend, end = swatches(_entries(name, values, breaks, colours, over, words, theme), x, y, room, theme)
    if measure.at_least and areas[measure.at_least].any():
        legend.append(canvas.label(x + 12, end + 12, AT_LEAST, theme.text, 13, anchor="middle", weight="600"))
        more, end = lines_at(x + 32, end, room - 32, words("area.share_low"), theme.text)
        legend, end = legend + more, end + 7
    more, end = lines_at(x, end + 2, room, words("drawing.tiles"), theme.muted)
    title = area_maps.finding(areas, name, level, words)
    return canvas.picture(
        sheet,
        title,
        [words(f"picture.by_{level}", measure=words(f"area.{name}")), scope],
        Body([*shapes, *above, *legend, *more], max(bottom, end), [nothing_known(theme), *patterns]),
        [*area_maps.notes_of(areas, name, level, named, words), words("drawing.tiles_source")],
        canvas.described(title, area_maps.values_told(areas, name, level, words), words),
    )


def _tile_words(middle: float, top: float, side: float, title: str, value: str, ground: str, theme: Theme) -> list[str]:
    """The code or the name of a tile and its value below; on hatching, letters have a rim of paper."""
    colour = ink(ground or theme.paper, theme)
    size = 11 if side >= 40 else 9.5
    # names of regions have hyphens; a part that is too long for its tile is cut, and whole in the description
    parts = textwrap.wrap(canvas.xml_text(title), max(1, int(side / (0.5 * size))), break_long_words=False)
    lines = [canvas.cut(one, side - 2, size) for one in parts][:3]
    wanted = len(lines) * size * 1.1 + (size * 1.3 if value else 0)
    y = top + (side - wanted) / 2
    drawn = [
        canvas.label(middle, y + size * (0.9 + 1.1 * place), one, colour, size, anchor="middle")
        for place, one in enumerate(lines)
    ]
    if value:
        size_of_value = min(1.15 * size, (side - 3) / (0.56 * len(value)))
        foot = y + size * 1.1 * len(lines) + size * 1.1
        drawn.append(canvas.label(middle, foot, value, colour, size_of_value, anchor="middle", weight="600"))
    if ground:
        return drawn
    return [f'<g stroke="{theme.paper}" stroke-width="3" paint-order="stroke">{"".join(drawn)}</g>']


def _entries(
    name: str,
    values: pd.Series,
    breaks: tuple[float, ...],
    colours: dict[str, str],
    over: dict[str, str],
    words: Words,
    theme: Theme,
) -> list[tuple[str, str, str]]:
    """Fill, what lies over it and words of each swatch."""
    measure = MEASURES[name]
    entries = [(theme.zero, "", words("map.zero"))]
    if values.isna().any() or measure.kind == "ratio":
        entries.insert(0, ("url(#nothing)", "", words(f"area.none_{name}")))
    ends = pd.Series({str(place): end for place, end in enumerate(breaks)}, dtype=float)
    of_ends = tile_colours(ends, breaks, theme, counts=measure.kind == "count")
    classes = area_maps.class_entries(breaks, measure, words, theme)
    entries += [(of_ends[str(place)], "", said) for place, (_, _, said) in enumerate(classes)]
    if over:
        code = sorted(over)[0]
        entries.append((colours[code], over[code], words("map.fragile")))
    return entries
