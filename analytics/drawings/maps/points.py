"""Which places of the incidents a map shows, and which it leaves out, in words."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from analytics.geography.levels import NOT_A_PLACE
from analytics.record.cells import rows_of
from analytics.schema import col
from analytics.schema.codes import FRANCE, OVERSEAS_DEPARTMENTS, POINT_PRECISIONS, ROLES
from analytics.words.incidents import called
from analytics.words.text import Words

# South, west, north and east of what the main frame of the map of France shows; the rest is in the insets.
FRANCE_FRAME = (40.5, -6.5, 52.0, 10.5)

MOST_NAMED = 24  # incidents without a place that are named one by one


def places_of(sites: pd.DataFrame, kept: pd.DataFrame, *, france: bool) -> pd.DataFrame:
    """The places of incidents with the type of attack and the status; a marker that is no place has no point.

    Parameters
    ----------
    sites : DataFrame
        Sites with their places (`atlas.sites`).
    kept : DataFrame
        Published incidents.
    france : bool
        All places in France; else the first place of each incident: on the scale of the world one says enough.
    """
    rows = pd.DataFrame(sites)
    rows = rows[rows[col.INCIDENT_ID].isin(kept[col.INCIDENT_ID])]
    if france:
        rows = rows[rows[col.COUNTRY] == FRANCE]
    else:
        # a real place of the incident before a marker
        real = rows[col.LATITUDE].notna() & rows[col.POINT_PRECISION].ne(NOT_A_PLACE)
        rows = rows.loc[real.sort_values(ascending=False, kind="stable").index].drop_duplicates(col.INCIDENT_ID)
        rows = rows.sort_index()
    of_incident = kept.set_index(col.INCIDENT_ID)
    inherited = (col.ATTACK_TYPE, col.STATUS)
    points = rows.assign(**{name: rows[col.INCIDENT_ID].map(of_incident[name]) for name in inherited})
    points.loc[points[col.POINT_PRECISION] == NOT_A_PLACE, col.LATITUDE] = float("nan")
    return points


def further(points: pd.DataFrame, *, france: bool, preferred: npt.NDArray[np.bool_] | None = None) -> pd.Series:
    """Whether each place is a further one of its incident: a map counts incidents, so that each has one mark.

    The mark stands at the first place that the map can show, of those preferred where there is one.

    Parameters
    ----------
    points : DataFrame
        As `places_of` gives them.
    france : bool
        Of the map of France, or of the world.
    preferred : array of bool, optional
        The places that lie in the areas chosen.
    """
    rank = np.where(_drawn(points, france=france), 0, 2) + (0 if preferred is None else np.where(preferred, 0, 1))
    ranked = pd.Series(rank, index=points.index).sort_values(kind="stable")
    first = points.loc[ranked.index, col.INCIDENT_ID].drop_duplicates().index
    return pd.Series(~points.index.isin(first), index=points.index)


def not_drawn(points: pd.DataFrame, *, france: bool) -> pd.DataFrame:
    """Points that a map cannot show, for the page to say: without coordinates, or outside the map of France.

    A point is on the map of France when it lies in the main frame or in one of the departments with an inset.
    """
    return points[~_drawn(points, france=france)]


def _drawn(points: pd.DataFrame, *, france: bool) -> npt.NDArray[np.bool_]:
    """Whether each point is on the map."""
    north, east = (points[name].to_numpy(float) for name in (col.LATITUDE, col.LONGITUDE))
    placed = ~(np.isnan(north) | np.isnan(east))
    if not france:
        return np.asarray(placed)
    southmost, westmost, northmost, eastmost = FRANCE_FRAME
    inside = (southmost <= north) & (north <= northmost) & (westmost <= east) & (east <= eastmost)
    overseas = [department in OVERSEAS_DEPARTMENTS for department in points[col.DEPARTMENT].to_list()]
    return np.asarray(placed & (inside | np.array(overseas, dtype=bool)))


def told(points: pd.DataFrame, words: Words) -> list[str]:
    """What is said of each place: what part it had in the incident, and how exact its point is."""
    return [
        words("semicolon").join([words.label(ROLES, role), words.label(POINT_PRECISIONS, precision)])
        for role, precision in zip(points[col.ROLE], points[col.POINT_PRECISION], strict=True)
    ]


def left_out(points: pd.DataFrame, kept: pd.DataFrame, words: Words, *, france: bool) -> list[str]:
    """What a map of places does not show: incidents abroad, incidents without a place, places without a point."""
    of_points = list(zip(points[col.INCIDENT_ID].to_list(), _drawn(points, france=france).tolist(), strict=True))
    drawn = {incident for incident, is_drawn in of_points if is_drawn}
    rows = rows_of(kept, (col.INCIDENT_ID, col.COUNTRY, words.column("name"), col.STATUS))
    missing = [row for row in rows if row[col.INCIDENT_ID] not in drawn]
    abroad = sum(france and row[col.COUNTRY] != FRANCE for row in missing)
    nowhere = [called(row, words) for row in missing if not france or row[col.COUNTRY] == FRANCE]
    notes = []
    if abroad:
        notes.append(words("map.abroad", count=abroad))
    if len(nowhere) > MOST_NAMED:
        notes.append(words("map.nowhere_many", count=len(nowhere)))
    elif nowhere:
        notes.append(words("map.nowhere", count=len(nowhere), names=words.listing(nowhere)))
    hidden = [not is_drawn and incident in drawn for incident, is_drawn in of_points]
    if any(hidden):
        notes.append(words("map.sites_without_point", count=points[col.SITE_ID][hidden].nunique()))
    return notes
