"""What the browser fetches from us: each file once, with its address and its checksum.

Leaflet and its cluster plugin come from PyPI packages, the map program and the geometry from this project.
The address holds a version or a checksum, so that a browser may keep a file for good. This room reads the
files and serves nothing; dashboard/files.py does.
"""

from __future__ import annotations

import hashlib
import json
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

from analytics.drawings.theme import DARK, LIGHT, THEMES, Theme, thin_lines
from analytics.record.files import read_csv
from analytics.schema import col
from analytics.schema.codes import OVERSEAS_DEPARTMENTS
from analytics.schema.content import content

ROOT = Path(__file__).resolve().parents[3]
REFERENCE = ROOT / "data" / "reference"
PROGRAM = Path(__file__).resolve().parent

MEDIA_TYPES = {
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".geojson": "application/geo+json",
    ".json": "application/json",
}

# The files of the map program (leaflet/atlas), in the order in which they stand in what the browser gets.
MAP_PROGRAM = (
    *("projections", "drawing", "state", "view", "areas", "points", "hospitals", "imported", "towns", "furniture"),
    "start",
)
LEAFLET_FILES = ("leaflet.js", "leaflet.css")
CLUSTER_FILES = ("leaflet.markercluster.js", "MarkerCluster.css")

STYLE_SHEETS = ("atlas.css", "furniture.css")
TOWNS_OF_A_DEPARTMENT = 5

# name in the address → file in data/reference; the map draws the lighter geometry, joins use the detailed
GEOMETRY = {
    "departments.geojson": "departments_light.geojson",
    "regions.geojson": "regions_light.geojson",
    "countries.geojson": "countries.geojson",
}


class Asset(NamedTuple):
    """A file for the browser.

    Attributes
    ----------
    address : where it is served, below ``assets/``; it changes whenever the content does.
    plain_address : the same without version or checksum, for people and for scripts; never kept for good.
    content : the bytes of the file.
    media_type : its content type.
    checksum : SHA-256 of the content, hexadecimal.
    """

    address: str
    plain_address: str
    content: bytes
    media_type: str
    checksum: str


def _asset(folder: str, name: str, content: bytes, version: str = "") -> Asset:
    """A file under its version or, for want of one, under the start of its checksum."""
    checksum = hashlib.sha256(content).hexdigest()
    address = f"{folder}/{version or checksum[:12]}/{name}"
    return Asset(address, f"{folder}/{name}", content, MEDIA_TYPES[Path(name).suffix], checksum)


def _vendored(package: str, folder: str, names: tuple[str, ...]) -> dict[str, Asset]:
    """Files of an XStatic package, with its version in the address."""
    module = import_module(f"xstatic.pkg.{package}")
    data = Path(module.BASE_DIR)
    return {name: _asset(folder, name, (data / name).read_bytes(), module.VERSION) for name in names}


def theme_css() -> str:
    """Every colour of the two themes as CSS variables, so that a change of theme changes no drawing."""
    rules = (
        f':root[data-scheme="{theme.name}"] {{\n  color-scheme: {theme.name};\n{_variables(theme)}}}\n'
        for theme in THEMES.values()
    )
    return "\n".join(rules)


def system_css() -> str:
    """The same variables for pages without a script: the light ones, and the dark where the reader's system asks."""
    return (
        f":root {{\n  color-scheme: light dark;\n{_variables(LIGHT)}}}\n\n"
        f"@media (prefers-color-scheme: dark) {{\n:root {{\n{_variables(DARK)}}}\n}}\n"
    )


def page_css(theme: str) -> str:
    """The variables of a page that keeps to one theme, or (``auto``) follows the reader's system."""
    if theme == "auto":
        return system_css()
    return f":root {{\n  color-scheme: {theme};\n{_variables(THEMES[theme])}}}\n"


def _variables(theme: Theme) -> str:
    """A line for each colour of a theme, named after its job."""
    colours = {
        "paper": theme.paper,
        "panel": theme.panel,
        "text": theme.text,
        "muted": theme.muted,
        "line": theme.line,
        "border": theme.border,
        "accent": theme.accent,
        "selected": theme.selected,
        "caution": theme.caution,
        "zero": theme.zero,
        "no-data": theme.no_data,
        **{f"ramp-{place}": colour for place, colour in enumerate(theme.ramp)},
        "thin-zero": thin_lines(theme.zero, theme),
        **{f"thin-ramp-{place}": thin_lines(colour, theme) for place, colour in enumerate(theme.ramp)},
        **{f"type-{kind}": colour for kind, colour in theme.attack_types.items()},
    }
    return "".join(f"  --{job}: {colour};\n" for job, colour in colours.items())


def map_program() -> str:
    """The map program as one file for the browser, in a function that keeps its names to itself.

    Each of its files uses the names of those before it.
    """
    files = ((PROGRAM / "atlas" / f"{name}.js").read_text(encoding="utf-8") for name in MAP_PROGRAM)
    return "\n".join(['(function () {\n"use strict";\n', *files, "})();\n"])


def towns() -> bytes:
    """The towns that a map of France may name: name, latitude, longitude, those with most people first.

    Five of each department of the mainland, so that there is one wherever the reader looks; the overseas departments
    are named by their insets.
    """
    communes = read_csv(REFERENCE / "communes.csv")
    communes = communes[~communes[col.DEPARTMENT].isin(OVERSEAS_DEPARTMENTS)].dropna(subset=[col.LATITUDE])
    numbers = communes[[col.POPULATION, col.LATITUDE, col.LONGITUDE]].astype(float)
    communes = communes.assign(**numbers).sort_values([col.POPULATION, col.INSEE], ascending=[False, True])
    largest = communes.groupby(col.DEPARTMENT).head(TOWNS_OF_A_DEPARTMENT)
    rows = [
        [name.replace("'", "’"), round(latitude, 3), round(longitude, 3)]
        for name, latitude, longitude in largest[["name", col.LATITUDE, col.LONGITUDE]].itertuples(index=False)
    ]
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":")).encode()


def hospitals() -> bytes:
    """The hospitals that a map of France may show: number, name, town, department, latitude, longitude, beds.

    Those of the register that have a point and had beds in the last year of the survey.
    """
    beds = read_csv(REFERENCE / "hospital_beds.csv")
    last = beds[beds[col.YEAR] == beds[col.YEAR].max()].set_index(col.FINESS_ET)[col.BEDS]
    register = read_csv(REFERENCE / "hospitals.csv").dropna(subset=[col.LATITUDE])
    columns = [col.FINESS_ET, "name", col.TOWN, col.DEPARTMENT, col.LATITUDE, col.LONGITUDE]
    rows = [
        [*texts, round(float(latitude), 4), round(float(longitude), 4), int(last[texts[0]])]
        for *texts, latitude, longitude in register[columns].itertuples(index=False)
        if texts[0] in last.index
    ]
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":")).encode()


@cache
def assets() -> dict[str, Asset]:
    """Every file that the browser may ask for, by name; read once, since files do not change while serving.

    A file that is missing is an error here, at the start, not a blank map later.
    """
    return {
        **_vendored("leaflet", "leaflet", LEAFLET_FILES),
        **_vendored("leaflet_markercluster", "markercluster", CLUSTER_FILES),
        "atlas.js": _asset("map", "atlas.js", map_program().encode()),
        "atlas.css": _asset("map", "atlas.css", b"".join((PROGRAM / name).read_bytes() for name in STYLE_SHEETS)),
        "theme.css": _asset("map", "theme.css", theme_css().encode()),
        "towns.json": _asset("geo", "towns.json", towns()),
        "hospitals.json": _asset("geo", "hospitals.json", hospitals()),
        **{name: _asset("geo", name, content(REFERENCE / file)) for name, file in GEOMETRY.items()},
    }


def address(name: str, base: str) -> str:
    """Address of a file for the browser, below ``base``; an unknown name is an error."""
    known = assets()
    if name not in known:
        raise ValueError(f"no file {name!r} for the browser; there are {sorted(known)}")
    return f"{base}/{known[name].address}"
