"""Places sites of a hand-made world: three departments in a row, and a country across the sea."""

from __future__ import annotations

from itertools import permutations

import geopandas as gpd
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import MultiPolygon, Point, Polygon, box

from analytics.geography import levels
from analytics.geography.labels import label_points
from analytics.geography.placing import AGREES, POINT_COUNTRY, Placed, place_sites
from analytics.record.files import DATA, read_csv
from analytics.schema import col

COLUMNS = [
    col.SITE_ID,
    col.INCIDENT_ID,
    col.INSEE,
    col.DEPARTMENT,
    col.REGION,
    col.COUNTRY,
    col.LATITUDE,
    col.LONGITUDE,
    col.POINT_PRECISION,
]

# one row for each thing that can happen
ROWS = [
    ("stated", "first", None, "02", None, "FRA", 0.5, 1.5, "site"),
    ("stated-elsewhere", "first", None, "01", None, "FRA", 0.5, 1.5, "site"),
    ("of-a-commune", "first", "2A004", None, None, "FRA", None, None, "symbolic"),
    ("under-its-point", "second", None, None, None, "FRA", 0.5, 2.5, "commune"),
    ("on-a-border", "second", None, None, None, "FRA", 0.5, 1.0, "site"),
    ("off-the-coast", "second", None, None, None, "FRA", 1.02, 1.5, "site"),
    ("far-at-sea", "third", None, None, None, "FRA", 1.06, 1.5, "site"),  # 6.6 km
    ("a-marker", "third", None, None, "84", "FRA", 0.5, 0.5, "symbolic"),
    ("of-another-region", "third", None, None, "94", "FRA", 0.5, 0.5, "area"),
    ("abroad", "fourth", None, None, None, "DEU", 0.5, 10.5, "site"),
    ("abroad-elsewhere", "fourth", None, None, None, "DEU", 0.5, 0.5, "site"),
    ("of-no-stated-country", "fifth", None, None, None, None, 0.5, 2.5, "site"),
    ("of-no-stated-country-abroad", "fifth", None, None, None, None, 0.5, 10.5, "site"),
    ("of-no-country-off-the-coast", "fifth", None, None, None, None, -0.02, 0.5, "site"),
    ("nowhere", "fifth", None, None, None, None, None, None, "symbolic"),
]


@pytest.fixture(scope="module")
def departments() -> gpd.GeoDataFrame:
    # not in the order of their codes: the first by code is asked for, not the first in the file
    squares = [box(2, 0, 3, 1), box(1, 0, 2, 1), box(0, 0, 1, 1)]
    codes = {col.CODE: ["2A", "02", "01"], col.REGION: ["94", "32", "84"]}
    return gpd.GeoDataFrame(codes, geometry=squares, crs="EPSG:4326")


@pytest.fixture(scope="module")
def countries() -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame({col.CODE: ["FRA", "DEU"]}, geometry=[box(0, 0, 3, 1), box(10, 0, 11, 1)], crs="EPSG:4326")


@pytest.fixture
def sites() -> pd.DataFrame:
    return pd.DataFrame(ROWS, columns=COLUMNS)


@pytest.fixture
def placed(sites, departments, countries) -> Placed:
    return place_sites(sites, departments, countries)


def row(placed: Placed, site: str) -> dict[str, object]:
    """One site as placed; missing values are None, so that they compare."""
    found = placed.sites.set_index(col.SITE_ID).loc[site]
    return {name: None if name != "geometry" and pd.isna(value) else value for name, value in found.items()}


@pytest.mark.parametrize(
    ("site", "department", "region", "country", "placed_by"),
    [
        ("stated", "02", "32", "FRA", "code"),
        ("stated-elsewhere", "01", "84", "FRA", "code"),
        ("of-a-commune", "2A", "94", "FRA", "code"),
        ("under-its-point", "2A", "94", "FRA", "point"),
        ("on-a-border", "01", "84", "FRA", "point"),
        ("off-the-coast", "02", "32", "FRA", "nearest"),
        ("far-at-sea", None, None, "FRA", "none"),
        ("a-marker", None, "84", "FRA", "none"),
        ("of-another-region", None, "94", "FRA", "none"),
        ("abroad", None, None, "DEU", "code"),
        ("abroad-elsewhere", None, None, "DEU", "code"),
        ("of-no-stated-country", "2A", "94", "FRA", "point"),
        ("of-no-stated-country-abroad", None, None, "DEU", "point"),
        ("of-no-country-off-the-coast", "01", "84", "FRA", "nearest"),
        ("nowhere", None, None, None, "none"),
    ],
)
def test_each_site_is_where_it_should_be(placed, site, department, region, country, placed_by):
    found = row(placed, site)

    assert (found[col.DEPARTMENT], found[col.REGION], found[col.COUNTRY]) == (department, region, country)
    assert found[col.PLACED_BY] == placed_by


@pytest.mark.parametrize(
    ("site", "point_department", "point_country", "agrees"),
    [
        ("stated", "02", "FRA", True),
        ("stated-elsewhere", "02", "FRA", False),
        ("of-a-commune", None, None, None),
        ("on-a-border", "01", "FRA", True),
        ("off-the-coast", "02", "FRA", True),
        ("far-at-sea", None, None, None),
        ("a-marker", None, None, None),
        ("of-another-region", "01", "FRA", False),
        ("abroad", None, "DEU", True),
        ("abroad-elsewhere", "01", "FRA", False),
        ("of-no-stated-country", "2A", "FRA", None),
        ("nowhere", None, None, None),
    ],
)
def test_what_is_stated_is_compared_with_the_point(placed, site, point_department, point_country, agrees):
    found = row(placed, site)

    assert (found[col.POINT_DEPARTMENT], found[POINT_COUNTRY]) == (point_department, point_country)
    assert found[AGREES] is agrees or found[AGREES] == agrees


def test_what_is_not_placed_is_handed_back(placed):
    assert placed.unplaced[col.SITE_ID].tolist() == ["far-at-sea", "a-marker", "of-another-region", "nowhere"]


def test_what_contradicts_its_point_is_handed_back_with_both_codes(placed):
    told = placed.disagreements[[col.SITE_ID, col.DEPARTMENT, col.REGION, col.COUNTRY, col.POINT_DEPARTMENT]]

    assert told.astype(object).where(told.notna(), None).values.tolist() == [
        ["stated-elsewhere", "01", "84", "FRA", "02"],
        ["of-another-region", None, "94", "FRA", "01"],
        ["abroad-elsewhere", None, None, "DEU", "01"],
    ]


def test_the_points_are_kept_for_drawing_even_where_they_place_nothing(placed):
    assert placed.sites.crs == "EPSG:4326"
    assert (row(placed, "a-marker")["geometry"].x, row(placed, "a-marker")["geometry"].y) == (0.5, 0.5)
    assert row(placed, "nowhere")["geometry"] is None


def test_an_overseas_commune_gives_a_department_of_three_digits():
    assert [levels.department_of(code) for code in ("97105", "2A004", "75056")] == ["971", "2A", "75"]


def test_a_commune_outside_the_departments_places_nothing(sites, departments, countries):
    pierre = sites.head(1).assign(**{col.INSEE: "97502", col.DEPARTMENT: None, col.LATITUDE: None, col.LONGITUDE: None})

    placed = place_sites(pierre, departments, countries)

    assert placed.unplaced[col.SITE_ID].tolist() == ["stated"]


def test_the_table_received_is_left_alone(sites, departments, countries):
    before = sites.copy(deep=True)

    place_sites(sites, departments, countries)

    pd.testing.assert_frame_equal(sites, before)


def test_order_and_index_are_kept_even_where_the_index_repeats(sites, departments, countries):
    shuffled = sites.sample(frac=1, random_state=1).set_axis([7] * len(sites))

    placed = place_sites(shuffled, departments, countries).sites

    assert placed[col.SITE_ID].tolist() == shuffled[col.SITE_ID].tolist()
    assert placed.index.tolist() == [7] * len(sites)
    in_order = place_sites(sites, departments, countries).sites.set_index(col.SITE_ID)
    pd.testing.assert_frame_equal(placed.set_index(col.SITE_ID).loc[in_order.index], in_order)


@pytest.mark.parametrize("latitude", [0.5, 1.02], ids=["on it", "off the coast"])
@pytest.mark.parametrize("codes", list(permutations(["2A", "02", "01"])), ids="-".join)
def test_a_border_goes_to_the_first_code_wherever_that_lies(sites, departments, countries, codes, latitude):
    borders = sites.head(2).assign(**{col.DEPARTMENT: None, col.LATITUDE: latitude, col.LONGITUDE: [1.0, 2.0]})

    placed = place_sites(borders, departments.assign(**{col.CODE: codes}), countries).sites

    east, middle, west = codes
    assert placed[col.DEPARTMENT].tolist() == [min(west, middle), min(middle, east)]


@pytest.fixture
def neighbour() -> gpd.GeoDataFrame:
    """A country just north of the three departments, drawn so coarsely that it takes a strip of them."""
    outlines = [box(0, 0, 3, 0.9), box(0, 0.9, 3, 2)]
    return gpd.GeoDataFrame({col.CODE: ["FRA", "DEU"]}, geometry=outlines, crs="EPSG:4326")


def test_a_department_is_believed_before_a_coarse_country(sites, departments, neighbour):
    on_the_strip = sites.head(1).assign(**{col.DEPARTMENT: None, col.COUNTRY: None, col.LATITUDE: 0.95})

    placed = place_sites(on_the_strip, departments, neighbour)

    found = row(placed, "stated")
    assert (found[col.DEPARTMENT], found[col.COUNTRY], found[POINT_COUNTRY]) == ("02", "FRA", "FRA")
    assert found[col.PLACED_BY] == "point"


def test_a_point_in_another_country_is_not_drawn_to_a_department_near_by(sites, departments, neighbour):
    across = sites.head(1).assign(**{col.DEPARTMENT: None, col.COUNTRY: None, col.LATITUDE: 1.02})

    found = row(place_sites(across, departments, neighbour), "stated")

    assert (found[col.DEPARTMENT], found[col.COUNTRY], found[col.PLACED_BY]) == (None, "DEU", "point")


def test_no_site_at_all_gives_empty_tables(sites, departments, countries):
    placed = place_sites(sites.head(0), departments, countries)

    assert [len(table) for table in placed] == [0, 0, 0]
    assert {col.DEPARTMENT, col.PLACED_BY, col.POINT_DEPARTMENT, AGREES} <= set(placed.sites.columns)


@pytest.mark.parametrize("which", ["departments", "countries"])
@pytest.mark.parametrize("crs", ["EPSG:2154", None])
def test_another_crs_is_an_error(sites, departments, countries, which, crs):
    tables = {"departments": departments, "countries": countries}
    tables[which] = tables[which].set_crs(crs, allow_override=True)

    with pytest.raises(ValueError, match=f"{which} has to be in EPSG:4326"):
        place_sites(sites, **tables)


def test_a_department_that_does_not_exist_is_an_error(sites, departments, countries):
    with pytest.raises(ValueError, match=r"departments stated that are not in the outlines: \['20'\]"):
        place_sites(sites.assign(**{col.DEPARTMENT: "20"}), departments, countries)


def test_a_missing_column_is_named(sites, departments, countries):
    with pytest.raises(ValueError, match=r"the sites table lacks \['insee'\]"):
        place_sites(sites.drop(columns=col.INSEE), departments, countries)


coordinates = st.none() | st.floats(-0.1, 3.1)
any_site = st.tuples(
    st.just("site"),
    st.sampled_from(["first", "second"]),
    st.sampled_from([None, "01004", "02408", "2A004", "97502"]),
    st.sampled_from([None, "01", "02", "2A"]),
    st.sampled_from([None, "84", "32", "94"]),
    st.sampled_from([None, "FRA", "DEU", "USA"]),
    coordinates,
    coordinates,
    st.sampled_from(["site", "commune", "area", "symbolic"]),
)


@settings(max_examples=60)
@given(rows=st.lists(any_site, max_size=6))
def test_no_site_is_ever_lost_or_doubled(rows, departments, countries):
    sites = pd.DataFrame(rows, columns=COLUMNS).assign(**{col.SITE_ID: [f"s{number}" for number in range(len(rows))]})

    placed = place_sites(sites, departments, countries)

    assert placed.sites[col.SITE_ID].tolist() == sites[col.SITE_ID].tolist()
    french = placed.sites[col.COUNTRY].eq("FRA")
    settled = placed.sites[
        (french & placed.sites[col.DEPARTMENT].notna()) | (placed.sites[col.COUNTRY].notna() & ~french)
    ]
    assert sorted([*settled[col.SITE_ID], *placed.unplaced[col.SITE_ID]]) == sorted(sites[col.SITE_ID])
    assert (
        placed.sites.loc[placed.sites[col.PLACED_BY].eq("none"), col.SITE_ID].isin(placed.unplaced[col.SITE_ID]).all()
    )


@pytest.fixture(scope="module")
def communes() -> pd.DataFrame:
    """Every commune as a site of France that states nothing but its point."""
    table = read_csv(DATA / "reference" / "communes.csv")
    stated = {
        col.INCIDENT_ID: "all",
        col.DEPARTMENT: None,
        col.REGION: None,
        col.COUNTRY: "FRA",
        col.POINT_PRECISION: "commune",
    }
    points = {name: table[name].astype(float) for name in (col.LATITUDE, col.LONGITUDE)}
    return table.assign(expected=table[col.DEPARTMENT], commune=table[col.INSEE], insee=None, **stated, **points)


def test_almost_all_communes_are_placed_in_their_own_department_by_their_point_alone(communes):
    placed = place_sites(communes, levels.read_departments(detail=True), levels.read_countries()).sites

    found = placed.set_index("commune")
    assert found[col.DEPARTMENT].eq(found["expected"]).mean() > 0.9995
    assert found.index[found[col.DEPARTMENT].isna()].tolist() == ["29083"]  # Île-de-Sein is too small for the outlines
    assert found.loc["29155", [col.DEPARTMENT, col.PLACED_BY]].tolist() == ["29", "nearest"]  # Ouessant, by its harbour
    assert found.loc["97611", [col.DEPARTMENT, col.PLACED_BY]].tolist() == [
        "976",
        "nearest",
    ]  # Mamoudzou, south of the equator


def area_of(*parts) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame({col.CODE: ["01"]}, geometry=[MultiPolygon(parts)], crs="EPSG:4326")


def test_a_label_stands_in_the_middle_of_the_largest_part():
    # worked by hand: of a square, its middle; the small part changes nothing
    point = label_points(area_of(box(5, 0, 5.2, 0.2), box(0, -1, 2, 1))).iloc[0]

    assert point[col.CODE] == "01"
    assert (point[col.LATITUDE], point[col.LONGITUDE]) == pytest.approx((0, 1), abs=0.03)


def test_a_label_stands_where_there_is_room_and_not_at_the_centre_of_mass():
    # an L, whose centre of mass lies outside of it
    corner = Polygon([(0, 0), (10, 0), (10, 1), (1.5, 1), (1.5, 10), (0, 10)])
    point = label_points(area_of(corner)).iloc[0]

    assert not corner.contains(corner.centroid)
    assert Point(point[col.LONGITUDE], point[col.LATITUDE]).distance(corner.exterior) > 0.7


def test_the_largest_part_is_the_largest_on_the_ground():
    # wider in degrees, but a degree near the pole is short
    point = label_points(area_of(box(0, 79, 10, 81), box(0, 0, 4, 2))).iloc[0]

    assert point[col.LATITUDE] < 2


@pytest.mark.parametrize(
    "outlines",
    [
        levels.read_departments(),
        levels.read_departments(detail=True),
        levels.read_regions(),
        levels.read_countries(),
    ],
    ids=["departments", "detailed departments", "regions", "countries"],
)
def test_every_label_lies_well_in_its_own_area(outlines):
    points = label_points(outlines)

    assert points[col.CODE].tolist() == outlines[col.CODE].tolist()
    places = gpd.GeoSeries.from_xy(points[col.LONGITUDE], points[col.LATITUDE], crs="EPSG:4326")
    areas = outlines.geometry.reset_index(drop=True)
    assert points[col.CODE][~places.within(areas)].tolist() == []
    # no nearer to a border than a tenth of the width of the part would be, were the part a square
    rooms = [place.distance(area.boundary) for place, area in zip(places, areas, strict=True)]
    widths = [max(part.area for part in getattr(area, "geoms", [area])) ** 0.5 for area in areas]
    cramped = [code for code, room, width in zip(points[col.CODE], rooms, widths, strict=True) if room < width / 10]
    assert cramped == []
    pd.testing.assert_frame_equal(points, label_points(outlines))


def test_countries_have_their_label_in_their_main_land():
    points = label_points(levels.read_countries()).set_index(col.CODE)

    assert points.loc["FRA", col.LATITUDE] == pytest.approx(47, abs=2)
    assert points.loc["FRA", col.LONGITUDE] == pytest.approx(2.5, abs=2)
    assert points.loc["USA", col.LATITUDE] == pytest.approx(39, abs=4)
    assert points.loc["USA", col.LONGITUDE] == pytest.approx(-98, abs=8)


def test_labels_need_one_outline_an_area_in_degrees(departments):
    with pytest.raises(ValueError, match="outlines has to be in EPSG:4326"):
        label_points(departments.to_crs("EPSG:2154"))
    with pytest.raises(ValueError, match=r"two outlines: \['01'\]"):
        label_points(departments.assign(**{col.CODE: ["01", "01", "02"]}))


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(ValueError, match=r"departments_detail\.geojson: there is no such file"):
        levels.read_departments(detail=True, folder=tmp_path)


def test_a_file_that_lacks_a_column_is_named(tmp_path, countries):
    countries.drop(columns=col.CODE).to_file(tmp_path / "countries.geojson")

    with pytest.raises(ValueError, match=r"countries\.geojson lacks \['code'\]"):
        levels.read_countries(tmp_path)
