"""Where the name of an area stands: the point farthest from its borders."""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from analytics.geography.levels import require_wgs84
from analytics.schema import col


def label_points(outlines: gpd.GeoDataFrame) -> pd.DataFrame:
    """One point well inside the largest part of each area: code, latitude, longitude, in the order of the outlines.

    The point is the centre of the largest circle that the part holds, the farthest from its borders. Size and circle
    are measured on sinusoidal projections, which are true in area everywhere and, each centred on its part, nearly
    true in shape there: an overseas department or a country far from the equator is measured as well as the
    mainland. France has its point in metropolitan France, the United States theirs in the 48 states.

    Parameters
    ----------
    outlines : GeoDataFrame
        Columns code and geometry (polygons), in WGS 84.
    """
    require_wgs84(outlines, "outlines")
    if outlines[col.CODE].duplicated().any():
        raise ValueError(f"areas with two outlines: {sorted(outlines.loc[outlines[col.CODE].duplicated(), col.CODE])}")
    parts = outlines[[col.CODE, "geometry"]].reset_index(drop=True).explode(index_parts=False, ignore_index=True)
    flat = [_sinusoidal(part) for part in parts.geometry]
    size = pd.Series(shapely.area(flat), index=parts.index)
    chosen = size.groupby(parts[col.CODE], sort=False).idxmax()
    points = [_innermost(parts.geometry[place], flat[place]) for place in chosen]
    return pd.DataFrame(
        {
            col.CODE: chosen.index.to_numpy(),
            col.LATITUDE: [round(latitude, 4) for latitude, _ in points],
            col.LONGITUDE: [round(longitude, 4) for _, longitude in points],
        }
    )


def _sinusoidal(part: Any) -> Any:  # noqa: ANN401 - shapely ships no types
    """A polygon in degrees on an equal-area map centred on it, in degrees of latitude."""
    middle = part.centroid.x
    return shapely.transform(part, lambda at: np.column_stack([(at[:, 0] - middle) * _narrowing(at[:, 1]), at[:, 1]]))


def _narrowing(latitude: np.ndarray) -> np.ndarray:
    """How much shorter a degree of longitude is than one of latitude; never nothing, so that it can divide."""
    share: np.ndarray = np.maximum(np.cos(np.radians(latitude)), 1e-9)
    return share


def _innermost(part: Any, flat: Any) -> tuple[float, float]:  # noqa: ANN401 - shapely ships no types
    """Latitude and longitude of the point of one polygon that is farthest from its borders."""
    # to about a hundredth of the width: a finer search moves the point by less than anyone sees
    radius = shapely.maximum_inscribed_circle(flat, tolerance=flat.area**0.5 / 100)
    x, y = shapely.get_coordinates(radius)[0]
    return float(y), float(part.centroid.x + x / _narrowing(np.array([y]))[0])
