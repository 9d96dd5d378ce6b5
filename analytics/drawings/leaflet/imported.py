"""The rows of an imported table on a map: the short arrays that the browser reads, and the base map that holds them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from analytics.drawings.leaflet.maps import AtlasMap, Bounds, Overlay, france_map, overlay, world_map
from analytics.drawings.leaflet.rows import POINT_COLUMNS
from analytics.drawings.maps.imported import AREA_ALONE, WITHIN, ImportedPlaces
from analytics.drawings.theme import Theme
from analytics.record.cells import rows_of
from analytics.schema import col
from analytics.words.text import Words

STEPS = 1_000  # of a degree: a hundred metres, less than a pixel of the nearest view
_MARKS = {
    col.DEPARTMENT: "imported_map.mark_department",
    col.STATE: "imported_map.mark_state",
    col.COUNTRY: "imported_map.mark_country",
}
_WORDS = ("row", "rows", "several", "opens")


def imported_base(places: ImportedPlaces) -> AtlasMap:
    """The map of France by region where all rows are there, else the world."""
    return france_map(regions=True) if places.french else world_map()


def imported_overlay(places: ImportedPlaces, words: Words, theme: Theme, map_words: dict[str, str]) -> Overlay:
    """The rows as circles that open as one comes nearer, and squares for those known to an area alone.

    Parameters
    ----------
    places : ImportedPlaces
    words, theme : Words, Theme
    map_words : dict of str to str
        Those of `maps.OVERLAY_WORDS`; what the map is called is said here.
    """
    own = {**attributed(map_words, places, words), "map": words("imported_map.map")}
    nothing = pd.DataFrame(columns=list(POINT_COLUMNS))
    around = None if places.french or places.around is None else Bounds(*places.around)
    made = overlay(nothing, None, (), None, theme, own, fit=around, towns=places.french)
    return made.with_imported(imported_rows(places, words))


def attributed(map_words: dict[str, str], places: ImportedPlaces, words: Words) -> dict[str, str]:
    """The words of a map with whose the places of states are, where it shows any."""
    if not places.areas[WITHIN].eq(col.STATE).any():
        return map_words
    return map_words | {"attribution": f"{map_words['attribution']}, {words('imported_map.attribution_states')}"}


def imported_rows(places: ImportedPlaces, words: Words) -> dict[str, Any]:
    """What leaflet/atlas/imported.js reads.

    Returns
    -------
    dict
        ``spots``: for each, how many thousandths of a degree it lies north and east of the one before, then its number,
        below zero where it stands for several places; ``areas``: latitude, longitude, number and words of each that has
        rows known to it alone; ``words``.
    """
    spots = places.spots
    steps = np.rint(np.column_stack([spots.latitude, spots.longitude]) * STEPS).astype(np.int64)
    numbers = np.where(spots.one_spot, spots.number, -spots.number)
    told = np.column_stack([np.diff(steps, axis=0, prepend=np.zeros((1, 2), np.int64)), numbers])
    alone = rows_of(places.areas[places.areas[AREA_ALONE] > 0])
    return {
        "spots": told.ravel().tolist(),
        "areas": [
            [
                round(float(row[col.LATITUDE]), 3),
                round(float(row[col.LONGITUDE]), 3),
                int(row[AREA_ALONE]),
                str(row[words.column("name")]),
                words(_MARKS[row[WITHIN]]),
            ]
            for row in alone
        ],
        # how many it is, is filled in by the browser
        "words": {name: words(f"imported_map.{name}", n="{n}") for name in _WORDS},
    }
