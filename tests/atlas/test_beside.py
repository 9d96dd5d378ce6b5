"""What stands beside the facts holds together; points that are nowhere near their place are told."""

from __future__ import annotations

import pytest

from analytics.atlas import beside, check
from analytics.geography import levels, placing
from analytics.geography.levels import NOT_A_PLACE
from analytics.schema import col
from analytics.words import catalogue

pytestmark = pytest.mark.shipped


def test_the_shipped_lists_outlines_and_words_hold_together():
    assert list(beside.faults()) == []
    assert list(catalogue.faults()) == []


@pytest.mark.parametrize(
    ("damage", "most_silent"),
    [
        ("exchanged", 6),  # Turkey and western Siberia have places of which both numbers are alike
        ("null island", 3),  # those that `explained.toml` knows, of which the outline leaves the island out
        ("the open sea", 3),
    ],
)
def test_a_point_that_is_not_where_it_is_said_is_told(shipped, damage, most_silent):
    sites = shipped.checked.tables[col.SITES]
    sites = sites[sites[col.LATITUDE].notna() & sites[col.POINT_PRECISION].ne(NOT_A_PLACE)]
    north, east = sites[col.LATITUDE], sites[col.LONGITUDE]
    points = {"exchanged": (east, north), "null island": (0.0, 0.0), "the open sea": (45.0, -30.0)}[damage]
    moved = sites.assign(**dict(zip((col.LATITUDE, col.LONGITUDE), points, strict=True)))
    moved = moved[moved[col.LATITUDE].abs() <= 90]  # beyond it the schema says so
    countries = levels.read_countries()
    placed = placing.place_sites(moved, levels.read_departments(detail=True), countries)

    told = list(check.points_astray(shipped._replace(placed=placed), countries))

    assert len(moved) > 400
    assert len(told) >= len(moved) - most_silent
