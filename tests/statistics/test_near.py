"""What lies near a hospital: distances worked by hand, hospitals that have beds, incidents each once."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analytics.geography.distances import kilometres
from analytics.schema import col
from analytics.statistics.near import KM, hospitals_near, incidents_near

DEGREE = 6371 * np.pi / 180  # kilometres of a degree of a great circle

HOSPITALS = pd.DataFrame(
    {
        col.FINESS_ET: ["a", "b", "c", "closed", "nowhere"],
        col.LATITUDE: ["46", "46.1", "46.01", "46.001", None],
        col.LONGITUDE: ["5", "5", "5", "5", None],
        col.BEDS_YEAR: [2024, 2024, 2024, 2023, 2024],
    }
)
SITES = pd.DataFrame(
    {
        col.INCIDENT_ID: ["far", "near", "near", "own", "marker"],
        col.COMMUNE: ["A", "B", "C", "D", "E"],
        col.LATITUDE: [48.0, 46.3, 46.2, 46.0, 46.0],
        col.LONGITUDE: [5.0] * 5,
        col.POINT_PRECISION: ["commune", "commune", "commune", "commune", "symbolic"],
    }
)


def test_a_degree_of_latitude_and_one_of_longitude_are_as_long_as_the_sphere_has_them():
    north, east, nowhere = kilometres((45, 5), [(46, 5), (45, 6), (np.nan, 5)])

    assert north == pytest.approx(DEGREE)
    assert east == pytest.approx(DEGREE * np.cos(np.radians(45)), rel=1e-4)
    assert np.isnan(nowhere)


def test_the_nearest_have_beds_a_point_and_are_not_itself():
    found = hospitals_near("a", HOSPITALS, 5)

    assert found[col.FINESS_ET].tolist() == ["c", "b"]
    assert found[KM].tolist() == pytest.approx([0.01 * DEGREE, 0.1 * DEGREE], rel=1e-6)
    assert hospitals_near("a", HOSPITALS, 1)[col.FINESS_ET].tolist() == ["c"]


def test_without_a_point_nothing_is_near():
    assert hospitals_near("nowhere", HOSPITALS, 5).empty
    assert incidents_near("nowhere", HOSPITALS, SITES, 5).empty


def test_an_incident_is_told_once_at_its_nearest_real_place():
    found = incidents_near("a", HOSPITALS, SITES, 5, frozenset({"own"}))

    assert found[[col.INCIDENT_ID, col.COMMUNE]].values.tolist() == [["near", "C"], ["far", "A"]]
