"""Colours of areas by the class of their value."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple

import pandas as pd

from analytics.drawings.theme import Theme
from analytics.statistics import classes


class Shading(NamedTuple):
    """Colours of a choropleth; a code is in one of the two, and in one only."""

    colours: dict[str, str]
    no_data: frozenset[str]


def shade(values: pd.Series, breaks: Sequence[float], theme: Theme) -> Shading:
    """Colour of each area: its class in the ramp, the class of zero, or none where there is no value.

    Parameters
    ----------
    values : a number or nothing for each code of the index.
    breaks : from `classes.head_tail_breaks`; a value above the last is an error, since the legend could not say it.
        Without any, all values above zero have the one colour of no class (`unclassed`).
    """
    if values.index.has_duplicates:
        raise ValueError("an area has two values")
    known = values.dropna()
    if breaks and not known.empty and known.max() > max(breaks):
        raise ValueError(f"{known.max()} is above the last class, {max(breaks)}")
    ramp = class_colours(len(breaks), theme) or [unclassed(theme)]
    colours = {}
    for code, value in known.items():
        place = next((index for index, end in enumerate(breaks) if value <= end), 0)
        colours[str(code)] = theme.zero if value == 0 else ramp[place]
    return Shading(colours, frozenset(str(code) for code in values.index[values.isna()]))


def unclassed(theme: Theme) -> str:
    """The colour of a value above zero where there are no classes: of the middle of the ramp, the same for all."""
    return theme.ramp[len(theme.ramp) // 2]


def narrowed(shading: Shading, chosen: Collection[str]) -> Shading:
    """The same of the areas that are chosen alone, all where none is: the map leaves the others as pale as paper."""
    if not chosen:
        return shading
    colours = {code: colour for code, colour in shading.colours.items() if code in chosen}
    return Shading(colours, shading.no_data & set(chosen))


def class_colours(classes: int, theme: Theme) -> list[str]:
    """As many colours of the ramp as there are classes, spread from its lowest to its highest."""
    last = len(theme.ramp) - 1
    if classes > last + 1:
        raise ValueError(f"{classes} classes for {last + 1} colours")
    if classes == 1:
        return [theme.ramp[last]]
    return [theme.ramp[round(last * index / (classes - 1))] for index in range(classes)]


def tile_colours(values: pd.Series, breaks: tuple[float, ...], theme: Theme, *, counts: bool) -> dict[str, str]:
    """The ground of each tile; areas without data have none. Tiles are equal, so that counts may be colours there."""
    if not counts:
        return dict(shade(classes.capped(values, breaks), breaks, theme).colours)
    classed = classes.class_of(values, breaks)
    return {
        str(code): theme.zero if place == 0 else theme.ramp[min(int(place), len(theme.ramp)) - 1]
        for code, place in classed.items()
        if not pd.isna(place)
    }
