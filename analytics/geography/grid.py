"""Which area holds each of very many points: a grid over the areas, and their outlines only where a border crosses it.

Most points lie in a cell that is wholly inside one area, or in none: for them a look into a table is the answer. The
others are asked of each outline that crosses their cell. The answers are those of
``geopandas.sjoin(points, areas, predicate="intersects")`` of which the first area is taken, to the last point:
`tests/geography/test_grid.py` compares them, and `python -m tests.benchmarks.placing` compares how long both take.
"""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import shapely

from analytics.geography.levels import require_wgs84
from analytics.schema import col

Numbers = npt.NDArray[np.float64]
_NOWHERE, _CROSSED = -1, -2


class Grid:
    """An index of areas; made once, and asked as often as one likes.

    Parameters
    ----------
    areas : GeoDataFrame
        code and geometry, in WGS 84.
    degrees : float
        The side of a cell: small enough that few are crossed by a border, large enough that there are not too many.

    Raises
    ------
    ValueError
        Where the areas are in another CRS.
    """

    def __init__(self, areas: gpd.GeoDataFrame, degrees: float = 0.05) -> None:
        require_wgs84(areas, "the areas")
        ordered = areas.sort_values(col.CODE, kind="stable")
        self.codes = ordered[col.CODE].to_numpy(dtype=object)
        self._codes_or_none = np.array([*self.codes, None], dtype=object)  # the last is that of -1
        self._outlines = ordered.geometry.to_numpy()
        self._degrees = degrees
        west, south, east, north = ordered.total_bounds
        self._west, self._south = west, south
        self._columns = int((east - west) / degrees) + 1
        self._rows = int((north - south) / degrees) + 1
        self._cells = np.full(self._columns * self._rows, _NOWHERE, np.int16)
        shapely.prepare(self._outlines)
        self._touched = [self._enter(number, outline) for number, outline in enumerate(self._outlines)]

    def find(self, longitude: Numbers, latitude: Numbers) -> npt.NDArray[np.int16]:
        """The number in `codes` of the area that holds each point, its border included; -1 where none does.

        Parameters
        ----------
        longitude, latitude : array of float, shape (points,)
            Degrees; where either is not a number the point lies nowhere.

        Returns
        -------
        array of int16, shape (points,)
            The first by code where a point lies on the border of several.
        """
        x, y = np.asarray(longitude, float), np.asarray(latitude, float)
        with np.errstate(invalid="ignore"):
            across, up = np.floor((x - self._west) / self._degrees), np.floor((y - self._south) / self._degrees)
            inside = (across >= 0) & (across < self._columns) & (up >= 0) & (up < self._rows)
        cell = np.where(inside, up * self._columns + across, 0).astype(np.int64)
        found = np.where(inside, self._cells[cell], np.int16(_NOWHERE))
        asked = np.flatnonzero(found == _CROSSED)
        found[asked] = self._ask(x[asked], y[asked], cell[asked])
        return found

    def find_codes(self, longitude: Numbers, latitude: Numbers) -> npt.NDArray[np.object_]:
        """The code of the area that holds each point, as `find`; None where none does."""
        found = self.find(longitude, latitude)
        codes: npt.NDArray[np.object_] = self._codes_or_none[found]
        return codes

    def _ask(self, x: Numbers, y: Numbers, cell: npt.NDArray[np.int64]) -> npt.NDArray[np.int16]:
        found = np.full(len(x), _NOWHERE, np.int16)
        crossed = np.zeros(len(self._cells), bool)
        for number, cells in enumerate(self._touched):
            crossed[cells] = True
            near = np.flatnonzero(crossed[cell] & (found == _NOWHERE))
            crossed[cells] = False
            if near.size:
                held = shapely.intersects_xy(self._outlines[number], x[near], y[near])
                found[near[held]] = number
        return found

    def _enter(self, number: int, outline: shapely.Geometry) -> npt.NDArray[np.int64]:
        """Write an area into the cells that it fills, and give all that it touches."""
        west, south, east, north = outline.bounds
        # one cell more on each side: a cell that only touches the outline may hold a point on it
        columns = self._span(west - self._west, east - self._west, self._columns)
        rows = self._span(south - self._south, north - self._south, self._rows)
        across, up = (axis.ravel() for axis in np.meshgrid(columns, rows))
        x, y = self._west + across * self._degrees, self._south + up * self._degrees
        # a little wider than the cell, so that rounding puts no point of it outside
        slack = self._degrees * 1e-6
        boxes = shapely.box(x - slack, y - slack, x + self._degrees + slack, y + self._degrees + slack)
        touched = shapely.intersects(outline, boxes)
        filled = touched & shapely.contains_properly(outline, boxes)
        cells = up * self._columns + across
        mine = cells[filled]
        # what two areas claim is asked of both: outlines may overlap
        self._cells[mine] = np.where(self._cells[mine] == _NOWHERE, number, _CROSSED)
        self._cells[cells[touched & ~filled]] = _CROSSED
        return np.asarray(cells[touched], np.int64)

    def _span(self, first: float, last: float, most: int) -> npt.NDArray[np.int64]:
        start = max(int(np.floor(first / self._degrees)) - 1, 0)
        return np.arange(start, min(int(np.floor(last / self._degrees)) + 1, most - 1) + 1)
