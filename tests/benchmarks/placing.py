"""How long it takes to find the department of very many points: the grid, `geopandas.sjoin`, sedonadb; equal answers.

    python -m tests.benchmarks.placing [--sizes 100000 1000000 10000000] [--chart FOLDER]

Points are drawn at random over the rectangle around mainland France and Corsica. They are numbers before: that a join
needs them as points is a part of what it takes. Each engine has a process of its own for each size, one after another;
of three runs the best counts, one where points are more than a million. Memory is the peak of that process, less what
it was before the points were placed. A join of ten million points takes some gigabytes and the better part of a minute.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import geopandas as gpd
import numpy as np
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from analytics.geography.grid import Grid
from analytics.geography.levels import WGS84, read_departments

SIZES, TIMES, MANY = (100_000, 1_000_000, 10_000_000), 3, 1_000_000
AROUND = (-5.2, 41.3, 9.6, 51.1)
SEED = 20_260_101
COLOURS = ("#0072b2", "#d55e00", "#009e73")
Finder = Callable[[Any, Any], Any]


class Measured(NamedTuple):
    """What one engine takes for one size: seconds, megabytes of memory, and a checksum of what it found."""

    engine: str
    size: int
    seconds: float
    megabytes: float
    found: str


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


def by_grid(areas: gpd.GeoDataFrame) -> Finder:
    """Ours: the grid is made once, and asked as often as one likes."""
    return Grid(areas).find_codes


def by_sjoin(areas: gpd.GeoDataFrame) -> Finder:
    """The spatial join of geopandas, which makes its index anew each time."""
    return lambda x, y: joined(areas, x, y)


def by_sedonadb(areas: gpd.GeoDataFrame) -> Finder:
    """The spatial join of sedonadb (Rust, all cores), the areas put into it before."""
    import pyarrow as pa
    import sedonadb

    ordered = areas.sort_values("code", kind="stable")
    codes = np.array([*ordered["code"], None], dtype=object)
    session = sedonadb.connect()
    numbers = np.arange(len(ordered), dtype=np.int16)
    outlines = pa.table({"area": numbers, "outline": pa.array(ordered.geometry.to_wkb().tolist(), pa.binary())})
    session.create_data_frame(outlines).to_view("outlines", True)
    query = (
        "WITH areas AS (SELECT area, ST_GeomFromWKB(outline) AS shape FROM outlines),"
        " spots AS (SELECT point, ST_Point(x, y) AS spot FROM points)"
        " SELECT point, area FROM spots JOIN areas ON ST_Intersects(spot, shape)"
    )

    def find(x: Any, y: Any) -> Any:
        session.create_data_frame(pa.table({"point": np.arange(len(x)), "x": x, "y": y})).to_view("points", True)
        pairs = session.sql(query).to_arrow_table()
        point, area = (pairs[name].to_numpy() for name in ("point", "area"))
        first = np.full(len(x), len(ordered), np.int16)  # the first by code where a point lies on a border
        np.minimum.at(first, point, area)
        return codes[first]

    return find


ENGINES: dict[str, Callable[[gpd.GeoDataFrame], Finder]] = {
    "grid": by_grid,
    "sjoin": by_sjoin,
    "sedonadb": by_sedonadb,
}


def megabytes() -> float:
    """The most memory that this process has had."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measure(engine: str, size: int) -> Measured:
    """What one engine takes for one size, in this process."""
    find = ENGINES[engine](read_departments(detail=True))
    find(*points(1_000))  # what is loaded when first asked
    x, y = points(size)
    before, taken, codes = megabytes(), [], None
    for _ in range(TIMES if size <= MANY else 1):
        start = time.perf_counter()
        codes = find(x, y)
        taken.append(time.perf_counter() - start)
    peak = megabytes() - before
    told = "\n".join(code or "" for code in np.asarray(codes).tolist())
    return Measured(engine, size, min(taken), peak, hashlib.sha256(told.encode()).hexdigest())


def apart(engine: str, size: int) -> Measured:
    """The same in a process of its own."""
    command = [sys.executable, "-m", "tests.benchmarks.placing", "--engine", engine, "--sizes", str(size)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    return Measured(*json.loads(done.stdout))


def chart(measured: Sequence[Measured], folder: Path) -> Path:
    """How seconds and memory grow with the number of points, an engine a line, as a page that stands alone."""
    figure = make_subplots(1, 2, subplot_titles=("seconds", "megabytes of memory"))
    for number, engine in enumerate(ENGINES):
        own = [each for each in measured if each.engine == engine]
        look = {
            "name": engine,
            "legendgroup": engine,
            "line_color": f"rgb({('0,114,178', '213,94,0', '0,158,115')[number]})",
        }
        sizes = [each.size for each in own]
        figure.add_trace(go.Scatter(x=sizes, y=[each.seconds for each in own], **look), 1, 1)
        memory = [max(each.megabytes, 1) for each in own]
        figure.add_trace(go.Scatter(x=sizes, y=memory, showlegend=False, **look), 1, 2)
    figure.update_xaxes(type="log", title="points").update_yaxes(type="log")
    folder.mkdir(parents=True, exist_ok=True)
    figure.write_html(folder / "placing.html", include_plotlyjs=True)
    return folder / "placing.html"


def row(each: Measured, of_size: Sequence[Measured]) -> str:
    """One line of the table: beside the grid, whose answer is the one to equal."""
    ours = of_size[0]
    equal = "yes" if each.found == ours.found else "NO"
    times = each.seconds / ours.seconds
    return f"{each.size:>11,} {each.engine:>9} {each.seconds:>8.3f} {times:>6.1f} {each.megabytes:>7.0f}  {equal}"


def main() -> None:
    """Print a row for each size and engine; `--engine` measures one in this process, for the others to ask."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--engine", choices=ENGINES, help=argparse.SUPPRESS)
    parser.add_argument("--chart", type=Path, metavar="FOLDER", help="where a chart of how cost grows is written")
    options = parser.parse_args()
    if options.engine:
        print(json.dumps(measure(options.engine, options.sizes[0])))
        return
    start = time.perf_counter()
    Grid(read_departments(detail=True))
    print(f"the grid is made in {time.perf_counter() - start:.2f} s")
    print(f"{'points':>11} {'engine':>9} {'seconds':>8} {'times':>6} {'MB':>7}  equal")
    measured: list[Measured] = []
    for size in options.sizes:
        of_size: list[Measured] = []
        for engine in ENGINES:
            of_size.append(apart(engine, size))
            print(row(of_size[-1], of_size), flush=True)
        measured += of_size
    if options.chart:
        print(chart(measured, options.chart))


if __name__ == "__main__":
    main()
