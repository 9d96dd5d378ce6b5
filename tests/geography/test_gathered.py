"""Very many points as few: none is lost, none is far from where it is counted, and few points stay as they are."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.geography.gathered import gather

degrees = st.floats(-90, 90) | st.sampled_from([0.0, 48.85, -90.0, 90.0, float("nan")])
POINTS = st.lists(st.tuples(degrees, degrees.map(lambda side: 2 * side)), max_size=60)


@given(POINTS, st.integers(4, 40))
def test_no_point_is_lost_and_there_are_no_more_than_asked(points, most):
    latitude, longitude = np.array(points, float).reshape(-1, 2).T
    known = ~np.isnan(latitude) & ~np.isnan(longitude)

    found = gather(latitude, longitude, most)

    assert found.number.sum() == known.sum()
    assert len(found.number) <= most
    assert (found.latitude * found.number).sum() == pytest.approx(latitude[known].sum(), abs=0.01)
    assert (found.longitude * found.number).sum() == pytest.approx(longitude[known].sum(), abs=0.01)


@given(POINTS)
def test_few_points_stay_each_at_its_spot(points):
    latitude, longitude = np.array(points, float).reshape(-1, 2).T

    found = gather(latitude, longitude, 60)

    spots = {(round(x, 4), round(y, 4)) for x, y in points if not np.isnan(x + y)}
    assert found.one_spot.all()
    assert set(zip(found.latitude.round(4), found.longitude.round(4), strict=True)) == spots


def test_what_is_gathered_is_close_together_where_there_are_many():
    chance = np.random.default_rng(1)
    points = chance.normal(46, 2, 50_000), chance.normal(2, 3, 50_000)

    found = gather(*points, 3_000)

    assert 2_900 <= len(found.number) <= 3_000
    assert found.number.max() < 200  # a grid that is not cut where most are has thousands there
    north, east = (np.subtract.outer(mine, theirs[:2_000]) for mine, theirs in zip(found[:2], points, strict=True))
    assert np.quantile(np.hypot(north, east).min(axis=0), 0.99) < 0.3


def test_a_spot_alone_in_the_sea_is_not_drawn_towards_the_land():
    chance = np.random.default_rng(2)
    latitude, longitude = np.append(chance.normal(46, 2, 9_999), -30.0), np.append(chance.normal(2, 3, 9_999), -120.0)

    found = gather(latitude, longitude, 100)

    alone = (found.latitude == -30.0) & (found.longitude == -120.0)
    assert found.number[alone].tolist() == [1]
    assert found.one_spot[alone].all()


def test_fewer_than_four_is_refused():
    with pytest.raises(ValueError, match="4 points or more to gather into, found 3"):
        gather(np.zeros(1), np.zeros(1), 3)
