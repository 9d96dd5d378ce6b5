"""Makes the tables of communes, departments and regions from registry packages.

Population is Insee's, by commune, added up; Mayotte has had no census since 2017 in that series, so that its
year is another. Tables of beds, and of countries, come from no registry and are not remade here (see
data/sources.toml).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import shapely

from analytics.schema import col
from analytics.schema.codes import OVERSEAS_DEPARTMENTS
from tools.reference.geometry import read_codes, read_communes
from tools.reference.packages import Packages, Say

CODE, NAME, POPULATION_YEAR = "code", "name", "population_year"
POPULATION_YEAR_OF_CENSUS = 2023
MAYOTTE, MAYOTTE_REGION, POPULATION_YEAR_OF_MAYOTTE = "976", "06", 2017

# French names stay in English, but for the places that English calls otherwise
_ENGLISH = {
    "Bretagne": "Brittany",
    "Normandie": "Normandy",
    "Corse": "Corsica",
    "Guyane": "French Guiana",
    "La Réunion": "Réunion",
}

_COORDINATE_DECIMALS = 5  # about a metre
_FAR_OUTSIDE_DEGREES = 0.01  # about a kilometre


def build_tables(packages: Packages, destination: Path, say: Say) -> list[Path]:
    """Write communes.csv, departments.csv and regions.csv into `destination`."""
    say("communes: reading population and town halls")
    rows = [row for row in read_codes(packages.codes, "communes") if row["type"] == "commune-actuelle"]
    departments = [row for row in read_codes(packages.codes, "departements") if _is_department(row)]
    kept = {row[CODE] for row in departments}
    communes = _communes([row for row in rows if row["departement"] in kept], packages)
    tables = {
        "communes.csv": communes,
        "departments.csv": _departments(departments, communes),
        "regions.csv": _regions(read_codes(packages.codes, "regions"), communes),
    }
    return [_write(table, destination / name) for name, table in tables.items()]


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


def _is_department(row: dict[str, Any]) -> bool:
    return row["zone"] == "metro" or row[CODE] in OVERSEAS_DEPARTMENTS


def _communes(rows: Sequence[dict[str, Any]], packages: Packages) -> pd.DataFrame:
    """One row per commune, in the order of the codes."""
    outlines = _outlines(packages)
    town_halls = _points(_rows(packages.town_halls, ("COM",)), "mairie_localisation")
    communes = pd.DataFrame(
        {
            col.INSEE: [row[CODE] for row in rows],
            NAME: [row["nom"] for row in rows],
            col.DEPARTMENT: [row["departement"] for row in rows],
            col.REGION: [row["region"] for row in rows],
            col.POPULATION: [row["population"] for row in rows],
        }
    )
    places = [place_of(outlines.get(code), town_halls.get(code)) for code in communes[col.INSEE]]
    communes[col.LATITUDE] = [round(place.y, _COORDINATE_DECIMALS) if place else None for place in places]
    communes[col.LONGITUDE] = [round(place.x, _COORDINATE_DECIMALS) if place else None for place in places]
    return communes.sort_values(col.INSEE, ignore_index=True)


def _outlines(packages: Packages) -> dict[str, shapely.Geometry]:
    """Outlines by code, of the newest release that has one; else of the delegated commune of the same code."""
    outlines: dict[str, shapely.Geometry] = {}
    for kinds in (("COMD", "COMA"), ("COM",)):
        for wheel in (packages.outlines, packages.town_halls):
            outlines |= _points(_rows(wheel, kinds), "geometry")
    return outlines


def _rows(wheel: Path, kinds: Sequence[str]) -> Iterator[dict[str, str]]:
    return (row for row in read_communes(wheel) if row["type"] in kinds)


def _points(rows: Iterator[dict[str, str]], column: str) -> dict[str, shapely.Geometry]:
    """Code to geometry, for the rows that have one."""
    known = [(row[CODE], row[column]) for row in rows if row[column] not in ("", r"\N")]
    geometries = shapely.from_wkb([written for _, written in known])
    pairs = zip((code for code, _ in known), geometries, strict=True)
    return {code: geometry for code, geometry in pairs if not geometry.is_empty}


def _departments(rows: Sequence[dict[str, Any]], communes: pd.DataFrame) -> pd.DataFrame:
    table = _named(rows)
    table[col.REGION] = [row["region"] for row in rows]
    return _with_population(table, communes, col.DEPARTMENT, MAYOTTE)


def _regions(rows: Sequence[dict[str, Any]], communes: pd.DataFrame) -> pd.DataFrame:
    present = set(communes[col.REGION])
    return _with_population(_named([row for row in rows if row[CODE] in present]), communes, col.REGION, MAYOTTE_REGION)


def _named(rows: Sequence[dict[str, Any]]) -> pd.DataFrame:
    names = [row["nom"] for row in rows]
    codes = [row[CODE] for row in rows]
    return pd.DataFrame({CODE: codes, col.NAME_FR: names, col.NAME_EN: [_ENGLISH.get(name, name) for name in names]})


def _with_population(areas: pd.DataFrame, communes: pd.DataFrame, key: str, mayotte: str) -> pd.DataFrame:
    people = communes.groupby(key)[col.POPULATION].sum().rename(col.POPULATION)
    joined = areas.merge(people, left_on=CODE, right_index=True, how="left", validate="one_to_one")
    joined[POPULATION_YEAR] = POPULATION_YEAR_OF_CENSUS
    joined.loc[joined[CODE] == mayotte, POPULATION_YEAR] = POPULATION_YEAR_OF_MAYOTTE
    return joined.sort_values(CODE, ignore_index=True)


def _write(table: pd.DataFrame, path: Path) -> Path:
    table.to_csv(path, index=False, encoding="utf-8", lineterminator="\n")
    return path
