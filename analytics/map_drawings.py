"""Maps of France as pictures that stand alone: counts as circles, rates as colour, each inset at its own scale.

They take tables, and read no file but the outlines of the departments.
"""

from __future__ import annotations

from collections.abc import Collection
from functools import cache
from pathlib import Path
from typing import Any, Literal, NamedTuple

import geopandas as gpd
import pandas as pd

from analytics import canvas
from analytics.canvas import WIDTHS, Body, Drawing, Sheet
from analytics.geography import label_points, read_light_departments
from analytics.maps import CIRCLE_OF_ONE, shade
from analytics.schema import (
    CODE,
    INCIDENTS,
    LATITUDE,
    LONGITUDE,
    OVERSEAS_DEPARTMENTS,
    RATE_PER_MILLION,
    RELIABILITY,
)
from analytics.store import DATA
from analytics.text import Words
from analytics.theme import Theme, thin_lines

MapMeasure = Literal["incidents", "rate"]
MAP_MEASURES: dict[MapMeasure, str] = {"incidents": INCIDENTS, "rate": RATE_PER_MILLION}

# A projection true at the place for each of the frames; metres in all of them.
LAMBERT_93 = "EPSG:2154"
OVERSEAS_CRS = {"971": "EPSG:5490", "972": "EPSG:5490", "973": "EPSG:2972", "974": "EPSG:2975", "976": "EPSG:4471"}
# Kilometres of the bar in each inset, about a third of its width.
OVERSEAS_BAR = {"971": 20, "972": 20, "973": 100, "974": 20, "976": 10}
MAIN_BAR = 100

CIRCLE_REFERENCES = (1, 3, 10)
_STABLE = "stable"


class _Frame(NamedTuple):
    """One of the frames of the map: its outlines in pixels, the point of each, and pixels for a kilometre."""

    paths: dict[str, str]
    points: dict[str, tuple[float, float]]
    per_kilometre: float


class Outlines(NamedTuple):
    """The departments as the map draws them: the mainland and Corsica, an inset for each overseas one, and Paris.

    Paris and its neighbours are too small for their circles, and drawn a second time, larger.
    """

    main: _Frame
    insets: dict[str, _Frame]
    paris: _Frame | None

    @property
    def frames(self) -> list[_Frame]:
        """All frames, the main one first."""
        return [self.main, *self.insets.values(), *([self.paris] if self.paris else [])]

    @property
    def places(self) -> dict[str, tuple[float, float]]:
        """The point of each department, in the last frame that draws it: the larger one."""
        return {code: point for frame in self.frames for code, point in frame.points.items()}


_MAP_HEIGHT = 572
_MAIN_BOX = (168.0, 0.0, 520.0, 560.0)  # left, top, width and height of the frame of the mainland
_INSET = (32.0, 112.0, 104.0, 80.0)  # left, step, width and height of an inset
_PARIS = ("75", "92", "93", "94")
_PARIS_BOX = (738.0, 318.0, 130.0, 110.0)


@cache
def outlines(folder: Path = DATA / "reference") -> Outlines:
    """The departments of the project, projected and scaled into the frames of the map."""
    departments = read_light_departments(folder)
    near = departments[~departments[CODE].isin(OVERSEAS_DEPARTMENTS)]
    left, step, width, height = _INSET
    insets = {}
    for place, code in enumerate(OVERSEAS_DEPARTMENTS):
        one = departments[departments[CODE] == code]
        if len(one):
            insets[code] = _framed(one, OVERSEAS_CRS[code], (left + 8, step * place + 8, width - 16, height - 16))
    around = departments[departments[CODE].isin(_PARIS)]
    left, top, width, height = _PARIS_BOX
    paris = _framed(around, LAMBERT_93, (left + 8, top + 8, width - 16, height - 16)) if len(around) else None
    return Outlines(_framed(near, LAMBERT_93, _MAIN_BOX), insets, paris)


def _framed(areas: gpd.GeoDataFrame, crs: str, box: tuple[float, float, float, float]) -> _Frame:
    """Areas put into a box of pixels, north up, none of their proportions lost."""
    flat = areas.to_crs(crs)
    west, south, east, north = flat.total_bounds
    left, top, width, height = box
    scale = min(width / (east - west), height / (north - south))
    across, down = left + (width - (east - west) * scale) / 2, top + (height - (north - south) * scale) / 2

    def at(x: float, y: float) -> tuple[float, float]:
        return across + (x - west) * scale, down + (north - y) * scale

    marks = label_points(areas)
    inside = gpd.GeoSeries.from_xy(marks[LONGITUDE], marks[LATITUDE], crs="EPSG:4326").to_crs(crs)
    points = {str(code): at(point.x, point.y) for code, point in zip(marks[CODE], inside, strict=True)}
    paths = {
        str(code): "".join(_ring([at(x, y) for x, y in ring.coords]) for ring in _rings(shape))
        for code, shape in zip(flat[CODE], flat.geometry, strict=True)
    }
    return _Frame(paths, points, scale * 1000)


def _rings(shape: Any) -> list[Any]:  # noqa: ANN401 - shapely ships no types
    polygons = getattr(shape, "geoms", [shape])
    return [ring for polygon in polygons for ring in (polygon.exterior, *polygon.interiors)]


def _ring(points: list[tuple[float, float]]) -> str:
    """One ring as a path, points that fall together left out; nothing where it is smaller than a pixel's tenth."""
    written = [f"{canvas.fixed(x)} {canvas.fixed(y)}" for x, y in points]
    kept = [one for place, one in enumerate(written) if not place or one != written[place - 1]]
    return f"M{'L'.join(kept[:-1])}Z" if len(kept) > 3 else ""


def map_svg(
    areas: pd.DataFrame,
    measure: MapMeasure,
    scope: str,
    sheet: Sheet,
    *,
    breaks: tuple[float, ...] = (),
    named: Collection[str] = (),
    drawn: Outlines | None = None,
) -> Drawing:
    """The departments of France: counts as circles, or the yearly rate as colour, with insets at their own scale.

    Parameters
    ----------
    areas : DataFrame, index code
        name_fr, name_en, incidents, rate_per_million, reliability (`areas.rate_table`). A department that it lacks is
        drawn as one without data.
    measure : str
        ``incidents`` (circles, area proportional) or ``rate`` (classes of colour).
    scope : str
        The choice in words; it stands in the picture.
    sheet : Sheet
    breaks : tuple of float
        Upper ends of the classes of the rate, chosen once from the whole record (`classes.head_tail_breaks`).
    named : collection of str
        Departments to outline: those that the reader chose.
    drawn : Outlines, optional
        `outlines()` where it is absent.

    Raises
    ------
    ValueError
        Where there is no such measure.
    """
    if measure not in MAP_MEASURES:
        raise ValueError(f"the map has no measure “{measure}”; it has {', '.join(MAP_MEASURES)}")
    words, theme = sheet.words, sheet.theme
    frames = drawn or outlines()
    values = areas[MAP_MEASURES[measure]].astype("Float64").astype(float)
    touched = areas[areas[INCIDENTS] > 0].sort_values(INCIDENTS, ascending=False, kind="stable")
    title = words("drawing.map", count=len(touched), of=words.number(len(areas)))
    told = [_told(code, row, measure, words) for code, row in touched.iterrows()]
    notes = [words("drawing.map_fragile")] if measure == "rate" else []
    notes += [words("drawing.map_note")] if named else []
    painted = _painted(areas, values, measure, breaks, theme)
    shapes = _areas_drawn(frames, painted, set(named), theme)
    if measure == "incidents":
        shapes += _circles(frames, values, words, theme)
    shapes += _furniture(frames, areas, words, theme)
    shapes += _map_legend(measure, breaks, painted, words, theme)
    return canvas.picture(
        sheet,
        title,
        [words(f"drawing.map_{measure}"), scope],
        Body(shapes, _MAP_HEIGHT, painted.patterns),
        [*notes, words("drawing.known"), words("drawing.map_source")],
        canvas.described(title, told, words) if told else f"{title}.",
    )


def _told(code: object, row: pd.Series, measure: MapMeasure, words: Words) -> str:
    count, rate = int(row[INCIDENTS]), words.number(row[RATE_PER_MILLION], 2)
    said = words.number(count) if measure == "incidents" else words("area.told_rate", count=count, value=rate)
    return canvas.told(f"{_place(row[words.column('name')])} ({code})", said, words)


def _place(name: object) -> str:
    """The name of a department with its typographic apostrophe."""
    return str(name).replace("'", "’")


class _Painted(NamedTuple):
    """How each department is filled: its colour or pattern, what is laid over it, and the patterns themselves."""

    fills: dict[str, str]
    over: dict[str, str]
    patterns: list[str]


def _painted(
    areas: pd.DataFrame, values: pd.Series, measure: MapMeasure, breaks: tuple[float, ...], theme: Theme
) -> _Painted:
    """Zero, no data and fragile are each drawn in their own way."""
    nothing = canvas.hatch("nothing", theme.no_data, 1.2, 6)
    if measure == "incidents":
        return _Painted({str(code): theme.zero for code in values.dropna().index}, {}, [nothing])
    # a year taken alone can lie above the whole record: the last class is open
    shading = shade(values.clip(upper=breaks[-1]) if breaks else values, breaks, theme)
    fragile = values[(values > 0) & areas[RELIABILITY].ne(_STABLE)].index
    over, patterns = {}, {}
    for code in map(str, fragile):
        place = _fragile_name(shading.colours[code])
        over[code] = f"url(#{place})"
        patterns[place] = canvas.hatch(place, thin_lines(shading.colours[code], theme), 1, 5)
    return _Painted(shading.colours, over, [nothing, *(patterns[name] for name in sorted(patterns))])


def _fragile_name(colour: str) -> str:
    return f"fragile-{colour.removeprefix('#')}"


def _areas_drawn(frames: Outlines, painted: _Painted, named: set[str], theme: Theme) -> list[str]:
    """The departments, those without data hatched, those chosen outlined above all others."""
    shapes, above = [], []
    for frame in frames.frames:
        for code, path in frame.paths.items():
            fill = painted.fills.get(code, "url(#nothing)")
            shapes.append(f'<path d="{path}" fill="{fill}" stroke="{theme.border}" stroke-width="0.6"/>')
            if code in painted.over:
                shapes.append(f'<path d="{path}" fill="{painted.over[code]}"/>')
            if code in named:
                above.append(f'<path d="{path}" fill="none" stroke="{theme.selected}" stroke-width="1.8"/>')
    return shapes + above


def _circles(frames: Outlines, values: pd.Series, words: Words, theme: Theme) -> list[str]:
    """A circle for each count above zero, the largest first so that none hides another."""
    points = frames.places
    shown = values[(values > 0) & values.index.isin(list(points))].sort_values(ascending=False, kind="stable")
    shapes = []
    for code, count in shown.items():
        x, y = points[str(code)]
        shapes.append(canvas.circle(x, y, _radius(count), theme.ramp[3], theme.paper))
        if count > 1:
            shapes.append(canvas.label(x, y + 4, words.number(count), theme.paper, 11, anchor="middle", weight="600"))
    return shapes


def _radius(count: float) -> float:
    """The radius of a count: that of every other map of the atlas."""
    return float(CIRCLE_OF_ONE / 2 * count**0.5)


def _furniture(frames: Outlines, areas: pd.DataFrame, words: Words, theme: Theme) -> list[str]:
    """Frames, names and scales: each inset says how much larger it is drawn than the mainland."""
    left, step, width, height = _INSET
    shapes = []
    for place, (code, frame) in enumerate(frames.insets.items()):
        name = _place(areas[words.column("name")].get(code, code))
        box = (left, step * place, width, height)
        shapes += _inset(box, name, frame, frames.main, OVERSEAS_BAR[code], words, theme)
    if frames.paris:
        shapes += _inset(_PARIS_BOX, words("drawing.paris"), frames.paris, frames.main, 5, words, theme)
    return [*shapes, *_scale(_MAIN_BOX[0] + 8, _MAIN_BOX[3] - 6, MAIN_BAR, frames.main, words, theme, 11.5)]


def _inset(
    box: tuple[float, float, float, float],
    name: str,
    frame: _Frame,
    main: _Frame,
    bar: int,
    words: Words,
    theme: Theme,
) -> list[str]:
    """The frame of an inset, its name, its scale and how much larger it is drawn than the mainland."""
    left, top, width, height = box
    times = words.number(frame.per_kilometre / main.per_kilometre, 1)
    return [
        canvas.rect(left, top, width, height, "none", theme.line),
        canvas.label(left, top + height + 13, name, theme.text, 11.5),
        canvas.label(left + width, top + height - 5, f"× {times}", theme.muted, 10, anchor="end"),
        *_scale(left + 5, top + height - 5, bar, frame, words, theme, 9.5),
    ]


def _scale(x: float, y: float, kilometres: int, frame: _Frame, words: Words, theme: Theme, size: float) -> list[str]:
    """A bar as long as so many kilometres, with their number above."""
    long = kilometres * frame.per_kilometre
    return [
        canvas.line(x, y, x + long, y, theme.muted, 1.5),
        canvas.label(x, y - 4, words("drawing.kilometres", number=words.number(kilometres)), theme.muted, size),
    ]


def _map_legend(
    measure: MapMeasure, breaks: tuple[float, ...], painted: _Painted, words: Words, theme: Theme
) -> list[str]:
    """What sizes, colours and hatching mean, on the right of the map."""
    x, y = 706.0, 20.0
    shapes: list[str] = []
    if measure == "incidents":
        for count in CIRCLE_REFERENCES:
            radius = _radius(count)
            shapes.append(canvas.circle(x + 20, y + radius, radius, theme.ramp[3], theme.paper))
            shapes.append(canvas.label(x + 48, y + radius + 4.5, words.number(count), theme.text, 12.5))
            y += 2 * radius + 8
        y = _legend_words(shapes, x, y + 4, words("area.circles_incidents"), theme) + 10
    entries = [(theme.zero, "", words("map.zero"))]
    if measure == "rate":
        entries = [("url(#nothing)", "", words("map.no_data")), *entries, *_classes(breaks, words, theme)]
        if painted.over:
            code = sorted(painted.over)[0]
            entries.append((painted.fills[code], painted.over[code], words("map.fragile")))
    for fill, over, name in entries:
        shapes.append(canvas.rect(x, y, 24, 14, fill, theme.border))
        if over:
            shapes.append(canvas.rect(x, y, 24, 14, over))
        y = max(_legend_words(shapes, x + 32, y - 1, name, theme), y + 14) + 8
    _legend_words(shapes, x, y + 4, words("drawing.insets"), theme, theme.muted)
    return shapes


def _legend_words(shapes: list[str], x: float, y: float, text: str, theme: Theme, fill: str = "") -> float:
    """Add a text of as many lines as it needs; where it ends."""
    for line in canvas.broken(text, 12, WIDTHS["wide"] - 16 - x):
        shapes.append(canvas.label(x, y + 12, line, fill or theme.text, 12))
        y += 15
    return y


def _classes(breaks: tuple[float, ...], words: Words, theme: Theme) -> list[tuple[str, str, str]]:
    """The classes with their colours: those that `maps.shade` gives to their upper ends."""
    ends = pd.Series({str(place): end for place, end in enumerate(breaks)}, dtype=float)
    colours = shade(ends, breaks, theme).colours
    entries = []
    for place, end in enumerate(breaks):
        high = words.number(end, 2)
        low = words.number(breaks[place - 1], 2) if place else ""
        said = words("map.between", low=low, high=high) if place else words("map.up_to", high=high)
        entries.append((colours[str(place)], "", said))
    return entries
