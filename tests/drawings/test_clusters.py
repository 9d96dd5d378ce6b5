"""Circles in the place of too many marks add up to the incidents, and a map has never more marks than it may."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.drawings.maps import clusters
from analytics.drawings.maps.clusters import LARGEST, VALUE
from analytics.schema import col

INSIDE = pd.DataFrame({col.CODE: ["A", "B", "C"], col.LATITUDE: [1.0, 2.0, 3.0], col.LONGITUDE: [4.0, 5.0, 6.0]})
PLACE = st.tuples(
    st.integers(0, 12), st.sampled_from(["A", "B", "C", None]), st.booleans(), st.sampled_from(["claimed", "confirmed"])
)


def places(rows: list[tuple]) -> pd.DataFrame:
    """Places of incidents, each status that of its incident; some have no point."""
    status = {number: kind for number, _, _, kind in rows}
    return pd.DataFrame(
        {
            col.INCIDENT_ID: [f"i{number}" for number, *_ in rows],
            col.COUNTRY: [code for _, code, _, _ in rows],
            col.LATITUDE: [1.0 if there else np.nan for _, _, there, _ in rows],
            col.LONGITUDE: [4.0 if there else np.nan for _, _, there, _ in rows],
            col.STATUS: [status[number] for number, *_ in rows],
        }
    )


@given(st.lists(PLACE, max_size=60), st.integers(0, 40))
def test_circles_count_each_incident_once_an_area_and_claims_apart(rows, most):
    points = places(rows)
    drawn = clusters.drawn(points, col.COUNTRY, INSIDE, most)

    placed = points[points[col.LATITUDE].notna()]
    if len(placed) <= most:
        assert drawn.circles is None
        pd.testing.assert_frame_equal(drawn.marks, points)
        return
    known = placed[placed[col.COUNTRY].notna()]
    pairs = known.drop_duplicates([col.INCIDENT_ID, col.COUNTRY])
    assert drawn.circles is not None
    assert drawn.circles[VALUE].sum() == len(pairs)
    assert drawn.circles[col.INCIDENTS_CLAIMED].sum() == (pairs[col.STATUS] == "claimed").sum()
    assert (drawn.circles[VALUE] > 0).all()
    # nothing is in both, and nothing in neither
    assert len(drawn.marks) + len(known) == len(points)


@given(st.lists(st.integers(1, 50_000), min_size=1, max_size=30))
def test_the_largest_circle_fits_the_map_and_none_grows(values):
    one = clusters.size_of_one(values, 12)
    assert one <= 12
    assert one * max(values) ** 0.5 <= LARGEST + 1e-9


def test_few_incidents_have_circles_of_the_usual_size():
    assert clusters.size_of_one([1, 4], 12) == pytest.approx(12)
