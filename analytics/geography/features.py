"""Reads the features of a GeoJSON file, and says which is not an area on the globe, and what of it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from analytics.schema import col
from analytics.schema.content import text

# longitude and latitude of the globe; a ring is closed, so that the smallest is a triangle of four points
_MOST = np.array([180.0, 90.0])
_FEWEST = 4
_DEGREES = ("CRS84", "EPSG::4326", "EPSG:4326")  # what such a file may say that its numbers are in


def read_features(path: Path) -> list[dict[str, Any]]:
    """The features of a file, in its order: each with `properties` that are text, and `geometry` that is an area.

    Raises
    ------
    ValueError
        Where the file is no collection of such features; the message says file, feature, what was found and expected.
    """
    try:
        read = json.loads(text(path, "GeoJSON file"), parse_constant=_refused)
    except (ValueError, RecursionError) as error:
        raise ValueError(f"{path.name}: not a readable GeoJSON file: {error}") from error
    features = read.get("features") if isinstance(read, dict) else None
    if not isinstance(features, list) or read.get("type") != "FeatureCollection":
        raise ValueError(f"{path.name}: not a readable GeoJSON file: expected a FeatureCollection with its features")
    stated = str(read.get("crs", _DEGREES[0]))
    if not any(known in stated for known in _DEGREES):
        raise ValueError(f"{path.name} has to be in EPSG:4326; it is in {stated}")
    for number, feature in enumerate(features, start=1):
        for told in _faults(feature):
            code = feature["properties"].get(col.CODE) if isinstance(feature, dict) and _has_cells(feature) else "?"
            raise ValueError(f"{path.name}, feature {number} ({code}): {told}")
    return features


def _refused(constant: str) -> float:
    raise ValueError(f"{constant} is no number")


def _has_cells(feature: dict[str, Any]) -> bool:
    return isinstance(feature.get("properties"), dict)


def _faults(feature: object) -> Iterator[str]:
    """What makes a feature none: what was found and what was expected."""
    if not isinstance(feature, dict) or feature.get("type") != "Feature" or not _has_cells(feature):
        yield "expected a Feature with properties and a geometry"
        return
    for name, cell in feature["properties"].items():
        if not (cell is None or isinstance(cell, str)):
            yield f"{name}: found {cell!r}, expected text"
    shape = feature.get("geometry")
    if not isinstance(shape, dict):
        yield f"geometry: found {shape!r}, expected a Polygon or a MultiPolygon"
        return
    kind = shape.get("type")
    if kind not in ("Polygon", "MultiPolygon"):
        yield f"geometry: found {kind}, expected a Polygon or a MultiPolygon"
        return
    areas = shape.get("coordinates") if kind == "MultiPolygon" else [shape.get("coordinates")]
    if not (isinstance(areas, list) and areas and all(isinstance(rings, list) and rings for rings in areas)):
        yield "geometry: found no ring, expected at least one"
        return
    for rings in areas:
        for number, ring in enumerate(rings, start=1):
            told = _of_ring(ring)
            if told:
                yield f"geometry, ring {number}: {told}"


def _of_ring(ring: object) -> str:
    """What is wrong with a ring; empty where nothing is."""
    try:
        points = np.array(ring, dtype=float)
    except (TypeError, ValueError):
        return "found what are no numbers, expected pairs of longitude and latitude"
    if points.ndim != 2 or points.shape[1] != 2 or len(points) < _FEWEST:
        return f"found {len(ring) if isinstance(ring, list) else ring} points, expected {_FEWEST} or more, each a pair"
    beyond = ~(np.abs(points) <= _MOST).all(axis=1)
    if beyond.any():
        return f"found {points[beyond][0].tolist()}, expected a longitude of ±180 at most and a latitude of ±90"
    if (points[0] != points[-1]).any():
        return f"found {points[-1].tolist()} as its last point, expected its first, {points[0].tolist()}"
    return ""
