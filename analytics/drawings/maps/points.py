"""Which places of the incidents a map shows, and which it leaves out, in words."""

from __future__ import annotations

import pandas as pd

from analytics.geography.levels import NOT_A_PLACE
from analytics.schema import col
from analytics.schema.codes import FRANCE, OVERSEAS_DEPARTMENTS
from analytics.words.incidents import names
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


def not_drawn(points: pd.DataFrame, *, france: bool) -> pd.DataFrame:
    """Points that a map cannot show, for the page to say: without coordinates, or outside the map of France.

    A point is on the map of France when it lies in the main frame or in one of the departments with an inset.
    """
    placed = points[col.LATITUDE].notna() & points[col.LONGITUDE].notna()
    if france:
        south, west, north, east = FRANCE_FRAME
        inside = points[col.LATITUDE].between(south, north) & points[col.LONGITUDE].between(west, east)
        placed &= inside | points[col.DEPARTMENT].isin(OVERSEAS_DEPARTMENTS)
    return points[~placed]


def left_out(points: pd.DataFrame, kept: pd.DataFrame, words: Words, *, france: bool) -> list[str]:
    """What a map of places does not show: incidents abroad, incidents without a place, places without a point."""
    hidden = not_drawn(points, france=france)
    drawn = set(points[col.INCIDENT_ID][~points.index.isin(hidden.index)])
    missing = kept[[col.INCIDENT_ID, col.COUNTRY, words.column("name"), col.STATUS]]
    missing = missing[~missing[col.INCIDENT_ID].isin(drawn)]
    abroad = missing[missing[col.COUNTRY] != FRANCE] if france else missing.iloc[:0]
    nowhere = missing.drop(abroad.index)
    notes = []
    if len(abroad):
        notes.append(words("map.abroad", count=len(abroad)))
    if len(nowhere):
        if len(nowhere) > MOST_NAMED:
            notes.append(words("map.nowhere_many", count=len(nowhere)))
        else:
            named = words.listing(names(nowhere, words).to_list())
            notes.append(words("map.nowhere", count=len(nowhere), names=named))
    of_drawn = hidden[hidden[col.INCIDENT_ID].isin(drawn)]
    if len(of_drawn):
        notes.append(words("map.sites_without_point", count=of_drawn[col.SITE_ID].nunique()))
    return notes
