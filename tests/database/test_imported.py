"""Imported tables in a real database: the same rows, in their order, with their types; and faults are told."""

from __future__ import annotations

import re

import geopandas as gpd
import pandas as pd
import psycopg
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics import __main__ as command_line
from analytics.database.connection import SETTING
from analytics.database.imported import digest, read_folder, read_imported, write_imported
from analytics.feeds.parts import table_of
from analytics.schema import col
from analytics.schema.tables import IMPORTED
from tests.feeds.made import HHS
from tests.helpers.postgres import PASSWORD, Database

pytestmark = pytest.mark.shipped


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The sample of the American register, imported."""
    made = tmp_path_factory.mktemp("import") / "hhs"
    assert command_line.main(["import", "hhs-ocr", str(HHS), "-o", str(made)]) == 0
    return made


def same(one: gpd.GeoDataFrame, other: gpd.GeoDataFrame) -> None:
    pd.testing.assert_frame_equal(pd.DataFrame(one.to_wkb()), pd.DataFrame(other.to_wkb()))
    assert one.crs == other.crs


def test_an_import_is_written_and_read_to_the_row(folder, empty: Database, monkeypatch, capsys, tmp_path):
    monkeypatch.setenv(SETTING, empty.address)
    assert command_line.main(["store", str(folder)]) == 0
    written = capsys.readouterr().out
    assert command_line.main(["store", "--table", "hhs_ocr", "-o", str(tmp_path / "back.parquet")]) == 0
    read = capsys.readouterr().out

    same(gpd.read_parquet(tmp_path / "back.parquet"), read_folder(folder))
    assert re.findall(r"sha256 \w{64}", written) == re.findall(r"sha256 \w{64}", read)
    assert written.startswith(f"{len(read_folder(folder))} rows written as hhs_ocr")
    assert len(read_folder(folder)) == 9


TEXT = st.none() | st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\x00"), min_size=1, max_size=9)
ROW = st.fixed_dictionaries(
    {
        col.FEED_ID: st.uuids().map(str),
        col.FEED: st.just("made"),
        col.FILE: st.just("made.csv"),
        col.PLACE: st.just("line 2"),
        "organisation": TEXT | st.just("Hôpital Émile-Müller « Est » ; \\N\n\t"),
        col.STARTED_ON: st.none() | st.dates().map(str),
        "people_affected": st.none() | st.integers(0, 2**53),
        "addresses_dropped": st.integers(0, 3),
        col.PLACED_BY: st.just("none"),
        col.PLACE_PRECISION: st.just("none"),
    }
)
SPOT = st.none() | st.tuples(st.floats(-90, 90), st.floats(-180, 180))


@settings(max_examples=15, deadline=None)
@given(st.lists(st.tuples(ROW, SPOT), max_size=6))
def test_whatever_the_rows_say_they_come_back(empty: Database, rows):
    spots = [dict(zip((col.LATITUDE, col.LONGITUDE), spot or (None, None), strict=True)) for _, spot in rows]
    table = table_of([row | spot for (row, _), spot in zip(rows, spots, strict=True)])

    found = write_imported(empty.address, "made", table)
    read = read_imported(empty.address, "made")

    same(read, table)
    assert digest(read) == digest(table) == found


def test_a_point_of_an_import_is_a_point_of_postgis(empty: Database):
    row = {col.FEED_ID: "1", col.FEED: "x", col.FILE: "x", col.PLACE: "1", "addresses_dropped": 0}
    places = {col.PLACED_BY: "point", col.PLACE_PRECISION: "point", col.LATITUDE: 48.85, col.LONGITUDE: 2.35}
    write_imported(empty.address, "spot", table_of([row | places]))

    with psycopg.connect(empty.address) as server:
        query = "SELECT ST_X(geometry), ST_Y(geometry), ST_SRID(geometry) FROM atlas.imported_spot"
        assert server.execute(query).fetchone() == (2.35, 48.85, 4326)


def test_rows_that_were_changed_in_the_database_are_not_taken(folder, empty: Database):
    write_imported(empty.address, "changed", read_folder(folder))
    with psycopg.connect(empty.address) as server:
        server.execute("DELETE FROM atlas.imported_changed WHERE position = 3")

    with pytest.raises(ValueError, match=r"atlas\.imported_changed is not as it was written"):
        read_imported(empty.address, "changed")


def test_a_column_that_was_dropped_is_named(folder, empty: Database):
    write_imported(empty.address, "dropped", read_folder(folder))
    with psycopg.connect(empty.address) as server:
        server.execute("ALTER TABLE atlas.imported_dropped DROP COLUMN sector")

    with pytest.raises(ValueError, match=r"imported_dropped: columns missing \['sector'\], unknown none"):
        read_imported(empty.address, "dropped")


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (["store", "--record"], f"no database is named: set {SETTING}"),
        (["store", "--table", "a; DROP", "-o", "x", "--database", "ADDRESS"], "--table: found 'a; DROP'"),
        (["store", "--table", "absent", "-o", "x", "--database", "ADDRESS"], "no table atlas.imported_absent"),
        (["store", "--database", "ADDRESS"], "expected FOLDER, --record, or --table NAME with -o FILE"),
        (["store", "tests", "--database", "ADDRESS"], "tests: no import that is done"),
    ],
)
def test_what_cannot_be_done_is_told_in_one_line(empty: Database, monkeypatch, capsys, given, told):
    monkeypatch.delenv(SETTING, raising=False)

    assert command_line.main([word.replace("ADDRESS", empty.address) for word in given]) == 1

    said = capsys.readouterr().err
    assert told in said
    assert said.startswith("error: ")
    assert PASSWORD not in said


def test_the_columns_are_those_of_an_import(folder):
    assert list(read_folder(folder).columns) == [*IMPORTED.names, "geometry"]
