"""What others make of our places: a validator of RFC 7946, GeoPandas, and any reader of Parquet."""

from __future__ import annotations

import io
import json
from itertools import pairwise

import geojson_validator
import geopandas as gpd
import pandas as pd
import pyarrow.parquet
import pytest

from analytics.outputs.addresses import WITH_GEOMETRY
from analytics.outputs.answers import Asked, written
from analytics.outputs.held import Held
from analytics.outputs.served import DEFINED
from analytics.outputs.tables import AREAS, EXPORTED
from analytics.selection.selection import Selection
from tests.helpers.small_world import QUIET, YEAR

# what the standard does not forbid: islands in lakes, long coasts
ALLOWED = {"holes", "excessive_vertices", "crosses_antimeridian"}
NOTHING = Selection(q="zzz")
geojson_validator.configure_logging(False)


@pytest.fixture(scope="module")
def shipped_tables(shipped) -> Held:
    """What the API answers from."""
    return Held(lambda: shipped)


@pytest.fixture(scope="module")
def small_tables(small_atlas, small_root) -> Held:
    """The same of the small world."""
    return Held(lambda: small_atlas, small_root)


def rings(geometry):
    """Every ring of an outline; none of a point."""
    polygons = {"MultiPolygon": lambda c: c, "Polygon": lambda c: [c]}.get(geometry["type"], lambda _: [])
    return [ring for polygon in polygons(geometry["coordinates"]) for ring in polygon]


@pytest.mark.slow
@pytest.mark.shipped
@pytest.mark.parametrize("table", WITH_GEOMETRY)
def test_a_validator_of_rfc_7946_has_nothing_to_say_against_the_geojson(shipped_tables, table):
    document = json.loads(written(shipped_tables, Asked(table, "geojson", Selection())))

    assert geojson_validator.validate_structure(document, check_crs=True) == {}
    found = geojson_validator.validate_geometries(document)
    assert found["invalid"] == {}
    assert set(found["problematic"]) <= ALLOWED
    empty = [place for place, feature in enumerate(document["features"]) if feature["geometry"] is None]
    assert found["skipped_validation"] == empty
    for feature in document["features"]:
        # the validator takes an outline that ends on the 180th meridian for one that crosses it
        for ring in rings(feature["geometry"]) if feature["geometry"] else []:
            assert all(abs(there[0] - here[0]) <= 180 for here, there in pairwise(ring))


def test_the_validator_finds_a_ring_that_turns_the_wrong_way():
    clockwise = {"type": "Polygon", "coordinates": [[[0, 0], [0, 1], [1, 1], [0, 0]]]}

    assert geojson_validator.validate_geometries(clockwise)["invalid"] == {"exterior_not_ccw": [0]}


@pytest.mark.slow
@pytest.mark.shipped
@pytest.mark.parametrize("table", WITH_GEOMETRY)
def test_geopandas_reads_every_row_of_the_geojson_and_of_the_geoparquet(shipped_tables, table):
    key, rows = DEFINED[table].key, shipped_tables.table(table, Selection())
    as_geojson, as_parquet = (
        written(shipped_tables, Asked(table, form, Selection())) for form in ("geojson", "parquet")
    )

    for read in (gpd.read_file(io.BytesIO(as_geojson)), gpd.read_parquet(io.BytesIO(as_parquet))):
        assert read[key].tolist() == rows[key].tolist()
        assert read.crs == "EPSG:4326"
        kinds = set(read.geometry.dropna().geom_type)
        assert kinds <= ({"Polygon", "MultiPolygon"} if table in AREAS else {"Point"})
        assert kinds
    plain = pd.read_parquet(io.BytesIO(as_parquet))
    pd.testing.assert_frame_equal(plain.drop(columns="geometry"), rows)


@pytest.mark.parametrize("table", WITH_GEOMETRY)
@pytest.mark.parametrize("selection", [Selection(evidence="attacker"), NOTHING], ids=["all", "nothing"])
def test_what_has_places_is_geoparquet_and_the_same_bytes_each_time(small_tables, table, selection):
    one, other = (written(small_tables, Asked(table, "parquet", selection)) for _ in range(2))

    assert one == other
    said = json.loads(pyarrow.parquet.read_metadata(io.BytesIO(one)).metadata[b"geo"])
    assert said["version"] == "1.1.0"
    assert said["primary_column"] == "geometry"
    assert said["columns"]["geometry"]["encoding"] == "WKB"
    assert len(gpd.read_parquet(io.BytesIO(one))) == len(small_tables.table(table, selection))


def test_a_row_without_a_point_keeps_an_empty_geometry(small_tables):
    read = gpd.read_parquet(io.BytesIO(written(small_tables, Asked("sites", "parquet", Selection())))).set_index(
        "site_id"
    )

    assert read.geometry[f"{QUIET}.s1"] is None
    assert read.geometry[f"{YEAR}.s1"].coords[0] == (-61.5, 16.5)


@pytest.mark.parametrize("table", sorted(set(EXPORTED) - set(WITH_GEOMETRY)))
def test_what_has_no_places_is_plain_parquet(small_tables, table):
    body = written(small_tables, Asked(table, "parquet", Selection()))

    assert b"geo" not in pyarrow.parquet.read_metadata(io.BytesIO(body)).metadata
    assert "geometry" not in pd.read_parquet(io.BytesIO(body))
