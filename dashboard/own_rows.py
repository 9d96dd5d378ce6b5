"""What pages say of rows of a reader's own file that have no mark: areas of those without a point, circles of many.

A row that has a point has a mark like any incident, unless the file has too many of them. A row without a country is
on no page: how many of them there are is said.
"""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd

from analytics.atlas.brought import OWN
from analytics.drawings.leaflet.imported import attributed, imported_rows
from analytics.drawings.leaflet.maps import Bounds, Overlay
from analytics.drawings.maps.clusters import MOST_MARKS
from analytics.drawings.maps.imported import ImportedPlaces, imported_places, told
from analytics.schema import col
from analytics.schema.codes import FRANCE
from dashboard import loading, say
from dashboard.frame import Run


class OwnRows(NamedTuple):
    """The rows of the reader's file that the map shows otherwise than by marks.

    Attributes
    ----------
    places : where they are.
    incidents : their identifiers on this page.
    gathered : whether those that have a point are among them.
    """

    places: ImportedPlaces
    incidents: frozenset[str]
    gathered: bool

    def sentences(self, run: Run) -> list[str]:
        """What of the file is on the map, and how."""
        every = told(self.places, run.words)
        return every if self.gathered else every[1:]  # the first is of points, which have marks

    def on(self, overlay: Overlay, run: Run) -> Overlay:
        """The map with them."""
        return overlay.with_imported(imported_rows(self.places, run.words))

    def attributed(self, map_words: dict[str, str], run: Run) -> dict[str, str]:
        """The words of the map with whose the places of states are."""
        return attributed(map_words, self.places, run.words)

    def others(self, table: pd.DataFrame) -> pd.DataFrame:
        """The incidents or places of a table that are none of them."""
        return table[~table[col.INCIDENT_ID].isin(self.incidents)]


def own_rows(run: Run, points: pd.DataFrame) -> OwnRows | None:
    """Those rows, of the incidents kept; None where the page shows the record, or where all have marks.

    Parameters
    ----------
    run : Run
    points : DataFrame
        The places that the map would mark.
    """
    found = loading.shown()
    if found is None:
        return None
    rows = found[0].sorted.shown
    rows = rows.assign(incident=[f"{OWN}{number}" for number in range(1, len(rows) + 1)])
    rows = rows[rows["incident"].isin(run.kept[col.INCIDENT_ID])]
    if run.chosen.view == "france":
        rows = rows[rows[col.COUNTRY] == FRANCE]
    is_own = points[col.INCIDENT_ID].str.startswith(OWN) & points[col.LATITUDE].notna()
    gathered = int(is_own.sum()) > MOST_MARKS
    if not gathered:
        rows = rows[~rows["incident"].isin(points.loc[is_own, col.INCIDENT_ID])]
    if rows.empty:
        return None
    return OwnRows(imported_places(rows, loading.label_points), frozenset(rows["incident"]), gathered)


def where(run: Run) -> Bounds | None:
    """What the map of the world looks at first where it shows the file alone; whatever is chosen, it does not move."""
    found = loading.shown()
    if found is None or found[1] != "alone" or run.chosen.view == "france":
        return None
    brought = found[0]
    places: ImportedPlaces = brought.parts.of(
        "around", lambda: imported_places(brought.sorted.shown, loading.label_points)
    )
    return None if places.around is None else Bounds(*places.around)


def without_country(run: Run) -> None:
    """Say how many rows of the file answer the choice and are on no page, since they say no country."""
    found = loading.shown()
    if found is None:
        return
    count, words = found[0].without_country(run.selection), run.words
    if count is None:
        say.caption(words("mine.no_country_any", count=len(found[0].sorted.without_country)))
    elif count:
        say.caption(words("mine.no_country_kept", count=count))
