"""Rectangles of names, compared one with another."""

from __future__ import annotations

from typing import NamedTuple

from analytics.drawings.charts.placing import Place

LINE = 16  # height of the letters


class Box(NamedTuple):
    """A rectangle in pixels, upwards."""

    left: float
    right: float
    bottom: float
    top: float


def box(place: Place, x: float, y: float, width: float) -> Box:
    """What a name of that width takes up in a place near a point."""
    left = x + place.right - {"left": 0, "center": 0.5, "right": 1}[place.xanchor] * width
    bottom = y + place.up - {"bottom": 0, "middle": 0.5, "top": 1}[place.yanchor] * LINE
    return Box(left, left + width, bottom, bottom + LINE)


def shared(one: Box, other: Box) -> float:
    """The area that two rectangles have in common."""
    width = min(one.right, other.right) - max(one.left, other.left)
    height = min(one.top, other.top) - max(one.bottom, other.bottom)
    return max(width, 0.0) * max(height, 0.0)
