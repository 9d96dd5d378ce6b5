"""What the map of one incident looks at: its places and the areas around them, on a projection that suits them."""

from __future__ import annotations

from typing import NamedTuple

import geopandas as gpd
import pandas as pd
import shapely

from analytics.drawings.maps import outlines
from analytics.drawings.maps.outlines import Bounds, Box, View
from analytics.geography import levels
from analytics.geography.levels import WGS84
from analytics.schema import col
from analytics.schema.codes import FRANCE, OVERSEAS_DEPARTMENTS

_LEAST_METRES = 130_000  # a map that shows less would show one town, and not where in the country it lies
_LEAST_ABROAD = 900_000
_BESIDE = 5  # degrees
_AIR = 1.6  # how much wider than the places the map is


class Surroundings(NamedTuple):
    """A projection, a rectangle of it in metres, and the degrees that it can be asked for."""

    crs: str
    bounds: Bounds
    near: Bounds

    def view(self, box: Box) -> View:
        """The view whose rectangle fills a box: wider or taller than asked for, never less."""
        west, south, east, north = self.bounds
        x, y = (west + east) / 2, (south + north) / 2
        scale = min(box.width / (east - west), box.height / (north - south))
        across, down = box.width / scale / 2, box.height / scale / 2
        return outlines.view(self.crs, (x - across, y - down, x + across, y + down), box)


def surroundings(places: pd.DataFrame, country: str) -> Surroundings:
    """The places and what is around them: departments in France, the country and its neighbours elsewhere."""
    if country != FRANCE:
        return _country_around(country, places)
    mainland = places[~places[col.DEPARTMENT].isin(OVERSEAS_DEPARTMENTS)]
    if mainland.empty:
        return _overseas(str(places[col.DEPARTMENT].iloc[0]))
    flat = gpd.GeoSeries.from_xy(mainland[col.LONGITUDE], mainland[col.LATITUDE], crs=WGS84).to_crs(levels.LAMBERT_93)
    bounds = _widened(tuple(flat.total_bounds), _LEAST_METRES)
    # the frame may be wider or taller than what is asked for
    twice = gpd.GeoSeries([shapely.box(*_widened(bounds, 0, 2))], crs=levels.LAMBERT_93)
    return Surroundings(levels.LAMBERT_93, bounds, tuple(twice.to_crs(WGS84).total_bounds))


def _overseas(code: str) -> Surroundings:
    """All of an overseas department."""
    departments = outlines.near_outlines("department")
    own = departments[departments[col.CODE] == code]
    west, south, east, north = own.total_bounds
    crs = levels.OVERSEAS_CRS[code]
    bounds = _widened(tuple(own.to_crs(crs).total_bounds), 0, 1.15)
    return Surroundings(crs, bounds, (west - 1, south - 1, east + 1, north + 1))


def _country_around(country: str, places: pd.DataFrame) -> Surroundings:
    """A country and what is beside it, on an equal-area projection; the places alone where it has no outline."""
    countries = outlines.near_outlines("country")
    own = countries[countries[col.CODE] == country]
    points = gpd.GeoSeries.from_xy(places[col.LONGITUDE], places[col.LATITUDE], crs=WGS84)
    parts = shapely.get_parts(own.geometry.to_numpy())
    largest = max(parts, key=lambda part: float(part.area), default=points.iloc[0].buffer(1))
    # with the large islands beside it: Hawaii and Alaska would make the United States small
    beside = [part for part in parts if part.distance(largest) < _BESIDE and part.area > 0.1 * largest.area]
    middle = shapely.union_all([largest, *beside]).centroid
    crs = _equal_area(middle.x, middle.y)
    shapes = gpd.GeoSeries([largest, *beside, *points], crs=WGS84).to_crs(crs)
    return Surroundings(crs, _widened(tuple(shapes.total_bounds), _LEAST_ABROAD, 1.25), _asked(middle.x, middle.y))


def around(south: float, west: float, north: float, east: float) -> Surroundings:
    """A rectangle of degrees and what is around it, on an equal-area projection of its own."""
    x, y = (west + east) / 2, (south + north) / 2
    crs = _equal_area(x, y)
    sides = shapely.segmentize(shapely.box(west, south, max(east, west + 0.01), max(north, south + 0.01)), 1)
    bounds = gpd.GeoSeries([sides], crs=WGS84).to_crs(crs).total_bounds
    return Surroundings(crs, _widened(tuple(bounds), _LEAST_ABROAD, 1.15), _asked(x, y))


def _equal_area(x: float, y: float) -> str:
    """The equal-area projection around a point."""
    return f"+proj=laea +lat_0={y:.2f} +lon_0={x:.2f} +datum=WGS84 +units=m"


def _asked(x: float, y: float) -> Bounds:
    """What a projection around a point may be asked for: what lies farther would fold back on it."""
    return max(x - 70, -180), max(y - 45, -85), min(x + 70, 180), min(y + 45, 85)


def _widened(bounds: tuple[float, ...], least: float, air: float = _AIR) -> Bounds:
    """A rectangle with air around it, and of some size even around a single point."""
    west, south, east, north = bounds
    across, down = max((east - west) * air, least), max((north - south) * air, least)
    x, y = (west + east) / 2, (south + north) / 2
    return x - across / 2, y - down / 2, x + across / 2, y + down / 2
