"""How long the geography around hospitals takes to build: one process beside two workers of dask-geopandas.

    python -m tests.benchmarks.catchment [--countries 10] [--years 2019 2020 …]

It builds `catchments.csv` for France, or for a made country of ten times the size: ten Frances side by side, each with
other numbers of people and hospitals moved by up to two kilometres. A part is one country and one year; it is what a
worker takes. Each way runs in a process of its own, so that its memory is its own; the results have to be equal.
"""

from __future__ import annotations

import argparse
import resource
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from typing import NamedTuple

import dask_geopandas
import geopandas as gpd
import numpy as np
import pandas as pd

from analytics.record.files import DATA
from analytics.schema import col
from tools.reference import catchment, catchments

PART, WORKERS = "part", 2
MOVED_METRES = 2_000


class Run(NamedTuple):
    """What one way took: seconds by the clock and of processors, megabytes at most, and what it made."""

    seconds: float
    processor: float
    megabytes: float
    table: pd.DataFrame


def parts(countries: int, years: list[int]) -> gpd.GeoDataFrame:
    """The acute hospitals of every country and year, by part: country, a slash and year."""
    inputs = catchments.read(DATA)
    frames = []
    for country in range(countries):
        for year in years or sorted(inputs.beds[col.YEAR].unique().tolist()):
            sites = catchments.acute_sites_of(inputs, year)
            if country:
                chance = np.random.default_rng(country)
                east, north = chance.uniform(-MOVED_METRES, MOVED_METRES, (2, len(sites))) / 111_000
                points = gpd.points_from_xy(sites.geometry.x + east, sites.geometry.y + north)
                sites = sites.set_geometry(gpd.GeoSeries(points, crs=sites.crs))
            frames.append(sites.assign(**{PART: f"{country:03}/{year}"}))
    return gpd.GeoDataFrame(pd.concat(frames)).set_index(PART)


def homes_of(country: int, homes: dict[str, gpd.GeoDataFrame]) -> dict[str, gpd.GeoDataFrame]:
    """The people of a country: those of France, or other numbers of them at the same places."""
    if not country:
        return homes
    codes = homes[catchment.TOWN_HALLS][col.INSEE]
    factor = pd.Series(np.random.default_rng(country).uniform(0.5, 1.5, len(codes)), codes)
    return {
        placing: table.assign(**{col.POPULATION: table[col.POPULATION] * factor[table[col.INSEE]].to_numpy()})
        for placing, table in homes.items()
    }


def build(sites: gpd.GeoDataFrame, homes: dict[str, gpd.GeoDataFrame]) -> pd.DataFrame:
    """The table of some parts, as the build step makes it."""
    made = []
    for name, rows in sites.groupby(level=0, sort=True):
        country, year = map(int, str(name).split("/"))
        ordered = rows.sort_values(col.FINESS_ET, ignore_index=True)
        own = catchments.of_sites(catchment.year_of(homes_of(country, homes), ordered), year)
        made.append(own.assign(**{PART: str(name)}))
    return pd.concat(made, ignore_index=True) if made else _empty()


def _empty() -> pd.DataFrame:
    columns = [col.FINESS_ET, col.YEAR, *catchments.MEASURES, col.UNFIT, PART]
    words = {col.FINESS_ET, col.NEXT, col.NEXT_100, col.UNFIT, PART}
    whole = {col.YEAR, *catchments.MEASURES} - {col.EXTRA_KM, col.EXTRA_KM_100, *words}
    kinds = {name: "str" if name in words else "int64" if name in whole else "float64" for name in columns}
    return pd.DataFrame(columns=columns).astype(kinds)


def run(way: str, countries: int, years: list[int]) -> Run:
    """Build everything one way, and say what it took; reading is not in it."""
    sites, homes = parts(countries, years), catchments.read(DATA).homes
    began, before = time.perf_counter(), _processor()
    if way == "one":
        table = build(sites, homes)
    else:
        split = dask_geopandas.from_geopandas(sites.sort_index(), npartitions=sites.index.nunique())
        made = split.map_partitions(partial(build, homes=homes), meta=_empty())
        table = made.compute(scheduler="processes", num_workers=WORKERS)
    peak = [resource.getrusage(whose).ru_maxrss / 1024 for whose in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    order = table.sort_values([PART, col.FINESS_ET], ignore_index=True)
    # the largest worker stands for each of them
    megabytes = peak[0] + (WORKERS * peak[1] if way == "dask" else 0)
    return Run(time.perf_counter() - began, _processor() - before, megabytes, order)


def _processor() -> float:
    own, workers = (resource.getrusage(whose) for whose in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return own.ru_utime + own.ru_stime + workers.ru_utime + workers.ru_stime


def same(one: pd.DataFrame, other: pd.DataFrame) -> bool:
    """Whether two tables are equal in every cell; what is missing is missing in both."""
    return len(one) == len(other) and all(
        one[name].astype("str").fillna("").tolist() == other[name].astype("str").fillna("").tolist() for name in one
    )


def main(arguments: list[str]) -> None:
    """Build both ways, and print what each took."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--countries", type=int, default=1, help="how many Frances (10: the made country)")
    parser.add_argument("--years", type=int, nargs="*", default=[], help="which years (default: all)")
    asked = parser.parse_args(arguments)
    runs = {}
    for way in ("one", "dask"):
        # a process of its own each, so that neither is measured with the memory of the other
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as own:
            runs[way] = own.submit(run, way, asked.countries, asked.years).result()
        took = runs[way]
        print(
            f"{way:>4}: {took.seconds:7.1f} s, {took.processor:7.1f} s of processors, {took.megabytes:6.0f} MB, "
            f"{len(took.table):,} hospitals and years",
            flush=True,
        )
    print("equal results" if same(runs["one"].table, runs["dask"].table) else "the results differ")


if __name__ == "__main__":
    main(sys.argv[1:])
