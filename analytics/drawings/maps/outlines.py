"""Outlines as the pictures draw them: projected, scaled into frames of pixels, and written as paths.

France and the world are worked out once for each width of a sheet. Nothing here knows a colour or a word.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal, NamedTuple

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from analytics.drawings.svg.canvas import Size
from analytics.geography.labels import label_points
from analytics.geography.levels import (
    EQUAL_EARTH,
    EUROPE_LAEA,
    LAMBERT_93,
    OVERSEAS_CRS,
    WGS84,
    read_countries,
    read_departments,
    read_light_departments,
    read_light_regions,
)
from analytics.record.files import DATA
from analytics.schema import col
from analytics.schema.codes import OVERSEAS_DEPARTMENTS, OVERSEAS_REGIONS

FrenchLevel = Literal["department", "region"]
Point = tuple[float, float]
Bounds = tuple[float, float, float, float]  # west, south, east, north; metres of a projection
REFERENCE = DATA / "reference"

PARIS = ("75", "92", "93", "94")
EUROPE: Bounds = (2_580_000, 1_450_000, 6_000_000, 3_920_000)  # in EUROPE_LAEA: from Ireland to Romania
NEAR_EUROPE: Bounds = (-40, 25, 60, 72)  # degrees; what lies outside would fold back on the projection

_FINE = 0.45  # pixels: a bend of the world that is smaller is not drawn
_SPECK = 0.5  # square pixels: nor an island


class Box(NamedTuple):
    """A rectangle of the sheet, in pixels."""

    left: float
    top: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Its right side."""
        return self.left + self.width

    @property
    def bottom(self) -> float:
        """Its lower side."""
        return self.top + self.height


@dataclass(frozen=True)
class View:
    """How the metres of a projection become pixels: north up, none of the proportions lost.

    Attributes
    ----------
    crs : str
    west, north : float
        Metres of the projection that lie at `left` and `top`.
    left, top : float
        Pixels.
    scale : float
        Pixels for a metre.
    """

    crs: str
    west: float
    north: float
    left: float
    top: float
    scale: float

    @property
    def per_kilometre(self) -> float:
        """Pixels for a kilometre."""
        return 1000 * self.scale

    def flat(self, shapes: gpd.GeoSeries) -> gpd.GeoSeries:
        """Shapes in degrees as shapes in pixels."""
        metres = shapes.to_crs(self.crs)
        pixels = shapely.transform(
            metres.to_numpy(),
            lambda at: np.column_stack(
                [self.left + (at[:, 0] - self.west) * self.scale, self.top + (self.north - at[:, 1]) * self.scale]
            ),
        )
        return gpd.GeoSeries(pixels, index=shapes.index)

    def places(self, table: pd.DataFrame) -> list[Point]:
        """The pixel of each row of a table with latitude and longitude."""
        points = gpd.GeoSeries.from_xy(table[col.LONGITUDE].astype(float), table[col.LATITUDE].astype(float), crs=WGS84)
        return [(point.x, point.y) for point in self.flat(points)]


class Frame(NamedTuple):
    """One frame of a map.

    Attributes
    ----------
    box : Box
    view : View
    paths : dict of str to str
        Each area by its code, as the data of an SVG path; empty where it is too small to be drawn.
    points : dict of str to tuple
        The point of each area that has it in this frame, in pixels.
    extents : dict of str to float
        The longer side of what is drawn of each area, in pixels.
    """

    box: Box
    view: View
    paths: dict[str, str]
    points: dict[str, Point]
    extents: dict[str, float]


class Outlines(NamedTuple):
    """A map: its main frame, an inset for each area that lies far away, and what is drawn a second time, larger.

    `enlarged` is Paris with its neighbours, or Europe; `window` is the path of what it shows in the main frame.
    """

    main: Frame
    insets: dict[str, Frame]
    enlarged: Frame | None
    window: str = ""

    @property
    def frames(self) -> list[Frame]:
        """All frames, the main one first."""
        return [self.main, *self.insets.values(), *([self.enlarged] if self.enlarged else [])]

    @property
    def places(self) -> dict[str, Point]:
        """The point of each area, in the last frame that has it: the larger one."""
        return {code: point for frame in self.frames for code, point in frame.points.items()}

    @property
    def bottom(self) -> float:
        """Where the frames end, without the names under the insets."""
        return max(frame.box.bottom for frame in self.frames)


_FRANCE: dict[Size, Box] = {"wide": Box(168, 0, 520, 560), "narrow": Box(16, 0, 418, 392)}
_WORLD: dict[Size, Box] = {"wide": Box(32, 0, 836, 372), "narrow": Box(16, 0, 418, 186)}
_PARIS: dict[Size, Box] = {"wide": Box(738, 330, 130, 110), "narrow": Box(304, 502, 130, 110)}
_EUROPE: dict[Size, Box] = {"wide": Box(32, 392, 440, 318), "narrow": Box(16, 206, 418, 302)}
_AIR = 8  # pixels between an inset and what it holds


def _inset(place: int, size: Size) -> Box:
    """The frame of an overseas area: one below the other on the left, or in a row below the mainland."""
    if size == "wide":
        return Box(32, 112 * place, 104, 80)
    return Box(16 + 85.25 * place, 404, 77, 62)


def _within(box: Box) -> Box:
    return Box(box.left + _AIR, box.top + _AIR, box.width - 2 * _AIR, box.height - 2 * _AIR)


@cache
def france(level: FrenchLevel = "department", size: Size = "wide", folder: Path = REFERENCE) -> Outlines:
    """The departments or regions of France, projected and scaled into the frames of a map."""
    areas = read_light_departments(folder) if level == "department" else read_light_regions(folder)
    overseas = {code: code if level == "department" else OVERSEAS_REGIONS[code] for code in OVERSEAS_DEPARTMENTS}
    near = areas[~areas[col.CODE].isin(list(overseas.values()))]
    insets = {}
    for place, (department, code) in enumerate(overseas.items()):
        area, box = areas[areas[col.CODE] == code], _inset(place, size)
        insets[code] = frame(area, fitted(area, OVERSEAS_CRS[department], _within(box)), box)
    main = frame(near, fitted(near, LAMBERT_93, _FRANCE[size]), _FRANCE[size])
    if level != "department":
        return Outlines(main, insets, None)
    around = areas[areas[col.CODE].isin(PARIS)]
    paris = frame(around, fitted(around, LAMBERT_93, _within(_PARIS[size])), _PARIS[size])
    return Outlines(main, insets, paris, window(paris, main.view))


@cache
def world(size: Size = "wide", folder: Path = REFERENCE) -> Outlines:
    """The countries on Equal Earth, and Europe once more on an equal-area projection of its own.

    The reference file cuts the countries at the antimeridian, where this projection has its edge.
    """
    countries = read_countries(folder)
    main = frame(countries, fitted(countries, EQUAL_EARTH, _WORLD[size]), _WORLD[size], _FINE)
    europe = part(countries, view(EUROPE_LAEA, EUROPE, _EUROPE[size]), _EUROPE[size], NEAR_EUROPE)
    return Outlines(main, {}, europe, window(europe, main.view))


@cache
def small_france(box: Box, folder: Path = REFERENCE) -> Outlines:
    """The regions in a small box, to show where in France something lies: the mainland, a row of the overseas ones."""
    areas = read_light_departments(folder)
    side = box.width / len(OVERSEAS_DEPARTMENTS)
    top = Box(box.left, box.top, box.width, box.height - side - 4)
    near = areas[~areas[col.CODE].isin(OVERSEAS_DEPARTMENTS)]
    insets = {}
    for place, code in enumerate(OVERSEAS_DEPARTMENTS):
        area, cell = areas[areas[col.CODE] == code], Box(box.left + side * place, top.bottom + 4, side, side)
        within = Box(cell.left + 2, cell.top + 2, side - 4, side - 4)
        insets[code] = frame(area, fitted(area, OVERSEAS_CRS[code], within), cell, _FINE)
    return Outlines(frame(near, fitted(near, LAMBERT_93, top), top, _FINE), insets, None)


@cache
def small_world(box: Box, folder: Path = REFERENCE) -> Outlines:
    """The countries in a small box."""
    countries = read_countries(folder)
    return Outlines(frame(countries, fitted(countries, EQUAL_EARTH, box), box, 2 * _FINE), {}, None)


@cache
def near_outlines(level: Literal["department", "country"], folder: Path = REFERENCE) -> gpd.GeoDataFrame:
    """Outlines with enough bends for a map of a few of them: code, geometry; not to be changed."""
    return read_countries(folder) if level == "country" else read_departments(folder=folder)


def fitted(areas: gpd.GeoDataFrame, crs: str, box: Box) -> View:
    """The view that shows all of some areas in a box."""
    west, south, east, north = areas.to_crs(crs).total_bounds
    return view(crs, (west, south, east, north), box)


def view(crs: str, bounds: Bounds, box: Box) -> View:
    """The view that shows a rectangle of a projection in the middle of a box."""
    west, south, east, north = bounds
    scale = min(box.width / (east - west), box.height / (north - south))
    left = box.left + (box.width - (east - west) * scale) / 2
    top = box.top + (box.height - (north - south) * scale) / 2
    return View(crs, float(west), float(north), left, top, float(scale))


def frame(areas: gpd.GeoDataFrame, seen: View, box: Box, fine: float = 0) -> Frame:
    """Areas in a frame, bends below so many pixels left out."""
    shapes = seen.flat(areas.geometry)
    if fine:
        # as a whole, so that neighbours keep one border
        shapes = gpd.GeoSeries(shapely.coverage_simplify(shapes.to_numpy(), fine), index=shapes.index)
    return _written(areas, shapes, seen, box, _SPECK if fine else 0)


def part(areas: gpd.GeoDataFrame, seen: View, box: Box, near: Bounds) -> Frame:
    """What a box shows of areas, cut at its sides.

    Parameters
    ----------
    areas : GeoDataFrame
    seen : View
    box : Box
    near : tuple of float
        West, south, east and north in degrees of what the projection may be asked for.
    """
    # sides that are cut have no points between their ends, and would be drawn straight where meridians bend
    degrees = shapely.segmentize(shapely.clip_by_rect(areas.geometry.to_numpy(), *near), 2)
    known = areas[~shapely.is_empty(degrees)]
    pieces = gpd.GeoSeries(degrees[~shapely.is_empty(degrees)], index=known.index, crs=WGS84)
    shapes = shapely.simplify(shapely.make_valid(seen.flat(pieces).to_numpy()), _FINE)
    cut = shapely.clip_by_rect(shapes, box.left, box.top, box.right, box.bottom)
    there = ~shapely.is_empty(cut)
    return _written(known[there], gpd.GeoSeries(cut[there], index=known.index[there]), seen, box, _SPECK)


def _written(areas: gpd.GeoDataFrame, shapes: gpd.GeoSeries, seen: View, box: Box, speck: float) -> Frame:
    marks = label_points(areas)
    points = {
        str(code): (x, y)
        for code, (x, y) in zip(marks[col.CODE], seen.places(marks), strict=True)
        if box.left <= x <= box.right and box.top <= y <= box.bottom
    }
    paths = {str(code): path(shape, speck) for code, shape in zip(areas[col.CODE], shapes, strict=True)}
    bounds = shapes.bounds
    sides = np.maximum(bounds["maxx"] - bounds["minx"], bounds["maxy"] - bounds["miny"])
    return Frame(box, seen, paths, points, dict(zip(areas[col.CODE].astype(str), sides.astype(float), strict=True)))


def window(enlarged: Frame, main: View) -> str:
    """What an enlarged frame shows, as a path in the main one."""
    seen, box = enlarged.view, enlarged.box
    corners = [
        (seen.west + (x - seen.left) / seen.scale, seen.north - (y - seen.top) / seen.scale)
        for x, y in ((box.left, box.top), (box.right, box.top), (box.right, box.bottom), (box.left, box.bottom))
    ]
    metres = gpd.GeoSeries([shapely.segmentize(shapely.Polygon(corners), 100_000)], crs=seen.crs)
    return path(main.flat(metres.to_crs(WGS84)).iloc[0])


def path(shape: Any, speck: float = 0) -> str:  # noqa: ANN401 - shapely ships no types
    """A shape in pixels as the data of an SVG path, to a tenth of a pixel; its smallest islands may be left out."""
    polygons = [part for part in shapely.get_parts(shape) if part.geom_type == "Polygon"]
    if not polygons:
        return ""
    largest = max(polygon.area for polygon in polygons)
    kept = [polygon for polygon in polygons if polygon.area >= min(speck, largest)]
    return "".join(_ring(ring) for polygon in kept for ring in (polygon.exterior, *polygon.interiors))


def _ring(ring: Any) -> str:  # noqa: ANN401 - shapely ships no types
    """One ring, each point told by how far it lies from the one before: half as long as its place on the sheet.

    Points that fall together are left out, and a ring that is smaller than a tenth of a pixel with them.
    """
    tenths = np.rint(shapely.get_coordinates(ring) * 10).astype(int)
    steps = np.diff(tenths, axis=0)
    steps = steps[np.any(steps != 0, axis=1)]
    if len(steps) < 3:
        return ""
    # the last step leads back to the first point, and Z takes it
    return f"M{_numbers(tenths[0])}l{_numbers(steps[:-1].ravel())}Z"


def _numbers(tenths: Iterable[int]) -> str:
    """Tenths as numbers, with a space only where one could be read into the next."""
    written = ""
    for tenth in tenths:
        whole, rest = divmod(abs(int(tenth)), 10)
        number = f"{whole or ''}.{rest}" if rest else str(whole)
        sign = "-" if tenth < 0 else ""
        apart = " " if written and not sign else ""
        written += f"{apart}{sign}{number}"
    return written


def round_below(value: float) -> int:
    """The largest of 1, 2 and 5 times a power of ten that is not above a value; 1 below 1."""
    power = 10 ** int(np.floor(np.log10(max(value, 1))))
    return int(next(step * power for step in (5, 2, 1) if step * power <= max(value, 1)))
