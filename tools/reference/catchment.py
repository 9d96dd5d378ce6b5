"""The geography around hospitals: who lives nearest, where they would go, how many might come.

A build step (`tools.reference.catchments` writes what it makes); no page works any of it out. Distances are straight
lines on a map that is true at the place, and no pair of a commune and a hospital joins two territories: mainland,
Corsica, each overseas department.

Methods. Nearest: `geopandas.sjoin_nearest`. People of the model: D. L. Huff, “A probabilistic analysis of shopping
center trade areas”, Land Economics 39 (1963), with acute beds as attraction; every inhabitant is shared out once.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise, product
from typing import Any, NamedTuple

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.spatial import cKDTree

from analytics.geography.levels import LAMBERT_93, OVERSEAS_CRS, WGS84
from analytics.schema import col
from analytics.schema.codes import OVERSEAS_DEPARTMENTS

LARGE = 100  # acute beds from which a hospital is an alternative for most of what another one did
AROUND_KM, REACH_KM = 30.0, 100.0  # of beds elsewhere; of the model, beyond which nobody chooses
BETAS, FLOORS_KM = (1.5, 2.0, 2.5, 3.0), (1.0, 3.0)  # decays of the model, and how near anybody is at least
TOWN_HALLS, SPREAD = "town-halls", "spread"
CENTRAL = (SPREAD, 2.0, 1.0)  # the model whose figure is given; the range is that of all of them
MODELS = tuple(product((TOWN_HALLS, SPREAD), BETAS, FLOORS_KM))
MAINLAND, CORSICA = "mainland", "corsica"
TERRITORY = "territory"
_ALL_PAIRS_KM = 2_000.0  # in the other territories every pair is looked at
_ROUNDING_KM = 1e-6

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]


def territory_of(department: str) -> str:
    """The part of France within which people of a department reach hospitals by land."""
    if department in ("2A", "2B"):
        return CORSICA
    return department if department in OVERSEAS_DEPARTMENTS else MAINLAND


def people(communes: pd.DataFrame, districts: pd.DataFrame, points: pd.DataFrame) -> dict[str, gpd.GeoDataFrame]:
    """Where people are, at their town halls and spread over large communes: insee, territory, population, geometry.

    Parameters
    ----------
    communes, districts : DataFrame
        insee, department, population, latitude, longitude; the communes that have districts (commune) are left out.
    points : DataFrame
        insee, latitude, longitude: points that share the people of a large commune or district.
    """
    columns = [col.INSEE, col.DEPARTMENT, col.POPULATION, col.LATITUDE, col.LONGITUDE]
    halls = pd.concat([communes[~communes[col.INSEE].isin(districts[col.COMMUNE])], districts])[columns]
    halls = halls.dropna(subset=[col.LATITUDE]).reset_index(drop=True)
    shared = points.merge(halls[columns[:3]], on=col.INSEE, validate="many_to_one")
    shared[col.POPULATION] /= shared.groupby(col.INSEE)[col.INSEE].transform("size")
    rest = halls[~halls[col.INSEE].isin(shared[col.INSEE])]
    return {TOWN_HALLS: _located(halls), SPREAD: _located(pd.concat([rest, shared], ignore_index=True)[columns])}


def acute_sites(hospitals: pd.DataFrame, beds: pd.DataFrame, year: int) -> gpd.GeoDataFrame:
    """The hospitals with acute beds and a point in a year, in the order of their numbers, with the entity of the year.

    Parameters
    ----------
    hospitals : DataFrame
        finess_et, category, kind, department, insee, latitude, longitude.
    beds : DataFrame
        finess_et, finess_ej, year, acute, psychiatric, beds.
    """
    of_year = beds[(beds[col.YEAR] == year) & (beds[col.ACUTE] > 0)]
    about = [col.FINESS_ET, col.CATEGORY, col.KIND, col.DEPARTMENT, col.INSEE, col.LATITUDE, col.LONGITUDE]
    sites = of_year.merge(hospitals[about], on=col.FINESS_ET, validate="one_to_one").dropna(subset=[col.LATITUDE])
    return _located(sites.sort_values(col.FINESS_ET, ignore_index=True))


def _located(table: pd.DataFrame) -> gpd.GeoDataFrame:
    table = table.assign(**{TERRITORY: table[col.DEPARTMENT].map(territory_of)})
    return gpd.GeoDataFrame(table, geometry=gpd.points_from_xy(table[col.LONGITUDE], table[col.LATITUDE]), crs=WGS84)


def _flat(points: gpd.GeoDataFrame) -> Floats:
    """East and north of each point in kilometres, in the projection of its own territory."""
    found = np.full((len(points), 2), np.nan)
    for rows in _by_territory(points).values():
        found[rows.index] = rows.get_coordinates().to_numpy() / 1000
    return found


def _by_territory(points: gpd.GeoDataFrame) -> dict[str, gpd.GeoDataFrame]:
    """The points of each territory in its own projection, in metres; their index is their place in the whole table."""
    numbered = points[[TERRITORY, "geometry"]].reset_index(drop=True)
    return {
        str(name): rows.to_crs(OVERSEAS_CRS.get(str(name), LAMBERT_93)) for name, rows in numbered.groupby(TERRITORY)
    }


def nearest(places: gpd.GeoDataFrame, sites: gpd.GeoDataFrame) -> pd.DataFrame:
    """The nearest site of each place, in its own territory: site (its place in the table), km.

    Where there is none, -1 and infinity. Of sites that are equally near the first in the order of the table.
    """
    found = pd.DataFrame({"site": -1, "km": np.inf}, index=pd.RangeIndex(len(places)))
    there = _by_territory(sites)
    for name, rows in _by_territory(places).items():
        if name in there:
            joined = rows[["geometry"]].sjoin_nearest(there[name][["geometry"]], distance_col="metres")
            joined = joined.sort_values("index_right").loc[lambda each: ~each.index.duplicated()]
            found.loc[joined.index, "site"] = joined["index_right"]
            found.loc[joined.index, "km"] = joined["metres"] / 1000
    return found


class Pairs(NamedTuple):
    """Places and sites within reach of each other, in the order of the places.

    Attributes
    ----------
    place, site : array of int
        Their places in their tables.
    km : array of float
    starts : array of int
        Where the pairs of each place begin, and after the last where they end.
    """

    place: Ints
    site: Ints
    km: Floats
    starts: Ints

    def of_places(self, places: Ints) -> Ints:
        """The numbers of the pairs of some places."""
        lengths = self.starts[places + 1] - self.starts[places]
        offsets = np.arange(lengths.sum()) - np.repeat(np.cumsum(lengths) - lengths, lengths)
        return np.asarray(np.repeat(self.starts[places], lengths) + offsets)


def pairs(places: gpd.GeoDataFrame, sites: gpd.GeoDataFrame) -> Pairs:
    """The pairs of a place and a site of one territory: within 100 km on the mainland, elsewhere all of them."""
    parts = []
    flat_places, flat_sites = _flat(places), _flat(sites)
    for name in sorted(set(places[TERRITORY]) & set(sites[TERRITORY])):
        reach = REACH_KM if name == MAINLAND else _ALL_PAIRS_KM
        rows, there = (np.flatnonzero(table[TERRITORY] == name) for table in (places, sites))
        found = cKDTree(flat_places[rows]).sparse_distance_matrix(
            cKDTree(flat_sites[there]), reach, output_type="coo_matrix"
        )
        parts.append((rows[found.row], there[found.col], found.data))
    place, site, km = (np.concatenate(each) for each in zip(*parts, strict=True))
    order = np.lexsort((site, place))
    starts = np.searchsorted(place[order], np.arange(len(places) + 1))
    return Pairs(place[order], site[order], km[order], starts)


class Year(NamedTuple):
    """The acute sites of one year around the people, and what all figures are made from.

    Attributes
    ----------
    sites : DataFrame
    entity : array of int
        Equal for sites of one legal entity.
    flat : array of float, shape (sites, 2)
        East and north of each site in kilometres, in the projection of its territory.
    population : array of float
        Of each place where people are, spread.
    near : Pairs
    by_site : list of array of int
        The numbers of the pairs of each site.
    km, km_large : array of float
        From each place to its nearest site, and to its nearest of at least 100 acute beds.
    models : array of float, shape (sites, models)
        People of each site by each model, in the order of `MODELS`.
    """

    sites: pd.DataFrame
    entity: Ints
    flat: Floats
    population: Floats
    near: Pairs
    by_site: list[Ints]
    km: Floats
    km_large: Floats
    models: Floats


def year_of(homes: dict[str, gpd.GeoDataFrame], sites: gpd.GeoDataFrame) -> Year:
    """Everything about one year's sites around the people (`people`)."""
    near = {placing: pairs(homes[placing], sites) for placing in homes}
    spread = near[SPREAD]
    order = np.argsort(spread.site, kind="stable")
    ends = np.searchsorted(spread.site[order], np.arange(len(sites) + 1))
    large = sites[sites[col.ACUTE] >= LARGE].reset_index(drop=True)
    return Year(
        pd.DataFrame(sites.drop(columns="geometry")),  # which pandas cuts several times faster
        pd.factorize(sites[col.FINESS_EJ])[0],
        _flat(sites),
        homes[SPREAD][col.POPULATION].to_numpy(float),
        spread,
        [order[start:end] for start, end in pairwise(ends)],
        nearest(homes[SPREAD], sites)["km"].to_numpy(),
        nearest(homes[SPREAD], large)["km"].to_numpy(),
        huff({placing: (homes[placing][col.POPULATION].to_numpy(float), near[placing]) for placing in homes}, sites),
    )


def huff(near: dict[str, tuple[Floats, Pairs]], sites: gpd.GeoDataFrame) -> Floats:
    """People of each site by each model: beds over a power of the distance, everybody shared out once.

    Parameters
    ----------
    near : dict of str to (array, Pairs)
        The people of each place and the pairs, by how people are placed.
    sites : GeoDataFrame
        acute beds.

    Returns
    -------
    array of float, shape (sites, models)
    """
    made = []
    for placing, beta, floor in MODELS:
        population, found = near[placing]
        within = found.km <= REACH_KM
        place, site = found.place[within], found.site[within]
        pull = sites[col.ACUTE].to_numpy(float)[site] / np.maximum(found.km[within], floor) ** beta
        whole = np.bincount(place, pull, minlength=len(population))
        made.append(np.bincount(site, population[place] * pull / whole[place], minlength=len(sites)))
    return np.column_stack(made)


def measured(year: Year, mine: Sequence[int]) -> dict[str, Any]:
    """The figures of some sites taken together: those of the columns of the tables, but for their keys and `unfit`.

    Who lives nearest counts where a place is as near to one of them as to any other site. Distances to the next are
    means over those people, to a site of another legal entity, less the way to the sites themselves.
    """
    near, beds = year.near, year.sites[col.ACUTE].to_numpy()
    entity = np.isin(year.entity, year.entity[list(mine)])
    own = np.concatenate([year.by_site[site] for site in mine])
    order = np.lexsort((near.km[own], near.place[own]))
    place, first = np.unique(near.place[own][order], return_index=True)
    km = near.km[own][order][first]
    models = year.models[list(mine)].sum(axis=0)
    found: dict[str, Any] = {}
    for suffix, reference, others in (("", year.km, ~entity), ("_100", year.km_large, ~entity & (beds >= LARGE))):
        closest = km <= reference[place] + _ROUNDING_KM
        found[f"people_nearest{suffix}"] = round(year.population[place[closest]].sum())
        found[f"extra_km{suffix}"], found[f"next{suffix}"] = _next(year, place[closest], km[closest], others)
    found[col.BEDS_ELSEWHERE] = int(beds[_around(year, mine) & ~entity].sum())
    found[col.PEOPLE_MODEL] = round(models[MODELS.index(CENTRAL)])
    found[col.PEOPLE_MODEL_LOW], found[col.PEOPLE_MODEL_HIGH] = round(models.min()), round(models.max())
    return found


def _next(year: Year, places: Ints, km: Floats, others: Bools) -> tuple[float | None, str | None]:
    """How much farther the next of other sites is, on average over people; and which it is for most of them."""
    rows = year.near.of_places(places)
    rows = rows[others[year.near.site[rows]]]
    order = rows[np.lexsort((year.near.km[rows], year.near.place[rows]))]
    at, first = np.unique(year.near.place[order], return_index=True)
    nearest_others = order[first]
    own = pd.Series(km, places)[at].to_numpy()
    weights = year.population[at]
    if not weights.sum():
        return None, None
    extra = np.maximum(year.near.km[nearest_others] - own, 0)
    most = np.bincount(year.near.site[nearest_others], weights).argmax()
    return round(float(np.average(extra, weights=weights)), 2), str(year.sites[col.FINESS_ET].iloc[most])


def _around(year: Year, mine: Sequence[int]) -> Bools:
    """Whether each site lies within 30 km of one of some sites, in the same territory."""
    found, territory = np.zeros(len(year.sites), dtype=bool), year.sites[TERRITORY].to_numpy()
    for site in mine:
        away = np.hypot(*(year.flat - year.flat[site]).T)
        found |= (away <= AROUND_KM) & (territory == territory[site])
    return found


def run_lengths(years: dict[int, pd.Series]) -> pd.DataFrame:
    """Spans of years over which a value is the same: key (of the series), from_year, to_year, value.

    Parameters
    ----------
    years : dict of int to Series
        Values by key, of each year; a missing one ends a span.
    """
    long = pd.DataFrame(years).rename_axis("key").reset_index().melt("key", var_name=col.YEAR).dropna()
    long = long.sort_values(["key", col.YEAR]).astype({col.YEAR: int})
    before = long.shift()
    goes_on = (long["key"] == before["key"]) & (long["value"] == before["value"])
    goes_on &= long[col.YEAR] == before[col.YEAR] + 1
    spans = long.groupby((~goes_on).cumsum())
    ends = spans[col.YEAR].agg(["min", "max"]).set_axis([col.FROM_YEAR, col.TO_YEAR], axis=1)
    return pd.concat([spans["key"].first(), ends, spans["value"].first()], axis=1).reset_index(drop=True)
