"""Where the rows of an imported table are, as a drawing for a page: circles of points, squares of areas alone.

As on the map of a page, those that would hide each other are one, with their sum; nothing is at two places.
"""

from __future__ import annotations

from functools import cache, partial
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from analytics.drawings.legends import CIRCLE_OF_ONE
from analytics.drawings.maps import outlines
from analytics.drawings.maps.frames import bottom, furniture, scale, window
from analytics.drawings.maps.imported import AREA, AREA_ALONE, ROWS, WITHIN, ImportedPlaces, area_names, by_area
from analytics.drawings.maps.legend import Column
from analytics.drawings.maps.outlines import Box, Frame, Outlines
from analytics.drawings.maps.points import FRANCE_FRAME
from analytics.drawings.maps.surroundings import around
from analytics.drawings.svg import canvas
from analytics.drawings.svg.canvas import Body, Drawing, Sheet, Size
from analytics.drawings.theme import Theme
from analytics.geography.levels import read_light_departments
from analytics.record.cells import rows_of
from analytics.schema import col
from analytics.words.text import Words

Numbers = npt.NDArray[np.float64]

SHARING = 42  # pixels: the side of the squares of the sheet whose points share a circle
WIDEST = 58  # pixels: the diameter of the largest circle
_HIGH, _LETTER, _TYPE = 16, 6.6, 12  # of a square and of its number
_AIR = 8  # pixels above and below
_WIDEST_VIEW = 100  # degrees: rows that are farther apart are seen on the world alone
_NEAR: dict[Size, Box] = {"wide": Box(32, 0, 836, 440), "narrow": Box(16, 0, 418, 300)}
_WORLD_BELOW: dict[Size, Box] = {"wide": Box(32, 458, 440, 196), "narrow": Box(16, 318, 418, 186)}
_LEGENDS: dict[tuple[str, Size], tuple[float, float, float]] = {
    ("france", "wide"): (706, 8, 178),
    ("france", "narrow"): (16, 500, 278),
    ("near", "wide"): (500, 462, 368),
    ("near", "narrow"): (16, 520, 418),
    ("world", "wide"): (496, 392, 372),
    ("world", "narrow"): (16, 540, 418),
}


class _Part(NamedTuple):
    """A frame, and where that is what it shows, in degrees; None for all that no other one has."""

    frame: Frame
    near: shapely.Geometry | None


class _Map(NamedTuple):
    """The frames of a map, those that are asked first at the front, and which of the layouts it is."""

    drawn: Outlines
    parts: list[_Part]
    kind: str


def imported_svg(places: ImportedPlaces, sheet: Sheet, name: str = "") -> Drawing:
    """Every row that is somewhere, once; the words around it are the page's (`imported.told`, `imported.by_area`).

    Parameters
    ----------
    places : ImportedPlaces
    sheet : Sheet
    name : str
        What tells its parts apart from those of other drawings of a page.
    """
    words, theme = sheet.words, sheet.theme
    seen = _map(places, sheet.size)
    alone = places.areas[places.areas[AREA_ALONE] > 0]
    circles = _in_frames(seen, places.spots.latitude, places.spots.longitude, places.spots.number, squares=False)
    squares = _in_frames(
        seen, alone[col.LATITUDE].to_numpy(float), alone[col.LONGITUDE].to_numpy(float), alone[AREA_ALONE], squares=True
    )
    one = _one(circles)
    shapes = [*_land(seen.drawn, theme), *_names(seen, words, theme)]
    for heap in sorted(circles, key=lambda heap: -heap.number):
        shapes += _circle(heap, one, words, theme)
    for heap in _beside(squares, circles, one):
        shapes += _square(heap, words, theme)
    legend = _legend(seen, places, sheet)
    source = _source(seen, places, bottom(seen.drawn, legend) + 10, sheet)
    listed = [f"{row[AREA]} {words.number(row[ROWS])}" for row in rows_of(by_area(places, words))]
    title = words("imported_map.map")
    moved = [f'<g transform="translate(0 {_AIR})">{"".join([*shapes, *legend.shapes, *source.shapes])}</g>']
    alt = f"{title}. {words('semicolon').join(listed) or words('imported_map.at_points', count=0)}."
    return canvas.drawing(sheet, title, alt, Body(moved, source.bottom + 2 * _AIR), name)


def _map(places: ImportedPlaces, size: Size) -> _Map:
    """France where all rows are there and can be seen there, else what is around them above the world."""
    if places.french:
        france = _map_of_france(size)
        spots = _in_frames(france, places.spots.latitude, places.spots.longitude, places.spots.number, squares=False)
        if sum(heap.number for heap in spots) == places.at_points:
            return france
    seen = places.around
    if seen is None or seen[3] - seen[1] > _WIDEST_VIEW:
        world = outlines.world(size)
        europe = [_Part(world.enlarged, shapely.box(*outlines.NEAR_EUROPE))] if world.enlarged else []
        return _Map(world, [*europe, _Part(world.main, None)], "world")
    near, box = around(*seen), _NEAR[size]
    large = outlines.part(outlines.near_outlines("country"), near.view(box), box, near.near)
    whole = outlines.small_world(_WORLD_BELOW[size]).main
    drawn = Outlines(whole, {}, large, outlines.window(large, whole.view))
    return _Map(drawn, [_Part(large, shapely.box(*near.near)), _Part(whole, None)], "near")


@cache
def _map_of_france(size: Size) -> _Map:
    """The departments; an inset shows what lies in its department or close by."""
    drawn = outlines.france("department", size)
    areas = read_light_departments().set_index(col.CODE).geometry
    parts = [_Part(frame, shapely.box(*areas[code].bounds).buffer(0.2)) for code, frame in drawn.insets.items()]
    if drawn.enlarged:
        parts.append(_Part(drawn.enlarged, shapely.union_all(areas[[*outlines.PARIS]].to_numpy())))
    southmost, westmost, northmost, eastmost = FRANCE_FRAME
    return _Map(drawn, [*parts, _Part(drawn.main, shapely.box(westmost, southmost, eastmost, northmost))], "france")


# --- what stands together ---------------------------------------------------------------------------------------------


class _Heap(NamedTuple):
    """Rows that share a circle or a square: its middle, in pixels, and their number."""

    x: float
    y: float
    number: int


def _in_frames(seen: _Map, north: Numbers, east: Numbers, number: object, *, squares: bool) -> list[_Heap]:
    """The heaps of each frame: a point is in the first that shows it."""
    left = pd.DataFrame({col.LATITUDE: north, col.LONGITUDE: east, "number": np.asarray(number, np.int64)})
    heaps: list[_Heap] = []
    for frame, near in seen.parts:
        there = left if near is None else left[shapely.intersects_xy(near, left[col.LONGITUDE], left[col.LATITUDE])]
        if there.empty:
            continue
        pixels = np.array(frame.view.places(there))
        if near is not None:
            box = frame.box
            inside = (pixels[:, 0] >= box.left) & (pixels[:, 0] <= box.right)
            inside &= (pixels[:, 1] >= box.top) & (pixels[:, 1] <= box.bottom)
            there, pixels = there[inside], pixels[inside]
        left = left.drop(there.index)
        heaps += _heaped(pixels, there["number"].to_numpy(np.int64), squares=squares)
    return heaps


def _heaped(pixels: Numbers, number: npt.NDArray[np.int64], *, squares: bool) -> list[_Heap]:
    """Points of one square of the sheet together, then those that a larger one would cover, the largest first."""
    if not len(pixels):
        return []
    table = pd.DataFrame({"x": pixels[:, 0] * number, "y": pixels[:, 1] * number, "number": number})
    if not squares:
        table = table.groupby([*np.floor(pixels / SHARING).astype(int).T]).sum()
    kept: list[list[float]] = []
    for x, y, count in table.sort_values("number", ascending=False, kind="stable").itertuples(index=False):
        for other in kept:
            across, down = abs(x / count - other[0] / other[2]), abs(y / count - other[1] / other[2])
            if across < _apart(count, other[2]) and down < (_HIGH if squares else _apart(count, other[2])):
                other[0], other[1], other[2] = other[0] + x, other[1] + y, other[2] + count
                break
        else:
            kept.append([x, y, count])
    return [_Heap(x / count, y / count, int(count)) for x, y, count in kept]


def _beside(squares: list[_Heap], circles: list[_Heap], one: float) -> list[_Heap]:
    """The squares, each moved by as little as lets the numbers of circles be read."""
    taken = [(heap.x, heap.y, _diameter(heap, one), _diameter(heap, one)) for heap in circles]
    moved: list[_Heap] = []
    for heap in squares:
        width = _width(heap.number)
        steps = [(0.0, 0.0)] + [
            (x * away, y * away) for away in (14, 24) for x, y in ((0, 1), (0, -1), (1, 0), (-1, 0))
        ]
        x, y = next(
            (
                (heap.x + across, heap.y + down)
                for across, down in steps
                if all(
                    abs(heap.x + across - at) > (width + wide) / 2 or abs(heap.y + down - level) > (_HIGH + high) / 2
                    for at, level, wide, high in taken
                )
            ),
            (heap.x, heap.y),
        )
        moved.append(_Heap(x, y, heap.number))
        taken.append((x, y, width, _HIGH))
    return moved


def _apart(first: float, second: float) -> float:
    """How far apart the middles of two numbers have to be, in pixels."""
    return (_width(int(first)) + _width(int(second))) / 2


def _width(number: int) -> float:
    return _LETTER * len(f"{number:,}") + 9


def _diameter(heap: _Heap, one: float) -> float:
    return float(max(_width(heap.number), one * heap.number**0.5))


def _one(heaps: list[_Heap]) -> float:
    """The diameter of a circle of one."""
    return float(min(WIDEST / max([1, *(heap.number for heap in heaps)]) ** 0.5, CIRCLE_OF_ONE))


# --- shapes -----------------------------------------------------------------------------------------------------------


def _circle(heap: _Heap, one: float, words: Words, theme: Theme) -> list[str]:
    number = words.number(heap.number)
    radius = _diameter(heap, one) / 2
    at = heap.y + 0.36 * _TYPE
    return [
        canvas.circle(heap.x, heap.y, radius, theme.ramp[3], theme.paper),
        canvas.label(heap.x, at, number, theme.paper, _TYPE, anchor="middle", weight="600"),
    ]


def _square(heap: _Heap, words: Words, theme: Theme) -> list[str]:
    number, width = words.number(heap.number), _width(heap.number)
    left, top = canvas.fixed(heap.x - width / 2), canvas.fixed(heap.y - _HIGH / 2)
    return [
        f'<rect x="{left}" y="{top}" width="{canvas.fixed(width)}" height="{_HIGH}" fill="{theme.paper}" '
        f'stroke="{theme.text}" stroke-dasharray="3 2"/>',
        canvas.label(heap.x, heap.y + 0.36 * _TYPE, number, theme.text, _TYPE, anchor="middle", weight="600"),
    ]


def _land(drawn: Outlines, theme: Theme) -> list[str]:
    paths = "".join(f'<path d="{path}"/>' for frame in drawn.frames for path in frame.paths.values() if path)
    land = f'<g fill="{theme.zero}" stroke="{theme.border}" stroke-width="0.6">{paths}</g>'
    return [land, *window(drawn, theme)]


def _names(seen: _Map, words: Words, theme: Theme) -> list[str]:
    """Frames and scales; a map of what is around the rows has the world below it and no inset."""
    if seen.kind != "near" or seen.drawn.enlarged is None:
        return furniture(seen.drawn, area_names(col.DEPARTMENT, words), words, theme)
    large = seen.drawn.enlarged
    bar = scale(large.box.left + 8, large.box.bottom - 8, large, words, theme, 0.12)
    return [canvas.rect(*large.box, "none", theme.line), *bar]


def _legend(seen: _Map, places: ImportedPlaces, sheet: Sheet) -> Column:
    """What a circle and a square are, that sums stand for what is close, what the second frame shows."""
    words, theme = sheet.words, sheet.theme
    legend = Column(*_LEGENDS[seen.kind, sheet.size])
    for there, draw, key in (
        (places.at_points, partial(_circle, one=1), "imported_map.circle"),
        (places.areas_alone, _square, "imported_map.square"),
    ):
        if there:
            legend.shapes += draw(_Heap(legend.left + 10, legend.bottom + 9, 1), words=words, theme=theme)
            legend.text(words(key), theme.text, indent=26)
            legend.space(8)
    second = {"france": "drawing.insets_france", "near": "imported_map.window", "world": "drawing.insets_world"}
    for key in ("imported_map.sums", second[seen.kind]):
        legend.text(words(key), theme.muted)
        legend.space(4)
    return legend


def _source(seen: _Map, places: ImportedPlaces, top: float, sheet: Sheet) -> Column:
    """Whose outlines they are, below all."""
    words = sheet.words
    told = words("imported_map.source_france" if seen.kind == "france" else "imported_map.source_world")
    if places.areas[WITHIN].eq(col.STATE).any():
        told = f"{told} {words('imported_map.source_states')}"
    source = Column(sheet.margin, top, sheet.width - 2 * sheet.margin)
    source.text(told, sheet.theme.muted)
    return source
