"""How long it takes to find the department of very many points: the grid beside `geopandas.sjoin`, with equal answers.

    python -m tests.benchmarks.placing

100,000 points and a million, drawn at random over the rectangle around mainland France and Corsica; the best of three.
The points are numbers before: that a join needs them as points is a part of what it takes.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import geopandas as gpd
import numpy as np

from analytics.geography.grid import Grid
from analytics.geography.levels import WGS84, read_departments

SIZES, TIMES = (100_000, 1_000_000), 3
AROUND = (-5.2, 41.3, 9.6, 51.1)
SEED = 20_260_101


def points(size: int) -> tuple[Any, Any]:
    """Longitudes and latitudes at random over France."""
    west, south, east, north = AROUND
    drawn = np.random.default_rng(SEED)
    return drawn.uniform(west, east, size), drawn.uniform(south, north, size)


def joined(areas: gpd.GeoDataFrame, x: Any, y: Any) -> Any:
    """The code of the area of each point by a spatial join, the first where there are several; None where none."""
    table = gpd.GeoDataFrame(geometry=gpd.points_from_xy(x, y), crs=WGS84)
    pairs = table.sjoin(areas[["code", "geometry"]], predicate="intersects").sort_values("code", kind="stable")
    codes = pairs.loc[~pairs.index.duplicated(), "code"].reindex(table.index)
    return codes.astype(object).where(codes.notna(), None).to_numpy()


def best(work: Callable[[], Any]) -> tuple[float, Any]:
    """The shortest of a few runs, in seconds, and what it gave."""
    taken, given = [], None
    for _ in range(TIMES):
        start = time.perf_counter()
        given = work()
        taken.append(time.perf_counter() - start)
    return min(taken), given


def main() -> None:
    """Print a row for each size."""
    departments = read_departments(detail=True)
    start = time.perf_counter()
    grid = Grid(departments)
    print(f"the grid is made in {time.perf_counter() - start:.2f} s")
    print(f"{'points':>10} {'grid s':>8} {'sjoin s':>8} {'times':>6}  equal")
    for size in SIZES:
        x, y = points(size)
        ours, found = best(lambda x=x, y=y: grid.find_codes(x, y))
        theirs, expected = best(lambda x=x, y=y: joined(departments, x, y))
        equal = bool((found == expected).all())
        print(f"{size:>10,} {ours:>8.3f} {theirs:>8.3f} {theirs / ours:>6.1f}  {'yes' if equal else 'NO'}")


if __name__ == "__main__":
    main()
