"""Departments, regions and countries: reads their outlines, and says in which of them each site lies.

A code that a row states is believed; a point places only the rows that state none, and for the others it is a
check. Every table here is in WGS 84 (EPSG:4326): another CRS is an error, because the result would be wrong
and look right.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import geopandas as gpd
import pandas as pd

from analytics.geography.levels import NOT_A_PLACE, WGS84, department_of, require_wgs84
from analytics.schema import col
from analytics.schema.codes import FRANCE

POINT_COUNTRY = "point_country"
AGREES = "agrees"
NEAR_METRES = 5_000

_CODES = (col.INSEE, col.DEPARTMENT, col.REGION, col.COUNTRY)
_NEEDED = (col.INCIDENT_ID, *_CODES, col.LATITUDE, col.LONGITUDE, col.POINT_PRECISION)
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
    regions = departments.set_index(col.CODE)[col.REGION]
    stated = _stated_departments(located, regions.index)
    by_point = _codes_under(located, departments)
    under = _codes_under(located, countries).mask(by_point.notna(), FRANCE)
    maybe_french = located[col.COUNTRY].eq(FRANCE) | (located[col.COUNTRY].isna() & under.fillna(FRANCE).eq(FRANCE))
    near = _codes_near(located[maybe_french & by_point.isna()], departments).reindex(located.index)

    point_department = by_point.fillna(near)
    point_country = under.mask(point_department.notna(), FRANCE)
    agrees = _agreement(located, stated, point_department, point_country, regions)
    by_its_point = point_department.where(maybe_french & stated.isna() & agrees.ne(False).fillna(True))

    placed = _filled(located, stated.fillna(by_its_point), regions, point_country)
    placed[col.PLACED_BY] = _how(placed, located, stated, near)
    placed[col.POINT_DEPARTMENT], placed[POINT_COUNTRY], placed[AGREES] = point_department, point_country, agrees
    placed.index = sites.index
    return Placed(placed, placed[_is_unplaced(placed)], placed[placed[AGREES].eq(False).fillna(False)])


def _require_columns(sites: pd.DataFrame) -> None:
    absent = [name for name in _NEEDED if name not in sites.columns]
    if absent:
        raise ValueError(f"the sites table lacks {absent}; it has {list(sites.columns)}")


def _locate(sites: pd.DataFrame) -> gpd.GeoDataFrame:
    """The sites as points, numbered from 0: an index that repeats would multiply rows in the joins."""
    # a column without a single value is read as numbers, and would not take codes
    numbered = pd.DataFrame(sites).reset_index(drop=True).astype(dict.fromkeys(_CODES, "str"))
    points = gpd.GeoSeries.from_xy(
        numbered[col.LONGITUDE].astype(float), numbered[col.LATITUDE].astype(float), crs=WGS84
    )
    known = numbered[col.LONGITUDE].notna() & numbered[col.LATITUDE].notna()
    return gpd.GeoDataFrame(numbered, geometry=points.where(known), crs=WGS84)


def _stated_departments(located: gpd.GeoDataFrame, known: pd.Index[Any]) -> pd.Series[Any]:
    """The department that a row states, or that of its commune; missing where neither is said."""
    strange = sorted(set(located[col.DEPARTMENT].dropna()) - set(known))
    if strange:
        raise ValueError(f"departments stated that are not in the outlines: {strange}")
    of_commune = _mapped(located[col.INSEE], department_of)
    stated: pd.Series[Any] = located[col.DEPARTMENT].fillna(of_commune.where(of_commune.isin(known)))
    return stated


def _usable(located: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """The rows whose point stands for a place."""
    return located[located.geometry.notna() & located[col.POINT_PRECISION].ne(NOT_A_PLACE)]


def _codes_under(located: gpd.GeoDataFrame, areas: gpd.GeoDataFrame) -> pd.Series[Any]:
    """The code of the area that holds each point, its border included; the first where there are several."""
    points = _usable(located)[["geometry"]]
    pairs = points.sjoin(areas[[col.CODE, "geometry"]], predicate="intersects").sort_values(col.CODE, kind="stable")
    codes: pd.Series[Any] = pairs.loc[~pairs.index.duplicated(), col.CODE].astype("str").reindex(located.index)
    return codes


def _codes_near(located: gpd.GeoDataFrame, departments: gpd.GeoDataFrame) -> pd.Series[Any]:
    """The code of the nearest department within 5 km of each point, missing where there is none."""
    points = _usable(located).geometry
    return pd.Series({row: _nearest(point, departments) for row, point in points.items()}, dtype="str")


def _nearest(point: Any, departments: gpd.GeoDataFrame) -> str | None:  # noqa: ANN401 - shapely ships no types
    """The nearest department to one point, of those within 5 km."""
    candidates = departments[departments.intersects(point.buffer(_NEAR_DEGREES))].sort_values(col.CODE)
    if candidates.empty:
        return None
    metres = metres_from(point, candidates)
    nearest = metres.to_numpy().argmin()
    return str(candidates[col.CODE].iloc[nearest]) if metres.iloc[nearest] <= NEAR_METRES else None


def metres_from(point: Any, areas: gpd.GeoDataFrame) -> pd.Series[Any]:  # noqa: ANN401 - shapely ships no types
    """How far areas are from one point, on a map centred on it, which is true in every direction from there."""
    here = f"+proj=aeqd +lat_0={point.y} +lon_0={point.x} +datum=WGS84 +units=m"
    centre = gpd.GeoSeries([point], crs=WGS84).to_crs(here).iloc[0]
    metres: pd.Series[Any] = areas.to_crs(here).distance(centre)
    return metres


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
        (located[col.REGION], _mapped(point_department, regions)),
        (located[col.COUNTRY], point_country),
    )
    agrees = pd.Series(pd.NA, index=located.index, dtype="boolean")
    for code_stated, code_at_point in levels:
        comparable = code_stated.notna() & code_at_point.notna()
        agrees = agrees.fillna(code_stated.eq(code_at_point).astype("boolean").where(comparable))
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
    filled[col.DEPARTMENT] = department
    filled[col.REGION] = _mapped(department, regions).fillna(located[col.REGION])
    french = filled[col.DEPARTMENT].notna() | filled[col.REGION].notna()
    filled[col.COUNTRY] = located[col.COUNTRY].mask(located[col.COUNTRY].isna() & french, FRANCE).fillna(point_country)
    return filled


def _how(
    placed: gpd.GeoDataFrame, located: gpd.GeoDataFrame, stated: pd.Series[Any], near: pd.Series[Any]
) -> pd.Series[Any]:
    """What placed each row: code, point, nearest or none."""
    abroad = placed[col.COUNTRY].notna() & placed[col.COUNTRY].ne(FRANCE)
    how = pd.Series("none", index=placed.index)
    how = how.mask(placed[col.DEPARTMENT].notna() | abroad, "point")
    how = how.mask(placed[col.DEPARTMENT].notna() & near.notna(), "nearest")
    placed_by: pd.Series[Any] = how.mask(stated.notna() | (abroad & located[col.COUNTRY].notna()), "code")
    return placed_by


def _is_unplaced(placed: gpd.GeoDataFrame) -> pd.Series[Any]:
    unplaced: pd.Series[Any] = placed[col.COUNTRY].isna() | (
        placed[col.COUNTRY].eq(FRANCE) & placed[col.DEPARTMENT].isna()
    )
    return unplaced
