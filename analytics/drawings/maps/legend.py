"""The legend of a map as a column of a picture: swatches, signs and texts, one below the other."""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd

from analytics.drawings.maps.measured import Measured
from analytics.drawings.maps.painting import UNKNOWN, Painted
from analytics.drawings.shading import tile_colours, unclassed
from analytics.drawings.svg import canvas
from analytics.drawings.theme import Theme
from analytics.words import phrases
from analytics.words.text import Words

AT_LEAST = "≥"
_SWATCH = (24, 14)
_INDENT = 32  # pixels from a swatch's left side to its words


class Entry(NamedTuple):
    """One line of a legend: the fill of its swatch, what lies over it, its words."""

    fill: str
    over: str
    label: str


class Column:
    """A column that grows downwards as texts and swatches are added; `shapes` is what has been drawn in it."""

    def __init__(self, left: float, top: float, width: float) -> None:
        self.left, self.bottom, self.width = left, top, width
        self.shapes: list[str] = []

    def space(self, pixels: float) -> None:
        """Leave some room below what stands there."""
        self.bottom += pixels

    def text(self, text: str, fill: str, *, indent: float = 0, size: float = 12) -> None:
        """A text of as many lines as it needs."""
        step = 1.25 * size
        lines = canvas.broken(text, size, self.width - indent)
        self.shapes += [
            canvas.label(self.left + indent, self.bottom + size + place * step, line, fill, size)
            for place, line in enumerate(lines)
        ]
        self.bottom += len(lines) * step

    def swatch(self, entry: Entry, theme: Theme) -> None:
        """A box with its words."""
        top = self.bottom
        self.shapes.append(canvas.rect(self.left, top, *_SWATCH, entry.fill, theme.border))
        if entry.over:
            self.shapes.append(canvas.rect(self.left, top, *_SWATCH, entry.over))
        self.bottom = top - 1
        self.text(entry.label, theme.text, indent=_INDENT)
        self.bottom = max(self.bottom, top + _SWATCH[1]) + 7

    def minimum(self, words: Words, theme: Theme) -> None:
        """What the sign on a minimum means."""
        middle = self.left + _SWATCH[0] / 2
        self.shapes.append(
            canvas.label(middle, self.bottom + 12, AT_LEAST, theme.text, 13, anchor="middle", weight="600")
        )
        self.text(words("area.share_low"), theme.text, indent=_INDENT)


def zero_entry(words: Words, theme: Theme) -> Entry:
    """That of areas without an incident."""
    return Entry(theme.zero, "", words("map.zero"))


def unknown_entry(measured: Measured, words: Words) -> Entry:
    """That of areas without a value."""
    return Entry(UNKNOWN, "", words(f"area.none_{measured.name}"))


def class_entries(measured: Measured, words: Words, theme: Theme) -> list[Entry]:
    """The classes with their colours: those that their upper ends have."""
    breaks, measure = measured.breaks, measured.measure
    ends = pd.Series({str(place): end for place, end in enumerate(breaks)}, dtype=float)
    colours = tile_colours(ends, breaks, theme, counts=measured.is_count)
    if measure.is_rate and not breaks and (measured.values > 0).any():
        return [Entry(unclassed(theme), "", words("map.unclassed"))]
    entries = []
    for place, end in enumerate(breaks):
        if measured.is_count:
            label = words.span(breaks[place - 1] + 1 if place else 1, end)
        elif place:
            low, high = (phrases.area_value(side, measure, words) for side in breaks[place - 1 : place + 1])
            label = words("map.between", low=low, high=high)
        else:
            label = words("map.up_to", high=phrases.area_value(end, measure, words))
        entries.append(Entry(colours[str(place)], "", label))
    return entries


def fragile_entries(painted: Painted, words: Words) -> list[Entry]:
    """That of fragile values, in the colour of one of them; none where the map has none."""
    return [Entry(painted.fills[code], painted.over[code], words("map.fragile")) for code in sorted(painted.over)[:1]]
