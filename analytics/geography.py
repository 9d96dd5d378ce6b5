"""Departments, regions and countries: reads their outlines, and says in which of them each site lies.

A code that a row states is believed; a point places only the rows that state none, and for the others it is a
check. Every table here is in WGS 84 (EPSG:4326): another CRS is an error, because the result would be wrong
and look right.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal, NamedTuple, get_args

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from analytics.schema import CODE as CODE  # asked for here too
from analytics.schema import (
    COUNTRY,
    DEPARTMENT,
    FRANCE,
    INCIDENT_ID,
    INSEE,
    LATITUDE,
    LONGITUDE,
    PLACED_BY,
    POINT_DEPARTMENT,
    POINT_PRECISION,
    REGION,
)
from analytics.store import DATA

POINT_COUNTRY = "point_country"
AGREES = "agrees"
WGS84 = "EPSG:4326"
NOT_A_PLACE = "symbolic"
NEAR_METRES = 5_000

Level = Literal["department", "region", "country"]
PlacedBy = Literal["code", "point", "nearest", "none"]

_CODES = (INSEE, DEPARTMENT, REGION, COUNTRY)
_NEEDED = (INCIDENT_ID, *_CODES, LATITUDE, LONGITUDE, POINT_PRECISION)
# wide enough for 5 km anywhere below 60° of latitude: every department of France is
_NEAR_DEGREES = 0.1


class Placed(NamedTuple):
    """Every site received is in `sites`, once; the other two repeat the rows that someone should look at.

    Attributes
    ----------
    sites : GeoDataFrame
        The rows received, in their order, with department, region and country filled in, and

        - placed_by: ``code`` (stated, as a department's or commune's code, or as a country other than
          France), ``point`` (found under the point), ``nearest`` (found within 5 km of the point), ``none``;
        - point_department, point_country: what the point says, missing without a usable point;
        - agrees: whether what the row states and its point say the same, at the finest level that both know;
          missing where there is nothing to compare;
        - geometry: the point, also when it is symbolic; missing where there is none.
    unplaced : GeoDataFrame
        The rows without a country, and those of France without a department.
    disagreements : GeoDataFrame
        The rows where `agrees` is false.
    """

    sites: gpd.GeoDataFrame
    unplaced: gpd.GeoDataFrame
    disagreements: gpd.GeoDataFrame


def read_departments(detail: bool = False, folder: Path = DATA / "reference") -> gpd.GeoDataFrame:
    """The 101 departments: code, name, region, region_name, geometry; `detail` for joins, else for drawing."""
    return _read(folder / f"departments{'_detail' if detail else ''}.geojson", (CODE, REGION))


def read_light_departments(folder: Path = DATA / "reference") -> gpd.GeoDataFrame:
    """The 101 departments with few points, for a picture of a page's width: code, name, region, geometry."""
    return _read(folder / "departments_light.geojson", (CODE, REGION))


def read_regions(folder: Path = DATA / "reference") -> gpd.GeoDataFrame:
    """The 18 regions: code, name, geometry."""
    return _read(folder / "regions.geojson", (CODE,))


def read_light_regions(folder: Path = DATA / "reference") -> gpd.GeoDataFrame:
    """The 18 regions with few points, for a picture of a page's width: code, name, geometry."""
    return _read(folder / "regions_light.geojson", (CODE,))


def read_countries(folder: Path = DATA / "reference") -> gpd.GeoDataFrame:
    """The countries: code (ISO alpha-3), iso_a2, name_fr, name_en, geometry; overseas France is in FRA."""
    return _read(folder / "countries.geojson", (CODE,))


def require_wgs84(frame: gpd.GeoDataFrame, name: str) -> None:
    """Raise ValueError, naming the table, where its coordinates are not WGS 84 longitudes and latitudes."""
    if frame.crs is None or frame.crs != WGS84:
        raise ValueError(f"{name} has to be in {WGS84}; it is in {frame.crs or 'no stated CRS'}")


def department_of(insee: str) -> str:
    """The department of a commune by its INSEE code: two characters, three overseas."""
    return insee[:3] if insee.startswith("97") else insee[:2]


def place_sites(sites: pd.DataFrame, departments: gpd.GeoDataFrame, countries: gpd.GeoDataFrame) -> Placed:
    """Every site with its department, region and country; one row per site, the table received left alone.

    The department stated comes first, then that of the commune stated. A row of France, or of no stated
    country, that has neither is placed by its point: in the department that holds it (on a border, in the
    first by code), or within 5 km of it, because a coast is drawn with fewer bends than it has. A point that
    is only a marker (`symbolic`) places nothing. Nor does a point in another region than the one stated: that
    is a disagreement. The region follows from the department, and stays as stated where there is none.

    Parameters
    ----------
    sites : DataFrame
        Columns of the sites table; latitude and longitude are numbers.
    departments : GeoDataFrame
        Detailed outlines: code, region.
    countries : GeoDataFrame
        Outlines: code (ISO alpha-3). They are coarse: near a border they check, they do not prove.

    Returns
    -------
    Placed

    Raises
    ------
    ValueError
        Where a column is missing, a CRS is another, or a department stated is none of `departments`.
    """
    require_wgs84(departments, "departments")
    require_wgs84(countries, "countries")
    _require_columns(sites)
    located = _locate(sites)
    regions = departments.set_index(CODE)[REGION]
    stated = _stated_departments(located, regions.index)
    by_point = _codes_under(located, departments)
    under = _codes_under(located, countries).mask(by_point.notna(), FRANCE)
    maybe_french = located[COUNTRY].eq(FRANCE) | (located[COUNTRY].isna() & under.fillna(FRANCE).eq(FRANCE))
    near = _codes_near(located[maybe_french & by_point.isna()], departments).reindex(located.index)

    point_department = by_point.fillna(near)
    point_country = under.mask(point_department.notna(), FRANCE)
    agrees = _agreement(located, stated, point_department, point_country, regions)
    found = point_department.where(maybe_french & stated.isna() & agrees.ne(False).fillna(True))

    placed = _filled(located, stated.fillna(found), regions, point_country)
    placed[PLACED_BY] = _how(placed, located, stated, near)
    placed[POINT_DEPARTMENT], placed[POINT_COUNTRY], placed[AGREES] = point_department, point_country, agrees
    placed.index = sites.index
    return Placed(placed, placed[_is_unplaced(placed)], placed[placed[AGREES].eq(False).fillna(False)])


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
    if outlines[CODE].duplicated().any():
        raise ValueError(f"areas with two outlines: {sorted(outlines.loc[outlines[CODE].duplicated(), CODE])}")
    parts = outlines[[CODE, "geometry"]].reset_index(drop=True).explode(index_parts=False, ignore_index=True)
    flat = [_sinusoidal(part) for part in parts.geometry]
    size = pd.Series(shapely.area(flat), index=parts.index)
    chosen = size.groupby(parts[CODE], sort=False).idxmax()
    points = [_innermost(parts.geometry[place], flat[place]) for place in chosen]
    return pd.DataFrame(
        {
            CODE: chosen.index.to_numpy(),
            LATITUDE: [round(latitude, 4) for latitude, _ in points],
            LONGITUDE: [round(longitude, 4) for _, longitude in points],
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


def touched(placed: Placed, level: Level) -> pd.DataFrame:
    """The places that each incident touched: incident_id and code, each pair once, in the order of the sites.

    Sites without a place of that level are left out: they are counted in `placed.unplaced`.
    """
    if level not in get_args(Level):
        raise ValueError(f"there is no level {level!r}; there are {list(get_args(Level))}")
    pairs = pd.DataFrame(placed.sites[[INCIDENT_ID, level]]).rename(columns={level: CODE})
    return pairs.dropna().drop_duplicates(ignore_index=True)


def _read(path: Path, needed: tuple[str, ...]) -> gpd.GeoDataFrame:
    """One boundary file; ValueError where it is absent, lacks a column or is in another CRS."""
    if not path.is_file():
        raise ValueError(f"{path}: there is no such file")
    frame = gpd.read_file(path)
    absent = [name for name in needed if name not in frame.columns]
    if absent:
        raise ValueError(f"{path.name} lacks {absent}; it has {list(frame.columns)}")
    require_wgs84(frame, path.name)
    return frame


def _require_columns(sites: pd.DataFrame) -> None:
    absent = [name for name in _NEEDED if name not in sites.columns]
    if absent:
        raise ValueError(f"the sites table lacks {absent}; it has {list(sites.columns)}")


def _locate(sites: pd.DataFrame) -> gpd.GeoDataFrame:
    """The sites as points, numbered from 0: an index that repeats would multiply rows in the joins."""
    # a column without a single value is read as numbers, and would not take codes
    numbered = pd.DataFrame(sites).reset_index(drop=True).astype(dict.fromkeys(_CODES, "str"))
    points = gpd.GeoSeries.from_xy(numbered[LONGITUDE].astype(float), numbered[LATITUDE].astype(float), crs=WGS84)
    known = numbered[LONGITUDE].notna() & numbered[LATITUDE].notna()
    return gpd.GeoDataFrame(numbered, geometry=points.where(known), crs=WGS84)


def _stated_departments(located: gpd.GeoDataFrame, known: pd.Index[Any]) -> pd.Series[Any]:
    """The department that a row states, or that of its commune; missing where neither is said."""
    strange = sorted(set(located[DEPARTMENT].dropna()) - set(known))
    if strange:
        raise ValueError(f"departments stated that are not in the outlines: {strange}")
    of_commune = _mapped(located[INSEE], department_of)
    stated: pd.Series[Any] = located[DEPARTMENT].fillna(of_commune.where(of_commune.isin(known)))
    return stated


def _usable(located: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """The rows whose point stands for a place."""
    return located[located.geometry.notna() & located[POINT_PRECISION].ne(NOT_A_PLACE)]


def _codes_under(located: gpd.GeoDataFrame, areas: gpd.GeoDataFrame) -> pd.Series[Any]:
    """The code of the area that holds each point, its border included; the first where there are several."""
    points = _usable(located)[["geometry"]]
    pairs = points.sjoin(areas[[CODE, "geometry"]], predicate="intersects").sort_values(CODE, kind="stable")
    codes: pd.Series[Any] = pairs.loc[~pairs.index.duplicated(), CODE].astype("str").reindex(located.index)
    return codes


def _codes_near(located: gpd.GeoDataFrame, departments: gpd.GeoDataFrame) -> pd.Series[Any]:
    """The code of the nearest department within 5 km of each point, missing where there is none."""
    points = _usable(located).geometry
    return pd.Series({row: _nearest(point, departments) for row, point in points.items()}, dtype="str")


def _nearest(point: Any, departments: gpd.GeoDataFrame) -> str | None:  # noqa: ANN401 - shapely ships no types
    """The nearest department to one point, measured on a map centred on it, which is true in every direction."""
    candidates = departments[departments.intersects(point.buffer(_NEAR_DEGREES))].sort_values(CODE)
    if candidates.empty:
        return None
    here = f"+proj=aeqd +lat_0={point.y} +lon_0={point.x} +datum=WGS84 +units=m"
    centre = gpd.GeoSeries([point], crs=WGS84).to_crs(here).iloc[0]
    metres = candidates.to_crs(here).distance(centre)
    nearest = metres.to_numpy().argmin()
    return str(candidates[CODE].iloc[nearest]) if metres.iloc[nearest] <= NEAR_METRES else None


def _agreement(
    located: gpd.GeoDataFrame,
    stated: pd.Series[Any],
    point_department: pd.Series[Any],
    point_country: pd.Series[Any],
    regions: pd.Series[Any],
) -> pd.Series[Any]:
    """Whether codes stated and points say the same, at the finest level that both know; missing where none."""
    levels = (
        (stated, point_department),
        (located[REGION], _mapped(point_department, regions)),
        (located[COUNTRY], point_country),
    )
    agrees = pd.Series(pd.NA, index=located.index, dtype="boolean")
    for said, found in levels:
        comparable = said.notna() & found.notna()
        agrees = agrees.fillna(said.eq(found).astype("boolean").where(comparable))
    return agrees


def _mapped(codes: pd.Series[Any], to: pd.Series[Any] | Callable[[str], str]) -> pd.Series[Any]:
    """Codes turned into others, still text where all are missing (pandas would make them numbers)."""
    return codes.map(to, na_action="ignore").astype("str")


def _filled(
    located: gpd.GeoDataFrame,
    department: pd.Series[Any],
    regions: pd.Series[Any],
    point_country: pd.Series[Any],
) -> gpd.GeoDataFrame:
    """The sites with their department, the region that follows from it, and a country where none was stated."""
    filled = located.copy()
    filled[DEPARTMENT] = department
    filled[REGION] = _mapped(department, regions).fillna(located[REGION])
    french = filled[DEPARTMENT].notna() | filled[REGION].notna()
    filled[COUNTRY] = located[COUNTRY].mask(located[COUNTRY].isna() & french, FRANCE).fillna(point_country)
    return filled


def _how(
    placed: gpd.GeoDataFrame, located: gpd.GeoDataFrame, stated: pd.Series[Any], near: pd.Series[Any]
) -> pd.Series[Any]:
    """What placed each row: code, point, nearest or none."""
    abroad = placed[COUNTRY].notna() & placed[COUNTRY].ne(FRANCE)
    how = pd.Series("none", index=placed.index)
    how = how.mask(placed[DEPARTMENT].notna() | abroad, "point")
    how = how.mask(placed[DEPARTMENT].notna() & near.notna(), "nearest")
    placed_by: pd.Series[Any] = how.mask(stated.notna() | (abroad & located[COUNTRY].notna()), "code")
    return placed_by


def _is_unplaced(placed: gpd.GeoDataFrame) -> pd.Series[Any]:
    unplaced: pd.Series[Any] = placed[COUNTRY].isna() | (placed[COUNTRY].eq(FRANCE) & placed[DEPARTMENT].isna())
    return unplaced
