"""Neighbours on maps that fit in the head; Moran's I against esda; clusters found only where there are some."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from esda import Moran
from esda.smoothing import assuncao_rate
from libpysal.graph import Graph
from shapely import box

from analytics.geography.levels import read_departments
from analytics.geography.neighbours import queen_neighbours
from analytics.schema.codes import OVERSEAS_DEPARTMENTS
from analytics.statistics.clusters import autocorrelation, standardised_rates

SIDE = 6
CODES = [f"{row}{column}" for row in range(SIDE) for column in range(SIDE)]


def squares(codes: list[str]) -> gpd.GeoDataFrame:
    """Squares of one degree, by row and column."""
    shapes = [box(int(code[1]), int(code[0]), int(code[1]) + 1, int(code[0]) + 1) for code in codes]
    return gpd.GeoDataFrame({"code": codes}, geometry=shapes, crs="EPSG:4326")


@pytest.fixture(scope="module")
def board() -> pd.DataFrame:
    """The neighbours of six rows of six squares."""
    return queen_neighbours(squares(CODES))


@pytest.fixture(scope="module")
def french() -> pd.DataFrame:
    """The neighbours of the departments."""
    return queen_neighbours(read_departments())


def on_board(events: list[float]) -> tuple[pd.Series, pd.Series]:
    return pd.Series(events, index=CODES), pd.Series(1000.0, index=CODES)


def test_neighbours_share_a_side_or_a_corner_and_an_island_has_none():
    pairs = queen_neighbours(squares(["00", "01", "11", "05"]))

    assert sorted(zip(pairs["area"], pairs["neighbour"], strict=True)) == [
        *(("00", "01"), ("00", "11"), ("01", "00"), ("01", "11"), ("11", "00"), ("11", "01")),
    ]


def test_outlines_in_metres_are_refused():
    with pytest.raises(ValueError, match="EPSG:4326"):
        queen_neighbours(squares(CODES).to_crs("EPSG:3857"))


def test_departments_have_the_neighbours_that_an_atlas_shows(french):
    of = french.groupby("area")["neighbour"].agg(sorted).to_dict()

    assert of["75"] == ["92", "93", "94"]
    assert of["29"] == ["22", "56"]
    assert of["2A"] == ["2B"]
    assert of["06"] == ["04", "83"]
    assert of["91"] == ["28", "45", "77", "78", "92", "94"]
    assert not set(of) & set(OVERSEAS_DEPARTMENTS)
    assert len(of) == 96
    pairs = set(zip(french["area"], french["neighbour"], strict=True))
    assert pairs == {(other, one) for one, other in pairs}


def test_moran_is_that_of_esda(french):
    rng = np.random.default_rng(3)
    codes = sorted(french["area"].unique())
    events, people = pd.Series(rng.poisson(4, 96), codes), pd.Series(rng.uniform(1e5, 2e6, 96), codes)

    found = autocorrelation(events, people, french, rng, 99)

    weights = Graph.from_arrays(french["area"], french["neighbour"], np.ones(len(french)))
    scores = assuncao_rate(events.to_numpy(), people.to_numpy())
    theirs = Moran(pd.Series(scores, codes).loc[weights.unique_ids].to_numpy(), weights, permutations=0)
    assert found.moran == pytest.approx(theirs.I, rel=1e-9)
    assert found.expected == pytest.approx(theirs.EI)
    assert (found.areas, found.left_out) == (96, ())


def test_standardised_rates_are_those_of_esda_where_it_can_compute_them():
    events, people = np.array([20.0, 3, 50, 8, 0]), np.array([100.0, 60, 120, 90, 20])

    assert standardised_rates(events, people) == pytest.approx(assuncao_rate(events, people))


def test_a_corner_full_of_events_is_a_cluster(board):
    events, people = on_board([9 if code[0] in "012" and code[1] in "012" else 1 for code in CODES])

    found = autocorrelation(events, people, board, np.random.default_rng(1))

    assert found.code == "clustered"
    assert found.moran > 0.5
    assert found.p_value == 1 / 10_000


def test_a_chequered_board_is_none_and_lies_below_what_is_expected(board):
    events, people = on_board([9 if (int(code[0]) + int(code[1])) % 2 else 1 for code in CODES])

    found = autocorrelation(events, people, board, np.random.default_rng(1))

    assert found.code == "cannot-conclude"
    assert found.moran < found.expected < 0
    assert found.p_value > 0.5


@pytest.mark.slow
def test_chance_is_rarely_taken_for_a_cluster(board):
    rng = np.random.default_rng(11)

    codes = [autocorrelation(*on_board(list(rng.poisson(2, len(CODES)))), board, rng, 199).code for _ in range(200)]

    # 5 % of 200 are 10; more than 20 has a chance of one in a thousand
    assert codes.count("clustered") <= 20


@pytest.mark.parametrize("events", [[0] * 36, [2] * 36, [9] + [0] * 35])
def test_no_event_all_alike_and_too_few_say_nothing(board, events):
    found = autocorrelation(*on_board(events), board, np.random.default_rng(1))

    assert found.code == "cannot-conclude"
    assert np.isnan([found.moran, found.p_value]).all()


def test_areas_without_a_neighbour_or_people_are_left_out_and_named(board):
    events, people = on_board([3] * 35 + [4])
    events["99"], people["99"] = 5, 1000.0
    people["00"] = np.nan

    found = autocorrelation(events, people, board, np.random.default_rng(1), 99)

    assert found.left_out == ("00", "99")
    assert found.areas == 35


def test_the_same_seed_gives_the_same_p_value_and_no_global_chance_is_used(board):
    events, people = on_board([int(code[0]) for code in CODES])
    before = np.random.get_state()[1].tolist()

    first, again = (autocorrelation(events, people, board, np.random.default_rng(5), 99) for _ in range(2))

    assert first == again
    assert np.random.get_state()[1].tolist() == before


@pytest.mark.shipped
def test_the_overseas_departments_are_left_out_by_name(shipped, french):
    codes = shipped.departments["code"]
    events, people = pd.Series(1, index=codes), pd.Series(range(1, 102), index=codes, dtype=float)

    found = autocorrelation(events, people, french, np.random.default_rng(1), 99)

    assert found.left_out == OVERSEAS_DEPARTMENTS
    assert found.areas == 96
