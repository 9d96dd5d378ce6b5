"""The tile grid of France: every area once, near where it lies, and the whole recognisable."""

from __future__ import annotations

from itertools import pairwise

import geopandas as gpd
import pandas as pd
import pytest
from shapely import box

from analytics.geography import levels, tiles
from analytics.geography.tiles import COLUMN, ROW, layout
from analytics.schema import col
from analytics.schema.codes import OVERSEAS_DEPARTMENTS, OVERSEAS_REGIONS

OVERSEAS = {"departments": list(OVERSEAS_DEPARTMENTS), "regions": list(OVERSEAS_REGIONS.values())}
ISLANDS = {"departments": ["2B", "2A"], "regions": ["94"]}
LEVELS = ("departments", "regions")


def outlines(level) -> gpd.GeoDataFrame:
    return levels.read_departments() if level == "departments" else levels.read_regions()


@pytest.fixture(scope="module")
def grids() -> dict[str, pd.DataFrame]:
    return {level: layout(outlines(level), OVERSEAS[level]) for level in LEVELS}


def as_text(grid: pd.DataFrame) -> str:
    """The grid as lines of codes, for whoever looks at a test that failed."""
    places = {(row, column): str(code) for code, row, column in grid[[col.CODE, ROW, COLUMN]].itertuples(index=False)}
    rows, columns = range(int(grid[ROW].max()) + 1), range(int(grid[COLUMN].max()) + 1)
    return "\n".join(" ".join(f"{places.get((row, column), '·'):>3}" for column in columns) for row in rows)


def mainland(grids, level) -> pd.DataFrame:
    table = grids[level]
    return table[~table[col.CODE].isin([*OVERSEAS[level], *ISLANDS[level]])]


@pytest.mark.parametrize(("level", "count"), [("departments", 101), ("regions", 18)])
def test_every_area_has_one_tile_and_no_tile_two(grids, level, count):
    table = grids[level]

    assert table[col.CODE].tolist() == outlines(level)[col.CODE].tolist()
    assert len(table) == count
    assert not table.duplicated([ROW, COLUMN]).any(), as_text(table)


@pytest.mark.parametrize(("level", "columns", "rows"), [("departments", 13, 14), ("regions", 6, 6)])
def test_the_grid_fits_a_narrow_screen(grids, level, columns, rows):
    table = grids[level]

    # with the column of the overseas areas; a tile of 13 columns is 27 pixels wide on a screen of 390
    assert (table[COLUMN].min(), table[COLUMN].max()) == (0, columns - 1), as_text(table)
    assert (table[ROW].min(), table[ROW].max()) == (0, rows - 1), as_text(table)


@pytest.mark.parametrize("level", LEVELS)
def test_overseas_areas_have_a_column_of_their_own_on_the_left(grids, level):
    table = grids[level].set_index(col.CODE)

    assert table.index[table[COLUMN] == 0].sort_values().tolist() == sorted(OVERSEAS[level]), as_text(grids[level])
    # in the order asked for, one below the other
    assert [after - before for before, after in pairwise(table.loc[OVERSEAS[level], ROW])] == [1] * 4
    beside = table[(table[COLUMN] == 1) & table[ROW].isin(table.loc[OVERSEAS[level], ROW])]
    assert beside.empty, as_text(grids[level])


@pytest.mark.parametrize("level", LEVELS)
def test_corsica_is_at_the_bottom_right_and_clear_of_the_mainland(grids, level):
    table = grids[level].set_index(col.CODE)
    north, *_, south = (table.loc[code, ROW] for code in (ISLANDS[level] * 2)[: max(2, len(ISLANDS[level]))])
    land = mainland(grids, level)

    assert north <= south == table[ROW].max(), as_text(grids[level])
    for code in ISLANDS[level]:
        row, column = table.loc[code, [ROW, COLUMN]]
        assert column == table[COLUMN].max(), as_text(grids[level])
        away = (land[ROW] - row).abs() + (land[COLUMN] - column).abs()
        assert away.min() > 1, as_text(grids[level])


@pytest.mark.parametrize(
    ("level", "from_north_to_south"),
    [
        ("departments", ["59", "75", "45", "18", "63", "12", "31", "66"]),
        ("departments", ["14", "35", "44", "17", "33", "64"]),
        ("departments", ["57", "88", "25", "38", "06", "2B", "2A"]),
        ("regions", ["32", "11", "24", "76"]),
        ("regions", ["28", "52", "75"]),
        ("regions", ["44", "84", "93", "94"]),
    ],
)
def test_north_stays_above_south(grids, level, from_north_to_south):
    rows = grids[level].set_index(col.CODE)[ROW]

    steps = [(after, rows[after] - rows[before]) for before, after in pairwise(from_north_to_south)]
    assert [code for code, step in steps if step <= 0] == [], as_text(grids[level])


@pytest.mark.parametrize(
    ("level", "from_west_to_east"),
    [
        ("departments", ["29", "35", "72", "75", "51", "54", "67"]),
        ("departments", ["33", "24", "63", "69", "73"]),
        ("departments", ["64", "31", "13", "06"]),
        ("regions", ["53", "52", "11", "44"]),
        ("regions", ["75", "76", "93"]),
    ],
)
def test_west_stays_left_of_east(grids, level, from_west_to_east):
    columns = grids[level].set_index(col.CODE)[COLUMN]

    steps = [(after, columns[after] - columns[before]) for before, after in pairwise(from_west_to_east)]
    assert [code for code, step in steps if step <= 0] == [], as_text(grids[level])


@pytest.mark.parametrize("level", LEVELS)
def test_neighbours_stay_near(grids, level):
    areas = outlines(level).to_crs("EPSG:2154").set_index(col.CODE).geometry
    table = grids[level].set_index(col.CODE)
    codes = mainland(grids, level)[col.CODE].tolist()
    touching = [
        (one, other)
        for place, one in enumerate(codes)
        for other in codes[place + 1 :]
        if areas[one].distance(areas[other]) < 2_000
    ]
    steps = pd.Series([(table.loc[one] - table.loc[other]).abs().max() for one, other in touching])

    # side by side or at a corner, as nearly all were; Paris has more neighbours than a tile has sides
    assert (steps <= 1).mean() > 0.75, as_text(grids[level])
    assert steps.max() <= 4, as_text(grids[level])


@pytest.mark.parametrize("level", LEVELS)
def test_the_mainland_hangs_together_without_a_hole(grids, level):
    places = set(mainland(grids, level)[[ROW, COLUMN]].itertuples(index=False, name=None))

    reached, waiting = set(), [min(places)]
    while waiting:
        row, column = waiting.pop()
        if (row, column) in places - reached:
            reached.add((row, column))
            waiting += [(row - 1, column), (row + 1, column), (row, column - 1), (row, column + 1)]
    assert reached == places, as_text(grids[level])


@pytest.mark.parametrize("level", LEVELS)
def test_the_same_outlines_give_the_same_grid_in_whatever_order(grids, level):
    shuffled = outlines(level).sample(frac=1, random_state=1)

    again = layout(shuffled, OVERSEAS[level])

    assert again[col.CODE].tolist() == shuffled[col.CODE].tolist()
    pd.testing.assert_frame_equal(
        again.sort_values(col.CODE, ignore_index=True), grids[level].sort_values(col.CODE, ignore_index=True)
    )


def test_a_world_that_fits_in_the_head_is_laid_out_as_it_lies():
    # four squares of land in a square, an island in the south-east, and one area far away
    squares = [box(2, 47, 3, 48), box(3, 47, 4, 48), box(2, 46, 3, 47), box(3, 46, 4, 47), box(5, 45, 5.5, 45.5)]
    codes = ["nw", "ne", "sw", "se", "isle", "far"]
    land = gpd.GeoDataFrame({col.CODE: codes}, geometry=[*squares, box(55, -21, 56, -20)], crs="EPSG:4326")

    table = layout(land, ["far"]).set_index(col.CODE)

    assert as_text(table.reset_index()).split("\n")[0].split()[-2:] == ["nw", "ne"]
    assert table.loc["sw", ROW] == table.loc["se", ROW] == table.loc["nw", ROW] + 1
    assert table.loc["isle", ROW] == table[ROW].max()
    assert table.loc["far", COLUMN] == 0


def test_outlines_are_in_degrees_and_hold_what_is_overseas():
    with pytest.raises(ValueError, match="outlines has to be in EPSG:4326"):
        layout(outlines("regions").to_crs("EPSG:2154"), OVERSEAS["regions"])
    with pytest.raises(ValueError, match=r"overseas areas without outlines: \['971'\]"):
        layout(outlines("regions"), ["971", "01"])


def test_the_table_received_is_left_alone():
    before = outlines("regions")
    given = before.copy()
    layout(given, OVERSEAS["regions"])

    pd.testing.assert_frame_equal(pd.DataFrame(given), pd.DataFrame(before))
    assert col.REGION not in tiles.layout(given, OVERSEAS["regions"]).columns
