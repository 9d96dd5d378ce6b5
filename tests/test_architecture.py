"""Rooms and the way their doors open: change it together with the design."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

# Each room imports only rooms above it. Facts first, then what is made of them, then how it is shown and said.
ORDER = (
    "version",  # what every export states; knows nothing
    "schema",  # every name and code, spelled once
    "links",  # says to which addresses a reader may be sent
    "veris",  # says what the codes are called in another database
    "store",  # reads files as the schema says
    "records",  # checks what was read
    "geography",  # places the sites that passed
    "tiles",  # lays the areas out on a grid, near where they lie
    "evidence",  # turns claims into figures
    "selection",  # the reader's choice, read from cells as records split them
    "impact",  # sums figures; days come from the dates that a selection reads
    "trends",  # counts by year, and what they allow one to conclude
    "visibility",  # puts the counts of the state beside ours
    "rates",  # counts by area, against people and beds
    "burden",  # beds of hospitals hit and bed-days, by the areas of the rates
    "spatial",  # says whether neighbours among the areas are alike
    "classes",  # parts a measure into classes
    "related",  # which incidents belong together
    "atlas",  # puts the tables together, with the figures and recoveries of each incident
    "areas",  # the rates of an atlas and a selection, area by area
    "profiles",  # everything that is said of each area
    "text",  # words, numbers and dates of a language
    "phrases",  # a place, a choice, a finding in words
    "conclusions",  # what a statistical result allows one to say
    "method",  # the words of the method page
    "theme",  # colours by job
    "assets",  # files for the browser, in the colours of the theme
    "plots",  # what a chart shows, whoever draws it
    "figures",  # draws trends and recoveries with words and colours
    "charts",  # draws what the statistics of areas and years say, dressed as figures are
    "maps",  # draws places with the files and colours
    "canvas",  # the paper and the pencil of pictures that stand alone
    "drawings",  # draws counts, services and recoveries on it
    "timeline_drawings",  # draws incidents and events in time on it
    "statistical_drawings",  # draws on it what the statistics of areas and years say
    "outlines",  # projects and scales outlines into the frames of a picture
    "map_drawings",  # draws maps of areas on it, to the scale of the maps
    "tile_drawings",  # draws their twins of tiles
    "place_drawings",  # draws places as marks
    "rasters",  # makes pixels of a picture
    "exports",  # writes what an atlas holds and a selection keeps
    "receipts",  # works a figure out again, with the rows and claims behind it as files
    "gallery",  # every picture of the pages by its name
    "cards",  # one incident, its card and its figures, as HTML
    "dossier",  # the parts of the file of one incident, as HTML
    "method_tables",  # the tables of the method page, as HTML
    "brief",  # the page of one department or region, to print
    "reference_packages",  # fetches what the reference files are made of
    "reference_geometry",  # makes outlines of it
    "reference_tables",  # makes tables of it
    "reference",  # compares files with the manifest, and makes them again
    "check",  # says whether an atlas and its files hold together
    "describe",  # writes what describes the files
    "contract",  # says what programs may ask, as documents made from the schema
    "heads",  # what search engines and previews see of a page
    "embeds",  # pages that show one picture or card alone
    "feeds",  # writes what feed readers and search engines fetch
    "kit",  # everything of a choice in one archive: tables, descriptions, drawings, sources
    "api",  # answers programs
    "edition_files",  # the files of the static edition, as the API gives them
    "edition_pictures",  # its drawings
    "edition_pages",  # its pages, from templates
    "edition",  # all of it, put into a folder
    "__main__",  # puts commands on top
)
OUTSIDE = {".git", ".venv", "node_modules", "screenshots"}
PROGRAMS = sorted(path for path in ROOT.rglob("*.py") if not OUTSIDE & set(path.relative_to(ROOT).parts))


def imports(path: Path) -> Iterator[str]:
    """The dotted names that a program imports, wherever in it; of `from a import b` also a.b."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} imports relatively"
            yield str(node.module)
            yield from (f"{node.module}.{name.name}" for name in node.names)


def rooms_imported(path: Path) -> set[str]:
    parts = {tuple(name.split(".")[:2]) for name in imports(path)}
    return {second for first, *rest in parts for second in rest if first == "analytics"} & set(ORDER)


def within(folder: str) -> list[Path]:
    return [path for path in PROGRAMS if path.relative_to(ROOT).parts[0] == folder]


def test_every_room_has_its_place_in_the_order():
    # the locale and what the browser runs are no Python
    rooms = {path.stem for path in within("analytics")} - {"__init__"}

    assert rooms == set(ORDER)
    assert len(ORDER) == len(set(ORDER))


@pytest.mark.parametrize("room", ORDER)
def test_a_room_imports_only_rooms_before_it(room):
    before = set(ORDER[: ORDER.index(room)])

    assert rooms_imported(ROOT / "analytics" / f"{room}.py") - before == set()


def test_the_imports_are_seen():
    assert rooms_imported(ROOT / "analytics" / "exports.py") == {
        *("areas", "assets", "atlas", "geography", "records", "schema", "selection"),
    }


@pytest.mark.parametrize("path", within("analytics"), ids=lambda path: path.stem)
def test_analytics_knows_no_screen(path):
    known = {name.partition(".")[0] for name in imports(path)}

    assert known.isdisjoint({"streamlit", "streamlit_folium", "dashboard", "tests"})


@pytest.mark.parametrize("path", within("analytics"), ids=lambda path: path.stem)
def test_only_the_rebuild_of_the_reference_reaches_for_the_network(path):
    reaching = {"urllib.request", "http.client", "requests", "socket", "subprocess", "httpx"} & set(imports(path))

    assert not reaching or path.stem == "reference_packages"


# each takes over half a second to import; a page that needs none of it must not wait (the functions that do, import it)
SLOW = {"statsmodels", "mapclassify", "libpysal", "esda", "scipy.stats", "scipy.optimize", "sklearn"}


@pytest.mark.parametrize("path", within("analytics"), ids=lambda path: path.stem)
def test_no_room_makes_the_start_wait_for_statistics(path):
    names = set()
    for line in ast.parse(path.read_text(encoding="utf-8")).body:  # not what functions import
        if isinstance(line, ast.Import):
            names |= {name.name for name in line.names}
        elif isinstance(line, ast.ImportFrom):
            names |= {str(line.module), *(f"{line.module}.{name.name}" for name in line.names)}

    assert not {slow for slow in SLOW for name in names if f"{name}.".startswith(f"{slow}.")}


def test_only_the_loading_caches():
    caching = {
        path.relative_to(ROOT).as_posix()
        for path in [*within("dashboard"), ROOT / "app.py"]
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if (isinstance(node, ast.Attribute) and node.attr.startswith("cache_"))
        or (isinstance(node, ast.alias) and node.name.startswith("cache_"))
    }

    assert caching == {"dashboard/loading.py"}


def test_no_folder_is_called_pages():
    # Streamlit takes such a folder beside an entry script for its own
    folders = {part for path in PROGRAMS for part in path.relative_to(ROOT).parts[:-1]}

    assert "pages" not in folders
    assert not [path for path in ROOT.rglob("pages") if path.is_dir() and not OUTSIDE & set(path.parts)]


def files() -> Iterator[Path]:
    """Every file of the project that holds text, hidden ones among them, without what tools leave behind."""
    hidden_by_tools = {*OUTSIDE, "__pycache__", ".hypothesis", ".pytest_cache", ".mypy_cache", ".ruff_cache"}
    for path in sorted(ROOT.rglob("*")):
        if path.is_file() and not hidden_by_tools & set(path.relative_to(ROOT).parts):
            yield path


def test_no_file_names_a_place_on_somebody_s_machine():
    # put together here, so that this file does not name them either
    words = [f"/{'work'}/", f"/{'tmp'}/", f"{'shared'}/"]
    told = []
    for path in files():
        content = path.read_bytes()
        told += [(path.relative_to(ROOT).as_posix(), word) for word in words if word.encode() in content]

    assert told == []
