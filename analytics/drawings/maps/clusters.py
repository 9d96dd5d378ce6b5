"""Places that are too many for marks of their own: one circle an area, with its number of incidents."""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt
from typing import NamedTuple

import pandas as pd

from analytics.schema import col

MOST_MARKS = 600  # on one map; more weigh hundreds of kilobytes, and the eye sees none of them
LARGEST = 72  # pixels: the diameter of the largest circle of a map
VALUE = "value"


class Drawn(NamedTuple):
    """What a map draws of some places.

    Attributes
    ----------
    marks : DataFrame
        The places that have a mark each.
    circles : DataFrame
        code, latitude, longitude, value (incidents of the area) and incidents_claimed; None where all have marks.
    """

    marks: pd.DataFrame
    circles: pd.DataFrame | None = None


def drawn(points: pd.DataFrame, area: str, inside: pd.DataFrame, most: int = MOST_MARKS) -> Drawn:
    """The marks of places, or the circles of their areas where they are more than ``most``.

    Parameters
    ----------
    points : DataFrame
        As `points.places_of` gives them.
    area : str
        The column that holds the area of a place.
    inside : DataFrame
        A point inside each area: code, latitude, longitude (`labels.label_points`). A place in none of them keeps
        its mark.
    most : int, optional
    """
    if len(points) <= most:
        return Drawn(points)
    placed = points[col.LATITUDE].notna() & points[col.LONGITUDE].notna()
    if placed.sum() <= most:
        return Drawn(points)
    counted = placed & points[area].isin(inside[col.CODE])
    # an incident with several places in an area is one of it
    each = points.loc[counted, [col.INCIDENT_ID, area, col.STATUS]].drop_duplicates([col.INCIDENT_ID, area])
    claimed = (each[col.STATUS] == "claimed").groupby(each[area]).agg(["size", "sum"])
    of_area = claimed.set_axis([VALUE, col.INCIDENTS_CLAIMED], axis=1)
    return Drawn(points[~counted], inside.set_index(col.CODE).join(of_area, how="inner").reset_index())


def size_of_one(values: Sequence[float], usual: float) -> float:
    """The diameter of a circle of one with which the largest of some stays small enough for the map."""
    return min(usual, LARGEST / sqrt(max([*values, 1])))
