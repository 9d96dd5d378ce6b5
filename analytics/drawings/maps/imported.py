"""Where the rows of an imported table are, however many: points gathered into few, and areas for what has none.

A row that is known to its department, state or country alone is at no place in it: it is counted at the point where the
name of that area would be written, and said to be known to that alone.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, NamedTuple

import numpy as np
import pandas as pd

from analytics.geography.gathered import Gathered, gather
from analytics.record.files import DATA, read_csv
from analytics.schema import col
from analytics.schema.codes import FRANCE
from analytics.words.text import Words

MOST_SPOTS = 3_000  # some forty kilobytes, whatever the table weighs
WITHIN = "within"
AREA, POINTS, AREA_ALONE, ROWS = COLUMNS = ("area", "points", "area_alone", "all_rows")
# the smallest first, each with the list that names its areas
_LISTS = {col.DEPARTMENT: "departments.csv", col.STATE: "us_states.csv", col.COUNTRY: "countries.csv"}
AREA_COLUMNS = (WITHIN, col.CODE, col.NAME_FR, col.NAME_EN, col.LATITUDE, col.LONGITUDE, POINTS, AREA_ALONE)
_ALONE = {
    col.DEPARTMENT: "imported_map.alone_department",
    col.STATE: "imported_map.alone_state",
    col.COUNTRY: "imported_map.alone_country",
}
Outlined = Literal["department", "country"]
LabelPoints = Callable[[Outlined], pd.DataFrame]


class ImportedPlaces(NamedTuple):
    """Where the rows of a table are: those at points, those of areas alone, those nowhere are all of it.

    Attributes
    ----------
    spots : Gathered
        The rows that have a point.
    areas : DataFrame
        The smallest area that is known of each row, with `AREA_COLUMNS`: which kind it is (`within`), code and names,
        where a number of it stands, how many rows in it have a point, and how many are known to it alone.
    unknown : int
        Rows with a point of which no area is known.
    nowhere : int
        Rows without point and area.
    french : bool
        Whether all that are somewhere are in France.
    """

    spots: Gathered
    areas: pd.DataFrame
    unknown: int
    nowhere: int
    french: bool

    @property
    def at_points(self) -> int:
        """The rows that have a point."""
        return int(self.spots.number.sum())

    @property
    def around(self) -> tuple[float, float, float, float] | None:
        """South, west, north and east of nearly all rows; None where they are half the world apart, or nowhere."""
        alone = self.areas[self.areas[AREA_ALONE] > 0]
        number = np.concatenate([self.spots.number, alone[AREA_ALONE]])
        if not len(number):
            return None
        north = _middle(np.concatenate([self.spots.latitude, alone[col.LATITUDE]]), number)
        east = _middle(np.concatenate([self.spots.longitude, alone[col.LONGITUDE]]), number)
        return None if east[1] - east[0] > 180 else (north[0], east[0], north[1], east[1])

    @property
    def on_map(self) -> int:
        """The rows that are somewhere."""
        return self.at_points + self.areas_alone

    @property
    def areas_alone(self) -> int:
        """The rows that are known to an area alone."""
        return int(self.areas[AREA_ALONE].sum())


def imported_places(
    table: pd.DataFrame, label_points: LabelPoints, most: int = MOST_SPOTS, number: pd.Series | None = None
) -> ImportedPlaces:
    """Where the rows of an imported table are.

    Parameters
    ----------
    table : DataFrame
        Columns latitude, longitude, department, state, country of the table `imported`.
    label_points : function
        Where a number for each area of a level stands: code, latitude, longitude (`geography.labels.label_points`).
    most : int, optional
        How many points they are gathered into.
    number : Series of int, optional
        How many rows each row stands for (`feeds.parts.places`); one if nobody says.
    """
    north, east = (table[name].to_numpy(float, na_value=np.nan) for name in (col.LATITUDE, col.LONGITUDE))
    rows = np.ones(len(table), np.int64) if number is None else number.to_numpy(np.int64)
    at_point = ~(np.isnan(north) | np.isnan(east))
    left = pd.Series(data=True, index=table.index)
    found = []
    for within in _LISTS:
        known = _areas(within, label_points)
        here = left & table[within].isin(known[col.CODE])
        left &= ~here
        code, is_here = table.loc[here, within].astype("str"), here.to_numpy()
        each = {POINTS: rows * at_point, AREA_ALONE: rows * ~at_point}
        counted = pd.DataFrame({name: count[is_here] for name, count in each.items()}).groupby(code.to_numpy()).sum()
        found.append(known.assign(within=within).merge(counted, left_on=col.CODE, right_index=True))
    areas = pd.concat(found, ignore_index=True)[list(AREA_COLUMNS)]
    is_left = left.to_numpy()
    french = areas[WITHIN].eq(col.DEPARTMENT) | areas[col.CODE].eq(FRANCE)
    unknown = int(rows[is_left & at_point].sum())
    return ImportedPlaces(
        gather(north, east, most, rows),
        areas,
        unknown,
        int(rows[is_left & ~at_point].sum()),
        bool(french.all() and not unknown),
    )


def _middle(places: np.ndarray, number: np.ndarray) -> tuple[float, float]:
    """Between which of some numbers, each so often, all but a fiftieth at either end lie."""
    order = np.argsort(places)
    share = np.cumsum(number[order]) / number.sum()
    low, high = np.searchsorted(share, [0.02, 0.98])
    return float(places[order][low]), float(places[order][high])


def _areas(within: str, label_points: LabelPoints) -> pd.DataFrame:
    """The areas of a kind: code, names in both languages, where a number of each stands."""
    listed = read_csv(DATA / "reference" / _LISTS[within])
    if within == col.STATE:
        return listed.astype({col.LATITUDE: float, col.LONGITUDE: float})
    level: Outlined = "department" if within == col.DEPARTMENT else "country"
    return listed[[col.CODE, col.NAME_FR, col.NAME_EN]].merge(label_points(level), on=col.CODE, validate="one_to_one")


def area_names(within: str, words: Words) -> dict[str, str]:
    """The name of each area of a kind, by its code."""
    listed = read_csv(DATA / "reference" / _LISTS[within])
    return dict(zip(listed[col.CODE], listed[words.column("name")].astype("str"), strict=True))


def told(places: ImportedPlaces, words: Words, *, drawn: bool = False) -> list[str]:
    """What the map shows of the table, and what it does not, a sentence each; nothing is left out of both.

    Parameters
    ----------
    places : ImportedPlaces
    words : Words
    drawn : bool
        Of the drawing, which nobody comes nearer to.
    """
    sentences = [words("imported_map.drawn_points" if drawn else "imported_map.at_points", count=places.at_points)]
    for within, key in _ALONE.items():
        alone = int(places.areas.loc[places.areas[WITHIN] == within, AREA_ALONE].sum())
        if alone:
            sentences.append(words(key, count=alone))
    if places.nowhere:
        sentences.append(words("imported_map.nowhere", count=places.nowhere))
    together = int((~places.spots.one_spot).sum())
    if together and not drawn:
        sentences.append(words("imported_map.together", count=together))
    return sentences


def by_area(places: ImportedPlaces, words: Words) -> pd.DataFrame:
    """The same as a table, the areas with most rows first, then those of no area: `COLUMNS`."""
    areas = places.areas
    name = areas[words.column("name")].astype("str")
    table = pd.DataFrame({AREA: name, POINTS: areas[POINTS], AREA_ALONE: areas[AREA_ALONE]})
    table[ROWS] = table[POINTS] + table[AREA_ALONE]
    table = table.sort_values([ROWS, AREA], ascending=[False, True])
    if places.unknown or places.nowhere:
        rest = [words("imported_map.no_area"), places.unknown, places.nowhere, places.unknown + places.nowhere]
        table = pd.concat([table, pd.DataFrame([rest], columns=table.columns)])
    return table.reset_index(drop=True)
