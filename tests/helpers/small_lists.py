"""The places of the small world as files: its lists, whole by the schema, and the outlines of its areas."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from pathlib import Path

import geopandas as gpd
from shapely.geometry.base import BaseGeometry

from analytics.schema.tables import LISTS, OUTLINES

Row = dict[str, str]
_MEMBER = {"classification": "made", "as_of": "2025", "source": "the small world", "licence": "none"}
_COUNTS = {
    name: "1" for name in LISTS["breaches_usa.csv"].names if name.startswith(("hacking", "people", "prov", "bre"))
}


def rows_of_lists(
    places: Mapping[str, list[Row]], beds: Mapping[str, Mapping[int, int]], groups: list[Row]
) -> dict[str, list[Row]]:
    """The rows of each list by the name of its file: of the places given, and the least that the others may hold."""
    years = [(code, year, beds[code][year]) for code in beds for year in beds[code]]
    of_beds = [
        {
            "code": code,
            "year": str(year),
            "mco": str(count),
            "psychiatry": "0",
            "smr": "0",
            "usld": "0",
            "total": str(count),
        }
        for code, year, count in years
    ]
    entities = [{"year": str(year), "departments": code, "entities": "10"} for code, year, _ in years]
    region = {row["code"]: row["region"] for row in places["departments.csv"]}
    return {
        **places,
        "districts.csv": [],
        "beds_departments.csv": of_beds,
        "beds_regions.csv": [row | {"code": region[row["code"]]} for row in of_beds],
        "country_groups.csv": [_MEMBER | row for row in groups],
        "entities.csv": [*entities, {"year": "2019", "departments": "01; 02", "entities": "1"}],
        "kinds.csv": [{"kind": "hospital", "size": "100-299", "status": "public", "entities": "20"}],
        "people_points.csv": [{"insee": "01001", "latitude": "0.5", "longitude": "0.5"}],
        "breaches_usa.csv": [{"year": "2020", "complete": "yes", **_COUNTS}],
        "breaches_usa_states.csv": [{"state": "AK", "year": "2020", **_COUNTS}],
        "us_states.csv": [
            {"code": "AK", "name_fr": "Alaska", "name_en": "Alaska", "latitude": "66.5", "longitude": "-152"}
        ],
        "veris.csv": [{"column": "attack_type", "code": "ransomware", "path": "action.malware", "value": "Ransomware"}],
    }


def write_rows(path: Path, names: list[str], rows: list[Row]) -> None:
    """Write rows as CSV, empty where a row has no such cell; a cell of no column is an error."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, names, restval="", extrasaction="raise", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def write_outlines(
    folder: Path, places: Mapping[str, list[Row]], shapes: Mapping[str, Mapping[str, BaseGeometry]]
) -> None:
    """Write the outline files: the areas of each level by their code, with the properties of the schema.

    Parameters
    ----------
    folder : Path
    places : mapping of str to list
        The rows of departments.csv, regions.csv and countries.csv.
    shapes : mapping of str to mapping
        Shapes by code, under `departments`, `regions` and `countries`.
    """
    names = {row["code"]: row["name_fr"] for row in places["regions.csv"]}
    for file, table in OUTLINES.items():
        level = file.partition(".")[0].partition("_")[0]
        rows = [
            row | {"name": row["name_fr"], "region_name": names.get(row.get("region", ""), "")}
            for row in places[f"{level}.csv"]
        ]
        cells = [{name: row.get(name) or None for name in table.names} for row in rows]
        features = gpd.GeoDataFrame(cells, geometry=[shapes[level][row["code"]] for row in rows], crs="EPSG:4326")
        (folder / file).write_text(
            json.dumps(json.loads(features.to_json(drop_id=True)), indent=1) + "\n", encoding="utf-8"
        )
