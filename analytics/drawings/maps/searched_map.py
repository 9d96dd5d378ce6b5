"""Where something was found, by how far its sources go beyond English: a small map of the world within a page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from analytics.drawings.legends import SVG_NAMESPACE
from analytics.drawings.maps import outlines
from analytics.drawings.svg import canvas
from analytics.drawings.theme import Theme
from analytics.schema.codes import ENGLISH
from analytics.words.text import Words

CLASSES = ("english", "both", "others")  # what sources are written in, from what every search finds to what few do
BOX = outlines.Box(0, 0, 560, 274)  # pixels
_SMALLEST, _DOT = 5, 3  # pixels: what is drawn smaller has a dot instead, of that radius


def class_of(languages: Iterable[str]) -> str:
    """The class of a country by the languages of its sources; in none of them where it has none."""
    found = set(languages)
    if not found:
        return ""
    if found == {ENGLISH}:
        return CLASSES[0]
    return CLASSES[1] if ENGLISH in found else CLASSES[2]


class SearchedMap(NamedTuple):
    """A drawing of `BOX`, and what its colours mean: a colour and its words each."""

    svg: str
    key: list[tuple[str, str]]


def searched_map(classes: Mapping[str, str], theme: Theme, words: Words) -> SearchedMap:
    """The map, to be shown as wide as there is room.

    Parameters
    ----------
    classes : mapping of str to str
        One of `CLASSES`, or nothing, by country; a country that is absent has no incident.
    theme : Theme
    words : Words
    """
    frame = outlines.small_world(BOX).main
    colours = dict(zip(CLASSES, (theme.ramp[0], theme.ramp[2], theme.ramp[4]), strict=True)) | {"": theme.no_data}
    fills = {code: colours[name] for code, name in classes.items()}
    land = "".join(
        f'<path d="{path}" fill="{fills.get(code, theme.zero)}"/>' for code, path in frame.paths.items() if path
    )
    dots = "".join(
        canvas.circle(*frame.points[code], _DOT, fill, theme.paper)
        for code, fill in sorted(fills.items())
        if code in frame.points and frame.extents[code] < _SMALLEST
    )
    svg = (
        f'<svg xmlns="{SVG_NAMESPACE}" class="searched" viewBox="0 0 {BOX.width} {BOX.height}" role="img" '
        f'aria-label="{canvas.safe(words("method.searched_map"))}">'
        f'<g stroke="{theme.border}" stroke-width="0.5">{land}</g>{dots}</svg>'
    )
    key = [(theme.zero, words("method.searched_nothing"))]
    return SearchedMap(svg, key + [(colours[name], words(f"method.searched_{name}")) for name in CLASSES])
