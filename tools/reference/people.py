"""Where the people of a commune are: its town hall, and for large ones points spread over its outline.

Paris, Lyon and Marseille are taken by municipal district: as one point each they would send millions of people to
the hospital nearest to one town hall.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import pandas as pd
import shapely

from analytics.schema import col

LARGE = 10_000  # people of a commune from which they are spread
POINTS = 16  # to how many points, which have the same number of people each
_CELLS = 4096  # of the grid laid over an outline, about
_DECIMALS, _DECIMALS_OF_SPREAD = 5, 4  # a metre, ten metres
_FAR_OUTSIDE_DEGREES = 0.01  # about a kilometre


def place_of(outline: shapely.Geometry | None, town_hall: shapely.Point | None) -> shapely.Point | None:
    """Where a commune is: its town hall, or a point inside its outline where that is unknown or wrong.

    The source puts some town halls in a commune of the same name at the other end of France. One that is more
    than a hundredth of a degree outside the commune's own outline is not believed.
    """
    if outline is None:
        return town_hall
    if town_hall is None or shapely.distance(outline, town_hall) > _FAR_OUTSIDE_DEGREES:
        return shapely.point_on_surface(outline)
    return town_hall


def with_places(
    table: pd.DataFrame, outlines: Mapping[str, shapely.Geometry], town_halls: Mapping[str, shapely.Geometry]
) -> pd.DataFrame:
    """A table of communes (column insee) with the latitude and longitude of each, missing where nothing is known."""
    places = [place_of(outlines.get(code), town_halls.get(code)) for code in table[col.INSEE]]
    placed = table.copy()
    placed[col.LATITUDE] = [round(place.y, _DECIMALS) if place else None for place in places]
    placed[col.LONGITUDE] = [round(place.x, _DECIMALS) if place else None for place in places]
    return placed


def districts(
    rows: Iterable[Mapping[str, Any]],
    outlines: Mapping[str, shapely.Geometry],
    town_halls: Mapping[str, shapely.Geometry],
) -> pd.DataFrame:
    """The municipal districts of Paris, Lyon and Marseille: insee, name, commune, department, population and point.

    Parameters
    ----------
    rows : iterable of mapping
        Of the official geographic code: code, nom, type, commune, departement, population.
    """
    kept = [row for row in rows if row["type"] == "arrondissement-municipal"]
    table = pd.DataFrame(
        {
            col.INSEE: [row["code"] for row in kept],
            "name": [row["nom"].removesuffix(" Arrondissement") for row in kept],
            col.COMMUNE: [row["commune"] for row in kept],
            col.DEPARTMENT: [row["departement"] for row in kept],
            col.POPULATION: [row["population"] for row in kept],
        }
    )
    return with_places(table, outlines, town_halls).sort_values(col.INSEE, ignore_index=True)


def people_points(communes: pd.DataFrame, outlines: Mapping[str, shapely.Geometry]) -> pd.DataFrame:
    """Sixteen points each for communes and districts of 10,000 people and more: insee, latitude, longitude.

    Parameters
    ----------
    communes : DataFrame
        insee, population. One without an outline is left out.
    """
    large = communes[communes[col.POPULATION] >= LARGE].sort_values(col.INSEE)
    rows = [
        (code, round(latitude, _DECIMALS_OF_SPREAD), round(longitude, _DECIMALS_OF_SPREAD))
        for code in large[col.INSEE]
        if code in outlines
        for latitude, longitude in spread(outlines[code])
    ]
    return pd.DataFrame(rows, columns=[col.INSEE, col.LATITUDE, col.LONGITUDE])


def spread(outline: shapely.Geometry) -> list[tuple[float, float]]:
    """Sixteen points spread over an outline (WGS 84), as latitude and longitude.

    The outline is cut four times into halves of equal area, each time across its longer side; a point is the centre
    of a sixteenth. Area is counted on a grid of some four thousand cells.
    """
    narrowing = float(np.cos(np.radians(outline.centroid.y)))
    flat = shapely.transform(outline, lambda at: at * (narrowing, 1.0))
    west, south, east, north = flat.bounds
    step = (flat.area / _CELLS) ** 0.5
    x, y = np.meshgrid(_middles(west, east, step), _middles(south, north, step))
    cells = np.column_stack([x.ravel(), y.ravel()])
    parts = [cells[shapely.contains_xy(flat, cells[:, 0], cells[:, 1])]]
    while len(parts) < POINTS:
        parts = [half for part in parts for half in _halves(part)]
    return [(float(y), float(x / narrowing)) for x, y in (part.mean(axis=0) for part in parts)]


def _middles(low: float, high: float, step: float) -> np.ndarray:
    """The middles of the cells of about one width between two ends."""
    number = max(round((high - low) / step), 1)
    middles: np.ndarray = low + (np.arange(number) + 0.5) * (high - low) / number
    return middles


def _halves(cells: np.ndarray) -> list[np.ndarray]:
    """The cells on each side of the middle of their longer side."""
    axis = int(np.ptp(cells, axis=0).argmax())
    order = np.lexsort((cells[:, 1 - axis], cells[:, axis]))
    return [cells[half] for half in np.array_split(order, 2)]
