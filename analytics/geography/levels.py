"""Outlines of departments, regions and countries as files hold them, and the coordinate systems of each."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import geopandas as gpd

from analytics.geography.features import read_features
from analytics.record.files import DATA
from analytics.schema import col

WGS84 = "EPSG:4326"
NOT_A_PLACE = "symbolic"

DETAIL = "departments_detail.geojson"  # the outlines that points are placed in

Level = Literal["department", "region", "country"]


def read_departments(detail: bool = False, folder: Path = DATA / "reference") -> gpd.GeoDataFrame:
    """The 101 departments: code, name, region, region_name, geometry; `detail` for joins, else for drawing."""
    return _read(folder / (DETAIL if detail else "departments.geojson"), (col.CODE, col.REGION))


def read_light_departments(folder: Path = DATA / "reference") -> gpd.GeoDataFrame:
    """The 101 departments with few points, for a picture of a page's width: code, name, region, geometry."""
    return _read(folder / "departments_light.geojson", (col.CODE, col.REGION))


def read_regions(folder: Path = DATA / "reference") -> gpd.GeoDataFrame:
    """The 18 regions: code, name, geometry."""
    return _read(folder / "regions.geojson", (col.CODE,))


def read_light_regions(folder: Path = DATA / "reference") -> gpd.GeoDataFrame:
    """The 18 regions with few points, for a picture of a page's width: code, name, geometry."""
    return _read(folder / "regions_light.geojson", (col.CODE,))


def read_countries(folder: Path = DATA / "reference") -> gpd.GeoDataFrame:
    """The countries: code (ISO alpha-3), iso_a2, name_fr, name_en, geometry; overseas France is in FRA."""
    return _read(folder / "countries.geojson", (col.CODE,))


def require_wgs84(frame: gpd.GeoDataFrame, name: str) -> None:
    """Raise ValueError, naming the table, where its coordinates are not WGS 84 longitudes and latitudes."""
    if frame.crs is None or frame.crs != WGS84:
        raise ValueError(f"{name} has to be in {WGS84}; it is in {frame.crs or 'no stated CRS'}")


def department_of(insee: str) -> str:
    """The department of a commune by its INSEE code: two characters, three overseas."""
    return insee[:3] if insee.startswith("97") else insee[:2]


def _read(path: Path, needed: tuple[str, ...]) -> gpd.GeoDataFrame:
    """One boundary file; ValueError where it is absent or no such file, lacks a column or is in another CRS."""
    frame = gpd.GeoDataFrame.from_features(read_features(path), crs=WGS84)
    absent = [name for name in needed if name not in frame.columns]
    if absent:
        raise ValueError(f"{path.name} lacks {absent}; it has {list(frame.columns)}")
    return frame[[*frame.columns.drop("geometry"), "geometry"]]


# A projection true at the place for each frame of France; for the world two in which areas compare.
LAMBERT_93 = "EPSG:2154"
OVERSEAS_CRS = {"971": "EPSG:5490", "972": "EPSG:5490", "973": "EPSG:2972", "974": "EPSG:2975", "976": "EPSG:4471"}
EQUAL_EARTH, EUROPE_LAEA = "EPSG:8857", "EPSG:3035"
