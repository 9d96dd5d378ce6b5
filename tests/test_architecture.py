"""Rooms and the way their doors open: change it together with the design."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tools.graph import imports

ROOT = Path(__file__).resolve().parent.parent

# The packages from the ground up: each imports only itself and those before it.
PACKAGES = (
    "schema",  # what the data are; knows nothing else
    "record",  # what was collected and what passed
    "geography",  # where
    "selection",  # the reader's choice
    "evidence",  # claims to a value with a range and its sources
    "atlas",  # all of it together
    "statistics",  # numbers, no words
    "words",  # every sentence and every number as it is written
    "find",  # what a reader means by what was typed
    "feeds",  # public files of others, read into one table
    "database",  # the record and imported tables in PostgreSQL with PostGIS
    "linking",  # which of their rows are the same event
    "drawings",  # numbers and words to shapes
    "outputs",  # what is taken away
    "api",  # HTTP only
    "edition",  # the static edition
    "cli",  # one file a command
)
# What a library does, it does behind one door.
LIBRARY_DOORS = {
    "charset_normalizer": ("analytics/feeds/",),
    "dask": (),
    "distributed": ("analytics/feeds/cluster.py",),
    "splink": ("analytics/linking/model.py",),
    "duckdb": ("analytics/linking/model.py",),
    "rapidfuzz": ("analytics/find/",),
    "folium": ("analytics/drawings/leaflet/",),
    "branca": ("analytics/drawings/leaflet/",),
    "plotly": ("analytics/drawings/plotly/",),
    "starlette": ("analytics/api/", "dashboard/"),
    "matplotlib": (),
    "sqlalchemy": ("analytics/database/",),
    "psycopg": ("analytics/database/",),
    "geoalchemy2": ("analytics/database/",),
    "streamlit": ("dashboard/", "app.py"),
    "streamlit_folium": ("dashboard/",),
    "tools": ("analytics/cli/", "tools/"),
}
# Packages that stand side by side: none knows the other.
APART = {("edition", "api"), ("outputs", "api")}
OUTSIDE = {".git", ".venv", "node_modules", "screenshots"}
PROGRAMS = sorted(path for path in ROOT.rglob("*.py") if not OUTSIDE & set(path.relative_to(ROOT).parts))


def packages_imported(path: Path) -> set[str]:
    parts = {tuple(name.split(".")[:2]) for name in imports(path)}
    return {second for first, *rest in parts for second in rest if first == "analytics"} & set(PACKAGES)


def within(folder: str) -> list[Path]:
    return [path for path in PROGRAMS if path.relative_to(ROOT).parts[0] == folder]


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


IN_PACKAGES = [path for path in within("analytics") if len(path.relative_to(ROOT).parts) > 2]
PROGRAM = [path for folder in ("analytics", "dashboard", "tools", "app.py") for path in within(folder)]


def test_every_package_has_its_place_in_the_order():
    folders = {path.relative_to(ROOT).parts[1] for path in IN_PACKAGES}

    assert folders == set(PACKAGES)
    assert len(PACKAGES) == len(set(PACKAGES))


@pytest.mark.parametrize("path", IN_PACKAGES, ids=name_of)
def test_a_package_imports_only_packages_before_it(path):
    own = path.relative_to(ROOT).parts[1]
    before = set(PACKAGES[: PACKAGES.index(own) + 1]) - {other for one, other in APART if one == own}

    assert packages_imported(path) - before == set()


@pytest.mark.parametrize("path", PROGRAM, ids=name_of)
def test_a_library_has_one_door(path):
    known = {name.partition(".")[0] for name in imports(path)}
    shut = {library for library, doors in LIBRARY_DOORS.items() if not name_of(path).startswith(doors or ("none",))}

    assert known & shut == set()


@pytest.mark.parametrize("path", PROGRAM, ids=name_of)
def test_no_module_takes_a_private_name_from_another(path):
    taken = [
        name.name
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and node.module != "__future__"
        for name in node.names
        if name.name.startswith("_")
    ]

    assert taken == []


# What can be read at one sitting, and what fits a screen.
LONGEST_FILE, LONGEST_FUNCTION = 450, 60
SENT_TO_BROWSERS = [
    path
    for folder in ("analytics", "dashboard")
    for end in ("js", "css")
    for path in sorted((ROOT / folder).rglob(f"*.{end}"))
]


@pytest.mark.parametrize("path", [*PROGRAM, *within("tests"), *SENT_TO_BROWSERS], ids=name_of)
def test_no_file_is_too_long_to_be_read(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST_FILE


@pytest.mark.parametrize("path", PROGRAM, ids=name_of)
def test_no_function_is_too_long_to_be_seen(path):
    long = {
        node.name: node.end_lineno - node.lineno + 1
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.end_lineno - node.lineno >= LONGEST_FUNCTION
    }

    assert long == {}


def test_the_imports_are_seen():
    assert packages_imported(ROOT / "analytics" / "statistics" / "rates.py") == {"schema", "statistics"}


@pytest.mark.parametrize("path", within("analytics"), ids=name_of)
def test_analytics_knows_no_screen(path):
    known = {name.partition(".")[0] for name in imports(path)}

    assert known.isdisjoint({"streamlit", "streamlit_folium", "dashboard", "tests"})


@pytest.mark.parametrize("path", [*within("analytics"), *within("tools")], ids=name_of)
def test_only_tools_reach_beyond_the_program(path):
    reaching = {"urllib.request", "http.client", "requests", "socket", "subprocess", "httpx"} & set(imports(path))

    assert not reaching or name_of(path) in (
        "tools/audit.py",
        "tools/reference/packages.py",
        "tools/compare/answers.py",
    )


# each takes over half a second to import; a page that needs none of it must not wait (the functions that do, import it)
SLOW = {
    "statsmodels",
    "mapclassify",
    "libpysal",
    "esda",
    "scipy.stats",
    "scipy.optimize",
    "sklearn",
    "splink",
    "duckdb",
}


@pytest.mark.parametrize("path", within("analytics"), ids=name_of)
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
