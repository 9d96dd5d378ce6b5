"""Areas as tiles of equal size, near where they lie: the map that a keyboard walks and where no area is too small.

Knows outlines and a grid, nothing of what a tile will say.
"""

from __future__ import annotations

from collections.abc import Collection

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from analytics.geography.labels import label_points
from analytics.geography.levels import LAMBERT_93, WGS84, require_wgs84
from analytics.schema import col

ROW, COLUMN = "row", "column"

# how much of a cell must be land for an area to be put there
_LAND = 0.3

# code → row and column
Tiles = dict[str, tuple[int, int]]


def layout(outlines: gpd.GeoDataFrame, overseas: Collection[str]) -> pd.DataFrame:
    """A tile for each area of France: code, row (0 in the north), column (0 in the west), no tile twice.

    A square grid is laid over the mainland, as coarse as it can be with a cell of land for each area; every area then
    gets one cell, so that the sum of the squared distances between areas and cells is the least there is (the
    assignment problem). Neighbours therefore stay near each other, and north stays above south in all but close
    calls. Areas on an island of their own (Corsica) stand at the bottom right, the overseas ones in a column of
    their own on the left, in the order in which they are given.

    Parameters
    ----------
    outlines : GeoDataFrame
        Columns code and geometry, in WGS 84: departments or regions.
    overseas : codes of the areas that do not lie in the frame of the mainland.

    Returns
    -------
    DataFrame
        Columns code, row and column, in the order of the outlines.
    """
    require_wgs84(outlines, "outlines")
    unknown = sorted(set(overseas) - set(outlines[col.CODE]))
    if unknown:
        raise ValueError(f"overseas areas without outlines: {unknown}")
    near = outlines[~outlines[col.CODE].isin(list(overseas))]
    flat = near.to_crs(LAMBERT_93).set_index(col.CODE).geometry
    points = _points(near)
    islands = _islands(flat)
    mainland = [code for code in flat.index if code not in islands]
    tiles = _assigned(points.loc[mainland], _cells(flat.loc[mainland]))
    from_the_north = points.loc[islands].sort_values("y", ascending=False).index
    tiles |= _below_on_the_right([str(code) for code in from_the_north], tiles)
    tiles = _beside_overseas(list(overseas), tiles)
    codes = list(outlines[col.CODE])
    return pd.DataFrame(
        {col.CODE: codes, ROW: [tiles[code][0] for code in codes], COLUMN: [tiles[code][1] for code in codes]}
    )


def _points(outlines: gpd.GeoDataFrame) -> pd.DataFrame:
    """A point inside each area, in metres: x and y by code."""
    inside = label_points(outlines)
    flat = gpd.GeoSeries.from_xy(inside[col.LONGITUDE], inside[col.LATITUDE], crs=WGS84).to_crs(LAMBERT_93)
    return pd.DataFrame({"x": flat.x.to_numpy(), "y": flat.y.to_numpy()}, index=inside[col.CODE])


def _islands(flat: gpd.GeoSeries) -> list[str]:
    """The areas whose largest part does not hang together with the largest piece of land."""
    # outlines that were simplified one by one may miss each other by a little
    land = flat.buffer(2_000).union_all()
    pieces = list(shapely.get_parts(land))
    main = max(pieces, key=lambda piece: float(piece.area))
    largest = flat.map(lambda area: max(shapely.get_parts(area), key=lambda part: float(part.area)))
    return [str(code) for code, part in largest.items() if not part.representative_point().within(main)]


def _cells(flat: gpd.GeoSeries) -> pd.DataFrame:
    """The cells with most land of the coarsest grid that has enough of them: row, column, and their middle x, y."""
    land = flat.union_all()
    west, south, east, north = land.bounds
    for columns in range(1, 10 * len(flat) + 1):
        side = (east - west) / columns
        rows = int(np.ceil((north - south) / side))
        # as much sea above the land as below it
        top = (north + south + rows * side) / 2
        row, column = (index.ravel() for index in np.mgrid[0:rows, 0:columns])
        left, upper = west + column * side, top - row * side
        squares = shapely.box(left, upper - side, left + side, upper)
        share = shapely.area(shapely.intersection(squares, land)) / side**2
        if (share >= _LAND).sum() >= len(flat):
            cells = pd.DataFrame(
                {ROW: row, COLUMN: column, "x": left + side / 2, "y": upper - side / 2, "share": share}
            )
            return cells.sort_values("share", ascending=False, kind="stable").head(len(flat)).sort_values([ROW, COLUMN])
    raise ValueError("no grid has a cell of land for each area")


def _assigned(points: pd.DataFrame, cells: pd.DataFrame) -> Tiles:
    """A cell for each point, at the least sum of squared distances."""
    from scipy.optimize import linear_sum_assignment  # half a second to import

    places, middles = points[["x", "y"]].to_numpy(), cells[["x", "y"]].to_numpy()
    squared = ((places[:, None, :] - middles[None, :, :]) ** 2).sum(axis=2)
    chosen = cells.iloc[linear_sum_assignment(squared)[1]]
    # the first row and column of the grid may be sea
    rows, columns = chosen[ROW] - chosen[ROW].min(), chosen[COLUMN] - chosen[COLUMN].min()
    return {str(code): (int(row), int(column)) for code, row, column in zip(points.index, rows, columns, strict=True)}


def _touching(place: tuple[int, int], taken: Collection[tuple[int, int]]) -> bool:
    """Whether a tile lies on another or has a side in common with it."""
    row, column = place
    return any(there in taken for there in ((row, column), (row - 1, column), (row + 1, column), (row, column - 1)))


def _below_on_the_right(islands: list[str], tiles: Tiles) -> Tiles:
    """The islands one above the other in the last column, at the bottom or as far below it as keeps them clear."""
    top = max(row for row, _ in tiles.values()) - len(islands) + 1
    column = max(column for _, column in tiles.values())
    # down and not to the right: on a narrow screen it is the columns that are dear
    while any(_touching((top + below, column), tiles.values()) for below in range(len(islands))):
        top += 1
    return {code: (top + below, column) for below, code in enumerate(islands)}


def _beside_overseas(overseas: list[str], tiles: Tiles) -> Tiles:
    """All tiles, with a first column for the areas overseas, at the bottom, clear of the mainland."""
    bottom = max(max(row for row, _ in tiles.values()), len(overseas) - 1)
    rows = range(bottom - len(overseas) + 1, bottom + 1)
    # a free column between, where the mainland would begin right beside them
    shift = 2 if any(column == 0 and row in rows for row, column in tiles.values()) else 1
    moved = {code: (row, column + shift) for code, (row, column) in tiles.items()}
    return {code: (row, 0) for code, row in zip(overseas, rows, strict=True)} | moved
