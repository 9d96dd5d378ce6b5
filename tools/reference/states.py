"""Makes the table of the states and territories of the United States: code, names, and a point inside each.

Outlines are those of the US Census Bureau as `us-atlas` gives them. The point is the one where a map writes how much is
known to the state alone: the farthest from the borders, and no place of an attack.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import shapely

from analytics.geography.labels import label_points
from analytics.geography.levels import WGS84
from analytics.record.files import DATA, read_csv
from analytics.schema import col
from tools.reference.geometry import read_member, rings_of
from tools.reference.packages import Packages, RebuildError, Say

NAMES = DATA.parent / "analytics" / "feeds" / "us_states.csv"  # by which exports of feeds name them
# where the Census Bureau says more than that
_LONGER = ("Commonwealth of the ", "United States ")
# English names stay in French, but for the places that French calls otherwise
_FRENCH = {
    "American Samoa": "Samoa américaines",
    "California": "Californie",
    "District of Columbia": "District de Columbia",
    "Florida": "Floride",
    "Georgia": "Géorgie",
    "Hawaii": "Hawaï",
    "Louisiana": "Louisiane",
    "New Mexico": "Nouveau-Mexique",
    "New York": "État de New York",
    "North Carolina": "Caroline du Nord",
    "North Dakota": "Dakota du Nord",
    "Northern Mariana Islands": "Îles Mariannes du Nord",
    "Pennsylvania": "Pennsylvanie",
    "Puerto Rico": "Porto Rico",
    "South Carolina": "Caroline du Sud",
    "South Dakota": "Dakota du Sud",
    "Virgin Islands": "Îles Vierges des États-Unis",
    "Virginia": "Virginie",
    "Washington": "État de Washington",
    "West Virginia": "Virginie-Occidentale",
}
_ENGLISH = {"Virgin Islands": "U.S. Virgin Islands"}


def build_states(packages: Packages, destination: Path, say: Say) -> list[Path]:
    """Write `us_states.csv` into `destination`; RebuildError where names and outlines are not of the same states."""
    say("states of the United States: a point inside each")
    topology = json.loads(read_member(packages.states, "package/states-10m.json"))
    shapes = {_short(name): shape for name, shape in _shapes(topology)}
    names = read_csv(NAMES).set_index("name")[col.CODE]
    if set(names.index) != set(shapes):
        raise RebuildError(f"names without outline, or the other way: {sorted(set(names.index) ^ set(shapes))}")
    outlines = gpd.GeoDataFrame({col.CODE: [names[name] for name in shapes]}, geometry=list(shapes.values()), crs=WGS84)
    table = pd.DataFrame(
        {
            col.CODE: outlines[col.CODE],
            col.NAME_FR: [_FRENCH.get(name, name) for name in shapes],
            col.NAME_EN: [_ENGLISH.get(name, name) for name in shapes],
        }
    )
    written = destination / "us_states.csv"
    whole = table.merge(label_points(outlines), on=col.CODE, validate="one_to_one").sort_values(col.CODE)
    whole.to_csv(written, index=False, encoding="utf-8", lineterminator="\n")
    return [written]


def _short(name: str) -> str:
    for longer in _LONGER:
        name = name.removeprefix(longer)
    return name


def _shapes(topology: dict[str, Any]) -> Iterator[tuple[str, shapely.MultiPolygon]]:
    """Name and outline of each state; none of their parts crosses the antimeridian."""
    for state in topology["objects"]["states"]["geometries"]:
        parts = state["arcs"] if state["type"] == "MultiPolygon" else [state["arcs"]]
        rings = [rings_of(topology, part) for part in parts]
        outline = shapely.MultiPolygon([shapely.Polygon(outer, holes) for outer, *holes in filter(None, rings)])
        yield state["properties"]["name"], outline
