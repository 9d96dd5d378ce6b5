"""The reference files agree with their manifest and with what is known of France."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pandas as pd
import pytest
import shapely

from analytics.geography import levels
from analytics.record.files import DATA, read_csv
from analytics.record.manifest import MANIFEST, compare, read_manifest, stamp

REFERENCE = DATA / "reference"
BOUNDARIES = sorted(path.name for path in REFERENCE.glob("*.geojson"))
TABLES = ["departments", "regions", "countries", "communes", "beds_departments", "beds_regions"]
MAYOTTE = "976"


# --- the manifest -----------------------------------------------------------------------------------------


def test_every_reference_file_is_what_the_manifest_says():
    compared = compare()

    of_reference = compared[compared["path"].str.startswith("reference/")]
    assert of_reference.loc[~of_reference["agrees"], ["path", "expected", "found"]].values.tolist() == []
    assert len(of_reference) >= 12


def test_every_entry_says_in_both_languages_what_a_reader_has_to_repeat():
    for entry in read_manifest(DATA / MANIFEST):
        assert all((entry.title_fr, entry.title_en, entry.producer, entry.licence, entry.vintage)), entry.path
        assert entry.attribution_fr, entry.path
        assert entry.attribution_en, entry.path


def test_the_manifest_says_which_files_are_rebuilt():
    rebuilt = {Path(entry.path).name for entry in read_manifest(DATA / MANIFEST) if entry.rebuilt}

    made = ("departments.csv", "regions.csv", "communes.csv", "districts.csv", "people_points.csv", "us_states.csv")
    assert rebuilt == {*BOUNDARIES, *made}


@pytest.fixture
def copied(tmp_path) -> Path:
    """A small data folder: one table, one boundary file and their manifest."""
    folder = tmp_path / "data"
    (folder / "reference").mkdir(parents=True)
    (folder / "reference" / "places.csv").write_text('code,name\n01,"Ain,\nFrance"\n02,Aisne\n', encoding="utf-8")
    (folder / "reference" / "places.geojson").write_text(
        '{"type":"FeatureCollection","features":[]}\n', encoding="utf-8"
    )
    words = "".join(
        f'{key} = "x"\n'
        for key in ("title_fr", "title_en", "producer", "licence", "attribution_fr", "attribution_en", "vintage")
    )
    entries = [
        f'[[file]]\npath = "reference/places.csv"\n{words}derived_from = []\nsha256 = ""\nrows = 0\n',
        f'[[file]]\npath = "reference/places.geojson"\n{words}derived_from = []\nsha256 = ""\nfeatures = 7\n',
    ]
    manifest = "# a word before\n\n" + "\n# a word between\n\n".join(entries)
    (folder / MANIFEST).write_text(manifest, encoding="utf-8")
    stamp(folder)
    return folder


def test_a_stamped_manifest_agrees_and_keeps_its_other_words(copied):
    text = (copied / MANIFEST).read_text(encoding="utf-8")

    assert compare(copied)["agrees"].tolist() == [True, True]
    assert [entry.count for entry in read_manifest(copied / MANIFEST)] == [2, 0]
    assert text.startswith("# a word before\n\n[[file]]")
    assert "\n# a word between\n\n[[file]]" in text
    assert stamp(copied) == []


def test_one_byte_changed_is_told(copied):
    table = copied / "reference" / "places.csv"
    table.write_bytes(table.read_bytes().replace(b"Aisne", b"aisne"))

    told = compare(copied).set_index("path")["agrees"]

    assert told.to_dict() == {"reference/places.csv": False, "reference/places.geojson": True}
    assert stamp(copied) == ["reference/places.csv"]
    assert compare(copied)["agrees"].all()


def test_a_wrong_count_is_told(copied):
    manifest = copied / MANIFEST
    manifest.write_text(manifest.read_text(encoding="utf-8").replace("rows = 2", "rows = 3"), encoding="utf-8")

    assert compare(copied)["agrees"].tolist() == [False, True]


def test_a_file_without_entry_and_an_entry_without_file_are_told(copied):
    shutil.move(copied / "reference" / "places.csv", copied / "reference" / "strays.csv")

    told = compare(copied).set_index("path")

    assert told["agrees"].to_dict() == {
        "reference/places.csv": False,
        "reference/places.geojson": True,
        "reference/strays.csv": False,
    }
    assert (told.loc["reference/places.csv", "found"], told.loc["reference/strays.csv", "expected"]) == ("", "")
    with pytest.raises(ValueError, match=r"there is no .*places\.csv"):
        stamp(copied)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('licence = "x"\n', "", r"reference/places\.csv: missing \['licence'\]"),
        ('licence = "x"', 'licence = "x"\nlicense = "x"', r"unknown \['license'\]"),
        ("rows = 2\n", "", r"missing \['rows'\]"),
        ("places.geojson", "places.csv", r"missing \['rows'\]|entered twice"),
        ("[[file]]", "[[file", "not a readable manifest"),
    ],
)
def test_a_manifest_that_is_not_one_is_an_error(copied, old, new, message):
    manifest = copied / MANIFEST
    manifest.write_text(manifest.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")

    with pytest.raises(ValueError, match=message):
        read_manifest(manifest)


# --- boundaries -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("read", "number"),
    [
        (lambda: levels.read_departments(), 101),
        (lambda: levels.read_departments(detail=True), 101),
        (levels.read_regions, 18),
        (levels.read_countries, 237),
    ],
)
def test_the_readers_give_each_place_once(read, number):
    places = read()

    assert len(places) == number
    assert places["code"].is_unique
    assert places.crs == "EPSG:4326"


@pytest.mark.parametrize("name", BOUNDARIES)
def test_outlines_are_valid_and_turn_as_rfc_7946_asks(name):
    features = json.loads((REFERENCE / name).read_text(encoding="utf-8"))["features"]

    for feature in features:
        shape = shapely.from_geojson(json.dumps(feature["geometry"]))
        assert shape.is_valid, feature["properties"]
        west, south, east, north = shape.bounds
        assert -180 <= west <= east <= 180
        assert -90 <= south <= north <= 90
        for polygon in shapely.get_parts(shape):
            assert polygon.exterior.is_ccw, feature["properties"]
            assert not any(hole.is_ccw for hole in polygon.interiors), feature["properties"]


@pytest.mark.parametrize("name", BOUNDARIES)
def test_a_boundary_file_has_one_feature_a_line_and_no_crs_of_its_own(name):
    text = (REFERENCE / name).read_text(encoding="utf-8")
    first, *features, last = text.splitlines()

    assert (first, last) == ('{"type":"FeatureCollection","features":[', "]}")
    assert len(features) == len(json.loads(text)["features"])
    assert text.endswith("]}\n")


def test_departments_cover_the_country_without_overlap():
    for detail in (False, True):
        departments = levels.read_departments(detail=detail)
        assert departments.geometry.is_valid_coverage()
    assert levels.read_regions().geometry.is_valid_coverage()


def test_the_boundaries_have_the_columns_that_the_project_uses():
    assert list(levels.read_departments().columns) == ["code", "name", "region", "region_name", "geometry"]
    assert list(levels.read_regions().columns) == ["code", "name", "geometry"]
    assert list(levels.read_countries().columns) == ["code", "iso_a2", "name_fr", "name_en", "geometry"]


def test_no_country_reaches_round_the_globe():
    spans = levels.read_countries().explode(index_parts=False).bounds

    assert (spans["maxx"] - spans["minx"]).max() < 180


def test_overseas_departments_are_inside_france():
    countries = levels.read_countries().set_index("code")
    departments = levels.read_departments().set_index("code")

    points = departments.geometry.representative_point().to_numpy()
    # at this scale an island is a few corners: near is all that can be asked
    assert shapely.distance(points, countries.loc["FRA", "geometry"]).max() < 0.1


# --- tables -----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def tables() -> dict[str, pd.DataFrame]:
    return {name: read_csv(REFERENCE / f"{name}.csv") for name in TABLES}


def test_the_tables_have_the_columns_that_the_project_uses(tables):
    population = ["population", "population_year"]
    beds = ["code", "year", "mco", "psychiatry", "smr", "usld", "total"]
    assert {name: list(table.columns) for name, table in tables.items()} == {
        "departments": ["code", "name_fr", "name_en", "region", *population],
        "regions": ["code", "name_fr", "name_en", *population],
        "countries": ["code", "iso_a2", "name_fr", "name_en", *population, "beds_per_1000", "beds_year"],
        "communes": ["insee", "name", "department", "region", "population", "latitude", "longitude"],
        "beds_departments": beds,
        "beds_regions": beds,
    }


@pytest.mark.parametrize("name", ["departments", "regions", "countries"])
def test_tables_and_outlines_have_the_same_codes_in_the_same_order(tables, name):
    outlines = json.loads((REFERENCE / f"{name}.geojson").read_text(encoding="utf-8"))["features"]

    assert tables[name]["code"].tolist() == [feature["properties"]["code"] for feature in outlines]


def test_every_department_has_a_region_that_exists(tables):
    drawn = levels.read_departments()

    assert set(tables["departments"]["region"]) == set(tables["regions"]["code"])
    assert drawn["region"].tolist() == tables["departments"]["region"].tolist()
    assert drawn["name"].tolist() == tables["departments"]["name_fr"].tolist()


def test_the_population_is_the_one_published(tables):
    departments = tables["departments"].set_index("code")
    population = departments["population"].astype(int)

    assert population.drop(MAYOTTE).sum() == 68_094_280
    assert departments.loc[MAYOTTE, ["population", "population_year"]].tolist() == ["256518", "2017"]
    assert set(departments.drop(MAYOTTE)["population_year"]) == {"2023"}


@pytest.mark.parametrize(("name", "key"), [("departments", "department"), ("regions", "region")])
def test_communes_add_up_to_their_departments_and_regions(tables, name, key):
    communes = tables["communes"].astype({"population": int})
    areas = tables[name].astype({"population": int}).set_index("code")["population"]

    assert communes.groupby(key)["population"].sum().to_dict() == areas.to_dict()


def test_every_commune_has_a_point_and_the_department_of_its_code(tables):
    communes = tables["communes"]

    assert len(communes) == 34_875
    assert communes["insee"].is_unique
    assert communes[["latitude", "longitude"]].notna().all(axis=None)
    assert communes["insee"].map(levels.department_of).equals(communes["department"])


@pytest.mark.parametrize(("year", "published"), [(2020, 387_000), (2023, 369_400), (2024, 367_300)])
def test_beds_add_up_to_what_the_survey_published(tables, year, published):
    for name in ("beds_departments", "beds_regions"):
        beds = tables[name].drop(columns="code").astype(int)
        of_year = beds[beds["year"] == year]
        assert of_year["total"].sum() == pytest.approx(published, abs=300)
        assert of_year[["mco", "psychiatry", "smr", "usld"]].sum(axis=1).eq(of_year["total"]).all()


def test_beds_of_departments_add_up_to_those_of_their_region(tables):
    region = tables["departments"].set_index("code")["region"]
    departments = tables["beds_departments"].astype({"total": int})
    regions = tables["beds_regions"].astype({"total": int})

    added = departments.groupby([departments["code"].map(region), "year"])["total"].sum()
    assert added.to_dict() == regions.set_index(["code", "year"])["total"].to_dict()


def test_every_department_and_region_has_beds_for_every_year(tables):
    for name in ("departments", "regions"):
        years = tables[f"beds_{name}"].groupby("code")["year"].apply(list)
        assert sorted(years.index) == sorted(tables[name]["code"])
        assert all(listed == [str(year) for year in range(2019, 2025)] for listed in years)


def test_a_country_has_figures_only_with_their_year(tables):
    countries = tables["countries"]

    assert countries["population"].notna().equals(countries["population_year"].notna())
    assert countries["beds_per_1000"].notna().equals(countries["beds_year"].notna())
    assert countries["beds_year"].dropna().astype(int).min() >= 2010
    # read without care, the code of Namibia is a missing value
    assert countries.set_index("code").loc["NAM", "iso_a2"] == "NA"


def test_names_in_english_are_those_that_english_uses(tables):
    english = pd.concat([tables["departments"], tables["regions"]]).set_index("name_fr")["name_en"].to_dict()

    changed = {name: called for name, called in english.items() if called != name}
    assert changed == {
        "Bretagne": "Brittany",
        "Corse": "Corsica",
        "Guyane": "French Guiana",
        "La Réunion": "Réunion",
        "Normandie": "Normandy",
    }
