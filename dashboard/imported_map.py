"""The map of an imported table on a page: circles and squares, what they are of, and the same as a table."""

from __future__ import annotations

from analytics.drawings.leaflet.imported import imported_base, imported_overlay
from analytics.drawings.maps.imported import COLUMNS, ImportedPlaces, by_area, told
from analytics.drawings.theme import Theme
from analytics.words.text import Words
from dashboard import say, tables
from dashboard.components import folded, map_words, show_map

HEIGHT = 520
HEADS = ("imported_map.area", "imported_map.points", "imported_map.area_alone", "imported_map.all_rows")


def imported_map(places: ImportedPlaces, words: Words, theme: Theme, key: str, height: int = HEIGHT) -> None:
    """Show where the rows of an imported table are, however many; words alone where none is anywhere.

    Parameters
    ----------
    places : ImportedPlaces
        From `analytics.drawings.maps.imported.imported_places(table, loading.label_points)`, once a table: what runs
        again with each choice takes it from there.
    words, theme : Words, Theme
    key : str
        Page and meaning, as for any widget.
    height : int
        In pixels.
    """
    if places.on_map:
        overlay = imported_overlay(places, words, theme, map_words(words, places.french))
        show_map(imported_base(places), overlay, key, height)
    say.caption(" ".join(told(places, words)))
    with folded(words("imported_map.table"), f"{key}-table") as is_open:
        if is_open:
            heads = {name: words(key) for name, key in zip(COLUMNS, HEADS, strict=True)}
            listed = by_area(places, words).rename(columns=heads)
            tables.show(tables.grid(listed, words), words("imported_map.map"), f"{key}-rows")
