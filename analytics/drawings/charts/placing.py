"""Where names stand near points: where they hide the least of one another, of the points and of the curves."""

from __future__ import annotations

import math
from functools import partial
from typing import NamedTuple

from analytics.drawings.charts.base import Names, number

STANDOFF = 10  # pixels around a point where a ring may stand
_LETTER, _LINE = 6.9, 16  # width and height of the letters of a name


class Box(NamedTuple):
    """A rectangle in pixels, upwards."""

    left: float
    right: float
    bottom: float
    top: float

    def meets(self, other: Box) -> float:
        """The area that two rectangles share."""
        width = min(self.right, other.right) - max(self.left, other.left)
        height = min(self.top, other.top) - max(self.bottom, other.bottom)
        return max(width, 0.0) * max(height, 0.0)


class Point(NamedTuple):
    """A point: across as a value, up in pixels."""

    x: float
    y: float

    def box(self, scale: float, reach: float) -> Box:
        """What it takes up where a value of one is so many pixels wide."""
        x = self.x * scale
        return Box(x - reach, x + reach, self.y - reach, self.y + reach)


class Place(NamedTuple):
    """Where a name may stand: how far its near side is from its point, in pixels."""

    right: float
    up: float

    @property
    def xanchor(self) -> str:
        """Which side of the name is near the point: left, center or right."""
        return "center" if self.right == 0 else "left" if self.right > 0 else "right"

    @property
    def yanchor(self) -> str:
        """Which side of the name is near the point: top, middle or bottom."""
        return "middle" if self.up == 0 else "bottom" if self.up > 0 else "top"

    def box(self, point: Point, scale: float, width: float) -> Box:
        """What a name of that width takes up there."""
        left = point.x * scale + self.right - {"left": 0, "center": 0.5, "right": 1}[self.xanchor] * width
        bottom = point.y + self.up - {"bottom": 0, "middle": 0.5, "top": 1}[self.yanchor] * _LINE
        return Box(left, left + width, bottom, bottom + _LINE)


# the nearest first; a name further away is preferred only where it hides less
_PLACES = [
    Place(right * away, up * away)
    for away in (STANDOFF, 22, 36, 54, 76)
    for right, up in ((1, 0), (-1, 0), (0, 1), (1, 1), (-1, 1), (0.5, 1), (-0.5, 1), (0, -1), (1, -1), (-1, -1))
]


class Plane(NamedTuple):
    """The inside of a plane of values."""

    right: float  # where its axes end
    top: float
    height: float  # in pixels
    widths: tuple[float, ...]  # in pixels, on each page with the same drawing: names must have room on all of them


def name_places(names: Names, inside: Plane) -> list[Place]:
    """Where names hide the least of one another, of points and of curves; the first has the best place."""
    up = inside.height / inside.top
    points = [Point(x, y * up) for x, y in names.points]
    curves = [Point(x, y * up) for x, y in names.curves if y <= inside.top]
    scales = [width / inside.right for width in inside.widths]
    taken = [[point.box(scale, 6) for point in points] + [point.box(scale, 2) for point in curves] for scale in scales]
    places = []
    for name in names.named:
        point, width = Point(number(name.x), name.y * up), _LETTER * len(name.text)
        place = min(_PLACES, key=partial(_hidden, point=point, width=width, inside=inside, taken=taken))
        for scale, boxes in zip(scales, taken, strict=True):
            boxes.append(place.box(point, scale, width))
        places.append(place)
    return places


def _hidden(place: Place, point: Point, width: float, inside: Plane, taken: list[list[Box]]) -> float:
    """What a name would hide in that place on the narrowest to the widest page, and how far it would be."""
    cost = math.hypot(place.right, place.up)
    for page_width, boxes in zip(inside.widths, taken, strict=True):
        box = place.box(point, page_width / inside.right, width)
        page = Box(0, page_width, 8, inside.height + 8)
        off = (box.right - box.left) * (box.top - box.bottom) - box.meets(page)  # the part that lies off the page
        cost += 4 * off + sum(box.meets(other) for other in boxes)
    return cost
