"""Very many points in areas, by a grid: the same areas as a spatial join finds, and on borders the first by code."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import box

from analytics.geography.grid import Grid
from analytics.geography.levels import WGS84, read_countries, read_departments
from tests.benchmarks.placing import joined

pytestmark = pytest.mark.shipped
RANDOM = np.random.default_rng(20261129)


@pytest.fixture(scope="module")
def departments():
    return read_departments(detail=True)


@pytest.fixture(scope="module")
def grid(departments):
    return Grid(departments)


def test_points_anywhere_in_france_lie_where_a_join_says(departments, grid):
    x, y = RANDOM.uniform(-6, 10, 20_000), RANDOM.uniform(41, 51.5, 20_000)

    assert grid.find_codes(x, y).tolist() == joined(departments, x, y).tolist()


def test_points_on_borders_and_overseas_lie_where_a_join_says(departments, grid):
    corners = departments.geometry.get_coordinates().sample(8_000, random_state=1)
    x, y = corners["x"].to_numpy(), corners["y"].to_numpy()

    assert grid.find_codes(x, y).tolist() == joined(departments, x, y).tolist()


def test_points_on_the_lines_of_the_grid_lie_where_a_join_says(departments, grid):
    west, south, _, _ = departments.total_bounds
    x, y = west + 0.05 * RANDOM.integers(0, 2300, 5_000), south + 0.05 * RANDOM.integers(1200, 1450, 5_000)

    assert grid.find_codes(x, y).tolist() == joined(departments, x, y).tolist()


def test_points_of_the_world_lie_where_a_join_says():
    countries = read_countries()
    x, y = RANDOM.uniform(-180, 180, 5_000), RANDOM.uniform(-90, 90, 5_000)

    assert Grid(countries, 1.0).find_codes(x, y).tolist() == joined(countries, x, y).tolist()


def test_a_point_that_is_not_known_lies_nowhere(grid):
    assert grid.find_codes(np.array([np.nan, 2.35]), np.array([48.85, np.nan])).tolist() == [None, None]


def test_areas_in_another_system_are_refused(departments):
    with pytest.raises(ValueError, match="EPSG:4326"):
        Grid(departments.to_crs(2154))


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(*[st.integers(0, 7)] * 2, *[st.integers(1, 6)] * 2), min_size=1, max_size=5))
def test_areas_may_overlap_and_the_first_by_code_is_found(boxes):
    codes = [f"{number:02d}" for number in range(len(boxes))]
    areas = gpd.GeoDataFrame(
        {"code": codes}, geometry=[box(x, y, x + wide, y + high) for x, y, wide, high in boxes], crs=WGS84
    )
    x, y = (axis.ravel() / 2 for axis in np.meshgrid(np.arange(17), np.arange(17)))

    assert Grid(areas, 0.7).find_codes(x, y).tolist() == joined(areas, x, y).tolist()
