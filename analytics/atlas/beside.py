"""Whether what stands beside the facts holds together: lists, outlines, changes and what is explained."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np
import pandas as pd

from analytics.geography.features import read_features
from analytics.geography.levels import DETAIL, department_of
from analytics.record import lists
from analytics.record.cells import rows_of
from analytics.record.corrections import CHANGES_FILE, EXPLAINED_FILE, read_changes, read_explained
from analytics.record.files import DATA, read_csv, read_table
from analytics.schema import col
from analytics.schema.tables import LISTS, OUTLINES
from analytics.schema.version import VERSION_FILE, read_version

MARGIN = 0.1  # degrees that a place may lie outside the frame of its department: harbours, islets, a coarse outline
_SHOWN = 10  # of each kind of fault


def faults(root: Path = DATA) -> Iterator[str]:
    """What is wrong with the files of a folder of data that the check of the facts does not see, a line each."""
    for read, file in ((read_changes, CHANGES_FILE), (read_explained, EXPLAINED_FILE), (read_version, VERSION_FILE)):
        try:
            read(root / file)
        except ValueError as error:
            yield str(error)
    yield from _of_places(root / "reference")


def _of_places(folder: Path) -> Iterator[str]:
    """What is wrong with lists and outlines: each by its schema, and against each other."""
    tables: dict[str, pd.DataFrame] = {}
    for name in (*LISTS, *OUTLINES):
        try:
            tables[name] = read_table(folder / name, LISTS[name]) if name in LISTS else read_outlines(folder / name)
        except ValueError as error:
            yield str(error)
    told = list(lists.faults(tables, LISTS | OUTLINES))
    yield from told
    if told or len(tables) < len(LISTS | OUTLINES):
        return  # what does not hold by itself is not held against others
    regions = tables[lists.DEPARTMENTS].set_index(col.CODE)[col.REGION]
    for name in (lists.COMMUNES, lists.DISTRICTS, *(name for name in OUTLINES if name.startswith("departments"))):
        yield from _few(contradictions(name, tables[name], regions))
    frames = _frames(folder / DETAIL)
    of_insee = pd.concat([tables[lists.COMMUNES], tables[lists.DISTRICTS]]).set_index(col.INSEE)[col.DEPARTMENT]
    spread = tables["people_points.csv"]
    for name, rows in (
        (lists.COMMUNES, tables[lists.COMMUNES]),
        (lists.DISTRICTS, tables[lists.DISTRICTS]),
        ("people_points.csv", spread.assign(**{col.DEPARTMENT: spread[col.INSEE].map(of_insee)})),
        ("hospitals.csv", read_csv(folder / "hospitals.csv")),
    ):
        yield from _few(astray(name, rows, frames))


def read_outlines(path: Path) -> pd.DataFrame:
    """What an outline file says beside its shapes, as strings, indexed by the number of the feature.

    Raises
    ------
    ValueError
        Where it is no such file, or has other properties than the schema names.
    """
    table = OUTLINES[path.name]
    rows = [feature["properties"] for feature in read_features(path)]
    for number, row in enumerate(rows, start=1):
        if set(row) != set(table.names):
            raise ValueError(f"{path.name}, feature {number}: expected the properties {table.names}, found {[*row]}")
    index = pd.RangeIndex(1, len(rows) + 1, name="line")
    return pd.DataFrame({name: [row[name] or None for row in rows] for name in table.names}, index=index, dtype="str")


def contradictions(name: str, rows: pd.DataFrame, regions: pd.Series) -> Iterator[str]:
    """Rows whose region is not that of their department, or whose department is not that of their INSEE code."""
    for line, row in zip(rows.index, rows_of(rows), strict=True):
        department = row[col.DEPARTMENT] if col.DEPARTMENT in row else row[col.CODE]
        where = f"{name}, line {line} ({row.get(col.INSEE, department)})"
        if col.INSEE in row and department_of(row[col.INSEE]) != department:
            expected = department_of(row[col.INSEE])
            yield f"{where}, department: contradicts-insee, found “{department}”, expected {expected}"
        if col.REGION in row and row[col.REGION] != regions[department]:
            expected = regions[department]
            yield f"{where}, region: contradicts-department, found “{row[col.REGION]}”, expected {expected}"


def astray(name: str, rows: pd.DataFrame, frames: Mapping[str, np.ndarray]) -> Iterator[str]:
    """Rows whose point lies outside the frame of their department: exchanged numbers, a lost sign, the open sea.

    Parameters
    ----------
    name : str
        Of the file.
    rows : DataFrame
        department, latitude, longitude and a key, indexed by line number.
    frames : mapping of str to array
        West, south, east and north of each department.
    """
    pointed = rows[rows[col.LATITUDE].notna() & rows[col.LONGITUDE].notna()]
    frame = np.array([frames.get(code, [-180, -90, 180, 90]) for code in pointed[col.DEPARTMENT]]).reshape(-1, 4)
    points = pointed[[col.LONGITUDE, col.LATITUDE]].astype(float).to_numpy()
    outside = ((points < frame[:, :2] - MARGIN) | (points > frame[:, 2:] + MARGIN)).any(axis=1)
    wrong = pointed.loc[pd.Series(outside, index=pointed.index)]
    for line, row, (west, south, east, north) in zip(wrong.index, rows_of(wrong), frame[outside], strict=True):
        found = f"{row[col.LATITUDE]}, {row[col.LONGITUDE]}"
        expected = f"{south:.2f} to {north:.2f}, {west:.2f} to {east:.2f}, where department {row[col.DEPARTMENT]} is"
        where = f"{name}, line {line} ({next(iter(row.values()))}), latitude and longitude"
        yield f"{where}: astray, found “{found}”, expected {expected}"


def _frames(path: Path) -> dict[str, np.ndarray]:
    frames = {}
    for feature in read_features(path):
        shape = feature["geometry"]
        areas = shape["coordinates"] if shape["type"] == "MultiPolygon" else [shape["coordinates"]]
        points = np.concatenate([np.array(ring) for rings in areas for ring in rings])
        frames[feature["properties"][col.CODE]] = np.concatenate([points.min(axis=0), points.max(axis=0)])
    return frames


def _few(told: Iterator[str]) -> Iterator[str]:
    """The first of many faults of one kind, and how many more there are."""
    listed = list(told)
    yield from listed[:_SHOWN]
    if len(listed) > _SHOWN:
        yield f"{listed[0].partition(',')[0]}: … and {len(listed) - _SHOWN} more of this kind"
