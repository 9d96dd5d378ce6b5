"""What a map draws at places, as the short rows that the browser reads: incidents with their places, and circles."""

from __future__ import annotations

from typing import Any, NamedTuple

import pandas as pd

from analytics.drawings.legends import HOLLOW_ROLES
from analytics.drawings.maps.clusters import VALUE
from analytics.record.cells import rows_of
from analytics.schema import col
from analytics.schema.codes import ATTACK_TYPES

LABEL, CALLED, WHEN, DETAIL, FURTHER, DIMMED = "label", "called", "when", "detail", "further", "dimmed"
POINT_COLUMNS = (
    col.INCIDENT_ID,
    col.LATITUDE,
    col.LONGITUDE,
    col.DEPARTMENT,
    col.ATTACK_TYPE,
    LABEL,
    CALLED,
    WHEN,
    DETAIL,
    FURTHER,
    col.ROLE,
    col.STATUS,
    DIMMED,
)
CIRCLE_COLUMNS = (col.CODE, col.LATITUDE, col.LONGITUDE, VALUE)
# Bits of the look of a place, as leaflet/atlas/points.js reads them.
_FILLED, _FURTHER = 1, 2


class Points(NamedTuple):
    """The places of incidents for the browser.

    Attributes
    ----------
    points : one an incident, in the order that leaflet/atlas/points.js reads (FIELDS), its places in it (PLACE_FIELDS).
    told : what is said of places, once each; a place has the number of its own.
    dimmed : the numbers of the places outside the areas chosen, counted through all rows.
    """

    points: list[list[Any]]
    told: list[str]
    dimmed: list[int]


def point_rows(points: pd.DataFrame) -> Points:
    """The places with coordinates as short rows: what is said of an incident stands there once, not once a place."""
    absent = [column for column in POINT_COLUMNS if column not in points.columns]
    if absent:
        raise ValueError(f"points lack {absent}; they have {list(points.columns)}")
    unknown = sorted(set(points[col.ATTACK_TYPE]) - set(ATTACK_TYPES))
    if unknown:
        raise ValueError(f"points have attack types without a mark: {unknown}")
    placed = points[points[col.LATITUDE].notna() & points[col.LONGITUDE].notna()]
    told = sorted({"" if pd.isna(detail) else str(detail) for detail in placed[DETAIL]})
    number = {detail: place for place, detail in enumerate(told)}
    incidents: dict[str, list[Any]] = {}
    dimmed: dict[str, list[bool]] = {}
    for row in rows_of(placed, POINT_COLUMNS):
        incident, detail, department = row[col.INCIDENT_ID], row[DETAIL], row[col.DEPARTMENT]
        is_claimed, called, when = int(row[col.STATUS] == "claimed"), str(row[CALLED]), str(row[WHEN])
        known = incidents.setdefault(incident, [str(incident), str(row[col.ATTACK_TYPE]), is_claimed, called, when, []])
        known[-1].append(
            [
                round(float(row[col.LATITUDE]), 4),
                round(float(row[col.LONGITUDE]), 4),
                "" if pd.isna(department) else str(department),
                "" if row[LABEL] == called else str(row[LABEL]),  # most places are called as their incident is
                number["" if pd.isna(detail) else str(detail)],
                _FILLED * (row[col.ROLE] not in HOLLOW_ROLES) + _FURTHER * bool(row[FURTHER]),
            ]
        )
        dimmed.setdefault(incident, []).append(bool(row[DIMMED]))
    every = [is_dimmed for incident in incidents for is_dimmed in dimmed[incident]]
    return Points(list(incidents.values()), told, [place for place, is_dimmed in enumerate(every) if is_dimmed])


def circle_rows(circles: pd.DataFrame) -> list[list[Any]]:
    """The circles as short rows: code, latitude, longitude, count."""
    absent = [column for column in CIRCLE_COLUMNS if column not in circles.columns]
    if absent:
        raise ValueError(f"circles lack {absent}; they have {list(circles.columns)}")
    if circles[col.CODE].duplicated().any():
        raise ValueError(f"areas with two circles: {sorted(circles.loc[circles[col.CODE].duplicated(), col.CODE])}")
    counts = circles[VALUE].astype("float64")
    strange = circles.loc[~(counts > 0) | (counts % 1 != 0), col.CODE]
    if not strange.empty:
        raise ValueError(f"circles are for counts above zero, which these areas have not: {sorted(strange)}")
    nowhere = circles.loc[circles[col.LATITUDE].isna() | circles[col.LONGITUDE].isna(), col.CODE]
    if not nowhere.empty:
        raise ValueError(f"circles without a point: {sorted(nowhere)}")
    return [
        [str(code), round(float(latitude), 4), round(float(longitude), 4), int(count)]
        for code, latitude, longitude, count in circles[list(CIRCLE_COLUMNS)].itertuples(index=False)
    ]
