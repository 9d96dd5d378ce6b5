"""The drawings of the static edition: by name, light and dark, with the words that stand for each."""

from __future__ import annotations

import re
from typing import NamedTuple

import pandas as pd

from analytics import areas, drawings, phrases
from analytics.atlas import Atlas
from analytics.drawings import Drawing
from analytics.schema import CODE
from analytics.selection import Selection
from analytics.text import Words
from analytics.theme import THEMES, Theme

FOLDER = "pictures"
_SIZE = re.compile(r'<svg [^>]*? width="([\d.]+)" height="([\d.]+)"')


class Picture(NamedTuple):
    """One drawing, in each theme.

    Attributes
    ----------
    name : what its files are called.
    label : what it is, in a few words.
    alt : the words that stand for it.
    width, height : in pixels.
    files : SVG by path within the folder of a language.
    """

    name: str
    label: str
    alt: str
    width: int
    height: int
    files: dict[str, str]

    @property
    def light(self) -> str:
        """The path of the drawing on a light page."""
        return picture_path(self.name, "light")

    @property
    def dark(self) -> str:
        """The path of the drawing on a dark page."""
        return picture_path(self.name, "dark")


def picture_path(name: str, theme: str) -> str:
    """Where a drawing is, within the folder of a language."""
    return f"{FOLDER}/{name}.svg" if theme == "light" else f"{FOLDER}/{name}.{theme}.svg"


def pictures(atlas: Atlas, published: pd.DataFrame, selection: Selection, words: Words) -> list[Picture]:
    """What the front shows: the map of France, then the incidents by year.

    Parameters
    ----------
    atlas : Atlas
    published : DataFrame
        Published incidents (`atlas.publish`) at the level of evidence of the selection.
    selection : Selection
    words : Words
    """
    scope = words("kit.narrowed", scope=phrases.scope(selection, atlas, words))
    table = areas.rate_table(atlas, published, selection, "department").set_index(CODE)
    kept = selection.keep(published)

    def of_france(theme: Theme) -> Drawing:
        return drawings.map_svg(table, "incidents", scope, words, theme)

    def by_year(theme: Theme) -> Drawing:
        return drawings.by_year_svg(kept, scope, words, theme)

    found = []
    for name, draw in (("map-incidents", of_france), ("by-year", by_year)):
        drawn = {theme: draw(THEMES[theme]) for theme in THEMES}
        width, height = _size(drawn["light"].svg)
        files = {picture_path(name, theme): drawing.svg for theme, drawing in drawn.items()}
        found.append(Picture(name, words(f"kit.name_{name}"), drawn["light"].alt, width, height, files))
    return found


def _size(svg: str) -> tuple[int, int]:
    """Width and height as the drawing states them, whole pixels.

    Raises
    ------
    ValueError
        Where it states none: an image without a size makes the page jump.
    """
    found = _SIZE.search(svg)
    if found is None:
        raise ValueError(f"a drawing has no size: {svg[:80]}")
    return round(float(found[1])), round(float(found[2]))
